"""Finds the references whose authors an in-text citation may name, by the words of their names."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kutip.language.united import STOP_WORDS, any_of, union
from kutip.types import Reference

# Runs of blanks below are matched only from their start ("(?<!\s)"), else long runs take forever.
ET_AL = re.compile(rf"(?:,|(?<!\s))\s*+\b{any_of('names.others')}", re.IGNORECASE)
SHORT_FORM = re.compile(r"(?:(?<!\s)\s++)?+[(\[][^()\[\]]*+[)\]]?\s*$")  # "World Health Organization [WHO]"
_WORD = re.compile(r"[^\W_]+")
DEGREES = union("names.degrees")  # by letters: "sh" for S.H.
_TITLES = union("names.titles") | {degree for degree in DEGREES if len(degree) > 2}
_ARTICLES = union("function_words.articles")
_AND_WORDS = union("function_words.conjunctions")
_WHOLE_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe"})  # Unicode does not decompose them
_LETTER = re.compile(r"(?<=\d)[a-z]$")


@dataclass(frozen=True, slots=True)
class ListedName:
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
        # "A. Reed" is not "Reed, P.": what is named in full is no initial of another word.
        left = [word for word in self.words if word not in cited] or self.words
        known = all(word in self.words or any(self._stands_for(word, listed) for listed in left) for word in cited)
        return known and any(word in self.family and len(word) > 1 for word in cited)

    def _stands_for(self, cited: str, listed: str) -> bool:
        """True if one word is the other's initial; a family name may be shortened to its initial only in the text."""
        initial = cited[0] == listed[0] and 1 in (len(cited), len(listed))
        return initial and (len(cited) == 1 or listed not in self.family)


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """A reference with its authors."""

    reference: Reference
    authors: tuple[ListedName, ...]
    has_others: bool  # True if its text has "et al."


class NearEntries:
    """The entries whose authors a mention may name, in the list's order."""

    def __init__(self, entries: Sequence[ListedEntry]) -> None:
        self.entries = entries
        self._by_year: dict[str, list[ListedEntry]] = defaultdict(list)
        self._by_bare_year: dict[str, list[ListedEntry]] = defaultdict(list)
        for entry in entries:
            year = year_of(entry.reference)
            self._by_year[year].append(entry)
            self._by_bare_year[_LETTER.sub("", year)].append(entry)

    def of_year(self, year: str) -> Sequence[ListedEntry]:
        """Return the entries of a year."""
        return self._by_year.get(year, ())

    def of_almost_year(self, year: str) -> Sequence[ListedEntry]:
        """Return the entries of 2019a for 2019 and of 2019 for 2019a."""
        alike = self._by_bare_year.get(_LETTER.sub("", year), ())
        return [entry for entry in alike if _differ_by_letter(year_of(entry.reference), year)]


class NameIndex:
    """The references of a list, found by the words of their authors' names."""

    def __init__(self, references: Sequence[Reference]) -> None:
        """Read the authors of each reference."""
        self.entries = [ListedEntry(one, _authors(one), ET_AL.search(one.text) is not None) for one in references]
        self._by_id = {one.id: one for one in references}
        self._first: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._any: dict[tuple[str, str], list[int]] = defaultdict(list)
        for i, entry in enumerate(self.entries):
            for key in {key for name in entry.authors[:1] for key in _keys(name)}:
                self._first[key].append(i)
            for key in {key for name in entry.authors for key in _keys(name)}:
                self._any[key].append(i)
        self._fitting: dict[tuple[str, ...], list[int]] = {}
        self._near: dict[tuple[int, ...], NearEntries] = {}
        self._near_of: dict[str, NearEntries] = {}

    def entry(self, reference_id: str) -> Reference:
        """Return the reference with an id."""
        return self._by_id[reference_id]

    def near(self, who: str, cited: Sequence[tuple[str, ...]]) -> NearEntries:
        """Return the entries whose first author a text names first; if there are none, those in another order.

        Args:
            who: The names as the text has them.
            cited: Their words, name by name.
        """
        if not cited:
            return NearEntries(())
        if who not in self._near_of:
            self._near_of[who] = self._find(who, cited)
        return self._near_of[who]

    def _find(self, who: str, cited: Sequence[tuple[str, ...]]) -> NearEntries:
        if cited[0] not in self._fitting:
            places = _places(self._first, cited[0])
            self._fitting[cited[0]] = [i for i in places if self.entries[i].authors[0].fits(cited[0])]
        whole = SHORT_FORM.sub("", who)
        of_one = [
            i for i in _places(self._first, words_of_name(whole)) if is_one_author(whole, self.entries[i].authors)
        ]
        found = sorted({*self._fitting[cited[0]], *of_one})
        if not found:
            others = _places(self._any, cited[0])
            found = [i for i in others if _in_another_order(cited, self.entries[i].authors)]
        key = tuple(found)
        if key not in self._near:
            self._near[key] = NearEntries([self.entries[i] for i in found])
        return self._near[key]


