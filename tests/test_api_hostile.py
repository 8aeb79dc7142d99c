"""Request bodies that break services: each gets a problem response, and the next request still works."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from serving import LOCAL
from starlette.testclient import TestClient

from api.app import create_app
from api.http.bodies import read_json
from kutip.settings import Settings

JSON = {"content-type": "application/json"}


HOSTILE = {
    "a lone surrogate": rb'{"q": "\ud800"}',
    "a lone surrogate as a key": rb'{"q": "a", "\udfff": 1}',
    "NaN": b'{"q": NaN}',
    "NaN as k": b'{"q": "a", "k": NaN}',
    "Infinity": b'{"q": "a", "k": -Infinity}',
    "a number no double holds": b'{"q": "a", "k": 1e400}',
    "an integer of 5,000 digits": b'{"q": "a", "k": ' + b"9" * 5000 + b"}",
    "bad UTF-8": b'{"q": "\xff\xfe"}',
    "UTF-16": '{"q": "a"}'.encode("utf-16"),
    "overlong UTF-8": b'{"q": "\xc0\xaf"}',
    "arrays 30,000 deep": b"[" * 30_000 + b"]" * 30_000,
    "objects 10,000 deep": b'{"q":' * 10_000 + b"1" + b"}" * 10_000,
    "never closed": b"[" * 60_000,
    "not JSON": b"q=asean",
    "half of it": b'{"q": "asean',
    "a list": b'["asean"]',
    "a string": b'"asean"',
    "null": b"null",
    "q is a number": b'{"q": 5}',
    "q is null": b'{"q": null}',
    "q is a list": b'{"q": ["a"]}',
    "k is a string": b'{"q": "a", "k": "5"}',
    "k is a fraction": b'{"q": "a", "k": 2.5}',
    "k is true": b'{"q": "a", "k": true}',
    "documents is a string": b'{"q": "a", "documents": "cakrawala-733"}',
    "an unknown kind": b'{"q": "a", "kinds": ["chunk"]}',
    "an unknown field": b'{"q": "a", "filter": "id != \'\'"}',
    "duplicate keys": b'{"q": "a", "q": "b"}',
    "no q": b'{"k": 5}',
    "blank": b'{"q": " \\t\\n "}',
    "punctuation only": b'{"q": "?!... \xe2\x80\x94"}',
    "zero-width characters only": b'{"q": "\\u200b\\u200d\\ufeff\\u2060"}',
    "1,001 characters": b'{"q": "' + b"a" * 1001 + b'"}',
    "no body": b"",
    "a NUL byte": b'{"q": "a\x00b"}',
}


@pytest.mark.parametrize("path", ["/v1/search", "/v1/ask"])
@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_body_is_refused_with_a_problem(client: TestClient, path: str, body: bytes) -> None:
    response = client.post(path, content=body, headers=JSON)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["status"] == 422
    assert client.post("/v1/search", json={"q": "asean", "k": 1}).status_code == 200


def test_json_nested_100_000_deep_is_refused_as_too_large(client: TestClient) -> None:
    for body in (b"[" * 100_000, b'{"a":' * 100_000):
        response = client.post("/v1/search", content=body, headers=JSON)
        assert response.status_code == 413
        assert response.headers["content-type"] == "application/problem+json"


def test_json_nested_100_000_deep_is_refused_under_a_larger_limit(settings: Settings) -> None:
    roomy = settings.changed(limits={"max_body_bytes": 1 << 20})
    with TestClient(create_app(roomy), raise_server_exceptions=False, base_url=LOCAL) as client:
        response = client.post("/v1/search", content=b"[" * 100_000, headers=JSON)
    assert response.status_code == 422


def test_the_size_limit_counts_streamed_bytes(client: TestClient) -> None:
    sent = 0

    def stream() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(3000):  # would be 200 MB in total
            sent += 1
            yield b" " * 65536

    response = client.post("/v1/search", content=stream(), headers=JSON)
    assert response.status_code == 413
    assert "65536 bytes" in response.json()["detail"]


def test_a_body_of_exactly_the_maximum_size_is_accepted(client: TestClient, settings: Settings) -> None:
    body = b'{"q": "asean"}'
    padded = body + b" " * (settings.limits.max_body_bytes - len(body))
    assert client.post("/v1/search", content=padded, headers=JSON).status_code == 200
    assert client.post("/v1/search", content=padded + b" ", headers=JSON).status_code == 413


def test_a_body_of_another_media_type_is_refused(client: TestClient) -> None:
    response = client.post("/v1/search", content=b'{"q": "asean"}', headers={"content-type": "text/plain"})
    assert response.status_code == 422


@hypothesis_settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=200))
def test_random_bytes_never_cause_a_server_error(client: TestClient, body: bytes) -> None:
    assert client.post("/v1/search", content=body, headers=JSON).status_code in {200, 404, 422}


@hypothesis_settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=60))
def test_random_queries_never_cause_a_server_error(client: TestClient, query: str) -> None:
    assert client.get("/v1/search", params={"q": query, "k": 2}).status_code in {200, 422}
    assert client.get("/v1/ask", params={"q": query}).status_code in {200, 422}


@pytest.mark.parametrize("query", ["the fıfth AMMTC", "4 Aprıl 2023", "UNITED NATİONS"])
def test_turkish_letters_i_do_not_cause_a_server_error(client: TestClient, query: str) -> None:
    assert client.get("/v1/search", params={"q": query}).status_code == 200


@pytest.mark.parametrize("data", [b'{"a": 1, "a": 2}', b"NaN", b"1e999", rb'"\udc00"', b"\xff", b"{", b""])
def test_read_json_refuses_ambiguous_and_invalid_json(data: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_json(data)
