"""Reads title and authors above the text of a PDF's first page: the largest letters, and the names right below them."""

from collections.abc import Sequence
from itertools import takewhile
from typing import Any

from indexer.parsing.author_line import goes_on, read_author_line
from indexer.parsing.pdf.page_rows import PageRow
from indexer.parsing.pdf.page_runs import RowRun
from kutip.text.reading import squeeze, write_out

_LARGER = 1.15  # than running text, in sizes: a title
_NEARLY = 0.97  # of the title's size: its further lines
_LONGEST = 300  # characters of a title
_MOST_ROWS = 5  # of names


def front_facts(front: Sequence[RowRun], size: float) -> dict[str, Any]:
    """Return title and authors as in CSL-JSON, as far as they are sure.

    Args:
        front: What is above the text.
        size: Size of running text, in points.
    """
    rows = [row for run in front for row in run.rows if row.page == 0]
    largest = max((row.size for row in rows), default=0.0)
    if largest < _LARGER * size:
        return {}
    first = next(at for at, row in enumerate(rows) if row.size > _NEARLY * largest)
    lines = list(takewhile(lambda row: row.size > _NEARLY * largest, rows[first:]))
    title = _text(lines)
    if not title or len(title) > _LONGEST:
        return {}
    people = _people(rows[first + len(lines) :][:_MOST_ROWS])
    return {"title": title, "author": people} if people else {"title": title}


def _text(rows: Sequence[PageRow]) -> str:
    return squeeze(write_out(" ".join(row.text for row in rows)))


def _people(rows: Sequence[PageRow]) -> list[dict[str, str]]:
    """Return the authors on the first of some rows, and on those with which it goes on."""
    people: list[dict[str, str]] = []
    for row in rows:
        text = write_out(row.text.replace("\t", ", "))
        line = read_author_line(text)
        if line is None:
            return []
        people += line.people
        if not goes_on(text):
            break
    return people
