"""Finds lists of contents among the rows of a PDF: titles, each with the number of its page on the right edge."""

import re
from collections.abc import Iterator, Sequence

from indexer.parsing.pdf.page_rows import PageRow

_LED = re.compile(r"(?:\s?[.·…]){4,}\s*(\d{1,4}|[ivxl]{1,6})$")
_NUMBERED = re.compile(r"\D.*?\s(\d{1,4}|[ivxl]{1,6})$|\d{1,2}(?:\.\d{1,2})*\.?\s+\S.*?\s(\d{1,4})$")
_LEAST = 3  # entries
_FLUSH = 2.0  # points by which the page numbers' right edges differ
_WRAPPED = 2  # lines of one entry above that with its number


def contents_rows(rows: Sequence[PageRow], free: Sequence[int]) -> Iterator[int]:
    """Yield the rows of lists of contents.

    Args:
        rows: All rows in reading order.
        free: Which of them are no furniture.
    """
    at = 0
    while at < len(free):
        end, found = at, 0
        gap = 0
        led = 0
        while end < len(free) and gap <= _WRAPPED:
            row = rows[free[end]]
            if _is_entry(row, rows[free[at]]):
                found, gap = found + 1, 0
                led += _LED.search(row.text) is not None
            else:
                gap += 1
            end += 1
            if not found:
                break
        end -= gap
        if found >= _LEAST and (2 * led >= found or _numbers_rise([rows[i].text for i in free[at:end]])):
            yield from free[at:end]
        at = max(at + 1, end)


def _is_entry(row: PageRow, first: PageRow) -> bool:
    if _LED.search(row.text):
        return True
    flush = row.x1 >= row.row.right - _FLUSH and len(row.row.segments) > 1
    return flush and abs(row.x1 - first.x1) <= _FLUSH and _NUMBERED.match(row.text.replace("\t", " ")) is not None


def _numbers_rise(texts: Sequence[str]) -> bool:
    """True if rows without leaders are entries by their numbers: of sections before them, of pages behind them."""
    last = [int(found[0]) for text in texts if (found := re.findall(r"\t(\d{1,4})$", text))]
    sections = sum(
        re.match(r"(?:\d{1,2}(?:\.\d{1,2})*|[A-Z])\.?\s", text.replace("\t", " ")) is not None for text in texts
    )
    return len(last) >= _LEAST and last == sorted(last) and 2 * sections > len(texts)
