"""Vector search compared with numpy: exact up to the limit, approximate above, unchanged after saving and loading."""

import errno
from pathlib import Path

import numpy as np
import pytest
from conftest import DAMAGE, damage
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from kutip.errors import IndexDamagedError
from kutip.index.arrays import Floats
from kutip.index.vectors import EXACT_UP_TO, VectorIndex

untimed = hypothesis_settings(deadline=None)  # a busy machine may be slow


def unit_vectors(seed: int, rows: int, dimensions: int = 8) -> Floats:
    drawn = np.random.default_rng(seed).normal(size=(rows, dimensions)).astype(np.float32)
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True))


def by_numpy(vectors: Floats, query: Floats, n: int) -> tuple[list[int], Floats]:
    """Row numbers and inner products by numpy, best first; rows of equal score in row order."""
    scores = vectors @ query
    order = np.lexsort((np.arange(len(scores)), -scores))[:n]
    return order.tolist(), scores[order]


SIZES = st.integers(1, 60)


@untimed
@given(seed=st.integers(0, 999), rows=SIZES, n=st.integers(1, 80))
def test_exact_search_gives_the_same_rows_and_scores_as_numpy(seed: int, rows: int, n: int) -> None:
    vectors = unit_vectors(seed, rows)
    query = unit_vectors(seed + 1000, 1)[0]
    found, scores = VectorIndex.build(vectors).search(query, n)
    expected, products = by_numpy(vectors, query, n)
    assert found.tolist() == expected
    assert scores == pytest.approx(products, abs=1e-6)


@untimed
@given(seed=st.integers(0, 99), copies=st.lists(st.integers(0, 4), min_size=1, max_size=300), n=st.integers(1, 120))
def test_rows_of_equal_score_come_in_row_order_even_if_n_cuts_through_them(
    seed: int, copies: list[int], n: int
) -> None:
    axes = np.eye(5, 8, dtype=np.float32)  # inner products with these are exact: the query's own numbers
    vectors = axes[copies]
    query = unit_vectors(seed, 1)[0]
    found, _ = VectorIndex.build(vectors).search(query, n)
    assert found.tolist() == by_numpy(vectors, query, n)[0]


@pytest.mark.parametrize("exact_up_to", [EXACT_UP_TO, 10])
@pytest.mark.parametrize("n", [1, 7, 99, 100, 128, 500])
def test_copies_of_one_vector_come_in_row_order(exact_up_to: int, n: int) -> None:
    vectors = np.repeat(unit_vectors(5, 1, dimensions=384), 500, axis=0)
    found, scores = VectorIndex.build(vectors, exact_up_to=exact_up_to).search(vectors[0], n)
    assert found.tolist() == sorted(found.tolist())
    assert scores == pytest.approx([1.0] * len(scores), abs=1e-6)
    if exact_up_to == EXACT_UP_TO:
        assert found.tolist() == list(range(n))


def test_the_approximate_index_finds_the_nearest_rows() -> None:
    vectors = unit_vectors(1, 2000, dimensions=32)
    index = VectorIndex.build(vectors, exact_up_to=1999)
    shares = []
    for query in unit_vectors(2, 50, dimensions=32):
        found, scores = index.search(query, 10)
        expected, products = by_numpy(vectors, query, 10)
        assert found[0] == expected[0]
        assert scores[0] == pytest.approx(products[0], abs=1e-6)
        assert scores.tolist() == sorted(scores, reverse=True)
        shares.append(len(set(found.tolist()) & set(expected)) / 10)
    assert np.mean(shares) > 0.98


@pytest.mark.parametrize("exact_up_to", [EXACT_UP_TO, 10])
def test_an_index_searches_the_same_after_saving_and_loading(tmp_path: Path, exact_up_to: int) -> None:
    vectors = unit_vectors(3, 300)
    built = VectorIndex.build(vectors, exact_up_to=exact_up_to)
    built.write(tmp_path / "vectors.faiss")
    read = VectorIndex.read(tmp_path / "vectors.faiss")
    assert (len(read), read.dimensions) == (300, 8)
    assert np.array_equal(read.vectors(), vectors)
    query = unit_vectors(4, 1)[0]
    for n in (1, 20, 300, 400):
        for one, other in zip(built.search(query, n), read.search(query, n), strict=True):
            assert np.array_equal(one, other)


def test_asking_for_more_rows_than_exist_returns_all() -> None:
    vectors = unit_vectors(6, 5)
    found, scores = VectorIndex.build(vectors).search(vectors[3], 1_000_000)
    assert sorted(found.tolist()) == [0, 1, 2, 3, 4]
    assert found[0] == 3
    assert scores[0] == pytest.approx(1)


def test_an_empty_index_returns_no_rows(tmp_path: Path) -> None:
    VectorIndex.build(np.empty((0, 8), dtype=np.float32)).write(tmp_path / "vectors.faiss")
    index = VectorIndex.read(tmp_path / "vectors.faiss")
    rows, scores = index.search(unit_vectors(1, 1)[0], 5)
    assert (len(index), rows.tolist(), scores.tolist()) == (0, [], [])
    assert index.vectors().shape == (0, 8)


def test_an_array_in_column_order_gives_the_same_index() -> None:
    vectors = unit_vectors(7, 20)
    columns_first = np.asfortranarray(vectors)
    index = VectorIndex.build(columns_first)
    assert np.array_equal(index.vectors(), vectors)
    found, _ = index.search(columns_first[11], 1)
    assert found.tolist() == [11]


@pytest.mark.parametrize("how", DAMAGE)
def test_a_file_that_faiss_cannot_read_counts_as_damage(tmp_path: Path, how: str) -> None:
    path = tmp_path / "vectors.faiss"
    VectorIndex.build(unit_vectors(8, 50)).write(path)
    damage(path, how)
    with pytest.raises(IndexDamagedError, match=r"vectors.faiss is damaged: .*; build the index again: kutip index"):
        VectorIndex.read(path)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full, a disk that is always full, is Linux's")
def test_a_full_disk_is_the_system_s_own_error() -> None:
    with pytest.raises(OSError, match="No space left on device") as full:
        VectorIndex.build(np.eye(64, dtype=np.float32)).write(Path("/dev/full"))
    assert full.value.errno == errno.ENOSPC


def test_a_folder_that_is_not_there_is_the_system_s_own_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        VectorIndex.build(np.eye(2, dtype=np.float32)).write(tmp_path / "none" / "vectors.faiss")
