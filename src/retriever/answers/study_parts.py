"""Finds the sentences of a paper that tell the parts of its study: aim, method, findings, conclusion, limitations."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import IntEnum, StrEnum
from functools import lru_cache

from kutip.language.united import any_of, in_order
from kutip.types import Passage
from retriever.answers.passage_sentences import PROSE, is_whole, sentences_of
from retriever.answers.planned import QuotedPlace
from retriever.citations.secondary import sources_cited
from retriever.query.language import detect_language


class StudyPart(StrEnum):
    """What a sentence tells of a study. Each has its words in the language records: asked_…, said_…."""

    AIM = "aim"
    METHOD = "method"
    FINDING = "finding"
    CONCLUSION = "conclusion"
    LIMIT = "limit"
    ADVICE = "advice"
    FUTURE = "future"


class _Zone(IntEnum):
    """Where in a paper a sentence stands; the lower zones speak of the study more surely."""

    ABSTRACT = 0
    OWN = 1  # a section that is headed by the part asked for
    CONCLUSION = 2
    RESULTS = 3  # which tell each single finding, where a conclusion tells the main ones
    OPENING = 4
    ELSEWHERE = 5


_SAID_BY = {
    StudyPart.AIM: "study.said_aim",
    StudyPart.METHOD: "study.said_method",
    StudyPart.FINDING: "study.said_finding",
    StudyPart.CONCLUSION: "study.said_conclusion",
    StudyPart.LIMIT: "study.said_limit",
    StudyPart.ADVICE: "study.said_advice",
    StudyPart.FUTURE: "study.said_future",
}
_SAID = {part: re.compile(rf"\b{any_of(field)}\b", re.IGNORECASE) for part, field in _SAID_BY.items()}
_STUDY = re.compile(rf"\b{any_of('study.studies')}\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_ALIKE = 0.85  # of a heading's first word and one of ours, above which it is the same with a slip: "CONLUSION"


class _Headed:
    """Recognises headings by their first words, small slips included."""

    def __init__(self, field: str) -> None:
        self._pattern = re.compile(rf"{any_of(field)}\b", re.IGNORECASE)
        self._words = tuple(word for one in in_order(field) for word in _WORD.findall(one)[:1])

    def match(self, heading: str) -> bool:
        """Whether a heading, without its number, begins with one of the words."""
        first = _WORD.search(heading)
        if first is None:
            return False
        if self._pattern.match(heading, first.start()):
            return True
        return _is_near(first[0].casefold(), self._words)


@lru_cache(maxsize=4096)  # few headings, asked for with each sentence
def _is_near(word: str, others: tuple[str, ...]) -> bool:
    return any(SequenceMatcher(None, word, one).ratio() >= _ALIKE for one in others)


_ABSTRACTS, _OPENINGS, _CONCLUSIONS = map(_Headed, ("study.abstracts", "study.aims", "study.conclusions"))
_OWN = {
    StudyPart.AIM: _OPENINGS,
    StudyPart.METHOD: _Headed("study.methods"),
    StudyPart.FINDING: _Headed("study.findings"),
    StudyPart.CONCLUSION: _CONCLUSIONS,
    StudyPart.LIMIT: _Headed("study.limits"),
    StudyPart.ADVICE: _Headed("study.advice"),
    StudyPart.FUTURE: _Headed("study.advice"),
}
_FUTURE = re.compile(rf"\b{any_of('study.said_future')}\b", re.IGNORECASE)
_ANNOUNCES = re.compile(rf"\b{any_of('study.announcing')}\W*\Z", re.IGNORECASE)
# Sections of these say the part in each sentence, so that their first ones tell it.
_TOLD_BY_SECTION = (StudyPart.METHOD, StudyPart.FINDING, StudyPart.CONCLUSION, StudyPart.LIMIT, StudyPart.ADVICE)
_ALL_OVER = (StudyPart.LIMIT, StudyPart.ADVICE, StudyPart.FUTURE)  # may be said in several places, all of which count
_BEYOND_ABSTRACT = (StudyPart.CONCLUSION, StudyPart.ADVICE)  # parts of a summary that an abstract may leave to the end
_FIRST = 2  # sentences of a section that is headed by the part
_MOST = 3  # sentences for one part
MOST_OF_SUMMARY = 5


@dataclass(frozen=True, slots=True, eq=False)
class _Sentence:
    place: QuotedPlace
    zone: _Zone
    order: int


def is_statement(sentence: QuotedPlace) -> bool:
    """Whether a sentence neither asks nor only announces what the next ones say."""
    return not sentence.text.rstrip().endswith("?") and _ANNOUNCES.search(sentence.text) is None


class Study:
    """A paper's sentences, by where they stand."""

    def __init__(self, passages: Sequence[Passage], language: str) -> None:
        """Read the passages of one paper; of abstracts in several languages only that in `language` counts."""
        abstracts = [one for one in passages if _is_abstract(one) and one.kind in PROSE]
        own = {one.id for one in _in_language(abstracts, language)}
        counted = [one for one in passages if not _is_abstract(one) or one.id in own]
        self._sentences = [one for one in sentences_of(counted) if is_whole(one)]

    def telling(self, part: StudyPart) -> list[QuotedPlace]:
        """The sentences that tell a part of the study, in the paper's order; none where none says so."""
        zoned = [_Sentence(one, _zone(one.passage, part), at) for at, one in enumerate(self._sentences)]
        said = [one for one in zoned if _tells(one, part)]
        if part in _ALL_OVER:
            said = _with_own_section(part, said, zoned)
            said.sort(key=lambda one: (one.zone, one.order))
        else:
            first = min((one.zone for one in said), default=None)
            said = [one for one in said if one.zone is first]
        if part is StudyPart.CONCLUSION and said and said[0].zone is _Zone.ABSTRACT:
            own = [one for one in zoned if one.zone is _Zone.OWN][:_FIRST]
            said = [*said[: _MOST - len(own)], *own]  # an abstract has the shortest form of what the section says
        if not said and part in _TOLD_BY_SECTION:
            said = [one for one in zoned if one.zone in (_Zone.OWN, _Zone.RESULTS)][:_FIRST]
        if not said and part is StudyPart.FINDING:
            return self.telling(StudyPart.CONCLUSION)  # a paper without results tells them there
        most = _FIRST if part is StudyPart.AIM else _MOST
        if part in _ALL_OVER and said:
            most = max(most, min(MOST_OF_SUMMARY, sum(one.zone <= _Zone.OWN for one in said)))
        return [one.place for one in sorted(said[:most], key=lambda one: one.order)]

    def summary(self) -> list[QuotedPlace]:
        """The abstract if it is short; else a sentence for each part that it or the paper tells, in order."""
        abstract = [one for one in self._sentences if _is_abstract(one.passage)]
        if _FIRST <= len(abstract) <= MOST_OF_SUMMARY:
            return abstract
        parts = (StudyPart.AIM, StudyPart.METHOD, StudyPart.FINDING, StudyPart.CONCLUSION, StudyPart.ADVICE)
        chosen: list[QuotedPlace] = []
        for part in parts:
            told = [one for one in self.telling(part) if one not in chosen]
            # An abstract that does not tell how the study was made is better company than a detail of its methods.
            chosen += [one for one in told if not abstract or part in _BEYOND_ABSTRACT or one in abstract][:1]
        leading = abstract or [one for one in self._sentences if _OPENINGS.match(_top(one.passage))] or self._sentences
        chosen += [one for one in leading[:_MOST] if one not in chosen][: max(0, _MOST - len(chosen))]
        return [one for one in self._sentences if one in chosen][:MOST_OF_SUMMARY]


