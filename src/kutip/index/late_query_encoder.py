"""The query side of a model for late interaction, such as ColBERT: a vector for each token, and none for the whole."""

from pathlib import Path

import numpy as np

from kutip.errors import IndexDamagedError
from kutip.index.arrays import Floats
from kutip.index.layout import ENCODER, TOKENIZER
from kutip.index.query_encoder import load_tokenizer
from kutip.index.query_input import QueryInput
from kutip.models.session import open_session
from kutip.types import Message


class LateQueryEncoder:
    """Encodes one text at a time; safe to share between threads."""

    def __init__(self, folder: Path, *, threads: int = 2) -> None:
        """Load the exported encoder.

        Args:
            folder: Holds encoder.onnx, tokenizer.json and encoder.json.
            threads: Number of threads that compute one query.

        Raises:
            IndexDamagedError: A file cannot be loaded.
        """
        try:
            self._session = open_session(folder / ENCODER, threads=threads)
        except Exception as error:  # ONNX Runtime's own exceptions have no common base but Exception
            raise IndexDamagedError(folder / ENCODER, Message("damage.encoder")) from error
        self._input = QueryInput.read(folder)
        self._tokenizer = load_tokenizer(folder / TOKENIZER)
        self._tokenizer.enable_truncation(self._input.max_tokens)

    def encode(self, text: str) -> Floats:
        """Encode a query to the vectors that are matched with a passage's, (Q, E).

        They are those on which the model was trained: of the words, of what the tokenizer, the prompt and the expansion
        add, without the tokens that the model skips.
        """
        ids = list(self._tokenizer.encode(self._input.prompt + text).ids)
        mask = [1] * len(ids)
        expansion = self._input.expansion
        if expansion is not None:
            missing = max(0, expansion.length - len(ids))
            ids += [expansion.token] * missing
            mask += [int(expansion.attends)] * missing
        given = {"input_ids": np.asarray([ids], np.int64), "attention_mask": np.asarray([mask], np.int64)}
        (tokens,) = self._session.run(["tokens"], given)
        vectors: Floats = tokens[0][~np.isin(ids, self._input.skipped)]
        return vectors
