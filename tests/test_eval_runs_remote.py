"""Scoring over HTTP gives the same figures as in this process, and clear errors if a service fails."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from serving import HOST, free_port, served

from eval.errors import EvaluationError, ServiceError
from eval.runs.harness import QuestionSet, evaluate
from eval.runs.remote import Http
from eval.runs.services import InProcess
from eval.sets.questions import QUESTIONS
from kutip.settings import Settings
from kutip.types import Status

SYSTEMS = ["bm25", "dense", "late", "hybrid"]
EVERY = 12  # every twelfth question: enough for all types and both languages


def no_bars(what: str, total: int) -> Any:
    return nullcontext(lambda: None)


@pytest.fixture(scope="module")
def some(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("questions") / "some.jsonl"
    lines = QUESTIONS.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join(lines[:-1:EVERY]) + "\n", encoding="utf-8")
    return path


def figures(summary: Mapping[str, Any]) -> dict[str, Any]:
    """A summary without times and without the service's address."""
    systems = {name: {k: v for k, v in own.items() if k != "ms"} for name, own in summary["systems"].items()}
    same = {k: summary[k] for k in ("corpus", "questions", "judged", "depth", "measures", "index_version")}
    return {**same, "systems": systems}


def test_scores_over_http_equal_those_in_process_to_the_last_digit(settings: Settings, some: Path) -> None:
    here = InProcess(settings)
    summary, outcomes = evaluate(here, QuestionSet.open(here.sources(), some), SYSTEMS, no_bars)
    with served(settings.index) as (_, port), Http(f"http://{HOST}:{port}/") as there:
        asked = QuestionSet.open(there.sources(), some)
        remote, over_http = evaluate(there, asked, SYSTEMS, no_bars)
    assert figures(remote) == figures(summary)
    for name, outcome in outcomes.items():
        assert over_http[name].ranked == outcome.ranked
        assert over_http[name].qrels == outcome.qrels
        assert [record.metrics for record in over_http[name].records] == [r.metrics for r in outcome.records]
    assert 0.5 < summary["systems"]["hybrid"]["all"]["nDCG@10"]["mean"] < 1
    assert summary["systems"]["hybrid"]["all"]["OffsetsExact"]["low"] == 1
    assert {record.said["status"] for record in outcomes["answers"].records} >= {"answered", "not_in_corpus"}


# Another service, with only the routes of the contract


TEXT = "ASEANAPOL was formed in Manila in 1981. It has ten members."
QUESTION = {"id": "q1", "question": "When was it formed?", "language": "en", "type": "when", "difficulty": "easy"}
QUESTION |= {"wording": "near", "answer": ["1981"]}
QUESTION |= {"evidence": [[{"document": "paper", "quote": "formed in Manila in 1981", "grade": 2}]]}
FIRST, SECOND = (
    {"id": name, "document_id": "paper", "text": TEXT[start:end], "spans": [{"start": start, "end": end}], "more": 1}
    for name, start, end in (("a", 0, 39), ("b", 40, 59))
)
ANSWER = {
    "language": "en",
    "status": "answered",
    "answer": "In 1981.",
    "confidence": 0.75,
    "reason": None,
    "sentences": [
        {
            "text": "ASEANAPOL was formed in 1981.",
            "citations": [{"passage_id": "a", "document_id": "paper", "spans": FIRST["spans"], "quote": TEXT[:39]}],
        }
    ],
}


class _Other(BaseHTTPRequestHandler):
    """Answers each path with a given status and body, and appends the bodies sent to it to a list."""

    def __init__(self, answers: Mapping[str, tuple[int, bytes]], sent: list[Any], *args: Any) -> None:
        self._answers, self._sent = answers, sent
        super().__init__(*args)

    def do_GET(self) -> None:
        status, body = self._answers.get(self.path, (404, b"{}"))
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self._sent.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.do_GET()

    def log_message(self, *args: object) -> None:
        return


