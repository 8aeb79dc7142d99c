"""What one look-up in the index gives to those who answer or check: hits, sentences, and what weighs them."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar, cast

from kutip.index.arrays import Floats
from kutip.index.query_encoder import Encoded
from kutip.models.passage_reader import PassageReading
from kutip.settings import AnswerSettings
from kutip.text.terms import terms
from kutip.types import Bibliography, Document, Hit, Passage, SearchResult
from retriever.query.glossary import Glossary
from retriever.query.held_words import HeldWords
from retriever.query.understanding import Understood

_Derived = TypeVar("_Derived")


@dataclass(frozen=True, slots=True, eq=False)
class HitSentence:
    """A sentence of a hit, compared with the query.

    Attributes:
        hit: The hit.
        start: Where the sentence starts in the passage's text, in characters.
        end: Where it ends.
        text: The sentence.
        similarities: (Q,) for each of the query's tokens the similarity of the sentence's most similar token.
        cosine: Cosine of the sentence's vector and the query's.
    """

    hit: Hit
    start: int
    end: int
    text: str
    similarities: Floats
    cosine: float


@dataclass(frozen=True, slots=True, eq=False)
class LookUp:
    """A search with all that an answer needs to know of it; nothing that uses it asks the retriever again.

    Attributes:
        result: What a user gets, best first.
        understood: How the query was read.
        encoded: The query's vectors; None for a look-up without them.
        token_weights: (Q,) how much each of the query's text tokens counts in late interaction; empty without vectors.
        settings: How the question is answered.
        encoder: Fingerprint of the encoder that gave the vectors.
        documents: The documents of the index by id.
        passages: How many passages the index has.
        count_holders: Gives the number of passages that contain a term.
        read_sentences: Gives the sentences of the first n hits, in the hits' order; none without vectors.
        read_passages: Gives what the reader found in each of the first n hits, in their order; None without a reader.
        held_words: Finds the passages that hold a word in any form, of any language; None for a look-up without them.
        glossary: That of the question's language; None for the papers' language.
        passages_of: All passages of each document, in the paper's order, by document id.
        bibliographies: The references, mentions and problems of each document, by document id.
        kept: What `of_paper` has derived, shared by all look-ups in one index.
    """

    result: SearchResult
    understood: Understood
    encoded: Encoded | None
    token_weights: Floats
    settings: AnswerSettings
    encoder: str
    documents: Mapping[str, Document]
    passages: int
    count_holders: Callable[[str], int]
    read_sentences: Callable[[int], Sequence[HitSentence]]
    read_passages: Callable[[int], Sequence[PassageReading] | None] = lambda first: None
    held_words: HeldWords | None = None
    glossary: Glossary | None = None
    passages_of: Mapping[str, Sequence[Passage]] = field(default_factory=dict)
    bibliographies: Mapping[str, Bibliography] = field(default_factory=dict)
    kept: dict[tuple[Callable[..., object], str], object] = field(default_factory=dict)

    def of_paper(self, derive: Callable[[Document, Sequence[Passage]], _Derived], document: str) -> _Derived:
        """What a function derives from a paper and its passages; it is called once for each paper of an index.

        Args:
            derive: A function of the whole program's life, such as one of a module: it is kept.
            document: The document's id.
        """
        key = derive, document
        if key not in self.kept:
            self.kept[key] = derive(self.documents[document], self.passages_of.get(document, ()))
        return cast(_Derived, self.kept[key])

    def term_weight(self, term: str) -> float:
        """BM25's IDF of a term, above 0; highest for a term that no passage contains."""
        held = self.count_holders(term)
        return math.log(1 + (self.passages - held + 0.5) / (held + 0.5))

    def holds(self, term: str) -> bool:
        """Whether any passage contains a term."""
        return self.count_holders(term) > 0

    def holds_any(self, text: str) -> bool:
        """Whether any passage contains any term of a text."""
        return any(map(self.holds, terms(text)))

    def document(self, hit: Hit) -> Document:
        """The document that a hit stands in."""
        return self.documents[hit.passage.document_id]
