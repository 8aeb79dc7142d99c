"""Lays out the upper part of a PDF's first page, in lines from the top, each in pieces of one look, apart from marks.

Names stand beside each other with their addresses below, so that neither columns nor blocks tell what belongs together;
what is set alike does.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from unicodedata import normalize

from indexer.parsing import line_openers
from indexer.parsing.headings import whole_capitals
from indexer.parsing.pdf.glyphs import Glyph
from indexer.parsing.pdf.page_rows import PageRow
from indexer.parsing.pdf.segments import Segment
from kutip.text.reading import squeeze, write_out

_SAME_LINE = 0.3  # of the size
_SMALLER, _RAISED = (
    0.85,
    0.1,
)  # of the size of the words around it: a mark, and how far its baseline stands above theirs
_ALIKE = 0.06  # of the size, by which the sizes of one look differ
_SPACED = 0.8  # of the words of a line have one letter: it is set with white space between its letters
_LEAST_SPACED, _WORD_GAP = 4, 1.5  # letters of such a line; a gap between its words by the usual one
_PROSE_LINES, _PROSE_WORDS = 3, 5  # lines that begin the text, and words without a capital on each of them
_NEAR = 1.8  # sizes between lines of prose
_LOWEST = 0.8  # of the page's height
# Accents as characters of their own, and those that combine with the letter before them.
_ACCENTS = dict(
    zip("`´ˆ˜¨¯˘˙˚ˇ˝¸", "\u0300\u0301\u0302\u0303\u0308\u0304\u0306\u0307\u030a\u030c\u030b\u0327", strict=True)
)
_ACCENTED = re.compile(rf"([{''.join(_ACCENTS)}])\s?([^\W\d_])")
_DOTLESS = re.compile("ı(?=[\u0300-\u036f])")
_ENTRY = re.compile(r"(?:\s|\.\s?\.)[\divx]{1,4}$")  # of a table of contents: words and a page
_PARTED = "\x00"  # in place of a raised mark


@dataclass(frozen=True, slots=True)
class Look:
    """How words are set."""

    size: float
    is_bold: bool
    is_italic: bool

    def is_like(self, other: "Look") -> bool:
        """True if words of both are set alike."""
        near = abs(self.size - other.size) <= _ALIKE * max(self.size, other.size)
        return near and (self.is_bold, self.is_italic) == (other.is_bold, other.is_italic)


@dataclass(frozen=True, slots=True)
class FrontPiece:
    """Words of one look on a line.

    Attributes:
        parts: The words, parted where raised marks stand, which are left out. May be empty.
        look: How they are set.
        x0: Left edge.
        x1: Right edge.
        is_marked: Whether there are raised marks.
    """

    parts: tuple[str, ...]
    look: Look
    x0: float
    x1: float
    is_marked: bool


@dataclass(frozen=True, slots=True)
class FrontLine:
    """A line over the whole width of a page.

    Attributes:
        text: Its words; raised marks at its end are left out.
        look: How most of it is set.
        base: Its baseline.
        pieces: Its pieces from left to right.
        segments: How many runs of words it has, parted by wide white space.
    """

    text: str
    look: Look
    base: float
    pieces: tuple[FrontPiece, ...]
    segments: int


def front_lines(rows: Sequence[PageRow], height: float) -> list[FrontLine]:
    """Return the lines of a first page above its abstract, its contents or its text.

    Args:
        rows: The rows of the page in any order; those that lie beside the text are left out.
        height: Of the page.
    """
    segments = [one for row in rows if not row.row.is_aside for one in row.row.segments]
    lines: list[list[Segment]] = []
    for one in sorted(segments, key=lambda one: one.base):
        if lines and one.base - lines[-1][-1].base <= _SAME_LINE * min(one.size, lines[-1][-1].size):
            lines[-1].append(one)
        else:
            lines.append([one])
    kept: list[FrontLine] = []
    for own in lines:
        if own[0].base > _LOWEST * height or any(_opens(one.text) for one in own):
            break
        kept.append(_line(sorted(own, key=lambda one: one.x0)))
    ends = (
        at for at in range(len(kept)) if _is_prose(kept[at : at + _PROSE_LINES]) or _are_contents(kept[at : at + 3])
    )
    return kept[: next(ends, len(kept))]


def _opens(text: str) -> bool:
    whole = whole_capitals(text)
    return line_openers.OPENING.fullmatch(whole) is not None or line_openers.RUN_IN_OPENING.match(whole) is not None


def _is_prose(lines: Sequence[FrontLine]) -> bool:
    """True if lines begin running text: near each other, alike, with many words that have no capital."""
    if len(lines) < _PROSE_LINES:
        return False
    near = all(after.base - one.base <= _NEAR * one.look.size for one, after in pairwise(lines))
    alike = all(one.look.is_like(lines[0].look) for one in lines)
    return near and alike and all(sum(word.islower() for word in one.text.split()) >= _PROSE_WORDS for one in lines)


def _are_contents(lines: Sequence[FrontLine]) -> bool:
    """True if lines are the heading of a table of contents, in whatever language, and its first entries."""
    entries = [line for line in lines[1:] if _ENTRY.search(line.text) and any(map(str.isalpha, line.text))]
    return len(entries) == len(lines) - 1 > 1


def _line(segments: Sequence[Segment]) -> FrontLine:
    pieces = tuple(piece for one in segments for piece in _pieces(one))
    glyphs = [glyph for one in segments for glyph in one.glyphs]
    text = " ".join(_title_text(one) for one in segments)
    return FrontLine(squeeze(text), _look(glyphs), median(one.base for one in segments), pieces, len(segments))


def _look(glyphs: Sequence[Glyph]) -> Look:
    sizes = Counter(round(one.size, 1) for one in glyphs)
    common = [size for size, count in sizes.items() if count * 4 >= len(glyphs)]
    letters = [one for one in glyphs if one.text.isalpha()] or glyphs
    bold = sum(one.is_bold for one in letters) * 2 > len(letters)
    return Look(max(common or sizes), bold, sum(one.is_italic for one in letters) * 2 > len(letters))


def _title_text(segment: Segment) -> str:
    """The text of a segment without the raised marks with which it ends."""
    marks = _marks(segment)
    end = len(segment.glyphs)
    while end > 1 and marks[end - 1]:
        end -= 1
    kept = Segment(segment.glyphs[:end], segment.blanks[:end])
    return _read(_close(kept) or kept.text)


def _read(text: str) -> str:
    """Write out ligatures, and accents that stand as characters of their own before their letter."""
    above = _ACCENTED.sub(lambda found: found[2] + _ACCENTS[found[1]], write_out(text))
    return normalize("NFC", _DOTLESS.sub("i", above))


def _close(segment: Segment) -> str:
    """The words of a segment whose letters are set apart, told by wider gaps; "" for others."""
    words = segment.text.split()
    if len(words) < _LEAST_SPACED or sum(len(one) == 1 for one in words) < _SPACED * len(words):
        return ""
    gaps = [after.x0 - before.x1 for before, after in pairwise(segment.glyphs)]
    widest = _WORD_GAP * median(gaps)
    apart = [False, *(gap > widest for gap in gaps)]
    pairs = zip(segment.glyphs, apart, strict=True)
    return "".join(f" {one.text}" if is_apart else one.text for one, is_apart in pairs)


def _marks(segment: Segment) -> list[bool]:
    """Tell for each character whether it is a raised mark: smaller than the words, and above their baseline."""
    large = max(one.size for one in segment.glyphs)
    level = median(one.base for one in segment.glyphs if one.size > _SMALLER * large)
    return [one.size <= _SMALLER * large and level - one.base > _RAISED * large for one in segment.glyphs]


def _pieces(segment: Segment) -> Iterator[FrontPiece]:
    """Part a segment where its look changes between two words."""
    marks = _marks(segment)
    start = 0
    spaced = _close(segment)
    if spaced:
        yield FrontPiece((spaced,), _look(segment.glyphs), segment.x0, segment.x1, is_marked=False)
        return
    for at in range(1, len(segment.glyphs) + 1):
        if at == len(segment.glyphs) or (segment.blanks[at] and not marks[at] and _changes(segment, marks, start, at)):
            yield _piece(segment, marks, start, at)
            start = at


def _changes(segment: Segment, marks: Sequence[bool], start: int, at: int) -> bool:
    end = next((i for i in range(at + 1, len(segment.glyphs)) if segment.blanks[i]), len(segment.glyphs))
    word = [one for one, mark in zip(segment.glyphs[at:end], marks[at:end], strict=True) if not mark]
    before = [one for one, mark in zip(segment.glyphs[start:at], marks[start:at], strict=True) if not mark]
    return bool(word and before) and not _look(word).is_like(_look(before))


def _piece(segment: Segment, marks: Sequence[bool], start: int, end: int) -> FrontPiece:
    own = segment.glyphs[start:end]
    written = "".join(
        _PARTED if marks[at] else f" {segment.glyphs[at].text}" if segment.blanks[at] else segment.glyphs[at].text
        for at in range(start, end)
    )
    parts = tuple(squeeze(_read(one)) for one in written.split(_PARTED) if one.strip(" ,;"))
    plain = [one for one, mark in zip(own, marks[start:end], strict=True) if not mark]
    return FrontPiece(
        parts, _look(plain or own), min(one.x0 for one in own), max(one.x1 for one in own), any(marks[start:end])
    )
