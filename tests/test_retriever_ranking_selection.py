"""Which passages become hits: body text first unless a question asks for another kind, papers in turn if compared."""

import json
from collections import Counter
from itertools import pairwise

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from kutip.settings import Settings
from kutip.text.terms import indexed_text, terms
from kutip.types import Kind, SearchResult
from retriever.query.wishes import comparison, kinds_asked_for
from retriever.ranking.selection import SUPPLEMENTS, in_turn
from retriever.search import Retriever

LINES = (ROOT / "eval" / "sets" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
QUESTIONS = [json.loads(line)["question"] for line in LINES]
REFERENCE, FRONT_MATTER = Kind.REFERENCE, Kind.FRONT_MATTER


@given(rows=st.lists(st.integers(0, 30), unique=True), papers=st.integers(1, 4))
def test_in_turn_keeps_all_rows_and_the_order_within_each_paper(rows: list[int], papers: int) -> None:
    paper = {row: f"paper {row % papers}" for row in rows}
    turned = in_turn(rows, paper)
    assert sorted(turned) == sorted(rows)
    assert turned[:1] == rows[:1]
    for name in set(paper.values()):
        assert [row for row in turned if paper[row] == name] == [row for row in rows if paper[row] == name]
    left = Counter(paper.values())
    for one, other in pairwise(turned):
        left[paper[one]] -= 1
        assert paper[one] != paper[other] or sum(n > 0 for n in left.values()) == 1


# Over the bundled papers


@pytest.fixture(scope="module")
def results(retriever: Retriever) -> list[SearchResult]:
    """The hundred best hits of every question."""
    return [retriever.search(question, k=100) for question in QUESTIONS]


def test_body_text_ranks_above_other_kinds_unless_they_are_asked_for(
    retriever: Retriever, results: list[SearchResult]
) -> None:
    in_body: set[str] = set()
    for passage in retriever.passages:
        if passage.kind not in SUPPLEMENTS:
            in_body.update(terms(indexed_text(passage)))
    for result in results:
        searched = {*terms(result.query), *(term for e in result.expansions for term in terms(e.target))}
        asked = kinds_asked_for(result.query)
        held_back = [
            hit.passage.kind in SUPPLEMENTS - asked
            and not searched.difference(in_body).intersection(terms(indexed_text(hit.passage)))
            for hit in result.hits
        ]
        assert held_back == sorted(held_back), result.query


def test_scores_never_rise_with_the_rank(results: list[SearchResult]) -> None:
    for result in results:
        scores = [hit.score for hit in result.hits]
        assert scores == sorted(scores, reverse=True), result.query
        assert [hit.rank for hit in result.hits] == list(range(1, len(scores) + 1))


def test_no_two_hits_share_a_character(results: list[SearchResult]) -> None:
    for result in results:
        taken = [(hit.passage.document_id, span) for hit in result.hits for span in hit.passage.spans]
        for (paper, one), (next_paper, other) in pairwise(sorted(taken)):
            assert paper != next_paper or one.end <= other.start, result.query


def test_a_comparison_takes_hits_from_the_papers_in_turn(results: list[SearchResult]) -> None:
    compared = [result for result in results if comparison(result.query)]
    assert len(compared) >= 10
    for result in compared:
        body = [hit.passage.document_id for hit in result.hits if hit.passage.kind not in SUPPLEMENTS][:10]
        assert all(one != other for one, other in pairwise(body)), result.query


def test_with_the_setting_off_a_comparison_does_not_take_turns(retriever: Retriever) -> None:
    question = "Do the two papers report the same number of human trafficking cases for 2023?"
    off = retriever.tuned(Settings(search={"papers_in_turn": False})).search(question, k=20)
    body = [hit.passage.document_id for hit in off.hits]
    assert any(one == other for one, other in pairwise(body))
    scores = [hit.score for hit in off.hits]
    assert scores == sorted(scores, reverse=True)


def test_a_comparison_within_one_paper_is_a_plain_search(retriever: Retriever) -> None:
    for document in retriever.documents:
        compared = retriever.search("Do the two papers agree on the causes of trafficking?", documents=[document])
        plain = retriever.search("on the causes of trafficking?", documents=[document])
        assert compared.hits == plain.hits


@pytest.mark.parametrize(
    ("question", "kind", "holds"),
    [
        ("Which journal published the article by Coyne and Bell?", REFERENCE, "International Journal of Law, Crime"),
        ("DOI of Najib & Juned 2025", FRONT_MATTER, "10.35879/jik.v19i1.466"),
    ],
)
def test_a_passage_of_the_kind_asked_for_may_rank_first(
    retriever: Retriever, question: str, kind: Kind, holds: str
) -> None:
    first = retriever.search(question, k=1).hits[0].passage
    assert first.kind is kind
    assert holds in first.text


def test_a_word_that_only_a_reference_contains_asks_for_it(retriever: Retriever) -> None:
    assert kinds_asked_for("Coyne") == frozenset()
    assert "Coyne" in retriever.search("Coyne", k=1).hits[0].passage.text


def test_with_the_setting_off_other_kinds_rank_by_their_scores(retriever: Retriever) -> None:
    query = "human trafficking"
    on = [hit.passage.kind in SUPPLEMENTS for hit in retriever.search(query, k=100).hits]
    assert on == sorted(on)
    off = [
        hit.passage.kind in SUPPLEMENTS
        for hit in retriever.tuned(Settings(search={"supplements_last": False})).search(query, k=100).hits
    ]
    assert off != sorted(off)
    assert any(off[:50])


@pytest.mark.parametrize("kind", sorted(SUPPLEMENTS))
def test_a_filter_finds_kinds_that_would_rank_last(retriever: Retriever, kind: Kind) -> None:
    hits = retriever.search("human trafficking", kinds=[kind]).hits
    assert {hit.passage.kind for hit in hits} == {kind}
