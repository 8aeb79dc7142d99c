"""Finds the place most similar to a quotation that was changed, and aligns the two."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from kutip import budget
from kutip.types import Difference, QuoteMatch
from retriever.quotations.alignment import AlignedRun, compare, is_foreign, similarity, without_foreign_ends
from retriever.quotations.differences import TokenText, differences
from retriever.quotations.places import QuotePlace, reach
from retriever.quotations.quotation import Quotation, QuotePiece, is_word, tokens
from retriever.quotations.stream import Stream
from retriever.quotations.word_index import AdmittedWords, IndexRange, WordIndex

# A piece counts as quoted if 60% of its words or of its letters match, or if its similarity is 0.75. Of 516 sentences
# of the bundled papers, each looked up in a paper which lacks it, two reach one of these.
_LEAST_FOUND, _LEAST_LIKE = 0.6, 0.75


@dataclass(frozen=True)
class AlignedPiece:
    """A piece of a quotation aligned with the most similar words of a stream.

    Attributes:
        piece: The piece.
        given: Its words.
        stream: The stream that the source words are from.
        source: The source words, at least one.
        place: Their range in the word index.
    """

    piece: QuotePiece
    given: TokenText
    stream: Stream
    source: TokenText
    place: IndexRange

    @cached_property
    def runs(self) -> list[AlignedRun]:
        """The alignment, with the source cut back where an end of the piece has no counterpart."""
        given, source = self.given.words(), self.source.words()
        return without_foreign_ends(compare(given, source), given, source)

    @cached_property
    def range(self) -> IndexRange:
        """Range of the aligned source words in `stream.text`."""
        return self.source.range(self.runs[0].source[0], self.runs[-1].source[1])

    @property
    def text(self) -> str:
        """The comparable form of the aligned source words."""
        first, last = self.runs[0].source[0], self.runs[-1].source[1]
        return self.source.wording.text[self.source.tokens[first][0] : self.source.tokens[last - 1][1]]

    @cached_property
    def is_quoted(self) -> bool:
        """True if most of the piece matches the source, by words, by letters or by similarity."""
        words = [word if is_word(word) else "" for word in self.given.words()]
        same = [word for run in self.runs if run.same for word in words[slice(*run.given)]]
        if len("".join(same)) >= _LEAST_FOUND * len("".join(words)):
            return True
        if sum(map(bool, same)) >= _LEAST_FOUND * sum(map(bool, words)):
            return True
        return similarity(self.piece.wording.text, self.text) >= _LEAST_LIKE

    @property
    def is_cut(self) -> bool:
        """True if the piece is one verbatim stretch with at least three foreign words before or after it."""
        given, source = self.given.words(), self.source.words()
        same = [run for run in self.runs if run.same]
        foreign = any(is_foreign(run, given) for run in (self.runs[0], self.runs[-1]))
        if not foreign or len(same) != 1:
            return False
        (i, end), (j, _) = same[0].given, same[0].source  # the first word may differ in case
        return given[i + 1 : end] == source[j + 1 : j + end - i]


@dataclass(frozen=True)
class Nearest:
    """A quotation aligned with the place most similar to it.

    Attributes:
        pieces: Its aligned pieces, in the quotation's order.
        names: Words that are names even at the beginning of a sentence.
    """

    pieces: Sequence[AlignedPiece]
    names: Collection[str]

    @property
    def is_quoted(self) -> bool:
        """True if most of every piece matches."""
        return all(piece.is_quoted for piece in self.pieces)

    @property
    def is_cut(self) -> bool:
        """True if some piece is a verbatim stretch with foreign words before or after it."""
        return any(piece.is_cut for piece in self.pieces)

    @property
    def in_order(self) -> bool:
        """True if the source has the pieces in the quotation's order."""
        return all(before.range[1] <= after.range[0] for before, after in pairwise(self.pieces))

    @property
    def length(self) -> int:
        """Distance from the start of the first piece to the end of the last, in characters."""
        return self.pieces[-1].range[1] - self.pieces[0].range[0]

    @property
    def holds_all(self) -> bool:
        """True if every word of the quotation matches; the source may have more words between them."""
        return all(run.same or run.given[0] == run.given[1] for piece in self.pieces for run in piece.runs)

    def similarity(self) -> float:
        """Return the similarity of the pieces to the source words aligned with them, 0 to 1."""
        given = " ".join(piece.piece.wording.text for piece in self.pieces)
        return similarity(given, " ".join(piece.text for piece in self.pieces))

    @cached_property
    def match(self) -> QuoteMatch:
        """The place as a match, with the differences of the quotation from it."""
        ranges = sorted(beside.range for beside in self.pieces)
        changes: list[Difference] = []
        for piece in self.pieces:
            either = piece.piece.either_case
            changes += differences(
                piece.runs, piece.given, piece.source, piece.stream, either_case=either, names=self.names
            )
        return replace(QuotePlace(self.pieces[0].stream, tuple(ranges)).match(), differences=tuple(changes))


def nearest(quotation: Quotation, index: WordIndex, admitted: AdmittedWords) -> Nearest | None:
    """Find the place most similar to a quotation; None if no place has a word of every piece.

    Args:
        quotation: A quotation.
        index: The words of the papers.
        admitted: The words of the papers that may be searched.
    """
    longest = max(quotation.pieces, key=lambda piece: len(piece.wording.text))
    candidates = []
    for window in sorted(index.likely(_text(quotation, longest).words(), admitted)):
        budget.pause()
        anchor = _align(quotation, longest, index, window)
        if anchor is None:
            continue
        region = index.around(*anchor.place, reach(quotation))
        pieces = [anchor if p is longest else _align(quotation, p, index, region) for p in quotation.pieces]
        candidates.append(Nearest([piece for piece in pieces if piece is not None], index.names))
    complete = [near for near in candidates if len(near.pieces) == len(quotation.pieces)]
    return max(complete, key=Nearest.similarity, default=None)


def _text(quotation: Quotation, piece: QuotePiece) -> TokenText:
    return TokenText(quotation.given, piece.wording, tokens(piece.wording.text))


def _align(quotation: Quotation, piece: QuotePiece, index: WordIndex, within: IndexRange) -> AlignedPiece | None:
    """Align a piece with the most similar place within a range of the index; None if no word or mark matches."""
    given = _text(quotation, piece)
    place = index.closest(given.words(), within)
    if place[0] == place[1]:
        return None
    stream = index.stream(place[0])
    aligned = AlignedPiece(piece, given, stream, TokenText(stream.text, stream.wording, index.tokens(*place)), place)
    return aligned if any(run.same for run in aligned.runs) else None
