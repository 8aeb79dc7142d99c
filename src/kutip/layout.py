"""What a generation of the index holds: the names of its files, and how documents and passages are written in them.

    documents.json          documents without their text
    sources/<document id>   their text, byte for byte
    passages.json           passages; a row of every other file is the passage of that number
    bm25_*                  BM25 weights, terms by passages, in compressed sparse rows
    vectors.faiss, encoded.json     a vector a passage, and the hash of the text it is of
    encoder.onnx, tokenizer.json    the query encoder

`kutip.store` puts manifest.json beside them, with the SHA-256 of each.
"""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from kutip.errors import IndexDamagedError
from kutip.types import Document, Passage

DOCUMENTS = "documents.json"
SOURCES = "sources"
PASSAGES = "passages.json"
BM25_TERMS = "bm25_terms.json"  # the rows: terms in order
BM25_POINTERS = "bm25_pointers.npy"  # where each row starts in the other two
BM25_PASSAGES = "bm25_passages.npy"  # passage numbers
BM25_WEIGHTS = "bm25_weights.npy"  # their weights
VECTORS = "vectors.faiss"
ENCODED = "encoded.json"  # SHA-256 of what each vector is of: a rebuild takes over the vectors of texts it has again
ENCODER = "encoder.onnx"
TOKENIZER = "tokenizer.json"

_DOCUMENTS: TypeAdapter[list[Document]] = TypeAdapter(list[Document])
_PASSAGES: TypeAdapter[list[Passage]] = TypeAdapter(list[Passage])


def write_records(folder: Path, documents: Iterable[Document], passages: Iterable[Passage]) -> None:
    """Write documents, their sources and passages, in the order given."""
    documents = list(documents)
    (folder / SOURCES).mkdir()
    for document in documents:
        (folder / SOURCES / document.id).write_bytes(document.source_text.encode("utf-8"))
    bare = [replace(document, source_text="") for document in documents]
    (folder / DOCUMENTS).write_bytes(_DOCUMENTS.dump_json(bare, indent=1))
    (folder / PASSAGES).write_bytes(_PASSAGES.dump_json(list(passages)))


def read_records(folder: Path) -> tuple[dict[str, Document], tuple[Passage, ...]]:
    """Documents by id, and passages by number.

    Raises:
        IndexDamagedError: A file does not hold what this version writes.
    """
    try:
        bare = _DOCUMENTS.validate_json((folder / DOCUMENTS).read_bytes())
        passages = _PASSAGES.validate_json((folder / PASSAGES).read_bytes())
        texts = {d.id: (folder / SOURCES / d.id).read_bytes().decode("utf-8") for d in bare}
    except (ValidationError, OSError, UnicodeDecodeError) as error:
        raise IndexDamagedError(folder, f"its records cannot be read ({type(error).__name__})") from error
    return {d.id: replace(d, source_text=texts[d.id]) for d in bare}, tuple(passages)
