"""Builds the served text of a source whose own characters are not what a reader reads: LaTeX, HTML, XML, DOCX.

A reader of such a form adds its blocks in order; all offsets refer to the text that is built of them. The same blocks
give the same text.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from indexer.parsing.draft import Draft, finish
from indexer.parsing.headings import Title
from indexer.parsing.reading import SourceReading
from indexer.parsing.served_table import Piece, PlacedCell, TableCell, column_names, placed
from indexer.parsing.tables import bounded_context, short_name
from kutip.types import Block, Cell, Kind, Span

_BETWEEN = "\n\n"  # blocks
_DEEPEST = 9  # level of a heading
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Served:
    """What was built.

    Attributes:
        text: The text: one line for each block or row, blank lines between blocks.
        blocks: The blocks in order.
        cited: Each in-text citation with keys, in order: its place and its keys.
        entries: The start of each reference that has a key, in order, and the key.
    """

    text: str
    blocks: tuple[Block, ...]
    cited: tuple[tuple[Span, tuple[str, ...]], ...]
    entries: tuple[tuple[int, str], ...]


@dataclass(slots=True)
class ServedText:
    """A text that grows block by block; what has no character but white space is left out."""

    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _drafts: list[Draft] = field(default_factory=list)
    _cited: list[tuple[Span, tuple[str, ...]]] = field(default_factory=list)
    _entries: list[tuple[int, str]] = field(default_factory=list)

    def add_heading(self, pieces: Iterable[Piece], level: int) -> None:
        """Add a heading; level 1 is outermost."""
        title = Title(max(1, min(level, _DEEPEST)), explicit=True)
        self._add([pieces], lambda spans: Draft(Kind.HEADING, spans, title))

    def add(
        self,
        kind: Kind,
        pieces: Iterable[Piece],
        *,
        label: Iterable[Piece] = (),
        key: str = "",
        ends_section: bool = False,
    ) -> None:
        """Add a block on a line of its own.

        Args:
            kind: Its kind, neither heading nor table row.
            pieces: Its text.
            label: A title in front of the text, such as the term of a description list; it gets a line of its own.
            key: For a reference: the key by which the source itself cites it.
            ends_section: True if the headings before it do not apply to it.
        """
        drafts = len(self._drafts)
        self._add([label, pieces], lambda spans: Draft(kind, spans, run_in=len(spans) > 1, ends_section=ends_section))
        if key and len(self._drafts) > drafts:
            self._entries.append((self._drafts[-1].spans[0].start, key))

    def add_lines(self, kind: Kind, text: str) -> None:
        """Add a block whose line ends and blanks count, such as code."""
        lines = text.replace("\r\n", "\n").split("\n")
        filled = [at for at, line in enumerate(lines) if line.strip()]
        if not filled:
            return
        kept = [line.rstrip() for line in lines[filled[0] : filled[-1] + 1]]
        indent = len(kept[0]) - len(kept[0].lstrip())
        self._write(_BETWEEN if self._length else "")
        self._write(kept[0][:indent])
        start = self._length
        self._write("\n".join([kept[0][indent:], *kept[1:]]))
        self._drafts.append(Draft(kind, [Span(start, self._length)]))

    def add_table(self, rows: Sequence[Sequence[TableCell]], *, headers: int, caption: str = "") -> None:
        """Add a table, a line for each row with tabs between its cells.

        Args:
            rows: Its rows in order; a row without text is left out.
            headers: How many rows at its top name the columns; they become captions.
            caption: The text of its caption, which is a block of its own; "" if it has none.
        """
        grid = placed(rows)
        columns = {at: short_name(name) for at, name in column_names(rows[:headers], grid[:headers]).items()}
        labels = [cell.text for row in rows[:headers] for cell in row]
        context = bounded_context(dict.fromkeys(part for part in (caption, *labels) if part))
        places: dict[tuple[int, int], Span] = {}
        is_first = True
        for at, row in enumerate(rows):
            own = self._write_row(row, _BETWEEN if is_first else "\n")
            if not own:
                continue
            is_first = False
            places |= {(at, cell): span for cell, span in own.items()}
            whole = Span(min(own.values()).start, max(own.values()).end)
            if at < headers:
                self._drafts.append(Draft(Kind.CAPTION, [whole]))
                continue
            held = [one for one in grid[at] if (one.row, one.cell) in places and (one.row == at or one.row >= headers)]
            cells = [self._cell(rows, one, columns, places) for one in held]
            above = [f"{cell.column}: {cell.text}" for cell, one in zip(cells, held, strict=True) if one.row < at]
            kept = (*context, *bounded_context(above))
            self._drafts.append(Draft(Kind.TABLE_ROW, [whole], context=kept, cells=tuple(cells)))

    def finish(self) -> Served:
        """Return the text and its blocks."""
        text = "".join(self._parts)
        reading = SourceReading(text)
        for draft in self._drafts:
            draft.cells = tuple(replace(cell, text=reading.read(cell.spans)) for cell in draft.cells)
        return Served(text, finish(self._drafts, reading), tuple(self._cited), tuple(self._entries))

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _add(self, lines: Iterable[Iterable[Piece]], draft: Callable[[list[Span]], Draft]) -> None:
        """Write lines that are one block."""
        spans: list[Span] = []
        for line in lines:
            between = "\n" if spans else _BETWEEN
            spans += [span for span in [self._write_pieces(line, between)] if span is not None]
        if spans:
            self._drafts.append(draft(spans))

    def _write_pieces(self, pieces: Iterable[Piece], between: str) -> Span | None:
        """Write pieces as one line, and what stands between it and the text before; None if they are blank."""
        kept = list(pieces)
        whole = "".join(piece.text for piece in kept)
        words = [word.span() for word in _WORD.finditer(whole)]
        if not words:
            return None
        self._write(between if self._length else "")
        start = self._length
        self._write(" ".join(whole[first:end] for first, end in words))
        places = list(accumulate((end - first + 1 for first, end in words), initial=start))
        begun = [first for first, _ in words]

        def place(offset: int) -> int:
            word = bisect_right(begun, offset) - 1
            return places[word] + offset - begun[word]

        at = 0
        for piece in kept:
            first, end = at + len(piece.text) - len(piece.text.lstrip()), at + len(piece.text.rstrip())
            if piece.keys and first < end:
                self._cited.append((Span(place(first), place(end - 1) + 1), piece.keys))
            at += len(piece.text)
        return Span(start, self._length)

    def _write_row(self, row: Sequence[TableCell], between: str) -> dict[int, Span]:
        """Write the cells of a row; return the places of those with text."""
        own: dict[int, Span] = {}
        if not any(cell.text for cell in row):
            return own
        self._write(between if self._length else "")
        for at, cell in enumerate(row):
            self._write("\t" if at else "")
            span = self._write_pieces(cell.pieces, "")
            if span is not None:
                own[at] = span
        return own

    @staticmethod
    def _cell(
        rows: Sequence[Sequence[TableCell]],
        one: PlacedCell,
        columns: Mapping[int, str],
        places: Mapping[tuple[int, int], Span],
    ) -> Cell:
        names = dict.fromkeys(columns.get(at, "") for at in range(one.column, one.column + one.width))
        name = short_name(" / ".join(filter(None, names)))
        return Cell(name, rows[one.row][one.cell].text, (places[one.row, one.cell],))
