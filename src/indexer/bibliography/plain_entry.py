"""A reference without its markup, and the places of its parts in it."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

MARKUP = frozenset("*\\<>")
TextRange = tuple[int, int]  # [start, end) in the plain text
_EMPHASIS = re.compile(r"\*([^*]+)\*")


@dataclass(frozen=True, slots=True)
class PlainEntry:
    """A reference without its markup.

    Attributes:
        plain: The text without markup, N characters.
        places: (N,) offset of each character in the text with markup.
        emphasised: [start, end) in `plain` of each piece in *emphasis*.
    """

    plain: str
    places: Sequence[int]
    emphasised: Sequence[tuple[int, int]]

    @classmethod
    def of(cls, text: str, start: int = 0) -> "PlainEntry":
        """Strip the markup from a reference's text from `start` on."""
        places = [at for at, character in enumerate(text) if at >= start and character not in MARKUP]
        before = [0]
        for at, character in enumerate(text):
            before.append(before[-1] + (at >= start and character not in MARKUP))
        emphasised = [(before[m.start(1)], before[m.end(1)]) for m in _EMPHASIS.finditer(text)]
        return cls("".join(text[at] for at in places), places, emphasised)

    def emphasis_at(self, start: int) -> int | None:
        """Return where an emphasis ends that begins at `start`, or after it and only blanks and quotation marks."""
        i = bisect_left(self.emphasised, start, key=lambda piece: piece[0])
        if i == len(self.emphasised) or self.plain[start : self.emphasised[i][0]].strip(" “\"'"):
            return None
        return self.emphasised[i][1]


@dataclass(frozen=True, slots=True)
class EntryParts:
    """[start, end) in the plain text of each part of a reference; None for parts that were not recognised."""

    number: TextRange | None
    authors: TextRange | None
    year: TextRange | None
    title: TextRange | None
    container: TextRange | None
    doi: TextRange | None
    url: TextRange | None
    volume: TextRange | None = None
    issue: TextRange | None = None
    pages: TextRange | None = None
    publisher: TextRange | None = None
    place: TextRange | None = None
    edition: TextRange | None = None
    accessed: TextRange | None = None
    editors: TextRange | None = None


def trimmed(plain: str, where: TextRange | None) -> TextRange | None:
    """Strip blanks, full stops and quotation marks from both ends of a range; None if nothing is left."""
    if where is None:
        return None
    start, end = where
    while start < end and plain[start] in ' \n\t.,;:“"':
        start += 1
    while start < end and plain[end - 1] in ' \n\t.,;:”"(' and not plain.endswith((" M.", " n.d."), start, end):
        end -= 1
    return (start, end) if start < end else None
