"""Chooses what each of several papers says where a question compares them: sentences about the thing asked for."""

import re
from collections.abc import Sequence

from kutip.language.united import union
from kutip.text.terms import terms
from retriever.answers.asked_question import AskedQuestion
from retriever.answers.evidence import Evidence

_SUBJECT_WITHIN = 5  # words at the beginning of a sentence, which mostly hold its subject
_FAINT = 0.1  # of a paper's best sentence's probability, below which no better subject helps a sentence
_POINTING = union("rewording.pointing")
_SOURCE = re.compile(r"\([^()]*\)")


def first_of_each(question: AskedQuestion, evidence: Sequence[Evidence], probabilities: Sequence[float]) -> list[int]:
    """The positions of the sentence of each paper that comes first, in the order of the papers' best sentences.

    That is the most probable one whose subject is what the question names and that has the question's numbers; where
    none is, the most probable one.
    """
    best: dict[str, int] = {}
    for at, one in enumerate(evidence):
        best.setdefault(_document(one), at)
    return [
        next((at for at in range(top, len(evidence)) if _is_first(question, evidence, probabilities, at, top)), top)
        for top in best.values()
    ]


def _is_first(
    question: AskedQuestion, evidence: Sequence[Evidence], probabilities: Sequence[float], at: int, top: int
) -> bool:
    """Whether a sentence is of the paper of the one at `top`, hardly less probable, and about what is asked."""
    same = _document(evidence[at]) == _document(evidence[top])
    return same and probabilities[at] >= _FAINT * probabilities[top] and _is_about(question, evidence[at])


def may_follow(chosen: Sequence[Evidence], one: Evidence) -> bool:
    """Whether a further sentence belongs to the comparison: it has as many of the question's numbers as the first."""
    return one.features["numbers"] >= min((other.features["numbers"] for other in chosen), default=0.0)


def _document(one: Evidence) -> str:
    return one.sentence.hit.passage.document_id


def _is_about(question: AskedQuestion, one: Evidence) -> bool:
    """Whether a sentence has the question's numbers, and its names near its beginning, which points to no other."""
    words = _SOURCE.sub(" ", one.sentence.text).split()[:_SUBJECT_WITHIN]
    if one.features["numbers"] < 1 or (words and words[0].casefold() in _POINTING):
        return False
    return question.names <= set(terms(" ".join(words)))
