"""Fusion: several rankings of passages, one score. A passage that a ranking lacks gets nothing from it."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from kutip.errors import QueryError

Ranking = Mapping[int, float]  # passage number -> score, higher is better


def best_first(scores: Ranking) -> list[int]:
    """Passage numbers by falling score; equal scores keep the order of the passages.

    >>> best_first({7: 0.5, 3: 0.5, 9: 0.9})
    [9, 3, 7]
    """
    return sorted(scores, key=lambda row: (-scores[row], row))


def top(rows: npt.NDArray[np.int64], scores: npt.NDArray[np.floating[Any]], n: int) -> dict[int, float]:
    """The n rows that score best, best first; equal scores keep the order of the rows.

    Args:
        rows: (M,) passage numbers, ascending.
        scores: (M,) theirs.
        n: How many at most (>= 1).

    >>> top(np.asarray([3, 5, 7, 9]), np.asarray([0.5, 0.25, 0.5, 0.75]), 2)
    {9: 0.75, 3: 0.5}
    """
    if len(rows) > n:
        least = np.partition(scores, len(scores) - n)[len(scores) - n]
        near = scores >= least
        rows, scores = rows[near], scores[near]
    order = np.argsort(-scores, kind="stable")[:n]
    return dict(zip(rows[order].tolist(), scores[order].tolist(), strict=True))


def reciprocal_rank_fusion(rankings: Sequence[Ranking], *, k: int = 60) -> dict[int, float]:
    """Merge rankings by summed reciprocal rank.

    Args:
        rankings: R rankings; their scores only order them.
        k: Damping, in ranks (>= 1). Score = sum over rankings of 1 / (k + rank), rank from 1.

    Returns:
        0 < score <= R / (k + 1) for each passage of any ranking. No ranking gives {}.

    Raises:
        QueryError: k < 1.

    Source: Cormack, Clarke and Buettcher, SIGIR 2009, doi:10.1145/1571941.1572114.

    >>> reciprocal_rank_fusion([{1: 2.0, 2: 1.0}, {2: 0.3}], k=1)
    {1: 0.5, 2: 0.8333333333333333}
    """
    if k < 1:
        raise QueryError(f"the damping of reciprocal rank fusion is {k}; it needs 1 or more")
    fused: dict[int, float] = {}
    for ranking in rankings:
        for rank, row in enumerate(best_first(ranking), start=1):
            fused[row] = fused.get(row, 0.0) + 1 / (k + rank)
    return fused


def normalised_sum(rankings: Sequence[Ranking], weights: Sequence[float]) -> dict[int, float]:
    """Merge rankings by a weighted sum of their scores, each scaled so that its best passage has 1 and its worst 0.

    Args:
        rankings: R rankings; where all scores of one are equal, each is scaled to 1.
        weights: R weights, each >= 0.

    Returns:
        0 <= score <= sum of weights for each passage of any ranking. No ranking gives {}.

    Raises:
        QueryError: A weight is negative, or there are not as many as rankings.

    Source: CombSUM over min-max scores; Fox and Shaw, TREC-2, 1994; Lee, SIGIR 1997, doi:10.1145/258525.258587.

    >>> normalised_sum([{1: 8.0, 2: 4.0}, {2: 0.75, 3: 0.5}], [0.5, 0.5])
    {1: 0.5, 2: 0.5, 3: 0.0}
    """
    if len(weights) != len(rankings) or not all(0 <= weight < math.inf for weight in weights):
        raise QueryError(f"{len(rankings)} rankings need as many weights of 0 or more, not {list(weights)}")
    fused: dict[int, float] = {}
    for ranking, weight in zip(rankings, weights, strict=True):
        worst, best = min(ranking.values(), default=0.0), max(ranking.values(), default=0.0)
        for row, score in ranking.items():
            scaled = (score - worst) / (best - worst) if best > worst else 1.0
            fused[row] = fused.get(row, 0.0) + weight * scaled
    return fused
