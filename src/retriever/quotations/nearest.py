"""Finds where a quotation that was changed most nearly stands, and lays it beside the source there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from kutip.types import Difference, QuoteMatch
from retriever.quotations.alignment import AlignedRun, compare, is_foreign, similarity, without_foreign_ends
from retriever.quotations.differences import TokenText, differences
from retriever.quotations.places import QuotePlace, reach
from retriever.quotations.quotation import Quotation, QuotePiece, is_word, tokens
from retriever.quotations.stream import Stream
from retriever.quotations.word_index import AdmittedWords, IndexRange, WordIndex

# For a piece to be quoted from a place: the share of its words, or of their letters, that stand there; or how like it
# all is. Of 516 sentences of our two papers, held against the other paper that lacks them, two reach any of these.
_LEAST_FOUND, _LEAST_LIKE = 0.6, 0.75


@dataclass(frozen=True)
class AlignedPiece:
    """A piece of a quotation beside the words of a stream that take the least to be made into it.

    Attributes:
        piece: The piece.
        given: Its words.
        stream: What the source's words are of.
        source: The source's words, one or more.
        place: The source's words in the index.
    """

    piece: QuotePiece
    given: TokenText
    stream: Stream
    source: TokenText
    place: IndexRange

    @cached_property
    def runs(self) -> list[AlignedRun]:
        """Where they are the same, and where not."""
        given, source = self.given.words(), self.source.words()
        return without_foreign_ends(compare(given, source), given, source)

    @cached_property
    def range(self) -> IndexRange:
        """Where the source's words stand in the stream's text, without those at the ends that are no counterpart."""
        return self.source.range(self.runs[0].source[0], self.runs[-1].source[1])

    @property
    def text(self) -> str:
        """The wording of the source's words."""
        first, last = self.runs[0].source[0], self.runs[-1].source[1]
        return self.source.wording.text[self.source.tokens[first][0] : self.source.tokens[last - 1][1]]

    @cached_property
    def is_quoted(self) -> bool:
        """Whether most of the piece stands there."""
        words = [word if is_word(word) else "" for word in self.given.words()]
        same = [word for run in self.runs if run.same for word in words[slice(*run.given)]]
        if len("".join(same)) >= _LEAST_FOUND * len("".join(words)):
            return True
        if sum(map(bool, same)) >= _LEAST_FOUND * sum(map(bool, words)):
            return True
        return similarity(self.piece.wording.text, self.text) >= _LEAST_LIKE

    @property
    def is_cut(self) -> bool:
        """Whether one stretch of the piece stands there as it is, and at an end of it there are words that do not."""
        given, source = self.given.words(), self.source.words()
        same = [run for run in self.runs if run.same]
        foreign = any(is_foreign(run, given) for run in (self.runs[0], self.runs[-1]))
        if not foreign or len(same) != 1:
            return False
        (i, end), (j, _) = same[0].given, same[0].source  # of the first word the case does not matter
        return given[i + 1 : end] == source[j + 1 : j + end - i]


@dataclass(frozen=True)
class Nearest:
    """A quotation beside the place where it most nearly stands.

    Attributes:
        pieces: Each of its pieces, in the quotation's order.
        names: Words that are names even where a sentence begins with them.
    """

    pieces: Sequence[AlignedPiece]
    names: Collection[str]

    @property
    def is_quoted(self) -> bool:
        """Whether most of each piece stands there."""
        return all(beside.is_quoted for beside in self.pieces)

    @property
    def is_cut(self) -> bool:
        """Whether of some piece only one stretch stands there, and that as it is."""
        return any(beside.is_cut for beside in self.pieces)

    @property
    def in_order(self) -> bool:
        """Whether the pieces stand in the quotation's order."""
        return all(before.range[1] <= after.range[0] for before, after in pairwise(self.pieces))

    @property
    def length(self) -> int:
        """From the beginning of the first piece to the end of the last, in characters."""
        return self.pieces[-1].range[1] - self.pieces[0].range[0]

    @property
    def holds_all(self) -> bool:
        """Whether all words of the quotation stand there, beside others perhaps."""
        return all(run.same or run.given[0] == run.given[1] for beside in self.pieces for run in beside.runs)

    def similarity(self) -> float:
        """Of the letters of the pieces to those of what stands there for them."""
        given = " ".join(beside.piece.wording.text for beside in self.pieces)
        return similarity(given, " ".join(beside.text for beside in self.pieces))

    @cached_property
    def match(self) -> QuoteMatch:
        """The place, and in what the quotation differs."""
        ranges = sorted(beside.range for beside in self.pieces)
        found: list[Difference] = []
        for b in self.pieces:
            either = b.piece.either_case
            found += differences(b.runs, b.given, b.source, b.stream, either_case=either, names=self.names)
        return replace(QuotePlace(self.pieces[0].stream, tuple(ranges)).match(), differences=tuple(found))


def nearest(quotation: Quotation, index: WordIndex, admitted: AdmittedWords) -> Nearest | None:
    """The place where a quotation most nearly stands; None where there is none.

    Args:
        quotation: A quotation.
        index: The words of the papers.
        admitted: Which of them count.
    """
    longest = max(quotation.pieces, key=lambda piece: len(piece.wording.text))
    tried = []
    for window in sorted(index.likely(_text(quotation, longest).words(), admitted)):
        anchor = _beside(quotation, longest, index, window)
        if anchor is None:
            continue
        region = index.around(*anchor.place, reach(quotation))
        pieces = [anchor if p is longest else _beside(quotation, p, index, region) for p in quotation.pieces]
        tried.append(Nearest([piece for piece in pieces if piece is not None], index.names))
    whole = [near for near in tried if len(near.pieces) == len(quotation.pieces)]
    return max(whole, key=Nearest.similarity, default=None)


def _text(quotation: Quotation, piece: QuotePiece) -> TokenText:
    return TokenText(quotation.given, piece.wording, tokens(piece.wording.text))


def _beside(quotation: Quotation, piece: QuotePiece, index: WordIndex, within: IndexRange) -> AlignedPiece | None:
    """A piece beside the place, within some words of the index, that is most like it; None where none is."""
    given = _text(quotation, piece)
    place = index.closest(given.words(), within)
    if place[0] == place[1]:
        return None
    stream = index.stream(place[0])
    beside = AlignedPiece(piece, given, stream, TokenText(stream.text, stream.wording, index.tokens(*place)), place)
    return beside if any(run.same for run in beside.runs) else None
