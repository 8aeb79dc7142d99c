"""Reads LaTeX's tables into rows of cells, and which rows name the columns."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from indexer.parsing.latex.latex_tree import CELL, Chars, Group, LatexCommand, Node, plain
from indexer.parsing.served_table import Piece, TableCell

_ROW_ENDS = frozenset(["\\", "tabularnewline", "cr"])
_RULES = frozenset(["hline", "toprule", "midrule", "bottomrule", "specialrule", "Xhline", "thickhline"])
_MOST_HEADERS = 3  # rows
_Read = Callable[[Sequence[Node]], list[Piece]]


@dataclass(slots=True)
class _Rows:
    """The rows so far, and how they are parted."""

    read: _Read
    rows: list[list[TableCell]] = field(default_factory=list)
    ruled: list[int] = field(default_factory=list)  # rows above each rule
    heads: list[int] = field(default_factory=list)  # rows above each end of a head that is printed on every page
    cells: list[TableCell] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)

    def end_cell(self) -> None:
        self.cells.append(_cell(self.nodes, self.read))
        self.nodes = []

    def end_row(self) -> None:
        if self.cells or any(not isinstance(node, Chars) or node.text.strip() for node in self.nodes):
            self.end_cell()
            if any(cell.text for cell in self.cells):
                self.rows.append(self.cells)
        self.cells, self.nodes = [], []

    def take(self, nodes: Iterable[Node]) -> None:
        for node in nodes:
            name = node.name if isinstance(node, LatexCommand) else ""
            if name == CELL:
                self.end_cell()
            elif name in _ROW_ENDS or name == "enddata":
                self.end_row()
            elif name in _RULES:
                self.end_row()
                self.ruled.append(len(self.rows))
            elif name == "tablehead" and isinstance(node, LatexCommand):
                last = node.arguments[-1] if node.arguments else None
                self.take(last.nodes if last is not None else ())
                self.end_row()
                self.ruled.append(len(self.rows))
            elif name in ("endfirsthead", "endhead", "endfoot", "endlastfoot"):
                self.end_row()
                self.heads += [len(self.rows)] if name.endswith("head") else []
            else:
                self.nodes.append(node)


def table_rows(nodes: Iterable[Node], read: _Read) -> tuple[list[list[TableCell]], int]:
    """Return the rows of a table with their cells, and how many at its top name the columns.

    Args:
        nodes: What stands in its environment.
        read: Returns the text of the nodes in a cell.
    """
    found = _Rows(read)
    found.take(nodes)
    found.end_row()
    found.rows = _without_covered(found.rows)
    if found.heads and 0 < found.heads[0] <= _MOST_HEADERS and found.heads[0] < len(found.rows):
        first, last = found.heads[0], found.heads[-1]
        return [*found.rows[:first], *found.rows[max(first, last) :]], first
    return found.rows, _headers(found)


def _without_covered(rows: Sequence[Sequence[TableCell]]) -> list[list[TableCell]]:
    """Leave out the empty cells that LaTeX wants below one that spans rows."""
    covered: dict[int, int] = {}  # the last row that the cell above reaches, by its column
    kept: list[list[TableCell]] = []
    for at, row in enumerate(rows):
        kept.append([])
        column = 0
        for cell in row:
            if cell.text or covered.get(column, -1) < at:
                kept[-1].append(cell)
                covered[column] = at + cell.rows - 1
            column += max(1, cell.columns)
    return kept


def _headers(found: _Rows) -> int:
    """Return how many rows stand above the first rule between rows; without one, 1 if the first row has no number."""
    between = [at for at in found.ruled if 0 < at < len(found.rows)]
    if between:
        return between[0] if between[0] <= _MOST_HEADERS else 0
    first = found.rows[0] if len(found.rows) > 1 else []
    return int(bool(first) and not any(any(map(str.isdigit, cell.text)) for cell in first))


def _cell(nodes: Sequence[Node], read: _Read) -> TableCell:
    """Read a cell; one that spans columns or rows may have the other within."""
    inner = [node for node in nodes if not isinstance(node, Chars) or node.text.strip()]
    columns = rows = 1
    while len(inner) == 1 and isinstance(inner[0], LatexCommand) and inner[0].name in ("multicolumn", "multirow"):
        command = inner[0]
        given = [one for one in command.arguments if one is not None]
        if len(given) < 3:
            break
        count = _number(given[0] if command.name == "multicolumn" else _first_braced(command))
        columns = count if command.name == "multicolumn" else columns
        rows = count if command.name == "multirow" else rows
        inner = [node for node in given[-1].nodes if not isinstance(node, Chars) or node.text.strip()]
        nodes = given[-1].nodes
    return TableCell(tuple(read(nodes)), columns, rows)


def _first_braced(command: LatexCommand) -> Group | None:
    return command.arguments[1] if len(command.arguments) > 1 else None


def _number(argument: Group | None) -> int:
    text = plain(argument.nodes).strip() if argument is not None else ""
    return int(text) if text.isdecimal() and len(text) < 4 else 1
