"""Streams: a document as continuous text to search for quotations, with each character's place in the source."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kutip.text.reading import align, spans_between, squeeze
from kutip.types import Document, Heading, Kind, Passage, QuoteMatch, Span
from retriever.quotations.comparable import Comparable, at_word_boundary, wording

_ASIDE = frozenset({Kind.TABLE_ROW, Kind.CAPTION, Kind.FRONT_MATTER})  # kinds that may interrupt a paragraph


@dataclass(frozen=True, slots=True)
class _Part:
    """A passage, a heading or a piece of the source: its offset in the stream, its text and its place in the source."""

    start: int
    text: str
    spans: tuple[Span, ...]
    offsets: Sequence[int]
    heading: tuple[str, ...]


class Stream:
    """One way to read a document from beginning to end.

    Attributes:
        document: The document.
        text: The text in this reading order.
        wording: The comparable form of `text`.
    """

    def __init__(self, document: Document, text: str, parts: Sequence[_Part], *, reads: bool) -> None:
        """Combine a text with its parts.

        Args:
            document: The document.
            text: The parts' texts joined in order.
            parts: The parts in order; at least one unless the text is empty.
            reads: True if the lines of `text` are already joined, False if it is printed text.
        """
        self.document = document
        self.text = text
        self.wording: Comparable = wording(text)
        self._parts = parts
        self._starts = [part.start for part in parts]
        self._reads = reads

    def literal(self, wanted: str) -> Iterator[tuple[int, int]]:
        """Find whole words by exact comparison; yield [start, end) in `text` of each occurrence."""
        return ((at, at + len(wanted)) for at in _occurrences(self.text, wanted, self.whole_words))

    def normalised(self, wanted: str) -> Iterator[tuple[int, int]]:
        """Find whole words by their comparable form; yield [start, end) in `wording.text` of each occurrence."""

        def is_whole(start: int, end: int) -> bool:
            return self.whole_words(*self.printed(start, end))

        return ((at, at + len(wanted)) for at in _occurrences(self.wording.text, wanted, is_whole))

    def printed(self, start: int, end: int) -> tuple[int, int]:
        """Convert a range of `wording.text`, not all blank, to one of `text` without blanks at either end."""
        return self.wording.place(self.text, start, end)

    def first_offset(self, at: int) -> int:
        """Return the source offset of a character of `text` that is not white space."""
        part = self._parts[bisect_right(self._starts, at) - 1]
        return part.offsets[at - part.start]

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """Return the source spans of characters [start, end) of `text`."""
        source = self.document.source_text
        found: list[Span] = []
        for part, a, b in self._within(start, end):
            found += spans_between(source, part.spans, part.offsets, a, b)
        return tuple(found)

    def reads(self, start: int, end: int) -> str:
        """Return characters [start, end) of `text` as they read: lines joined, no blanks at either end."""
        text = self.text[start:end]
        return text.strip() if self._reads else squeeze(text)

    def match(self, start: int, end: int) -> QuoteMatch:
        """Build the match for characters [start, end) of `text`, which must not all be blank."""
        spans = self.spans(start, end)
        page = bisect_right(self.document.pages, spans[0].start) if self.document.pages else None
        part, _, _ = next(self._within(start, end))
        return QuoteMatch(self.document.id, spans, self.reads(start, end), page, part.heading)

    def whole_words(self, start: int, end: int) -> bool:
        """True if no word continues across either end of characters [start, end) of `text`."""
        return at_word_boundary(self.text, start) and at_word_boundary(self.text, end)

    def _within(self, start: int, end: int) -> Iterator[tuple[_Part, int, int]]:
        """Yield each part that overlaps [start, end), and the range of its characters there without outer blanks."""
        for i in range(bisect_right(self._starts, start) - 1, bisect_left(self._starts, end)):
            part = self._parts[i]
            a, b = max(start - part.start, 0), min(end - part.start, len(part.text))
            piece = part.text[a:b]
            if piece.strip():
                yield part, a + len(piece) - len(piece.lstrip()), b - len(piece) + len(piece.rstrip())


def _occurrences(text: str, wanted: str, admitted: Callable[[int, int], bool]) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        whole = admitted(at, at + len(wanted))
        if whole:
            yield at
        at = text.find(wanted, at + (len(wanted) if whole else 1))


def streams_of(document: Document, passages: Iterable[Passage]) -> tuple[Stream, ...]:
    """Build the streams of a document, the most readable first.

    Args:
        document: A document.
        passages: Its passages.

    Returns:
        Two or three streams: headings and running text; table rows, captions and front matter, which may interrupt the
        running text; and the bare source, for a quotation copied across both. A stream without parts is left out.
    """
    flow: list[_Part] = [_part(document, h.spans, h.text, path) for h, path in _heading_paths(document.headings)]
    aside: list[_Part] = []
    for passage in passages:
        part = _part(document, passage.spans, passage.text, passage.heading)
        (aside if passage.kind in _ASIDE else flow).append(part)
    bare = _source_parts(document, sorted([*flow, *aside], key=_place))
    made = [_stream(document, sorted(parts, key=_place)) for parts in (flow, aside) if parts]
    return (*made, Stream(document, document.source_text, bare, reads=False))


def _place(part: _Part) -> tuple[Span, ...]:
    return part.spans


def _part(document: Document, spans: tuple[Span, ...], text: str, heading: tuple[str, ...]) -> _Part:
    return _Part(0, text, spans, array("I", align(document.source_text, spans, text)), heading)


def _heading_paths(headings: Iterable[Heading]) -> Iterator[tuple[Heading, tuple[str, ...]]]:
    """Yield each heading with its path: the headings above it, then itself."""
    above: list[Heading] = []
    for heading in headings:
        above = [*(h for h in above if h.level < heading.level), heading]
        yield heading, tuple(h.text for h in above)


def _stream(document: Document, parts: Iterable[_Part]) -> Stream:
    """Join parts into a stream, one per line."""
    placed, at = [], 0
    for part in parts:
        placed.append(_Part(at, part.text, part.spans, part.offsets, part.heading))
        at += len(part.text) + 1
    return Stream(document, "\n".join(part.text for part in placed), placed, reads=True)


def _source_parts(document: Document, parts: Sequence[_Part]) -> list[_Part]:
    """Return the source as parts, cut at the start and end of each span of the given parts."""
    source = document.source_text
    headed_spans = [(span, part.heading) for part in parts for span in part.spans]
    cuts = sorted({0, len(source), *(at for span, _ in headed_spans for at in (span.start, span.end))})
    headings = {span.start: heading for span, heading in headed_spans}
    bare: list[_Part] = []
    heading: tuple[str, ...] = ()
    for start, end in pairwise(cuts):
        heading = headings.get(start, heading)
        bare.append(_Part(start, source[start:end], (Span(start, end),), range(start, end), heading))
    return bare
