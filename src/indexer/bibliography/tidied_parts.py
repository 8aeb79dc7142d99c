"""Mends the parts of a reference where marks in it tell more than the model does.

A closing quotation mark ends a title; so do a bracket and the kind of a thesis. A body with a name such as "Ministry of
Fisheries" in front of a title wrote it. A key is no name, and who is called editor behind the name wrote no title.
"""

import re
from dataclasses import replace

from indexer.bibliography.learned_parts import LearnedParts
from indexer.bibliography.plain_entry import EntryParts, TextRange, trimmed
from kutip.language.united import any_of, union

_KEY = re.compile(r"\[[^\W\d_]{1,12}\+?\s?\d{2,4}[a-z]?\]\s*")
_CLOSING = {"“": "”", '"': '"', "«": "»", "„": "”", "‘": "’"}
_CLOSES = re.compile(r"(?P<mark>(?<=[.,?!])[”\"»’]|[”\"»’](?=[.,;]))[.,;]?\s++(?=[^\W\d_a-z])")
_BRACKETED = re.compile(r"\s\[[^\W\d_][^\[\]\d]{2,60}\](?=[.,;:]|\s*$)")
_THESIS = re.compile(rf"[.,]\s(?:{any_of('citing.theses')})(?![\w-])", re.IGNORECASE)
_EDITED_BY = re.compile(rf",?\s{any_of('citing.edited_by')}\s", re.IGNORECASE)
_CHAPTER = re.compile(
    rf"[.,]\s(?:{any_of('citing.within')}|in):?\s(?=[^.“”\"]{{0,160}}(?:\(|,\s)(?:{any_of('citing.editors')})(?!\w))"
)
_YEAR_AND_PAGES = re.compile(
    r"(?<![\w./–-])(?P<year>(?:1[5-9]|20)\d\d):(?P<pages>[A-Za-z]?\d{1,5}(?:[–-][A-Za-z]?\d{1,5})?)(?!\w)"
)
_PUBLISHED = re.compile(
    r"[.\s]{1,3}(?P<place>[^\W\d_a-z][^\d:.,;()]{2,30}):\s(?P<publisher>[^.;:\d()]{3,80})[.;,](?:\s|$)"
)
_ROLE = re.compile(rf"(?:,\s|\s\()(?:{any_of('citing.editors')})(?!\w)\)?[.,]?\s*")
_BODY = re.compile(rf"\b(?:{any_of('papers.workplaces', 'citing.bodies')})\b", re.IGNORECASE)
_BODY_ENDS = re.compile(r"\.\s|,\s(?=[^\W\d_a-z])")
_JOINS = union("names.joins", "function_words.conjunctions", "function_words.articles")
_MOST_WORDS = 10  # of the name of a body
_LEAST_WORDS = 2


def tidied(plain: str, parts: EntryParts, learned: LearnedParts) -> EntryParts:
    """Mend the parts of a reference.

    Args:
        plain: The reference.
        parts: What rules and the model found.
        learned: What the model found.
    """
    parts = _written_by_body(plain, _before_year(plain, parts, learned))
    parts = replace(parts, authors=_without_role(plain, _without_key(plain, parts.authors)))
    parts = _quoted_title(plain, parts, learned)
    title = parts.title
    for mark in (_CHAPTER, _EDITED_BY, _BRACKETED, _THESIS):
        title = _before(plain, title, mark)
    parts = replace(parts, title=title, container=_before(plain, parts.container, _EDITED_BY))
    both = _YEAR_AND_PAGES.search(plain) if parts.pages is None else None
    if both is not None and parts.year in (None, both.span("year")):
        parts = replace(parts, year=both.span("year"), pages=both.span("pages"))
    published = _PUBLISHED.match(plain, title[1]) if title is not None and parts.publisher is None else None
    if published is not None and parts.place is None and _BODY.search(published["publisher"]):
        parts = replace(parts, place=published.span("place"), publisher=published.span("publisher"))
    return parts


def _before_year(plain: str, parts: EntryParts, learned: LearnedParts) -> EntryParts:
    """Part the title from authors that end with the year in brackets: "Ann Lee, Rain and Bread (2nd ed. 2014)."."""
    authors, title = learned.part("author"), learned.part("title")
    if parts.authors is None or authors is None or title is None or authors[1] > title[0]:
        return parts
    within = parts.authors[0] <= authors[0] and title[1] <= parts.authors[1]
    apart = any(mark in plain[authors[1] : title[0]] for mark in ",.“")
    return replace(parts, authors=authors, title=title) if within and apart else parts


def _before(plain: str, where: TextRange | None, mark: re.Pattern[str]) -> TextRange | None:
    """Return a range to where a mark in it begins."""
    found = mark.search(plain, *where) if where is not None else None
    if found is None or where is None or found.start() <= where[0]:
        return where
    return trimmed(plain, (where[0], found.start()))


def _without_key(plain: str, where: TextRange | None) -> TextRange | None:
    key = _KEY.match(plain, *where) if where is not None else None
    return trimmed(plain, (key.end(), where[1])) if key is not None and where is not None else where


def _without_role(plain: str, where: TextRange | None) -> TextRange | None:
    """Return authors without what stands behind "ed." in them: the title."""
    role = _ROLE.search(plain, *where) if where is not None else None
    if role is None or where is None or role.end() >= where[1]:
        return where
    return trimmed(plain, (where[0], role.start()))


def _quoted_title(plain: str, parts: EntryParts, learned: LearnedParts) -> EntryParts:
    """End a title in quotation marks where they close; what the model had behind them is where it was published."""
    title = parts.title
    if title is not None and plain[title[0]] in _CLOSING:
        title = (title[0] + 1, title[1])
    if title is None or title[0] == 0:
        return parts
    closing = _CLOSING.get(plain[title[0] - 1])
    if closing is None or plain[title[0] - 2 : title[0] - 1] in _CLOSING:  # a quotation at the start of the title
        return parts
    ends = (found.start("mark") for found in _CLOSES.finditer(plain, *title) if found["mark"] == closing)
    end = next(ends, None)
    if end is None:
        return parts
    rest = trimmed(plain, (end + 1, title[1]))
    named = rest if rest is not None and learned.container() is None else parts.container
    return replace(parts, title=trimmed(plain, (title[0], end)), container=named)


def _written_by_body(plain: str, parts: EntryParts) -> EntryParts:
    """Part a body's name from the title behind it, where the model did not."""
    title = parts.title
    if title is None:
        return parts
    if parts.authors is not None:  # the model may have the end of the name in the title
        if parts.authors[1] > title[0] or plain[parts.authors[1] : title[0]].strip():
            return parts
        title = (parts.authors[0], title[1])
    for ends in _BODY_ENDS.finditer(plain, *title):
        name, rest = (title[0], ends.start()), trimmed(plain, (ends.end(), title[1]))
        if rest is not None and len(plain[slice(*rest)].split()) >= _LEAST_WORDS and is_body(plain[slice(*name)]):
            return replace(parts, authors=name, title=rest)
        if plain[ends.start()] == ".":
            break
    return parts


def is_body(name: str) -> bool:
    """True if a name is that of a body by its words: "Ministry of Fisheries", "World Health Organization"."""
    words = name.split()
    capitals = all(word[0].isupper() or word.casefold() in _JOINS for word in words)
    return _LEAST_WORDS <= len(words) <= _MOST_WORDS and capitals and _BODY.search(name) is not None
