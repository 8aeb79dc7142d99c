"""Reads raw text extracted from a PDF: hard line ends, columns and pages run together, tables flattened."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from indexer.bibliography.list_lines import ListedLines, Role, find_lists
from indexer.parsing import line_openers
from indexer.parsing.asides import split_off_asides
from indexer.parsing.draft import Draft, LastDraft, add_entry_line, finish, in_order, span_of
from indexer.parsing.headings import (
    SectionNumbers,
    Title,
    is_capitals,
    numbered_title,
    title_of,
)
from indexer.parsing.lines import Line, LineGroup, groups, is_finished, single_spaced, split_lines
from indexer.parsing.markdown.markdown_signs import is_markdown
from indexer.parsing.page_starts import page_starts
from indexer.parsing.paragraph_ends import ParagraphEnds, find_paragraph_ends
from indexer.parsing.plain_headings import (
    is_known_title,
    is_section_number,
    lines_of_heading,
    opens_section,
    opens_text,
    stands_above_prose,
)
from indexer.parsing.reader import TextReader
from indexer.parsing.reading import SourceReading
from indexer.parsing.table_ends import is_link, may_be_rows, take_table
from indexer.parsing.tables import flat_table
from indexer.parsing.title_lines import section_place
from kutip.text.reading import squeeze
from kutip.types import Block, Kind, Span

_TYPICAL_LINE = 120  # in characters; lines of a column are shorter, unwrapped paragraphs longer
_FRONT = 6_000  # characters: no front is longer, and a later summary opens nothing
_PROSE = (Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.QUOTE)


def looks_like_pdf_text(source: str) -> bool:
    r"""True if a text looks extracted from a PDF: short lines that cut its sentences, and no marks of Markdown.

    >>> looks_like_pdf_text("Police forces\nmeet every\nyear in Manila\nand elsewhere.\n")
    True
    """
    lines = [line.content for line in split_lines(source) if line.content]
    in_long = sum(len(line) for line in lines if len(line) > _TYPICAL_LINE)
    cut = sum(1 for a, b in pairwise(lines) if a[-1].isalnum() and b[:1].islower())
    return in_long * 2 < sum(map(len, lines)) and cut * 5 > len(lines) and not is_markdown(source)


def read_pdf_text(source: str) -> tuple[tuple[Block, ...], tuple[int, ...]]:
    """Return the blocks of a PDF's raw text and the offsets where pages start."""
    lines = split_lines(source)
    reading = SourceReading(source)
    text, asides = split_off_asides(single_spaced(lines))
    listed = find_lists(text)
    ends = find_paragraph_ends(text, in_list=lambda line: listed.role(line) is not None)
    drafts = _PdfText(groups(text), reading, listed, ends).drafts()
    return finish(in_order(drafts, asides, source), reading), page_starts(source, lines)


