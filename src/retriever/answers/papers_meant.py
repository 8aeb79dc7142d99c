"""Finds which papers of the index a question is about, if it is about a paper itself and not about its subject."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kutip.language import PAPERS_LANGUAGE
from kutip.language.united import any_of
from kutip.metadata.csl import field_text
from kutip.metadata.facts import facts_of
from kutip.text.terms import terms
from kutip.types import Document, Kind, Passage
from retriever.citations.apa import author_and_year
from retriever.lookup import LookUp

_WORKS = re.compile(rf"\b{any_of('paper_facts.works')}\b", re.IGNORECASE)
_WORK_ON = re.compile(rf"\b{any_of('paper_facts.works')}\s+{any_of('paper_facts.subject_leads')}\b", re.IGNORECASE)
_ARTICLE_LAST = re.compile(rf"\b{any_of('function_words.articles')}\s\Z", re.IGNORECASE)
_BETWEEN = 4  # words within a paper's name beside its authors or journal: "the paper by Holm and Lind"
_COUNTED = re.compile(
    rf"\b(?:\d{{1,2}}|{any_of('numbers.cardinals')})\s+(?={any_of('paper_facts.works')}\b)", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?\Z")
_PHRASE = 3  # words of a title in a row that name it
_TITLE_SHARE = 0.5  # of a title's terms, from which they name the paper without a word such as "paper"


@dataclass(frozen=True, slots=True)
class PapersMeant:
    """The papers that a question is about.

    Attributes:
        documents: These papers, in the index's order.
        are_named: Whether the question names them by author, year, title or journal; if not, it may mean any.
    """

    documents: tuple[Document, ...]
    are_named: bool


@dataclass(frozen=True, slots=True)
class PapersNamed:
    """The papers that a text names by their authors or journal.

    Attributes:
        ids: Their ids; those of all papers if it names none.
        words: The words that name them, in lower case.
    """

    ids: tuple[str, ...]
    words: frozenset[str]

    def without_names(self, text: str) -> str:
        """A text without the words that name papers."""
        return " ".join(one for one in _words(text) if one not in self.words)


def speaks_of_a_paper(question: str) -> bool:
    """Whether a question has a word for a paper, such as "article"."""
    return _WORKS.search(question) is not None


def without(text: str, *patterns: re.Pattern[str]) -> str:
    """A text without what some patterns match."""
    for pattern in patterns:
        text = pattern.sub(" ", text)
    return text


def papers_meant(look_up: LookUp, left: str, *, has_noun: bool, by_subject: bool = False) -> PapersMeant | None:
    """Find the papers that the rest of a question names.

    Args:
        look_up: The look-up of the question.
        left: The question without the words by which it asks. Each content word of it has to be explained by what is
            known of the paper: its authors, year, title, journal.
        has_noun: Whether the question speaks of a paper, by a noun; without one, an author or a title has to be named.
        by_subject: Take a paper whose abstract explains the words where no title does.

    Returns:
        The papers; None if the words are of something else, so that the question is not about a paper itself.
    """
    words = [one for one in _words(without(left, _COUNTED, _WORKS)) if terms(one)]
    documents = tuple(look_up.documents.values())
    if not words:
        return PapersMeant(documents, are_named=len(documents) == 1) if has_noun else None
    typed = [_TypedWord.of(look_up, word) for word in words]
    names_a_subject = has_noun and _names_a_subject(look_up, words)
    asked = _words(look_up.understood.plain)
    known = ((one, look_up.of_paper(_known, one.id)) for one in documents)
    found = [one for one, own in known if _explains(own, asked, typed, may_be_subject=names_a_subject)]
    if not found and by_subject and names_a_subject:
        opened = ((one, look_up.of_paper(_known_with_opening, one.id)) for one in documents)
        found = [one for one, own in opened if _explains(own, asked, typed, may_be_subject=True)]
    return PapersMeant(tuple(found), are_named=True) if found else None


def papers_named(look_up: LookUp, text: str) -> PapersNamed:
    """Find the papers that a text names by their authors or journal, whatever else it says."""
    words = {one: frozenset(terms(one)) for one in _words(text)}
    held = frozenset().union(*words.values())
    found: dict[str, frozenset[str]] = {}
    for document in look_up.documents.values():
        known = look_up.of_paper(_known, document.id)
        journal = known.journal if known.journal <= held else frozenset()
        own = [one for one, own_terms in words.items() if one in known.surnames or own_terms & journal]
        if own:
            found[document.id] = frozenset(own)
    names = frozenset(word for own in found.values() for word in own)
    return PapersNamed(tuple(found) or tuple(look_up.documents), names)


def name_of_paper(look_up: LookUp, text: str) -> str | None:
    """How a text names a paper, such as "the paper by Smith"; None if it names none, or several."""
    named, words = papers_named(look_up, text), list(_WORD.finditer(text))
    places = [one.span() for one in words if _POSSESSIVE.sub("", one.group().casefold()) in named.words]
    nouns = [one.span() for one in _WORKS.finditer(text)]
    if len(named.ids) != 1 or not places or len(nouns) != 1:
        return None
    start, end = min(places[0][0], nouns[0][0]), max(places[-1][1], nouns[0][1])
    if len(text[start:end].split()) > len(places) + _BETWEEN:
        return None
    led = _ARTICLE_LAST.search(text, 0, start)
    return text[start if led is None else led.start() : end]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a paper: words of its authors' names, and terms of its year, title, id and journal."""

    names: frozenset[str]
    surnames: frozenset[str]
    terms: frozenset[str]
    title: frozenset[str]
    journal: frozenset[str]
    title_words: tuple[str, ...]


