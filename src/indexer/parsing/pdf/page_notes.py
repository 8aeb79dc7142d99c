"""Finds the footnotes of a PDF's pages: small rows at the foot of a column, below a rule or with a mark."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer.parsing import line_openers
from indexer.parsing.footnotes import opened_note
from indexer.parsing.pdf.page_drawings import Drawings
from indexer.parsing.pdf.page_rows import PageRow, is_marked, same_column

_SMALLER = 0.93  # than running text
_LARGEST = 1.02  # of footnotes below a rule, in sizes of running text
_RULE = 0.1, 0.75  # of the column's width: the rule above footnotes
_FLUSH = 6.0  # points, from the edge of the column
_ABOVE = 40.0  # points, of a rule above the first footnote
_NUMBERED = re.compile(r"\d{1,2}\.?\s+\S")
_MOST_OF_PAGE = 0.6  # of its height, from its foot, in which footnotes are
_MOST_BELOW = 400  # rows of a page that are looked at for what is below a column
_GAP = 1.4  # distances of two lines of notes: more parts two notes, or a note from the text


def note_rows(
    rows: Sequence[PageRow], free: Sequence[int], size: float, heights: Sequence[float], drawings: Sequence[Drawings]
) -> Iterator[list[int]]:
    """Yield the rows of each footnote.

    Args:
        rows: All rows in reading order.
        free: Which of them are neither furniture nor of tables or code.
        size: Size of running text, in points.
        heights: The height of each page.
        drawings: What is drawn on each page.
    """
    on_page: defaultdict[int, list[PageRow]] = defaultdict(list)
    for at in free:
        on_page[rows[at].page].append(rows[at])
    lowest = {page: max(own, key=lambda row: row.base) for page, own in on_page.items()}
    for column in _columns(rows, free):
        last = rows[column[-1]]
        if last is lowest[last.page] or _is_at_foot(on_page[last.page][-_MOST_BELOW:], last, heights[last.page]):
            yield from _notes(rows, column, size, heights[last.page], drawings[last.page])


def _columns(rows: Sequence[PageRow], free: Sequence[int]) -> Iterator[list[int]]:
    column: list[int] = []
    for at in free:
        if column and not same_column(rows[column[-1]], rows[at]):
            yield column
            column = []
        column.append(at)
    if column:
        yield column


def _is_at_foot(own: Sequence[PageRow], last: PageRow, height: float) -> bool:
    """True if none of the rows of its page is below one."""
    return last.base > (1 - _MOST_OF_PAGE) * height and not any(
        row.base > last.base + 1 and row.x0 < last.row.right and row.x1 > last.row.left for row in own
    )


def _notes(
    rows: Sequence[PageRow], column: Sequence[int], size: float, height: float, drawings: Drawings
) -> Iterator[list[int]]:
    first = _below_rule(rows, column, size, drawings)
    if first is None:
        first = _first_marked(rows, column, size)
    if first is None or rows[column[first]].base < (1 - _MOST_OF_PAGE) * height:
        return
    steps = [rows[after].base - rows[before].base for before, after in pairwise(column[first:])]
    usual = sorted(steps)[len(steps) // 2] if steps else 0.0
    note: list[int] = []
    for number, at in enumerate(column[first:]):
        far = number > 0 and steps[number - 1] > _GAP * usual
        if note and (_opens(rows[at]) or far):
            yield note
            note = []
        note.append(at)
    if note:
        yield note


def _below_rule(rows: Sequence[PageRow], column: Sequence[int], size: float, drawings: Drawings) -> int | None:
    """Return the first row of a column below a rule that parts footnotes from the text; None if there is no such."""
    left, width = rows[column[0]].row.left, rows[column[0]].row.right - rows[column[0]].row.left
    for x0, y, x1 in reversed(drawings.across):
        if abs(x0 - left) > _FLUSH or not _RULE[0] * width <= x1 - x0 <= _RULE[1] * width:
            continue
        first = next((i for i, at in enumerate(column) if rows[at].base > y), None)
        if first is None or rows[column[first]].base - y > _ABOVE:
            continue
        above = max((rows[at].base for at in column[:first]), default=0.0)
        below = [rows[at] for at in column[first:]]
        beside = any(one[0] > left + _FLUSH and abs(one[1] - y) < 1 for one in drawings.across)
        beside = beside or sum(abs(one[0] - x0) + abs(one[2] - x1) < 1 for one in drawings.across) > 1  # of a table
        if above < y and not beside and all(row.size <= _LARGEST * size for row in below):
            return first
    return None


def _first_marked(rows: Sequence[PageRow], column: Sequence[int], size: float) -> int | None:
    """Return the first of the small rows at the end of a column that bears a mark; None if there is none."""
    start = len(column)
    while start and rows[column[start - 1]].size <= _SMALLER * size:
        start -= 1
    small = column[start:]
    first = next((i for i, at in enumerate(small) if _opens(rows[at])), None)
    if first is None or any(_is_caption(rows[at].text) for at in small[first:]):
        return None
    if first == 0:
        above = rows[column[start - 1]] if start else None
        return start if above is None or not line_openers.REFERENCES.fullmatch(above.text) else None
    steps = [rows[after].base - rows[before].base for before, after in pairwise(small)]
    return start + first if steps[first - 1] > _GAP * min(steps) else None


def _opens(row: PageRow) -> bool:
    return is_marked(row) or bool(opened_note(row.text)) or _NUMBERED.match(row.text) is not None


def _is_caption(text: str) -> bool:
    return bool(line_openers.FIGURE.match(text) or line_openers.TABLE.match(text))
