"""Tells rows that may answer a question for a number or a date from rows that only share names with it."""

from collections.abc import Sequence

from kutip.types import Cell, Passage
from retriever.answers.asked_question import AskedQuestion
from retriever.answers.evidence import Evidence
from retriever.answers.tables.cell_values import Marks, cell_number, is_numbering, moment, years_in
from retriever.answers.tables.typed_table import terms_of_cell
from retriever.query.question_type import QuestionType

_MARKS = Marks(frozenset(), frozenset(), ",")  # any will do: it only matters whether a cell is a number


def without_namesakes(question: AskedQuestion, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence without rows that cannot answer: those without a number for "how many", or without a date for
    "when", and those that lack a name of such a question, as the rows of a country do that is only one of two names.
    """
    return [one for one in evidence if not one.sentence.hit.passage.cells or _may_answer(question, one)]


def _may_answer(question: AskedQuestion, one: Evidence) -> bool:
    passage = one.sentence.hit.passage
    match question.kind:
        case QuestionType.HOW_MANY:
            fits = any(_is_number(at, cell) for at, cell in enumerate(passage.cells))
        case QuestionType.WHEN:
            fits = any(moment(cell.text) is not None or years_in(cell.column) for cell in passage.cells)
        case _:
            return True
    return fits and (one.features["names"] >= 1 or _has_names(question, passage))


def _is_number(at: int, cell: Cell) -> bool:
    return not (at == 0 and is_numbering(cell.column, cell.text)) and cell_number(cell.text, _MARKS) is not None


def _has_names(question: AskedQuestion, passage: Passage) -> bool:
    """Whether a row has all names of a question, some of them perhaps in another language."""
    held = frozenset(term for cell in passage.cells for term in terms_of_cell(cell.text))
    lacking = [name for name in question.names if name not in held and name not in passage.context.casefold()]
    return not lacking
