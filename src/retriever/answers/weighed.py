"""The sentences that may answer a question: read from the best hits, and ordered by probability."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kutip.models.passage_reader import AnswerSpan, PassageReading
from retriever.answers.asked_question import AskedQuestion, asked
from retriever.answers.calibration import Logistic
from retriever.answers.evidence import Evidence, gather
from retriever.answers.refusing import SpokenOf, spoken_of
from retriever.answers.tables.row_evidence import without_namesakes
from retriever.lookup import LookUp


@dataclass(frozen=True, slots=True, eq=False)
class ReadQuestion:
    """A question with the sentences that may answer it.

    Attributes:
        asked: The question.
        look_up: What the index gave for it.
        evidence: The sentences of the hits that were read.
        readings: What the reader found in these hits; None without a reader.
        spoken: What the papers hold of the question's words.
    """

    asked: AskedQuestion
    look_up: LookUp
    evidence: Sequence[Evidence]
    readings: Sequence[PassageReading] | None = None
    spoken: SpokenOf = field(default_factory=SpokenOf)

    def span(self, one: Evidence) -> AnswerSpan | None:
        """The reader's best span within a sentence that was read; None without a reader."""
        if self.readings is None:
            return None
        return self.readings[one.sentence.hit.rank - 1].span(one.sentence.start, one.sentence.end)


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """Candidate sentences, best first, each with the probability that it answers, assuming that one of them does.

    Attributes:
        reading: The question.
        evidence: N sentences.
        probabilities: (N,) theirs; they sum to 1.
    """

    reading: ReadQuestion
    evidence: Sequence[Evidence]
    probabilities: Sequence[float]


def read(look_up: LookUp, hits: int | None = None, *, with_reader: bool = False) -> ReadQuestion:
    """Read the sentences of the first hits of a look-up.

    Args:
        look_up: The look-up.
        hits: How many; without a number, as many as the setting `hits` says.
        with_reader: Let the reader read them too, where there is one.
    """
    question, first = asked(look_up), hits or look_up.settings.hits
    readings = look_up.read_passages(first) if with_reader else None
    evidence = without_namesakes(question, gather(question, look_up, first, readings))
    return ReadQuestion(question, look_up, evidence, readings, spoken_of(look_up))


def weigh(reading: ReadQuestion, sentence: Logistic) -> Weighed:
    """Order the sentences by probability, the most probable first; equal ones keep their order."""
    odds = sentence.odds_of([one.features for one in reading.evidence])
    total = sum(odds)
    order = sorted(range(len(odds)), key=lambda at: -odds[at])
    return Weighed(reading, [reading.evidence[at] for at in order], [odds[at] / total for at in order])
