"""Knows the papers of a corpus, so that one that comes again is seen: by its bytes, its DOI, or its title and year."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from indexer.given_metadata import bare_title
from indexer.parsing.corpus import source_file
from indexer.parsing.files import read_file
from indexer.parsing.metadata import read_metadata
from kutip.errors import CorpusError, KutipError
from kutip.index.layout import read_records
from kutip.index.store import open_generation
from kutip.metadata.facts import DocumentFacts, facts_of
from kutip.settings import Settings
from kutip.types import Document

METADATA = "metadata.json"


class Sameness(StrEnum):
    """By what a paper is taken for one that is there already."""

    FILE = "file"
    DOI = "doi"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Twin:
    """A paper of the corpus that may be the same as one that is added.

    Attributes:
        id: Its id.
        by: What both have in common.
        what: That in words: "the DOI 10.1234/salt", "the title “Salt” and the year 2019".
    """

    id: str
    by: Sameness
    what: str


class KnownPapers:
    """The papers of a corpus by what they are recognised by."""

    def __init__(self, documents: Iterator[Document]) -> None:
        """Note these papers."""
        self._facts: dict[str, tuple[str, DocumentFacts]] = {}
        for document in documents:
            self.note(document)

    def note(self, document: Document) -> None:
        """Note a paper, in the place of the one that has its id."""
        self._facts[document.id] = (document.sha256, facts_of(document))

    def of_file(self, sha256: str) -> str | None:
        """Return the id of the paper whose source has this hash."""
        return next((one for one, (held, _) in self._facts.items() if held == sha256), None)

    def twin_of(self, facts: DocumentFacts) -> Twin | None:
        """Return the paper that has the DOI of another, or its title and its year."""
        for document_id, (_, held) in self._facts.items():
            if facts.doi and held.doi and facts.doi.casefold() == held.doi.casefold():
                return Twin(document_id, Sameness.DOI, f"the DOI {facts.doi}")
        for document_id, (_, held) in self._facts.items():
            if _have_one_title(facts, held):
                return Twin(document_id, Sameness.TITLE, f"the title “{facts.title}” and the year {facts.year}")
        return None


def _have_one_title(one: DocumentFacts, other: DocumentFacts) -> bool:
    """Whether title and year are equal; not so if both name a DOI or authors, and these differ: "Editorial", say."""
    if not one.title or one.year is None or one.year != other.year or (one.doi and other.doi):
        return False
    if bare_title(one.title) != bare_title(other.title or ""):
        return False
    names = [{person.surname.casefold() for person in facts.people} for facts in (one, other)]
    return not all(names) or not names[0].isdisjoint(names[1])


def known_papers(settings: Settings, read: Callable[[Path], Document]) -> KnownPapers:
    """Look which papers a corpus has. What their texts say of them is taken from the index, if that has them.

    Args:
        settings: Corpus, index and limits.
        read: Reads the document in a folder that the index lacks; raises a `CorpusError` if it cannot.
    """
    return KnownPapers(_documents_of(settings, read))


def _documents_of(settings: Settings, read: Callable[[Path], Document]) -> Iterator[Document]:
    corpus, most = settings.corpus, settings.building.document_bytes
    try:
        indexed = {one.sha256: one for one in read_records(open_generation(settings.index).folder)[0].values()}
    except (KutipError, OSError):
        indexed = {}  # there is none, or none that can be used
    for folder in sorted(corpus.iterdir()):
        if folder.name.startswith(".") or not folder.is_dir():
            continue
        try:
            sha256 = hashlib.sha256(read_file(source_file(folder), corpus, most=most)).hexdigest()
            stated = read_metadata(folder / METADATA, None)
        except (CorpusError, OSError):
            continue  # a build names it
        known = dict(indexed[sha256].metadata) | stated if sha256 in indexed else _read_or(stated, folder, read)
        yield Document(folder.name, "", sha256, known)


def _read_or(stated: dict[str, Any], folder: Path, read: Callable[[Path], Document]) -> dict[str, Any]:
    """What is known of a document that the index lacks; only what is stated if it cannot be read."""
    try:
        return dict(read(folder).metadata)
    except CorpusError:
        return stated
