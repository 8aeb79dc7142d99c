"""Routes of the web pages: ask, read, check.

The pages work without JavaScript, set no cookie and load nothing from other hosts.
"""

from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.http import error_responses
from api.http.language import preferred_language
from api.http.model_pool import answered
from api.http.proxied import route_path
from api.http.state import QuotationsDep, RetrieverDep, current_retriever
from api.http.work import WorkRoute, computed
from api.pages.answer_view import show_answer
from api.pages.check_view import QUOTE, Checked, check
from api.pages.links import Links, read_spans
from api.pages.page_side import page_side
from api.pages.paper_view import list_references, paper_of, read_paper
from api.v1.ask import AnswererDep
from kutip.errors import KutipError, QueryError
from kutip.index.corpus_view import PaperState
from kutip.messages.catalogue import Catalogue, languages
from kutip.metadata.facts import facts_of
from kutip.settings import LimitSettings
from kutip.types import Answer, Message, Status

HERE = Path(__file__).parent
_FAULT = Message("refused.fault")
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Frame:
    """The values that every page needs.

    Attributes:
        language: Code of the page's language, such as "en".
        root: Path below which a reverse proxy shows the pages, such as "/kutip"; "" for none.
        path: "/", "/documents" or "/check": the entry of the navigation that is marked as current.
        ask: Address of the page for questions, in the page's language.
        documents: Address of the list of papers.
        check: Address of the page for checks.
        others: For each other language that Kutip speaks: its code, its own name, the address of this page in it.
        version: Version of the index; None if there is no usable index.
    """

    language: str
    root: str
    path: str
    ask: str
    documents: str
    check: str
    others: tuple[tuple[str, str, str], ...]
    version: str | None


class Page:
    """The page for a request, in the request's language.

    Attributes:
        preferred: The language that the request prefers; None if Kutip speaks none that it accepts.
        language: Language of the page: the preferred one, else English.
        links: Makes addresses of other pages.
        catalogue: Sentences in the language of the page.
    """

    def __init__(self, request: Request) -> None:
        chosen = request.query_params.get("lang")
        self.preferred = preferred_language(chosen, request.headers.get("accept-language"))
        self.language = self.preferred or languages()[0]
        self.links = Links(self.language if chosen == self.language else None, request.scope["root_path"])
        self.catalogue = Catalogue.of(self.language)
        self._request = request

    def show(self, template: str, *, status: int = 200, **values: object) -> HTMLResponse:
        """Render a template as the response."""
        words = {"catalogue": self.catalogue, "w": self.catalogue.text}
        text = _ENVIRONMENT.get_template(template).render(frame=self._frame(), status=status, **words, **values)
        return HTMLResponse(error_responses.sendable(text), status, {"Vary": "Accept-Language"})

    def _frame(self) -> Frame:
        url, ours = self._request.url, self.links.to
        others = [(code, Catalogue.of(code).text("site.language")) for code in languages() if code != self.language]
        return Frame(
            language=self.language,
            root=self.links.root,
            path="/" + route_path(self._request.scope).split("/")[1],
            ask=ours("/"),
            documents=ours("/documents"),
            check=ours("/check"),
            others=tuple(
                (code, name, f"{url.path}?{url.include_query_params(lang=code).query}") for code, name in others
            ),
            version=getattr(getattr(self._request.state, "retriever", None), "version", None),
        )


class PageRoute(WorkRoute):
    """A route whose errors are shown as pages."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's handler, with an error page for errors of Kutip and for invalid parameters."""
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            with suppress(KutipError):  # there may be no index; the page is shown without its version
                await current_retriever(request)
            headers: Mapping[str, str] = {}
            try:
                return await handle(request)
            except KutipError as error:
                status, message = error_responses.status_of(error), error.message or _FAULT
                headers = error_responses.headers_of(error)
            except RequestValidationError:
                status, message = 422, Message("refused.field")
            response = Page(request).show("error.html", status=status, message=message)
            response.headers.update(headers)
            return response

        return handled


