"""The first stage finds the candidates that all later stages order.

`FirstStage` says what a search needs of one. `LocalFirstStage` serves one machine; an engine for many machines is
another implementation: see docs/how-to/add-a-first-stage.md.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from kutip.index.arrays import Floats, Integers
from retriever.ranking.bm25 import Postings
from retriever.ranking.dense import DenseIndex
from retriever.ranking.fusion import Ranking, top


class FirstStage(Protocol):
    """Finds candidates among the N passages of an index. A passage goes by its number there, 0 to N - 1."""

    def candidates(
        self,
        n: int,
        *,
        terms: Sequence[str] | None = None,
        vector: Floats | None = None,
        among: Integers | None = None,
    ) -> dict[str, Ranking]:
        """Find the n best passages by BM25 and the n best by dense vectors.

        Args:
            n: Passages in each ranking at most (>= 1).
            terms: Terms to count; the ranking "bm25" has passages that contain one. None leaves that ranking out.
            vector: (D,) unit vector; the ranking "dense" has the passages with the nearest sentence. None leaves that
                ranking out.
            among: Numbers of the passages that may be found, ascending; None for all.

        Returns:
            One ranking for each of terms and vector that was given, best first; equal scores keep the order of the
            passages.
        """

    def holders(self, terms: Sequence[str]) -> Integers:
        """Find the passages that contain every one of some terms: their numbers, ascending; none for no terms."""


OpenFirstStage = Callable[[Path, int], FirstStage]  # from a generation's folder and N


class LocalFirstStage:
    """A first stage in this process: BM25 weights and sentence vectors from the index folder."""

    def __init__(self, folder: Path, passages: int) -> None:
        """Open the files of a generation with N passages.

        Raises:
            IndexDamagedError: A file is missing or is not what the indexer writes.
        """
        self._postings = Postings(folder, passages)
        self._dense = DenseIndex(folder, passages)
        self._passages = passages

    def candidates(
        self,
        n: int,
        *,
        terms: Sequence[str] | None = None,
        vector: Floats | None = None,
        among: Integers | None = None,
    ) -> dict[str, Ranking]:
        """Find the n best passages by BM25 and the n best by dense vectors; see `FirstStage`."""
        found: dict[str, Ranking] = {}
        if terms is not None:
            scores = self._postings.scores(terms)
            rows = scores.nonzero()[0]
            if among is not None:
                rows = np.intersect1d(rows, among, assume_unique=True)
            found["bm25"] = top(rows, scores[rows], n)
        if vector is not None:
            reach = n if among is None else self._passages  # a filter may leave none of the n best
            nearest = self._dense.nearest(vector, reach)
            admitted = None if among is None else frozenset(among.tolist())
            left = [(row, score) for row, score in nearest.items() if admitted is None or row in admitted]
            found["dense"] = dict(left[:n])
        return found

    def holders(self, terms: Sequence[str]) -> Integers:
        """Find the passages that contain every one of some terms; see `FirstStage`."""
        return self._postings.holders(terms)
