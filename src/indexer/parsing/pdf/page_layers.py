"""Parts what stands on a page into its text and what only lies beside or behind it: line numbers and watermarks."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from indexer.parsing.pdf.glyphs import Glyph, GlyphPage
from indexer.parsing.pdf.narrow_gutters import parted_at_gutters
from indexer.parsing.pdf.page_drawings import DrawnBox
from indexer.parsing.pdf.reading_order import ColumnRow, rows_in_order
from indexer.parsing.pdf.ruled_areas import ruled_areas
from indexer.parsing.pdf.segments import Segment, segments_of

_MOST_FIGURES_OF_PAGE = 60
_PROSE, _FEW_LINES = 6, 2  # blanks of a line of prose, and lines of it: with more, a frame holds text, and is no figure
_MOST_OF_TEXT = 0.4  # of the characters of a page that are labels of one figure
_TOUCH = 3.0  # points by which a label may reach over the edge of its figure
_LEAST_NUMBERS = 5  # of lines
_MOST_FIGURES = 4  # of a line's number
_ALIGNED = 0.3  # of the size, by which the edges of line numbers differ
_ON_LINE = 0.35  # of the size, by which the baseline of a line's number differs from that of the line
_NEARLY_ALL = 0.9  # of the text stands to the right of the line numbers
_GO_ON = 0.3  # of the numbered lines begin with a small letter: they are lines of prose, not items of a list
_LARGE = 1.8  # in sizes of the text: capitals that hang into it, and watermarks
_MOST_LARGE = 12  # of a page
_LEAST_BEHIND = 3  # segments that a watermark lies behind
_FARTHEST = 1.5  # in sizes: the text from the capital that hangs into it
_LEAST_BESIDE = 2  # lines beside such a capital


def rows_of_page(page: GlyphPage) -> list[ColumnRow]:
    """Return the rows of a page as they are read; those that are no part of its text come last."""
    segments = parted_at_gutters(segments_of(page.glyphs))
    if not segments:
        return []
    size = median(one.size for one in segments)
    segments, labels = _without_labels(segments, page.drawings.figures)
    segments, numbers = _without_line_numbers(segments)
    segments, behind = _without_watermarks(segments, size)
    segments = _with_hanging_capitals(segments, size)
    asides = sorted((*labels, *numbers, *behind), key=lambda one: (one.base, one.x0))
    return [
        *rows_in_order(segments, ruled_areas(page.drawings, segments)),
        *(ColumnRow((one,), one.x0, one.x1, is_aside=True) for one in asides),
    ]


# --- Figures ----------------------------------------------------------------------------------------------------------


def _without_labels(segments: Sequence[Segment], figures: Sequence[DrawnBox]) -> tuple[list[Segment], list[Segment]]:
    """Part the words that stand in figures, such as those at axes, from the text."""
    labels: set[int] = set()
    count = sum(len(one.glyphs) for one in segments)
    for figure in figures[:_MOST_FIGURES_OF_PAGE]:
        inside = [one for one in segments if _is_inside(one, figure)]
        words = [one for one in inside if one.text.count(" ") >= _PROSE]
        held = sum(len(one.glyphs) for one in inside)
        coded = any(one.glyphs[0].is_fixed for one in inside)
        if len(words) <= _FEW_LINES and held <= _MOST_OF_TEXT * count and not coded:
            labels |= {id(one) for one in inside}
    return [one for one in segments if id(one) not in labels], [one for one in segments if id(one) in labels]


def _is_inside(one: Segment, figure: DrawnBox) -> bool:
    x0, top, x1, foot = figure
    return x0 - _TOUCH <= one.x0 and one.x1 <= x1 + _TOUCH and top - _TOUCH <= one.base <= foot + _TOUCH


# --- Line numbers -----------------------------------------------------------------------------------------------------


def _without_line_numbers(segments: Sequence[Segment]) -> tuple[list[Segment], list[Segment]]:
    """Part the numbers that manuscripts have in the left margin from the lines beside them."""
    opened = [(one, count) for one in segments if (count := _figures(one))]
    if len(opened) < _LEAST_NUMBERS:
        return list(segments), []
    numbers = {id(one): (Segment(one.glyphs[:count], one.blanks[:count]), count) for one, count in opened}
    pairs = [(one, numbers[id(one)][0]) for one, _ in opened]
    for chosen in sorted((_aligned(pairs, edge) for edge in ("x1", "x0")), key=len, reverse=True):
        own = {id(one) for one, _ in chosen}
        rest = [
            Segment(one.glyphs[count:], [True, *one.blanks[count + 1 :]])
            for one, count in opened
            if id(one) in own and count < len(one.glyphs)
        ]
        others = [one for one in segments if id(one) not in own] + rest
        if _number_lines([number for _, number in chosen], others):
            return others, [number for _, number in chosen]
    return list(segments), []


def _figures(one: Segment) -> int:
    """Return how many figures a segment begins with, as a word of their own; 0 for none, or too many."""
    count = next((at for at, glyph in enumerate(one.glyphs[: _MOST_FIGURES + 1]) if not _is_figure(glyph)), None)
    count = len(one.glyphs) if count is None else count
    is_word = count == len(one.glyphs) or one.blanks[count]
    return count if 0 < count <= _MOST_FIGURES and is_word else 0


def _is_figure(glyph: Glyph) -> bool:
    return glyph.text.isascii() and glyph.text.isdigit()


def _aligned(opened: Sequence[tuple[Segment, Segment]], edge: str) -> list[tuple[Segment, Segment]]:
    """Return the numbers that share the edge that most have, from the top."""
    places = sorted(getattr(number, edge) for _, number in opened)
    size = median(number.size for _, number in opened)
    near = [bisect_right(places, place + _ALIGNED * size) - at for at, place in enumerate(places)]
    first = places[near.index(max(near))]
    found = [one for one in opened if first <= getattr(one[1], edge) <= first + _ALIGNED * size]
    return sorted(found, key=lambda one: one[1].base)


def _number_lines(numbers: Sequence[Segment], others: Sequence[Segment]) -> bool:
    """True if numbers count the lines to the right of them."""
    values = [int(one.text) for one in numbers if " " not in one.text]
    steps = {after - before for before, after in pairwise(values)}
    if len(values) != len(numbers) or len(values) < _LEAST_NUMBERS or len(steps) != 1 or min(steps) < 1 or not others:
        return False
    right = max(one.x1 for one in numbers)
    if sum(one.x0 > right for one in others) < _NEARLY_ALL * len(others):
        return False
    lines = sorted((one for one in others if one.x0 > right), key=lambda one: one.base)
    bases = [one.base for one in lines]
    beside = [_line_at(lines, bases, one) for one in numbers]
    prose = [one for one in beside if one is not None]
    small = sum(one.glyphs[0].text.islower() for one in prose)
    return len(prose) >= _NEARLY_ALL * len(numbers) and small >= _GO_ON * len(prose)


def _line_at(lines: Sequence[Segment], bases: Sequence[float], number: Segment) -> Segment | None:
    at = bisect_left(bases, number.base - _ON_LINE * number.size)
    return lines[at] if at < len(lines) and bases[at] <= number.base + _ON_LINE * lines[at].size else None


# --- Large letters ----------------------------------------------------------------------------------------------------


def _without_watermarks(segments: Sequence[Segment], size: float) -> tuple[list[Segment], list[Segment]]:
    """Part what is written large behind the text."""
    large = [one for one in segments if one.size >= _LARGE * size][:_MOST_LARGE]
    behind = [one for one in large if sum(_overlaps(one, other) for other in segments) >= _LEAST_BEHIND]
    own = {id(one) for one in behind}
    return [one for one in segments if id(one) not in own], behind


def _overlaps(large: Segment, other: Segment) -> bool:
    if other.size * _LARGE > large.size or other.x1 <= large.x0 or other.x0 >= large.x1:
        return False
    top, foot = min(one.y0 for one in large.glyphs), max(one.y1 for one in large.glyphs)
    return top < other.base - other.size / 3 < foot


def _with_hanging_capitals(segments: Sequence[Segment], size: float) -> list[Segment]:
    """Join capitals that hang over some lines to the first of these lines."""
    large = [one for one in segments if len(one.glyphs) == 1 and one.size >= _LARGE * size and one.text.isupper()]
    kept = list(segments)
    for capital in large[:_MOST_LARGE]:
        glyph = capital.glyphs[0]
        beside = [
            one
            for one in kept
            if one.size * _LARGE <= glyph.size
            and -0.3 * size <= one.x0 - glyph.x1 <= _FARTHEST * size
            and glyph.y0 - 0.3 * size < one.base <= glyph.base + 0.3 * size
        ]
        first = min(beside, key=lambda one: one.base, default=None)
        stands = first is not None and abs(first.base - glyph.base) < 0.1 * size  # on the line, and does not hang
        if first is None or (len(beside) < _LEAST_BESIDE and not stands):
            continue
        joined = Segment([glyph, *first.glyphs], [True, first.glyphs[0].text.isupper(), *first.blanks[1:]])
        kept = [joined if one is first else one for one in kept if one is not capital]
    return kept
