"""Groups the rows of a PDF to runs, each one block of its text, by distance, indentation, size and weight."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from indexer.parsing import line_openers
from indexer.parsing.lines import is_finished
from indexer.parsing.pdf.page_parts import DrawnPages, RowPart, parts_of
from indexer.parsing.pdf.page_rows import PageRow, body_size, is_marked, leading, same_column
from indexer.parsing.pdf.page_tables import FoundTable
from indexer.parsing.pdf.page_text import PageText
from kutip.types import Kind, Span

_LOOK = 0.07  # of the size of running text: rows of another size are of another block
_SPACED = 1.3  # in usual distances of two lines: more parts two blocks
_INDENTED = 0.7  # in sizes: the first line of a paragraph
_DEEP = 4  # in sizes: more is no first line but something set in the middle
_FEW = 3  # rows of a heading
_HEADED = re.compile(r"(?:\d{1,2}|[A-H])(?:\.\d{1,2}){1,3}\.?\s+[^\W\d_a-z]")
_SECTION = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?")
_BLANK = 0.2  # in sizes
_FULL = 0.85  # of the column's width: the last line of a paragraph may be shorter


@dataclass(slots=True)
class RowRun:
    """Rows of one block, with their places in the text.

    Attributes:
        part: What it is that is no running text; None for running text.
        rows: Its rows.
        spans: The place of each row.
        segments: The places of the segments of each row.
        starts: Where the line of each row starts, indentation included.
    """

    part: RowPart | None = None
    rows: list[PageRow] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    segments: list[tuple[Span, ...]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    @property
    def is_aside(self) -> bool:
        """Whether it is furniture."""
        return self.part is not None and self.part.kind is Kind.FURNITURE

    @property
    def table(self) -> FoundTable | None:
        """The table that it is a row of; None for others."""
        return None if self.part is None else self.part.table

    @property
    def text(self) -> str:
        """Its text, on one line."""
        return " ".join(one.text for one in self.rows)


@dataclass(frozen=True, slots=True)
class TextLook:
    """What running text looks like in a PDF.

    Attributes:
        size: In points.
        leading: Usual distance of two lines, in points.
        is_bold: Whether it is bold.
        indents: Whether paragraphs begin with an indented line.
    """

    size: float
    leading: float
    is_bold: bool
    indents: bool

    @classmethod
    def of(cls, rows: Sequence[PageRow]) -> "TextLook":
        """Measure rows in reading order."""
        size = body_size(rows)
        beside = [after for before, after in pairwise(rows) if same_column(before, after)]
        indented = sum(_INDENTED < one.indent < _DEEP for one in beside)
        bold = sum(one.is_bold for one in rows) * 2 > len(rows)
        return cls(size, leading(rows, size), bold, indented * 25 > len(beside))

    def goes_on(self, above: Sequence[PageRow], row: PageRow) -> bool:
        """True if a row is of the same block as the rows above it."""
        last = above[-1]
        is_full = last.x1 + _BLANK * row.size + _first_word(row) > last.row.right
        if is_marked(row) and not (is_full and same_column(last, row) and not is_finished(last.text)):
            return False
        if abs(row.size - last.size) > _LOOK * self.size or row.is_bold != last.is_bold:
            return self._is_run_in(last, row)
        if row.is_bold and not self.is_bold and _HEADED.match(row.text.replace("\t", " ")):
            return False
        if _SECTION.fullmatch(last.text) and len(above) == 1:
            return same_column(last, row) and row.base - last.base < 3 * row.size
        if last.is_italic and not row.is_italic and len(above) < _FEW and not is_finished(last.text):
            return self._is_run_in(last, row)
        parted = len(last.row.segments) > 1 and not (len(above) == 1 and _is_caption(last.text))
        if len(row.row.segments) > 1 or parted or _opens(row.text):
            return False
        if not same_column(last, row):
            if last.page == row.page and not _are_beside(last, row):
                return False  # what spans the columns, such as the authors' names, does not go on in one of them
            return not is_finished(last.text) or (is_full and self.indents and row.indent < _INDENTED)
        if row.base - last.base > _SPACED * max(self.leading * row.size / self.size, 1.05 * row.size):
            return False
        if self.indents and row.indent - min((one.indent for one in above[1:]), default=0.0) > _INDENTED:
            return not is_finished(last.text)
        if self.indents and row.indent < _INDENTED / 2:
            return True
        return is_full or not is_finished(last.text) or not row.text[:1].isupper()

    def _is_run_in(self, last: PageRow, row: PageRow) -> bool:
        """True if a row of another look still goes on: prose with some words in bold."""
        near = same_column(last, row) and row.base - last.base <= _SPACED * self.leading
        prose = last.x1 - last.row.left >= _FULL * (last.row.right - last.row.left) and not is_finished(last.text)
        return near and prose and abs(row.size - last.size) <= _LOOK * self.size and row.text[:1].islower()


def _first_word(row: PageRow) -> float:
    """The width of the first word of a row, which the row above had no room for, or else ended a paragraph."""
    segment = row.row.segments[0]
    end = next((at for at, blank in enumerate(segment.blanks) if blank and at), len(segment.glyphs))
    return segment.glyphs[end - 1].x1 - segment.glyphs[0].x0


def _are_beside(above: PageRow, row: PageRow) -> bool:
    return above.row.right <= row.row.left or row.row.right <= above.row.left


def _is_caption(text: str) -> bool:
    return bool(line_openers.FIGURE.match(text) or line_openers.TABLE.match(text))


def _opens(text: str) -> bool:
    """True if a row begins a block by its words: a list item, a caption, the heading of a known section."""
    patterns = (line_openers.FIGURE, line_openers.TABLE, line_openers.LIST_ITEM)
    known = line_openers.OPENING.fullmatch(text) or line_openers.REFERENCES.fullmatch(text)
    return known is not None or any(pattern.match(text) for pattern in patterns)


def runs_of(rows: Sequence[PageRow], aside: frozenset[int], drawn: DrawnPages, text: PageText) -> list[RowRun]:
    """Write the text of all rows; return its runs in order.

    Args:
        rows: All rows in reading order.
        aside: Which of them are furniture; each is a run of its own, and the run that it interrupts goes on after it.
        drawn: Of the pages.
        text: What the rows are written to.
    """
    parts = parts_of(rows, aside, drawn)
    look = TextLook.of([row for at, row in enumerate(rows) if at not in parts])
    runs: list[RowRun] = []
    open_run: RowRun | None = None
    begun = 0  # pages
    for at, row in enumerate(rows):
        part = parts.get(at)
        run = _run_of(part, row, look, runs, open_run)
        if runs:
            close = run is runs[-1] or _are_rows_of_one_table(part, runs[-1].part)
            text.add("\n" if close else "\n\n")
        while begun <= row.page:
            text.start_page()
            begun += 1
        if run is None:
            runs.append(run := RowRun(part))
            open_run = open_run if part is not None and part.interrupts else run
        run.starts.append(text.length)
        span, segments = text.add_row(row, is_code=part is not None and part.kind is Kind.CODE)
        run.rows.append(row)
        run.spans.append(span)
        run.segments.append(segments)
    for _ in range(begun, len(drawn.heights)):
        text.start_page()
    return runs


def _run_of(
    part: RowPart | None, row: PageRow, look: TextLook, runs: Sequence[RowRun], open_run: RowRun | None
) -> RowRun | None:
    """Return the run that a row goes on with; None if it begins one."""
    if part is not None:
        last = runs[-1] if runs else None
        return last if last is not None and last.part is not None and last.part == part else None
    if open_run is None or open_run.part is not None:
        return None
    return open_run if look.goes_on(open_run.rows, row) else None


def _are_rows_of_one_table(part: RowPart | None, above: RowPart | None) -> bool:
    return part is not None and above is not None and part.table is not None and part.table is above.table
