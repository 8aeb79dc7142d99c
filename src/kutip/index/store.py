"""The index folder: generations that are written completely or not at all, and checked in full before they are read.

    index/CURRENT            the name of the generation in force and the start of its manifest's SHA-256
    index/gen-3/             a generation: its files, and manifest.json with the size and SHA-256 of each
    index/encoding/          what a build that did not end has encoded; see `indexer.kept_vectors`
    index/gen-4.tmp/         a generation that is being written, or that a killed build left behind

A build writes and syncs every file, renames the folder, then renames a new CURRENT over the old one. Whenever a reader
looks, and whenever a build is killed, CURRENT names a complete generation: the old one or the new one.
"""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from kutip.errors import (
    IndexDamagedError,
    IndexFormatError,
    IndexMissingError,
    IndexUnreadableError,
    IndexUnwritableError,
    KutipError,
)
from kutip.index.disk import replace_read, sync, write_synced
from kutip.refusals import PASSING, is_of_paths, refusal_in
from kutip.types import Message

FORMAT = 8
MANIFEST = "manifest.json"
_CURRENT = "CURRENT"
_GENERATION = re.compile(r"gen-([0-9]+)")
_POINTER = re.compile(r"(gen-[0-9]+) ([0-9a-f]{12})\n")  # the content of CURRENT
_BLOCK = 1 << 20  # bytes read at a time to compute a hash


@dataclass(frozen=True, slots=True)
class Generation:
    """A generation whose files all match its manifest.

    Attributes:
        folder: The folder of its files.
        version: 12 hex digits of a hash over its files: the same for the same files, wherever and whenever built.
        facts: What the build recorded about itself, such as the number of passages.
    """

    folder: Path
    version: str
    facts: Mapping[str, Any]

    def path(self, name: str) -> Path:
        """Return the path of one of the generation's files."""
        return self.folder / name


def open_generation(index: Path) -> Generation:
    """Open the generation in force after checking every byte of it against its manifest.

    Raises:
        IndexMissingError: The folder holds no index.
        IndexFormatError: The generation has another format than `FORMAT`.
        IndexDamagedError: A file is missing, differs from its manifest entry, or has none.
    """
    for attempt in (1, 2):
        pointer = _read_pointer(index)
        if pointer is None:
            raise IndexMissingError(index)
        try:
            return _read_checked(index, *pointer)
        except IndexDamagedError:
            # Since CURRENT was read, a build may have put a new generation in force and removed this one.
            if attempt == 2 or _read_pointer(index) == pointer:
                raise
    raise IndexMissingError(index)


def pointer(index: Path) -> str:
    """Return the content of CURRENT without checking it, or "" if it is no file; every build changes it.

    Raises:
        IndexUnreadableError: It cannot be read now, as when too many files are open.
    """
    path = index / _CURRENT
    try:
        return path.read_text(encoding="ascii", errors="replace")
    except OSError as error:
        if error.errno in PASSING:
            raise IndexUnreadableError(path, error) from error
        return ""


def in_force_since(index: Path) -> tuple[int, float] | None:
    """Return the number of the generation in force and when it came into force, in seconds since 1970; else None."""
    try:
        match = _POINTER.fullmatch(pointer(index))
        return (int(match[1].removeprefix("gen-")), (index / _CURRENT).stat().st_mtime) if match else None
    except (FileNotFoundError, IndexUnreadableError):  # removed at this moment, or not to be read now
        return None


def _read_pointer(index: Path) -> tuple[str, str] | None:
    """Return the generation in force and the first digits of its manifest's SHA-256; None without an index."""
    path = index / _CURRENT
    try:
        content = path.read_text(encoding="ascii", errors="replace")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise _unreadable(path, error) from error
    match = _POINTER.fullmatch(content)
    if match is None:
        raise IndexDamagedError(path, Message("damage.pointer", {"held": content[:40]}))
    return match[1], match[2]


def _read_checked(index: Path, name: str, seal: str) -> Generation:
    """Check every file of a generation against its manifest, and the manifest against its seal."""
    folder = index / name
    manifest = _manifest(folder / MANIFEST, seal)
    if manifest["format"] != FORMAT:
        raise IndexFormatError(manifest["format"], FORMAT)
    files: dict[str, dict[str, Any]] = manifest["files"]
    for file in _files(folder):
        if file.relative_to(folder).as_posix() not in {MANIFEST, *files}:
            raise IndexDamagedError(file, Message("damage.not_built"))
    for path, entry in files.items():
        _check_file(folder / path, entry)
    return Generation(folder, _version(files), manifest["facts"])


def _manifest(path: Path, pointed: str) -> dict[str, Any]:
    try:
        sealed = json.loads(path.read_text(encoding="utf-8"))
        manifest: dict[str, Any] = sealed["manifest"]
        seal = _seal(manifest)
        same = seal == sealed["sha256"] and seal.startswith(pointed)
    except FileNotFoundError as error:
        raise IndexDamagedError(path, Message("damage.missing")) from error
    except OSError as error:
        raise _unreadable(path, error) from error
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise IndexDamagedError(path, Message("damage.unreadable", {"why": type(error).__name__})) from error
    if not same:
        raise IndexDamagedError(path, Message("damage.changed"))
    return manifest


