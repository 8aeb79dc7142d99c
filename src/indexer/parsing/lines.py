"""Lines of a source text with what their ends tell: the layout a paper had before it was flattened."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kutip.text.reading import HYPHENS
from kutip.types import Span

# Extractors that keep the blank before a soft line end leave it on most lines of prose; then its absence is telling.
_TELLING_SHARE = 0.5
_CUT_WORD = re.compile(rf"\w[{HYPHENS}]\t*$")
_FINISHED = re.compile(r"[.!?:][\"'”’»)\]*_]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source.

    Attributes:
        start: Offset of its first character, blanks included.
        text: The line without its line end.
        page_start: Whether it is the first of a page.
        wraps: Whether the run of text it ends goes on in the next line.
    """

    start: int
    text: str
    page_start: bool = False
    wraps: bool = False

    @property
    def content(self) -> str:
        """The line without blanks at its ends."""
        return self.text.strip()

    @property
    def span(self) -> Span:
        """Where its content stands; the line is not blank."""
        start = self.start + len(self.text) - len(self.text.lstrip())
        return Span(start, start + len(self.content))

    def cut(self, start: int, end: int | None = None) -> "Line":
        """The part of it from one character to another, counted in `text`."""
        return Line(
            self.start + start, self.text[start:end], self.page_start and start == 0, self.wraps and end is None
        )


def is_finished(text: str) -> bool:
    """Whether a text ends as a sentence does, closing marks allowed.

    >>> [is_finished(t) for t in ("It ends.", "(he said.)", "these are:", "goes on, ", "(Archer, 2001)")]
    [True, True, True, False, False]
    """
    return bool(_FINISHED.search(text.rstrip()))


def split_lines(source: str) -> list[Line]:
    """All lines of a source, blank ones too, with pages and wrapping judged over the whole.

    A form feed starts a page; where there is none, a single blank does before the first word of a line, if hardly any
    line has it.
    """
    raw: list[tuple[int, str]] = []
    at = 0
    for text in source.split("\n"):
        raw.append((at, text))
        at += len(text) + 1
    filled = [text.removesuffix("\r") for _, text in raw if text.strip()]
    telling = sum(text[-1].isspace() for text in filled) >= _TELLING_SHARE * max(1, len(filled))
    indented = sum(text[0].isspace() for text in filled)
    pages_show = "\f" not in source and 0 < indented <= max(2, len(filled) // 10)
    return [
        Line(
            start,
            text,
            page_start=text.startswith("\f") or (pages_show and bool(re.match(r" \S", text))),
            wraps=bool(text.strip()) and _wraps(text.removesuffix("\r"), telling=telling),
        )
        for start, text in raw
    ]


def _wraps(text: str, *, telling: bool) -> bool:
    if _CUT_WORD.search(text):
        return True
    return text[-1] == " " if telling else not is_finished(text)


def groups(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that stand together: runs without a blank line or the start of a page between them."""
    found: list[list[Line]] = []
    fresh = True
    for line in lines:
        if not line.content:
            fresh = True
            continue
        if fresh or line.page_start:
            found.append([])
        found[-1].append(line)
        fresh = False
    return found
