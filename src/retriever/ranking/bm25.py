"""BM25 at query time: adds up rows of a sparse matrix of weights that the indexer computed."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from kutip.errors import IndexDamagedError
from kutip.index.arrays import Integers
from kutip.index.layout import BM25_PASSAGES, BM25_POINTERS, BM25_TERMS, BM25_WEIGHTS, read_array
from kutip.types import Message

Scores = npt.NDArray[np.float64]


class Postings:
    """BM25 weights of T terms in N passages, in memory: 12 bytes for each term of each passage."""

    def __init__(self, folder: Path, passages: int) -> None:
        """Open the files of a generation.

        Args:
            folder: Folder of the generation.
            passages: N.

        Raises:
            IndexDamagedError: A file is missing or does not have the expected format.
        """
        try:
            vocabulary = json.loads((folder / BM25_TERMS).read_bytes())
            arrays = [read_array(folder / name) for name in (BM25_WEIGHTS, BM25_PASSAGES, BM25_POINTERS)]
            self._weights = csr_array(tuple(arrays), shape=(len(vocabulary), passages), copy=False)
            self._weights.check_format(full_check=True)  # a passage number above N - 1 would read beyond the array
        except (OSError, ValueError, TypeError) as error:
            raise IndexDamagedError(folder, Message("damage.bm25", {"why": type(error).__name__})) from error
        self._rows = {term: row for row, term in enumerate(vocabulary)}

    def scores(self, terms: Sequence[str]) -> Scores:
        """Return the BM25 score of every passage, (N,); a term that a query has twice counts twice."""
        counts = Counter(row for term in terms if (row := self._rows.get(term)) is not None)
        if not counts:
            return np.zeros(self._weights.shape[1])
        rows = np.fromiter(counts, dtype=np.int64)
        times = np.fromiter(counts.values(), dtype=np.float64)
        scores: Scores = times @ self._weights[rows]
        return scores

    def holders(self, terms: Sequence[str]) -> Integers:
        """Return the numbers of the passages that contain all the given terms, ascending; none for no terms."""
        if not terms:
            return np.empty(0, np.int64)
        holders = self._holders(terms[0])
        for term in terms[1:]:
            holders = np.intersect1d(holders, self._holders(term), assume_unique=True)
        return holders

    def _holders(self, term: str) -> Integers:
        row = self._rows.get(term)
        if row is None:
            return np.empty(0, np.int64)
        first, last = self._weights.indptr[row : row + 2]
        return np.asarray(self._weights.indices[first:last], dtype=np.int64)
