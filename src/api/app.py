"""The application: routes that translate in, call the retriever, translate out."""

import logging
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import APIRouter, FastAPI, Query
from fastapi.responses import PlainTextResponse
from fastapi.staticfiles import StaticFiles
from fastapi_offline import FastAPIOffline

import kutip
from api import asking, citing, pages, problems
from api.bodies import BodyLimits, StrictJSONRoute
from api.headers import SecurityHeaders
from api.schemas import (
    DocumentDetail,
    DocumentOut,
    Health,
    PassageOut,
    Readiness,
    SearchQuery,
    SearchRequest,
    SearchResponse,
)
from api.state import RetrieverDep
from kutip.errors import KutipError
from kutip.settings import Settings
from kutip.types import Kind
from retriever.answerer import open_writer
from retriever.calibration import Calibration
from retriever.search import Retriever, System
from retriever.shared import SharedRetriever

_LOG = logging.getLogger("kutip.api")


service = APIRouter(tags=["service"])
v1 = APIRouter(prefix="/v1", route_class=StrictJSONRoute)


@service.get("/healthz")
def healthz() -> Health:
    """Whether the process answers."""
    return Health(status="ok")


@service.get("/readyz", responses=problems.NO_INDEX)
def readyz(retriever: RetrieverDep) -> Readiness:
    """Whether there is an index to answer from."""
    return Readiness(status="ready", index_version=retriever.version)


@v1.get("/documents", tags=["documents"], responses=problems.NO_INDEX)
def documents(retriever: RetrieverDep) -> list[DocumentOut]:
    """All documents, by id."""
    return [DocumentOut.of(document, retriever) for document in retriever.documents.values()]


@v1.get("/documents/{document_id}", tags=["documents"], responses=problems.NOT_HELD)
def document(document_id: str, retriever: RetrieverDep) -> DocumentDetail:
    """A document with its headings."""
    return DocumentDetail.of(retriever.document(document_id), retriever)


@v1.get(
    "/documents/{document_id}/text",
    tags=["documents"],
    response_class=PlainTextResponse,
    responses=problems.NOT_HELD,
)
def document_text(document_id: str, retriever: RetrieverDep) -> PlainTextResponse:
    """The source text as its file holds it; the offsets of every span count its code points."""
    return PlainTextResponse(retriever.document(document_id).source_text)


@v1.get(
    "/documents/{document_id}/passages",
    tags=["documents"],
    response_model_exclude_unset=True,
    responses=problems.NOT_HELD,
)
def document_passages(document_id: str, retriever: RetrieverDep) -> list[PassageOut]:
    """All passages of a document, in its order: what a search may find in it."""
    document = retriever.document(document_id)
    return [PassageOut.of(one, document) for one in retriever.passages if one.document_id == document.id]


@v1.get("/passages/{passage_id}", tags=["passages"], response_model_exclude_unset=True, responses=problems.NOT_HELD)
def passage(passage_id: str, retriever: RetrieverDep) -> PassageOut:
    """A passage."""
    found = retriever.passage(passage_id)
    return PassageOut.of(found, retriever.document(found.document_id))


@v1.get(
    "/search", tags=["passages"], response_model_exclude_unset=True, responses={**problems.NOT_HELD, **problems.BAD}
)
def search(query: Annotated[SearchQuery, Query()], retriever: RetrieverDep) -> SearchResponse:
    """Rank passages for a query."""
    return _search(retriever, query.q, query.k, query.document, query.kind, query.system)


@v1.post(
    "/search",
    tags=["passages"],
    response_model_exclude_unset=True,
    responses={**problems.NOT_HELD, **problems.BAD_BODY},
)
def search_with_body(body: SearchRequest, retriever: RetrieverDep) -> SearchResponse:
    """Rank passages for a query sent as JSON."""
    return _search(retriever, body.q, body.k, body.documents, body.kinds, body.system)


def _search(
    retriever: Retriever, q: str, k: int, documents: Sequence[str], kinds: Sequence[Kind], system: System
) -> SearchResponse:
    start = time.perf_counter()
    result = retriever.search(q, k=k, documents=documents, kinds=kinds, system=system)
    return SearchResponse.of(result, retriever, (time.perf_counter() - start) * 1000)


def create_app(settings: Settings) -> FastAPI:
    """The application over the index that the settings name; it starts without one and says so when asked."""
    shared = SharedRetriever(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        try:
            shared.get()
        except KutipError as error:
            _LOG.warning("not ready: %s", error)
        yield

    app = FastAPIOffline(
        redoc_url=None,
        title="Kutip",
        version=kutip.__version__,
        description="Passages from a small corpus of papers, each true to the character of its source.",
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        lifespan=lifespan,
    )
    app.state.settings = settings
    app.state.retriever = shared
    app.state.calibration = Calibration.read()
    app.state.writer = open_writer(settings)
    texts = dict.fromkeys(("/v1/quotes", "/v1/claims", "/check"), settings.max_text_bytes)
    app.add_middleware(BodyLimits, max_bytes=settings.max_body_bytes, larger=texts, seconds=settings.request_seconds)
    app.add_middleware(SecurityHeaders)
    problems.install(app)
    app.include_router(service)
    app.include_router(v1)
    app.include_router(asking.router)
    app.include_router(citing.router)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=pages.HERE / "static"), name="static")
    return app
