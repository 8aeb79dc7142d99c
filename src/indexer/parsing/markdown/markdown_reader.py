"""Reads Markdown, and texts like it that only have its lines: a paragraph each, headings without marks, tables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.bibliography.list_lines import ListedLines, Role, find_lists
from indexer.parsing import line_openers
from indexer.parsing.asides import split_off_asides
from indexer.parsing.draft import Draft, LastDraft, add_entry_line, finish, in_order, span_of
from indexer.parsing.headings import SectionNumbers, Title, is_capitals, is_title_case, title_of
from indexer.parsing.lines import Line, LineGroup, groups, is_finished, split_lines
from indexer.parsing.markdown.markdown_signs import is_markdown
from indexer.parsing.markdown.structured_markdown import read_structured
from indexer.parsing.page_starts import page_starts
from indexer.parsing.reader import ReadSource, decoded
from indexer.parsing.reading import SourceReading
from indexer.parsing.tables import delimited_table
from kutip.types import Block, Kind

_MARKED = re.compile(r"(#{1,6})\s+\S")
_BLOCK_QUOTE = re.compile(r">\s?")
_LABEL_WORDS = 8  # longest title in front of a list item's text
_CUT_LENGTH = 60  # in characters; a shorter line without a full stop is a label, not a paragraph cut by a page break
_NOTE_LINE = 12  # in words; a legend line below "Note:" is no longer
_PROSE = frozenset({Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.QUOTE})


def read_markdown(source: str) -> tuple[tuple[Block, ...], tuple[int, ...]]:
    """Return the blocks of a text by its lines, whose marks stay, and the offsets where pages start; usually none."""
    text, asides = split_off_asides(split_lines(source))
    drafts = _Markdown(text, find_lists(text)).drafts()
    return finish(in_order(drafts, asides, source), SourceReading(source)), page_starts(source)


class _Markdown:
    """Goes through the units of a text once. A unit is a line, a table or a run of quoted lines."""

    def __init__(self, lines: Sequence[Line], listed: ListedLines) -> None:
        self._listed = listed
        self._units = [part for unit in _units(lines) for part in listed.parted(LineGroup(unit))]
        self._drafts: list[Draft] = []
        self._uninterrupted = LastDraft()
        self._sections = SectionNumbers()
        self._texts: list[str] = []  # the last line of each draft, which shows whether it is finished

    def drafts(self) -> Sequence[Draft]:
        in_front = any(line_openers.OPENING.fullmatch(_without_marks(unit[0].content)) for unit in self._units)
        in_references = False
        at = 0
        while at < len(self._units):
            unit = self._units[at]
            text = unit[0].content
            if self._listed.role(unit[0]) is not None:
                in_front = in_references = False
                self._take_listed(unit)
            elif in_front and not line_openers.OPENING.fullmatch(_without_marks(text)):
                self._add_draft(Draft(Kind.FRONT_MATTER, [span_of(unit)]), text)
            elif _is_table(unit):
                at = self._table(at)
                continue
            elif (title := self._title(at)) is not None:
                in_front = False
                in_references = bool(line_openers.REFERENCES.fullmatch(_without_marks(text)))
                self._add_draft(Draft(Kind.HEADING, [span_of(unit)], title), text)
            elif in_references:
                self._reference(unit)
            else:
                self._prose(unit)
            at += 1
        return self._drafts

    def _take_listed(self, unit: Sequence[Line]) -> None:
        """Add the heading of a list of references, or its entries."""
        for line in unit:
            role = self._listed.role(line)
            if role is Role.HEADING:
                marked = _MARKED.match(line.content)
                title = Title(len(marked[1]), explicit=True) if marked is not None else Title(1)
                self._add_draft(Draft(Kind.HEADING, [line.span], title), line.content)
            elif role is Role.OUTSIDE:
                self._add_draft(Draft(Kind.FURNITURE, [line.span]), line.content)
            else:
                count = len(self._drafts)
                add_entry_line(self._drafts, line, opens=role is Role.FIRST)
                self._texts += [line.content] * (len(self._drafts) - count)

    def _add_draft(self, draft: Draft, text: str) -> None:
        self._drafts.append(draft)
        self._texts.append(text)

    def _title(self, at: int) -> Title | None:
        text = self._units[at][0].content
        announced = bool(self._drafts) and self._drafts[-1].kind in _PROSE
        after_colon = announced and self._texts[-1].endswith(":")
        if marked := _MARKED.match(text):
            return Title(len(marked.group(1)), explicit=True)
        if line_openers.OPENING.fullmatch(text) or line_openers.REFERENCES.fullmatch(text):
            self._sections.opened_by(text)
            return Title(1)
        if self._sections.next_is(text):
            return title_of(text, after_colon=False)
        if len(self._units[at]) > 1 or line_openers.FRONT_MATTER.match(text) or _begins_block(text):
            return None
        if not (is_capitals(text) or is_title_case(text)) or self._is_cut():
            return None
        following = self._units[at + 1][0].content if at + 1 < len(self._units) else ""
        return title_of(text, after_colon=after_colon) if following else None

    def _is_cut(self) -> bool:
        """True if the previous block is a paragraph that stops in mid-sentence."""
        return self._open_draft() is not None and len(self._texts[-1]) >= _CUT_LENGTH

    def _open_draft(self) -> int | None:
        """Return the draft that further prose may continue: the last one before any captions and tables."""
        i = self._uninterrupted.last(self._drafts)
        return i if i is not None and self._drafts[i].kind in _PROSE and not is_finished(self._texts[i]) else None

    def _table(self, at: int) -> int:
        """Add the rows of a table and the notes below it, which may name its columns; return the next unit's index."""
        end = self._end_of_notes(at + 1)
        notes = [line for unit in self._units[at + 1 : end] for line in unit]
        legend = [line for line in notes if not line_openers.NOTE.match(line.content)]
        captioned = bool(self._drafts) and self._drafts[-1].kind is Kind.CAPTION
        for draft in delimited_table(self._units[at], self._texts[-1] if captioned else "", legend):
            self._add_draft(draft, "")
        for line in notes:
            if line_openers.NOTE.match(line.content):
                self._add_draft(Draft(Kind.CAPTION, [line.span]), line.content)
            else:
                self._extend_draft(len(self._drafts) - 1, line)
        return end

    def _end_of_notes(self, at: int) -> int:
        """Return the first unit below a table that is no source note, "Note:" line or label listed in such a note."""
        in_list = False
        for end in range(at, len(self._units)):
            text = self._units[end][0].content
            if line_openers.NOTE.match(text):
                in_list = in_list or line_openers.NOTE.fullmatch(text) is not None
            elif not in_list or not _is_label(self._units[end]):
                return end
        return len(self._units)

    def _reference(self, unit: Sequence[Line]) -> None:
        for line in unit:
            if line_openers.starts_entry(line.content) or self._drafts[-1].kind is not Kind.REFERENCE:
                self._add_draft(Draft(Kind.REFERENCE, [line.span]), line.content)
            else:
                self._extend_draft(len(self._drafts) - 1, line)

    def _extend_draft(self, i: int, *lines: Line) -> None:
        self._drafts[i].extend(span_of(lines))
        self._texts[i] = lines[-1].content

    def _prose(self, unit: Sequence[Line]) -> None:
        text = unit[0].content
        if line_openers.FRONT_MATTER.match(text) and len(text) < 2 * _CUT_LENGTH:
            self._add_draft(Draft(Kind.FRONT_MATTER, [span_of(unit)]), text)
        elif line_openers.FIGURE.match(text) or line_openers.TABLE.match(text) or line_openers.NOTE.match(text):
            outside = bool(line_openers.APPENDIX.match(text))
            self._add_draft(Draft(Kind.CAPTION, [span_of(unit)], ends_section=outside), text)
        elif line_openers.LONE_CITATION.fullmatch(text):
            self._add_draft(Draft(Kind.CAPTION, [span_of(unit)]), text)
        elif line_openers.is_quotation(text) or _BLOCK_QUOTE.match(text):
            self._add_draft(Draft(Kind.QUOTE, [span_of(unit)]), text)
        elif line_openers.LIST_ITEM.match(text):
            label = len(unit) == 1 and len(text.split()) <= _LABEL_WORDS and not is_finished(text)
            self._add_draft(Draft(Kind.LIST_ITEM, [span_of(unit)], run_in=label), unit[-1].content)
        elif (i := self._draft_continued_by(text)) is not None:
            self._extend_draft(i, *unit)
        else:
            self._add_draft(Draft(Kind.PARAGRAPH, [span_of(unit)]), unit[-1].content)

    def _draft_continued_by(self, text: str) -> int | None:
        """Return the draft that a paragraph continues; None if it begins a block of its own."""
        i = self._open_draft()
        if i is None:
            return None
        titled = self._drafts[i].run_in and len(self._drafts[i].spans) == 1
        cut = len(self._texts[i]) >= _CUT_LENGTH and self._texts[i][-1] not in ')]”"'
        return i if titled or cut or text[0].islower() else None


