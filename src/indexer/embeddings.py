"""Encodes passages: each sentence alone to one vector, and the passage as a whole to one vector per token.

A sentence encoded alone is not influenced by its neighbours; a token encoded within its passage carries the context.
"""

import hashlib
import json
import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from indexer.passage_encoder import PassageEncoder
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
from kutip.index.store import Generation, GenerationWriter
from kutip.index.token_vectors import TokenVectors, unit_length
from kutip.index.vectors import VectorIndex
from kutip.text.sentences import sentence_bounds
from kutip.text.terms import encoded_text
from kutip.types import Passage

if TYPE_CHECKING:
    from tokenizers import Tokenizer


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
        text: Context and text.
        sentences: The passage's S sentences; one for a kind that is not running text, such as a table row.
        starts: (S,) offset of each sentence in the passage's text.
        sizes: (S,) number of tokens of each sentence.
        ids: The T tokens of `text`, as vocabulary ids without special tokens.
        places: (T,) position of each of them in the encoder's output, which has special tokens too.
    """

    text: str
    sentences: tuple[str, ...]
    starts: tuple[int, ...]
    sizes: tuple[int, ...]
    ids: tuple[int, ...]
    places: tuple[int, ...]

    @property
    def key(self) -> str:
        """SHA-256 of everything that determines the embedding; equal for plans with equal embeddings."""
        return hashlib.sha256(json.dumps([self.text, self.sentences, self.sizes]).encode("ascii")).hexdigest()


def plan(passage: Passage, tokenizer: "Tokenizer") -> Plan:
    """Split a passage and its tokens into sentences of at least one token each.

    Raises:
        CorpusError: The tokenizer finds no token in the passage.
    """
    text = encoded_text(passage)
    encoding = tokenizer.encode(text)
    real = [i for i, special in enumerate(encoding.special_tokens_mask) if not special]
    real = real or list(range(len(encoding.ids)))  # if it drops the whole text, as with zero-width spaces
    if not real:
        raise CorpusError(f"the encoder sees nothing in {passage.text!r} of {passage.document_id}; remove that text")
    ends = [encoding.offsets[i][1] for i in real]
    before = len(text) - len(passage.text)
    bounds = sentence_bounds(passage.text) if passage.kind in FLOWING else [(0, len(passage.text))]
    # Per sentence: offset of its first character in the passage's text, number of its first token.
    starts, firsts = [0], [0]
    for start, _ in bounds[1:]:
        token = bisect_right(ends, before + start)  # the first token that ends after the sentence starts
        if firsts[-1] < token < len(real):
            starts.append(start)
            firsts.append(token)
    sentences = [passage.text[a:b].strip() for a, b in zip(starts, [*starts[1:], None], strict=True)]
    sizes = [b - a for a, b in zip(firsts, [*firsts[1:], len(real)], strict=True)]
    return Plan(text, tuple(sentences), tuple(starts), tuple(sizes), tuple(encoding.ids[i] for i in real), tuple(real))


def embed(
    plans: Sequence[Plan], encoder: PassageEncoder, known: Mapping[str, Embedding], progress: Callable[[int, int], None]
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
        tokens = unit_length(encoder.encode_tokens(plan.text)[list(plan.places)])
        by_key[key] = Embedding(encoder.encode(plan.sentences), TokenVectors.quantise(tokens), plan.sizes)
        progress(done, len(new))
    return [by_key[plan.key] for plan in plans], len(new)


def write_embeddings(writer: GenerationWriter, plans: Sequence[Plan], embeddings: Sequence[Embedding]) -> int:
    """Write the embeddings of all passages, at least one, and return the number of dimensions."""
    vectors = np.concatenate([embedding.sentences for embedding in embeddings])
    VectorIndex.build(vectors).write(writer.path(VECTORS))
    write_pointers(writer.path(SENTENCES), [len(embedding.sizes) for embedding in embeddings])
    starts = np.asarray([start for plan in plans for start in plan.starts], dtype=np.int64)
    np.save(writer.path(SENTENCE_STARTS), starts, allow_pickle=False)
    TokenVectors.join([embedding.tokens for embedding in embeddings]).write(writer.folder)
    write_pointers(writer.path(TOKEN_POINTERS), [size for embedding in embeddings for size in embedding.sizes])
    np.save(writer.path(TOKEN_WEIGHTS), token_weights([plan.ids for plan in plans]), allow_pickle=False)
    writer.path(ENCODED).write_text(json.dumps([plan.key for plan in plans]), encoding="ascii")
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


def known_embeddings(generation: Generation) -> dict[str, Embedding]:
    """Read the embeddings of a generation, by the key of their plan."""
    keys = json.loads(generation.path(ENCODED).read_bytes())
    vectors = VectorIndex.read(generation.path(VECTORS)).vectors()
    sentences = read_pointers(generation.path(SENTENCES), items=len(vectors), runs=len(keys))
    tokens = TokenVectors.read(generation.folder)
    starts = read_pointers(generation.path(TOKEN_POINTERS), items=len(tokens), runs=len(vectors))
    known = {}
    for key, first, last in zip(keys, sentences[:-1], sentences[1:], strict=True):
        bounds = starts[first : last + 1]
        sizes = tuple(int(size) for size in np.diff(bounds))
        known[key] = Embedding(vectors[first:last], tokens.at(slice(bounds[0], bounds[-1])), sizes)
    return known
