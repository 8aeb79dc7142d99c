"""Confidence intervals of means and of areas under ROC curves, paired tests of two systems, samples and folds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self, TypeVar

import numpy as np
from scipy.stats import permutation_test

_Item = TypeVar("_Item")
_RESAMPLES = 10_000
_RESAMPLES_OF_PAIRS = 2_000  # of an area under a curve, each over all pairs of two groups
_LEAST_P = 0.001  # smaller p values are printed as "p < 0.001"


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


@dataclass(frozen=True, slots=True)
class PairedGain:
    """How much higher the mean of one system is than that of another, over the same queries.

    Attributes:
        interval: Mean of the differences, with its paired bootstrap interval.
        p: p value of a two-sided paired randomisation test.
    """

    interval: Interval
    p: float

    @classmethod
    def of(cls, one: Sequence[float], other: Sequence[float]) -> Self:
        """Compare the values of one system with those of another for the same queries, in the same order."""
        differences = np.asarray(one, dtype=np.float64) - np.asarray(other, dtype=np.float64)
        return cls(bootstrap(differences.tolist()), randomisation_test(one, other))

    def __str__(self) -> str:
        p = f"p < {_LEAST_P}" if self.p < _LEAST_P else f"p = {self.p:.3f}"
        return f"{self.interval.mean:+.3f} [{self.interval.low:+.3f}, {self.interval.high:+.3f}], {p}"


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


def auroc(positive: Sequence[float], negative: Sequence[float], *, seed: int = 0) -> Interval:
    """The area under the ROC curve: the fraction of pairs in which the positive has the higher score; ties count half.

    Args:
        positive: Scores of one or more items that should be high, such as confidences in answerable questions.
        negative: Scores of one or more items that should be low.
        seed: Seed of the samples.

    Returns:
        The area with its 95 % percentile interval, from 2,000 samples of both groups.

    Raises:
        ValueError: There is no positive or no negative.

    >>> auroc([0.9, 0.8], [0.1, 0.8]).mean
    0.875
    """
    if not positive or not negative:
        raise ValueError("an area under the ROC curve needs positives and negatives")
    return _mean_of_pairs(_wins(positive, negative), seed)


def auroc_gain(
    one: tuple[Sequence[float], Sequence[float]], other: tuple[Sequence[float], Sequence[float]], *, seed: int = 0
) -> Interval:
    """How much larger the area under the ROC curve is by one score than by another, with a paired interval.

    Args:
        one: Scores of the positive and of the negative items, as `auroc` takes them.
        other: The other scores of the same items, in the same order.
        seed: Seed of the samples.
    """
    return _mean_of_pairs(_wins(*one) - _wins(*other), seed)


def _wins(positive: Sequence[float], negative: Sequence[float]) -> np.ndarray:
    """(P, N) 1 where a positive item has the higher score, 1/2 where the scores are equal, else 0."""
    above = np.asarray(positive, dtype=np.float64)[:, None] - np.asarray(negative, dtype=np.float64)[None, :]
    return (np.sign(above) + 1) / 2


def _mean_of_pairs(values: np.ndarray, seed: int) -> Interval:
    """The mean of (P, N) values of pairs, with an interval over samples of the P and of the N items."""
    rng = np.random.default_rng(seed)
    rows, columns = (rng.multinomial(n, [1 / n] * n, size=_RESAMPLES_OF_PAIRS) for n in values.shape)
    means = ((rows @ values) * columns).sum(axis=1) / values.size
    low, high = np.quantile(means, [0.025, 0.975])
    return Interval(float(values.mean()), float(low), float(high))


def random_folds(n: int, *, seed: int, folds: int) -> np.ndarray:
    """Split n items at random into folds whose sizes differ by at most one.

    Returns:
        (n,) the number of each item's fold, 0 to folds - 1.
    """
    return np.random.default_rng(seed).permutation(n) % folds


def evenly_spaced(items: Sequence[_Item], most: int) -> Sequence[_Item]:
    """At most so many of the items, from the first one on with equal steps.

    >>> evenly_spaced("abcdefg", 3)
    'ace'
    """
    return items[:: max(1, len(items) // most)][:most]
