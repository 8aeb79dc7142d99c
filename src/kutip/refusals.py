"""What the operating system refuses, in a sentence that says what to do about it."""

import errno
import os
import re

_SPACE = "free some space, or name a folder on another disk"
_RIGHT = "give yourself the right to it, or name a folder that you may use"
_SHORTER = "name a folder with a shorter path"
_FILES = "raise the limit (ulimit -n 4096), or close other programs"
_CHECK = "check the path"
_ADVICE = {
    errno.ENOSPC: _SPACE,
    errno.EDQUOT: _SPACE,
    errno.EFBIG: "raise the limit on the size of a file (ulimit -f), or name a folder on another disk",
    errno.EROFS: "name a folder on a disk that can be written",
    errno.EACCES: _RIGHT,
    errno.EPERM: _RIGHT,
    errno.EMFILE: _FILES,
    errno.ENFILE: _FILES,
    errno.EMLINK: "name a folder with fewer folders in it",
    errno.ELOOP: "name the folder itself, not a link to it",
    errno.ENAMETOOLONG: _SHORTER,
    errno.ENOMEM: "close other programs, or give Kutip fewer papers at a time",
    errno.EAGAIN: "close other programs, and run it again",
    errno.EBUSY: "close the program that uses it",
    errno.EIO: "the disk fails; name a folder on another one",
    errno.ENOENT: _CHECK,
    errno.ENOTDIR: _CHECK,
    errno.EISDIR: _CHECK,
    errno.EEXIST: "remove it, or name another",
    errno.ENOTEMPTY: "empty it, or name another",
}
# These say that a path names something else than was looked for; the others, that the system refuses.
_OF_PATHS = frozenset({errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ENOTEMPTY})
# A file that cannot be read for one of these reasons need not be damaged.
PASSING = frozenset({errno.EACCES, errno.EPERM, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN, errno.EBUSY})
_SHORT = re.compile(r"[0-9]+ requested and [0-9]+ written")  # numpy, whose error has no number
_NUMBERED = re.compile(r"\(os error ([0-9]+)\)")  # how libraries written in Rust end the text of their own exceptions


def refusal_in(error: BaseException) -> OSError | None:
    """Return the operating system's refusal that an exception reports; None for any other exception.

    Libraries written in Rust raise a bare Exception whose text ends with the error: "… on device (os error 28)".
    """
    if isinstance(error, OSError):
        full = error.errno is None and _SHORT.fullmatch(str(error))
        return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) if full else error
    if isinstance(error, MemoryError):
        return OSError(errno.ENOMEM, "Not enough memory")
    found = _NUMBERED.search(str(error)) if type(error) is Exception else None
    return OSError(int(found[1]), str(error).partition(" (os error")[0]) if found else None


def is_of_paths(error: OSError) -> bool:
    """Whether an error only says that a path names nothing, or a folder where a file was looked for, or the reverse."""
    return error.errno in _OF_PATHS


def reason(error: OSError) -> str:
    """Return the reason with what to do: "No space left on device; free some space, or name …"."""
    return f"{error.strerror or error}; {advice(error)}"


def advice(error: OSError) -> str:
    """Return what to do about a refusal: "check the path"."""
    return _ADVICE.get(error.errno or 0, "mend that, and run it again")


def sentence(error: OSError) -> str:
    """Return one line that names the path, if the system named one, the reason, and what to do.

    >>> import errno
    >>> sentence(OSError(errno.ENOENT, "No such file or directory", "papers/a.txt"))
    'papers/a.txt: No such file or directory; check the path'
    """
    names = [_path(name) for name in (error.filename, error.filename2) if name is not None]
    return ": ".join([" to ".join(names) or "the system refuses", reason(error)])


def _path(name: object) -> str:
    """A path as text; a bare number is that of an open file."""
    if isinstance(name, bytes):
        return name.decode("utf-8", "backslashreplace")
    return f"file {name}" if isinstance(name, int) else str(name)
