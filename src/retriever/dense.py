"""Dense search: the query's pooled vector against the passages', by inner product."""

from pathlib import Path

from kutip.encoder import Floats
from kutip.errors import IndexDamagedError
from kutip.layout import VECTORS
from kutip.vectors import VectorIndex


class DenseIndex:
    """A unit vector for each of N passages."""

    def __init__(self, folder: Path, passages: int) -> None:
        """Open a generation's vectors.

        Raises:
            IndexDamagedError: The file cannot be read or holds another number of vectors than N.
        """
        self._vectors = VectorIndex.read(folder / VECTORS)
        if len(self._vectors) != passages:
            raise IndexDamagedError(folder / VECTORS, f"it has {len(self._vectors)} vectors for {passages} passages")

    def nearest(self, query: Floats, n: int) -> dict[int, float]:
        """The n passages nearest to a unit vector, with their cosine."""
        rows, scores = self._vectors.search(query, n)
        return dict(zip(rows.tolist(), scores.tolist(), strict=True))
