"""Token vectors in the index: a byte a number and one scale a token. Written by the indexer, read by the retriever."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kutip.errors import IndexDamagedError
from kutip.index.arrays import Floats, Integers
from kutip.index.layout import TOKEN_CODES, TOKEN_SCALES, read_array

_LARGEST = 127  # of a signed byte, so that the codes of a vector and of its negative are negatives too


@dataclass(frozen=True, slots=True, eq=False)
class TokenVectors:
    """Floats of T tokens in D dimensions.

    Attributes:
        codes: (T, D) signed bytes.
        scales: (T,) what a token's codes are multiplied by.
    """

    codes: npt.NDArray[np.int8]
    scales: Floats

    @classmethod
    def quantise(cls, vectors: Floats) -> "TokenVectors":
        """Floats, (T, D), each number to within half of 1/127 of the largest of its vector."""
        scales = np.abs(vectors).max(axis=1, initial=0) / np.float32(_LARGEST)
        codes = np.rint(vectors / np.where(scales > 0, scales, 1)[:, None])
        return cls(codes.astype(np.int8), scales.astype(np.float32))

    @classmethod
    def join(cls, parts: Sequence["TokenVectors"]) -> "TokenVectors":
        """The tokens of one or more parts, one after the other."""
        return cls(np.concatenate([p.codes for p in parts]), np.concatenate([p.scales for p in parts]))

    @classmethod
    def read(cls, folder: Path) -> "TokenVectors":
        """Those of a generation, memory-mapped.

        Raises:
            IndexDamagedError: A file is missing or is not what `write` writes.
        """
        codes = read_array(folder / TOKEN_CODES, mapped=True)
        scales = read_array(folder / TOKEN_SCALES, mapped=True)
        fit = codes.ndim == 2 and scales.shape == codes.shape[:1]
        if not fit or codes.dtype != np.int8 or scales.dtype != np.float32:
            raise IndexDamagedError(folder, f"its token vectors have {codes.shape} codes and {scales.shape} scales")
        return cls(codes, scales)

    def write(self, folder: Path) -> None:
        """Write them to a generation's folder."""
        np.save(folder / TOKEN_CODES, self.codes, allow_pickle=False)
        np.save(folder / TOKEN_SCALES, self.scales, allow_pickle=False)

    def __len__(self) -> int:
        return len(self.scales)

    def at(self, rows: Integers | slice) -> "TokenVectors":
        """Some of the tokens."""
        return TokenVectors(self.codes[rows], self.scales[rows])

    def vectors(self) -> Floats:
        """The vectors, (T, D)."""
        vectors = self.codes.astype(np.float32)
        vectors *= self.scales[:, None]
        return vectors


def unit_length(vectors: Floats) -> Floats:
    """Floats, (T, D), each divided by its length; a vector of zeros stays one."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    units: Floats = (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return units
