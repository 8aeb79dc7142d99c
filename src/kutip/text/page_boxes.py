"""Where text stands on the pages of a PDF: the rectangles that light it, one for each line."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from statistics import median

from kutip.errors import NotFoundError
from kutip.types import Box, Document, Edges, Span

_Placed = tuple[int, Edges]  # the offset of a character and its box

_TALL = 2.2  # in usual heights of the characters of a line; brackets of text are up to 2
_ENDS = "\n\t"  # white space between two lines, or two columns or cells of one


def page_of(document: Document, offset: int) -> int | None:
    """The number of the page, from 1, of a code point of the source; None if the source shows no pages."""
    return bisect_right(document.pages, offset) if document.pages else None


def label_of(document: Document, page: int) -> str:
    """The number that is printed on a page of a PDF, such as "217"; "" if it is not known."""
    return document.page_shapes[page - 1].label if document.page_shapes else ""


def require_page(document: Document, page: int) -> int:
    """Return the number of a page that a document has.

    Raises:
        NotFoundError: It is no PDF, or has no such page.
    """
    if not 0 < page <= len(document.page_shapes):
        raise NotFoundError("page", str(page))
    return page


def page_span(document: Document, page: int) -> tuple[int, int]:
    """The offsets of the source at which a page starts and ends; they are equal for a page without text."""
    starts = (*document.pages, len(document.source_text))
    return starts[page - 1], starts[page]


def is_recognised(document: Document, spans: Iterable[Span]) -> bool:
    """Whether text at some spans was read from pictures of pages, by OCR."""
    shapes = document.page_shapes
    if not any(shape.is_recognised for shape in shapes):
        return False
    ends = [(page_of(document, span.start) or 1, page_of(document, span.end - 1) or 1) for span in spans]
    return any(shape.is_recognised for first, last in ends for shape in shapes[first - 1 : last])


def boxes_at(document: Document, spans: Iterable[Span]) -> tuple[Box, ...]:
    """The rectangles around the characters at some spans of a PDF's text, in the order of the text.

    There is one for each line or cell on each page, around all of the characters that are in the spans and no others,
    and one for each character that is as high as several lines; none for a document of another form.
    """
    return tuple(box for span in spans for _, box in lines_at(document, span.start, span.end))


def lines_at(document: Document, start: int, end: int) -> Iterator[tuple[Span, Box]]:
    """Yield the lines, or cells of lines, of the code points [start, end), each with the rectangle around it."""
    if document.boxes_of is None:
        return
    page, held = 0, list[_Placed]()
    boxes = document.boxes_of(start, end)
    for at, (character, edges) in enumerate(zip(document.source_text[start:end], boxes, strict=True), start):
        own = page_of(document, at) or 0
        if held and (character in _ENDS or own != page):
            yield from _rectangles(page, held)
            held = []
        page = own
        if edges is not None:
            held.append((at, edges))
    if held:
        yield from _rectangles(page, held)


def _rectangles(page: int, held: Sequence[_Placed]) -> Iterator[tuple[Span, Box]]:
    """Yield the rectangle around a line; what reaches over other lines, as a large first letter, has its own."""
    usual = median(lower - upper for _, (_, upper, _, lower) in held)
    for _, run in groupby(held, key=lambda one: one[1][3] - one[1][1] > _TALL * usual):
        own = list(run)
        yield Span(own[0][0], own[-1][0] + 1), _around(page, [edges for _, edges in own])


def _around(page: int, edges: Iterable[Edges]) -> Box:
    lefts, uppers, rights, lowers = zip(*edges, strict=True)
    return Box(page, min(lefts), min(uppers), max(rights), max(lowers))
