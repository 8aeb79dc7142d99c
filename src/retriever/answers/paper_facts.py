"""Finds a fact of a paper, such as its journal: in the paper's own text where it stands there, else in its metadata."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kutip.language import LANGUAGES
from kutip.language.united import any_of
from kutip.metadata.csl import field_text
from kutip.metadata.facts import DocumentFacts, facts_of
from kutip.types import Document, Kind, Message, Passage
from retriever.answers.facts import FactKind, facts
from retriever.answers.planned import QuotedPlace
from retriever.citations.apa import reference
from retriever.lookup import LookUp


class PaperFact(StrEnum):
    """A fact that a paper may be asked for."""

    AUTHORS = "authors"
    JOURNAL = "journal"
    DATE = "date"
    PUBLISHER = "publisher"
    DOI = "doi"
    LICENCE = "licence"
    KEYWORDS = "keywords"
    LANGUAGE = "language"
    SECTIONS = "sections"
    REFERENCES = "references"
    TITLE = "title"
    PAGES = "pages"
    VOLUME = "volume"
    AFFILIATION = "affiliation"
    CITATION = "citation"


@dataclass(frozen=True, slots=True)
class StatedFact:
    """A fact of a paper as it is known.

    Attributes:
        value: What to tell the reader: words of the paper or its metadata, or a message of Kutip's own.
        places: Where the paper's text states it; none if only its metadata do, or if Kutip counted it.
        short: The fact as it stands in the first of these places; None where it does not stand there letter by letter.
        is_kutips: Whether Kutip itself counted or formatted it, so that no text or metadata state it.
    """

    value: str | Message
    places: tuple[QuotedPlace, ...] = ()
    short: str | None = None
    is_kutips: bool = False


_PUBLISHED = re.compile(rf"\b{any_of('paper_facts.publishing')}\b", re.IGNORECASE)
# For each step, such as "submitted", the word of each language by itself, and the words of all languages.
_STEPS = tuple(
    (re.compile(rf"\b(?:{own})\b", re.IGNORECASE), re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE))
    for words in zip(*(one.paper_facts.steps for one in LANGUAGES.values()), strict=False)
    for own in words
)
_LICENCE = re.compile(rf"\b{any_of('paper_facts.licence_names')}\b[^\n]{{0,120}}", re.IGNORECASE)
_RIGHTS = re.compile(rf"\b{any_of('paper_facts.licences')}\b|©", re.IGNORECASE)
_KEYWORDS = re.compile(
    rf"^[^\w\n]*{any_of('paper_facts.keywords')}[^\w\n]*[:.–—-][^\w\n]*(?P<said>[^\n]+)", re.I | re.M
)
_KEYWORD_HEADING = re.compile(rf"\W*{any_of('paper_facts.keywords')}\W*", re.IGNORECASE)
_INSTITUTION = re.compile(rf"\b{any_of('paper_facts.institutions')}\b", re.IGNORECASE)
_LANGUAGES = {"en": Message("language.en"), "id": Message("language.id")}
_OPENING = 40  # passages that may be front matter
_MOST_LINES = 3  # of front matter for one fact


def state(fact: PaperFact, look_up: LookUp, document: Document, question: str) -> StatedFact | None:
    """State a fact of a paper; None if neither its text nor its metadata have it.

    Args:
        fact: Which one.
        look_up: Gives the paper's passages and references.
        document: The paper.
        question: Names the step whose date is asked for, such as "submitted".
    """
    known = _Sources(document, facts_of(document), look_up, question)
    return _STATED[fact](known)


@dataclass(frozen=True, slots=True)
class _Sources:
    document: Document
    facts: DocumentFacts
    look_up: LookUp
    question: str

    @property
    def front(self) -> Sequence[Passage]:
        """The passages of front matter, and those before the first heading."""
        return [one for one in self.passages if one.kind is Kind.FRONT_MATTER or not (one.heading or one.cells)][
            :_OPENING
        ]

    @property
    def passages(self) -> Sequence[Passage]:
        return self.look_up.passages_of.get(self.document.id, ())

    def lines(self, pattern: re.Pattern[str]) -> Iterator[Passage]:
        return (one for one in self.front if pattern.search(one.text))

    def field(self, name: str) -> str:
        return field_text(self.facts.item, name)

    def verbatim(self, value: str, *, among: Sequence[Passage] | None = None) -> StatedFact | None:
        """A value, with the first line of front matter that has it, whatever its case; None for no value."""
        if not value:
            return None
        for passage in self.front if among is None else among:
            start = passage.text.casefold().find(value.casefold())
            found = passage.text[start : start + len(value)]
            if start >= 0 and found.casefold() == value.casefold():
                return StatedFact(value, (QuotedPlace.whole(passage),), found)
        return StatedFact(value)


def _authors(known: _Sources) -> StatedFact | None:
    names = known.facts.authors
    if not names:
        return None
    places = [one for one in known.front if any(name in one.text for name in names)]
    if all(any(name in one.text for one in places) for name in names):
        return StatedFact(", ".join(names), tuple(map(QuotedPlace.whole, places[:_MOST_LINES])), ", ".join(names))
    return StatedFact(", ".join(names))


def _date(known: _Sources) -> StatedFact | None:
    steps = [any_step for own, any_step in _STEPS if own.search(known.question)]
    if steps:
        return next((dated for step in steps if (dated := _dated(known, step)) is not None), None)
    year = known.facts.year
    if year is None:
        return None
    dated = _dated(known, _PUBLISHED)
    if dated is not None and str(year) in str(dated.value):
        return dated
    return known.verbatim(str(year))


def _dated(known: _Sources, lead: re.Pattern[str]) -> StatedFact | None:
    """The date that follows a word, such as "Published", in a line of front matter."""
    for passage in known.front:
        for match in lead.finditer(passage.text):
            dates = [one for one in facts(passage.text) if one.kind is FactKind.DATE and one.start >= match.end()]
            if dates:
                first = min(dates, key=lambda date: (date.start, -date.end))
                return StatedFact(first.text, (QuotedPlace.whole(passage),), first.text)
    return None


def _licence(known: _Sources) -> StatedFact | None:
    lines = list(known.lines(_RIGHTS))[:_MOST_LINES]
    named = next((match[0].rstrip(" .") for one in lines if (match := _LICENCE.search(one.text))), None)
    value = known.facts.licence or named or (lines[0].text if lines else None)
    return None if value is None else StatedFact(value, tuple(map(QuotedPlace.whole, lines)), named)


def _keywords(known: _Sources) -> StatedFact | None:
    for passage in known.passages[:_OPENING]:  # often below an abstract
        if passage.heading and _KEYWORD_HEADING.fullmatch(passage.heading[-1]):
            return StatedFact(passage.text, (QuotedPlace.whole(passage),), passage.text)
        line = _KEYWORDS.search(passage.text)
        if line is not None:
            place = QuotedPlace(passage, *line.span())
            return StatedFact(line["said"].strip(), (place,), line["said"].strip())
    return known.verbatim(known.field("keyword"))


def _language(known: _Sources) -> StatedFact | None:
    code = known.facts.language
    return StatedFact(_LANGUAGES.get(code[:2].casefold(), code)) if code else None


def _sections(known: _Sources) -> StatedFact | None:
    paths = [one.heading[:1] for one in known.passages if one.heading]
    names = list(dict.fromkeys(path[0].strip(" :") for path in paths))
    return StatedFact(", ".join(names), is_kutips=True) if names else None


def _references(known: _Sources) -> StatedFact | None:
    listed = known.look_up.bibliographies.get(known.document.id)
    count = len(listed.references) if listed is not None else 0
    return StatedFact(str(count), is_kutips=True) if count else None


def _pages(known: _Sources) -> StatedFact | None:
    return _only(known.field("page"))


def _only(value: str) -> StatedFact | None:
    return StatedFact(value) if value else None


def _volume(known: _Sources) -> StatedFact | None:
    volume, issue = known.field("volume"), known.field("issue")
    return _only(f"{volume}({issue})" if volume and issue else volume or issue)


def _affiliation(known: _Sources) -> StatedFact | None:
    lines = list(known.lines(_INSTITUTION))[:_MOST_LINES]
    return StatedFact(lines[0].text, tuple(map(QuotedPlace.whole, lines))) if lines else None


def _citation(known: _Sources) -> StatedFact | None:
    return StatedFact(reference(known.document), is_kutips=True)


_STATED: dict[PaperFact, Callable[[_Sources], StatedFact | None]] = {
    PaperFact.AUTHORS: _authors,
    PaperFact.JOURNAL: lambda known: known.verbatim(known.field("container-title")),
    PaperFact.DATE: _date,
    PaperFact.PUBLISHER: lambda known: known.verbatim(known.field("publisher")),
    PaperFact.DOI: lambda known: known.verbatim(known.facts.doi or ""),
    PaperFact.LICENCE: _licence,
    PaperFact.KEYWORDS: _keywords,
    PaperFact.LANGUAGE: _language,
    PaperFact.SECTIONS: _sections,
    PaperFact.REFERENCES: _references,
    PaperFact.TITLE: lambda known: known.verbatim(known.facts.title or ""),
    PaperFact.PAGES: _pages,
    PaperFact.VOLUME: _volume,
    PaperFact.AFFILIATION: _affiliation,
    PaperFact.CITATION: _citation,
}
