"""Tells questions for the most, the least or a sum over years from others, and the sentences that say so.

"In which year were there the most victims?" is answered by a sentence that says where they were most, not by one that
gives the victims of some year; "How many were there from 2018 to 2020?" by one that gives a number for these years.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kutip.language import LANGUAGES, PAPERS_LANGUAGE
from kutip.language.numbers import YEAR
from kutip.language.united import STOP_WORDS, any_of
from kutip.text.terms import terms
from kutip.types import Message
from retriever.answers.asked_question import AskedQuestion
from retriever.answers.counting import counting
from retriever.answers.evidence import Evidence
from retriever.answers.facts import Fact, FactKind
from retriever.lookup import LookUp
from retriever.query.question_type import QuestionType

# The words for one sense, of all languages: those for the most, those for the least, and so on.
_SENSES = tuple(
    re.compile(rf"\b(?:{'|'.join(same)})\b", re.IGNORECASE)
    for same in zip(*(one.questions.extremes for one in LANGUAGES.values()), strict=True)
)
_KINDS = frozenset({QuestionType.WHEN, QuestionType.WHERE, QuestionType.WHO, QuestionType.WHICH, QuestionType.HOW_MANY})
_LEAST_COVERAGE = 0.4  # of the question's other terms, by weight, that a sentence has which says it
_NAMING, _BEFORE = 4, 6  # words after and before an extreme that may name what it is of
_FAR = 10  # words from it to the date or number that it gives
_HEAD = re.compile(any_of("tables.moments", "tables.places", "tables.hosts"))  # what is asked for, not of what
_AMONG = re.compile(rf"\b{any_of('questions.among')}\s+$", re.IGNORECASE)
_TO = any_of("numbers.ranges", "function_words.conjunctions")
_YEARS = re.compile(rf"(?<!\d)({YEAR})\s*(?:[-–—]|\b{_TO}\b)\s*({YEAR})(?!\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AskedExtreme:
    """What a question asks for beyond a fact.

    Attributes:
        word: The word for the most or the least, as typed; "" for a sum over years.
        sense: Which of the senses of such words it has.
        of_what: Terms, one of which says what is to be most.
        years: The first and the last year of a sum; None for an extreme.
    """

    word: str = ""
    sense: int = 0
    of_what: frozenset[str] = frozenset()
    years: tuple[str, str] | None = None

    @property
    def untold(self) -> Message:
        """That no sentence says it."""
        if self.years is not None:
            return Message("answer.sum_untold", {"first": self.years[0], "last": self.years[1]})
        return Message("answer.extreme_untold", {"word": self.word})

    def first_told(self, question: AskedQuestion, evidence: Sequence[Evidence]) -> Evidence | None:
        """The first sentence that says it; None if none does."""
        own = set(terms(self.word)) | {term for term in question.weights if _HEAD.fullmatch(term)}
        weights = {term: weight for term, weight in question.weights.items() if term not in own}
        return next((one for one in evidence if _covers(weights, one) and self._is_told(question, one)), None)

    def _is_told(self, question: AskedQuestion, one: Evidence) -> bool:
        """Whether a sentence says what is most, or what the number for all these years is."""
        text = one.sentence.text
        if one.sentence.hit.passage.cells:
            return False  # a row knows of no other
        if self.years is not None:
            numbers = [fact for fact in one.facts if fact.kind is FactKind.NUMBER]
            spanned = any(match.groups() == self.years for match in _YEARS.finditer(text))
            return spanned and any(True for _ in counting(question, text, numbers))
        found = (match for match in _SENSES[self.sense].finditer(text) if _AMONG.search(text[: match.start()]) is None)
        return any(_is_beside(self.of_what, text, match) for match in found)

    def nearest(self, text: str, found: Iterator[Fact]) -> str | None:
        """The date or number that stands nearest to the word for the extreme; None if two do, or none is near."""
        places = [match.span() for match in _SENSES[self.sense].finditer(text)]
        away = sorted((min(_words_between(text, fact, place) for place in places), fact.text) for fact in found)
        if not away or away[0][0] > _FAR or (len(away) > 1 and away[0][0] == away[1][0]):
            return None
        return away[0][1]

    def short(self, question: AskedQuestion, one: Evidence, found: str | None) -> str | None:
        """The date or number that a sentence gives for an extreme; for all else what was found otherwise."""
        wanted = {QuestionType.WHEN: FactKind.DATE, QuestionType.HOW_MANY: FactKind.NUMBER}.get(question.kind)
        if wanted is None or self.years is not None:
            return found
        return self.nearest(one.sentence.text, (fact for fact in one.facts if fact.kind is wanted))


def asked_extreme(look_up: LookUp, question: AskedQuestion) -> AskedExtreme | None:
    """What a question asks for beyond a fact; None for other questions."""
    plain = look_up.understood.plain
    if question.kind not in _KINDS or look_up.understood.compares:
        return None
    for sense, pattern in enumerate(_SENSES):
        match = pattern.search(plain)
        if match is not None:
            return AskedExtreme(match[0], sense, _of_what(look_up, question, match))
    years = _YEARS.search(plain) if question.kind is QuestionType.HOW_MANY else None
    return None if years is None else AskedExtreme(years=(years[1], years[2]))


def _covers(weights: Mapping[str, float], one: Evidence) -> bool:
    held, total = set(terms(one.sentence.text)), sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in held) >= _LEAST_COVERAGE * total


def _of_what(look_up: LookUp, question: AskedQuestion, match: re.Match[str]) -> frozenset[str]:
    """The terms that say what is to be most: in English those after the word, else all that the question has."""
    named = {term for term in question.weights if not term[0].isdigit()} - set(terms(match[0]))
    after = named & set(terms(" ".join(match.string[match.end() :].split()[:_NAMING])))
    is_own = look_up.understood.language == PAPERS_LANGUAGE.code
    return frozenset(after if after and is_own else named)


def _is_beside(wanted: frozenset[str], text: str, match: re.Match[str]) -> bool:
    """Whether an extreme in a sentence is one of what is wanted: of the noun after it, else of one before it."""
    after = text[match.end() :].split()[:_NAMING]
    before = text[: match.start()].split()[-_BEFORE:]
    has_noun = bool(after) and after[0][0].isalpha() and after[0].strip(".,;:").casefold() not in STOP_WORDS
    return bool(wanted & set(terms(" ".join(after if has_noun else [*before, *after]))))


def _words_between(text: str, fact: Fact, place: tuple[int, int]) -> int:
    if fact.end <= place[0]:
        return len(text[fact.end : place[0]].split())
    return len(text[place[1] : fact.start].split())
