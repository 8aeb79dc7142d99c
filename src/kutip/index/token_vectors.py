"""Token vectors in the index, stored as one byte per number and one scale per token."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kutip.errors import IndexDamagedError
from kutip.index.arrays import Floats, Integers
from kutip.index.file_rows import FileRows
from kutip.index.layout import TOKEN_CODES, TOKEN_SCALES, read_array
from kutip.types import Message

_LARGEST = 127  # largest value used; -128 is not, so that negating a vector negates its codes


@dataclass(frozen=True, slots=True, eq=False)
class TokenVectors:
    """T vectors of D dimensions in 8 bits; the vector of token t is codes[t] * scales[t].

    Attributes:
        codes: (T, D) signed bytes; in memory, or in their file.
        scales: (T,) positive factors; 0 for a vector of zeros.
    """

    codes: npt.NDArray[np.int8] | FileRows
    scales: Floats

    @classmethod
    def quantise(cls, vectors: Floats) -> "TokenVectors":
        """Store (T, D) floats in bytes; each number is off by at most 1/254 of the largest in its vector."""
        scales = np.abs(vectors).max(axis=1, initial=0) / np.float32(_LARGEST)
        codes = np.rint(vectors / np.where(scales > 0, scales, 1)[:, None])
        return cls(codes.astype(np.int8), scales.astype(np.float32))

    @classmethod
    def join(cls, parts: Sequence["TokenVectors"]) -> "TokenVectors":
        """Concatenate the tokens of one or more parts."""
        return cls(np.concatenate([p.codes[:] for p in parts]), np.concatenate([p.scales for p in parts]))

    @classmethod
    def read(cls, folder: Path) -> "TokenVectors":
        """Read the token vectors of a generation, memory-mapped: for a build, which reads them once and then ends.

        Raises:
            IndexDamagedError: A file is missing or does not hold such arrays.
        """
        arrays = (read_array(folder / name, mapped=True) for name in (TOKEN_CODES, TOKEN_SCALES))
        return cls._checked(folder, *arrays)

    @classmethod
    def held(cls, folder: Path, *, memory_bytes: int) -> "TokenVectors":
        """Read the token vectors of a generation for a service, which must survive any change of the files.

        Args:
            folder: Folder of the generation.
            memory_bytes: Size up to which the codes are read into memory; larger ones are read from the file each time.

        Raises:
            IndexDamagedError: A file is missing or does not hold such arrays.
        """
        path = folder / TOKEN_CODES
        is_large = path.is_file() and path.stat().st_size > memory_bytes
        return cls._checked(folder, FileRows(path) if is_large else read_array(path), read_array(folder / TOKEN_SCALES))

    @classmethod
    def _checked(cls, folder: Path, codes: npt.NDArray[np.int8] | FileRows, scales: Floats) -> "TokenVectors":
        fit = codes.ndim == 2 and scales.shape == codes.shape[:1]
        if not fit or codes.dtype != np.int8 or scales.dtype != np.float32:
            what = Message("damage.token_vectors", {"codes": str(codes.shape), "scales": str(scales.shape)})
            raise IndexDamagedError(folder, what)
        return cls(codes, scales)

    def write(self, folder: Path) -> None:
        """Write both arrays to a generation's folder."""
        np.save(folder / TOKEN_CODES, self.codes[:], allow_pickle=False)
        np.save(folder / TOKEN_SCALES, self.scales, allow_pickle=False)

    def __len__(self) -> int:
        return len(self.scales)

    def check(self) -> None:
        """See whether a file from which vectors are still read was changed.

        Raises:
            IndexDamagedError: It was.
        """
        if isinstance(self.codes, FileRows):
            self.codes.check()

    def at(self, rows: Integers | slice) -> "TokenVectors":
        """Return the tokens of these rows, in the order of `rows`."""
        return TokenVectors(self.codes[rows], self.scales[rows])

    def vectors(self) -> Floats:
        """Return the vectors as floats, (T, D)."""
        vectors = self.codes[:].astype(np.float32)
        vectors *= self.scales[:, None]
        return vectors


def unit_length(vectors: Floats) -> Floats:
    """Divide each row of (T, D) floats by its length; rows of zeros stay zeros."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    units: Floats = (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return units
