"""Reads which files a reference manager has linked with an entry: the field `file` of BibTeX, and L1 of RIS.

Zotero writes `Full text:files/12/a.pdf:application/pdf;Page:files/13/b.html:text/html`, Better BibTeX bare paths too,
JabRef `:papers/a.pdf:PDF`, Mendeley `:home/ida/a.pdf:pdf` without the first stroke. A backslash stands before signs
that are no separators.
"""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path, PureWindowsPath
from urllib.parse import unquote, urlsplit

_MOST_FILES = 100  # of one entry
_FILES = re.compile(r"(?:[^;\\]|\\[\s\S])++")
_PARTS = re.compile(r"(?:[^:\\]|\\[\s\S])*+(?=:|\Z)")
_ESCAPED = re.compile(r"\\([^\w\s])")
_DRIVE = re.compile(r"[A-Za-z]")
_MANAGED = "internal-pdf"  # EndNote's scheme for its own folder


def linked_files(field: str) -> tuple[str, ...]:
    r"""Return the paths in the field `file` of an entry of BibTeX, as they were written there.

    >>> linked_files(r"Full text:files/12/a b.pdf:application/pdf;Page:files/13/b.html:text/html")
    ('files/12/a b.pdf', 'files/13/b.html')
    >>> linked_files(r":C\:\\Users\\ida\\a.pdf:PDF"), linked_files("/home/ida/a.pdf"), linked_files(r"C:\papers\a.pdf")
    (('C:\\Users\\ida\\a.pdf',), ('/home/ida/a.pdf',), ('C:\\papers\\a.pdf',))
    """
    return tuple(filter(None, map(_path_in, _FILES.findall(field)[:_MOST_FILES])))


def _path_in(one: str) -> str:
    parts = _split(one.strip())
    if len(parts) > 1 and _DRIVE.fullmatch(parts[0]) and parts[1].startswith(("/", "\\")):
        path = ":".join(parts[:2])
    elif len(parts) > 2:
        path = ":".join(parts[1:-1])
    else:
        path = parts[-1]
    return _ESCAPED.sub(r"\1", path).strip()


def _split(one: str) -> list[str]:
    """Split at colons that have no backslash before them."""
    parts, at = [], 0
    while (found := _PARTS.match(one, at)) is not None:
        parts.append(found[0])
        at = found.end() + 1
        if at > len(one):
            break
    return parts or [one]


def plain_path(written: str) -> str:
    """Return a path that may be written as an address: "file:///home/ida/a%20b.pdf", "internal-pdf://12/a.pdf".

    >>> plain_path("file:///home/ida/a%20b.pdf"), plain_path("internal-pdf://0123/a.pdf"), plain_path("https://x.org/a")
    ('/home/ida/a b.pdf', 'a.pdf', '')
    """
    scheme, there = written.partition("://")[::2]
    if not there:
        return written
    if scheme.casefold() == "file":
        path = unquote(urlsplit(f"//{there}").path)
        return path[1:] if re.match(r"/[A-Za-z]:", path) else path
    return file_name(there) if scheme.casefold() == _MANAGED else ""


def file_name(written: str) -> str:
    """Return the name of the file at a path of any system."""
    return PureWindowsPath(written).name


def same_name(one: str, other: str) -> bool:
    """Whether two names are equal but for case and the way in which marks are joined to letters."""
    return _folded(one) == _folded(other)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def is_at(written: Iterable[str], folder: Path, file: Path) -> bool:
    """Whether one of the paths that are written in a file of a folder is that of this file."""
    wanted = file.resolve()
    for one in written:
        # Mendeley leaves out the first stroke of an absolute path.
        for place in (folder / one, Path("/") / one):
            try:
                if place.resolve() == wanted:
                    return True
            except (OSError, ValueError, RuntimeError):
                continue
    return False
