"""Reads the files of a corpus folder: regular files inside of it, up to a size, and nothing else."""

import errno
import hashlib
import os
import stat
from pathlib import Path

from kutip.errors import CorpusError

MOST_BYTES = 1 << 26  # of a source file: 64 MiB; the longest book has 4
_KINDS = (
    (stat.S_ISDIR, os.strerror(errno.EISDIR)),
    (stat.S_ISFIFO, "it is a named pipe"),
    (stat.S_ISSOCK, "it is a socket"),
)
# Without this flag, opening a named pipe waits for someone to write to it. Windows has neither.
_WITHOUT_WAITING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_file(path: Path, corpus: Path, *, most: int, remedy: str = "shorten it") -> bytes:
    """Read a file of a corpus.

    Args:
        path: The file, or a symbolic link to a file in the corpus.
        corpus: The corpus folder, which may be a symbolic link itself.
        most: The size in bytes up to which it is read.
        remedy: What to do with a larger one.

    Raises:
        FileNotFoundError: There is nothing at the path.
        CorpusError: It is a link out of the corpus or to nothing, no regular file, too large, or cannot be read.
    """
    if not os.path.lexists(path):
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    found = resolve_inside(path, corpus)
    try:
        _refuse_odd(path, found.stat())  # opening a device may act on it
        with open(os.open(found, os.O_RDONLY | _WITHOUT_WAITING), "rb") as opened:
            held = os.fstat(opened.fileno())
            _refuse_odd(path, held)
            if held.st_size > most:
                raise CorpusError(f"{_shown(path)} has {held.st_size:,} bytes, at most {most:,} are read; {remedy}")
            data = opened.read(most + 1)
    except OSError as error:
        raise CorpusError(f"{_shown(path)} cannot be read: {error.strerror}; mend or remove it") from error
    if len(data) > most:  # it grew meanwhile
        raise CorpusError(f"{_shown(path)} has more than {most:,} bytes; {remedy}")
    return data


def mark_of(path: Path, corpus: Path) -> bytes:
    """Return 32 bytes that change when a file of a corpus does: its hash, or that of its size and time.

    The content counts for the files that `read_file` reads, up to `MOST_BYTES`.
    """
    try:
        return hashlib.sha256(read_file(path, corpus, most=MOST_BYTES)).digest()
    except (CorpusError, OSError):
        held = path.lstat()
        return hashlib.sha256(f"{held.st_mode} {held.st_size} {held.st_mtime_ns}".encode()).digest()


def resolve_inside(path: Path, corpus: Path) -> Path:
    """Return where a file or folder of a corpus really is, which must be inside the corpus.

    Raises:
        CorpusError: It is a symbolic link out of the corpus, or to nothing, or in a loop.
    """
    try:
        found = path.resolve(strict=True)
    except (OSError, RuntimeError, ValueError) as error:
        raise CorpusError(f"{_shown(path)} is a symbolic link that leads nowhere; mend or remove it") from error
    if not found.is_relative_to(corpus.resolve()):
        raise CorpusError(f"{_shown(path)} is a symbolic link out of the corpus; put a copy in its place")
    return found


def _refuse_odd(path: Path, held: os.stat_result) -> None:
    if not stat.S_ISREG(held.st_mode):
        kind = next((name for is_one, name in _KINDS if is_one(held.st_mode)), "it is a device")
        raise CorpusError(f"{_shown(path)} cannot be read as a file: {kind}; remove it")


def _shown(path: Path) -> str:
    """A path on one line: names may hold line ends, characters that a terminal obeys, and bytes that are no text."""
    text = str(path)
    return text if text.isprintable() else repr(text)
