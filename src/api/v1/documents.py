"""Routes for documents, their source texts, and passages."""

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse

from api.http import error_responses
from api.http.bodies import StrictJSONRoute
from api.http.state import RetrieverDep
from api.v1.corpus_schemas import CorpusOut, ListedDocument
from api.v1.page_schemas import PageDetail, PageOut
from api.v1.search_schemas import DocumentDetail, PassageOut
from kutip.text.page_boxes import require_page

router = APIRouter(prefix="/v1", route_class=StrictJSONRoute)


@router.get("/documents", tags=["documents"], responses=error_responses.NO_INDEX)
def documents(request: Request, retriever: RetrieverDep) -> list[ListedDocument]:
    """List all documents, sorted by id, each with its state."""
    return ListedDocument.all(retriever, retriever.compared_with(request.app.state.settings.corpus))


@router.get("/corpus", tags=["documents"], responses=error_responses.NO_INDEX)
def corpus(request: Request, retriever: RetrieverDep) -> CorpusOut:
    """List the papers of the index and of the corpus folder with their states: also those that the index lacks."""
    return CorpusOut.of(retriever.compared_with(request.app.state.settings.corpus), retriever)


@router.get("/documents/{document_id}", tags=["documents"], responses=error_responses.NOT_HELD)
def document(document_id: str, retriever: RetrieverDep) -> DocumentDetail:
    """Describe a document, with its headings."""
    return DocumentDetail.of(retriever.document(document_id), retriever)


@router.get(
    "/documents/{document_id}/text",
    tags=["documents"],
    response_class=PlainTextResponse,
    responses=error_responses.NOT_HELD,
)
def document_text(document_id: str, retriever: RetrieverDep) -> PlainTextResponse:
    """Return the source text as it is in its file. All spans count code points of this text."""
    return PlainTextResponse(retriever.document(document_id).source_text)


@router.get("/documents/{document_id}/pages", tags=["documents"], responses=error_responses.NOT_HELD)
def document_pages(document_id: str, retriever: RetrieverDep) -> list[PageOut]:
    """List the pages of a PDF with their sizes and printed numbers; none for a document of another form."""
    return PageOut.all(retriever.document(document_id))


@router.get("/documents/{document_id}/pages/{number}", tags=["documents"], responses=error_responses.NOT_HELD)
def document_page(document_id: str, number: int, retriever: RetrieverDep) -> PageDetail:
    """Describe a page of a PDF with its lines: the code points of the source text in each, and where it stands."""
    found = retriever.document(document_id)
    return PageDetail.of(found, require_page(found, number))


@router.get(
    "/documents/{document_id}/passages",
    tags=["documents"],
    response_model_exclude_unset=True,
    responses=error_responses.NOT_HELD,
)
def document_passages(document_id: str, retriever: RetrieverDep) -> list[PassageOut]:
    """List all passages of a document in reading order; these are what a search can find in it."""
    document = retriever.document(document_id)
    return [PassageOut.of(one, document) for one in retriever.passages if one.document_id == document.id]


@router.get(
    "/passages/{passage_id}", tags=["passages"], response_model_exclude_unset=True, responses=error_responses.NOT_HELD
)
def passage(passage_id: str, retriever: RetrieverDep) -> PassageOut:
    """Return a passage."""
    found = retriever.passage(passage_id)
    return PassageOut.of(found, retriever.document(found.document_id))
