"""Makes a whole question of one that goes on from another: "And what about Thailand?" after one about Malaysia.

A subject is replaced only by one of its kind: a year by a year, an ordinal by an ordinal, a name by a name that the
papers list beside it or have in the same column of a table.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from kutip.language import LANGUAGES
from kutip.language.numbers import YEAR
from kutip.language.united import STOP_WORDS, any_of
from retriever.answers.facts import FactKind, facts
from retriever.query.forms import rewrite_ordinals
from retriever.query.language import detect_language
from retriever.query.question_type import QuestionType, question_type
from retriever.query.unsaid import content_words, introduced, stands_for

_LEADS = any_of("facts.place_leads", "dates.year_leads", "dates.date_leads", "function_words.articles")
_LED = re.compile(rf"(?:{_LEADS}\s+){{0,3}}", re.IGNORECASE)
_YEAR = re.compile(rf"(?<![\w.,/-]){YEAR}(?![\w/-])")
_DEFINED = re.compile(rf"\W*{any_of('parted.defining')}\s+(?P<subject>[^?]{{2,80}}?)\W*", re.IGNORECASE)
_OWNING = re.compile(any_of("unsaid.owning"), re.IGNORECASE)
_WORD_ALONE = any_of("parted.bare")
_BARE = re.compile(rf"\W*(?:{any_of('function_words.conjunctions')}\s+)?(?P<word>{_WORD_ALONE})\W*", re.IGNORECASE)
_BARE_OF = {code: re.compile(f"(?:{'|'.join(one.parted.bare)})", re.IGNORECASE) for code, one in LANGUAGES.items()}
_LED_BY_BARE = re.compile(rf"\W*(?P<word>{_WORD_ALONE})\s+", re.IGNORECASE)
_WHETHER = re.compile(rf"\A\W*{any_of('parted.whether')}\s+", re.IGNORECASE)
_DIRECT = re.compile(any_of("parted.direct"), re.IGNORECASE)
_OF_YEAR = re.compile(rf"(?:\b{any_of('dates.year_leads')}\s+){{1,2}}{_YEAR.pattern}", re.IGNORECASE)
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
    >>> standalone("Why?", "When was OPEC founded?", lambda one, other: False)
    'Why was OPEC founded?'
    """
    bare = _BARE.fullmatch(question)
    if bare is not None:
        return _asked_otherwise(bare["word"], previous)
    subject = introduced(question)
    if subject is not None and _YEAR.fullmatch(_LED.sub("", subject, count=1)) and not _has_time(previous):
        return _in_year(question, previous)
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


def _asked_otherwise(word: str, previous: str) -> str | None:
    """The question before with another question word, as "why" for "when"; None if that makes no whole question."""
    led = _LED_BY_BARE.match(previous)
    if led is not None:
        rest = previous[led.end() :]
    elif question_type(previous) is QuestionType.YES_NO:
        rest = _WHETHER.sub("", previous, count=1)
        rest = rest[:1].lower() + rest[1:] if rest == previous and _is_small(rest) else rest
    else:
        return None
    whole = f"{word.capitalize()} {rest}"
    changes = led is None or led["word"].casefold() != word.casefold()
    is_one_language = _BARE_OF[detect_language(previous)].fullmatch(word) is not None
    return whole if changes and is_one_language and _DIRECT.match(whole) and content_words(rest) else None


def _is_small(text: str) -> bool:
    """Whether the first word of a question has a capital only for being the first."""
    return text.split(maxsplit=1)[0].casefold() in STOP_WORDS


def _has_time(question: str) -> bool:
    return _YEAR.search(question) is not None or any(True for _ in rewrite_ordinals(question))


def _in_year(question: str, previous: str) -> str | None:
    """The question before, asked of a year; None for one that counts nothing."""
    year = _OF_YEAR.search(question)
    if year is None or question_type(previous) is not QuestionType.HOW_MANY:
        return None
    return f"{previous.rstrip(' ?.!')} {year.group()}?"


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
