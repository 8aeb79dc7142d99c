"""Finds listings of code among the rows of a PDF: lines of their own whose letters are all as wide as each other."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from indexer.parsing.lines import is_finished
from indexer.parsing.pdf.page_rows import PageRow, same_column

_FIXED = 0.9  # of the characters of a line of code
_LARGER = 1.05  # than running text: a heading
_FARTHEST = 2.7  # usual distances of two lines: between two lines of one listing
_APART = 1.1  # usual distances of two lines: white space above a listing
_INDENTED = 0.7  # in sizes
_LEAST_CODED = 8  # characters by whose places a font without a name is told
_SIGNS = re.compile(r"[(){}\[\]<>=_;$#\\|@]")
_EVEN = 0.17  # of the width of a letter, by which the middles of letters are off
_ADDRESS = re.compile(r"(?:https?:|www\.|doi)\S*", re.IGNORECASE)


def code_rows(rows: Sequence[PageRow], free: Sequence[int], size: float, leading: float) -> Iterator[list[int]]:
    """Yield the rows of each listing.

    Args:
        rows: All rows in reading order.
        free: Which of them are no furniture.
        size: Size of running text, in points.
        leading: Usual distance of two lines of it.
    """
    coded = {at for at in free if rows[at].size <= _LARGER * size and _is_code(rows[at])}
    if 2 * len(coded) > len(free):
        return  # typewritten as a whole
    before: int | None = None
    group: list[int] = []
    for at in free:
        if at not in coded:
            if group and _is_apart(rows, before, group, leading):
                yield group
            before, group = at, []
            continue
        if group and not _goes_on(rows[group[-1]], rows[at], leading):
            if _is_apart(rows, before, group, leading):
                yield group
            before, group = group[-1], []
        group.append(at)
    if group and _is_apart(rows, before, group, leading):
        yield group


def _goes_on(above: PageRow, row: PageRow, leading: float) -> bool:
    return same_column(above, row) and row.base - above.base <= _FARTHEST * leading


def _is_apart(rows: Sequence[PageRow], before: int | None, group: Sequence[int], leading: float) -> bool:
    """True if lines are a listing, and no lines of a paragraph that happen to be all names or an address."""
    first = rows[group[0]]
    text = " ".join(rows[at].text for at in group)
    if _ADDRESS.fullmatch(text) or (len(group) == 1 and _SIGNS.search(text) is None):
        return False
    if before is None or not same_column(rows[before], first) or is_finished(rows[before].text):
        return True
    above = rows[before]
    return first.indent > _INDENTED or above.text.endswith(":") or first.base - above.base > _APART * leading


def _is_code(row: PageRow) -> bool:
    glyphs = [one for segment in row.row.segments for one in segment.glyphs]
    if not all(one.text.isascii() or not one.text.isalpha() for one in glyphs):
        return False  # East Asian characters are as wide as each other in all fonts
    if sum(one.is_fixed for one in glyphs) >= _FIXED * len(glyphs):
        return glyphs[0].is_fixed
    unknown = len(glyphs) >= _LEAST_CODED and not any(one.is_fixed for one in glyphs)
    return unknown and _SIGNS.search(row.text) is not None and _is_even(row)


def _is_even(row: PageRow) -> bool:
    """True if the middles of a row's letters stand on an even grid, as those of a font of one width do."""
    middles = [(one.x0 + one.x1) / 2 for segment in row.row.segments for one in segment.glyphs if one.text.isalnum()]
    steps = [after - before for before, after in pairwise(middles)]
    if len(steps) < _LEAST_CODED or min(steps) <= 0:
        return False
    narrow = [step for step in steps if step < 1.5 * min(steps)]
    width = median(narrow)
    off = [abs(step / width - round(step / width)) for step in steps]
    return len(narrow) >= len(steps) / 3 and sum(one > _EVEN for one in off) * 10 <= len(off)
