"""Encodes passages: each sentence alone to one vector, and the passage as a whole to one vector per token.

A sentence encoded alone is not influenced by its neighbours; a token encoded within its passage carries the context.
"""

import hashlib
import json
import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from indexer.passage_encoder import PassageInput
from indexer.passages import FLOWING
from kutip.errors import CorpusError
from kutip.index.arrays import Floats
from kutip.index.layout import (
    ENCODED,
    SENTENCE_STARTS,
    SENTENCES,
    TOKEN_POINTERS,
    TOKEN_WEIGHTS,
    VECTORS,
    read_pointers,
    write_pointers,
)
from kutip.index.query_encoder import text_tokens
from kutip.index.token_vectors import TokenVectors, unit_length
from kutip.index.vectors import VectorIndex
from kutip.text.sentences import sentence_bounds
from kutip.text.terms import encoded_text
from kutip.types import Passage

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer


class TextEncoder(Protocol):
    """Encodes texts of passages; the vectors of one call depend on no other call."""

    @property
    def name(self) -> str:
        """The model's name or folder."""

    @property
    def fingerprint(self) -> str:
        """Equal for equal models."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """Encode N texts to unit vectors, (N, D)."""

    def encode_tokens(self, text: str) -> Floats:
        """Encode each token of a text, those of prompt and special tokens included; (T, E)."""


@dataclass(frozen=True, slots=True, eq=False)
class Embedding:
    """The vectors of a passage of S sentences and T tokens.

    Attributes:
        sentences: (S, D) unit vectors, each sentence encoded alone.
        tokens: T unit vectors in 8 bits, context and text encoded together.
        sizes: (S,) number of tokens of each sentence; the context's tokens count for the first.
    """

    sentences: Floats
    tokens: TokenVectors
    sizes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The texts and tokens to encode for a passage.

    Attributes:
        pieces: Context and text; in several pieces if they are longer than the encoder's input.
        sentences: The passage's S sentences; one for a kind that is not running text, such as a table row.
        starts: (S,) offset of each sentence in the passage's text.
        sizes: (S,) number of tokens of each sentence.
        ids: The T tokens of all pieces, as vocabulary ids without special tokens and those of a prompt.
        places: For each piece, the position of each of its tokens in the encoder's output, which has those others too.
    """

    pieces: tuple[str, ...]
    sentences: tuple[str, ...]
    starts: tuple[int, ...]
    sizes: tuple[int, ...]
    ids: tuple[int, ...]
    places: tuple[tuple[int, ...], ...]

    @property
    def key(self) -> str:
        """SHA-256 of everything that determines the embedding; equal for plans with equal embeddings."""
        return hashlib.sha256(json.dumps([self.pieces, self.sentences, self.sizes]).encode("ascii")).hexdigest()


def plan(passage: Passage, tokenizer: "Tokenizer", passage_input: PassageInput) -> Plan:
    """Split a passage and its tokens into sentences of at least one token each.

    Raises:
        CorpusError: The tokenizer finds no token in the passage.
    """
    text = encoded_text(passage)
    pieces = list(text_pieces(text, tokenizer, passage_input))
    places = [text_tokens(encoding, len(passage_input.prompt)) for _, encoding in pieces]
    if not any(places):  # it drops the whole text, as with zero-width spaces
        places = [list(range(len(encoding.ids))) for _, encoding in pieces]
    if not any(places):
        raise CorpusError(f"the encoder sees nothing in {passage.text!r} of {passage.document_id}; remove that text")
    ids, ends, begun = [], [], -len(passage_input.prompt)
    for (piece, encoding), own in zip(pieces, places, strict=True):
        ids += [encoding.ids[place] for place in own]
        ends += [begun + encoding.offsets[place][1] for place in own]
        begun += len(piece)
    before = len(text) - len(passage.text)
    bounds = sentence_bounds(passage.text) if passage.kind in FLOWING else [(0, len(passage.text))]
    # Per sentence: offset of its first character in the passage's text, number of its first token.
    starts, firsts = [0], [0]
    for start, _ in bounds[1:]:
        token = bisect_right(ends, before + start)  # the first token that ends after the sentence starts
        if firsts[-1] < token < len(ids):
            starts.append(start)
            firsts.append(token)
    sentences = [passage.text[a:b].strip() for a, b in zip(starts, [*starts[1:], None], strict=True)]
    sizes = [b - a for a, b in zip(firsts, [*firsts[1:], len(ids)], strict=True)]
    texts = tuple(piece for piece, _ in pieces)
    return Plan(texts, tuple(sentences), tuple(starts), tuple(sizes), tuple(ids), tuple(map(tuple, places)))


