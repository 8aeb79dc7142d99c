"""Links each in-text citation to the reference that it cites, by names and year, without guessing.

A mention that fits several references equally well is ambiguous and gets a problem instead of a link. If none fits but
one differs only in the year or in some of the authors, the mention is linked to it and the difference is recorded.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from indexer.bibliography.entries import shown
from kutip.language.united import STOP_WORDS, any_of, union
from kutip.types import Form, Mention, Message, ProblemKind, Reference

# Runs of blanks below are matched only from their start ("(?<!\s)"), else long runs take forever.
_ET_AL = re.compile(rf"(?:,|(?<!\s))\s*+\b{any_of('names.others')}", re.IGNORECASE)
_CONJUNCTIONS = any_of("function_words.conjunctions")
_AND = re.compile(rf"(?:(?<!\s)\s+)?(?:,\s*(?:&|{_CONJUNCTIONS})\s|;|\s&\s|\s{_CONJUNCTIONS}\s|,)\s*")
_WORD = re.compile(r"[^\W_]+")
_DEGREES = union("names.degrees")  # by letters: "sh" for S.H.
_TITLES = union("names.titles") | {degree for degree in _DEGREES if len(degree) > 2}
_ARTICLES = union("function_words.articles")
_AND_WORDS = union("function_words.conjunctions")
_WHOLE_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe"})  # Unicode does not decompose them
_SHORT_FORM = re.compile(r"(?:(?<!\s)\s++)?+[(\[][^()\[\]]*+[)\]]?\s*$")  # "World Health Organization [WHO]"
_LETTER = re.compile(r"(?<=\d)[a-z]$")


@dataclass(frozen=True, slots=True)
class _Name:
    """An author of a reference as folded words: those of the whole name, and which of them are of the family name."""

    words: tuple[str, ...]
    family: frozenset[str]

    def is_called(self, cited: tuple[str, ...]) -> bool:
        """True if the cited words are the whole name or one is the acronym of the other."""
        whole = "".join(cited) == "".join(self.words)
        return whole or _is_acronym(cited, self.words) or _is_acronym(self.words, cited)

    def fits(self, cited: tuple[str, ...]) -> bool:
        """True if the cited words can mean this author: all are in the name and one is of the family name."""
        if self.is_called(cited):
            return True
        known = all(
            word in self.words or any(self._stands_for(word, listed) for listed in self.words) for word in cited
        )
        return known and any(word in self.family and len(word) > 1 for word in cited)

    def _stands_for(self, cited: str, listed: str) -> bool:
        """True if one word is the other's initial; a family name may be shortened to its initial only in the text."""
        initial = cited[0] == listed[0] and 1 in (len(cited), len(listed))
        return initial and (len(cited) == 1 or listed not in self.family)


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


def link(mentions: Sequence[Mention], references: Sequence[Reference]) -> tuple[Linked, ...]:
    """Link each mention to its reference, if exactly one fits, and record what is wrong with it."""
    entries = [(reference, _authors(reference)) for reference in references]
    return tuple(_link(mention, entries) for mention in mentions)


def _link(mention: Mention, entries: Sequence[tuple[Reference, Sequence[_Name]]]) -> Linked:
    if mention.form is Form.NUMBERED:
        same = [entry for entry, _ in entries if entry.number is not None and entry.number.text == mention.year]
        return _tied(mention, same, None) if same else _untied(mention)
    if not entries:
        return Linked(replace(mention, problem=Message("mention.no_list")), ProblemKind.NO_LIST)
    cited = _names(mention.who)
    near = [(entry, authors) for entry, authors in entries if _first_author_fits(mention.who, cited, authors)]
    near = near or [(entry, authors) for entry, authors in entries if _in_another_order(cited, authors)]
    of_year = [(entry, authors) for entry, authors in near if _year(entry) == mention.year]
    of_year = of_year or [(entry, authors) for entry, authors in near if _differ_by_letter(_year(entry), mention.year)]
    agreeing = [entry for entry, authors in of_year if _authors_fit(mention.who, cited, entry, authors)]
    if agreeing:
        return _tied(mention, agreeing, None)
    if of_year:
        return _tied(mention, [entry for entry, _ in of_year], ProblemKind.AUTHORS_DIFFER)
    agreeing = [entry for entry, authors in near if _authors_fit(mention.who, cited, entry, authors)]
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


