"""Arranges the rows of a table on a paper's page under its columns."""

from collections import Counter
from collections.abc import Iterable, Sequence

from api.pages.marked_page import MarkedPage
from api.pages.marked_text import Pieces, overlap
from api.pages.paper_parts import Rows
from kutip.types import Block, Cell

_JOINT = " · "  # separates the names of several columns that share one cell

_Column = tuple[str, int]  # (name, number of columns before it in the row that have the same name)


def table_key(row: Block) -> tuple[object, ...]:
    """A key that is equal for rows of the same table.

    It is their context without the cells that a row shares with the row above, and whether the row has one cell for
    several columns.
    """
    shared = {f"{cell.column}: {cell.text}" for cell in row.cells}
    context = tuple(part for part in row.context if part not in shared)
    coarse = any(_JOINT in cell.column and _JOINT.join(context).endswith(cell.column) for cell in row.cells)
    return (*context, coarse)


def arranged_rows(run: Sequence[Block], page: MarkedPage) -> Rows:
    """Arrange the rows of one table under its columns."""
    named = [_named(row) for row in run]
    columns = _columns(named) or [("", 0)]
    rows: list[tuple[Pieces, ...]] = []
    for row, cells in zip(run, named, strict=True):
        # A cell that spans several rows is listed in each, but its text is in the first.
        own = {column: cell for column, cell in cells.items() if overlap(cell.spans, row.spans)}
        if _solid("".join(cell.text for cell in own.values())) == _solid(row.text):
            shown = dict(zip(own, page.cells(row, own.values()), strict=True))
        else:
            shown = {columns[0]: page.pieces(row)}
        rows.append(tuple(shown.get(column, ()) for column in columns))
    names = tuple(name for name, _ in columns)
    context = run[0].context
    is_caption = bool(context) and all(context[0] not in (name, name.split(_JOINT)[0]) for name in names)
    return Rows(context[0] if is_caption else "", names, tuple(rows), page.place(*run))


def _named(row: Block) -> dict[_Column, Cell]:
    """The cells of a row by column; columns may have equal names."""
    before: Counter[str] = Counter()
    named: dict[_Column, Cell] = {}
    for cell in row.cells:
        named[cell.column, before[cell.column]] = cell
        before[cell.column] += 1
    return named


def _columns(rows: Iterable[Iterable[_Column]]) -> list[_Column]:
    """All columns of some rows in order; a column that only a later row has keeps its place before the next one."""
    columns: list[_Column] = []
    for row in map(list, rows):
        for i, column in enumerate(row):
            if column not in columns:
                at = (columns.index(after) for after in row[i + 1 :] if after in columns)
                columns.insert(next(at, len(columns)), column)
    return columns


def _solid(text: str) -> str:
    """The letters and digits of a text, without the characters that separate cells."""
    return "".join(filter(str.isalnum, text))
