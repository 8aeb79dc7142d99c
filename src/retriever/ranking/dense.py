"""Dense search: compares the query's vector with every sentence's; a passage scores as its best sentence."""

from pathlib import Path

import numpy as np

from kutip.index.arrays import Floats
from kutip.index.layout import SENTENCES, VECTORS, read_pointers
from kutip.index.vectors import VectorIndex


class DenseIndex:
    """The unit vectors of the sentences of N passages."""

    def __init__(self, folder: Path, passages: int) -> None:
        """Open the vectors of a generation.

        Raises:
            IndexDamagedError: A file cannot be read, or the vectors are not those of N passages.
        """
        self._vectors = VectorIndex.read(folder / VECTORS)
        self._sentences = read_pointers(folder / SENTENCES, items=len(self._vectors), runs=passages)

    def nearest(self, query: Floats, n: int) -> dict[int, float]:
        """Return the n passages (>= 1) with the nearest sentences to a unit vector, best first, with their cosines."""
        wanted = n
        while True:
            wanted = min(2 * wanted, len(self._vectors))
            sentences, scores = self._vectors.search(query, wanted)
            passages = np.searchsorted(self._sentences, sentences, side="right") - 1
            distinct, first_places = np.unique(passages, return_index=True)
            if len(distinct) >= n or wanted == len(self._vectors):
                best = np.sort(first_places)[:n]  # sentences are best first, so the first one of a passage is its best
                return dict(zip(passages[best].tolist(), scores[best].tolist(), strict=True))
