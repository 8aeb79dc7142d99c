"""The metrics count requests, refusals and stages, and hold no word of what was asked."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from serving import LOCAL
from starlette.testclient import TestClient

from api.app import create_app
from kutip.index.store import in_force_since
from kutip.settings import Settings

SECRET = "papua"  # what a person asks


@pytest.fixture
def measured(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings), base_url=LOCAL) as client:
        yield client


def value(client: TestClient, name: str, **labels: str) -> float:
    """The value of a sample; 0 if there is none with these labels."""
    text = client.get("/metrics").text
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return sum(sample.value for sample in samples if sample.name == name and labels.items() <= sample.labels.items())


def test_requests_are_counted_by_route_method_and_status(measured: TestClient) -> None:
    for _ in range(3):
        measured.get("/v1/search", params={"q": SECRET})
    measured.get("/v1/documents/nothing")
    measured.head("/healthz")
    assert value(measured, "kutip_requests_total", route="/v1/search", method="GET", status="200") == 3
    assert value(measured, "kutip_requests_total", route="/v1/documents/{document_id}", status="404") == 1
    assert value(measured, "kutip_requests_total", route="/healthz", method="HEAD") == 1
    assert value(measured, "kutip_request_seconds_count", route="/v1/search") == 3
    assert value(measured, "kutip_request_seconds_sum", route="/v1/search") > 0


def test_the_seconds_of_each_stage_are_measured(measured: TestClient) -> None:
    assert value(measured, "kutip_stage_seconds_count", stage="encoding") == 0
    measured.get("/v1/ask", params={"q": SECRET})
    for stage in ("encoding", "first_stage", "late", "selection", "reading"):
        assert value(measured, "kutip_stage_seconds_count", stage=stage) == 1, stage
    # Whether it is several questions in one is seen before any of them is looked up.
    assert value(measured, "kutip_stage_seconds_count", stage="understanding") == 2


@pytest.mark.parametrize(
    ("path", "headers", "reason"),
    [
        ("/v1/documents", {"Host": "evil.example"}, "foreign-host"),
        ("/v1/documents", {"Origin": "http://evil.example"}, "foreign-site"),
        ("/v1/documents/nothing", {}, "not-found"),
        ("/v1/search", {}, "bad-request"),
        ("/nowhere", {}, "not-found"),
    ],
)
def test_refused_requests_are_counted_by_reason(
    measured: TestClient, path: str, headers: dict[str, str], reason: str
) -> None:
    assert measured.get(path, headers=headers).status_code >= 400
    assert value(measured, "kutip_refused_requests_total", reason=reason) == 1


def test_the_generation_in_force_and_its_age_are_told(measured: TestClient, settings: Settings) -> None:
    found = in_force_since(settings.index)
    assert found is not None
    assert value(measured, "kutip_index_generation") == found[0] >= 1
    assert 0 < value(measured, "kutip_index_age_seconds") < 10 * 365 * 86400


def test_the_queue_and_what_it_refused_are_told(measured: TestClient) -> None:
    assert value(measured, "kutip_queue_length") == 0
    assert value(measured, "kutip_computing") == 0
    work = measured.app.state.work  # type: ignore[attr-defined]
    work.refused["full"] += 2
    work.cancelled += 1
    assert value(measured, "kutip_work_refused_total", reason="full") == 2
    assert value(measured, "kutip_work_refused_total", reason="client gone") == 1
    measured.app.state.models.late += 1  # type: ignore[attr-defined]
    assert value(measured, "kutip_model_missed_total", reason="late") == 1


def test_without_an_index_there_are_metrics_but_no_generation(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(index=tmp_path / "none")), base_url=LOCAL) as client:
        assert client.get("/v1/documents").status_code == 503
        assert value(client, "kutip_refused_requests_total", reason="no-index") == 1
        assert "kutip_index_generation" not in client.get("/metrics").text


def test_clients_add_no_labels_and_no_words(measured: TestClient) -> None:
    def labels() -> set[str]:
        return set(re.findall(r"\{[^}]*\}", measured.get("/metrics").text))

    def ask(word: str) -> None:
        measured.get("/v1/search", params={"q": word})
        measured.get(f"/{word}")
        measured.get(f"/v1/documents/{word}")
        measured.get(f"/documents/{word}")
        measured.get(f"/static/{word}")
        measured.get("/healthz", headers={"Host": f"{word}.example", "X-Request-ID": word})
        measured.request(word.upper(), "/healthz")

    ask("papua")
    labels()  # also counts the request for the metrics
    before = labels()
    for word in ("jakarta", "manila", "hanoi"):
        ask(word)
    assert labels() == before
    assert not re.search("papua|jakarta|manila|hanoi", measured.get("/metrics").text, re.IGNORECASE)


def test_two_applications_count_apart(settings: Settings, measured: TestClient) -> None:
    with TestClient(create_app(settings), base_url=LOCAL) as other:
        other.get("/healthz")
        assert value(other, "kutip_requests_total", route="/healthz") == 1
    assert value(measured, "kutip_requests_total", route="/healthz") == 0


def test_the_metrics_are_text_that_is_never_kept(measured: TestClient) -> None:
    response = measured.get("/metrics")
    assert response.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert response.headers["cache-control"] == "no-store"


def test_the_metrics_can_be_switched_off_and_need_the_token(settings: Settings) -> None:
    with TestClient(create_app(settings.changed(service={"metrics": False})), base_url=LOCAL) as client:
        assert client.get("/metrics").status_code == 404
    with TestClient(create_app(settings.changed(service={"token": "secret"})), base_url=LOCAL) as client:
        assert client.get("/metrics").status_code == 401
        assert client.get("/metrics", headers={"Authorization": "Bearer secret"}).status_code == 200
    with TestClient(create_app(settings), base_url="http://evil.example") as client:
        assert client.get("/metrics").status_code == 421