def _check_file(path: Path, entry: Mapping[str, Any]) -> None:
    try:
        size = path.stat().st_size
        if size != entry["bytes"]:
            raise IndexDamagedError(path, Message("damage.size", {"size": size, "wanted": entry["bytes"]}))
        if _sha256(path) != entry["sha256"]:
            raise IndexDamagedError(path, Message("damage.changed"))
    except FileNotFoundError as error:
        raise IndexDamagedError(path, Message("damage.missing")) from error
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> IndexDamagedError:
    if error.errno in PASSING:
        return IndexUnreadableError(path, error)
    return IndexDamagedError(path, Message("damage.unreadable", {"why": str(error.strerror)}))


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _seal(manifest: object) -> str:
    canonical = json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def _version(files: Mapping[str, Mapping[str, Any]]) -> str:
    return _seal({name: entry["sha256"] for name, entry in files.items()})[:12]


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


class GenerationWriter:
    """Writes the files of a new generation to a temporary folder; `new_generation` creates it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.facts: dict[str, Any] = {}

    def path(self, name: str) -> Path:
        """Return where to write a file of this name; its parent folders are created."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


@contextmanager
def new_generation(index: Path) -> Iterator[GenerationWriter]:
    """Provide a new generation to write to; it comes into force when the `with` block ends without an error.

    If the block raises, the new generation is deleted and the old one stays in force.

    Args:
        index: The index folder; created if missing.

    Raises:
        KutipError: Another build is writing to the same folder, or the path cannot be a folder.
        IndexUnwritableError: The operating system refuses: the disk is full, the folder read-only, …
    """
    with _named_if_refused(index):
        try:
            index.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError) as error:
            raise KutipError(f"{index} cannot be an index folder: {error.strerror}; choose another") from error
        with _only_builder(index):
            _remove_unfinished(index)
            before, name = _name_in_force(index), f"gen-{_newest(index) + 1}"
            writer = GenerationWriter(index / f"{name}.tmp")
            writer.folder.mkdir()
            try:
                yield writer
                _commit(index, writer, name)
            except BaseException:
                _remove_failed(index, writer.folder, name)
                raise
            _remove_old(index, keep={before, name})


@contextmanager
def _named_if_refused(index: Path) -> Iterator[None]:
    """Name the index folder where the operating system refuses to write; its own error often names no file."""
    try:
        yield
    except Exception as error:
        refused = refusal_in(error)
        if refused is None or is_of_paths(refused):
            raise
        raise IndexUnwritableError(index, refused) from error


@contextmanager
def _only_builder(index: Path) -> Iterator[None]:
    try:
        with FileLock(index / ".lock", timeout=0):
            yield
    except Timeout:
        raise KutipError(f"another kutip index is writing to {index}; wait for it to end and run it again") from None


def _name_in_force(index: Path) -> str | None:
    try:
        pointer = _read_pointer(index)
    except IndexDamagedError:
        return None
    return pointer[0] if pointer else None


def _newest(index: Path) -> int:
    numbers = [int(m.group(1)) for p in index.iterdir() if (m := _GENERATION.fullmatch(p.name))]
    return max(numbers, default=0)


def _commit(index: Path, writer: GenerationWriter, name: str) -> None:
    files = {}
    for path in _files(writer.folder):
        sync(path)
        entry = {"bytes": path.stat().st_size, "sha256": _sha256(path)}
        files[path.relative_to(writer.folder).as_posix()] = entry
    manifest = {"format": FORMAT, "facts": writer.facts, "files": files}
    seal = _seal(manifest)
    sealed = {"manifest": manifest, "sha256": seal}
    write_synced(writer.folder / MANIFEST, json.dumps(sealed, indent=1, sort_keys=True).encode("utf-8"))
    for folder in (*(p for p in writer.folder.rglob("*") if p.is_dir()), writer.folder):
        sync(folder)
    os.replace(writer.folder, index / name)
    sync(index)
    pointer = index / f"{_CURRENT}.tmp"
    write_synced(pointer, f"{name} {seal[:12]}\n".encode("ascii"))
    replace_read(pointer, index / _CURRENT)
    with suppress(OSError):  # the new generation is in force; unless this is synced, a power cut may bring back the old
        sync(index)


def _remove_unfinished(index: Path) -> None:
    for path in index.glob("gen-*.tmp"):
        shutil.rmtree(path)


def _remove_failed(index: Path, unfinished: Path, name: str) -> None:
    """Remove what a failed build has written, a complete generation too, but not one that CURRENT may name."""
    shutil.rmtree(unfinished, ignore_errors=True)
    with suppress(OSError):
        if not pointer(index).startswith(f"{name} "):
            shutil.rmtree(index / name, ignore_errors=True)
            (index / f"{_CURRENT}.tmp").unlink(missing_ok=True)


def _remove_old(index: Path, *, keep: Container[str | None]) -> None:
    """Remove all generations but the new one and its predecessor, which readers may be opening now.

    One that cannot be removed, since Windows lets no one remove a file that is open, stays until a later build.
    """
    for path in index.iterdir():
        if _GENERATION.fullmatch(path.name) and path.name not in keep:
            shutil.rmtree(path, ignore_errors=True)
