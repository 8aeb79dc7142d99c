"""Reads the corpus folder: one folder per document, with its source file and optional metadata."""

import hashlib
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from indexer.bibliography.files_beside import read_beside
from indexer.parsing.faults import all_faults
from indexer.parsing.files import MOST_BYTES, read_file, resolve_inside
from indexer.parsing.formats import choose_reader, source_names
from indexer.parsing.keyed_citations import KeyedCitations
from indexer.parsing.markdown.pandoc_keys import pandoc_citations
from indexer.parsing.metadata import read_metadata
from indexer.parsing.pdf.page_ocr import OcrOptions
from indexer.parsing.pdf.pdf_reader import PdfReader
from indexer.parsing.reader import ReadSource, TextReader
from indexer.parsing.stated_facts import stated_facts, with_stated
from kutip.errors import CorpusError, SourceError
from kutip.settings import BuildingLimits
from kutip.types import Block, Document, Heading, Kind

# A document, its blocks, and what its source says of its citations.
_Read = tuple[Document, tuple[Block, ...], KeyedCitations]

_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")  # no file on Windows may have such a name


def list_documents(corpus: Path) -> list[Path]:
    """Return the document folders of a corpus, sorted by name.

    Raises:
        CorpusError: The folder does not exist or has no document in it.
    """
    folders = documents_in(corpus)
    if not folders:
        raise CorpusError(f"{corpus} holds no document; put each in a folder of its own, as {corpus}/<id>/source.txt")
    return folders


def documents_in(corpus: Path) -> list[Path]:
    """Return the document folders of a corpus, sorted by name; it may have none.

    Raises:
        CorpusError: The folder does not exist or cannot be read.
    """
    if not corpus.is_dir():
        raise CorpusError(f"there is no corpus folder {corpus}; name one with --corpus or KUTIP_CORPUS")
    try:
        paths = [path for path in corpus.iterdir() if not path.name.startswith(".")]
    except OSError as error:
        raise CorpusError(f"{corpus} cannot be read: {error.strerror}; allow it, or name another corpus") from error
    return sorted(path for path in paths if path.is_dir() or _leads_nowhere(path))


def _leads_nowhere(path: Path) -> bool:
    """True for a symbolic link to nothing or in a loop: it may stand for a document, so reading it has to fail."""
    return path.is_symlink() and not path.exists()


def read_document(folder: Path, limits: BuildingLimits | None = None) -> _Read:
    """Read a document and divide it into blocks; return with both what its source says of its citations.

    Args:
        folder: Contains one source file, such as source.txt or source.html, and optionally metadata.json; its name is
            the document's id.
        limits: What a document may have; None for the size of its file alone.

    Raises:
        CorpusError: The source file is missing, blank, too large, of another form or not the one in the metadata; the
            metadata cannot be used; the folder's name is not a valid id; or something is a link out of the corpus. The
            message has all that is wrong with source and metadata.
    """
    refuse_other_id(folder.name)
    return _read(folder, None, limits)


def refuse_other_id(name: str) -> None:
    """Refuse what cannot be the id of a document.

    Raises:
        CorpusError: It cannot; the message says why.
    """
    if not _ID.fullmatch(name):
        raise CorpusError(f"{name!r} is no document id: use lower-case letters, digits, '-', '_' and '.'")
    if _RESERVED.fullmatch(name):
        raise CorpusError(f"{name!r} is no document id: Windows reserves this name; use another one")


def is_document_id(name: str) -> bool:
    """Whether a document may have this id."""
    return _ID.fullmatch(name) is not None and _RESERVED.fullmatch(name) is None


def read_alone(path: Path, limits: BuildingLimits | None = None) -> _Read:
    """Read as `read_document` does a file, or a folder with a source file, that is of no corpus; its name may be any.

    Raises:
        CorpusError: As for `read_document`, and for a file with another suffix than readers have.
    """
    return _read(path, None, limits) if path.is_dir() else _read(path.parent, path, limits)


