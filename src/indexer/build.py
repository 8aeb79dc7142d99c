"""Builds a generation of the index from a corpus: reads the papers, cuts passages, encodes and writes them."""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import kutip
from indexer.abbreviations import FILE as LISTED
from indexer.abbreviations import merged, read_listed
from indexer.encoders import encoders_of, facts_of_all
from indexer.examples import FILE as EXAMPLES
from indexer.examples import examples_of, read_examples
from indexer.glossaries import glossaries_of, glossary_files
from indexer.kept_vectors import forget_kept
from indexer.libraries import require_build_libraries
from indexer.limited import LimitedCalls
from indexer.papers import CutPaper, PaperReader, PassageSizes, ReadPaper
from indexer.parsing.corpus import list_documents
from indexer.parsing.files import mark_of, read_file
from indexer.planned import Planned, refuse_lost
from kutip.errors import CorpusError, IndexDamagedError, IndexFormatError, IndexMissingError
from kutip.index.corpus_view import fact_of_marks
from kutip.index.layout import (
    ABBREVIATIONS,
    MULTILINGUAL,
    SOURCES,
    write_bibliographies,
    write_blocks,
    write_examples,
    write_glossaries,
    write_records,
)
from kutip.index.page_files import write_page_files
from kutip.index.skipped import Skipped, fact_of, skipped_by
from kutip.index.store import Generation, GenerationWriter, new_generation, open_generation
from kutip.index.telemetry import switch_off_telemetry
from kutip.settings import Settings
from kutip.types import Document

