"""Dependencies of routes: the retriever over the current index, and the checker of quotations for it."""

from typing import Annotated

from fastapi import Depends, Request

from retriever.current import CurrentRetriever
from retriever.quotations.checker import QuoteChecker
from retriever.search import Retriever


def current_retriever(request: Request) -> Retriever:
    """The retriever over the current index."""
    shared: CurrentRetriever = request.app.state.retriever
    return shared.get()


RetrieverDep = Annotated[Retriever, Depends(current_retriever)]


def current_quotations(request: Request, retriever: RetrieverDep) -> QuoteChecker:
    """The checker of quotations for the current index."""
    shared: CurrentRetriever = request.app.state.retriever
    return shared.quotations(retriever)


QuotationsDep = Annotated[QuoteChecker, Depends(current_quotations)]
