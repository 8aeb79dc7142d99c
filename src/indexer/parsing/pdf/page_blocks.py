"""Makes blocks of the runs of a PDF's text: headings by their look, captions, lists, tables, references, footnotes."""

import re
from collections.abc import Iterator, Sequence

from indexer.bibliography.list_lines import Role, find_lists
from indexer.parsing import line_openers
from indexer.parsing.draft import Draft, add_entry_line, finish
from indexer.parsing.footnotes import opened_note
from indexer.parsing.headings import Title, is_capitals
from indexer.parsing.lines import Line, is_finished, split_lines
from indexer.parsing.pdf.page_rows import PageRow
from indexer.parsing.pdf.page_runs import RowRun, TextLook
from indexer.parsing.pdf.reference_lists import laid_out
from indexer.parsing.pdf.table_rows import table_drafts
from indexer.parsing.reading import SourceReading
from kutip.types import Block, Kind

_LARGER = 1.07  # a heading's size, in sizes of running text
_SMALLER = 0.93
_MOST_WORDS = 22  # of a heading
_MOST_ROWS = 3  # of a heading
_FOOT = 0.45  # of the page's height, below which footnotes begin
_NUMBER = re.compile(r"(?:(\d{1,2}(?:\.\d{1,2}){0,3})\.?|([IVX]{1,5})\.|([A-H])\.)\s+(?=[^\W\d_a-z])")
_DASHED = re.compile(r"[-–•▪*◦‣]\s?")
_EQUATION = re.compile(r"[=≤≥<>±∑∫]")
_CODE = re.compile(r"::|[{};\"“”]|</?\w|\w>")  # no signs of a formula, nor of a heading
_BLOCK_OF_CODE = re.compile(r"::|[{};]$|^[{}]|</\w")
_WORD = re.compile(r"[^\W\d_]{4,}")
_PROSE_WORDS = 5


