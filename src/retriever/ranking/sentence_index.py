"""The sentences of each passage: their places in its text and their similarity to a query."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from kutip.errors import IndexDamagedError
from kutip.index.arrays import Floats
from kutip.index.layout import SENTENCE_STARTS, SENTENCES, VECTORS, read_array, read_pointers
from kutip.index.vectors import VectorIndex
from kutip.types import Message, Passage

Bounds = tuple[int, int]  # characters [start, end) of a passage's text


class SentenceIndex:
    """The sentences of N passages, as the indexer divided them."""

    def __init__(self, folder: Path, passages: int) -> None:
        """Open the sentences of a generation with N passages.

        Raises:
            IndexDamagedError: A file is missing or does not contain the sentences of N passages.
        """
        self._starts = read_array(folder / SENTENCE_STARTS)
        if self._starts.dtype != np.int64 or self._starts.ndim != 1:
            raise IndexDamagedError(folder / SENTENCE_STARTS, Message("damage.sentence_starts"))
        self._pointers = read_pointers(folder / SENTENCES, items=len(self._starts), runs=passages)
        self._vectors = VectorIndex.read(folder / VECTORS)
        if len(self._vectors) != len(self._starts):
            counts = {"held": len(self._vectors), "wanted": len(self._starts)}
            raise IndexDamagedError(folder / VECTORS, Message("damage.some_vectors", counts))

    def bounds(self, rows: Sequence[int], passages: Sequence[Passage]) -> list[list[Bounds]]:
        """Return [start, end) of each sentence of M passages, given both as numbers and as passages.

        White space after a sentence is not part of it.
        """
        return [self._bounds(row, passage.text) for row, passage in zip(rows, passages, strict=True)]

    def _bounds(self, row: int, text: str) -> list[Bounds]:
        first, last = self._pointers[row : row + 2]
        starts = [0, *self._starts[first + 1 : last].tolist()]
        ends = [*starts[1:], len(text)]
        return [(start, start + len(text[start:end].rstrip())) for start, end in zip(starts, ends, strict=True)]

    def cosines(self, vector: Floats, rows: Sequence[int]) -> list[Floats]:
        """Return the cosines of a unit vector, (D,), with the S sentences of each of M passages, as arrays (S,)."""
        if not rows:
            return []
        sizes = [int(self._pointers[row + 1] - self._pointers[row]) for row in rows]
        numbers = [np.arange(self._pointers[row], self._pointers[row + 1]) for row in rows]
        return np.split(self._vectors.take(np.concatenate(numbers)) @ vector, np.cumsum(sizes)[:-1])
