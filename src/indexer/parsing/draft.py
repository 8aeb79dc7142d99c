"""Drafts: the blocks as the readers find them, before headings are nested and texts are read."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from indexer.parsing.headings import Title, nest, whole_capitals
from indexer.parsing.lines import Line
from indexer.parsing.reading import SourceReading
from kutip.types import Block, Cell, Kind, Span

_INTERRUPTIONS = frozenset({Kind.CAPTION, Kind.TABLE_ROW})  # a paragraph may go on after them
_FURNITURE = 10  # blocks at most between two lines of an entry: the foot of a page and the head of the next


@dataclass(slots=True)
class Draft:
    """A block that is still being assembled: it grows piece by piece.

    Attributes:
        kind: Its kind.
        spans: Its pieces so far.
        title: For a heading: how it is formatted; None for other kinds.
        run_in: True if its first span is a title in front of the text; a newline then separates the two.
        ends_section: True if the headings before it do not apply to it, as for an appendix.
        context: For a table row: its caption and column headers.
        cells: For a table row: its cells.
        text: Its reading text, for code and the like, whose lines are not joined; None to read its spans.
    """

    kind: Kind
    spans: list[Span]
    title: Title | None = None
    run_in: bool = False
    ends_section: bool = False
    context: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = field(default=())
    text: str | None = None

    def extend(self, span: Span) -> None:
        """Add a piece at its end."""
        self.spans.append(span)


class LastDraft:
    """Finds the last draft that is neither caption nor table row, in a list of drafts that only grows."""

    def __init__(self) -> None:
        self._seen = 0
        self._last: int | None = None

    def last(self, drafts: Sequence[Draft]) -> int | None:
        """Return the draft's index; None if there is none. Drafts seen by an earlier call are not read again."""
        for i in range(self._seen, len(drafts)):
            if drafts[i].kind not in _INTERRUPTIONS:
                self._last = i
        self._seen = len(drafts)
        return self._last


def in_order(drafts: Sequence[Draft], asides: Sequence[Draft], source: str) -> list[Draft]:
    """Return drafts and the asides taken out of their text, by where each begins; spans go around the asides.

    An aside in the middle of a table's row stays part of the row.
    """
    rows = sorted(span for draft in drafts if draft.kind is Kind.TABLE_ROW for span in draft.spans)
    apart = [aside for aside in asides if not is_within(aside.spans[0], rows)]
    out = sorted(span for aside in apart for span in aside.spans)
    around = [replace(draft, spans=list(_around(draft.spans, out, source))) for draft in drafts]
    return sorted([*around, *apart], key=lambda draft: draft.spans[0].start)


def is_within(span: Span, rows: Sequence[Span]) -> bool:
    """True if a span lies in a table's row, whose cells are read together with it."""
    at = bisect_right(rows, span.start, key=lambda row: row.start) - 1
    return at >= 0 and span.start < rows[at].end


def _around(spans: Sequence[Span], out: Sequence[Span], source: str) -> Iterator[Span]:
    """Yield what is left of some spans without those that are taken out, without white space at either end."""
    for span in spans:
        start = span.start
        at = bisect_left(out, start, key=lambda one: one.start)
        while at < len(out) and out[at].start < span.end:
            yield from _stripped(source, start, out[at].start)
            start = out[at].end
            at += 1
        yield from [span] if start == span.start else _stripped(source, start, span.end)


def _stripped(source: str, start: int, end: int) -> Iterator[Span]:
    text = source[start:end]
    if text.strip():
        yield Span(end - len(text.lstrip()), start + len(text.rstrip()))


def add_entry_line(drafts: list[Draft], line: Line, *, opens: bool) -> None:
    """Add a line of a list of references: to the entry above it, past the furniture of a page, or as a new one."""
    add_entry_spans(drafts, [line.span], opens=opens)


def add_entry_spans(drafts: list[Draft], spans: Sequence[Span], *, opens: bool) -> None:
    """Do the same with what is left of a line around its marks."""
    above = next((draft for draft in reversed(drafts[-_FURNITURE:]) if draft.kind is not Kind.FURNITURE), None)
    if opens or above is None or above.kind is not Kind.REFERENCE:
        drafts.append(Draft(Kind.REFERENCE, list(spans)))
    else:
        above.spans += spans


def span_of(lines: Sequence[Line]) -> Span:
    """Return the span from the first character of the first line to the last character of the last line."""
    return Span(lines[0].span.start, lines[-1].span.end)


def finish(drafts: Sequence[Draft], reading: SourceReading) -> tuple[Block, ...]:
    """Return the finished blocks in reading order, each with its text and the headings above it."""
    texts = [_text(draft, reading) for draft in drafts]
    ends = frozenset(i for i, draft in enumerate(drafts) if draft.ends_section)
    paths = nest([draft.title for draft in drafts], texts, ends)
    return tuple(
        Block(draft.kind, path, tuple(draft.spans), text, level, draft.context, draft.cells)
        for draft, text, (path, level) in zip(drafts, texts, paths, strict=True)
    )


def _text(draft: Draft, reading: SourceReading) -> str:
    if draft.text is not None:
        return draft.text
    if draft.run_in and len(draft.spans) > 1:
        return f"{reading.read(draft.spans[:1])}\n{reading.read(draft.spans[1:])}"
    text = reading.read(draft.spans)
    return whole_capitals(text) if draft.kind is Kind.HEADING else text
