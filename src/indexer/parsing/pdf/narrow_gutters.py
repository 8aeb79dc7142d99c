"""Parts segments that reach over a narrow gutter: white space as wide as a blank that many lines have at one place.

LaTeX sets two columns 10 points apart, which is less than blanks of a justified line may be. A line alone does not tell
them apart, but blanks of prose do not stand one below the other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.parsing.pdf.segments import Segment

_NARROW = 0.7  # of the size: the least gutter
_SHARED = 0.5  # of the size: the least white space that its lines have in common
_LEAST_LINES = 5
_MOST_CROSSING = 0.3  # of the lines between the first and the last of them
_LEAST_CHARACTERS = 12  # on each side of the line, so that a column of figures is none
_MOST_GUTTERS = 3
_SLACK = 0.15  # of the size, by which a line may reach into a gutter
_TOUCH = 0.1  # points


@dataclass(frozen=True, slots=True)
class _Gap:
    """White space in a segment: before which of its characters, and its edges."""

    segment: Segment
    at: int
    left: float
    right: float


def parted_at_gutters(segments: Sequence[Segment]) -> list[Segment]:
    """Return the segments of a page, each within one column as far as narrow gutters show these."""
    kept = list(segments)
    for _ in range(_MOST_GUTTERS):
        gutter = _gutter(kept)
        if not gutter:
            break
        cut = {id(gap.segment): gap.at for gap in gutter}
        kept = [part for one in kept for part in _cut(one, cut.get(id(one)))]
    return kept


def parted_at(segments: Sequence[Segment], gutter: tuple[float, float]) -> list[Segment]:
    """Return segments of a page with a gutter that is known, parted where their own white space covers it."""
    kept: list[Segment] = []
    for one in segments:
        slack = _SLACK * one.size
        crosses = one.x0 < gutter[0] and one.x1 > gutter[1]
        covering = (gap.at for gap in (_gaps(one) if crosses else ()) if _covers(gap, gutter, slack))
        kept += _cut(one, next(covering, None))
    return kept


def _covers(gap: _Gap, gutter: tuple[float, float], slack: float) -> bool:
    return gap.left <= gutter[0] + slack and gap.right >= gutter[1] - slack


def _cut(segment: Segment, at: int | None) -> list[Segment]:
    if at is None:
        return [segment]
    first = Segment(segment.glyphs[:at], segment.blanks[:at])
    return [first, Segment(segment.glyphs[at:], [True, *segment.blanks[at + 1 :]])]


def _gutter(segments: Sequence[Segment]) -> list[_Gap]:
    """Return the gaps of the gutter that most lines have; none if there is no gutter."""
    gaps = [gap for one in segments for gap in _gaps(one)]
    edges = sorted([(gap.left, 1) for gap in gaps] + [(gap.right, -1) for gap in gaps])
    best = over = 0
    place = 0.0
    for x, step in edges:
        over += step
        if over > best:
            best, place = over, x
    shared = [gap for gap in gaps if gap.left <= place < gap.right]
    if len(shared) < _LEAST_LINES:
        return []
    left, right = max(gap.left for gap in shared), min(gap.right for gap in shared)
    bases = [gap.segment.base for gap in shared]
    between = [one for one in segments if min(bases) <= one.base <= max(bases)]
    crossing = [one for one in between if _has_ink(one, left, right)]
    size = shared[0].segment.size
    is_gutter = right - left >= _SHARED * size and len(crossing) <= _MOST_CROSSING * len(between)
    return shared if is_gutter else []


def _gaps(segment: Segment) -> Iterator[_Gap]:
    """Yield the white space of a segment that is wide enough for a gutter, with a line of text on each side.

    White space beside a row of dots, as in a list of contents, is none.
    """
    least = _NARROW * segment.size
    for at in range(_LEAST_CHARACTERS, len(segment.glyphs) - _LEAST_CHARACTERS + 1):
        left, right = segment.glyphs[at - 1].x1, segment.glyphs[at].x0
        is_leader = segment.glyphs[at].text == "." or segment.glyphs[at - 1].text == segment.glyphs[at - 2].text == "."
        if segment.blanks[at] and right - left >= least and not is_leader:
            yield _Gap(segment, at, left, right)


def _has_ink(segment: Segment, left: float, right: float) -> bool:
    if segment.x0 >= right - _TOUCH or segment.x1 <= left + _TOUCH:
        return False
    return any(one.x0 < right - _TOUCH and one.x1 > left + _TOUCH for one in segment.glyphs)
