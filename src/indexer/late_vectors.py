"""Writes the vectors of a model for late interaction into a folder of the index: one for each token of a passage.

A passage is one sentence here: such models were trained to match whole passages, and the vectors that stand for the
passage, of [CLS] and of its marker, belong to no sentence.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from indexer.embeddings import text_pieces
from indexer.late_encoder import LateEncoder
from indexer.passage_encoder import PassageInput
from kutip.index.layout import (
    ENCODED,
    SENTENCES,
    TOKEN_POINTERS,
    TOKEN_WEIGHTS,
    read_pointers,
    write_pointers,
)
from kutip.index.token_vectors import TokenVectors, unit_length
from kutip.text.terms import encoded_text
from kutip.types import Passage

if TYPE_CHECKING:
    from tokenizers import Tokenizer

TextPieces = tuple[str, ...]  # a passage's text; in several pieces if it is longer than the encoder's input


def pieces_of(passage: Passage, tokenizer: "Tokenizer", passage_input: PassageInput) -> TextPieces:
    """Return a passage's context and text in pieces that the encoder reads whole."""
    return tuple(piece for piece, _ in text_pieces(encoded_text(passage), tokenizer, passage_input))


def key_of(pieces: TextPieces) -> str:
    """Return the SHA-256 of the pieces; equal for passages with equal vectors."""
    return hashlib.sha256(json.dumps(pieces).encode("ascii")).hexdigest()


def embed_late(
    passages: Sequence[TextPieces],
    encoder: LateEncoder,
    known: Mapping[str, TokenVectors],
    progress: Callable[[int, int], None],
) -> tuple[list[TokenVectors], int]:
    """Encode the passages that have no known vectors.

    Args:
        passages: The pieces of each passage.
        encoder: The model to encode with.
        known: Vectors by key.
        progress: Called as progress(done, total) after each passage that had to be encoded.

    Returns:
        The vectors of each passage, and the number of passages that had to be encoded.
    """
    by_key = dict(known)
    new = {key: pieces for pieces in passages if (key := key_of(pieces)) not in known}
    for done, (key, pieces) in enumerate(new.items(), start=1):
        vectors = np.concatenate([encoder.encode(piece) for piece in pieces])
        if not len(vectors):  # the model skips every token of the passage, which then matches nothing
            vectors = np.zeros((1, vectors.shape[1]), dtype=np.float32)
        by_key[key] = TokenVectors.quantise(unit_length(vectors))
        progress(done, len(new))
    return [by_key[key_of(pieces)] for pieces in passages], len(new)


def write_late(folder: Path, passages: Sequence[TextPieces], vectors: Sequence[TokenVectors]) -> int:
    """Write the vectors of all passages, at least one, and return their number of dimensions."""
    write_pointers(folder / SENTENCES, [1] * len(vectors))
    write_pointers(folder / TOKEN_POINTERS, [len(own) for own in vectors])
    joined = TokenVectors.join(vectors)
    joined.write(folder)
    np.save(folder / TOKEN_WEIGHTS, np.ones(1, dtype=np.float32), allow_pickle=False)  # all alike, as in training
    (folder / ENCODED).write_text(json.dumps([key_of(pieces) for pieces in passages]), encoding="ascii")
    return int(joined.codes[:1].shape[1])


def known_late(folder: Path) -> dict[str, TokenVectors]:
    """Read the vectors that `write_late` wrote to a folder, by key."""
    keys = json.loads((folder / ENCODED).read_bytes())
    tokens = TokenVectors.read(folder)
    starts = read_pointers(folder / TOKEN_POINTERS, items=len(tokens), runs=len(keys))
    return {key: tokens.at(slice(a, b)) for key, a, b in zip(keys, starts[:-1], starts[1:], strict=True)}