def _top(passage: Passage) -> str:
    return passage.heading[0] if passage.heading else ""


def _is_abstract(passage: Passage) -> bool:
    return _ABSTRACTS.match(_top(passage))


def _in_language(abstracts: Sequence[Passage], language: str) -> list[Passage]:
    """The passages of abstracts in a language; all of them if there is none in it."""
    own = [one for one in abstracts if detect_language(one.text) == language]
    return own or list(abstracts)


def _zone(passage: Passage, part: StudyPart) -> _Zone:
    if _is_abstract(passage):
        return _Zone.ABSTRACT
    if part is not StudyPart.AIM and any(_OWN[part].match(heading) for heading in passage.heading):
        return _Zone.RESULTS if part is StudyPart.FINDING else _Zone.OWN
    if _CONCLUSIONS.match(_top(passage)):
        return _Zone.CONCLUSION
    return _Zone.OPENING if _OPENINGS.match(_top(passage)) else _Zone.ELSEWHERE


def _with_own_section(part: StudyPart, said: Sequence[_Sentence], zoned: Sequence[_Sentence]) -> list[_Sentence]:
    """What says a part, and all sentences of a section that is headed by it: each of them is one.

    A section on limitations may end with later research, which is no limitation; what only announces them is none.
    """
    told = [one for one in said if is_statement(one.place)]
    if part is StudyPart.FUTURE:
        return told
    headed = [
        one for one in zoned if one.zone is _Zone.OWN and is_statement(one.place) and not _FUTURE.search(one.place.text)
    ]
    return [*told, *(one for one in headed if one not in told)]


def _tells(sentence: _Sentence, part: StudyPart) -> bool:
    """Whether a sentence tells a part of its own study, and not of a work that it cites."""
    text = sentence.place.text
    if _SAID[part].search(text) is None:
        return False
    if part in (StudyPart.FUTURE,):
        return True
    speaks_of_itself = _STUDY.search(text) is not None
    if part in (StudyPart.LIMIT, StudyPart.ADVICE):
        return speaks_of_itself or sentence.zone is _Zone.OWN
    if part is not StudyPart.METHOD and sources_cited(text):
        return False
    told = (_Zone.ABSTRACT, _Zone.OWN, _Zone.CONCLUSION) if part is StudyPart.FINDING else (_Zone.ABSTRACT, _Zone.OWN)
    return speaks_of_itself or sentence.zone in told
