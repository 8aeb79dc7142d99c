"""Finds the tables of a PDF below or above their captions: rows whose words stand in columns, with their cells."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.parsing import line_openers
from indexer.parsing.lines import is_finished
from indexer.parsing.pdf.glyphs import Glyph
from indexer.parsing.pdf.page_drawings import Drawings
from indexer.parsing.pdf.page_rows import PageRow
from indexer.parsing.pdf.ruled_areas import RuledArea, ruled_areas

_MOST_ROWS = 150
_MOST_WORDS = 2_000
_LEAST_ROWS = 2  # header included
_PROSE_WORDS = 7
_FULL = 0.9  # of the column's width, which a line of prose fills
_GUTTER = 0.45  # in sizes: least white space between two columns of a table
_MOST_SPANNING = 0.25  # of the rows, such as headers over several columns, may cross it
_LARGER = 1.07  # than the row above it: a heading
_BESIDE = 0.3  # of the rows have text on each side of it
_FARTHER = 1.5  # than two rows of the table usually are
_BELOW = 1.1  # than two rows of the table are at most
_LEAST_UNNAMED, _LEAST_CELLS = 3, 3  # rows and cells of a row of a table without a caption
_LEAST_BOXED, _MOST_LINES = 4, 4  # boxes of a table whose rows are boxes, and lines of one
_LEAST_RULES = 3  # of a table without a caption and without rules down
_CAPTION = 4  # rows of a caption
_FAR = 3.0  # in sizes, between two rows of one table


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table among the rows of a PDF.

    Attributes:
        first: Its first row.
        end: The row after its last one.
        gutters: Where its columns part, from left to right.
        is_named: Whether it has a caption.
        headers: How many of its rows rules part from the others as names of columns; 0 if that is unknown.
        starts: The rows, counted from the first, that open a row of the table by rules; empty if that is unknown.
    """

    first: int
    end: int
    gutters: tuple[float, ...]
    is_named: bool = True
    headers: int = 0
    starts: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Stripe:
    """White space between two columns, from the left to the right, and how many rows cross it."""

    left: float
    right: float
    crossed: int

    @property
    def rank(self) -> tuple[int, float]:
        """The least of stripes that share white space parts their columns best: few rows cross it, and it is wide."""
        return self.crossed, self.left - self.right


def find_tables(rows: Sequence[PageRow], aside: frozenset[int], drawings: Sequence[Drawings] = ()) -> list[FoundTable]:
    """Return the tables, most of which have a caption; rows that cannot be parted into columns are none.

    Args:
        rows: All rows in reading order.
        aside: Which of them are furniture.
        drawings: What is drawn on each page; none if it is not known.
    """
    ruled = list(_ruled(rows, aside, drawings))
    taken = aside | {at for table in ruled for at in range(table.first, table.end)}
    found: list[FoundTable] = []
    for at, row in enumerate(rows):
        if at in taken or not line_openers.TABLE.match(row.text):
            continue
        below = _table(rows, at + 1, taken)
        if below is not None and (not found or below.first >= found[-1].end):
            found.append(below)
    return sorted([*ruled, *found, *_unnamed(rows, taken, found)], key=lambda one: one.first)


