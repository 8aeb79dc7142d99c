"""Each request has an id and a record; the access log writes it as a line that no client can forge."""

import http.client
import io
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from serving import HOST, LOCAL, served
from starlette.testclient import TestClient

from api.app import create_app
from api.http.access_log import AccessLog, line_of
from api.http.record import RequestRecord
from kutip.settings import Settings

PAPER = "najib-juned-2025"
SECRET = "poverty in Papua"  # what a person asks


@pytest.fixture(scope="module")
def records() -> list[RequestRecord]:
    return []


@pytest.fixture(scope="module")
def recorded(settings: Settings, records: list[RequestRecord]) -> Iterator[TestClient]:
    app = create_app(settings, observers=[records.append])

    def fail() -> None:
        raise ZeroDivisionError

    app.add_api_route("/fault", fail)
    with TestClient(app, base_url=LOCAL) as client:
        yield client


@pytest.mark.parametrize(
    ("method", "path", "status", "route", "problem"),
    [
        ("GET", "/healthz", 200, "/healthz", None),
        ("HEAD", "/documents", 200, "/documents", None),
        ("GET", f"/v1/documents/{PAPER}", 200, "/v1/documents/{document_id}", None),
        ("GET", f"/v1/search?q={SECRET}", 200, "/v1/search", None),
        ("GET", "/v1/documents/nothing", 404, "/v1/documents/{document_id}", "not-found"),
        ("GET", f"/v1/search?q={SECRET}&k=0", 422, "/v1/search", "bad-request"),
        ("GET", "/static/kutip.css", 200, "/static", None),
        ("GET", "/static/nothing", 404, "/static", "not-found"),
        ("GET", "/openapi.json", 200, "/openapi.json", None),
        ("GET", f"/{SECRET}", 404, None, "not-found"),
        ("PUT", "/v1/search", 405, "/v1/search", "method-not-allowed"),
        ("OPTIONS", "/v1/search", 204, "/v1/search", None),
        ("FORGE", "/healthz", 405, "/healthz", "method-not-allowed"),
        ("GET", "/fault", 500, "/fault", "fault"),
    ],
)
def test_a_record_names_the_route_and_no_word_of_the_request(
    recorded: TestClient, records: list[RequestRecord], method: str, path: str, status: int, route: str, problem: str
) -> None:
    response = recorded.request(method, path, headers={"Accept-Encoding": "identity"})
    record = records[-1]
    assert response.status_code == record.status == status
    assert record.method == ("OTHER" if method == "FORGE" else method)
    assert (record.route, record.problem, record.query) == (route, problem, None)
    assert record.size == len(response.content)
    assert 0 < record.seconds < 60
    assert response.headers["x-request-id"] == record.request_id
    assert response.headers["x-content-type-options"] == "nosniff"
    assert SECRET not in line_of(record)
    assert PAPER not in line_of(record)


def test_a_refused_request_is_recorded_too(recorded: TestClient, records: list[RequestRecord]) -> None:
    assert recorded.get("/v1/documents", headers={"Host": "evil.example"}).status_code == 421
    assert (records[-1].status, records[-1].route, records[-1].problem) == (421, None, "foreign-host")
    assert recorded.get("/v1/documents", headers={"Origin": "http://evil.example"}).status_code == 403
    assert (records[-1].status, records[-1].problem) == (403, "foreign-site")


@pytest.mark.parametrize("given", ["7f3a", "A.b_c-9", "x" * 64])
def test_a_safe_request_id_is_given_back(recorded: TestClient, given: str) -> None:
    assert recorded.get("/healthz", headers={"X-Request-ID": given}).headers["x-request-id"] == given


@pytest.mark.parametrize("given", ["", "x" * 65, "a b", "a\x1b[2J", "a\tb", '"', "ü", "a,b", "<script>"])
def test_an_unsafe_request_id_is_replaced(recorded: TestClient, given: str) -> None:
    sent = recorded.get("/healthz", headers={"X-Request-ID": given.encode()}).headers["x-request-id"]
    assert len(sent) == 32
    assert sent.isalnum()
    assert (
        recorded.get("/healthz", headers=[("X-Request-ID", "a"), ("X-Request-ID", "b")]).headers["x-request-id"]
        not in "ab"
    )


