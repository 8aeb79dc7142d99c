"""Tells the blocks of a Markdown text: what its parts are by their marks, and what only their words show."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import groupby

from indexer.bibliography.list_lines import ListedLines, Role
from indexer.parsing import line_openers
from indexer.parsing.draft import Draft, LastDraft, add_entry_spans
from indexer.parsing.headings import MAX_WORDS, Title, is_capitals
from indexer.parsing.lines import is_finished
from indexer.parsing.markdown.markdown_part import MarkdownPart, PartKind, PartLine
from indexer.parsing.markdown.part_lines import is_prose, is_rows, lines_text, paragraphs
from indexer.parsing.markdown.source_marks import SourceMarks, stripped
from indexer.parsing.reading import SourceReading
from indexer.parsing.tables import delimited_table, named_table
from kutip.types import Kind, Span

_BOLD = re.compile(r"(\*\*|__)(?![\s*_])[^*_]{1,200}(?<!\s)\1:?")
_ATX = re.compile(r"#{1,6}[ \t]*$")
_TABLE_CAPTION = re.compile(rf"(?:{line_openers.TABLE_WORD})?:\s+(?=\S)", re.IGNORECASE)
_RAISED_AT_END = re.compile(r"(?:\^[\d,–-]{1,12}\^|<sup>[\d,–-]{1,12}</sup>|\[[\d,; –-]{1,20}\]|[¹²³⁴-⁹⁰]){1,3}$")
_COMMAND = re.compile(r"\\[A-Za-z]{2,30}(?:\{[^{}]{0,60}\})?")  # of LaTeX, for a new page or the like
_EMPHASIS = frozenset("*_")
_LABEL_WORDS = 8  # longest title in front of a list item's text
_LONGEST_FRONT = 4_000  # characters above the abstract; what is longer is the paper itself
_SHORT_LINE = 2 * 60  # characters of a line of keywords or the like
LISTABLE = frozenset({PartKind.PARAGRAPH, PartKind.INDENTED, PartKind.DEFINITION, PartKind.HTML})
_CLOSED = (")", "]", "}", "$", "”", '"', "*")  # what ends a paragraph without a full stop, such as a formula


class MarkdownDrafts:
    """Goes through the parts of a text once and tells of what kind each is."""

    def __init__(
        self, parts: Sequence[MarkdownPart], listed: ListedLines, reading: SourceReading, marks: SourceMarks
    ) -> None:
        self._parts = parts
        self._listed = listed
        self._reading = reading
        self._marks = marks
        self._mark_spans = sorted(marks.spans)
        self._texts = [reading.read(part.spans) if part.kind is not PartKind.TABLE else "" for part in parts]
        self._drafts: list[Draft] = []
        self._uninterrupted = LastDraft()
        self._in_references = False
        self._item = self._note = 0  # the item and the footnote of the last draft
        marked = [part.level for part in parts if part.kind is PartKind.HEADING]
        self._top = min(marked[1:] or marked or [1])
        self._level = 0
        self._has_headings = len(marked) > 1

    def drafts(self) -> list[Draft]:
        """Return the drafts in the order of the parts."""
        front = self._end_of_front()
        for at, part in enumerate(self._parts):
            if part.kind in LISTABLE and not part.note and self._has_role(part):
                self._take_listed(part)
            elif at < front and part.kind in (PartKind.HEADING, PartKind.PARAGRAPH, PartKind.PICTURE, PartKind.HTML):
                self._take_front(at, part)
            else:
                self._take(at, part)
        return self._drafts

    def _take(self, at: int, part: MarkdownPart) -> None:
        text = self._texts[at]
        if part.kind is PartKind.DEFINITION:
            self._marks.add_all(part.spans)
        elif part.kind is PartKind.TABLE:
            self._drafts += named_table(part.cells, self._caption_of(at), self._reading)
        elif part.kind is PartKind.EQUATION:
            self._add_lines(Kind.EQUATION, part)
        elif part.kind is PartKind.FENCED or (part.kind is PartKind.INDENTED and not is_prose(text)):
            self._add_lines(Kind.CODE, part)
        elif not text:
            return
        elif part.kind is PartKind.PICTURE:
            self._drafts.append(Draft(Kind.CAPTION, part.spans))
        elif part.note:
            self._take_note(part)
        elif (title := self._title(at)) is not None:
            self._add_heading(part, text, title)
        elif self._in_references:
            self._take_reference(part)
        else:
            self._take_paragraph(at, part, text)

    def _add_lines(self, kind: Kind, part: MarkdownPart) -> None:
        """Add a block whose lines are kept, with their indents."""
        if part.lines:
            self._drafts.append(Draft(kind, part.spans, text=lines_text(part, self._reading.source)))

    # --- Headings -----------------------------------------------------------------------------------------------------

    def _end_of_front(self) -> int:
        """Return the part that opens the paper itself, such as its abstract; 0 if nothing is above it."""
        length = headings = 0
        for at, part in enumerate(self._parts):
            if self._opens_paper(at):
                return at
            length += len(self._texts[at])
            headings += part.kind is PartKind.HEADING and len(self._texts[at].split()) <= MAX_WORDS and at > 0
            if length > _LONGEST_FRONT or self._has_role(part):
                return 0
        return 0

    def _opens_paper(self, at: int) -> bool:
        text = self._texts[at]
        return len(self._parts[at].lines) == 1 and line_openers.OPENING.fullmatch(text) is not None

    def _take_front(self, at: int, part: MarkdownPart) -> None:
        """Add what is above the abstract: a paragraph as a whole, other lines one by one."""
        if is_finished(self._texts[at]) or part.kind is PartKind.PICTURE:
            self._drafts.append(Draft(Kind.FRONT_MATTER, part.spans))
        else:
            self._drafts += (Draft(Kind.FRONT_MATTER, list(one.spans)) for one in part.lines)

    def _title(self, at: int) -> Title | None:
        part, text = self._parts[at], self._texts[at]
        words = len(text.split())
        if part.kind is PartKind.HEADING:
            stands = part.underlined and (len(part.lines) > 1 or words > MAX_WORDS) and is_finished(text)
            return None if stands else Title(part.level, explicit=True)
        if part.kind is not PartKind.PARAGRAPH or len(part.lines) != 1 or part.item or part.quoted:
            return None
        if line_openers.OPENING.fullmatch(text) or line_openers.REFERENCES.fullmatch(text):
            return Title(self._top, explicit=True)
        followed = at + 1 < len(self._parts) and words <= MAX_WORDS and not _begins_caption(text)
        if not followed or line_openers.FRONT_MATTER.match(text):
            return None
        if _BOLD.fullmatch(part.content.strip()) and (words <= _LABEL_WORDS or not is_finished(text)):
            return Title(min(self._level + 1, 6), explicit=True)
        return Title(self._top, explicit=True) if is_capitals(text) and not self._has_headings else None

    def _add_heading(self, part: MarkdownPart, text: str, title: Title) -> None:
        spans = part.spans
        line = part.lines[0].line
        marker = _ATX.search(line.text[: spans[0].start - line.start]) if part.kind is PartKind.HEADING else None
        if marker is not None and not part.underlined:
            spans[0] = Span(line.start + marker.start(), spans[0].end)
        if part.kind is PartKind.HEADING:
            self._level = part.level
        self._in_references = line_openers.REFERENCES.fullmatch(text) is not None
        self._drafts.append(Draft(Kind.HEADING, spans, title))

    # --- References ---------------------------------------------------------------------------------------------------

    def _has_role(self, part: MarkdownPart) -> bool:
        return any(self._listed.role(one.line) is not None for one in part.lines)

    def _take_listed(self, part: MarkdownPart) -> None:
        """Add the lines of a list of references: its heading, its entries, and what is between them."""
        for known, run in groupby(part.lines, lambda one: self._listed.role(one.line) is not None):
            lines = list(run)
            if not known:
                self._drafts.append(Draft(Kind.PARAGRAPH, [span for one in lines for span in one.spans]))
                continue
            for one in lines:
                role = self._listed.role(one.line)
                if role is Role.HEADING:
                    self._drafts.append(Draft(Kind.HEADING, list(one.spans), Title(self._top, explicit=True)))
                elif role is Role.OUTSIDE:
                    self._drafts.append(Draft(Kind.FURNITURE, list(one.spans)))
                else:
                    add_entry_spans(self._drafts, self._entry_spans(one), opens=role is Role.FIRST)

    def _take_reference(self, part: MarkdownPart) -> None:
        for one in part.lines:
            opens = line_openers.starts_entry(one.line.content)
            add_entry_spans(self._drafts, self._entry_spans(one), opens=opens or one is part.lines[0])

    def _entry_spans(self, one: PartLine) -> list[Span]:
        """The line of an entry with its emphasis, which shows what is a title, around all other marks."""
        line = one.line
        start, end = line.span.start, line.span.end
        at = max(0, bisect_left(self._mark_spans, start, key=lambda mark: mark.start) - 1)
        spans: list[Span] = []
        while at < len(self._mark_spans) and self._mark_spans[at].start < end:
            mark = self._mark_spans[at]
            at += 1
            if mark.end <= start or _EMPHASIS.issuperset(self._reading.source[mark.start : mark.end]):
                continue
            spans += stripped(line.text, start - line.start, max(start, mark.start) - line.start, line.start)
            start = mark.end
        return [*spans, *stripped(line.text, start - line.start, end - line.start, line.start)]

    # --- Paragraphs ---------------------------------------------------------------------------------------------------

    def _take_note(self, part: MarkdownPart) -> None:
        if part.note == self._note:
            next(one for one in reversed(self._drafts) if one.kind is Kind.FOOTNOTE).spans += part.spans
        else:
            self._drafts.append(Draft(Kind.FOOTNOTE, part.spans))
        self._note = part.note

    def _take_paragraph(self, at: int, part: MarkdownPart, text: str) -> None:
        if _COMMAND.fullmatch(text):
            self._drafts.append(Draft(Kind.FURNITURE, part.spans))
        elif line_openers.FRONT_MATTER.match(text) and len(text) < _SHORT_LINE:
            self._drafts.append(Draft(Kind.FRONT_MATTER, part.spans))
        elif _begins_caption(text) or line_openers.LONE_CITATION.fullmatch(text) or self._captions_table(at):
            outside = line_openers.APPENDIX.match(text) is not None
            spans = part.spans
            if text[0] == ":" and len(text) > 1:
                spans = [*stripped(self._reading.source, spans[0].start + 1, spans[0].end, 0), *spans[1:]]
            self._drafts.append(Draft(Kind.CAPTION, spans, ends_section=outside))
        elif is_rows(part):
            caption = self._caption_of(at)
            self._drafts += delimited_table([one.line for one in part.lines], caption, [])
        elif part.item:
            self._take_item(part, text)
        elif part.quoted or line_openers.is_quotation(text):
            self._drafts.append(Draft(Kind.QUOTE, part.spans))
        elif (open_draft := self._continued_by(text)) is not None:
            open_draft.spans += part.spans
        else:
            self._item = 0
            self._drafts += (Draft(Kind.PARAGRAPH, spans) for spans in paragraphs(part))

    def _take_item(self, part: MarkdownPart, text: str) -> None:
        label = part.term or (part.alone and len(text.split()) <= _LABEL_WORDS and not is_finished(text))
        last = self._drafts[-1] if self._drafts else None
        if part.opens:
            self._drafts.append(Draft(Kind.LIST_ITEM, part.spans, run_in=label and len(part.spans) == 1))
        elif last is not None and last.kind is Kind.LIST_ITEM and part.item == self._item:
            last.spans += part.spans
        else:
            self._drafts.append(Draft(Kind.PARAGRAPH, part.spans))
        self._item = part.item

    def _continued_by(self, text: str) -> Draft | None:
        """Return the draft that a paragraph goes on from: one that a table cut, or an item's title."""
        last = self._drafts[-1] if self._drafts else None
        if last is not None and last.kind is Kind.LIST_ITEM and last.run_in and len(last.spans) == 1:
            return last
        at = self._uninterrupted.last(self._drafts)
        if at is None or self._drafts[at].kind is not Kind.PARAGRAPH or not text[0].islower():
            return None
        before = _RAISED_AT_END.sub("", self._reading.read(self._drafts[at].spans[-3:]))
        return None if is_finished(before) or before.endswith(_CLOSED) else self._drafts[at]

    # --- Tables -------------------------------------------------------------------------------------------------------

    def _caption_of(self, at: int) -> str:
        """Return the caption of a table: the one above it, else the one below."""
        for near in (at - 1, at + 1):
            if 0 <= near < len(self._parts) and self._is_caption(near, of_table=True):
                opened = _TABLE_CAPTION.match(self._texts[near])
                return self._texts[near][opened.end() if opened is not None else 0 :]
        return ""

    def _captions_table(self, at: int) -> bool:
        """True if a paragraph next to a table is its caption as Pandoc writes it: ": Members", "Table: Members"."""
        near = (one for one in (at - 1, at + 1) if 0 <= one < len(self._parts))
        opens = _TABLE_CAPTION.match(self._texts[at]) is not None
        return opens and any(self._parts[one].kind is PartKind.TABLE for one in near)

    def _is_caption(self, at: int, *, of_table: bool) -> bool:
        text = self._texts[at]
        if self._parts[at].kind is not PartKind.PARAGRAPH:
            return False
        return line_openers.TABLE.match(text) is not None or (of_table and _TABLE_CAPTION.match(text) is not None)


def _begins_caption(text: str) -> bool:
    return any(opener.match(text) for opener in (line_openers.FIGURE, line_openers.TABLE, line_openers.NOTE))
