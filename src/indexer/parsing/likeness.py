"""Judges how alike the rows of a table look when they are cut into cells."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from indexer.parsing.row_tokens import NUMERIC, RowToken, Tokens, dates_in
from kutip.language.united import any_of

_DATE_NAME = re.compile(rf"\b{any_of('papers.date_columns')}\b", re.IGNORECASE)
_A_DATE = "<date>"
_NO_DATE_HEADER = 3.0  # penalty; more than the hard line ends after such a column can earn
_FITS = 10.0  # cues that fit every row beat cues that fit most, however alike the rows then look
AGREE = 0.8  # share of rows in which a cue must hold; the other rows are then cut to resemble those

Shapes = tuple[str, ...]  # the words of a row or cell
Cut = tuple[int, ...] | None  # of a row: the token numbers at which its cells but the first begin


class Likeness:
    """Scores how alike the rows of a table look, and how well line ends and dates fit, when they are cut into cells."""

    def __init__(self, rows: Sequence[Tokens], names: Sequence[str]) -> None:
        self._rows = rows
        self._shapes = [shapes_of(row) for row in rows]
        self._dates = [[i for i, shape in enumerate(shapes) if i and shape == _A_DATE] for shapes in self._shapes]
        self._bound = _phrases(rows)
        self._named_for_dates = [_DATE_NAME.search(name) is not None for name in names]

    def __call__(self, cuts: Sequence[Cut]) -> float:
        """Return the score of the rows' cuts, at least one of which is known.

        Per column: few different first words, last words and lengths score high. Hard line ends between cells score,
        soft ones cost. A date should begin its cell, and a column with only dates should have a name for dates.
        """
        known = [(number, cut) for number, cut in enumerate(cuts) if cut is not None]
        score = _FITS * len(known) / len(cuts)
        for j in range(len(known[0][1]) + 1):
            score += self._column_score(known, j)
        for number, cut in known:
            row = self._rows[number]
            score += sum(_boundary_score(row[i]) for i in cut) / len(known)
            score -= 2.0 * sum((row[i - 1].text, row[i].text) in self._bound for i in cut) / len(known)
            score -= sum(i not in cut for i in self._dates[number]) / len(known)
        return score

    def _column_score(self, known: Sequence[tuple[int, tuple[int, ...]]], j: int) -> float:
        first: Counter[str] = Counter()
        last: Counter[str] = Counter()
        lengths: Counter[int] = Counter()
        for number, cut in known:
            shapes = self._shapes[number]
            start, end = cut[j - 1] if j else 0, cut[j] if j < len(cut) else len(shapes)
            first[shapes[start]] += 1
            last[shapes[end - 1]] += 1
            lengths[end - start] += 1
        alike = _concentration(first) + _concentration(last) + _concentration(lengths)
        only_dates = first[_A_DATE] >= AGREE * len(known) and lengths[1] >= AGREE * len(known)
        return alike - _NO_DATE_HEADER * (only_dates and not self._named_for_dates[j])


class CellLikeness:
    """Counts the cells that are known, column by column, and scores how much a row's cells resemble them."""

    def __init__(self, known: Sequence[tuple[Tokens, tuple[int, ...]]]) -> None:
        columns = len(known[0][1]) + 1
        self._first: list[Counter[str]] = [Counter() for _ in range(columns)]
        self._last: list[Counter[str]] = [Counter() for _ in range(columns)]
        self._whole: list[Counter[Shapes]] = [Counter() for _ in range(columns)]
        for row, cut in known:
            for j, cell in enumerate(_cells(shapes_of(row), cut)):
                self._first[j][cell[0]] += 1
                self._last[j][cell[-1]] += 1
                self._whole[j][cell] += 1

    def __call__(self, shapes: Shapes, cut: tuple[int, ...]) -> int:
        """Count the known cells with the same first word, those with the same last word, and the equal ones twice."""
        return sum(
            self._first[j][cell[0]] + self._last[j][cell[-1]] + 2 * self._whole[j][cell]
            for j, cell in enumerate(_cells(shapes, cut))
        )


def _phrases(rows: Sequence[Tokens]) -> set[tuple[str, str]]:
    """Return the pairs of words that always occur together and are never divided by a hard line end."""
    pairs = [pair for row in rows for pair in pairwise(row)]
    counts = Counter((a.text, b.text) for a, b in pairs)
    words = Counter(token.text for row in rows for token in row)
    parted = {(a.text, b.text) for a, b in pairs if b.hard}
    return {(a, b) for (a, b), n in counts.items() if n > 1 and words[a] == words[b] == n and (a, b) not in parted}


def _boundary_score(after: RowToken) -> float:
    """Score a cell boundary before a word: a hard line end speaks for it, a soft one against it."""
    return 1.0 if after.hard else -0.5 if after.soft else 0.0


def _concentration(counts: Counter[str] | Counter[int]) -> float:
    """Return the probability that two random rows, drawn with replacement, agree."""
    total = sum(counts.values())
    return sum((n / total) ** 2 for n in counts.values())


def _cells(shapes: Shapes, cut: tuple[int, ...]) -> list[Shapes]:
    bounds = (0, *cut, len(shapes))
    return [shapes[a:b] for a, b in pairwise(bounds)]


def shapes_of(row: Tokens) -> Shapes:
    """Return the words of a row, with one word for all dates and one for all numbers."""
    return tuple(_shape(token) for token in row)


def _shape(token: RowToken) -> str:
    if dates_in(token.text):
        return _A_DATE
    return "<number>" if NUMERIC.fullmatch(token.text) else token.text
