"""Token vectors in 8 bits: the rounding error is bounded, files read back unchanged, other files are refused."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from conftest import DAMAGE, damage
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kutip.errors import IndexDamagedError
from kutip.index.arrays import Floats
from kutip.index.layout import TOKEN_CODES, TOKEN_SCALES
from kutip.index.token_vectors import TokenVectors, unit_length

NUMBERS = st.integers(-1000, 1000).map(lambda thousandths: np.float32(thousandths) / np.float32(1000))
VECTORS = arrays.arrays(np.float32, st.tuples(st.integers(0, 6), st.integers(1, 5)), elements=NUMBERS)


def alike(one: TokenVectors, other: TokenVectors) -> bool:
    """True if both have the same bits."""
    same_types = one.codes.dtype == other.codes.dtype and one.scales.dtype == other.scales.dtype
    return same_types and np.array_equal(one.codes, other.codes) and np.array_equal(one.scales, other.scales)


# --- Quantising -----------------------------------------------------------------------------------------------------


def test_codes_are_multiples_of_one_127th_of_the_vector_s_largest_number() -> None:
    vectors = np.asarray([[1.0, -0.5, 0.25, 0.001], [0.0, -12.7, 0.04, 0.06]], dtype=np.float32)
    stored = TokenVectors.quantise(vectors)
    assert stored.codes.tolist() == [[127, -64, 32, 0], [0, -127, 0, 1]]
    assert stored.scales == pytest.approx([1 / 127, 0.1])
    assert [part.dtype.name for part in (stored.codes, stored.scales, stored.vectors())] == [
        "int8",
        "float32",
        "float32",
    ]


@given(VECTORS)
def test_the_rounding_error_is_at_most_1_254th_of_the_vector_s_largest_number(vectors: Floats) -> None:
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    stored = TokenVectors.quantise(vectors).vectors()
    assert stored.shape == vectors.shape
    assert (np.abs(stored - vectors) <= largest / 127 / 2 * 1.0001).all()


@given(VECTORS)
def test_the_largest_number_and_zeros_are_kept_exactly(vectors: Floats) -> None:
    stored = TokenVectors.quantise(vectors)
    assert (np.abs(stored.codes).max(axis=1) == np.where(vectors.any(axis=1), 127, 0)).all()
    assert np.abs(stored.vectors()).max(axis=1) == pytest.approx(np.abs(vectors).max(axis=1))
    assert not stored.vectors()[vectors == 0].any()


@given(VECTORS)
def test_negating_a_vector_negates_its_codes_and_doubling_keeps_them(vectors: Floats) -> None:
    stored, negative, double = (TokenVectors.quantise(v) for v in (vectors, -vectors, 2 * vectors))
    assert alike(negative, TokenVectors(-stored.codes, stored.scales))
    assert alike(double, TokenVectors(stored.codes, 2 * stored.scales))


@given(VECTORS)
def test_quantising_twice_gives_the_same_codes_as_once(vectors: Floats) -> None:
    stored = TokenVectors.quantise(vectors)
    assert np.array_equal(TokenVectors.quantise(stored.vectors()).codes, stored.codes)


@given(VECTORS)
def test_quantising_treats_each_vector_alone_and_keeps_its_input(vectors: Floats) -> None:
    before = vectors.copy()
    stored = TokenVectors.quantise(vectors)
    assert np.array_equal(vectors, before)
    for row in range(len(vectors)):
        assert alike(TokenVectors.quantise(vectors[row : row + 1]), stored.at(slice(row, row + 1)))


# --- Selecting and joining ------------------------------------------------------------------------------------------


@given(VECTORS, st.data())
def test_joining_the_parts_restores_the_whole(vectors: Floats, data: st.DataObject) -> None:
    stored = TokenVectors.quantise(vectors)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stored)), max_size=3)))
    bounds = [0, *cuts, len(stored)]
    parts = [stored.at(slice(a, b)) for a, b in pairwise(bounds)]
    assert sum(len(part) for part in parts) == len(stored) == len(vectors)
    assert alike(TokenVectors.join(parts), stored)


def test_tokens_are_returned_in_the_requested_order() -> None:
    stored = TokenVectors.quantise(np.asarray([[0.5], [2.0], [-3.0]], dtype=np.float32))
    assert stored.at(np.asarray([2, 0, 2])).vectors().tolist() == pytest.approx(np.asarray([[-3.0], [0.5], [-3.0]]))
    assert len(stored.at(np.asarray([], dtype=np.int64))) == 0


# --- Files ----------------------------------------------------------------------------------------------------------


@given(VECTORS)
def test_token_vectors_read_back_equal_those_written(tmp_path_factory: pytest.TempPathFactory, vectors: Floats) -> None:
    folder = tmp_path_factory.mktemp("tokens")
    stored = TokenVectors.quantise(vectors)
    stored.write(folder)
    assert alike(TokenVectors.read(folder), stored)
    assert sorted(path.name for path in folder.iterdir()) == [TOKEN_CODES, TOKEN_SCALES]


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """A folder with the vectors of three tokens in two dimensions."""
    TokenVectors.quantise(np.asarray([[1.0, 0.0], [0.6, 0.8], [0.0, -1.0]], dtype=np.float32)).write(tmp_path)
    return tmp_path


def test_token_vectors_are_memory_mapped_not_loaded(written: Path) -> None:
    stored = TokenVectors.read(written)
    assert isinstance(stored.codes, np.memmap)
    assert isinstance(stored.scales, np.memmap)


def refused(folder: Path) -> None:
    with pytest.raises(IndexDamagedError, match=r"is damaged: .*; build the index again: kutip index --force"):
        TokenVectors.read(folder)


@pytest.mark.parametrize("name", [TOKEN_CODES, TOKEN_SCALES])
@pytest.mark.parametrize("how", DAMAGE)
def test_an_unreadable_token_file_counts_as_damage(written: Path, name: str, how: str) -> None:
    damage(written / name, how)
    refused(written)


@pytest.mark.parametrize("name", [TOKEN_CODES, TOKEN_SCALES])
def test_a_pickled_token_file_is_refused_without_being_unpickled(written: Path, name: str) -> None:
    np.save(written / name, np.asarray([{"planted": 1}], dtype=object), allow_pickle=True)
    refused(written)


OTHER_CODES = [
    np.zeros((3, 2), np.uint8),
    np.zeros((3, 2), np.float32),
    np.zeros(3, np.int8),
    np.zeros((3, 2, 1), np.int8),
    np.zeros((4, 2), np.int8),
    np.zeros((0, 2), np.int8),
    np.int8(3),
]
OTHER_SCALES = [
    np.ones(2, np.float32),
    np.ones((3, 1), np.float32),
    np.float32(1),
    np.ones(3, np.float64),
    np.ones(3, np.int8),
    np.asarray(["1", "1", "1"]),
]


def shape(array: npt.NDArray[np.generic]) -> str:
    return f"{array.dtype}{array.shape}"


@pytest.mark.parametrize("codes", OTHER_CODES, ids=shape)
def test_codes_of_another_type_or_shape_count_as_damage(written: Path, codes: npt.NDArray[np.generic]) -> None:
    np.save(written / TOKEN_CODES, codes)
    refused(written)


@pytest.mark.parametrize("scales", OTHER_SCALES, ids=shape)
def test_scales_of_another_type_or_shape_count_as_damage(written: Path, scales: npt.NDArray[np.generic]) -> None:
    np.save(written / TOKEN_SCALES, scales)
    refused(written)


# --- Unit length ----------------------------------------------------------------------------------------------------


@given(VECTORS)
def test_unit_length_keeps_the_direction_and_leaves_zero_vectors(vectors: Floats) -> None:
    before = vectors.copy()
    units = unit_length(vectors)
    lengths = np.linalg.norm(vectors, axis=1)
    assert units.dtype == np.float32
    assert np.linalg.norm(units, axis=1) == pytest.approx(np.where(lengths > 0, 1.0, 0.0), abs=1e-6)
    assert units * lengths[:, None] == pytest.approx(vectors, abs=1e-6)
    assert np.array_equal(vectors, before)
