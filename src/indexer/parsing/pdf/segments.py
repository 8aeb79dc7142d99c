"""Joins the characters of a page to segments: runs of words on one baseline without a wide gap."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Self

from indexer.parsing.pdf.accents import with_accents
from indexer.parsing.pdf.glyphs import Glyph

_WORD_GAP = 0.45  # of the size: a wider gap is a blank where the file has none; beside "1" or "." 0.3 of it is white
_WIDEST_GAP = 1.2  # of the font's size: a wider one parts two segments, as between columns or cells
_JUSTIFIED = 1.7  # of the usual blank of the same line, which is wide where a line is justified
_LEAST_GAPS, _RECENT = 2, 60  # blanks of a line from which its usual one is known; characters looked at
_BACK = 0.6  # of the font's size, by which an accent or a kerned character may stand before the one before it
_RAISED = 0.75  # of the size: the baseline of a raised or lowered character is not farther away
_SMALLER = 0.85  # of the size of the text around it
_LEAST = 0.4  # of that size: what is smaller is beside a letter that hangs over lines, or over a watermark
_LIGATURES = frozenset("fijltsbhkc")  # letters of ligatures
_MARK_GAP = 0.6  # of that size: a mark farther behind a word begins a footnote of the next column
_TOUCHING = 0.2  # of the size: a raised mark is not farther from its word
_LIFTED = 0.5  # of the size: lines are farther apart, so that what is nearer and touches is raised, however large


@dataclass(slots=True)
class Segment:
    """A run of characters on one line.

    Attributes:
        glyphs: Its characters from left to right.
        blanks: For each of them, whether a blank stands before it.
    """

    glyphs: list[Glyph]
    blanks: list[bool] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text, words parted by one blank."""
        pairs = zip(self.blanks, self.glyphs, strict=True)
        return "".join(f" {one.text}" if blank else one.text for blank, one in pairs).strip()

    @property
    def x0(self) -> float:
        """Left edge."""
        return min(one.x0 for one in self.glyphs)

    @property
    def x1(self) -> float:
        """Right edge."""
        return max(one.x1 for one in self.glyphs)

    @property
    def widest(self) -> float:
        """The widest white space to its right that may still be within it: justified lines have wide blanks."""
        recent = self.glyphs[-_RECENT:], self.blanks[-_RECENT:]
        pairs = zip(pairwise(recent[0]), recent[1][1:], strict=True)
        gaps = [after.x0 - before.x1 for (before, after), blank in pairs if blank]
        usual = median(gaps) if len(gaps) >= _LEAST_GAPS else 0.0
        return max(_WIDEST_GAP * self.glyphs[-1].size, _JUSTIFIED * usual)

    @property
    def size(self) -> float:
        """Size of most of its characters."""
        return median(one.size for one in self.glyphs)

    @property
    def base(self) -> float:
        """Baseline of most of its characters."""
        return median(one.base for one in self.glyphs)


@dataclass(slots=True)
class _Measured:
    """A segment with its measures, which are asked for many times: of each pair of neighbours on a page."""

    segment: Segment
    size: float
    base: float
    x0: float
    x1: float

    @classmethod
    def of(cls, segment: Segment) -> Self:
        return cls(segment, segment.size, segment.base, segment.x0, segment.x1)

    def join(self, other: Self) -> None:
        """Append the other segment."""
        blank = other.segment.glyphs[0].has_blank_before or other.x0 - self.x1 > _WORD_GAP * other.size
        glyphs = [*self.segment.glyphs, *other.segment.glyphs]
        self.segment = Segment(glyphs, [*self.segment.blanks, blank, *other.segment.blanks[1:]])
        self.size, self.base = self.segment.size, self.segment.base
        self.x0, self.x1 = min(self.x0, other.x0), max(self.x1, other.x1)


def segments_of(glyphs: Iterable[Glyph]) -> list[Segment]:
    """Join characters in the order of the file, which mostly is that of the words of a line; then runs that touch."""
    found: list[Segment] = []
    for glyph in with_accents(glyphs):
        if found and _goes_on(found[-1], glyph):
            found[-1].blanks.append(glyph.has_blank_before)
            found[-1].glyphs.append(glyph)
        else:
            found.append(Segment([glyph], [True]))
    return _joined(found)


def _goes_on(segment: Segment, glyph: Glyph) -> bool:
    """True if a character stands to the right of a segment on its line, raised and lowered ones included."""
    last = segment.glyphs[-1]
    if _is_of_ligature(last, glyph):
        return True
    size = max(last.size, glyph.size)
    gap = glyph.x0 - last.x1
    if min(last.size, glyph.size) < _LEAST * size:
        return False
    if gap < -_BACK * size or (gap > _WIDEST_GAP * size and gap > segment.widest):
        return False
    away = abs(glyph.base - last.base)
    if away <= 0.1 * min(last.size, glyph.size):
        return True
    smaller = min(last.size, glyph.size) <= _SMALLER * size and (glyph.size == size or gap <= _MARK_GAP * size)
    return (smaller and away <= _RAISED * size) or (gap <= _TOUCHING * size and away <= _LIFTED * size)


def _is_of_ligature(last: Glyph, glyph: Glyph) -> bool:
    """True if two characters are drawn as one: PDFium gives each of "ffi" the box of the whole."""
    same = (last.x0, last.x1, last.base) == (glyph.x0, glyph.x1, glyph.base)
    return same and last.text in _LIGATURES and glyph.text in _LIGATURES


def _joined(segments: Sequence[Segment]) -> list[Segment]:
    """Join segments that touch on one line, whatever their order in the file: a line that was written in pieces."""
    left = sorted(map(_Measured.of, segments), key=lambda one: (round(one.base, 1), one.x0))
    kept: list[_Measured] = []
    for one in left:
        before = next((other for other in reversed(kept[-40:]) if _touches(other, one)), None)
        if before is None:
            kept.append(one)
        else:
            before.join(one)
    return [one.segment for one in kept]


def _touches(before: _Measured, after: _Measured) -> bool:
    size = max(before.size, after.size)
    away = abs(before.base - after.base)
    gap = after.x0 - before.x1
    small = min(before.size, after.size)
    raised = small <= _SMALLER * size and away <= _RAISED * size and (after.size == size or gap <= _MARK_GAP * size)
    raised = raised or (away <= _LIFTED * size and gap <= 2 * _TOUCHING * size)
    return (
        small >= _LEAST * size
        and (away <= 0.15 * small or raised)
        and gap >= -0.3 * size
        and (gap <= _WIDEST_GAP * size or gap <= before.segment.widest)
    )


def whole(segments: Sequence[Segment]) -> Segment:
    """Join segments of one line to one, with blanks between them."""
    if len(segments) == 1:
        return segments[0]
    blanks = [blank or at == 0 for one in segments for at, blank in enumerate(one.blanks)]
    return Segment([glyph for one in segments for glyph in one.glyphs], blanks)
