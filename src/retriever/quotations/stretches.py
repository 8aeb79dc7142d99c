"""Finds the stretches of a quotation that stand in the papers as they are, wherever that is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kutip.types import Difference, QuoteMatch
from retriever.quotations.comparable import wording
from retriever.quotations.differences import TokenText, added
from retriever.quotations.places import QuotePlace
from retriever.quotations.quotation import Quotation, QuotePiece, is_word, tokens
from retriever.quotations.word_index import AdmittedWords, Stretch, WordIndex

_LEAST_WORDS = 5  # of a stretch
_LEAST_SHARE = 1 / 4  # of the quotation's words; fewer stand together by chance, unless they are many
_MANY_WORDS = 12
_BREAK = "\n"  # stands between pieces, and in no paper


@dataclass(frozen=True, slots=True)
class Parts:
    """What of a quotation stands in the papers.

    Attributes:
        matches: Where its stretches stand, the longest first; the first tells which words are in none of them.
        longest: The wording of the first.
        found: How many words all have.
        words: How many words the quotation has.
    """

    matches: tuple[QuoteMatch, ...]
    longest: str
    found: int
    words: int

    def explain(self, near: QuoteMatch) -> bool:
        """Whether they tell better where the quotation is from than a place that is like it.

        They do where it is put together from them and nothing else, and no more than one of them is of that place.
        """
        there = [
            match
            for match in self.matches
            if match.document_id == near.document_id
            and any(a.start < b.end and b.start < a.end for a in match.spans for b in near.spans)
        ]
        return self.found == self.words and len(there) <= 1


def parts(quotation: Quotation, index: WordIndex, admitted: AdmittedWords) -> Parts | None:
    """The stretches of a quotation that stand in the papers, each at one place; None where there are none.

    Args:
        quotation: A quotation.
        index: The words of the papers.
        admitted: Which of them count.
    """
    texts = [_text(quotation, piece) for piece in quotation.pieces]
    words = [word for text in texts for word in (*text.words(), _BREAK)]
    total = _count(words)
    stretches = [
        stretch
        for stretch in index.stretches(words, admitted, _LEAST_WORDS)
        if (n := _count(words[stretch.start : stretch.end])) >= _MANY_WORDS or n >= total * _LEAST_SHARE
    ]
    if not stretches:
        return None
    matches = [_place(stretch, index).match() for stretch in stretches]
    matches[0] = replace(matches[0], differences=tuple(_rest(texts, stretches, index)))
    found = sum(_count(words[stretch.start : stretch.end]) for stretch in stretches)
    return Parts(tuple(matches), wording(matches[0].text).text, found, total)


def _text(quotation: Quotation, piece: QuotePiece) -> TokenText:
    return TokenText(quotation.given, piece.wording, tokens(piece.wording.text))


def _count(words: Sequence[str]) -> int:
    return sum(map(is_word, words))


def _place(stretch: Stretch, index: WordIndex) -> QuotePlace:
    stream, found = index.stream(stretch.at), index.tokens(stretch.at, stretch.at + stretch.end - stretch.start)
    return QuotePlace(stream, (stream.printed(found[0][0], found[-1][1]),))


def _rest(texts: Sequence[TokenText], stretches: Sequence[Stretch], index: WordIndex) -> Iterator[Difference]:
    """The words that no stretch has, as added ones."""
    first = 0
    for text in texts:
        words = text.words()
        last = first + len(words)
        held = sorted((s.start - first, s.end - first) for s in stretches if first <= s.start < last)
        for (_, start), (end, _) in pairwise([(0, 0), *held, (len(words), 0)]):
            worded = [i for i in range(start, end) if is_word(words[i])]
            if worded:
                yield added(text, (worded[0], end), names=index.names)
        first = last + 1