def _ruled(rows: Sequence[PageRow], aside: frozenset[int], drawings: Sequence[Drawings]) -> Iterator[FoundTable]:
    """Yield the tables whose rows stand between rules of one width."""
    on_page: defaultdict[int, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        if at not in aside:
            on_page[row.page].append(at)
    last = 0
    for page, own in on_page.items():
        areas = ruled_areas(drawings[page], [one for at in own for one in rows[at].row.segments]) if drawings else []
        tables = [table for area in areas if (table := _within(rows, own, area)) is not None]
        for table in sorted(tables, key=lambda one: (one.first, -one.end)):
            if table.first >= last:
                yield table
                last = table.end


def _within(rows: Sequence[PageRow], own: Sequence[int], area: RuledArea) -> FoundTable | None:
    """Return the table in a ruled area, if its rows follow each other and can be parted into columns."""
    held = [at for at in own if area.holds(rows[at].x0, rows[at].x1, rows[at].base)]
    if not _LEAST_ROWS <= len(held) <= _MOST_ROWS or held[-1] - held[0] != len(held) - 1:
        return None
    inside = [rows[at] for at in held]
    openers = line_openers.FIGURE, line_openers.TABLE
    far = 2 * inside[0].size
    white = [at for at in _gutters(inside) if all(abs(at - rule) > far for rule in area.gutters)]
    gutters = tuple(sorted((*area.gutters, *white)))
    named = any(line_openers.TABLE.match(rows[at].text) for at in range(max(0, held[0] - _CAPTION), held[0]))
    if len(area.rules) < _LEAST_RULES and not (named or area.gutters):
        return None  # a frame, as of a plot
    if not gutters or any(one.match(row.text) for row in inside for one in openers):
        return None
    of_rule = [bisect_right(area.rules, row.base - 0.3 * row.size) for row in inside]
    headers = sum(one == of_rule[0] for one in of_rule) if len(area.rules) > 2 else 0
    lines = Counter(of_rule)
    boxed = len(lines) >= _LEAST_BOXED and max(lines.values()) <= _MOST_LINES  # each row in a box of its own
    starts = (
        frozenset(at for at, one in enumerate(of_rule) if not at or one != of_rule[at - 1]) if boxed else frozenset()
    )
    return FoundTable(held[0], held[-1] + 1, gutters, named, headers if headers < len(held) else 0, starts)


def _unnamed(rows: Sequence[PageRow], aside: frozenset[int], named: Sequence[FoundTable]) -> Iterator[FoundTable]:
    """Yield tables without a caption: equal rows, three at least, that name columns or mostly hold figures."""
    taken = aside | {at for table in named for at in range(table.first, table.end)}
    at = 0
    while at < len(rows):
        end = at
        while end < len(rows) and end not in taken and _goes_on(rows[at : at + 1], rows[end - 1 : end], rows[end]):
            end += 1
        headed = end - at >= _LEAST_UNNAMED and not any(map(str.isdigit, rows[at].text))  # else what are its columns?
        if headed and _figures(rows[at + 1 : end]):
            gutters = tuple(_gaps(rows[at:end]))
            if len(gutters) == len(rows[at].row.segments) - 1:
                yield FoundTable(at, end, gutters, is_named=False)
        at = max(at + 1, end)


def _gaps(rows: Sequence[PageRow]) -> Iterator[float]:
    """Yield the middle of the white space to the right of each cell but the last one, where it is free in all rows."""
    for before, after in pairwise(zip(*(row.row.segments for row in rows), strict=True)):
        left, right = max(one.x1 for one in before), min(one.x0 for one in after)
        if right - left >= _GUTTER * rows[0].size:
            yield (left + right) / 2


def _goes_on(first: Sequence[PageRow], above: Sequence[PageRow], row: PageRow) -> bool:
    """True if a row has as many cells as the first one of a table, not far below the row above it."""
    if len(row.row.segments) != len(first[0].row.segments) or len(row.row.segments) < _LEAST_CELLS:
        return False
    near = row is first[0] or 0 < row.base - above[0].base <= _FAR * max(row.size, above[0].size)
    return near and row.page == first[0].page


def _figures(rows: Sequence[PageRow]) -> bool:
    cells = [segment for row in rows for segment in row.row.segments[1:]]
    return 2 * sum(any(glyph.text.isdigit() for glyph in one.glyphs) for one in cells) > len(cells)


def _table(rows: Sequence[PageRow], at: int, aside: frozenset[int]) -> FoundTable | None:
    """Return the table that begins within some rows below its caption, whose further lines come first."""
    for first in range(at, min(at + 4, len(rows))):
        end = _end(rows, first, aside)
        gutters = _gutters(rows[first:end]) if end - first >= _LEAST_ROWS else ()
        while end - first > _LEAST_ROWS and gutters and _is_below(rows[first:end], gutters):
            end -= 1  # a line in one column below a table is what follows it
        if gutters:
            return FoundTable(first, end, gutters)
        if first in aside or (first > at and not _is_prose(rows[first])):
            return None
    return None


def _end(rows: Sequence[PageRow], first: int, aside: frozenset[int]) -> int:
    """Return the row after those that can be a table's: up to prose, another caption or section, or a wide gap."""
    end = first
    while end < len(rows) and end - first < _MOST_ROWS:
        row = rows[end]
        openers = line_openers.FIGURE, line_openers.TABLE, line_openers.NOTE
        if end in aside or row.page != rows[first].page or any(one.match(row.text) for one in openers):
            break
        if end > first + 1 and _leads_on(rows[first:end], row):
            break
        if _is_prose(row) or line_openers.REFERENCES.fullmatch(row.text):
            break
        if end > first and not 0 <= row.base - rows[end - 1].base <= _FAR * max(row.size, rows[end - 1].size):
            break
        end += 1
    return end


def _leads_on(above: Sequence[PageRow], row: PageRow) -> bool:
    """True if a row below those of a table is the heading or the text that follows it: bolder, larger or farther."""
    last = above[-1]
    steps = sorted(after.base - before.base for before, after in pairwise(above))
    farther = row.base - last.base > _FARTHER * steps[-1]
    bolder = row.is_bold and not last.is_bold
    return bolder or (farther and len(steps) > 1) or (row.size > _LARGER * last.size and len(row.row.segments) == 1)


def _is_below(rows: Sequence[PageRow], gutters: Sequence[float]) -> bool:
    """True if the last row stands in one column alone, and farther from the row above it than other rows do."""
    steps = [after.base - before.base for before, after in pairwise(rows)]
    alone = len({bisect_right(gutters, word[0].x0) for word in words_of(rows[-1])}) == 1
    return alone and steps[-1] > _BELOW * max(steps[:-1], default=0.0)


def _is_prose(row: PageRow) -> bool:
    """True if a row is a line of running text."""
    if len(row.row.segments) > 1:
        return False
    wide = row.x1 - row.row.left >= _FULL * (row.row.right - row.row.left)
    words = len(row.text.split())
    return (wide and words >= _PROSE_WORDS) or (is_finished(row.text) and words >= 2 * _PROSE_WORDS)


def words_of(row: PageRow) -> Iterator[list[Glyph]]:
    """Yield the characters of each word of a row."""
    word: list[Glyph] = []
    for segment in row.row.segments:
        for at, (blank, glyph) in enumerate(zip(segment.blanks, segment.glyphs, strict=True)):
            if (blank or at == 0) and word:
                yield word
                word = []
            word.append(glyph)
    if word:
        yield word


def _gutters(rows: Sequence[PageRow]) -> tuple[float, ...]:
    """Return the middle of each white stripe that nearly all rows leave free, between text on both sides of it."""
    boxes = [[(word[0].x0, max(one.x1 for one in word)) for word in words_of(row)] for row in rows]
    if sum(map(len, boxes)) > _MOST_WORDS:
        return ()
    edges = sorted({edge for row in boxes for box in row for edge in box})
    size = rows[0].size
    found: list[_Stripe] = []
    for left, right in pairwise(edges):
        middle = (left + right) / 2
        free = [one for row in boxes if (one := _free(row, middle)) is not None and one[1] - one[0] >= _GUTTER * size]
        if len(boxes) - len(free) > _MOST_SPANNING * len(rows):
            continue
        stripe = _Stripe(max(one[0] for one in free), min(one[1] for one in free), len(boxes) - len(free))
        beside = sum(one[0] > float("-inf") for one in free), sum(one[1] < float("inf") for one in free)
        if stripe.right - stripe.left < _GUTTER * size or min(beside) < max(2, _BESIDE * len(free)):
            continue
        if not found or stripe.left >= found[-1].right:
            found.append(stripe)
        elif stripe.rank < found[-1].rank:
            found[-1] = stripe
    return tuple((one.left + one.right) / 2 for one in found)


def _free(boxes: Sequence[tuple[float, float]], at: float) -> tuple[float, float] | None:
    """Return the white space of a row around a place; None if a word stands there."""
    if any(x0 < at < x1 for x0, x1 in boxes):
        return None
    left = max((x1 for _, x1 in boxes if x1 <= at), default=float("-inf"))
    right = min((x0 for x0, _ in boxes if x0 >= at), default=float("inf"))
    return left, right
