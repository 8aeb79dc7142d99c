"""Counts the rows of a table, or the different cells of a column, that a question asks the number of."""

import re
from collections import Counter
from collections.abc import Iterator

from kutip.language.united import any_of
from kutip.text.terms import terms
from kutip.types import Message
from kutip.types.messages import Value
from retriever.answers.tables.finding import TableFinding, quoted
from retriever.answers.tables.matching import TableMatch
from retriever.answers.tables.table_question import TableOperation
from retriever.answers.tables.typed_table import ColumnKind

COUNTED = "answer.table_counted"  # the code for a count of all rows
_COUNTED = re.compile(
    rf"\b{any_of('questions.counts')}\s+(?:(?:of|the)\s+)*(?P<noun>(?-i:[\w-]*[A-Z](?=s\b))|[\w-]+)", re.IGNORECASE
)
_REMOTELY = re.compile(rf"\b{any_of('tables.remotely')}\b", re.IGNORECASE)


def counted(found: TableMatch) -> TableFinding | None:
    """How many rows, or different cells of a column, are of what a question counts."""
    rows, table = found.rows, found.table
    if not rows or table.label_is_measure or any(_holds_several(row.cells[table.label_column.at].text) for row in rows):
        return None
    noun = _COUNTED.search(found.question.text)
    counts_rows = found.question.operation is TableOperation.TIMES
    own = set(terms(noun["noun"])) if noun is not None else set()
    if noun is None or not (counts_rows or _names_rows(found, own)):
        return None
    columns = [] if counts_rows else [one for one in table.columns if own & one.terms]
    column = table.label_column if table.label_column in columns or not columns else columns[0]
    n = len({" ".join(row.cells[column.at].text.split()).casefold() for row in rows}) if columns else len(rows)
    if n == len(rows):
        values: dict[str, Value] = {"table": table.label, "n": n, "of": tuple(_conditions(found))}
        return TableFinding(
            found, quoted(rows), None, Message(_count_code(found), values), more=_remote(found), value=n
        )
    values = {"table": table.label, "n": n, "column": column.name, "rows": len(rows)}
    return TableFinding(
        found, quoted(rows), None, Message("answer.table_different", values), more=_remote(found), value=n
    )


def _names_rows(found: TableMatch, noun: set[str]) -> bool:
    """Whether what a question counts is what the rows are: it names a column of text, or the table by its name."""
    table = found.table
    in_column = any(noun & one.terms for one in table.columns if one.kind is ColumnKind.TEXT)
    by_name = any(word.is_in(table.names) for word in found.named)
    return in_column or bool(noun & table.names) or (by_name and bool(noun & table.subject))


def _remote(found: TableMatch) -> tuple[Message, ...]:
    """How many of the rows that were counted had no place, for a question that asks where they were held."""
    if found.roles or found.role_column is None or not found.filters:
        return ()
    remote = [row for row in found.rows if any(_REMOTELY.search(cell.text) for cell in row.cells)]
    return (Message("answer.table_remote", {"n": len(remote)}),) if remote else ()


def _count_code(found: TableMatch) -> str:
    return "answer.table_counted_of" if found.filters else COUNTED


def _conditions(found: TableMatch) -> Iterator[str]:
    """What the rows that were counted have in common: "Chair: Norway"; as they have it where that is all they have."""
    for one in found.filters:
        column = Counter(one.rows.values()).most_common(1)[0][0]
        said = frozenset(term for word in one.words for form in word.forms for term in form)
        cells = {row.cells[column.at].text for row in found.rows if row.cell_terms[column.at] <= said}
        told = cells.pop() if len(cells) == 1 else " ".join(word.typed for word in one.words)
        yield f"{column.name}: {told}" if column.name else told


def _holds_several(text: str) -> bool:
    """Whether a cell holds several things, as one with two names does: its first word comes twice."""
    first, *others = text.split()
    return ";" in text or (first[:1].isupper() and first in others)
