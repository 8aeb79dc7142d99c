"""Ranking systems to score: Kutip's own stages, and a simple baseline such as one writes in an afternoon."""

import re
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from rank_bm25 import BM25Okapi

from kutip.index.query_encoder import QueryEncoder
from kutip.types import Document, Kind, Passage, Span
from retriever.ranking.fusion import best_first, reciprocal_rank_fusion
from retriever.search import Retriever, System

DEPTH = 100  # hits requested per question; the HTTP contract allows no more


class ScoredSystem(Protocol):
    """A system that ranks passages for a question; they may be Kutip's passages or others."""

    name: str

    @property
    def passages(self) -> Sequence[Passage]:
        """All passages that it can return, by number; if the system cannot list them, those returned so far."""

    def rank(self, question: str) -> list[int]:
        """Numbers of the passages returned, best first."""


class Kutip:
    """One of the retriever's systems: a single stage, or all of them ("hybrid")."""

    def __init__(self, retriever: Retriever, system: System) -> None:
        self.name = system.value
        self.passages: Sequence[Passage] = retriever.passages
        self._retriever = retriever
        self._system = system
        self._rows = {passage.id: row for row, passage in enumerate(retriever.passages)}

    def rank(self, question: str) -> list[int]:
        """Numbers of the passages found, best first."""
        result = self._retriever.search(question, k=DEPTH, system=self._system)
        return [self._rows[hit.passage.id] for hit in result.hits]


class PlainBaseline:
    r"""A simple baseline: BM25Okapi over ``\w+`` and the same encoder, merged by RRF with k = 60.

    It searches windows of the raw text, 120 words long, one starting every 90 words.
    """

    name = "baseline"

    def __init__(
        self, documents: Sequence[Document], encoder: QueryEncoder, *, words: int = 120, stride: int = 90
    ) -> None:
        self.passages: list[Passage] = []
        for document in documents:
            found = [m.span() for m in re.finditer(r"\S+", document.source_text)]
            for start in range(0, max(1, len(found) - words + stride), stride):
                window = found[start : start + words]
                span = Span(window[0][0], window[-1][1])
                text = document.source_text[span.start : span.end]
                name = f"{document.id}-{span.start}"
                self.passages.append(Passage(name, document.id, Kind.PARAGRAPH, (), "", None, (span,), text))
        texts = [window.text for window in self.passages]
        self._bm25 = BM25Okapi([_tokens(text) for text in texts])
        self._encoder = encoder
        self._vectors = np.asarray([encoder.encode(text).pooled for text in texts])

    def rank(self, question: str) -> list[int]:
        """Numbers of the windows found, best first."""
        bm25 = dict(enumerate(self._bm25.get_scores(_tokens(question)).tolist()))
        dense = dict(enumerate((self._vectors @ self._encoder.encode(question).pooled).tolist()))
        return best_first(reciprocal_rank_fusion([bm25, dense], k=60))[:DEPTH]


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