router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/")
async def ask(
    request: Request,
    answerer: AnswererDep,
    q: str = "",
    previous: str = "",
    document: Annotated[list[str] | None, Query()] = None,
) -> HTMLResponse:
    """Show the form for a question, and the answer if there is a question; the form keeps it for the next one."""
    page, asked = Page(request), [one for one in document or () if one]

    def show(answer: Answer | None, error: Message | None = None) -> HTMLResponse:
        shown = sorted(answerer.retriever.examples, key=lambda one: one.language != page.language)  # its language first
        examples = [(one.question, page.links.to("/", q=one.question)) for one in shown]
        seen = answer and show_answer(answer, answerer.retriever, page.links, page.preferred)
        last = "" if error else previous
        if answer is not None and answer.status is not Status.NOT_IN_CORPUS:
            last = answer.asked_as or q
        papers = [(one.id, facts_of(one).name) for one in answerer.retriever.documents.values()]
        values = {"question": q, "previous": last, "answered": seen, "error": error, "examples": examples}
        return page.show("ask.html", status=422 if error else 200, papers=papers, asked=asked, **values)

    if not q:
        return await computed(request, lambda: show(None))
    try:
        return await answered(request, partial(answerer.begin, q, previous, asked), show)
    except QueryError as error:
        return show(None, error.message or _FAULT)


@router.get("/documents")
def papers(request: Request, retriever: RetrieverDep) -> HTMLResponse:
    """List all papers."""
    page = Page(request)
    listed = [paper_of(document, retriever, page.links) for document in retriever.documents.values()]
    view = retriever.compared_with(request.app.state.settings.corpus)
    unlike = {state: view.having(state) for state in PaperState if state is not PaperState.INDEXED}
    notices = {document.id: document.notices for document in retriever.documents.values()}
    return page.show("documents.html", papers=listed, unlike=unlike, notices=notices)


@router.get("/documents/{document_id}")
def read(document_id: str, request: Request, retriever: RetrieverDep, lit: str = "", page: int = 0) -> HTMLResponse:
    """Show a whole paper, with the text at the `lit` spans highlighted; of a PDF, also a page as a picture."""
    own = Page(request)
    spans = read_spans(lit, len(retriever.document(document_id).source_text))
    return own.show("document.html", reading=read_paper(retriever, document_id, own.links, lit=spans, page=page))


@router.get("/documents/{document_id}/pages")
def pages(document_id: str, request: Request, retriever: RetrieverDep, lit: str = "", page: int = 0) -> HTMLResponse:
    """Show the pictures of a PDF's pages alone, for the script of a paper's page."""
    own, document = Page(request), retriever.document(document_id)
    spans = read_spans(lit, len(document.source_text))
    return own.show("page_side.html", side=page_side(document, own.links, lit=spans, page=page), in_text=False)


@router.get("/documents/{document_id}/references")
def references(document_id: str, request: Request, retriever: RetrieverDep) -> HTMLResponse:
    """Show a paper's references, where it cites them, and the problems found."""
    page = Page(request)
    return page.show("references.html", listed=list_references(retriever, document_id, page.links))


@router.get("/check")
def check_form(request: Request) -> HTMLResponse:
    """Show the form for a quotation or a text to check."""
    return _checked(request, None, "", QUOTE)


@router.post("/check")
def check_given(
    request: Request,
    retriever: RetrieverDep,
    quotations: QuotationsDep,
    text: Annotated[str, Form()] = "",
    mode: Annotated[str, Form()] = QUOTE,
) -> HTMLResponse:
    """Check a quotation or a text and show the result."""
    limits: LimitSettings = request.app.state.settings.limits
    given = text.replace("\r\n", "\n")  # browsers send line ends of forms as \r\n
    try:
        found = check(given, mode, retriever, quotations.checker(), limits, Page(request).links)
    except QueryError as error:
        return _checked(request, None, given, mode, error.message or _FAULT)
    return _checked(request, found, given, mode)


def _checked(
    request: Request, found: Checked | None, text: str, mode: str, error: Message | None = None
) -> HTMLResponse:
    limit = request.app.state.settings.limits.max_text_characters
    values = {"checked": found, "text": text, "mode": mode, "error": error, "limit": limit}
    return Page(request).show("check.html", status=422 if error else 200, **values)
