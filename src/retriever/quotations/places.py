"""Finds where a quotation stands word for word: as a whole, or in pieces between its omission marks."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kutip.types import Document, QuoteMatch
from retriever.quotations.comparable import QUOTATION_MARKS
from retriever.quotations.quotation import Quotation, QuotePiece, count_words
from retriever.quotations.stream import Stream

GAP = " … "  # between the pieces of a match
_LEAST_WORDS = 2  # of a piece: a single word stands nearly everywhere
_REACH, _REACH_MORE = 3, 1500  # pieces of one quotation stand within so many times its length, and so much more

CharacterRange = tuple[int, int]  # [start, end) of a stream's text or of its wording
Streams = Iterable[Stream]  # of one document, the most readable first


@dataclass(frozen=True, slots=True)
class QuotePlace:
    """A place in a stream: one range of its text, or one for each piece of a quotation, in rising order."""

    stream: Stream
    ranges: tuple[CharacterRange, ...]

    def match(self) -> QuoteMatch:
        """What stands there."""
        found = [self.stream.match(start, end) for start, end in self.ranges]
        spans = tuple(span for match in found for span in match.spans)
        return replace(found[0], spans=spans, text=GAP.join(match.text for match in found))


def literal_places(quotation: Quotation, streams: Streams) -> list[QuotePlace]:
    """Where all that was given, but for outer white space, stands in a document's source to the character."""
    source = list(streams)[-1]
    return [QuotePlace(source, (found,)) for found in source.literal(quotation.given.strip())]


def whole_places(quotation: Quotation, streams: Streams) -> Iterator[QuotePlace]:
    """Where a quotation stands in a document as a whole; one place may be found in several streams."""
    for stream in streams:
        for start, end in _occurrences(stream, quotation.whole):
            first, last = stream.printed(start, end)
            yield QuotePlace(stream, (_with_marks(stream.text, first, last, quotation),))


def parted_places(quotation: Quotation, pieces: Sequence[QuotePiece], streams: Streams) -> Iterator[QuotePlace]:
    """Where the pieces of a quotation stand in a document, in order and near each other."""
    limit = reach(quotation)
    for stream in streams:
        for chain in _chains([_occurrences(stream, piece) for piece in pieces], limit):
            yield QuotePlace(stream, tuple(stream.printed(start, end) for start, end in chain))


def reach(quotation: Quotation) -> int:
    """How far apart, in characters, the beginning of a quotation's first piece and the end of its last may be."""
    return _REACH * len(quotation.given) + _REACH_MORE


def long_enough(piece: QuotePiece) -> bool:
    """Whether a piece has enough words to be told from others."""
    return count_words(piece.wording.text) >= _LEAST_WORDS


def matches(places: Iterable[QuotePlace], document: Document) -> list[QuoteMatch]:
    """What stands at some places of a document, in the order of the source; where places overlap only the first."""
    taken = bytearray(len(document.source_text))
    found = []
    for place in places:
        if all(taken[place.stream.first_offset(start)] for start, _ in place.ranges):
            continue
        match = place.match()
        if any(1 in taken[span.start : span.end] for span in match.spans):
            continue
        for span in match.spans:
            taken[span.start : span.end] = b"\1" * (span.end - span.start)
        found.append(match)
    return sorted(found, key=lambda match: match.spans)


def _occurrences(stream: Stream, piece: QuotePiece) -> list[CharacterRange]:
    return sorted(at for variant in piece.variants() for at in stream.standing(variant))


def _with_marks(text: str, start: int, end: int, quotation: Quotation) -> CharacterRange:
    """A range of a printed text with those of the quotation's outer marks that stand there too."""
    before = (at for at in range(start - 1, -1, -1) if not text[at].isspace())
    behind = (at for at in range(end, len(text)) if not text[at].isspace())
    for mark, at in zip(reversed("".join(quotation.head.split())), before, strict=False):
        if not _same_mark(mark, text[at]):
            break
        start = at
    for mark, at in zip("".join(quotation.tail.split()), behind, strict=False):
        if not _same_mark(mark, text[at]):
            break
        end = at + 1
    return start, end


def _same_mark(one: str, other: str) -> bool:
    return one == other or (one in QUOTATION_MARKS and other in QUOTATION_MARKS)


def _chains(occurrences: Sequence[Sequence[CharacterRange]], limit: int) -> list[list[CharacterRange]]:
    """Ranges, one for each piece, in rising order and within the limit; of those that overlap only the shortest."""
    chains = [chain for first in occurrences[0] if (chain := _chain(first, occurrences, limit))]
    chosen: list[list[CharacterRange]] = []
    for chain in sorted(chains, key=lambda chain: chain[-1][1] - chain[0][0]):
        if all(chain[-1][1] <= other[0][0] or other[-1][1] <= chain[0][0] for other in chosen):
            chosen.append(chain)
    return chosen


def _chain(first: CharacterRange, occurrences: Sequence[Sequence[CharacterRange]], limit: int) -> list[CharacterRange]:
    """The nearest ranges that follow the first one, one for each further piece; nothing where one is missing."""
    chain = [first]
    for following in occurrences[1:]:
        at = bisect_left(following, (chain[-1][1], 0))
        if at == len(following) or following[at][1] - first[0] > limit:
            return []
        chain.append(following[at])
    return chain
