"""The query encoder: the sentence encoder as it was exported at build time, run by ONNX Runtime alone."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from kutip.errors import IndexDamagedError
from kutip.index.arrays import Floats
from kutip.index.layout import ENCODER, TOKENIZER


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text as the encoder sees it.

    Attributes:
        pooled: (D,) unit vector of the whole text.
        tokens: (T, D) vectors of its tokens, special tokens included, not normalised.
        words: Its T tokens.
        ids: (T,) their numbers in the vocabulary.
        special: (T,) which of them stand for no text: [CLS] and the like.
    """

    pooled: Floats
    tokens: Floats
    words: tuple[str, ...]
    ids: npt.NDArray[np.int64]
    special: npt.NDArray[np.bool_]


class QueryEncoder:
    """Encodes one text at a time; safe to share between threads."""

    def __init__(self, folder: Path, *, max_tokens: int, threads: int = 2) -> None:
        """Load the exported encoder.

        Args:
            folder: Holds encoder.onnx and tokenizer.json.
            max_tokens: Tokens the encoder sees, special tokens included; longer texts are cut there.
            threads: For the matrix products of one query.

        Raises:
            IndexDamagedError: A file cannot be loaded.
        """
        self._tokenizer = load_tokenizer(folder / TOKENIZER)
        self._tokenizer.enable_truncation(max_tokens)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3  # errors only
        # Else its threads go on spinning after a text and take the cores from MaxSim, which then took twice as long.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = onnxruntime.InferenceSession(
                str(folder / ENCODER), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # ONNX Runtime raises classes of its own that share no base but Exception
            raise IndexDamagedError(folder / ENCODER, "ONNX Runtime cannot load it") from error

    def encode(self, text: str) -> Encoded:
        """A text's vectors, in one pass."""
        encoding = self._tokenizer.encode(text)
        ids = np.asarray([encoding.ids], dtype=np.int64)
        pooled, tokens = self._session.run(
            ["pooled", "tokens"], {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        )
        special = np.asarray(encoding.special_tokens_mask, dtype=np.bool_)
        return Encoded(pooled[0], tokens[0], tuple(encoding.tokens), ids[0], special)


def load_tokenizer(path: Path) -> Tokenizer:
    """The tokenizer in a file, without padding and without truncation.

    Raises:
        IndexDamagedError: It cannot be read.
    """
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # the tokenizers library raises bare Exception
        raise IndexDamagedError(path, "it is no tokenizer") from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
