"""In what a quotation differs from its source, word by word, and how grave that is."""

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

_SIGNS = frozenset("$€£¥%‰°")  # of what a number counts
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class TokenText:
    """A text by its words and marks.

    Attributes:
        printed: As it was given or is printed.
        wording: Its wording.
        tokens: Where words and marks stand in the wording.
    """

    printed: str
    wording: Comparable
    tokens: Sequence[Token]

    def words(self) -> list[str]:
        """The words and marks."""
        return [self.wording.text[start:end] for start, end in self.tokens]

    def range(self, start: int, end: int) -> WordRange:
        """Where words [start, end) stand in the printed text, at least one."""
        return self.wording.place(self.printed, self.tokens[start][0], self.tokens[end - 1][1])

    def start(self, at: int) -> int:
        """Where a word starts in the printed text; the end of the last one for the number of words."""
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
    """What runs tell of the differences of two texts, in order.

    Args:
        runs: Of the words and marks of the two.
        given: The quotation, or a piece of it.
        source: What was found for it.
        stream: What that is of.
        either_case: Whether the first letter of the quotation may have either case.
        names: Words that are names even where a sentence begins with them.
    """
    one, other = given.words(), source.words()
    for own, theirs in _one_by_one(runs, one, other, either_case=either_case):
        place = source.range(*theirs) if theirs[0] < theirs[1] else None
        spans, reading = (stream.spans(*place), stream.reads(*place)) if place else ((), "")
        said = given.printed[slice(*given.range(*own))] if own[0] < own[1] else ""
        kind = _kind(_Side(one, own), _Side(other, theirs), said, reading, names)
        yield Difference(kind, said, reading, given.start(own[0]), spans)


def added(given: TokenText, within: WordRange, *, names: Collection[str] = frozenset()) -> Difference:
    """Words of a quotation, one or more, that are held against nothing."""
    start, end = given.range(*within)
    said = given.printed[start:end]
    kind = _kind(_Side(given.words(), within), _Side([], (0, 0)), said, "", names)
    return Difference(kind, said, "", start, ())


def _one_by_one(
    runs: Sequence[AlignedRun], given: Sequence[str], source: Sequence[str], *, either_case: bool
) -> Iterator[tuple[WordRange, WordRange]]:
    """The ranges that differ: word for word where as many stand on both sides, and not just in another order."""
    for run in runs:
        (i1, i2), (j1, j2) = run.given, run.source
        pairs = list(zip(range(i1, i2), range(j1, j2), strict=False))
        if run.same:
            may_differ = either_case and i1 == 0 and given[0][1:] == source[j1][1:]
            differing = [(i, j) for i, j in pairs if given[i] != source[j] and not (may_differ and i == 0)]
        elif i2 - i1 == j2 - j1 and sorted(given[i1:i2]) != sorted(source[j1:j2]) and _like(pairs, given, source):
            differing = pairs
        else:
            yield run.given, run.source
            continue
        yield from (((i, i + 1), (j, j + 1)) for i, j in differing)


def _like(pairs: Sequence[tuple[int, int]], given: Sequence[str], source: Sequence[str]) -> bool:
    return all(is_word(given[i]) == is_word(source[j]) for i, j in pairs)


@dataclass(frozen=True, slots=True)
class _Side:
    """Words [start, end) among the words and marks of a text."""

    all: Sequence[str]
    within: WordRange

    def numbers(self) -> list[str]:
        return [w for w in self._words() if w in NUMBER_WORDS or w in _SIGNS or any(c.isdigit() for c in w)]

    def negations(self) -> list[str]:
        """Words that deny; the "No." before a number does not."""
        words = [word for word in self.all[slice(*self.within)] if word != "No" or self._following(word) != "."]
        return [word.casefold() for word in words if denies(word)]

    def names(self, known: Collection[str]) -> list[str]:
        """Words with a capital that is not just that of a sentence's beginning."""
        found, opens = [], self._opens_sentence()
        for word in self.all[slice(*self.within)]:
            capital = word[:1].isupper() and (not opens or word in known) and word != "I"
            if capital or any(c.isupper() for c in word[1:]):
                found.append(word)
            opens = word in ".!?" or (opens and not is_word(word))
        return found

    def _opens_sentence(self) -> bool:
        before = (self.all[i] for i in range(self.within[0] - 1, -1, -1))
        return next((word in ".!?" for word in before if is_word(word) or word in ".!?"), True)

    def _following(self, word: str) -> str:
        at = self.all.index(word, self.within[0])
        return self.all[at + 1] if at + 1 < len(self.all) else ""

    def _words(self) -> list[str]:
        return [word.casefold() for word in self.all[slice(*self.within)]]


def _kind(given: _Side, source: _Side, said: str, reading: str, names: Collection[str]) -> DifferenceKind:
    if given.numbers() != source.numbers():
        return DifferenceKind.NUMBER
    one, other = _WORD.findall(said), _WORD.findall(reading)
    if one == other:
        return DifferenceKind.PUNCTUATION
    if [word.casefold() for word in one] == [word.casefold() for word in other]:
        return DifferenceKind.CASE
    if given.negations() != source.negations():
        return DifferenceKind.NEGATION
    return DifferenceKind.NAME if given.names(names) != source.names(names) else DifferenceKind.WORD
