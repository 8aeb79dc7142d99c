"""Token vectors as bytes: how near they stay, that files give them back, and that other files are refused."""

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
    """Whether both are the same to the last bit."""
    same_types = one.codes.dtype == other.codes.dtype and one.scales.dtype == other.scales.dtype
    return same_types and np.array_equal(one.codes, other.codes) and np.array_equal(one.scales, other.scales)


# --- A byte a number ------------------------------------------------------------------------------------------------


def test_a_code_is_a_number_in_127ths_of_its_vector_s_largest() -> None:
    vectors = np.asarray([[1.0, -0.5, 0.25, 0.001], [0.0, -12.7, 0.04, 0.06]], dtype=np.float32)
    held = TokenVectors.quantise(vectors)
    assert held.codes.tolist() == [[127, -64, 32, 0], [0, -127, 0, 1]]
    assert held.scales == pytest.approx([1 / 127, 0.1])
    assert [part.dtype.name for part in (held.codes, held.scales, held.vectors())] == ["int8", "float32", "float32"]


@given(VECTORS)
def test_no_number_is_off_by_more_than_half_a_127th_of_its_vector_s_largest(vectors: Floats) -> None:
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    held = TokenVectors.quantise(vectors).vectors()
    assert held.shape == vectors.shape
    assert (np.abs(held - vectors) <= largest / 127 / 2 * 1.0001).all()


@given(VECTORS)
def test_the_largest_number_and_zero_stay_as_they_are(vectors: Floats) -> None:
    held = TokenVectors.quantise(vectors)
    assert (np.abs(held.codes).max(axis=1) == np.where(vectors.any(axis=1), 127, 0)).all()
    assert np.abs(held.vectors()).max(axis=1) == pytest.approx(np.abs(vectors).max(axis=1))
    assert not held.vectors()[vectors == 0].any()


@given(VECTORS)
def test_a_negative_has_the_negative_codes_and_a_double_the_same(vectors: Floats) -> None:
    held, negative, double = (TokenVectors.quantise(v) for v in (vectors, -vectors, 2 * vectors))
    assert alike(negative, TokenVectors(-held.codes, held.scales))
    assert alike(double, TokenVectors(held.codes, 2 * held.scales))


@given(VECTORS)
def test_quantising_what_was_quantised_changes_no_code(vectors: Floats) -> None:
    held = TokenVectors.quantise(vectors)
    assert np.array_equal(TokenVectors.quantise(held.vectors()).codes, held.codes)


@given(VECTORS)
def test_a_vector_is_quantised_by_itself_and_left_as_it_was(vectors: Floats) -> None:
    before = vectors.copy()
    held = TokenVectors.quantise(vectors)
    assert np.array_equal(vectors, before)
    for row in range(len(vectors)):
        assert alike(TokenVectors.quantise(vectors[row : row + 1]), held.at(slice(row, row + 1)))


# --- Parts ----------------------------------------------------------------------------------------------------------


@given(VECTORS, st.data())
def test_parts_that_are_joined_are_the_whole(vectors: Floats, data: st.DataObject) -> None:
    held = TokenVectors.quantise(vectors)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(held)), max_size=3)))
    bounds = [0, *cuts, len(held)]
    parts = [held.at(slice(a, b)) for a, b in pairwise(bounds)]
    assert sum(len(part) for part in parts) == len(held) == len(vectors)
    assert alike(TokenVectors.join(parts), held)


def test_tokens_come_in_the_order_asked_for() -> None:
    held = TokenVectors.quantise(np.asarray([[0.5], [2.0], [-3.0]], dtype=np.float32))
    assert held.at(np.asarray([2, 0, 2])).vectors().tolist() == pytest.approx(np.asarray([[-3.0], [0.5], [-3.0]]))
    assert len(held.at(np.asarray([], dtype=np.int64))) == 0


# --- Files ----------------------------------------------------------------------------------------------------------


@given(VECTORS)
def test_they_are_read_as_they_were_written(tmp_path_factory: pytest.TempPathFactory, vectors: Floats) -> None:
    folder = tmp_path_factory.mktemp("tokens")
    held = TokenVectors.quantise(vectors)
    held.write(folder)
    assert alike(TokenVectors.read(folder), held)
    assert sorted(path.name for path in folder.iterdir()) == [TOKEN_CODES, TOKEN_SCALES]


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """A folder with the vectors of three tokens in two dimensions."""
    TokenVectors.quantise(np.asarray([[1.0, 0.0], [0.6, 0.8], [0.0, -1.0]], dtype=np.float32)).write(tmp_path)
    return tmp_path


def test_they_are_mapped_and_not_read_into_memory(written: Path) -> None:
    held = TokenVectors.read(written)
    assert isinstance(held.codes, np.memmap)
    assert isinstance(held.scales, np.memmap)


def refused(folder: Path) -> None:
    with pytest.raises(IndexDamagedError, match=r"is damaged: .*; build the index again: kutip index --force"):
        TokenVectors.read(folder)


@pytest.mark.parametrize("name", [TOKEN_CODES, TOKEN_SCALES])
@pytest.mark.parametrize("how", DAMAGE)
def test_a_file_that_cannot_be_read_is_damage(written: Path, name: str, how: str) -> None:
    damage(written / name, how)
    refused(written)


@pytest.mark.parametrize("name", [TOKEN_CODES, TOKEN_SCALES])
def test_a_pickled_array_is_refused_and_not_run(written: Path, name: str) -> None:
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
def test_codes_of_another_form_are_damage(written: Path, codes: npt.NDArray[np.generic]) -> None:
    np.save(written / TOKEN_CODES, codes)
    refused(written)


@pytest.mark.parametrize("scales", OTHER_SCALES, ids=shape)
def test_scales_of_another_form_are_damage(written: Path, scales: npt.NDArray[np.generic]) -> None:
    np.save(written / TOKEN_SCALES, scales)
    refused(written)


# --- Unit length ----------------------------------------------------------------------------------------------------


@given(VECTORS)
def test_unit_length_keeps_the_direction_and_leaves_zeros(vectors: Floats) -> None:
    before = vectors.copy()
    units = unit_length(vectors)
    lengths = np.linalg.norm(vectors, axis=1)
    assert units.dtype == np.float32
    assert np.linalg.norm(units, axis=1) == pytest.approx(np.where(lengths > 0, 1.0, 0.0), abs=1e-6)
    assert units * lengths[:, None] == pytest.approx(vectors, abs=1e-6)
    assert np.array_equal(vectors, before)
