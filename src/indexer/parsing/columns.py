"""Finds the columns of a flattened table: their names in the header and each row's cells."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from indexer.parsing.cues import cut_rows, opens_prose, prose_start
from indexer.parsing.row_tokens import NUMERIC, RowToken, Tokens
from kutip.language.united import union
from kutip.types import Span

_JOINS = union("papers.column_joins")
_PARTICIPLES = union("papers.column_participles")
_NAME_ENDS = union("papers.column_nouns") | _PARTICIPLES
_ROW_NUMBERS = union("papers.row_numbers") | {"#"}
_NUMBER_LABEL = re.compile(r"\d{1,3}\.{0,2}")

Opening = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowCell:
    """A cell of a row; `shared` if it is printed in a row above and spans this row too."""

    column: str
    tokens: tuple[RowToken, ...]
    shared: bool = False

    @property
    def span(self) -> Span:
        """The span from its first character to its last."""
        return Span(self.tokens[0].start, self.tokens[-1].end)


@dataclass(frozen=True, slots=True)
class Row:
    """A row's cells in column order."""

    cells: tuple[RowCell, ...]


def header_names(text: str) -> list[str]:
    """Find the column names in a header that has lost its columns: a name ends at a noun that is typical of headers.

    >>> header_names("No. UNESCO Forum UNESCO Chair Organizing")
    ['No.', 'UNESCO Forum', 'UNESCO Chair', 'Organizing']
    >>> header_names("Year 2020 2021 2022")
    ['', 'Year 2020', 'Year 2021', 'Year 2022']
    """
    words, goes_on = text.split(), _JOINS | _PARTICIPLES
    if len(words) > 2 and all(NUMERIC.fullmatch(word) for word in words[1:]):
        return ["", *(f"{words[0]} {word}" for word in words[1:])]
    names: list[list[str]] = [[]]
    for i, word in enumerate(words):
        names[-1].append(word)
        following = words[i + 1].casefold() if i + 1 < len(words) else ""
        ends = word.casefold().strip(".") in _NAME_ENDS
        if ends and following and following not in goes_on:
            names.append([])
    return [" ".join(name) for name in names if name]


def header_tells_figures(text: str, rows: Sequence[Tokens]) -> bool:
    """True if each word of a header names a column: all rows are a label and as many figures as words follow the first.

    A single row tells nothing, nor does a single figure.
    """
    figures = {sum(1 for _ in takewhile(_is_figure, reversed(row))) for row in rows}
    return len(rows) > 1 and len(figures) == 1 and min(figures) + 1 == len(text.split()) > 2


def _is_figure(token: RowToken) -> bool:
    return NUMERIC.fullmatch(token.text) is not None


def numbers_rows(name: str) -> bool:
    """True if a column of this name contains row numbers.

    >>> [numbers_rows(name) for name in ("No.", "#", "Number of cases")]
    [True, True, False]
    """
    return name.casefold().rstrip(".") in _ROW_NUMBERS


def segment(rows: Sequence[Tokens], names: Sequence[str]) -> list[list[Row]]:
    """Divide rows into cells; a row that contains several rows, with cells that span them, yields all of them.

    Args:
        rows: N rows of tokens, row number included.
        names: C column names; [] without a header.

    Returns:
        N lists of one or more rows.
    """
    labelled = bool(names) and numbers_rows(names[0])
    columns = list(names)[labelled:]
    numbers = [1 if labelled and _NUMBER_LABEL.fullmatch(row[0].text) else 0 for row in rows]
    shared = _shared_openings(rows) if labelled and len(columns) > 1 and len(rows) > 1 else frozenset()
    divided = [_split_double_row(row, shared) for row in rows]
    cuts = cut_rows([list(parts[0])[n:] for parts, n in zip(divided, numbers, strict=True)], columns)
    segmented: list[list[Row]] = []
    for row, n, parts, cut in zip(rows, numbers, divided, cuts, strict=True):
        label = [RowCell(names[0], tuple(row[:n]))] if n else []
        if cut is None:
            whole = [RowCell(" · ".join(columns), tuple(row[n:]))] if row[n:] else []
            segmented.append([Row((*label, *whole))])
            continue
        bounds = [n, *(n + place for place in cut), len(parts[0])]
        cells = [RowCell(c, tuple(parts[0][a:b])) for c, a, b in zip(columns, bounds, bounds[1:], strict=False)]
        segmented.append([Row((*label, *cells)), *(_shared_row(part, label, cells) for part in parts[1:])])
    return segmented


def _shared_row(part: Tokens, label: Sequence[RowCell], above: Sequence[RowCell]) -> Row:
    """Build a second row under the same number: first and last cell are its own, the others from the row above."""
    cut = prose_start(part)  # not None: _split_double_row splits a row only where a sentence follows
    shared_cells = [RowCell(cell.column, cell.tokens, shared=True) for cell in (*label, *above[1:-1])]
    own_cells = (RowCell(above[0].column, tuple(part[:cut])), RowCell(above[-1].column, tuple(part[cut:])))
    return Row((*shared_cells[: len(label)], own_cells[0], *shared_cells[len(label) :], own_cells[1]))


def _split_double_row(row: Tokens, shared: Container[Opening]) -> list[Tokens]:
    """Split a numbered row where a second one begins in it.

    That is after a full stop at a hard line end, with words that begin a second row under every number and with a
    sentence after them.

    Args:
        row: The row.
        shared: The openings that all rows of the table have.
    """
    last_prose = max((i for i in range(1, len(row) - 1) if opens_prose(row, i)), default=0)
    for start, opening in _openings(row):
        if opening in shared and start < last_prose:
            return [row[:start], row[start:]]
    return [row]


def _openings(row: Tokens) -> Iterator[tuple[int, Opening]]:
    """Yield each place where a second row may begin, with the one or two words that stand there."""
    for i in range(2, len(row)):
        if row[i].hard and row[i - 1].text.endswith("."):
            yield i, tuple(token.text for token in row[i : i + 2])


def _shared_openings(rows: Sequence[Tokens]) -> frozenset[Opening]:
    """Return the words that may begin a second row in all rows."""
    return frozenset.intersection(*(frozenset(opening for _, opening in _openings(row)) for row in rows))