def _keys(name: ListedName) -> Iterator[tuple[str, str]]:
    """Yield what words that mean an author can share with the name: a family name, the whole name, the initials."""
    yield from (("family", word) for word in name.family if len(word) > 1)
    yield "whole", "".join(name.words)
    yield "initials", _initials(name.words)


def _places(index: Mapping[tuple[str, str], Sequence[int]], cited: tuple[str, ...]) -> list[int]:
    """Return, ascending, where all names are that the cited words may mean, and perhaps others."""
    whole = "".join(cited)
    keys = [*(("family", word) for word in cited), ("whole", whole), ("initials", whole), ("whole", _initials(cited))]
    return sorted({i for key in keys for i in index.get(key, ())})


def year_of(entry: Reference) -> str:
    """Return a reference's year as mentions have it; "" if it has none."""
    year = entry.year.text if entry.year is not None else ""
    return re.sub(r"\s", "", year) if "." in year else year.casefold()


def _differ_by_letter(year: str, other_year: str) -> bool:
    """True if the years are equal or only one has a letter: 2019 and 2019a, but not 2019a and 2019b."""
    bare = _LETTER.sub("", year), _LETTER.sub("", other_year)
    return bare[0] == bare[1] and bare[0] in (year, other_year)


def _authors(reference: Reference) -> tuple[ListedName, ...]:
    """Return the authors of a reference, or its title if it has none, because it is then cited by its title."""
    if reference.authors:
        return tuple(
            ListedName(words_of_name(f"{author.given} {author.surname}"), frozenset(words_of_name(author.surname)))
            for author in reference.authors
        )
    title = words_of_name(reference.title.text) if reference.title is not None else ()
    return (ListedName(title, frozenset(title)),) if title else ()


def is_one_author(who: str, authors: Sequence[ListedName]) -> bool:
    """True if the names in a text are a single author: an organisation with "and" or a comma in its name."""
    return (
        len(authors) == 1
        and authors[0].family == frozenset(authors[0].words)
        and authors[0].is_called(words_of_name(who))
    )


def _in_another_order(cited: Sequence[tuple[str, ...]], authors: Sequence[ListedName]) -> bool:
    """True if a text names the authors of a reference in another order."""
    if len(cited) != len(authors) or len(cited) < 2:
        return False
    return all(any(name.fits(words) for name in authors) for words in cited) and all(
        any(name.fits(words) for words in cited) for name in authors
    )


def words_of_name(name: str) -> tuple[str, ...]:
    """Return the words of a name in lower case, without diacritics, titles, degrees and a leading article."""
    folded = unicodedata.normalize("NFKD", name.casefold().translate(_WHOLE_LETTERS))
    folded = "".join(character for character in folded if not unicodedata.combining(character))
    words = [word for word in _WORD.findall(folded.replace("’", "").replace("'", "")) if word not in _AND_WORDS]
    kept = [word for word in words if word not in _TITLES] or words
    return tuple(kept[1:] if len(kept) > 1 and kept[0] in _ARTICLES else kept)


def _is_acronym(short: Iterable[str], words: Sequence[str]) -> bool:
    """True if a word consists of the initials of others: UNODC for United Nations Office on Drugs and Crime."""
    letters = "".join(short)
    return len(words) > 2 and len(letters) > 2 and letters == _initials(words)


def _initials(words: Sequence[str]) -> str:
    return "".join(word[0] for word in words if word not in STOP_WORDS)
