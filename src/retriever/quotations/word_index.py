"""An index of every word of every stream: finds the places that most resemble a changed quotation."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from retriever.quotations.quotation import Token, is_word, tokens
from retriever.quotations.stream import Stream

Places = npt.NDArray[np.int32]  # word numbers of the index, ascending
AdmittedWords = npt.NDArray[np.bool_]  # one entry per word of the index: True if its document may be searched
IndexRange = tuple[int, int]  # words [start, end) of the index

_NONE = np.zeros(0, np.int32)
_PAIRS = 200_000  # largest number of (quotation word, index word) pairs examined for one quotation
_SLACK = 4  # a place may be longer than the quotation by this many words plus a quarter of its words
_TRIED = 4  # places aligned in full; fewer for a long quotation, which has few likely places
_TRIED_WORDS = 2000  # quotation words aligned in full, summed over all places; 5,000 characters are about 900 words
# Edit costs. A word costs twice as much as a mark, and the two never replace each other. Skipping a run of source words
# costs 2 plus half as much per word as adding it would, so that a long gap can be bridged.
_WORD, _MARK, _EXCHANGE = 4, 2, 8
_GAP, _WORD_LEFT_OUT, _MARK_LEFT_OUT = 2, 2, 1
_BARRIER = 1_000_000  # between streams, so that no place spans two of them
_UNIT = 1 << 32  # costs are multiples of this; the lower 32 bits hold the place's start


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words [start, end) of a quotation that the papers have in sequence, starting at word `at` of the index."""

    start: int
    end: int
    at: int