class _PdfText:
    """Goes through groups of lines once; lines after a group's first block go back to the queue."""

    def __init__(
        self, line_groups: Sequence[list[Line]], reading: SourceReading, listed: ListedLines, ends: ParagraphEnds
    ) -> None:
        parts = [part for group in line_groups for part in listed.parted(LineGroup(group))]
        self._listed = listed
        self._ends = ends
        self._queue = deque(piece for part in parts for piece in self._pieces(part))
        self._reading = reading
        self._drafts: list[Draft] = []
        self._uninterrupted = LastDraft()
        self._in_references = False
        self._is_numbered = ends.is_numbered
        self._sections = SectionNumbers()

    def drafts(self) -> list[Draft]:
        """Return all drafts in reading order."""
        in_front = self._has_opening()
        while self._queue:
            group = self._queue.popleft()
            text = group[0].content
            if self._listed.role(group[0]) is not None:
                in_front = self._in_references = False
                self._take_listed(group)
            elif in_front and line_openers.RUN_IN_OPENING.match(text):
                in_front = False
                self._take_prose(group)
            elif in_front and not self._opens_text(group):
                self._add(Kind.FRONT_MATTER, group)
            elif line_openers.TABLE.match(text):
                self._take_caption(group, table=True)
            elif line_openers.FIGURE.match(text) or line_openers.NOTE.match(text):
                self._take_caption(group, table=False)
            elif heading := self._take_heading(group):
                in_front = False
                self._in_references = bool(line_openers.REFERENCES.fullmatch(squeeze(heading)))
            elif self._in_references:
                self._take_references(group)
            else:
                self._take_prose(group)
        return self._drafts

    def _pieces(self, group: LineGroup) -> Iterator[LineGroup]:
        if self._listed.role(group[0]) is not None:
            return iter([group])
        return (piece for part in self._ends.parted(group) for piece in self._around_captions(part))

    def _around_captions(self, group: LineGroup) -> Iterator[LineGroup]:
        return iter([group]) if group[0].start in self._ends.titles else _split_at_captions(group)

    def _take_listed(self, group: LineGroup) -> None:
        """Add the heading of a list of references, or its entries."""
        for line in group:
            role = self._listed.role(line)
            if role is Role.HEADING:
                title = self._title_of(line.content, after_colon=False)
                self._drafts.append(Draft(Kind.HEADING, [line.span], title))
            elif role is Role.OUTSIDE:
                self._add(Kind.FURNITURE, [line])
            else:
                add_entry_line(self._drafts, line, opens=role is Role.FIRST)

    def _has_opening(self) -> bool:
        """True if some line opens the paper's text (abstract, introduction); lines above it are front matter."""
        lines = (line for group in self._queue for line in group)
        return any(opens_text(line.content) for line in takewhile(lambda line: line.start < _FRONT, lines))

    def _opens_text(self, group: LineGroup) -> bool:
        """True if a group begins with the heading that opens the paper's text, or with that of its first section."""
        if (count := self._ends.titles.get(group[0].start)) is None:
            return opens_text(group[0].content)
        title = self._reading.read([span_of(group[:count])])
        place = section_place(title)
        return opens_text(title) or (place is not None and place[0][1] == (1,))

    def _add(self, kind: Kind, lines: Sequence[Line]) -> None:
        self._drafts.append(Draft(kind, [span_of(lines)]))

    def _put_back(self, lines: LineGroup) -> None:
        if lines:
            self._queue.appendleft(lines)

    def _take_caption(self, group: LineGroup, *, table: bool) -> None:
        """Add a caption or note up to its hard line end and, for a table's caption, the table's rows."""
        cut = 1
        while cut < len(group) and group[cut - 1].wraps:
            cut += 1
        self._add(Kind.CAPTION, group[:cut])
        self._put_back(group[cut:])
        if table and line_openers.APPENDIX.match(group[0].content):
            self._drafts[-1] = replace(self._drafts[-1], ends_section=True)
        rows = take_table(self._queue, self._ends) if table else []
        if rows and may_be_rows(rows, self._ends):
            caption = self._reading.read([span_of(group[:cut])])
            self._drafts += flat_table(rows, caption, self._reading)
        else:
            self._drafts += [Draft(Kind.CAPTION, [span_of(one)]) for one in rows]
        if rows and self._queue and is_link(self._queue[0]):
            self._add(Kind.CAPTION, self._queue.popleft())

    def _take_heading(self, group: LineGroup) -> str | None:
        """Add the heading at the start of a group and return its text; None if there is none."""
        if count := self._ends.titles.get(group[0].start):
            return self._add_heading(group, min(count, len(group)))
        if self._open_draft(group[0]) is not None and not is_capitals(group[0].content):
            return None
        if self._ends.is_judged and not (is_capitals(group[0].content) or opens_section(group[0].content)):
            return None
        near = (self._queue[at] for at in range(min(2, len(self._queue))))
        below = list(takewhile(lambda one: self._listed.role(one[0]) is None, near))
        if is_section_number([group, *below]):
            return self._take_numbered_heading(group)
        marked = self._ends.marks_wraps
        if stands_above_prose(
            group, below[0] if below else (), follows_prose=self._follows_prose(), marks_wraps=marked
        ):
            return self._add_heading(group, 1)
        count = 1 if self._sections.next_is(group[0].content) else lines_of_heading(group)
        if not count:
            return None
        following = group[count].content if count < len(group) else self._queue[0][0].content if self._queue else ""
        if not following or not (following[0].isupper() or following[0] in '“"‘0123456789'):
            return None
        return self._add_heading(group, count)

    def _take_numbered_heading(self, number: LineGroup) -> str:
        """Add a heading whose number and title are on two lines, with or without a blank line between them."""
        if len(number) == 1:
            return self._add_heading(self._queue.popleft(), 1, number[0].span)
        return self._add_heading(number[1:], 1, number[0].span)

    def _follows_prose(self) -> bool:
        """True if a whole paragraph, item or heading is above, and no table, caption or list of references."""
        return bool(self._drafts) and self._drafts[-1].kind in (
            Kind.PARAGRAPH,
            Kind.LIST_ITEM,
            Kind.QUOTE,
            Kind.HEADING,
        )

    def _add_heading(self, group: LineGroup, count: int, *number: Span) -> str:
        """Add the first lines of a group as a heading, with the place of a number above it, and put back the others."""
        spans = [*number, span_of(group[:count])]
        text = self._reading.read(spans)
        if opens_text(text):
            self._sections.opened_by(text)
        above = [draft for draft in self._drafts[-1:] if draft.kind in _PROSE]
        after_colon = any(self._reading.read(draft.spans[-1:]).endswith(":") for draft in above)
        self._drafts.append(Draft(Kind.HEADING, spans, self._title_of(text, after_colon=after_colon)))
        self._put_back(group[count:])
        return text

    def _title_of(self, text: str, *, after_colon: bool) -> Title:
        """Return a heading's format; among numbered headings, one of known words is a main section's."""
        title = title_of(text, after_colon=after_colon)
        is_main = self._is_numbered and not title.explicit and is_known_title(text)
        self._is_numbered = self._is_numbered or title.explicit
        return replace(title, level=1, explicit=True) if is_main else title

    def _open_draft(self, line: Line) -> int | None:
        """Return the draft that a line continues: a paragraph or item in mid-sentence, before any captions."""
        i = self._uninterrupted.last(self._drafts)
        if i is None or self._drafts[i].kind not in (Kind.PARAGRAPH, Kind.LIST_ITEM):
            return None
        if self._drafts[i].spans[-1].end in self._ends.short_ends and line.content[0].isupper():
            return None
        return None if is_finished(self._reading.read(self._drafts[i].spans[-1:])) else i

    def _take_prose(self, group: LineGroup) -> None:
        """Add a paragraph, list item or quotation; lines from the start of another block go back to the queue."""
        item = line_openers.LIST_ITEM.match(group[0].content)
        cut = 1
        while cut < len(group) and not self._block_ends_between(group[cut - 1], group[cut]):
            cut += 1
        lines = group[:cut]
        span = span_of(lines)
        i = self._open_draft(group[0])
        if item:
            self._drafts.append(Draft(Kind.LIST_ITEM, [span]))
        elif i is not None:
            self._drafts[i].extend(span)
        elif line_openers.FRONT_MATTER.match(lines[0].content) and len(lines) <= 2:
            self._add(Kind.FRONT_MATTER, lines)
        else:
            kind = Kind.QUOTE if line_openers.is_quotation(self._reading.read([span])) else Kind.PARAGRAPH
            self._drafts.append(Draft(kind, [span]))
        self._put_back(group[cut:])

    def _block_ends_between(self, before: Line, line: Line) -> bool:
        """True if a block ends between two lines: a sentence ends at a hard line end and something new begins."""
        if before.wraps or not is_finished(before.content):
            return False
        is_new = line.content[0].isupper() and not self._ends.is_judged
        return is_new or bool(line_openers.LIST_ITEM.match(line.content)) or bool(numbered_title(line.content))

    def _take_references(self, group: LineGroup) -> None:
        for line in group:
            opens = self._drafts[-1].kind is not Kind.REFERENCE or line_openers.starts_entry(line.content)
            if opens:
                self._add(Kind.REFERENCE, [line])
            else:
                self._drafts[-1].extend(line.span)


def _split_at_captions(group: LineGroup) -> Iterator[LineGroup]:
    """Divide a group before each caption or note that follows a hard line end, and before headings of known words."""
    start = 0
    for i in range(1, len(group)):
        text = group[i].content
        if opens_section(text) or (
            not group[i - 1].wraps
            and (line_openers.NOTE.match(text) or line_openers.FIGURE.match(text) or line_openers.TABLE.match(text))
        ):
            yield group[start:i]
            start = i
    yield group[start:]


PDF_TEXT = TextReader("pdf-text", (".md", ".txt"), looks_like_pdf_text, read_pdf_text)
