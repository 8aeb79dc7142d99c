"""Makes a whole question of one that goes on from another: "And what about Thailand?" after one about Malaysia.

A subject is replaced only by one of its kind: a year by a year, an ordinal by an ordinal, a name by a name that the
papers list beside it or have in the same column of a table.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from kutip.language.united import any_of
from retriever.answers.facts import FactKind, facts
from retriever.query.forms import rewrite_ordinals
from retriever.query.unsaid import introduced, stands_for

_LEADS = any_of("facts.place_leads", "dates.year_leads", "dates.date_leads", "function_words.articles")
_LED = re.compile(rf"(?:{_LEADS}\s+){{0,3}}", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\w.,/-])(?:1[5-9]|20)\d{2}(?![\w/-])")
_DEFINED = re.compile(rf"\W*{any_of('parted.defining')}\s+(?P<subject>[^?]{{2,80}}?)\W*", re.IGNORECASE)
_OWNING = re.compile(any_of("unsaid.owning"), re.IGNORECASE)
_BOUND = "nya"  # the ending that owns in Indonesian
_ASKS = re.compile(rf"(?:{any_of('questions.asking')}\b\s*)+", re.IGNORECASE)


def standalone(question: str, previous: str, alike: Callable[[str, str], bool]) -> str | None:
    """The whole question that a follow-up asks; None if it is not plain.

    Args:
        question: The follow-up.
        previous: The whole question before it.
        alike: Whether two names are of one kind.

    >>> standalone("And in 2023?", "How many suspects were there in 2021?", lambda one, other: False)
    'How many suspects were there in 2023?'
    >>> standalone("When was it founded?", "What is OPEC?", lambda one, other: False)
    'When was OPEC founded?'
    """
    subject = introduced(question)
    if subject is not None:
        return _replaced(_LED.sub("", subject, count=1), previous, alike)
    said = subject_of(previous)
    return with_subject(question, said) if said is not None else None


def subject_of(question: str) -> str | None:
    """What a question is about: what it asks the meaning of, or the only name in it; None if that is not plain.

    >>> subject_of("What is human trafficking?"), subject_of("Who founded OPEC?"), subject_of("Does OPEC fear NATO?")
    ('human trafficking', 'OPEC', None)
    """
    defined = _DEFINED.fullmatch(question)
    names = list(_names(question))
    if defined is not None and stands_for(defined["subject"]) is None and len(names) <= 1:
        return defined["subject"]
    return names[0] if len(names) == 1 else None


def with_subject(question: str, subject: str) -> str | None:
    """A question with a subject in the place of the pronoun that stands for it; None if it has none, or several."""
    found = stands_for(question)
    if found is None or stands_for(question[: found.start()] + " " + question[found.end() :]) is not None:
        return None
    word = found.group()
    if word.casefold().endswith(_BOUND) and len(word) > len(_BOUND) + 1:
        put = f"{word[: -len(_BOUND)]} {subject}"
    else:
        put = f"{subject}’s" if _OWNING.fullmatch(word) else subject
    return question[: found.start()] + put + question[found.end() :]


def _replaced(subject: str, previous: str, alike: Callable[[str, str], bool]) -> str | None:
    if _YEAR.fullmatch(subject):
        return _with(previous, [one.span() for one in _YEAR.finditer(previous)], subject)
    ordinals = [(one.start, one.end) for one in rewrite_ordinals(subject)]
    if ordinals and ordinals[0] == (0, len(subject)):
        return _with(previous, sorted({(one.start, one.end) for one in rewrite_ordinals(previous)}), subject)
    places = [(at, at + len(name)) for name in _names(previous) if (at := previous.find(name)) >= 0]
    same = [place for place in places if _is_one_kind(previous[slice(*place)], subject, alike)]
    if subject.casefold() in previous.casefold() or any(previous.count(previous[slice(*one)]) > 1 for one in same):
        return None  # it compares the two already, or speaks of one of them twice
    defined = _DEFINED.fullmatch(previous)
    if defined is not None and subject.islower() and defined["subject"].islower():
        same = [defined.span("subject")]  # a term for a term
    return _with(previous, same, subject)


def _is_one_kind(one: str, other: str, alike: Callable[[str, str], bool]) -> bool:
    return one.casefold() != other.casefold() and (alike(one, other) or (one.isupper() and other.isupper()))


def _with(text: str, places: Sequence[tuple[int, int]], put: str) -> str | None:
    """A text with the only one of some places replaced; None if there are none or several."""
    if len(places) != 1:
        return None
    (start, end), *_ = places
    return text[:start] + put + text[end:]


def _names(question: str) -> Iterator[str]:
    """The names in a question; its first word is none for its capital alone."""
    for fact in facts(question):
        if fact.kind is not FactKind.NAME:
            continue
        name = _ASKS.sub("", fact.text) if fact.start == 0 else fact.text
        if name and (fact.start > 0 or not name[1:].islower() or name != fact.text):
            yield name
