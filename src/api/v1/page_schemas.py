"""Schemas of the pages of PDFs and of boxes on them, version 1."""

from collections.abc import Iterable
from typing import Any, Self

from pydantic import BaseModel, Field

from kutip.text.page_boxes import boxes_at, lines_at, page_span
from kutip.types import Box, Document, Span


class BoxOut(BaseModel):
    """A rectangle on a page, in points from the upper left corner of the page as it is shown."""

    page: int = Field(description="Number of the page, from 1.")
    x0: float
    y0: float
    x1: float
    y1: float

    @classmethod
    def at(cls, document: Document, spans: Iterable[Span]) -> list[Self] | None:
        """The rectangles around the characters at some spans; None for a document without boxes."""
        if document.boxes_of is None:
            return None
        return [cls(page=box.page, **_edges(box)) for box in boxes_at(document, spans)]


def _edges(box: Box) -> dict[str, float]:
    """Return edges to a hundredth of a point, which is less than a printer draws."""
    return {name: round(getattr(box, name), 2) for name in ("x0", "y0", "x1", "y1")}


class PageOut(BaseModel):
    """A page of a PDF."""

    number: int = Field(description="Number of the page, from 1.")
    label: str | None = Field(
        description="The number that is printed on it; null if it is not known.", examples=["217"]
    )
    width: float = Field(description="Width in points, as it is shown.")
    height: float
    start: int = Field(description="Offset in the source text at which it starts.")
    end: int = Field(description="Offset at which the next page starts, or the text ends.")

    @classmethod
    def all(cls, document: Document) -> list[Self]:
        """The pages of a document."""
        return [cls(**_page(document, number)) for number in range(1, len(document.page_shapes) + 1)]


class PageLineOut(BaseModel):
    """A line, or cell of a line, of a page: the code points `[start, end)` of the source text and their rectangle."""

    start: int
    end: int
    x0: float
    y0: float
    x1: float
    y1: float


class PageDetail(PageOut):
    """A page of a PDF with its lines, from the first of the text to the last."""

    lines: list[PageLineOut]

    @classmethod
    def of(cls, document: Document, number: int) -> Self:
        """Convert a page that the document has."""
        lines = [
            PageLineOut(start=span.start, end=span.end, **_edges(box))
            for span, box in lines_at(document, *page_span(document, number))
        ]
        return cls(lines=lines, **_page(document, number))


def _page(document: Document, number: int) -> dict[str, Any]:
    shape, (start, end) = document.page_shapes[number - 1], page_span(document, number)
    size = {"width": round(shape.width, 2), "height": round(shape.height, 2)}
    return {"number": number, "label": shape.label or None, **size, "start": start, "end": end}
