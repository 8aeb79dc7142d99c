"""Search over the real index: what a hit is, how stages are merged, what is refused, how a new index is picked up."""

import json
import logging
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from kutip.errors import IndexDamagedError, IndexMissingError, NotFoundError, QueryError
from kutip.layout import PASSAGES
from kutip.settings import Settings
from kutip.store import MANIFEST, new_generation, open_generation
from kutip.text import align, searchable
from kutip.types import Hit, Kind, SearchResult
from retriever.search import Retriever, SharedRetriever, System

QUERIES = [
    "Which meetings show ASEANAPOL acting as an arena?",
    "Negara mana yang menjadi tuan rumah AMMTC?",
    "AMMTC",
    "e-ADS 2017",
    "what is the",  # function words only: BM25 finds nothing
    "½",
    "Communiqué\x00 <b>' or id != ''</b> 人身売買",
]
SUPPLEMENTS = {Kind.CAPTION, Kind.REFERENCE, Kind.FRONT_MATTER}
every_query = pytest.mark.parametrize("query", QUERIES)
every_system = pytest.mark.parametrize("system", list(System))


def ids(result: SearchResult) -> list[str]:
    return [hit.passage.id for hit in result.hits]


@every_query
@every_system
def test_hits_are_ranked_from_1_by_falling_score_and_equal_ones_in_the_order_of_the_papers(
    retriever: Retriever, query: str, system: System
) -> None:
    hits = retriever.search(query, k=100, system=system).hits
    rows = {passage.id: row for row, passage in enumerate(retriever.passages)}
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    order = [(-hit.score, rows[hit.passage.id]) for hit in hits]
    assert order == sorted(set(order))


@every_query
def test_a_hit_quotes_its_source_to_the_character(retriever: Retriever, query: str) -> None:
    for hit in retriever.search(query, k=100).hits:
        source = retriever.document(hit.passage.document_id).source_text
        assert align(source, hit.passage.spans, hit.passage.text)
        assert retriever.passage(hit.passage.id) == hit.passage


def by_id(hits: tuple[Hit, ...]) -> dict[str, Hit]:
    return {hit.passage.id: hit for hit in hits}


@every_query
def test_a_hit_has_the_score_of_each_stage_that_returned_it_and_of_no_other(retriever: Retriever, query: str) -> None:
    stages = {s: by_id(retriever.search(query, k=100, system=s).hits) for s in (System.BM25, System.DENSE)}
    hits = by_id(retriever.search(query, k=100).hits)
    for passage_id, hit in hits.items():
        assert hit.scores == {s.value: own[passage_id].score for s, own in stages.items() if passage_id in own}
        assert hit.scores
    assert all(hit.scores == {"dense": hit.score} for hit in stages[System.DENSE].values())
    assert all(hit.scores == {"bm25": hit.score} for hit in stages[System.BM25].values())


def test_a_query_of_function_words_finds_nothing_by_bm25_and_something_by_meaning(retriever: Retriever) -> None:
    assert retriever.search("what is the", system=System.BM25).hits == ()
    assert len(retriever.search("what is the").hits) == 10


@every_query
def test_each_system_answers_with_k_hits_the_first_of_more(retriever: Retriever, query: str) -> None:
    for system in System:
        many = ids(retriever.search(query, k=50, system=system))
        for k in (1, 10, 50):
            assert ids(retriever.search(query, k=k, system=system)) == many[:k]


def test_the_bm25_hits_of_a_word_hold_it_and_the_first_hit_of_a_clear_question_answers_it(retriever: Retriever) -> None:
    assert all("Palermo" in hit.passage.text for hit in retriever.search("Palermo", system=System.BM25).hits)
    answer = retriever.search("What is e-ADS?", k=1).hits[0]
    assert "e-ADS" in answer.passage.text


@pytest.mark.parametrize("fusion", ["rrf", "sum"])
@pytest.mark.parametrize(("query", "share"), [("role of ASEANAPOL", 0.7), ("peran ASEANAPOL di Indonesia", 0.2)])
def test_hybrid_scores_are_the_fusion_that_the_settings_ask_for(
    retriever: Retriever, fusion: str, query: str, share: float
) -> None:
    tuned = retriever.tuned(
        Settings.model_validate({"fusion": fusion, "rrf_k": 9, "dense_weight": 0.7, "dense_weight_indonesian": 0.2})
    )
    expected = dict.fromkeys(by_id(tuned.search(query, k=100).hits), 0.0)
    for system, weight in ((System.BM25, 1 - share), (System.DENSE, share)):
        hits = tuned.search(query, k=100, system=system).hits
        best, worst = hits[0].score, hits[-1].score
        for hit in hits:
            own = 1 / (9 + hit.rank) if fusion == "rrf" else weight * (hit.score - worst) / (best - worst)
            if hit.passage.id in expected:
                expected[hit.passage.id] += own * (0.5 if hit.passage.kind in SUPPLEMENTS else 1)
    found = tuned.search(query, k=100)
    assert {hit.passage.id: hit.score for hit in found.hits} == pytest.approx(expected)


def test_references_come_after_all_body_text_where_the_settings_give_them_no_weight(retriever: Retriever) -> None:
    hits = retriever.tuned(Settings(supplement_weight=0)).search("human trafficking", k=100).hits
    assert {hit.passage.kind for hit in hits if hit.score > 0}.isdisjoint(SUPPLEMENTS)
    full = retriever.tuned(Settings(supplement_weight=1)).search("human trafficking", k=100).hits
    assert {hit.passage.kind for hit in full if hit.score > 0.1} & SUPPLEMENTS


