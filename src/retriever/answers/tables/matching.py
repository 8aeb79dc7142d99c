"""Decides whether a question is about a table: each of its words has to name the table, a row, a column or nothing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kutip import budget
from kutip.language.united import any_of
from kutip.metadata.facts import facts_of
from kutip.text.terms import terms
from kutip.types import Document
from retriever.answers.counting import asks_for_share, asks_to_count
from retriever.answers.tables.table_question import MEASURES, TableQuestion, TableWord
from retriever.answers.tables.typed_table import ColumnKind, TypedColumn, TypedRow, TypedTable
from retriever.query.question_type import QuestionType

_ROLE = re.compile(any_of("tables.roles"), re.IGNORECASE)
_PLACE = re.compile(any_of("tables.places"), re.IGNORECASE)
_HOST = re.compile(any_of("tables.hosts"), re.IGNORECASE)
_MOMENT = re.compile(any_of("tables.moments"), re.IGNORECASE)
_ROLE_COLUMN = re.compile(rf"\b{any_of('tables.roles')}\b", re.IGNORECASE)
_ENOUGH = 0.5  # fraction of the words for what a column counts that name it
_SUBJECT_WORDS = 2  # words of a caption that name a table without its short name
_NAME_WORDS = 2  # words that name a row of which no other table speaks


@dataclass(frozen=True, slots=True)
class Filter:
    """Words of a question that stand together in a cell, and the rows that have them, each with the cell's column."""

    words: tuple[TableWord, ...]
    rows: dict[int, TypedColumn]


@dataclass(frozen=True)
class TableMatch:
    """What the words of a question are in a table.

    Attributes:
        table: The table.
        question: The question.
        named: The words that stand in its caption or in the names of its columns.
        filters: Those that choose rows.
        roles: Those for who has something held.
        places: Those for a kind of place that is asked for.
        left: Those that are nothing in it.
    """

    table: TypedTable
    question: TableQuestion
    named: tuple[TableWord, ...]
    filters: tuple[Filter, ...]
    roles: tuple[TableWord, ...]
    places: tuple[TableWord, ...]
    left: tuple[TableWord, ...]

    @cached_property
    def role_column(self) -> TypedColumn | None:
        """The column of who has something held; None without exactly one."""
        found = [one for one in self.table.columns if _ROLE_COLUMN.search(one.name)]
        return found[0] if len(found) == 1 else None

    @cached_property
    def rows(self) -> tuple[TypedRow, ...]:
        """The rows that all filters, ordinals, years and months choose."""
        return tuple(row for at, row in enumerate(self.table.rows) if self._is_chosen(at, row))

    def _is_chosen(self, at: int, row: TypedRow) -> bool:
        question, column = self.question, self.table.time_column
        if not all(at in one.rows for one in self.filters):
            return False
        if question.ordinals and not question.ordinals & row.ordinals:
            return False
        if question.years is None and not question.months:
            return True
        if column is None:  # the years may be those of its columns
            return not question.months and any(one.years for one in self.table.columns)
        moment = row.moments[column.at]
        if moment is None or (question.years is not None and moment.year not in question.years):
            return False
        return not question.months or moment.month in question.months

    @cached_property
    def measures(self) -> tuple[tuple[TypedColumn, ...], ...]:
        """The columns of numbers that its words name best; each tuple counts one thing, in one year or more.

        They are shares for a question for a share, and none for one that counts.
        """
        text = self.question.text
        return self.numbers_named((False,) if asks_for_share(text) else (True,) if asks_to_count(text) else ())

    def numbers_named(self, unlike: Sequence[bool] = ()) -> tuple[tuple[TypedColumn, ...], ...]:
        """The same without columns that are shares, or those that are none, as `unlike` says."""
        groups: dict[frozenset[str], list[TypedColumn]] = {}
        for column in self.table.columns:
            if column.kind is ColumnKind.NUMBER and column.is_share not in unlike:
                groups.setdefault(column.measured, []).append(column)
        named = {own: self._named_of(own) for own in groups}
        best = max(named.values(), default=(0.0, 0))
        if best[0] < _ENOUGH:
            rows_name_it = [group for own, group in groups.items() if not own and self._names_label()]
            return tuple(tuple(one) for one in rows_name_it)
        return tuple(tuple(groups[own]) for own, share in named.items() if share == best)

    @cached_property
    def counted(self) -> frozenset[str]:
        """The terms of what the numbers count that its words name: those of the column, or of the row's label."""
        measured = frozenset(term for group in self.measures for column in group for term in column.measured)
        label = self.table.label_column
        heads = [one.words[-1] for one in self.filters if label in one.rows.values()]
        return measured or frozenset(term for word in heads or self.named for form in word.forms for term in form)

    @cached_property
    def _said(self) -> frozenset[str]:
        words = (*self.named, *(word for one in self.filters for word in one.words))
        return frozenset(term for word in words for form in word.forms for term in form)

    def _named_of(self, measured: frozenset[str]) -> tuple[float, int]:
        """The fraction of what a column counts that the question's words name, and how many words that is."""
        return (len(measured & self._said) / len(measured), len(measured & self._said)) if measured else (0.0, 0)

    def _names_head_of_label(self) -> bool:
        """Whether its words name the noun of a label: "suspects" of "number of Norwegian suspects", not "Norwegian".

        It is the last word in the papers' language, the first one in others.
        """
        for row in self.table.rows:
            told = [one for one in terms(row.cells[self.table.label_column.at].text) if one not in MEASURES]
            if told and told[-1 if self.table.is_in_papers_language else 0] in self._said:
                return True
        return False

    def _names_label(self) -> bool:
        """Whether its words name what a row without a column's name counts: "Number of suspects"."""
        at = self.table.label_column.at
        if not self._names_head_of_label():
            return False
        if any(column.at == at and len(one.rows) == 1 for one in self.filters for column in one.rows.values()):
            return True
        only = frozenset(terms(self.table.rows[0].cells[at].text)) - MEASURES
        return len(self.table.rows) == 1 and self._named_of(only)[0] >= _ENOUGH


