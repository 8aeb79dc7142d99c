"""Divides flattened rows into cells by cues that the rows of a table share.

A cell's end is not marked, but it is usually marked alike in all rows of a table: a date starts the last column, the
same word ends the second, one of a few words fills the third. Every combination of such cues is tried. The one that
makes the rows most alike, with hard line ends between cells, wins.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import combinations, pairwise
from math import comb

from indexer.parsing.headings import SMALL_WORDS
from indexer.parsing.row_tokens import NUMERIC, RowToken, Tokens, dates_in
from kutip.language.united import any_of

_DATE_NAME = re.compile(rf"\b{any_of('papers.date_columns')}\b", re.IGNORECASE)
_A_DATE = "<date>"
_NO_DATE_HEADER = 3.0  # penalty; more than the hard line ends after such a column can earn
_FITS = 10.0  # cues that fit every row beat cues that fit most, however alike the rows then look
_AGREE = 0.8  # share of rows in which a cue must hold; the other rows are then cut to resemble those
_ROWS_TO_AGREE = 4  # in fewer rows words repeat at the same places by chance, so only dates serve as cues
_MOST_TRIED = 5_000  # largest number of combinations tried, a few seconds; the tables of the papers need at most 171

Cue = Callable[[Tokens], int | None]


def _before(test: Callable[[RowToken], bool]) -> Cue:
    return lambda row: next((i for i, token in enumerate(row) if i and test(token)), None)


def _after(test: Callable[[RowToken], bool]) -> Cue:
    return lambda row: next((i + 1 for i, token in enumerate(row[:-1]) if test(token)), None)


def prose_start(row: Tokens) -> int | None:
    """Return the first capitalised word followed by a lower-case one: where a title ends and a sentence begins."""
    for i in range(1, len(row) - 1):
        if row[i].text[:1].isupper() and row[i + 1].text[:1].islower():
            return i
    return None


def _after_common_first(rows: Sequence[Tokens]) -> Cue:
    """Make a cue: after the first word, if at least 80% of the rows begin with the same one."""
    word, count = Counter(row[0].text for row in rows).most_common(1)[0]
    usual = word if count >= _AGREE * len(rows) else None
    return lambda row: 1 if len(row) > 1 and row[0].text == usual else None


def _new_words_tail(row: Tokens) -> int | None:
    """Return the start of the last lines that are set apart and repeat no earlier word of the row.

    Such lines are a closing label after names that repeat earlier ones.
    """
    start = len(row)
    for place in range(len(row) - 1, 0, -1):
        if not (row[place].hard or row[place].soft):
            continue
        before = {token.text for token in row[:place]}
        if not row[place].gap or any(t.text in before for t in row[place:start] if not t.text[0].islower()):
            break
        start = place
    return start if start < len(row) else None


def _word_cues(rows: Sequence[Tokens]) -> list[Cue]:
    """Make cues before and after words, or either of two words, that occur exactly once in at least 80% of the rows."""
    need = _AGREE * len(rows)
    counts = [Counter(token.text for token in row) for row in rows]
    once: Counter[str] = Counter(word for count in counts for word, n in count.items() if n == 1)
    frequent = [word for word, n in once.items() if n >= max(2, need)]
    sets = [frozenset({word}) for word in frequent]
    shared = [word for word, n in once.items() if 2 <= n < need]
    sets += [
        frozenset(pair)
        for pair in combinations(sorted(shared), 2)
        if pair[0].isupper() == pair[1].isupper() and all(sum(count[word] for word in pair) == 1 for count in counts)
    ]
    cues: list[Cue] = []
    for words in sets:
        test = lambda token, words=words: token.text in words  # noqa: E731
        cues += [_before(test), _after(test)]
    return cues


def cut_rows(rows: Sequence[Tokens], names: Sequence[str]) -> list[tuple[int, ...] | None]:
    """Return for each row the C - 1 token numbers at which its columns are divided; None if no cues fit."""
    filled = [row for row in rows if row]
    if len(names) <= 1 or not filled:
        return [() if names and row else None for row in rows]
    cuts = iter(_cuts_of_filled(filled, names))
    return [next(cuts) if row else None for row in rows]


def _cuts_of_filled(rows: Sequence[Tokens], names: Sequence[str]) -> list[tuple[int, ...] | None]:
    numeric = [_numeric_cut(row, len(names)) for row in rows]
    if all(cut is not None for cut in numeric):
        return numeric
    cues = [_before(lambda token: bool(dates_in(token.text)))]
    if len(rows) >= _ROWS_TO_AGREE:
        cues += [prose_start, _new_words_tail, _after_common_first(rows), *_word_cues(rows)]
    places = {tuple(cue(row) for row in rows) for cue in cues}
    usable = sorted((p for p in places if sum(i is not None for i in p) >= _AGREE * len(rows)), key=str)
    best: tuple[float, list[tuple[int, ...] | None]] | None = None
    if comb(len(usable), len(names) - 1) > _MOST_TRIED:
        return [None] * len(rows)
    for chosen in combinations(usable, len(names) - 1):
        ordered = sorted(chosen, key=_mean_place)
        cut = [_valid_cut(row, place) for row, place in zip(rows, zip(*ordered, strict=True), strict=True)]
        if sum(c is not None for c in cut) < _AGREE * len(rows):
            continue
        score = _score(rows, cut, names)
        if best is None or score > best[0]:
            best = (score, cut)
    return [None] * len(rows) if best is None else _complete(rows, best[1])


def _numeric_cut(row: Tokens, columns: int) -> tuple[int, ...] | None:
    """Divide a row whose last C - 1 cells are single numbers."""
    start = len(row) - (columns - 1)
    tail = row[start:] if start > 0 else []
    return tuple(range(start, len(row))) if tail and all(NUMERIC.fullmatch(t.text) for t in tail) else None


def _mean_place(places: Sequence[int | None]) -> float:
    known = [place for place in places if place is not None]
    return sum(known) / len(known)


def _valid_cut(row: Tokens, places: Sequence[int | None]) -> tuple[int, ...] | None:
    """Return the token numbers if all are known, they ascend, and a cell can end before each of them."""
    known = tuple(place for place in places if place is not None)
    apart = all(a < b for a, b in pairwise(known))
    whole = all(_may_split(row[i - 1], row[i]) for i in known)
    return known if apart and whole and len(known) == len(places) else None


def _may_split(before: RowToken, after: RowToken) -> bool:
    """True if a cell can end between two words: not after a comma, article or preposition, nor before lower case."""
    ends = before.text[-1] not in ",;" and before.text.casefold() not in SMALL_WORDS
    return ends and not after.text[0].islower()


def _score(rows: Sequence[Tokens], cuts: Sequence[tuple[int, ...] | None], names: Sequence[str]) -> float:
    """Score how alike the rows look and how well line ends and dates fit the cuts.

    Per column: few different first words, last words and lengths score high. Hard line ends between cells score, soft
    ones cost. A date should begin its cell, and a column with only dates should have a name for dates.
    """
    pairs = [(row, cut) for row, cut in zip(rows, cuts, strict=True) if cut is not None]
    score = _FITS * len(pairs) / len(rows)
    bound = _phrases(rows)
    for j in range(len(pairs[0][1]) + 1):
        first: Counter[str] = Counter()
        last: Counter[str] = Counter()
        lengths: Counter[int] = Counter()
        for row, cut in pairs:
            bounds = [0, *cut, len(row)]
            first[_shape(row[bounds[j]])] += 1
            last[_shape(row[bounds[j + 1] - 1])] += 1
            lengths[bounds[j + 1] - bounds[j]] += 1
        score += _concentration(first) + _concentration(last) + _concentration(lengths)
        only_dates = first[_A_DATE] >= _AGREE * len(pairs) and lengths[1] >= _AGREE * len(pairs)
        score -= _NO_DATE_HEADER * (only_dates and not _DATE_NAME.search(names[j]))
    for row, cut in pairs:
        score += sum(_boundary_score(row[i]) for i in cut) / len(pairs)
        score -= 2.0 * sum((row[i - 1].text, row[i].text) in bound for i in cut) / len(pairs)
        score -= sum(_shape(token) == _A_DATE for i, token in enumerate(row) if i and i not in cut) / len(pairs)
    return score


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


def _complete(rows: Sequence[Tokens], cuts: Sequence[tuple[int, ...] | None]) -> list[tuple[int, ...] | None]:
    """Cut the rows in which a cue failed so that their cells most resemble those of the other rows."""
    known = [(row, cut) for row, cut in zip(rows, cuts, strict=True) if cut is not None]
    width = len(known[0][1])
    completed: list[tuple[int, ...] | None] = []
    for row, cut in zip(rows, cuts, strict=True):
        if cut is not None:
            completed.append(cut)
            continue
        few = comb(len(row) - 1, width) <= _MOST_TRIED
        options = combinations(range(1, len(row)), width) if few else ()
        scored = [(_cell_likeness(row, option, known), option) for option in options if _valid_cut(row, option)]
        top = max(scored, default=(0, None))
        completed.append(top[1] if top[0] > 0 else None)
    return completed


def _cell_likeness(row: Tokens, cut: tuple[int, ...], known: Sequence[tuple[Tokens, tuple[int, ...]]]) -> float:
    bounds = [0, *cut, len(row)]
    score = 0.0
    for j in range(len(cut) + 1):
        cell = [_shape(token) for token in row[bounds[j] : bounds[j + 1]]]
        for other, places in known:
            ends = [0, *places, len(other)]
            other_cell = [_shape(token) for token in other[ends[j] : ends[j + 1]]]
            score += (cell[0] == other_cell[0]) + (cell[-1] == other_cell[-1]) + 2 * (cell == other_cell)
    return score


def _shape(token: RowToken) -> str:
    if dates_in(token.text):
        return _A_DATE
    return "<number>" if NUMERIC.fullmatch(token.text) else token.text
