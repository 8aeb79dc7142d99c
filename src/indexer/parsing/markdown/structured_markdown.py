"""Reads Markdown by its structure: CommonMark with what Pandoc adds to it."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from indexer.bibliography.list_lines import ListedLines, find_lists
from indexer.parsing.asides import split_off_asides
from indexer.parsing.draft import Draft, finish, is_within
from indexer.parsing.front_matter import front_matter_end
from indexer.parsing.lines import Line, split_lines
from indexer.parsing.markdown.commonmark_parts import parts_of
from indexer.parsing.markdown.markdown_drafts import LISTABLE, MarkdownDrafts
from indexer.parsing.markdown.markdown_part import MarkdownPart, PartKind
from indexer.parsing.markdown.source_marks import SourceMarks, stripped
from indexer.parsing.page_starts import page_starts
from indexer.parsing.reader import ReadSource
from indexer.parsing.reading import SourceReading
from kutip.text.reading import write_out
from kutip.types import Kind, Span


def read_structured(source: str) -> ReadSource:
    """Read a text in Markdown; its text is the source as it stands, and the blocks go around its marks."""
    lines = split_lines(source)
    after = front_matter_end(source)
    asides: list[Draft] = []
    body = [line if line.start >= after else Line(line.start, "") for line in lines]
    if "\f" in source:
        body, asides = split_off_asides(body)
    marks = SourceMarks()
    parts = parts_of(body, marks)
    reading = SourceReading(source, sorted(marks.joints))
    drafts = [*_front_matter(source, after), *asides]
    drafts += _without_notes_in_rows(MarkdownDrafts(parts, _lists(body, parts), reading, marks).drafts())
    rest, spans = _rest(source, lines, drafts, marks)
    whole = sorted([*drafts, *rest], key=lambda draft: draft.spans[0].start)
    return ReadSource(source, finish(whole, reading), page_starts(source), marks=spans)


def _front_matter(source: str, end: int) -> list[Draft]:
    """The YAML above a text, line by line: it states facts, and no sentences that are searched."""
    lines = [line for line in split_lines(source[:end]) if line.content.removeprefix("\ufeff")]
    if not lines:
        return []
    texts = [write_out(line.text.removesuffix("\r").rstrip()) for line in lines]
    return [Draft(Kind.FURNITURE, [line.span for line in lines], text="\n".join(texts).strip())]


def _without_notes_in_rows(drafts: Sequence[Draft]) -> list[Draft]:
    """Leave out footnotes in lines that became a table as they stand: the row has them."""
    rows = sorted(span for one in drafts if one.kind in (Kind.TABLE_ROW, Kind.CAPTION) for span in one.spans)
    return [one for one in drafts if one.kind is not Kind.FOOTNOTE or not is_within(one.spans[0], rows)]


def _lists(lines: Sequence[Line], parts: Sequence[MarkdownPart]) -> ListedLines:
    """Find the lists of references among the lines of headings and paragraphs."""
    known = {
        one.line.start
        for part in parts
        if (part.kind in LISTABLE or part.kind is PartKind.HEADING) and not part.note
        for one in part.lines
    }
    return find_lists([line if line.start in known else Line(line.start, "") for line in lines])


def _rest(
    source: str, lines: Sequence[Line], drafts: Sequence[Draft], marks: SourceMarks
) -> tuple[list[Draft], tuple[Span, ...]]:
    """Return what no block holds: words that the parser left out as paragraphs, and all marks."""
    held = sorted(span for draft in drafts for span in draft.spans)
    free = [span for line in lines for span in _outside(line, held)]
    told = sorted(marks.spans)
    rest, found = [], []
    for span in free:
        for left, is_mark in _by_mark(source, span, told):
            if is_mark or not any(map(str.isalnum, source[left.start : left.end])):
                found.append(left)
            else:
                rest.append(Draft(Kind.PARAGRAPH, [left]))
    return rest, tuple(found)


def _outside(line: Line, held: Sequence[Span]) -> Iterator[Span]:
    """Yield the places of a line that no span holds, without white space at either end."""
    start, end = line.start, line.start + len(line.text)
    at = max(0, bisect_left(held, start, key=lambda span: span.start) - 1)
    while at < len(held) and held[at].start < end:
        if held[at].end > start:
            yield from stripped(line.text, start - line.start, max(start, held[at].start) - line.start, line.start)
            start = held[at].end
        at += 1
    yield from stripped(line.text, start - line.start, len(line.text), line.start)


def _by_mark(source: str, span: Span, marks: Sequence[Span]) -> Iterator[tuple[Span, bool]]:
    """Cut a span where marks begin and end; yield each piece that is not blank, and whether it is a mark."""
    start = span.start
    at = max(0, bisect_left(marks, start, key=lambda mark: mark.start) - 1)
    while at < len(marks) and marks[at].start < span.end:
        if marks[at].end > start:
            first, last = max(start, marks[at].start), min(span.end, marks[at].end)
            for left in stripped(source[start:first], 0, first - start, start):
                yield left, False
            for mark in stripped(source[first:last], 0, last - first, first):
                yield mark, True
            start = last
        at += 1
    for left in stripped(source[start : span.end], 0, span.end - start, start):
        yield left, False