def _differ_by_letter(year: str, other_year: str) -> bool:
    """True if the years are equal or only one has a letter: 2019 and 2019a, but not 2019a and 2019b."""
    bare = _LETTER.sub("", year), _LETTER.sub("", other_year)
    return bare[0] == bare[1] and bare[0] in (year, other_year)


def _authors(reference: Reference) -> tuple[_Name, ...]:
    """Return the authors of a reference, or its title if it has none, because it is then cited by its title."""
    if reference.authors:
        return tuple(
            _Name(_words(f"{author.given} {author.family}"), frozenset(_words(author.family)))
            for author in reference.authors
        )
    title = _words(reference.title.text) if reference.title is not None else ()
    return (_Name(title, frozenset(title)),) if title else ()


def _names(who: str) -> list[tuple[str, ...]]:
    """Return the words of each author named in a text; initials after a comma belong to the name before it."""
    names: list[tuple[str, ...]] = []
    for words in map(_words, _AND.split(_ET_AL.sub("", _SHORT_FORM.sub("", who)))):
        if names and words and all(len(word) == 1 for word in words):
            names[-1] += () if "".join(words) in _DEGREES else words
        elif any(len(word) > 1 for word in words):
            names.append(words)
    return names


def _is_one_author(who: str, authors: Sequence[_Name]) -> bool:
    """True if the names in a text are a single author: an organisation with "and" or a comma in its name."""
    return len(authors) == 1 and authors[0].family == frozenset(authors[0].words) and authors[0].is_called(_words(who))


def _first_author_fits(who: str, cited: Sequence[tuple[str, ...]], authors: Sequence[_Name]) -> bool:
    """True if the first author named in a text is the first author of a reference."""
    if not cited or not authors:
        return False
    return authors[0].fits(cited[0]) or _is_one_author(_SHORT_FORM.sub("", who), authors)


def _authors_fit(who: str, cited: Sequence[tuple[str, ...]], entry: Reference, authors: Sequence[_Name]) -> bool:
    """True if a text names all authors of a reference, or the first of several and "et al."."""
    if _ET_AL.search(who):
        several = len(authors) > len(cited) or _ET_AL.search(entry.text) is not None
        return several and all(n.fits(c) for c, n in zip(cited, authors, strict=False))
    if _is_one_author(_SHORT_FORM.sub("", who), authors):
        return True
    return len(authors) == len(cited) and all(n.fits(c) for c, n in zip(cited, authors, strict=True))


def _in_another_order(cited: Sequence[tuple[str, ...]], authors: Sequence[_Name]) -> bool:
    """True if a text names the authors of a reference in another order."""
    if len(cited) != len(authors) or len(cited) < 2:
        return False
    return all(any(name.fits(words) for name in authors) for words in cited) and all(
        any(name.fits(words) for words in cited) for name in authors
    )


def _words(name: str) -> tuple[str, ...]:
    """Return the words of a name in lower case, without diacritics, titles, degrees and a leading article."""
    folded = unicodedata.normalize("NFKD", name.casefold().translate(_WHOLE_LETTERS))
    folded = "".join(character for character in folded if not unicodedata.combining(character))
    words = [word for word in _WORD.findall(folded.replace("’", "").replace("'", "")) if word not in _AND_WORDS]
    kept = [word for word in words if word not in _TITLES] or words
    return tuple(kept[1:] if len(kept) > 1 and kept[0] in _ARTICLES else kept)


def _is_acronym(short: Iterable[str], words: Sequence[str]) -> bool:
    """True if a word consists of the initials of others: UNODC for United Nations Office on Drugs and Crime."""
    letters = "".join(short)
    initials = "".join(word[0] for word in words if word not in STOP_WORDS)
    return len(words) > 2 and len(letters) > 2 and letters == initials
