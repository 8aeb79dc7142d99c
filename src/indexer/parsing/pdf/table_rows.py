"""Makes rows with named cells of the rows of a PDF's table, lines of wrapped cells joined."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer.parsing.draft import Draft
from indexer.parsing.pdf.page_runs import RowRun
from indexer.parsing.pdf.page_tables import FoundTable
from indexer.parsing.tables import bounded_context, short_name
from kutip.text.reading import squeeze, write_out
from kutip.types import Cell, Kind, Span

_CLOSE = 0.85  # of the usual distance of two rows, below which a line goes on with the row above it

_Cells = dict[tuple[int, int], list[Span]]  # by first and last column that a cell stands over


def table_drafts(runs: Sequence[RowRun], table: FoundTable, caption: str, source: str) -> list[Draft]:
    """Return the rows of a table as drafts; those above a rule, or the first one with a figure, name the columns.

    Args:
        runs: The rows in order, each a run of its own.
        table: Where its columns part, and what rules tell of its rows.
        caption: The table's caption; "" without one.
        source: The text.
    """
    rows = list(_joined(runs, table))
    headers = _above_rule(rows, table.headers) or _count_of_headers(rows, source)
    names: dict[int, list[str]] = {}
    for _, cells in rows[:headers]:
        for (first, last), spans in cells.items():
            for column in range(first, last + 1):
                names.setdefault(column, []).append(_text(spans, source))
    columns = {at: short_name(" · ".join(dict.fromkeys(parts))) for at, parts in names.items()}
    labels = [_text(spans, source) for _, cells in rows[:headers] for spans in cells.values()]
    context = bounded_context(dict.fromkeys(part for part in (caption, *labels) if part))
    drafts: list[Draft] = []
    for at, (spans, cells) in enumerate(rows):
        if at < headers:
            drafts.append(Draft(Kind.CAPTION, list(spans)))
            continue
        own = tuple(
            Cell(_name(first, last, columns), _text(places, source), tuple(places))
            for (first, last), places in sorted(cells.items())
        )
        drafts.append(Draft(Kind.TABLE_ROW, list(spans), context=context, cells=own))
    return drafts


def _name(first: int, last: int, columns: dict[int, str]) -> str:
    return short_name(" / ".join(dict.fromkeys(columns[at] for at in range(first, last + 1) if columns.get(at))))


def _text(spans: Sequence[Span], source: str) -> str:
    return " ".join(squeeze(write_out(source[span.start : span.end])) for span in spans)


def _above_rule(rows: Sequence[tuple[list[Span], _Cells]], lines: int) -> int:
    """Return how many rows have the first lines, if they are whole rows and fewer than all; else 0."""
    count = 0
    for at, (spans, _) in enumerate(rows):
        if count == lines:
            return at
        count += len(spans)
    return 0


def _joined(runs: Sequence[RowRun], table: FoundTable) -> Iterator[tuple[list[Span], _Cells]]:
    """Yield the rows: the places of their lines, and their cells."""
    gutters = table.gutters
    steps = [after.rows[0].base - before.rows[0].base for before, after in pairwise(runs)]
    usual = sorted(steps)[3 * len(steps) // 4] if steps else 0.0
    row: tuple[list[Span], _Cells] | None = None
    for at, run in enumerate(runs):
        cells = _cells(run, gutters)
        close = at > 0 and steps[at - 1] < _CLOSE * usual and at != table.headers
        wrapped = close and len(cells) <= len(gutters) and cells.keys() <= (row[1].keys() if row else set())
        if row is not None and (at not in table.starts if table.starts else wrapped):
            row[0].append(run.spans[0])
            for columns, spans in cells.items():
                row[1].setdefault(columns, []).extend(spans)
            continue
        if row is not None:
            yield row
        row = [run.spans[0]], cells
    if row is not None:
        yield row


def _cells(run: RowRun, gutters: Sequence[float]) -> _Cells:
    """Return the cells of a line: words between the same gutters; one that stands over a gutter joins its sides."""
    cells: _Cells = {}
    for x0, x1, span in _words(run):
        columns = bisect_right(gutters, x0), bisect_right(gutters, x1)
        last = next(reversed(cells), None)
        if last is not None and columns[0] <= last[1]:
            spans = cells.pop(last)
            columns = last[0], max(last[1], columns[1])
            cells[columns] = [Span(spans[0].start, span.end)]
        else:
            cells[columns] = [span]
    return cells


def _words(run: RowRun) -> Iterator[tuple[float, float, Span]]:
    """Yield left edge, right edge and place of each word of a line."""
    for segment, place in zip(run.rows[0].row.segments, run.segments[0], strict=True):
        at, start, x0, x1 = place.start, place.start, 0.0, 0.0
        for number, (blank, glyph) in enumerate(zip(segment.blanks, segment.glyphs, strict=True)):
            if number and blank:
                yield x0, x1, Span(start, at)
                at += 1
            if not number or blank:
                start, x0, x1 = at, glyph.x0, glyph.x1
            at += len(glyph.text)
            x1 = max(x1, glyph.x1)
        yield x0, x1, Span(start, at)


def _count_of_headers(rows: Sequence[tuple[list[Span], _Cells]], source: str) -> int:
    """Return how many rows at the top name columns: those before the first one with a figure outside its first cell."""
    for at, (_, cells) in enumerate(rows[:4]):
        values = [_text(spans, source) for columns, spans in cells.items() if columns[0] > 0]
        if sum(any(map(str.isdigit, value)) for value in values) * 2 > len(values):
            return max(1, at)
    return 1
