"""The query encoder: the sentence encoder that the build exported to ONNX, run by ONNX Runtime without torch."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Encoding, Tokenizer

from kutip.errors import IndexDamagedError
from kutip.index.arrays import Floats, Integers
from kutip.index.layout import ENCODER, TOKENIZER
from kutip.index.query_input import QueryInput
from kutip.models.session import open_session
from kutip.types import Message


@dataclass(frozen=True, slots=True)
class Encoded:
    """The vectors and tokens of one text of T tokens.

    Attributes:
        pooled: (D,) unit vector of the whole text.
        tokens: (T, E) vectors of its tokens, special tokens included, not normalised.
        ids: (T,) each token's number in the vocabulary.
        special: (T,) True for tokens that are not of the text: those that the tokenizer added, [CLS] and [SEP], and
            those of the model's prompt. They are not compared with the papers.
        text: The encoded text, without the prompt.
        offsets: (start, end) in the text of each of the T tokens, in characters; (0, 0) for a special one.
    """

    pooled: Floats
    tokens: Floats
    ids: Integers
    special: npt.NDArray[np.bool_]
    text: str
    offsets: tuple[tuple[int, int], ...]


class QueryEncoder:
    """Encodes one text at a time; safe to share between threads."""

    def __init__(self, folder: Path, *, reads: QueryInput | None = None, threads: int = 2) -> None:
        """Load the exported encoder.

        Args:
            folder: Holds encoder.onnx, tokenizer.json and encoder.json.
            reads: What it reads, if that is not what encoder.json says of queries.
            threads: Number of threads that compute one query.

        Raises:
            IndexDamagedError: A file cannot be loaded.
        """
        try:
            self._session = open_session(folder / ENCODER, threads=threads)
        except Exception as error:  # ONNX Runtime's own exceptions have no common base but Exception
            raise IndexDamagedError(folder / ENCODER, Message("damage.encoder")) from error
        self._tokenizer = load_tokenizer(folder / TOKENIZER)
        self._input = reads or QueryInput.read(folder)
        self._tokenizer.enable_truncation(self._input.max_tokens)

    def encode(self, text: str) -> Encoded:
        """Encode a query, after the model's prompt, in one pass of the network; what is beyond its limit is ignored."""
        prompt = self._input.prompt
        encoding = self._tokenizer.encode(prompt + text)
        ids = np.asarray([encoding.ids], dtype=np.int64)
        pooled, tokens = self._session.run(
            ["pooled", "tokens"], {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        )
        special = np.ones(len(encoding.ids), dtype=np.bool_)
        special[text_tokens(encoding, len(prompt))] = False
        offsets = tuple((max(0, start - len(prompt)), max(0, end - len(prompt))) for start, end in encoding.offsets)
        return Encoded(pooled[0], tokens[0], ids[0], special, text, offsets)

    def is_one_piece(self, word: str) -> bool:
        """Whether the tokenizer's vocabulary has a word as a whole."""
        found = self._tokenizer.encode(word, add_special_tokens=False).tokens
        return len(found) == 1 and word.casefold() in found[0].casefold()  # else it stands for all unknown words


def text_tokens(encoding: Encoding, prompt: int) -> list[int]:
    """Return the places of the tokens of a text, in order: neither special nor of the prompt before it.

    Args:
        encoding: Of prompt and text together.
        prompt: Length of the prompt, in characters. A token of both counts for the text.
    """
    found = enumerate(zip(encoding.special_tokens_mask, encoding.offsets, strict=True))
    return [place for place, (special, (_, end)) in found if not special and (not prompt or end > prompt)]


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
