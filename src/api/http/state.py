"""Dependencies of routes: the retriever over the current index, and the checker of quotations for it."""

import asyncio
from typing import Annotated

from fastapi import Depends, Request

from kutip.errors import BusyError
from kutip.types import Message
from retriever.current import CurrentRetriever
from retriever.quotations.checker import QuoteChecker
from retriever.search import Retriever

_OPENING_SECONDS = 2  # a request waits so long while the first index is opened; a small one opens in 1


async def current_retriever(request: Request) -> Retriever:
    """The retriever that answers a request, from its first to its last byte, even if a new index comes meanwhile.

    Raises:
        IndexMissingError, IndexDamagedError, IndexFormatError: There is no index that can be used.
        BusyError: The first index is being opened.
    """
    found: Retriever | None = getattr(request.state, "retriever", None)
    if found is None:
        shared: CurrentRetriever = request.app.state.retriever
        opened = asyncio.wrap_future(shared.in_force())
        try:
            found = await asyncio.wait_for(asyncio.shield(opened), _OPENING_SECONDS)
        except TimeoutError:
            raise BusyError(Message("refused.opening")) from None
        request.state.retriever = found
    return found


RetrieverDep = Annotated[Retriever, Depends(current_retriever)]


class Quotations:
    """The checker of quotations for a request's index; it is made where it is first used, since that takes long."""

    def __init__(self, shared: CurrentRetriever, retriever: Retriever) -> None:
        self._shared = shared
        self._retriever = retriever

    def checker(self) -> QuoteChecker:
        """The checker; the first call for an index makes it."""
        return self._shared.quotations(self._retriever)


async def current_quotations(request: Request, retriever: RetrieverDep) -> Quotations:
    """The way to the checker of quotations for the request's index."""
    return Quotations(request.app.state.retriever, retriever)


QuotationsDep = Annotated[Quotations, Depends(current_quotations)]
