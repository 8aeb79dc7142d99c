"""The first stage of a search: find the candidates that all later stages order.

`FirstStage` is the interface. `LocalFirstStage` serves one machine; an engine for many machines is another
implementation: see docs/how-to/add-a-first-stage.md.
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
    """Finds candidates among the N passages of an index, which are numbered from 0 to N - 1."""

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
            n: Largest number of passages in each ranking (>= 1).
            terms: Terms to count; the ranking "bm25" has passages that contain at least one. None omits that ranking.
            vector: (D,) unit vector; the ranking "dense" has the passages with the nearest sentences. None omits that
                ranking.
            among: Numbers of the passages that may be found, ascending; None for all.

        Returns:
            A ranking for each of `terms` and `vector` that was given, best first; passages of equal score keep the
            order of their numbers.
        """

    def holders(self, terms: Sequence[str]) -> Integers:
        """Return the numbers of the passages that contain all the given terms, ascending; none for no terms."""


OpenFirstStage = Callable[[Path, int], FirstStage]  # arguments: a generation's folder, N


class LocalFirstStage:
    """A first stage in this process: BM25 weights and sentence vectors from the index folder."""

    def __init__(self, folder: Path, passages: int) -> None:
        """Open the files of a generation with N passages.

        Raises:
            IndexDamagedError: A file is missing or does not have the expected format.
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
        rankings: dict[str, Ranking] = {}
        if terms is not None:
            scores = self._postings.scores(terms)
            rows = scores.nonzero()[0]
            if among is not None:
                rows = np.intersect1d(rows, among, assume_unique=True)
            rankings["bm25"] = top(rows, scores[rows], n)
        if vector is not None:
            wanted = n if among is None else self._passages  # the filter may exclude all of the n best
            nearest = self._dense.nearest(vector, wanted)
            admitted = None if among is None else frozenset(among.tolist())
            kept = [(row, score) for row, score in nearest.items() if admitted is None or row in admitted]
            rankings["dense"] = dict(kept[:n])
        return rankings

    def holders(self, terms: Sequence[str]) -> Integers:
        """Return the numbers of the passages that contain every one of the given terms; see `FirstStage`."""
        return self._postings.holders(terms)
