"""Builds a generation of the index from a corpus: reads the papers, cuts passages, encodes and writes them."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import kutip
from indexer import embeddings, passage_encoder
from indexer.abbreviations import FILE as LISTED
from indexer.abbreviations import find_abbreviations, merged, read_listed
from indexer.bibliography.read import read_bibliography
from indexer.embeddings import embed, known_embeddings, plan, write_embeddings
from indexer.examples import FILE as EXAMPLES
from indexer.examples import examples_of
from indexer.glossaries import glossaries_of, glossary_files
from indexer.libraries import require_build_libraries
from indexer.parsing.corpus import list_documents, read_document, refuse_copies
from indexer.parsing.files import mark_of
from indexer.passage_encoder import PassageEncoder
from indexer.passages import cut_passages
from kutip.errors import CorpusError, IndexDamagedError, IndexFormatError, IndexMissingError
from kutip.index import token_vectors
from kutip.index.layout import (
    ABBREVIATIONS,
    ENCODER,
    TOKENIZER,
    write_bibliographies,
    write_blocks,
    write_examples,
    write_glossaries,
    write_records,
)
from kutip.index.query_encoder import load_tokenizer
from kutip.index.store import Generation, GenerationWriter, new_generation, open_generation
from kutip.index.telemetry import switch_off_telemetry
from kutip.settings import Settings
from kutip.text.terms import indexed_text, terms
from kutip.types import Block, Document, Passage

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_SPECIAL_TOKENS = 2  # [CLS] and [SEP], which count towards the encoder's limit
_CODE = tuple(Path(package).parent for package in (__file__, kutip.__file__))  # a change in this code triggers a build

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a build: the generation in force, whether it is new, and how many passages had to be encoded."""

    generation: Generation
    is_new: bool
    documents: int
    passages: int
    encoded: int


def build_index(
    settings: Settings, *, force: bool = False, progress: Progress = lambda stage, done, total: None
) -> Report:
    """Bring the index up to date with the corpus.

    Args:
        settings: Corpus, index, model and sizes.
        force: Build and encode everything even if nothing has changed.
        progress: Called as progress(stage, done, total) during the build.

    Returns:
        A report. If corpus, settings and code have not changed since the last build, nothing is written.

    Raises:
        CorpusError: The corpus cannot be read; the index is not changed.
        ModelError: The model is missing or cannot be used.
        NotInstalledError: The extra `build` is not installed.
        KutipError: Another build is writing to the index.
    """
    require_build_libraries()
    switch_off_telemetry()
    folders = list_documents(settings.corpus)
    encoder = PassageEncoder(settings.indexing.model)
    model = _model_fingerprint(encoder)
    fingerprint = _fingerprint(folders, settings, model)
    previous = None if force else _previous(settings.index)
    if previous is not None and previous.facts.get("fingerprint") == fingerprint:
        facts = previous.facts
        return Report(previous, False, facts["documents"], facts["passages"], 0)
    parsed = _read_corpus(folders, progress)
    abbreviations, long_forms = _abbreviations(settings.corpus / LISTED, parsed)
    examples, glossaries = examples_of(settings.corpus, parsed), glossaries_of(settings.corpus)
    reusable = previous if previous is not None and previous.facts.get("model_fingerprint") == model else None
    with new_generation(settings.index) as writer:
        max_tokens = _put_encoder(writer, encoder, reusable)
        tokenizer = load_tokenizer(writer.path(TOKENIZER))
        passages = _passages(parsed, long_forms, tokenizer, settings, max_tokens)
        _write_texts(writer, parsed, passages, settings)
        write_examples(writer.folder, examples)
        write_glossaries(writer.folder, glossaries)
        writer.path(ABBREVIATIONS).write_text(json.dumps(abbreviations, ensure_ascii=False), encoding="utf-8")
        plans = [plan(passage, tokenizer) for passage in passages]
        known = known_embeddings(reusable) if reusable is not None else {}
        embedded, encoded = embed(plans, encoder, known, lambda done, total: progress("encode", done, total))
        dimensions = write_embeddings(writer, plans, embedded)
        writer.facts = {
            "kutip": kutip.__version__,
            "fingerprint": fingerprint,
            "model": settings.indexing.model,
            "model_fingerprint": model,
            "encoder": encoder.fingerprint,
            "max_tokens": max_tokens,
            "dimensions": dimensions,
            "documents": len(parsed),
            "passages": len(passages),
        }
    return Report(open_generation(settings.index), True, len(parsed), len(passages), encoded)


def _previous(index: Path) -> Generation | None:
    """Open the generation in force; None if there is none, or it is damaged or of another format."""
    try:
        return open_generation(index)
    except (IndexMissingError, IndexDamagedError, IndexFormatError):
        return None


