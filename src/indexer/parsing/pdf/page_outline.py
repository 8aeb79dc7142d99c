"""Reads the outline of a PDF, which viewers show beside the pages, and finds its titles in the text."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import pypdfium2

from indexer.parsing.pdf.pdf_file import opened_document

_DEEPEST, _MOST_ENTRIES = 6, 2_000
_LONGEST = 300  # characters of a title
_LEAST_LETTERS = 3
_MOST_ON_PAGE = 500  # lines of a page that may be titles


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """An entry of an outline.

    Attributes:
        title: Its title.
        level: How deep it is, from 0.
        page: Index of the page that it leads to; -1 if it leads to none.
    """

    title: str
    level: int
    page: int


def read_outline(data: bytes) -> tuple[OutlineEntry, ...]:
    """Return the outline of a PDF that can be read; empty if it has none, or none that can be read."""
    with opened_document(data) as document:
        try:
            return tuple(_entries(document))
        except pypdfium2.PdfiumError:
            return ()


def _entries(document: pypdfium2.PdfDocument) -> Iterator[OutlineEntry]:
    for one in islice(document.get_toc(max_depth=_DEEPEST), _MOST_ENTRIES):
        target = one.get_dest()
        page = None if target is None else target.get_index()
        yield OutlineEntry(one.get_title()[:_LONGEST], one.level, -1 if page is None else int(page))


def levels_by_outline(texts: Sequence[tuple[int, str]], outline: Sequence[OutlineEntry]) -> dict[int, int]:
    """Return the levels, from 1, of the texts that are titles of an outline on their page; each title is found once.

    Args:
        texts: Page and text of each line or few lines that may be a heading.
        outline: The outline.
    """
    on_page: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for at, (page, text) in enumerate(texts):
        if len(on_page[page]) < _MOST_ON_PAGE:
            on_page[page].append((at, _letters(text)))
    found: dict[int, int] = {}
    for entry in outline:
        title = _letters(entry.title)
        if len(title) < _LEAST_LETTERS or entry.page < 0:
            continue
        near = [one for page in (entry.page, entry.page + 1, entry.page - 1) for one in on_page[page]]
        titled = next((at for at, text in near if at not in found and _is_title(text, title)), None)
        if titled is not None:
            found[titled] = entry.level
    first = min(found.values(), default=0)
    return {at: level - first + 1 for at, level in found.items()}


def _letters(text: str) -> str:
    return "".join(one for one in text.casefold() if one.isalpha())


def _is_title(text: str, title: str) -> bool:
    """True if a text has the letters of a title, or these behind a word such as "Chapter"."""
    return text == title or (len(title) >= 2 * _LEAST_LETTERS and text.endswith(title) and len(text) <= len(title) + 8)
