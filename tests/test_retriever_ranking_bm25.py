"""BM25 at query time compared with its formula, and with rank_bm25's own scores on the bundled papers."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from indexer.bm25 import PositiveBM25, write_postings
from kutip.errors import IndexDamagedError
from kutip.index.layout import BM25_PASSAGES, BM25_POINTERS, BM25_TERMS, BM25_WEIGHTS
from kutip.index.store import open_generation
from kutip.settings import Settings
from kutip.text.terms import indexed_text, terms
from retriever.ranking.bm25 import Postings
from retriever.search import Retriever

untimed = hypothesis_settings(deadline=None)  # a busy machine may be slow

WORDS = st.sampled_from(["police", "asean", "bali", "2019", "ke-3"])
PASSAGES = st.lists(st.lists(WORDS, max_size=6), min_size=1, max_size=6).filter(any)

MEETINGS = [["aseanapol", "meet", "bali"], ["bali", "process", "bali"], [], ["aseanapol", "polic"]]


def formula(passages: list[list[str]], query: list[str], k1: float, b: float) -> list[float]:
    """Compute BM25 by Robertson and Zaragoza with Lucene's IDF, one query term after the other."""
    average = sum(map(len, passages)) / len(passages)
    scores = []
    for passage in passages:
        score = 0.0
        for term in query:
            holders = sum(term in other for other in passages)
            idf = math.log(1 + (len(passages) - holders + 0.5) / (holders + 0.5))
            if times := passage.count(term):
                score += idf * times * (k1 + 1) / (times + k1 * (1 - b + b * len(passage) / average))
        scores.append(score)
    return scores


@untimed
@given(
    passages=PASSAGES,
    query=st.lists(WORDS | st.just("unknown"), max_size=4),
    k1=st.sampled_from([0.5, 1.2, 2.0]),
    b=st.sampled_from([0.0, 0.3, 0.75, 1.0]),
)
def test_scores_equal_those_of_the_formula(
    tmp_path_factory: pytest.TempPathFactory, passages: list[list[str]], query: list[str], k1: float, b: float
) -> None:
    folder = tmp_path_factory.mktemp("bm25")
    write_postings(folder, passages, k1=k1, b=b)
    scores = Postings(folder, len(passages)).scores(query)
    assert scores == pytest.approx(formula(passages, query, k1, b))
    for passage, score in zip(passages, scores, strict=True):
        assert (score > 0) == bool(set(passage) & set(query))


def test_scores_on_the_papers_equal_those_of_rank_bm25(settings: Settings, retriever: Retriever) -> None:
    counted = [terms(indexed_text(passage)) for passage in retriever.passages]
    reference = PositiveBM25(counted, k1=settings.indexing.k1, b=settings.indexing.b)
    postings = Postings(open_generation(settings.index).folder, len(counted))
    lines = (ROOT / "eval" / "sets" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    for line in lines[::10]:
        query = terms(json.loads(line)["question"])
        assert postings.scores(query) == pytest.approx(reference.get_scores(query))


@pytest.fixture
def meetings(tmp_path: Path) -> Path:
    write_postings(tmp_path, MEETINGS, k1=1.2, b=0.3)
    return tmp_path


@pytest.mark.parametrize(
    ("query", "found"),
    [(["bali"], [0, 1]), (["polic"], [3]), (["bali", "polic"], [0, 1, 3]), (["unknown"], []), ([], [])],
)
def test_only_passages_with_a_term_of_the_query_score(meetings: Path, query: list[str], found: list[int]) -> None:
    assert Postings(meetings, 4).scores(query).nonzero()[0].tolist() == found


def test_a_term_given_twice_counts_twice_and_order_does_not_matter(meetings: Path) -> None:
    postings = Postings(meetings, 4)
    once = postings.scores(["aseanapol", "bali"])
    assert postings.scores(["bali", "aseanapol"]) == pytest.approx(once)
    assert postings.scores(["bali", "aseanapol", "bali", "aseanapol"]) == pytest.approx(2 * once)


def test_a_passage_that_repeats_a_term_scores_higher(meetings: Path) -> None:
    scores = Postings(meetings, 4).scores(["bali"])
    assert scores[1] > scores[0] > 0


@pytest.mark.parametrize(
    ("term", "found"), [("aseanapol", [0, 3]), ("bali", [0, 1]), ("polic", [3]), ("unknown", []), ("", [])]
)
def test_holders_of_a_term_are_the_passages_that_contain_it(meetings: Path, term: str, found: list[int]) -> None:
    assert Postings(meetings, 4).holders([term]).tolist() == found


@pytest.mark.parametrize(
    ("terms", "count"),
    [
        (["bali"], 2),
        (["aseanapol", "bali"], 1),
        (["bali", "bali"], 2),
        (["meet", "process"], 0),
        (["bali", "unknown"], 0),
        (["unknown", "bali"], 0),
        ([], 0),
    ],
)
def test_holders_of_several_terms_contain_all_of_them(meetings: Path, terms: list[str], count: int) -> None:
    assert len(Postings(meetings, 4).holders(terms)) == count


@untimed
@given(passages=PASSAGES, query=st.lists(WORDS | st.just("unknown"), min_size=1, max_size=4))
def test_holders_equal_those_counted_by_hand(
    tmp_path_factory: pytest.TempPathFactory, passages: list[list[str]], query: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("bm25")
    write_postings(folder, passages, k1=1.2, b=0.3)
    postings = Postings(folder, len(passages))
    assert postings.holders(query[:1]).tolist() == [i for i, passage in enumerate(passages) if query[0] in passage]
    assert len(postings.holders(query)) == sum(set(query) <= set(passage) for passage in passages)


@pytest.mark.parametrize("name", [BM25_TERMS, BM25_POINTERS, BM25_PASSAGES, BM25_WEIGHTS])
@pytest.mark.parametrize("content", [b"", b"{", b"\x93NUMPY", None], ids=str)
def test_an_unreadable_file_counts_as_damage(meetings: Path, name: str, content: bytes | None) -> None:
    (meetings / name).unlink()
    if content is not None:
        (meetings / name).write_bytes(content)
    with pytest.raises(IndexDamagedError, match="build the index again"):
        Postings(meetings, 4)


def test_files_that_do_not_fit_each_other_count_as_damage(meetings: Path) -> None:
    with pytest.raises(IndexDamagedError):
        Postings(meetings, 3)  # the last passage has a weight
    np.save(meetings / BM25_WEIGHTS, np.ones(3))
    with pytest.raises(IndexDamagedError):
        Postings(meetings, 4)


def test_a_vocabulary_that_is_not_a_list_counts_as_damage(meetings: Path) -> None:
    (meetings / BM25_TERMS).write_text("7")
    with pytest.raises(IndexDamagedError):
        Postings(meetings, 4)


def test_a_pickled_array_is_refused_without_being_unpickled(meetings: Path) -> None:
    np.save(meetings / BM25_WEIGHTS, np.asarray([{"planted": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(IndexDamagedError):
        Postings(meetings, 4)
