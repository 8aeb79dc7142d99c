"""The stages that rank the passages of a generation, each opened once: what one of them finds for a query."""

from collections.abc import Mapping, Sequence

import numpy as np

from kutip import budget
from kutip.index.arrays import Floats, Integers
from kutip.index.layout import LATE
from kutip.index.query_encoder import Encoded, QueryEncoder
from kutip.index.store import Generation
from kutip.settings import SearchSettings, Settings
from kutip.types import Hit
from retriever.lookup import HitSentence
from retriever.query.understanding import Understood
from retriever.ranking.first_stage import OpenFirstStage
from retriever.ranking.fusion import Ranking, top
from retriever.ranking.late import LateIndex
from retriever.ranking.late_model import LateModel
from retriever.ranking.multilingual import open_multilingual
from retriever.ranking.sentence_index import SentenceIndex
from retriever.stages import stage


class OpenStages:
    """The stages of a generation with N passages; safe to share between threads.

    Attributes:
        first: Finds candidates, and the passages that contain a term.
        encoder: Fingerprint of the models that rank.
        has_multilingual: True if a multilingual encoder was opened.
    """

    def __init__(
        self, generation: Generation, passages: int, settings: Settings, open_first_stage: OpenFirstStage
    ) -> None:
        """Open the stages of a generation whose files were checked.

        Args:
            generation: The generation.
            passages: N.
            settings: Which encoders to open, and how much of them to keep in memory.
            open_first_stage: Opens what finds the candidates.

        Raises:
            IndexDamagedError: Its files do not fit each other or this version.
            IndexMismatchError: The settings require a multilingual encoder, and the generation has none.
        """
        folder, search = generation.folder, settings.search
        self._passages = passages
        self.first = open_first_stage(folder, passages)
        self._sentences = SentenceIndex(folder, passages)
        in_memory = passages <= search.late_exact_up_to
        further = generation.facts.get("further_encoders", {})
        self._late_model: LateModel | None = None
        self.encoder = str(generation.facts.get("encoder", ""))
        if LATE in further:
            self._late_model = LateModel(
                generation.path(LATE), passages, in_memory=in_memory, memory_bytes=search.memory_bytes
            )
            self.encoder += f" ranked by {further[LATE]['encoder']}"
        self._late = LateIndex(
            folder,
            passages,
            in_memory=in_memory and self._late_model is None,  # with such a model, answers alone read some
            memory_bytes=search.memory_bytes,
        )
        self._multilingual = open_multilingual(folder, passages, settings)
        self.has_multilingual = self._multilingual is not None
        self._encoder = QueryEncoder(folder)

    def check(self) -> None:
        """See whether a file from which vectors are still read was changed.

        Raises:
            IndexDamagedError: It was.
        """
        for one in (self._late, self._late_model, self._multilingual):
            if one is not None:
                one.check()

    def encode(self, query: Understood) -> Encoded:
        """Encode a query as it was understood."""
        with stage("encoding"):
            return self._encoder.encode(query.encoded)

    def is_usual(self, word: str) -> bool:
        """Whether the encoder reads a word as one piece, because its language uses it often."""
        return self._encoder.is_one_piece(word)

    def candidates(
        self, n: int, among: Integers | None, *, terms: Sequence[str] | None = None, encoded: Encoded | None = None
    ) -> dict[str, Ranking]:
        """The rankings of the first stage by terms, by the query's vector, or by both; see `FirstStage`."""
        vector = None if encoded is None else encoded.pooled
        with stage("first_stage"):
            return self.first.candidates(n, terms=terms, vector=vector, among=among)

    def late(
        self,
        query: Understood,
        encoded: Encoded,
        first: Mapping[str, Ranking],
        among: Integers | None,
        settings: SearchSettings,
    ) -> dict[str, Ranking]:
        """The ranking "late" of late interaction: over all passages of a small index, else over the candidates.

        Args:
            query: The query.
            encoded: Its vectors.
            first: The candidates.
            among: Numbers of the passages that may be found, ascending; None for all.
            settings: When an index is small, and how long the ranking is.
        """
        with stage("late"):
            if self._passages > settings.late_exact_up_to:
                rows = np.asarray(sorted(set().union(*first.values())), dtype=np.int64)
            else:
                rows = np.arange(self._passages) if among is None else among
            model = self._late_model
            scores = self._late.scores(encoded, rows) if model is None else model.scores(query.encoded, rows)
            return {"late": top(rows, scores, settings.candidates)}

    def multilingual(self, query: str, n: int, among: Integers | None) -> dict[str, Ranking]:
        """The n best passages in each ranking of the multilingual encoder, which reads queries as typed; {} without."""
        if self._multilingual is None:
            return {}
        with stage("multilingual"):
            encoded = self._multilingual.encode(query)
            budget.pause()
            return self._multilingual.rankings(encoded, n, among)

    def token_weights(self, encoded: Encoded) -> Floats:
        """(Q,) how much each of a query's text tokens counts in late interaction."""
        return self._late.weights(encoded)

    def sentences(self, encoded: Encoded, hits: Sequence[Hit], rows: Sequence[int]) -> list[HitSentence]:
        """The sentences of some hits, in their order, compared with the query; `rows` has their passages' numbers."""
        similarities = self._late.sentence_similarities(encoded, rows)
        cosines = self._sentences.cosines(encoded.pooled, rows)
        bounds = self._sentences.bounds(rows, [hit.passage for hit in hits])
        return [
            HitSentence(hit, start, end, hit.passage.text[start:end], alike[:, i], float(near[i]))
            for hit, alike, near, own in zip(hits, similarities, cosines, bounds, strict=True)
            for i, (start, end) in enumerate(own)
        ]
