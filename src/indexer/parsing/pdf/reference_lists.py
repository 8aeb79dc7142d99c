"""Tells by its layout what belongs to a PDF's list of references, over columns, pages and figures, and where it ends.

Where the layout does not show the entries, nothing is said, and the words of the lines decide, as in a text without it.
"""

from bisect import insort
from collections.abc import Mapping, Sequence
from itertools import islice, pairwise

from indexer.bibliography.list_lines import ListedLines, Role, is_heading
from indexer.parsing import line_openers
from indexer.parsing.lines import is_finished
from indexer.parsing.pdf.entry_starts import (
    APART,
    AT_EDGE,
    LEAST_NUMBERED,
    YEAR,
    ListedRow,
    are_dated,
    edges_of,
    entry_number,
    gap_of,
    numbered,
    starts_of,
    texts_of,
)
from indexer.parsing.pdf.page_runs import RowRun

_ALIKE = 0.07  # of the size, by which the rows of one list differ
_LARGER = 1.07  # than an entry: a heading
_SHORT, _MOST_WORDS = 0.6, 8  # of the column's width, and words of a bold heading
_MOST_SKIPPED = 300  # rows of figures between two rows of a list
_LEAST_UNHEADED, _DATED_UNHEADED = 5, 0.6  # entries of a list without a heading, and how many of them have a year
_MOST_TRIED = 5  # places where such a list may begin
_FAR, _BELOW = 2.2, 1.35  # usual distances of two lines: below a list, and below its last entry
_NEXT, _LEAST_SIZE = 1.5, 0.65  # sizes to the next line; of the size
_LEAST_GAPS, _FARTHER = 3, 1.3  # distances in a list by which one is judged; of the widest of them
_MOSTLY = 0.6  # of the entries are apart


def laid_out(runs: Sequence[RowRun], told: ListedLines) -> ListedLines:
    """Return the lists of references of a PDF: by their layout where that is clear, else as they were told.

    Args:
        runs: The runs of its text.
        told: The lists as their words tell them.
    """
    lines = _lines(runs)
    roles = dict(told.roles)
    headings = [at for at, line in enumerate(lines) if line.is_listed and is_heading(line.row.text)]
    for at, end in zip(headings, [*headings[1:], len(lines)][: len(headings)], strict=True):
        own = _own(lines, range(at + 1, end))
        starts = starts_of(own)
        if starts is not None:
            own = own[: _end(own, starts)]
        if starts is not None and not _goes_on(told, own[-1].start, lines[at + 1 : end]):
            _put(
                roles,
                lines[at:end],
                {lines[at].start: Role.HEADING, **_roles(own, starts)},
            )
    if not headings:
        own, starts = _unheaded(lines)
        if starts:
            _put(roles, lines[lines.index(own[0]) :], _roles(own, starts))
    return ListedLines(roles)


def _goes_on(told: ListedLines, last: int, lines: Sequence[ListedRow]) -> bool:
    """True if more entries were told below the end of a list: it was not seen as a whole."""
    below = [told.roles.get(line.start) for line in lines if line.start > last]
    return below.count(Role.FIRST) >= LEAST_NUMBERED


def _put(roles: dict[int, Role], lines: Sequence[ListedRow], found: Mapping[int, Role]) -> None:
    for line in lines:
        roles.pop(line.start, None)
    roles.update(found)


def _roles(own: Sequence[ListedRow], starts: frozenset[int]) -> dict[int, Role]:
    return {line.start: Role.FIRST if at in starts else Role.FURTHER for at, line in enumerate(own)}


def _lines(runs: Sequence[RowRun]) -> list[ListedRow]:
    lines: list[ListedRow] = []
    for run in runs:
        caption = line_openers.FIGURE.match(run.text) or line_openers.TABLE.match(run.text)
        listed = not (run.is_aside or run.table is not None or caption)
        lines += (ListedRow(row, start, listed) for row, start in zip(run.rows, run.starts, strict=True))
    return sorted(lines, key=lambda line: line.start)


