"""Writes that outlast a crash: what is synced is on the disk, on Linux, macOS and Windows."""

import os
import time
from contextlib import suppress
from pathlib import Path

_ON_WINDOWS = os.name == "nt"
_TRIES = 20  # of a rename in one second, on Windows


def write_synced(path: Path, data: bytes) -> None:
    """Write a file and have the disk hold it."""
    path.write_bytes(data)
    sync(path)


def sync(path: Path) -> None:
    """Have the disk hold a file or folder. Windows syncs no folders, and only files that are open for writing."""
    if _ON_WINDOWS and path.is_dir():
        return
    handle = os.open(path, os.O_RDWR if _ON_WINDOWS else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace_read(path: Path, target: Path) -> None:
    """Rename a file over one that others read. Windows refuses while one of them has it open: try for a second."""
    for _ in range(_TRIES if _ON_WINDOWS else 0):
        with suppress(PermissionError):
            os.replace(path, target)
            return
        time.sleep(1 / _TRIES)
    os.replace(path, target)
