"""Adds papers to a corpus: copies each file, reads it, names it, and recognises one that is there already."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from indexer.bibliography.files_beside import name_beside
from indexer.corpus_change import CorpusChange
from indexer.fact_sources import with_sources
from indexer.found_files import STANDARD_INPUT, suffix_for, told
from indexer.given_metadata import GivenMetadata
from indexer.known_papers import METADATA, Sameness, Twin, known_papers
from indexer.limited import LimitedCalls
from indexer.paper_ids import file_name_of, paper_id
from indexer.papers import ReadPaper, read_paper
from indexer.parsing.corpus import refuse_other_id, source_file
from indexer.parsing.files import MOST_BYTES, read_file
from indexer.parsing.formats import source_names
from indexer.parsing.metadata import read_metadata
from kutip.errors import CorpusError
from kutip.metadata.facts import facts_of
from kutip.settings import Settings
from kutip.types import Bibliography

_BESIDE = (".bib", ".bbl", ".json", ".pdf")  # what the own folder of a paper may hold beside the source
_REMEDY = "divide it or raise KUTIP_DOCUMENT_BYTES"
_OF_OLD_SOURCE = ("sha256", "source_form")  # metadata that speak of the source file, not of the paper


class Fate(StrEnum):
    """What became of a file."""

    ADDED = "added"
    REPLACED = "replaced"
    HELD = "held"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class AddedPaper:
    """What became of a file that could be read.

    Attributes:
        id: The id of the paper in the corpus.
        fate: Added, or it replaced the source of that paper; or nothing was done, since the corpus held this very
            file, or a person chose to leave the paper that it has.
        paper: The paper as it was read; None if nothing was done.
    """

    id: str
    fate: Fate
    paper: ReadPaper | None = None


class Choice(StrEnum):
    """What to do with a paper that the corpus may have."""

    REPLACE = "replace"
    AS_NEW = "as_new"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person asks for who adds papers.

    Attributes:
        id: The id that the paper is to have; "" to name it after author and year.
        twins: What to do with a paper that the corpus may have; None to ask.
        ask: Asks what to do, given the file and the paper of the corpus; None if nobody can be asked.
        metadata: The metadata given for the papers.
        is_alone: True if only one paper is added.
    """

    id: str = ""
    twins: Choice | None = None
    ask: Callable[[Path, Twin], Choice] | None = None
    metadata: GivenMetadata | None = None
    is_alone: bool = True


