"""The tokens of a flattened row: its words, with the kind of line end before each; a date is one token."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.parsing.lines import Line
from kutip.language.united import any_of

_MONTH = any_of("dates.months")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DAY_AND_MONTH = re.compile(rf"(?<!\w)(?:\d{{1,2}}\s*[–-]\s*)?(?:\d{{1,2}}\s+)?{_MONTH}\b(?=[^A-Za-z]*\d)")
NUMERIC = re.compile(r"[-–]|[.,%]*+\d[\d.,%]*+")


@dataclass(frozen=True, slots=True)
class RowToken:
    """A word or date of a row.

    Attributes:
        text: The word, or the words of the date.
        start: Offset in the source of its first character.
        end: Offset after its last character.
        hard: True if a hard line end comes directly before it.
        soft: True if a soft line end comes directly before it.
        gap: True if at least one blank line comes directly before it.
    """

    text: str
    start: int
    end: int
    hard: bool = False
    soft: bool = False
    gap: bool = False


Tokens = Sequence[RowToken]


def tokens_of(lines: Sequence[Line]) -> list[RowToken]:
    """Return the words of a row's lines, each with the kind of line end before it; a date is one token."""
    tokens: list[RowToken] = []
    before: Line | None = None
    for line in lines:
        for a, b in _words_and_dates(line.text):
            first = before is not None and a == len(line.text) - len(line.text.lstrip())
            hard = first and before is not None and not before.wraps
            gap = first and before is not None and line.start - before.start - len(before.text) > 1
            tokens.append(RowToken(line.text[a:b], line.start + a, line.start + b, hard, first and not hard, gap))
        before = line
    return tokens


def dates_in(text: str) -> list[tuple[int, int]]:
    """Return [start, end) of each date of a line, from its day or month to the next year.

    >>> dates_in("met on 3-4 May, 2019 and in June")
    [(7, 20)]
    """
    found: list[tuple[int, int]] = []
    at = 0
    while (month := _DAY_AND_MONTH.search(text, at)) and (year := _YEAR.search(text, month.end())):
        at = year.end()
        found.append((month.start(), at))
    return found


def _words_and_dates(text: str) -> list[tuple[int, int]]:
    """Return [start, end) of each word of a line; words that overlap a date are joined with it."""
    bounds: list[tuple[int, int]] = []
    dates = dates_in(text)
    for match in re.finditer(r"\S+", text):
        start, end = match.span()
        if bounds:
            last = bisect_left(dates, (bounds[-1][1], 0)) - 1  # the last date that begins before the last word's end
            if last >= 0 and start < dates[last][1]:
                start = bounds.pop()[0]
        bounds.append((start, end))
    return bounds
