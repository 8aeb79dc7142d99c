"""Finds the stretches of a quotation that occur in the papers word for word, each at any place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kutip.types import Difference, QuoteMatch
from retriever.quotations.comparable import wording
from retriever.quotations.differences import TokenText, added
from retriever.quotations.places import QuotePlace
from retriever.quotations.quotation import Quotation, QuotePiece, is_word, tokens
from retriever.quotations.word_index import AdmittedWords, Stretch, WordIndex

_LEAST_WORDS = 5  # fewest words of a stretch
_LEAST_SHARE = 1 / 4  # a stretch with a smaller share of the quotation's words matches by chance ...
_MANY_WORDS = 12  # ... unless it has this many
_BREAK = "\n"  # separates the words of two pieces; no paper has it as a word


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a quotation that occur in the papers.

    Attributes:
        matches: One place per stretch, the longest stretch first; its differences list the words that no stretch has.
        longest: The comparable form of the longest stretch.
        found: Number of words in all stretches.
        words: Number of words in the quotation.
    """

    matches: tuple[QuoteMatch, ...]
    longest: str
    found: int
    words: int

    def explain(self, near: QuoteMatch) -> bool:
        """True if the stretches explain the quotation better than one place that resembles it.

        They do if they cover every word of the quotation and at most one of them overlaps the near match.
        """
        overlapping = [
            match
            for match in self.matches
            if match.document_id == near.document_id
            and any(a.start < b.end and b.start < a.end for a in match.spans for b in near.spans)
        ]
        return self.found == self.words and len(overlapping) <= 1


def parts(quotation: Quotation, index: WordIndex, admitted: AdmittedWords) -> Parts | None:
    """Find the stretches of a quotation that occur in the papers; None if there are none.

    Args:
        quotation: A quotation.
        index: The words of the papers.
        admitted: The words of the papers that may be searched.
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
    matches[0] = replace(matches[0], differences=tuple(_uncovered_words(texts, stretches, index)))
    found = sum(_count(words[stretch.start : stretch.end]) for stretch in stretches)
    return Parts(tuple(matches), wording(matches[0].text).text, found, total)


def _text(quotation: Quotation, piece: QuotePiece) -> TokenText:
    return TokenText(quotation.given, piece.wording, tokens(piece.wording.text))


def _count(words: Sequence[str]) -> int:
    return sum(map(is_word, words))


def _place(stretch: Stretch, index: WordIndex) -> QuotePlace:
    stream, token_ranges = index.stream(stretch.at), index.tokens(stretch.at, stretch.at + stretch.end - stretch.start)
    return QuotePlace(stream, (stream.printed(token_ranges[0][0], token_ranges[-1][1]),))


def _uncovered_words(
    texts: Sequence[TokenText], stretches: Sequence[Stretch], index: WordIndex
) -> Iterator[Difference]:
    """Report the words that no stretch covers, as added words."""
    first = 0
    for text in texts:
        words = text.words()
        last = first + len(words)
        covered = sorted((s.start - first, s.end - first) for s in stretches if first <= s.start < last)
        for (_, start), (end, _) in pairwise([(0, 0), *covered, (len(words), 0)]):
            worded = [i for i in range(start, end) if is_word(words[i])]
            if worded:
                yield added(text, (worded[0], end), names=index.names)
        first = last + 1
