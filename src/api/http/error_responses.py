"""Responses to errors: application/problem+json (RFC 9457). They never repeat values of the request."""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.methods import allowed_methods
from api.http.record import record_of
from kutip.errors import (
    AbandonedError,
    BusyError,
    IndexDamagedError,
    IndexFormatError,
    IndexMissingError,
    KutipError,
    NotFoundError,
    OtherModelError,
    OverBudgetError,
    PictureError,
    QueryError,
    ReaderError,
)

MEDIA_TYPE = "application/problem+json"
_LOG = logging.getLogger("kutip.api")

# Error class -> status, kind, title. The first class that matches is used; any other KutipError is a 500.
_STATUS: Mapping[type[KutipError], tuple[HTTPStatus, str, str]] = {
    NotFoundError: (HTTPStatus.NOT_FOUND, "not-found", "The index does not hold it"),
    QueryError: (HTTPStatus.UNPROCESSABLE_ENTITY, "bad-query", "The query cannot be searched"),
    OverBudgetError: (HTTPStatus.UNPROCESSABLE_ENTITY, "too-costly", "The request takes too much computing time"),
    PictureError: (HTTPStatus.UNPROCESSABLE_ENTITY, "no-picture", "The page cannot be drawn"),
    BusyError: (HTTPStatus.SERVICE_UNAVAILABLE, "busy", "The service is busy"),
    AbandonedError: (HTTPStatus.SERVICE_UNAVAILABLE, "abandoned", "The client went away"),  # nobody reads it
    IndexMissingError: (HTTPStatus.SERVICE_UNAVAILABLE, "no-index", "There is no index"),
    IndexDamagedError: (HTTPStatus.SERVICE_UNAVAILABLE, "damaged-index", "The index is damaged"),
    IndexFormatError: (HTTPStatus.SERVICE_UNAVAILABLE, "other-index-format", "The index has another format"),
    ReaderError: (HTTPStatus.SERVICE_UNAVAILABLE, "no-reader", "The reader cannot be used"),
    OtherModelError: (HTTPStatus.SERVICE_UNAVAILABLE, "other-model", "The index is of another model"),
}


class FieldProblem(BaseModel):
    """An error in one field of a request."""

    where: str = Field(examples=["query.k"])
    message: str = Field(examples=["Input should be less than or equal to 100"])


class ProblemBody(BaseModel):
    """An error in the form of RFC 9457."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "type": "urn:kutip:problem:not-found",
                "title": "The index does not hold it",
                "status": 404,
                "detail": "the index holds no document 'smith-2020'",
            }
        }
    )

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] | None = Field(default=None, description="One entry for each invalid field, if any.")


class ProblemResponse(JSONResponse):
    """A JSON response with the media type of problems.

    Attributes:
        kind: The kind of problem, such as "not-found".
    """

    media_type = MEDIA_TYPE
    kind = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the response, and write the kind of problem into the request's record."""
        record = record_of(scope)
        if record is not None:
            record.problem = self.kind
        await super().__call__(scope, receive, send)


class Faults:
    """ASGI middleware that answers 500 where nothing else handles an exception, inside those that add headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        has_begun = False

        async def sent(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, sent)
        except Exception as error:
            if scope["type"] != "http" or has_begun:
                raise  # the connection breaks off, which a client notices
            await _fault(Request(scope), error)(scope, receive, send)


def problem(
    status: int, kind: str, title: str, detail: str, errors: Sequence[FieldProblem] | None = None
) -> ProblemResponse:
    """Create the response to an error.

    Args:
        status: HTTP status, for example 404.
        kind: End of the problem's type: "not-found" gives "urn:kutip:problem:not-found".
        title: Short name of the kind of error.
        detail: What happened and what to do; lone surrogates in it are escaped.
        errors: The invalid fields, if the error is about fields.
    """
    body = ProblemBody(
        type=f"urn:kutip:problem:{kind}",
        title=title,
        status=status,
        detail=sendable(detail),
        errors=list(errors) if errors is not None else None,
    )
    response = ProblemResponse(body.model_dump(exclude_none=True), status_code=status)
    response.kind = kind
    return response


def sendable(text: str) -> str:
    """The text with lone surrogates escaped, so that it can be encoded as UTF-8."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def install(app: FastAPI) -> None:
    """Make the application respond to every error with a problem."""
    app.add_exception_handler(KutipError, _kutip_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)


def _documented(description: str) -> dict[str, Any]:
    return {"model": ProblemBody, "description": description, "content": {MEDIA_TYPE: {}}}


NO_INDEX: dict[int | str, dict[str, Any]] = {
    503: _documented("There is no index, it is damaged, or the service is busy.")
}
NOT_HELD: dict[int | str, dict[str, Any]] = {404: _documented("The index does not hold it."), **NO_INDEX}
BAD: dict[int | str, dict[str, Any]] = {422: _documented("The request does not fit the contract.")}
UNDRAWN: dict[int | str, dict[str, Any]] = {
    422: _documented("The request does not fit the contract, or the page cannot be drawn.")
}
BAD_BODY: dict[int | str, dict[str, Any]] = {
    408: _documented("The body came too slowly."),
    413: _documented("The body is too large."),
    **BAD,
}


def status_of(error: KutipError) -> int:
    """HTTP status of the response to an error of Kutip."""
    return next((status for kind, (status, *_) in _STATUS.items() if isinstance(error, kind)), 500)


def headers_of(error: KutipError) -> dict[str, str]:
    """Headers of the response to an error of Kutip, such as when to try again."""
    return {"Retry-After": str(error.seconds)} if isinstance(error, BusyError) else {}


def _kutip_error(request: Request, error: Exception) -> ProblemResponse:
    for kind, (status, name, title) in _STATUS.items():
        if isinstance(error, kind):
            response = problem(status, name, title, str(error))
            response.headers.update(headers_of(error))
            return response
    return _fault(request, error)


def _validation_error(request: Request, error: Exception) -> ProblemResponse:
    found: Sequence[Mapping[str, Any]] = error.errors() if isinstance(error, RequestValidationError) else []
    errors = [
        FieldProblem(where=sendable(".".join(str(part) for part in one["loc"])), message=sendable(one["msg"]))
        for one in found
    ]
    detail = "; ".join(f"{one.where}: {one.message}" for one in errors)
    return problem(422, "bad-request", "The request does not fit the contract", detail, errors)


def _http_error(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = str(error.detail) if isinstance(error, HTTPException) else ""
    headers = dict((error.headers if isinstance(error, HTTPException) else None) or {})
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        allowed = allowed_methods(request) or f"{headers.get('Allow', 'GET, HEAD')}, OPTIONS"
        if request.method == "OPTIONS":
            return Response(status_code=HTTPStatus.NO_CONTENT, headers={"Allow": allowed})
        headers["Allow"] = allowed
        detail = f"this path takes {allowed}"
    phrase = HTTPStatus(status).phrase
    response = problem(status, phrase.casefold().replace(" ", "-"), phrase, detail)
    response.headers.update(headers)
    return response


def _fault(request: Request, error: Exception) -> ProblemResponse:
    _LOG.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return problem(500, "fault", "Kutip failed", "this is a fault of Kutip's; its log has the details")
