"""Drafts: the blocks as the readers find them, before headings are nested and texts are read."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from indexer.parsing.headings import Title, nest
from indexer.parsing.lines import Line
from indexer.parsing.reading import SourceReading
from kutip.types import Block, Cell, Kind, Span


@dataclass(frozen=True, slots=True)
class Draft:
    """A block that is still being assembled.

    Attributes:
        kind: Its kind.
        spans: Its pieces so far.
        title: For a heading: how it is formatted; None for other kinds.
        run_in: True if its first span is a title in front of the text; a newline then separates the two.
        ends_section: True if the headings before it do not apply to it, as for an appendix.
        context: For a table row: its caption and column headers.
        cells: For a table row: its cells.
    """

    kind: Kind
    spans: tuple[Span, ...]
    title: Title | None = None
    run_in: bool = False
    ends_section: bool = False
    context: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = field(default=())

    def extended(self, spans: Sequence[Span]) -> "Draft":
        """Return the same block with more pieces at its end."""
        return replace(self, spans=(*self.spans, *spans))


def span_of(lines: Sequence[Line]) -> Span:
    """Return the span from the first character of the first line to the last character of the last line."""
    return Span(lines[0].span.start, lines[-1].span.end)


def finish(drafts: Sequence[Draft], reading: SourceReading) -> tuple[Block, ...]:
    """Return the finished blocks in reading order, each with its text and the headings above it."""
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
