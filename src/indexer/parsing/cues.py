"""Divides flattened rows into cells by cues that the rows of a table share.

A cell's end is not marked, but it is usually marked alike in all rows of a table: a date starts the last column, the
same word ends the second, one of a few words fills the third. Every combination of such cues is tried. The one that
makes the rows most alike, with hard line ends between cells, wins.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, islice, pairwise, product
from math import comb

from indexer.parsing.headings import SMALL_WORDS
from indexer.parsing.likeness import AGREE, CellLikeness, Cut, Likeness, shapes_of
from indexer.parsing.row_tokens import NUMERIC, RowToken, Tokens, dates_in

_ROWS_TO_AGREE = 4  # in fewer rows words repeat at the same places by chance, so only dates serve as cues
_MOST_TRIED = 5_000  # largest number of combinations tried, a few seconds; the tables of the papers need at most 171

_MOST_STEPS = 1_000_000  # largest product of combinations, rows and columns, about a second
_TRIED_PER_ROW = 100  # cuts of failing rows that are tried in a table, per row of the table
_FEWEST_PAIRS = 200  # pairs of words that are tried in any table
_MOST_PAIRED = 100_000  # product of pairs and rows up to which more pairs are tried

Cue = Callable[[Tokens], int | None]
CuePlaces = tuple[int | None, ...]  # per row: the number of a token, None if the cue is not in the row


def _before_date(row: Tokens) -> int | None:
    return next((i for i, token in enumerate(row) if i and dates_in(token.text)), None)


def prose_start(row: Tokens) -> int | None:
    """Return the first capitalised word followed by a lower-case one: where a title ends and a sentence begins."""
    return next((i for i in range(1, len(row) - 1) if opens_prose(row, i)), None)


def opens_prose(row: Tokens, i: int) -> bool:
    """True if word i, not the last, begins with a capital and the next one in lower case."""
    return row[i].text[:1].isupper() and row[i + 1].text[:1].islower()


def _after_common_first(rows: Sequence[Tokens]) -> Cue:
    """Make a cue: after the first word, if at least 80% of the rows begin with the same one."""
    word, count = Counter(row[0].text for row in rows).most_common(1)[0]
    usual = word if count >= AGREE * len(rows) else None
    return lambda row: 1 if len(row) > 1 and row[0].text == usual else None


def _new_words_tail(row: Tokens) -> int | None:
    """Return the start of the last lines that are set apart and repeat no earlier word of the row.

    Such lines are a closing label after names that repeat earlier ones.
    """
    start = len(row)
    first = {token.text: i for i, token in reversed(list(enumerate(row)))}
    for place in range(len(row) - 1, 0, -1):
        if not (row[place].hard or row[place].soft):
            continue
        if not row[place].gap or any(first[t.text] < place for t in row[place:start] if not t.text[0].islower()):
            break
        start = place
    return start if start < len(row) else None


def _word_places(rows: Sequence[Tokens]) -> Iterator[CuePlaces]:
    """Yield where the rows have certain words or either of two words, each row once: the place before, that after."""
    before = [{token.text: i for i, token in _backwards(row) if i > 0} for row in rows]
    after = [{token.text: i + 1 for i, token in _backwards(row[:-1])} for row in rows]
    for words in _words_in_each_row(rows):
        for places in (before, after):
            yield tuple(min((place[word] for word in words if word in place), default=None) for place in places)


def _backwards(row: Tokens) -> Iterator[tuple[int, RowToken]]:
    return reversed(list(enumerate(row)))


def _words_in_each_row(rows: Sequence[Tokens]) -> Iterator[tuple[str, ...]]:
    """Yield words, and pairs of words, that occur exactly once in at least 80% of the rows; pairs in all rows.

    The rows of one word of a pair are then those in which the other does not occur.
    """
    need = AGREE * len(rows)
    rows_of: dict[str, list[int]] = defaultdict(list)
    repeated: set[str] = set()
    for number, row in enumerate(rows):
        for word, n in Counter(token.text for token in row).items():
            if n == 1:
                rows_of[word].append(number)
            else:
                repeated.add(word)
    yield from ((word,) for word, held in rows_of.items() if len(held) >= max(2, need))
    words_of: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for word, held in rows_of.items():
        if word not in repeated and 2 <= len(held) < need:
            words_of[tuple(held)].append(word)
    yield from islice(_pairs(words_of, len(rows)), max(_FEWEST_PAIRS, _MOST_PAIRED // len(rows)))


def _pairs(words_of: Mapping[tuple[int, ...], Sequence[str]], rows: int) -> Iterator[tuple[str, str]]:
    """Yield each pair of words in the same kind of capitals of which every row contains one."""
    for held, words in words_of.items():
        if 2 * len(held) < rows or (2 * len(held) == rows and held[0] != 0):
            continue  # the pair is found by its other word
        missing = tuple(sorted(frozenset(range(rows)).difference(held)))
        for one, other in product(words, words_of.get(missing, ())):
            if one.isupper() == other.isupper():
                yield one, other


def cut_rows(rows: Sequence[Tokens], names: Sequence[str]) -> list[Cut]:
    """Return for each row the C - 1 token numbers at which its columns are divided; None if no cues fit."""
    filled = [row for row in rows if row]
    if len(names) <= 1 or not filled:
        return [() if names and row else None for row in rows]
    cuts = iter(_cuts_of_filled(filled, names))
    return [next(cuts) if row else None for row in rows]


def _cuts_of_filled(rows: Sequence[Tokens], names: Sequence[str]) -> list[Cut]:
    numeric = [_numeric_cut(row, len(names)) for row in rows]
    if all(cut is not None for cut in numeric):
        return numeric
    cues: list[Cue] = [_before_date]
    if len(rows) >= _ROWS_TO_AGREE:
        cues += [prose_start, _new_words_tail, _after_common_first(rows)]
    places: set[CuePlaces] = {tuple(cue(row) for row in rows) for cue in cues}
    if len(rows) >= _ROWS_TO_AGREE:
        places.update(_word_places(rows))
    usable = sorted((p for p in places if sum(i is not None for i in p) >= AGREE * len(rows)), key=str)
    best: tuple[float, list[Cut]] | None = None
    tried = comb(len(usable), len(names) - 1)
    if tried > _MOST_TRIED or tried * len(rows) * len(names) > _MOST_STEPS:
        return [None] * len(rows)
    score_of = Likeness(rows, names)
    for chosen in combinations(usable, len(names) - 1):
        ordered = sorted(chosen, key=_mean_place)
        cut = [_valid_cut(row, place) for row, place in zip(rows, zip(*ordered, strict=True), strict=True)]
        if sum(c is not None for c in cut) < AGREE * len(rows):
            continue
        score = score_of(cut)
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


def _complete(rows: Sequence[Tokens], cuts: Sequence[Cut]) -> list[Cut]:
    """Cut the rows in which a cue failed so that their cells most resemble those of the other rows."""
    known = [(row, cut) for row, cut in zip(rows, cuts, strict=True) if cut is not None]
    width = len(known[0][1])
    likeness: CellLikeness | None = None
    completed: list[Cut] = []
    left = max(_MOST_TRIED, _TRIED_PER_ROW * len(rows))
    for row, cut in zip(rows, cuts, strict=True):
        tries = comb(len(row) - 1, width)
        if cut is not None or tries > min(_MOST_TRIED, left):
            completed.append(cut)
            continue
        left -= tries
        likeness = likeness or CellLikeness(known)
        options = combinations(range(1, len(row)), width)
        shapes = shapes_of(row)
        scored = [(likeness(shapes, option), option) for option in options if _valid_cut(row, option)]
        top = max(scored, default=(0, None))
        completed.append(top[1] if top[0] > 0 else None)
    return completed
