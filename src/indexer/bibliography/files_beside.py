"""Reads the files beside a source that hold the entries which it cites by keys: .bib, CSL-JSON, .bbl."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Protocol

from indexer.bibliography.bbl_file import BblFile
from indexer.bibliography.bibtex_file import BibtexFile
from indexer.bibliography.csl_works import CslWorks
from indexer.bibliography.listed_work import ListedWork, reference_to
from indexer.parsing.files import read_file
from indexer.parsing.keyed_citations import KeyedCitation, KeyedCitations
from kutip.errors import CorpusError
from kutip.types import Message, Reference

_MOST_BYTES = 1 << 24  # 16 MiB: twice what a reference manager with 5,000 works and their abstracts writes
_MOST_FILES = 20
_MOST_ENTRIES = 5_000  # of all files that one paper cites; a long book cites 2,000
_ALL = "*"
_HAS_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d{2}(?!\d)")


class _Works(Protocol):
    """Works of a file by key."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Their keys, in order."""

    def key_of(self, key: str) -> str | None:
        """The key of its own that a key stands for; None if it has none."""

    def work(self, key: str) -> ListedWork | None:
        """What it says of a work; None if that cannot be read."""


class _File:
    """A file of entries, whatever its form."""

    def __init__(self, name: str, held: _Works | BblFile, document_id: str, sha256: str) -> None:
        self.name, self.keys, self.key_of = name, held.keys, held.key_of
        self._held, self._document_id, self._sha256 = held, document_id, sha256
        self._folded: dict[str, list[str]] | None = None

    def own_key(self, key: str) -> str | None:
        """Return the key of the entry that a key means; one that differs in capitals only if it is the only such."""
        own = self.key_of(key)
        if own is not None:
            return own
        if self._folded is None:
            self._folded = {}
            for one in self.keys:
                self._folded.setdefault(one.casefold(), []).append(one)
        alike = self._folded.get(key.casefold(), [])
        return alike[0] if len(alike) == 1 else None

    def reference(self, key: str) -> Reference | None:
        """Return the entry with a key of its own; None if it cannot be read."""
        about = {"document_id": self._document_id, "sha256": self._sha256, "file": self.name}
        if isinstance(self._held, BblFile):
            return self._held.reference(key, **about)
        work = self._held.work(key)
        return reference_to(work, key=key, **about) if work is not None else None


_FORMS: Mapping[str, Callable[[str], _Works | BblFile]] = {
    ".bib": BibtexFile,
    ".json": CslWorks.of_json,
    ".bbl": BblFile,
}


def read_beside(keyed: KeyedCitations, folder: Path, *, document_id: str, sha256: str, source: str) -> KeyedCitations:
    """Add to what a source says of its citations the entries of the files beside it, and what of them is unreadable.

    Files are read that the source names; if it names none and cites what its text does not list, the only .bib beside
    it, or else the only .bbl. Nothing outside the folder is read.

    Args:
        keyed: What the source says.
        folder: The source's folder.
        document_id: Id of the document.
        sha256: That of the source.
        source: The name of the source file, which may hold entries itself.
    """
    listed = {key for _, key in keyed.entries}
    wanted = [one.key for one in keyed.citations if one.key not in listed] + list(keyed.nocite)
    if not wanted and not keyed.files:
        return keyed
    make = partial(_File, document_id=document_id, sha256=sha256)
    files = [make(source, CslWorks(keyed.items))] if keyed.items else []
    unread: list[Message] = []
    for name in _names(keyed, folder):
        read = _read(folder, name)
        if isinstance(read, Message):
            unread.append(read)
        else:
            files.append(make(name, read))
    if any(file.name.endswith(".bbl") for file in files):
        unread = []  # it holds what the paper lists, whatever became of the others
    beside, broken = _entries(wanted, files)
    whole = replace(keyed, beside=beside, unread=(*unread, *broken))
    return replace(whole, citations=tuple(one for one in keyed.citations if _is_citation(one, whole, listed, files)))


def _names(keyed: KeyedCitations, folder: Path) -> Iterator[str]:
    """Yield the names of the files to read."""
    named = [name_beside(name) for name in keyed.files[:_MOST_FILES]]
    yield from dict.fromkeys(named)
    if any((folder / name).exists() for name in named) or (keyed.items and not named):
        return
    found = sorted(path.name for path in folder.iterdir() if path.suffix in (".bib", ".bbl"))
    for suffix in (".bbl",) if named else (".bib", ".bbl"):
        alone = [name for name in found if name.endswith(suffix)]
        if len(alone) == 1:
            yield alone[0]
            return


def name_beside(name: str) -> str:
    """The name of a file beside the source, for one that LaTeX names without its suffix or that had a folder."""
    base = PurePosixPath(name.replace("\\", "/")).name
    return base if Path(base).suffix.lower() in _FORMS else f"{base}.bib"


def _read(folder: Path, name: str) -> _Works | BblFile | Message:
    """Read a file; return what to say if it cannot be read."""
    try:
        data = read_file(folder / name, folder.parent, most=_MOST_BYTES)
    except FileNotFoundError:
        return Message("notice.no_library", {"file": name})
    except CorpusError as error:
        return Message("notice.library_refused", {"file": name, "why": str(error)})
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")  # as older reference managers write
    try:
        held = _FORMS[Path(name).suffix.lower()](text)
    except ValueError:
        return Message("notice.library_unread", {"file": name})
    return held if held.keys or not text.strip() else Message("notice.library_unread", {"file": name})


def _entries(wanted: Sequence[str], files: Sequence[_File]) -> tuple[dict[str, Reference], list[Message]]:
    """Return the entries by key, in the order in which they are wanted, and what to say of those that are broken."""
    found: dict[str, Reference | None] = {}
    broken: list[Message] = []
    keys = dict.fromkeys(key for key in wanted if key != _ALL)
    if _ALL in wanted:
        keys |= dict.fromkeys(key for file in files for key in file.keys)
    for key in keys:
        held = next(((file, own) for file in files if (own := file.own_key(key)) is not None), None)
        if held is None:
            continue
        file, own = held
        if len(found) >= _MOST_ENTRIES:
            broken.append(Message("notice.entries_left_out", {"file": file.name, "most": _MOST_ENTRIES}))
            break
        found[key] = file.reference(own)
        if found[key] is None:
            broken.append(Message("notice.entry_unread", {"file": file.name, "key": own}))
    return {key: entry for key, entry in found.items() if entry is not None}, broken


def _is_citation(one: KeyedCitation, keyed: KeyedCitations, listed: set[str], files: Sequence[_File]) -> bool:
    """True if what may be a citation is one: it has an entry, or looks like a key in a paper that cites by keys."""
    if one.is_sure or one.key in listed or one.key in keyed.beside:
        return True
    if not files:
        return bool(keyed.files)  # the paper cites by keys, but its entries are not here
    return bool(keyed.beside) and _HAS_YEAR.search(one.key) is not None
