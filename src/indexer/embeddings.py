"""What is encoded of a passage: each sentence by itself, to one vector, and the passage as a whole, to one a token.

A sentence by itself is not drawn away by its neighbours; a token of the whole passage knows what it is about.
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
    """A passage of S sentences and T tokens, encoded.

    Attributes:
        sentences: (S, D) unit vectors, each of a sentence by itself.
        tokens: T unit vectors of the tokens of context and text, encoded as one.
        sizes: How many of the tokens are each sentence's; the context's are the first one's.
    """

    sentences: Floats
    tokens: TokenVectors
    sizes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be encoded of a passage.

    Attributes:
        text: Context and text.
        sentences: Its S sentences; a passage that does not flow, such as a table row, is one.
        starts: Where they start in the passage's text.
        sizes: How many tokens of the text are each sentence's.
        ids: The text's T tokens, special tokens left out.
        places: Where they stand among all that the encoder sees.
    """

    text: str
    sentences: tuple[str, ...]
    starts: tuple[int, ...]
    sizes: tuple[int, ...]
    ids: tuple[int, ...]
    places: tuple[int, ...]

    @property
    def key(self) -> str:
        """Equal for plans that are encoded alike."""
        return hashlib.sha256(json.dumps([self.text, self.sentences, self.sizes]).encode("ascii")).hexdigest()


def plan(passage: Passage, tokenizer: "Tokenizer") -> Plan:
    """Parts a passage and its tokens into sentences, each with a token at least.

    Raises:
        CorpusError: The tokenizer gives no token at all.
    """
    text = encoded_text(passage)
    encoding = tokenizer.encode(text)
    real = [i for i, special in enumerate(encoding.special_tokens_mask) if not special]
    real = real or list(range(len(encoding.ids)))  # of text that the tokenizer drops, such as zero-width spaces
    if not real:
        raise CorpusError(f"the encoder sees nothing in {passage.text!r} of {passage.document_id}; remove that text")
    ends = [encoding.offsets[i][1] for i in real]
    before = len(text) - len(passage.text)
    bounds = sentence_bounds(passage.text) if passage.kind in FLOWING else [(0, len(passage.text))]
    starts, at = [0], [0]  # of sentences: their characters in the passage's text, their tokens
    for start, _ in bounds[1:]:
        token = bisect_right(ends, before + start)  # the first that ends after the sentence has begun
        if at[-1] < token < len(real):
            starts.append(start)
            at.append(token)
    sentences = [passage.text[a:b].strip() for a, b in zip(starts, [*starts[1:], None], strict=True)]
    sizes = [b - a for a, b in zip(at, [*at[1:], len(real)], strict=True)]
    return Plan(text, tuple(sentences), tuple(starts), tuple(sizes), tuple(encoding.ids[i] for i in real), tuple(real))


def embed(
    plans: Sequence[Plan], encoder: PassageEncoder, known: Mapping[str, Embedding], progress: Callable[[int, int], None]
) -> tuple[list[Embedding], int]:
    """Encode what is not known yet.

    Args:
        plans: What to encode.
        encoder: With what.
        known: Embeddings by the key of their plan.
        progress: Called as (done, total) after each plan that had to be encoded.

    Returns:
        An embedding a plan, and how many had to be encoded.
    """
    found = dict(known)
    new = {plan.key: plan for plan in plans if plan.key not in known}
    for done, (key, plan) in enumerate(new.items(), start=1):
        tokens = unit_length(encoder.encode_tokens(plan.text)[list(plan.places)])
        found[key] = Embedding(encoder.encode(plan.sentences), TokenVectors.quantise(tokens), plan.sizes)
        progress(done, len(new))
    return [found[plan.key] for plan in plans], len(new)


def write_embeddings(writer: GenerationWriter, plans: Sequence[Plan], embeddings: Sequence[Embedding]) -> int:
    """Write the embeddings of all passages, of which there is one at least; gives the dimensions of the vectors."""
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
    """How much each token of a question counts: BM25's IDF, by token id up to the highest; the last is that of a token
    that no passage has.

    >>> [round(weight, 2) for weight in token_weights([[0, 2], [2]]).tolist()]
    [0.69, 1.79, 0.18, 1.79]
    """
    holders = Counter(token for ids in passages for token in set(ids))
    n = len(passages)
    ids = range(max(holders, default=-1) + 2)
    return np.asarray([math.log(1 + (n - holders[i] + 0.5) / (holders[i] + 0.5)) for i in ids], dtype=np.float32)


def known_embeddings(generation: Generation) -> dict[str, Embedding]:
    """What a generation holds, by the key of its plan."""
    keys = json.loads(generation.path(ENCODED).read_bytes())
    vectors = VectorIndex.read(generation.path(VECTORS)).vectors()
    sentences = read_pointers(generation.path(SENTENCES), items=len(vectors), runs=len(keys))
    tokens = TokenVectors.read(generation.folder)
    starts = read_pointers(generation.path(TOKEN_POINTERS), items=len(tokens), runs=len(vectors))
    found = {}
    for key, first, last in zip(keys, sentences[:-1], sentences[1:], strict=True):
        own = starts[first : last + 1]
        sizes = tuple(int(size) for size in np.diff(own))
        found[key] = Embedding(vectors[first:last], tokens.at(slice(own[0], own[-1])), sizes)
    return found
