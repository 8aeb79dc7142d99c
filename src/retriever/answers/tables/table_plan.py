"""The plan for questions about tables: the cell, count or sum asked for, or what the table lacks to give it."""

from collections.abc import Sequence

from kutip.types import Status
from retriever.answers.asked_question import AskedQuestion
from retriever.answers.phrases import papers_differ
from retriever.answers.planned import PlannedAnswer, QuotedPlace
from retriever.answers.tables.finding import TableFinding
from retriever.answers.tables.lacking import lacking
from retriever.answers.tables.matching import TableMatch, is_about, match
from retriever.answers.tables.operations import find
from retriever.answers.tables.prose import numbers_in_prose, states
from retriever.answers.tables.row_counts import COUNTED
from retriever.answers.tables.table_question import TableOperation, TableQuestion
from retriever.answers.tables.typed_table import ColumnKind, tables_of
from retriever.lookup import LookUp
from retriever.query.question_type import QuestionType

_RIGHT = 0.95  # share of what the plan answers that is right; see docs/quality.md
_NEAR = 1e-9  # two numbers that differ by less are the same
_ASKS = frozenset(
    {
        *(QuestionType.WHO, QuestionType.WHEN, QuestionType.WHERE, QuestionType.HOW_MANY, QuestionType.WHICH),
        *(QuestionType.LIST, QuestionType.COMPARE),
    }
)


def table_plan(look_up: LookUp, question: AskedQuestion) -> PlannedAnswer | None:
    """Answer a question from the table that it plainly names; None if it names none, or asks for what no cell tells."""
    asked = TableQuestion.of(look_up.understood.plain or look_up.result.query, look_up.understood)
    if asked is None or asked.kind not in _ASKS or look_up.understood.compares or not asked.words:
        return None
    if asked.kind is QuestionType.COMPARE and asked.operation is not TableOperation.DIFFERENCE:
        return None
    tables = [table for name in look_up.passages_of for table in look_up.of_paper(tables_of, name)]
    about = [
        one
        for one in (match(table, asked, look_up.documents[table.document_id]) for table in tables)
        if is_about(one, tables)
    ]
    return _answered(look_up, about) or _refused(look_up, about)


def _answered(look_up: LookUp, about: Sequence[TableMatch]) -> PlannedAnswer | None:
    findings = [one for found in about if not found.left and (one := find(found)) is not None and not one.is_refusal]
    if not findings or any(_is_contradicted(look_up, one) or _is_stated(look_up, one) for one in findings):
        return None
    if len(findings) > 1:
        return _together(findings)
    (one,) = findings
    return PlannedAnswer(Status.ANSWERED, _RIGHT, _places(one), one.short, notes=(one.note, *one.more))


def _places(one: TableFinding) -> list[QuotedPlace]:
    return [QuotedPlace.whole(row.passage) for row in one.rows]


def _together(findings: Sequence[TableFinding]) -> PlannedAnswer | None:
    """The answer of several tables: what each says where those of two papers differ; none for tables of one paper."""
    papers = {one.match.table.document_id for one in findings}
    if len(papers) != len(findings) or any(one.short is None for one in findings):
        return None
    places = [place for one in findings for place in _places(one)]
    if len({one.short for one in findings}) == 1:
        notes = tuple(one.note for one in findings)
        return PlannedAnswer(Status.ANSWERED, _RIGHT, places, findings[0].short, notes=notes)
    said = [f"{one.short} ({one.match.table.paper})" for one in findings]
    return PlannedAnswer(Status.ANSWERED, _RIGHT, places, notes=(papers_differ(said, papers=len(papers)),))


def _is_contradicted(look_up: LookUp, one: TableFinding) -> bool:
    """Whether the papers' prose gives another number for the same thing and year: then both have to be shown."""
    if one.value is None or len(one.years) != 1 or not one.match.measures:
        return False
    table, label = one.match.table, one.match.table.label_column
    is_named = label.kind is ColumnKind.TEXT and not table.label_is_measure
    names = [row.cells[label.at].text for row in one.rows] if is_named else []
    said = numbers_in_prose(look_up, one.match.counted, one.years, names)
    return any(abs(number - one.value) > _NEAR for number in said)


def _is_stated(look_up: LookUp, one: TableFinding) -> bool:
    """Whether the papers' prose itself gives the number of a table's rows: then it is the better answer."""
    found = one.match
    if one.value is None or found.filters or found.question.years is not None:
        return False
    return one.note.code == COUNTED and states(look_up, found.table.names, one.value)


def _refused(look_up: LookUp, about: Sequence[TableMatch]) -> PlannedAnswer | None:
    reasons = [why for found in about if (why := lacking(look_up, found))]
    if len(reasons) != 1:
        return None
    return PlannedAnswer(Status.NOT_IN_CORPUS, round(1 - _RIGHT, 4), reason=reasons[0])
