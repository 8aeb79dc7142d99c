"""Dense search: the query's pooled vector against those of the sentences; a passage has its best sentence's score."""

from pathlib import Path

import numpy as np

from kutip.index.arrays import Floats
from kutip.index.layout import SENTENCES, VECTORS, read_pointers
from kutip.index.vectors import VectorIndex


class DenseIndex:
    """A unit vector for each sentence of N passages."""

    def __init__(self, folder: Path, passages: int) -> None:
        """Open a generation's vectors.

        Raises:
            IndexDamagedError: A file cannot be read, or they are not those of N passages.
        """
        self._vectors = VectorIndex.read(folder / VECTORS)
        self._sentences = read_pointers(folder / SENTENCES, items=len(self._vectors), runs=passages)

    def nearest(self, query: Floats, n: int) -> dict[int, float]:
        """The n passages (>= 1) with the sentence nearest to a unit vector, best first, with its cosine."""
        reach = n
        while True:
            reach = min(2 * reach, len(self._vectors))
            sentences, scores = self._vectors.search(query, reach)
            passages = np.searchsorted(self._sentences, sentences, side="right") - 1
            found, first = np.unique(passages, return_index=True)
            if len(found) >= n or reach == len(self._vectors):
                best = np.sort(first)[:n]  # sentences come best first, so a passage's first one is its best
                return dict(zip(passages[best].tolist(), scores[best].tolist(), strict=True))
