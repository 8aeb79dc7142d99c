"""Answers what a word means: by the sentence whose subject it is, then by its founding, members or functions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from kutip.language.united import any_of
from kutip.text.terms import terms
from kutip.types import Status
from retriever.answers.asked_question import AskedQuestion
from retriever.answers.defining import Subject, as_subject, names_of
from retriever.answers.facts import FactKind, facts
from retriever.answers.papers_meant import papers_named
from retriever.answers.passage_sentences import is_whole, sentences_of
from retriever.answers.planned import PlannedAnswer, QuotedPlace
from retriever.lookup import LookUp
from retriever.query.question_type import QuestionType

_CONFIDENCE = 0.9  # of 25 such questions 24 were right
_LEAST = 2.0  # strength of a definition, see `Subject.strength`
_MORE = 2  # sentences after the definition
_LONGEST = 6  # words that are defined together
_BEFORE = re.compile(rf"{any_of('meaning.asked')}", re.IGNORECASE)
_LEADING = re.compile(r"\A\W+")
_AFTER = re.compile(rf"(?:{any_of('meaning.asked_after')})", re.IGNORECASE)
_BY = re.compile(rf"[\s,]+{any_of('meaning.authorities')}\s+", re.IGNORECASE)
_DEFINES = re.compile(rf"\b{any_of('meaning.definers')}\s", re.IGNORECASE)
_ARTICLE = re.compile(rf"^\W*{any_of('rewording.articles')}\s+", re.IGNORECASE)
_KINDS = frozenset({QuestionType.DEFINE, QuestionType.WHICH, QuestionType.LIST})


@dataclass(frozen=True, slots=True)
class _Definition:
    place: QuotedPlace
    subject: Subject
    order: int


def definition(look_up: LookUp, question: AskedQuestion) -> PlannedAnswer | None:
    """Answer a question for what a word means; None if no sentence has the word as its subject and defines it."""
    read = _word_of(look_up.understood.plain) if question.kind in _KINDS else None
    if read is None:
        return None
    word, authority = read
    names = list(dict.fromkeys(chain(names_of(word), *map(names_of, _translated(look_up, word)))))
    named = papers_named(look_up, authority)
    wanted = set(terms(named.without_names(authority)))
    found = [one for one in _subjects(look_up, named.ids, names) if wanted <= set(terms(one.place.text))]
    defined = [one for one in found if one.subject.strength >= _LEAST]
    if not defined:
        return None
    best = max(defined, key=lambda one: (one.subject.strength, -one.order))
    more = [] if authority else _more(found, best)
    return PlannedAnswer(Status.ANSWERED, _CONFIDENCE, [best.place, *more], _short(best))


def _short(best: _Definition) -> str | None:
    """What the sentence says that the word means, if it begins right after it."""
    after = len(best.place.text) - len(best.subject.after)
    own = [one for one in facts(best.place.text) if one.kind is FactKind.DEFINITION and one.start > after]
    return own[0].text if own else None


def _word_of(query: str) -> tuple[str, str] | None:
    """The word whose meaning is asked for, and whose definition is wanted; None if it is no such question."""
    text = _LEADING.sub("", " ".join(query.split()))
    lead = _BEFORE.match(text)
    if lead is None:
        return None
    rest = text[lead.end() :]
    by, defines = _BY.search(rest), _DEFINES.search(rest)
    if defines is not None and defines.start() and (by is None or by.end() <= defines.start()):
        authority, word = rest[: defines.start()], rest[defines.end() :]
    elif by is not None:
        authority, word = rest[by.end() :], _AFTER.sub("", rest[: by.start()])
    else:
        authority, word = "", _AFTER.sub("", rest)
    word = _ARTICLE.sub("", word.strip(" ?!.,;:")).strip(" ?!.,;:\"'“”‘’")
    return (word, authority.strip(" ?!.,;:")) if word and len(word.split()) <= _LONGEST and terms(word) else None


def _translated(look_up: LookUp, word: str) -> Iterator[str]:
    """The word in English, as the question was translated; nothing where it is the same."""
    own, typed = word.casefold().split(), look_up.understood.words
    english = [target for source, target in typed if source.strip(" ?!.,;:").casefold() in word.casefold()]
    translated = " ".join(one.strip(" ?!.,;:") for one in english if one)
    if translated and translated.casefold().split() != own:
        yield translated


def _subjects(look_up: LookUp, papers: Sequence[str], names: Sequence[str]) -> Iterator[_Definition]:
    """The whole sentences of some papers whose subject is one of some names."""
    folded = [name.casefold() for name in names]
    order = 0
    for paper in papers:
        passages = look_up.passages_of.get(paper, ())
        holding = [one for one in passages if any(name in one.text.casefold() for name in folded)]
        for place in sentences_of(holding):
            subject = as_subject(place.text, names) if is_whole(place) else None
            if subject is not None:
                order += 1
                yield _Definition(place, subject, order)


def _more(found: Sequence[_Definition], best: _Definition) -> list[QuotedPlace]:
    """Where the papers tell the founding of what is defined, and what it does, a sentence of each."""
    others = [one for one in found if one.place.text != best.place.text]
    founding = next((one for one in others if one.subject.tells_founding), None)
    rest = [one for one in others if one is not founding and one.subject.tells_more]
    chosen = ([founding] if founding is not None else []) + rest
    return [one.place for one in sorted(chosen[:_MORE], key=lambda one: one is not founding)]
