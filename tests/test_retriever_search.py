"""Searches over the real index: hits, scores of the stages, fusion, filters, and refused queries."""

import gc
import json
import subprocess
import sys
import weakref
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from kutip.errors import NotFoundError, QueryError, SettingsError
from kutip.settings import Settings
from kutip.text.reading import align
from kutip.text.terms import searchable
from kutip.types import Hit, Kind, SearchResult
from retriever.answers.answerer import Answerer
from retriever.answers.calibration import Calibration
from retriever.ranking.fusion import normalised_sum, reciprocal_rank_fusion
from retriever.search import Retriever, System

QUERIES = [
    "Which meetings show ASEANAPOL acting as an arena?",
    "Negara mana yang menjadi tuan rumah AMMTC?",
    "AMMTC",
    "e-ADS 2017",
    "what is the",  # function words only: BM25 finds nothing
    "½",
    "Communiqué\x00 <b>' or id != ''</b> 人身売買",
]
SYSTEMS = [one for one in System if one is not System.MULTILINGUAL]  # which an index may lack
STAGES = (System.BM25, System.DENSE, System.LATE)
MANY_HITS = {"max_k": 10_000}
# Settings under which hits are in the order of their scores alone.
BY_SCORE = Settings(search={"supplements_last": False, "papers_in_turn": False}, limits=MANY_HITS)
every_query = pytest.mark.parametrize("query", QUERIES)
every_system = pytest.mark.parametrize("system", SYSTEMS)


def ids(result: SearchResult) -> list[str]:
    return [hit.passage.id for hit in result.hits]


def by_score(retriever: Retriever, **changed: object) -> Retriever:
    """The retriever with some search settings changed, and hits in the order of their scores alone."""
    return retriever.tuned(BY_SCORE.changed(search=changed))


@every_query
@every_system
def test_hits_are_ranked_by_falling_score_then_by_place_in_the_papers(
    retriever: Retriever, query: str, system: System
) -> None:
    hits = by_score(retriever).search(query, k=100, system=system).hits
    rows = {passage.id: row for row, passage in enumerate(retriever.passages)}
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    order = [(-hit.score, rows[hit.passage.id]) for hit in hits]
    assert order == sorted(set(order))


@every_query
def test_hits_that_were_moved_back_have_no_higher_scores(retriever: Retriever, query: str) -> None:
    scores = [hit.score for hit in retriever.search(query, k=100).hits]
    assert scores == sorted(scores, reverse=True)


@every_query
def test_the_text_of_every_hit_matches_its_source(retriever: Retriever, query: str) -> None:
    for hit in retriever.search(query, k=100).hits:
        source = retriever.document(hit.passage.document_id).source_text
        assert align(source, hit.passage.spans, hit.passage.text)
        assert retriever.passage(hit.passage.id) == hit.passage


def by_id(hits: tuple[Hit, ...]) -> dict[str, Hit]:
    return {hit.passage.id: hit for hit in hits}


@every_query
def test_a_hit_has_the_scores_of_exactly_the_stages_that_returned_it(retriever: Retriever, query: str) -> None:
    stages = {s: by_id(retriever.search(query, k=100, system=s).hits) for s in STAGES}
    hits = by_id(retriever.search(query, k=100).hits)
    for passage_id, hit in hits.items():
        assert hit.scores == {s.value: own[passage_id].score for s, own in stages.items() if passage_id in own}
        assert hit.scores
    for system, own in stages.items():
        assert all(hit.scores == {system.value: hit.score} for hit in own.values())


def test_a_query_of_function_words_finds_nothing_by_bm25_alone(retriever: Retriever) -> None:
    assert retriever.search("what is the", system=System.BM25).hits == ()
    assert len(retriever.search("what is the").hits) == 10


@every_query
def test_fewer_hits_are_the_first_of_more_hits(retriever: Retriever, query: str) -> None:
    for system in SYSTEMS:
        many = ids(retriever.search(query, k=50, system=system))
        for k in (1, 10, 50):
            assert ids(retriever.search(query, k=k, system=system)) == many[:k]


