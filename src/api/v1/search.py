"""Routes for searches."""

import time
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query

from api.http import error_responses
from api.http.bodies import StrictJSONRoute
from api.http.state import RetrieverDep
from api.v1.search_schemas import SearchQuery, SearchRequest, SearchResponse
from kutip.types import Kind
from retriever.search import Retriever, System

router = APIRouter(prefix="/v1", route_class=StrictJSONRoute)


@router.get(
    "/search",
    tags=["passages"],
    response_model_exclude_unset=True,
    responses={**error_responses.NOT_HELD, **error_responses.BAD},
)
def search(query: Annotated[SearchQuery, Query()], retriever: RetrieverDep) -> SearchResponse:
    """Rank passages for a query."""
    return _search(retriever, query.q, _hits(query, retriever), query.document, query.kind, query.system)


@router.post(
    "/search",
    tags=["passages"],
    response_model_exclude_unset=True,
    responses={**error_responses.NOT_HELD, **error_responses.BAD_BODY},
)
def search_with_body(body: SearchRequest, retriever: RetrieverDep) -> SearchResponse:
    """Rank passages for a query sent as JSON."""
    return _search(retriever, body.q, _hits(body, retriever), body.documents, body.kinds, body.system)


def _hits(asked: SearchQuery | SearchRequest, retriever: Retriever) -> int:
    """How many hits a search asks for; one that does not say gets no more than the setting allows."""
    return asked.k if "k" in asked.model_fields_set else min(asked.k, retriever.settings.limits.max_k)


def _search(
    retriever: Retriever, q: str, k: int, documents: Sequence[str], kinds: Sequence[Kind], system: System
) -> SearchResponse:
    start = time.perf_counter()
    result = retriever.search(q, k=k, documents=documents, kinds=kinds, system=system)
    return SearchResponse.of(result, retriever, (time.perf_counter() - start) * 1000)