def match(table: TypedTable, question: TableQuestion, document: Document) -> TableMatch:
    """Find what each word of a question is in a table."""
    authors = frozenset(term for person in facts_of(document).people for term in terms(person.full))
    named: list[TableWord] = []
    roles, places, left = [], [], []
    said = frozenset(term for word in question.words for form in word.forms for term in form)
    runs: list[list[TableWord]] = [[]]
    has_role = any(_ROLE_COLUMN.search(column.name) for column in table.columns)
    for word in question.words:
        budget.check()
        if _is_measure(word) or word.is_in(authors):
            continue
        is_head = word.is_in(question.head)
        if not is_head and _chooses(word, table, said):
            runs[-1].append(word)
            continue
        runs.append([])
        if word.is_in(table.subject):
            named.append(word)
            if _is_like(_ROLE, word):
                roles.append(word)
        elif _is_like(_PLACE, word) and _asks_for_place(question):
            places.append(word)
        elif has_role and (_is_like(_ROLE, word) or _is_like(_HOST, word)):
            roles.append(word)
        else:
            left.append(word)
    filters = [one for run in runs if run for one in _filters(run, table)]
    return TableMatch(table, question, tuple(named), tuple(filters), tuple(roles), tuple(places), tuple(left))


def is_about(found: TableMatch, tables: Sequence[TypedTable]) -> bool:
    """Whether a question plainly names a table: by its number, a short name or words that only it has, what a column
    counts, or the name of a row of which no other table speaks.
    """
    table, question = found.table, found.question
    others = [one for one in tables if one is not table]
    if question.label is not None:
        return table.label.casefold().split()[-1] == question.label.casefold()
    elsewhere = frozenset(term for one in others for term in one.subject)
    own = [word for word in found.named if not word.is_in(elsewhere)]
    if any(word.is_in(table.names) for word in own) or (
        own and sum(word.size for word in found.named) >= _SUBJECT_WORDS
    ):
        return True
    counts = question.kind in (QuestionType.HOW_MANY, QuestionType.WHEN)
    if found.measures and (counts or (found.filters and question.kind is QuestionType.WHICH)):
        return True
    return any(_names_a_row(one, others) for one in found.filters)


def _names_a_row(one: Filter, others: Sequence[TypedTable]) -> bool:
    names = [word for word in one.words if word.is_name]
    if len(one.rows) != 1 or len(names) < _NAME_WORDS:
        return False
    held = [cell for table in others for row in table.rows for cell in row.cell_terms]
    return not any(all(word.is_in(cell) for word in names) for cell in held)


def _is_measure(word: TableWord) -> bool:
    """Whether a word is one for a number as such, or for a time: "rate", "year"."""
    return any(form <= MEASURES for form in word.forms) or _is_like(_MOMENT, word)


def _is_like(pattern: re.Pattern[str], word: TableWord) -> bool:
    """Whether a pattern fits a word as it was typed, or its translation."""
    return pattern.fullmatch(word.typed) is not None or pattern.fullmatch(word.english) is not None


def _asks_for_place(question: TableQuestion) -> bool:
    return question.kind in (QuestionType.WHERE, QuestionType.WHICH, QuestionType.LIST)


def _chooses(word: TableWord, table: TypedTable, said: frozenset[str]) -> bool:
    """Whether a word chooses rows: some cells have it, and it is no word for the whole table.

    One of the caption does so only where the question says all that a cell holds, such as a kind of post.
    """
    if not word.is_in(table.subject):
        return any(word.is_in(cell) for row in table.rows for cell in row.cell_terms)
    whole = (
        row.cell_terms[column.at]
        for column in table.columns
        if column != table.label_column or column.recurs
        for row in table.rows
    )
    return any(word.is_in(cell) and cell <= said for cell in whole)


def _filters(run: Sequence[TableWord], table: TypedTable) -> Iterator[Filter]:
    """The filters of words that follow each other: one for as many of them as a cell has together."""
    start = 0
    while start < len(run):
        end = start + 1
        while end < len(run) and _holders(run[start : end + 1], table):
            end += 1
        yield Filter(tuple(run[start:end]), _holders(run[start:end], table))
        start = end


def _holders(words: Sequence[TableWord], table: TypedTable) -> dict[int, TypedColumn]:
    """The rows with a cell that has all of some words, and that cell's column; the shortest such cell of a row."""
    found: dict[int, TypedColumn] = {}
    for at, row in enumerate(table.rows):
        cells = [one for one in table.columns if all(word.is_in(row.cell_terms[one.at]) for word in words)]
        if cells:
            found[at] = min(cells, key=lambda one: len(row.cells[one.at].text))
    return found
