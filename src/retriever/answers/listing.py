"""Answers a question for a list by the items that follow the sentence which announces them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kutip import budget
from kutip.language import PAPERS_LANGUAGE
from kutip.language.numbers import stated_numbers
from kutip.language.united import any_of, in_order
from kutip.metadata.facts import facts_of
from kutip.text.terms import terms
from kutip.types import Message, Passage, Status
from retriever.answers.asked_question import AskedQuestion
from retriever.answers.list_items import inline_items, is_item, items_after, joined_items
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
_PLURAL_VERBS = re.compile(rf"\b{any_of('listing.plural_verbs')}\b", re.IGNORECASE)
_FILLERS = re.compile(rf"\b{any_of('listing.fillers')}\b", re.IGNORECASE)
_ASKED = re.compile(rf"^\W*{any_of('listing.asked')}\b", re.IGNORECASE)
_ANNOUNCING = re.compile(rf"\b{any_of('listing.announcing')}\b", re.IGNORECASE)
_LEADS_ON = re.compile(rf"\b{any_of('listing.announcing')}\W*\Z", re.IGNORECASE)
_STEPS = re.compile(rf"\b{any_of('listing.steps')}\b", re.IGNORECASE)
_NUMBER = re.compile(
    rf"\b(?:\d{{1,2}}|{any_of('numbers.cardinals')}|{any_of('listing.quantities')})\b(?: \(\w+\))?", re.IGNORECASE
)
_KINDS = frozenset({QuestionType.LIST, QuestionType.WHICH, QuestionType.WHO, QuestionType.HOW})


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a question for a list asks for.

    Attributes:
        things: The terms one of which names what is listed.
        weights: How much each of its content terms counts.
        names: Those of them that are of names.
        language: By whose stems they are compared.
        text: The question without words that ask for nothing.
    """

    things: frozenset[str]
    weights: Mapping[str, float]
    names: frozenset[str]
    language: str
    text: str

    def terms(self, text: str) -> frozenset[str]:
        """The distinct terms of a text of a paper."""
        return frozenset(terms(text, self.language))

    def coverage(self, held: frozenset[str], given: frozenset[str] = frozenset()) -> float:
        """Fraction of its terms, by weight, that some terms have; those that are given do not count."""
        own = {term: weight for term, weight in self.weights.items() if term not in given}
        total = sum(own.values())
        return sum(weight for term, weight in own.items() if term in held) / total if total else 0.0


