"""Answers a question for a list by the items that follow the sentence which announces them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kutip import budget
from kutip.language import PAPERS_LANGUAGE
from kutip.language.numbers import stated_numbers
from kutip.language.united import any_of, in_order
from kutip.text.terms import terms
from kutip.types import Message, Passage, Status
from retriever.answers.evidence import AskedQuestion
from retriever.answers.list_items import inline_items, items_after, joined_items
from retriever.answers.papers_meant import papers_named
from retriever.answers.passage_sentences import sentences_of
from retriever.answers.planned import PlannedAnswer, QuotedPlace
from retriever.lookup import LookUp
from retriever.query.question_type import QuestionType

_CONFIDENCE = 0.9  # of 20 such questions 18 were right
_LEAST_COVERAGE = 0.75  # of the question's terms, by weight, that announcement, headings and items have together
_NAMING = 2  # content words at the beginning of a question, one of which names what is listed
_LISTED = 5  # words after a number or "following" that may name what is listed
_BEGINNING = 4  # letters of a term that any form of its word begins with
_SIGNS = frozenset(
    word
    for pattern in in_order("listing.announcing") + in_order("listing.quantities") + in_order("numbers.cardinals")
    for word in re.findall(r"[a-z]+", pattern)
)
_FILLERS = re.compile(rf"\b{any_of('listing.fillers')}\b", re.IGNORECASE)
_ASKED = re.compile(rf"^\W*{any_of('listing.asked')}\b", re.IGNORECASE)
_ANNOUNCING = re.compile(rf"\b{any_of('listing.announcing')}\b", re.IGNORECASE)
_NUMBER = re.compile(
    rf"\b(?:\d{{1,2}}|{any_of('numbers.cardinals')}|{any_of('listing.quantities')})\b(?: \(\w+\))?", re.IGNORECASE
)
_KINDS = frozenset({QuestionType.LIST, QuestionType.WHICH, QuestionType.HOW})


@dataclass(frozen=True, slots=True)
class _Announced:
    """A sentence with the list that it announces.

    Attributes:
        place: The sentence.
        items: The list's items; none where the sentence itself numbers them.
        stated: How many it announces; None if it does not say.
        found: How many were found.
        coverage: Fraction of the question's terms, by weight, that the list has with all around it.
        announced: The same of the announcement alone.
        held: The terms of the list with all around it.
        short: The items, where the sentence joins them by commas.
    """

    place: QuotedPlace
    items: Sequence[QuotedPlace]
    stated: int | None
    found: int
    coverage: float
    announced: float
    held: frozenset[str]
    short: str | None = None


def listing(look_up: LookUp, question: AskedQuestion) -> PlannedAnswer | None:
    """Answer a question for several things by the list of them; None if no list is announced in its words."""
    text = look_up.understood.plain
    if question.kind not in _KINDS or _ASKED.match(text) is None:
        return None
    named = papers_named(look_up, text)
    asked = named.without_names(_FILLERS.sub(" ", look_up.understood.encoded))
    content = [term for term in terms(asked) if not term[0].isdigit()]
    weights = {term: question.weights.get(term, look_up.term_weight(term)) for term in content}
    wanted = frozenset(term for term in content[:_NAMING] if term not in question.names)
    if not wanted:
        return None
    asked_for = _count(text)
    if question.kind is not QuestionType.LIST and asked_for is None and not _asks_for_several(look_up):
        return None
    found = [
        one
        for paper in named.ids
        for one in _announced(look_up.passages_of.get(paper, ()), wanted, weights)
        if one.coverage >= _LEAST_COVERAGE
        and weights.keys() & question.names <= one.held
        and (asked_for is None or asked_for in (one.stated or one.found, one.found))
    ]
    if not found:
        return None
    return _told(max(found, key=lambda one: (one.coverage + one.announced, one.found)))


def _asks_for_several(look_up: LookUp) -> bool:
    """Whether a question in the papers' language names what it asks for in the plural; others may have no plural."""
    words = _FILLERS.sub(" ", look_up.understood.encoded).split()[:_NAMING]
    plural = any(word.endswith("s") and not word.endswith("ss") for word in words)
    return plural and look_up.understood.language == PAPERS_LANGUAGE.code


def _told(best: _Announced) -> PlannedAnswer:
    places = [best.place, *best.items]
    if best.stated is None:
        return PlannedAnswer(Status.ANSWERED, _CONFIDENCE, places, best.short)
    values: dict[str, int] = {"said": best.stated, "found": best.found}
    if best.found < best.stated:
        return PlannedAnswer(Status.PARTIAL, _CONFIDENCE, places, reason=(Message("answer.items_missing", values),))
    complete = (Message("answer.items_complete", values),) if best.items else ()
    return PlannedAnswer(Status.ANSWERED, _CONFIDENCE, places, best.short, notes=complete)


def _announced(passages: Sequence[Passage], wanted: frozenset[str], weights: dict[str, float]) -> Iterator[_Announced]:
    """The lists of a paper whose announcement names one of the things wanted."""
    begun = tuple(term[:_BEGINNING] for term in wanted)
    likely = (one for one in passages if any(start in one.text.casefold() for start in begun))
    for place in sentences_of(likely):
        budget.pause()
        named = _things_named(place.text) if _may_announce(place.text, begun) else ""
        if not wanted & set(terms(named)):
            continue
        stated, inline = _count(named), inline_items(place.text)
        joined = joined_items(place.text, stated=stated) if stated is not None and not inline else None
        if joined is not None and stated is not None:
            inline = stated
        items = [] if inline else items_after(place, passages, stated=stated)
        if items or inline:
            held = frozenset(terms(" ".join([place.text, *place.passage.heading, *(one.text for one in items)])))
            alone = frozenset(terms(place.text.partition("(1)")[0].partition("(a)")[0]))
            coverage = _coverage(weights, held)
            yield _Announced(
                place, items, stated, inline or len(items), coverage, _coverage(weights, alone), held, joined
            )


def _may_announce(sentence: str, begun: Sequence[str]) -> bool:
    """Whether a sentence may announce what begins with some letters; a quick look, since most do not."""
    folded = sentence.casefold()
    if not any(start in folded for start in begun):
        return False
    return folded.endswith(":") or any(word in _SIGNS or word[:1].isdigit() for word in folded.split())


def _things_named(sentence: str) -> str:
    """The words of a sentence that may name what it announces, with their number; "" if it announces nothing."""
    leads = [*_NUMBER.finditer(sentence), *_ANNOUNCING.finditer(sentence)]
    named = [" ".join([match[0], *sentence[match.end() :].split()[:_LISTED]]) for match in leads]
    if sentence.rstrip().endswith(":"):
        return " ".join([*named, sentence])
    return " ".join(named)


def _count(text: str) -> int | None:
    """The number of things that a text names; None if it names none, or several."""
    numbers = [int(one) for one in stated_numbers(text) if one.isdigit() and 2 <= int(one) <= 20]
    return numbers[0] if len(set(numbers)) == 1 else None


def _coverage(weights: dict[str, float], held: frozenset[str]) -> float:
    total = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in held) / total if total else 0.0
