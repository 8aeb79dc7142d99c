"""Late interaction: matches each token of a query with the most similar token of each sentence of each passage."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from kutip.errors import IndexDamagedError
from kutip.index.arrays import Floats, Integers
from kutip.index.layout import SENTENCES, TOKEN_POINTERS, TOKEN_WEIGHTS, read_array, read_pointers
from kutip.index.query_encoder import Encoded
from kutip.index.token_vectors import TokenVectors, unit_length
from kutip.types import Message

_MEMORY_BYTES = 1 << 30  # the default of the setting `memory_bytes`


def best_sentence_maxsim(similarities: Floats, weights: Floats, tokens: Integers, sentences: Integers) -> Floats:
    """Score each passage by its best sentence, with MaxSim.

    A sentence's score is the weighted mean, over the query's tokens, of their similarity to the sentence's most similar
    token.

    Args:
        similarities: (Q, T) of Q query tokens with T sentence tokens.
        weights: (Q,) weight of each query token, >= 0; if all are 0, all tokens count alike.
        tokens: (S,) index of each sentence's first token, ascending from 0.
        sentences: (P,) index of each passage's first sentence, ascending from 0.

    Returns:
        (P,) scores in the range of the similarities.

    Source: MaxSim by Khattab and Zaharia, SIGIR 2020, doi:10.1145/3397271.3401075; its use on sentences instead of
    passages, and the weights, are ours (ARCHITECTURE.md, decisions).

    >>> one = np.asarray([[0.9, 0.1, 0.2], [0.0, 0.4, 0.8]], dtype=np.float32)
    >>> best_sentence_maxsim(one, np.ones(2, np.float32), np.asarray([0, 1]), np.asarray([0])).round(2)
    array([0.5], dtype=float32)
    """
    shares = weights / weights.sum() if weights.any() else np.full_like(weights, 1 / len(weights))
    by_sentence = shares @ np.maximum.reduceat(similarities, tokens, axis=1)
    scores: Floats = np.maximum.reduceat(by_sentence, sentences)
    return scores


class LateIndex:
    """The token vectors of N passages."""

    def __init__(self, folder: Path, passages: int, *, in_memory: bool, memory_bytes: int = _MEMORY_BYTES) -> None:
        """Open the token vectors of a generation.

        Args:
            folder: Folder of the generation.
            passages: N.
            in_memory: Keep all vectors as floats, 4 D bytes per token, to score all passages at once.
            memory_bytes: Size of the vectors' file up to which it is read into memory; else rows are read when needed.

        Raises:
            IndexDamagedError: A file is missing or does not fit the others.
        """
        self._tokens = TokenVectors.held(folder, memory_bytes=memory_bytes)
        self._starts = read_pointers(folder / TOKEN_POINTERS, items=len(self._tokens))
        self._sentences = read_pointers(folder / SENTENCES, items=len(self._starts) - 1, runs=passages)
        self._weights = read_array(folder / TOKEN_WEIGHTS)
        if self._weights.dtype != np.float32 or self._weights.ndim != 1 or not len(self._weights):
            raise IndexDamagedError(folder / TOKEN_WEIGHTS, Message("damage.token_weights"))
        # One column per token: multiplying by a few query tokens takes a third less time than with rows.
        self._in_memory = np.ascontiguousarray(self._tokens.vectors().T) if in_memory else None

    def scores(self, query: Encoded, passages: Integers) -> Floats:
        """Return the scores of M passages, (M,), from -1 to 1; accurate to 0.002, because the vectors have 8 bits.

        Args:
            query: Its special tokens are ignored; if it has no others, every score is 0.
            passages: (M,) passage numbers, ascending.
        """
        return self.scores_of(query.tokens[~query.special], self.weights(query), passages)

    def scores_of(self, vectors: Floats, weights: Floats, passages: Integers) -> Floats:
        """Return the scores of M passages, (M,), for Q query vectors, (Q, D), with their weights, (Q,)."""
        if not len(vectors) or not len(passages):
            return np.zeros(len(passages), dtype=np.float32)
        columns, starts, sentences = self._columns(passages)
        return best_sentence_maxsim(unit_length(vectors) @ columns, weights, starts, sentences)

    def check(self) -> None:
        """See whether a file from which vectors are still read was changed.

        Raises:
            IndexDamagedError: It was.
        """
        self._tokens.check()

    def weights(self, query: Encoded) -> Floats:
        """Return the weights of a query's Q text tokens, (Q,): higher for tokens in fewer passages."""
        weights: Floats = self._weights[np.minimum(query.ids[~query.special], len(self._weights) - 1)]
        return weights

    def sentence_similarities(self, query: Encoded, rows: Sequence[int]) -> list[Floats]:
        """Compare a query's Q text tokens with the sentences of M passages.

        Returns:
            For each passage an array (Q, S): for each token and sentence the similarity of the sentence's most similar
            token, -1 to 1.
        """
        units = unit_length(query.tokens[~query.special])
        return [self._similarities_of_sentences(units, row) for row in rows]

    def _similarities_of_sentences(self, units: Floats, row: int) -> Floats:
        first, last = self._sentences[row : row + 2]
        starts = self._starts[first : last + 1]
        similarities = units @ self._vectors(slice(starts[0], starts[-1]))
        best: Floats = np.maximum.reduceat(similarities, starts[:-1] - starts[0], axis=1)
        return best

    def _vectors(self, tokens: slice) -> Floats:
        """Return the vectors of consecutive tokens, (D, T)."""
        return self._tokens.at(tokens).vectors().T if self._in_memory is None else self._in_memory[:, tokens]

    def _columns(self, passages: Integers) -> tuple[Floats, Integers, Integers]:
        """Return the token vectors of some passages, (D, T), and where their sentences and the passages start there."""
        if self._in_memory is not None and len(passages) == len(self._sentences) - 1:
            return self._in_memory, self._starts[:-1], self._sentences[:-1]
        sentences, sentence_starts = _concatenated(self._sentences[passages], self._sentences[passages + 1])
        tokens, token_starts = _concatenated(self._starts[sentences], self._starts[sentences + 1])
        return self._tokens.at(tokens).vectors().T, token_starts, sentence_starts


def _concatenated(starts: Integers, ends: Integers) -> tuple[Integers, Integers]:
    """Return the numbers of all runs [start, end) one after the other, and where each run starts among them.

    >>> _concatenated(np.asarray([5, 2]), np.asarray([7, 3]))
    (array([5, 6, 2]), array([0, 2]))
    """
    sizes = ends - starts
    places = np.cumsum(sizes) - sizes
    return np.arange(sizes.sum()) + np.repeat(starts - places, sizes), places
