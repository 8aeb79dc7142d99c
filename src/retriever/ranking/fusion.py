"""Fusion: combines several rankings of passages into one score. A ranking adds nothing to passages that it lacks."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from kutip.errors import QueryError

Ranking = Mapping[int, float]  # passage number -> score; higher is better


def best_first(scores: Ranking) -> list[int]:
    """Sort passage numbers by descending score; equal scores keep the order of the numbers.

    >>> best_first({7: 0.5, 3: 0.5, 9: 0.9})
    [9, 3, 7]
    """
    return sorted(scores, key=lambda row: (-scores[row], row))


def top(rows: npt.NDArray[np.int64], scores: npt.NDArray[np.floating[Any]], n: int) -> dict[int, float]:
    """Return the n best rows, best first; equal scores keep the order of the rows.

    Args:
        rows: (M,) passage numbers, ascending.
        scores: (M,) their scores.
        n: Largest number to return (>= 1).

    >>> top(np.asarray([3, 5, 7, 9]), np.asarray([0.5, 0.25, 0.5, 0.75]), 2)
    {9: 0.75, 3: 0.5}
    """
    if len(rows) > n:
        cutoff = np.partition(scores, len(scores) - n)[len(scores) - n]
        kept = scores >= cutoff
        rows, scores = rows[kept], scores[kept]
    order = np.argsort(-scores, kind="stable")[:n]
    return dict(zip(rows[order].tolist(), scores[order].tolist(), strict=True))


def reciprocal_rank_fusion(rankings: Sequence[Ranking], *, k: int = 60) -> dict[int, float]:
    """Merge rankings by summed reciprocal rank.

    Args:
        rankings: R rankings; only the order of their scores matters.
        k: Damping, in ranks (>= 1). Score = sum over rankings of 1 / (k + rank), rank from 1.

    Returns:
        A score for each passage of any ranking, 0 < score <= R / (k + 1); {} without rankings.

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
    """Merge rankings by a weighted sum of their scores, each ranking scaled to 1 for its best and 0 for its worst.

    Args:
        rankings: R rankings; if all scores of one are equal, they are scaled to 1.
        weights: R weights, each >= 0.

    Returns:
        A score for each passage of any ranking, 0 <= score <= sum of weights; {} without rankings.

    Raises:
        QueryError: A weight is negative or infinite, or there are not as many weights as rankings.

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
