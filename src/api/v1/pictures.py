"""Routes for pictures of the pages of PDFs."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from api.http import error_responses
from api.http.bodies import StrictJSONRoute
from api.http.picture_pool import picture_pool
from api.http.state import RetrieverDep
from api.http.work import computed, until_gone
from kutip.errors import PicturesMissingError
from kutip.pictures.drawing import PictureForm
from kutip.pictures.picture_cache import PagePicture
from kutip.text.page_boxes import require_page
from retriever.search import Retriever

router = APIRouter(prefix="/v1", route_class=StrictJSONRoute)

NARROWEST, WIDEST = 100, 2_000  # pixels; the widest shows a page on a screen of twice the usual density
_STEP = 100  # pixels between widths that are drawn: 20 pictures of a page at most, however many widths are asked for
_MEDIA_TYPES = {PictureForm.WEBP: "image/webp", PictureForm.PNG: "image/png"}

Number = Annotated[int, Path(description="Number of the page, from 1.")]
Width = Annotated[
    int,
    Query(
        ge=NARROWEST,
        le=WIDEST,
        description=f"Pixels from left to right, rounded up to hundreds ({_STEP}, {2 * _STEP}, …). A page many times as"
        " high as wide is drawn narrower. The whole page is shown, so that shares of its width and height are shares"
        " of the picture's.",
    ),
]


def _answers(form: PictureForm) -> dict[int | str, dict[str, Any]]:
    return {
        200: {"content": {_MEDIA_TYPES[form]: {"schema": {"type": "string", "format": "binary"}}}},
        **error_responses.NOT_HELD,
        **error_responses.UNDRAWN,
    }


@router.get(
    "/documents/{document_id}/pages/{number}.webp",
    tags=["documents"],
    response_class=Response,
    responses=_answers(PictureForm.WEBP),
)
async def page_webp(
    document_id: str, number: Number, request: Request, retriever: RetrieverDep, width: Width = 1_000
) -> Response:
    """Draw a page of a PDF as it is shown, turned as the file says, without notes and other annotations; as WebP."""
    return await _picture(request, retriever, document_id, number, width, PictureForm.WEBP)


@router.get(
    "/documents/{document_id}/pages/{number}.png",
    tags=["documents"],
    response_class=Response,
    responses=_answers(PictureForm.PNG),
)
async def page_png(
    document_id: str, number: Number, request: Request, retriever: RetrieverDep, width: Width = 1_000
) -> Response:
    """Draw a page of a PDF as PNG, which is twice to four times as large as WebP."""
    return await _picture(request, retriever, document_id, number, width, PictureForm.PNG)


async def _picture(
    request: Request, retriever: Retriever, document_id: str, number: int, width: int, form: PictureForm
) -> Response:
    def wanted() -> tuple[PagePicture, Callable[[], bytes]]:
        document = retriever.document(document_id)
        if document.original is None:
            raise PicturesMissingError(document.id)
        page = require_page(document, number)
        return PagePicture(document.sha256, page, -(-width // _STEP) * _STEP, form), document.original

    picture = await until_gone(request, picture_pool(request).picture(*await computed(request, wanted)))
    return Response(picture, media_type=_MEDIA_TYPES[form])
