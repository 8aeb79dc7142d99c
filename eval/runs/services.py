"""Services that can be evaluated: the `Service` protocol, and the retriever in this process.

`eval.runs.remote` has the service over HTTP; both give the same scores, to the last digit.
"""

from collections.abc import Mapping
from typing import Protocol

from eval.errors import EvaluationError
from eval.runs.systems import Kutip, PlainBaseline, ScoredSystem
from kutip.index.query_encoder import QueryEncoder
from kutip.index.store import open_generation
from kutip.settings import Settings
from kutip.types import Answer
from retriever.answers.answerer import Answerer, open_language_model
from retriever.answers.calibration import Calibration
from retriever.search import Retriever, System


class Service(Protocol):
    """Something that ranks passages for questions and answers them."""

    def facts(self) -> dict[str, object]:
        """Facts for a run's summary: `service` ("in process" or a URL) and `index_version`."""

    def sources(self) -> Mapping[str, str]:
        """Source text by document id."""

    def scored(self, system: str) -> ScoredSystem:
        """The ranking system of this name, for example "hybrid".

        Raises:
            EvaluationError: There is no such system.
        """

    def ask(self, question: str) -> Answer:
        """The answer to a question."""


def source_texts(retriever: Retriever) -> dict[str, str]:
    """Source text of each document of a retriever, by document id."""
    return {document.id: document.source_text for document in retriever.documents.values()}


class InProcess:
    """The retriever in this process, over the index named by the settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.retriever = Retriever.open(settings.index, settings)
        self._answerer = Answerer(self.retriever, Calibration.read(), open_language_model(settings.language_model))

    def facts(self) -> dict[str, object]:
        """The service "in process" and the version of its index."""
        return {"service": "in process", "index_version": self.retriever.version}

    def sources(self) -> Mapping[str, str]:
        """Source text by document id."""
        return source_texts(self.retriever)

    def scored(self, system: str) -> ScoredSystem:
        """One stage of the retriever ("bm25", "dense", "late"), all stages ("hybrid"), or the plain "baseline"."""
        if system in list(System):
            return Kutip(self.retriever, System(system))
        if system == PlainBaseline.name:
            generation = open_generation(self._settings.index)
            encoder = QueryEncoder(generation.folder)
            return PlainBaseline(list(self.retriever.documents.values()), encoder)
        raise EvaluationError(f"there is no system {system!r}; there are {', '.join((*System, PlainBaseline.name))}")

    def ask(self, question: str) -> Answer:
        """The answer that a user would get."""
        return self._answerer.answer(question)
