"""A paper's tables, put together from their row passages, with what each column holds."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import groupby

from kutip import budget
from kutip.language import LANGUAGES, PAPERS_LANGUAGE
from kutip.language.united import any_of
from kutip.metadata.facts import language_of
from kutip.text.terms import terms
from kutip.types import Cell, Document, Passage
from retriever.answers.tables.cell_values import (
    CellNumber,
    Marks,
    Moment,
    cell_number,
    is_not_given,
    is_numbering,
    moment,
    ordinals_in,
    years_in,
)
from retriever.answers.tables.table_question import MEASURES
from retriever.citations.apa import author_and_year
from retriever.query.glossary import Glossary

_PARTED = " · "  # between the parts of a context, and between the lines of a column's name
_LABEL = re.compile(rf"{any_of('papers.tables', 'papers.appendices')}\s+(?:\d+|[A-Z]\b)(?:\.\d+)*", re.IGNORECASE)
_MOMENT = re.compile(rf"\b{any_of('tables.moments')}\b", re.IGNORECASE)
_SHARE = re.compile(rf"%|\b(?:{any_of('numbers.shares')}|{any_of('questions.shares')})\b", re.IGNORECASE)
_UNIT = re.compile(r"\([^()]*\)")
_NAME = re.compile(r"\b(?=[^\W_]*[A-Z][^\W_]*[A-Z])[^\W\d_][^\W_]+\b")  # at least two capitals: "OPEC", "MoU"
_SHORT_LABEL = 4  # words of a label, such as a country's name, that may be translated
_MOSTLY = 0.8  # share of a column's cells that have to name a year for it to hold dates


class ColumnKind(StrEnum):
    """What the cells of a column hold."""

    NUMBERING = "numbering"
    YEAR = "year"
    DATE = "date"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class TypedColumn:
    """A column.

    Attributes:
        at: Its place in the rows' cells, from 0.
        name: Its name as the paper has it; "" for the rows' own labels.
        kind: What its cells hold.
        terms: The terms of its name.
        measured: Those that name what is counted: no unit, no year, no "number of".
        years: The years in its name.
        is_share: Whether its numbers are shares of something, such as percentages.
        recurs: Whether several rows have the same text in it, as in a column of kinds.
    """

    at: int
    name: str
    kind: ColumnKind
    terms: frozenset[str]
    measured: frozenset[str]
    years: tuple[int, ...]
    is_share: bool = False
    recurs: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class TypedRow:
    """A row: its passage and the number and time of each of its cells, by the column's place."""

    passage: Passage
    numbers: tuple[CellNumber | None, ...]
    moments: tuple[Moment | None, ...]
    cell_terms: tuple[frozenset[str], ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Its cells."""
        return self.passage.cells

    @property
    def ordinals(self) -> frozenset[int]:
        """The ordinals that its cells write with digits."""
        return frozenset(one for cell in self.cells for one in ordinals_in(cell.text))


@dataclass(frozen=True, eq=False)
class TypedTable:
    """A table of a paper.

    Attributes:
        document_id: The paper.
        paper: Its authors and year: "Smith & Lee, 2020".
        caption: Its caption, or the innermost heading above it.
        columns: Its columns.
        rows: Its rows, in the paper's order.
        is_in_papers_language: Whether its paper is in the language of most papers.
    """

    document_id: str
    paper: str
    caption: str
    columns: tuple[TypedColumn, ...]
    rows: tuple[TypedRow, ...]
    is_in_papers_language: bool = True

    @cached_property
    def label(self) -> str:
        """What it is called: "Table 1", as its caption has it; without a number, the caption."""
        found = _LABEL.match(self.caption)
        return found[0] if found is not None else self.caption

    @property
    def cited(self) -> str:
        """What it is called, and whose it is: "Table 1 (Smith & Lee, 2020)"."""
        return f"{self.label} ({self.paper})"

    @property
    def told(self) -> str:
        """Its caption without its number."""
        return _LABEL.sub("", self.caption, count=1).lstrip(" .:–—-")

    @cached_property
    def subject(self) -> frozenset[str]:
        """The terms of its caption and its columns' names."""
        return all_terms(self.told).union(*(column.terms for column in self.columns))

    @cached_property
    def names(self) -> frozenset[str]:
        """The terms of short names in its caption and its columns' names: "OPEC"."""
        texts = (self.told, *(column.name for column in self.columns))
        found = (name for text in texts if not text.isupper() for name in _NAME.findall(text))
        return frozenset(term for name in found for term in terms(name))

    @cached_property
    def time_column(self) -> TypedColumn | None:
        """The column that says when each row was; None without exactly one."""
        found = [column for column in self.columns if column.kind in (ColumnKind.YEAR, ColumnKind.DATE)]
        return found[0] if len(found) == 1 else None

    @cached_property
    def label_column(self) -> TypedColumn:
        """The column that says what each row is about: the first of text, else the first that numbers no rows."""
        told = [column for column in self.columns if column.kind is not ColumnKind.NUMBERING]
        texts = [column for column in told if column.kind is ColumnKind.TEXT]
        return (texts or told or list(self.columns))[0]

    @cached_property
    def by_ordinal(self) -> dict[int, list[TypedRow]]:
        """The rows that carry an ordinal, such as "5th meeting", by it."""
        found: dict[int, list[TypedRow]] = {}
        for row in self.rows:
            for one in ordinals_in(row.cells[self.label_column.at].text):
                found.setdefault(one, []).append(row)
        return found

    @cached_property
    def label_is_measure(self) -> bool:
        """Whether its rows' labels say what is counted, since its columns only name years."""
        numbers = [column for column in self.columns if column.kind is ColumnKind.NUMBER]
        return bool(numbers) and not any(column.measured for column in numbers)


def tables_of(document: Document, passages: Sequence[Passage]) -> tuple[TypedTable, ...]:
    """The tables of a paper, from its passages in the paper's order."""
    language = language_of(document)
    paper = author_and_year(document)
    return tuple(_table(caption, run, language, paper) for caption, run in _runs(passages))


def _runs(passages: Sequence[Passage]) -> Iterator[tuple[str, list[Passage]]]:
    """The rows that stand together under one caption, with the same columns; a numbered table may be interrupted."""
    found: dict[tuple[object, ...], list[Passage]] = {}
    numbered = groupby(enumerate(passages), key=lambda pair: bool(pair[1].cells))
    for at, (are_rows, run) in enumerate(numbered):
        for _, passage in run if are_rows else ():
            budget.check()
            caption = _caption(passage)
            columns = tuple(cell.column for cell in passage.cells)
            place = None if _LABEL.match(caption) else at
            found.setdefault((caption, columns, place), []).append(passage)
    yield from ((str(key[0]), rows) for key, rows in found.items())


def _caption(passage: Passage) -> str:
    """The caption in a row's context, which is the headings, the caption, the columns' names, and shared cells."""
    headings = set(passage.heading)
    names = {line for cell in passage.cells for line in (cell.column, *cell.column.split(_PARTED))}
    shared = tuple(f"{cell.column}: {cell.text}" for cell in passage.cells if cell.column)
    parts = [
        part for part in passage.context.split(_PARTED) if part not in names and not part.startswith(shared or ("\n",))
    ]
    told = [part for part in parts if part not in headings] or [part for part in parts if _LABEL.match(part)]
    labelled = [part for part in told if _LABEL.match(part)]
    return (labelled or told or list(passage.heading[-1:]) or [""])[0]


def _table(caption: str, passages: Sequence[Passage], language: str, paper: str) -> TypedTable:
    names = [cell.column for cell in passages[0].cells]
    texts = [[one.cells[at].text for one in passages] for at in range(len(names))]
    usual = "," if language == PAPERS_LANGUAGE.code else "."
    marks = Marks.of([text for column in texts for text in column], usual=usual)
    columns = tuple(
        _column(at, name, own, marks, language) for at, (name, own) in enumerate(zip(names, texts, strict=True))
    )
    rows = tuple(_row(one, columns, marks) for one in passages)
    return TypedTable(passages[0].document_id, paper, caption, columns, rows, language == PAPERS_LANGUAGE.code)


def _column(at: int, name: str, cells: Sequence[str], marks: Marks, language: str) -> TypedColumn:
    bare, years = _MOMENT.sub(" ", _UNIT.sub(" ", name)), years_in(name)
    is_share = _SHARE.search(name) is not None or any(_SHARE.search(text) for text in cells)
    recurs = len({*cells}) < len(cells)
    measured = frozenset(terms(bare, language)) - MEASURES - {str(year) for year in years}
    return TypedColumn(at, name, _kind(at, name, cells, marks), all_terms(name), measured, years, is_share, recurs)


def _kind(at: int, name: str, cells: Sequence[str], marks: Marks) -> ColumnKind:
    given = [text for text in cells if not is_not_given(text)]
    if at == 0 and all(is_numbering(name, text) for text in cells):
        return ColumnKind.NUMBERING
    if given and all(text.strip().isdigit() and years_in(text) for text in given):
        return ColumnKind.YEAR
    if given and all(cell_number(text, marks) is not None for text in given):
        return ColumnKind.NUMBER
    dated = [text for text in given if moment(text) is not None]
    return ColumnKind.DATE if len(dated) >= max(1, _MOSTLY * len(cells)) else ColumnKind.TEXT


def _row(passage: Passage, columns: Sequence[TypedColumn], marks: Marks) -> TypedRow:
    numbers, moments = [], []
    for column, cell in zip(columns, passage.cells, strict=True):
        is_number = column.kind is ColumnKind.NUMBER
        is_time = column.kind in (ColumnKind.YEAR, ColumnKind.DATE)
        numbers.append(cell_number(cell.text, marks) if is_number else None)
        moments.append(moment(cell.text) if is_time else None)
    return TypedRow(passage, tuple(numbers), tuple(moments), tuple(terms_of_cell(cell.text) for cell in passage.cells))


def terms_of_cell(text: str) -> frozenset[str]:
    """The terms of a cell; a short name counts in the papers' language too: "Philippines" for "Filipina"."""
    own = all_terms(text)
    if len(text.split()) > _SHORT_LABEL or not text[:1].isupper():
        return own
    return own.union(*(terms(glossary.translate(text).text) for glossary in _glossaries()))


@lru_cache(maxsize=1)
def _glossaries() -> tuple[Glossary, ...]:
    return tuple(Glossary.read(one.translating) for one in LANGUAGES.values() if one.translating is not None)


def all_terms(text: str) -> frozenset[str]:
    """The terms of a text by the stems of every language."""
    return frozenset(term for code in LANGUAGES for term in terms(text, code))
