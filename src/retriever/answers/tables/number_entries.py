"""Answers from the numbers of a table: one of them, the most, the fewest, their sum, the difference of two."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kutip.language.united import any_of
from kutip.types import Message
from kutip.types.messages import Value
from retriever.answers.tables.cell_values import CellNumber, is_not_given, years_in
from retriever.answers.tables.finding import (
    ENDS,
    EXTREMES,
    MOST_CELLS,
    TableFinding,
    cell_note,
    label_of,
    names_of,
    quoted,
)
from retriever.answers.tables.matching import TableMatch
from retriever.answers.tables.table_question import TableOperation
from retriever.answers.tables.typed_table import ColumnKind, TypedColumn, TypedRow
from retriever.query.question_type import QuestionType

_HOST = re.compile(rf"\b{any_of('tables.hosts')}\b", re.IGNORECASE)
_DIGITS = 6  # after the decimal mark, beyond which a sum only shows how computers add


@dataclass(frozen=True, slots=True)
class NumberEntry:
    """A number in a table: its row, its column, and the years that it is of."""

    row: TypedRow
    column: TypedColumn
    number: CellNumber | None
    years: tuple[int, ...]

    @property
    def text(self) -> str:
        """Its cell, as the paper has it."""
        return self.row.cells[self.column.at].text


def entries(found: TableMatch) -> list[NumberEntry]:
    """The numbers of what a question counts, in the rows and years that it asks for; none if several columns fit."""
    if len(found.measures) != 1:
        return []
    years = found.question.years
    listed = []
    for row in found.rows:
        for column in found.measures[0]:
            own = column.years or _years_of(found, row)
            if years is None or not own or any(year in years for year in own):
                listed.append(NumberEntry(row, column, row.numbers[column.at], own))
    return listed


def _years_of(found: TableMatch, row: TypedRow) -> tuple[int, ...]:
    column = found.table.time_column
    return years_in(row.cells[column.at].text) if column is not None else ()


def of_numbers(found: TableMatch) -> TableFinding | None:
    """What a question asks of the numbers of a table; None if they do not give it without doubt."""
    listed, question = entries(found), found.question
    if not listed or (question.years is not None and not any(one.years for one in listed)):
        return None
    if question.operation in ENDS:
        last = max(listed, key=lambda one: max(one.years, default=0))
        first = min(listed, key=lambda one: min(one.years, default=0))
        end = last if ENDS[question.operation] else first
        listed = [one for one in listed if one.years and one.years == end.years]
    match question.operation:
        case TableOperation.MOST | TableOperation.FEWEST:
            return _extreme(found, listed)
        case TableOperation.DIFFERENCE:
            return _difference(found, listed)
        case TableOperation.TOTAL:
            return _total(found, listed)
        case TableOperation.TIMES:
            return None
    if len(listed) == 1:
        return _of_entry(found, listed[0])
    is_sum = question.years is not None and question.years.is_span
    return _total(found, listed) if is_sum else None


def _of_entry(found: TableMatch, one: NumberEntry) -> TableFinding | None:
    if is_not_given(one.text):
        return TableFinding(found, (one.row,), None, _not_given(found, one), is_refusal=True)
    if one.number is None:
        return None
    value = None if one.number.is_range else one.number.low
    return TableFinding(
        found, (one.row,), one.text, cell_note(found, one.row, one.column), value=value, years=one.years
    )


def _not_given(found: TableMatch, one: NumberEntry) -> Message:
    given = {"table": found.table.cited, "column": one.column.name, "row": label_of(found, one.row), "cell": one.text}
    return Message("answer.table_not_given", given)


def _extreme(found: TableMatch, listed: Sequence[NumberEntry]) -> TableFinding | None:
    """The entry with the most or the fewest; all that have as many."""
    given = [one for one in listed if one.number is not None]
    if len(given) < 2 or len({one.number.unit for one in given if one.number}) > 1:
        return None
    is_most = EXTREMES[found.question.operation]
    numbers = [(one, one.number) for one in given if one.number is not None]
    if is_most:
        best = max(number.low for _, number in numbers)
        held = [one for one, number in numbers if number.high >= best]
    else:
        best = min(number.high for _, number in numbers)
        held = [one for one, number in numbers if number.low <= best]
    if any(one.number is not None and one.number.is_range for one in held) or len(held) > MOST_CELLS:
        return None
    shorts = [_short_of_extreme(found, one) for one in held]
    if any(short is None for short in shorts):
        return None
    empty = tuple(dict.fromkeys(label_of(found, one.row) for one in listed if is_not_given(one.text)))
    code = "answer.table_most" if is_most else "answer.table_fewest"
    note = Message(code, {**names_of(found, held[0].column), "n": len(given), "cell": held[0].text})
    if empty:
        note = Message("answer.table_some_not_given", {"found": note, "rows": empty})
    rows = tuple(dict.fromkeys(one.row for one in held))
    is_number = shorts == [held[0].text]  # and not its year or its row
    return TableFinding(
        found,
        rows,
        "; ".join(short for short in shorts if short),
        note,
        value=best if is_number else None,
        years=held[0].years,
    )


def _short_of_extreme(found: TableMatch, one: NumberEntry) -> str | None:
    """What is asked for of the entry with the most: its year, its row's label, or the number."""
    kind, column = found.question.kind, found.table.time_column
    if kind is QuestionType.WHEN:
        if one.column.years:
            return str(one.column.years[0]) if len(one.column.years) == 1 else None
        return one.row.cells[column.at].text if column is not None else None
    if kind in (QuestionType.WHERE, QuestionType.WHO) or (kind is QuestionType.WHICH and found.question.head):
        label = found.table.label_column
        fits = not found.question.head or found.question.head & label.terms or _HOST.search(found.question.text)
        return one.row.cells[label.at].text if label.kind is ColumnKind.TEXT and label.name and fits else None
    return one.text


