"""Text of all Unicode planes through every entry point: never a server error, never a false verdict."""

import json
import random
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from starlette.testclient import TestClient
from typer.testing import CliRunner
from unicode_texts import CASELESS, TEXTS

from kutip.cli.commands import app
from kutip.errors import KutipError
from kutip.settings import Settings
from retriever.claims import check_text
from retriever.quotations.checker import QuoteChecker
from retriever.search import Retriever

few = examples(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
FINE = {200, 404, 413, 422}
QUOTE = "The very similar tragedy happened to 1,047 students who were victims of the Ferienjob Program"
LIKE = {
    "a": "а",
    "e": "е",
    "o": "о",
    "p": "р",
    "c": "с",
    "i": "ı",
    "s": "ѕ",
    "y": "у",
    "t": "𝐭",
    "d": "ԁ",
    "1": "𝟏",
    "0": "٠",
}


@few
@given(text=TEXTS)
def test_no_text_makes_a_request_fail(client: TestClient, text: str) -> None:
    answers = [
        client.get("/v1/search", params={"q": text, "k": 2}),
        client.post("/v1/search", json={"q": text}),
        client.get("/v1/ask", params={"q": text}),
        client.get("/", params={"q": text}),
        client.post("/v1/quotes", json={"quotes": [text]}),
        client.post("/v1/claims", json={"text": text}),
        *(client.post("/check", data={"text": text, "mode": mode}) for mode in ("quote", "text", text)),
    ]
    assert {response.status_code for response in answers} <= FINE


@few
@given(text=TEXTS)
def test_no_text_in_an_address_makes_a_request_fail(client: TestClient, retriever: Retriever, text: str) -> None:
    inside, passage = quote(text, safe=""), retriever.passages[0].id
    paths = [f"/v1/documents/{inside}", f"/documents/{inside}", f"/documents/{inside}/references", f"/{inside}"]
    paths += [f"/v1/passages/{inside}", f"/v1/documents/{inside}/mentions?reference={inside}"]
    paths += [f"/v1/passages/{passage}/export?format={inside}", f"/v1/search?q=police&document={inside}&kind={inside}"]
    paths += [f"/v1/search?q=police&k={inside}", f"/documents/cakrawala-733?lit={inside}", f"/?lang={inside}&q=police"]
    for path in paths:
        assert client.get(path).status_code in {*FINE, 307}, path
    headers: dict[str, Any] = {"accept-language": text.encode("utf-8").translate(None, b"\0\r\n")}
    assert client.get("/", headers=headers).status_code in FINE


@pytest.mark.parametrize("word", ["𝐀𝐒𝐄𝐀𝐍", "ℝℂℕℙℚ", "𝔸𝕊𝔼𝔸ℕ meets", "𝐎𝐑𝐆𝐀𝐍𝐈𝐒𝐀𝐓𝐈𝐎𝐍"])
def test_words_of_mathematical_capitals_are_answered(client: TestClient, word: str) -> None:
    for path in ("/v1/search", "/v1/ask", "/"):
        assert client.get(path, params={"q": word}).status_code == 200
    assert client.post("/v1/claims", json={"text": word}).status_code == 200


def test_mathematical_capitals_find_the_word_that_they_spell(client: TestClient) -> None:
    hits = client.get("/v1/search", params={"q": "𝐀𝐒𝐄𝐀𝐍 𝐦𝐢𝐧𝐢𝐬𝐭𝐞𝐫𝐢𝐚𝐥 𝐦𝐞𝐞𝐭𝐢𝐧𝐠"}).json()["hits"]
    assert "ASEAN" in hits[0]["passage"]["text"]


@few
@given(word=st.text(st.sampled_from(CASELESS), min_size=5, max_size=9))
def test_words_of_letters_without_a_pair_are_answered(client: TestClient, word: str) -> None:
    assert client.get("/v1/search", params={"q": word}).status_code in FINE


@pytest.mark.parametrize("escape", ["\\ud800", "\\udfff", "\\ud83d x", "\\udc00\\ud800", "a\\ud800b"])
@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/search", '{"q": "%s"}'),
        ("/v1/ask", '{"q": "%s"}'),
        ("/v1/quotes", '{"quotes": ["%s"]}'),
        ("/v1/claims", '{"text": "%s"}'),
        ("/v1/search", '{"q": "police", "documents": ["%s"]}'),
        ("/v1/search", '{"q": "police", "%s": 1}'),
    ],
)
def test_half_a_surrogate_pair_is_refused(client: TestClient, path: str, body: str, escape: str) -> None:
    response = client.post(path, content=body % escape, headers={"content-type": "application/json"})
    assert response.status_code == 422
    json.dumps(response.json()).encode("utf-8")


@few
@given(text=TEXTS)
def test_no_text_makes_a_command_fail(settings: Settings, text: str) -> None:
    command = random.Random(text).choice(["search", "ask", "quote", "check"])
    given_here = ["-"] if command == "check" else ["--", text]  # the text to check comes from standard input
    ran = CliRunner().invoke(app, [command, "--index", str(settings.index), *given_here], input=text)
    assert ran.exception is None or isinstance(ran.exception, (SystemExit, KutipError)), ran.exception
    assert ran.exit_code in (0, 1, 2)


# --- Verdicts ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def checker(retriever: Retriever) -> QuoteChecker:
    return QuoteChecker(retriever.documents, retriever.passages)


def test_a_quotation_with_look_alike_letters_is_neither_exact_nor_normalised(checker: QuoteChecker) -> None:
    whole = next(one.quote for one in [checker.check("victims of the Ferienjob Program")])
    assert checker.check(whole).verdict.value == "exact"
    for letter, like in LIKE.items():
        if letter in whole:
            assert checker.check(whole.replace(letter, like, 1)).verdict.value not in ("exact", "normalised"), letter


@pytest.mark.parametrize(
    "negation", ["did not happen", "did n\u043et happen", "did ｎｏｔ happen", "did 𝐧𝐨𝐭 happen", "did n\u200bot happen"]
)
def test_a_negation_in_look_alike_letters_is_no_support(
    retriever: Retriever, checker: QuoteChecker, negation: str
) -> None:
    assert check_text(f"{QUOTE}.", retriever, checker)[0].label.value == "supported_by_wording"
    denied = QUOTE.replace("happened", negation)
    assert check_text(f"{denied}.", retriever, checker)[0].label.value != "supported_by_wording"


@pytest.mark.parametrize("number", ["1,٠٤٧", "②,047", "፲", "1,047\u0660", "s\u0456x", "十", "\u202e740,1", "10²"])
def test_another_number_in_odd_digits_is_no_support(retriever: Retriever, checker: QuoteChecker, number: str) -> None:
    (found,) = check_text(f"{QUOTE.replace('1,047', number)}.", retriever, checker)
    assert found.label.value not in ("supported_by_wording", "quoted")
