"""Does with the rows that a question is about what it asks: look a cell up, find the most, count, add up."""

from retriever.answers.tables.asked_cells import at_the_end, looked_up
from retriever.answers.tables.finding import ENDS, EXTREMES, TableFinding
from retriever.answers.tables.matching import TableMatch
from retriever.answers.tables.number_entries import of_numbers
from retriever.answers.tables.row_counts import counted
from retriever.answers.tables.table_question import TableOperation
from retriever.query.question_type import QuestionType


def find(found: TableMatch) -> TableFinding | None:
    """Do what a question asks with the rows of a table that it is about; None if it cannot be done without doubt."""
    question = found.question
    if question.kind in (QuestionType.HOW_MANY, QuestionType.COMPARE) or question.operation in EXTREMES:
        if found.measures:
            return of_numbers(found)
        return counted(found) if question.operation in (TableOperation.TIMES, TableOperation.LOOK_UP) else None
    if question.kind is QuestionType.WHICH and not question.head and found.measures:
        return of_numbers(found)
    if question.operation in ENDS:
        return at_the_end(found)
    return looked_up(found, found.rows) if question.operation is TableOperation.LOOK_UP else None
