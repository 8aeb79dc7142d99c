"""Chooses the messages that Kutip adds to the papers' sentences; the catalogue has their words in each language."""

from collections.abc import Sequence

from kutip.types import Message
from retriever.query.question_type import QuestionType

ONE_PAPER = Message("answer.one_paper")  # the question compares papers, and only one of them answers
MODEL_FAILED = Message("answer.model_failed")
MODEL_UNSUPPORTED = Message("answer.model_unsupported")
UNCALIBRATED = Message("answer.uncalibrated")  # the calibration was fitted for another encoder: no confidence
_BOTH = 2

# The kind of thing that a type of question asks for: "Who …?" asks for a person or body.
_WANTED = {
    QuestionType.WHO: Message("wanted.who"),
    QuestionType.WHEN: Message("wanted.when"),
    QuestionType.WHERE: Message("wanted.where"),
    QuestionType.HOW_MANY: Message("wanted.how_many"),
    QuestionType.WHY: Message("wanted.why"),
    QuestionType.DEFINE: Message("wanted.define"),
    QuestionType.SOURCE: Message("wanted.source"),
    QuestionType.LIST: Message("wanted.list"),
}


def refusal(missing: Sequence[str], kind: QuestionType) -> tuple[Message, ...]:
    """Why there is no answer.

    Args:
        missing: Words of the question that occur in no paper, such as "Jupiter".
        kind: What the question asks for.
    """
    wanted = _WANTED.get(kind)
    why = Message("answer.not_given", {"wanted": wanted}) if wanted else Message("answer.not_found")
    return (why, *_lacking(missing))


def unsure(missing: Sequence[str]) -> tuple[Message, ...]:
    """Why the sentences shown may not answer; `missing` as for `refusal`."""
    return (Message("answer.doubtful"), *_lacking(missing))


def papers_differ(said: Sequence[str], *, papers: int) -> Message:
    """The message that papers give different answers.

    Args:
        said: What each of two papers or more gives: "12 (Smith, 2020)".
        papers: How many papers the index has; only of two does the message say that both differ.
    """
    code = "answer.both_papers_differ" if papers == _BOTH else "answer.papers_differ"
    return Message(code, {"said": tuple(said)})


def _lacking(missing: Sequence[str]) -> tuple[Message, ...]:
    return (Message("answer.lacking", {"words": tuple(missing)}),) if missing else ()
