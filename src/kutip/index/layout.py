"""The files of one generation of the index: their names, and how to write and read the simpler ones.

    documents.json          documents, without their source text
    sources/<document id>   the source text of each document, in UTF-8
    blocks.json             by document id: its blocks, from first to last
    passages.json           N passages; number i is item i here, a column of the BM25 matrix, run i of sentences.npy
    bm25_*                  BM25 weights, a sparse matrix of terms by passages in compressed sparse rows
    abbreviations.json      groups of forms with one meaning, such as ATCM and its long form
    bibliographies.json             by document id: references, in-text citations and problems
    glossaries.json         by language: the corpus's own translations of words and phrases
    examples.json           example questions for people who do not know the papers
    sentences.npy           for each passage, the number of its first sentence among all sentences
    sentence_starts.npy     for each sentence, where it starts in its passage's text
    vectors.faiss           one vector per sentence
    token_*                 one vector per token, the tokens' weights, and each sentence's first token
    encoded.json            for each passage, the hash of the text that was encoded
    encoder.onnx, tokenizer.json, encoder.json    the query encoder, and what it reads for a query
    multilingual/           the same files, from sentences.npy to encoder.json, made by a further encoder
    late/                   sentences.npy, token_*, encoded.json and the query encoder of a model for late interaction
    boxes.npy, original*    of PDFs: the places of their characters, and the files; see `kutip.index.page_files`

`kutip.index.store` adds manifest.json, with the size and SHA-256 of each file.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from pydantic import TypeAdapter, ValidationError

from kutip.errors import IndexDamagedError
from kutip.types import Bibliography, Block, Document, ExampleQuestion, Message, Passage

DOCUMENTS = "documents.json"
SOURCES = "sources"
BLOCKS = "blocks.json"
PASSAGES = "passages.json"
BM25_TERMS = "bm25_terms.json"  # one term per row of the matrix, in order
BM25_POINTERS = "bm25_pointers.npy"  # where each row starts in the two arrays below
BM25_PASSAGES = "bm25_passages.npy"  # passage numbers, row after row
BM25_WEIGHTS = "bm25_weights.npy"  # the weight of each of those passages
SENTENCES = "sentences.npy"  # pointers: the number of each passage's first sentence
SENTENCE_STARTS = "sentence_starts.npy"  # offset of each sentence in its passage's text, in characters
VECTORS = "vectors.faiss"
TOKEN_POINTERS = "token_pointers.npy"  # pointers: the number of each sentence's first token
TOKEN_CODES = "token_codes.npy"
TOKEN_SCALES = "token_scales.npy"
TOKEN_WEIGHTS = "token_weights.npy"  # by token id: how much this token counts when it occurs in a query
BIBLIOGRAPHIES = "bibliographies.json"  # by document id: references, mentions, problems
ABBREVIATIONS = "abbreviations.json"  # groups of short and long forms with the same meaning
ENCODED = "encoded.json"  # one hash per passage: a rebuild reuses the vectors of a passage whose hash is unchanged
GLOSSARIES = "glossaries.json"  # by language: translations by word or phrase
EXAMPLES = "examples.json"  # example questions, in the order in which they are shown
ENCODER = "encoder.onnx"
TOKENIZER = "tokenizer.json"
QUERY_INPUT = "encoder.json"
MULTILINGUAL = "multilingual"  # the folder of a further encoder
LATE = "late"  # the folder of a model for late interaction

_NUMPY = b"\x93NUMPY"  # the first bytes of a file written by numpy.save

_DOCUMENTS: TypeAdapter[list[Document]] = TypeAdapter(list[Document])
_PASSAGES: TypeAdapter[list[Passage]] = TypeAdapter(list[Passage])
_BLOCKS: TypeAdapter[dict[str, tuple[Block, ...]]] = TypeAdapter(dict[str, tuple[Block, ...]])
_BIBLIOGRAPHIES: TypeAdapter[dict[str, Bibliography]] = TypeAdapter(dict[str, Bibliography])
_GLOSSARIES: TypeAdapter[dict[str, Mapping[str, tuple[str, ...]]]] = TypeAdapter(
    dict[str, Mapping[str, tuple[str, ...]]]
)
_EXAMPLES: TypeAdapter[tuple[ExampleQuestion, ...]] = TypeAdapter(tuple[ExampleQuestion, ...])


def write_records(folder: Path, documents: Iterable[Document], passages: Iterable[Passage]) -> None:
    """Write documents, their source texts and passages, in the given order; `folder` must not yet have sources/."""
    documents = list(documents)
    (folder / SOURCES).mkdir()
    for document in documents:
        (folder / SOURCES / document.id).write_bytes(document.source_text.encode("utf-8"))
    bare = [replace(document, source_text="", boxes_of=None, original=None) for document in documents]
    (folder / DOCUMENTS).write_bytes(_DOCUMENTS.dump_json(bare, indent=1))
    (folder / PASSAGES).write_bytes(_PASSAGES.dump_json(list(passages)))


def write_pointers(path: Path, sizes: Sequence[int]) -> None:
    """Write the start of each of N runs and the end of the last: sizes 2, 1, 3 are written as [0, 2, 3, 6]."""
    np.save(path, np.cumsum([0, *sizes], dtype=np.int64), allow_pickle=False)


def read_array(path: Path, *, mapped: bool = False) -> npt.NDArray[Any]:
    """Return the array that `numpy.save` wrote to a file, memory-mapped if `mapped`.

    Raises:
        IndexDamagedError: The file is missing or holds anything else.
    """
    try:
        with path.open("rb") as file:
            is_array = file.read(len(_NUMPY)) == _NUMPY
        if is_array:
            return np.asanyarray(np.load(path, mmap_mode="r" if mapped else None, allow_pickle=False))
    except Exception as error:  # for a damaged header NumPy raises classes with no common base but Exception
        raise IndexDamagedError(path, Message("damage.unreadable", {"why": type(error).__name__})) from error
    raise IndexDamagedError(path, Message("damage.array"))


def read_pointers(path: Path, *, items: int, runs: int | None = None) -> npt.NDArray[np.int64]:
    """Return the start of each of N runs and the end of the last, (N + 1,): strictly ascending from 0 to `items`.

    Args:
        path: A file written by `write_pointers`.
        items: Number of items in all runs together.
        runs: N, if it is known.

    Raises:
        IndexDamagedError: The file is missing or holds anything else.
    """
    pointers = read_array(path)
    valid = pointers.dtype == np.int64 and pointers.ndim == 1 and len(pointers) > 0
    if valid and runs is not None:
        valid = len(pointers) == runs + 1
    if not valid or pointers[0] != 0 or pointers[-1] != items or (np.diff(pointers) < 1).any():
        values = {"items": items} if runs is None else {"items": items, "runs": runs}
        what = Message("damage.runs" if runs is None else "damage.n_runs", values)
        raise IndexDamagedError(path, what)
    return pointers


def read_records(folder: Path) -> tuple[dict[str, Document], tuple[Passage, ...]]:
    """Return the documents by id, and the passages in order.

    Raises:
        IndexDamagedError: A file is missing or does not have the expected format.
    """
    try:
        bare = _DOCUMENTS.validate_json((folder / DOCUMENTS).read_bytes())
        passages = _PASSAGES.validate_json((folder / PASSAGES).read_bytes())
        texts = {d.id: (folder / SOURCES / d.id).read_bytes().decode("utf-8") for d in bare}
    except (ValidationError, OSError, UnicodeDecodeError) as error:
        raise IndexDamagedError(folder, Message("damage.records", {"why": type(error).__name__})) from error
    return {d.id: replace(d, source_text=texts[d.id]) for d in bare}, tuple(passages)


def write_blocks(folder: Path, blocks: Mapping[str, Sequence[Block]]) -> None:
    """Write the blocks of each document, by document id."""
    (folder / BLOCKS).write_bytes(
        _BLOCKS.dump_json({document: tuple(of_document) for document, of_document in blocks.items()})
    )


def read_blocks(folder: Path) -> dict[str, tuple[Block, ...]]:
    """Return the blocks of each document, by document id.

    Raises:
        IndexDamagedError: The file is missing or does not have the expected format.
    """
    try:
        return _BLOCKS.validate_json((folder / BLOCKS).read_bytes())
    except (ValidationError, OSError) as error:
        raise IndexDamagedError(folder, Message("damage.blocks", {"why": type(error).__name__})) from error


def write_bibliographies(folder: Path, bibliographies: Mapping[str, Bibliography]) -> None:
    """Write each document's references, in-text citations and problems, by document id."""
    (folder / BIBLIOGRAPHIES).write_bytes(_BIBLIOGRAPHIES.dump_json(dict(bibliographies)))


