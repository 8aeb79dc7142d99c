"""The real server behind a real reverse proxy, under a path of its own."""

import http.client
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from proxy import Headers, proxied, with_host, without_root
from serving import HOST, served

from kutip.settings import Settings

PAPER = "najib-juned-2025"
PAGES = [
    "/",
    "/?q=poverty+rate",
    "/documents",
    f"/documents/{PAPER}",
    f"/documents/{PAPER}/references",
    "/check",
    "/nowhere",
]


def ask(port: int, path: str, method: str = "GET", body: str = "", **headers: str) -> tuple[int, Headers, str]:
    """Status, headers and body of a request; a header's name is written with _ for -."""
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body.encode() or None, named)
    response = connection.getresponse()
    text = response.read().decode("utf-8", "replace")
    connection.close()
    return response.status, {name.lower(): value for name, value in response.getheaders()}, text


class Addresses(HTMLParser):
    """The addresses that a page links to, loads from and sends its forms to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [
            value or "" for name, value in attrs if name in ("href", "src", "action", "data-fetch", "data-api")
        ]


@pytest.fixture(scope="module")
def inner(settings: Settings) -> Iterator[int]:
    with served(settings.index, KUTIP_ROOT_PATH="/kutip", KUTIP_PROXIES="127.0.0.1") as (_, port):
        yield port


@pytest.fixture(scope="module", params=[with_host, without_root], ids=["host kept", "path taken off"])
def outer(inner: int, request: pytest.FixtureRequest) -> Iterator[int]:
    with proxied(inner, request.param) as port:
        yield port


@pytest.mark.parametrize("path", PAGES)
def test_every_address_of_a_page_begins_with_the_root_path(outer: int, path: str) -> None:
    _, _, text = ask(outer, f"/kutip{path}", Accept="text/html")
    if path == "/nowhere":
        return
    addresses = [one for one in Addresses(text).found if not one.startswith(("#", "https://doi.org/"))]
    assert len(addresses) > 5
    assert [one for one in addresses if not re.match(r"/kutip/(?!kutip)", one)] == []
    for address in sorted({one.partition("#")[0] for one in addresses if not one.endswith("/v1")})[:12]:
        assert ask(outer, address)[0] == 200, address


def test_the_documentation_of_the_api_works_below_the_root_path(outer: int) -> None:
    status, _, text = ask(outer, "/kutip/openapi.json")
    assert (status, json.loads(text)["servers"]) == (200, [{"url": "/kutip"}])
    _, _, page = ask(outer, "/kutip/docs")
    loaded = re.findall(r"""["'](/[^"']*(?:\.js|\.css|\.json))["']""", page)
    assert len(loaded) >= 3
    assert [
        (one, ask(outer, one)[0]) for one in loaded if not one.startswith("/kutip/") or ask(outer, one)[0] != 200
    ] == []


def test_a_redirect_stays_below_the_root_path(outer: int) -> None:
    status, headers, _ = ask(outer, "/kutip/documents/")
    assert (status, headers["location"]) == (307, "/kutip/documents")
    status, headers, _ = ask(outer, "/kutip")  # a proxy that takes the path off has asked for / already
    assert (status, headers.get("location")) in {(307, "/kutip/"), (200, None)}
    for path in ("/kutip//evil.example/", "/kutip//evil.example/documents/", "//evil.example/kutip/documents/"):
        location = ask(outer, path)[1].get("location", "/")
        assert re.match(r"/(?!/)", location), location


def test_the_form_of_a_page_works_through_the_proxy(outer: int) -> None:
    form = {"Content_Type": "application/x-www-form-urlencoded"}
    own = f"http://{HOST}:{outer}"
    assert ask(outer, "/kutip/check", "POST", "text=poverty+rate&mode=quote", Origin=own, **form)[0] == 200
    assert ask(outer, "/kutip/check", "POST", "text=a", Origin="http://evil.example", **form)[0] == 403
    assert ask(outer, "/kutip/v1/quotes", "POST", "x" * 70_000, Content_Type="application/json")[0] == 422  # not 413


def test_a_request_to_a_foreign_host_is_refused_through_the_proxy(outer: int) -> None:
    assert ask(outer, "/kutip/v1/documents", Host="evil.example")[0] == 421
    assert ask(outer, "/kutip/v1/documents", Host=f"{HOST}:{outer}", X_Forwarded_Host="evil.example")[0] in (200, 421)


def test_the_service_answers_without_the_root_path_too_for_a_monitor(inner: int) -> None:
    for path in ("/healthz", "/kutip/healthz"):
        assert ask(inner, path)[0] == 200


def test_forwarded_headers_from_others_than_the_named_proxies_change_nothing(settings: Settings) -> None:
    with served(settings.index, KUTIP_PROXIES="10.9.9.9") as (_, port), proxied(port, without_root) as outer:
        assert ask(outer, "/v1/documents")[0] == 421  # the proxy's own Host names another port
        assert ask(port, "/v1/documents", X_Forwarded_Host="evil.example")[0] == 200
        assert ask(port, "/v1/documents", Host="evil.example", X_Forwarded_Host=f"{HOST}:{port}")[0] == 421
