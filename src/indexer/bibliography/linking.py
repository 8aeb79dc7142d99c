"""Links each in-text citation to the reference that it cites: by its key, else by names and year, without guessing.

A mention that fits several references equally well is ambiguous and gets a problem instead of a link. If none fits but
one differs only in the year or in some of the authors, the mention is linked to it and the difference is recorded.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from indexer.bibliography.entries import shown_each
from indexer.bibliography.keyed_links import KeyedEntries, cited_as
from indexer.bibliography.labels import labels_of
from indexer.bibliography.listed_names import (
    DEGREES,
    ET_AL,
    SHORT_FORM,
    ListedEntry,
    NameIndex,
    is_one_author,
    words_of_name,
    year_of,
)
from kutip.language.united import any_of
from kutip.types import Form, Mention, Message, ProblemKind, Reference

# Runs of blanks below are matched only from their start ("(?<!\s)"), else long runs take forever.
_CONJUNCTIONS = any_of("function_words.conjunctions")
_FOREIGN = any_of("names.foreign_conjunctions")
_AND_ABROAD = re.compile(rf"(?<!\s)\s+{_FOREIGN}\s+")
_SPELT_OUT = re.compile(r"(?<=[AOUaou])e(?=[^\W\d_aeiou])")  # "Mueller" for Müller
_UMLAUT = re.compile(r"[äöü]", re.IGNORECASE)
_AND = re.compile(rf"(?:(?<!\s)\s+)?(?:,\s*(?:&|{_CONJUNCTIONS})\s|;|\s&\s|\s{_CONJUNCTIONS}\s|,)\s*")


@dataclass(frozen=True, slots=True)
class Linked:
    """A mention after its reference was looked up.

    Attributes:
        mention: The mention, with the id of its reference if there is exactly one.
        kind: The kind of problem; None if there is none.
        fitting: Ids of the references that it may cite.
    """

    mention: Mention
    kind: ProblemKind | None = None
    fitting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Link:
    """What is found for all mentions of the same names and year; see `Linked` and `Mention`."""

    reference_id: str | None = None
    problem: Message | None = None
    kind: ProblemKind | None = None
    fitting: tuple[str, ...] = ()


def link(
    mentions: Sequence[Mention], references: Sequence[Reference], keys: KeyedEntries | None = None
) -> tuple[Linked, ...]:
    """Link each mention to its reference, if exactly one fits, and record what is wrong with it.

    The time grows with the number of mentions and references: candidates are looked up by the words of their names, and
    mentions of the same names and year are linked once.

    Args:
        mentions: The mentions.
        references: The list of references.
        keys: The entries that have keys, if any. A mention with the key of one is linked to it, whatever its words.
    """
    listed = NameIndex(references)
    labelled = labels_of(references)
    by_keys = keys or KeyedEntries()
    links: dict[tuple[bool, str, str], _Link] = {}
    linked = []
    for mention in mentions:
        if (by_key := _by_key(mention, by_keys)) is not None:
            linked.append(by_key)
            continue
        key = (mention.form is Form.NUMBERED, mention.who, mention.year)
        if key not in links:
            by_number, who, year = key
            links[key] = _tied(who, year, labelled.get(year, ()), None) if by_number else _link(who, year, listed)
        one = links[key]
        mention = replace(mention, reference_id=one.reference_id, problem=one.problem)
        linked.append(Linked(mention, one.kind, one.fitting))
    return tuple(linked)


def _by_key(mention: Mention, keys: KeyedEntries) -> Linked | None:
    """Link a mention by its key; None if it has none, or no entry has it but the words may tell the entry."""
    entry = keys.of(mention.key) if mention.key else None
    if entry is not None:
        who, year = cited_as(entry)
        if mention.form is not Form.NUMBERED and not mention.who:
            mention = replace(mention, who=who, year=mention.year or year)
        return Linked(replace(mention, reference_id=entry.id), None, (entry.id,))
    if not mention.key or mention.year:
        return None
    code, kind = (
        ("mention.not_listed", ProblemKind.NOT_LISTED)
        if keys.are_known
        else ("mention.no_entries_of_keys", ProblemKind.NO_LIST)
    )
    return Linked(replace(mention, year=mention.key, problem=Message(code)), kind)


def _link(who: str, year: str, listed: NameIndex) -> _Link:
    """Link all mentions of some authors and a year; of a work that was published again, by either year."""
    first, _, again = year.partition("/")
    names = (who, _AND_ABROAD.sub(" & ", who))
    tries = [(name, one) for name in names for one in (year, again, first) if one]
    links = [_link_one(name, one, listed) for name, one in dict.fromkeys(tries)]
    found = next((one for one in links if one.reference_id is not None and one.kind is None), links[0])
    if found.kind is ProblemKind.NOT_LISTED and _SPELT_OUT.search(who):
        plain = _link_one(_SPELT_OUT.sub("", who), year, listed)
        entry = listed.entry(plain.reference_id) if plain.reference_id is not None and plain.kind is None else None
        if entry is not None and any(_UMLAUT.search(author.family) for author in entry.authors):
            return plain
    return found


def _link_one(who: str, year: str, listed: NameIndex) -> _Link:
    if not listed.entries:
        return _Link(problem=Message("mention.no_list"), kind=ProblemKind.NO_LIST)
    cited = _names(who)
    near = listed.near(who, cited)
    of_year = near.of_year(year) or near.of_almost_year(year)
    agreeing = [entry for entry in of_year if _authors_fit(who, cited, entry)]
    if agreeing:
        return _tied(who, year, [entry.reference for entry in agreeing], None)
    if of_year:
        return _tied(who, year, [entry.reference for entry in of_year], ProblemKind.AUTHORS_DIFFER)
    first_two = list(islice((entry for entry in near.entries if _authors_fit(who, cited, entry)), 2))
    only = [entry.reference for entry in first_two] if len(first_two) == 1 else []
    return _tied(who, year, only, ProblemKind.YEAR_DIFFERS)


def fitting_entries(who: str, listed: NameIndex) -> list[Reference]:
    """Return the entries whose authors a text names, whatever their years."""
    cited = _names(who)
    return [entry.reference for entry in listed.near(who, cited).entries if _authors_fit(who, cited, entry)]


def _tied(who: str, year: str, fitting: Sequence[Reference], kind: ProblemKind | None) -> _Link:
    """Link mentions to the references that fit; `kind` is what differs if there is exactly one."""
    if not fitting:
        return _Link(problem=Message("mention.not_listed"), kind=ProblemKind.NOT_LISTED)
    if len(fitting) > 1:
        problem = Message("mention.ambiguous", {"n": len(fitting), "entries": shown_each(fitting)})
        return _Link(problem=problem, kind=ProblemKind.AMBIGUOUS, fitting=tuple(entry.id for entry in fitting))
    (entry,) = fitting
    differs = None
    if kind is ProblemKind.YEAR_DIFFERS:
        listed = year_of(entry)
        years = {"cited": year, "listed": listed} if listed else {"cited": year}
        differs = Message("mention.year_differs" if listed else "mention.no_year", years)
    elif kind is ProblemKind.AUTHORS_DIFFER:
        authors = ", ".join(author.listed for author in entry.authors)
        differs = Message("mention.authors_differ", {"cited": who, "listed": authors})
    return _Link(entry.id, differs, kind, (entry.id,))


def _names(who: str) -> list[tuple[str, ...]]:
    """Return the words of each author named in a text; initials after a comma belong to the name before it."""
    names: list[tuple[str, ...]] = []
    for words in map(words_of_name, _AND.split(ET_AL.sub("", SHORT_FORM.sub("", who)))):
        if names and words and all(len(word) == 1 for word in words):
            names[-1] += () if "".join(words) in DEGREES else words
        elif any(len(word) > 1 for word in words):
            names.append(words)
    return names


def _authors_fit(who: str, cited: Sequence[tuple[str, ...]], entry: ListedEntry) -> bool:
    """True if a text names all authors of a reference, or the first of several and "et al."."""
    authors = entry.authors
    if ET_AL.search(who):
        several = len(authors) > len(cited) or entry.has_others
        return several and all(n.fits(c) for c, n in zip(cited, authors, strict=False))
    if is_one_author(SHORT_FORM.sub("", who), authors):
        return True
    return len(authors) == len(cited) and all(n.fits(c) for c, n in zip(cited, authors, strict=True))
