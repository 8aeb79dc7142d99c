"""Reads the corpus folder: a folder a document, its source file untouched, and what is known of it."""

import hashlib
import itertools
import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from indexer.parsing.lines import split_lines
from indexer.parsing.markdown import read_markdown
from indexer.parsing.pdf_text import read_pdf_text
from kutip.errors import CorpusError
from kutip.types import Block, Document, Heading, Kind

Reader = Callable[[str], tuple[tuple[Block, ...], tuple[int, ...]]]
READERS: dict[str, Reader] = {"markdown": read_markdown, "pdf-text": read_pdf_text}

SOURCES = ("source.md", "source.txt")
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_TYPICAL_LINE = 120  # characters; lines of a column are shorter, paragraphs on one line are longer


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
        folder: Holds source.txt or source.md and metadata.json; its name is the document's id.

    Raises:
        CorpusError: A file is missing, not UTF-8, blank, not what its metadata says, or the name is no id.
    """
    if not _ID.fullmatch(folder.name):
        raise CorpusError(f"{folder.name!r} is no document id: use lower-case letters, digits, '-', '_' and '.'")
    found = [folder / name for name in SOURCES if (folder / name).is_file()]
    if len(found) != 1:
        have = " and ".join(path.name for path in found) or "neither"
        raise CorpusError(f"{folder} needs one of {' or '.join(SOURCES)}; it has {have}")
    data = found[0].read_bytes()
    try:
        source = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CorpusError(f"{found[0]} is not UTF-8 at byte {error.start}; convert it, then run kutip index") from error
    if not source.strip():
        raise CorpusError(f"{found[0]} is blank; put the paper's text into it or remove its folder")
    sha256 = hashlib.sha256(data).hexdigest()
    metadata = _metadata(folder / "metadata.json", sha256)
    form = metadata.get("source_form") or guess_form(source)
    if not isinstance(form, str) or form not in READERS:
        raise CorpusError(f"{folder}/metadata.json: source_form is {form!r}; use one of {', '.join(READERS)}")
    blocks, pages = READERS[form](source)
    headings = tuple(Heading(block.level, block.text, block.spans) for block in blocks if block.kind is Kind.HEADING)
    return Document(folder.name, source, sha256, metadata, pages, found[0].name, headings), blocks


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


def guess_form(source: str) -> str:
    r"""Which reader a text is for: a paragraph a line is Markdown, short lines that cut sentences a PDF's text.

    >>> guess_form("# Title\n\nOne line.")
    'markdown'
    """
    lines = [line.content for line in split_lines(source) if line.content]
    in_long = sum(len(line) for line in lines if len(line) > _TYPICAL_LINE)
    cut = sum(1 for a, b in itertools.pairwise(lines) if a[-1].isalnum() and b[:1].islower())
    return "pdf-text" if in_long * 2 < sum(map(len, lines)) and cut * 5 > len(lines) else "markdown"
