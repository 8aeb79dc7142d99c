"""Aligns a quotation with its source word by word, and computes how similar two texts are."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel, Levenshtein

from retriever.quotations.quotation import is_word

MOST = 0.9999  # largest similarity of two texts that differ
_LEAST_FOREIGN = 3  # fewest words of an end that may be from elsewhere
_FOREIGN_SHARE = 1 / 3  # an end is from elsewhere if a smaller share of its words matches, which is then chance

WordRange = tuple[int, int]  # [start, end) in a sequence of words and marks


def similarity(one: str, other: str) -> float:
    """Return the share of letters that need no edit to turn one text into the other; 1 only for equal texts."""
    return 1.0 if one == other else min(float(Levenshtein.normalized_similarity(one, other)), MOST)


@dataclass(frozen=True, slots=True)
class AlignedRun:
    """Words and marks of a quotation and those of the source beside them: equal except for case, or different."""

    same: bool
    given: WordRange
    source: WordRange


def compare(given: Sequence[str], source: Sequence[str]) -> list[AlignedRun]:
    """Align two texts; the runs cover all words and marks of both, in order.

    Words are aligned first, then the marks between words that match, so that a moved comma does not disturb the words.

    >>> [run.source for run in compare(["a", "red", "fox"], ["A", "fox"]) if not run.same]
    [(1, 1)]
    """
    given_places, source_places = ([i for i, word in enumerate(text) if is_word(word)] for text in (given, source))
    runs: list[AlignedRun] = []
    i = j = 0
    for run in _runs([given[at] for at in given_places], [source[at] for at in source_places]):
        for a, b in (
            zip(given_places[slice(*run.given)], source_places[slice(*run.source)], strict=True) if run.same else ()
        ):
            runs += [*_shifted(_runs(given[i:a], source[j:b]), i, j), AlignedRun(True, (a, a + 1), (b, b + 1))]
            i, j = a + 1, b + 1
    return _merged([*runs, *_shifted(_runs(given[i:], source[j:]), i, j)])


def _runs(given: Sequence[str], source: Sequence[str]) -> list[AlignedRun]:
    """Align by the longest common subsequence, ignoring case."""
    codes = Indel.opcodes([word.casefold() for word in given], [word.casefold() for word in source])
    return [AlignedRun(c.tag == "equal", (c.src_start, c.src_end), (c.dest_start, c.dest_end)) for c in codes]


def _shifted(runs: Iterable[AlignedRun], i: int, j: int) -> Iterator[AlignedRun]:
    for run in runs:
        (a, b), (c, d) = run.given, run.source
        yield AlignedRun(run.same, (a + i, b + i), (c + j, d + j))


def _merged(runs: Iterable[AlignedRun]) -> list[AlignedRun]:
    """Join neighbouring runs of the same kind."""
    merged: list[AlignedRun] = []
    for run in runs:
        if merged and merged[-1].same is run.same:
            last = merged.pop()
            run = AlignedRun(run.same, (last.given[0], run.given[1]), (last.source[0], run.source[1]))
        merged.append(run)
    return merged


def without_foreign_ends(runs: Sequence[AlignedRun], given: Sequence[str], source: Sequence[str]) -> list[AlignedRun]:
    """Cut the source back at an end of the quotation that is foreign to it.

    Around the best matching runs, an end of the quotation is foreign if it has three or more words of which fewer than
    a third match the source. It then faces no words of the source. An end that differs but is not foreign faces only
    those words of the source that are most similar to it.
    """
    first, last = _best(runs, given, source)
    head, core, tail = list(runs[:first]), list(runs[first:last]), list(runs[last:])
    if _are_foreign(head, given):
        at = core[0].source[0]
        head = [AlignedRun(False, (0, core[0].given[0]), (at, at))]
    if _are_foreign(tail, given):
        at = core[-1].source[1]
        tail = [AlignedRun(False, (core[-1].given[1], len(given)), (at, at))]
    return _with_fitted_ends([*head, *core, *tail], given, source)


def _with_fitted_ends(runs: list[AlignedRun], given: Sequence[str], source: Sequence[str]) -> list[AlignedRun]:
    """At both ends, keep only those words of the source that are most similar to the quotation's words there."""
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
    """Return the runs [first, last) in which matching words outnumber the others by most (Kadane's algorithm)."""
    best, place, total, start = 0, (0, len(runs)), 0, 0
    for i, run in enumerate(runs):
        words = _count_words(given, run.given)
        total += words if run.same else -max(words, _count_words(source, run.source))
        if total <= 0:
            total, start = 0, i + 1
        elif total > best:
            best, place = total, (start, i + 1)
    return place


def is_foreign(run: AlignedRun, given: Sequence[str]) -> bool:
    """True for a run of at least three words of the quotation that faces no word of the source."""
    return run.source[0] == run.source[1] and _count_words(given, run.given) >= _LEAST_FOREIGN


def _are_foreign(runs: Sequence[AlignedRun], given: Sequence[str]) -> bool:
    words = sum(_count_words(given, run.given) for run in runs)
    same = sum(_count_words(given, run.given) for run in runs if run.same)
    return words >= _LEAST_FOREIGN and same < words * _FOREIGN_SHARE


def _count_words(words: Sequence[str], within: WordRange) -> int:
    return sum(is_word(word) for word in words[within[0] : within[1]])
