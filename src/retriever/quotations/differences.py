"""Lists the words in which a quotation differs from its source, and ranks how serious each difference is."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from kutip.language.negations import denies
from kutip.language.numbers import NUMBER_WORDS
from kutip.types import Difference, DifferenceKind
from retriever.quotations.alignment import AlignedRun, WordRange
from retriever.quotations.comparable import Comparable
from retriever.quotations.quotation import Token, is_word
from retriever.quotations.stream import Stream

_SIGNS = frozenset("$€£¥%‰°")  # signs that are part of a number's meaning
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class TokenText:
    """A text split into words and punctuation marks.

    Attributes:
        printed: The text as it was given or is printed.
        wording: Its comparable form.
        tokens: [start, end) of each word and mark in `wording.text`.
    """

    printed: str
    wording: Comparable
    tokens: Sequence[Token]

    def words(self) -> list[str]:
        """Return the words and marks as text."""
        return [self.wording.text[start:end] for start, end in self.tokens]

    def range(self, start: int, end: int) -> WordRange:
        """Return where words [start, end), at least one, are in `printed`."""
        return self.wording.place(self.printed, self.tokens[start][0], self.tokens[end - 1][1])

    def start(self, at: int) -> int:
        """Return where word number `at` starts in `printed`; for at == len(tokens), where the last word ends."""
        return self.range(at, at + 1)[0] if at < len(self.tokens) else self.range(at - 1, at)[1]


def differences(
    runs: Sequence[AlignedRun],
    given: TokenText,
    source: TokenText,
    stream: Stream,
    *,
    either_case: bool = False,
    names: Collection[str] = frozenset(),
) -> Iterator[Difference]:
    """Yield the differences of two texts, in order.

    Args:
        runs: The alignment of their words and marks.
        given: The quotation, or a piece of it.
        source: The text found for it.
        stream: The stream that `source` is from.
        either_case: True if the first letter of `given` may differ in case.
        names: Words that are names even at the beginning of a sentence.
    """
    given_words, source_words = given.words(), source.words()
    for given_range, source_range in _differing_ranges(runs, given_words, source_words, either_case=either_case):
        place = source.range(*source_range) if source_range[0] < source_range[1] else None
        spans, source_text = (stream.spans(*place), stream.reads(*place)) if place else ((), "")
        given_text = given.printed[slice(*given.range(*given_range))] if given_range[0] < given_range[1] else ""
        kind = _kind(_Side(given_words, given_range), _Side(source_words, source_range), given_text, source_text, names)
        yield Difference(kind, given_text, source_text, given.start(given_range[0]), spans)


def added(given: TokenText, within: WordRange, *, names: Collection[str] = frozenset()) -> Difference:
    """Return the difference for words [start, end) of a quotation, at least one, that the source lacks."""
    start, end = given.range(*within)
    given_text = given.printed[start:end]
    kind = _kind(_Side(given.words(), within), _Side([], (0, 0)), given_text, "", names)
    return Difference(kind, given_text, "", start, ())


def _differing_ranges(
    runs: Sequence[AlignedRun], given: Sequence[str], source: Sequence[str], *, either_case: bool
) -> Iterator[tuple[WordRange, WordRange]]:
    """Yield the word ranges that differ, word by word if both sides have as many and not the same ones reordered."""
    for run in runs:
        (i1, i2), (j1, j2) = run.given, run.source
        pairs = list(zip(range(i1, i2), range(j1, j2), strict=False))
        if run.same:
            may_differ = either_case and i1 == 0 and given[0][1:] == source[j1][1:]
            differing = [(i, j) for i, j in pairs if given[i] != source[j] and not (may_differ and i == 0)]
        elif i2 - i1 == j2 - j1 and sorted(given[i1:i2]) != sorted(source[j1:j2]) and _same_types(pairs, given, source):
            differing = pairs
        else:
            yield run.given, run.source
            continue
        yield from (((i, i + 1), (j, j + 1)) for i, j in differing)


def _same_types(pairs: Sequence[tuple[int, int]], given: Sequence[str], source: Sequence[str]) -> bool:
    return all(is_word(given[i]) == is_word(source[j]) for i, j in pairs)


@dataclass(frozen=True, slots=True)
class _Side:
    """Words [start, end) of a text, with the rest of the text as context."""

    all: Sequence[str]
    within: WordRange

    def numbers(self) -> list[str]:
        return [w for w in self._words() if w in NUMBER_WORDS or w in _SIGNS or any(c.isdigit() for c in w)]

    def negations(self) -> list[str]:
        """Return the negating words in lower case; "No" in "No. 21" is not one."""
        words = [word for word in self.all[slice(*self.within)] if word != "No" or self._following(word) != "."]
        return [word.casefold() for word in words if denies(word)]

    def names(self, known: Collection[str]) -> list[str]:
        """Return the words whose capital is not merely that of the beginning of a sentence."""
        names, opens = [], self._opens_sentence()
        for word in self.all[slice(*self.within)]:
            capital = word[:1].isupper() and (not opens or word in known) and word != "I"
            if capital or any(c.isupper() for c in word[1:]):
                names.append(word)
            opens = word in ".!?" or (opens and not is_word(word))
        return names

    def _opens_sentence(self) -> bool:
        before = (self.all[i] for i in range(self.within[0] - 1, -1, -1))
        return next((word in ".!?" for word in before if is_word(word) or word in ".!?"), True)

    def _following(self, word: str) -> str:
        at = self.all.index(word, self.within[0])
        return self.all[at + 1] if at + 1 < len(self.all) else ""

    def _words(self) -> list[str]:
        return [word.casefold() for word in self.all[slice(*self.within)]]


def _kind(given: _Side, source: _Side, given_text: str, source_text: str, names: Collection[str]) -> DifferenceKind:
    if given.numbers() != source.numbers():
        return DifferenceKind.NUMBER
    given_words, source_words = _WORD.findall(given_text), _WORD.findall(source_text)
    if given_words == source_words:
        return DifferenceKind.PUNCTUATION
    if [word.casefold() for word in given_words] == [word.casefold() for word in source_words]:
        return DifferenceKind.CASE
    if given.negations() != source.negations():
        return DifferenceKind.NEGATION
    return DifferenceKind.NAME if given.names(names) != source.names(names) else DifferenceKind.WORD
