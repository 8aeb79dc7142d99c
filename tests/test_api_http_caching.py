"""Answers are never kept; papers, passages and files are kept if the client asks whether they are still right."""

import gzip
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from serving import LOCAL
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from api.http.caching import Caching
from api.http.compression import Compression

PAPER = "najib-juned-2025"
KEPT = ["/", "/check", "/documents", f"/documents/{PAPER}", f"/documents/{PAPER}/references", "/docs", "/openapi.json"]
KEPT += ["/v1/documents", f"/v1/documents/{PAPER}", f"/v1/documents/{PAPER}/text", f"/v1/documents/{PAPER}/passages"]
KEPT += [
    f"/v1/documents/{PAPER}/references",
    f"/v1/documents/{PAPER}/mentions",
    "/static/kutip.css",
    "/static/icon.svg",
]
ANSWERS = ["/?q=poverty", "/?q=", "/v1/search?q=poverty", "/v1/ask?q=poverty", "/healthz", "/readyz", "/nowhere"]
ANSWERS += ["/v1/search", "/v1/documents/nothing", "/documents/nothing", "/static/nothing"]
QUESTION = "/?q=Which+meetings+show+ASEANAPOL+acting+as+an+arena%3F"
PLAIN = {"Accept-Encoding": "identity"}


@pytest.mark.parametrize("accepted", ["gzip", "identity"])
@pytest.mark.parametrize("path", KEPT)
def test_an_unchanged_response_is_not_sent_again(client: TestClient, path: str, accepted: str) -> None:
    headers = {"Accept-Encoding": accepted}
    first = client.get(path, headers=headers)
    etag = first.headers["etag"]
    assert etag.startswith('"')
    assert first.headers["cache-control"] == "private, no-cache"
    for given in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = client.get(path, headers={**headers, "If-None-Match": given})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == etag
        assert again.headers.get("vary") == first.headers.get("vary")
        assert "content-length" not in again.headers
        assert again.headers["x-content-type-options"] == "nosniff"
        assert client.head(path, headers={**headers, "If-None-Match": given}).status_code == 304
    for other in ('"other"', etag[:-2] + '"', etag.strip('"'), '""', '"', etag[:-1]):
        assert client.get(path, headers={**headers, "If-None-Match": other}).status_code == 200


@pytest.mark.parametrize("path", ANSWERS)
def test_an_answer_or_an_error_is_never_kept(client: TestClient, path: str) -> None:
    response = client.get(path, headers={"If-None-Match": "*"})
    assert response.status_code != 304
    assert response.headers["cache-control"] == "no-store"
    assert "etag" not in response.headers


def test_what_is_sent_by_post_is_never_kept(client: TestClient) -> None:
    responses = [
        client.post("/v1/search", json={"q": "poverty"}),
        client.post("/v1/ask", json={"q": "poverty"}),
        client.post("/v1/quotes", json={"quotes": ["poverty rate"]}),
        client.post("/v1/claims", json={"text": "Poverty rose."}),
        client.post("/check", data={"text": "poverty rate", "mode": "quote"}),
        client.post("/v1/documents"),
    ]
    assert {response.headers["cache-control"] for response in responses} == {"no-store"}


def test_different_representations_have_different_etags(client: TestClient) -> None:
    path = f"/documents/{PAPER}"
    asked: list[dict[str, str]] = [
        {"Accept-Encoding": "gzip"},
        PLAIN,
        {**PLAIN, "Accept-Language": "id"},
        {"Accept-Encoding": "gzip", "Accept-Language": "id"},
    ]
    found = [client.get(path, headers=headers) for headers in asked]
    assert len({response.headers["etag"] for response in found}) == 4
    assert all({"Accept-Language", "Accept-Encoding"} <= {*response.headers["vary"].split(", ")} for response in found)
    assert client.get(path + "?lang=id", headers=PLAIN).headers["etag"] != found[1].headers["etag"]


