"""Nearest-neighbour search over unit vectors; the only module that imports FAISS.

Up to 100,000 vectors the search is exact; at that size one search takes about 16 ms.
"""

import errno
import os
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from kutip.errors import IndexDamagedError
from kutip.index.arrays import Floats, Integers
from kutip.types import Message

EXACT_UP_TO = 100_000
_LINKS = 32  # HNSW: neighbours kept for each vector
_EF_BUILD, _EF_SEARCH = 200, 128  # HNSW: candidates examined while building, while searching


class VectorIndex:
    """N unit vectors of D dimensions, searched by inner product."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Floats, *, exact_up_to: int = EXACT_UP_TO) -> "VectorIndex":
        """Index the rows of an (N, D) array: exactly up to `exact_up_to` rows, approximately (HNSW) above."""
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
        """Read an index from a file into memory.

        Raises:
            IndexDamagedError: FAISS cannot read it.
        """
        try:
            return cls(faiss.read_index(str(path)))
        except RuntimeError as error:
            raise IndexDamagedError(path, Message("damage.vectors")) from _refusal(error, path)

    def write(self, path: Path) -> None:
        """Write the index to a file.

        Raises:
            OSError: The operating system refuses; FAISS raises a RuntimeError with the reason in its text.
        """
        try:
            faiss.write_index(self._index, str(path))
        except RuntimeError as error:
            raise _refusal(error, path) from error

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimensions(self) -> int:
        """The number of dimensions, D."""
        return int(self._index.d)

    def vectors(self) -> Floats:
        """Return all rows, (N, D), in the order in which they were added."""
        return self.take(np.arange(len(self)))

    def take(self, rows: Integers) -> Floats:
        """Return the rows with some numbers, (M,), as an array (M, D)."""
        if not len(rows):
            return np.empty((0, self.dimensions), dtype=np.float32)
        taken: Floats = self._index.reconstruct_batch(rows)
        return taken

    def search(self, query: Floats, n: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
        """Find the rows with the largest inner product with a query vector.

        Args:
            query: (D,) unit vector.
            n: How many rows to return (>= 1); fewer only if the index has fewer.

        Returns:
            Row numbers and inner products, best first; rows of equal score in row order, even if only some of them
            are among the first n.
        """
        n = min(n, len(self))
        if n == 0:
            return np.empty(0, np.int64), np.empty(0, np.float64)
        reach = min(n + 1, len(self))
        rows, scores = self._nearest(query, reach)
        # Of rows with equal scores FAISS returns any: fetch all that equal the n-th before cutting.
        while reach < len(self) and len(scores) == reach and scores[-1] == scores[n - 1]:
            reach = min(2 * reach, len(self))
            rows, scores = self._nearest(query, reach)
        order = np.lexsort((rows, -scores))[:n]
        return rows[order], scores[order]

    def _nearest(self, query: Floats, n: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
        scores, rows = self._index.search(np.ascontiguousarray(query[None, :], dtype=np.float32), n)
        filled = rows[0] >= 0  # HNSW fills up with -1 when it reaches fewer than n rows
        return rows[0][filled].astype(np.int64), scores[0][filled].astype(np.float64)


def _refusal(error: RuntimeError, path: Path) -> OSError:
    """The operating system's error, whose words end the text of FAISS's own; if there is none, one without number."""
    known = next((number for number in errno.errorcode if os.strerror(number) in str(error)), None)
    return OSError(str(error)) if known is None else OSError(known, os.strerror(known), str(path))
