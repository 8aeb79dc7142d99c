"""BM25 weights as they are written and added up, compared with rank_bm25's own scores."""

import json
import math
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from indexer.bm25 import PositiveBM25, write_postings
from kutip.index.layout import BM25_PASSAGES, BM25_POINTERS, BM25_TERMS, BM25_WEIGHTS
from retriever.ranking.bm25 import Postings

Terms = list[str]
terms = st.lists(st.sampled_from(["police", "asean", "trafficking", "2021", "polri", "é", ""]), max_size=12)
corpora = st.lists(terms, min_size=1, max_size=8)


def written(passages: list[Terms], folder: Path, *, k1: float = 1.2, b: float = 0.3) -> Postings:
    write_postings(folder, passages, k1=k1, b=b)
    return Postings(folder, len(passages))


# At k1 = 0, and at b = 1 for an empty passage, rank_bm25 divides 0 by 0 for passages without the term.
@given(
    passages=corpora.filter(any),
    query=terms.map(lambda found: [*found, "unknown"]),
    k1=st.floats(0.01, 3),
    b=st.floats(0, 0.99),
)
@examples(deadline=None)
def test_scores_equal_those_of_rank_bm25(passages: list[Terms], query: Terms, k1: float, b: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        scores = written(passages, Path(folder), k1=k1, b=b).scores(query)
    assert scores == pytest.approx(PositiveBM25(passages, k1=k1, b=b).get_scores(query), abs=1e-6)


@given(passages=corpora, k1=st.floats(0, 3), b=st.floats(0, 1))
@examples(deadline=None)
def test_every_weight_is_positive_and_every_term_of_a_passage_has_one(
    passages: list[Terms], k1: float, b: float
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_postings(Path(folder), passages, k1=k1, b=b)
        weights = np.load(Path(folder) / BM25_WEIGHTS)
        rows = np.load(Path(folder) / BM25_PASSAGES)
        starts = np.load(Path(folder) / BM25_POINTERS)
        vocabulary = json.loads((Path(folder) / BM25_TERMS).read_bytes())
    assert (weights > 0).all()
    held = {(term, int(row)) for i, term in enumerate(vocabulary) for row in rows[starts[i] : starts[i + 1]]}
    assert held == {(term, row) for row, found in enumerate(passages) for term in found}
    assert vocabulary == sorted(vocabulary)


def test_a_term_in_every_passage_still_scores(tmp_path: Path) -> None:
    postings = written([["police", "asean"], ["police"], ["police", "police"]], tmp_path)
    scores = postings.scores(["police"])
    assert (scores > 0).all()
    assert scores[2] > scores[1]  # two terms, each twice


def test_a_rare_term_scores_more_than_a_common_one(tmp_path: Path) -> None:
    postings = written([["police", "asean"], ["police", "polri"], ["police", "asean"]], tmp_path)
    assert postings.scores(["polri"])[1] > postings.scores(["asean"])[0] > postings.scores(["police"])[0]


def test_the_weight_of_one_term_in_one_passage_equals_the_formula(tmp_path: Path) -> None:
    # idf = ln(1 + (1 - 1 + 0.5) / (1 + 0.5)); tf part = 1 * 2.2 / (1 + 1.2 * (1 - 0.3 + 0.3 * 1 / 1)) = 1
    assert written([["police"]], tmp_path).scores(["police"])[0] == pytest.approx(math.log(4 / 3))


def test_with_k1_0_a_repeated_term_counts_once(tmp_path: Path) -> None:
    postings = written([["police"], ["police", "police", "asean"], ["asean"]], tmp_path, k1=0.0)
    idf = math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    assert postings.scores(["police"]) == pytest.approx([idf, idf, 0.0])


def test_a_term_that_is_twice_in_a_query_counts_twice(tmp_path: Path) -> None:
    postings = written([["police"], ["asean", "polri"]], tmp_path)
    assert postings.scores(["police", "police"]) == pytest.approx(2 * postings.scores(["police"]))


@pytest.mark.parametrize("query", [[], ["unknown"], ["unknown", "unknown"]])
def test_a_query_without_known_terms_scores_zero(tmp_path: Path, query: Terms) -> None:
    assert written([["police"], []], tmp_path).scores(query).tolist() == [0.0, 0.0]


def test_passages_without_terms_are_never_found(tmp_path: Path) -> None:
    postings = written([[], []], tmp_path)
    assert postings.scores(["police"]).tolist() == [0.0, 0.0]


def test_the_files_do_not_depend_on_the_order_of_a_passage_s_terms(tmp_path: Path) -> None:
    passages = [["police", "asean"], ["polri", "police"]]
    for name, found in (("one", passages), ("two", [found[::-1] for found in passages])):
        (tmp_path / name).mkdir()
        write_postings(tmp_path / name, found, k1=1.2, b=0.3)
    for name in (BM25_TERMS, BM25_POINTERS, BM25_PASSAGES, BM25_WEIGHTS):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