def test_bm25_hits_contain_the_word_and_a_clear_question_is_answered(retriever: Retriever) -> None:
    assert all("Palermo" in hit.passage.text for hit in retriever.search("Palermo", system=System.BM25).hits)
    answer = retriever.search("What is e-ADS?", k=1).hits[0]
    assert "e-ADS" in answer.passage.text


# Fusion


def rankings(retriever: Retriever, query: str) -> list[dict[int, float]]:
    """For each stage by itself: number of the passage -> score."""
    rows = {passage.id: row for row, passage in enumerate(retriever.passages)}
    found = [retriever.search(query, k=100, system=stage).hits for stage in STAGES]
    return [{rows[hit.passage.id]: hit.score for hit in hits} for hits in found]


@pytest.mark.parametrize("fusion", ["rrf", "sum"])
@pytest.mark.parametrize(
    ("query", "shares"), [("role of ASEANAPOL", (0.5, 0.3, 0.2)), ("peran ASEANAPOL di Indonesia", (0.1, 0.2, 0.7))]
)
def test_hybrid_scores_are_fused_as_the_settings_say(
    retriever: Retriever, fusion: str, query: str, shares: tuple[float, ...]
) -> None:
    other = (0.1, 0.2, 0.7)  # without the multilingual encoder
    chosen = {"weights": (0.5, 0.3, 0.2), "weights_translated": other, "weights_multilingual": other}
    tuned = by_score(retriever, fusion=fusion, rrf_k=9, **chosen)
    stages = rankings(tuned, query)
    fused = reciprocal_rank_fusion(stages, k=9) if fusion == "rrf" else normalised_sum(stages, shares)
    expected = {retriever.passages[row].id: score for row, score in fused.items()}
    hits = tuned.search(query, k=100).hits
    assert len(hits) == min(100, len(expected))
    assert {hit.passage.id: hit.score for hit in hits} == pytest.approx(
        {h.passage.id: expected[h.passage.id] for h in hits}
    )
    assert [hit.score for hit in hits] == pytest.approx(sorted(expected.values(), reverse=True)[: len(hits)])


@pytest.mark.parametrize("fusion", ["rrf", "sum"])
@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("query", ["role of ASEANAPOL", "peran ASEANAPOL di Indonesia"])
def test_with_weight_on_one_stage_only_its_ranking_is_kept(
    retriever: Retriever, fusion: str, stage: System, query: str
) -> None:
    alone = tuple(float(stage is one) for one in STAGES)
    every = dict.fromkeys(["weights", "weights_translated", "weights_multilingual"], alone)
    tuned = by_score(retriever, fusion=fusion, **every)
    assert ids(tuned.search(query, k=100)) == ids(tuned.search(query, k=100, system=stage))


@pytest.mark.parametrize("fusion", ["rrf", "sum"])
@pytest.mark.parametrize("left_out", range(3))
def test_a_stage_without_weight_adds_no_hits(retriever: Retriever, fusion: str, left_out: int) -> None:
    weights = tuple(0.0 if one == left_out else 0.5 for one in range(3))
    tuned = by_score(retriever, fusion=fusion, weights=weights)
    both = [ranking for one, ranking in enumerate(rankings(tuned, "role of ASEANAPOL")) if one != left_out]
    fused = reciprocal_rank_fusion(both) if fusion == "rrf" else normalised_sum(both, [0.5, 0.5])
    hits = tuned.search("role of ASEANAPOL", k=100).hits
    assert {hit.passage.id for hit in hits} <= {retriever.passages[row].id for row in fused}
    assert [hit.score for hit in hits] == pytest.approx(sorted(fused.values(), reverse=True)[: len(hits)])


def test_weights_that_are_all_zero_are_refused() -> None:
    with pytest.raises(SettingsError, match="at least one of the weights needs to be above 0"):
        Settings(search={"weights": (0, 0, 0)})


# The late stage scores all passages of a small index, and only the candidates of the first two stages of a large one


