"""Finds the parts of a reference: the trained model reads any style, rules decide where they measured better.

Rules read what is exact or marked: DOI, URL and number, the year, the authors in front of a year in brackets, a title
in emphasis. The rest is the model’s, and where it finds nothing, what the rules find. A part that neither
recognises is left out.
"""

from dataclasses import replace

from indexer.bibliography.edited_parts import edited_book, edition
from indexer.bibliography.law_parts import law_parts
from indexer.bibliography.learned_parts import LearnedParts
from indexer.bibliography.plain_entry import EntryParts, PlainEntry, TextRange, trimmed
from indexer.bibliography.ruled_parts import YEARS, before_brackets, ruled_parts, year_in_brackets
from indexer.bibliography.tidied_parts import tidied


def find_parts(plain: str, entry: PlainEntry | None = None) -> EntryParts:
    """Find the parts of a reference in its plain text; `entry` adds what its markup shows."""
    entry = entry if entry is not None else PlainEntry(plain, range(len(plain)), ())
    ruled = ruled_parts(entry)
    law = law_parts(plain)
    if law is not None:
        return replace(
            ruled,
            authors=law.authors,
            year=law.year,
            title=law.title,
            container=law.container,
            volume=law.volume,
            pages=law.pages,
        )
    learned = LearnedParts.of(plain)
    if not learned.runs:
        return ruled
    in_brackets = year_in_brackets(plain)
    title, container = _named(entry, ruled, learned, in_brackets=in_brackets)
    edited = edited_book(plain, learned)
    if edited is not None and edited.book is not None and not entry.emphasised:
        container = edited.book
    found = replace(
        ruled,
        **learned.numbers(),
        authors=ruled.authors if in_brackets else trimmed(plain, learned.authors()),
        year=ruled.year if in_brackets else _year(learned, ruled.year),
        title=title,
        container=container,
        publisher=learned.part("publisher"),
        place=learned.part("location"),
        edition=edition(plain, learned),
        editors=edited.editors if edited is not None else None,
    )
    return tidied(plain, found, learned)


def _named(
    entry: PlainEntry, ruled: EntryParts, learned: LearnedParts, *, in_brackets: bool
) -> tuple[TextRange | None, TextRange | None]:
    """Return the title and the container: both the rules' or both the model's."""
    title, container = learned.part("title"), learned.container()
    named = container or learned.part("publisher")
    if title is None or (in_brackets and entry.emphasised):
        return ruled.title, ruled.container
    if not in_brackets:
        return title, named or ruled.container
    title = (title[0], before_brackets(entry.plain, *title))
    text = entry.plain[slice(*title)]
    swallows = named is None and ruled.title is not None and ruled.title[1] < title[1]
    if swallows or text.count("(") != text.count(")") or not _ends_at_mark(entry.plain, title):
        return ruled.title, ruled.container
    return title, named or ruled.container


def _ends_at_mark(plain: str, where: TextRange) -> bool:
    """True if a title ends where punctuation, a bracket or the reference ends it, not between two words."""
    after = plain[where[1] : where[1] + 20].lstrip()
    return not after or after[0] in '.,;:([”"’»?!' or plain[where[1] - 1] in "?!.)"


def _year(learned: LearnedParts, ruled: TextRange | None) -> TextRange | None:
    """Return the year that the model's date has, if it is one; else the rules'."""
    date = learned.first("date")
    years = [match.span(1) for match in YEARS.finditer(learned.plain, *date)] if date is not None else []
    return years[0] if len(years) == 1 else ruled
