"""Adds papers to a corpus: copies each file, reads it, names it, and recognises one that is there already."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from indexer.bibliography.files_beside import name_beside
from indexer.corpus_change import CorpusChange
from indexer.given_metadata import GivenMetadata
from indexer.limited import LimitedCalls
from indexer.paper_ids import file_name_of, paper_id
from indexer.papers import ReadPaper, read_paper
from indexer.parsing.corpus import refuse_other_id, source_file
from indexer.parsing.files import MOST_BYTES, read_file
from indexer.parsing.formats import source_names
from indexer.parsing.metadata import read_metadata
from kutip.errors import CorpusError, KutipError
from kutip.index.layout import read_records
from kutip.index.store import open_generation
from kutip.metadata.facts import DocumentFacts, facts_of
from kutip.settings import Settings
from kutip.types import Document

_METADATA = "metadata.json"
_BESIDE = (".bib", ".bbl", ".json", ".pdf")  # what the own folder of a paper may hold beside the source
_OF_OLD_SOURCE = ("sha256", "source_form")  # metadata that speak of the source file, not of the paper


@dataclass(frozen=True, slots=True)
class AddedPaper:
    """What became of a file.

    Attributes:
        id: The id of the paper in the corpus.
        paper: The paper as it was read; None if the corpus had this very file already.
        has_replaced: True if it took the place of another source of that paper.
    """

    id: str
    paper: ReadPaper | None
    has_replaced: bool = False


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person asks for who adds papers.

    Attributes:
        id: The id that the paper is to have; "" to name it after author and year.
        replace: True to put a file in the place of the source of the same paper.
        metadata: The metadata given for the papers.
        is_alone: True if only one paper is added.
    """

    id: str = ""
    replace: bool = False
    metadata: GivenMetadata | None = None
    is_alone: bool = True


def papers_at(paths: Iterable[Path]) -> list[Path]:
    """Return the files and the folders of papers at some paths: of a folder, itself if it has a source, or those in it.

    Raises:
        CorpusError: There is nothing at a path, or nothing to read in a folder.
    """
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise CorpusError(f"there is no file or folder {path}")
        within = list(_papers_in(path)) if path.is_dir() else [path]
        if not within:
            raise CorpusError(f"{path} has no paper: no file that ends in {', '.join(sorted(_suffixes()))}")
        found += within
    return list(dict.fromkeys(found))


def _papers_in(folder: Path) -> Iterator[Path]:
    if _has_source(folder):
        yield folder
        return
    for one in sorted(folder.iterdir()):
        if one.name.startswith("."):
            continue
        if _has_source(one) if one.is_dir() else one.suffix.lower() in _suffixes():
            yield one


def _has_source(folder: Path) -> bool:
    return any((folder / name).is_file() for name in source_names())


def _suffixes() -> set[str]:
    return {Path(name).suffix for name in source_names()}


