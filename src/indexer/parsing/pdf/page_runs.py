"""Groups the rows of a PDF to runs, each one block of its text, by distance, indentation, size and weight."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from indexer.parsing import line_openers
from indexer.parsing.lines import is_finished
from indexer.parsing.pdf.page_rows import PageRow, body_size, leading
from indexer.parsing.pdf.page_tables import FoundTable, find_tables
from indexer.parsing.pdf.page_text import PageText
from kutip.types import Span

_LOOK = 0.07  # of the size of running text: rows of another size are of another block
_SPACED = 1.3  # in usual distances of two lines: more parts two blocks
_INDENTED = 0.7  # in sizes: the first line of a paragraph
_DEEP = 4  # in sizes: more is no first line but something set in the middle
_FEW = 3  # rows of a heading
_SECTION = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?")
_BLANK = 0.2  # in sizes
_RAISED = 0.15  # in sizes: the baseline of a footnote's mark above that of its text
_MARKS = "*†‡§¶"
_FULL = 0.85  # of the column's width: the last line of a paragraph may be shorter


@dataclass(slots=True)
class RowRun:
    """Rows of one block, with their places in the text.

    Attributes:
        is_aside: Whether it is furniture.
        table: The table that it is a row of; None for others.
        rows: Its rows.
        spans: The place of each row.
        segments: The places of the segments of each row.
        starts: Where the line of each row starts, indentation included.
    """

    is_aside: bool
    table: FoundTable | None = None
    rows: list[PageRow] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    segments: list[tuple[Span, ...]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

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
        beside = [after for before, after in pairwise(rows) if _same_column(before, after)]
        indented = sum(_INDENTED < one.indent < _DEEP for one in beside)
        bold = sum(one.is_bold for one in rows) * 2 > len(rows)
        return cls(size, leading(rows, size), bold, indented * 25 > len(beside))

    def goes_on(self, above: Sequence[PageRow], row: PageRow) -> bool:
        """True if a row is of the same block as the rows above it."""
        last = above[-1]
        if _is_marked(row):
            return False
        if abs(row.size - last.size) > _LOOK * self.size or row.is_bold != last.is_bold:
            return self._is_run_in(last, row)
        if _SECTION.fullmatch(last.text) and len(above) == 1:
            return _same_column(last, row) and row.base - last.base < 3 * row.size
        if last.is_italic and not row.is_italic and len(above) < _FEW and not is_finished(last.text):
            return self._is_run_in(last, row)
        if len(row.row.segments) > 1 or len(last.row.segments) > 1 or _opens(row.text):
            return False
        is_full = last.x1 + _BLANK * row.size + _first_word(row) > last.row.right
        if not _same_column(last, row):
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
        near = _same_column(last, row) and row.base - last.base <= _SPACED * self.leading
        prose = last.x1 - last.row.left >= _FULL * (last.row.right - last.row.left) and not is_finished(last.text)
        return near and prose and abs(row.size - last.size) <= _LOOK * self.size and row.text[:1].islower()


def _first_word(row: PageRow) -> float:
    """The width of the first word of a row, which the row above had no room for, or else ended a paragraph."""
    segment = row.row.segments[0]
    end = next((at for at, blank in enumerate(segment.blanks) if blank and at), len(segment.glyphs))
    return segment.glyphs[end - 1].x1 - segment.glyphs[0].x0


def _same_column(above: PageRow, row: PageRow) -> bool:
    return above.page == row.page and row.base > above.base and abs(above.row.left - row.row.left) < row.size


def _are_beside(above: PageRow, row: PageRow) -> bool:
    return above.row.right <= row.row.left or row.row.right <= above.row.left


def _is_marked(row: PageRow) -> bool:
    """True if a row begins with a raised mark, as a footnote does."""
    first = row.row.segments[0].glyphs[0]
    return (first.text.isdigit() or first.text in _MARKS) and row.base - first.base > _RAISED * row.size


def _opens(text: str) -> bool:
    """True if a row begins a block by its words: a list item, a caption, the heading of a known section."""
    patterns = (line_openers.FIGURE, line_openers.TABLE, line_openers.LIST_ITEM)
    known = line_openers.OPENING.fullmatch(text) or line_openers.REFERENCES.fullmatch(text)
    return known is not None or any(pattern.match(text) for pattern in patterns)


def runs_of(rows: Sequence[PageRow], aside: frozenset[int], pages: int, text: PageText) -> list[RowRun]:
    """Write the text of all rows; return its runs in order.

    Args:
        rows: All rows in reading order.
        aside: Which of them are furniture; each is a run of its own, and the run that it interrupts goes on after it.
        pages: Number of pages.
        text: What the rows are written to.
    """
    look = TextLook.of([row for at, row in enumerate(rows) if at not in aside])
    tables = {at: table for table in find_tables(rows, aside) for at in range(table.first, table.end)}
    runs: list[RowRun] = []
    open_run: RowRun | None = None
    begun = 0  # pages
    for at, row in enumerate(rows):
        is_aside = at in aside
        table = tables.get(at)
        may_go_on = not is_aside and table is None and open_run is not None and open_run.table is None
        goes_on = may_go_on and open_run is not None and look.goes_on(open_run.rows, row)
        if runs:
            close = (goes_on and runs[-1] is open_run) or (table is not None and runs[-1].table is table)
            text.add("\n" if close else "\n\n")
        while begun <= row.page:
            text.start_page()
            begun += 1
        if goes_on and open_run is not None:
            run = open_run
        else:
            runs.append(run := RowRun(is_aside, table))
            open_run = open_run if is_aside else run
        run.starts.append(text.length)
        span, segments = text.add_row(row)
        run.rows.append(row)
        run.spans.append(span)
        run.segments.append(segments)
    for _ in range(begun, pages):
        text.start_page()
    return runs
