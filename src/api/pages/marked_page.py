"""Marks the texts of a paper's page: passages, in-text citations, highlighted words, and places in its PDF."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from api.pages.links import Links
from api.pages.marked_text import Pieces, overlap, pieces
from api.pages.page_side import PageLink, PagePlace, PageSide, joined_spans
from kutip import budget
from kutip.text.page_boxes import page_of
from kutip.types import Block, Cell, Document, Kind, Mention, Passage, Span
from retriever.citations.locators import page_said

_MOST_LIT = 40  # spans in the address of a block; a long table has more


class MarkedPage:
    """Marks the texts of a paper's page; `found` becomes True when something is highlighted."""

    def __init__(
        self,
        document: Document,
        links: Links,
        *,
        lit: Sequence[Span],
        passages: Sequence[Passage],
        mentions: Sequence[Mention],
        side: PageSide | None,
    ) -> None:
        self._document, self._links = document, links
        self._shown = [one.number for one in side.pages] if side else []
        self._lit, self._passages, self._mentions = lit, passages, mentions
        self._begun = 0
        self.found = False

    def place(self, *blocks: Block) -> PagePlace | None:
        """Where some blocks, in the order of the text, stand in their PDF; None if the paper is no PDF."""
        document = self._document
        if not document.page_shapes:
            return None
        spans = joined_spans(document.source_text, (span for block in blocks for span in block.spans))
        first = self._begun
        while first < len(document.pages) and document.pages[first] < spans[-1].end:
            first += 1
        starts, self._begun = tuple(range(self._begun + 1, first + 1)), first
        if blocks[0].kind in (Kind.HEADING, Kind.FURNITURE):
            return PagePlace(None, starts)
        page = page_of(document, spans[0].start) or 1
        seen = next((number for number in self._shown if number >= page), None) if overlap(spans, self._lit) else None
        address = f"#page-{seen}" if seen else self._links.document(document.id, lit=spans[:_MOST_LIT])
        return PagePlace(PageLink(page_said(document, page), address), starts)

    def pieces(self, whole: Block) -> Pieces:
        """The pieces of a block's text."""
        return self._marked(whole, self._passages)

    def cells(self, row: Block, cells: Iterable[Cell]) -> list[Pieces]:
        """The pieces of each cell's text."""
        cells = list(cells)
        covered = sorted(span for cell in cells for span in cell.spans)
        # The passage of a Markdown row "| a | b |" begins at the first "|", outside all cells: make it begin in a cell.
        near = [_cut(one, covered) for one in self._passages if overlap(one.spans, row.spans)]
        return [self._marked(cell, [one for one in near if one.spans]) for cell in cells]

    def _marked(self, whole: Block | Cell, passages: Sequence[Passage]) -> Pieces:
        budget.check()
        marked = pieces(
            self._document.source_text,
            whole.spans,
            whole.text,
            lit=self._lit,
            passages=passages,
            mentions=self._mentions,
            placed=bool(self._document.page_shapes),
        )
        self.found = self.found or any(piece.lit for piece in marked)
        return marked


def _cut(passage: Passage, spans: Sequence[Span]) -> Passage:
    """The passage with its spans cut to their overlap with `spans`."""
    both = [
        Span(max(own.start, span.start), min(own.end, span.end))
        for own in passage.spans
        for span in spans
        if own.start < span.end and span.start < own.end
    ]
    return replace(passage, spans=tuple(both))
