"""Which passages become hits: body text first unless asked otherwise, both papers where they are compared."""

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
from retriever.ranking.selection import SUPPLEMENTS, comparison, in_turn, kinds_asked_for
from retriever.search import Retriever

LINES = (ROOT / "eval" / "sets" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
QUESTIONS = [json.loads(line)["question"] for line in LINES]
REFERENCE, FRONT_MATTER, CAPTION = Kind.REFERENCE, Kind.FRONT_MATTER, Kind.CAPTION


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("Which source is cited for the number of cases?", {REFERENCE}),
        ("Which references are on JCLEC?", {REFERENCE}),
        ("Who edited the book on international organizations?", {REFERENCE}),
        ("Sumber apa yang dikutip?", {REFERENCE}),
        ("Apa saja rujukan tentang TPPO?", {REFERENCE}),
        ("Which journal published the article by Coyne and Bell?", {REFERENCE, FRONT_MATTER}),
        ("Jurnal apa yang menerbitkan artikel ini?", {REFERENCE, FRONT_MATTER}),
        ("DOI of Najib & Juned 2025", {FRONT_MATTER}),
        ("Who are the authors?", {FRONT_MATTER}),
        ("Siapa yang menulis artikel ini, dan kapan ditulis?", {FRONT_MATTER}),
        ("Under which licence?", {FRONT_MATTER}),
        ("Apa kata kunci artikel ini?", {FRONT_MATTER}),
        ("What does Table 1 show?", {CAPTION}),
        ("Apa isi Lampiran 2?", {CAPTION}),
        ("What is the source of the figure?", {REFERENCE, CAPTION}),
    ],
)
def test_a_question_asks_for_a_kind_by_its_words(question: str, kinds: set[Kind]) -> None:
    assert kinds_asked_for(question) == kinds
    assert kinds_asked_for(question.upper()) == kinds


@pytest.mark.parametrize(
    "question",
    [
        "Which meetings show ASEANAPOL acting as an arena?",
        "Who is behind the figure of 998 cases?",
        "In which city was the 5th AMMTC held?",
        "How many resources does a republic have?",
        "Is the region stable, and what is charted?",
        "Negara mana yang menjadi tuan rumah?",
        "",
    ],
)
def test_other_questions_ask_for_body_text(question: str) -> None:
    assert kinds_asked_for(question) == frozenset()


@pytest.mark.parametrize(
    ("question", "pieces"),
    [
        ("Do the two papers agree on the causes?", ("Do the two papers agree",)),
        ("do the papers differ on it?", ("do the papers differ",)),
        ("Which theorist do both papers build on?", ("do both papers",)),
        ("What does each of the two papers recommend?", ("does each of the two papers",)),
        ("Do these studies use interviews?", ("Do these studies",)),
        ("Who chairs AMMTC? Compare the two articles.", ("Compare the two articles",)),
        ("Which part is in each paper, and do the papers agree?", ("each paper", "do the papers agree")),
        ("Apa kata kedua artikel tentang e-ADS?", ("kedua artikel",)),
        ("Apakah dua makalah itu sepakat?", ("dua makalah",)),
        ("Apa kesimpulan masing-masing penelitian?", ("masing-masing penelitian",)),
        ("DO BOTH PAPERS AGREE?", ("DO BOTH PAPERS AGREE",)),
    ],
)
def test_a_comparison_of_the_papers_is_known_by_its_words(question: str, pieces: tuple[str, ...]) -> None:
    assert comparison(question) == pieces


@pytest.mark.parametrize(
    "question",
    [
        "Why is ASEANAPOL an arena in the paper?",
        "Do both countries hold meetings?",
        "Who are the authors of the article?",
        "What do the police do?",
        "Apa peran kedua negara?",
        "Where was the second AMMTC held?",
        "",
    ],
)
def test_other_questions_compare_no_papers(question: str) -> None:
    assert comparison(question) == ()


def test_the_indonesian_author_asks_for_front_matter() -> None:
    assert kinds_asked_for("Siapa penulis artikel ini?") == {FRONT_MATTER}


@pytest.mark.parametrize(
    "question", ["Why does the paper call ASEANAPOL an arena?", "How has the study by Najib and Juned been done?"]
)
def test_a_question_on_one_paper_compares_none(question: str) -> None:
    assert comparison(question) == ()


@given(rows=st.lists(st.integers(0, 30), unique=True), papers=st.integers(1, 4))
def test_rows_in_turn_are_all_there_each_paper_s_in_order_and_none_gets_ahead(rows: list[int], papers: int) -> None:
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


# Over the two papers


@pytest.fixture(scope="module")
def results(retriever: Retriever) -> list[SearchResult]:
    """The hundred best hits of every question."""
    return [retriever.search(question, k=100) for question in QUESTIONS]


def test_nothing_but_body_text_ranks_above_body_text_unless_it_is_asked_for(
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


def test_scores_never_rise_with_rank(results: list[SearchResult]) -> None:
    for result in results:
        scores = [hit.score for hit in result.hits]
        assert scores == sorted(scores, reverse=True), result.query
        assert [hit.rank for hit in result.hits] == list(range(1, len(scores) + 1))


def test_no_two_hits_share_a_character(results: list[SearchResult]) -> None:
    for result in results:
        taken = [(hit.passage.document_id, span) for hit in result.hits for span in hit.passage.spans]
        for (paper, one), (next_paper, other) in pairwise(sorted(taken)):
            assert paper != next_paper or one.end <= other.start, result.query


def test_a_comparison_takes_the_papers_in_turn(results: list[SearchResult]) -> None:
    compared = [result for result in results if comparison(result.query)]
    assert len(compared) >= 10
    for result in compared:
        body = [hit.passage.document_id for hit in result.hits if hit.passage.kind not in SUPPLEMENTS][:10]
        assert all(one != other for one, other in pairwise(body)), result.query


def test_a_comparison_takes_no_turns_where_the_setting_is_off(retriever: Retriever) -> None:
    question = "Do the two papers report the same number of human trafficking cases for 2023?"
    off = retriever.tuned(Settings(search={"both_papers": False})).search(question, k=20)
    body = [hit.passage.document_id for hit in off.hits]
    assert any(one == other for one, other in pairwise(body))
    scores = [hit.score for hit in off.hits]
    assert scores == sorted(scores, reverse=True)


def test_a_comparison_within_one_paper_is_a_plain_search_of_it(retriever: Retriever) -> None:
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
def test_what_is_asked_for_may_lead(retriever: Retriever, question: str, kind: Kind, holds: str) -> None:
    first = retriever.search(question, k=1).hits[0].passage
    assert first.kind is kind
    assert holds in first.text


def test_a_word_that_only_a_reference_has_asks_for_it(retriever: Retriever) -> None:
    assert kinds_asked_for("Coyne") == frozenset()
    assert "Coyne" in retriever.search("Coyne", k=1).hits[0].passage.text


def test_where_the_setting_is_off_other_kinds_rank_by_their_scores(retriever: Retriever) -> None:
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
def test_a_filter_finds_kinds_that_come_last(retriever: Retriever, kind: Kind) -> None:
    hits = retriever.search("human trafficking", kinds=[kind]).hits
    assert {hit.passage.kind for hit in hits} == {kind}
