"""Answers what an abbreviation stands for, or how a name is abbreviated, by the sentence that introduces it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kutip.language.united import any_of, in_order
from kutip.text.short_forms import find_abbreviations
from kutip.text.terms import terms
from kutip.types import Message, Status
from retriever.answers.asked_question import AskedQuestion
from retriever.answers.papers_meant import paper_name
from retriever.answers.passage_sentences import sentences_of
from retriever.answers.phrases import papers_differ
from retriever.answers.planned import PlannedAnswer, QuotedPlace
from retriever.lookup import LookUp

_CONFIDENCE = 0.95  # of 16 such questions 16 were right; lowered, since the same person wrote them
_ANY = "(?P<word>.{1,80}?)"
_ASKED = tuple(re.compile(one.replace("{word}", _ANY), re.IGNORECASE) for one in in_order("meaning.spelling_out"))
_ARTICLE = re.compile(rf"\A{any_of('rewording.articles')}\s+", re.IGNORECASE)
_QUOTES = " ?!.,;:\"'“”‘’()"
_SHORT = re.compile(r"[A-Z](?=[\w.&/-]{0,12}[A-Z0-9])[\w.&/-]{1,13}")  # looks like an abbreviation


@dataclass(frozen=True, slots=True)
class _Introduced:
    short: str
    long: str
    place: QuotedPlace


def spelled_out(look_up: LookUp, question: AskedQuestion, /) -> PlannedAnswer | None:
    """Answer a question for the long or the short form of an abbreviation; None for other questions.

    Where the papers use an abbreviation and nowhere introduce it, the question is refused.
    """
    word = _word_of(look_up.understood.plain)
    if word is None:
        return None
    first = word.split()[0]
    found = list(_introductions(look_up, word)) or list(_introductions(look_up, first.strip(_QUOTES)))
    if found:
        return _told(look_up, found, word)
    short = first.strip(_QUOTES)
    if _SHORT.fullmatch(short) and look_up.holds_any(short) and not _may_be_introduced(look_up, short):
        reason = Message("answer.not_spelled_out", {"word": short})
        return PlannedAnswer(Status.NOT_IN_CORPUS, round(1 - _CONFIDENCE, 4), reason=(reason,))
    return None


def _word_of(question: str) -> str | None:
    """The abbreviation or name that a question asks to spell out or to abbreviate; None if it asks something else."""
    text = " ".join(question.split()).strip(_QUOTES)
    asked = next((match for one in _ASKED if (match := one.fullmatch(text)) is not None), None)
    word = _ARTICLE.sub("", asked["word"].strip(_QUOTES), count=1).strip(_QUOTES) if asked is not None else ""
    return word if terms(word) else None


def _introductions(look_up: LookUp, word: str) -> Iterator[_Introduced]:
    """The first sentence of each paper for each other form of a word, with this form."""
    key = word.casefold()
    for name in look_up.passages_of:
        seen: set[str] = set()
        holding = [one for one in look_up.passages_of[name] if "(" in one.text and key in one.text.casefold()]
        for place in sentences_of(holding):
            for short, long in find_abbreviations(place.text):
                other = long if short.casefold() == key else short
                if key in (short.casefold(), long.casefold()) and other.casefold() not in seen:
                    seen.add(other.casefold())
                    yield _Introduced(short, long, place)


def _may_be_introduced(look_up: LookUp, short: str) -> bool:
    """Whether an abbreviation stands in or before brackets, as where its long form is in another language."""
    texts = (passage.text for passages in look_up.passages_of.values() for passage in passages)
    return any(f"({short}" in text or f"{short})" in text or f"{short} (" in text for text in texts)


def _told(look_up: LookUp, found: list[_Introduced], word: str) -> PlannedAnswer:
    """The other form; where papers give different ones, each with its paper."""
    asks_long = found[0].short.casefold() in (word.casefold(), word.split()[0].casefold().strip(_QUOTES))
    by_form = {(one.long if asks_long else one.short).casefold(): one for one in reversed(found)}
    distinct = list(reversed(by_form.values()))
    places = [one.place for one in distinct]
    forms = [one.long if asks_long else one.short for one in distinct]
    if len(distinct) == 1:
        return PlannedAnswer(Status.ANSWERED, _CONFIDENCE, places, forms[0])
    papers = [look_up.documents[one.place.passage.document_id] for one in distinct]
    said = [f"{form} ({paper_name(paper)})" for form, paper in zip(forms, papers, strict=True)]
    if len({one.id for one in papers}) == 1:
        return PlannedAnswer(Status.ANSWERED, _CONFIDENCE, places, "; ".join(forms))
    differ = papers_differ(said, papers=len(look_up.documents))
    return PlannedAnswer(Status.ANSWERED, _CONFIDENCE, places, "; ".join(said), notes=(differ,))
