"""The retriever searches one generation of an index: from a question to hits, and to what an answer needs of them."""

import copy
import math
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cache, partial
from pathlib import Path
from typing import Literal, Self

import numpy as np

from kutip import budget
from kutip.errors import IndexDamagedError, NotFoundError, QueryError, ReaderError
from kutip.index.arrays import Integers
from kutip.index.identity import refuse_other_models
from kutip.index.layout import (
    BIBLIOGRAPHIES,
    BLOCKS,
    LATE,
    read_bibliographies,
    read_blocks,
    read_examples,
    read_records,
)
from kutip.index.query_encoder import Encoded, QueryEncoder
from kutip.index.store import Generation, open_generation
from kutip.language import PAPERS_LANGUAGE
from kutip.metadata.facts import language_of
from kutip.models.lazy_reader import LazyReader
from kutip.models.passage_reader import PassageReader, PassageReading
from kutip.settings import Settings, Weights
from kutip.text.terms import searchable
from kutip.types import Bibliography, Block, Document, Hit, Kind, Message, Passage, SearchResult
from retriever.lookup import HitSentence, LookUp
from retriever.query.abbreviations import Abbreviations
from retriever.query.glossary import open_glossaries
from retriever.query.understanding import Understanding, Understood
from retriever.query.wishes import kinds_asked_for
from retriever.ranking.first_stage import LocalFirstStage, OpenFirstStage
from retriever.ranking.fusion import Ranking, best_first, top
from retriever.ranking.late import LateIndex
from retriever.ranking.late_model import LateModel
from retriever.ranking.multilingual import open_multilingual
from retriever.ranking.rereading import ranked_again, texts_to_read
from retriever.ranking.selection import SUPPLEMENTS, in_turn
from retriever.ranking.sentence_index import SentenceIndex
from retriever.ranking.stage_weights import StageRankings, merged, reads_multilingual, weights_for
from retriever.stages import stage


class System(StrEnum):
    """Which stages rank the passages: one alone, to compare it, or all together."""

    BM25 = "bm25"
    DENSE = "dense"
    LATE = "late"
    MULTILINGUAL = "multilingual"
    HYBRID = "hybrid"


_NEEDS_ENCODER = frozenset({System.DENSE, System.LATE, System.HYBRID})