def test_a_record_has_the_stages_of_a_search_and_of_an_answer(
    recorded: TestClient, records: list[RequestRecord]
) -> None:
    searched = ["understanding", "encoding", "first_stage", "late", "selection"]
    recorded.post("/v1/search", json={"q": SECRET})
    assert [name for name, _ in records[-1].stages] == searched
    recorded.get("/v1/ask", params={"q": SECRET})
    # Whether it is several questions in one is seen first. The reader's seconds are part of those of reading.
    assert [name for name, _ in records[-1].stages] == ["understanding", *searched, "reader", "reading"]
    assert all(0 <= seconds <= records[-1].seconds for _, seconds in records[-1].stages)
    recorded.get("/v1/search", params={"q": SECRET, "system": "bm25"})
    assert [name for name, _ in records[-1].stages] == ["understanding", "first_stage", "selection"]


def test_the_query_is_recorded_only_if_a_setting_asks_for_it(settings: Settings) -> None:
    found: list[RequestRecord] = []
    app = create_app(settings.changed(service={"log_queries": True}), observers=[found.append])
    with TestClient(app, base_url=LOCAL) as client:
        client.get("/v1/search", params={"q": SECRET})
        client.post("/v1/ask", json={"q": SECRET})
        client.get("/", params={"q": SECRET})
        client.post("/v1/search", content=b'["q"]')
        client.post("/v1/search", content=b"[" * 20_000)
        client.get("/healthz")
    assert [record.query for record in found] == [SECRET] * 3 + [None] * 3
    assert json.loads(line_of(found[0]))["query"] == SECRET


@given(text=st.text(), problem=st.none() | st.text())
def test_no_text_of_a_client_breaks_a_line_of_the_log(text: str, problem: str | None) -> None:
    line = line_of(RequestRecord(text, text, text, route=text, problem=problem, query=text, began=1.5))
    assert line.isascii()
    assert line.isprintable()
    read = json.loads(line)
    assert (read["id"], read["query"], read["time"]) == (text, text, "1970-01-01T00:00:01.500Z")


def test_a_stream_that_nobody_reads_holds_up_no_request() -> None:
    release = threading.Event()

    class Stuck(io.StringIO):
        def write(self, text: str) -> int:
            release.wait(20)
            return super().write(text)

    log = AccessLog(Stuck())
    for _ in range(12_000):
        log(RequestRecord("a", "GET", "127.0.0.1"))
    assert 1_900 < log.lost < 2_100
    release.set()
    log.close()


def test_a_closed_stream_stops_no_request() -> None:
    stream = io.StringIO()
    stream.close()
    log = AccessLog(stream)
    log(RequestRecord("a", "GET", "127.0.0.1"))
    log.close()
    assert log.lost == 1


def lines_of(process: Any) -> list[dict[str, Any]]:
    process.terminate()
    output, _ = process.communicate(timeout=30)
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]


def test_the_server_writes_one_line_of_json_for_each_request(settings: Settings) -> None:
    with served(settings.index) as (process, port):
        for path in ("/healthz", "/v1/search?q=poverty%0d%0a%7b%22forged%22%3a1%7d", "/a%0a%7b%22forged%22%3a1%7d"):
            connection = http.client.HTTPConnection(HOST, port, timeout=20)
            connection.request("GET", path, headers={"User-Agent": "one\ttwo", "X-Request-ID": "r-1"})
            connection.getresponse().read()
            connection.close()
        connection.request("GET", "/metrics")
        metrics = connection.getresponse().read().decode()
        connection.close()
        lines = lines_of(process)
    assert "kutip_connections_refused_total" in metrics
    assert [line["route"] for line in lines if line["id"] == "r-1"] == ["/healthz", "/v1/search", None]
    assert {line["client"] for line in lines} == {HOST}
    assert not [line for line in lines if "forged" in line or "query" in line]
    assert all({"time", "id", "client", "method", "route", "status", "bytes", "ms"} <= line.keys() for line in lines)


def test_the_access_log_can_be_switched_off(settings: Settings) -> None:
    with served(settings.index, KUTIP_ACCESS_LOG="false") as (process, port):
        connection = http.client.HTTPConnection(HOST, port, timeout=20)
        connection.request("GET", "/healthz")
        connection.getresponse().read()
        connection.close()
        assert lines_of(process) == []
