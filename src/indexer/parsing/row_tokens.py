"""The words of a flattened row, with what the line ends between them tell; a date is one word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.parsing.lines import Line
from kutip.language.united import any_of

_MONTH = any_of("dates.months")
DATE = re.compile(rf"(?<!\w)(?:\d{{1,2}}\s*[–-]\s*)?(?:\d{{1,2}}\s+)?{_MONTH}\b(?=[^A-Za-z]*\d).*?\b(?:19|20)\d\d\b")
NUMERIC = re.compile(r"[-–]|[\d.,%]*\d[\d.,%]*")


@dataclass(frozen=True, slots=True)
class RowToken:
    """A word of a row, or a date; `hard` and `soft` tell whether a line ends before it, and how, `gap`
    whether blank lines stand there too."""

    text: str
    start: int
    end: int
    hard: bool = False
    soft: bool = False
    gap: bool = False


Tokens = Sequence[RowToken]


def tokens_of(lines: Sequence[Line]) -> list[RowToken]:
    """The words of a row's lines, with the line ends before them; a date is one word."""
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


def _words_and_dates(text: str) -> list[tuple[int, int]]:
    """Where the words of a line stand; the words that a date has part in, with any marks around it, are one."""
    found: list[tuple[int, int]] = []
    dates = [match.span() for match in DATE.finditer(text)]
    for match in re.finditer(r"\S+", text):
        start, end = match.span()
        if found and any(a < found[-1][1] and start < b for a, b in dates):
            start = found.pop()[0]
        found.append((start, end))
    return found