def _known(document: Document, passages: Sequence[Passage]) -> _Known:
    facts = facts_of(document)
    first = next((one.text for one in passages[:1] if one.kind is Kind.FRONT_MATTER), "")
    names = {word for one in facts.people for word in _words(f"{one.given} {one.last}")}
    title = frozenset(terms(facts.title or first))
    year = [str(facts.year)] if facts.year is not None else []
    return _Known(
        names=frozenset(names),
        surnames=frozenset(word for one in facts.people for word in _words(one.surname)),
        terms=title | frozenset(terms(document.id.replace("-", " "))) | frozenset(year),
        title=title,
        journal=frozenset(terms(field_text(facts.item, "container-title"))),
        title_words=tuple(_words(facts.title or first)),
    )


def _known_with_opening(document: Document, passages: Sequence[Passage]) -> _Known:
    known = _known(document, passages)
    return replace(known, terms=known.terms | frozenset(terms(_opening(passages))))


def _names_a_subject(look_up: LookUp, words: Sequence[str]) -> bool:
    """Whether words stand where a question says what a paper is about: "paper on salt", "salt paper".

    In the papers' language a word behind the noun is mostly a verb, in others it may be the subject: "artikel garam".
    """
    question = look_up.understood.plain
    if _WORK_ON.search(question):
        return True
    is_own = look_up.understood.language == PAPERS_LANGUAGE.code
    for noun in _WORKS.finditer(question):
        beside = question[: noun.start()].split()[-1:] + ([] if is_own else question[noun.end() :].split()[:1])
        if any(word in words for one in beside for word in _words(one)):
            return True
    return False


@dataclass(frozen=True, slots=True)
class _TypedWord:
    """A word of a question with its terms, and the terms of each of its readings: itself, and its English."""

    word: str
    terms: frozenset[str]
    readings: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, look_up: LookUp, word: str) -> "_TypedWord":
        readings = (frozenset(terms(one)) for one in (word, *_translations(look_up, word)))
        return cls(word, frozenset(terms(word)), tuple(filter(None, readings)))


def _explains(known: _Known, question: Sequence[str], typed: Sequence[_TypedWord], *, may_be_subject: bool) -> bool:
    """Whether a paper has each word in its names or terms, and whether they are enough to name it."""
    of_words = frozenset().union(*(one.terms for one in typed))
    journal = known.journal if known.journal <= of_words else frozenset()  # a journal counts by its whole name
    by_name = [one.word in known.names or bool(one.terms & journal) for one in typed]
    if not all(
        named or any(reading <= known.terms for reading in one.readings)
        for named, one in zip(by_name, typed, strict=True)
    ):
        return False
    if may_be_subject or any(by_name) or _share_a_phrase(known.title_words, question):
        return True
    of_title = frozenset().union(*(reading for one in typed for reading in one.readings)) & known.title
    return len(of_title) >= max(2, _TITLE_SHARE * len(known.title))


def _share_a_phrase(title: Sequence[str], question: Sequence[str]) -> bool:
    """Whether a question has so many words of a title in a row that it names the title."""
    phrases = {tuple(question[at : at + _PHRASE]) for at in range(len(question) - _PHRASE + 1)}
    return any(tuple(title[at : at + _PHRASE]) in phrases for at in range(len(title) - _PHRASE + 1))


def _words(text: str) -> list[str]:
    return [_POSSESSIVE.sub("", word.casefold()) for word in _WORD.findall(text)]


def _translations(look_up: LookUp, word: str) -> Iterator[str]:
    for typed, english in look_up.understood.words:
        if typed.casefold() != english.casefold() and word in _words(typed):
            yield english


def _opening(passages: Sequence[Passage]) -> str:
    """The text before the first heading and below it: front matter, and mostly an abstract."""
    first = next((one.heading for one in passages if one.heading), ())
    return "\n".join(one.text for one in passages if one.heading[:1] in ((), first[:1]))


def paper_name(document: Document) -> str:
    """How Kutip names a paper: author or title, and year; its id where neither is known."""
    facts = facts_of(document)
    return author_and_year(document) if facts.people or facts.title else document.id
