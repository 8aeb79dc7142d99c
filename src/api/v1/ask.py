"""Routes for questions: the answer as JSON, or sentence by sentence as server-sent events."""

import json
import time
from collections.abc import AsyncIterator, Iterator
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from api.http import error_responses
from api.http.bodies import StrictJSONRoute
from api.http.model_pool import answered, model_pool
from api.http.state import RetrieverDep
from api.http.work import budget_of, computed, computed_items, work_pool
from api.v1.answer_schemas import AnswerSentenceOut, AskQuery, AskRequest, AskResponse
from kutip.types import AnswerSentence
from retriever.answers.answerer import Answerer, Answering
from retriever.search import Retriever

EVENTS = "text/event-stream"
router = APIRouter(prefix="/v1", route_class=StrictJSONRoute, tags=["answers"])


async def current_answerer(request: Request, retriever: RetrieverDep) -> Answerer:
    """The answerer over the request's index."""
    return Answerer(retriever, request.app.state.calibration, request.app.state.language_model)


AnswererDep = Annotated[Answerer, Depends(current_answerer)]
_EITHER: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {EVENTS: {"schema": {"type": "string"}}},
        "description": "The answer. With `Accept: text/event-stream` it is sent as events: a `sentence` for each"
        " sentence as soon as it is ready, then `citations` with all citations, then `answer` with the whole answer.",
    }
}


@router.get(
    "/ask", response_model=AskResponse, responses={**_EITHER, **error_responses.BAD, **error_responses.NOT_HELD}
)
async def ask(
    query: Annotated[AskQuery, Query()], request: Request, answerer: AnswererDep
) -> AskResponse | StreamingResponse:
    """Answer a question with sentences from the papers, or say that the papers do not answer it."""
    return await _answered(query, request, answerer)


@router.post(
    "/ask", response_model=AskResponse, responses={**_EITHER, **error_responses.BAD_BODY, **error_responses.NOT_HELD}
)
async def ask_with_body(body: AskRequest, request: Request, answerer: AnswererDep) -> AskResponse | StreamingResponse:
    """Answer a question sent as JSON."""
    return await _answered(body, request, answerer)


async def _answered(
    asked: AskQuery | AskRequest, request: Request, answerer: Answerer
) -> AskResponse | StreamingResponse:
    start = time.perf_counter()
    begin = partial(answerer.begin, asked.q, asked.previous, asked.documents)
    if EVENTS not in request.headers.get("accept", ""):
        return await answered(request, begin, lambda answer: AskResponse.of(answer, answerer.retriever, _since(start)))
    # An invalid question raises here, while a status can be sent.
    answering = await computed(request, begin)
    return StreamingResponse(_events(request, answering, answerer.retriever, start), media_type=EVENTS)


async def _events(request: Request, answering: Answering, retriever: Retriever, start: float) -> AsyncIterator[str]:
    def sentence_event(sentence: AnswerSentence) -> str:
        return _event("sentence", AnswerSentenceOut.of(sentence, retriever))

    if answering.is_worded:
        async for sentence in model_pool(request).sentences(answering):
            yield await work_pool(request).run(partial(sentence_event, sentence), budget_of(request))
    else:
        async for event in computed_items(request, map(sentence_event, answering.sentences)):
            yield event
    async for event in computed_items(request, _last_events(answering, retriever, start)):
        yield event


def _last_events(answering: Answering, retriever: Retriever, start: float) -> Iterator[str]:
    whole = AskResponse.of(answering.answer, retriever, _since(start))
    citations = [one.model_dump(mode="json") for sentence in whole.sentences for one in sentence.citations]
    yield _event("citations", citations)
    yield _event("answer", whole)


def _event(name: str, data: BaseModel | list[Any]) -> str:
    value = data.model_dump(mode="json") if isinstance(data, BaseModel) else data
    return f"event: {name}\ndata: {json.dumps(value, ensure_ascii=False)}\n\n"


def _since(start: float) -> float:
    return (time.perf_counter() - start) * 1000
