"""Opens the index with the questions about it, and scores systems and settings on them; most studies start here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from eval.runs.systems import Kutip, ScoredSystem
from eval.scoring.metrics import METRICS, Unit, score_questions
from eval.sets.questions import Question, load_questions
from kutip.settings import Settings
from retriever.search import Retriever, System

HEADLINES = ("nDCG@10", "EvidenceSuccess@5", "EvidenceSuccess@300w")  # metrics by which settings are chosen


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """An index and the questions about it.

    Attributes:
        settings: Settings of the retriever.
        retriever: The retriever over the index.
        questions: All questions, unanswerable ones included.
    """

    settings: Settings
    retriever: Retriever
    questions: tuple[Question, ...]

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Open the index named by the settings, and the hand-written questions.

        Raises:
            IndexMissingError, IndexDamagedError, IndexFormatError: There is no index that can be used.
            QuestionError: A quote of a question's evidence is not in its source.
        """
        retriever = Retriever.open(settings.index, settings)
        return cls(settings, retriever, tuple(load_questions(_sources(retriever))))

    @property
    def asked(self) -> list[Question]:
        """The answerable questions."""
        return [question for question in self.questions if question.answerable]

    def score(self, system: ScoredSystem, questions: Sequence[Question]) -> dict[str, dict[str, float]]:
        """Every metric of every answerable question: question id -> metric name -> value."""
        ranked = {question.id: system.rank(question.text) for question in questions}
        units = [Unit.of(passage) for passage in system.passages]
        return score_questions(questions, ranked, units, _sources(self.retriever))

    def score_settings(
        self,
        update: Mapping[str, object],
        questions: Sequence[Question],
        *,
        system: System = System.HYBRID,
        metrics: Sequence[str] = METRICS,
    ) -> np.ndarray:
        """Scores, (metrics, questions), of a system with some query-time settings changed by `update`."""
        kutip = Kutip(self.retriever.tuned(self.settings.changed(search=update)), system)
        scores = self.score(kutip, questions)
        return np.asarray([[scores[question.id][metric] for question in questions] for metric in metrics])


def _sources(retriever: Retriever) -> dict[str, str]:
    return {document.id: document.source_text for document in retriever.documents.values()}
