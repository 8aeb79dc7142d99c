"""The retriever: from an index folder and a question to hits. All it answers with was in the index as it was opened."""

import copy
import math
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Self

import numpy as np

from kutip.errors import IndexDamagedError, NotFoundError, QueryError
from kutip.index.arrays import Floats
from kutip.index.layout import BIBLIOGRAPHIES, BLOCKS, read_bibliographies, read_blocks, read_records
from kutip.index.query_encoder import Encoded, QueryEncoder
from kutip.index.store import Generation, open_generation
from kutip.language import LANGUAGES
from kutip.settings import Settings
from kutip.text.terms import searchable
from kutip.types import Bibliography, Block, Document, Hit, Kind, Passage, SearchResult
from retriever.lookup import HitSentence, LookUp
from retriever.query.abbreviations import Abbreviations
from retriever.query.glossary import read_glossaries
from retriever.query.understanding import Understanding, Understood
from retriever.query.wishes import kinds_asked_for
from retriever.ranking.first_stage import Admitted, FirstStage
from retriever.ranking.fusion import Ranking, best_first, normalised_sum, reciprocal_rank_fusion, top
from retriever.ranking.late import LateIndex
from retriever.ranking.selection import SUPPLEMENTS, in_turn
from retriever.ranking.sentence_index import SentenceIndex

_FUSED = ("bm25", "dense", "late")  # in the order of the setting `weights`


class System(StrEnum):
    """Which stages rank: one alone, for comparison, or all."""

    BM25 = "bm25"
    DENSE = "dense"
    LATE = "late"
    HYBRID = "hybrid"