class WordIndex:
    """The words and marks of all streams in one sequence.

    Attributes:
        names: Words that are capitalised within a sentence and nowhere written in lower case.
    """

    def __init__(self, streams: Sequence[Stream]) -> None:
        """Number the words of some streams; of places that match equally well, the one in the earlier stream wins."""
        self._streams = streams
        self._firsts: list[int] = []
        self._tokens: list[Token] = []
        self._words: list[str] = []
        for stream in streams:
            self._firsts.append(len(self._words))
            text, stream_tokens = stream.wording.text, tokens(stream.wording.text)
            self._tokens += [*stream_tokens, (0, 0)]
            # "" separates this stream from the next.
            self._words += [*(text[start:end] for start, end in stream_tokens), ""]
        self._index()
        inside = {word for before, word in pairwise(self._words) if before[:1].islower() and word[:1].isupper()}
        self.names = frozenset(word for word in inside if word.lower() not in self._exact_number)

    def _index(self) -> None:
        self._exact_number = _number_words(self._words)
        self._folded_number = _number_words(word.casefold() for word in self._exact_number)
        folded = {word: self._folded_number[word.casefold()] for word in self._exact_number}
        self._exact = np.array([self._exact_number[word] for word in self._words], np.int32)
        self._folded = np.array([folded[word] for word in self._words], np.int32)
        order = np.argsort(self._folded, kind="stable").astype(np.int32)
        bounds = np.searchsorted(self._folded[order], np.arange(len(self._folded_number) + 1))
        self._places: list[Places] = [order[start:end] for start, end in pairwise(bounds)]
        self._left_out = self._word_costs(_WORD_LEFT_OUT, _MARK_LEFT_OUT)
        self._for_word = self._word_costs(_WORD, _EXCHANGE)
        self._for_mark = self._word_costs(_EXCHANGE, _MARK)

    def _word_costs(self, of_word: int, of_mark: int) -> npt.NDArray[np.int64]:
        """Return the cost of each word of the index, prohibitive for the barrier between streams."""
        costs = [(of_word if is_word(word) else of_mark) if word else _BARRIER for word in self._exact_number]
        return np.array(costs, np.int64)[self._exact]

    def admitted(self, documents: Collection[str]) -> AdmittedWords:
        """Mark the words of the index that are from these documents."""
        ends = [*self._firsts[1:], len(self._words)]
        counts = [stream.document.id in documents for stream in self._streams]
        return np.repeat(np.array(counts, np.bool_), np.diff([0, *ends]))

    def stream(self, at: int) -> Stream:
        """Return the stream that contains a word of the index."""
        return self._streams[bisect_right(self._firsts, at) - 1]

    def tokens(self, start: int, end: int) -> list[Token]:
        """Return where words [start, end) of the index are in their stream's `wording.text`."""
        return self._tokens[start:end]

    def stream_range(self, at: int) -> IndexRange:
        """Return the range of all words in the stream that contains a word of the index."""
        i = bisect_right(self._firsts, at) - 1
        return self._firsts[i], [*self._firsts[1:], len(self._words)][i] - 1

    def around(self, start: int, end: int, reach: int) -> IndexRange:
        """Return the words of a stream within `reach` characters of words [start, end)."""
        first, last = self.stream_range(start)
        left, right = self._tokens[start][0] - reach, self._tokens[end - 1][1] + reach
        return bisect_right(self._tokens, (left, 0), first, last), bisect_right(self._tokens, (right, 0), first, last)

    def likely(self, words: Sequence[str], admitted: AdmittedWords) -> list[IndexRange]:
        """Return ranges of the index that may contain a quotation with these words, the likeliest first.

        Each occurrence of each word votes for the position at which the quotation would start; rare words weigh more.
        """
        votes = list(self._votes(words, admitted)) if len(words) <= _TRIED_WORDS else []
        if not votes:
            return []
        slack = _SLACK + len(words) // 4
        starts = np.concatenate([starts for starts, _ in votes])
        weights = np.repeat([weight for _, weight in votes], [len(starts) for starts, _ in votes])
        summed = np.cumsum(np.bincount(starts, weights, minlength=len(self._words) + len(words) + slack))
        votes_near = summed[slack:] - summed[:-slack]  # sum of the votes for all starts within the slack after each one
        windows = []
        for _ in range(min(_TRIED, _TRIED_WORDS // len(words))):
            best = int(votes_near.argmax())
            if votes_near[best] <= 0:
                break
            start = best + 1 - len(words)
            windows.append((max(start - slack, 0), min(start + 2 * slack + len(words), len(self._words))))
            votes_near[max(best - slack - len(words) // 2, 0) : best + slack + len(words) // 2] = 0
        return windows

    def _votes(self, words: Sequence[str], admitted: AdmittedWords) -> Iterator[tuple[Places, float]]:
        """Yield for each word the index positions at which the quotation would start, and its weight.

        The positions are shifted by len(words), so that none is negative.
        """
        offsets: dict[str, list[int]] = {}
        for i, word in enumerate(words):
            if is_word(word):
                offsets.setdefault(word.casefold(), []).append(i)
        places_and_offsets = [
            (self._occurrences(word, admitted), word_offsets) for word, word_offsets in offsets.items()
        ]
        places_and_offsets += [
            (self._occurrences(word, admitted), [len(words) - 1])
            for word in self._words_starting_with(words[-1].casefold())
        ]
        budget = _PAIRS
        for places, word_offsets in sorted(places_and_offsets, key=lambda pair: len(pair[0])):
            word_offsets = word_offsets[: budget // max(len(places), 1)]
            if len(places) and word_offsets:
                budget -= len(places) * len(word_offsets)
                starts = np.subtract.outer(places, np.array(word_offsets, np.int32)).ravel() + len(words)
                yield starts, float(np.log1p(len(self._words) / len(places)))

    def _words_starting_with(self, start: str) -> list[str]:
        """Return the longer words that start with `start`: a quotation may be cut off within its last word."""
        return [word for word in self._folded_number if word.startswith(start) and word != start]

    def _occurrences(self, folded: str, admitted: AdmittedWords) -> Places:
        """Return where a word occurs, in any case."""
        places = self._places[self._folded_number[folded]] if folded in self._folded_number else _NONE
        return places[admitted[places]]

    def closest(self, words: Sequence[str], within: IndexRange) -> IndexRange:
        """Find the words within a range of the index that cost least to turn into the quotation's.

        Args:
            words: The quotation's words, at least one.
            within: A range of the index.

        Returns:
            Their range; empty if adding all words costs no more.

        Source: Sellers, Journal of Algorithms 1 (1980), doi:10.1016/0196-6774(80)90016-4; with the gap costs of Gotoh,
        Journal of Molecular Biology 162 (1982), doi:10.1016/0022-2836(82)90398-9.
        """
        start, end = within
        here = self._folded[start:end]
        left_out = np.concatenate([[0], np.cumsum(self._left_out[start:end]) * _UNIT])
        exchange = {True: self._for_word[start:end] * _UNIT, False: self._for_mark[start:end] * _UNIT}
        costs = np.arange(end - start + 1, dtype=np.int64)
        for word in words:
            counts = is_word(word)
            exchanged = np.where(here == self._folded_number.get(word.casefold(), -1), 0, exchange[counts])
            new = costs + (_WORD if counts else _MARK) * _UNIT
            np.minimum(new[1:], costs[:-1] + exchanged, out=new[1:])
            # The cheapest way to skip source words, from each place to all later ones.
            bridged = np.minimum.accumulate(new - left_out) + left_out + _GAP * _UNIT
            np.minimum(new, bridged, out=new)
            costs = new
        cost = (costs // _UNIT).min()
        last = int(np.flatnonzero(costs // _UNIT == cost)[-1])
        return start + int(costs[last] % _UNIT), start + last

    def stretches(self, words: Sequence[str], admitted: AdmittedWords, least: int) -> list[Stretch]:
        """Find stretches of a quotation, of at least `least` words, that occur verbatim; the longest first.

        The longest one is taken first, then the longest in the words left before and after it, and so on.
        """
        lengths, ends = self._stretches_that_end(words, admitted)
        counted = np.cumsum([0, *map(is_word, words)])
        found, gaps = [], [(0, len(words))]
        while gaps:
            lo, hi = gaps.pop()
            if hi - lo < least:
                continue
            upto = np.arange(lo + 1, hi + 1)
            size = np.minimum(lengths[lo:hi], upto - lo)
            gain = counted[upto] - counted[upto - size]
            best = int(gain.argmax())
            if gain[best] < least:
                continue
            end = lo + best + 1
            start = end - int(size[best])
            at = int(ends[end - 1]) + 1 - (end - start)
            found.append(_without_outer_marks(Stretch(start, end, at), words))
            gaps += [(lo, start), (end, hi)]
        return sorted(found, key=lambda s: (int(counted[s.start] - counted[s.end]), s.start))

    def _stretches_that_end(self, words: Sequence[str], admitted: AdmittedWords) -> tuple[Places, Places]:
        """For each word, return the length of the longest verbatim stretch ending with it, and where that ends."""
        lengths, ends = np.zeros(len(words), np.int32), np.zeros(len(words), np.int32)
        before = np.zeros(len(self._words) + 1, np.int32)  # length of the stretch ending just before each index word
        old = _NONE
        for i, word in enumerate(words):
            places = self._occurrences(word.casefold(), admitted)
            if i:  # the first word of a quotation may have either case
                places = places[self._exact[places] == self._exact_number.get(word, -1)]
            now = before[places] + 1
            before[old + 1] = 0
            before[places + 1] = now
            old = places
            if len(places):
                lengths[i], ends[i] = now.max(), places[now.argmax()]
        return lengths, ends


def _number_words(words: Iterable[str]) -> dict[str, int]:
    return {word: number for number, word in enumerate(dict.fromkeys(words))}


def _without_outer_marks(stretch: Stretch, words: Sequence[str]) -> Stretch:
    """Remove the marks at both ends of a stretch."""
    start, end = stretch.start, stretch.end
    while not is_word(words[start]):
        start += 1
    while not is_word(words[end - 1]):
        end -= 1
    return Stretch(start, end, stretch.at + start - stretch.start)
