"""Confidence intervals of means, a significance test for two systems, and folds for cross-validation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

import numpy as np
from scipy.stats import permutation_test

_RESAMPLES = 10_000


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float

    @classmethod
    def of(cls, figure: Mapping[str, float]) -> Self:
        """Read the interval from a figure of a run's summary: a mapping with `mean`, `low` and `high`."""
        return cls(figure["mean"], figure["low"], figure["high"])

    def __str__(self) -> str:
        return f"{self.mean:.3f} [{self.low:.3f}, {self.high:.3f}]"


def bootstrap(values: Sequence[float], *, seed: int = 0) -> Interval:
    """The mean of the values with its 95 % percentile interval, from 10,000 samples drawn with replacement.

    Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13.
    """
    data = np.asarray(values, dtype=np.float64)
    means = data[_draws(len(data), seed)].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return Interval(float(data.mean()), float(low), float(high))


@lru_cache(maxsize=2)  # callers score many metrics of the same n queries in a row
def _draws(n: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, n, (_RESAMPLES, n))


def randomisation_test(one: Sequence[float], other: Sequence[float], *, seed: int = 0) -> float:
    """The two-sided p value of a paired randomisation test on the difference of two means.

    Under the null hypothesis either system could have produced either value of a pair, so the signs of the differences
    are flipped: in all possible ways if there are fewer than 10,000, else in 10,000 random ways.

    Args:
        one: Values of N queries.
        other: Values of the same queries in the same order.
        seed: Seed of the random flips.

    Returns:
        Fraction of the flips whose mean difference is at least as far from 0 as the observed one; 1.0 if fewer than two
        values differ.

    Source: Smucker, Allan and Carterette, CIKM 2007, doi:10.1145/1321440.1321528.
    """
    differences = np.asarray(one, dtype=np.float64) - np.asarray(other, dtype=np.float64)
    if np.count_nonzero(differences) < 2:  # flipping the sign of a single difference leaves it as far from 0
        return 1.0
    test = permutation_test(
        (differences,),
        np.mean,
        permutation_type="samples",
        n_resamples=_RESAMPLES - 1,  # scipy adds the observed one
        vectorized=True,
        rng=np.random.default_rng(seed),
    )
    return float(test.pvalue)


def random_folds(n: int, *, seed: int, folds: int) -> np.ndarray:
    """Split n items at random into folds whose sizes differ by at most one.

    Returns:
        (n,) the number of each item's fold, 0 to folds - 1.
    """
    return np.random.default_rng(seed).permutation(n) % folds
