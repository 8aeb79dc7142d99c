"""The multilingual encoder's two stages: for questions in another language than a passage's, read as typed."""

from pathlib import Path

import numpy as np

from kutip.errors import IndexMismatchError
from kutip.index.arrays import Integers
from kutip.index.layout import MULTILINGUAL
from kutip.index.query_encoder import Encoded, QueryEncoder
from kutip.settings import Settings
from retriever.ranking.dense import DenseIndex
from retriever.ranking.fusion import Ranking, top
from retriever.ranking.late import LateIndex


class MultilingualIndex:
    """The vectors of N passages by a second encoder, and that encoder; safe to share between threads."""

    def __init__(self, folder: Path, passages: int, *, exact_up_to: int, memory_bytes: int) -> None:
        """Open the encoder's folder in a generation with N passages.

        Args:
            folder: The encoder's own folder.
            passages: N.
            exact_up_to: Number of passages up to which late interaction scores them all.
            memory_bytes: As for `LateIndex`.

        Raises:
            IndexDamagedError: A file is missing or does not fit the others.
        """
        self._passages = passages
        self._is_exact = passages <= exact_up_to
        self._encoder = QueryEncoder(folder)
        self._dense = DenseIndex(folder, passages)
        self._late = LateIndex(folder, passages, in_memory=self._is_exact, memory_bytes=memory_bytes)

    def encode(self, question: str) -> Encoded:
        """Encode a question in whatever language."""
        return self._encoder.encode(question)

    def rankings(self, question: Encoded, n: int, among: Integers | None) -> dict[str, Ranking]:
        """Rank the passages twice, by their nearest sentence and by late interaction.

        Args:
            question: The question, by `encode`.
            n: Largest number of passages in each ranking (>= 1).
            among: Numbers of the passages that may be found, ascending; None for all.

        Returns:
            The rankings "multilingual_dense" and "multilingual_late". In a large index the second has only passages of
            the first.
        """
        nearest = self._dense.nearest(question.pooled, n if among is None else self._passages)
        admitted = None if among is None else frozenset(among.tolist())
        kept = [(row, score) for row, score in nearest.items() if admitted is None or row in admitted]
        dense = dict(kept[:n])
        if not self._is_exact:
            rows = np.asarray(sorted(dense), dtype=np.int64)
        else:
            rows = np.arange(self._passages) if among is None else among
        late = top(rows, self._late.scores(question, rows), n)
        return {"multilingual_dense": dense, "multilingual_late": late}

    def check(self) -> None:
        """See whether a file from which vectors are still read was changed.

        Raises:
            IndexDamagedError: It was.
        """
        self._late.check()


def open_multilingual(generation: Path, passages: int, settings: Settings) -> MultilingualIndex | None:
    """Open the multilingual encoder of a generation with N passages; None if it has none or the settings leave it out.

    Raises:
        IndexDamagedError: As for the class.
        IndexMismatchError: The settings require it, and the generation has none.
    """
    wanted, search = settings.indexing.multilingual, settings.search
    folder = generation / MULTILINGUAL
    if wanted == "off" or (wanted == "auto" and not folder.is_dir()):
        return None
    if not folder.is_dir():
        raise IndexMismatchError("KUTIP_MULTILINGUAL", wanted, "multilingual encoder")
    return MultilingualIndex(folder, passages, exact_up_to=search.late_exact_up_to, memory_bytes=search.memory_bytes)
