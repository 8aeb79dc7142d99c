"""Whether the process answers, and whether it has an index to answer from."""

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.http import error_responses
from api.http.state import RetrieverDep

router = APIRouter(tags=["service"])


class Health(BaseModel):
    """Whether the service runs."""

    status: str = Field(examples=["ok"])


class Readiness(Health):
    """Whether it can answer, and from which index."""

    index_version: str


@router.get("/healthz")
def healthz() -> Health:
    """Whether the process answers."""
    return Health(status="ok")


@router.get("/readyz", responses=error_responses.NO_INDEX)
def readyz(retriever: RetrieverDep) -> Readiness:
    """Whether there is an index to answer from."""
    return Readiness(status="ready", index_version=retriever.version)
