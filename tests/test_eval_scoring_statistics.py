"""The randomisation test compared with the exact p value from all flips of signs; areas under ROC curves; folds."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from eval.scoring.statistics import (
    PairedGain,
    auroc,
    auroc_gain,
    bootstrap,
    evenly_spaced,
    random_folds,
    randomisation_test,
)

PAIRS = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=2, max_size=8
)  # integers: sums without rounding
few = hypothesis_settings(max_examples=40)
MANY = 30  # queries: too many to try all 2 ** 30 flips, so some are drawn


def exact_p(differences: list[int]) -> float:
    """The share of all flips of signs whose sum is at least as far from 0 as the observed one."""
    sums = [
        abs(sum(sign * own for sign, own in zip(signs, differences, strict=True)))
        for signs in product((1, -1), repeat=len(differences))
    ]
    return sum(one >= abs(sum(differences)) for one in sums) / len(sums)


@pytest.mark.parametrize(
    ("one", "other", "p"),
    [
        ([1, 1], [0, 0], 2 / 4),
        ([1, 1, 1], [0, 0, 0], 2 / 8),  # only with all or no signs flipped
        ([1] * 10, [0] * 10, 2 / 1024),
        ([3, 1], [0, 0], 2 / 4),
        ([3, 1], [0, 2], 1),  # 3 and -1: every flip gives ±2 or ±4
        ([1, 0], [0, 1], 1),  # the means are the same
        ([2, 0, 1], [0, 1, 0], 6 / 8),  # 2, -1 and 1: two of the eight sums are 0
        ([1, 1, 1, 5], [0, 0, 0, 5], 2 / 8),  # the unchanged query does not matter
    ],
)
def test_p_is_the_share_of_sign_flips_as_far_from_0(one: list[float], other: list[float], p: float) -> None:
    assert randomisation_test(one, other) == pytest.approx(p)


@few
@given(pairs=PAIRS)
def test_p_of_few_queries_is_exact(pairs: list[tuple[int, int]]) -> None:
    one, other = [a for a, _ in pairs], [b for _, b in pairs]
    assert randomisation_test(one, other) == pytest.approx(exact_p([a - b for a, b in pairs]))


@few
@given(pairs=PAIRS, seed=st.integers(0, 9))
def test_the_seed_does_not_matter_if_all_flips_are_tried(pairs: list[tuple[int, int]], seed: int) -> None:
    one, other = [a for a, _ in pairs], [b for _, b in pairs]
    assert randomisation_test(one, other, seed=seed) == randomisation_test(one, other)


@few
@given(pairs=PAIRS, data=st.data())
def test_the_order_of_systems_and_queries_does_not_matter(pairs: list[tuple[int, int]], data: st.DataObject) -> None:
    p = randomisation_test([a for a, _ in pairs], [b for _, b in pairs])
    assert randomisation_test([b for _, b in pairs], [a for a, _ in pairs]) == pytest.approx(p)
    mixed = data.draw(st.permutations(pairs))
    assert randomisation_test([a for a, _ in mixed], [b for _, b in mixed]) == pytest.approx(p)


@given(values=st.lists(st.floats(0, 1), max_size=MANY))
def test_p_is_1_if_nothing_differs(values: list[float]) -> None:
    assert randomisation_test(values, values) == 1


def test_p_of_equal_gains_falls_with_the_number_of_queries() -> None:
    found = [randomisation_test([0.7] * n, [0.2] * n) for n in range(2, 12)]
    assert found == pytest.approx([2 / 2**n for n in range(2, 12)])


def test_p_of_a_clear_difference_is_small_but_not_0() -> None:
    p = randomisation_test([0.9, 0.8, 0.7] * 10, [0.2, 0.3, 0.1] * 10)
    assert 0 < p < 0.001


def test_p_is_1_if_gains_and_losses_cancel_out() -> None:
    assert randomisation_test([1, 0] * 15, [0, 1] * 15) == 1


def test_drawn_flips_approximate_the_exact_p() -> None:
    differences = [3, -1, 2, 2, -2, 1, 4, -3, 1, 1, 0, 2, -1, 2, 1]  # 2 ** 15 flips
    drawn = randomisation_test(differences, [0] * len(differences))
    assert drawn == pytest.approx(exact_p(differences), abs=0.02)


def test_the_seed_determines_which_flips_are_drawn() -> None:
    one, other = [n % 7 / 7 for n in range(MANY)], [n % 5 / 6 for n in range(MANY)]
    p = randomisation_test(one, other)
    assert [randomisation_test(one, other) for _ in range(3)] == [p] * 3
    assert randomisation_test(other, one) == pytest.approx(p)
    by_seed = {randomisation_test(one, other, seed=seed) for seed in range(5)}
    assert len(by_seed) > 1
    assert max(by_seed) - min(by_seed) < 0.05


def test_p_is_1_for_a_single_query() -> None:
    assert randomisation_test([1.0], [0.0]) == 1  # both signs are as far from 0


# --- Folds ----------------------------------------------------------------------------------------------------------


@given(n=st.integers(0, 300), seed=st.integers(0, 99), folds=st.integers(1, 12))
def test_folds_differ_in_size_by_one_at_most(n: int, seed: int, folds: int) -> None:
    fold = random_folds(n, seed=seed, folds=folds)
    sizes = np.bincount(fold, minlength=folds)
    assert fold.shape == (n,)
    assert len(sizes) == folds
    assert sizes.max() - sizes.min() <= 1


def test_the_seed_determines_the_folds() -> None:
    assert random_folds(100, seed=0, folds=10).tolist() == random_folds(100, seed=0, folds=10).tolist()
    assert random_folds(100, seed=0, folds=10).tolist() != random_folds(100, seed=1, folds=10).tolist()
    assert random_folds(100, seed=0, folds=10).tolist() != sorted(random_folds(100, seed=0, folds=10).tolist())


# --- Areas under ROC curves, gains, samples ---------------------------------------------------------------------------

SCORES = st.lists(st.integers(0, 5), min_size=1, max_size=8)


@few
@given(positive=SCORES, negative=SCORES)
def test_the_area_is_the_share_of_pairs_that_are_ordered_right(positive: list[int], negative: list[int]) -> None:
    won = [1 if a > b else 0.5 if a == b else 0 for a in positive for b in negative]
    area = auroc(positive, negative)
    assert area.mean == pytest.approx(sum(won) / len(won))
    assert 0 <= area.low <= area.high <= 1
    assert auroc(negative, positive).mean == pytest.approx(1 - area.mean)


@pytest.mark.parametrize(("positive", "negative"), [([], [0.5]), ([0.5], []), ([], [])])
def test_an_area_needs_positives_and_negatives(positive: list[float], negative: list[float]) -> None:
    with pytest.raises(ValueError, match="positives and negatives"):
        auroc(positive, negative)


def test_the_area_s_interval_is_about_that_of_hanley_and_mcneil() -> None:
    """Their standard error for 60 and 60 normal scores whose means are 1 apart is 0.042 (Radiology 1982, eq. 1)."""
    rng = np.random.default_rng(7)
    positive, negative = rng.normal(1, 1, 60), rng.normal(0, 1, 60)
    area = auroc(positive.tolist(), negative.tolist())
    a = area.mean
    more, less = a / (2 - a), 2 * a * a / (1 + a)
    error = ((a * (1 - a) + 59 * (more - a * a) + 59 * (less - a * a)) / 3600) ** 0.5
    assert area.high - area.low == pytest.approx(2 * 1.96 * error, rel=0.15)


@few
@given(positive=SCORES, negative=SCORES)
def test_a_score_gains_nothing_over_itself(positive: list[int], negative: list[int]) -> None:
    gain = auroc_gain((positive, negative), (positive, negative))
    assert (gain.mean, gain.low, gain.high) == (0, 0, 0)


def test_a_gain_in_area_is_the_difference_of_the_areas() -> None:
    one, other = ([3, 2, 1], [0, 1, 0]), ([1, 2, 1], [0, 1, 2])
    assert auroc_gain(one, other).mean == pytest.approx(auroc(*one).mean - auroc(*other).mean)


def test_a_paired_gain_has_sign_interval_and_p() -> None:
    gain = PairedGain.of([1] * 10, [0] * 10)
    assert str(gain) == "+1.000 [+1.000, +1.000], p = 0.002"
    assert str(PairedGain.of([0] * 30, [1] * 30)) == "-1.000 [-1.000, -1.000], p < 0.001"
    mixed = PairedGain.of([1, 0, 1, 1], [0, 1, 0, 1])
    assert mixed.interval == bootstrap([1, -1, 1, 0])
    assert mixed.p == randomisation_test([1, 0, 1, 1], [0, 1, 0, 1])


@given(n=st.integers(0, 50), most=st.integers(1, 60))
def test_a_sample_has_equal_steps_and_no_more_than_asked(n: int, most: int) -> None:
    sample = evenly_spaced(range(n), most)
    assert len(sample) == min(n, most)
    assert len({b - a for a, b in pairwise(sample)}) <= 1
