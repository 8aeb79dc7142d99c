"""Puts the segments of a page into reading order: columns apart, what spans them between, rows from left to right."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from indexer.parsing import line_openers
from indexer.parsing.pdf.narrow_gutters import parted_at
from indexer.parsing.pdf.ruled_areas import RuledArea
from indexer.parsing.pdf.segments import Segment, whole

_GUTTER = 0.7  # of the size: the least white space between two columns
_LEAST_LINES = 3  # of a column
_LEAST_WIDTH = 11  # of most lines of a column, in sizes: columns of a table are narrower
_MOST_SPANNING = 0.3  # of the segments may span a gutter
_STRETCHED, _EVEN = 4, 1.3  # a blank of a justified line in sizes, and the widest by the narrowest of the line
_SHORT = 4  # characters
_MOST_SEGMENTS = 4_000  # of a page that is looked at for columns; a newspaper's has 1,500
_MOST_TRIED = 40  # white stripes
_TOUCH = 0.1  # points
_FLUSH = 1  # point by which the left edges of the lines of a column differ
_HUNG = 0.75  # of the size, by which the baseline of a mark before a line differs at most
_SAME_LINE = 0.3  # of the size, by which the baselines of one row differ at most


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """The segments of one line of a column, from left to right, and the edges of that column.

    Attributes:
        segments: Of the line.
        left: Edge of the column.
        right: Edge of the column.
        is_aside: Whether it is no part of the text, such as the number of a line.
    """

    segments: tuple[Segment, ...]
    left: float
    right: float
    is_aside: bool = False

    @property
    def text(self) -> str:
        """The text of the row, segments parted by a tab."""
        return "\t".join(one.text for one in self.segments)


def rows_in_order(segments: Sequence[Segment], areas: Sequence[RuledArea] = ()) -> list[ColumnRow]:
    """Return the rows of a page as they are read: what spans the columns parts the page from top to bottom.

    Args:
        segments: Of the page.
        areas: Of its tables, which are read across.
    """
    if not segments:
        return []
    size = median(one.size for one in segments)
    gutter = _gutter(segments, size) if len(segments) <= _MOST_SEGMENTS else None
    if gutter is None:
        return _rows(segments)
    ordered: list[ColumnRow] = []
    for spanning, zone in _zones(parted_at(segments, gutter), gutter, areas):
        if spanning:
            ordered += _rows(zone)
            continue
        middle = (gutter[0] + gutter[1]) / 2
        ordered += rows_in_order([one for one in zone if one.x0 < middle], areas)
        ordered += rows_in_order([one for one in zone if one.x0 >= middle], areas)
    return ordered


def _zones(
    segments: Sequence[Segment], gutter: tuple[float, float], areas: Sequence[RuledArea]
) -> list[tuple[bool, list[Segment]]]:
    """Part segments from top to bottom into those that span a gutter and those beside it."""
    across = [one for one in areas if one.left < gutter[0] and one.right > gutter[1]]
    ruled = {id(one) for one in segments if any(area.holds(one.x0, one.x1, one.base) for area in across)}
    whole_width = _centred(segments, gutter) | _tabular(segments, gutter) | ruled
    hanging = _hanging(segments, gutter)
    crossing = [one for one in segments if id(one) in whole_width or (_crosses(one, gutter) and id(one) not in hanging)]
    crossed = {id(one) for one in crossing}
    rows = sorted(one.base for one in crossing)
    zones: list[tuple[bool, list[Segment]]] = []
    for one in sorted(segments, key=lambda one: one.base):
        # What stands on the line of a spanning segment belongs to it, such as a page number beside a running head.
        near = bisect_left(rows, one.base - _SAME_LINE * one.size)
        beside = near < len(rows) and rows[near] < one.base + _SAME_LINE * one.size
        spans = id(one) in crossed or (beside and id(one) not in hanging)
        if zones and zones[-1][0] is spans:
            zones[-1][1].append(one)
        else:
            zones.append((spans, [one]))
    return zones


def _hanging(segments: Sequence[Segment], gutter: tuple[float, float]) -> set[int]:
    """Return which short segments in a gutter hang before a line of the right column, as marks of footnotes do."""
    right = [one for one in segments if abs(one.x0 - gutter[1]) <= _FLUSH]
    within = [one for one in segments if len(one.glyphs) <= _SHORT and gutter[0] <= one.x0 < one.x1 <= gutter[1]]
    return {
        id(mark)
        for mark in within
        if any(one.x0 - mark.x1 <= one.size and abs(one.base - mark.base) <= _HUNG * one.size for one in right)
    }


def _centred(segments: Sequence[Segment], gutter: tuple[float, float]) -> set[int]:
    """Return which segments above and below all columns stand in the middle of the page, though in one of three."""
    middle = (min(one.x0 for one in segments) + max(one.x1 for one in segments)) / 2
    down = sorted(segments, key=lambda one: one.base)
    edges = sorted(one.x0 for one in segments)
    found: set[int] = set()
    for ordered in (down, down[::-1]):
        for one, after in pairwise(ordered):
            alone = abs(after.base - one.base) > _SAME_LINE * one.size
            flush = bisect_right(edges, one.x0 + _FLUSH) - bisect_left(edges, one.x0 - _FLUSH) >= _LEAST_LINES
            if not alone or flush or not (_crosses(one, gutter) or abs((one.x0 + one.x1) / 2 - middle) <= one.size):
                break
            found.add(id(one))
    return found


def _tabular(segments: Sequence[Segment], gutter: tuple[float, float]) -> set[int]:
    """Return the cells of tables that stand over all columns, below a caption that is on one side alone or spans."""
    lines = _lines(segments)
    found: set[int] = set()
    for at, line in enumerate(lines):
        if sum(map(_is_caption, line)) != 1:
            continue
        first = next((i for i in range(at + 1, min(at + 4, len(lines))) if _is_row(lines[i], gutter)), len(lines))
        end = first
        while end < len(lines) and _is_narrow(lines[end]) and not any(map(_is_caption, lines[end])):
            end += 1
        rows = [i for i in range(first, end) if _is_row(lines[i], gutter)]
        if len(rows) >= _LEAST_LINES and all(len(line) == 1 for line in lines[at:first]):
            found |= {id(one) for line in lines[at : rows[-1] + 1] for one in line}
    return found


def _is_row(line: Sequence[Segment], gutter: tuple[float, float]) -> bool:
    """True if a line has cells on both sides of a gutter: more of them than two lines of prose."""
    return len(line) > 2 and _is_narrow(line) and line[0].x1 <= gutter[0] + _TOUCH and line[-1].x0 >= gutter[1] - _TOUCH


def _is_narrow(line: Sequence[Segment]) -> bool:
    return all(one.x1 - one.x0 < _LEAST_WIDTH * one.size for one in line)


def _is_caption(one: Segment) -> bool:
    return one.glyphs[0].text.isupper() and line_openers.TABLE.match(one.text) is not None


def _crosses(one: Segment, gutter: tuple[float, float]) -> bool:
    return one.x0 < gutter[1] - _TOUCH and one.x1 > gutter[0] + _TOUCH


def _gutter(segments: Sequence[Segment], size: float) -> tuple[float, float] | None:
    """Return the white stripe between two columns of prose that the fewest segments cross; None if there is none."""
    long = [one for one in segments if len(one.glyphs) > _SHORT]  # the number of a page may stand in the gutter
    edges = sorted({edge for one in long for edge in (one.x0, one.x1)})
    starts, ends = sorted(one.x0 for one in segments), sorted(one.x1 for one in segments)
    stripes: list[tuple[int, float, float, float]] = []
    for left, right in pairwise(edges):
        over = bisect_left(starts, right) - bisect_right(ends, left)
        if right - left >= _GUTTER * size and over <= _MOST_SPANNING * len(segments):
            stripes.append((over, left - right, left, right))
    for _, _, left, right in sorted(stripes)[:_MOST_TRIED]:
        beside = [one for one in segments if not _crosses(one, (left, right))]
        sides = [one for one in beside if one.x1 <= left + _TOUCH], [one for one in beside if one.x0 >= right - _TOUCH]
        if all(_is_column(side, size) for side in sides):
            return left, right
    return None


def _is_column(segments: Sequence[Segment], size: float) -> bool:
    if len(segments) < _LEAST_LINES:
        return False
    widths = sorted(one.x1 - one.x0 for one in segments)
    return widths[3 * len(widths) // 4] >= _LEAST_WIDTH * size


def _rows(segments: Sequence[Segment]) -> list[ColumnRow]:
    """Return the rows of one column, or of what spans the columns."""
    long = [one for one in segments if len(one.glyphs) > _SHORT] or segments  # the number of a page is in no column
    x0, x1 = min(one.x0 for one in long), max(one.x1 for one in long)
    ordered = _lines(segments)
    prose = sum(len(row) == 1 for row in ordered) * 2 > len(ordered)
    return [ColumnRow((whole(row),) if prose and _is_stretched(row, x0, x1) else tuple(row), x0, x1) for row in ordered]


def _lines(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Return the segments of each line, from left to right."""
    rows: list[list[Segment]] = []
    for one in sorted(segments, key=lambda one: one.base):
        if rows and one.base - rows[-1][-1].base <= _SAME_LINE * min(one.size, rows[-1][-1].size):
            rows[-1].append(one)
        else:
            rows.append([one])
    return [sorted(row, key=lambda one: one.x0) for row in rows]


def _is_stretched(row: Sequence[Segment], left: float, right: float) -> bool:
    """True if segments are the words of one justified line: from edge to edge, with blanks of one width."""
    size = max(one.size for one in row)
    gaps = [after.x0 - before.x1 for before, after in pairwise(row)]
    if not gaps or row[0].x0 - left > 2 * size or right - row[-1].x1 > size:
        return False
    return max(gaps) <= _STRETCHED * size and max(gaps) <= _EVEN * min(gaps)
