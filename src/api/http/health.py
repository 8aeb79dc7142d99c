"""Routes for monitoring: whether the process runs, and whether it has an index."""

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.http import error_responses
from api.http.state import RetrieverDep

router = APIRouter(tags=["service"])


class Health(BaseModel):
    """State of the process."""

    status: str = Field(examples=["ok"])


class Readiness(Health):
    """State of the service, with the version of its index."""

    index_version: str
    skipped: list[str] = Field(
        description="Ids of the papers of the corpus that the index lacks, because its build could not read them:"
        " `kutip index` says why."
    )
    reader: Literal["off", "ready", "unusable"] = Field(
        description="Whether the network that reads passages is used; unusable: its files are missing or changed, the"
        " log says which, and answers come without it."
    )


@router.get("/healthz")
async def healthz() -> Health:
    """Check that the process runs."""
    return Health(status="ok")


@router.get("/readyz", responses=error_responses.NO_INDEX)
async def readyz(retriever: RetrieverDep) -> Readiness:
    """Check that there is an index to answer from, and that its files are as they were when it was opened."""
    retriever.check_files()
    return Readiness(
        status="ready",
        index_version=retriever.version,
        skipped=list(retriever.skipped),
        reader=retriever.reader_state,
    )
