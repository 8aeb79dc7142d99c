"""The HTTP contract, version 1, over the real index."""

from typing import Any

import pytest
from serving import LOCAL
from starlette.testclient import TestClient

from api.app import create_app
from kutip.settings import Settings
from kutip.text.reading import align
from kutip.types import Span
from retriever.search import Retriever, System

QUESTION = "Which meetings show ASEANAPOL acting as an arena?"


def test_documents_have_known_facts_and_null_for_unknown_ones(client: TestClient) -> None:
    second, first = client.get("/v1/documents").json()
    assert first["id"] == "najib-juned-2025"
    assert first["authors"] == ["Gesang Qa'id Najibah Najib", "Mansur Juned"]
    assert (first["year"], first["doi"], first["licence"]) == (2025, "10.35879/jik.v19i1.466", "CC-BY-4.0")
    assert first["references"] == 53
    assert first["source"]["characters"] == 65828
    assert second["id"] == "cakrawala-733"
    assert (second["authors"], second["year"], second["doi"], second["licence"]) == ([], None, None, None)
    assert second["references"] == 0


def test_a_document_has_its_headings(client: TestClient) -> None:
    document = client.get("/v1/documents/najib-juned-2025").json()
    arena = next(h for h in document["headings"] if h["text"] == "Role as an Arena")
    assert arena["level"] == 3
    assert arena["spans"] == [{"start": 37753, "end": 37769}]


@pytest.mark.parametrize("document_id", ["najib-juned-2025", "cakrawala-733"])
def test_the_text_is_the_source_byte_for_byte(client: TestClient, retriever: Retriever, document_id: str) -> None:
    response = client.get(f"/v1/documents/{document_id}/text")
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.content == retriever.document(document_id).source_text.encode("utf-8")


def test_a_search_response_has_the_fields_of_the_contract(client: TestClient) -> None:
    body = client.get("/v1/search", params={"q": QUESTION, "k": 3}).json()
    assert set(body) == {"query", "language", "expansions", "index_version", "took_ms", "hits"}
    assert (body["query"], body["language"]) == (QUESTION, "en")
    assert [hit["rank"] for hit in body["hits"]] == [1, 2, 3]
    for hit in body["hits"]:
        assert set(hit) == {"rank", "score", "scores", "passage", "citation"}
        assert set(hit["scores"]) == {"bm25", "dense", "late"}
        assert set(hit["citation"]) == {"in_text", "reference", "locator"}
        assert set(hit["passage"]) - {"cells"} == {
            "id", "document_id", "source_sha256", "kind", "heading", "context", "page", "text", "spans",
        }  # fmt: skip
    assert "arena" in body["hits"][0]["passage"]["text"]


def test_a_search_response_lists_expansions_with_their_reasons(client: TestClient) -> None:
    body = client.get("/v1/search", params={"q": "What does UU 21/2007 say of labour and MLA?", "k": 1}).json()
    assert body["expansions"] == [
        {"from": "UU 21/2007", "to": "Law No. 21 of 2007", "why": "law"},
        {"from": "UU 21/2007", "to": "Law No. 21/2007", "why": "law"},
        {"from": "MLA", "to": "Mutual Legal Assistance", "why": "abbreviation"},
        {"from": "labour", "to": "labor", "why": "spelling"},
    ]


def test_the_text_of_every_hit_matches_the_served_source_text(client: TestClient) -> None:
    texts = {d["id"]: client.get(f"/v1/documents/{d['id']}/text").text for d in client.get("/v1/documents").json()}
    for question in (QUESTION, "Where was the 5th AMMTC held?", "Berapa kasus pada tahun 2022?", "Law No. 21 of 2007"):
        for hit in client.get("/v1/search", params={"q": question, "k": 100}).json()["hits"]:
            passage = hit["passage"]
            spans = [Span(**span) for span in passage["spans"]]
            offsets = align(texts[passage["document_id"]], spans, passage["text"])
            assert len(offsets) == len(passage["text"])


def test_only_table_rows_have_cells_with_column_names(client: TestClient) -> None:
    hits = client.get("/v1/search", params={"q": "5th AMMTC Vietnam", "kind": "table_row"}).json()["hits"]
    row = hits[0]["passage"]
    assert row["text"] == "5. 5th AMMTC Vietnam November 28 – December 1, 2005 Hanoi"
    assert {c["column"]: c["text"] for c in row["cells"]}["Organizing"] == "November 28 – December 1, 2005 Hanoi"
    prose = client.get("/v1/search", params={"q": QUESTION, "kind": "paragraph"}).json()["hits"][0]["passage"]
    assert "cells" not in prose


def test_post_and_get_give_the_same_hits(client: TestClient) -> None:
    got = client.get("/v1/search", params={"q": QUESTION, "k": 4, "document": "cakrawala-733"}).json()
    posted = client.post("/v1/search", json={"q": QUESTION, "k": 4, "documents": ["cakrawala-733"]}).json()
    assert posted["hits"] == got["hits"]
    assert {hit["passage"]["document_id"] for hit in got["hits"]} == {"cakrawala-733"}


def test_several_documents_and_kinds_may_be_given(client: TestClient) -> None:
    params: Any = {"q": "ASEANAPOL", "k": 100, "kind": ["caption", "quote"]}
    kinds = {hit["passage"]["kind"] for hit in client.get("/v1/search", params=params).json()["hits"]}
    posted = client.post("/v1/search", json={"q": "ASEANAPOL", "k": 100, "kinds": ["caption", "quote"]}).json()
    assert kinds <= {"caption", "quote"}
    assert {hit["passage"]["kind"] for hit in posted["hits"]} == kinds