@every_query
def test_the_late_stage_scores_every_passage_of_a_small_index(retriever: Retriever, query: str) -> None:
    few = retriever.tuned(
        Settings(search={"late_exact_up_to": len(retriever.passages), "candidates": 1000}, limits=MANY_HITS)
    )
    assert len(few.search(query, k=1000, system=System.LATE).hits) == len(retriever.passages)


@every_query
def test_the_late_stage_scores_only_candidates_of_a_large_index(retriever: Retriever, query: str) -> None:
    exact = retriever.tuned(Settings(search={"candidates": 1000}, limits=MANY_HITS))
    everything = by_id(exact.search(query, k=1000, system=System.LATE).hits)
    many = retriever.tuned(Settings(search={"late_exact_up_to": len(retriever.passages) - 1, "candidates": 7}))
    first = {id_ for stage in (System.BM25, System.DENSE) for id_ in ids(many.search(query, k=100, system=stage))}
    late = many.search(query, k=100, system=System.LATE).hits
    assert len(late) == 7
    best = sorted((everything[passage].score for passage in first), reverse=True)[:7]
    assert [hit.score for hit in late] == pytest.approx(best, abs=1e-5)
    assert {hit.passage.id for hit in late} <= first
    assert {hit.passage.id for hit in many.search(query, k=100).hits} <= first


@every_query
def test_with_enough_candidates_both_ways_of_scoring_give_the_same_hits(retriever: Retriever, query: str) -> None:
    few = by_id(by_score(retriever, candidates=1000).search(query, k=1000).hits)
    many = by_id(by_score(retriever, candidates=1000, late_exact_up_to=0).search(query, k=1000).hits)
    assert {i: h.score for i, h in many.items()} == pytest.approx({i: h.score for i, h in few.items()}, abs=1e-5)


def test_an_index_opened_as_large_gives_the_same_hits(settings: Settings, retriever: Retriever) -> None:
    many = settings.changed(search={"late_exact_up_to": 0})
    opened = Retriever.open(settings.index, many)
    for query in QUERIES:
        assert ids(opened.search(query)) == ids(retriever.tuned(many).search(query))


def test_a_filter_works_for_a_large_index(retriever: Retriever) -> None:
    many = retriever.tuned(Settings(search={"late_exact_up_to": 0, "candidates": 3}))
    for system in SYSTEMS:
        hits = many.search("ASEANAPOL trafficking", kinds=[Kind.CAPTION], system=system).hits
        assert {hit.passage.kind for hit in hits} == {Kind.CAPTION}


# Filters


@pytest.mark.parametrize("kind", list(Kind))
@every_system
def test_a_filter_by_kind_finds_passages_far_down_the_ranking(retriever: Retriever, kind: Kind, system: System) -> None:
    of_kind = [passage for passage in retriever.passages if passage.kind is kind]
    hits = retriever.search("ASEANAPOL trafficking", k=100, kinds=[kind], system=system).hits
    assert {hit.passage.kind for hit in hits} <= {kind}
    if system is not System.BM25:
        assert len(hits) == min(100, len(of_kind))


@every_query
def test_a_filter_keeps_the_order_of_the_unfiltered_ranking(retriever: Retriever, query: str) -> None:
    deep = retriever.tuned(Settings(search={"candidates": 10_000}, limits=MANY_HITS))
    for system in STAGES:
        whole = deep.search(query, k=10_000, system=system).hits
        for document in retriever.documents:
            wanted = [hit.passage.id for hit in whole if hit.passage.document_id == document]
            assert ids(retriever.search(query, k=10, documents=[document], system=system)) == wanted[:10]
            rows = [
                h.passage.id for h in whole if (h.passage.document_id, h.passage.kind) == (document, Kind.TABLE_ROW)
            ]
            found = retriever.search(query, k=10, documents=[document], kinds=[Kind.TABLE_ROW], system=system)
            assert ids(found) == rows[:10]


@every_query
def test_a_filter_of_all_documents_and_kinds_changes_nothing(retriever: Retriever, query: str) -> None:
    everything = retriever.search(query, k=50, documents=list(retriever.documents), kinds=list(Kind))
    assert everything == retriever.search(query, k=50)


