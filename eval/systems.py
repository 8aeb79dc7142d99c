"""What is scored: Kutip's stages, and a plain baseline of the kind one writes in an afternoon."""

import re
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from rank_bm25 import BM25Okapi

from eval.metrics import Unit
from kutip.encoder import QueryEncoder
from kutip.types import Document, Span
from retriever.fusion import best_first, reciprocal_rank_fusion
from retriever.search import Retriever, System

DEPTH = 20  # hits asked for: more than 300 words in any system


class Scored(Protocol):
    """A system that ranks units of text for a question."""

    name: str

    @property
    def units(self) -> Sequence[Unit]:
        """All that it may return, by number."""

    def rank(self, question: str) -> list[int]:
        """Numbers of the units it returns, best first."""


class Kutip:
    """One of the retriever's systems."""

    def __init__(self, retriever: Retriever, system: System) -> None:
        self.name = system.value
        self.units = [Unit(p.document_id, p.spans) for p in retriever.passages]
        self._retriever = retriever
        self._system = system
        self._rows = {passage.id: row for row, passage in enumerate(retriever.passages)}

    def rank(self, question: str) -> list[int]:
        """Numbers of the passages found, best first."""
        result = self._retriever.search(question, k=DEPTH, system=self._system)
        return [self._rows[hit.passage.id] for hit in result.hits]


class PlainBaseline:
    r"""Windows of 120 words, 90 apart, over the raw text; BM25Okapi over ``\w+``, the same encoder, RRF with k = 60."""

    name = "baseline"

    def __init__(
        self, documents: Sequence[Document], encoder: QueryEncoder, *, words: int = 120, stride: int = 90
    ) -> None:
        self.units: list[Unit] = []
        texts = []
        for document in documents:
            found = [m.span() for m in re.finditer(r"\S+", document.source_text)]
            for start in range(0, max(1, len(found) - words + stride), stride):
                window = found[start : start + words]
                span = Span(window[0][0], window[-1][1])
                self.units.append(Unit(document.id, (span,)))
                texts.append(document.source_text[span.start : span.end])
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
