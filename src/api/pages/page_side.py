"""The side of a paper's page that shows the PDF: pictures of its pages, with the highlighted words lit at their boxes.

Only the pages that are lit are shown, or the one that was asked for, with links to others: a thesis has hundreds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.pages.links import Links
from kutip.text.page_boxes import boxes_at, page_of, require_page
from kutip.types import Box, Document, Message, Span
from retriever.citations.locators import page_said

_MOST_SHOWN = 2  # a sentence may go on over the page
_AROUND = 40  # points above and below lit words: two or three lines
_MOST_LISTED = 20  # further pages that are lit; who lights more goes from page to page


@dataclass(frozen=True, slots=True)
class PageLink:
    """The short name of a page, such as "p. 217", and an address that shows it."""

    name: Message
    address: str


@dataclass(frozen=True, slots=True)
class PagePlace:
    """Where a piece of a paper's text stands in its PDF.

    Attributes:
        link: To the page on which it begins, with the piece highlighted; None for headings and running heads.
        starts: Pages that begin in it; the anchors "text-<page>" are put here.
    """

    link: PageLink | None = None
    starts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page of a PDF as a picture; its anchor is "page-<number>".

    Attributes:
        number: Its number, from 1.
        name: Its name: the printed label if it has one, and its number of all pages.
        short: Its short name, such as "p. 217".
        width: Width in points, 1/72 of an inch.
        height: Height in points.
        picture: Address of the picture, to which a width in pixels is added.
        lit: The boxes of the highlighted words on it, in points from its upper left corner.
        has_text: True if the text has the anchor "text-<number>".
    """

    number: int
    name: Message
    short: Message
    width: float
    height: float
    picture: str
    lit: tuple[Box, ...]
    has_text: bool

    @property
    def strip(self) -> tuple[float, float]:
        """Top and height of the part with the lit words and the lines around them; half of the page at most."""
        if not self.lit:
            return 0, self.height / 2
        top = max(0, self.lit[0].y0 - _AROUND)
        bottom = max(box.y1 for box in self.lit) + _AROUND
        return top, min(bottom, self.height, top + self.height / 2) - top


@dataclass(frozen=True, slots=True)
class PageSide:
    """The pages that are shown, and the way to the others.

    Attributes:
        pages: The pages with the highlighted words, or the one that was asked for; else the first.
        before: The page before them; None before the first.
        after: The page after them; None after the last.
        others: Further pages with highlighted words.
        count: Number of pages that the PDF has.
        lit: The highlighted words, as the address of a paper's page has them.
        document: Address of the paper's page, with nothing highlighted.
        alone: Address of this side alone, likewise.
    """

    pages: tuple[ShownPage, ...]
    before: PageLink | None
    after: PageLink | None
    others: tuple[PageLink, ...]
    count: int
    lit: str
    document: str
    alone: str


def page_side(document: Document, links: Links, *, lit: Sequence[Span] = (), page: int = 0) -> PageSide | None:
    """Prepare the pictures of a paper's pages; None if it is no PDF.

    Args:
        document: The paper.
        links: Creates the addresses.
        lit: Spans of the source to light.
        page: The page to show, from 1; 0 for those that are lit.

    Raises:
        NotFoundError: The PDF has no such page.
    """
    count = len(document.page_shapes)
    if not count:
        return None
    lit = joined_spans(document.source_text, lit)
    on = _by_page(document, lit)
    lit_pages = list(on) or [page_of(document, span.start) or 1 for span in lit[:1]]
    chosen = [require_page(document, page)] if page else (lit_pages or [1])[:_MOST_SHOWN]

    def link(number: int) -> PageLink | None:
        if not 1 <= number <= count:
            return None
        address = links.document(document.id, lit=lit, page=number, anchor=f"page-{number}")
        return PageLink(page_said(document, number), address)

    others = [link(number) for number in lit_pages if number not in chosen][:_MOST_LISTED]
    return PageSide(
        tuple(_shown(document, links, number, on.get(number, ())) for number in chosen),
        link(chosen[0] - 1),
        link(chosen[-1] + 1),
        tuple(one for one in others if one),
        count,
        Links.places(lit),
        links.document(document.id),
        links.to(f"/documents/{document.id}/pages"),
    )


def _by_page(document: Document, lit: Sequence[Span]) -> dict[int, list[Span]]:
    """The spans, which ascend, on each page; boxes are looked up for the pages that are shown, and for no others."""
    found: dict[int, list[Span]] = {}
    ends = (*document.pages[1:], len(document.source_text))
    for span in lit:
        for number in range(page_of(document, span.start) or 1, (page_of(document, span.end - 1) or 1) + 1):
            own = Span(max(document.pages[number - 1], span.start), min(ends[number - 1], span.end))
            if document.source_text[own.start : own.end].strip():
                found.setdefault(number, []).append(own)
    return found


def joined_spans(source: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    r"""Ascending spans, with those joined that share characters or have only blanks of the source between them.

    >>> joined_spans("one\ntwo, three", [Span(9, 14), Span(0, 3), Span(4, 7)])
    (Span(start=0, end=7), Span(start=9, end=14))
    """
    found: list[Span] = []
    for span in sorted(set(spans)):
        if found and not source[found[-1].end : span.start].strip():
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


def _shown(document: Document, links: Links, number: int, lit: Sequence[Span]) -> ShownPage:
    shape, count = document.page_shapes[number - 1], len(document.page_shapes)
    name = Message("page.name", {"page": number, "count": count})
    if shape.label not in ("", str(number)):
        name = Message("page.printed_name", {"label": shape.label, "page": number, "count": count})
    return ShownPage(
        number,
        name,
        page_said(document, number),
        shape.width,
        shape.height,
        links.picture(document.id, number),
        boxes_at(document, lit),
        document.pages[number - 1] < len(document.source_text.rstrip()),
    )