def _fingerprint(folders: Sequence[Path], settings: Settings, model: str) -> str:
    """Return a hash of everything that determines the index: the corpus files, the build's settings and the code."""
    digest = hashlib.sha256()
    parts: Mapping[str, Any] = {
        "model": model,
        "passage_tokens": settings.indexing.passage_tokens,
        "k1": settings.indexing.k1,
        "b": settings.indexing.b,
    }
    digest.update(json.dumps(parts, sort_keys=True).encode())
    named = {f"{root.name}/{path.relative_to(root).as_posix()}": path for root in _CODE for path in root.rglob("*.py")}
    corpus = [path for folder in folders if folder.is_dir() for path in folder.iterdir() if not path.is_dir()]
    lists = [settings.corpus / name for name in (LISTED, EXAMPLES)] + list(glossary_files(settings.corpus).values())
    corpus += [path for path in lists if os.path.lexists(path)]
    named |= {f"corpus/{path.relative_to(settings.corpus).as_posix()}": path for path in corpus}
    for name, path in sorted(named.items()):
        digest.update(f"{name}\0".encode())
        digest.update(mark_of(path, settings.corpus) if name.startswith("corpus/") else _hash(path))
    return digest.hexdigest()


def _hash(code: Path) -> bytes:
    return hashlib.sha256(code.read_bytes()).digest()


def _read_corpus(folders: Sequence[Path], progress: Progress) -> list[tuple[Document, tuple[Block, ...]]]:
    """Read the documents of a corpus, each with its blocks, and refuse copies."""
    parsed = []
    for done, folder in enumerate(folders, start=1):
        parsed.append(read_document(folder))
        progress("read", done, len(folders))
    refuse_copies(document for document, _ in parsed)
    return parsed


def _abbreviations(
    path: Path, parsed: Iterable[tuple[Document, Sequence[Block]]]
) -> tuple[list[list[str]], dict[str, str]]:
    """Combine the abbreviations listed in a file with those that the papers introduce.

    Returns:
        The groups of forms, and the long form of each short form that the papers introduce: the listed one, if any.
    """
    listed = read_listed(path)
    listed_long_forms = {short: long for short, long, *_ in listed}
    introduced = [pair for _, blocks in parsed for block in blocks for pair in find_abbreviations(block.text)]
    long_forms = {short: listed_long_forms.get(short, long) for short, long in reversed(introduced)}
    return merged(listed, introduced), long_forms


def _write_texts(
    writer: GenerationWriter,
    parsed: Sequence[tuple[Document, Sequence[Block]]],
    passages: Sequence[Passage],
    settings: Settings,
) -> None:
    """Write documents, blocks, bibliographies, passages and BM25 weights."""
    from indexer.bm25 import write_postings  # imports rank_bm25, which only the extra `build` installs

    write_records(writer.folder, [document for document, _ in parsed], passages)
    write_blocks(writer.folder, {document.id: blocks for document, blocks in parsed})
    bibliographies = {document.id: read_bibliography(document, blocks) for document, blocks in parsed}
    write_bibliographies(writer.folder, bibliographies)
    indexed = [terms(indexed_text(passage)) for passage in passages]
    write_postings(writer.folder, indexed, k1=settings.indexing.k1, b=settings.indexing.b)


def _put_encoder(writer: GenerationWriter, encoder: PassageEncoder, reusable: Generation | None) -> int:
    """Export the query encoder, or copy it from a generation with the same model; return its limit in tokens."""
    if reusable is None:
        encoder.export(writer.folder)
        return encoder.max_tokens
    for name in (ENCODER, TOKENIZER):
        shutil.copyfile(reusable.path(name), writer.path(name))
    return int(reusable.facts["max_tokens"])


def _passages(
    parsed: Sequence[tuple[Document, Sequence[Block]]],
    long_forms: Mapping[str, str],
    tokenizer: "Tokenizer",
    settings: Settings,
    max_tokens: int,
) -> list[Passage]:
    def count(text: str) -> int:
        return len(tokenizer.encode(text, add_special_tokens=False).ids)

    passages: list[Passage] = []
    limit = max_tokens - _SPECIAL_TOKENS
    for document, blocks in parsed:
        cut = cut_passages(
            document, blocks, count, target=settings.indexing.passage_tokens, limit=limit, long_forms=long_forms
        )
        if not cut:
            raise CorpusError(f"{document.id} has no text below its headings; remove it or mend its source")
        passages += cut
    return passages


def _model_fingerprint(encoder: PassageEncoder) -> str:
    """Return a hash of the model and of the code that encodes with it; a change makes all known vectors unusable."""
    digest = hashlib.sha256(encoder.fingerprint.encode("utf-8"))
    for path in (Path(passage_encoder.__file__), Path(embeddings.__file__), Path(token_vectors.__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()
