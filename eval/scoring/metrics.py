"""What is measured of a ranking, for one question at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ir_measures

from eval.sets.judged import Judged
from eval.sets.questions import GoldEvidence, Question
from kutip.types import Span

WORDS = 300  # what a person reads before giving up
STANDARD = {  # ir-measures' own names, by ours; {rel} is the least grade that is relevant
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
_ANSWERS = 2  # the grade of a quote that answers its part alone
_UNJUDGED = Judged()
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Unit:
    """What a system returns as one hit: where it stands, whatever the system calls it."""

    document: str
    spans: tuple[Span, ...]


def holds(unit: Unit, evidence: GoldEvidence) -> bool:
    """Whether a unit's spans cover at least half of a quote's characters."""
    if unit.document != evidence.document:
        return False
    covered = sum(sum(1 for at in evidence.offsets if span.start <= at < span.end) for span in unit.spans)
    return covered >= _HALF * len(evidence.offsets)


def parts_found(units: Sequence[Unit], question: Question) -> float:
    """Share of a question's parts for which one of the units holds a quote of grade 2."""
    found = [
        any(evidence.grade == _ANSWERS and holds(unit, evidence) for evidence in part for unit in units)
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


Qrels = Mapping[str, Mapping[str, int]]
Run = Mapping[str, Mapping[str, float]]


def standard_metrics(qrels: Qrels, run: Run, *, rel: int = 1) -> dict[str, dict[str, float]]:
    """The field's metrics, computed by ir-measures over trec_eval.

    Args:
        qrels: Grade by unit, by query id; a unit without one is unjudged and counts as not relevant.
        run: Score by unit, by query id; higher is better.
        rel: The least grade that is relevant, for all but nDCG@10, whose gain is the grade.

    Returns:
        Metric by name, for every query of the qrels; 0 for one that found nothing.
    """
    named = {ir_measures.parse_measure(form.format(rel=rel)): name for name, form in STANDARD.items()}
    scores = {query: dict.fromkeys(STANDARD, 0.0) for query in qrels}
    something = {query: own for query, own in run.items() if own}  # ir-measures' Judged divides by what was returned
    for found in ir_measures.iter_calc(list(named), qrels, something):
        scores[found.query_id][named[found.measure]] = float(found.value)
    return scores


def qrels_of(
    questions: Sequence[Question], units: Sequence[Unit], judged: Judged = _UNJUDGED
) -> dict[str, dict[str, int]]:
    """The grade of every judged unit, under its number, by question id: the best of the quotes it holds, or 0."""
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
    """Every metric for every answerable question.

    The standard ones go by judgements that follow from the evidence (`qrels_of`), with grade 2 as relevant. Those of
    evidence count parts: EvidenceRecall the share that was found (AND over parts, OR over the quotes of one),
    EvidenceSuccess whether all were, among the first k units or within the first 300 words. A question for which
    nothing was returned counts 0.

    Args:
        questions: To score; those without evidence are left out.
        ranked: Unit numbers, best first, by question id.
        units: All units of the system, so that the ideal ranking is known.
        sources: Source text by document id.
        qrels: What `qrels_of` gives, if it is known already.

    Returns:
        Metric by name, by question id.
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