class Retriever:
    """Searches one generation of an index; safe to share between threads."""

    def __init__(
        self,
        generation: Generation,
        settings: Settings,
        open_first_stage: OpenFirstStage = LocalFirstStage,
        *,
        reader: LazyReader | None = None,
    ) -> None:
        """Open a generation whose files were checked.

        Args:
            generation: The generation.
            settings: How to search it.
            open_first_stage: Opens what finds the candidates.
            reader: Reads passages; None for one of its own. It takes 60 MB, so retrievers of one process share it.

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
                raise IndexDamagedError(generation.path(name), Message("damage.other_documents"))
        self.examples = read_examples(generation.folder)
        self._by_id = {passage.id: passage for passage in self.passages}
        self._is_supplement = np.asarray([passage.kind in SUPPLEMENTS for passage in self.passages])
        self._first_stage = open_first_stage(generation.folder, len(self.passages))
        abbreviations = Abbreviations.read(generation.folder)
        of_documents = {one.id: language_of(one) for one in self.documents.values()}
        self._languages = np.asarray([of_documents[passage.document_id] for passage in self.passages])
        self._understanding = Understanding(
            open_glossaries(generation.folder), abbreviations, self._first_stage.holders, of_documents.values()
        )
        in_memory = len(self.passages) <= settings.search.late_exact_up_to
        self._sentences = SentenceIndex(generation.folder, len(self.passages))
        self._late_model = self._open_late_model(generation, settings, in_memory=in_memory)
        self._late = LateIndex(
            generation.folder,
            len(self.passages),
            in_memory=in_memory and self._late_model is None,  # with such a model, answers alone read some
            memory_bytes=settings.search.memory_bytes,
        )
        self._multilingual = open_multilingual(generation.folder, len(self.passages), settings)
        self.model, self.encoder = (str(generation.facts.get(name, "")) for name in ("model", "encoder"))
        if self._late_model is not None:
            self.encoder += f" ranked by {generation.facts['further_encoders'][LATE]['encoder']}"
        self._encoder = QueryEncoder(generation.folder)
        self._lazy_reader = reader if reader is not None else LazyReader()

    def _open_late_model(self, generation: Generation, settings: Settings, *, in_memory: bool) -> LateModel | None:
        if LATE not in generation.facts.get("further_encoders", {}):
            return None
        memory_bytes = settings.search.memory_bytes
        return LateModel(generation.path(LATE), len(self.passages), in_memory=in_memory, memory_bytes=memory_bytes)

    @property
    def has_multilingual(self) -> bool:
        """True if the index has a multilingual encoder and the settings do not leave it out."""
        return self._multilingual is not None and self._settings.indexing.multilingual != "off"

    @classmethod
    def open(cls, index: Path, settings: Settings, *, reader: LazyReader | None = None) -> "Retriever":
        """Open the generation in force in an index folder.

        Args:
            index: The folder.
            settings: How to search it.
            reader: Reads passages; None for one of its own.

        Raises:
            IndexMissingError, IndexDamagedError, IndexFormatError: There is no index that can be used.
            OtherModelError: It was built with another model than the settings name.
        """
        generation = open_generation(index)
        refuse_other_models(generation, settings.indexing)
        return cls(generation, settings, reader=reader)

    @property
    def reader_state(self) -> Literal["off", "ready", "unusable"]:
        """Whether the reader is used; "unusable" where its files are missing or were changed.

        Raises:
            ReaderError: The settings ask for it, and it cannot be used.
        """
        mode, problem = self._settings.reading.reader, self._lazy_reader.problem
        if mode == "on" and problem is not None:
            raise problem
        return "off" if mode == "off" else "ready" if problem is None else "unusable"

    def check_files(self) -> None:
        """See whether a file of the index that is still read from was changed since it was opened.

        Raises:
            IndexDamagedError: It was; searches raise the same until a new index is built.
        """
        self._late.check()
        if self._late_model is not None:
            self._late_model.check()
        if self._multilingual is not None:
            self._multilingual.check()

    def tuned(self, settings: Settings) -> Self:
        """Give a retriever over the same loaded index that searches with other settings."""
        other = copy.copy(self)
        other._settings = settings
        return other

    def document(self, document_id: str) -> Document:
        """Get a document by its id.

        Raises:
            NotFoundError: The index does not hold it.
        """
        try:
            return self.documents[document_id]
        except KeyError:
            raise NotFoundError("document", document_id) from None

    def passage(self, passage_id: str) -> Passage:
        """Get a passage by its id.

        Raises:
            NotFoundError: The index does not hold it.
        """
        try:
            return self._by_id[passage_id]
        except KeyError:
            raise NotFoundError("passage", passage_id) from None

    @property
    def settings(self) -> Settings:
        """The settings in force here; see `tuned`."""
        return self._settings

    @property
    def longest_query(self) -> int:
        """The largest number of characters that a query may have."""
        return self._settings.limits.max_query_characters

    def blocks(self, document_id: str) -> tuple[Block, ...]:
        """Get the blocks of a document, from its first line to its last.

        Raises:
            NotFoundError: The index does not hold it.
        """
        return self._blocks[self.document(document_id).id]

    def bibliography(self, document_id: str) -> Bibliography:
        """Get the references, mentions and problems of a document.

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
        """Find the k passages that fit a query best.

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
            ReaderError: The settings ask for the reader, and it cannot be used.
        """
        self._check(query)
        if not 1 <= k <= self._settings.limits.max_k:
            raise QueryError(Message("refused.k", {"k": k, "most": self._settings.limits.max_k}))
        among = self._among(frozenset(self.document(d).id for d in documents), frozenset(kinds))
        understood = self._understood(query)
        budget.pause()
        encoded = self._encoded(understood) if system in _NEEDS_ENCODER else None
        again = self._settings.reading.reader == "on"
        result, _ = self._ranked(query, understood, encoded, k=k, system=system, among=among, again=again)
        return result

    def rank_stages(self, query: str) -> StageRankings:
        """Rank all passages by each stage, for a study of how the rankings are best merged.

        Raises:
            QueryError: The query has nothing to search for or is too long.
        """
        self._check(query)
        understood = self._understood(query)
        rankings = self._stages(understood, self._encoded(understood), System.HYBRID, None)
        if self.has_multilingual:
            rankings = {**rankings, **self._multilingual_stages(query, None)}
        rows = range(len(self.passages))
        return StageRankings(rankings, frozenset(self._last(rows, query, understood)), understood.compares)

    def look_up(self, query: str, *, k: int = 10) -> LookUp:
        """Search all passages with all stages, and keep what an answer needs to know of the search.

        Args:
            query: A question or keywords, with a letter or digit in it.
            k: How many hits at most (>= 1).

        Raises:
            QueryError: The query has nothing to search for or is too long.
        """
        self._check(query)
        understood = self._understood(query)
        budget.pause()
        encoded = self._encoded(understood)
        result, rows = self._ranked(query, understood, encoded, k=k)
        return LookUp(
            result=result,
            understood=understood,
            encoded=encoded,
            token_weights=self._late.weights(encoded),
            settings=self._settings.answers,
            encoder=self.encoder,
            documents=self.documents,
            passages=len(self.passages),
            count_holders=cache(lambda term: len(self._first_stage.holders([term]))),
            read_sentences=partial(self._read_sentences, encoded, result.hits, rows),
            read_passages=partial(self._read_passages, understood.encoded, rows),
        )

    def _understood(self, query: str) -> Understood:
        with stage("understanding"):
            return self._understanding.of(query, self._settings.search)

    def _encoded(self, understood: Understood) -> Encoded:
        with stage("encoding"):
            return self._encoder.encode(understood.encoded)

    def _ranked(
        self,
        query: str,
        understood: Understood,
        encoded: Encoded | None,
        *,
        k: int,
        system: System = System.HYBRID,
        among: Integers | None = None,
        again: bool = False,
    ) -> tuple[SearchResult, Sequence[int]]:
        """Rank: the k best hits of a query, and the numbers of their passages; `again` by the reader too."""
        weights = self._weights(understood.language, among)
        stages = {}
        if system is System.MULTILINGUAL:
            weights = self._settings.search.weights_untranslated
        else:
            stages.update(self._stages(understood, encoded, system, among))
        joins = system is System.HYBRID and self.has_multilingual and reads_multilingual(weights)
        if joins or system is System.MULTILINGUAL:
            stages.update(self._multilingual_stages(query, among))
        with stage("selection"):
            fused = merged(stages, weights, self._settings.search)
            rows = best_first(fused)
            if system is System.HYBRID:
                rows = self._select(rows, query, understood)
            if again and system is System.HYBRID:
                stages = {**stages, "reader": self._certainties(understood, rows)}
                fused = ranked_again(fused, stages["reader"], weight=self._settings.reading.reader_weight)
                rows = self._select(best_first(fused), query, understood)
            rows = rows[:k]
        hits = []
        score = math.inf
        for rank, row in enumerate(rows, start=1):
            score = min(score, fused[row])  # `_select` may move a passage back; its score then falls to its neighbours'
            scores = {name: ranking[row] for name, ranking in stages.items() if row in ranking}
            hits.append(Hit(self.passages[row], rank, score, scores))
        return SearchResult(query, understood.language, understood.expansions, tuple(hits)), rows

    def _certainties(self, understood: Understood, rows: Sequence[int]) -> dict[int, float]:
        """How certainly the reader finds the answer in each of the best of some passages."""
        rows = rows[: self._settings.reading.reader_hits]
        readings = self._read_passages(understood.encoded, rows, len(rows)) or ()
        return {row: one.certainty for row, one in zip(rows, readings, strict=True)}

    def _read_passages(self, question: str, rows: Sequence[int], first: int) -> list[PassageReading] | None:
        """What the reader finds in the first of some passages, in their order; None if there is none."""
        reader = self._reader()
        if reader is None:
            return None
        with stage("reader"):
            return list(reader.read(question, texts_to_read([self.passages[row] for row in rows[:first]])))

    def _reader(self) -> PassageReader | None:
        """The reader; None if the settings do without it.

        Raises:
            ReaderError: The settings ask for it, and it cannot be used.
        """
        mode = self._settings.reading.reader
        try:
            return None if mode == "off" else self._lazy_reader.get()
        except ReaderError:
            if mode == "on":
                raise
            return None

    def _read_sentences(
        self, encoded: Encoded, hits: Sequence[Hit], rows: Sequence[int], first: int
    ) -> list[HitSentence]:
        """The sentences of the first hits, in their order, compared with the query."""
        hits, rows = hits[:first], rows[:first]
        similarities = self._late.sentence_similarities(encoded, rows)
        cosines = self._sentences.cosines(encoded.pooled, rows)
        bounds = self._sentences.bounds(rows, [hit.passage for hit in hits])
        return [
            HitSentence(hit, start, end, hit.passage.text[start:end], alike[:, i], float(near[i]))
            for hit, alike, near, own in zip(hits, similarities, cosines, bounds, strict=True)
            for i, (start, end) in enumerate(own)
        ]

    def _check(self, query: str) -> None:
        most = self._settings.limits.max_query_characters
        if len(query) > most:
            raise QueryError(Message("refused.query_too_long", {"n": len(query), "most": most}))
        if any("\ud800" <= character <= "\udfff" for character in query):
            raise QueryError(Message("refused.half_character"))
        if not searchable(query):
            raise QueryError(Message("refused.empty_query"))

    def _among(self, documents: frozenset[str], kinds: frozenset[Kind]) -> Integers | None:
        """The numbers of the passages of some documents and kinds; an empty set means all, and None all passages."""
        if not documents and not kinds:
            return None
        admitted = [
            row
            for row, one in enumerate(self.passages)
            if (not documents or one.document_id in documents) and (not kinds or one.kind in kinds)
        ]
        return np.asarray(admitted, dtype=np.int64)

    def _stages(
        self, query: Understood, encoded: Encoded | None, system: System, among: Integers | None
    ) -> dict[str, Ranking]:
        """The ranking of each stage that takes part, by its name."""
        n = self._settings.search.candidates
        with stage("first_stage"):
            if encoded is None:
                return self._first_stage.candidates(n, terms=query.counted, among=among)
            if system is System.DENSE:
                return self._first_stage.candidates(n, vector=encoded.pooled, among=among)
            first = self._first_stage.candidates(n, terms=query.counted, vector=encoded.pooled, among=among)
        with stage("late"):
            late = {"late": self._late_ranking(query, encoded, first, among)}
        return late if system is System.LATE else {**first, **late}

    def _multilingual_stages(self, query: str, among: Integers | None) -> dict[str, Ranking]:
        """The rankings of the multilingual encoder, which reads the query as typed."""
        if self._multilingual is None or not self.has_multilingual:
            raise QueryError(Message("refused.no_multilingual"))
        with stage("multilingual"):
            encoded = self._multilingual.encode(query)
            budget.pause()
            return self._multilingual.rankings(encoded, self._settings.search.candidates, among)

    def _late_ranking(
        self, query: Understood, encoded: Encoded, first: Mapping[str, Ranking], among: Integers | None
    ) -> Ranking:
        """The ranking of late interaction: over all passages of a small index, else over the candidates."""
        if len(self.passages) > self._settings.search.late_exact_up_to:
            rows = np.asarray(sorted(set().union(*first.values())), dtype=np.int64)
        else:
            rows = np.arange(len(self.passages)) if among is None else among
        model = self._late_model
        scores = self._late.scores(encoded, rows) if model is None else model.scores(query.encoded, rows)
        return top(rows, scores, self._settings.search.candidates)

    def _weights(self, language: str, among: Integers | None) -> Weights:
        """The weights for a question in this language over some passages, or all of them."""
        searched = self._languages if among is None else self._languages[among]
        own = PAPERS_LANGUAGE.code
        return weights_for(
            self._settings.search,
            in_one_language=language == own and bool((searched == own).all()),
            translated=language != own and (self._settings.search.glossary or not self.has_multilingual),
            multilingual=self.has_multilingual,
        )

    def _select(self, rows: Sequence[int], query: str, understood: Understood) -> list[int]:
        """Order the passages as hits: supplements last, papers in turn if the question compares them."""
        last = self._last(rows, query, understood)
        body = [row for row in rows if row not in last]
        if understood.compares:
            body = in_turn(body, {row: self.passages[row].document_id for row in body})
        return [*body, *(row for row in rows if row in last)]

    def _last(self, rows: Sequence[int], query: str, understood: Understood) -> set[int]:
        """The passages that rank behind all others: supplements that the question does not ask for."""
        if not self._settings.search.supplements_last:
            return set()
        return {row for row in rows if self._is_supplement[row]} - self._asked_for(rows, query, understood)

    def _asked_for(self, rows: Sequence[int], query: str, understood: Understood) -> set[int]:
        """The supplements that a question asks for, by naming their kind or by a word that only supplements contain."""
        kinds = kinds_asked_for(query)
        asked = {row for row in rows if self.passages[row].kind in kinds}
        for term in set(understood.counted):
            holders = self._first_stage.holders([term])
            if self._is_supplement[holders].all():
                asked.update(holders.tolist())
        return asked
