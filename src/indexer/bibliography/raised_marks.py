"""Turns the places of raised numbers, as a PDF shows them, into marks in the text of blocks."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kutip.text.label_callouts import LabelMark, LabelStyle, numbered_places
from kutip.text.reading import align
from kutip.types import Block, Span


class RaisedMarks:
    """The raised numbers of a document, found by their places."""

    def __init__(self, source: str, raised: Sequence[Span]) -> None:
        """Sort them by place.

        Args:
            source: The document's text.
            raised: Their places.
        """
        self._source = source
        self._raised = sorted(raised)
        self._starts = [span.start for span in self._raised]

    def within(self, block: Block) -> Iterator[LabelMark]:
        """Yield the marks in a block's text; one that is not whole in it is left out."""
        own = [span for piece in block.spans for span in self._in(piece)]
        offsets = align(self._source, block.spans, block.text) if own else ()
        for span in own:
            start, end = bisect_left(offsets, span.start), bisect_left(offsets, span.end)
            callouts = tuple(numbered_places(block.text[start:end], start))
            if callouts:
                yield LabelMark(start, end, LabelStyle.RAISED, callouts)

    def _in(self, piece: Span) -> Iterator[Span]:
        for at in range(bisect_left(self._starts, piece.start), bisect_left(self._starts, piece.end)):
            if self._raised[at].end <= piece.end:
                yield self._raised[at]
