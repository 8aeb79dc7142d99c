"""Laws of fusion, and reciprocal rank fusion compared with its formula."""

import math
from collections.abc import Callable
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from kutip.errors import QueryError
from retriever.ranking.fusion import Ranking, best_first, normalised_sum, reciprocal_rank_fusion

untimed = hypothesis_settings(deadline=None)  # a busy machine may be slow

SCORES = st.floats(-100, 100).map(lambda score: round(score, 3))
RANKINGS = st.dictionaries(st.integers(0, 9), SCORES, max_size=8)
LISTS = st.lists(RANKINGS, max_size=4)

Fuse = Callable[[list[dict[int, float]]], dict[int, float]]
FUSIONS: list[Fuse] = [reciprocal_rank_fusion, lambda rankings: normalised_sum(rankings, [0.5] * len(rankings))]
both = pytest.mark.parametrize("fuse", FUSIONS, ids=["rrf", "sum"])


@both
@untimed
@given(rankings=LISTS)
def test_fusion_keeps_every_passage_and_adds_none(fuse: Fuse, rankings: list[dict[int, float]]) -> None:
    assert fuse(rankings).keys() == set().union(*rankings)


@both
@untimed
@given(rankings=LISTS)
def test_the_order_of_the_rankings_does_not_matter(fuse: Fuse, rankings: list[dict[int, float]]) -> None:
    fused = fuse(rankings)
    for order in permutations(rankings):
        assert fuse(list(order)) == pytest.approx(fused)


@both
@untimed
@given(rankings=LISTS)
def test_fusion_does_not_change_its_arguments(fuse: Fuse, rankings: list[dict[int, float]]) -> None:
    before = [dict(ranking) for ranking in rankings]
    fuse(rankings)
    assert rankings == before


@both
@untimed
@given(ranking=RANKINGS)
def test_the_fusion_of_one_ranking_keeps_its_order(fuse: Fuse, ranking: dict[int, float]) -> None:
    fused = fuse([ranking])
    order = best_first(ranking)
    assert all(fused[better] >= fused[worse] for better, worse in pairwise(order))


@both
@untimed
@given(rankings=st.lists(RANKINGS.filter(bool), min_size=1, max_size=3))
def test_a_passage_that_is_best_in_every_ranking_is_best(fuse: Fuse, rankings: list[dict[int, float]]) -> None:
    best = [{**ranking, 10: 101.0} for ranking in rankings]
    assert best_first(fuse(best))[0] == 10


@untimed
@given(rankings=LISTS, k=st.integers(1, 100))
def test_reciprocal_rank_scores_equal_those_of_the_formula(rankings: list[dict[int, float]], k: int) -> None:
    expected: dict[int, float] = {}
    for row in set().union(*rankings):
        terms = []
        for ranking in rankings:
            if row in ranking:
                better = sum(s > ranking[row] or (s == ranking[row] and r < row) for r, s in ranking.items())
                terms.append(1 / (k + better + 1))
        expected[row] = math.fsum(terms)
    fused = reciprocal_rank_fusion(rankings, k=k)
    assert fused == pytest.approx(expected)
    assert all(0 < score <= len(rankings) / (k + 1) + 1e-12 for score in fused.values())


@untimed
@given(ranking=RANKINGS.filter(lambda ranking: len(set(ranking.values())) > 1), factor=st.integers(1, 9))
def test_reciprocal_rank_fusion_uses_only_the_order_of_the_scores(ranking: dict[int, float], factor: int) -> None:
    stretched = {row: factor * score + 7 for row, score in ranking.items()}
    assert reciprocal_rank_fusion([ranking]) == reciprocal_rank_fusion([stretched])


@untimed
@given(pairs=st.lists(st.tuples(RANKINGS, st.floats(0, 1)), max_size=4))
def test_a_normalised_sum_is_between_0_and_the_sum_of_the_weights(pairs: list[tuple[Ranking, float]]) -> None:
    rankings, weights = [ranking for ranking, _ in pairs], [weight for _, weight in pairs]
    fused = normalised_sum(rankings, weights)
    assert all(0 <= score <= sum(weights) + 1e-9 for score in fused.values())
    scaled = [normalised_sum([ranking], [1]) for ranking in rankings]
    for row, score in fused.items():
        assert score == pytest.approx(sum(w * s.get(row, 0) for s, w in zip(scaled, weights, strict=True)))


@untimed
@given(ranking=RANKINGS.filter(bool))
def test_the_best_of_a_ranking_is_scaled_to_1_and_the_worst_to_0(ranking: dict[int, float]) -> None:
    scaled = normalised_sum([ranking], [1])
    assert max(scaled.values()) == 1
    if len(set(ranking.values())) > 1:
        assert min(scaled.values()) == 0
    else:
        assert set(scaled.values()) == {1}


def test_a_ranking_adds_nothing_to_a_passage_that_it_lacks() -> None:
    bm25, dense = {1: 12.0, 2: 9.0, 3: 6.0}, {3: 0.9, 4: 0.5}
    assert normalised_sum([bm25, dense], [0.6, 0.4]) == pytest.approx({1: 0.6, 2: 0.3, 3: 0.4, 4: 0.0})


def test_a_ranking_of_weight_0_adds_its_passages_but_no_score() -> None:
    assert normalised_sum([{1: 2.0, 2: 1.0}, {3: 9.0}], [1, 0]) == {1: 1, 2: 0, 3: 0}


def test_no_rankings_and_empty_rankings_give_nothing() -> None:
    assert reciprocal_rank_fusion([]) == reciprocal_rank_fusion([{}, {}]) == {}
    assert normalised_sum([], []) == normalised_sum([{}], [1]) == {}


@pytest.mark.parametrize("k", [0, -1, -60])
def test_a_damping_below_1_is_refused(k: int) -> None:
    with pytest.raises(QueryError, match=f"is {k}; it needs 1 or more"):
        reciprocal_rank_fusion([{1: 1.0}], k=k)


@pytest.mark.parametrize("weights", [[], [1.0], [0.5, 0.5, 0.5], [1.0, -0.1], [math.nan, 1.0], [0.0, math.inf]])
def test_weights_must_be_as_many_as_rankings_and_not_negative(weights: list[float]) -> None:
    with pytest.raises(QueryError, match="2 rankings need as many weights of 0 or more"):
        normalised_sum([{1: 1.0}, {2: 1.0}], weights)


def test_equal_scores_keep_the_order_of_the_passages() -> None:
    assert best_first({5: 0.5, 2: 0.5, 9: 0.5, 4: 0.7, 0: -1.0}) == [4, 2, 5, 9, 0]
