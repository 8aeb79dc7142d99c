"""Writes the text of a PDF from its rows, a line for each."""

from array import array
from dataclasses import dataclass, field
from math import nan

from indexer.parsing.pdf.page_rows import PageRow
from kutip.types import Edges, HeldBoxes, Span

_MOST_INDENT = 12  # blanks


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

    def add_row(self, placed: PageRow) -> tuple[Span, tuple[Span, ...]]:
        """Add a row, indented as its first word is in its column; return its place and those of its segments."""
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

    def text(self) -> str:
        """Return the text."""
        return "".join(self._parts)

    def boxes(self) -> HeldBoxes:
        """Return the boxes of its characters."""
        return HeldBoxes(self._edges.tobytes())
