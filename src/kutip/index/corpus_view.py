"""Compares the folder of a corpus with an index of it: which papers were changed since, are new, or are gone."""

import hashlib
import os
import stat
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from kutip import budget
from kutip.index.store import Generation

_FACT = "marks"  # their place among the facts of a generation
_BLOCK = 1 << 20  # bytes read at a time to compute a hash
_MOST_FILES = 1_000  # of a paper's folder that are looked at; a paper has a handful
# Without waiting for a named pipe, and without following a link that has taken the place of the file.
_SAFELY = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class PaperState(StrEnum):
    """What is known of a paper, from an index and the folder of its corpus."""

    INDEXED = "indexed"
    CHANGED = "changed"
    GONE = "gone"
    NEW = "new"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class CorpusView:
    """The papers of an index and of the folder of its corpus.

    Attributes:
        is_seen: False if there is no such folder, or one without any paper of the index, as of another corpus: then
            nothing is said of what was changed, is new or gone.
        states: What is known of each paper, by id in order.
    """

    is_seen: bool
    states: Mapping[str, PaperState] = field(default_factory=dict)

    def having(self, *states: PaperState) -> tuple[str, ...]:
        """Return the ids of the papers in one of these states."""
        return tuple(one for one, state in self.states.items() if state in states)


def marks_of(generation: Generation) -> Mapping[str, str]:
    """Return the marks of the folders of which a generation was built, by id; none if an older Kutip built it."""
    marks: Mapping[str, str] = generation.facts.get(_FACT, {})
    return marks


def fact_of_marks(folders: Iterable[Path]) -> Mapping[str, Any]:
    """The fact of a generation that `marks_of` reads, of the folders as they are now."""
    return {_FACT: {folder.name: folder_mark(folder) for folder in folders}}


def folder_mark(folder: Path) -> str:
    """Return 16 hex digits that change when a file of a paper's folder is changed, renamed, added or removed.

    Links and other things that are no files count by their names alone. Contents are read again only if size, time or
    place of a file has changed.
    """
    digest = hashlib.sha256()
    try:
        names = sorted(os.listdir(folder))[:_MOST_FILES]
    except OSError:
        names = []  # a link to nothing, or not to be read: building tells of it
    for name in names:
        budget.check()
        digest.update(f"{name}\0{_content_mark(folder / name)}\0".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()[:16]


def _content_mark(path: Path) -> str:
    try:
        held = path.lstat()
        if not stat.S_ISREG(held.st_mode):
            return "no file"
        return _hash_of(str(path), held.st_ino, held.st_size, held.st_mtime_ns)
    except OSError:
        return "unread"


@lru_cache(maxsize=4_096)  # papers of a corpus; each is a path and a hash
def _hash_of(path: str, *_: int) -> str:
    digest = hashlib.sha256()
    with open(os.open(path, os.O_RDONLY | _SAFELY), "rb") as file:
        while block := file.read(_BLOCK):
            budget.check()
            digest.update(block)
    return digest.hexdigest()


def corpus_view(
    corpus: Path, *, indexed: Collection[str], skipped: Collection[str], marks: Mapping[str, str]
) -> CorpusView:
    """Compare the folder of a corpus with an index.

    Args:
        corpus: The folder; there may be none, as on a machine that only serves.
        indexed: Ids of the papers of the index.
        skipped: Ids of those that its build skipped.
        marks: The marks of the folders when it was built.
    """
    folders = _folders_in(corpus)
    if folders.keys().isdisjoint(marks):
        states = dict.fromkeys(indexed, PaperState.INDEXED) | dict.fromkeys(skipped, PaperState.SKIPPED)
        return CorpusView(False, dict(sorted(states.items())))
    found: dict[str, PaperState] = {}
    for one in sorted({*indexed, *skipped, *folders}):
        is_same = one in folders and folder_mark(folders[one]) == marks.get(one)
        if one in indexed:
            found[one] = PaperState.INDEXED if is_same else PaperState.CHANGED if one in folders else PaperState.GONE
        elif one in folders:
            found[one] = PaperState.SKIPPED if is_same and one in skipped else PaperState.NEW
    return CorpusView(True, found)


def _folders_in(corpus: Path) -> dict[str, Path]:
    try:
        return {one.name: one for one in corpus.iterdir() if not one.name.startswith(".") and one.is_dir()}
    except OSError:
        return {}
