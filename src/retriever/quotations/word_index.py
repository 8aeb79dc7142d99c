"""All words of all streams by number: finds where in the papers the words of a changed quotation most nearly stand."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from retriever.quotations.quotation import Token, is_word, tokens
from retriever.quotations.stream import Stream

Places = npt.NDArray[np.int32]  # numbers of words of the index, ascending
AdmittedWords = npt.NDArray[np.bool_]  # for each word of the index, whether its document counts
IndexRange = tuple[int, int]  # words [start, end) of the index

_NONE = np.zeros(0, np.int32)
_PAIRS = 200_000  # of a quotation's words and their places in the papers, looked at for one quotation
_SLACK = 4  # a place may have so many words more than the quotation, and a quarter of the quotation's more
_TRIED = 4  # places that are looked at closely; fewer for a long quotation, which has few that are likely
_TRIED_WORDS = 2000  # words of a quotation, over all places that are looked at closely; 5,000 characters are some 900
# What it costs to make one text the other. A word weighs two marks and never takes the place of one. To leave out words
# of the source that stand together costs half as much as to add them, and a little at all: so a long gap is bridged.
_WORD, _MARK, _EXCHANGE = 4, 2, 8
_GAP, _WORD_LEFT_OUT, _MARK_LEFT_OUT = 2, 2, 1
_BARRIER = 1_000_000  # a place is never in two streams
_UNIT = 1 << 32  # of a cost; the bits below hold where the place starts


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words [start, end) of a quotation that stand one after the other in the papers, from word `at` of the index."""

    start: int
    end: int
    at: int


