"""Only requests to a host of ours, and from no page of another site, are answered."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Message, Scope

from api.app import create_app
from api.http.admission import Admission
from api.http.proxied import Proxied
from kutip.settings import Settings

HOSTS = ("papers.example", "10.0.0.5:9000", "[fd00::7]")
ORIGIN = "https://notes.example"
OURS = [
    "127.0.0.1:8000",
    "localhost:8000",
    "LocalHost:8000",
    "127.8.9.10:8000",
    "[::1]:8000",
    "[0:0:0:0:0:0:0:1]:8000",
    "[::ffff:127.0.0.1]:8000",
    "192.168.1.5:8000",  # the address listened on
    "papers.example",
    "papers.example:443",
    "PAPERS.example:1234",
    "10.0.0.5:9000",
    "[fd00::7]:80",
]
FOREIGN = [
    "evil.example",
    "evil.example:8000",
    "127.0.0.1",  # port 80, on which another program may listen
    "localhost",
    "127.0.0.1:8001",
    "localhost:80",
    "[::1]:9000",
    "192.168.1.5:80",
    "192.168.1.6:8000",
    "10.0.0.5",
    "10.0.0.5:8000",
    "0.0.0.0:8000",
    "[::]:8000",
    "127.0.0.1.evil.example:8000",
    "localhost.evil.example:8000",
    "evil-localhost:8000",
    "app.localhost:8000",
    "localhost.:8000",
    "not-papers.example",
    "papers.example.evil.example",
    "evil.example#papers.example",
    "evil.example/papers.example",
    "papers.example@evil.example",
    "localhost:8000@evil.example",
    "papers.example:99999",
    "papers.example:",
    "papers.example:80:80",
    "papers.example,evil.example",
    "papers.example evil.example",
    "http://papers.example",
    "[::1]evil:8000",
    "[papers.example]",
    "::1",
    "2130706433:8000",
    "0x7f.1:8000",
    "127.1:8000",
    "127.0.0.1:８０００",
    "%6cocalhost:8000",
    "*",
    "?",
]


async def never(*_: Any) -> Message:
    raise AssertionError("the body was read")


async def answer(scope: Scope, receive: Any, send: Any) -> None:
    await PlainTextResponse("papers")(scope, receive, send)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def status(*headers: tuple[str, str], method: str = "GET", path: str = "/v1/documents", **changes: Any) -> int:
    """The status of a request with these headers to a service on 192.168.1.5:8000."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "server": ("192.168.1.5", 8000),
        "client": ("192.168.1.9", 50000),
        "headers": [(name.lower().encode(), value.encode("utf-8")) for name, value in headers],
    }
    guarded = Admission(answer, hosts=HOSTS, origins=[ORIGIN])
    await Proxied(guarded, proxies=["192.168.1.2", "10.1.0.0/16"], root_path="")({**scope, **changes}, never, send)
    return int(sent[0]["status"])


pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("host", OURS)
async def test_a_request_to_a_host_of_ours_is_answered(host: str) -> None:
    assert await status(("Host", host)) == 200


@pytest.mark.parametrize("host", FOREIGN)
async def test_a_request_to_another_host_is_refused_before_its_body_is_read(host: str) -> None:
    assert await status(("Host", host), method="POST") == 421


@given(host=st.text(max_size=30))
def test_no_text_as_host_breaks_the_check_or_passes_it(host: str) -> None:
    import asyncio

    host = host.encode("utf-8", "replace").decode("utf-8")
    allowed = {200} if host.lower() in OURS else {400, 421}
    if not host.lower().startswith(("papers.example", "[fd00::7]", "127.", "localhost")):
        assert asyncio.run(status(("Host", host))) in allowed


async def test_a_request_without_a_host_or_with_several_is_refused() -> None:
    assert await status() == 400
    assert await status(("Host", "")) == 400
    assert await status(("Host", "localhost:8000"), ("Host", "evil.example")) == 400
    assert await status(("Host", "evil.example"), ("Host", "localhost:8000")) == 400
    assert await status(http_version="1.0") == 400


async def test_a_whole_address_as_target_goes_before_the_header_host() -> None:
    good, bad = ("Host", "localhost:8000"), ("Host", "evil.example")
    assert await status(good, path="http://evil.example/v1/documents") == 421
    assert await status(bad, path="http://localhost:8000/v1/documents") == 200
    assert await status(good, path="http:///v1/documents") == 421
    assert await status(good, path="ftp://localhost:8000/") == 400
    assert await status(good, path="localhost:8000", method="CONNECT") == 400
    assert await status(good, path="*", method="OPTIONS") == 200
    assert await status(good, path="*") == 400


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "null",
        "",
        "http://localhost:9999",
        "http://localhost",
        "http://127.0.0.1:8000",  # ours, but not the site that was asked
        "https://notes.example.evil.example",
        "https://notes.example:444",
        "http://notes.example",
        "localhost:8000",
        "http://localhost:8000/path",
        "http://evil.example http://localhost:8000",
        "file://",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "DELETE"])
async def test_a_page_of_another_site_is_refused(origin: str, method: str) -> None:
    assert await status(("Host", "localhost:8000"), ("Origin", origin), method=method) == 403


@pytest.mark.parametrize("origin", ["http://localhost:8000", "HTTP://LOCALHOST:8000", ORIGIN])
async def test_our_own_pages_and_named_sites_may_ask(origin: str) -> None:
    assert await status(("Host", "localhost:8000"), ("Origin", origin), method="POST") == 200