@contextmanager
def other(**changed: tuple[int, bytes]) -> Iterator[tuple[Http, list[Any]]]:
    """A client of such a service, and the list of bodies sent to it; `changed` replaces responses of /v1/NAME."""
    found = {"hits": [{"passage": FIRST}, {"passage": SECOND}, {"passage": FIRST}], "index_version": "v7"}
    answers = {
        "/v1/documents": (200, json.dumps([{"id": "paper", "title": "A"}]).encode()),
        "/v1/documents/paper/text": (200, TEXT.encode()),
        "/v1/search": (200, json.dumps(found).encode()),
        "/v1/ask": (200, json.dumps(ANSWER).encode()),
    }
    answers |= {f"/v1/{name}": answer for name, answer in changed.items()}
    sent: list[Any] = []
    server = ThreadingHTTPServer((HOST, 0), partial(_Other, answers, sent))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        with Http(f"http://{HOST}:{server.server_port}") as service:
            yield service, sent
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_service_with_only_the_contract_s_routes_is_scored(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text(json.dumps(QUESTION) + "\n", encoding="utf-8")
    with other() as (service, sent):
        asked = QuestionSet.open(service.sources(), tmp_path / "q.jsonl")
        summary, outcomes = evaluate(service, asked, ["hybrid"], no_bars)
    assert summary["index_version"] == "v7"
    assert outcomes["hybrid"].ranked == {"q1": ["a", "b"]}  # a repeated hit counts once
    assert outcomes["hybrid"].records[0].metrics["nDCG@10"] == 1
    assert outcomes["hybrid"].records[0].metrics["OffsetsExact"] == 1
    assert outcomes["answers"].records[0].metrics == {
        "KeyAccuracy": 1.0,
        "EvidenceCited": 1.0,
        "WrongRefusals": 0.0,
        "AnswerWords": 5.0,
        "CitationRecall": 1.0,
        "CitationPrecision": 1.0,
        "CitationsExact": 1.0,
    }
    assert summary["systems"]["answers"]["all"]["KeyAccuracy"]["mean"] == 1
    assert sent[:2] == [{"q": QUESTION["question"], "k": 100}, {"q": QUESTION["question"]}]


def test_a_passage_whose_text_differs_from_its_spans_lowers_offsets_exact(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text(json.dumps(QUESTION) + "\n", encoding="utf-8")
    wrong = {"hits": [{"passage": FIRST | {"text": "Something else."}}, {"passage": SECOND}], "index_version": "v7"}
    with other(search=(200, json.dumps(wrong).encode())) as (service, _):
        asked = QuestionSet.open(service.sources(), tmp_path / "q.jsonl")
        _, outcomes = evaluate(service, asked, ["hybrid"], no_bars, answers=False)
    assert outcomes["hybrid"].records[0].metrics["OffsetsExact"] == 0.5


def test_a_passage_of_an_unlisted_document_is_refused(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text(json.dumps(QUESTION) + "\n", encoding="utf-8")
    strange = {"hits": [{"passage": FIRST | {"document_id": "elsewhere"}}], "index_version": "v7"}
    with other(search=(200, json.dumps(strange).encode())) as (service, _):
        asked = QuestionSet.open(service.sources(), tmp_path / "q.jsonl")
        with pytest.raises(EvaluationError, match="there is no document 'elsewhere' to cite; there are paper"):
            evaluate(service, asked, ["hybrid"], no_bars, answers=False)


def test_requests_name_the_system_unless_it_is_hybrid() -> None:
    with other() as (service, sent):
        service.search("When?", "hybrid")
        service.search("When?", "bm25")
    assert sent == [{"q": "When?", "k": 100}, {"q": "When?", "k": 100, "system": "bm25"}]


def test_an_answer_of_the_contract_s_form_is_read() -> None:
    with other() as (service, _):
        answer = service.ask("When was it formed?")
    assert (answer.status, answer.confidence, answer.text) == (Status.ANSWERED, 0.75, "In 1981.")
    assert answer.sentences[0].citations[0].quote == TEXT[:39]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"no JSON", "Invalid JSON"),
        (b'{"hits": 1, "index_version": "v"}', "hits: Input should be a valid array"),
        (
            b'{"hits": [{"passage": {"id": "a"}}], "index_version": "v"}',
            r"hits\.0\.passage\.document_id: Field required",
        ),
    ],
)
def test_a_response_of_another_form_is_refused_with_the_field_s_path(body: bytes, why: str) -> None:
    with other(search=(200, body)) as (service, _), pytest.raises(ServiceError, match=why):
        service.search("When?", "hybrid")


def test_an_error_of_the_service_is_quoted() -> None:
    with (
        other(ask=(503, b'{"detail": "no index"}')) as (service, _),
        pytest.raises(ServiceError, match=r"503.*no index"),
    ):
        service.ask("When?")


def test_an_unreachable_service_is_reported() -> None:
    with Http(f"http://{HOST}:{free_port()}") as nobody, pytest.raises(ServiceError, match="cannot be reached"):
        nobody.sources()


def test_an_invalid_address_is_reported() -> None:
    with pytest.raises(ServiceError, match="cannot be reached"), Http("nowhere") as nobody:
        nobody.sources()
