"""Chooses the sentences that answer: as few as probably do."""

from kutip.settings import AnswerSettings
from retriever.answers.asked_question import FACTUAL
from retriever.answers.comparing import first_of_each, may_follow
from retriever.answers.evidence import Evidence
from retriever.answers.weighed import Weighed
from retriever.query.question_type import QuestionType

_MANY = frozenset({QuestionType.LIST, QuestionType.COMPARE, QuestionType.WHY, QuestionType.HOW})
_BRIEFLY = FACTUAL - {QuestionType.LIST, QuestionType.DEFINE}  # questions for one fact
# Sentences and words of a sure answer to them. As few for all others too cost 5 keys of 149 for 3 words in the mean.
_BRIEF = 2, 60


def choose(weighed: Weighed, *, is_sure: bool = False) -> list[Evidence]:
    """Choose as few sentences as will probably answer.

    The most probable ones are taken until their probabilities add up to enough, the next is too improbable, or the
    answer is full. For a question that compares papers, the best sentence of each paper comes first.

    Args:
        weighed: The sentences.
        is_sure: Whether the answer is more likely right than not; then one to a question for a fact is brief.
    """
    settings, compares = weighed.reading.look_up.settings, weighed.reading.look_up.understood.compares
    question = weighed.reading.asked
    most, words = _most(settings, of_many=compares or question.kind in _MANY)
    if is_sure and not compares and question.kind in _BRIEFLY:
        most, words = map(min, (most, words), _BRIEF)
    first = first_of_each(question, weighed.evidence, weighed.probabilities) if compares else [0]
    chosen: list[Evidence] = []
    answered, left = 0.0, words
    for at in dict.fromkeys([*first, *range(len(weighed.evidence))]):
        one = weighed.evidence[at]
        faint = weighed.probabilities[at] < settings.faint * weighed.probabilities[0]
        if len(chosen) == most or (len(chosen) >= len(first) and (faint or answered >= settings.enough)):
            break
        length = len(one.sentence.text.split())
        if at not in first and (length > left or any(one.sentence.text == other.sentence.text for other in chosen)):
            continue
        if compares and at not in first and not may_follow(chosen, one):
            continue
        chosen.append(one)
        answered += weighed.probabilities[at]
        left -= length
    return chosen


def _most(settings: AnswerSettings, *, of_many: bool) -> tuple[int, int]:
    """How many sentences and words an answer may have."""
    if of_many:
        return settings.most_sentences_of_many, settings.most_words_of_many
    return settings.most_sentences, settings.most_words