class PaperAdder:
    """Adds papers to a corpus, one after the other, within a change of it."""

    def __init__(self, change: CorpusChange, calls: LimitedCalls, settings: Settings, *, given: bytes = b"") -> None:
        """Look which papers the corpus has.

        Args:
            change: The change of the corpus.
            calls: Reads one paper within the limits.
            settings: Corpus, index and limits.
            given: What standard input holds.
        """
        self._change, self._calls, self._settings, self._given = change, calls, settings, given
        self._known = known_papers(settings, lambda folder: self._read(folder).document)

    def add(self, path: Path, wishes: Wishes) -> AddedPaper:
        """Add the paper at a path: a file, the folder of a source, or "-" for standard input.

        Raises:
            CorpusError: It cannot be read, the corpus may have it and nobody can be asked, or what is wished cannot be
                done; nothing was changed for it.
        """
        own = path if path.is_dir() else None
        source = source_file(path) if own is not None else path
        data = self._bytes_of(source)
        suffix = suffix_for(source, data)
        held = self._known.of_file(hashlib.sha256(data).hexdigest())
        if held is not None and wishes.twins is not Choice.REPLACE:
            return AddedPaper(held, Fate.HELD)
        room = self._change.room("paper" if source == STANDARD_INPUT else file_name_of(source))
        (room / f"source{suffix}").write_bytes(data)
        try:
            return self._place(room, source, wishes, held, own)
        except CorpusError as error:
            shown = told(source)
            said = str(error).replace(str(room / f"source{suffix}"), shown).replace(str(room), shown)
            raise CorpusError(said if shown in said else f"{shown}: {said}") from error

    def _bytes_of(self, file: Path) -> bytes:
        """Return the content of a file that a person names, which may be a link to it, or standard input.

        Raises:
            CorpusError: It is no regular file, too large, or cannot be read.
        """
        most = self._settings.building.document_bytes
        if file == STANDARD_INPUT:
            if len(self._given) > most:
                raise CorpusError(f"{told(file)} has more than {most:,} bytes; {_REMEDY}")
            return self._given
        try:
            found = file.resolve(strict=True)
            return read_file(found, found.parent, most=most, remedy=_REMEDY)
        except (OSError, RuntimeError) as error:
            raise CorpusError(f"{file} cannot be read: {error}") from error

    def _place(self, room: Path, source: Path, wishes: Wishes, held: str | None, own: Path | None) -> AddedPaper:
        """Read what lies in a room, with what belongs to it, and let it be a document.

        Args:
            room: The new folder, with the source.
            source: Where that was.
            wishes: What is asked for.
            held: Id of the paper with the same source.
            own: The folder of the source, if it is of this paper alone.
        """
        if own is not None:
            _copy(own, room, [one.name for one in own.iterdir() if one.suffix.lower() in _BESIDE])
        paper = self._read(room)
        is_more = source != STANDARD_INPUT and self._copy_references(paper, source, room)
        if wishes.metadata is not None:
            self._write_given(paper, wishes.metadata, wishes, source, room)
            paper, is_more = self._read(room), False
        replaced = self._replaced(paper, wishes, source, held)
        if isinstance(replaced, AddedPaper):
            return replaced
        if replaced is not None:
            is_more = self._keep_what_was(self._change.folder_of(replaced), room) or is_more
        if is_more:
            paper = self._read(room)
        named = None if source == STANDARD_INPUT else source
        name = replaced or wishes.id or paper_id(facts_of(paper.document), named, self._taken())
        refuse_other_id(name)
        self._change.place(room, name)
        paper = renamed(paper, name)
        self._known.note(paper.document)
        return AddedPaper(name, Fate.ADDED if replaced is None else Fate.REPLACED, paper)

    def _copy_references(self, paper: ReadPaper, source: Path, room: Path) -> bool:
        """Copy the files of references that belong to a source; True if there was one.

        A LaTeX source names its .bib; what LaTeX made of it, the .bbl, has the name of the source.
        """
        beside = [name_beside(name) for name in paper.files] + [f"{source.stem}.bbl"] * bool(paper.files)
        return _copy(source.parent, room, beside)

    def _write_given(self, paper: ReadPaper, given: GivenMetadata, wishes: Wishes, source: Path, room: Path) -> None:
        """Write the metadata that are given for a paper, each with where it is from."""
        path = None if source == STANDARD_INPUT else source
        keys = (wishes.id, "" if path is None else path.stem)
        item = given.item_of(facts_of(paper.document), keys, path, is_alone=wishes.is_alone)
        _write_json(room / METADATA, with_sources(item.fields, given.origin_of(item)))

    def _replaced(self, paper: ReadPaper, wishes: Wishes, source: Path, held: str | None) -> str | AddedPaper | None:
        """The id of the paper whose source is replaced; None if this is a new one, or what was decided instead.

        Raises:
            CorpusError: The corpus may have this paper and nobody can be asked, or has another with the id wished.
        """
        facts = facts_of(paper.document)
        twin = Twin(held, Sameness.FILE, "the same file") if held is not None else self._known.twin_of(facts)
        if twin is not None:
            choice = wishes.twins or (wishes.ask(source, twin) if wishes.ask is not None else None)
            if choice is None:
                raise CorpusError(
                    f"the corpus has {twin.id} with {twin.what}; --replace puts this file in the place of that one's"
                    " source, --as-new adds it beside it"
                )
            if choice is Choice.LEAVE:
                return AddedPaper(twin.id, Fate.LEFT)
            if choice is Choice.REPLACE and wishes.id and twin.id != wishes.id:
                raise CorpusError(f"the corpus has this paper as {twin.id}, not as {wishes.id}; leave out --id")
            if choice is Choice.REPLACE:
                return twin.id
        if wishes.id not in self._taken():
            return None
        if wishes.twins is not Choice.REPLACE:
            raise CorpusError(f"the corpus has another paper as {wishes.id}; choose another --id, or --replace it")
        return wishes.id

    def _read(self, folder: Path) -> ReadPaper:
        return self._calls.call(folder.name, read_paper, folder, self._settings.building)

    def _taken(self) -> set[str]:
        return {one.casefold() for one in self._change.names()}

    def _keep_what_was(self, held: Path, room: Path) -> bool:
        """Copy what lay beside the source that is replaced; True if there was something."""
        names = [one.name for one in held.iterdir() if one.name not in source_names()]
        is_more = _copy(held, room, names)
        stated = read_metadata(room / METADATA, None)
        if stated.keys() & set(_OF_OLD_SOURCE):
            _write_json(room / METADATA, {name: stated[name] for name in stated if name not in _OF_OLD_SOURCE})
        return is_more


def renamed(paper: ReadPaper, document_id: str) -> ReadPaper:
    """Return a paper as it would have been read under this id."""
    held = paper.bibliography
    bibliography = Bibliography(
        tuple(replace(one, document_id=document_id) for one in held.references),
        tuple(replace(one, document_id=document_id) for one in held.mentions),
        tuple(replace(one, document_id=document_id) for one in held.problems),
    )
    return replace(paper, document=replace(paper.document, id=document_id), bibliography=bibliography)


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
