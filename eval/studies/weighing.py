"""Scores many weightings of the ranking stages at once: each question is ranked by each stage only once.

The figures are those of `eval.scoring.metrics` for the hits that the retriever gives with the same weights.
"""

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from eval.scoring.metrics import Unit, first_words, holds, qrels_of
from eval.sets.questions import Question
from kutip.types import Passage
from retriever.ranking.selection import in_turn
from retriever.ranking.stage_weights import STAGES, StageRankings

_SEEN = 30  # hits that a metric may look at: 300 words are fewer
_DEPTH = 10
_FIRST = 5
_WORDS = 300
_ANSWERS = 2


class WeighedQuestion:
    """One question with its stages' rankings over N passages, and what each passage is worth to it."""

    def __init__(
        self, question: Question, ranked: StageRankings, passages: Sequence[Passage], sources: Mapping[str, str]
    ) -> None:
        """Scale each stage's scores to 0..1, and grade the passages.

        Args:
            question: An answerable question.
            ranked: Its rankings.
            passages: The N passages.
            sources: Source text by document id.
        """
        units = [Unit.of(passage) for passage in passages]
        self._units, self._sources, self._parts = units, sources, question.parts
        self._documents = {row: passage.document_id for row, passage in enumerate(passages)}
        self._scaled = np.zeros((len(STAGES), len(units)))
        self._found = np.zeros((len(STAGES), len(units)), dtype=bool)
        for at, name in enumerate(STAGES):
            ranking = ranked.rankings.get(name, {})
            worst, best = min(ranking.values(), default=0.0), max(ranking.values(), default=0.0)
            for row, score in ranking.items():
                self._scaled[at, row] = (score - worst) / (best - worst) if best > worst else 1.0
                self._found[at, row] = True
        self._is_last = np.zeros(len(units), dtype=bool)
        self._is_last[list(ranked.last)] = True
        self._compares = ranked.compares
        self._grades = np.zeros(len(units))
        for number, grade in qrels_of([question], units)[question.id].items():
            self._grades[int(number)] = grade
        self._ideal = _gain(np.sort(self._grades)[::-1])
        self._held = np.asarray([[self._holds(part, unit) for unit in units] for part in range(len(question.parts))])
        self._cut = lru_cache(maxsize=None)(self._held_within)

    def scores(self, weights: Sequence[float]) -> tuple[float, float, float]:
        """Return nDCG@10, EvidenceSuccess@5 and EvidenceSuccess@300w of the hits with these weights of STAGES."""
        rows = self.order(weights)
        enough = bool(self._held[:, rows[:_FIRST]].any(axis=1).all())
        ndcg = _gain(self._grades[rows]) / self._ideal if self._ideal else 0.0
        return ndcg, float(enough), float(self._is_within_words(rows))

    def order(self, weights: Sequence[float]) -> list[int]:
        """Return the numbers of the first hits, best first."""
        shares = np.asarray(weights, dtype=np.float64)
        rows = np.flatnonzero(self._found[shares > 0].any(axis=0))
        ordered = rows[np.argsort(-(shares @ self._scaled)[rows], kind="stable")]
        is_last = self._is_last[ordered]
        body: list[int] = ordered[~is_last].tolist()
        if self._compares:
            body = in_turn(body, self._documents)
        return [*body, *ordered[is_last].tolist()][:_SEEN]

    def _is_within_words(self, rows: Sequence[int]) -> bool:
        left = _WORDS
        found = np.zeros(len(self._held), dtype=bool)
        for row in rows:
            if left <= 0:
                break
            words, held = self._cut(row, left)
            found |= held
            left -= words
        return bool(found.all())

    def _held_within(self, row: int, left: int) -> tuple[int, np.ndarray]:
        """A passage's words, and which parts of the question its first `left` words hold."""
        unit = self._units[row]
        text = self._sources[unit.document]
        words = sum(len(text[span.start : span.end].split()) for span in unit.spans)
        cut = first_words([unit], self._sources, left)
        return words, np.asarray([any(self._holds(part, one) for one in cut) for part in range(len(self._parts))])

    def _holds(self, part: int, unit: Unit) -> bool:
        return any(evidence.grade == _ANSWERS and holds(unit, evidence) for evidence in self._parts[part])


def _gain(grades: np.ndarray) -> float:
    """DCG@10 with the grade as gain."""
    return sum(float(grade) / math.log2(rank + 2) for rank, grade in enumerate(grades[:_DEPTH]))