def text_pieces(text: str, tokenizer: "Tokenizer", passage_input: PassageInput) -> Iterator[tuple[str, "Encoding"]]:
    """Yield a text with its tokens; a text longer than the encoder's input is halved, at a blank if there is one."""
    encoding = tokenizer.encode(passage_input.prompt + text)
    if len(encoding.ids) <= passage_input.max_tokens or len(text) < 2:
        yield text, encoding
        return
    middle = len(text) // 2
    middle = max(text.rfind(" ", 1, middle), text.rfind("\n", 1, middle)) if " " in text[1:middle] else middle
    for half in (text[:middle], text[middle:]):
        yield from text_pieces(half, tokenizer, passage_input)


def embed(
    plans: Sequence[Plan], encoder: TextEncoder, known: Mapping[str, Embedding], progress: Callable[[int, int], None]
) -> tuple[list[Embedding], int]:
    """Encode the passages that have no known embedding.

    Args:
        plans: One plan per passage.
        encoder: The model to encode with.
        known: Embeddings by the key of their plan.
        progress: Called as progress(done, total) after each plan that had to be encoded.

    Returns:
        One embedding per plan, and the number of plans that had to be encoded.
    """
    by_key = dict(known)
    new = {plan.key: plan for plan in plans if plan.key not in known}
    for done, (key, plan) in enumerate(new.items(), start=1):
        pieces = zip(plan.pieces, plan.places, strict=True)
        tokens = unit_length(np.concatenate([encoder.encode_tokens(text)[list(places)] for text, places in pieces]))
        by_key[key] = Embedding(encoder.encode(plan.sentences), TokenVectors.quantise(tokens), plan.sizes)
        progress(done, len(new))
    return [by_key[plan.key] for plan in plans], len(new)


def write_embeddings(folder: Path, plans: Sequence[Plan], embeddings: Sequence[Embedding]) -> int:
    """Write one encoder's embeddings of all passages, at least one, and return the sentence vectors' dimensions."""
    vectors = np.concatenate([embedding.sentences for embedding in embeddings])
    VectorIndex.build(vectors).write(folder / VECTORS)
    write_pointers(folder / SENTENCES, [len(embedding.sizes) for embedding in embeddings])
    starts = np.asarray([start for plan in plans for start in plan.starts], dtype=np.int64)
    np.save(folder / SENTENCE_STARTS, starts, allow_pickle=False)
    TokenVectors.join([embedding.tokens for embedding in embeddings]).write(folder)
    write_pointers(folder / TOKEN_POINTERS, [size for embedding in embeddings for size in embedding.sizes])
    np.save(folder / TOKEN_WEIGHTS, token_weights([plan.ids for plan in plans]), allow_pickle=False)
    (folder / ENCODED).write_text(json.dumps([plan.key for plan in plans]), encoding="ascii")
    return int(vectors.shape[1])


def token_weights(passages: Sequence[Sequence[int]]) -> Floats:
    """Compute each token's weight in a query: BM25's IDF, by token id; the last entry is for tokens in no passage.

    >>> [round(weight, 2) for weight in token_weights([[0, 2], [2]]).tolist()]
    [0.69, 1.79, 0.18, 1.79]
    """
    holders = Counter(token for ids in passages for token in set(ids))
    n = len(passages)
    ids = range(max(holders, default=-1) + 2)
    return np.asarray([math.log(1 + (n - holders[i] + 0.5) / (holders[i] + 0.5)) for i in ids], dtype=np.float32)


def known_embeddings(folder: Path) -> dict[str, Embedding]:
    """Read the embeddings that `write_embeddings` wrote to a folder, by the key of their plan."""
    keys = json.loads((folder / ENCODED).read_bytes())
    vectors = VectorIndex.read(folder / VECTORS).vectors()
    sentences = read_pointers(folder / SENTENCES, items=len(vectors), runs=len(keys))
    tokens = TokenVectors.read(folder)
    starts = read_pointers(folder / TOKEN_POINTERS, items=len(tokens), runs=len(vectors))
    known = {}
    for key, first, last in zip(keys, sentences[:-1], sentences[1:], strict=True):
        bounds = starts[first : last + 1]
        sizes = tuple(int(size) for size in np.diff(bounds))
        known[key] = Embedding(vectors[first:last], tokens.at(slice(bounds[0], bounds[-1])), sizes)
    return known