@dataclass(frozen=True, slots=True)
class _Announced:
    """A sentence with the list that it announces.

    Attributes:
        place: The sentence.
        items: The list's items; none where the sentence itself numbers them.
        stated: How many it announces; None if it does not say.
        found: How many were found.
        fit: How well it and its list fit the question.
        short: The items, where the sentence joins them by commas.
    """

    place: QuotedPlace
    items: Sequence[QuotedPlace]
    stated: int | None
    found: int
    fit: "_Fit"
    short: str | None = None

    @property
    def tells_steps(self) -> bool:
        """Whether it has all words of a question and leads on to its items: "It works as follows."."""
        return bool(self.items) and self.fit.without_steps >= 1 and _leads_on(self.place.text)


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well a list fits a question.

    Attributes:
        coverage: Fraction of the question's terms, by weight, that the list has with all around it.
        announced: The same of the announcement alone.
        beside_title: The same of the announcement and its headings, for the terms that the paper's title does not have.
        without_steps: The same of the announcement alone, for the terms that are no words for steps.
        has_names: Whether the list has the question's names, or the title has them.
    """

    coverage: float
    announced: float
    beside_title: float
    without_steps: float
    has_names: bool

    @property
    def is_enough(self) -> bool:
        """Whether the list is what is asked for; the words of a title may only say which study is meant."""
        return self.has_names and max(self.coverage, self.beside_title) >= _LEAST_COVERAGE

    @classmethod
    def of(cls, wanted: _Wanted, place: QuotedPlace, items: Sequence[QuotedPlace], title: frozenset[str]) -> "_Fit":
        """Compare the words of a list, of what announces it and of its headings with a question."""
        headings = wanted.terms(" ".join(place.passage.heading))
        held = wanted.terms(" ".join([place.text, *(one.text for one in items)])) | headings
        alone = wanted.terms(place.text.partition("(1)")[0].partition("(a)")[0])
        return cls(
            wanted.coverage(held),
            wanted.coverage(alone),
            wanted.coverage(alone | headings, title),
            wanted.coverage(alone | title, wanted.terms(" ".join(_STEPS.findall(wanted.text)))),
            wanted.names <= held | title,
        )


def listing(look_up: LookUp, question: AskedQuestion) -> PlannedAnswer | None:
    """Answer a question for several things, or for how something is done, by the list of them.

    Returns None if no list is announced in the question's words.
    """
    text, asks_how = look_up.understood.plain, question.kind is QuestionType.HOW
    if question.kind not in _KINDS or not (asks_how or _ASKED.match(text)):
        return None
    named, asked_for = papers_named(look_up, text), _count(text)
    wanted = _wanted(look_up, question, named.without_names(_FILLERS.sub(" ", look_up.understood.encoded)))
    is_for_several = question.kind is QuestionType.LIST or asked_for is not None or _asks_for_several(look_up)
    if not wanted.things or not (is_for_several or asks_how):
        return None
    found = [
        one
        for paper in named.ids
        for one in _announced(look_up.passages_of.get(paper, ()), wanted, _title(look_up, paper))
        if asked_for is None or asked_for in (one.stated or one.found, one.found)
        if (one.fit.is_enough and is_for_several) or (one.tells_steps and (asks_how or _STEPS.search(text)))
    ]
    if not found:
        return None
    return _told(max(found, key=lambda one: (one.fit.coverage + one.fit.announced, one.found)))


def _wanted(look_up: LookUp, question: AskedQuestion, asked: str) -> _Wanted:
    content = [term for term in terms(asked, question.language) if not term[0].isdigit()]
    weights = {term: question.weights.get(term, look_up.term_weight(term)) for term in content}
    things = frozenset(term for term in content[:_NAMING] if term not in question.names)
    return _Wanted(things, weights, question.names & weights.keys(), question.language, asked)


def _title(look_up: LookUp, paper: str) -> frozenset[str]:
    """The terms of a paper's title."""
    return frozenset(terms(facts_of(look_up.documents[paper]).title or "", look_up.understood.read_in))


def _asks_for_several(look_up: LookUp) -> bool:
    """Whether a question in the papers' language names what it asks for in the plural; others may have no plural."""
    encoded = look_up.understood.encoded
    words = _FILLERS.sub(" ", encoded).split()[:_NAMING]
    plural = any(word.endswith("s") and not word.endswith("ss") for word in words)
    plural |= _PLURAL_VERBS.search(encoded) is not None
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


def _announced(passages: Sequence[Passage], wanted: _Wanted, title: frozenset[str]) -> Iterator[_Announced]:
    """The lists of a paper whose announcement names one of the things wanted."""
    is_own = wanted.language == PAPERS_LANGUAGE.code  # words of others may begin otherwise than their stems
    begun = tuple(term[:_BEGINNING] if is_own else "" for term in wanted.things)
    likely = (one for one in passages if any(start in one.text.casefold() for start in begun))
    for place in sentences_of(likely):
        budget.pause()
        if is_item(place) and not _leads_on(place.text):
            continue  # what follows are its fellows
        named = _things_named(place.text) if _may_announce(place.text, begun) else ""
        if not wanted.things & wanted.terms(named):
            continue
        stated, inline = _count(named), inline_items(place.text)
        joined = joined_items(place.text, stated=stated) if stated is not None and not inline else None
        if joined is not None and stated is not None:
            inline = stated
        items = [] if inline else items_after(place, passages, stated=stated)
        if items or inline:
            fit = _Fit.of(wanted, place, items, title)
            yield _Announced(place, items, stated, inline or len(items), fit, joined)


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
    if _leads_on(sentence):
        return " ".join([*named, sentence])
    return " ".join(named)


def _leads_on(sentence: str) -> bool:
    """Whether a sentence ends by pointing to what follows: by a colon, or "as follows"."""
    return sentence.rstrip().endswith(":") or _LEADS_ON.search(sentence) is not None


def _count(text: str) -> int | None:
    """The number of things that a text names; None if it names none, or several."""
    numbers = [int(one) for one in stated_numbers(text) if one.isdigit() and 2 <= int(one) <= 20]
    return numbers[0] if len(set(numbers)) == 1 else None