class Retriever:
    """Searches one generation of an index; safe to share between threads."""

    def __init__(self, generation: Generation, settings: Settings) -> None:
        """Open a generation that was found whole.

        Raises:
            IndexDamagedError: Its files do not fit each other or this version.
        """
        self._settings = settings
        self.version = generation.version
        self.documents, self.passages = read_records(generation.folder)
        self._blocks = read_blocks(generation.folder)
        self._bibliographies = read_bibliographies(generation.folder)
        for name, held in ((BLOCKS, self._blocks), (BIBLIOGRAPHIES, self._bibliographies)):
            if held.keys() != self.documents.keys():
                raise IndexDamagedError(generation.path(name), "it is of other documents than the rest")
        self._by_id = {passage.id: passage for passage in self.passages}
        self._is_supplement = np.asarray([passage.kind in SUPPLEMENTS for passage in self.passages])
        self._first_stage = FirstStage(generation.folder, len(self.passages))
        holders = self._first_stage.postings.count_holders
        self._understanding = Understanding(read_glossaries(), Abbreviations.read(generation.folder), holders)
        in_memory = len(self.passages) <= settings.search.late_exact_up_to
        self._sentences = SentenceIndex(generation.folder, len(self.passages))
        self._late = LateIndex(generation.folder, len(self.passages), in_memory=in_memory)
        self._encoder = QueryEncoder(generation.folder, max_tokens=int(generation.facts["max_tokens"]))

    @classmethod
    def open(cls, index: Path, settings: Settings) -> "Retriever":
        """The generation in force in an index folder.

        Raises:
            IndexMissingError, IndexDamagedError, IndexFormatError: There is no index that can be used.
        """
        return cls(open_generation(index), settings)

    def tuned(self, settings: Settings) -> Self:
        """The same index under other query-time settings; nothing is loaded again."""
        other = copy.copy(self)
        other._settings = settings
        return other

    def document(self, document_id: str) -> Document:
        """A document by its id.

        Raises:
            NotFoundError: The index does not hold it.
        """
        try:
            return self.documents[document_id]
        except KeyError:
            raise NotFoundError("document", document_id) from None

    def passage(self, passage_id: str) -> Passage:
        """A passage by its id.

        Raises:
            NotFoundError: The index does not hold it.
        """
        try:
            return self._by_id[passage_id]
        except KeyError:
            raise NotFoundError("passage", passage_id) from None

    @property
    def longest_query(self) -> int:
        """How many characters a query may have."""
        return self._settings.limits.max_query_characters

    def blocks(self, document_id: str) -> tuple[Block, ...]:
        """A document from its first line to its last.

        Raises:
            NotFoundError: The index does not hold it.
        """
        return self._blocks[self.document(document_id).id]

    def bibliography(self, document_id: str) -> Bibliography:
        """What a document lists and cites, and what does not fit.

        Raises:
            NotFoundError: The index does not hold it.
        """
        return self._bibliographies[self.document(document_id).id]

    def search(
        self,
        query: str,
        *,
        k: int = 10,
        documents: Iterable[str] = (),
        kinds: Iterable[Kind] = (),
        system: System = System.HYBRID,
    ) -> SearchResult:
        """The k passages that fit a query best.

        Args:
            query: A question or keywords, with a letter or digit in it.
            k: How many hits at most (1 to the setting `max_k`).
            documents: Ids of documents to search; none means all.
            kinds: Kinds of passages to search; none means all.
            system: Which stages rank.

        Returns:
            Hits, best first; equal scores keep the order of the papers.

        Raises:
            QueryError: The query has nothing to search for or is too long, or k is out of range.
            NotFoundError: A document is not in the index.
        """
        return self.look_up(query, k=k, documents=documents, kinds=kinds, system=system).result

    def look_up(
        self,
        query: str,
        *,
        k: int = 10,
        documents: Iterable[str] = (),
        kinds: Iterable[Kind] = (),
        system: System = System.HYBRID,
    ) -> LookUp:
        """What `search` finds, with what it was found by; the arguments and errors are those of `search`."""
        self._check(query, k)
        admitted = self._admitted(frozenset(self.document(d).id for d in documents), frozenset(kinds))
        understood = self._understanding.of(query, self._settings.search)
        encoded = None if system is System.BM25 else self._encoder.encode(understood.encoded)
        stages = self._stages(understood, encoded, system, admitted)
        fused = self._fuse(stages, understood.language)
        rows = best_first(fused)
        if system is System.HYBRID:
            rows = self._select(rows, query, understood)
        hits = []
        score = math.inf
        for rank, row in enumerate(rows[:k], start=1):
            score = min(score, fused[row])  # what was put behind others does not score above them
            scores = {name: stage[row] for name, stage in stages.items() if row in stage}
            hits.append(Hit(self.passages[row], rank, score, scores))
        result = SearchResult(query, understood.language, understood.expansions, tuple(hits))
        return LookUp(result, understood, encoded, tuple(rows[:k]))

    def sentences(self, found: LookUp) -> list[HitSentence]:
        """The sentences of the hits, in their order, held against the query; none where nothing was encoded."""
        if found.encoded is None:
            return []
        sentences = []
        for row, hit in zip(found.rows, found.result.hits, strict=True):
            similarities = self._late.sentence_similarities(found.encoded, row)
            cosines = self._first_stage.sentence_cosines(found.encoded.pooled, row)
            for i, (start, end) in enumerate(self._sentences.of(row, hit.passage)):
                sentences.append(HitSentence(hit, start, end, similarities[:, i], float(cosines[i])))
        return sentences

    def token_weights(self, encoded: Encoded) -> Floats:
        """How much each of a query's Q tokens that stand for text counts in late interaction, (Q,)."""
        return self._late.weights(encoded)

    def term_weight(self, term: str) -> float:
        """BM25's IDF of a term over the passages; highest where none has it."""
        n, held = len(self.passages), len(self._first_stage.postings.holders(term))
        return math.log(1 + (n - held + 0.5) / (held + 0.5))

    def holds(self, term: str) -> bool:
        """Whether a passage has a term."""
        return len(self._first_stage.postings.holders(term)) > 0

    def _check(self, query: str, k: int) -> None:
        most = self._settings.limits.max_query_characters
        if len(query) > most:
            raise QueryError(f"the query has {len(query)} characters; the most is {most}")
        if any("\ud800" <= character <= "\udfff" for character in query):
            raise QueryError("the query has half of a surrogate pair in it, which is no character; remove it")
        if not searchable(query):
            raise QueryError("the query has no letter and no digit in it; type what to search for")
        if not 1 <= k <= self._settings.limits.max_k:
            raise QueryError(f"k is {k}; it needs to be 1 to {self._settings.limits.max_k}")

    def _admitted(self, documents: frozenset[str], kinds: frozenset[Kind]) -> Admitted | None:
        """Which passages may be hits: of these documents and of these kinds, where there are any; None for all."""
        if not documents and not kinds:
            return None
        return np.asarray(
            [(not documents or p.document_id in documents) and (not kinds or p.kind in kinds) for p in self.passages]
        )

    def _stages(
        self, query: Understood, encoded: Encoded | None, system: System, admitted: Admitted | None
    ) -> dict[str, Ranking]:
        """What each stage returns: the candidates it scores best, among the passages that may be hits."""
        n = self._settings.search.candidates
        if encoded is None:
            return self._first_stage.candidates(n, counted=query.counted, admitted=admitted)
        if system is System.DENSE:
            return self._first_stage.candidates(n, pooled=encoded.pooled, admitted=admitted)
        first = self._first_stage.candidates(n, counted=query.counted, pooled=encoded.pooled, admitted=admitted)
        late = {"late": self._late_ranking(encoded, first, admitted)}
        return late if system is System.LATE else {**first, **late}

    def _late_ranking(self, query: Encoded, first: Mapping[str, Ranking], admitted: Admitted | None) -> Ranking:
        """What late interaction scores best: of all passages where they are few, else of the candidates."""
        if len(self.passages) > self._settings.search.late_exact_up_to:
            rows = np.asarray(sorted(set().union(*first.values())), dtype=np.int64)
        else:
            rows = np.arange(len(self.passages)) if admitted is None else admitted.nonzero()[0]
        return top(rows, self._late.scores(query, rows), self._settings.search.candidates)

    def _fuse(self, stages: Mapping[str, Ranking], language: str) -> dict[int, float]:
        """One score a passage, from 0 to 1 for the sum."""
        if len(stages) == 1:
            return dict(next(iter(stages.values())))
        settings = self._settings.search
        shares = settings.weights_indonesian if LANGUAGES[language].carrying is not None else settings.weights
        weighed = [(stages[name], share) for name, share in zip(_FUSED, shares, strict=True) if share > 0]
        if settings.fusion == "rrf":
            return reciprocal_rank_fusion([ranking for ranking, _ in weighed], k=settings.rrf_k)
        return normalised_sum([ranking for ranking, _ in weighed], [share for _, share in weighed])

    def _select(self, rows: Sequence[int], query: str, understood: Understood) -> list[int]:
        """Passages in the order in which they become hits."""
        last: set[int] = set()
        if self._settings.search.supplements_last:
            last = {row for row in rows if self._is_supplement[row]} - self._asked_for(rows, query, understood)
        body = [row for row in rows if row not in last]
        if understood.compares:
            body = in_turn(body, {row: self.passages[row].document_id for row in body})
        return [*body, *(row for row in rows if row in last)]

    def _asked_for(self, rows: Sequence[int], query: str, understood: Understood) -> set[int]:
        """Passages that a question asks for: by naming their kind, or by a word that only supplements have."""
        kinds = kinds_asked_for(query)
        asked = {row for row in rows if self.passages[row].kind in kinds}
        for term in set(understood.counted):
            holders = self._first_stage.postings.holders(term)
            if self._is_supplement[holders].all():
                asked.update(holders.tolist())
        return asked
