"""The first stage: the candidates of BM25 and of dense vectors, filtered before the best are cut off."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.bm25 import PositiveBM25
from kutip.index.layout import SENTENCES, VECTORS, read_pointers, read_records
from kutip.index.query_encoder import QueryEncoder
from kutip.index.store import open_generation
from kutip.index.vectors import VectorIndex
from kutip.settings import Settings
from kutip.text.terms import indexed_text, terms
from kutip.types import Kind
from retriever.answers.answerer import Answerer
from retriever.answers.calibration import Calibration
from retriever.ranking.first_stage import LocalFirstStage
from retriever.ranking.fusion import Ranking, best_first, top
from retriever.search import Retriever

SETTINGS = Settings()
QUERY = "Which meetings show ASEANAPOL acting as an arena?"


@pytest.fixture(scope="module")
def stage(settings: Settings, retriever: Retriever) -> LocalFirstStage:
    return LocalFirstStage(open_generation(settings.index).folder, len(retriever.passages))


@pytest.fixture(scope="module")
def pooled(settings: Settings) -> np.ndarray:
    generation = open_generation(settings.index)
    encoder = QueryEncoder(generation.folder)
    return np.asarray(encoder.encode(QUERY).pooled)


def test_a_ranking_without_input_is_left_out(stage: LocalFirstStage, pooled: np.ndarray) -> None:
    assert stage.candidates(5) == {}
    assert set(stage.candidates(5, terms=terms(QUERY))) == {"bm25"}
    assert set(stage.candidates(5, vector=pooled)) == {"dense"}
    assert set(stage.candidates(5, terms=terms(QUERY), vector=pooled)) == {"bm25", "dense"}


def test_each_ranking_has_the_n_best_which_are_the_first_of_more(stage: LocalFirstStage, pooled: np.ndarray) -> None:
    many = stage.candidates(300, terms=terms(QUERY), vector=pooled)
    for n in (1, 7, 50):
        for side, found in stage.candidates(n, terms=terms(QUERY), vector=pooled).items():
            assert list(found) == list(many[side])[:n] == best_first(found)


def test_bm25_finds_only_passages_that_contain_a_term(stage: LocalFirstStage) -> None:
    found = stage.candidates(1000, terms=["palermo"])["bm25"]
    assert sorted(found) == stage.holders(["palermo"]).tolist()
    assert all(score > 0 for score in found.values())
    assert stage.candidates(10, terms=["unknown"])["bm25"] == {}
    assert stage.candidates(10, terms=[])["bm25"] == {}


@pytest.mark.parametrize("kind", list(Kind))
def test_a_filter_is_applied_before_the_best_are_cut_off(
    stage: LocalFirstStage, retriever: Retriever, pooled: np.ndarray, kind: Kind
) -> None:
    admitted = np.flatnonzero([passage.kind is kind for passage in retriever.passages])
    whole = stage.candidates(1000, terms=terms(QUERY), vector=pooled)
    for side, found in stage.candidates(3, terms=terms(QUERY), vector=pooled, among=admitted).items():
        assert list(found) == [row for row in whole[side] if row in admitted][:3]


def test_nothing_is_found_if_no_passage_is_admitted(stage: LocalFirstStage, pooled: np.ndarray) -> None:
    nothing = np.empty(0, dtype=np.int64)
    assert stage.candidates(9, terms=terms(QUERY), vector=pooled, among=nothing) == {"bm25": {}, "dense": {}}


@given(scores=st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), max_size=12), n=st.integers(1, 13))
def test_top_returns_the_first_n_of_all_best_first(scores: list[float], n: int) -> None:
    rows = np.arange(len(scores)) * 3 + 1
    found = top(rows, np.asarray(scores), n)
    everything = dict(zip(rows.tolist(), scores, strict=True))
    assert list(found) == best_first(everything)[:n]
    assert found.items() <= everything.items()


class PlainFirstStage:
    """Another implementation of a first stage: rank_bm25 over lists of terms, and a product with all vectors."""

    def __init__(self, folder: Path, passages: int) -> None:
        held = read_records(folder)[1]
        self._terms = [terms(indexed_text(passage)) for passage in held]
        self._bm25 = PositiveBM25(self._terms, k1=SETTINGS.indexing.k1, b=SETTINGS.indexing.b)
        self._vectors = VectorIndex.read(folder / VECTORS).vectors()
        starts = read_pointers(folder / SENTENCES, items=len(self._vectors), runs=passages)
        self._owners = np.repeat(np.arange(passages), np.diff(starts))

    def candidates(
        self,
        n: int,
        *,
        terms: Sequence[str] | None = None,
        vector: np.ndarray | None = None,
        among: np.ndarray | None = None,
    ) -> dict[str, Ranking]:
        admitted = set(range(len(self._terms)) if among is None else among.tolist())
        found: dict[str, Ranking] = {}
        if terms is not None:
            scores = self._bm25.get_scores(list(terms))
            found["bm25"] = best(n, {row: scores[row] for row in admitted if scores[row] > 0})
        if vector is not None:
            cosines = self._vectors @ vector
            nearest = {row: max(cosines[self._owners == row].tolist()) for row in admitted}
            found["dense"] = best(n, nearest)
        return found

    def holders(self, terms: Sequence[str]) -> np.ndarray:
        held = [row for row, own in enumerate(self._terms) if terms and set(terms) <= set(own)]
        return np.asarray(held, dtype=np.int64)


def best(n: int, scores: dict[int, float]) -> dict[int, float]:
    return {row: float(scores[row]) for row in best_first(scores)[:n]}


QUERIES = [QUERY, "Kapan AMMTC ke-9 diadakan?", "What is the poverty rate of Indonesia in 2021?", "Palermo Protocol"]


@pytest.fixture(scope="module")
def other(settings: Settings) -> Retriever:
    return Retriever(open_generation(settings.index), settings, PlainFirstStage)


@pytest.mark.parametrize("query", QUERIES)
def test_another_first_stage_gives_the_same_hits(retriever: Retriever, other: Retriever, query: str) -> None:
    own, theirs = retriever.search(query, k=20), other.search(query, k=20)
    assert [hit.passage.id for hit in theirs.hits] == [hit.passage.id for hit in own.hits]
    for one, same in zip(own.hits, theirs.hits, strict=True):
        assert same.score == pytest.approx(one.score, abs=1e-5)
    assert theirs.expansions == own.expansions


@pytest.mark.parametrize("query", QUERIES)
def test_another_first_stage_filters_by_document_and_kind(retriever: Retriever, other: Retriever, query: str) -> None:
    document = next(iter(retriever.documents))
    found = other.search(query, k=5, documents=[document], kinds=[Kind.PARAGRAPH])
    assert [hit.passage.id for hit in found.hits] == [
        hit.passage.id for hit in retriever.search(query, k=5, documents=[document], kinds=[Kind.PARAGRAPH]).hits
    ]
    assert {(hit.passage.document_id, hit.passage.kind) for hit in found.hits} == {(document, Kind.PARAGRAPH)}


@pytest.mark.parametrize("query", QUERIES)
def test_another_first_stage_gives_the_same_answers(retriever: Retriever, other: Retriever, query: str) -> None:
    calibration = Calibration.read()
    own, theirs = Answerer(retriever, calibration).answer(query), Answerer(other, calibration).answer(query)
    assert (theirs.status, theirs.short, theirs.text) == (own.status, own.short, own.text)