def _total(found: TableMatch, listed: Sequence[NumberEntry]) -> TableFinding | None:
    years = found.question.years
    numbers = [one.number for one in listed if one.number is not None and not one.number.is_range]
    if len(numbers) != len(listed) or len(numbers) < 2 or len({one.unit for one in numbers}) > 1:
        return None
    if any(one.column.is_share for one in listed) or (years is not None and not _covers(listed, years.named)):
        return None
    total = sum(one.low for one in numbers)
    values: dict[str, Value] = {
        **names_of(found, *(one.column for one in listed)),
        "n": len(listed),
        "value": shown(total),
    }
    rows = tuple(dict.fromkeys(one.row for one in listed))
    return TableFinding(found, quoted(rows), None, Message("answer.table_total", values), value=total)


def _covers(listed: Sequence[NumberEntry], named: Sequence[int]) -> bool:
    """Whether there is a number for each of the years that a question names."""
    return {year for one in listed for year in one.years} >= set(named)


def _difference(found: TableMatch, listed: Sequence[NumberEntry]) -> TableFinding | None:
    years = found.question.years
    if years is None or len(years.named) != 2:
        return None
    pair = sorted((one for one in listed if set(one.years) & set(years.named)), key=lambda one: one.years)
    first, second = pair if len(pair) == 2 else (None, None)
    if first is None or second is None or first.number is None or second.number is None:
        return None
    if first.number.is_range or second.number.is_range or first.column.is_share:
        return None
    apart = second.number.low - first.number.low
    values = {**names_of(found, first.column), "value": shown(abs(apart)), "first": first.text, "second": second.text}
    code = "answer.table_fell" if apart < 0 else "answer.table_rose"
    return TableFinding(found, tuple(dict.fromkeys((first.row, second.row))), None, Message(code, values), value=apart)


def shown(number: float) -> str:
    """A number as English papers write it: "1,234.5"."""
    return f"{round(number, _DIGITS):,.{_DIGITS}f}".rstrip("0").rstrip(".")