def _without_marks(text: str) -> str:
    return _MARKED.sub(lambda m: m.group()[-1], text).strip("*_ ")


def _is_heading(text: str) -> bool:
    """True if a line is a heading regardless of the lines around it."""
    known = line_openers.OPENING.fullmatch(text) or line_openers.REFERENCES.fullmatch(text)
    return bool(known or _MARKED.match(text)) or is_capitals(text)


def _begins_block(text: str) -> bool:
    patterns = (line_openers.FIGURE, line_openers.TABLE, line_openers.NOTE, line_openers.LIST_ITEM, _BLOCK_QUOTE)
    return any(pattern.match(text) for pattern in patterns)


def _is_label(unit: Sequence[Line]) -> bool:
    """True if a unit below "Note:" can be a label: a short line that ends unlike a sentence and begins no block."""
    text = unit[0].content
    is_other_block = _is_table(unit) or _is_heading(text) or _begins_block(text)
    return not is_other_block and len(text.split()) <= _NOTE_LINE and not is_finished(text)


def _is_row(line: Line) -> bool:
    return "\t" in line.content or bool(re.fullmatch(r"\|.+\|", line.content))


def _is_table(unit: Sequence[Line]) -> bool:
    return len(unit) > 1 and all(_is_row(line) for line in unit)