def _own(lines: Sequence[ListedRow], places: range) -> list[ListedRow]:
    """Return the rows of a list: those set as its first one, up to a heading or to what stands far below."""
    own: list[ListedRow] = []
    gaps: list[float] = []  # between the rows so far, sorted
    skipped = 0
    for at in places:
        line = lines[at]
        if not line.is_listed or (own and not _is_alike(own, line)):
            if line.is_listed and own and _is_heading(line, own[0]):
                break
            skipped += line.is_listed
            if skipped > _MOST_SKIPPED:
                break
            continue
        gap = gap_of(own[-1], line) if own else None
        if own and (_is_heading(line, own[0]) or (gap is not None and _is_far(gap, gaps, line, own[0]))):
            break
        if gap is not None:
            insort(gaps, gap)
        own.append(line)
        skipped = 0
    return own


def _is_alike(own: Sequence[ListedRow], line: ListedRow) -> bool:
    """True if a row is set as the first one of a list, or smaller right below the last one, as addresses are."""
    size, usual = line.row.size, own[0].row.size
    if abs(size - usual) <= _ALIKE * usual:
        return True
    gap = gap_of(own[-1], line)
    return gap is not None and gap <= _NEXT * usual and _LEAST_SIZE * usual <= size < usual


def _is_heading(line: ListedRow, first: ListedRow) -> bool:
    """True if a row is the heading of what follows a list: larger, or short and bold, without the signs of an entry."""
    row = line.row
    if is_finished(row.text) or not any(map(str.isalpha, row.text)) or row.size < (1 - _ALIKE) * first.row.size:
        return False
    if row.size > _LARGER * first.row.size or is_heading(row.text):
        return True
    short = row.x1 - row.x0 < _SHORT * (row.row.right - row.row.left) and len(row.text.split()) <= _MOST_WORDS
    known = line_openers.OPENING.fullmatch(row.text) or line_openers.APPENDIX.match(row.text)
    return short and (known is not None or (row.is_bold and not first.row.is_bold and not YEAR.search(row.text)))


def _is_far(gap: float, gaps: Sequence[float], line: ListedRow, first: ListedRow) -> bool:
    """True if a row stands far below a list, farther than its entries are apart, where none of them begins."""
    if len(gaps) < _LEAST_GAPS or gap <= _FAR * gaps[len(gaps) // 2] or gap <= _FARTHER * gaps[-1]:
        return False
    return not _is_at(line, first) or gap > 2 * gaps[-1]


def _is_at(line: ListedRow, other: ListedRow) -> bool:
    return abs(line.x - other.x) <= AT_EDGE * line.row.size


def _end(own: Sequence[ListedRow], starts: frozenset[int]) -> int:
    """Return where a list ends: before a row that begins no entry but is farther from the row above than they are."""
    gaps = [gap_of(above, line) for above, line in pairwise(own)]
    usual = min((gap for gap in gaps if gap is not None), default=0.0)
    between = max((gaps[at - 1] or 0.0 for at in starts if at), default=0.0)
    dated = [at for at, text in zip(sorted(starts), texts_of(own, starts), strict=True) if at and YEAR.search(text)]
    known = [gap for at in dated if (gap := gaps[at - 1]) is not None]
    parted = sum(gap > APART * usual for gap in known) >= _MOSTLY * max(1, len(known))
    for at, gap in enumerate(gaps, start=1):
        if gap is not None and gap > max(_BELOW * usual, _FARTHER * between) and at not in starts:
            return at
        if parted and at in starts and at - 1 in starts and gap is not None and gap <= APART * usual:
            return at - 1 or len(own)  # lines of an address, of which each begins where entries do
    return len(own)


def _unheaded(lines: Sequence[ListedRow]) -> tuple[list[ListedRow], frozenset[int]]:
    """Return a list without a heading: entries that count on from 1 in the second half, most with a year."""
    begins = (at for at in range(len(lines) - 1, len(lines) // 2, -1) if lines[at].is_listed)
    for at in islice((at for at in begins if (entry_number(lines[at].row) or (0, ""))[0] == 1), _MOST_TRIED):
        own = _own(lines, range(at, len(lines)))
        starts = numbered(own, edges_of(own))
        if len(starts) >= _LEAST_UNHEADED and are_dated(own, starts, _DATED_UNHEADED):
            return own, starts
    return [], frozenset()
