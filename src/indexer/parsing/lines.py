"""Splits a source text into lines and infers from line ends and blanks how the paper was laid out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import overload

from kutip.text.reading import HYPHENS
from kutip.types import Span

# Some extractors leave a blank at every soft line end, so on most lines of prose; a line without one then ends hard.
_BLANK_AT_END_SHARE = 0.5
_PAGE_END = re.compile(r"(?<=[^\f])(?=\f)")  # before a form feed in the line that a page ends with
_LEAST_SPACED = 10  # line ends inside sentences, from which they show whether a text is double-spaced
_SPACED = 0.6  # share of them that have one blank line
_CUT_WORD = re.compile(rf"\w[{HYPHENS}]\t*$")
_FINISHED = re.compile(r"[.!?:][\"'”’»)\]*_]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source.

    Attributes:
        start: Offset of its first character, blanks included.
        text: The line without its line end.
        page_start: True if it is the first line of a page.
        wraps: True if its last word is followed directly by the first word of the next line (a soft line end).
    """

    start: int
    text: str
    page_start: bool = False
    wraps: bool = False

    @property
    def content(self) -> str:
        """The line without blanks at either end."""
        return self.text.strip()

    @property
    def span(self) -> Span:
        """The place of `content`; the line must not be blank."""
        start = self.start + len(self.text) - len(self.text.lstrip())
        return Span(start, start + len(self.content))

    def cut(self, start: int, end: int | None = None) -> "Line":
        """Return characters [start, end) of `text` as a line."""
        return Line(
            self.start + start, self.text[start:end], self.page_start and start == 0, self.wraps and end is None
        )


class LineGroup(Sequence[Line]):
    """Adjacent lines of a text; a slice of them shares their list, so that taking lines off its start costs nothing."""

    def __init__(self, lines: Sequence[Line], start: int = 0, end: int | None = None) -> None:
        self._lines = lines
        self._range = range(len(lines))[start:end]

    def __len__(self) -> int:
        """Return the number of lines."""
        return len(self._range)

    @overload
    def __getitem__(self, at: int) -> Line: ...

    @overload
    def __getitem__(self, at: slice) -> "LineGroup": ...

    def __getitem__(self, at: int | slice) -> "Line | LineGroup":
        """Return a line, or the lines of a slice without a step."""
        chosen = self._range[at]
        return self._lines[chosen] if isinstance(chosen, int) else LineGroup(self._lines, chosen.start, chosen.stop)


def is_finished(text: str) -> bool:
    """True if a text ends like a sentence, possibly followed by closing marks.

    >>> [is_finished(t) for t in ("It ends.", "(he said.)", "these are:", "goes on, ", "(Archer, 2001)")]
    [True, True, True, False, False]
    """
    return bool(_FINISHED.search(text.rstrip()))


def split_lines(source: str) -> list[Line]:
    """Split a source into all its lines, blank ones included; `page_start` and `wraps` are judged over the whole text.

    A form feed starts a page, and a line if none has ended before it. In a text without form feeds, a single blank
    before the first word of a line does, unless more than a tenth of the lines have one.
    """
    offsets_and_texts: list[tuple[int, str]] = []
    offset = 0
    for text in source.split("\n"):
        for piece in _PAGE_END.split(text):
            offsets_and_texts.append((offset, piece))
            offset += len(piece)
        offset += 1
    filled = [text.removesuffix("\r") for _, text in offsets_and_texts if text.strip()]
    blanks_mark_wraps = sum(text[-1].isspace() for text in filled) >= _BLANK_AT_END_SHARE * max(1, len(filled))
    indented = sum(text[0].isspace() for text in filled)
    pages_show = "\f" not in source and 0 < indented <= max(2, len(filled) // 10)
    return [
        Line(
            start,
            text,
            page_start=text.startswith("\f") or (pages_show and bool(re.match(r" \S", text))),
            wraps=bool(text.strip()) and _wraps(text.removesuffix("\r"), blanks_mark_wraps=blanks_mark_wraps),
        )
        for start, text in offsets_and_texts
    ]


def single_spaced(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a text without its single blank lines, if these stand inside most of its sentences too.

    Some programs leave a blank line between all lines of a double-spaced page; it then parts nothing.
    """
    filled = [at for at, line in enumerate(lines) if line.content]
    inside = [b - a for a, b in pairwise(filled) if _goes_on(lines[a].content, lines[b])]
    if len(inside) < _LEAST_SPACED or sum(gap == 2 for gap in inside) < _SPACED * len(inside):
        return list(lines)
    single = {a + 1 for a, b in pairwise(filled) if b - a == 2}
    return [line for at, line in enumerate(lines) if at not in single]


def _goes_on(text: str, following: Line) -> bool:
    return following.content[0].islower() and not following.page_start and not is_finished(text) and " " in text


def _wraps(text: str, *, blanks_mark_wraps: bool) -> bool:
    if _CUT_WORD.search(text):
        return True
    return text[-1] == " " if blanks_mark_wraps else not is_finished(text)


def groups(lines: Sequence[Line]) -> list[list[Line]]:
    """Group lines that are not separated by a blank line or the start of a page."""
    grouped: list[list[Line]] = []
    starts_group = True
    for line in lines:
        if not line.content:
            starts_group = True
            continue
        if starts_group or line.page_start:
            grouped.append([])
        grouped[-1].append(line)
        starts_group = False
    return grouped
