"""A model for late interaction that ranks instead of the sentence encoder's token vectors."""

from pathlib import Path

import numpy as np

from kutip import budget
from kutip.index.arrays import Floats, Integers
from kutip.index.late_query_encoder import LateQueryEncoder
from retriever.ranking.late import LateIndex
from retriever.stages import stage


class LateModel:
    """The query side of such a model, and its vectors of N passages."""

    def __init__(self, folder: Path, passages: int, *, in_memory: bool, memory_bytes: int) -> None:
        """Open its folder in a generation; the arguments are those of `LateIndex`.

        Raises:
            IndexDamagedError: A file is missing or does not fit the others.
        """
        self._encoder = LateQueryEncoder(folder)
        self._index = LateIndex(folder, passages, in_memory=in_memory, memory_bytes=memory_bytes)

    def scores(self, query: str, passages: Integers) -> Floats:
        """Return the scores of M passages, (M,), from -1 to 1.

        A passage's score is the mean, over all vectors of the query, of their similarity to the passage's most similar
        vector: MaxSim as in training, where each counts alike, those of markers and of the expansion too.

        Args:
            query: Text of the query.
            passages: (M,) passage numbers, ascending.
        """
        with stage("encoding"):
            vectors = self._encoder.encode(query)
        budget.pause()
        return self._index.scores_of(vectors, np.ones(len(vectors), dtype=np.float32), passages)

    def check(self) -> None:
        """See whether a file from which vectors are still read was changed.

        Raises:
            IndexDamagedError: It was.
        """
        self._index.check()
