"""Ties each in-text citation to the entry of the list that it means, by names and year; never by guessing.

A mention that fits several entries alike is ambiguous, which is a problem and no link. One that fits an entry but for
the year, or but for some of the authors, is tied to it where no other fits, and the difference is told.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kutip.references import Form, Mention, ProblemKind, Reference
from kutip.words import ENGLISH, INDONESIAN

_ET_AL = re.compile(r",?\s*(?:\bet\.?\s+al\b\.?|\bdkk\b\.?|\band\s+(?:others|colleagues|co-?workers))", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,\s*(?:and|&|dan)\s|;|\s&\s|\s(?:and|dan)\s|,)\s*")
_WORD = re.compile(r"[^\W_]+")
_TITLES = frozenset("prof dr drs ir h hj mr mrs ms phd md jr sr sh mh mp msi ma mpd sip s m p".split())
_LETTER = re.compile(r"(?<=\d)[a-z]$")


@dataclass(frozen=True, slots=True)
class _Name:
    """An author by the words of the name, folded: the whole, and those that name the family."""

    words: tuple[str, ...]
    family: frozenset[str]

    def fits(self, cited: tuple[str, ...]) -> bool:
        """Whether a text's name means this author: no word of it is another's, and it has one of the family's."""
        if cited == self.words or _acronym(cited, self.words) or _acronym(self.words, cited):
            return True
        initials = {word[0] for word in self.words}
        known = all(word in self.words or (len(word) == 1 and word in initials) for word in cited)
        return known and any(word in self.family and len(word) > 1 for word in cited)


Linked = tuple[Mention, ProblemKind | None]


def link(mentions: Sequence[Mention], references: Sequence[Reference]) -> tuple[Linked, ...]:
    """Each mention, tied to its entry if that can be told, with what kind of problem it has."""
    entries = [(reference, _authors(reference)) for reference in references]
    return tuple(_link(mention, entries) for mention in mentions)


def _link(mention: Mention, entries: Sequence[tuple[Reference, Sequence[_Name]]]) -> Linked:
    if mention.form is Form.NUMBERED:
        same = [entry for entry, _ in entries if entry.number is not None and entry.number.text == mention.year]
        return _tied(mention, same, None) if same else _untied(mention)
    if not entries:
        return replace(mention, problem="the paper has no list of references"), ProblemKind.NO_LIST
    cited = _names(mention.who)
    near = [(entry, authors) for entry, authors in entries if cited and authors and authors[0].fits(cited[0])]
    near = near or [(entry, authors) for entry, authors in entries if _swapped(cited, authors)]
    of_year = [(entry, authors) for entry, authors in near if _year(entry) == mention.year]
    of_year = of_year or [(e, a) for e, a in near if _LETTER.sub("", _year(e)) == _LETTER.sub("", mention.year)]
    agreeing = [entry for entry, authors in of_year if _agree(mention.who, cited, authors)]
    if agreeing:
        return _tied(mention, agreeing, None)
    if of_year:
        return _tied(mention, [entry for entry, _ in of_year], ProblemKind.AUTHORS_DIFFER)
    agreeing = [entry for entry, authors in near if _agree(mention.who, cited, authors)]
    return _tied(mention, agreeing, ProblemKind.YEAR_DIFFERS) if agreeing else _untied(mention)


def _tied(mention: Mention, fitting: Sequence[Reference], kind: ProblemKind | None) -> Linked:
    if len(fitting) > 1:
        several = "; ".join(f"“{entry.text[:60]}…”" for entry in fitting)
        return replace(mention, problem=f"it fits {len(fitting)} entries alike: {several}"), ProblemKind.AMBIGUOUS
    (entry,) = fitting
    problem = None
    if kind is ProblemKind.YEAR_DIFFERS:
        problem = f"the text has {mention.year}, the list {_year(entry) or 'no year'}"
    elif kind is ProblemKind.AUTHORS_DIFFER:
        listed = ", ".join(f"{author.family}, {author.given}".rstrip(", ") for author in entry.authors)
        problem = f"the text names {mention.who}, the list {listed}"
    return replace(mention, reference_id=entry.id, problem=problem), kind


def _untied(mention: Mention) -> Linked:
    return replace(mention, problem="the list of references has no such entry"), ProblemKind.NOT_LISTED


def _year(entry: Reference) -> str:
    return re.sub(r"\s", "", entry.year.text) if entry.year is not None else ""


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
    """The words of each author that a text names."""
    parts = [_words(part) for part in _AND.split(_ET_AL.sub("", who))]
    return [words for words in parts if any(len(word) > 1 for word in words)]  # initials and degrees are no authors


def _agree(who: str, cited: Sequence[tuple[str, ...]], authors: Sequence[_Name]) -> bool:
    """Whether a text names all authors of an entry, or the first of several and "et al."."""
    if _ET_AL.search(who):
        return len(authors) > len(cited) and all(n.fits(c) for c, n in zip(cited, authors, strict=False))
    whole = _words(who)
    if len(authors) == 1 and authors[0].words == whole:
        return True  # an organisation with "and" or a comma in its name
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
    folded = unicodedata.normalize("NFKD", name.casefold())
    folded = "".join(character for character in folded if not unicodedata.combining(character))
    words = _WORD.findall(folded.replace("’", "").replace("'", ""))
    long = [word for word in words if len(word) > 1]
    kept = [word for word in words if word not in _TITLES or word not in long or len(long) < 2]
    kept = [word for word in kept if word not in _TITLES or len(word) == 1 or len(long) < 2]
    return tuple(kept[1:] if len(kept) > 1 and kept[0] == "the" else kept)


def _acronym(short: Iterable[str], words: Sequence[str]) -> bool:
    """Whether one word is the initials of others: UNODC of United Nations Office on Drugs and Crime."""
    letters = "".join(short)
    initials = "".join(word[0] for word in words if word not in ENGLISH | INDONESIAN)
    return len(words) > 2 and len(letters) > 2 and letters == initials
