"""Scores an answer: does it contain the expected short form, cite the evidence, and refuse when it should?"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from eval.scoring.metrics import Unit, holds
from eval.sets.questions import Question
from kutip.text.reading import squeeze
from kutip.types import Answer, Status

FACTS = frozenset({"who", "when", "where", "how_many", "which", "define", "source", "yes_no"})  # types that ask a fact


@dataclass(frozen=True, slots=True)
class ScoredAnswer:
    """The scores of one answer.

    Attributes:
        question: The question that was asked.
        refused: True if the answer says that the papers do not answer the question.
        key: True if the answer contains one of the question's short forms, for example "1981".
        supported: True if a cited sentence overlaps a quote of grade 2.
        words: Number of words in the short answer and the sentences together.
        confidence: The answer's own estimate, 0 to 1, that it is right; None if it gives none.
        short_right: Whether the short answer contains one of the short forms; None without a short answer.
    """

    question: Question
    refused: bool
    key: bool
    supported: bool
    words: int
    confidence: float | None
    short_right: bool | None = None


def score_answer(question: Question, answer: Answer) -> ScoredAnswer:
    """Score one answer. A refusal has no sentences, so its `key` and `supported` are False."""
    cited = [citation for sentence in answer.sentences for citation in sentence.citations]
    text = " ".join([answer.short or "", *(sentence.text for sentence in answer.sentences)])
    return ScoredAnswer(
        question,
        answer.status is Status.NOT_IN_CORPUS,
        any(has_words(text, key) for key in question.answer),
        any(overlaps(Unit.of(citation), question) for citation in cited),
        len(text.split()),
        answer.confidence,
        None if answer.short is None else any(has_words(answer.short, key) for key in question.answer),
    )


def has_words(text: str, words: str) -> bool:
    """Whether `text` contains `words` as whole words, ignoring case and the amount of white space.

    >>> has_words("Formed in  MANILA, in 1981.", "in manila"), has_words("19,810 cases", "810")
    (True, False)
    """
    wanted = re.escape(squeeze(words).casefold())
    return re.search(rf"(?<![\w])(?<!\d[.,]){wanted}(?![\w]|[.,]\d)", squeeze(text).casefold()) is not None


def overlaps(unit: Unit, question: Question, *, grade: int = 2) -> bool:
    """Whether a cited sentence covers half of a quote of this grade, or lies by half within such a quote."""
    size = sum(span.end - span.start for span in unit.spans)  # counts blanks, `shared` does not: slightly strict
    for evidence in (one for part in question.parts for one in part if one.grade == grade):
        shared = sum(1 for at in evidence.offsets if any(span.start <= at < span.end for span in unit.spans))
        if evidence.document == unit.document and (holds(unit, evidence) or shared >= size / 2):
            return True
    return False


def risk_coverage(outcomes: Iterable[tuple[float | None, bool]]) -> list[tuple[float, float]]:
    """The risk-coverage curve: answer only the n surest of N questions, for n from 1 to N.

    Args:
        outcomes: A pair (confidence, right) for each question, in any order; the N with a confidence count.

    Returns:
        N pairs (coverage, risk). Coverage is n / N, risk the fraction of those n answers that are wrong. Questions with
        equal confidence share one risk, since no threshold separates them.

    Source: El-Yaniv and Wiener, JMLR 11, 2010, on selective classification.
    """
    known = [(confidence, right) for confidence, right in outcomes if confidence is not None]
    ordered = sorted(known, key=lambda outcome: -outcome[0])
    wrong = 0
    curve: list[tuple[float, float]] = []
    for _, group in groupby(ordered, key=lambda outcome: outcome[0]):
        tied = list(group)
        before = len(curve)
        wrong += sum(not right for _, right in tied)
        risk = wrong / (before + len(tied))
        curve += [((before + n) / len(ordered), risk) for n in range(1, len(tied) + 1)]
    return curve


def reliability(outcomes: Iterable[tuple[float | None, bool]], bins: int = 10) -> list[tuple[float, float, int]]:
    """How often answers are right that are given with about the same confidence.

    Args:
        outcomes: A pair (confidence, right) for each answer, in any order; those with a confidence count.
        bins: Number of equal parts of 0 to 1 by which answers are grouped.

    Returns:
        For each part that has answers: their mean confidence, the fraction of them that are right, their number.
    """
    by_bin: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in outcomes:
        if confidence is not None:
            by_bin.setdefault(min(bins - 1, int(confidence * bins)), []).append((confidence, right))
    return [
        (sum(c for c, _ in own) / len(own), sum(right for _, right in own) / len(own), len(own))
        for _, own in sorted(by_bin.items())
    ]


def calibration_error(parts: Sequence[tuple[float, float, int]]) -> float:
    """The expected calibration error: how far, on average, the confidence is from the fraction of right answers.

    Args:
        parts: What `reliability` returns.

    Source: Guo, Pleiss, Sun and Weinberger, ICML 2017, equation 3.

    >>> calibration_error([(0.25, 0.5, 10), (0.75, 0.75, 30)])
    0.0625
    """
    total = sum(n for _, _, n in parts)
    return sum(n * abs(confidence - right) for confidence, right, n in parts) / total if total else 0.0


def area(curve: Sequence[tuple[float, float]]) -> float:
    """Area under a risk-coverage curve: its mean risk, 0 (best) to 1; 0 for an empty curve."""
    return sum(risk for _, risk in curve) / len(curve) if curve else 0.0
