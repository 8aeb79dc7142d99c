"""Places in a source whose text is parsed line by line: where its paragraphs stand, and which characters are marks."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from indexer.parsing.lines import Line
from indexer.parsing.markdown.inline_marks import InlineMark
from indexer.parsing.markdown.markdown_part import PartLine
from kutip.types import Span


class SourceMarks:
    """The marks of a source, as they are found.

    Attributes:
        spans: Characters that are no part of what the source says; in the order in which they were found.
        joints: Places between which white space says nothing: what is on both sides of them is one word.
    """

    def __init__(self) -> None:
        self.spans: list[Span] = []
        self.joints: list[Span] = []

    def add(self, span: Span) -> None:
        """Add a mark; nothing happens for an empty one."""
        if span.start < span.end:
            self.spans.append(span)

    def add_all(self, spans: Iterable[Span]) -> None:
        """Add marks."""
        for span in spans:
            self.add(span)

    def join(self, start: int, end: int) -> None:
        """Tell that what is before and after two offsets is one word."""
        if start < end:
            self.joints.append(Span(start, end))


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A line of a parsed content, without white space at either end, and its place in the source.

    Attributes:
        line: The line of the source.
        start: Where it begins in the content.
        offset: Where it begins in the source.
        length: Its characters.
    """

    line: Line
    start: int
    offset: int
    length: int

    def cut(self, start: int, end: int) -> Iterator[Span]:
        """Yield the place in the source of what lies between two places of the content."""
        first, last = max(0, start - self.start), min(self.length, end - self.start)
        base = self.offset - self.line.start
        if first < last:
            yield from stripped(self.line.text, base + first, base + last, self.line.start)

    def around(self, out: Sequence[InlineMark]) -> Iterator[Span]:
        """Yield the places of what is left without some stretches of the content, which ascend."""
        at = self.start
        for stretch in out:
            if stretch.end <= at:
                continue
            if stretch.start >= self.start + self.length:
                break
            yield from self.cut(at, stretch.start)
            at = stretch.end
        yield from self.cut(at, self.start + self.length)


def overlapping(stretches: Sequence[InlineMark], start: int, end: int) -> Sequence[InlineMark]:
    """Return those of some stretches of a content that overlap ``[start, end)``; their starts and ends ascend."""
    first = bisect_right(stretches, start, key=lambda one: one.end)
    return stretches[first : bisect_left(stretches, end, key=lambda one: one.start)]


def lines_around(rows: Sequence[PlacedRow], out: Sequence[InlineMark]) -> list[PartLine]:
    """Return what is left of rows without some stretches, which may lie within each other."""
    apart: list[InlineMark] = []
    for one in sorted(out):
        if not apart or one.end > apart[-1].end:
            apart.append(one)
    near = (overlapping(apart, row.start, row.start + row.length) for row in rows)
    return [PartLine(row.line, tuple(row.around(stretches))) for row, stretches in zip(rows, near, strict=True)]


def parsed_text(line: Line) -> str:
    """Return a line as the parser gets it: as long as it stands, but without characters that it would replace."""
    return line.text.removesuffix("\r").replace("\r", " ").replace("\0", "\ufffd")


def placed_rows(content: str, lines: Sequence[Line], first: int) -> list[PlacedRow]:
    """Find the lines of a parsed content in the source.

    Args:
        content: What the parser gives: lines without what marks quotations, items and headings.
        lines: The lines of the source.
        first: The line in which the content begins.

    Returns:
        Its lines that are not blank; nothing if one of them is not where it should be.
    """
    rows: list[PlacedRow] = []
    start = 0
    for at, text in enumerate(content.split("\n"), start=first):
        bare = text.strip()
        if bare:
            whole = parsed_text(lines[at])
            end = len(whole.rstrip())
            found = end - len(bare) if whole.endswith(bare, 0, end) else whole.rfind(bare)
            if found < 0:
                return []
            rows.append(
                PlacedRow(lines[at], start + len(text) - len(text.lstrip()), lines[at].start + found, len(bare))
            )
        start += len(text) + 1
    return rows


def place_of(rows: Sequence[PlacedRow], at: int) -> int:
    """Return the offset in the source of a character of a content; the end of a line for what is between two."""
    index = max(0, bisect_right(rows, at, key=lambda row: row.start) - 1)
    row = rows[index]
    return row.offset + min(row.length, max(0, at - row.start))


def stripped(text: str, start: int, end: int, offset: int) -> Iterator[Span]:
    """Yield the place of characters ``[start, end)`` of a line without white space at either end; none if blank.

    Args:
        text: The line.
        start: First character.
        end: The character after the last.
        offset: Where the line begins in the source.
    """
    piece = text[start:end]
    if piece.strip():
        first = start + len(piece) - len(piece.lstrip())
        yield Span(offset + first, offset + start + len(piece.rstrip()))
