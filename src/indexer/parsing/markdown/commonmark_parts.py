"""The parts of a Markdown text in order: headings, paragraphs, tables, code; each with its place around the marks."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, takewhile

from markdown_it.token import Token

from indexer.parsing.lines import Line
from indexer.parsing.markdown.commonmark import EQUATION_END, LISTS, CommonMark
from indexer.parsing.markdown.commonmark_grids import DrawnTable
from indexer.parsing.markdown.commonmark_html import html_marks
from indexer.parsing.markdown.inline_marks import InlineMark, InlineMarks, told_by_pictures
from indexer.parsing.markdown.markdown_part import MarkdownPart, PartKind, PartLine
from indexer.parsing.markdown.source_marks import (
    PlacedRow,
    SourceMarks,
    lines_around,
    overlapping,
    parsed_text,
    place_of,
    placed_rows,
    stripped,
)
from indexer.parsing.tables import pipe_cells
from kutip.types import Span

Columns = Sequence[tuple[int, int | None]]

_BOM = "\ufeff"
_ITEM_MARKER = re.compile(r"(?:[-+*]|\d{1,9}[.)])[ \t]+$")
_NOTE_LABEL = re.compile(r"\[\^[^\]\s]{1,100}\]:")
_CONTAINERS = re.compile(r"[\s>]*")


@dataclass(slots=True)
class _Place:
    """Where the walk through the tokens is: which quotation, item and footnote it is in."""

    quotes: int = 0
    items: list[tuple[int, int]] = field(default_factory=list)  # number and first line of each
    opening: bool = False
    alone: list[bool] = field(default_factory=list)
    term: bool = False
    note: int = 0


def parts_of(lines: Sequence[Line], marks: SourceMarks) -> list[MarkdownPart]:
    """Parse lines and return their parts in reading order.

    Args:
        lines: All lines of a text; those that are not to be parsed are blank.
        marks: Takes the marks that are found.
    """
    return list(_Walk(lines, marks).parts())


class _Walk:
    """Goes through the block tokens of a text once."""

    def __init__(self, lines: Sequence[Line], marks: SourceMarks) -> None:
        self._lines = list(lines)
        if self._lines and self._lines[0].text.startswith(_BOM):
            marks.add(Span(self._lines[0].start, self._lines[0].start + 1))
            self._lines[0] = self._lines[0].cut(1)
        self._parsed = CommonMark([parsed_text(line) for line in self._lines])
        self._marks = marks
        self._place = _Place()
        self._numbers = count(1)
        self._term = 0

    def parts(self) -> Iterator[MarkdownPart]:
        tokens = self._parsed.tokens
        for at, token in enumerate(tokens):
            if token.nesting and self._moved(token, at):
                continue
            first, end = token.map or (0, 0)
            if token.type == "heading_open":
                yield from self._heading(token, tokens[at + 1])
            elif token.type in ("paragraph_open", "dt_open"):
                yield from self._paragraph(tokens[at + 1], tokens[at + 1].map or token.map or [0, 0])
            elif token.type == "table_open":
                rows = [first, *takewhile(lambda at: "|" in self._lines[at].text, range(first + 2, end))]
                yield self._table([[row] for row in rows], [first + 1], None)
                yield from self._below_table(range(first + 1 + len(rows), end))
            elif token.type == "drawn_table":
                table: DrawnTable = token.meta["table"]
                yield self._table(table.rows, table.rules, table.columns)
            elif token.type in ("fence", "code_block"):
                yield from self._code(token)
            elif token.type in ("equation", "environment"):
                yield self._equation(range(first, end), whole=token.type == "environment")
            elif token.type == "html_block":
                yield from self._of_content(PartKind.HTML, token, html_marks(token.content))
            elif token.type == "definition":
                yield self._part(PartKind.DEFINITION, self._raw(range(first, end)))
            elif token.type in ("fenced_div", "hr"):
                self._mark_lines(range(first, end))

    def _moved(self, token: Token, at: int) -> bool:
        """Follow a token that opens or closes what holds parts; False for one that opens a part."""
        place, name = self._place, token.type.rpartition("_")[0]
        if name == "blockquote":
            place.quotes += token.nesting
        elif name in LISTS:
            if token.nesting > 0:
                place.alone.append(self._parsed.items[at] == 1)
            else:
                place.alone.pop()
        elif name in ("list_item", "dd"):
            self._enter_item(token)
        elif name == "dt":
            place.term = token.nesting > 0
            if place.term:
                self._term = next(self._numbers)
            return token.nesting < 0
        elif name == "footnote_reference":
            place.note = next(self._numbers) if token.nesting > 0 else 0
            if place.note and token.map:
                self._mark_label(self._lines[token.map[0]])
        else:
            return token.nesting < 0
        return True

    def _mark_label(self, line: Line) -> None:
        label = _NOTE_LABEL.search(line.text)
        if label is not None:
            self._marks.add(Span(line.start + label.start(), line.start + label.end()))

    def _enter_item(self, token: Token) -> None:
        place = self._place
        if token.nesting > 0:
            number = self._term if token.type == "dd_open" else next(self._numbers)
            place.items.append((number, token.map[0] if token.map else -1))
            place.opening = token.type != "dd_open"
        else:
            place.items.pop()
            place.opening = False

    def _part(self, kind: PartKind, lines: Sequence[PartLine], content: str = "", **known: object) -> MarkdownPart:
        place = self._place
        opens, place.opening = place.opening, False
        item = place.items[-1][0] if place.items else 0
        term = place.term
        return MarkdownPart(
            kind,
            tuple(line for line in lines if line.spans),
            content,
            quoted=place.quotes > 0,
            item=self._term if term else item,
            opens=opens or term,
            alone=bool(place.alone) and place.alone[-1],
            term=term,
            note=place.note,
            **known,  # type: ignore[arg-type]
        )

    # --- Kinds of parts -----------------------------------------------------------------------------------------------

    def _heading(self, token: Token, inline: Token) -> Iterator[MarkdownPart]:
        underlined = token.markup[:1] in "=-"
        rows = placed_rows(inline.content, self._lines, (token.map or [0])[0])
        lines = self._lines_of(rows, self._parsed.marks(inline.content))
        if underlined and token.map:
            self._marks.add_all(
                span for line in self._raw(range(token.map[1] - 1, token.map[1])) for span in line.spans
            )
        level = int(token.tag[1:])
        yield self._part(PartKind.HEADING, lines, inline.content, level=level, underlined=underlined)

    def _paragraph(self, inline: Token, lines: Sequence[int]) -> Iterator[MarkdownPart]:
        yield from self._of_content(PartKind.PARAGRAPH, inline, self._parsed.marks(inline.content), lines[0])

    def _of_content(
        self, kind: PartKind, token: Token, marks: InlineMarks, first: int | None = None
    ) -> Iterator[MarkdownPart]:
        content = token.content.rstrip("\n")
        rows = placed_rows(content, self._lines, (token.map or [0])[0] if first is None else first)
        if marks.pictures and (told := told_by_pictures(content, marks, self._parsed.marks)) is not None:
            kind, marks = PartKind.PICTURE, told
        noted = [InlineMark(start, end) for start, end in marks.notes]
        lines = self._lines_of(rows, marks, apart=noted)
        if kind is PartKind.PARAGRAPH and self._place.opening and self._place.items:
            lines = self._with_marker(lines, self._place.items[-1][1])
        yield self._part(kind, lines, content)
        for start, end in marks.notes:
            self._marks.join(*(place_of(rows, at) for at in (start - 2, end + 1)))
            note, self._place.note = self._place.note, next(self._numbers)
            yield self._part(PartKind.PARAGRAPH, self._within(rows, marks, start, end), content[start:end])
            self._place.note = note

    def _with_marker(self, lines: list[PartLine], first: int) -> list[PartLine]:
        """Take the marker of an item to its first line: a number may be cited, and both show where it begins."""
        if not lines or not lines[0].spans or lines[0].line is not self._lines[first]:
            return lines
        line, spans = lines[0].line, lines[0].spans
        marker = _ITEM_MARKER.search(line.text[: spans[0].start - line.start])
        if marker is None:
            return lines
        start = line.start + marker.start()
        return [PartLine(line, (Span(start, spans[0].end), *spans[1:])), *lines[1:]]

    def _table(self, rows: Sequence[Sequence[int]], rules: Sequence[int], columns: Columns | None) -> MarkdownPart:
        """A table; its columns have the same place in all lines, or else are between pipes."""
        self._mark_lines(rules)
        cells, lines = [], []
        for row in rows:
            found: dict[int, tuple[Span, ...]] = {}
            for at in row:
                bounds = pipe_cells(parsed_text(self._lines[at])) if columns is None else columns
                for column, (start, end) in enumerate(bounds):
                    found[column] = found.get(column, ()) + self._cell(self._lines[at], start, end)
            cells.append(tuple(found.values()))
            lines.append(PartLine(self._lines[row[0]], tuple(sorted(span for cell in found.values() for span in cell))))
        part = self._part(PartKind.TABLE, ())
        return MarkdownPart(PartKind.TABLE, tuple(lines), quoted=part.quoted, note=part.note, cells=tuple(cells))

    def _below_table(self, lines: range) -> Iterator[MarkdownPart]:
        """Yield lines that the parser takes for rows, but that have no pipe: prose that begins without a blank line."""
        if lines:
            yield self._part(PartKind.PARAGRAPH, self._raw(lines))

    def _cell(self, line: Line, start: int, end: int | None) -> tuple[Span, ...]:
        content = parsed_text(line)[start:end]
        rows = [PlacedRow(line, 0, line.start + start, len(content))]
        return tuple(s for one in self._lines_of(rows, self._parsed.marks(content)) for s in one.spans)

    def _code(self, token: Token) -> Iterator[MarkdownPart]:
        first, end = token.map or (0, 0)
        kind = PartKind.INDENTED if token.type == "code_block" else PartKind.FENCED
        inside = range(first, end) if kind is PartKind.INDENTED else range(first + 1, end)
        if kind is PartKind.FENCED:
            last = self._parsed.lines[end - 1].strip(" \t>")
            closed = end - first > 1 and last.startswith(token.markup) and not last.strip(token.markup[0])
            inside = range(first + 1, end - 1 if closed else end)
            self._mark_lines([at for at in range(first, end) if at not in inside])
        contents = token.content.split("\n")
        lines = []
        for content, at in zip(contents, inside, strict=False):
            bare = content.strip()
            for row in placed_rows(content, self._lines, at) if bare else ():
                spans = (Span(row.offset, row.offset + row.length),)
                lines.append(PartLine(row.line, spans, content[: len(content) - len(content.lstrip())], at))
        yield self._part(kind, lines, token.content)

    def _equation(self, lines: range, *, whole: bool) -> MarkdownPart:
        raw = self._raw(lines)
        if whole:
            return self._part(PartKind.EQUATION, raw)
        kept: list[PartLine] = []
        for at, one in enumerate(raw):
            text, start = one.line.text, one.spans[0].start - one.line.start
            end = one.spans[0].end - one.line.start
            first = text.index("$$", start) + 2 if at == 0 else start
            closes = EQUATION_END.search(text, first, end) if at == len(raw) - 1 else None
            last = closes.start() if closes is not None else end
            self._marks.add(Span(one.line.start + start, one.line.start + first))
            self._marks.add(Span(one.line.start + last, one.line.start + end))
            kept.append(PartLine(one.line, tuple(stripped(text, first, last, one.line.start)), number=one.number))
        return self._part(PartKind.EQUATION, kept)

    # --- Places -------------------------------------------------------------------------------------------------------

    def _mark_lines(self, lines: Iterable[int]) -> None:
        self._marks.add_all(span for one in self._raw(lines) for span in one.spans)

    def _raw(self, lines: Iterable[int]) -> list[PartLine]:
        """Return lines as they stand, without the marks of quotations before them."""
        found = []
        for at in lines:
            line = self._lines[at]
            lead = _CONTAINERS.match(line.text)
            start = lead.end() if lead is not None else 0
            found.append(PartLine(line, tuple(stripped(line.text, start, len(line.text), line.start)), number=at))
        return [one for one in found if one.spans]

    def _lines_of(
        self, rows: Sequence[PlacedRow], marks: InlineMarks, apart: Sequence[InlineMark] = ()
    ) -> list[PartLine]:
        """Return rows without marks, which are told; `apart` are places that are no marks, and not of the rows."""
        for row in rows:
            for mark in overlapping(marks.marks, row.start, row.start + row.length):
                self._marks.add_all(row.cut(mark.start, mark.end))
        for mark in marks.marks:
            if mark.joins:
                self._marks.join(place_of(rows, mark.start), place_of(rows, mark.end))
        return lines_around(rows, [*marks.marks, *apart])

    def _within(self, rows: Sequence[PlacedRow], marks: InlineMarks, start: int, end: int) -> list[PartLine]:
        inside = overlapping(marks.marks, start, end)
        return lines_around(
            rows, [InlineMark(0, start), *inside, InlineMark(end, end + rows[-1].start + rows[-1].length)]
        )
