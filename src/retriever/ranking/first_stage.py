"""The first stage: BM25 and dense vectors find the candidates that all else is about.

Past one machine another engine goes here; what it has to offer is `candidates`.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kutip.index.arrays import Floats
from retriever.ranking.bm25 import Postings
from retriever.ranking.dense import DenseIndex
from retriever.ranking.fusion import Ranking, top

Admitted = npt.NDArray[np.bool_]  # (N,) which passages may be hits


class FirstStage:
    """BM25 weights and sentence vectors of N passages."""

    def __init__(self, folder: Path, passages: int) -> None:
        """Open them.

        Raises:
            IndexDamagedError: A file is missing or is not what the indexer writes.
        """
        self.postings = Postings(folder, passages)
        self._dense = DenseIndex(folder, passages)
        self._passages = passages

    def sentence_cosines(self, pooled: Floats, passage: int) -> Floats:
        """The cosine of a unit vector to each of a passage's S sentences, (S,)."""
        return self._dense.cosines(pooled, passage)

    def candidates(
        self,
        n: int,
        *,
        counted: Sequence[str] | None = None,
        pooled: Floats | None = None,
        admitted: Admitted | None = None,
    ) -> dict[str, Ranking]:
        """What either side finds for a query, the n best of each.

        Args:
            n: Passages a side (>= 1).
            counted: Terms for "bm25", which finds the passages that hold one; None to leave that side out.
            pooled: Unit vector for "dense"; None to leave that side out.
            admitted: Which passages may be found; None for all.

        Returns:
            A ranking a side, by its name.
        """
        found: dict[str, Ranking] = {}
        if counted is not None:
            scores = self.postings.scores(counted)
            if admitted is not None:
                scores = np.where(admitted, scores, 0)
            rows = scores.nonzero()[0]
            found["bm25"] = top(rows, scores[rows], n)
        if pooled is not None:
            reach = n if admitted is None else self._passages  # a filter may leave none of the n best
            nearest = self._dense.nearest(pooled, reach)
            left = [(row, score) for row, score in nearest.items() if admitted is None or admitted[row]]
            found["dense"] = dict(left[:n])
        return found
