"""Chooses the messages that Kutip adds to the papers' sentences; the catalogue has their words in each language."""

from collections.abc import Sequence

from kutip.types import Message, Polarity

ONE_PAPER = Message("answer.one_paper")  # the question compares papers, and only one of them answers
MODEL_FAILED = Message("answer.model_failed")
MODEL_UNSUPPORTED = Message("answer.model_unsupported")
MODEL_INCOMPLETE = Message("answer.model_incomplete")
UNCALIBRATED = Message("answer.uncalibrated")  # the calibration was fitted for another encoder: no confidence
# What stands before the sentence that settles a yes/no question, or before the nearest ones.
SETTLING = {
    Polarity.YES: Message("answer.polarity_yes"),
    Polarity.CONTRARY: Message("answer.polarity_contrary"),
    Polarity.UNCLEAR: Message("answer.polarity_unclear"),
}
_BOTH = 2


def papers_differ(said: Sequence[str], *, papers: int) -> Message:
    """The message that papers give different answers.

    Args:
        said: What each of two papers or more gives: "12 (Smith, 2020)".
        papers: How many papers the index has; only of two does the message say that both differ.
    """
    code = "answer.both_papers_differ" if papers == _BOTH else "answer.papers_differ"
    return Message(code, {"said": tuple(said)})