def _units(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield each line as a unit; tables, quoted lines and links wrapped from the line before form one unit."""
    for group in groups(lines):
        run: list[Line] = []
        for line in group:
            if run and not _belong_together(run[-1], line):
                yield run
                run = []
            run.append(line)
        yield run


def _belong_together(before: Line, line: Line) -> bool:
    both = before.content, line.content
    if _is_row(before) and _is_row(line):
        return True
    if all(_BLOCK_QUOTE.match(text) for text in both):
        return True
    return line.content.startswith(("<http", "http", "[http")) and not _is_heading(before.content)


@dataclass(frozen=True, slots=True)
class MarkdownReader:
    """A reader of Markdown, and of any text: by structure where a text is plainly marked up, else by its lines."""

    form: str = "markdown"
    suffixes: tuple[str, ...] = (".md", ".txt")

    def fits(self, data: bytes) -> bool:
        """True: any text can be read by its lines."""
        return True

    def read(self, data: bytes) -> ReadSource:
        """Decode and read a text; line ends, byte order marks and everything else are kept.

        Raises:
            SourceError: The bytes are not UTF-8.
        """
        text = decoded(data)
        return read_structured(text) if is_markdown(text) else ReadSource(text, *read_markdown(text))


MARKDOWN = MarkdownReader()
