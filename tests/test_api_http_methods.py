"""HEAD works on every GET, and OPTIONS and 405 list all methods of a path."""

import pytest
from starlette.testclient import TestClient

PAPER = "najib-juned-2025"
GETS = ["/", "/?q=poverty", "/documents", f"/documents/{PAPER}", f"/documents/{PAPER}/references", "/check", "/docs"]
GETS += ["/healthz", "/readyz", "/openapi.json", "/static/kutip.css", "/static-offline-docs/swagger-ui.css"]
GETS += ["/v1/documents", f"/v1/documents/{PAPER}", f"/v1/documents/{PAPER}/text", f"/v1/documents/{PAPER}/passages"]
GETS += [
    "/v1/search?q=poverty",
    "/v1/ask?q=When+was+ASEANAPOL+formed%3F",
    "/nowhere",
    "/v1/documents/nothing",
    "/v1/search",
]
OF_THE_MOMENT = {"x-request-id"}  # each response has its own


@pytest.mark.parametrize("accepted", ["gzip", "identity"])
@pytest.mark.parametrize("path", GETS)
def test_head_gives_the_headers_of_get_without_a_body(client: TestClient, path: str, accepted: str) -> None:
    headers = {"Accept-Encoding": accepted}
    shown, asked = client.get(path, headers=headers), client.head(path, headers=headers)
    assert asked.status_code == shown.status_code
    assert asked.content == b""
    varies = OF_THE_MOMENT | ({"content-length"} if "took_ms" in shown.text else set())
    assert {k: v for k, v in asked.headers.items() if k not in varies} == {
        k: v for k, v in shown.headers.items() if k not in varies
    }


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/v1/search", "GET, HEAD, POST, OPTIONS"),
        ("/v1/ask?q=a", "GET, HEAD, POST, OPTIONS"),
        ("/check", "GET, HEAD, POST, OPTIONS"),
        ("/v1/quotes", "POST, OPTIONS"),
        ("/v1/claims", "POST, OPTIONS"),
        ("/v1/documents", "GET, HEAD, OPTIONS"),
        ("/v1/documents/any-at-all", "GET, HEAD, OPTIONS"),
        ("/", "GET, HEAD, OPTIONS"),
        ("/healthz", "GET, HEAD, OPTIONS"),
        ("/docs", "GET, HEAD, OPTIONS"),
        ("/openapi.json", "GET, HEAD, OPTIONS"),
        ("/static/kutip.css", "GET, HEAD, OPTIONS"),
    ],
)
def test_a_path_lists_all_its_methods_once(client: TestClient, path: str, allowed: str) -> None:
    taken = client.options(path)
    assert (taken.status_code, taken.content) == (204, b"")
    assert taken.headers.get_list("allow") == [allowed]
    for method in {"PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "GET", "POST"} - {*allowed.split(", ")}:
        refused = client.request(method, path)
        assert refused.status_code == 405, method
        assert refused.headers.get_list("allow") == [allowed]
        assert refused.headers["content-type"] == "application/problem+json"
        assert allowed in refused.json()["detail"]


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", ["/nowhere", "/v1", "/v1/documents/a/b/c", "/v2/search"])
def test_a_path_that_there_is_not_gets_a_404_by_any_method(client: TestClient, method: str, path: str) -> None:
    response = client.request(method, path)
    assert response.status_code == 404
    assert "allow" not in response.headers