class WordIndex:
    """The words and marks of all streams, one after the other.

    Attributes:
        names: Words that have a capital within sentences, and nowhere a small letter.
    """

    def __init__(self, streams: Sequence[Stream]) -> None:
        """Number the words of some streams; where two fit a quotation equally, the earlier one is found."""
        self._streams = streams
        self._firsts: list[int] = []
        self._tokens: list[Token] = []
        self._words: list[str] = []
        for stream in streams:
            self._firsts.append(len(self._words))
            text, found = stream.wording.text, tokens(stream.wording.text)
            self._tokens += [*found, (0, 0)]
            self._words += [*(text[start:end] for start, end in found), ""]  # the barrier behind it
        self._index()
        inside = {word for before, word in pairwise(self._words) if before[:1].islower() and word[:1].isupper()}
        self.names = frozenset(word for word in inside if word.lower() not in self._exact_number)

    def _index(self) -> None:
        self._exact_number = _numbered(self._words)
        self._folded_number = _numbered(word.casefold() for word in self._exact_number)
        folded = {word: self._folded_number[word.casefold()] for word in self._exact_number}
        self._exact = np.array([self._exact_number[word] for word in self._words], np.int32)
        self._folded = np.array([folded[word] for word in self._words], np.int32)
        order = np.argsort(self._folded, kind="stable").astype(np.int32)
        bounds = np.searchsorted(self._folded[order], np.arange(len(self._folded_number) + 1))
        self._places: list[Places] = [order[start:end] for start, end in pairwise(bounds)]
        self._left_out = self._costs(_WORD_LEFT_OUT, _MARK_LEFT_OUT)
        self._for_word = self._costs(_WORD, _EXCHANGE)
        self._for_mark = self._costs(_EXCHANGE, _MARK)

    def _costs(self, of_word: int, of_mark: int) -> npt.NDArray[np.int64]:
        """What each word and mark of the index costs."""
        costs = [(of_word if is_word(word) else of_mark) if word else _BARRIER for word in self._exact_number]
        return np.array(costs, np.int64)[self._exact]

    def admitted(self, documents: Collection[str]) -> AdmittedWords:
        """Which words of the index are of some documents."""
        ends = [*self._firsts[1:], len(self._words)]
        counts = [stream.document.id in documents for stream in self._streams]
        return np.repeat(np.array(counts, np.bool_), np.diff([0, *ends]))

    def stream(self, at: int) -> Stream:
        """The stream that a word of the index is of."""
        return self._streams[bisect_right(self._firsts, at) - 1]

    def tokens(self, start: int, end: int) -> list[Token]:
        """Where words [start, end) of the index stand in the wording of their stream."""
        return self._tokens[start:end]

    def stream_range(self, at: int) -> IndexRange:
        """The words of the stream that a word of the index is of."""
        i = bisect_right(self._firsts, at) - 1
        return self._firsts[i], [*self._firsts[1:], len(self._words)][i] - 1

    def around(self, start: int, end: int, reach: int) -> IndexRange:
        """The words of a stream within so many characters of words [start, end)."""
        first, last = self.stream_range(start)
        left, right = self._tokens[start][0] - reach, self._tokens[end - 1][1] + reach
        return bisect_right(self._tokens, (left, 0), first, last), bisect_right(self._tokens, (right, 0), first, last)

    def likely(self, words: Sequence[str], admitted: AdmittedWords) -> list[IndexRange]:
        """Where a quotation may stand that has these words in this order or nearly so, the likeliest first.

        Each place of each of its words votes for where the quotation then starts; rare words have more weight.
        """
        votes = list(self._votes(words, admitted)) if len(words) <= _TRIED_WORDS else []
        if not votes:
            return []
        slack = _SLACK + len(words) // 4
        starts = np.concatenate([starts for starts, _ in votes])
        weights = np.repeat([weight for _, weight in votes], [len(starts) for starts, _ in votes])
        summed = np.cumsum(np.bincount(starts, weights, minlength=len(self._words) + len(words) + slack))
        near = summed[slack:] - summed[:-slack]  # of all starts within the slack after each one
        found = []
        for _ in range(min(_TRIED, _TRIED_WORDS // len(words))):
            best = int(near.argmax())
            if near[best] <= 0:
                break
            start = best + 1 - len(words)
            found.append((max(start - slack, 0), min(start + 2 * slack + len(words), len(self._words))))
            near[max(best - slack - len(words) // 2, 0) : best + slack + len(words) // 2] = 0
        return found

    def _votes(self, words: Sequence[str], admitted: AdmittedWords) -> Iterator[tuple[Places, float]]:
        """Where the quotation starts by each of its words, counted from its own length before the index."""
        own: dict[str, list[int]] = {}
        for i, word in enumerate(words):
            if is_word(word):
                own.setdefault(word.casefold(), []).append(i)
        held = [(self._of(word, admitted), at) for word, at in own.items()]
        held += [(self._of(word, admitted), [len(words) - 1]) for word in self._beginning_with(words[-1].casefold())]
        left = _PAIRS
        for places, at in sorted(held, key=lambda pair: len(pair[0])):
            at = at[: left // max(len(places), 1)]
            if len(places) and at:
                left -= len(places) * len(at)
                starts = np.subtract.outer(places, np.array(at, np.int32)).ravel() + len(words)
                yield starts, float(np.log1p(len(self._words) / len(places)))

    def _beginning_with(self, start: str) -> list[str]:
        """Words that the last one of a quotation may have been before it was cut short."""
        return [word for word in self._folded_number if word.startswith(start) and word != start]

    def _of(self, folded: str, admitted: AdmittedWords) -> Places:
        """Where a word stands, in any case."""
        places = self._places[self._folded_number[folded]] if folded in self._folded_number else _NONE
        return places[admitted[places]]

    def closest(self, words: Sequence[str], within: IndexRange) -> IndexRange:
        """The words of the index, within some, that take the least to be made into a quotation's.

        Args:
            words: Of the quotation, one or more.
            within: Words of the index.

        Returns:
            The place; an empty one where it takes as little to add all words.

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
            bridged = np.minimum.accumulate(new - left_out) + left_out + _GAP * _UNIT  # from each place to all behind
            np.minimum(new, bridged, out=new)
            costs = new
        cost = (costs // _UNIT).min()
        last = int(np.flatnonzero(costs // _UNIT == cost)[-1])
        return start + int(costs[last] % _UNIT), start + last

    def stretches(self, words: Sequence[str], admitted: AdmittedWords, least: int) -> list[Stretch]:
        """Stretches of a quotation that stand somewhere as they are, of so many words at least, the longest first.

        The longest is taken first, then the longest of what is left before and behind it, and so on.
        """
        lengths, ends = self._stretches_that_end(words, admitted)
        counted = np.cumsum([0, *map(is_word, words)])
        found, left = [], [(0, len(words))]
        while left:
            lo, hi = left.pop()
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
            found.append(_trimmed(Stretch(start, end, at), words))
            left += [(lo, start), (end, hi)]
        return sorted(found, key=lambda s: (int(counted[s.start] - counted[s.end]), s.start))

    def _stretches_that_end(self, words: Sequence[str], admitted: AdmittedWords) -> tuple[Places, Places]:
        """For each word of a quotation, how long the longest stretch is that ends with it, and where that ends."""
        lengths, ends = np.zeros(len(words), np.int32), np.zeros(len(words), np.int32)
        before = np.zeros(len(self._words) + 1, np.int32)  # how long the stretch is that ends before each word
        old = _NONE
        for i, word in enumerate(words):
            places = self._of(word.casefold(), admitted)
            if i:  # the first word of a quotation may have either case
                places = places[self._exact[places] == self._exact_number.get(word, -1)]
            now = before[places] + 1
            before[old + 1] = 0
            before[places + 1] = now
            old = places
            if len(places):
                lengths[i], ends[i] = now.max(), places[now.argmax()]
        return lengths, ends


def _numbered(words: Iterable[str]) -> dict[str, int]:
    return {word: number for number, word in enumerate(dict.fromkeys(words))}


def _trimmed(stretch: Stretch, words: Sequence[str]) -> Stretch:
    """A stretch without marks at its ends."""
    start, end = stretch.start, stretch.end
    while not is_word(words[start]):
        start += 1
    while not is_word(words[end - 1]):
        end -= 1
    return Stretch(start, end, stretch.at + start - stretch.start)