def test_the_passage_of_a_hit_can_be_fetched_by_its_id(client: TestClient) -> None:
    passage = client.get("/v1/search", params={"q": QUESTION}).json()["hits"][0]["passage"]
    assert client.get(f"/v1/passages/{passage['id']}").json() == passage


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/documents/smith-2020", 404),
        ("/v1/documents/smith-2020/text", 404),
        ("/v1/documents/..%2f..%2fetc", 404),
        ("/v1/passages/0000000000000000", 404),
        ("/v1/passages/x' or id != '", 404),
        ("/v1/search?q=a&document=x'%20or%20id%20!=%20'", 404),
        ("/v1/nothing", 404),
        ("/v1/search", 422),
        ("/v1/search?q=", 422),
        ("/v1/search?q=%20%09", 422),
        ("/v1/search?q=%3F!...%E2%80%94", 422),
        ("/v1/search?q=%E2%80%8B%E2%80%8D%EF%BB%BF", 422),
        ("/v1/search?q=a&k=0", 422),
        ("/v1/search?q=a&k=101", 422),
        ("/v1/search?q=a&k=ten", 422),
        ("/v1/search?q=a&kind=chunk", 422),
        ("/v1/search?q=a&limit=5", 422),
        (f"/v1/search?q={'a' * 1001}", 422),
    ],
)
def test_invalid_requests_get_a_problem_response(client: TestClient, path: str, status: int) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert {"type", "title", "status", "detail"} <= set(body)
    assert body["status"] == status


def test_a_wrong_method_gets_a_405_problem(client: TestClient) -> None:
    response = client.delete("/v1/search")
    assert response.status_code == 405
    assert response.headers["content-type"] == "application/problem+json"


def test_the_passages_of_a_document_are_listed_in_its_order(client: TestClient, retriever: Retriever) -> None:
    listed = [one for d in retriever.documents for one in client.get(f"/v1/documents/{d}/passages").json()]
    assert [one["id"] for one in listed] == [passage.id for passage in retriever.passages]
    assert listed[7] == client.get(f"/v1/passages/{listed[7]['id']}").json()


@pytest.mark.parametrize("system", [one for one in System if one is not System.MULTILINGUAL])
def test_a_search_can_be_ranked_by_a_single_stage(client: TestClient, retriever: Retriever, system: System) -> None:
    expected = [hit.passage.id for hit in retriever.search(QUESTION, k=5, system=system).hits]
    posted = client.post("/v1/search", json={"q": QUESTION, "k": 5, "system": system.value}).json()
    got = client.get("/v1/search", params={"q": QUESTION, "k": 5, "system": system.value}).json()
    assert [hit["passage"]["id"] for hit in posted["hits"]] == [hit["passage"]["id"] for hit in got["hits"]] == expected
    own = (
        {"bm25", "dense", "late"} if system is not System.MULTILINGUAL else {"multilingual_dense", "multilingual_late"}
    )
    assert {name for hit in got["hits"] for name in hit["scores"]} <= own


def test_an_unknown_system_is_refused(client: TestClient) -> None:
    assert client.get("/v1/search", params={"q": QUESTION, "system": "plain"}).status_code == 422
    assert client.post("/v1/search", json={"q": QUESTION, "system": "plain"}).status_code == 422


def test_health_and_readiness_respond(client: TestClient, retriever: Retriever) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {
        "status": "ready",
        "index_version": retriever.version,
        "skipped": [],
        "reader": "ready",
    }


def test_the_openapi_document_describes_every_route_with_examples(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    assert set(document["paths"]) == {
        "/healthz", "/readyz", "/v1/corpus",
        "/v1/documents", "/v1/documents/{document_id}", "/v1/documents/{document_id}/text",
        "/v1/passages/{passage_id}", "/v1/search", "/v1/ask", "/v1/documents/{document_id}/references",
        "/v1/documents/{document_id}/mentions", "/v1/documents/{document_id}/problems",
        "/v1/documents/{document_id}/pages", "/v1/documents/{document_id}/pages/{number}",
        "/v1/documents/{document_id}/pages/{number}.webp", "/v1/documents/{document_id}/pages/{number}.png",
        "/v1/documents/{document_id}/passages",
        "/v1/passages/{passage_id}/export", "/v1/quotes", "/v1/claims",
    }  # fmt: skip
    assert document["components"]["schemas"]["SearchRequest"]["properties"]["q"]["examples"] == [QUESTION]
    codes = set(document["paths"]["/v1/search"]["post"]["responses"])
    assert codes == {"200", "404", "408", "413", "422", "503"}
    answers = document["paths"]["/v1/ask"]["post"]["responses"]
    assert set(answers) == {"200", "404", "408", "413", "422", "503"}
    assert set(answers["200"]["content"]) == {"application/json", "text/event-stream"}


def test_the_documentation_page_loads_nothing_from_other_hosts(client: TestClient) -> None:
    page = client.get("/docs").text
    assert "http://" not in page.replace("http://testserver", "")
    assert "https://" not in page
    assert client.get("/static-offline-docs/swagger-ui-bundle.js").status_code == 200


def test_without_an_index_requests_get_503_naming_the_command_to_run(tmp_path: Any) -> None:
    with TestClient(create_app(Settings(index=tmp_path / "none")), base_url=LOCAL) as client:
        assert client.get("/healthz").status_code == 200
        for path in ("/readyz", "/v1/documents", "/v1/search?q=a", "/v1/passages/0"):
            response = client.get(path)
            assert response.status_code == 503
            assert response.headers["content-type"] == "application/problem+json"
            assert "kutip index" in response.json()["detail"]
