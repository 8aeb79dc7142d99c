"""Answers that are put together by what is asked, such as from a table, before any sentence is guessed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from kutip.types import Hit, Message, Passage, Status
from retriever.answers.asked_question import AskedQuestion
from retriever.lookup import LookUp


@dataclass(frozen=True, slots=True, eq=False)
class QuotedPlace:
    """Characters [start, end) of a passage's text that belong to an answer."""

    passage: Passage
    start: int
    end: int

    @property
    def text(self) -> str:
        """The characters themselves."""
        return self.passage.text[self.start : self.end]

    @classmethod
    def whole(cls, passage: Passage) -> "QuotedPlace":
        """All of a passage's text."""
        return cls(passage, 0, len(passage.text))


@dataclass(frozen=True, slots=True)
class PlannedAnswer:
    """What a plan found.

    Attributes:
        status: Whether it answers the question.
        confidence: Probability that it is right, 0 to 1: the share that the plan was measured to give right.
        places: What it quotes, in the order to be read; nothing for a refusal.
        short: A short answer; None if there is none. Words that no paper has, such as a count, stand in `notes`.
        reason: Why it is partial or refused.
        notes: What Kutip adds in its own words.
        shows_hits: Whether the passages that were found have to do with the question.
    """

    status: Status
    confidence: float
    places: Sequence[QuotedPlace] = ()
    short: str | None = None
    reason: tuple[Message, ...] = ()
    notes: tuple[Message, ...] = ()
    shows_hits: bool = True


class AnswerPlan(Protocol):
    """Answers questions of one kind."""

    def __call__(self, look_up: LookUp, question: AskedQuestion, /) -> PlannedAnswer | None:
        """The answer to a question; None if it is not of this plan's kind, or if the plan cannot be sure."""


def hits_with(look_up: LookUp, places: Sequence[QuotedPlace]) -> tuple[Hit, ...]:
    """The first hits, and the passages of places, those that no search found last."""
    hits, by_id = look_up.result.hits, {hit.passage.id: hit for hit in look_up.result.hits}
    added = {one.passage.id: one.passage for one in places if one.passage.id not in by_id}
    beyond = [Hit(one, len(hits) + at, 0.0) for at, one in enumerate(added.values(), start=1)]
    quoted = (by_id[one.passage.id] for one in places if one.passage.id in by_id)
    own = {hit.passage.id: hit for hit in (*hits[: look_up.settings.hits], *quoted, *beyond)}
    return tuple(sorted(own.values(), key=lambda hit: hit.rank))
