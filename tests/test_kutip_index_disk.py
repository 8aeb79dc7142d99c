"""Files are synced and replaced on Windows too, where folders are not synced and open files not replaced."""

import errno
import os
from pathlib import Path

import pytest

from kutip.errors import IndexUnwritableError
from kutip.index import disk
from kutip.index.store import new_generation, open_generation


class Windows:
    """The calls of `os` that `disk` makes, which refuse what Windows refuses."""

    O_RDONLY, O_RDWR, close = os.O_RDONLY, os.O_RDWR, staticmethod(os.close)

    def __init__(self) -> None:
        self.writable: set[int] = set()
        self.in_use = 0  # how many more renames over CURRENT are refused, since another program reads it

    def open(self, path: Path, flags: int) -> int:
        if path.is_dir():
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        handle = os.open(path, flags)
        (self.writable.add if flags & os.O_RDWR else self.writable.discard)(handle)
        return handle

    def fsync(self, handle: int) -> None:
        if handle not in self.writable:
            raise OSError(errno.EBADF, "Bad file descriptor")
        os.fsync(handle)

    def replace(self, source: Path, target: Path) -> None:
        if target.name == "CURRENT" and self.in_use:
            self.in_use -= 1
            raise PermissionError(errno.EACCES, "Access is denied", str(target))
        os.replace(source, target)


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Windows:
    simulated = Windows()
    monkeypatch.setattr(disk, "_ON_WINDOWS", True)
    monkeypatch.setattr(disk, "os", simulated)
    monkeypatch.setattr(disk.time, "sleep", lambda seconds: None)
    return simulated


def build(index: Path, text: bytes) -> None:
    with new_generation(index) as writer:
        writer.path("sources/a").write_bytes(text)


@pytest.mark.usefixtures("windows")
def test_a_build_goes_through_on_windows(tmp_path: Path) -> None:
    for text in (b"one", b"two", b"three"):
        build(tmp_path, text)
    assert open_generation(tmp_path).path("sources/a").read_bytes() == b"three"
    assert sorted(path.name for path in tmp_path.glob("gen-*")) == ["gen-2", "gen-3"]


def test_the_simulated_windows_refuses_what_linux_allows(
    tmp_path: Path, windows: Windows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "_ON_WINDOWS", False)
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(PermissionError):
        disk.sync(tmp_path)
    with pytest.raises(OSError, match="Bad file descriptor"):
        disk.sync(tmp_path / "a")


def test_a_file_that_is_being_read_is_replaced_a_little_later(tmp_path: Path, windows: Windows) -> None:
    build(tmp_path, b"one")
    windows.in_use = 3
    build(tmp_path, b"two")
    assert open_generation(tmp_path).path("sources/a").read_bytes() == b"two"
    assert windows.in_use == 0


def test_a_file_that_stays_open_leaves_the_old_index(tmp_path: Path, windows: Windows) -> None:
    build(tmp_path, b"one")
    windows.in_use = 1000
    with pytest.raises(IndexUnwritableError, match="Access is denied"):
        build(tmp_path, b"two")
    assert open_generation(tmp_path).path("sources/a").read_bytes() == b"one"
    assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", "CURRENT", "gen-1"]
