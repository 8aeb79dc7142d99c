"""Tells questions that the papers answer from others: the features by which a question is answered or refused."""

from collections.abc import Sequence

from kutip.types import Hit
from retriever.answers.asked_question import FACTUAL, AskedQuestion
from retriever.answers.evidence import likest_words
from retriever.answers.weighed import ReadQuestion, Weighed
from retriever.lookup import LookUp


def answerability(weighed: Weighed) -> dict[str, float]:
    """Features that tell an answerable question from others, by name; none without sentences. The judged sentences are
    the best ones, as many as the setting `judged_sentences` says.

    - the features of the most probable sentence;
    - margin: its probability minus the next one's;
    - unknown: fraction of the question's terms, weighted by IDF, that no passage contains;
    - lacking: fraction of the pieces of the question that the papers hold in no form, of no language;
    - apart: 1 if it has two pieces that they hold, but in no passage both;
    - agreement: fraction of the stages that rank its passage first;
    - together: the largest `together` of all sentences;
    - unlike: fraction of the question's content words that resemble no word of the judged sentences;
    - uncounted: the smallest `uncounted` of the judged sentences;
    - certain_of_fact, certain_of_other: with readings, the highest certainty of the reader in one of the first hits, as
      many as the judged sentences, for a question about a fact and for another one; 0 for the other of the two;
    - open: with readings, 1 for a question that is not about a fact.
    """
    if not weighed.evidence:
        return {}
    settings = weighed.reading.look_up.settings
    question, first = weighed.reading.asked, weighed.evidence[: settings.judged_sentences]
    hits, spoken = weighed.reading.look_up.result.hits[: settings.hits], weighed.reading.spoken
    best, second, *_ = *weighed.probabilities, 0.0
    likest = likest_words(question, [one.sentence for one in first])
    return {
        **first[0].features,
        "margin": best - second,
        "unknown": _unknown(question, weighed.reading.look_up),
        "lacking": len(spoken.lacking) / max(1, spoken.pieces),
        "apart": float(bool(spoken.apart)),
        "agreement": _agreement(first[0].sentence.hit, hits),
        "together": max(one.features["together"] for one in weighed.evidence),
        "unlike": float((likest < settings.alike).mean()) if len(likest) else 0.0,
        "uncounted": min(one.features["uncounted"] for one in first),
        **_certainty(weighed.reading),
    }


def _certainty(reading: ReadQuestion) -> dict[str, float]:
    """What the reader adds to the features of a question; nothing without it.

    Questions about facts have a slope of their own, since the reader was trained on few others.
    """
    if reading.readings is None:
        return {}
    first = reading.readings[: reading.look_up.settings.judged_sentences]
    certain, is_open = max(one.certainty for one in first), reading.asked.kind not in FACTUAL
    return {
        "certain_of_fact": 0.0 if is_open else certain,
        "certain_of_other": certain if is_open else 0.0,
        "open": float(is_open),
    }


def _unknown(question: AskedQuestion, look_up: LookUp) -> float:
    total = sum(question.weights.values())
    unknown = sum(weight for term, weight in question.weights.items() if not look_up.holds(term))
    return unknown / total if total else 1.0


def _agreement(hit: Hit, hits: Sequence[Hit]) -> float:
    stages = {name for other in hits for name in other.scores}
    first = [max(other.scores.get(stage, 0.0) for other in hits) for stage in sorted(stages)]
    own = [hit.scores.get(stage, 0.0) for stage in sorted(stages)]
    return sum(a >= b for a, b in zip(own, first, strict=True)) / max(1, len(stages))
