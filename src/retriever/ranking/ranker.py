"""Ranks the passages for one query: by each stage, merged by weights, ordered as hits, and again by the reader."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kutip.errors import QueryError
from kutip.index.arrays import Integers
from kutip.index.query_encoder import Encoded
from kutip.language import PAPERS_LANGUAGE
from kutip.settings import Settings, Weights
from kutip.types import Hit, Message, SearchResult
from retriever.contents import IndexContents
from retriever.optional_reader import OptionalReader
from retriever.query.understanding import Understood
from retriever.ranking.fusion import Ranking, best_first
from retriever.ranking.open_stages import OpenStages
from retriever.ranking.rereading import ranked_again
from retriever.ranking.selection import Selection
from retriever.ranking.stage_weights import StageRankings, merged, reads_multilingual, weights_for
from retriever.stages import stage


class System(StrEnum):
    """Which stages rank the passages: one alone, to compare it, or all together."""

    BM25 = "bm25"
    DENSE = "dense"
    LATE = "late"
    MULTILINGUAL = "multilingual"
    HYBRID = "hybrid"


@dataclass(frozen=True, slots=True, eq=False)
class Ranker:
    """Ranks the passages of an index by its stages.

    Attributes:
        contents: The papers.
        stages: The stages, open.
        selection: Orders ranked passages as hits.
        reader: Reads the best passages.
        settings: How to rank.
    """

    contents: IndexContents
    stages: OpenStages
    selection: Selection
    reader: OptionalReader
    settings: Settings

    @property
    def has_multilingual(self) -> bool:
        """True if the index has a multilingual encoder and the settings do not leave it out."""
        return self.stages.has_multilingual and self.settings.indexing.multilingual != "off"

    def rank(
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
        """The k best hits of a query, and the numbers of their passages.

        Args:
            query: As it was typed.
            understood: As it was understood.
            encoded: Its vectors; None for a system that needs none.
            k: How many hits at most.
            system: Which stages rank.
            among: Numbers of the passages that may be found, ascending; None for all.
            again: Let the reader rank the best ones again, where all stages rank.

        Raises:
            QueryError: The multilingual encoder is to rank alone, and there is none.
            ReaderError: The settings ask for the reader, and it cannot be used.
        """
        weights = self._weights(understood, system, among)
        rankings = self._of_stages(understood, encoded, system, among, weights)
        with stage("selection"):
            scores = merged(rankings, weights, self.settings.search)
            rows = best_first(scores)
            if system is System.HYBRID:
                rows = self._ordered(rows, understood)
                if again:
                    rankings["reader"] = self._certainties(understood, rows)
                    scores = ranked_again(scores, rankings["reader"], weight=self.settings.reading.reader_weight)
                    rows = self._ordered(best_first(scores), understood)
            rows = rows[:k]
        hits = self._hits(rows, scores, rankings)
        return SearchResult(query, understood.language, understood.expansions, hits), rows

    def rank_stages(self, understood: Understood, encoded: Encoded) -> StageRankings:
        """All rankings of the stages, before they are merged."""
        rankings = self._own(understood, encoded, System.HYBRID, None)
        if self.has_multilingual:
            rankings.update(self._multilingual(understood.plain, None))
        rows = range(len(self.contents.passages))
        keeps_order = not self.settings.search.supplements_last
        last = frozenset[int]() if keeps_order else frozenset(self.selection.last(rows, understood))
        return StageRankings(rankings, last, understood.compares)

    def _weights(self, understood: Understood, system: System, among: Integers | None) -> Weights:
        """The weights for a question over some passages, or all of them."""
        if system is System.MULTILINGUAL:
            return self.settings.search.weights_untranslated
        languages, own = self.contents.languages, PAPERS_LANGUAGE.code
        searched = languages if among is None else languages[among]
        language, is_translated = understood.language, understood.read_in == own and self.settings.search.glossary
        return weights_for(
            self.settings.search,
            in_one_language=language == own and bool((searched == own).all()),
            translated=language != own and (is_translated or not self.has_multilingual),
            multilingual=self.has_multilingual,
        )

    def _of_stages(
        self,
        understood: Understood,
        encoded: Encoded | None,
        system: System,
        among: Integers | None,
        weights: Weights,
    ) -> dict[str, Ranking]:
        """The ranking of each stage that takes part, by its name."""
        if system is System.MULTILINGUAL:
            return self._multilingual(understood.plain, among)
        rankings = self._own(understood, encoded, system, among)
        if system is System.HYBRID and self.has_multilingual and reads_multilingual(weights):
            rankings.update(self._multilingual(understood.plain, among))
        return rankings

    def _own(
        self, query: Understood, encoded: Encoded | None, system: System, among: Integers | None
    ) -> dict[str, Ranking]:
        """The rankings of the stages that read the query as it was understood."""
        n, stages = self.settings.search.candidates, self.stages
        if encoded is None:
            return stages.candidates(n, among, terms=query.counted)
        if system is System.DENSE:
            return stages.candidates(n, among, encoded=encoded)
        first = stages.candidates(n, among, terms=query.counted, encoded=encoded)
        late = stages.late(query, encoded, first, among, self.settings.search)
        return late if system is System.LATE else {**first, **late}

    def _multilingual(self, query: str, among: Integers | None) -> dict[str, Ranking]:
        """The rankings of the multilingual encoder."""
        if not self.has_multilingual:
            raise QueryError(Message("refused.no_multilingual"))
        return self.stages.multilingual(query, self.settings.search.candidates, among)

    def _ordered(self, rows: Sequence[int], understood: Understood) -> list[int]:
        return self.selection.order(rows, understood, supplements_last=self.settings.search.supplements_last)

    def _certainties(self, understood: Understood, rows: Sequence[int]) -> dict[int, float]:
        """How certainly the reader finds the answer in each of the best of some passages."""
        rows = rows[: self.settings.reading.reader_hits]
        readings = self.reader.read(understood.encoded, [self.contents.passages[row] for row in rows]) or ()
        return {row: one.certainty for row, one in zip(rows, readings, strict=True)}

    def _hits(self, rows: Sequence[int], scores: Ranking, rankings: Mapping[str, Ranking]) -> tuple[Hit, ...]:
        """The passages as hits, each with its score and those that the stages gave it."""
        hits = []
        score = math.inf
        for rank, row in enumerate(rows, start=1):
            score = min(score, scores[row])  # a passage may be moved back; its score then falls to its neighbours'
            own = {name: ranking[row] for name, ranking in rankings.items() if row in ranking}
            hits.append(Hit(self.contents.passages[row], rank, score, own))
        return tuple(hits)