def texts_in(folder: Path) -> list[Path]:
    """Return what there is to read in a folder that is of no corpus: itself, folders with a source file, or files.

    Raises:
        CorpusError: There is nothing.
    """
    names = source_names()
    if any((folder / name).is_file() for name in names):
        return [folder]
    within = sorted(folder.iterdir())
    folders = [one for one in within if one.is_dir() and any((one / name).is_file() for name in names)]
    suffixes = {Path(name).suffix for name in names}
    found = folders or [one for one in within if one.is_file() and one.suffix in suffixes]
    if not found:
        raise CorpusError(f"{folder} has no text to read: no {' or '.join(names)}, and no file like one")
    return found


def _read(folder: Path, file: Path | None, limits: BuildingLimits | None) -> _Read:
    """Read the source of a folder, or one file in it, which is then named after itself."""
    resolve_inside(folder, folder.parent)
    data, sha256, metadata = b"", None, {}
    with all_faults() as faults:
        with faults.noted():
            path = source_file(folder) if file is None else file
            most = MOST_BYTES if limits is None else limits.document_bytes
            data = read_file(path, folder.parent, most=most, remedy="divide it or raise KUTIP_DOCUMENT_BYTES")
            sha256 = hashlib.sha256(data).hexdigest()
        with faults.noted():
            metadata = read_metadata(folder / "metadata.json", sha256) if file is None else {}
        if sha256 is not None:
            source = _read_source(path, data, metadata, limits)
    titles = (block for block in source.blocks if block.kind is Kind.HEADING)
    headings = tuple(Heading(block.level, block.text, block.spans) for block in titles)
    facts = stated_facts(folder if file is None else None, source, metadata)
    whole = with_stated(metadata, facts)
    name = folder.name if file is None else file.stem
    keyed = read_beside(source.keyed, path.parent, document_id=name, sha256=sha256 or "", source=path.name)
    notices = (*source.notices, *keyed.unread)
    document = Document(
        name,
        source.text,
        sha256,
        whole,
        source.pages,
        path.name,
        headings,
        facts,
        notices,
        page_shapes=source.page_shapes,
        read_by=source.read_by,
        boxes_of=source.boxes,
    )
    return document, source.blocks, keyed


def _read_source(path: Path, data: bytes, metadata: Mapping[str, Any], limits: BuildingLimits | None) -> ReadSource:
    """Read the content of a source file.

    Raises:
        CorpusError: It is blank, too large or of another form.
    """
    reader = choose_reader(path, data, metadata.get("source_form"))
    most_characters = None if limits is None else limits.document_characters
    if isinstance(reader, PdfReader) and limits is not None:  # it stops early, before all pages take their time
        reader = PdfReader(limits.document_pages, limits.document_characters, OcrOptions.of(limits))
    if isinstance(reader, TextReader):  # its text is the file, so that one too large is not read at all
        _refuse_longer(path, data.decode("utf-8", errors="ignore"), most_characters)
    try:
        source = reader.read(data)
        if reader.form == "markdown":
            source = replace(source, keyed=pandoc_citations(source.text, source.blocks))
    except SourceError as error:
        raise CorpusError(f"{path} {error}") from error
    if not source.text.strip():
        raise CorpusError(f"{path} is blank; put the paper's text into it or remove its folder")
    _refuse_longer(path, source.text, most_characters)
    return source


def _refuse_longer(path: Path, text: str, most: int | None) -> None:
    if most is not None and len(text) > most:
        raise CorpusError(
            f"{path} has {len(text)} characters, over the limit of {most}; divide it or raise KUTIP_DOCUMENT_CHARACTERS"
        )


def source_file(folder: Path) -> Path:
    """Return the path of the only file in a document's folder that a reader reads; a PDF beside another is none.

    Raises:
        CorpusError: There is none, or several.
    """
    names = source_names()
    found = [folder / name for name in names if os.path.lexists(folder / name)]
    files = [path for path in found if path.suffix != ".pdf"] or found
    if len(files) != 1:
        have = " and ".join(path.name for path in files) or "none"
        raise CorpusError(f"{folder} needs one of {' or '.join(names)}; it has {have}")
    return files[0]


def refuse_copies(documents: Iterable[Document]) -> None:
    """Refuse two documents with the same source, because their passages would have the same ids.

    Raises:
        CorpusError: Two documents have the same source.
    """
    ids: dict[str, str] = {}
    for document in documents:
        first = ids.setdefault(document.sha256, document.id)
        if first != document.id:
            raise CorpusError(f"{first} and {document.id} hold the same source; remove one of the two folders")
