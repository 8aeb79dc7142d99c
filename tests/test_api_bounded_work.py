"""Requests that cost too much are refused with what to do, in JSON and on pages, while other requests go on."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from serving import LOCAL
from starlette.testclient import TestClient
from starlette.types import Message

import api.pages.routes
from api.app import create_app
from api.http.work import WorkPool
from kutip.settings import Settings
from kutip.types import Answer
from retriever.current import CurrentRetriever

SENTENCES = "Police 1 met. Police 2 met. "
QUESTION = "Which meetings show ASEANAPOL acting as an arena?"


@contextmanager
def serving_with(settings: Settings, **limits: float) -> Iterator[TestClient]:
    app = create_app(settings.changed(limits=limits))
    with TestClient(app, raise_server_exceptions=False, base_url=LOCAL) as client:
        yield client


def pool_of(client: TestClient) -> WorkPool:
    pool: WorkPool = client.app.state.work  # type: ignore[attr-defined]
    return pool


@contextmanager
def occupied(client: TestClient) -> Iterator[None]:
    """All workers compute until the block ends."""
    pool, gate, portal = pool_of(client), threading.Event(), client.portal
    assert portal is not None
    futures = [portal.start_task_soon(pool.run, gate.wait, pool.budget()) for _ in range(2)]
    try:
        while pool.running < 2:
            pass
        yield
    finally:
        gate.set()
        assert [future.result(timeout=20) for future in futures] == [True, True]


def test_a_text_of_too_many_sentences_is_refused_in_the_reader_s_language(settings: Settings) -> None:
    text = (SENTENCES * 1800)[:50_000]
    with serving_with(settings) as client:
        response = client.post("/v1/claims", json={"text": text})
        page = client.post("/check?lang=id", data={"text": text, "mode": "text"})
    assert (response.status_code, page.status_code) == (422, 422)
    assert response.headers["content-type"] == "application/problem+json"
    assert "the text has 3572 sentences; the most is 500, so check it in parts" in response.json()["detail"]
    assert "teks memiliki 3572 kalimat; paling banyak 500, jadi periksalah per bagian" in page.text


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/claims", {"text": SENTENCES * 20}),
        ("/v1/quotes", {"quotes": [f"the police of ASEAN met in Manila in {year}" for year in range(1900, 1990)]}),
        ("/v1/ask", {"q": QUESTION}),
    ],
)
def test_a_request_over_its_seconds_is_refused_and_the_next_one_works(
    settings: Settings, path: str, body: dict[str, Any]
) -> None:
    with serving_with(settings, request_seconds=0.001) as client:
        response = client.post(path, json=body)
        assert response.status_code == 422
        assert response.json()["type"] == "urn:kutip:problem:too-costly"
        assert "send less at once" in response.json()["detail"]
        assert client.get("/v1/passages/none").status_code == 404  # looked up at once, however slow the machine
        assert pool_of(client).refused == {"budget": 1}


def test_a_page_over_its_seconds_says_so_in_the_reader_s_language(settings: Settings) -> None:
    with serving_with(settings, request_seconds=0.001) as client:
        page = client.post("/check?lang=id", data={"text": SENTENCES * 20, "mode": "text"})
    assert page.status_code == 422
    assert "kirim lebih sedikit sekaligus" in page.text


def test_beyond_the_queue_requests_get_a_503_and_health_goes_on(settings: Settings) -> None:
    with serving_with(settings, workers=2, max_waiting=0) as client:
        with occupied(client):
            for path in ("/v1/search?q=police", f"/v1/ask?q={QUESTION}", "/v1/documents", "/v1/documents/x/text"):
                response = client.get(path)
                assert response.status_code == 503, path
                assert response.headers["content-type"] == "application/problem+json"
                assert int(response.headers["retry-after"]) > 0
                assert "try again" in response.json()["detail"]
            page = client.get("/documents?lang=id")
            assert (page.status_code, page.headers["content-type"]) == (503, "text/html; charset=utf-8")
            assert int(page.headers["retry-after"]) > 0
            assert "coba lagi" in page.text
            for path in ("/healthz", "/readyz", "/openapi.json", "/static/kutip.css"):
                assert client.get(path).status_code == 200, path
        assert client.get("/v1/search?q=police").status_code == 200


def test_the_work_of_a_client_that_goes_away_stops(settings: Settings) -> None:
    app = create_app(settings.changed(limits={"max_sentences": 50_000, "request_seconds": 600}))
    body = b'{"text": "' + (SENTENCES * 1700).encode() + b'"}'

    async def leaving() -> None:
        app.state.retriever.get()
        messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Message:
            if messages:
                return messages.pop(0)
            while not app.state.work.running:
                await asyncio.sleep(0.01)
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            pass

        await app(scope_of_post("/v1/claims", len(body)), receive, send)
        async with asyncio.timeout(30):
            while app.state.work.running:
                await asyncio.sleep(0.01)

    asyncio.run(leaving())
    assert app.state.work.cancelled == 1
    app.state.work.close()


def scope_of_post(path: str, length: int) -> dict[str, Any]:
    headers = {"host": LOCAL.partition("://")[2], "content-type": "application/json", "content-length": str(length)}
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "state": {},
    }


# --- Language models --------------------------------------------------------------------------------------------------


class Hanging:
    """Stands in for a language model that never says a word."""

    def __init__(self) -> None:
        self.gate = threading.Event()

    def write(self, question: str, hits: object) -> Iterator[tuple[str, tuple[int, ...]]]:
        self.gate.wait(60)
        yield from ()


@pytest.fixture
def hanging(settings: Settings) -> Iterator[tuple[TestClient, Hanging]]:
    """The application with such a model, for which one answer at a time may wait half a second."""
    app = create_app(settings.changed(language_model={"at_once": 1, "answer_seconds": 0.5}))
    app.state.language_model = model = Hanging()
    with TestClient(app, raise_server_exceptions=False, base_url=LOCAL) as client:
        yield client, model
        model.gate.set()


def codes(body: dict[str, Any]) -> list[str]:
    return [note["code"] for note in body["note_codes"]]


def test_a_model_that_is_late_or_busy_leaves_the_papers_own_sentences(hanging: tuple[TestClient, Hanging]) -> None:
    client, model = hanging
    models = client.app.state.models  # type: ignore[attr-defined]
    late, busy = (client.get("/v1/ask", params={"q": QUESTION}).json() for _ in range(2))
    assert (models.late, models.full, models.running) == (1, 1, 1)
    for body in (late, busy):
        assert body["status"] == "answered"
        assert body["sentences"]
        assert codes(body)[0] == "model_failed"
    events = client.get("/v1/ask", params={"q": QUESTION}, headers={"Accept": "text/event-stream"}).text
    assert events.count("event: sentence") == len(late["sentences"])
    assert "model_failed" in events
    model.gate.set()


def test_a_model_that_hangs_holds_up_no_other_request(hanging: tuple[TestClient, Hanging]) -> None:
    client, _ = hanging
    portal = client.portal
    assert portal is not None
    asking = threading.Thread(target=client.get, args=("/v1/ask",), kwargs={"params": {"q": QUESTION}})
    asking.start()
    while not client.app.state.models.running:  # type: ignore[attr-defined]
        pass
    assert pool_of(client).running == 0
    assert client.get("/v1/search?q=police").status_code == 200
    asking.join()


# --- One index a response ---------------------------------------------------------------------------------------------


def test_a_page_names_the_index_that_it_answers_from(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(settings)
    shown: Callable[..., object] = api.pages.routes.show_answer

    def swapping(answer: Answer, *others: Any) -> object:
        """Puts another index in force while the page is made."""
        shared: CurrentRetriever = app.state.retriever
        shared.in_force = lambda: (_ for _ in ()).throw(AssertionError("asked again"))  # type: ignore[method-assign]
        return shown(answer, *others)

    monkeypatch.setattr("api.pages.routes.show_answer", swapping)
    with TestClient(app, base_url=LOCAL) as client:
        version = client.get("/readyz").json()["index_version"]
        page = client.get("/", params={"q": QUESTION})
    assert page.status_code == 200
    assert version in page.text


def test_the_first_opening_of_an_index_is_told_as_a_503(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.http.state._OPENING_SECONDS", 0.01)
    app = create_app(settings)
    gate = threading.Event()
    slow = SimpleNamespace(open=lambda *_, **__: gate.wait(30) and None)
    monkeypatch.setattr("retriever.current.Retriever", slow)
    client = TestClient(app, raise_server_exceptions=False, base_url=LOCAL)  # without start-up, which opens the index
    response = client.get("/v1/documents")
    assert response.status_code == 503
    assert "being opened" in response.json()["detail"]
    assert int(response.headers["retry-after"]) > 0
    gate.set()
