"""Builds an index generation from a corpus: read, cut, encode, weigh, write."""

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import kutip
from indexer.bm25 import write_postings
from indexer.corpus import list_documents, read_document, refuse_copies
from indexer.encode import PassageEncoder
from indexer.passages import cut_passages
from kutip.encoder import load_tokenizer
from kutip.errors import CorpusError, IndexDamagedError, IndexFormatError, IndexMissingError
from kutip.layout import ENCODED, ENCODER, TOKENIZER, VECTORS, write_records
from kutip.settings import Settings
from kutip.store import Generation, GenerationWriter, new_generation, open_generation
from kutip.text import encoded_text, indexed_text, terms
from kutip.types import Block, Document, Passage
from kutip.vectors import VectorIndex, Vectors

_SPECIAL_TOKENS = 2  # [CLS] and [SEP], which the encoder's limit counts too

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
        KutipError: Another build is writing.
    """
    folders = list_documents(settings.corpus)
    encoder = PassageEncoder(settings.model)
    # What was encoded or exported by other code is not taken over.
    model = _key(encoder.fingerprint + Path(__file__).with_name("encode.py").read_text(encoding="utf-8"))
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
    reusable = previous if previous is not None and previous.facts.get("model_fingerprint") == model else None
    with new_generation(settings.index) as writer:
        max_tokens = _put_encoder(writer, encoder, reusable)
        passages = _passages(parsed, writer, settings, max_tokens)
        write_records(writer.folder, [document for document, _ in parsed], passages)
        counted = [terms(indexed_text(passage)) for passage in passages]
        write_postings(writer.folder, counted, k1=settings.k1, b=settings.b)
        texts = [encoded_text(passage) for passage in passages]
        vectors, encoded = _vectors(texts, encoder, reusable, progress)
        writer.path(ENCODED).write_text(json.dumps([_key(text) for text in texts]), encoding="ascii")
        VectorIndex.build(vectors).write(writer.path(VECTORS))
        writer.facts = {
            "kutip": kutip.__version__,
            "fingerprint": fingerprint,
            "model": settings.model,
            "model_fingerprint": model,
            "max_tokens": max_tokens,
            "dimensions": int(vectors.shape[1]),
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
        "passage_tokens": settings.passage_tokens,
        "k1": settings.k1,
        "b": settings.b,
    }
    digest.update(json.dumps(parts, sort_keys=True).encode())
    code = [*Path(__file__).parent.glob("*.py"), *Path(kutip.__file__).parent.glob("*.py")]
    corpus = [path for folder in folders for path in folder.iterdir() if path.is_file()]
    for path in (*sorted(code), *sorted(corpus)):
        digest.update(f"{path.parent.name}/{path.name}\0".encode())
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
    parsed: Sequence[tuple[Document, Sequence[Block]]], writer: GenerationWriter, settings: Settings, max_tokens: int
) -> list[Passage]:
    tokenizer = load_tokenizer(writer.path(TOKENIZER))

    def count(text: str) -> int:
        return len(tokenizer.encode(text, add_special_tokens=False).ids)

    passages: list[Passage] = []
    limit = max_tokens - _SPECIAL_TOKENS
    for document, blocks in parsed:
        found = cut_passages(document, blocks, count, target=settings.passage_tokens, limit=limit)
        if not found:
            raise CorpusError(f"{document.id} has no text below its headings; remove it or mend its source")
        passages += found
    return passages


def _vectors(
    texts: Sequence[str], encoder: PassageEncoder, reusable: Generation | None, progress: Progress
) -> tuple[Vectors, int]:
    """A vector a text, taken from a generation that has encoded the same text, else encoded; and how many were."""
    keys = [_key(text) for text in texts]
    known: dict[str, Vectors] = {}
    if reusable is not None:
        rows = VectorIndex.read(reusable.path(VECTORS)).vectors()
        known = dict(zip(json.loads(reusable.path(ENCODED).read_bytes()), rows, strict=True))
    new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    done = 0

    def advance(n: int) -> None:
        nonlocal done
        done += n
        progress("encode", done, len(new))

    if new:
        known |= dict(zip(new, encoder.encode(list(new.values()), advance), strict=True))
    return np.asarray([known[key] for key in keys], dtype=np.float32), len(new)


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
