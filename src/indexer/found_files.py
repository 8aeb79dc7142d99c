"""Finds papers at paths that a person names: files, folders with all below them, and standard input."""

import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from indexer.parsing.formats import READERS, source_names
from kutip.errors import CorpusError

STANDARD_INPUT = Path("-")
_FIRST = 1024  # bytes of a file in which a PDF has its signature
_HEAD = 1 << 16  # bytes by which a form is told
_PDF, _SIGNATURE = READERS["pdf"], b"%PDF-"
_BY_CONTENT = {"docx": ".docx", "jats": ".xml", "html": ".html"}  # by form; all other texts are told apart as .txt


class Other(StrEnum):
    """Why something in a folder is no paper."""

    FORM = "of another form"
    HIDDEN = "hidden"
    LINK = "links to folders, or to nothing"
    ODD = "no files"
    OWN = "Kutip's own folders"


@dataclass(slots=True)
class Found:
    """What there is at some paths.

    Attributes:
        papers: The files and folders of papers, in order, each once.
        others: What is in the folders besides, by the reason why it is no paper.
    """

    papers: list[Path] = field(default_factory=list)
    others: dict[Other, list[Path]] = field(default_factory=dict)


def find_papers(paths: Iterable[Path], own: Collection[Path] = ()) -> Found:
    """Find the papers at some paths: each file, and of a folder itself if it has a source, or all in it and below it.

    Links to folders are not followed, so that no folder is met twice.

    Args:
        paths: The paths; "-" is standard input.
        own: Folders that are passed over, such as the corpus itself.

    Raises:
        CorpusError: There is nothing at a path, or no paper in a folder.
    """
    found = Found()
    passed = {folder.resolve() for folder in own}
    for path in paths:
        before = len(found.papers)
        if path == STANDARD_INPUT:
            found.papers.append(path)
        elif not path.exists():
            raise CorpusError(f"there is no file or folder {path}")
        elif path.is_dir():
            _look_into(path, found, passed)
            if len(found.papers) == before:
                raise CorpusError(f"{path} has no paper: no file that ends in {', '.join(sorted(suffixes()))}")
        else:
            found.papers.append(path)
    once: dict[Path, Path] = {}
    for paper in found.papers:
        once.setdefault(paper.absolute(), paper)
    found.papers = list(once.values())
    return found


def _look_into(top: Path, found: Found, passed: Collection[Path]) -> None:
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        if _has_source(folder):
            found.papers.append(folder)
            continue
        below: list[Path] = []
        for one in sorted(folder.iterdir()):
            why = _why_not(one, passed)
            if why is not None:
                found.others.setdefault(why, []).append(one)
            elif one.is_dir():
                below.append(one)
            else:
                found.papers.append(one)
        waiting += reversed(below)


def _why_not(path: Path, passed: Collection[Path]) -> Other | None:
    """Why something in a folder is neither a paper nor a folder to look into."""
    if path.name.startswith("."):
        return Other.HIDDEN
    if path.is_symlink() and not path.is_file():
        return Other.LINK
    if path.is_dir():
        return Other.OWN if path.resolve() in passed else None
    if not path.is_file():
        return Other.ODD
    return None if path.suffix.lower() in suffixes() or _begins_like_a_pdf(path) else Other.FORM


def _begins_like_a_pdf(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return _PDF.fits(file.read(_FIRST))
    except OSError:
        return False


def _has_source(folder: Path) -> bool:
    return any((folder / name).is_file() for name in source_names())


def suffixes() -> set[str]:
    """Return the suffixes of the files that are read."""
    return {Path(name).suffix for name in source_names()}


def suffix_for(file: Path, data: bytes) -> str:
    """Return the suffix under which a file's content is read: that of its name, or of a form that it plainly has.

    Args:
        file: Where the content is from.
        data: The content.

    Raises:
        CorpusError: It is empty, or of no form that is read.
    """
    if not data:
        raise CorpusError(f"{told(file)} is empty: it has 0 bytes; fetch it again")
    suffix, head = file.suffix.lower(), data[:_HEAD]
    fitting = [reader.form for reader in READERS.values() if reader.fits(head)]
    if fitting[0] == _PDF.form and (suffix not in suffixes() or head.lstrip().startswith(_SIGNATURE)):
        return ".pdf"
    if suffix == ".pdf" and _PDF.form not in fitting:
        what = "a web page, no PDF: the site may want you to sign in" if fitting[0] == "html" else "no PDF"
        raise CorpusError(f"{told(file)} is {what}; fetch it again")
    if suffix in suffixes():
        return suffix
    if file != STANDARD_INPUT:
        readable = ", ".join(sorted(suffixes()))
        raise CorpusError(f"{told(file)} is of no form that is read; these are: {readable}")
    return _BY_CONTENT.get(fitting[0], ".txt")


def told(path: Path) -> str:
    """Return a path as it is told of."""
    return "standard input" if path == STANDARD_INPUT else os.fspath(path)
