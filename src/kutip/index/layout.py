"""What a generation of the index holds: the names of its files, and how documents and passages are written in them.

    documents.json          documents without their text
    sources/<document id>   their text, byte for byte
    blocks.json             blocks by document id: how each paper reads from its first line to its last
    passages.json           passages; a row of every other file is the passage of that number
    bm25_*                  BM25 weights, terms by passages, in compressed sparse rows
    abbreviations.json      names and their short forms
    sentences.npy           which sentences are whose
    sentence_starts.npy     where in its passage's text each sentence starts
    vectors.faiss           a vector a sentence
    token_*                 a vector a token, the weights of tokens, and which tokens are of which sentence
    encoded.json            the hash of what each passage was encoded from
    bibliographies.json             what each document lists and cites, and what does not fit
    encoder.onnx, tokenizer.json    the query encoder

`kutip.store` puts manifest.json beside them, with the SHA-256 of each.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from pydantic import TypeAdapter, ValidationError

from kutip.errors import IndexDamagedError
from kutip.types import Bibliography, Block, Document, Passage

DOCUMENTS = "documents.json"
SOURCES = "sources"
BLOCKS = "blocks.json"
PASSAGES = "passages.json"
BM25_TERMS = "bm25_terms.json"  # the rows: terms in order
BM25_POINTERS = "bm25_pointers.npy"  # where each row starts in the other two
BM25_PASSAGES = "bm25_passages.npy"  # passage numbers
BM25_WEIGHTS = "bm25_weights.npy"  # their weights
SENTENCES = "sentences.npy"  # pointers: where the sentences of each passage start among all sentences
SENTENCE_STARTS = "sentence_starts.npy"  # where each sentence starts in its passage's text, in characters
VECTORS = "vectors.faiss"
TOKEN_POINTERS = "token_pointers.npy"  # where the tokens of each sentence start among all tokens
TOKEN_CODES = "token_codes.npy"
TOKEN_SCALES = "token_scales.npy"
TOKEN_WEIGHTS = "token_weights.npy"  # by token id: how much a question's token counts
BIBLIOGRAPHIES = "bibliographies.json"  # by document id: references, mentions, problems
ABBREVIATIONS = "abbreviations.json"  # groups of forms, short and long, that stand for the same
ENCODED = "encoded.json"  # a hash a passage: a rebuild takes over the vectors of what it has again
ENCODER = "encoder.onnx"
TOKENIZER = "tokenizer.json"

_NUMPY = b"\x93NUMPY"  # what a file that numpy.save wrote begins with

_DOCUMENTS: TypeAdapter[list[Document]] = TypeAdapter(list[Document])
_PASSAGES: TypeAdapter[list[Passage]] = TypeAdapter(list[Passage])
_BLOCKS: TypeAdapter[dict[str, tuple[Block, ...]]] = TypeAdapter(dict[str, tuple[Block, ...]])
_BIBLIOGRAPHIES: TypeAdapter[dict[str, Bibliography]] = TypeAdapter(dict[str, Bibliography])


def write_records(folder: Path, documents: Iterable[Document], passages: Iterable[Passage]) -> None:
    """Write documents, their sources and passages, in the order given."""
    documents = list(documents)
    (folder / SOURCES).mkdir()
    for document in documents:
        (folder / SOURCES / document.id).write_bytes(document.source_text.encode("utf-8"))
    bare = [replace(document, source_text="") for document in documents]
    (folder / DOCUMENTS).write_bytes(_DOCUMENTS.dump_json(bare, indent=1))
    (folder / PASSAGES).write_bytes(_PASSAGES.dump_json(list(passages)))


def write_pointers(path: Path, sizes: Sequence[int]) -> None:
    """Write where each of N runs starts, and where the last ends, given their sizes."""
    np.save(path, np.cumsum([0, *sizes], dtype=np.int64), allow_pickle=False)


def read_array(path: Path, *, mapped: bool = False) -> npt.NDArray[Any]:
    """The array in a file that `numpy.save` wrote, memory-mapped if asked for.

    Raises:
        IndexDamagedError: The file is missing or holds anything else.
    """
    try:
        with path.open("rb") as file:
            known = file.read(len(_NUMPY)) == _NUMPY  # numpy would try anything else as a zip file or a pickle
        if known:
            return np.asanyarray(np.load(path, mmap_mode="r" if mapped else None, allow_pickle=False))
    except Exception as error:  # of a damaged header NumPy's parser raises classes that share no base but Exception
        raise IndexDamagedError(path, f"it cannot be read ({type(error).__name__})") from error
    raise IndexDamagedError(path, "it is no array")


def read_pointers(path: Path, *, items: int, runs: int | None = None) -> npt.NDArray[np.int64]:
    """Where each of N runs starts, and where the last ends, (N + 1,): ascending from 0 to `items`.

    Args:
        path: What `write_pointers` wrote.
        items: How many things there are that the runs part.
        runs: N, where it is known.

    Raises:
        IndexDamagedError: The file is missing or holds anything else.
    """
    pointers = read_array(path)
    whole = pointers.dtype == np.int64 and pointers.ndim == 1 and len(pointers) > 0
    if whole and runs is not None:
        whole = len(pointers) == runs + 1
    if not whole or pointers[0] != 0 or pointers[-1] != items or (np.diff(pointers) < 1).any():
        raise IndexDamagedError(path, f"it does not part {items} items into {'any' if runs is None else runs} runs")
    return pointers


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


def write_blocks(folder: Path, blocks: Mapping[str, Sequence[Block]]) -> None:
    """Write how each document reads, by document id."""
    (folder / BLOCKS).write_bytes(_BLOCKS.dump_json({document: tuple(own) for document, own in blocks.items()}))


def read_blocks(folder: Path) -> dict[str, tuple[Block, ...]]:
    """How each document reads, by document id.

    Raises:
        IndexDamagedError: The file does not hold what this version writes.
    """
    try:
        return _BLOCKS.validate_json((folder / BLOCKS).read_bytes())
    except (ValidationError, OSError) as error:
        raise IndexDamagedError(folder, f"its blocks cannot be read ({type(error).__name__})") from error


def write_bibliographies(folder: Path, bibliographies: Mapping[str, Bibliography]) -> None:
    """Write what each document cites and lists, by document id."""
    (folder / BIBLIOGRAPHIES).write_bytes(_BIBLIOGRAPHIES.dump_json(dict(bibliographies)))


def read_bibliographies(folder: Path) -> dict[str, Bibliography]:
    """What each document cites and lists, by document id.

    Raises:
        IndexDamagedError: The file does not hold what this version writes.
    """
    try:
        return _BIBLIOGRAPHIES.validate_json((folder / BIBLIOGRAPHIES).read_bytes())
    except (ValidationError, OSError) as error:
        raise IndexDamagedError(folder, f"its references cannot be read ({type(error).__name__})") from error
