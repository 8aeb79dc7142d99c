"""Schemas of lists of papers with their state, version 1."""

from typing import Self

from pydantic import BaseModel, Field

from api.v1.message_schemas import MessageOut
from api.v1.search_schemas import DocumentOut
from kutip.index.corpus_view import CorpusView, PaperState
from retriever.search import Retriever

_STATE = Field(
    description="indexed, changed (in the corpus folder, since it was indexed), gone (from that folder), new (there,"
    " and not in the index) or skipped (the index could not have it; kutip index says why)."
)


class ListedDocument(DocumentOut):
    """A document of the index with its state."""

    state: PaperState = _STATE
    notices: list[MessageOut] = Field(
        description="What to know of how its files were read, such as pages that are pictures; mostly empty."
    )

    @classmethod
    def all(cls, retriever: Retriever, view: CorpusView) -> list[Self]:
        """Convert the documents of an index."""
        return [
            cls(
                **DocumentOut.of(document, retriever).model_dump(),
                state=view.states.get(document.id, PaperState.INDEXED),
                notices=[MessageOut.of(notice) for notice in document.notices],
            )
            for document in retriever.documents.values()
        ]


class PaperStateOut(BaseModel):
    """A paper of the index or of the corpus folder, with its state."""

    id: str
    state: PaperState = _STATE


class CorpusOut(BaseModel):
    """The papers of the index and of the corpus folder."""

    index_version: str
    is_seen: bool = Field(
        description="False if the service sees no corpus folder with a paper of the index: then no paper is called"
        " changed, gone or new."
    )
    papers: list[PaperStateOut]

    @classmethod
    def of(cls, view: CorpusView, retriever: Retriever) -> Self:
        """Convert what was found."""
        papers = [PaperStateOut(id=one, state=state) for one, state in view.states.items()]
        return cls(index_version=retriever.version, is_seen=view.is_seen, papers=papers)
