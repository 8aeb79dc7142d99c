"""The first stage: what BM25 and dense vectors find, each side for itself, a filter before the cut."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kutip.index.query_encoder import QueryEncoder
from kutip.index.store import open_generation
from kutip.settings import Settings
from kutip.text.terms import terms
from kutip.types import Kind
from retriever.ranking.first_stage import FirstStage
from retriever.ranking.fusion import best_first, top
from retriever.search import Retriever

QUERY = "Which meetings show ASEANAPOL acting as an arena?"


@pytest.fixture(scope="module")
def stage(settings: Settings, retriever: Retriever) -> FirstStage:
    return FirstStage(open_generation(settings.index).folder, len(retriever.passages))


@pytest.fixture(scope="module")
def pooled(settings: Settings) -> np.ndarray:
    generation = open_generation(settings.index)
    encoder = QueryEncoder(generation.folder, max_tokens=int(generation.facts["max_tokens"]))
    return np.asarray(encoder.encode(QUERY).pooled)


def test_a_side_that_is_asked_nothing_is_left_out(stage: FirstStage, pooled: np.ndarray) -> None:
    assert stage.candidates(5) == {}
    assert set(stage.candidates(5, counted=terms(QUERY))) == {"bm25"}
    assert set(stage.candidates(5, pooled=pooled)) == {"dense"}
    assert set(stage.candidates(5, counted=terms(QUERY), pooled=pooled)) == {"bm25", "dense"}


def test_each_side_gives_the_n_best_the_first_of_more(stage: FirstStage, pooled: np.ndarray) -> None:
    many = stage.candidates(300, counted=terms(QUERY), pooled=pooled)
    for n in (1, 7, 50):
        for side, found in stage.candidates(n, counted=terms(QUERY), pooled=pooled).items():
            assert list(found) == list(many[side])[:n] == best_first(found)


def test_bm25_finds_only_passages_that_hold_a_term(stage: FirstStage) -> None:
    found = stage.candidates(1000, counted=["palermo"])["bm25"]
    assert sorted(found) == stage.postings.holders("palermo").tolist()
    assert all(score > 0 for score in found.values())
    assert stage.candidates(10, counted=["unknown"])["bm25"] == {}
    assert stage.candidates(10, counted=[])["bm25"] == {}


@pytest.mark.parametrize("kind", list(Kind))
def test_a_filter_comes_before_the_cut(stage: FirstStage, retriever: Retriever, pooled: np.ndarray, kind: Kind) -> None:
    admitted = np.asarray([passage.kind is kind for passage in retriever.passages])
    whole = stage.candidates(1000, counted=terms(QUERY), pooled=pooled)
    for side, found in stage.candidates(3, counted=terms(QUERY), pooled=pooled, admitted=admitted).items():
        assert list(found) == [row for row in whole[side] if admitted[row]][:3]


def test_where_nothing_is_admitted_nothing_is_found(
    stage: FirstStage, retriever: Retriever, pooled: np.ndarray
) -> None:
    nothing = np.zeros(len(retriever.passages), dtype=bool)
    assert stage.candidates(9, counted=terms(QUERY), pooled=pooled, admitted=nothing) == {"bm25": {}, "dense": {}}


@given(scores=st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), max_size=12), n=st.integers(1, 13))
def test_the_top_are_the_first_of_all_best_first(scores: list[float], n: int) -> None:
    rows = np.arange(len(scores)) * 3 + 1
    found = top(rows, np.asarray(scores), n)
    everything = dict(zip(rows.tolist(), scores, strict=True))
    assert list(found) == best_first(everything)[:n]
    assert found.items() <= everything.items()