class PaperAdder:
    """Adds papers to a corpus, one after the other, within a change of it."""

    def __init__(self, change: CorpusChange, calls: LimitedCalls, settings: Settings) -> None:
        """Look which papers the corpus has.

        Args:
            change: The change of the corpus.
            calls: Reads one paper within the limits.
            settings: Corpus, index and limits.
        """
        self._change, self._calls, self._settings = change, calls, settings
        self._by_hash: dict[str, str] = {}
        self._by_doi: dict[str, str] = {}
        for document in _known(settings):
            self._note(document)

    def add(self, path: Path, wishes: Wishes) -> AddedPaper:
        """Add the paper at a path, a file or the folder of a source.

        Raises:
            CorpusError: It cannot be read, the corpus has another file of it, or what is wished cannot be done; nothing
                was changed for it.
        """
        source = source_file(path) if path.is_dir() else path
        suffix = source.suffix.lower()
        if suffix not in _suffixes():
            raise CorpusError(f"{path} is of no form that is read; these are: {', '.join(sorted(_suffixes()))}")
        data = _bytes_of(source, self._settings.building.document_bytes)
        same = self._by_hash.get(hashlib.sha256(data).hexdigest())
        if same is not None and not wishes.replace:
            return AddedPaper(same, None)
        room = self._change.room(file_name_of(source))
        (room / f"source{suffix}").write_bytes(data)
        try:
            return self._place(room, source, wishes, same, own=source.parent if path.is_dir() else None)
        except CorpusError as error:
            told = str(error).replace(str(room / f"source{suffix}"), str(source)).replace(str(room), str(source))
            raise CorpusError(told if str(source) in told else f"{source}: {told}") from error

    def _place(self, room: Path, source: Path, wishes: Wishes, same: str | None, *, own: Path | None) -> AddedPaper:
        """Read what lies in a room, with what belongs to it, and put it into the corpus.

        Args:
            room: The new folder, with the source.
            source: Where that was.
            wishes: What is asked for.
            same: Id of the paper with the same source.
            own: The folder of the source, if it is of this paper alone.
        """
        if own is not None:
            _copy(own, room, [one.name for one in own.iterdir() if one.suffix.lower() in _BESIDE])
        paper = self._read(room)
        # A LaTeX source names its .bib; what LaTeX made of it, the .bbl, has the name of the source.
        beside = [name_beside(name) for name in paper.files] + [f"{source.stem}.bbl"] * bool(paper.files)
        is_more = _copy(source.parent, room, beside)
        facts = facts_of(paper.document)
        if wishes.metadata is not None:
            keys = (wishes.id, source.stem)
            _write_json(room / _METADATA, wishes.metadata.item_of(facts, keys, is_alone=wishes.is_alone))
            facts, is_more = facts_of(self._read(room).document), True
        replaced = self._replaced(facts, wishes, same)
        if replaced is not None:
            is_more = self._keep_what_was(self._settings.corpus / replaced, room) or is_more
        if is_more:
            paper = self._read(room)
        name = replaced or wishes.id or paper_id(facts_of(paper.document), source, self._taken())
        refuse_other_id(name)
        self._change.place(room, name)
        document = replace(paper.document, id=name)
        self._forget(name)
        self._note(document)
        return AddedPaper(name, replace(paper, document=document), replaced is not None)

    def _replaced(self, facts: DocumentFacts, wishes: Wishes, same: str | None) -> str | None:
        """The id of the paper whose source is replaced; None if this is a new one.

        Raises:
            CorpusError: The corpus has another file of this paper, or a paper with this id, and that was not wished.
        """
        twin = same or (self._by_doi.get(facts.doi.casefold()) if facts.doi else None)
        held = wishes.id if wishes.id in self._taken() else None
        if twin is not None and not wishes.replace:
            raise CorpusError(
                f"the corpus has this paper, with the DOI {facts.doi}, as {twin}; --replace puts this file in the place"
                " of that one's source"
            )
        if twin is not None and wishes.id and twin != wishes.id:
            raise CorpusError(f"the corpus has this paper as {twin}, not as {wishes.id}; leave out --id")
        if held is not None and not wishes.replace:
            raise CorpusError(f"the corpus has another paper as {held}; choose another --id, or --replace that one")
        return twin or held

    def _read(self, room: Path) -> ReadPaper:
        return self._calls.call(room.name, read_paper, room, self._settings.building)

    def _taken(self) -> set[str]:
        return {one.name.casefold() for one in self._settings.corpus.iterdir()}

    def _keep_what_was(self, held: Path, room: Path) -> bool:
        """Copy what lay beside the source that is replaced; True if there was something."""
        names = [one.name for one in held.iterdir() if one.name not in source_names()]
        is_more = _copy(held, room, names)
        stated = read_metadata(room / _METADATA, None)
        if stated.keys() & set(_OF_OLD_SOURCE):
            _write_json(room / _METADATA, {name: stated[name] for name in stated if name not in _OF_OLD_SOURCE})
        return is_more

    def _note(self, document: Document) -> None:
        self._by_hash[document.sha256] = document.id
        doi = facts_of(document).doi
        if doi:
            self._by_doi[doi.casefold()] = document.id

    def _forget(self, document_id: str) -> None:
        for held in (self._by_hash, self._by_doi):
            for key in [key for key, of in held.items() if of == document_id]:
                del held[key]


def _known(settings: Settings) -> Iterator[Document]:
    """Yield the papers of the corpus without their texts: facts that were read from a text are known of an index."""
    try:
        indexed = {one.sha256: one for one in read_records(open_generation(settings.index).folder)[0].values()}
    except (KutipError, OSError):
        indexed = {}  # there is none, or none that can be used
    for folder in sorted(settings.corpus.iterdir()):
        if folder.name.startswith(".") or not folder.is_dir():
            continue
        try:
            sha256 = hashlib.sha256(read_file(source_file(folder), settings.corpus, most=MOST_BYTES)).hexdigest()
            stated = read_metadata(folder / _METADATA, None)
        except (CorpusError, OSError):
            continue  # a build names it
        read = dict(indexed[sha256].metadata) if sha256 in indexed else {}
        yield Document(folder.name, "", sha256, read | stated)


def _bytes_of(file: Path, most: int) -> bytes:
    """Return the content of a file that a person names, which may be a link to it.

    Raises:
        CorpusError: It is no regular file, too large, or cannot be read.
    """
    try:
        found = file.resolve(strict=True)
        return read_file(found, found.parent, most=most, remedy="divide it or raise KUTIP_DOCUMENT_BYTES")
    except (OSError, RuntimeError) as error:
        raise CorpusError(f"{file} cannot be read: {error}") from error


def _copy(folder: Path, room: Path, names: Iterable[str]) -> bool:
    """Copy the regular files with these names that are in a folder and not yet in the room; True if there was one."""
    copied = False
    for name in names:
        if (folder / name).is_file() and not (room / name).exists():
            (room / name).write_bytes(read_file(folder / name, folder, most=MOST_BYTES))
            copied = True
    return copied


def _write_json(path: Path, item: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(item, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
