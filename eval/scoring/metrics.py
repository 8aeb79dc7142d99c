"""Metrics of rankings: the standard ones by ir-measures, and Kutip's own that count the evidence found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import ir_measures

from eval.sets.judged import Judged
from eval.sets.questions import GoldEvidence, Question
from kutip.types import Citation, Passage, Span

WORDS = 300  # about what a person reads before giving up
STANDARD = {  # our name -> ir-measures' name; {rel} is the lowest grade that counts as relevant
    "nDCG@10": "nDCG@10",
    "RR@10": "RR(rel={rel})@10",
    "R@5": "R(rel={rel})@5",
    "R@10": "R(rel={rel})@10",
    "AP": "AP(rel={rel})",
    "Success@1": "Success(rel={rel})@1",
    "Success@5": "Success(rel={rel})@5",
    "Judged@10": "Judged@10",
}
OF_EVIDENCE = ("EvidenceRecall@5", "EvidenceRecall@10", "EvidenceSuccess@5", "EvidenceSuccess@300w")
METRICS = (*STANDARD, *OF_EVIDENCE)
_ANSWERS = 2  # grade of a quote that answers its part of the question by itself
_UNJUDGED = Judged()
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Unit:
    """A returned passage, known only by its place in a document, so that systems with other passages can be scored."""

    document: str
    spans: tuple[Span, ...]

    @classmethod
    def of(cls, found: Passage | Citation) -> Self:
        """The place of a passage or a citation."""
        return cls(found.document_id, found.spans)


def holds(unit: Unit, evidence: GoldEvidence) -> bool:
    """Whether the unit's spans cover at least half of the quote's characters, white space not counted."""
    if unit.document != evidence.document:
        return False
    covered = sum(sum(1 for at in evidence.offsets if span.start <= at < span.end) for span in unit.spans)
    return covered >= _HALF * len(evidence.offsets)


def parts_found(units: Sequence[Unit], question: Question) -> float:
    """Fraction of the question's parts for which at least one unit holds a quote of grade 2."""
    found = [
        any(evidence.grade == _ANSWERS and holds(unit, evidence) for evidence in part for unit in units)
        for part in question.parts
    ]
    return sum(found) / len(found)


def first_words(units: Sequence[Unit], sources: Mapping[str, str], words: int = WORDS) -> list[Unit]:
    """The units cut off after the first `words` words (counted over all units); units beyond that are dropped."""
    kept: list[Unit] = []
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
            kept.append(Unit(unit.document, tuple(spans)))
    return kept


Qrels = Mapping[str, Mapping[str, int]]
Run = Mapping[str, Mapping[str, float]]


def standard_metrics(qrels: Qrels, run: Run, *, rel: int = 1) -> dict[str, dict[str, float]]:
    """The metrics of STANDARD, computed by ir-measures (which calls trec_eval).

    Args:
        qrels: Query id -> unit -> grade. A unit that is missing is unjudged and counts as not relevant.
        run: Query id -> unit -> score; higher is better.
        rel: Lowest grade that counts as relevant. nDCG@10 ignores it: its gain is the grade.

    Returns:
        Query id -> metric name -> value, for every query of `qrels`; all 0 for a query that returned nothing.
    """
    named = {ir_measures.parse_measure(form.format(rel=rel)): name for name, form in STANDARD.items()}
    scores = {query: dict.fromkeys(STANDARD, 0.0) for query in qrels}
    not_empty = {query: own for query, own in run.items() if own}  # Judged@10 divides by the number returned
    for result in ir_measures.iter_calc(list(named), qrels, not_empty):
        scores[result.query_id][named[result.measure]] = float(result.value)
    return scores


def qrels_of(
    questions: Sequence[Question], units: Sequence[Unit], judged: Judged = _UNJUDGED
) -> dict[str, dict[str, int]]:
    """Grades of units, derived from the questions' evidence and from the text that was judged irrelevant.

    Returns:
        Question id -> unit number (as a string, e.g. "17") -> grade: the best grade of the quotes that the unit holds,
        or 0 if its text was read and found irrelevant. A unit that is missing is unjudged.
    """
    qrels: dict[str, dict[str, int]] = {}
    for question in questions:
        own = qrels[question.id] = {}
        quotes = [(e, min(e.offsets), max(e.offsets)) for part in question.parts for e in part]
        for number, unit in enumerate(units):
            near = [e for e, first, last in quotes if any(s.start <= last and s.end > first for s in unit.spans)]
            best = max((e.grade for e in near if holds(unit, e)), default=0)
            if best or judged.covers(question.id, unit.document, unit.spans):
                own[str(number)] = best
    return qrels


def score_questions(
    questions: Sequence[Question],
    ranked: Mapping[str, Sequence[int]],
    units: Sequence[Unit],
    sources: Mapping[str, str],
    *,
    qrels: Qrels | None = None,
) -> dict[str, dict[str, float]]:
    """Every metric of METRICS for every answerable question.

    The standard metrics take their grades from `qrels_of`, with grade 2 as relevant. EvidenceRecall is the fraction of
    a question's parts that were found (a part is found if any of its quotes is); EvidenceSuccess is 1 if all parts were
    found within the first k units or the first 300 words, else 0. A question for which nothing was returned gets 0.

    Args:
        questions: The questions; unanswerable ones are skipped.
        ranked: Question id -> unit numbers, best first.
        units: All units that the system can return; nDCG's ideal ranking needs them.
        sources: Source text by document id.
        qrels: The result of `qrels_of`, if the caller has it already.

    Returns:
        Question id -> metric name -> value.
    """
    asked = [question for question in questions if question.answerable]
    judged = qrels_of(asked, units) if qrels is None else qrels
    known = {query: grades or {"none": 0} for query, grades in judged.items()}
    run = {q.id: {str(row): float(-rank) for rank, row in enumerate(ranked.get(q.id, []))} for q in asked}
    scores = standard_metrics(known, run, rel=_ANSWERS)
    for question in asked:
        returned = [units[row] for row in ranked.get(question.id, [])]
        first5, first10 = parts_found(returned[:5], question), parts_found(returned[:10], question)
        budget = parts_found(first_words(returned, sources), question)
        scores[question.id] |= {
            "EvidenceRecall@5": first5,
            "EvidenceRecall@10": first10,
            "EvidenceSuccess@5": float(first5 == 1),
            "EvidenceSuccess@300w": float(budget == 1),
        }
    return scores
