"""The retriever: from an index folder and a question to hits. All it answers with was in the index as it was opened."""

import copy
import logging
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Self

from kutip.encoder import QueryEncoder
from kutip.errors import IndexDamagedError, IndexFormatError, IndexMissingError, NotFoundError, QueryError
from kutip.layout import read_records
from kutip.settings import Settings
from kutip.store import Generation, open_generation, pointer
from kutip.text import searchable, terms
from kutip.types import Document, Expansion, Hit, Kind, Passage, SearchResult
from retriever.bm25 import Postings
from retriever.dense import DenseIndex
from retriever.fusion import Ranking, best_first, normalised_sum, reciprocal_rank_fusion
from retriever.glossary import Glossary
from retriever.language import detect_language

_LOG = logging.getLogger(__name__)
_SUPPLEMENTS = frozenset({Kind.CAPTION, Kind.REFERENCE, Kind.FRONT_MATTER})


class System(StrEnum):
    """Which stages rank: one alone, for comparison, or all."""

    BM25 = "bm25"
    DENSE = "dense"
    HYBRID = "hybrid"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which passages may be hits: of these documents and of these kinds; an empty set admits all."""

    documents: frozenset[str] = frozenset()
    kinds: frozenset[Kind] = frozenset()

    def admits(self, passage: Passage) -> bool:
        """Whether a passage may be a hit."""
        right_document = not self.documents or passage.document_id in self.documents
        return right_document and (not self.kinds or passage.kind in self.kinds)


@dataclass(frozen=True, slots=True)
class _Understood:
    """A query as the stages see it: what BM25 counts, what is encoded, and how they differ from what was typed."""

    counted: str
    encoded: str
    expansions: tuple[Expansion, ...] = ()


class Retriever:
    """Searches one generation of an index; safe to share between threads."""

    def __init__(self, generation: Generation, settings: Settings) -> None:
        """Open a generation that was found whole.

        Raises:
            IndexDamagedError: Its files do not fit each other or this version.
        """
        self._settings = settings
        self._glossary = Glossary.read()
        self.version = generation.version
        self.documents, self.passages = read_records(generation.folder)
        self._by_id = {passage.id: passage for passage in self.passages}
        self._postings = Postings(generation.folder, len(self.passages))
        self._dense = DenseIndex(generation.folder, len(self.passages))
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
        self._check(query, k)
        chosen = Filter(frozenset(self.document(d).id for d in documents), frozenset(kinds))
        language = detect_language(query)
        understood = self._understand(query, language)
        stages = self._stages(understood, system, chosen)
        fused = self._fuse(stages, language)
        hits = tuple(
            Hit(
                self.passages[row],
                rank,
                fused[row],
                {name: stage[row] for name, stage in stages.items() if row in stage},
            )
            for rank, row in enumerate(best_first(fused)[:k], start=1)
        )
        return SearchResult(query, language, understood.expansions, hits)

    def _check(self, query: str, k: int) -> None:
        most = self._settings.max_query_characters
        if len(query) > most:
            raise QueryError(f"the query has {len(query)} characters; the most is {most}")
        if any("\ud800" <= character <= "\udfff" for character in query):
            raise QueryError("the query has half of a surrogate pair in it, which is no character; remove it")
        if not searchable(query):
            raise QueryError("the query has no letter and no digit in it; type what to search for")
        if not 1 <= k <= self._settings.max_k:
            raise QueryError(f"k is {k}; it needs to be 1 to {self._settings.max_k}")

    def _understand(self, query: str, language: str) -> _Understood:
        """The query for each stage; an Indonesian one is carried to English, and BM25 counts both forms."""
        if language != "id" or not self._settings.glossary:
            return _Understood(query, query)
        carried = self._glossary.carry(query)
        return _Understood(f"{carried.text} {query}", carried.text or query, carried.expansions)

    def _stages(self, query: _Understood, system: System, chosen: Filter) -> dict[str, Ranking]:
        """What each stage returns: the candidates it scores best, among the passages that may be hits."""
        n = self._settings.candidates
        stages: dict[str, Ranking] = {}
        if system is not System.DENSE:
            scores = self._postings.scores(terms(query.counted))
            found = {int(row): float(scores[row]) for row in scores.nonzero()[0]}
            stages["bm25"] = self._best(found, chosen, n)
        if system is not System.BM25:
            reach = n if chosen == Filter() else len(self.passages)  # a filter may leave none of the n best
            nearest = self._dense.nearest(self._encoder.encode(query.encoded).pooled, reach)
            stages["dense"] = self._best(nearest, chosen, n)
        return stages

    def _best(self, scores: Ranking, chosen: Filter, n: int) -> Ranking:
        admitted = {row: score for row, score in scores.items() if chosen.admits(self.passages[row])}
        return {row: admitted[row] for row in best_first(admitted)[:n]}

    def _fuse(self, stages: Mapping[str, Ranking], language: str) -> dict[int, float]:
        """One score a passage, from 0 to 1 for the sum.

        Captions, references and front matter come after body text that fits as well.
        """
        if len(stages) == 1:
            return dict(next(iter(stages.values())))
        settings = self._settings
        rankings = [stages["bm25"], stages["dense"]]
        if settings.fusion == "rrf":
            fused = reciprocal_rank_fusion(rankings, k=settings.rrf_k)
        else:
            share = settings.dense_weight_indonesian if language == "id" else settings.dense_weight
            fused = normalised_sum(rankings, [1 - share, share])
        return {row: score * self._weight(row) for row, score in fused.items()}

    def _weight(self, row: int) -> float:
        return self._settings.supplement_weight if self.passages[row].kind in _SUPPLEMENTS else 1.0


class SharedRetriever:
    """The retriever for the generation in force; follows the index when a build puts a new one there."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._current: tuple[str, Retriever] | None = None

    def get(self) -> Retriever:
        """The retriever, opened at the first call and again after a build.

        Where a new generation cannot be used, the one that is loaded goes on; the log says so once.

        Raises:
            IndexMissingError, IndexDamagedError, IndexFormatError: There is no index that can be used, and none loaded.
        """
        with self._lock:
            name = pointer(self._settings.index)
            if self._current is None:
                self._current = (name, Retriever.open(self._settings.index, self._settings))
            elif self._current[0] != name:
                self._current = (name, self._newer(self._current[1]))
            return self._current[1]

    def _newer(self, loaded: Retriever) -> Retriever:
        try:
            return Retriever.open(self._settings.index, self._settings)
        except (IndexMissingError, IndexDamagedError, IndexFormatError) as error:
            _LOG.error("going on with the index as loaded, version %s: %s", loaded.version, error)
            return loaded
