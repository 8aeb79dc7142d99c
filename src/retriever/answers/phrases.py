"""Chooses the messages that Kutip adds to the papers' sentences; the catalogue has their words in each language."""

from collections.abc import Sequence

from kutip.types import Message

ONE_PAPER = Message("answer.one_paper")  # the question compares papers, and only one of them answers
MODEL_FAILED = Message("answer.model_failed")
MODEL_UNSUPPORTED = Message("answer.model_unsupported")
UNCALIBRATED = Message("answer.uncalibrated")  # the calibration was fitted for another encoder: no confidence
_BOTH = 2


def papers_differ(said: Sequence[str], *, papers: int) -> Message:
    """The message that papers give different answers.

    Args:
        said: What each of two papers or more gives: "12 (Smith, 2020)".
        papers: How many papers the index has; only of two does the message say that both differ.
    """
    code = "answer.both_papers_differ" if papers == _BOTH else "answer.papers_differ"
    return Message(code, {"said": tuple(said)})
