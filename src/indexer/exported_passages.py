"""Encodes passages with the network that a build exports for queries: exact, faster than torch, and without it."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from indexer.passage_encoder import PassageEncoder, PassageInput
from kutip.index.arrays import Floats
from kutip.index.query_encoder import QueryEncoder
from kutip.index.query_input import QueryInput

_LONGEST_CHECKED = 512  # tokens of the longest text compared; models that read thousands would take minutes
_SAME = 1e-4  # largest difference of a number: float32 in another order of sums stays below a tenth of it
_COMPARED = (
    "The 9th meeting was held in Manila in 1981, and 3,703 victims were sent home.",
    "Pertemuan ke-9 diadakan di Manila pada tahun 1981, dan 3.703 korban dipulangkan.",
)


class ExportedPassages:
    """Encodes passages by an exported encoder, each text alone, so that its vectors depend on no other text."""

    def __init__(self, name: str, fingerprint: str, folder: Path, passage_input: PassageInput) -> None:
        """Remember which encoder to use; it is loaded on first use."""
        self.name, self.fingerprint = name, fingerprint
        self.folder, self.passage_input = folder, passage_input
        self._input = QueryInput(passage_input.max_tokens, passage_input.prompt)
        self._loaded: QueryEncoder | None = None

    @property
    def _encoder(self) -> QueryEncoder:
        if self._loaded is None:
            self._loaded = QueryEncoder(self.folder, reads=self._input)
        return self._loaded

    def encode(self, texts: Sequence[str]) -> Floats:
        """Encode N texts of passages to unit vectors, (N, D)."""
        return np.stack([self._encoder.encode(text).pooled for text in texts])

    def encode_tokens(self, text: str) -> Floats:
        """Encode each token of a passage's text, those of prompt and special tokens included; (T, D)."""
        return self._encoder.encode(text).tokens


def is_same(encoder: PassageEncoder, exported: ExportedPassages) -> bool:
    """True if an exported encoder gives the vectors that sentence-transformers gives of passages.

    It does not for a model that reads queries and passages by other parts, or passages longer than queries.
    """
    longest = "word " * min(exported.passage_input.max_tokens, _LONGEST_CHECKED)
    texts = (*_COMPARED, longest)
    pooled = encoder.encode(texts)
    tokens = [encoder.encode_tokens(text) for text in texts]
    return _are_close(exported.encode(texts), pooled) and all(
        _are_close(exported.encode_tokens(text), own) for text, own in zip(texts, tokens, strict=True)
    )


def _are_close(one: Floats, other: Floats) -> bool:
    return one.shape == other.shape and bool(np.allclose(one, other, atol=_SAME))