def test_a_passage_and_its_exports_have_etags(client: TestClient) -> None:
    passage = client.get(f"/v1/documents/{PAPER}/passages").json()[0]["id"]
    paths = [
        f"/v1/passages/{passage}",
        *(f"/v1/passages/{passage}/export?format={form}" for form in ("apa", "bibtex", "ris")),
    ]
    tags = [client.get(path).headers["etag"] for path in paths]
    assert len({*tags}) == len(paths)
    for path, etag in zip(paths, tags, strict=True):
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 304


def test_a_file_can_be_asked_for_by_its_time(client: TestClient) -> None:
    path = "/static/kutip.css"
    changed = client.get(path).headers["last-modified"]
    assert parsedate_to_datetime(changed).year > 2000
    assert client.get(path, headers={"If-Modified-Since": changed}).status_code == 304
    assert client.get(path, headers={"If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"}).status_code == 200
    assert client.get(path, headers={"If-Modified-Since": "yesterday"}).status_code == 200
    both = {"If-Modified-Since": changed, "If-None-Match": '"other"'}
    assert client.get(path, headers=both).status_code == 200  # the ETag goes before the time


def test_a_range_of_a_file_is_answered_with_the_whole(client: TestClient) -> None:
    whole = client.get("/static/kutip.css", headers=PLAIN)
    part = client.get("/static/kutip.css", headers={**PLAIN, "Range": "bytes=0-9"})
    assert (part.status_code, part.content) == (200, whole.content)
    assert "accept-ranges" not in part.headers


@pytest.mark.parametrize("path", [QUESTION, f"/documents/{PAPER}", f"/v1/documents/{PAPER}/text", "/static/kutip.js"])
def test_a_long_response_is_compressed_for_who_takes_it(client: TestClient, path: str) -> None:
    plain = client.get(path, headers=PLAIN)
    with client.stream("GET", path, headers={"Accept-Encoding": "br, gzip"}) as response:
        sent = b"".join(response.iter_raw())
    assert response.headers["content-encoding"] == "gzip"
    assert int(response.headers["content-length"]) == len(sent) < len(plain.content) / 2
    assert gzip.decompress(sent) == plain.content
    assert "content-encoding" not in plain.headers
    assert "Accept-Encoding" in plain.headers["vary"]


@pytest.mark.parametrize("accepted", ["", "identity", "br", "gzip;q=0", "gzip; q=0.0", "gzip;q=x", "xgzip"])
def test_who_does_not_take_gzip_gets_none(client: TestClient, accepted: str) -> None:
    assert "content-encoding" not in client.get("/documents", headers={"Accept-Encoding": accepted}).headers


def test_short_responses_and_streams_of_events_are_not_compressed(client: TestClient) -> None:
    headers = {"Accept-Encoding": "gzip"}
    assert "content-encoding" not in client.get("/healthz", headers=headers).headers
    events = client.get("/v1/ask?q=When+was+ASEANAPOL+formed", headers={**headers, "Accept": "text/event-stream"})
    assert events.headers["content-type"].startswith("text/event-stream")
    assert "content-encoding" not in events.headers
    assert events.headers["cache-control"] == "no-store"


def test_a_changed_paper_gets_another_etag_and_is_sent_again() -> None:
    words = ["first version"]

    async def text(_: Any) -> PlainTextResponse:
        return PlainTextResponse(words[0])

    async def streamed(_: Any) -> StreamingResponse:
        return StreamingResponse(iter([*words[0]]))

    inner = Starlette(routes=[Route("/v1/documents/a/text", text), Route("/v1/documents/b/text", streamed)])
    client = TestClient(Caching(Compression(inner)), base_url=LOCAL)
    for path in ("/v1/documents/a/text", "/v1/documents/b/text"):
        words[0] = "first version"
        etag = client.get(path).headers["etag"]
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 304
        words[0] = "second version"
        again = client.get(path, headers={"If-None-Match": etag})
        assert (again.status_code, again.text) == (200, "second version")
        assert again.headers["etag"] != etag
