"""Reads the rows of HTML tables: which cells are headers, what spans several, and which tables only lay out a page."""

from collections.abc import Callable, Iterator, Sequence

from indexer.parsing.markup.html_roles import HEADINGS
from indexer.parsing.markup.markup_tree import Element
from indexer.parsing.served_table import Piece, TableCell

_PARTS = ("thead", "tbody", "tfoot")
_FRAME = frozenset({"caption", "colgroup", "col", "tr", "td", "th", *_PARTS})
_FIGURES = frozenset("0123456789.,-–−+%()<>=*±~ ")  # a cell of nothing else is a number


def is_layout(table: Element) -> bool:
    """True for a table that only arranges parts of a page: it has headings, tables or listings in it, or one cell."""
    if table.get("role") in ("presentation", "none"):
        return True
    if any(one is not table for one in table.within("table", "pre", "article", "main", *HEADINGS)):
        return True
    return sum(1 for _ in table.within("td", "th")) <= 1


def stray_parts(table: Element) -> list[str | Element]:
    """Return what is in a table but in no cell: a browser shows it above."""
    stray: list[str | Element] = []
    for holder in (table, *table.children(*_PARTS), *_rows(table)):
        stray += (part if isinstance(part, str) or part.tag not in _FRAME else " " for part in holder.parts)
        stray.append(" ")
    return stray


def read_table(
    table: Element, text_of: Callable[[Element], list[Piece]], is_unseen: Callable[[Element], bool]
) -> tuple[list[list[TableCell]], int]:
    """Return the rows of a table from top to bottom, and how many of them name its columns.

    Args:
        table: The table.
        text_of: Returns the text of a cell.
        is_unseen: True for an element that no reader sees.
    """
    marked = [(row, is_head) for row, is_head in _in_order(table) if not is_unseen(row)]
    rows = [[_cell(one, text_of) for one in row.children("td", "th") if not is_unseen(one)] for row, _ in marked]
    headers = 0
    while headers < len(marked) and _names_columns(*marked[headers], has_head=marked[0][1]):
        headers += 1
    if headers == len(rows):
        headers = min(1, headers)  # a table of nothing but headers
    if headers == 0 and _first_is_header(marked, rows):
        headers = 1
    return rows, headers


def _rows(holder: Element) -> Iterator[Element]:
    for part in holder.children("tr", *_PARTS):
        if part.tag == "tr":
            yield part
        else:
            yield from part.children("tr")


def _in_order(table: Element) -> Iterator[tuple[Element, bool]]:
    """Yield each row and whether it is in the head; the foot stands below, wherever the source has it."""
    for row in (row for head in table.children("thead") for row in head.children("tr")):
        yield row, True
    for part in table.children("tr", "tbody"):
        for row in [part] if part.tag == "tr" else part.children("tr"):
            yield row, False
    for row in (row for foot in table.children("tfoot") for row in foot.children("tr")):
        yield row, False


def _names_columns(row: Element, is_head: bool, *, has_head: bool) -> bool:
    cells = row.children("td", "th")
    return is_head or (not has_head and bool(cells) and all(one.tag == "th" for one in cells))


def _first_is_header(marked: Sequence[tuple[Element, bool]], rows: Sequence[Sequence[TableCell]]) -> bool:
    """True if a first row without marks names the columns: all bold, or words above what is numbers in the rows below.

    Where it is not sure it is a row like the others.
    """
    if len(rows) < 3 or len(rows[0]) < 2 or not all(cell.text for cell in rows[0]):
        return False
    if any(_is_number(cell.text) for cell in rows[0]):
        return False
    cells = marked[0][0].children("td", "th")
    if all(one.tag == "th" or _is_bold(one) for one in cells):
        return True
    width = len(rows[0])
    below = [row for row in rows[1:] if len(row) == width]
    return len(below) == len(rows) - 1 and any(all(_is_number(row[at].text) for row in below) for at in range(width))


def _is_number(text: str) -> bool:
    return any(character.isdigit() for character in text) and _FIGURES.issuperset(text)


def _is_bold(cell: Element) -> bool:
    bold = sum(len("".join(one.text().split())) for one in cell.children("b", "strong"))
    return bold > 0 and bold == len("".join(cell.text().split()))


def _cell(element: Element, text_of: Callable[[Element], list[Piece]]) -> TableCell:
    return TableCell(tuple(text_of(element)), _span(element.get("colspan")), _span(element.get("rowspan")))


def _span(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 5 else 1
