"""Reads the corpus folder: a folder a document, its source file untouched, and what is known of it."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from indexer.parsing.formats import choose_reader, source_names
from kutip.errors import CorpusError, SourceError
from kutip.types import Block, Document, Heading, Kind

_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")


def list_documents(corpus: Path) -> list[Path]:
    """The folders of a corpus that hold a document, by name.

    Raises:
        CorpusError: There is no such folder, or it holds no document.
    """
    if not corpus.is_dir():
        raise CorpusError(f"there is no corpus folder {corpus}; name one with --corpus or KUTIP_CORPUS")
    folders = sorted(p for p in corpus.iterdir() if p.is_dir() and not p.name.startswith("."))
    if not folders:
        raise CorpusError(f"{corpus} holds no document; put each in a folder of its own, as {corpus}/<id>/source.txt")
    return folders


def read_document(folder: Path) -> tuple[Document, tuple[Block, ...]]:
    """A document and its blocks.

    Args:
        folder: Holds one source file, such as source.txt or source.md, and perhaps metadata.json; its name is the
            document's id.

    Raises:
        CorpusError: A file is missing, blank, not of its form or not what its metadata say, or the name is no id.
    """
    if not _ID.fullmatch(folder.name):
        raise CorpusError(f"{folder.name!r} is no document id: use lower-case letters, digits, '-', '_' and '.'")
    path = _source(folder)
    data = path.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    metadata = _metadata(folder / "metadata.json", sha256)
    reader = choose_reader(path, data, metadata.get("source_form"))
    try:
        source = reader.read(data)
    except SourceError as error:
        raise CorpusError(f"{path} {error}") from error
    if not source.text.strip():
        raise CorpusError(f"{path} is blank; put the paper's text into it or remove its folder")
    titles = (block for block in source.blocks if block.kind is Kind.HEADING)
    headings = tuple(Heading(block.level, block.text, block.spans) for block in titles)
    return Document(folder.name, source.text, sha256, metadata, source.pages, path.name, headings), source.blocks


def _source(folder: Path) -> Path:
    """The one file of a document's folder that a reader reads."""
    names = source_names()
    found = [folder / name for name in names if (folder / name).is_file()]
    if len(found) != 1:
        have = " and ".join(path.name for path in found) or ("neither" if len(names) == 2 else "none")
        raise CorpusError(f"{folder} needs one of {' or '.join(names)}; it has {have}")
    return found[0]


def refuse_copies(documents: Iterable[Document]) -> None:
    """Make sure that no source is there twice: its passages would have the same ids twice.

    Raises:
        CorpusError: Two documents hold the same source.
    """
    ids: dict[str, str] = {}
    for document in documents:
        first = ids.setdefault(document.sha256, document.id)
        if first != document.id:
            raise CorpusError(f"{first} and {document.id} hold the same source; remove one of the two folders")


def _metadata(path: Path, sha256: str) -> dict[str, Any]:
    try:
        metadata = json.loads(path.read_text(encoding="utf-8"))
        json.dumps(metadata, ensure_ascii=False, allow_nan=False).encode("utf-8")  # no NaN, no lone surrogate
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:  # errors of JSON and of UTF-8 are ValueErrors
        raise CorpusError(f"{path} is not JSON in UTF-8: {error}; mend it or remove it") from error
    if not isinstance(metadata, dict):
        raise CorpusError(f"{path} holds a {type(metadata).__name__}; it needs an object of CSL-JSON fields")
    for field, holds, example in _SHAPES:
        if metadata.get(field) is not None and not holds(metadata[field]):
            raise CorpusError(f"{path}: {field} is {metadata[field]!r}; write it as CSL-JSON does: {example}")
    said = metadata.get("sha256")
    if said is not None and said != sha256:
        raise CorpusError(f"{path.parent}: the source has SHA-256 {sha256}, its metadata says {said}; mend one of them")
    return metadata


def _are_names(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(name, dict) for name in value)


def _is_date(value: object) -> bool:
    parts = value.get("date-parts", []) if isinstance(value, dict) else None
    return isinstance(parts, list) and all(isinstance(part, list) for part in parts)


# What Kutip itself reads of the metadata, how it has to be, and an example for who wrote it otherwise.
_SHAPES: tuple[tuple[str, Callable[[object], bool], str], ...] = (
    ("title", lambda value: isinstance(value, str), '"title": "The Role of ASEANAPOL"'),
    ("author", _are_names, '"author": [{"given": "Mansur", "family": "Juned"}]'),
    ("issued", _is_date, '"issued": {"date-parts": [[2025, 4, 24]]}'),
)