_CODE = tuple(Path(package).parent for package in (__file__, kutip.__file__))  # a change in this code triggers a build

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a build.

    Attributes:
        generation: The generation in force.
        is_new: True if this build wrote it.
        documents: Number of documents in it.
        passages: Number of passages in it.
        encoded: Number of passages that had to be encoded; a passage counts for each encoder.
        skipped: The documents of the corpus that are not in it, each with the reason.
        lacks_multilingual: True if it has no multilingual encoder because that is not installed.
    """

    generation: Generation
    is_new: bool
    documents: int
    passages: int
    encoded: int
    skipped: tuple[Skipped, ...] = ()
    lacks_multilingual: bool = False


def build_index(
    settings: Settings,
    *,
    force: bool = False,
    planned: Planned | None = None,
    progress: Progress = lambda stage, done, total: None,
) -> Report:
    """Bring the index up to date with the corpus.

    A document that cannot be read, is a copy of another or exceeds a limit is skipped; the others are indexed. One that
    the index had is taken out of it, since its file no longer holds the text that would be shown, and the report says
    so.

    Args:
        settings: Corpus, index, model, sizes and limits.
        force: Build and encode everything even if nothing has changed.
        planned: The documents to build it of; None for those of the corpus.
        progress: Called as progress(stage, done, total) during the build.

    Returns:
        A report. If corpus, settings and code have not changed since the last build, nothing is written.

    Raises:
        CorpusError: The corpus or a list beside its documents cannot be read, or no document is left; the index is not
            changed.
        NotIndexedError: A new paper of those planned cannot be indexed; the index is not changed.
        ModelError: The model is missing or cannot be used.
        NotInstalledError: The extra `build` is not installed.
        KutipError: Another build is writing to the index.
    """
    require_build_libraries()
    switch_off_telemetry()
    folders = list_documents(settings.corpus) if planned is None else planned.folders
    known = {} if planned is None else planned.new
    main, further = encoders_of(settings.indexing)
    lacks = settings.indexing.multilingual == "auto" and MULTILINGUAL not in {one.name for one in further}
    fingerprint = _fingerprint(folders, settings, {one.name: one.fingerprint for one in (main, *further)})
    in_force = _previous(settings.index)
    previous = None if force else in_force
    if previous is not None and previous.facts.get("fingerprint") == fingerprint:
        facts = previous.facts
        return Report(previous, False, facts["documents"], facts["passages"], 0, skipped_by(previous), lacks)
    listed, glossaries = read_listed(settings.corpus / LISTED), glossaries_of(settings.corpus)
    read_examples(settings.corpus / EXAMPLES)  # refuses a wrong list before anything is written
    limits, marks = settings.building, fact_of_marks(folders)  # before they are read: a later change shows
    with LimitedCalls.within(limits) as calls:
        reader = PaperReader(calls, limits)
        papers = reader.read(folders, lambda done: progress("read", done, len(folders)), known)
        _refuse_none_left(papers, reader.skipped)
        with new_generation(settings.index) as writer:
            if force:
                forget_kept(settings.index)
            placed, beside = main.place(writer, previous), [one.place(writer, previous) for one in further]
            sizes = PassageSizes(placed.tokenizer, settings.indexing.passage_tokens, placed.passage_input)
            abbreviations, cut = _cut(reader, papers, listed, sizes)
            refuse_lost(reader.skipped, known)
            examples = examples_of(settings.corpus, [(paper.document, paper.blocks) for paper, _ in cut])
            write_examples(writer.folder, examples)
            write_glossaries(writer.folder, glossaries)
            writer.path(ABBREVIATIONS).write_text(json.dumps(abbreviations, ensure_ascii=False), encoding="utf-8")
            _write_texts(writer, cut, settings, folders)
            passages = [passage for _, one in cut for passage in one.passages]
            plans = [plan for _, one in cut for plan in one.plans]
            facts, encoded = placed.write(plans, partial(progress, "encode"))
            others = {}
            for one, its in zip(further, beside, strict=True):
                others[one.name], new = its.write_all(passages, partial(progress, one.name))
                encoded += new
            writer.facts = {
                **facts_of_all(facts, others),
                "kutip": kutip.__version__,
                "fingerprint": fingerprint,
                "documents": len(cut),
                "passages": len(passages),
                **marks,
                **fact_of(_with_history(reader.skipped, in_force)),
            }
    forget_kept(settings.index)
    built = open_generation(settings.index)
    return Report(built, True, len(cut), len(passages), encoded, skipped_by(built), lacks)


def _previous(index: Path) -> Generation | None:
    """Open the generation in force; None if there is none, or it is damaged or of another format."""
    try:
        return open_generation(index)
    except (IndexMissingError, IndexDamagedError, IndexFormatError):
        return None


def _with_history(skipped: Sequence[Skipped], before: Generation | None) -> list[Skipped]:
    """Mark those of the skipped that the generation before held, or had lost in the same way."""
    if before is None:
        return list(skipped)
    held = {path.name for path in before.path(SOURCES).iterdir()}
    held |= {one.document for one in skipped_by(before) if one.was_indexed}
    return [replace(one, was_indexed=one.document in held) for one in skipped]


def _fingerprint(folders: Sequence[Path], settings: Settings, models: Mapping[str, str]) -> str:
    """Return a hash of everything that determines the index: the corpus files, the build's settings and the code."""
    digest = hashlib.sha256()
    parts: Mapping[str, Any] = {
        "models": dict(models),
        "passage_tokens": settings.indexing.passage_tokens,
        "k1": settings.indexing.k1,
        "b": settings.indexing.b,
        "limits": settings.building.model_dump(),
    }
    digest.update(json.dumps(parts, sort_keys=True).encode())
    named = {f"{root.name}/{path.relative_to(root).as_posix()}": path for root in _CODE for path in root.rglob("*.py")}
    # A document is known by its id, wherever its folder is now.
    named |= {f"corpus/{folder.name}/{path.name}": path for folder in folders for path in _files_of(folder)}
    lists = [settings.corpus / name for name in (LISTED, EXAMPLES)] + list(glossary_files(settings.corpus).values())
    named |= {f"corpus/{path.name}": path for path in lists if os.path.lexists(path)}
    for name, path in sorted(named.items()):
        digest.update(f"{name}\0".encode())
        digest.update(mark_of(path, settings.corpus) if name.startswith("corpus/") else _hash(path))
    return digest.hexdigest()


