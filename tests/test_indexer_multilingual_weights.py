"""The file of 4-bit weights is read as it was written; a file cut off or of another form is refused."""

import struct

import numpy as np
import pytest

from indexer.multilingual_weights import PackedModel

PIECES = ("<s>", "<pad>", "</s>", "<unk>", "▁kota", "café", "<mask>")
SCORES = (0.0, 0.0, 0.0, 0.0, -3.5, -7.25, 0.0)
HALVES = [0x0 | 0xF << 4, *[0x8 | 0x8 << 4] * 14, 0x9 | 0x7 << 4]  # codes of weights 0 and 16, ..., 15 and 31


def packed(pieces: tuple[str, ...] = PIECES) -> bytes:
    """A file with a tensor in 4 bits, one block of 32 weights with the scale 0.5, and a tensor of two floats."""
    encoded = [piece.encode() for piece in pieces]
    offsets = np.cumsum([0, *map(len, encoded)], dtype="<u4")
    head = struct.pack("<4sI7ifi", b"E5S1", 1, 32, 2, 4, 64, 9, 16, 2, 1e-12, 32)
    head += struct.pack("<5iQ", len(pieces), 0, 2, 1, 3, len(b"".join(encoded)))
    head += offsets.tobytes() + np.asarray(SCORES, "<f4").tobytes() + b"".join(encoded)
    head += struct.pack("<iI", 1, 9) + struct.pack("<IBI", 0x2003, 1, 0x20)
    tensors = [
        ("small", 0, 2, np.asarray([1.5, -2], "<f4").tobytes()),
        ("word", 1, 32, struct.pack("<e16B", 0.5, *HALVES)),
    ]
    size = len(head) + 4 + sum(2 + len(name) + 21 for name, *_ in tensors)
    directory, data = struct.pack("<i", len(tensors)), b""
    for name, mark, numbers, contents in tensors:
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", mark, numbers, size + len(data), len(contents))
        data += contents
    return head + directory + data


def test_sizes_pieces_and_scores_are_read() -> None:
    model = PackedModel.read(packed())
    assert (model.sizes.hidden, model.sizes.layers, model.sizes.heads, model.sizes.inner) == (32, 2, 4, 64)
    assert (model.sizes.rows, model.sizes.positions, model.sizes.types) == (9, 16, 2)
    assert tuple(model.pieces) == PIECES
    assert model.scores.tolist() == list(SCORES)


def test_tensors_are_read_as_floats() -> None:
    model = PackedModel.read(packed())
    assert model.tensor("small", 2).tolist() == [1.5, -2.0]
    weights = model.tensor("word", 4, 8)
    assert weights.shape == (4, 8)
    wanted = np.zeros(32)
    wanted[[0, 15, 16, 31]] = -4.0, 0.5, 3.5, -0.5
    assert weights.ravel().tolist() == wanted.tolist()


@pytest.mark.parametrize(("name", "shape"), [("other", (2,)), ("small", (3,)), ("word", (2, 8))])
def test_a_tensor_that_the_file_lacks_is_refused(name: str, shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=f"of the tensor {name}"):
        PackedModel.read(packed()).tensor(name, *shape)


def test_a_file_of_another_form_or_cut_off_is_refused() -> None:
    whole = packed()
    with pytest.raises(ValueError, match="does not start as"):
        PackedModel.read(b"GGUF" + whole[4:])
    directory_ends = len(whole) - 8 - 18
    for length in (0, 10, 50, 90, 150, directory_ends - 1):
        with pytest.raises(ValueError, match="cut off"):
            PackedModel.read(whole[:length])
