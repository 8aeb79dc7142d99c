"""Places the cells of a table whose source states rows, columns and headers, and names its columns."""

from collections.abc import Sequence
from dataclasses import dataclass

from kutip.text.reading import write_out

_MOST_COLUMNS = 100  # of a table; further cells of a row have no column of their own
_MOST_ROWS = 50  # that one cell spans
_MOST_SHARED = 20_000  # places of a table that cells of rows above take: what a hostile table costs stays bounded


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a block's text.

    Attributes:
        text: Its text; white space of any kind and length counts as one blank.
        keys: If it is an in-text citation, the keys of the works that it cites.
    """

    text: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table.

    Attributes:
        pieces: Its text.
        columns: How many columns it spans.
        rows: How many rows it spans.
    """

    pieces: tuple[Piece, ...]
    columns: int = 1
    rows: int = 1

    @property
    def text(self) -> str:
        """Its text as it reads."""
        return write_out(" ".join("".join(piece.text for piece in self.pieces).split()))


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell in one of the rows that it spans.

    Attributes:
        row: The row in which the source has it.
        cell: Its place among the cells of that row.
        column: The first column that it takes.
        width: How many columns it takes.
    """

    row: int
    cell: int
    column: int
    width: int


def placed(rows: Sequence[Sequence[TableCell]]) -> list[list[PlacedCell]]:
    """Return the cells of each row from left to right, those that reach into it from above too.

    >>> [[one.column for one in row] for row in placed([[TableCell((), 2), TableCell(())], [TableCell(())]])]
    [[0, 2], [0]]
    """
    grid: list[list[PlacedCell]] = []
    reaching: list[tuple[int, PlacedCell]] = []  # the last row that each reaches, and the cell
    shared = 0
    for number, row in enumerate(rows):
        reaching = [one for one in reaching if one[0] >= number] if shared < _MOST_SHARED else []
        shared += len(reaching)
        taken = {at for _, one in reaching for at in range(one.column, one.column + one.width)}
        own: list[PlacedCell] = []
        column = 0
        for at, cell in enumerate(row):
            while column in taken:
                column += 1
            width = max(1, min(cell.columns, _MOST_COLUMNS - column))
            own.append(PlacedCell(number, at, column, width))
            column += width
        grid.append(sorted([*(one for _, one in reaching), *own], key=lambda one: one.column))
        last = [number + min(max(row[one.cell].rows, 1), _MOST_ROWS) - 1 for one in own]
        reaching += [(end, one) for end, one in zip(last, own, strict=True) if end > number]
    return grid


def column_names(rows: Sequence[Sequence[TableCell]], grid: Sequence[Sequence[PlacedCell]]) -> dict[int, str]:
    """Return the name of each column by its place: what the header cells above it say, outermost first.

    Args:
        rows: The header rows.
        grid: The same rows as `placed` returns them.
    """
    names: dict[int, list[str]] = {}
    for row in grid:
        for one in row:
            text = rows[one.row][one.cell].text
            for column in range(one.column, one.column + one.width):
                if text and text not in names.setdefault(column, []):
                    names[column].append(text)
    return {column: " · ".join(parts) for column, parts in names.items()}
