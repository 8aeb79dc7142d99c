"""Tells which rows of a PDF's list of references begin an entry: by numbers, indentation or white space."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from indexer.parsing.lines import is_finished
from indexer.parsing.pdf.page_rows import PageRow
from kutip.language.united import CITED_YEAR

AT_EDGE = 0.4  # sizes: two rows begin at one edge
_HANGING = 0.5  # sizes: the further lines of an entry begin at another
_LABEL_WIDTH = 1.6  # sizes by which labels that end at one edge begin apart: [9] and [100]
LEAST_NUMBERED = 2  # entries
_ONE_EDGE = 0.8  # of the further lines begin at one edge
_DATED = 0.5  # of the entries of a list without numbers have a year
APART = 1.2  # usual distances of two lines: between entries
_MOST_FIGURES = 4
_RAISED = 0.15  # in sizes: the baseline of a label above that of its entry
YEAR = re.compile(rf"\b{CITED_YEAR}")
_NUMBER = re.compile(r"[\[(]?(\d{1,4})(?:[\])]|\.?(?=[\s\t]))")
_KEY = re.compile(r"\[[^\[\]]{1,24}\]\s")


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A row, where its line starts in the text, and whether it can be of a list: no furniture, caption or table."""

    row: PageRow
    start: int
    is_listed: bool

    @property
    def x(self) -> float:
        """How far it begins from the left edge of its column."""
        return self.row.x0 - self.row.row.left


def gap_of(above: ListedRow, line: ListedRow) -> float | None:
    """The distance of two rows of one column; None for others."""
    near = above.row.page == line.row.page and abs(above.row.row.left - line.row.row.left) < line.row.size
    return line.row.base - above.row.base if near and line.row.base > above.row.base else None


def starts_of(own: Sequence[ListedRow]) -> frozenset[int] | None:
    """Return which rows begin the entries of a list; None if its layout does not show it."""
    if not own:
        return None
    edges = edges_of(own)
    counted = numbered(own, edges)
    if len(counted) >= LEAST_NUMBERED:
        return counted
    if _KEY.match(own[0].row.text):
        keyed = frozenset(at for at in _firsts(own, edges) if _KEY.match(own[at].row.text))
        return keyed if len(keyed) >= LEAST_NUMBERED else None
    for found in (_hanging(own, edges), _parted(own)):
        if found is not None and are_dated(own, found, _DATED):
            return found
    return None


def numbered(own: Sequence[ListedRow], edges: Sequence[float]) -> frozenset[int]:
    """Return the rows that begin with numbers that count on from that of the first one."""
    first = entry_number(own[0].row)
    if first is None:
        return frozenset()
    last, style = first
    found = [0]
    for at, line in enumerate(own[1:], start=1):
        near = abs(edges[at] - edges[0]) <= _LABEL_WIDTH * line.row.size
        if near and entry_number(line.row) == (last + 1, style):
            found.append(at)
            last += 1
    return frozenset(found)


def entry_number(row: PageRow) -> tuple[int, str] | None:
    """Return the number with which a row begins, and how it is set: in brackets, with a full stop, raised, or alone."""
    count = raised_figures(row)
    if count:
        return int("".join(glyph.text for glyph in row.row.segments[0].glyphs[:count])), "raised"
    number = _NUMBER.match(row.text)
    return (int(number[1]), number[0].replace(number[1], "")) if number is not None else None


def raised_figures(row: PageRow) -> int:
    """Return how many raised figures a row begins with."""
    count = 0
    for glyph in row.row.segments[0].glyphs[:_MOST_FIGURES]:
        if not (glyph.text.isascii() and glyph.text.isdigit() and _is_raised(row, glyph.base)):
            break
        count += 1
    return count


def _is_raised(row: PageRow, base: float) -> bool:
    return row.base - base > _RAISED * row.size


def edges_of(own: Sequence[ListedRow]) -> list[float]:
    """Return where rows begin in their column; in one whose edge others set, from where the first of these rows do."""
    by_column: defaultdict[tuple[int, float], list[float]] = defaultdict(list)
    for line in own:
        by_column[line.row.page, line.row.row.left].append(line.x)
    least = {column: min(xs) for column, xs in by_column.items() if max(xs) - min(xs) > _HANGING * own[0].row.size}
    base = least.get((own[0].row.page, own[0].row.row.left), own[0].x)
    moved = {column: base - x for column, x in least.items()}
    return [line.x + moved.get((line.row.page, line.row.row.left), 0.0) for line in own]


def _firsts(own: Sequence[ListedRow], edges: Sequence[float]) -> frozenset[int]:
    """Return the rows that begin where the first one does."""
    near = AT_EDGE * own[0].row.size
    return frozenset(at for at, edge in enumerate(edges) if abs(edge - edges[0]) <= near)


def _hanging(own: Sequence[ListedRow], edges: Sequence[float]) -> frozenset[int] | None:
    """Return the rows at the edge of the first one, if the others begin at another edge together."""
    firsts = _firsts(own, edges)
    further = [edge for at, edge in enumerate(edges) if at not in firsts]
    if not further:
        return None
    other, size = median(further), own[0].row.size
    together = sum(abs(edge - other) <= AT_EDGE * size for edge in further)
    return firsts if together >= _ONE_EDGE * len(further) and abs(other - edges[0]) > _HANGING * size else None


def _parted(own: Sequence[ListedRow]) -> frozenset[int] | None:
    """Return the rows below white space that is wider than between the lines of an entry."""
    gaps = [gap_of(above, line) for above, line in pairwise(own)]
    known = sorted(gap for gap in gaps if gap is not None)
    if not known:
        return None
    usual = known[0]
    apart = sum(gap > APART * usual for gap in known)
    if not 0 < apart < len(known):
        return None
    found = {0}
    for at, (gap, (above, line)) in enumerate(zip(gaps, pairwise(own), strict=True), start=1):
        begins = gap > APART * usual if gap is not None else is_finished(above.row.text) and _begins(line)
        found |= {at} if begins else set()
    return frozenset(found)


def _begins(line: ListedRow) -> bool:
    return not line.row.text[:1].islower()


def are_dated(own: Sequence[ListedRow], starts: frozenset[int], share: float) -> bool:
    """True if a share of the entries, of several, have a year."""
    entries = list(texts_of(own, starts))
    return len(entries) > 1 and sum(YEAR.search(text) is not None for text in entries) >= share * len(entries)


def texts_of(own: Sequence[ListedRow], starts: frozenset[int]) -> Iterator[str]:
    """Yield the text of each entry."""
    ordered = sorted(starts)
    for at, end in zip(ordered, [*ordered[1:], len(own)], strict=True):
        yield " ".join(line.row.text for line in own[at:end])
