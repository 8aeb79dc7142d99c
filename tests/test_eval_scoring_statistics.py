"""The randomisation test against all exchanges of signs, counted one by one."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from eval.scoring.statistics import randomisation_test

PAIRS = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=2, max_size=8)  # whole numbers add exactly
few = hypothesis_settings(max_examples=40)
MANY = 30  # queries: 2 ** 30 exchanges are too many, so some are drawn


def exact_p(differences: list[int]) -> float:
    """The share of all exchanges of signs whose sum is at least as far from 0."""
    sums = [
        abs(sum(sign * own for sign, own in zip(signs, differences, strict=True)))
        for signs in product((1, -1), repeat=len(differences))
    ]
    return sum(one >= abs(sum(differences)) for one in sums) / len(sums)


@pytest.mark.parametrize(
    ("one", "other", "p"),
    [
        ([1, 1], [0, 0], 2 / 4),
        ([1, 1, 1], [0, 0, 0], 2 / 8),  # only all or none exchanged is as far
        ([1] * 10, [0] * 10, 2 / 1024),
        ([3, 1], [0, 0], 2 / 4),
        ([3, 1], [0, 2], 1),  # 3 and -1: every exchange gives 2 or 4
        ([1, 0], [0, 1], 1),  # the means are the same
        ([2, 0, 1], [0, 1, 0], 6 / 8),  # 2, -1 and 1: two of the eight sums are 0
        ([1, 1, 1, 5], [0, 0, 0, 5], 2 / 8),  # a query that stays tells nothing
    ],
)
def test_p_is_the_share_of_exchanges_as_far_from_0(one: list[float], other: list[float], p: float) -> None:
    assert randomisation_test(one, other) == pytest.approx(p)


@few
@given(pairs=PAIRS)
def test_p_of_few_queries_is_exact(pairs: list[tuple[int, int]]) -> None:
    one, other = [a for a, _ in pairs], [b for _, b in pairs]
    assert randomisation_test(one, other) == pytest.approx(exact_p([a - b for a, b in pairs]))


@few
@given(pairs=PAIRS, seed=st.integers(0, 9))
def test_the_seed_tells_nothing_where_all_exchanges_are_tried(pairs: list[tuple[int, int]], seed: int) -> None:
    one, other = [a for a, _ in pairs], [b for _, b in pairs]
    assert randomisation_test(one, other, seed=seed) == randomisation_test(one, other)


@few
@given(pairs=PAIRS, data=st.data())
def test_neither_the_order_of_systems_nor_of_queries_counts(pairs: list[tuple[int, int]], data: st.DataObject) -> None:
    p = randomisation_test([a for a, _ in pairs], [b for _, b in pairs])
    assert randomisation_test([b for _, b in pairs], [a for a, _ in pairs]) == pytest.approx(p)
    mixed = data.draw(st.permutations(pairs))
    assert randomisation_test([a for a, _ in mixed], [b for _, b in mixed]) == pytest.approx(p)


@given(values=st.lists(st.floats(0, 1), max_size=MANY))
def test_where_nothing_differs_p_is_1(values: list[float]) -> None:
    assert randomisation_test(values, values) == 1


def test_equal_gains_are_the_surer_the_more_queries_have_them() -> None:
    found = [randomisation_test([0.7] * n, [0.2] * n) for n in range(2, 12)]
    assert found == pytest.approx([2 / 2**n for n in range(2, 12)])


def test_a_clear_difference_of_many_queries_has_a_small_p_that_is_not_0() -> None:
    p = randomisation_test([0.9, 0.8, 0.7] * 10, [0.2, 0.3, 0.1] * 10)
    assert 0 < p < 0.001


def test_gains_that_losses_make_up_for_are_chance() -> None:
    assert randomisation_test([1, 0] * 15, [0, 1] * 15) == 1


def test_drawn_exchanges_come_near_to_all_of_them() -> None:
    differences = [3, -1, 2, 2, -2, 1, 4, -3, 1, 1, 0, 2, -1, 2, 1]  # 2 ** 15 exchanges
    drawn = randomisation_test(differences, [0] * len(differences))
    assert drawn == pytest.approx(exact_p(differences), abs=0.02)


def test_the_same_exchanges_are_drawn_every_time_and_others_by_another_seed() -> None:
    one, other = [n % 7 / 7 for n in range(MANY)], [n % 5 / 6 for n in range(MANY)]
    p = randomisation_test(one, other)
    assert [randomisation_test(one, other) for _ in range(3)] == [p] * 3
    assert randomisation_test(other, one) == pytest.approx(p)
    by_seed = {randomisation_test(one, other, seed=seed) for seed in range(5)}
    assert len(by_seed) > 1
    assert max(by_seed) - min(by_seed) < 0.05


def test_one_query_that_differs_is_no_evidence() -> None:
    assert randomisation_test([1.0], [0.0]) == 1  # both exchanges are as far from 0