class PageBlocks:
    """Divides the runs of a PDF's text into blocks."""

    def __init__(self, runs: Sequence[RowRun], heights: Sequence[float], source: str) -> None:
        """Measure the text.

        Args:
            runs: Its runs in order.
            heights: The height of each page.
            source: The text.
        """
        self._runs, self._heights, self._source = runs, heights, source
        self.look = TextLook.of([row for run in runs if not run.is_aside and run.table is None for row in run.rows])
        self._listed = laid_out(runs, find_lists(split_lines(source)))
        self._caption = ""
        self._looks = self._looks_of_headings()

    def blocks(self) -> tuple[Block, ...]:
        """Return the blocks."""
        drafts = sorted(self._drafts(), key=lambda draft: draft.spans[0].start)
        return finish(drafts, SourceReading(self._source))

    def front(self) -> list[RowRun]:
        """Return the runs above the abstract or the first known heading; none if there is no such heading."""
        first = next((at for at, run in enumerate(self._runs) if self._opens_text(run)), 0)
        return [run for run in self._runs[:first] if not run.is_aside]

    def _drafts(self) -> Iterator[Draft]:
        entries: list[Draft] = []
        in_front = any(self._opens_text(run) for run in self._runs)
        at = 0
        while at < len(self._runs):
            run = self._runs[at]
            roles = [self._listed.role(Line(start, "x")) for start in run.starts]
            if run.is_aside:
                yield Draft(Kind.FURNITURE, list(run.spans))
            elif any(role is not None for role in roles):
                in_front = False
                self._take_listed(run, roles, entries)
            elif run.table is not None:
                end = next(
                    (i for i in range(at, len(self._runs)) if self._runs[i].table is not run.table), len(self._runs)
                )
                caption = self._caption if run.table.is_named else ""
                yield from table_drafts(self._runs[at:end], run.table.gutters, caption, self._source)
                at = end
                continue
            else:
                in_front = in_front and not self._opens_text(run)
                yield Draft(Kind.FRONT_MATTER, list(run.spans)) if in_front else self._draft(run)
            at += 1
        yield from entries

    @staticmethod
    def _opens_text(run: RowRun) -> bool:
        return line_openers.OPENING.fullmatch(run.text) is not None

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

    def _draft(self, run: RowRun) -> Draft:
        text = run.text
        self._caption = text if line_openers.TABLE.match(text) else self._caption
        spans = list(run.spans)
        if line_openers.FIGURE.match(text) or line_openers.TABLE.match(text) or line_openers.NOTE.match(text):
            return Draft(Kind.CAPTION, spans, ends_section=bool(line_openers.APPENDIX.match(text)))
        if (look := self._heading_look(run)) is not None:
            return Draft(Kind.HEADING, spans, Title(self._level(text, look), explicit=True))
        if self._is_footnote(run):
            return Draft(Kind.FOOTNOTE, spans)
        if self._is_equation(run):
            return Draft(Kind.EQUATION, spans)
        if line_openers.FRONT_MATTER.match(text) and len(text) < 200:
            return Draft(Kind.FRONT_MATTER, spans)
        if line_openers.LIST_ITEM.match(text) or _DASHED.match(text):
            return Draft(Kind.LIST_ITEM, spans)
        return Draft(Kind.PARAGRAPH, spans)

    # --- Headings -----------------------------------------------------------------------------------------------------

    def _heading_look(self, run: RowRun) -> tuple[float, bool, bool] | None:
        """Return size, weight and capitals of a run that is a heading; None for others."""
        row, text = run.rows[0], run.text
        if len(run.rows) > _MOST_ROWS or len(text.split()) > _MOST_WORDS or not any(map(str.isalpha, text)):
            return None
        if _DASHED.match(text) or _BLOCK_OF_CODE.search(text):
            return None
        if any(len(one.row.segments) > 1 for one in run.rows) and not _NUMBER.match(text.replace("\t", " ")):
            return None
        known = self._is_known(text)
        larger = row.size >= _LARGER * self.look.size
        bold = row.is_bold and not self.look.is_bold and row.size >= _SMALLER * self.look.size
        capitals = is_capitals(text)
        numbered = _NUMBER.match(text) is not None and not is_finished(text) and len(run.rows) == 1
        italic = all(glyph.is_italic for segment in row.row.segments for glyph in segment.glyphs)
        if is_finished(text) and not (known or (larger and text[-1] in "?!:")):
            return None
        if known or larger or bold or capitals or (numbered and (italic or self._stands_apart(run))):
            return row.size, row.is_bold, capitals
        return None

    @staticmethod
    def _is_known(text: str) -> bool:
        return any(one.fullmatch(text) is not None for one in (line_openers.OPENING, line_openers.REFERENCES))

    def _stands_apart(self, run: RowRun) -> bool:
        """True if a run does not fill its column and has a distance to what is below it."""
        row = run.rows[0]
        return row.x1 - row.row.left < 0.8 * (row.row.right - row.row.left) and len(run.text) < 90

    def _looks_of_headings(self) -> list[tuple[float, bool, bool]]:
        first = next((at for at, run in enumerate(self._runs) if self._opens_text(run)), 0)
        runs = [run for run in self._runs[first:] if not (run.is_aside or run.table or self._is_known(run.text))]
        looks = {look for run in runs if (look := self._heading_look(run)) is not None}
        return sorted(looks, key=lambda look: (-look[0], not look[1], not look[2]))

    def _level(self, text: str, look: tuple[float, bool, bool]) -> int:
        numbered = _NUMBER.match(text)
        if numbered:
            return numbered[1].count(".") + 1 if numbered[1] else 1 if numbered[2] else 2
        return 1 if self._is_known(text) or look not in self._looks else self._looks.index(look) + 1

    # --- Other kinds --------------------------------------------------------------------------------------------------

    def _is_footnote(self, run: RowRun) -> bool:
        row = run.rows[0]
        low = row.base > _FOOT * self._heights[row.page]
        return low and row.size <= _SMALLER * self.look.size and bool(opened_note(run.text) or run.text[:1].isdigit())

    def _is_equation(self, run: RowRun) -> bool:
        row: PageRow = run.rows[0]
        if len(run.rows) > 2 or row.indent <= 2 or _EQUATION.search(run.text) is None or _CODE.search(run.text):
            return False  # code is not sure to be a formula and stays in the text
        return len(_WORD.findall(run.text)) < _PROSE_WORDS