def _hash(code: Path) -> bytes:
    return hashlib.sha256(code.read_bytes()).digest()


def _files_of(folder: Path) -> list[Path]:
    """Return the files of a folder; none if it cannot be read, which reading the document reports."""
    try:
        return [path for path in folder.iterdir() if not path.is_dir()]
    except OSError:
        return []


def _refuse_none_left(papers: Sequence[object], skipped: Sequence[Skipped]) -> None:
    """Refuse a corpus of which every document is skipped.

    Raises:
        CorpusError: No paper is left; the message has all reasons.
    """
    if not papers:
        reasons = "; ".join(one.reason for one in skipped)
        none = f"none of the {len(skipped)} documents can be indexed: " if len(skipped) > 1 else ""
        raise CorpusError(f"{none}{reasons}")


def _cut(
    reader: PaperReader, papers: Sequence[ReadPaper], listed: Sequence[tuple[str, ...]], sizes: PassageSizes
) -> tuple[list[list[str]], list[tuple[ReadPaper, CutPaper]]]:
    """Cut the papers into passages.

    Returns:
        The groups of abbreviations, and the papers that are not skipped, each with its passages. Abbreviations that
        only a skipped paper introduces are not used: the index is the same as without that paper.
    """
    while True:
        abbreviations, long_forms = _abbreviations(listed, papers)
        pairs = list(zip(papers, reader.cut(papers, long_forms, sizes), strict=True))
        cut = [(paper, one) for paper, one in pairs if one is not None]
        _refuse_none_left(cut, reader.skipped)
        if len(cut) == len(papers):
            return abbreviations, cut
        papers = [paper for paper, _ in cut]


def _abbreviations(
    listed: Sequence[tuple[str, ...]], papers: Iterable[ReadPaper]
) -> tuple[list[list[str]], dict[str, str]]:
    """Combine the abbreviations listed beside the papers with those that the papers introduce.

    Returns:
        The groups of forms, and the long form of each short form that the papers introduce: the listed one, if any.
    """
    listed_long_forms = {short: long for short, long, *_ in listed}
    introduced = [pair for paper in papers for pair in paper.introduced]
    long_forms = {short: listed_long_forms.get(short, long) for short, long in reversed(introduced)}
    return merged(listed, introduced), long_forms


def _write_texts(
    writer: GenerationWriter, cut: Sequence[tuple[ReadPaper, CutPaper]], settings: Settings, folders: Sequence[Path]
) -> None:
    """Write documents, blocks, bibliographies, passages and BM25 weights."""
    from indexer.bm25 import write_postings  # imports rank_bm25, which only the extra `build` installs

    passages = [passage for _, one in cut for passage in one.passages]
    write_records(writer.folder, [paper.document for paper, _ in cut], passages)
    folder_of = {folder.name: folder for folder in folders}

    def read(document: Document) -> bytes:
        return _read_unchanged(folder_of[document.id], document, settings.building.document_bytes)

    write_page_files(writer.folder, [paper.document for paper, _ in cut], read)
    write_blocks(writer.folder, {paper.document.id: paper.blocks for paper, _ in cut})
    write_bibliographies(writer.folder, {paper.document.id: paper.bibliography for paper, _ in cut})
    indexed = [list(terms) for _, one in cut for terms in one.terms]
    write_postings(writer.folder, indexed, k1=settings.indexing.k1, b=settings.indexing.b)


def _read_unchanged(folder: Path, document: Document, most: int) -> bytes:
    """Return the bytes of a document's file.

    Raises:
        CorpusError: It was changed since it was read.
    """
    path = folder / document.file
    data = read_file(path, folder.parent, most=most)
    if hashlib.sha256(data).hexdigest() != document.sha256:
        raise CorpusError(f"{path} was changed while it was indexed; run kutip index again")
    return data
