"""Recognises a question that asks what the authors of a paper of the index say: "According to Holm and Lind, why …?".

A paper does not name its own authors where it says something. So such a question is read with "the authors" in the
place of their names, and over their paper alone.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kutip.language import LANGUAGES
from kutip.language.united import STOP_WORDS, any_of, union
from kutip.metadata.facts import facts_of
from kutip.text.terms import terms
from kutip.types import Bibliography, Document

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_JOINS = rf"(?:\s*,\s*|\s+)(?:(?:{any_of('function_words.conjunctions')}|&)\s+)?"
_OTHERS = rf"(?:,?\s+{any_of('names.others')})?"
_YEAR = r"(?:,?\s*\(?(?P<year>(?:1[5-9]|20)\d\d)[a-z]?\b\)?)?"
_OWNED = re.compile(r"['’]s?\Z")
_OWNING = re.compile(r"['’]s?\b")
_COMMON = STOP_WORDS | {one.casefold() for one in union("dates.months", "dates.short_months")}  # "Will", "May"
_LEAST_TERMS = 1  # that a question has beside the names, to ask something of the paper


@dataclass(frozen=True, slots=True)
class AuthorsNamed:
    """The authors of a paper, recognised in a question.

    Attributes:
        text: The question with "the authors" in the place of their names.
        names: The names, as typed.
        said: What stands in their place.
        document: Id of their paper.
    """

    text: str
    names: str
    said: str
    document: str


@dataclass(frozen=True, slots=True)
class _Paper:
    pattern: re.Pattern[str]
    surnames: frozenset[str]
    year: int | None


class SpeakingAuthors:
    """The authors of an index's papers, by whose names questions are recognised; safe to share between threads."""

    def __init__(self, documents: Iterable[Document], bibliographies: Mapping[str, Bibliography]) -> None:
        """Read the names.

        Args:
            documents: The documents of the index.
            bibliographies: Their references by document id. One author's surname that a listed work has too may mean
                that work, so it does not stand for the paper by itself.
        """
        facts = [facts_of(one) for one in documents]
        shared = Counter(name for one in facts for name in {person.surname.casefold() for person in one.people})
        cited = {name.casefold() for one in bibliographies.values() for name in _cited(one)}
        self._papers = {
            one.id: _Paper(
                _pattern(name for person in one.people for name in (person.surname, *person.given.split())),
                frozenset(
                    name
                    for person in one.people
                    if shared[name := person.surname.casefold()] == 1 and name not in _COMMON
                ),
                one.year,
            )
            for one in facts
            if any(len(person.surname) > 1 for person in one.people)
        }
        self._ambiguous = frozenset(cited)

    def of(self, question: str, language: str) -> AuthorsNamed | None:
        """Recognise the authors of one paper in a question; None if it names none of them, or of several papers.

        A name counts with a capital, where the question has any. A single surname that a cited work has too, and a year
        that is not the paper's, mean another work. A surname that is a common word, such as "Will", names nobody.

        Args:
            question: The question.
            language: Its language, a code.
        """
        words = [_OWNED.sub("", one) for one in _WORD.findall(question)]
        typed = {one.casefold() for one in words if one[0].isupper()} or {one.casefold() for one in words}
        named = {name: paper.surnames & typed for name, paper in self._papers.items() if paper.surnames & typed}
        if len(named) != 1:
            return None
        ((document, surnames),) = named.items()
        paper, said = self._papers[document], LANGUAGES[language].paper_facts.speakers[0]
        runs = [one for one in paper.pattern.finditer(question) if any(name in one[0].casefold() for name in surnames)]
        if len(runs) != 1 or runs[0]["year"] not in (None, str(paper.year)):
            return None
        (run,) = runs
        if len(surnames) == 1 and surnames <= self._ambiguous and run["year"] is None:
            return None
        rest = question[run.end() :]
        owning = _OWNING.match(rest)
        if len(terms(question[: run.start()] + " " + rest)) < _LEAST_TERMS:
            return None
        after = rest if owning is None else f"'{rest[owning.end() :]}"
        return AuthorsNamed(question[: run.start()] + said + after, run[0].strip(), said, document)


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    """A run of some names, joined as authors are, with the year of their work behind it."""
    known = "|".join(sorted({re.escape(one) for one in names if len(one) > 1}, key=lambda one: (-len(one), one)))
    return re.compile(rf"\b(?:{known})\b(?:{_JOINS}(?:{known})\b)*{_OTHERS}{_YEAR}", re.IGNORECASE)


def _cited(bibliography: Bibliography) -> Iterable[str]:
    return (author.surname for entry in bibliography.references for author in entry.authors if author.family)
