"""Writes the text of a PDF from its rows, a line for each."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import nan
from statistics import median

from indexer.parsing.pdf.glyphs import Glyph
from indexer.parsing.pdf.page_rows import PageRow
from kutip.types import Edges, HeldBoxes, Span

_MOST_INDENT = 12  # blanks
_MOST_BLANKS = 80  # between two characters of code
_USUAL_WIDTH = 0.55  # of the size: a letter of code


@dataclass(slots=True)
class PageText:
    """A text that grows row by row; its white space is Kutip's and has no box, all else is the PDF's.

    Attributes:
        pages: Offsets at which pages start.
        length: Number of characters so far.
    """

    pages: list[int] = field(default_factory=list)
    length: int = 0
    _parts: list[str] = field(default_factory=list)
    _edges: "array[float]" = field(default_factory=lambda: array("f"))

    def add(self, blank: str) -> None:
        """Add white space."""
        self._add(blank, (nan, nan, nan, nan))

    def _add(self, text: str, edges: Edges) -> None:
        self._parts.append(text)
        self.length += len(text)
        for _ in text:
            self._edges.extend(edges)

    def start_page(self) -> None:
        """Note that a page starts here."""
        self.pages.append(self.length)

    def add_row(self, placed: PageRow, *, is_code: bool = False) -> tuple[Span, tuple[Span, ...]]:
        """Add a row, indented as its first word is in its column; return its place and those of its segments.

        Args:
            placed: The row.
            is_code: Whether its blanks count: as many are written as there is room for.
        """
        if is_code:
            return self._add_code(placed)
        self.add(" " * min(_MOST_INDENT, max(0, round(placed.indent * 1.5))))
        spans: list[Span] = []
        for number, segment in enumerate(placed.row.segments):
            self.add("\t" if number else "")
            start = self.length
            for at, (blank, glyph) in enumerate(zip(segment.blanks, segment.glyphs, strict=True)):
                self.add(" " if blank and at else "")
                self._add(glyph.text, glyph.shown)
            spans.append(Span(start, self.length))
        return Span(spans[0].start, spans[-1].end), tuple(spans)

    def _add_code(self, placed: PageRow) -> tuple[Span, tuple[Span, ...]]:
        width = _width([one for segment in placed.row.segments for one in segment.glyphs])
        before = placed.row.left - width / 2
        spans: list[Span] = []
        for segment in placed.row.segments:
            start = -1
            for glyph in segment.glyphs:
                middle = (glyph.x0 + glyph.x1) / 2
                self.add(" " * max(0, min(_MOST_BLANKS, round((middle - before) / width) - 1)))
                start = self.length if start < 0 else start
                self._add(glyph.text, glyph.shown)
                before = middle
            spans.append(Span(start, self.length))
        return Span(spans[0].start, spans[-1].end), tuple(spans)

    def text(self) -> str:
        """Return the text."""
        return "".join(self._parts)

    def boxes(self) -> HeldBoxes:
        """Return the boxes of its characters."""
        return HeldBoxes(self._edges.tobytes())


def _width(glyphs: Sequence[Glyph]) -> float:
    """Return how far apart the middles of two letters of code are."""
    usual = _USUAL_WIDTH * glyphs[0].size
    steps = [(after.x0 + after.x1 - before.x0 - before.x1) / 2 for before, after in pairwise(glyphs)]
    near = [step for step in steps if 0.7 * usual < step < 1.5 * usual]
    return median(near) if near else usual
