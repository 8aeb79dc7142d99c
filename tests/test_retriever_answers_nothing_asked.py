"""What asks nothing of the papers is refused with the reason why, in the language that it was asked in."""

import pytest
from starlette.testclient import TestClient


@pytest.mark.parametrize(
    ("question", "language", "code", "says"),
    [
        ("Good morning!", "en", "greeting", "asks nothing"),
        ("How come?", "en", "no_content", "Name the subject"),
        ("Halo!", "id", "greeting", "tidak menanyakan apa pun"),
        ("Hai kak", "id", "greeting", "tidak menanyakan apa pun"),
        ("Hello!", "en", "greeting", "asks nothing"),
        ("Kapan itu?", "id", "no_content", "Sebutkan pokoknya"),
        ("How about Laos?", "en", "no_subject", "goes on from another question"),
        ("Siapa pemimpinnya?", "id", "no_subject", "melanjutkan pertanyaan lain"),
        ("What are you?", "en", "of_kutip", "In Kutip’s own words"),
        ("Kamu bisa apa saja?", "id", "of_kutip", "kata-kata Kutip sendiri"),
        ("sdfgh jklzx", "en", "no_known_word", "“sdfgh”, “jklzx”"),
    ],
)
def test_the_reason_says_what_is_lacking(
    client: TestClient, question: str, language: str, code: str, says: str
) -> None:
    body = client.get("/v1/ask", params={"q": question}).json()
    assert (body["status"], body["sentences"], body["hits"], body["answer"]) == ("not_in_corpus", [], [], None)
    assert (body["language"], [one["code"] for one in body["reason_codes"]]) == (language, [code])
    assert says in body["reason"]
    assert body["confidence"] == 0


@pytest.mark.parametrize("question", ["ASEANAPOL", "human trafficking", "AMMTC 2023", "Who leads ASEANAPOL?", "TPPO"])
def test_keywords_and_whole_questions_are_looked_up(client: TestClient, question: str) -> None:
    body = client.get("/v1/ask", params={"q": question}).json()
    assert body["hits"]
    assert {one["code"] for one in body["reason_codes"]}.isdisjoint({"no_content", "no_subject", "no_known_word"})


def test_the_page_shows_the_reason_in_its_language(client: TestClient) -> None:
    page = client.get("/", params={"q": "How come?", "lang": "id"}).text
    assert "Sebutkan pokoknya" in page
