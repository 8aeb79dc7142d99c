"""Ties each in-text citation to the entry of the list that it means, by names and year; never by guessing.

A mention that fits several entries alike is ambiguous, which is a problem and no link. One that fits an entry but for
the year, or but for some of the authors, is tied to it where no other fits, and the difference is told.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from indexer.bibliography.entries import shown
from kutip.language.united import STOP_WORDS, any_of, union
from kutip.types import Form, Mention, Message, ProblemKind, Reference

# Here blanks are read from their first on, "(?<!\s)": else many of them take forever.
_ET_AL = re.compile(rf"(?:,|(?<!\s))\s*+\b{any_of('names.others')}", re.IGNORECASE)
_CONJUNCTIONS = any_of("function_words.conjunctions")
_AND = re.compile(rf"(?:(?<!\s)\s+)?(?:,\s*(?:&|{_CONJUNCTIONS})\s|;|\s&\s|\s{_CONJUNCTIONS}\s|,)\s*")
_WORD = re.compile(r"[^\W_]+")
_DEGREES = union("names.degrees")  # by their letters, as "S.H."
_TITLES = union("names.titles") | {degree for degree in _DEGREES if len(degree) > 2}
_AND_WORDS = union("function_words.conjunctions")
_WHOLE_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe"})  # which Unicode does not part
_SHORT_FORM = re.compile(r"(?:(?<!\s)\s++)?+[(\[][^()\[\]]*+[)\]]?\s*$")  # "World Health Organization [WHO]"
_LETTER = re.compile(r"(?<=\d)[a-z]$")


@dataclass(frozen=True, slots=True)
class _Name:
    """An author by the words of the name, folded: the whole, and those that name the family."""

    words: tuple[str, ...]
    family: frozenset[str]

    def is_called(self, cited: tuple[str, ...]) -> bool:
        """Whether a text has the whole name, or its short form."""
        whole = "".join(cited) == "".join(self.words)
        return whole or _acronym(cited, self.words) or _acronym(self.words, cited)

    def fits(self, cited: tuple[str, ...]) -> bool:
        """Whether a text's name means this author: no word of it is another's, and it has one of the family's."""
        if self.is_called(cited):
            return True
        known = all(word in self.words or any(self._stands_for(word, own) for own in self.words) for word in cited)
        return known and any(word in self.family and len(word) > 1 for word in cited)

    def _stands_for(self, cited: str, own: str) -> bool:
        """Whether one is the initial of the other: of a family's name only in the text, of a given one in both."""
        initial = cited[0] == own[0] and 1 in (len(cited), len(own))
        return initial and (len(cited) == 1 or own not in self.family)


@dataclass(frozen=True, slots=True)
class Linked:
    """A mention after it was looked for in the list.

    Attributes:
        mention: Tied to its entry, if that can be told.
        kind: What is wrong with it; None if nothing is.
        fitting: The ids of the entries that it may mean.
    """

    mention: Mention
    kind: ProblemKind | None = None
    fitting: tuple[str, ...] = ()


def link(mentions: Sequence[Mention], references: Sequence[Reference]) -> tuple[Linked, ...]:
    """Each mention, tied to its entry if that can be told, with what kind of problem it has."""
    entries = [(reference, _authors(reference)) for reference in references]
    return tuple(_link(mention, entries) for mention in mentions)


def _link(mention: Mention, entries: Sequence[tuple[Reference, Sequence[_Name]]]) -> Linked:
    if mention.form is Form.NUMBERED:
        same = [entry for entry, _ in entries if entry.number is not None and entry.number.text == mention.year]
        return _tied(mention, same, None) if same else _untied(mention)
    if not entries:
        return Linked(replace(mention, problem=Message("mention.no_list")), ProblemKind.NO_LIST)
    cited = _names(mention.who)
    near = [(entry, authors) for entry, authors in entries if _begins(mention.who, cited, authors)]
    near = near or [(entry, authors) for entry, authors in entries if _swapped(cited, authors)]
    of_year = [(entry, authors) for entry, authors in near if _year(entry) == mention.year]
    of_year = of_year or [(entry, authors) for entry, authors in near if _but_for_letter(_year(entry), mention.year)]
    agreeing = [entry for entry, authors in of_year if _agree(mention.who, cited, entry, authors)]
    if agreeing:
        return _tied(mention, agreeing, None)
    if of_year:
        return _tied(mention, [entry for entry, _ in of_year], ProblemKind.AUTHORS_DIFFER)
    agreeing = [entry for entry, authors in near if _agree(mention.who, cited, entry, authors)]
    return _tied(mention, agreeing, ProblemKind.YEAR_DIFFERS) if len(agreeing) == 1 else _untied(mention)


