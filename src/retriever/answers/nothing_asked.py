"""Refuses what no paper can answer, because it asks nothing of them, and says what to ask."""

from collections.abc import Mapping

from kutip.types import Message, Status
from retriever.answers.asked_question import AskedQuestion
from retriever.answers.planned import PlannedAnswer
from retriever.lookup import LookUp
from retriever.query.unsaid import Unsaid, content_words

_REASONS: Mapping[Unsaid, str] = {
    Unsaid.GREETING: "answer.greeting",
    Unsaid.OF_KUTIP: "answer.of_kutip",
    Unsaid.CONTENT: "answer.no_content",
    Unsaid.SUBJECT: "answer.no_subject",
}


def nothing_asked(look_up: LookUp, question: AskedQuestion, /) -> PlannedAnswer | None:
    """The refusal of a question that leaves unsaid what it is about; None for other questions."""
    unsaid = look_up.understood.unsaid
    if unsaid is None:
        return None
    if unsaid is Unsaid.MEANING:
        reason = Message("answer.no_known_word", {"words": tuple(content_words(look_up.understood.plain))})
    else:
        reason = Message(_REASONS[unsaid])
    return PlannedAnswer(Status.NOT_IN_CORPUS, 0.0, reason=(reason,), shows_hits=False)
