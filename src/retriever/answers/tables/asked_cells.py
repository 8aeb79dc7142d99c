"""Answers with the cells of a column that a question asks for, of the rows that it names or of the first or last."""

import re
from collections.abc import Sequence

from kutip.language.united import any_of
from kutip.text.terms import terms
from retriever.answers.tables.cell_values import date_and_rest, is_not_given
from retriever.answers.tables.finding import ENDS, MOST_CELLS, TableFinding, cell_note
from retriever.answers.tables.matching import TableMatch
from retriever.answers.tables.typed_table import ColumnKind, TypedColumn, TypedRow
from retriever.query.question_type import QuestionType

_PLACE_COLUMN = re.compile(rf"\b{any_of('papers.place_columns')}\b", re.IGNORECASE)
_NAME_COLUMN = re.compile(rf"\b{any_of('papers.name_columns')}\b", re.IGNORECASE)
_LONG = 8  # words of a cell that is no short answer if the row's label says which row is meant


def at_the_end(found: TableMatch) -> TableFinding | None:
    """The row that is first or last in time."""
    column = found.table.time_column
    if column is None or found.question.ordinals or not found.rows:
        return None
    moments = [row.moments[column.at] for row in found.rows]
    dated = [(one, row) for one, row in zip(moments, found.rows, strict=True) if one is not None]
    if len(dated) != len(found.rows):
        return None
    choose = max if ENDS[found.question.operation] else min
    end = choose(one for one, _ in dated)
    rows = tuple(row for one, row in dated if one == end or (one.year == end.year and 0 in (one.month, end.month)))
    return looked_up(found, rows) if len(rows) == 1 else None


def looked_up(found: TableMatch, rows: Sequence[TypedRow]) -> TableFinding | None:
    """The cells of some rows that a question asks for."""
    column = asked_column(found)
    if column is None or not rows or len(rows) > MOST_CELLS:
        return None
    if len(rows) == len(found.table.rows) > 1 or not _is_narrowed(found):
        return None  # a question about all rows asks for something else
    shorts = [_piece(found, row, column) for row in rows]
    told = tuple(dict.fromkeys(short for short in shorts if short is not None))
    if not told or len(told) != len({*shorts}):
        return None
    return TableFinding(found, tuple(rows), "; ".join(filter(None, told)) or None, cell_note(found, rows[0], column))


def _is_narrowed(found: TableMatch) -> bool:
    question = found.question
    return bool(found.filters or question.ordinals or question.years or question.months or question.operation in ENDS)


def asked_column(found: TableMatch) -> TypedColumn | None:
    """The column that a question asks for; None if none is plainly the one."""
    question, table = found.question, found.table
    texts = [one for one in table.columns if one.kind is ColumnKind.TEXT]
    headed = [one for one in texts if question.head & one.terms]
    if question.kind is QuestionType.WHEN:
        return table.time_column
    if headed:
        return table.label_column if table.label_column in headed else headed[0]
    if found.places or (question.kind is QuestionType.WHERE and not question.head):
        return next(
            (one for one in table.columns if _PLACE_COLUMN.search(one.name) and one is not found.role_column), None
        )
    if found.roles and question.kind in (QuestionType.WHO, QuestionType.WHERE, QuestionType.WHICH):
        return found.role_column
    if question.kind is QuestionType.WHO and not question.head:
        return next((one for one in texts if _NAME_COLUMN.search(one.name)), None)
    asked = [
        one for one in texts if any(word.is_in(one.measured) for word in found.named) and not _in_caption(found, one)
    ]
    return asked[0] if len(asked) == 1 and question.kind in (QuestionType.WHICH, QuestionType.LIST) else None


def _in_caption(found: TableMatch, column: TypedColumn) -> bool:
    """Whether the words that name a column also stand in the caption, and so may mean the whole table."""
    caption = set(terms(found.table.caption))
    return all(form & caption for word in found.named if word.is_in(column.measured) for form in word.forms)


def _piece(found: TableMatch, row: TypedRow, column: TypedColumn) -> str | None:
    """The cell of a row that is asked for; of one with a date and a place only what is asked for.

    Of a long one the row's label, where the question does not give that; else "". None for a cell without an answer.
    """
    question, text = found.question, row.cells[column.at].text
    if question.kind is QuestionType.WHEN:
        return (date_and_rest(text)[0] or None) if column.kind is ColumnKind.DATE else text
    if column.kind is ColumnKind.DATE:
        return date_and_rest(text)[1] or None
    if len(text.split()) > _LONG and column is not found.table.label_column:
        label = found.table.label_column
        is_given = any(one == label for filtering in found.filters for one in filtering.rows.values())
        return "" if is_given else row.cells[label.at].text
    return None if is_not_given(text) or question.says(text) else text