def read_bibliographies(folder: Path) -> dict[str, Bibliography]:
    """Return each document's references, in-text citations and problems, by document id.

    Raises:
        IndexDamagedError: The file is missing or does not have the expected format.
    """
    try:
        return _BIBLIOGRAPHIES.validate_json((folder / BIBLIOGRAPHIES).read_bytes())
    except (ValidationError, OSError) as error:
        raise IndexDamagedError(folder, Message("damage.references", {"why": type(error).__name__})) from error


def write_glossaries(folder: Path, glossaries: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
    """Write translations by language, then by word or phrase; best first."""
    whole: dict[str, Mapping[str, tuple[str, ...]]] = {
        code: {word: tuple(best) for word, best in own.items()} for code, own in glossaries.items()
    }
    (folder / GLOSSARIES).write_bytes(_GLOSSARIES.dump_json(whole))


def read_glossaries(folder: Path) -> dict[str, Mapping[str, tuple[str, ...]]]:
    """The corpus's own translations by language, then by word or phrase.

    Raises:
        IndexDamagedError: The file does not hold what this version writes.
    """
    try:
        return _GLOSSARIES.validate_json((folder / GLOSSARIES).read_bytes())
    except (ValidationError, OSError) as error:
        raise IndexDamagedError(folder, Message("damage.glossaries", {"why": type(error).__name__})) from error


def write_examples(folder: Path, examples: Sequence[ExampleQuestion]) -> None:
    """Write example questions, in the given order."""
    (folder / EXAMPLES).write_bytes(_EXAMPLES.dump_json(tuple(examples)))


def read_examples(folder: Path) -> tuple[ExampleQuestion, ...]:
    """Return the example questions of a generation, in order.

    Raises:
        IndexDamagedError: The file is missing or does not have the expected format.
    """
    try:
        return _EXAMPLES.validate_json((folder / EXAMPLES).read_bytes())
    except (ValidationError, OSError) as error:
        raise IndexDamagedError(folder, Message("damage.examples", {"why": type(error).__name__})) from error
