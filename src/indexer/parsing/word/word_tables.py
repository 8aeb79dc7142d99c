"""Turns tables of Word into rows and cells as HTML has them: spans, header rows."""

from collections.abc import Callable, Iterator

from indexer.parsing.markup.markup_tree import Element
from indexer.parsing.word.word_styles import is_on, value

_WRAPPERS = ("sdt", "sdtContent", "customXml", "ins")
_MOST_COLUMNS = 100  # that one cell may span


def is_layout(table: Element, is_heading: Callable[[Element], bool]) -> bool:
    """True for a table that only arranges parts of a page: it has one cell, or headings or tables in it.

    Args:
        table: The table.
        is_heading: True for a paragraph that is a heading.
    """
    if sum(1 for _ in table.within("tc")) <= 1 or any(one is not table for one in table.within("tbl")):
        return True
    return any(is_heading(one) for one in table.within("p"))


def as_table(table: Element) -> Element:
    """Return a table with the names of HTML; the contents of its cells stay as they are."""
    rows: list[Element] = []
    above: dict[int, Element] = {}  # the cell that reaches down into a row, by its first column
    for row in _within(table, "tr"):
        cells: list[str | Element] = []
        is_header = is_on(row.child("trPr"), "tblHeader") or _is_bold(row)
        column = int(skipped) if (skipped := value(row.child("trPr"), "gridBefore")).isdecimal() else 0
        if 0 < column < _MOST_COLUMNS:
            cells.append(Element("td", {"colspan": str(column)}))
        reaching: dict[int, Element] = {}
        for cell in _within(row, "tc"):
            properties = cell.child("tcPr")
            span = value(properties, "gridSpan")
            width = min(int(span), _MOST_COLUMNS) if span.isdecimal() and 0 < len(span) < 4 else 1
            merged = properties.child("vMerge") if properties is not None else None
            if merged is not None and merged.get("val") != "restart" and column in above:
                held = above[column]
                held.attributes = {**held.attributes, "rowspan": str(int(held.get("rowspan")) + 1)}
                reaching[column] = held
                cells += [Element("td", {}, list(cell.parts))] if any(cell.text().split()) else []
            else:
                made = Element("th" if is_header else "td", {"colspan": str(width), "rowspan": "1"}, list(cell.parts))
                cells.append(made)
                if merged is not None:
                    reaching[column] = made
            column += width
        above = reaching
        rows.append(Element("tr", {}, cells))
    return Element("table", {}, list(rows))


def _within(holder: Element, tag: str) -> Iterator[Element]:
    for one in holder.children(tag, *_WRAPPERS):
        if one.tag == tag:
            yield one
        else:
            yield from _within(one, tag)


def _is_bold(row: Element) -> bool:
    """True if all text of a row is bold."""
    runs = [run for run in row.within("r") if any(text.text().split() for text in run.children("t"))]
    return bool(runs) and all(is_on(run.child("rPr"), "b") for run in runs)
