"""Routes for reviewers: a document's references and mentions, checks of quotations and claims, and exports."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.http import error_responses
from api.http.bodies import StrictJSONRoute
from api.http.choices import OneOf
from api.http.language import CatalogueDep
from api.http.state import QuotationsDep, RetrieverDep
from api.v1.citation_schemas import (
    CheckedSentenceOut,
    ClaimsRequest,
    ClaimsResponse,
    QuoteCheckOut,
    QuotesRequest,
    QuotesResponse,
)
from api.v1.reference_schemas import MentionOut, ReferenceOut, ReferenceProblemOut
from kutip.errors import NotFoundError, QueryError
from kutip.settings import LimitSettings
from kutip.types import Message
from retriever.citations.exports import EXPORTERS, exporter
from retriever.citations.locators import paragraphs_of
from retriever.claims import check_text

router = APIRouter(prefix="/v1", route_class=StrictJSONRoute)


@router.get("/documents/{document_id}/references", tags=["documents"], responses=error_responses.NOT_HELD)
def references(document_id: str, retriever: RetrieverDep, catalogue: CatalogueDep) -> list[ReferenceOut]:
    """List the entries of a document's list of references, in order; empty if it has no list."""
    bibliography = retriever.bibliography(document_id)
    return [ReferenceOut.of(reference, bibliography, catalogue) for reference in bibliography.references]


@router.get(
    "/documents/{document_id}/mentions",
    tags=["documents"],
    responses={**error_responses.NOT_HELD, **error_responses.BAD},
)
def mentions(
    document_id: str,
    retriever: RetrieverDep,
    catalogue: CatalogueDep,
    reference: Annotated[str | None, Query(description="Only citations of the entry with this id.")] = None,
) -> list[MentionOut]:
    """List the in-text citations of a document, in reading order."""
    bibliography = retriever.bibliography(document_id)
    if reference is not None and all(entry.id != reference for entry in bibliography.references):
        raise NotFoundError("reference", reference)
    found = (one for one in bibliography.mentions if reference is None or one.reference_id == reference)
    return [MentionOut.of(mention, catalogue) for mention in found]


@router.get("/documents/{document_id}/problems", tags=["documents"], responses=error_responses.NOT_HELD)
def reference_problems(document_id: str, retriever: RetrieverDep, catalogue: CatalogueDep) -> list[ReferenceProblemOut]:
    """List the mismatches between a document's text and its list of references."""
    return [ReferenceProblemOut.of(problem, catalogue) for problem in retriever.bibliography(document_id).problems]


@router.post("/quotes", tags=["checks"], responses={**error_responses.NOT_HELD, **error_responses.BAD_BODY})
def quotes(
    body: QuotesRequest,
    request: Request,
    retriever: RetrieverDep,
    quotations: QuotationsDep,
    catalogue: CatalogueDep,
) -> QuotesResponse:
    """Check whether quotations occur word for word in the papers, and where."""
    limits: LimitSettings = request.app.state.settings.limits
    for at, quote in enumerate(body.quotes, start=1):
        if len(quote) > limits.max_quote_characters:
            most = limits.max_quote_characters
            raise QueryError(Message("refused.quotation_too_long", {"number": at, "n": len(quote), "most": most}))
    documents = [retriever.document(document_id).id for document_id in body.documents]
    checker = quotations.checker()
    checks = [checker.check(quote, documents) for quote in body.quotes]
    return QuotesResponse(results=[QuoteCheckOut.of(check, retriever, catalogue) for check in checks])


@router.post("/claims", tags=["checks"], responses={**error_responses.BAD_BODY, **error_responses.NO_INDEX})
def claims(
    body: ClaimsRequest,
    request: Request,
    retriever: RetrieverDep,
    quotations: QuotationsDep,
    catalogue: CatalogueDep,
) -> ClaimsResponse:
    """Check a text against the papers, sentence by sentence. No label says that a sentence is true."""
    limits: LimitSettings = request.app.state.settings.limits
    if len(body.text) > limits.max_text_characters:
        most = limits.max_text_characters
        raise QueryError(Message("refused.text_too_long", {"n": len(body.text), "most": most}))
    checked = check_text(body.text, retriever, quotations.checker(), most=limits.max_sentences)
    return ClaimsResponse(sentences=[CheckedSentenceOut.of(sentence, retriever, catalogue) for sentence in checked])


@router.get(
    "/passages/{passage_id}/export",
    tags=["passages"],
    response_class=Response,
    responses={
        200: {"content": {one.media_type: {} for one in EXPORTERS.values()}},
        **error_responses.NOT_HELD,
        **error_responses.BAD,
    },
)
def export_passage(
    passage_id: str,
    retriever: RetrieverDep,
    form: Annotated[str, OneOf(EXPORTERS), Query(alias="format", description="Format to write.")],
) -> Response:
    """Export the reference of a passage's paper, or the passage as a Web Annotation."""
    chosen = exporter(form)
    passage = retriever.passage(passage_id)
    document = retriever.document(passage.document_id)
    written = chosen.write(document, passage, paragraphs_of(passage, retriever.passages, document))
    named = f'inline; filename="{document.id}{chosen.suffix}"'  # a browser shows it if it can; the name is for saving
    return Response(written, media_type=chosen.media_type, headers={"Content-Disposition": named})
