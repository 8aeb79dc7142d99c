"""Scores answers: whether they hold the key, rest on the evidence, are short, and are refused when they must be."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from eval.scoring.metrics import Unit, holds
from eval.sets.questions import Question
from kutip.text.reading import squeeze
from kutip.types import Answer, Status

FACTS = frozenset({"who", "when", "where", "how_many", "which", "define", "source", "yes_no"})  # types of questions


@dataclass(frozen=True, slots=True)
class ScoredAnswer:
    """What one answer is worth.

    Attributes:
        question: What was asked.
        refused: Whether it was said not to be in the papers.
        key: Whether the answer has one of the short forms that the question lists.
        supported: Whether a cited sentence overlaps a quote of grade 2.
        words: Of the short answer and the sentences.
        confidence: That the papers answer it.
    """

    question: Question
    refused: bool
    key: bool
    supported: bool
    words: int
    confidence: float


def score_answer(question: Question, answer: Answer) -> ScoredAnswer:
    """Score one answer; a refusal has no key and no support."""
    cited = [citation for sentence in answer.sentences for citation in sentence.citations]
    said = " ".join([answer.short or "", *(sentence.text for sentence in answer.sentences)])
    return ScoredAnswer(
        question,
        answer.status is Status.NOT_IN_CORPUS,
        any(has_words(said, key) for key in question.answer),
        any(overlaps(Unit(c.document_id, c.spans), question) for c in cited),
        len(said.split()),
        answer.confidence,
    )


def has_words(text: str, words: str) -> bool:
    """Whether a text has some words, whatever the case and the white space, and not as a part of longer words."""
    wanted = re.escape(squeeze(words).casefold())
    return re.search(rf"(?<![\w])(?<!\d[.,]){wanted}(?![\w]|[.,]\d)", squeeze(text).casefold()) is not None


def overlaps(unit: Unit, question: Question, *, grade: int = 2) -> bool:
    """Whether a cited sentence has half of a quote of a grade, or half of it is of such a quote."""
    size = sum(span.end - span.start for span in unit.spans)  # blanks too, so half is a little more than half
    for evidence in (one for part in question.parts for one in part if one.grade == grade):
        shared = sum(1 for at in evidence.offsets if any(span.start <= at < span.end for span in unit.spans))
        if evidence.document == unit.document and (holds(unit, evidence) or shared >= size / 2):
            return True
    return False


def risk_coverage(outcomes: Iterable[tuple[float, bool]]) -> list[tuple[float, float]]:
    """The risk, share of wrong answers, at each coverage, share of questions answered, as less confidence is asked for.

    Args:
        outcomes: For each of N questions how sure its answer is, and whether it is right.

    Returns:
        N pairs of (coverage, risk).

    Source: El-Yaniv and Wiener, JMLR 11, 2010, on selective classification.
    """
    ordered = sorted(outcomes, key=lambda outcome: -outcome[0])
    wrong = 0
    curve: list[tuple[float, float]] = []
    for _, group in groupby(ordered, key=lambda outcome: outcome[0]):
        tied = list(group)  # no confidence parts them: all are answered, or none
        before = len(curve)
        wrong += sum(not right for _, right in tied)
        risk = wrong / (before + len(tied))
        curve += [((before + n) / len(ordered), risk) for n in range(1, len(tied) + 1)]
    return curve


def area(curve: Sequence[tuple[float, float]]) -> float:
    """The mean risk over all coverages: 0 is best."""
    return sum(risk for _, risk in curve) / len(curve) if curve else 0.0
