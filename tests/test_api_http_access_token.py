"""With an access token set, only who gives it is answered; without one, only this machine may ask."""

import base64
import subprocess
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr
from serving import LOCAL
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from api.app import create_app
from api.http.access_token import AccessToken, refuse_open_host
from kutip.errors import SettingsError
from kutip.settings import ServiceSettings, Settings

TOKEN = "correct-horse:battery=stäple"
PATHS = ["/", "/?q=poverty", "/documents", "/check", "/v1/documents", "/v1/search?q=poverty", "/docs", "/openapi.json"]
PATHS += ["/static/kutip.css", "/nowhere", "/healthz/", "//healthz", "/healthz/../v1/documents"]


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


@pytest.fixture(scope="module")
def guarded(settings: Settings) -> Iterator[TestClient]:
    app = create_app(settings.changed(service={"token": TOKEN, "origins": ["https://notes.example"]}))
    with TestClient(app, base_url=LOCAL) as client:
        yield client


@pytest.mark.parametrize("path", PATHS)
def test_without_the_token_nothing_but_health_is_answered(guarded: TestClient, path: str) -> None:
    response = guarded.get(path)
    assert response.status_code == 401
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers.get_list("www-authenticate") == [
        'Bearer realm="Kutip"',
        'Basic realm="Kutip", charset="UTF-8"',
    ]
    assert TOKEN not in response.text


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_checks_need_no_token(guarded: TestClient, path: str) -> None:
    assert guarded.get(path).status_code == 200


@pytest.mark.parametrize(
    "given", [f"Bearer {TOKEN}", f"bearer {TOKEN}", f"Bearer  {TOKEN}", basic("anyone", TOKEN), basic("", TOKEN)]
)
def test_the_token_is_taken_as_bearer_or_as_a_password(guarded: TestClient, given: str) -> None:
    headers = {"Authorization": given.encode()}
    assert guarded.get("/v1/documents", headers=headers).status_code == 200
    assert guarded.get("/", headers=headers).status_code == 200
    assert guarded.post("/v1/search", json={"q": "poverty"}, headers=headers).status_code == 200


@pytest.mark.parametrize(
    "given",
    [
        "",
        "Bearer",
        "Bearer ",
        f"Bearer {TOKEN[:-1]}",
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN.upper()}",
        TOKEN,
        f"Token {TOKEN}",
        "Basic",
        "Basic !",
        "Basic Zm9v",
        basic(TOKEN, ""),
        basic("a", "wrong"),
        f"Basic {TOKEN}",
    ],
)
def test_a_wrong_token_is_refused(guarded: TestClient, given: str) -> None:
    assert guarded.get("/v1/documents", headers={"Authorization": given.encode()}).status_code == 401


def test_two_tokens_in_one_request_are_refused(guarded: TestClient) -> None:
    both = [("Authorization", f"Bearer {TOKEN}".encode()), ("Authorization", b"Bearer x")]
    assert guarded.get("/v1/documents", headers=both).status_code == 401


def test_a_named_site_may_preflight_without_the_token_but_not_read(guarded: TestClient) -> None:
    origin = {"Origin": "https://notes.example"}
    asked = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"}
    assert guarded.options("/v1/documents", headers={**origin, **asked}).status_code == 200
    refused = guarded.get("/v1/documents", headers=origin)
    assert refused.status_code == 401
    assert refused.headers["access-control-allow-origin"] == origin["Origin"]  # so that the page sees the status
    assert (
        guarded.get("/v1/documents", headers={**origin, "Authorization": f"Bearer {TOKEN}".encode()}).status_code == 200
    )


def test_an_unsent_body_is_not_waited_for(guarded: TestClient) -> None:
    def body() -> Iterator[bytes]:
        raise AssertionError("the body was read")
        yield b""

    with pytest.raises(AssertionError):  # this client reads it at once; the application then did not
        guarded.post("/v1/search", content=body(), headers={"Authorization": f"Bearer {TOKEN}".encode()})


@given(
    token=st.text(st.characters(codec="ascii", exclude_categories=["Cc", "Z"]), min_size=1),
    sent=st.text(st.characters(codec="ascii", exclude_categories=["Cc"])),
)
def test_no_other_text_passes_as_the_token(token: str, sent: str) -> None:
    client = TestClient(AccessToken(PlainTextResponse("papers"), token=SecretStr(token)))
    passed = client.get("/", headers={"Authorization": b"Bearer " + sent.encode()}).status_code == 200
    assert passed == (sent.strip(" ") == token)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "localhost", "::1", "LOCALHOST"])
def test_this_machine_alone_needs_no_token(host: str) -> None:
    refuse_open_host(ServiceSettings(), host)


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "", "192.168.1.5", "papers.example", "localhost.evil.example", "fd00::1"]
)
def test_an_address_that_other_machines_reach_needs_a_token(host: str) -> None:
    with pytest.raises(SettingsError, match="set KUTIP_TOKEN"):
        refuse_open_host(ServiceSettings(), host)
    refuse_open_host(ServiceSettings(token="secret"), host)


def test_serve_says_in_one_line_why_it_does_not_start() -> None:
    command = [sys.executable, "-m", "kutip", "serve", "--host", "0.0.0.0", "--port", "0"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("kutip: other machines could read the papers")
    assert "KUTIP_TOKEN" in line


@pytest.mark.parametrize("token", ["two words", "line\nfeed", "tab\t"])
def test_a_token_that_no_request_can_send_is_refused_unseen(token: str) -> None:
    with pytest.raises(SettingsError, match="KUTIP_TOKEN is hidden") as refused:
        ServiceSettings(token=token)
    assert token not in str(refused.value)
