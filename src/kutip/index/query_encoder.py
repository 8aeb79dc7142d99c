"""The query encoder: the sentence encoder that the build exported to ONNX, run by ONNX Runtime without torch."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from kutip.errors import IndexDamagedError
from kutip.index.arrays import Floats, Integers
from kutip.index.layout import ENCODER, TOKENIZER
from kutip.models.session import open_session
from kutip.types import Message


@dataclass(frozen=True, slots=True)
class Encoded:
    """The vectors and tokens of one text of T tokens.

    Attributes:
        pooled: (D,) unit vector of the whole text.
        tokens: (T, D) vectors of its tokens, special tokens included, not normalised.
        ids: (T,) each token's number in the vocabulary.
        special: (T,) True for tokens that the tokenizer added: [CLS] and [SEP].
        text: The encoded text.
        offsets: (start, end) in the text of each of the T tokens, in characters.
    """

    pooled: Floats
    tokens: Floats
    ids: Integers
    special: npt.NDArray[np.bool_]
    text: str
    offsets: tuple[tuple[int, int], ...]


class QueryEncoder:
    """Encodes one text at a time; safe to share between threads."""

    def __init__(self, folder: Path, *, max_tokens: int, threads: int = 2) -> None:
        """Load the exported encoder.

        Args:
            folder: Holds encoder.onnx and tokenizer.json.
            max_tokens: The longest input in tokens, special tokens included; longer texts are cut there.
            threads: Number of threads that compute one query.

        Raises:
            IndexDamagedError: A file cannot be loaded.
        """
        try:
            self._session = open_session(folder / ENCODER, threads=threads)
        except Exception as error:  # ONNX Runtime's own exceptions have no common base but Exception
            raise IndexDamagedError(folder / ENCODER, Message("damage.encoder")) from error
        self._tokenizer = load_tokenizer(folder / TOKENIZER)
        self._tokenizer.enable_truncation(max_tokens)

    def encode(self, text: str) -> Encoded:
        """Encode a text in one pass of the network; text beyond `max_tokens` is ignored."""
        encoding = self._tokenizer.encode(text)
        ids = np.asarray([encoding.ids], dtype=np.int64)
        pooled, tokens = self._session.run(
            ["pooled", "tokens"], {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        )
        special = np.asarray(encoding.special_tokens_mask, dtype=np.bool_)
        return Encoded(pooled[0], tokens[0], ids[0], special, text, tuple(encoding.offsets))


def load_tokenizer(path: Path) -> Tokenizer:
    """Load a tokenizer from a file and switch off padding and truncation.

    Raises:
        IndexDamagedError: The file is missing or is not a tokenizer.
    """
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # the tokenizers library raises bare Exception
        raise IndexDamagedError(path, Message("damage.tokenizer")) from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
