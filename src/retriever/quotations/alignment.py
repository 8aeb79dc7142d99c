"""Lays a quotation beside its source, word by word: where they are the same, where not, and how much in all."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel, Levenshtein

from retriever.quotations.quotation import is_word

MOST = 0.9999  # similarity of what is not the same
_LEAST_FOREIGN = 3  # words at an end of a quotation that may be looked for elsewhere
_FOREIGN_SHARE = 1 / 3  # of them, below which those that stand at the place do so by chance

WordRange = tuple[int, int]  # words and marks [start, end)


def similarity(one: str, other: str) -> float:
    """The share of letters that need no change to make one wording the other, below 1 for any that differ."""
    return 1.0 if one == other else min(float(Levenshtein.normalized_similarity(one, other)), MOST)


@dataclass(frozen=True, slots=True)
class AlignedRun:
    """Words and marks of a quotation, and those of the source in their place: the same but for case, or others."""

    same: bool
    given: WordRange
    source: WordRange


def compare(given: Sequence[str], source: Sequence[str]) -> list[AlignedRun]:
    """Where two texts are the same and where they differ, in order; all their words and marks are in one run each.

    Words are laid beside each other first, then the marks between those that are the same: so a comma that was moved
    moves no word.

    >>> [run.source for run in compare(["a", "red", "fox"], ["A", "fox"]) if not run.same]
    [(1, 1)]
    """
    one, other = ([i for i, word in enumerate(text) if is_word(word)] for text in (given, source))
    runs: list[AlignedRun] = []
    i = j = 0
    for run in _runs([given[at] for at in one], [source[at] for at in other]):
        for a, b in zip(one[slice(*run.given)], other[slice(*run.source)], strict=True) if run.same else ():
            runs += [*_shifted(_runs(given[i:a], source[j:b]), i, j), AlignedRun(True, (a, a + 1), (b, b + 1))]
            i, j = a + 1, b + 1
    return _merged([*runs, *_shifted(_runs(given[i:], source[j:]), i, j)])


def _runs(given: Sequence[str], source: Sequence[str]) -> list[AlignedRun]:
    """The most words and marks that two texts have in the same order, and what is between them."""
    codes = Indel.opcodes([word.casefold() for word in given], [word.casefold() for word in source])
    return [AlignedRun(c.tag == "equal", (c.src_start, c.src_end), (c.dest_start, c.dest_end)) for c in codes]


def _shifted(runs: Iterable[AlignedRun], i: int, j: int) -> Iterator[AlignedRun]:
    for run in runs:
        (a, b), (c, d) = run.given, run.source
        yield AlignedRun(run.same, (a + i, b + i), (c + j, d + j))


def _merged(runs: Iterable[AlignedRun]) -> list[AlignedRun]:
    """Runs with neighbours of one kind as one."""
    merged: list[AlignedRun] = []
    for run in runs:
        if merged and merged[-1].same is run.same:
            last = merged.pop()
            run = AlignedRun(run.same, (last.given[0], run.given[1]), (last.source[0], run.source[1]))
        merged.append(run)
    return merged


def without_foreign_ends(runs: Sequence[AlignedRun], given: Sequence[str], source: Sequence[str]) -> list[AlignedRun]:
    """Runs with those at the ends of a quotation that have no counterpart in the source held against nothing.

    What is at an end beside the stretch that fits best is foreign if it has three words or more of which hardly one
    stands there. The source is then shorter than before, at that end.
    """
    first, last = _best(runs, given, source)
    head, core, tail = list(runs[:first]), list(runs[first:last]), list(runs[last:])
    if _foreign(head, given):
        at = core[0].source[0]
        head = [AlignedRun(False, (0, core[0].given[0]), (at, at))]
    if _foreign(tail, given):
        at = core[-1].source[1]
        tail = [AlignedRun(False, (core[-1].given[1], len(given)), (at, at))]
    return _fitted([*head, *core, *tail], given, source)


def _fitted(runs: list[AlignedRun], given: Sequence[str], source: Sequence[str]) -> list[AlignedRun]:
    """Runs, at the ends only with those words of the source that are most like the quotation's there."""
    first, last = runs[0], runs[-1]
    if not first.same:
        (start, end), words = first.source, " ".join(given[slice(*first.given)])
        at = max(range(start, end + 1), key=lambda at: similarity(words, " ".join(source[at:end])))
        runs = [AlignedRun(False, first.given, (at, end)), *runs[1:]]
    if not last.same and len(runs) > 1:
        (start, end), words = last.source, " ".join(given[slice(*last.given)])
        at = max(range(end, start - 1, -1), key=lambda at: similarity(words, " ".join(source[start:at])))
        runs = [*runs[:-1], AlignedRun(False, last.given, (start, at))]
    return [run for run in runs if run.given[0] < run.given[1] or run.source[0] < run.source[1]]


def _best(runs: Sequence[AlignedRun], given: Sequence[str], source: Sequence[str]) -> WordRange:
    """The runs, [first, last), in which most words more are the same than are not (Kadane's algorithm)."""
    best, place, total, start = 0, (0, len(runs)), 0, 0
    for i, run in enumerate(runs):
        words = _words(given, run.given)
        total += words if run.same else -max(words, _words(source, run.source))
        if total <= 0:
            total, start = 0, i + 1
        elif total > best:
            best, place = total, (start, i + 1)
    return place


def is_foreign(run: AlignedRun, given: Sequence[str]) -> bool:
    """Whether a run is of several words of a quotation that the source has nothing for."""
    return run.source[0] == run.source[1] and _words(given, run.given) >= _LEAST_FOREIGN


def _foreign(runs: Sequence[AlignedRun], given: Sequence[str]) -> bool:
    words = sum(_words(given, run.given) for run in runs)
    same = sum(_words(given, run.given) for run in runs if run.same)
    return words >= _LEAST_FOREIGN and same < words * _FOREIGN_SHARE


def _words(words: Sequence[str], within: WordRange) -> int:
    return sum(is_word(word) for word in words[within[0] : within[1]])
