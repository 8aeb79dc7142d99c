"""References, mentions, problems, quotations, claims and exports over HTTP."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from kutip.settings import Settings
from kutip.text.reading import source_of
from kutip.types import Span
from retriever.citations.exports import EXPORTERS
from retriever.search import Retriever

NAJIB, CAKRAWALA = "najib-juned-2025", "cakrawala-733"
TREND = "The trend of human trafficking continues to recede every year."


def get(client: TestClient, path: str, **query: str) -> Any:
    response = client.get(f"/v1/{path}", params=query)
    assert response.status_code == 200, response.text
    return response.json()


def post(client: TestClient, path: str, body: Any) -> Any:
    response = client.post(f"/v1/{path}", json=body)
    assert response.status_code == 200, response.text
    return response.json()


def source_at(retriever: Retriever, document_id: str, spans: list[dict[str, int]]) -> str:
    """The source text at spans, without white space."""
    source = retriever.document(document_id).source_text
    return "".join(source_of(source, [Span(**span) for span in spans]).split())


def test_references_have_parts_and_the_number_of_their_mentions(client: TestClient, retriever: Retriever) -> None:
    listed = get(client, f"documents/{NAJIB}/references")
    assert len(listed) == 53
    archer = next(one for one in listed if one["authors"] == ["Archer, C."])
    facts = ("2001", "International Organizations", "Routledge", None)
    assert (archer["year"], archer["title"], archer["container"], archer["doi"]) == facts
    assert archer["mentions"] == 6
    for one in listed:
        assert source_at(retriever, NAJIB, one["spans"]) == "".join(one["text"].split())
        for name, spans in one["parts"].items():
            assert source_at(retriever, NAJIB, spans) == "".join(str(one[name]).split())
    assert get(client, f"documents/{CAKRAWALA}/references") == []


def test_mentions_name_their_entry_and_can_be_filtered_by_it(client: TestClient, retriever: Retriever) -> None:
    mentions = get(client, f"documents/{NAJIB}/mentions")
    entries = {one["id"]: one for one in get(client, f"documents/{NAJIB}/references")}
    assert len(mentions) == 62
    for one in mentions:
        assert source_at(retriever, NAJIB, one["spans"]) == "".join(one["text"].split())
        assert " ".join(one["text"].split()) in one["context"]
        assert one["reference_id"] in entries
    for reference_id, entry in entries.items():
        own = get(client, f"documents/{NAJIB}/mentions", reference=reference_id)
        assert own == [one for one in mentions if one["reference_id"] == reference_id]
        assert len(own) == entry["mentions"]
    assert {one["problem"] for one in get(client, f"documents/{CAKRAWALA}/mentions")} == {
        "the paper has no list of references"
    }
    assert next(one for one in mentions if one["year"] == "2023" and one["problem"])["problem_code"] == {
        "code": "year_differs",
        "cited": "2023",
        "listed": "n.d.",
    }


def test_a_reference_has_the_id_of_its_passage(client: TestClient) -> None:
    first = get(client, f"documents/{NAJIB}/references")[0]
    passage = get(client, f"passages/{first['id']}")
    assert passage["kind"] == "reference"
    assert first["text"] in passage["text"]


def test_problems_have_spans_in_text_and_list(client: TestClient) -> None:
    problems = get(client, f"documents/{NAJIB}/problems")
    kinds = ["year_differs", "authors_differ", "malformed_doi", "never_cited"]
    assert [one["kind"] for one in problems] == kinds
    for one in problems[:2]:
        assert one["in_text"]
        assert one["in_list"]
    listed = get(client, f"documents/{NAJIB}/references")
    messages = [message for entry in listed for message in entry["problems"]]
    assert sorted(messages) == sorted(one["message"] for one in problems)
    (no_list,) = get(client, f"documents/{CAKRAWALA}/problems")
    assert (no_list["kind"], len(no_list["mention_ids"])) == ("no_list", 48)
    years = problems[0]["message_code"]
    assert (years["code"], years["cited"], years["listed"], years["n"]) == ("year_differs", "2023", "n.d.", 1)
    assert years["work"] == "Emmaline Soken Huberty (2023)"
    assert sorted(one["code"] for entry in listed for one in entry["problem_codes"]) == sorted(kinds)
    counts = {"works": {"code": "works", "n": 39}, "places": {"code": "places", "n": 48}}
    assert no_list["message_code"] == {"code": "no_list", **counts}


def test_quotations_are_checked_in_the_given_order(client: TestClient, retriever: Retriever) -> None:
    quotes = [TREND, TREND.replace("recede", "rise"), "Penicillin was discovered by Fleming in London.", "too short"]
    results = post(client, "quotes", {"quotes": quotes})["results"]
    assert [one["quote"] for one in results] == quotes
    assert [one["verdict"] for one in results] == ["exact", "altered", "not_found", "not_found"]
    exact, altered, _, short = results
    (match,) = exact["matches"]
    assert source_at(retriever, match["document_id"], match["spans"]) == "".join(TREND.split())
    (difference,) = altered["matches"][0]["differences"]
    assert (difference["kind"], difference["given"], difference["source"]) == ("word", "rise", "recede")
    assert quotes[1][difference["given_start"] :].startswith("rise")
    assert source_at(retriever, NAJIB, difference["spans"]) == "recede"
    assert "letters" in short["reason"]
    assert [one["reason_code"] for one in (exact, short)] == [None, {"code": "too_short", "n": 8, "least": 12}]
    change = {"code": "replaced", "given": "rise", "source": "recede"}
    assert altered["reason_code"] == {"code": "altered", "differences": [{"code": "word", "change": change}]}


def test_a_quotation_from_another_paper_than_named_is_located_there(client: TestClient) -> None:
    (result,) = post(client, "quotes", {"quotes": [TREND], "documents": [CAKRAWALA]})["results"]
    assert result["verdict"] == "not_found"
    assert [match["document_id"] for match in result["matches"]] == [NAJIB]
    assert NAJIB in result["reason"]
    assert result["reason_code"] == {"code": "elsewhere", "asked": [CAKRAWALA], "papers": [NAJIB]}


@pytest.mark.parametrize(
    ("accepted", "language", "said"),
    [
        ("", "en", "It differs from the source in wording"),
        ("fr", "en", "It differs from the source in wording"),
        ("id-ID, en;q=0.5", "id", "Berbeda dari sumbernya pada kata-kata"),
    ],
)
def test_sentences_come_in_the_language_that_is_accepted_and_codes_in_none(
    client: TestClient, accepted: str, language: str, said: str
) -> None:
    def answered(method: str, path: str, **sent: Any) -> Any:
        response = client.request(method, f"/v1/{path}", headers={"Accept-Language": accepted}, **sent)
        assert (response.status_code, response.headers["content-language"]) == (200, language)
        assert {*response.headers["vary"].split(", ")} - {"Accept-Encoding"} == {"Accept-Language"}
        return response.json()

    quote = TREND.replace("recede", "rise")
    (result,) = answered("POST", "quotes", json={"quotes": [quote]})["results"]
    assert result["reason"] == f'{said} ("rise" {"for" if language == "en" else "alih-alih"} "recede").'
    assert result["reason_code"]["code"] == "altered"
    (sentence,) = answered("POST", "claims", json={"text": f"They wrote “{quote}”."})["sentences"]
    assert sentence["quotes"][0]["reason"].startswith(said.split()[0])
    english = language == "en"
    problem = answered("GET", f"documents/{NAJIB}/problems")[0]
    assert problem["message"].startswith("The text cites Emma" if english else "Teks menyitasi Emma")
    entries = answered("GET", f"documents/{NAJIB}/references")
    assert problem["message"] in [one for entry in entries for one in entry["problems"]]
    (none,) = {one["problem"] for one in answered("GET", f"documents/{CAKRAWALA}/mentions")}
    assert none == ("the paper has no list of references" if english else "artikel ini tidak memiliki daftar pustaka")


def test_claims_are_checked_sentence_by_sentence(client: TestClient, retriever: Retriever) -> None:
    text = (
        f"{TREND} The increase continued in 2023, with a total of 2,000 reported cases involving 3,363 victims."
        " Penicillin was found by Fleming in a London hospital."
    )
    sentences = post(client, "claims", {"text": text})["sentences"]
    assert [one["label"] for one in sentences] == ["quoted", "numbers_differ", "not_found"]
    for one in sentences:
        assert text[one["start"] :].startswith(one["text"])
        for evidence in one["evidence"]:
            document_id = evidence["passage"]["document_id"]
            assert source_at(retriever, document_id, evidence["spans"]) == "".join(evidence["quote"].split())
            assert evidence["in_text"].startswith("(")
    facts = sentences[1]["evidence"][0]["facts"]
    assert facts["numbers_lacking"] == ["2000"]
    assert set(facts["numbers_agree"]) == {"2023", "3363"}
    assert facts["sources"] == ["BARESKRIM POLRI, 2024"]


@pytest.mark.parametrize("form", list(EXPORTERS))
def test_a_passage_is_exported_in_each_format(client: TestClient, retriever: Retriever, form: str) -> None:
    for document_id in (NAJIB, CAKRAWALA):
        passage = next(one for one in retriever.passages if one.document_id == document_id)
        response = client.get(f"/v1/passages/{passage.id}/export", params={"format": form})
        assert response.status_code == 200
        assert response.headers["content-type"].split(";")[0] == EXPORTERS[form].media_type.split(";")[0]
        title = str(retriever.document(document_id).metadata["title"])
        if form != "annotation":
            plain = response.text.replace("{", "").replace("}", "")
            assert title.split(":")[0] in plain


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("quotes", {"quotes": []}, 422),
        ("quotes", {"quotes": ["long enough a text"] * 101}, 422),
        ("quotes", {"quotes": ["x" * 5001]}, 422),
        ("quotes", {"quotes": ["long enough a text"], "documents": ["none"]}, 404),
        ("quotes", {"quotes": ["long enough a text"], "k": 1}, 422),
        ("quotes", {"quotes": [5]}, 422),
        ("claims", {"text": "x" * 50_001}, 422),
        ("claims", {}, 422),
    ],
)
def test_invalid_checks_get_a_problem_response(client: TestClient, path: str, body: Any, status: int) -> None:
    response = client.post(f"/v1/{path}", json=body)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path",
    [
        "documents/none/references",
        "documents/none/mentions",
        "documents/none/problems",
        f"documents/{NAJIB}/mentions?reference=none",
        "passages/none/export?format=apa",
    ],
)
def test_unknown_ids_get_a_404_problem(client: TestClient, path: str) -> None:
    response = client.get(f"/v1/{path}")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


def test_an_unknown_export_format_is_refused(client: TestClient, retriever: Retriever) -> None:
    assert client.get(f"/v1/passages/{retriever.passages[0].id}/export?format=doc").status_code == 422


def test_texts_to_check_have_a_larger_size_limit_than_other_bodies(client: TestClient, settings: Settings) -> None:
    long = {"quotes": ["word " * 900] * 20}
    assert len(json.dumps(long)) > settings.limits.max_body_bytes
    assert client.post("/v1/quotes", json=long).status_code == 200
    over = client.post("/v1/quotes", content=b" " * (settings.limits.max_text_bytes + 1))
    assert over.status_code == 413
    assert client.post("/v1/search", json={"q": "x" * settings.limits.max_body_bytes}).status_code == 413


def test_a_blank_text_has_no_sentences(client: TestClient) -> None:
    for text in ("", " \n ", "…"):
        assert post(client, "claims", {"text": text}) == {"sentences": []}