async def test_every_origin_of_several_has_to_be_allowed() -> None:
    both = ("Origin", ORIGIN), ("Origin", "http://evil.example")
    assert await status(("Host", "localhost:8000"), *both) == 403
    assert await status(("Host", "localhost:8000"), *both[::-1]) == 403


def fetched(site: str, mode: str, dest: str) -> list[tuple[str, str]]:
    return [("Host", "localhost:8000"), ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", dest)]


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize(
    ("mode", "dest"),
    [("no-cors", "image"), ("no-cors", "script"), ("no-cors", "empty"), ("navigate", "iframe"), ("navigate", "embed")],
)
async def test_a_picture_script_or_frame_of_another_site_is_refused(site: str, mode: str, dest: str) -> None:
    assert await status(*fetched(site, mode, dest)) == 403


async def test_a_link_on_another_site_may_be_followed_but_no_form_sent() -> None:
    assert await status(*fetched("cross-site", "navigate", "document")) == 200
    assert await status(*fetched("cross-site", "navigate", "document"), method="HEAD") == 200
    assert await status(*fetched("cross-site", "navigate", "document"), method="POST") == 403


async def test_what_our_own_pages_load_and_a_typed_address_pass() -> None:
    assert await status(*fetched("same-origin", "cors", "empty")) == 200
    assert await status(*fetched("none", "navigate", "document")) == 200
    assert await status(*fetched("cross-site", "cors", "empty"), ("Origin", ORIGIN)) == 200


async def test_a_named_proxy_may_say_which_host_the_client_used() -> None:
    inner, named = ("Host", "127.0.0.1:8000"), ("X-Forwarded-Host", "evil.example")
    own = ("X-Forwarded-Host", "localhost:4443")
    assert await status(inner, named) == 200  # from anyone else the header changes nothing
    assert await status(("Host", "evil.example"), own) == 421
    for proxy in (("192.168.1.2", 5), ("10.1.200.3", 5)):
        assert await status(inner, named, client=proxy) == 421
        assert await status(inner, own, client=proxy) == 200
        assert await status(("Host", "localhost:4443"), client=proxy) == 200
        assert await status(inner, ("X-Forwarded-Host", "papers.example, evil.example"), client=proxy) == 400
        assert await status(inner, own, ("Origin", "http://localhost:4443"), client=proxy) == 200
        assert await status(inner, own, ("Origin", "http://127.0.0.1:8000"), client=proxy) == 403


async def test_a_websocket_is_closed() -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    await Admission(answer, hosts=(), origins=())({"type": "websocket", "headers": []}, never, send)
    assert [message["type"] for message in sent] == ["websocket.close"]


@pytest.fixture(scope="module")
def foreign(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings), base_url="http://evil.example") as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/v1/documents", "/healthz", "/docs", "/static/kutip.css", "/nowhere"])
def test_a_refusal_is_a_problem_with_the_usual_headers(foreign: TestClient, path: str) -> None:
    response = foreign.get(path)
    assert response.status_code == 421
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "evil" not in response.text
    assert "KUTIP_HOSTS" in response.json()["detail"]


def test_only_sites_that_are_named_may_read_by_cors(settings: Settings) -> None:
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type,authorization"}
    app = create_app(settings.changed(service={"origins": [ORIGIN]}))
    with TestClient(app, base_url="http://localhost") as client:
        preflight = client.options("/v1/search", headers={"Origin": ORIGIN, **asked})
        assert preflight.status_code == 200
        assert preflight.headers["access-control-allow-origin"] == ORIGIN
        assert "POST" in preflight.headers["access-control-allow-methods"]
        found = client.get("/v1/documents", headers={"Origin": ORIGIN})
        assert found.headers["access-control-allow-origin"] == ORIGIN
        assert found.headers["cross-origin-resource-policy"] == "cross-origin"
        assert "access-control-allow-credentials" not in found.headers
        for refused in (
            client.options("/v1/search", headers={"Origin": "http://evil.example", **asked}),
            client.get("/v1/documents", headers={"Origin": "http://evil.example"}),
        ):
            assert refused.status_code == 403
            assert "access-control-allow-origin" not in refused.headers
        own = client.get("/v1/documents")
        assert "access-control-allow-origin" not in own.headers
        assert own.headers["cross-origin-resource-policy"] == "same-origin"


def test_without_named_sites_no_response_allows_any(client: TestClient) -> None:
    for headers in ({}, {"Origin": "http://127.0.0.1"}):
        assert not [name for name in client.get("/v1/documents", headers=headers).headers if "allow-origin" in name]


async def shown(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"{request.url} {request.client and request.client.host}")


def test_proxy_headers_count_only_from_named_proxies() -> None:
    inner = Starlette(routes=[Route("/{path:path}", shown)])
    forwarded = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "papers.example"}
    for proxies, expected in (
        ([], "http://localhost/kutip/docs 10.0.0.1"),
        (["10.0.0.1"], "https://papers.example/kutip/docs 203.0.113.9"),
    ):
        app = Proxied(inner, proxies=proxies, root_path="/kutip")
        client = TestClient(app, base_url="http://localhost", client=("10.0.0.1", 1))
        assert client.get("/docs", headers=forwarded).text == expected
        assert client.get("/kutip/docs", headers=forwarded).text == expected
