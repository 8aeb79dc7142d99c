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
_LONGEST_HEAD = 90  # characters
_NUMBER_BEFORE, _NUMBER_BEHIND = re.compile(r"^(\d{1,4})(?=\s)", re.ASCII), re.compile(r"(?<=\s)(\d{1,4})$", re.ASCII)
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
    sizes = Counter(round(one.size * 2) / 2 for one in glyphs)
    sizes = _without_small_capitals(glyphs, sizes)
    common = [size for size, count in sizes.items() if count * 4 >= len(glyphs)]
    bold = sum(one.is_bold for one in glyphs) * 2 > len(glyphs)
    italic = all(one.is_italic for one in glyphs if one.text.isalpha())
    bases = Counter(round(one.base * 2) / 2 for one in glyphs)
    x0, x1 = min(one.x0 for one in glyphs), max(one.x1 for one in glyphs)
    return PageRow(row, page, max(common or sizes), max(bases, key=bases.__getitem__), x0, x1, bold, italic, row.text)


def _without_small_capitals(glyphs: Sequence[Glyph], sizes: Counter[float]) -> Counter[float]:
    """Return the sizes of a row; of small capitals drawn as smaller letters only that of the large ones."""
    large, small = max(sizes), min(sizes)
    if len(sizes) != 2 or not _SMALL_CAPITALS[0] <= small / large <= _SMALL_CAPITALS[1]:
        return sizes
    first = glyphs[0]
    level = all(abs(one.base - first.base) < 0.05 * large for one in glyphs)
    upper = [one.text.isupper() or not one.text.isalpha() for one in glyphs if round(one.size * 2) / 2 == large]
    letters = sum(one.text.isalpha() for one in glyphs if round(one.size * 2) / 2 == small)
    return Counter({large: len(glyphs)}) if level and all(upper) and letters >= sizes[small] * 0.8 else sizes


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
    on: defaultdict[tuple[bool, str], list[tuple[int, int]]] = defaultdict(list)
    for at, is_top in at_edges:
        on[is_top, _key(rows[at].text)].append((rows[at].page, at))
    least = max(_LEAST_REPEATS, _SHARE_OF_PAGES * len(heights))
    found = {
        at
        for places in on.values()
        if len({page for page, _ in places}) >= least and _alike(rows, [at for _, at in places])
        for _, at in places
    }
    found |= _numbered(rows, at_edges, least)
    numbers = {at for at, _ in at_edges if page_number(rows[at].text) is not None}
    return frozenset(found | numbers | {at for at, one in enumerate(rows) if one.row.is_aside})


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
        yield from ((at, False) for at in down[-3:] if rows[at].base > (1 - _EDGE) * heights[page])


def _key(text: str) -> str:
    return "".join("0" if one.isdigit() else one for one in text.casefold() if one.isalnum())
