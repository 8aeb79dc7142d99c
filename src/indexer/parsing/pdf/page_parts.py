"""Tells which rows of a PDF are no running text, by where they stand and how they are set."""

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.parsing.pdf.page_code import code_rows
from indexer.parsing.pdf.page_contents import contents_rows
from indexer.parsing.pdf.page_drawings import Drawings
from indexer.parsing.pdf.page_formulas import formula_rows
from indexer.parsing.pdf.page_notes import note_rows
from indexer.parsing.pdf.page_rows import PageRow, body_size, leading
from indexer.parsing.pdf.page_tables import FoundTable, find_tables
from kutip.types import Kind


@dataclass(frozen=True, slots=True)
class RowPart:
    """What a row is part of that is no running text.

    Attributes:
        kind: Furniture, footnote, code, equation or table row.
        first: The first row of the same block; rows of a table are blocks of their own.
        table: The table; None for other kinds.
    """

    kind: Kind
    first: int
    table: FoundTable | None = None

    @property
    def interrupts(self) -> bool:
        """True if a paragraph above goes on below."""
        return self.kind in (Kind.FURNITURE, Kind.FOOTNOTE)


@dataclass(frozen=True, slots=True)
class DrawnPages:
    """What is known of the pages beside their rows.

    Attributes:
        heights: The height of each page.
        drawings: What is drawn on each page.
    """

    heights: Sequence[float]
    drawings: Sequence[Drawings]


def parts_of(rows: Sequence[PageRow], aside: frozenset[int], drawn: DrawnPages) -> dict[int, RowPart]:
    """Return by its place what each row is that is no running text.

    Args:
        rows: All rows in reading order.
        aside: Which of them are furniture.
        drawn: Of the pages.
    """
    parts = {at: RowPart(Kind.FURNITURE, at) for at in aside}
    free = [at for at in range(len(rows)) if at not in aside]
    size = body_size([rows[at] for at in free])
    step = leading([rows[at] for at in free], size)
    for at in contents_rows(rows, free):
        parts[at] = RowPart(Kind.FURNITURE, at)
    taken = [at for at in free if at not in parts]
    for group in code_rows(rows, taken, size, step):
        parts |= {at: RowPart(Kind.CODE, group[0]) for at in group}
    for table in find_tables(rows, frozenset(parts), drawn.drawings):
        parts |= {at: RowPart(Kind.TABLE_ROW, at, table) for at in range(table.first, table.end)}
    taken = [at for at in free if at not in parts]
    for group in note_rows(rows, taken, size, drawn.heights, drawn.drawings):
        parts |= {at: RowPart(Kind.FOOTNOTE, group[0]) for at in group}
    taken = [at for at in free if at not in parts]
    for group in formula_rows(rows, taken, step):
        parts |= {at: RowPart(Kind.EQUATION, group[0]) for at in group}
    return parts
