"""What a search gives to those who look closer at it: how the query was read, and the sentences of the hits."""

from dataclasses import dataclass

from kutip.index.arrays import Floats
from kutip.index.query_encoder import Encoded
from kutip.types import Hit, SearchResult
from retriever.query.understanding import Understood


@dataclass(frozen=True, slots=True, eq=False)
class LookUp:
    """A search with what it was made by.

    Attributes:
        result: What a user gets.
        understood: How the query was read.
        encoded: What the encoder gave for it; None where only BM25 ranked.
        rows: The numbers of the hits' passages.
    """

    result: SearchResult
    understood: Understood
    encoded: Encoded | None
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class HitSentence:
    """A sentence of a hit, held against the query.

    Attributes:
        hit: The hit.
        start: Where it starts in the passage's text.
        end: Where it ends.
        similarities: (Q,) for each of the query's tokens that of the sentence's most similar token.
        cosine: Of the sentence's vector to the query's.
    """

    hit: Hit
    start: int
    end: int
    similarities: Floats
    cosine: float

    @property
    def text(self) -> str:
        """How it reads."""
        return self.hit.passage.text[self.start : self.end]
