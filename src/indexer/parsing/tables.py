"""Reads tables into rows of named cells: tables with delimiters, and tables that a PDF extractor flattened."""

import re
from collections.abc import Iterable, Iterator, Sequence

from indexer.parsing.columns import Row, header_names, header_tells_figures, numbers_rows, segment
from indexer.parsing.draft import Draft, span_of
from indexer.parsing.lines import Line
from indexer.parsing.reading import SourceReading
from indexer.parsing.row_tokens import tokens_of
from kutip.text.reading import squeeze, write_out
from kutip.types import Cell, Kind, Span

_ROW_LABEL = re.compile(r"(\d{1,3})\.{0,2}(?=\s|$)")
_RULE = re.compile(r"[|:\-\s]+")
_PIPE = re.compile(r"(?<!\\)\|")
_MIN_NOTE_WORDS = 6
_LONGEST_NAME = 500  # characters of a column's name; the longest of the bundled papers has 31
_LONGEST_CONTEXT = 2_000  # characters of a table's context; the encoder reads the last 500 or so


# --- Delimited by tabs or pipes -------------------------------------------------------------------------------------


def delimited_table(lines: Sequence[Line], caption: str, legend: Sequence[Line]) -> list[Draft]:
    """Read a table with delimiters: its header as a caption, each line below as a row.

    Args:
        lines: The table's lines, header first, with tabs or pipes between cells.
        caption: The table's caption, or "".
        legend: Lines below the table that name, in order, the columns under a header cell that spans several.
    """
    labels = [squeeze(cell.text) for cell in _split(lines[0])]
    columns = _column_names(labels, [line.content for line in legend])
    context = bounded_context(
        dict.fromkeys(part for part in (caption, *labels, *_used_legend(columns, legend)) if part)
    )
    drafts = [Draft(Kind.CAPTION, [lines[0].span])]
    for line in lines[1:]:
        if _is_rule(line.content):
            drafts.append(Draft(Kind.CAPTION, [line.span]))
            continue
        cells = tuple(
            Cell(columns[i] if i < len(columns) else "", write_out(squeeze(cell.text)), (cell.span,))
            for i, cell in enumerate(_split(line))
            if cell.content
        )
        drafts.append(Draft(Kind.TABLE_ROW, [line.span], context=context, cells=cells))
    return drafts


def _is_rule(text: str) -> bool:
    """True for a line that separates header and rows or is empty; single dashes are cells without a value."""
    return bool(_RULE.fullmatch(text)) and ("--" in text or "-" not in text)


def _split(line: Line) -> list[Line]:
    start, end = 0, len(line.text)
    delimiter = "\t"
    if "\t" not in line.content:
        delimiter = "|"
        start = line.text.index("|") + 1
        end = line.text.rindex("|")
    cells = []
    while True:
        cut = line.text.find(delimiter, start, end)
        cells.append(line.cut(start, cut if cut >= 0 else end))
        if cut < 0:
            return cells
        start = cut + 1


def pipe_cells(text: str) -> list[tuple[int, int]]:
    r"""Return the bounds of the cells of a line with pipes between them; a pipe behind a backslash parts none.

    >>> [r"| a | b\|c |"[start:end] for start, end in pipe_cells(r"| a | b\|c |")]
    [' a ', ' b\\|c ']
    """
    pipes = [match.start() for match in _PIPE.finditer(text)]
    lead = len(text) - len(text.lstrip(" \t>"))
    starts = [lead, *(pipe + 1 for pipe in pipes)]
    ends = [*pipes, len(text)]
    if pipes and pipes[0] == lead:
        starts, ends = starts[1:], ends[1:]
    if pipes and not text[pipes[-1] + 1 :].strip():
        starts, ends = starts[:-1], ends[:-1]
    return list(zip(starts, ends, strict=True))


def named_table(rows: Sequence[Sequence[tuple[Span, ...]]], caption: str, reading: SourceReading) -> list[Draft]:
    """Read a table whose cells are known: its header as a caption, each row below with its cells.

    Args:
        rows: The header and the rows, each with the spans of its cells; none for a cell that is empty.
        caption: The table's caption, or "".
        reading: Reads the text of the cells.
    """
    labels = [reading.read(cell) for cell in rows[0]]
    columns = [short_name(label) for label in labels]
    context = bounded_context(dict.fromkeys(part for part in (caption, *labels) if part))
    header = sorted(span for cell in rows[0] for span in cell)
    drafts = [Draft(Kind.CAPTION, header)] if header else []
    for row in rows[1:]:
        cells = tuple(
            Cell(columns[i] if i < len(columns) else "", reading.read(spans), spans)
            for i, spans in enumerate(row)
            if spans
        )
        if cells:
            spans = sorted(span for cell in cells for span in cell.spans)
            drafts.append(Draft(Kind.TABLE_ROW, spans, context=context, cells=cells))
    return drafts


def _column_names(labels: Sequence[str], legend: Sequence[str]) -> list[str]:
    """Return the column names; a label followed by w-1 empty cells spans w columns, which a legend of w lines names."""
    columns: list[str] = []
    for i, label in enumerate(labels):
        if label:
            after = next((j for j in range(i + 1, len(labels)) if labels[j]), len(labels))
            width = after - i
            names = legend if width == len(legend) > 1 else [""] * width
            columns += [short_name(f"{label} · {name}") if name else short_name(label) for name in names]
    return columns


