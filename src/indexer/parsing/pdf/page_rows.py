"""What all pages of a PDF show of their rows: which are furniture, how large text is, how far lines are apart."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.parsing.furniture import page_number
from indexer.parsing.pdf.glyphs import Glyph
from indexer.parsing.pdf.reading_order import ColumnRow

_SMALL_CAPITALS = 0.6, 0.9  # their size, in sizes of the large ones
_EDGE = 0.13  # of the page's height, at its top and foot, in which furniture stands
_LEAST_REPEATS = 2
_SHARE_OF_PAGES = 0.3  # heads of even and of odd pages differ
_LEAST_NUMBERED = 3  # pages
_FAR_BELOW, _LOWER_PART = 2.2, 0.7  # sizes from the text, and share of the page's height, of a number with wide margins
_LONGEST_HEAD = 90  # characters
_SAME_LINE, _ALONE = (
    0.3,
    1.5,
)  # in sizes: the least distance of a page's number from the text, where its rows are known to be apart
_NUMBER_BEFORE, _NUMBER_BEHIND = re.compile(r"^(\d{1,4})(?=\s)", re.ASCII), re.compile(r"(?<=\s)(\d{1,4})$", re.ASCII)
_RAISED = 0.15  # in sizes: the baseline of a footnote's mark above that of its text
_MARKS = "*∗†‡§¶?⋆"
_MARK = 0.85  # in sizes: of a letter that is a footnote's mark
_NEAR = 4  # points by which the places of one running head differ


@dataclass(frozen=True, slots=True)
class PageRow:
    """A row on its page.

    Attributes:
        row: The row.
        page: Index of its page.
        size: Size of its characters, in points; of small capitals the size of the large ones.
        base: Its baseline.
        x0: Left edge.
        x1: Right edge.
        is_bold: Whether most of it is bold.
        is_italic: Whether all of it is italic.
        text: Its text, segments parted by tabs.
    """

    row: ColumnRow
    page: int
    size: float
    base: float
    x0: float
    x1: float
    is_bold: bool
    is_italic: bool
    text: str

    @property
    def indent(self) -> float:
        """How far it begins from the left edge of its column, in sizes."""
        return (self.x0 - self.row.left) / self.size


def placed(row: ColumnRow, page: int) -> PageRow:
    """Measure a row."""
    glyphs = [one for segment in row.segments for one in segment.glyphs]
    sizes = Counter(_half_points(one.size) for one in glyphs)
    sizes = _without_small_capitals(glyphs, sizes)
    common = [size for size, count in sizes.items() if count * 4 >= len(glyphs)]
    bold = sum(one.is_bold for one in glyphs) * 2 > len(glyphs)
    italic = all(one.is_italic for one in glyphs if one.text.isalpha())
    bases = Counter(round(one.base * 2) / 2 for one in glyphs)
    x0, x1 = min(one.x0 for one in glyphs), max(one.x1 for one in glyphs)
    return PageRow(row, page, max(common or sizes), max(bases, key=bases.__getitem__), x0, x1, bold, italic, row.text)


def _half_points(size: float) -> float:
    """Round a size, which may be next to nothing."""
    return max(0.5, round(size * 2) / 2)


def _without_small_capitals(glyphs: Sequence[Glyph], sizes: Counter[float]) -> Counter[float]:
    """Return the sizes of a row; of small capitals drawn as smaller letters only that of the large ones."""
    large, small = max(sizes), min(sizes)
    if len(sizes) != 2 or not _SMALL_CAPITALS[0] <= small / large <= _SMALL_CAPITALS[1]:
        return sizes
    first = glyphs[0]
    level = all(abs(one.base - first.base) < 0.05 * large for one in glyphs)
    upper = [one.text.isupper() or not one.text.isalpha() for one in glyphs if _half_points(one.size) == large]
    letters = sum(one.text.isalpha() for one in glyphs if _half_points(one.size) == small)
    return Counter({large: len(glyphs)}) if level and all(upper) and letters >= sizes[small] * 0.8 else sizes


def same_column(above: PageRow, row: PageRow) -> bool:
    """True if a row is below another one in its column."""
    return above.page == row.page and row.base > above.base and abs(above.row.left - row.row.left) < row.size


def is_marked(row: PageRow) -> bool:
    """True if a row begins with a raised mark, as a footnote does."""
    first = row.row.segments[0].glyphs[0]
    raised = row.base - first.base > _RAISED * row.size
    letter = first.text.islower() and first.size <= _MARK * row.size
    return raised and (first.text.isdigit() or first.text in _MARKS or letter)


def body_size(rows: Sequence[PageRow]) -> float:
    """Return the size of most of the text."""
    sizes: Counter[float] = Counter()
    for one in rows:
        sizes[one.size] += len(one.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=10.0)


def leading(rows: Sequence[PageRow], size: float) -> float:
    """Return the usual distance of two lines of a size."""
    steps = Counter(
        round((after.base - before.base) * 2) / 2
        for before, after in pairwise(rows)
        if before.page == after.page and before.size == after.size == size and 0 < after.base - before.base < 3 * size
    )
    return max(steps, key=lambda step: (steps[step], -step), default=1.2 * size)


def furniture(rows: Sequence[PageRow], heights: Sequence[float]) -> frozenset[int]:
    """Return which rows are running heads and feet or page numbers.

    Args:
        rows: All rows.
        heights: The height of each page.
    """
    at_edges = list(_at_edges(rows, heights))
    on: defaultdict[tuple[bool, str, float], list[tuple[int, int]]] = defaultdict(list)
    for at, is_top in at_edges:  # a title that the heads repeat is larger than they
        on[is_top, _key(rows[at].text), rows[at].size].append((rows[at].page, at))
    least = max(_LEAST_REPEATS, _SHARE_OF_PAGES * len(heights))
    found = {
        at
        for places in on.values()
        if len({page for page, _ in places}) >= least and _alike(rows, [at for _, at in places])
        for _, at in places
    }
    found |= _numbered(rows, at_edges, least)
    found |= {at for at, _ in at_edges if page_number(rows[at].text) is not None and _stands_alone(rows, at, at_edges)}
    found |= _beside_feet(rows, at_edges, found, least)
    return frozenset(found | {at for at, one in enumerate(rows) if one.row.is_aside})


def _stands_alone(rows: Sequence[PageRow], at: int, at_edges: Sequence[tuple[int, bool]]) -> bool:
    """True if no other row is right above or below one, as with an index or a limit of a formula."""
    one = rows[at]
    others = [rows[other] for other, _ in at_edges if other != at and rows[other].page == one.page]
    away = [abs(other.base - one.base) / max(one.size, other.size) for other in others]
    return all(step >= _ALONE or step < _SAME_LINE for step in away)


def _beside_feet(
    rows: Sequence[PageRow], at_edges: Sequence[tuple[int, bool]], found: set[int], least: float
) -> set[int]:
    """Return the rows where other pages have their feet, such as what only the first page has there."""
    feet = Counter(round(rows[at].base) for at, is_top in at_edges if at in found and not is_top)
    places = {base for base in feet if feet[base] + feet[base + 1] >= max(least, _LEAST_NUMBERED)}
    near = {base + step for base in places for step in (-1, 0, 1)}
    lowest: dict[int, float] = {}
    for at, is_top in at_edges:
        if not is_top:
            lowest[rows[at].page] = max(rows[at].base, lowest.get(rows[at].page, 0.0))
    return {
        at
        for at, is_top in at_edges
        if not is_top
        and round(rows[at].base) in near
        and rows[at].base >= lowest[rows[at].page] - 1
        and len(rows[at].text) <= _LONGEST_HEAD
        and _stands_alone(rows, at, [other for other in at_edges if rows[other[0]].base < rows[at].base - 1])
    }


def _numbered(rows: Sequence[PageRow], at_edges: Sequence[tuple[int, bool]], least: float) -> set[int]:
    """Return the short rows at an edge that begin or end with a number that grows with the pages, as their number."""
    by_offset: defaultdict[tuple[bool, int], set[int]] = defaultdict(set)
    for at, is_top in at_edges:
        text = rows[at].text
        for figures in {*_NUMBER_BEFORE.findall(text), *_NUMBER_BEHIND.findall(text)}:
            if len(text) <= _LONGEST_HEAD:
                by_offset[is_top, int(figures) - rows[at].page].add(at)
    least = max(least, _LEAST_NUMBERED)
    return {at for own in by_offset.values() if len({rows[at].page for at in own}) >= least for at in own}


def _alike(rows: Sequence[PageRow], places: Sequence[int]) -> bool:
    bases = sorted(rows[at].base for at in places)
    return bases[-1] - bases[0] <= _NEAR or len(places) > 2


def _at_edges(rows: Sequence[PageRow], heights: Sequence[float]) -> Iterator[tuple[int, bool]]:
    """Yield the first and the last three rows of each page that are in its margins, and whether it is the top."""
    by_page: defaultdict[int, list[int]] = defaultdict(list)
    for at, one in enumerate(rows):
        if not one.row.is_aside:
            by_page[one.page].append(at)
    for page, own in by_page.items():
        down = sorted(own, key=lambda at: rows[at].base)
        yield from ((at, True) for at in down[:3] if rows[at].base < _EDGE * heights[page])
        last = down[-3:]
        low = [at for at in last if rows[at].base > (1 - _EDGE) * heights[page]]
        if not low and len(last) > 1 and _is_number_below(rows[last[-2]], rows[last[-1]], heights[page]):
            low = last[-1:]  # on a page with wide margins
        yield from ((at, False) for at in low)


def _is_number_below(above: PageRow, row: PageRow, height: float) -> bool:
    far = row.base - above.base >= _FAR_BELOW * max(row.size, above.size) and row.base > _LOWER_PART * height
    return far and page_number(row.text) is not None


def _key(text: str) -> str:
    return "".join("0" if one.isdigit() else one for one in text.casefold() if one.isalnum())
