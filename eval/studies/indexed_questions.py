"""Opens the index with the questions about it, and scores systems and settings on them; most studies start here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from eval.runs.services import source_texts
from eval.runs.systems import Kutip
from eval.scoring.metrics import METRICS, Unit, score_questions
from eval.sets.questions import Question, load_questions
from kutip.settings import Settings
from retriever.search import Retriever, System

HEADLINES = ("nDCG@10", "EvidenceSuccess@5", "EvidenceSuccess@300w")  # metrics by which settings are chosen


@dataclass(frozen=True, slots=True, eq=False)
class IndexedQuestions:
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
        return cls(settings, retriever, tuple(load_questions(source_texts(retriever))))

    def tuned(self, settings: Settings) -> Self:
        """The same loaded index and questions with other settings."""
        return replace(self, settings=settings, retriever=self.retriever.tuned(settings))

    @property
    def answerable(self) -> list[Question]:
        """The answerable questions."""
        return [question for question in self.questions if question.answerable]

    def score_settings(
        self,
        update: Mapping[str, object],
        questions: Sequence[Question],
        *,
        system: System = System.HYBRID,
        metrics: Sequence[str] = METRICS,
    ) -> np.ndarray:
        """Score a system with some query-time settings changed.

        Args:
            update: Names of search settings and their values, for example {"glossary": False}.
            questions: Q answerable questions.
            system: The system that ranks.
            metrics: M names of metrics.

        Returns:
            (M, Q) the value of each metric for each question.
        """
        tuned = Kutip(self.retriever.tuned(self.settings.changed(search=update)), system)
        ranked = {question.id: tuned.rank(question.text) for question in questions}
        units = [Unit.of(passage) for passage in tuned.passages]
        scores = score_questions(questions, ranked, units, source_texts(self.retriever))
        return np.asarray([[scores[question.id][metric] for question in questions] for metric in metrics])
