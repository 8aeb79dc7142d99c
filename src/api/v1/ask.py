"""Questions over HTTP: the answer as JSON, or sentence by sentence as server-sent events."""

import json
import time
from collections.abc import Iterator
from itertools import chain
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from api.http import error_responses
from api.http.bodies import StrictJSONRoute
from api.v1.answer_schemas import AnswerSentenceOut, AskQuery, AskRequest, AskResponse
from kutip.types import Answer
from retriever.answers.answerer import Answerer

EVENTS = "text/event-stream"
router = APIRouter(prefix="/v1", route_class=StrictJSONRoute, tags=["answers"])


def current_answerer(request: Request) -> Answerer:
    """Answers over the index in force."""
    state = request.app.state
    return Answerer(state.retriever.get(), state.calibration, state.writer)


AnswererDep = Annotated[Answerer, Depends(current_answerer)]
_EITHER: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {EVENTS: {"schema": {"type": "string"}}},
        "description": "The answer. With `Accept: text/event-stream` as events: `sentence` for each sentence as it"
        " comes, `citations` with all citations, `answer` with the whole.",
    }
}


@router.get(
    "/ask", response_model=AskResponse, responses={**_EITHER, **error_responses.BAD, **error_responses.NO_INDEX}
)
def ask(
    query: Annotated[AskQuery, Query()], request: Request, answerer: AnswererDep
) -> AskResponse | StreamingResponse:
    """Answer a question with the papers' own sentences, or say that they do not hold the answer."""
    return _answered(query.q, request, answerer)


@router.post(
    "/ask", response_model=AskResponse, responses={**_EITHER, **error_responses.BAD_BODY, **error_responses.NO_INDEX}
)
def ask_with_body(body: AskRequest, request: Request, answerer: AnswererDep) -> AskResponse | StreamingResponse:
    """Answer a question sent as JSON."""
    return _answered(body.q, request, answerer)


def _answered(question: str, request: Request, answerer: Answerer) -> AskResponse | StreamingResponse:
    start = time.perf_counter()
    if EVENTS not in request.headers.get("accept", ""):
        return AskResponse.of(answerer.answer(question), answerer.retriever, _since(start))
    pieces = answerer.stream(question)
    first = next(pieces)  # a question that cannot be asked fails here, before a status has been sent
    return StreamingResponse(_events(first, pieces, answerer, start), media_type=EVENTS)


def _events(first: Any, rest: Iterator[Any], answerer: Answerer, start: float) -> Iterator[str]:
    for piece in chain([first], rest):
        if isinstance(piece, Answer):
            whole = AskResponse.of(piece, answerer.retriever, _since(start))
            citations = [one.model_dump(mode="json") for sentence in whole.sentences for one in sentence.citations]
            yield _event("citations", citations)
            yield _event("answer", whole)
        else:
            yield _event("sentence", AnswerSentenceOut.of(piece, answerer.retriever))


def _event(name: str, data: BaseModel | list[Any]) -> str:
    value = data.model_dump(mode="json") if isinstance(data, BaseModel) else data
    return f"event: {name}\ndata: {json.dumps(value, ensure_ascii=False)}\n\n"


def _since(start: float) -> float:
    return (time.perf_counter() - start) * 1000
