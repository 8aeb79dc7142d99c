"""Says what a table that a question plainly names lacks to answer it: a year, a numbered row, a name, a value."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kutip.language.united import any_of
from kutip.types import Message
from retriever.answers.tables.asked_cells import asked_column
from retriever.answers.tables.cell_values import years_in
from retriever.answers.tables.matching import TableMatch
from retriever.answers.tables.number_entries import entries
from retriever.answers.tables.operations import find
from retriever.answers.tables.prose import numbers_in_prose, speaks_of
from retriever.answers.tables.typed_table import ColumnKind, tables_of
from retriever.lookup import LookUp
from retriever.query.question_type import QuestionType

_PLACE = re.compile(rf"\b{any_of('facts.place_leads')}\s+[A-Z][^\W\d_]")  # "cases in Norway"
_LEAD = re.compile(rf"\b{any_of('facts.place_leads')}\s+(?:{any_of('function_words.articles')}\s+)?", re.IGNORECASE)
_PLAIN = 2  # words, or rows' names, besides the name that a table lacks, by which a question is plainly about it


def lacking(look_up: LookUp, found: TableMatch) -> tuple[Message, ...]:
    """Why a table does not answer a question, and the nearest that it gives; nothing if that is not certain, or if the
    papers' prose speaks of it.
    """
    if not _asks_for_its_cells(found):
        return ()
    if found.left:
        why = _no_row(look_up, found)
        return (why,) if why is not None else ()
    nothing = find(found)
    if nothing is None:
        why = _no_ordinal(look_up, found) or _no_year(look_up, found)
    else:
        why = nothing.note if nothing.is_refusal and not _prose_has(look_up, found) else None
    return (why, *_nearest(found)) if why is not None else ()


def _nearest(found: TableMatch) -> Iterator[Message]:
    """The number of the nearest year that a table gives."""
    years = found.question.years
    if years is None or found.question.kind is not QuestionType.HOW_MANY:
        return
    given = [
        one for one in entries(replace(found, question=replace(found.question, years=None))) if one.number and one.years
    ]
    apart = [min(abs(year - years.named[0]) for year in one.years) for one in given]
    nearest = [one for one, far in zip(given, apart, strict=True) if far == min(apart)]
    if len(nearest) == 1:
        (one,) = nearest
        yield Message("answer.table_nearest", {"cell": one.text, "year": str(one.years[0])})


def _asks_for_its_cells(found: TableMatch) -> bool:
    """Whether a question asks for something that the table's columns tell."""
    if found.question.kind is QuestionType.HOW_MANY:
        return len(found.numbers_named() if found.left else found.measures) == 1
    return asked_column(found) is not None


def _no_row(look_up: LookUp, found: TableMatch) -> Message | None:
    """That no row is of a name; for a table of one place, that it is of that place."""
    if not _is_one_name(found):
        return None
    typed, english = ([getattr(word, form) for word in found.left] for form in ("typed", "english"))
    if any(_prose_has(look_up, found, names) for names in (typed, english)):
        return None
    name = " ".join(typed)
    if any(one.kind is ColumnKind.TEXT for one in found.table.columns) and not found.table.label_is_measure:
        return Message("answer.table_no_row", {"table": found.table.cited, "name": name})
    if _PLACE.search(found.table.caption) is None or not (_follows_lead(found) or _is_a_cell(look_up, found)):
        return None
    return Message("answer.table_other", {"table": found.table.cited, "caption": found.table.told, "name": name})


def _is_one_name(found: TableMatch) -> bool:
    """Whether the words that a table lacks are one name, and all others plainly ask for a cell of it."""
    at = [found.question.words.index(word) for word in found.left]
    if not all(word.is_name for word in found.left) or at != [*range(at[0], at[0] + len(at))]:
        return False
    if found.question.kind is QuestionType.HOW_MANY:
        return True
    return _follows_lead(found) and sum(word.size for word in found.named) + len(found.filters) >= _PLAIN


def _follows_lead(found: TableMatch) -> bool:
    """Whether a question has the name that a table lacks as that of a place: "in Norway"."""
    text = found.question.text
    return any(text.startswith(found.left[0].typed, lead.end()) for lead in _LEAD.finditer(text))


def _is_a_cell(look_up: LookUp, found: TableMatch) -> bool:
    """Whether the name that a table lacks is all that a cell of another table holds, as a country's name is."""
    said = frozenset(term for word in found.left for form in word.forms for term in form)
    tables = (table for name in look_up.passages_of for table in look_up.of_paper(tables_of, name))
    cells = (cell for table in tables for row in table.rows for cell in row.cell_terms)
    return any(cell <= said and all(word.is_in(cell) for word in found.left) for cell in cells)


def _no_ordinal(look_up: LookUp, found: TableMatch) -> Message | None:
    """That a table ends before the numbered row that is asked for."""
    asked, held = found.question.ordinals, found.table.by_ordinal
    if len(asked) != 1 or not held:
        return None
    (ordinal,) = asked
    last = max(held)
    if ordinal <= last or len(held[last]) != 1:
        return None
    label = held[last][0].cells[found.table.label_column.at].text
    cell = label.replace(str(last), str(ordinal), 1)
    if speaks_of(look_up, [cell], frozenset(), ()):
        return None
    return Message("answer.table_ends_with", {"table": found.table.cited, "row": label})


def _no_year(look_up: LookUp, found: TableMatch) -> Message | None:
    """That a table ends before the year that is asked for, begins after it, or has no row for it."""
    years, held = found.question.years, _years(found)
    if years is None or years.is_span or len(years.named) != 1 or not held or years.named[0] in held:
        return None
    if _prose_has(look_up, found):
        return None
    (year,) = years.named
    if year > max(held):
        return Message("answer.table_ends", {"table": found.table.cited, "year": str(max(held))})
    if year < min(held):
        return Message("answer.table_begins", {"table": found.table.cited, "year": str(min(held))})
    return Message("answer.table_no_row", {"table": found.table.cited, "name": str(year)})


def _years(found: TableMatch) -> set[int]:
    column = found.table.time_column
    if column is not None:
        return {year for row in found.table.rows for year in years_in(row.cells[column.at].text)}
    return {year for one in found.table.columns if one.kind is ColumnKind.NUMBER for year in one.years}


def _prose_has(look_up: LookUp, found: TableMatch, names: Sequence[str] = ()) -> bool:
    """Whether a sentence speaks of what is asked for, of some names and in the year that is asked for."""
    years = found.question.years.named if found.question.years is not None else ()
    label = found.table.label_column
    rows = [one for one in found.filters if not found.table.label_is_measure or label not in one.rows.values()]
    told = [*names, *(word.english for one in rows for word in one.words if word.is_name)]
    if found.question.kind is QuestionType.HOW_MANY:
        return any(True for _ in numbers_in_prose(look_up, found.counted, years, told))
    subject = frozenset(term for word in found.named for form in word.forms for term in form)
    return bool(told or years) and speaks_of(look_up, told, (subject & found.table.names) or subject, years)
