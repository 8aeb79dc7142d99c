"""How sure a figure is: intervals of means, and whether two systems differ by more than chance."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.stats import permutation_test

_RESAMPLES = 10_000


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.mean:.3f} [{self.low:.3f}, {self.high:.3f}]"


def bootstrap(values: Sequence[float], *, seed: int = 0) -> Interval:
    """The mean of values and the percentile interval of the means of samples drawn from them with replacement.

    Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13.
    """
    data = np.asarray(values, dtype=np.float64)
    means = data[_draws(len(data), seed)].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return Interval(float(data.mean()), float(low), float(high))


@lru_cache(maxsize=2)  # the metrics of one group of queries are asked for one after the other
def _draws(n: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, n, (_RESAMPLES, n))


def randomisation_test(one: Sequence[float], other: Sequence[float], *, seed: int = 0) -> float:
    """The two-sided p value of a paired randomisation test on the difference of two means.

    Under the null hypothesis either system could have given either value of a pair, so signs of the differences are
    exchanged: all ways of it where there are few, else 10,000 drawn ones.

    Args:
        one: Values of N queries.
        other: Values of the same queries in the same order.
        seed: Of the exchanges that are drawn.

    Returns:
        Share of the exchanges whose mean difference is at least as far from 0; 1 where nothing differs.

    Source: Smucker, Allan and Carterette, CIKM 2007, doi:10.1145/1321440.1321528.
    """
    differences = np.asarray(one, dtype=np.float64) - np.asarray(other, dtype=np.float64)
    if np.count_nonzero(differences) < 2:  # either sign of a single difference is as far from 0
        return 1.0
    test = permutation_test(
        (differences,),
        np.mean,
        permutation_type="samples",
        n_resamples=_RESAMPLES - 1,  # and the one that was seen
        vectorized=True,
        rng=np.random.default_rng(seed),
    )
    return float(test.pvalue)
