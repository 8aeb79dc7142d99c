"""What is found in a table for a question, and how Kutip says where."""

from collections.abc import Sequence
from dataclasses import dataclass

from kutip.types import Message
from retriever.answers.tables.matching import TableMatch
from retriever.answers.tables.table_question import TableOperation
from retriever.answers.tables.typed_table import TypedColumn, TypedRow

EXTREMES = {TableOperation.MOST: True, TableOperation.FEWEST: False}  # whether the most is asked for
ENDS = {TableOperation.LATEST: True, TableOperation.EARLIEST: False}  # whether the last one is
MOST_CELLS = 5  # rows that may answer a question for a cell, such as when a country was host
_MOST_ROWS = 8  # rows that an answer quotes; of more that were counted the first and the last


@dataclass(frozen=True, slots=True)
class TableFinding:
    """What a table gives for a question.

    Attributes:
        match: What the question's words are in the table.
        rows: The rows that the answer stands on.
        short: The cell asked for, or a piece of it; None for what stands in no cell.
        note: What Kutip says of how it was found.
        more: What else the reader should know.
        value: The number that was found; None for another answer.
        years: The years that this number is of.
        is_refusal: Whether it says that the table does not give what is asked.
    """

    match: TableMatch
    rows: tuple[TypedRow, ...]
    short: str | None
    note: Message
    more: tuple[Message, ...] = ()
    value: float | None = None
    years: tuple[int, ...] = ()
    is_refusal: bool = False


def quoted(rows: Sequence[TypedRow]) -> tuple[TypedRow, ...]:
    """The rows to quote: all, or of many the first and the last."""
    return tuple(rows) if len(rows) <= _MOST_ROWS else (rows[0], rows[-1])


def cell_note(found: TableMatch, row: TypedRow, column: TypedColumn) -> Message:
    """Where a cell stands: its table, row and column."""
    return Message("answer.table_cell", {**names_of(found, column), "row": label_of(found, row)})


def label_of(found: TableMatch, row: TypedRow) -> str:
    """The label of a row: what it is about."""
    return row.cells[found.table.label_column.at].text


def names_of(found: TableMatch, *columns: TypedColumn) -> dict[str, str]:
    """The table and the column as a message names them, or the first and the last of several columns."""
    names = tuple(dict.fromkeys(column.name for column in columns))
    return {"table": found.table.label, "column": " – ".join(dict.fromkeys((names[0], names[-1])))}