@pytest.mark.parametrize("document", ["nobody-1999", "", "x' or id != '", "../najib-juned-2025", "NAJIB-JUNED-2025"])
def test_an_unknown_document_or_passage_raises_not_found(retriever: Retriever, document: str) -> None:
    with pytest.raises(NotFoundError, match="the index holds no document"):
        retriever.search("police", documents=["najib-juned-2025", document])
    with pytest.raises(NotFoundError):
        retriever.document(document)
    with pytest.raises(NotFoundError, match="the index holds no passage"):
        retriever.passage(document)


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("", "no letter and no digit"),
        (" \n\t\u3000", "no letter and no digit"),
        ("?!… — “”", "no letter and no digit"),
        ("\u200b\u200d\ufeff\u00ad", "no letter and no digit"),
        ("a" * 1001, "has 1001 characters; the most is 1000"),
        (" " * 1001, "has 1001 characters"),
        ("\ud800 asean", "half of a surrogate pair"),
        ("asean \udfff", "half of a surrogate pair"),
    ],
)
@every_system
def test_an_unsearchable_query_is_refused(retriever: Retriever, query: str, why: str, system: System) -> None:
    with pytest.raises(QueryError, match=why):
        retriever.search(query, system=system)


@pytest.mark.parametrize("k", [0, -1, 101, 10**9])
def test_k_out_of_range_is_refused(retriever: Retriever, k: int) -> None:
    with pytest.raises(QueryError, match=f"k is {k}; it needs to be 1 to 100"):
        retriever.search("police", k=k)


def test_a_query_of_the_longest_length_is_searched(retriever: Retriever) -> None:
    assert len(retriever.search(("human trafficking " * 56)[:1000], k=100).hits) == 100


@hypothesis_settings(max_examples=50, deadline=None)
@given(query=st.text(max_size=40))
def test_any_text_is_searched_or_refused_with_a_query_error(retriever: Retriever, query: str) -> None:
    if searchable(query):
        assert retriever.search(query, k=3).query == query
    else:
        with pytest.raises(QueryError):
            retriever.search(query)


def test_two_threads_find_the_same_as_one(retriever: Retriever) -> None:
    alone = [retriever.search(query, k=50) for query in QUERIES]
    together = Barrier(2)

    def ask(queries: list[str]) -> list[SearchResult]:
        together.wait(timeout=10)
        return [retriever.search(query, k=50) for query in queries]

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(ask, [QUERIES * 3, QUERIES[::-1] * 3])
    assert one == alone * 3
    assert other == alone[::-1] * 3


SCRIPT = """
import json, sys
def no_network(event, arguments):
    if event.startswith("socket."):
        raise RuntimeError(event)
sys.addaudithook(no_network)
from pathlib import Path
from kutip.settings import Settings
from retriever.search import Retriever
result = Retriever.open(Path(sys.argv[1]), Settings()).search(sys.argv[2])
print(json.dumps([[hit.passage.id for hit in result.hits], sorted(sys.modules)]))
"""


def test_a_search_needs_no_heavy_library_and_no_network(settings: Settings, retriever: Retriever) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", SCRIPT, str(settings.index), QUERIES[0]],
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    found, modules = json.loads(done.stdout)
    assert found == ids(retriever.search(QUERIES[0]))
    heavy = {"torch", "transformers", "sentence_transformers", "rank_bm25", "onnx", "indexer", "api", "fastapi"}
    assert heavy.isdisjoint(modules)
    assert {"onnxruntime", "tokenizers", "faiss"} <= set(modules)


def test_an_index_that_nobody_uses_any_more_is_freed_at_once(settings: Settings) -> None:
    """A service that takes a new index would else hold the old one, 200 MB, until the next full collection."""
    retriever = Retriever.open(settings.index, settings)
    Answerer(retriever, Calibration.read()).answer("How many victims were there in 2023?")
    kept = weakref.ref(retriever)
    gc.disable()
    try:
        del retriever
        assert kept() is None
    finally:
        gc.enable()
