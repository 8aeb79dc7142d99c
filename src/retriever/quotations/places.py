"""Finds the places where a quotation occurs word for word: as a whole, or in pieces between its omission marks."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kutip.types import Document, QuoteMatch
from retriever.quotations.comparable import QUOTATION_MARKS
from retriever.quotations.quotation import Quotation, QuotePiece, count_words
from retriever.quotations.stream import Stream

GAP = " … "  # printed between the pieces of a match
_LEAST_WORDS = 2  # fewest words of a piece; a single word occurs nearly everywhere
_REACH, _REACH_MORE = 3, 1500  # largest distance of its pieces: 3 times the quotation's length + 1500

CharacterRange = tuple[int, int]  # [start, end) of a stream's text or of its wording
Streams = Iterable[Stream]  # all streams of one document, the most readable first


@dataclass(frozen=True, slots=True)
class QuotePlace:
    """A place in a stream: one range of its text per piece of the quotation, in ascending order."""

    stream: Stream
    ranges: tuple[CharacterRange, ...]

    def match(self) -> QuoteMatch:
        """Return the place as a match, its pieces joined by " … "."""
        matches = [self.stream.match(start, end) for start, end in self.ranges]
        spans = tuple(span for match in matches for span in match.spans)
        return replace(matches[0], spans=spans, text=GAP.join(match.text for match in matches))


def literal_places(quotation: Quotation, streams: Streams) -> list[QuotePlace]:
    """Find the quotation in the source exactly as given, except for white space at either end."""
    source = list(streams)[-1]
    return [QuotePlace(source, (text_range,)) for text_range in source.literal(quotation.given.strip())]


def whole_places(quotation: Quotation, streams: Streams) -> Iterator[QuotePlace]:
    """Find the quotation as a whole, by its comparable form; several streams may yield the same place."""
    for stream in streams:
        for start, end in _occurrences(stream, quotation.whole):
            first, last = stream.printed(start, end)
            yield QuotePlace(stream, (_with_marks(stream.text, first, last, quotation),))


def parted_places(quotation: Quotation, pieces: Sequence[QuotePiece], streams: Streams) -> Iterator[QuotePlace]:
    """Find places where the pieces of the quotation follow each other in order, within `reach` characters."""
    limit = reach(quotation)
    for stream in streams:
        for chain in _chains([_occurrences(stream, piece) for piece in pieces], limit):
            yield QuotePlace(stream, tuple(stream.printed(start, end) for start, end in chain))


def reach(quotation: Quotation) -> int:
    """Return the largest distance, in characters, from the start of the first piece to the end of the last."""
    return _REACH * len(quotation.given) + _REACH_MORE


def long_enough(piece: QuotePiece) -> bool:
    """True if a piece has at least two words."""
    return count_words(piece.wording.text) >= _LEAST_WORDS


def matches(places: Iterable[QuotePlace], document: Document) -> list[QuoteMatch]:
    """Return the matches of some places, in source order; of places that overlap, only the first."""
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
    return sorted(text_range for variant in piece.variants() for text_range in stream.normalised(variant))


def _with_marks(text: str, start: int, end: int, quotation: Quotation) -> CharacterRange:
    """Extend a range by those outer marks of the quotation, such as quotation marks, that are printed there too."""
    preceding = (at for at in range(start - 1, -1, -1) if not text[at].isspace())
    following = (at for at in range(end, len(text)) if not text[at].isspace())
    for mark, at in zip(reversed("".join(quotation.head.split())), preceding, strict=False):
        if not _same_mark(mark, text[at]):
            break
        start = at
    for mark, at in zip("".join(quotation.tail.split()), following, strict=False):
        if not _same_mark(mark, text[at]):
            break
        end = at + 1
    return start, end


def _same_mark(one: str, other: str) -> bool:
    return one == other or (one in QUOTATION_MARKS and other in QUOTATION_MARKS)


def _chains(occurrences: Sequence[Sequence[CharacterRange]], limit: int) -> list[list[CharacterRange]]:
    """Choose one range per piece, in ascending order within the limit; of chains that overlap, keep the shortest."""
    chains = [chain for first in occurrences[0] if (chain := _chain(first, occurrences, limit))]
    chosen: list[list[CharacterRange]] = []
    for chain in sorted(chains, key=lambda chain: chain[-1][1] - chain[0][0]):
        if all(chain[-1][1] <= other[0][0] or other[-1][1] <= chain[0][0] for other in chosen):
            chosen.append(chain)
    return chosen


def _chain(first: CharacterRange, occurrences: Sequence[Sequence[CharacterRange]], limit: int) -> list[CharacterRange]:
    """Append to the first range the nearest later one of each further piece; [] if one is missing or too far."""
    chain = [first]
    for following in occurrences[1:]:
        at = bisect_left(following, (chain[-1][1], 0))
        if at == len(following) or following[at][1] - first[0] > limit:
            return []
        chain.append(following[at])
    return chain
