"""What is measured, for one question at a time and with intervals over many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ir_measures
import numpy as np
from ir_measures import RR, nDCG

from eval.questions import Evidence, Question
from kutip.types import Span

WORDS = 300  # what a person reads before giving up
METRICS = ("nDCG@10", "MRR@10", "Recall@5", "Recall@10", "Success@1", "Success@5", "Success300w")
_RESAMPLES = 10_000
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Unit:
    """What a system returns as one hit: where it stands, whatever the system calls it."""

    document: str
    spans: tuple[Span, ...]


def holds(unit: Unit, evidence: Evidence) -> bool:
    """Whether a unit's spans cover at least half of a quote's characters."""
    if unit.document != evidence.document:
        return False
    covered = sum(sum(1 for at in evidence.offsets if span.start <= at < span.end) for span in unit.spans)
    return covered >= _HALF * len(evidence.offsets)


def grade(unit: Unit, question: Question) -> int:
    """The best grade among the quotes a unit holds; 0 if it holds none."""
    return max((e.grade for part in question.parts for e in part if holds(unit, e)), default=0)


def parts_found(units: Sequence[Unit], question: Question) -> float:
    """Share of a question's parts for which one of the units holds a quote of grade 2."""
    found = [
        any(evidence.grade == 2 and holds(unit, evidence) for evidence in part for unit in units)
        for part in question.parts
    ]
    return sum(found) / len(found)


def first_words(units: Sequence[Unit], sources: Mapping[str, str], words: int = WORDS) -> list[Unit]:
    """The units as far as the first so many words of them reach."""
    seen: list[Unit] = []
    left = words
    for unit in units:
        spans = []
        for span in unit.spans:
            text = sources[unit.document][span.start : span.end]
            if left <= 0:
                break
            length = len(text.split())
            if length > left:
                end = len(text) - len(text.split(maxsplit=left)[left])
                spans.append(Span(span.start, span.start + len(text[:end].rstrip())))
            else:
                spans.append(span)
            left -= length
        if spans:
            seen.append(Unit(unit.document, tuple(spans)))
    return seen


def score_questions(
    questions: Sequence[Question],
    ranked: Mapping[str, Sequence[int]],
    units: Sequence[Unit],
    sources: Mapping[str, str],
) -> dict[str, dict[str, float]]:
    """Every metric for every answerable question.

    nDCG@10 and MRR@10 are trec_eval's, through ir_measures, over judgements that follow from the evidence: a unit has
    the best grade of the quotes it holds. Recall counts parts found; Success needs them all. A question for which
    nothing was returned counts 0.

    Args:
        questions: To score; those without evidence are left out.
        ranked: Unit numbers, best first, by question id.
        units: All units of the system, so that the ideal ranking is known.
        sources: Source text by document id.

    Returns:
        Metric by name, by question id.
    """
    asked = [question for question in questions if question.answerable]
    qrels = {q.id: {str(i): g for i, unit in enumerate(units) if (g := grade(unit, q))} or {"none": 1} for q in asked}
    run = {q.id: {str(row): float(-rank) for rank, row in enumerate(ranked.get(q.id, []))} for q in asked}
    scores: dict[str, dict[str, float]] = {q.id: dict.fromkeys(METRICS, 0.0) for q in asked}
    for measure, name in ((nDCG @ 10, "nDCG@10"), (RR(rel=2) @ 10, "MRR@10")):
        for metric in ir_measures.iter_calc([measure], qrels, run):
            scores[metric.query_id][name] = float(metric.value)
    for question in asked:
        returned = [units[row] for row in ranked.get(question.id, [])]
        own = scores[question.id]
        own["Recall@5"] = parts_found(returned[:5], question)
        own["Recall@10"] = parts_found(returned[:10], question)
        own["Success@1"] = float(parts_found(returned[:1], question) == 1)
        own["Success@5"] = float(parts_found(returned[:5], question) == 1)
        own["Success300w"] = float(parts_found(first_words(returned, sources), question) == 1)
    return scores


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.mean:.3f} [{self.low:.3f}, {self.high:.3f}]"


def bootstrap(values: Sequence[float], *, seed: int = 0) -> Interval:
    """The mean of values and the percentile interval of the means of samples drawn from them with replacement.

    Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13.
    """
    data = np.asarray(values, dtype=np.float64)
    generator = np.random.default_rng(seed)
    means = data[generator.integers(0, len(data), (_RESAMPLES, len(data)))].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return Interval(float(data.mean()), float(low), float(high))
