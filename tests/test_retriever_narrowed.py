"""Questions that are asked of some papers only: Python, API, page and command line."""

import json

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from kutip.cli.commands import app
from kutip.errors import NotFoundError
from kutip.settings import Settings
from kutip.types import Status
from retriever import OpenIndex, Retriever
from retriever.contents import ids_like

ONE, OTHER = "najib-juned-2025", "cakrawala-733"
QUESTION = "In which city was the 5th AMMTC held?"  # a row of a table of the other paper


@pytest.fixture(scope="module")
def papers(retriever: Retriever) -> OpenIndex:
    return OpenIndex(retriever)


def test_hits_and_answer_are_from_the_papers_asked(papers: OpenIndex) -> None:
    for document in (ONE, OTHER):
        answer = papers.ask("What is the role of ASEANAPOL?", documents=[document])
        assert answer.hits
        assert {hit.passage.document_id for hit in answer.hits} == {document}
        assert {cited.document_id for said in answer.sentences for cited in said.citations} <= {document}


def test_what_only_another_paper_holds_is_not_answered_and_that_is_told(papers: OpenIndex) -> None:
    assert papers.ask(QUESTION, documents=[OTHER]).status is Status.ANSWERED
    refused = papers.ask(QUESTION, documents=[ONE])
    assert refused.status is not Status.ANSWERED
    assert refused.note is not None
    assert refused.note.startswith("Only Najib & Juned, 2025 was asked.")
    assert "asked" not in (papers.ask(QUESTION, documents=[OTHER]).note or "")


def test_words_that_only_another_paper_has_are_missing(retriever: Retriever) -> None:
    whole, of_one = retriever.look_up("Where is Brunei?"), retriever.look_up("Where is Brunei?", documents=[ONE])
    assert whole.holds_any("Brunei")
    assert not of_one.holds_any("Brunei")
    assert of_one.held_words is not None
    assert not of_one.held_words.holders("Brunei")
    assert list(of_one.documents) == list(of_one.passages_of) == list(of_one.bibliographies) == [ONE]
    assert of_one.passages == len(of_one.passages_of[ONE]) < whole.passages


def test_to_ask_all_papers_by_name_is_to_ask_all(papers: OpenIndex) -> None:
    named, all_of_them = papers.ask(QUESTION, documents=[ONE, OTHER, ONE]), papers.ask(QUESTION)
    assert (named.text, named.confidence, named.hits) == (all_of_them.text, all_of_them.confidence, all_of_them.hits)


def test_a_question_about_a_paper_itself_means_the_one_asked(papers: OpenIndex) -> None:
    answer = papers.ask("Who wrote the paper?", documents=[ONE])
    assert answer.text is not None
    assert "Mansur Juned" in answer.text


def test_parts_of_a_question_and_follow_ups_are_asked_of_the_same_papers(papers: OpenIndex) -> None:
    answer = papers.ask("When was ASEANAPOL formed? How many members does it have?", documents=[OTHER])
    assert {hit.passage.document_id for hit in answer.hits} == {OTHER}


@pytest.mark.parametrize("unknown", ["najib-2025", "x" * 5000, "", "Najib-Juned-2025"])
def test_an_unknown_paper_is_an_error_that_names_those_there_are(papers: OpenIndex, unknown: str) -> None:
    with pytest.raises(NotFoundError, match=f"the index holds no document '{unknown}'; it holds .*{ONE}"):
        papers.ask(QUESTION, documents=[ONE, unknown])


def test_of_many_ids_the_nearest_are_named_and_no_other() -> None:
    many = [f"paper-{n}" for n in range(40)] + ["okafor-lind-2019", "lind-2001"]
    assert ids_like("okafor-2019", many)[0] == "okafor-lind-2019"
    assert "okafor-lind-2019" in ids_like("okafor", many)
    assert ids_like("zzz", many) == ()


# --- Over HTTP, on the page, in the terminal ------------------------------------------------------------------------


def test_the_api_asks_the_papers_named(client: TestClient) -> None:
    by_query = client.get("/v1/ask", params={"q": QUESTION, "document": [ONE]}).json()
    by_body = client.post("/v1/ask", json={"q": QUESTION, "documents": [ONE]}).json()
    assert {hit["passage"]["document_id"] for hit in by_query["hits"]} == {ONE}
    assert {**by_query, "took_ms": 0} == {**by_body, "took_ms": 0}


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/search"])
def test_an_unknown_paper_is_a_404_that_names_those_there_are(client: TestClient, path: str) -> None:
    refused = client.get(path, params={"q": QUESTION, "document": "najib"})
    assert refused.status_code == 404
    assert refused.json()["detail"] == f"the index holds no document 'najib'; it holds {ONE}"


def test_the_page_asks_one_paper_and_keeps_the_choice(client: TestClient) -> None:
    page = client.get("/", params={"q": QUESTION, "document": ONE}).text
    assert f'<option value="{ONE}" selected>' in page
    assert f'<option value="{OTHER}">' in page
    assert "Only Najib &amp; Juned, 2025 was asked." in page
    whole = client.get("/", params={"q": QUESTION, "document": ""}).text
    assert " selected>" not in whole
    assert "was asked." not in whole
    assert client.get("/", params={"q": QUESTION, "document": "najib"}).status_code == 404


def test_the_command_line_asks_one_paper(settings: Settings) -> None:
    asked = ["ask", QUESTION, "--json", "--index", str(settings.index), "--document"]
    answer = json.loads(CliRunner().invoke(app, [*asked, ONE]).stdout)
    assert {hit["passage"]["document_id"] for hit in answer["hits"]} == {ONE}
    assert isinstance(CliRunner().invoke(app, [*asked, "najib"]).exception, NotFoundError)
