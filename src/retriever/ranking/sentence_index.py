"""Where the sentences of each passage stand, as the indexer cut them."""

from pathlib import Path

import numpy as np

from kutip.errors import IndexDamagedError
from kutip.index.layout import SENTENCE_STARTS, SENTENCES, read_array, read_pointers
from kutip.types import Passage


class SentenceIndex:
    """The sentences of N passages."""

    def __init__(self, folder: Path, passages: int) -> None:
        """Open a generation's sentences.

        Raises:
            IndexDamagedError: A file is missing or they are not those of N passages.
        """
        self._starts = read_array(folder / SENTENCE_STARTS)
        if self._starts.dtype != np.int64 or self._starts.ndim != 1:
            raise IndexDamagedError(folder / SENTENCE_STARTS, "it holds no starts of sentences")
        self._pointers = read_pointers(folder / SENTENCES, items=len(self._starts), runs=passages)

    def of(self, row: int, passage: Passage) -> list[tuple[int, int]]:
        """Where the sentences of a passage, given with its number, start and end in its text; blanks at the ends left
        out."""
        first, last = self._pointers[row : row + 2]
        starts = [0, *self._starts[first + 1 : last].tolist()]
        text = passage.text
        return [
            (start, start + len(text[start:end].rstrip()))
            for start, end in zip(starts, [*starts[1:], len(text)], strict=True)
        ]
