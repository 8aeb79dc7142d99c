"""Questions over HTTP: fields of the response, exactness of its quotes, and server-sent events."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from kutip.text.reading import squeeze

FIELDS = {
    "question", "language", "status", "answer", "short", "confidence", "reason", "missing", "note", "sentences",
    "expansions", "hits", "index_version", "took_ms", "reason_codes", "note_codes", "asked_as", "polarity",
}  # fmt: skip
FOUNDED = "In which city was ASEANAPOL founded?"
REFUSED = "How many moons does Jupiter have?"


def test_an_ask_response_has_the_fields_of_the_contract(client: TestClient) -> None:
    body = client.get("/v1/ask", params={"q": FOUNDED}).json()
    assert set(body) == FIELDS
    assert (body["question"], body["language"], body["status"]) == (FOUNDED, "en", "answered")
    assert "Manila" in body["answer"]
    assert 0 <= body["confidence"] <= 1
    assert body["reason"] is None
    for sentence in body["sentences"]:
        assert set(sentence) == {"text", "citations", "gloss"}
        for citation in sentence["citations"]:
            assert {"passage_id", "document_id", "spans", "quote"} <= set(citation)
    assert [hit["rank"] for hit in body["hits"]] == list(range(1, 11))


@pytest.mark.parametrize(
    ("question", "polarity", "begins", "code"),
    [
        ("Is human trafficking classified as a security issue?", "yes", "Yes: Human trafficking", "polarity_yes"),
        (
            "Apakah ASEANAPOL didirikan pada tahun 1990?",
            "contrary",
            "Artikel menyatakan sebaliknya: ",
            "polarity_contrary",
        ),
        (
            "Did Cambodia repatriate Indonesian citizens?",
            "unclear",
            "The papers do not say it plainly",
            "polarity_unclear",
        ),
        (FOUNDED, None, "Manila", None),
    ],
)
def test_a_yes_no_question_is_answered_with_what_the_papers_say_to_it(
    client: TestClient, question: str, polarity: str | None, begins: str, code: str | None
) -> None:
    body = client.get("/v1/ask", params={"q": question}).json()
    assert (body["polarity"], body["answer"].startswith(begins)) == (polarity, True)
    codes = [one["code"] for one in (*body["note_codes"], *body["reason_codes"])]
    assert [one for one in codes if one.startswith("polarity")] == ([code] if code else [])
    assert (body["status"] == "partial") is (polarity == "unclear")


def test_post_and_get_give_the_same_answer(client: TestClient) -> None:
    sent, asked = (
        client.post("/v1/ask", json={"q": FOUNDED}).json(),
        client.get("/v1/ask", params={"q": FOUNDED}).json(),
    )
    assert {**sent, "took_ms": 0} == {**asked, "took_ms": 0}


def test_every_quote_matches_its_spans_and_is_part_of_a_hit(client: TestClient) -> None:
    texts = {d["id"]: client.get(f"/v1/documents/{d['id']}/text").text for d in client.get("/v1/documents").json()}
    for question in (FOUNDED, "Where was the 5th AMMTC held?", "Apa saja fungsi ASEANAPOL?", "What is TPPO?"):
        body = client.get("/v1/ask", params={"q": question}).json()
        passages = {hit["passage"]["id"]: hit["passage"]["text"] for hit in body["hits"]}
        assert body["sentences"], question
        for citation in (one for sentence in body["sentences"] for one in sentence["citations"]):
            source = "".join(texts[citation["document_id"]][s["start"] : s["end"]] for s in citation["spans"])
            assert bare(source) == bare(citation["quote"])
            assert citation["quote"] in passages[citation["passage_id"]]


def bare(text: str) -> str:
    """The text without white space and hyphens, so that line ends do not matter."""
    return "".join(squeeze(text).split()).replace("-", "").replace("\u00ad", "")


def test_a_refusal_has_a_reason_the_missing_words_and_hits(client: TestClient) -> None:
    body = client.get("/v1/ask", params={"q": REFUSED}).json()
    assert (body["status"], body["answer"], body["short"], body["sentences"]) == ("not_in_corpus", None, None, [])
    assert body["missing"] == ["moons", "Jupiter"]
    assert "“moons”, “Jupiter”" in body["reason"]
    assert body["reason_codes"] == [{"code": "lacking", "words": ["moons", "Jupiter"]}]
    assert len(body["hits"]) == 10


def test_a_secondary_source_has_an_as_cited_in_citation(client: TestClient) -> None:
    body = client.get("/v1/ask", params={"q": "What is the poverty rate of Indonesia in 2021?"}).json()
    secondary = body["sentences"][0]["citations"][0]["secondary"]
    assert secondary == [
        {
            "source": "ASEAN Statistical Yearbook, 2022",
            "in_text": "(ASEAN Statistical Yearbook, 2022, as cited in Najib & Juned, 2025, INTRODUCTION section)",
        }
    ]


@pytest.mark.parametrize("parameters", [{}, {"q": ""}, {"q": "?!"}, {"q": "a" * 1001}, {"q": "a", "k": 3}])
def test_an_invalid_question_gets_a_problem_response(client: TestClient, parameters: dict[str, Any]) -> None:
    for headers in ({}, {"accept": "text/event-stream"}):
        response = client.get("/v1/ask", params=parameters, headers=headers)
        assert response.status_code == 422
        assert response.headers["content-type"] == "application/problem+json"


def events(client: TestClient, question: str) -> list[tuple[str, Any]]:
    response = client.get("/v1/ask", params={"q": question}, headers={"accept": "text/event-stream"})
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/event-stream")
    frames = [frame.split("\n") for frame in response.text.strip().split("\n\n")]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in frames]


@pytest.mark.parametrize("question", [FOUNDED, REFUSED])
def test_events_are_sentences_then_citations_then_the_whole_answer(client: TestClient, question: str) -> None:
    *sentences, citations, whole = events(client, question)
    body = client.get("/v1/ask", params={"q": question}).json()
    assert {name for name, _ in sentences} <= {"sentence"}
    assert [data for _, data in sentences] == body["sentences"]
    assert citations == ("citations", [one for sentence in body["sentences"] for one in sentence["citations"]])
    assert whole[0] == "answer"
    assert {**whole[1], "took_ms": 0} == {**body, "took_ms": 0}


def test_an_english_sentence_is_glossed_for_an_indonesian_question(client: TestClient) -> None:
    body = client.get("/v1/ask", params={"q": "Apa hambatan penegakan hukum perdagangan manusia?"}).json()
    assert body["sentences"]
    pairs = [one for sentence in body["sentences"] for one in sentence["gloss"]]
    assert {"word": "law enforcement", "meaning": "penegakan hukum"} in pairs
    assert all(one["word"] in sentence["text"] for sentence in body["sentences"] for one in sentence["gloss"])
    english = client.get("/v1/ask", params={"q": "How is the law enforced against human trafficking?"}).json()
    assert not any(sentence["gloss"] for sentence in english["sentences"])


def test_a_sentence_of_the_abstract_is_given_in_the_question_s_language(client: TestClient) -> None:
    body = client.get("/v1/ask", params={"q": "Apa saran untuk penelitian selanjutnya?"}).json()
    assert body["sentences"][0]["text"].startswith("Penelitian selanjutnya disarankan untuk")
    assert body["sentences"][0]["gloss"] == []
