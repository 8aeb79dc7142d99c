"""Rows of an array that stays in its file, for arrays too large for memory; a changed file gives an error, not a crash.

A memory-mapped file that someone cuts short ends the process (SIGBUS), and one that is overwritten gives other numbers.
Here rows are read with ordinary reads, and the file's size and times are compared at each.
"""

import os
import threading
import weakref
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from numpy.lib import format as npy

from kutip.errors import IndexDamagedError
from kutip.index.arrays import Integers
from kutip.types import Message


class FileRows:
    """The rows of a two-dimensional array that `numpy.save` wrote; safe to share between threads.

    Attributes:
        shape: Its numbers of rows and columns.
        dtype: The type of its numbers.
    """

    def __init__(self, path: Path) -> None:
        """Open the file.

        Raises:
            IndexDamagedError: It is missing or holds anything else.
        """
        self._path = path
        self._lock = threading.Lock()  # a file has one position
        try:
            self._file = path.open("rb", buffering=0)
            weakref.finalize(self, self._file.close)
            npy.read_magic(self._file)
            self.shape, by_columns, self.dtype = npy.read_array_header_1_0(self._file)
        except Exception as error:  # for a damaged header NumPy raises classes with no common base but Exception
            raise IndexDamagedError(path, Message("damage.unreadable", {"why": type(error).__name__})) from error
        self._first = self._file.tell()
        self._row_bytes = self.dtype.itemsize * (self.shape[1] if len(self.shape) == 2 else 0)
        self._as_opened = self._now()
        if by_columns or not self._row_bytes or self._as_opened[0] != self._first + self._row_bytes * self.shape[0]:
            raise IndexDamagedError(path, Message("damage.array"))

    @property
    def ndim(self) -> int:
        """The number of dimensions: 2."""
        return len(self.shape)

    def __len__(self) -> int:
        return int(self.shape[0])

    def __getitem__(self, rows: Integers | slice) -> npt.NDArray[Any]:
        """Read some rows, in the order of their numbers as given.

        Raises:
            IndexDamagedError: The file was changed since it was opened.
        """
        if isinstance(rows, slice):
            start, stop, _ = rows.indices(len(self))
            runs = [(start, max(0, stop - start))]
        else:
            ends = np.flatnonzero(np.diff(rows) != 1) + 1
            runs = [(int(run[0]), len(run)) for run in np.split(rows, ends) if len(run)]
        found = np.empty((sum(length for _, length in runs), self.shape[1]), self.dtype)
        at = 0
        for start, length in runs:
            self._read(start, found[at : at + length])
            at += length
        self.check()
        return found

    def check(self) -> None:
        """Compare the file's size and times with those when it was opened.

        Raises:
            IndexDamagedError: They differ.
        """
        if self._now() != self._as_opened:
            raise IndexDamagedError(self._path, Message("damage.changed"))

    def _read(self, start: int, rows: npt.NDArray[Any]) -> None:
        buffer = memoryview(rows.data).cast("B") if rows.size else memoryview(b"")
        with self._lock:
            self._file.seek(self._first + start * self._row_bytes)
            while buffer:
                count = self._file.readinto(buffer)
                if not count:
                    raise IndexDamagedError(self._path, Message("damage.changed"))
                buffer = buffer[count:]

    def _now(self) -> tuple[int, int, int]:
        """Size in bytes, and times of the last change of content and of anything, in nanoseconds."""
        status = os.fstat(self._file.fileno())
        return status.st_size, status.st_mtime_ns, status.st_ctime_ns
