"""Finds the areas of a PDF's page that rules part into the rows of a table."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.parsing.pdf.page_drawings import Drawings
from indexer.parsing.pdf.segments import Segment

_FLUSH = 3.0  # points by which the ends of the rules of one table differ
_LEAST_WIDTH = 50.0  # points
_LEAST_STEP = 4.0  # points, between two rules: less is a double rule
_MOST_BLANKS = 9  # of a cell on one line; more are prose
_OVER = 2.0  # points by which a cell may reach over the ends of the rules
_DOWN = 0.5  # of the area's height: rules down that part its columns
_MOST_AREAS = 40  # of a page


@dataclass(frozen=True, slots=True)
class RuledArea:
    """The area of a table.

    Attributes:
        left: Its left edge.
        right: Its right edge.
        rules: The heights of its rules, from the top: two at least.
        gutters: Where rules down part its columns; empty if there are none.
    """

    left: float
    right: float
    rules: tuple[float, ...]
    gutters: tuple[float, ...]

    def holds(self, x0: float, x1: float, base: float) -> bool:
        """True if words on a baseline are within the area."""
        beside = self.left - _OVER <= x0 and x1 <= self.right + _OVER
        return beside and self.rules[0] < base <= self.rules[-1] + _OVER


def ruled_areas(drawings: Drawings, segments: Sequence[Segment]) -> list[RuledArea]:
    """Return the areas of a page between rules of one width that hold cells, and no prose.

    Args:
        drawings: Of the page.
        segments: Its text.
    """
    return [area for area in _areas(drawings, segments) if _has_cells(area, segments)][:_MOST_AREAS]


def _areas(drawings: Drawings, segments: Sequence[Segment]) -> Iterator[RuledArea]:
    down = sorted(segments, key=lambda one: one.base)
    bases = [one.base for one in down]
    for left, right, rules in _families(drawings):
        group = [rules[0]]
        for above, below in pairwise(rules):
            between = down[bisect_right(bases, above) : bisect_left(bases, below + _OVER)]
            own = [one for one in between if left - _OVER <= one.x0 and one.x1 <= right + _OVER]
            if own and not any(one.text.count(" ") > _MOST_BLANKS for one in own):
                group.append(below)
                continue
            if len(group) > 1:
                yield RuledArea(left, right, tuple(group), _gutters(drawings, left, right, group))
            group = [below]
        if len(group) > 1:
            yield RuledArea(left, right, tuple(group), _gutters(drawings, left, right, group))


def _families(drawings: Drawings) -> Iterator[tuple[float, float, list[float]]]:
    """Yield the rules that begin and end alike: their ends, and their heights from the top."""
    wide = [one for one in drawings.across if one[2] - one[0] >= _LEAST_WIDTH]
    while wide:
        left, right = wide[0][0], wide[0][2]
        own = [one for one in wide if abs(one[0] - left) <= _FLUSH and abs(one[2] - right) <= _FLUSH]
        heights = [own[0][1]]
        for one in own[1:]:
            if one[1] - heights[-1] >= _LEAST_STEP:
                heights.append(one[1])
        wide = [one for one in wide if one not in own]
        yield left, right, heights


def _gutters(drawings: Drawings, left: float, right: float, rules: Sequence[float]) -> tuple[float, ...]:
    """Return where rules down part the columns: what they are long together is much of the area's height."""
    own = [one for one in drawings.down if left + _OVER < one[1] < right - _OVER]
    own = [one for one in own if one[2] > rules[0] + _OVER and one[0] < rules[-1] - _OVER]
    found: list[float] = []
    for at in sorted({round(one[1]) for one in own}):
        if found and at - found[-1] <= _FLUSH:
            continue
        spans = sorted((one[0], one[2]) for one in own if abs(one[1] - at) <= _FLUSH)
        covered, end = 0.0, rules[0]
        for top, foot in spans:
            covered += max(0.0, min(foot, rules[-1]) - max(top, end))
            end = max(end, foot)
        if covered >= _DOWN * (rules[-1] - rules[0]):
            found.append(float(at))
    return tuple(found)


def _has_cells(area: RuledArea, segments: Sequence[Segment]) -> bool:
    """True if two lines of an area have words apart from each other."""
    lines: dict[int, int] = {}
    for one in segments:
        if area.holds(one.x0, one.x1, one.base):
            lines[round(one.base / 3)] = lines.get(round(one.base / 3), 0) + 1
    return sum(count > 1 for count in lines.values()) >= 2 or bool(area.gutters and len(lines) > 1)
