"""Builds an index generation from a corpus: read, cut, encode, weigh, write."""

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
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
from indexer.libraries import require_build_libraries
from indexer.parsing.corpus import list_documents, read_document, refuse_copies
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
    write_records,
)
from kutip.index.query_encoder import load_tokenizer
from kutip.index.store import Generation, GenerationWriter, new_generation, open_generation
from kutip.settings import Settings
from kutip.text.terms import indexed_text, terms
from kutip.types import Block, Document, Passage

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_SPECIAL_TOKENS = 2  # [CLS] and [SEP], which the encoder's limit counts too
_CODE = tuple(Path(package).parent for package in (__file__, kutip.__file__))  # a change of it makes another index

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: the generation now in force, whether it is new, and how many passages were encoded for it."""

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
        force: Build anew even if nothing has changed, and encode everything.
        progress: Called as (stage, done, total) while it works.

    Returns:
        A report. Where corpus, settings and code are those of the generation in force, nothing is written.

    Raises:
        CorpusError: The corpus cannot be read. The index stays as it was.
        ModelError: The model is missing or cannot be used.
        NotInstalledError: The extra `build` is not installed.
        KutipError: Another build is writing.
    """
    require_build_libraries()
    from indexer.bm25 import write_postings  # imports one of these libraries

    folders = list_documents(settings.corpus)
    encoder = PassageEncoder(settings.indexing.model)
    model = _model_fingerprint(encoder)
    fingerprint = _fingerprint(folders, settings, model)
    previous = None if force else _previous(settings.index)
    if previous is not None and previous.facts.get("fingerprint") == fingerprint:
        facts = previous.facts
        return Report(previous, False, facts["documents"], facts["passages"], 0)
    parsed = []
    for i, folder in enumerate(folders):
        parsed.append(read_document(folder))
        progress("read", i + 1, len(folders))
    refuse_copies(document for document, _ in parsed)
    listed = read_listed(settings.corpus / LISTED)
    named = {short: long for short, long, *_ in listed}
    found = [pair for _, blocks in parsed for block in blocks for pair in find_abbreviations(block.text)]
    long_forms = {short: named.get(short, long) for short, long in reversed(found)}
    examples = examples_of(settings.corpus, parsed)
    reusable = previous if previous is not None and previous.facts.get("model_fingerprint") == model else None
    with new_generation(settings.index) as writer:
        max_tokens = _put_encoder(writer, encoder, reusable)
        tokenizer = load_tokenizer(writer.path(TOKENIZER))
        passages = _passages(parsed, long_forms, tokenizer, settings, max_tokens)
        write_records(writer.folder, [document for document, _ in parsed], passages)
        write_blocks(writer.folder, {document.id: own for document, own in parsed})
        write_bibliographies(writer.folder, {document.id: read_bibliography(document, own) for document, own in parsed})
        counted = [terms(indexed_text(passage)) for passage in passages]
        write_postings(writer.folder, counted, k1=settings.indexing.k1, b=settings.indexing.b)
        write_examples(writer.folder, examples)
        writer.path(ABBREVIATIONS).write_text(json.dumps(merged(listed, found), ensure_ascii=False), encoding="utf-8")
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
    """The generation in force, if there is a sound one to build on."""
    try:
        return open_generation(index)
    except (IndexMissingError, IndexDamagedError, IndexFormatError):
        return None


def _fingerprint(folders: Sequence[Path], settings: Settings, model: str) -> str:
    """Hash of all that decides what an index holds: the corpus files, the settings that matter, and this code."""
    digest = hashlib.sha256()
    parts: Mapping[str, Any] = {
        "model": model,
        "passage_tokens": settings.indexing.passage_tokens,
        "k1": settings.indexing.k1,
        "b": settings.indexing.b,
    }
    digest.update(json.dumps(parts, sort_keys=True).encode())
    named = {f"{root.name}/{path.relative_to(root).as_posix()}": path for root in _CODE for path in root.rglob("*.py")}
    corpus = [path for folder in folders for path in folder.iterdir() if path.is_file()]
    corpus += [path for path in (settings.corpus / LISTED, settings.corpus / EXAMPLES) if path.is_file()]
    named |= {f"corpus/{path.relative_to(settings.corpus).as_posix()}": path for path in corpus}
    for name, path in sorted(named.items()):
        digest.update(f"{name}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _put_encoder(writer: GenerationWriter, encoder: PassageEncoder, reusable: Generation | None) -> int:
    """Export the query encoder, or copy it from a generation with the same model; gives how many tokens it sees."""
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
        found = cut_passages(
            document, blocks, count, target=settings.indexing.passage_tokens, limit=limit, long_forms=long_forms
        )
        if not found:
            raise CorpusError(f"{document.id} has no text below its headings; remove it or mend its source")
        passages += found
    return passages


def _model_fingerprint(encoder: PassageEncoder) -> str:
    """Hash of the model and of the code that encodes with it: what other code has encoded is not taken over."""
    digest = hashlib.sha256(encoder.fingerprint.encode("utf-8"))
    for path in (Path(passage_encoder.__file__), Path(embeddings.__file__), Path(token_vectors.__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()