@pytest.mark.parametrize("kind", list(Kind))
@every_system
def test_a_filter_by_kind_finds_what_is_far_down_too(retriever: Retriever, kind: Kind, system: System) -> None:
    held = [passage for passage in retriever.passages if passage.kind is kind]
    hits = retriever.search("ASEANAPOL trafficking", k=100, kinds=[kind], system=system).hits
    assert {hit.passage.kind for hit in hits} <= {kind}
    if system is not System.BM25:
        assert len(hits) == min(100, len(held))


@every_query
def test_a_filter_keeps_the_order_of_the_whole_ranking(retriever: Retriever, query: str) -> None:
    deep = retriever.tuned(Settings(candidates=10_000, max_k=10_000))
    for system in (System.BM25, System.DENSE):
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
def test_all_documents_and_all_kinds_are_no_filter(retriever: Retriever, query: str) -> None:
    everything = retriever.search(query, k=50, documents=list(retriever.documents), kinds=list(Kind))
    assert everything == retriever.search(query, k=50)


@pytest.mark.parametrize("document", ["nobody-1999", "", "x' or id != '", "../najib-juned-2025", "NAJIB-JUNED-2025"])
def test_an_unknown_document_is_said_to_be_unknown(retriever: Retriever, document: str) -> None:
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
def test_a_query_with_nothing_to_search_for_is_refused(
    retriever: Retriever, query: str, why: str, system: System
) -> None:
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
def test_any_text_is_searched_or_refused_in_words(retriever: Retriever, query: str) -> None:
    if searchable(query):
        assert retriever.search(query, k=3).query == query
    else:
        with pytest.raises(QueryError):
            retriever.search(query)


def test_two_threads_at_once_find_what_one_finds(retriever: Retriever) -> None:
    alone = [retriever.search(query, k=50) for query in QUERIES]
    together = Barrier(2)

    def ask(queries: list[str]) -> list[SearchResult]:
        together.wait(timeout=10)
        return [retriever.search(query, k=50) for query in queries]

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(ask, [QUERIES * 3, QUERIES[::-1] * 3])
    assert one == alone * 3
    assert other == alone[::-1] * 3


# A new index under a reader


@pytest.fixture
def index(settings: Settings, tmp_path: Path) -> Path:
    """The real index under another name; its files are shared, so none may be written to."""
    shutil.copytree(settings.index, tmp_path / "index", copy_function=os.link)
    return tmp_path / "index"


def rebuild(index: Path) -> None:
    """Put a generation in force that differs by a blank in one file."""
    last = open_generation(index)
    with new_generation(index) as writer:
        for path in last.folder.rglob("*"):
            if path.is_file() and path.name != MANIFEST:
                os.link(path, writer.path(path.relative_to(last.folder).as_posix()))
        passages = writer.path(PASSAGES)
        content = passages.read_bytes()
        passages.unlink()
        passages.write_bytes(content + b" ")
        writer.facts = dict(last.facts)


def damage(index: Path) -> None:
    path = open_generation(index).path(PASSAGES)
    path.unlink()
    path.write_bytes(b"[]")


def test_a_reader_that_opened_before_new_builds_answers_after_them(index: Path) -> None:
    reader = Retriever.open(index, Settings())
    before = [reader.search(query) for query in QUERIES]
    rebuild(index)
    rebuild(index)
    assert not (index / "gen-1").exists()
    assert [reader.search(query) for query in QUERIES] == before


def test_the_shared_retriever_is_opened_once_and_again_after_a_build(index: Path) -> None:
    shared = SharedRetriever(Settings(index=index))
    first = shared.get()
    assert shared.get() is first
    rebuild(index)
    second = shared.get()
    assert second.version == open_generation(index).version != first.version
    assert shared.get() is second
    assert first.search("AMMTC") == second.search("AMMTC")


def test_the_shared_retriever_goes_on_where_a_new_index_is_damaged(
    index: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shared = SharedRetriever(Settings(index=index))
    first = shared.get()
    rebuild(index)
    good = (index / "CURRENT").read_text()
    damage(index)
    with caplog.at_level(logging.ERROR):
        assert shared.get() is shared.get() is first
    (record,) = caplog.records  # said once, not at every query
    assert "going on with the index as loaded" in record.getMessage()
    assert "passages.json is damaged" in record.getMessage()
    (index / "CURRENT").write_text("")
    assert shared.get() is first
    (index / "CURRENT").unlink()
    assert shared.get() is first
    (index / "CURRENT").write_text(good)
    assert shared.get() is first


def test_the_shared_retriever_says_so_where_there_is_no_sound_index_to_begin_with(index: Path, tmp_path: Path) -> None:
    shared = SharedRetriever(Settings(index=tmp_path / "none"))
    for _ in range(2):
        with pytest.raises(IndexMissingError):
            shared.get()
    index.rename(tmp_path / "none")
    assert shared.get().search("police").hits
    damage(tmp_path / "none")
    for _ in range(2):
        with pytest.raises(IndexDamagedError):
            SharedRetriever(Settings(index=tmp_path / "none")).get()


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


def test_a_fresh_process_searches_without_heavy_libraries_and_without_network(
    settings: Settings, retriever: Retriever
) -> None:
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
