"""What both readers find in a paper, before headings are nested and texts read: the drafts of its blocks."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from indexer.parsing.headings import Title, nest
from indexer.parsing.lines import Line
from indexer.parsing.reading import SourceReading
from kutip.types import Block, Cell, Kind, Span


@dataclass(frozen=True, slots=True)
class Draft:
    """A block to be.

    Attributes:
        kind: What it is.
        spans: Its pieces so far.
        title: For a heading, how it is set; None for all else.
        run_in: Whether its first span is a title that stands before the text: a newline then parts the two.
        ends_section: Whether no heading above is above it, as none is above an appendix.
        context: For a table row its caption and column headers.
        cells: For a table row its cells.
    """

    kind: Kind
    spans: tuple[Span, ...]
    title: Title | None = None
    run_in: bool = False
    ends_section: bool = False
    context: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = field(default=())

    def extended(self, spans: Sequence[Span]) -> "Draft":
        """The same block with more pieces."""
        return replace(self, spans=(*self.spans, *spans))


def span_of(lines: Sequence[Line]) -> Span:
    """From the first character of the first line to the last of the last."""
    return Span(lines[0].span.start, lines[-1].span.end)


def finish(drafts: Sequence[Draft], reading: SourceReading) -> tuple[Block, ...]:
    """Blocks in reading order, each with its text and the headings above it."""
    texts = [_text(draft, reading) for draft in drafts]
    ends = frozenset(i for i, draft in enumerate(drafts) if draft.ends_section)
    paths = nest([draft.title for draft in drafts], texts, ends)
    return tuple(
        Block(draft.kind, path, draft.spans, text, level, draft.context, draft.cells)
        for draft, text, (path, level) in zip(drafts, texts, paths, strict=True)
    )


def _text(draft: Draft, reading: SourceReading) -> str:
    if draft.run_in and len(draft.spans) > 1:
        return f"{reading.read(draft.spans[:1])}\n{reading.read(draft.spans[1:])}"
    return reading.read(draft.spans)
