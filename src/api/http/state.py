"""What routes work with: the retriever over the index in force, and what checks quotations against it."""

from typing import Annotated

from fastapi import Depends, Request

from retriever.current import CurrentRetriever
from retriever.quotations.checker import QuoteChecker
from retriever.search import Retriever


def current_retriever(request: Request) -> Retriever:
    """The retriever for the index in force."""
    shared: CurrentRetriever = request.app.state.retriever
    return shared.get()


RetrieverDep = Annotated[Retriever, Depends(current_retriever)]


def current_quotations(request: Request, retriever: RetrieverDep) -> QuoteChecker:
    """What checks quotations against the index in force."""
    shared: CurrentRetriever = request.app.state.retriever
    return shared.quotations(retriever)


QuotationsDep = Annotated[QuoteChecker, Depends(current_quotations)]
