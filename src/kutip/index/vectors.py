"""Vectors in a FAISS index: written by the indexer, searched by the retriever, and FAISS known to neither.

Up to 100,000 vectors the search is exact: at that size it takes some 16 ms, and nothing is lost.
"""

from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from kutip.errors import IndexDamagedError
from kutip.index.arrays import Floats

EXACT_UP_TO = 100_000
_LINKS = 32  # HNSW: neighbours a vector keeps
_EF_BUILD, _EF_SEARCH = 200, 128  # HNSW: candidates looked at while building, while searching


class VectorIndex:
    """N unit vectors of D dimensions, by inner product."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Floats, *, exact_up_to: int = EXACT_UP_TO) -> "VectorIndex":
        """An index of the rows of an (N, D) array; approximate (HNSW) where N is over `exact_up_to`."""
        n, dimensions = vectors.shape
        if n <= exact_up_to:
            index: Any = faiss.IndexFlatIP(dimensions)
        else:
            index = faiss.IndexHNSWFlat(dimensions, _LINKS, faiss.METRIC_INNER_PRODUCT)
            index.hnsw.efConstruction, index.hnsw.efSearch = _EF_BUILD, _EF_SEARCH
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @classmethod
    def read(cls, path: Path) -> "VectorIndex":
        """The index in a file, memory-mapped where FAISS can.

        Raises:
            IndexDamagedError: FAISS cannot read it.
        """
        try:
            return cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP))
        except RuntimeError as error:
            raise IndexDamagedError(path, "FAISS cannot read it") from error

    def write(self, path: Path) -> None:
        """Write it to a file."""
        faiss.write_index(self._index, str(path))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimensions(self) -> int:
        """D."""
        return int(self._index.d)

    def vectors(self) -> Floats:
        """All rows, (N, D), in the order they were added."""
        return self.rows(0, len(self))

    def rows(self, start: int, end: int) -> Floats:
        """Rows [start, end), (end - start, D)."""
        if start == end:
            return np.empty((0, self.dimensions), dtype=np.float32)
        rows: Floats = self._index.reconstruct_n(start, end - start)
        return rows

    def search(self, query: Floats, n: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
        """The rows nearest to a query vector.

        Args:
            query: (D,) unit vector.
            n: How many rows at most (>= 1).

        Returns:
            Row numbers and inner products, best first, rows of equal score in their order, also where n ends among
            them.
        """
        n = min(n, len(self))
        if n == 0:
            return np.empty(0, np.int64), np.empty(0, np.float64)
        reach = min(n + 1, len(self))
        rows, scores = self._nearest(query, reach)
        while reach < len(self) and len(scores) == reach and scores[-1] == scores[n - 1]:
            reach = min(2 * reach, len(self))  # FAISS picks any of equal ones; n must not end among them
            rows, scores = self._nearest(query, reach)
        order = np.lexsort((rows, -scores))[:n]
        return rows[order], scores[order]

    def _nearest(self, query: Floats, n: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
        scores, rows = self._index.search(np.ascontiguousarray(query[None, :], dtype=np.float32), n)
        found = rows[0] >= 0  # HNSW may find fewer
        return rows[0][found].astype(np.int64), scores[0][found].astype(np.float64)
