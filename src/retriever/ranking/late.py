"""Late interaction: each token of a query finds the token that is most like it, in each sentence of each passage."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from kutip.errors import IndexDamagedError
from kutip.index.arrays import Floats, Integers
from kutip.index.layout import SENTENCES, TOKEN_POINTERS, TOKEN_WEIGHTS, read_array, read_pointers
from kutip.index.query_encoder import Encoded
from kutip.index.token_vectors import TokenVectors, unit_length
from kutip.types import Message


def best_sentence_maxsim(similarities: Floats, weights: Floats, tokens: Integers, sentences: Integers) -> Floats:
    """The score of each passage: that of its best sentence, by MaxSim.

    A sentence's score is the weighted mean, over the query's tokens, of the similarity of the sentence's token that is
    most like it.

    Args:
        similarities: (Q, T) between Q tokens of a query and T tokens of sentences.
        weights: (Q,) of the query's tokens, >= 0; where all are 0, all count alike.
        tokens: (S,) where each sentence's tokens start, ascending from 0.
        sentences: (P,) where each passage's sentences start, ascending from 0.

    Returns:
        (P,) in the range of the similarities.

    Source: MaxSim is Khattab and Zaharia's, SIGIR 2020, doi:10.1145/3397271.3401075; over sentences instead of whole
    passages, and weighted, it is ours (ARCHITECTURE.md, decisions).

    >>> one = np.asarray([[0.9, 0.1, 0.2], [0.0, 0.4, 0.8]], dtype=np.float32)
    >>> best_sentence_maxsim(one, np.ones(2, np.float32), np.asarray([0, 1]), np.asarray([0])).round(2)
    array([0.5], dtype=float32)
    """
    shares = weights / weights.sum() if weights.any() else np.full_like(weights, 1 / len(weights))
    by_sentence = shares @ np.maximum.reduceat(similarities, tokens, axis=1)
    scores: Floats = np.maximum.reduceat(by_sentence, sentences)
    return scores


class LateIndex:
    """The vectors of all tokens of N passages."""

    def __init__(self, folder: Path, passages: int, *, in_memory: bool) -> None:
        """Open a generation's token vectors.

        Args:
            folder: A generation of the index.
            passages: N.
            in_memory: Keep them ready for scoring all passages at once: 4 D bytes a token.

        Raises:
            IndexDamagedError: A file is missing or does not fit the others.
        """
        self._tokens = TokenVectors.read(folder)
        self._starts = read_pointers(folder / TOKEN_POINTERS, items=len(self._tokens))
        self._sentences = read_pointers(folder / SENTENCES, items=len(self._starts) - 1, runs=passages)
        self._weights = read_array(folder / TOKEN_WEIGHTS)
        if self._weights.dtype != np.float32 or self._weights.ndim != 1 or not len(self._weights):
            raise IndexDamagedError(folder / TOKEN_WEIGHTS, Message("damage.token_weights"))
        # A column a token: the product with a few query tokens then takes two thirds of the time.
        self._ready = np.ascontiguousarray(self._tokens.vectors().T) if in_memory else None

    def scores(self, query: Encoded, passages: Integers) -> Floats:
        """The scores of M passages, (M,), -1 to 1; to within 0.002, as the vectors are kept in bytes.

        Args:
            query: With T tokens that stand for text; without one every passage has 0.
            passages: (M,) their numbers, ascending.
        """
        real = ~query.special
        if not real.any() or not len(passages):
            return np.zeros(len(passages), dtype=np.float32)
        columns, starts, sentences = self._columns(passages)
        similarities = unit_length(query.tokens[real]) @ columns
        return best_sentence_maxsim(similarities, self.weights(query), starts, sentences)

    def weights(self, query: Encoded) -> Floats:
        """How much each of a query's Q tokens that stand for text counts, (Q,)."""
        weights: Floats = self._weights[np.minimum(query.ids[~query.special], len(self._weights) - 1)]
        return weights

    def sentence_similarities(self, query: Encoded, rows: Sequence[int]) -> list[Floats]:
        """Compare a query's Q text tokens with the sentences of M passages.

        Returns:
            For each passage an array (Q, S): for each token and sentence the similarity of the sentence's most similar
            token, -1 to 1.
        """
        units = unit_length(query.tokens[~query.special])
        return [self._of_sentences(units, row) for row in rows]

    def _of_sentences(self, units: Floats, row: int) -> Floats:
        first, last = self._sentences[row : row + 2]
        starts = self._starts[first : last + 1]
        similarities = units @ self._vectors(slice(starts[0], starts[-1]))
        best: Floats = np.maximum.reduceat(similarities, starts[:-1] - starts[0], axis=1)
        return best

    def _vectors(self, tokens: slice) -> Floats:
        """The vectors of consecutive tokens, (D, T)."""
        return self._tokens.at(tokens).vectors().T if self._ready is None else self._ready[:, tokens]

    def _columns(self, passages: Integers) -> tuple[Floats, Integers, Integers]:
        """The token vectors of passages, (D, T), where their sentences start among them, and where the passages do."""
        if self._ready is not None and len(passages) == len(self._sentences) - 1:
            return self._ready, self._starts[:-1], self._sentences[:-1]
        sentences, sentence_starts = _concatenated(self._sentences[passages], self._sentences[passages + 1])
        tokens, token_starts = _concatenated(self._starts[sentences], self._starts[sentences + 1])
        return self._tokens.at(tokens).vectors().T, token_starts, sentence_starts


def _concatenated(starts: Integers, ends: Integers) -> tuple[Integers, Integers]:
    """The numbers of all runs [start, end), one after the other, and where each run starts among them.

    >>> _concatenated(np.asarray([5, 2]), np.asarray([7, 3]))
    (array([5, 6, 2]), array([0, 2]))
    """
    sizes = ends - starts
    places = np.cumsum(sizes) - sizes
    return np.arange(sizes.sum()) + np.repeat(starts - places, sizes), places
