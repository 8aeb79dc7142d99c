"""Evaluates a service over HTTP: any service that implements version 1 of the HTTP contract."""

from collections.abc import Mapping, Sequence
from typing import Annotated, TypeVar

import httpx2
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from eval.errors import ServiceError
from eval.runs.systems import DEPTH, ScoredSystem
from kutip.types import Answer, AnswerSentence, Citation, Kind, Passage, Span, Status
from retriever.search import System

_SECONDS = 60.0  # timeout of a request; a service that uses a language model is slow
_HTTP_OK = 200
_HTTP_NOT_FOUND = 404

_T = TypeVar("_T")


class _Span(BaseModel):
    start: int = Field(ge=0)
    end: int = Field(ge=0)


def _spans(given: Sequence[_Span]) -> tuple[Span, ...]:
    return tuple(Span(span.start, span.end) for span in given)


class _Passage(BaseModel):
    id: str
    document_id: str
    text: str
    spans: list[_Span]
    kind: Kind = Kind.PARAGRAPH
    heading: list[str] = []
    context: str = ""
    page: int | None = None

    def passage(self) -> Passage:
        heading, spans = tuple(self.heading), _spans(self.spans)
        return Passage(self.id, self.document_id, self.kind, heading, self.context, self.page, spans, self.text)


class _Hit(BaseModel):
    passage: _Passage


class _Search(BaseModel):
    hits: list[_Hit]
    index_version: str


class _Citation(BaseModel):
    passage_id: str
    document_id: str
    spans: list[_Span]
    quote: str


class _Sentence(BaseModel):
    text: str
    citations: list[_Citation]


class _Ask(BaseModel):
    language: str
    status: Status
    answer: str | None
    confidence: Annotated[float, Field(ge=0, le=1)] | None
    reason: str | None
    sentences: list[_Sentence]
    short: str | None = None


class _Document(BaseModel):
    id: str


class Http:
    """A service at a URL, such as "http://127.0.0.1:8000"; call `close` or use it in a `with` statement."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._client = httpx2.Client(base_url=self._url, timeout=_SECONDS, follow_redirects=False)

    def __enter__(self) -> "Http":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def facts(self) -> dict[str, object]:
        """The service's URL and the version of its index, which every search response contains."""
        found = self._read(_Search, "POST", "/v1/search", {"q": "kutip", "k": 1})
        return {"service": self._url, "index_version": found.index_version}

    def sources(self) -> Mapping[str, str]:
        """Source text by document id."""
        documents = self._read(list[_Document], "GET", "/v1/documents")
        return {one.id: self._send("GET", f"/v1/documents/{one.id}/text").text for one in documents}

    def scored(self, system: str) -> ScoredSystem:
        """The system of this name; "hybrid" is the service's default ranking."""
        return _Remote(self, system)

    def ask(self, question: str) -> Answer:
        """The service's answer, with the fields that are scored; `hits`, `missing` and `expansions` stay empty."""
        response = self._read(_Ask, "POST", "/v1/ask", {"q": question})
        return Answer(
            question=question,
            language=response.language,
            status=response.status,
            short=response.short,
            text=response.answer,
            sentences=tuple(
                AnswerSentence(
                    sentence.text,
                    tuple(
                        Citation(one.passage_id, one.document_id, _spans(one.spans), one.quote)
                        for one in sentence.citations
                    ),
                )
                for sentence in response.sentences
            ),
            confidence=response.confidence,
            reason=response.reason,
            missing=(),
            note=None,
            hits=(),
            expansions=(),
        )

    def search(self, question: str, system: str) -> list[Passage]:
        """The passages found, best first. The request names the system only if it is not the default "hybrid"."""
        body: dict[str, object] = {"q": question, "k": DEPTH}
        if system != System.HYBRID:
            body["system"] = system
        return [hit.passage.passage() for hit in self._read(_Search, "POST", "/v1/search", body).hits]

    def passages(self) -> list[Passage]:
        """All passages of the service; [] if it does not list them."""
        listed: list[Passage] = []
        for document in self._read(list[_Document], "GET", "/v1/documents"):
            path = f"/v1/documents/{document.id}/passages"
            response = self._send("GET", path, also=_HTTP_NOT_FOUND)
            if response.status_code == _HTTP_NOT_FOUND:
                return []
            listed += [one.passage() for one in self._parse(list[_Passage], response, path)]
        return listed

    def _read(self, shape: type[_T], method: str, path: str, body: object = None) -> _T:
        """Send a request and parse its JSON response as `shape`."""
        return self._parse(shape, self._send(method, path, body), path)

    def _parse(self, shape: type[_T], response: httpx2.Response, path: str) -> _T:
        try:
            return TypeAdapter(shape).validate_json(response.content)
        except ValidationError as error:
            what = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, what["loc"])) or "body"
            raise ServiceError(
                f"{self._url}{path} does not answer as the HTTP contract prescribes: {where}: {what['msg']}"
            ) from error

    def _send(self, method: str, path: str, body: object = None, *, also: int = _HTTP_OK) -> httpx2.Response:
        """Send a request; any status but 200 and `also` is an error."""
        try:
            response = self._client.request(method, path, json=body) if body else self._client.request(method, path)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise ServiceError(f"{self._url}{path} cannot be reached: {error}; is a service running there?") from error
        if response.status_code not in (_HTTP_OK, also):
            raise ServiceError(f"{self._url}{path} answered {response.status_code}: {response.text[:300]}")
        return response


class _Remote:
    """One of a service's systems. Passages that the service did not list are added as they are returned."""

    def __init__(self, service: Http, system: str) -> None:
        self.name = system
        self.passages: list[Passage] = service.passages()
        self._numbers = {passage.id: number for number, passage in enumerate(self.passages)}
        self._service = service

    def rank(self, question: str) -> list[int]:
        """Numbers of the passages found, best first, each once."""
        ranked = []
        for passage in self._service.search(question, self.name):
            if passage.id not in self._numbers:
                self._numbers[passage.id] = len(self.passages)
                self.passages.append(passage)
            ranked.append(self._numbers[passage.id])
        return list(dict.fromkeys(ranked))
