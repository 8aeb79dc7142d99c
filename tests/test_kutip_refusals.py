"""What the operating system refuses becomes a sentence with the path, the reason and what to do."""

import errno
import os
from pathlib import Path

import numpy as np
import pytest

from kutip.refusals import is_of_paths, reason, refusal_in, sentence

WHATEVER = "mend that, and run it again"


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "free some space"),
        (errno.EDQUOT, "free some space"),
        (errno.EROFS, "can be written"),
        (errno.EACCES, "right"),
        (errno.EPERM, "right"),
        (errno.EMFILE, "ulimit -n"),
        (errno.EFBIG, "ulimit -f"),
        (errno.EMLINK, "fewer folders"),
        (errno.ENAMETOOLONG, "shorter path"),
        (errno.ENOMEM, "close other programs"),
        (errno.ENOENT, "check the path"),
    ],
)
def test_a_refusal_says_which_path_why_and_what_to_do(number: int, says: str) -> None:
    line = sentence(OSError(number, os.strerror(number), "papers/a.txt"))
    assert line.startswith(f"papers/a.txt: {os.strerror(number)}; ")
    assert says in line
    assert WHATEVER not in line


def test_every_error_of_the_system_makes_a_sentence() -> None:
    for number in errno.errorcode:
        line = sentence(OSError(number, os.strerror(number), b"\xff/a", None, Path("b")))
        assert line.startswith("\\xff/a to b: ")
        assert "; " in line


def test_an_error_without_path_or_number_still_makes_a_sentence() -> None:
    assert sentence(OSError(errno.ENOSPC, "Full")).startswith("the system refuses: Full; free")
    assert sentence(OSError("it is odd")) == f"the system refuses: it is odd; {WHATEVER}"
    assert reason(OSError(errno.EIO, "Input/output error")).startswith("Input/output error; the disk fails")
    assert sentence(OSError(errno.EBADF, "Bad", 3)).startswith("file 3: ")


def test_a_refusal_is_found_in_the_exceptions_of_libraries() -> None:
    found = refusal_in(Exception("No space left on device (os error 28)"))
    assert found is not None
    assert (found.errno, found.strerror) == (errno.ENOSPC, "No space left on device")
    short = refusal_in(MemoryError())
    assert short is not None
    assert short.errno == errno.ENOMEM


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full, a disk that is always full, is Linux's")
def test_a_full_disk_is_told_from_numpy_s_own_words() -> None:
    with Path("/dev/full").open("wb", buffering=0) as full, pytest.raises(OSError, match="requested") as short:
        np.arange(100_000).tofile(full)
    found = refusal_in(short.value)
    assert found is not None
    assert found.errno == errno.ENOSPC


def test_any_other_exception_is_no_refusal() -> None:
    for error in (Exception("no model"), ValueError("it says (os error 28)"), RuntimeError("x"), KeyError(28)):
        assert refusal_in(error) is None


def test_a_path_that_is_not_there_is_told_from_a_system_that_refuses() -> None:
    assert is_of_paths(FileNotFoundError(errno.ENOENT, "x"))
    assert not is_of_paths(PermissionError(errno.EACCES, "x"))
    assert not is_of_paths(OSError("short write"))
