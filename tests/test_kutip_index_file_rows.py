"""Rows that stay in their file: the same as in memory, and an error, never a crash, when the file is changed."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from conftest import DAMAGE, damage
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kutip.errors import IndexDamagedError
from kutip.index.file_rows import FileRows
from kutip.index.token_vectors import TokenVectors

ARRAY = np.random.default_rng(1).integers(-127, 128, (50, 6), dtype=np.int8)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    np.save(tmp_path / "array.npy", ARRAY)
    return tmp_path / "array.npy"


def overwrite(path: Path) -> None:
    """Change the last byte in place, as another program would."""
    with path.open("r+b") as file:
        file.seek(-1, os.SEEK_END)
        last = file.read(1)
        file.seek(-1, os.SEEK_END)
        file.write(bytes([last[0] ^ 1]))


CHANGES = {"cut short": lambda path: os.truncate(path, 200), "emptied": lambda path: os.truncate(path, 0)}
CHANGES |= {"grown": lambda path: os.truncate(path, 5000), "overwritten": overwrite}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.integers(0, 49), max_size=80))
def test_rows_are_those_of_the_array_in_any_order(path: Path, rows: list[int]) -> None:
    numbers = np.asarray(rows, dtype=np.int64)
    assert np.array_equal(FileRows(path)[numbers], ARRAY[numbers])


@pytest.mark.parametrize("rows", [slice(None), slice(3, 9), slice(40, 60), slice(7, 7), slice(9, 3)])
def test_slices_are_those_of_the_array(path: Path, rows: slice) -> None:
    stored = FileRows(path)
    assert np.array_equal(stored[rows], ARRAY[rows])
    assert (len(stored), stored.shape, stored.ndim, stored.dtype) == (50, (50, 6), 2, np.int8)


def test_threads_read_at_once(path: Path) -> None:
    stored = FileRows(path)
    with ThreadPoolExecutor(8) as pool:
        read = list(pool.map(lambda at: stored[slice(at % 40, at % 40 + 10)], range(400)))
    assert all(np.array_equal(rows, ARRAY[at % 40 : at % 40 + 10]) for at, rows in enumerate(read))


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_changed_file_is_an_error_that_says_what_to_do(path: Path, change: object) -> None:
    stored = FileRows(path)
    stored.check()
    assert callable(change)
    change(path)
    for read in (lambda: stored[:], lambda: stored[np.asarray([49, 3])], stored.check):
        with pytest.raises(IndexDamagedError, match="build the index again"):
            read()


@pytest.mark.parametrize("how", DAMAGE)
def test_a_damaged_file_is_refused(path: Path, how: str) -> None:
    damage(path, how)
    with pytest.raises(IndexDamagedError):
        FileRows(path)


@pytest.mark.parametrize("array", [np.zeros(5, np.int8), np.zeros((3, 4, 2), np.int8), np.zeros((4, 3), np.int8).T])
def test_an_array_of_another_form_is_refused(tmp_path: Path, array: np.ndarray) -> None:
    np.save(tmp_path / "array.npy", array)
    with pytest.raises(IndexDamagedError):
        FileRows(tmp_path / "array.npy")


def test_large_token_vectors_stay_in_their_file_and_are_the_same(tmp_path: Path) -> None:
    TokenVectors.quantise(np.random.default_rng(2).normal(size=(30, 4)).astype(np.float32)).write(tmp_path)
    loaded, stored = (TokenVectors.held(tmp_path, memory_bytes=most) for most in (1 << 30, 0))
    assert type(loaded.codes) is np.ndarray
    assert isinstance(stored.codes, FileRows)
    rows = np.asarray([3, 4, 5, 20])
    assert np.array_equal(stored.at(rows).vectors(), loaded.at(rows).vectors())
    assert np.array_equal(stored.vectors(), loaded.vectors())
    assert np.array_equal(TokenVectors.join([stored, loaded]).codes[:30], loaded.codes)
    os.truncate(tmp_path / "token_codes.npy", 150)
    loaded.check()
    with pytest.raises(IndexDamagedError):
        stored.check()