def short_name(name: str) -> str:
    """Return the start of a column's name that is too long: every cell of the column repeats it."""
    return name[:_LONGEST_NAME]


def bounded_context(parts: Iterable[str]) -> tuple[str, ...]:
    """Return the first parts of a table's context, up to a number of characters: every row of the table repeats it."""
    kept: list[str] = []
    left = _LONGEST_CONTEXT
    for part in parts:
        if left > 0:
            kept.append(part[:left])
        left -= len(part)
    return tuple(kept)


def _used_legend(columns: Sequence[str], legend: Sequence[Line]) -> list[str]:
    ends = {length: {column[-length:] for column in columns} for length in {len(line.content) for line in legend}}
    return [line.content for line in legend if line.content in ends[len(line.content)]]


# --- Flattened by a PDF ---------------------------------------------------------------------------------------------


def flat_table(groups: Sequence[Sequence[Line]], caption: str, reading: SourceReading) -> list[Draft]:
    """Read a flattened table, whose cells follow each other across hard and soft line ends.

    Args:
        groups: The table's lines below its caption, grouped by blank lines; at least one.
        caption: The table's caption.
        reading: Reads the text of the cells.

    Returns:
        In reading order: header lines and notes as captions, everything else as table rows. A row whose columns cannot
        be separated has a single cell under all column names, which is coarse but never wrong.
    """
    header, body = _header(groups)
    names = header_names(" ".join(line.content for line in header))
    parts = list(_divide_body(body, header))
    tokens = [tokens_of(part) for kind, part in parts if kind is Kind.TABLE_ROW]
    if len(names) == 1 and header_tells_figures(names[0], tokens):
        names = names[0].split()
    rows = segment(tokens, names)
    context = bounded_context(part for part in (caption, *(name for name in names if not numbers_rows(name))) if part)
    drafts = [Draft(Kind.CAPTION, [span_of(header)])] if header else []
    segmented = iter(rows)
    for kind, part in parts:
        if kind is not Kind.TABLE_ROW:
            drafts.append(Draft(Kind.CAPTION, [span_of(part)]))
            continue
        drafts += [_row_draft(row, context, reading) for row in next(segmented)]
    return drafts


def _row_draft(row: Row, context: tuple[str, ...], reading: SourceReading) -> Draft:
    cells = tuple(Cell(short_name(cell.column), reading.read([cell.span]), (cell.span,)) for cell in row.cells)
    shared = tuple(
        f"{cell.column}: {cell.text}"
        for cell, row_cell in zip(cells, row.cells, strict=True)
        if row_cell.shared and not numbers_rows(cell.column)
    )
    unshared = [cell.span for cell in row.cells if not cell.shared]
    span = Span(unshared[0].start, unshared[-1].end)
    return Draft(Kind.TABLE_ROW, [span], context=(*context, *shared), cells=cells)


def _header(groups: Sequence[Sequence[Line]]) -> tuple[list[Line], list[list[Line]]]:
    """Split off the header's lines from the groups; no header if the first line already starts a row."""
    first = list(groups[0])
    if starts_row(first[0]):
        return [], [list(group) for group in groups]
    cut = 1
    while cut < len(first) and first[cut - 1].wraps and not starts_row(first[cut]):
        cut += 1
    rest = [first[cut:]] if first[cut:] else []
    return first[:cut], [*rest, *(list(group) for group in groups[1:])]


def starts_row(line: Line, expected: int | None = None) -> bool:
    """True if a line starts a numbered row: with any number and a full stop, or with just the expected number."""
    label = _ROW_LABEL.match(line.content)
    return label is not None and (label.group().endswith(".") or expected is None or int(label.group(1)) == expected)


def _divide_body(body: Sequence[Sequence[Line]], header: Sequence[Line]) -> Iterator[tuple[Kind, list[Line]]]:
    """Yield the lines below a header as rows, repeated headers and notes."""
    head = squeeze(" ".join(line.content for line in header))
    numbered = any(starts_row(line) for group in body for line in group)
    row: list[Line] = []
    count = 0
    for i, group in enumerate(body):
        lines = list(group)
        following = body[i + 1][0] if i + 1 < len(body) else None
        if head and squeeze(lines[0].content) == head:
            if row:
                yield Kind.TABLE_ROW, row
                row = []
            yield Kind.CAPTION, lines[:1]
            lines = lines[1:]
        elif row and not starts_row(lines[0], count + 1) and _is_note(lines, following):
            yield Kind.TABLE_ROW, row
            row = []
            yield Kind.CAPTION, lines
            continue
        for line in lines:
            if starts_row(line, count + 1) if numbered else row and not row[-1].wraps:
                if row:
                    yield Kind.TABLE_ROW, row
                row = []
                count += 1
            row.append(line)
    if row:
        yield Kind.TABLE_ROW, row


def _is_note(lines: Sequence[Line], following: Line | None) -> bool:
    """True for a single line of prose between two rows that comments on them."""
    words = lines[0].content.split()
    prose = len(words) >= _MIN_NOTE_WORDS and sum(word[0].islower() for word in words) >= 2
    return len(lines) == 1 and prose and not lines[0].wraps and following is not None and starts_row(following)
