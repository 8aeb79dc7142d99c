"""Makes blocks of the runs of a PDF's text: headings by their look, captions, lists, tables, references, footnotes."""

import re
from collections.abc import Iterator, Sequence
from textwrap import dedent

from indexer.bibliography.list_lines import Role, find_lists
from indexer.parsing import line_openers
from indexer.parsing.draft import Draft, add_entry_line, finish
from indexer.parsing.headings import Title
from indexer.parsing.lines import Line, split_lines
from indexer.parsing.pdf.page_headings import HeadingLooks
from indexer.parsing.pdf.page_rows import PageRow
from indexer.parsing.pdf.page_runs import RowRun
from indexer.parsing.pdf.page_tables import FoundTable
from indexer.parsing.pdf.reference_lists import laid_out
from indexer.parsing.pdf.table_rows import table_drafts
from indexer.parsing.reading import SourceReading
from kutip.types import Block, Kind, Span

_DASHED = re.compile(r"[-–•▪*◦‣]\s?")
_EQUATION = re.compile(r"[=≤≥<>±∑∫]")
_CODE = re.compile(r"::|[{};\"“”]|</?\w|\w>")  # no signs of a formula, nor of a heading
_WORD = re.compile(r"[^\W\d_]{4,}")
_PROSE_WORDS = 5


class PageBlocks:
    """Divides the runs of a PDF's text into blocks."""

    def __init__(self, runs: Sequence[RowRun], heights: Sequence[float], source: str, headings: HeadingLooks) -> None:
        """Measure the text.

        Args:
            runs: Its runs in order.
            heights: The height of each page.
            source: The text.
            headings: Which runs are headings.
        """
        self._runs, self._heights, self._source = runs, heights, source
        self._listed = laid_out(runs, find_lists(split_lines(source)))
        self._caption = ""
        self._headings = headings

    def blocks(self) -> tuple[Block, ...]:
        """Return the blocks."""
        drafts = sorted(self._drafts(), key=lambda draft: draft.spans[0].start)
        return finish(drafts, SourceReading(self._source))

    def front(self) -> list[RowRun]:
        """Return the runs above the text of the paper: title, authors and the like; none if there is no title."""
        return [run for run in self._runs[: self._headings.front] if not run.is_aside]

    def _drafts(self) -> Iterator[Draft]:
        entries: list[Draft] = []
        at = 0
        while at < len(self._runs):
            run = self._runs[at]
            roles = [self._listed.role(Line(start, "x")) for start in run.starts]
            if run.is_aside:
                yield Draft(Kind.FURNITURE, list(run.spans))
            elif any(role is not None for role in roles):
                self._take_listed(run, roles, entries)
            elif run.part is not None and (table := run.part.table) is not None:
                others = (i for i in range(at, len(self._runs)) if not _is_of(self._runs[i], table))
                end = next(others, len(self._runs))
                caption = self._caption if table.is_named else ""
                yield from table_drafts(self._runs[at:end], table, caption, self._source)
                at = end
                continue
            elif at < self._headings.front and (run.part is None or run.part.kind is not Kind.FOOTNOTE):
                yield Draft(Kind.FRONT_MATTER, list(run.spans))
            else:
                yield self._draft(at)
            at += 1
        yield from entries

    def _take_listed(self, run: RowRun, roles: Sequence[Role | None], drafts: list[Draft]) -> None:
        for span, role in zip(run.spans, roles, strict=True):
            if role is Role.HEADING:
                drafts.append(Draft(Kind.HEADING, [span], Title(1, explicit=True)))
            elif role is Role.OUTSIDE:
                drafts.append(Draft(Kind.FURNITURE, [span]))
            elif role is None:
                drafts.append(Draft(Kind.PARAGRAPH, [span]))
            else:
                add_entry_line(drafts, Line(span.start, self._source[span.start : span.end]), opens=role is Role.FIRST)

    def _draft(self, at: int) -> Draft:
        run = self._runs[at]
        if run.part is not None:
            return self._part_draft(run, run.part.kind)
        text, spans = run.text, list(run.spans)
        level = self._headings.level(at)
        if level is not None and line_openers.APPENDIX.match(text):
            return Draft(Kind.HEADING, spans, Title(level, explicit=True), ends_section=True)
        self._caption = text if line_openers.TABLE.match(text) else self._caption
        if line_openers.FIGURE.match(text) or line_openers.TABLE.match(text) or self._is_note(at):
            return Draft(Kind.CAPTION, spans, ends_section=bool(line_openers.APPENDIX.match(text)))
        if level is not None:
            return Draft(Kind.HEADING, spans, Title(level, explicit=True))
        if self._is_equation(run):
            return Draft(Kind.EQUATION, spans)
        if line_openers.FRONT_MATTER.match(text) and len(text) < 200:
            return Draft(Kind.FRONT_MATTER, spans)
        if line_openers.LIST_ITEM.match(text) or _DASHED.match(text):
            return Draft(Kind.LIST_ITEM, spans)
        return Draft(Kind.PARAGRAPH, spans)

    def _is_note(self, at: int) -> bool:
        """True if a run is the note below a table or a figure."""
        if line_openers.NOTE.match(self._runs[at].text) is None:
            return False
        above = next((run for run in reversed(self._runs[:at]) if not run.is_aside), None)
        if above is None or above.part is not None:
            return above is not None and above.part is not None and above.part.table is not None
        opened = (one.match(above.text) for one in (line_openers.FIGURE, line_openers.TABLE, line_openers.NOTE))
        return any(opened)

    def _part_draft(self, run: RowRun, kind: Kind) -> Draft:
        if kind is not Kind.CODE:
            return Draft(kind, list(run.spans))
        whole = Span(run.spans[0].start, run.spans[-1].end)
        lines = [self._source[start : span.end] for start, span in zip(run.starts, run.spans, strict=True)]
        return Draft(kind, [whole], text=dedent("\n".join(lines)))

    def _is_equation(self, run: RowRun) -> bool:
        row: PageRow = run.rows[0]
        if len(run.rows) > 2 or row.indent <= 2 or _EQUATION.search(run.text) is None or _CODE.search(run.text):
            return False  # code is not sure to be a formula and stays in the text
        return len(_WORD.findall(run.text)) < _PROSE_WORDS


def _is_of(run: RowRun, table: FoundTable) -> bool:
    return run.part is not None and run.part.table is table