def _tied(mention: Mention, fitting: Sequence[Reference], kind: ProblemKind | None) -> Linked:
    if len(fitting) > 1:
        problem = Message("mention.ambiguous", {"n": len(fitting), "entries": tuple(map(shown, fitting))})
        ids = tuple(entry.id for entry in fitting)
        return Linked(replace(mention, problem=problem), ProblemKind.AMBIGUOUS, ids)
    (entry,) = fitting
    differs = None
    if kind is ProblemKind.YEAR_DIFFERS:
        listed = _year(entry)
        years = {"cited": mention.year, "listed": listed} if listed else {"cited": mention.year}
        differs = Message("mention.year_differs" if listed else "mention.no_year", years)
    elif kind is ProblemKind.AUTHORS_DIFFER:
        authors = ", ".join(f"{author.family}, {author.given}".rstrip(", ") for author in entry.authors)
        differs = Message("mention.authors_differ", {"cited": mention.who, "listed": authors})
    return Linked(replace(mention, reference_id=entry.id, problem=differs), kind, (entry.id,))


def _untied(mention: Mention) -> Linked:
    return Linked(replace(mention, problem=Message("mention.not_listed")), ProblemKind.NOT_LISTED)


def _year(entry: Reference) -> str:
    year = entry.year.text if entry.year is not None else ""
    return re.sub(r"\s", "", year) if year.startswith("n") else year


def _but_for_letter(one: str, other: str) -> bool:
    """Whether two years are the same but that one has a letter: 2019 and 2019a, not 2019a and 2019b."""
    bare = _LETTER.sub("", one), _LETTER.sub("", other)
    return bare[0] == bare[1] and bare[0] in (one, other)


def _authors(reference: Reference) -> tuple[_Name, ...]:
    """The authors of an entry; its title where it has none, as it is then cited by that."""
    if reference.authors:
        return tuple(
            _Name(_words(f"{author.given} {author.family}"), frozenset(_words(author.family)))
            for author in reference.authors
        )
    title = _words(reference.title.text) if reference.title is not None else ()
    return (_Name(title, frozenset(title)),) if title else ()


def _names(who: str) -> list[tuple[str, ...]]:
    """The words of each author that a text names; initials after a comma belong to the name before."""
    names: list[tuple[str, ...]] = []
    for words in map(_words, _AND.split(_ET_AL.sub("", _SHORT_FORM.sub("", who)))):
        if names and words and all(len(word) == 1 for word in words):
            names[-1] += () if "".join(words) in _DEGREES else words
        elif any(len(word) > 1 for word in words):
            names.append(words)
    return names


def _whole(who: str, authors: Sequence[_Name]) -> bool:
    """Whether a text's names are one author's: an organisation with "and" or a comma in its name."""
    return len(authors) == 1 and authors[0].family == frozenset(authors[0].words) and authors[0].is_called(_words(who))


def _begins(who: str, cited: Sequence[tuple[str, ...]], authors: Sequence[_Name]) -> bool:
    """Whether the first author that a text names is the first of an entry."""
    if not cited or not authors:
        return False
    return authors[0].fits(cited[0]) or _whole(_SHORT_FORM.sub("", who), authors)


def _agree(who: str, cited: Sequence[tuple[str, ...]], entry: Reference, authors: Sequence[_Name]) -> bool:
    """Whether a text names all authors of an entry, or the first of several and "et al."."""
    if _ET_AL.search(who):
        several = len(authors) > len(cited) or _ET_AL.search(entry.text) is not None
        return several and all(n.fits(c) for c, n in zip(cited, authors, strict=False))
    if _whole(_SHORT_FORM.sub("", who), authors):
        return True
    return len(authors) == len(cited) and all(n.fits(c) for c, n in zip(cited, authors, strict=True))


def _swapped(cited: Sequence[tuple[str, ...]], authors: Sequence[_Name]) -> bool:
    """Whether a text names the authors of an entry in another order."""
    if len(cited) != len(authors) or len(cited) < 2:
        return False
    return all(any(name.fits(one) for name in authors) for one in cited) and all(
        any(name.fits(one) for one in cited) for name in authors
    )


def _words(name: str) -> tuple[str, ...]:
    """The words of a name without diacritics, titles, degrees and a leading article, in lower case."""
    folded = unicodedata.normalize("NFKD", name.casefold().translate(_WHOLE_LETTERS))
    folded = "".join(character for character in folded if not unicodedata.combining(character))
    words = [word for word in _WORD.findall(folded.replace("’", "").replace("'", "")) if word not in _AND_WORDS]
    kept = [word for word in words if word not in _TITLES] or words
    return tuple(kept[1:] if len(kept) > 1 and kept[0] == "the" else kept)


def _acronym(short: Iterable[str], words: Sequence[str]) -> bool:
    """Whether one word is the initials of others: UNODC of United Nations Office on Drugs and Crime."""
    letters = "".join(short)
    initials = "".join(word[0] for word in words if word not in STOP_WORDS)
    return len(words) > 2 and len(letters) > 2 and letters == initials
