"""Finds the raised numbers of a PDF: those behind words, which cite an entry, and those before an entry.

A number to which a footnote of its page belongs leads there, and a power behind a sign or a figure leads nowhere.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.parsing.pdf.entry_starts import raised_figures
from indexer.parsing.pdf.glyphs import Glyph
from indexer.parsing.pdf.page_rows import PageRow
from indexer.parsing.pdf.page_runs import RowRun
from indexer.parsing.pdf.segments import Segment
from kutip.types import Span

_SMALLER = 0.85  # of the size of the words around it
_RAISED = 0.15  # in sizes: its baseline above theirs
_NOTE = 0.95  # of the size of running text: footnotes are set smaller
_FOOT = 0.45  # of the page's height, below which footnotes begin
_BETWEEN = frozenset(",;-–—")  # between the numbers of one mark
_AFTER = frozenset('.,;:!?)”"’»')  # a mark may stand behind these, and behind a word
_LEAST_LETTERS = 3  # of that word: "km²" is a unit, "x²" a square


@dataclass(frozen=True, slots=True)
class RaisedNumbers:
    """The places of the raised numbers of a text.

    Attributes:
        behind: Those behind words, the numbers of one mark together: "3,5–7".
        before: Those with which a line begins.
    """

    behind: tuple[Span, ...]
    before: tuple[Span, ...]


def raised_numbers(runs: Sequence[RowRun], heights: Sequence[float], size: float) -> RaisedNumbers:
    """Find the raised numbers of a PDF's text.

    Args:
        runs: Its runs.
        heights: The height of each page.
        size: Size of running text, in points.
    """
    notes: defaultdict[int, set[str]] = defaultdict(set)
    before: list[Span] = []
    behind: list[tuple[int, str, Span]] = []
    for run in runs:
        for row, places in zip(run.rows, run.segments, strict=True):
            if count := raised_figures(row):
                before.append(Span(places[0].start, places[0].start + count))
                if row.size <= _NOTE * size and row.base > _FOOT * heights[row.page]:
                    notes[row.page].add("".join(one.text for one in row.row.segments[0].glyphs[:count]))
            if not run.is_aside and run.table is None:
                behind += ((row.page, text, span) for text, span in _behind_words(row, places))
    kept = [span for page, text, span in behind if text not in notes[page]]
    return RaisedNumbers(tuple(sorted(kept)), tuple(sorted(before)))


def _behind_words(row: PageRow, places: Sequence[Span]) -> Iterator[tuple[str, Span]]:
    for segment, place in zip(row.row.segments, places, strict=True):
        at, offset = 0, place.start
        glyphs = segment.glyphs
        offsets: list[int] = []
        for number, blank in enumerate(segment.blanks):
            offset += blank and number > 0
            offsets.append(offset)
            offset += len(glyphs[number].text)
        while at < len(glyphs):
            end = at
            while end < len(glyphs) and _is_of_mark(row, glyphs[end]):
                end += 1
            while end > at and not glyphs[end - 1].text.isdigit():
                end -= 1
            if end > at and glyphs[at].text.isdigit() and _may_cite(segment, at):
                text = "".join(one.text for one in glyphs[at:end])
                yield text, Span(offsets[at], offsets[end - 1] + 1)
            at = max(end, at + 1)


def _is_of_mark(row: PageRow, glyph: Glyph) -> bool:
    small = glyph.size <= _SMALLER * row.size and row.base - glyph.base > _RAISED * row.size
    return small and ((glyph.text.isdigit() and glyph.text.isascii()) or glyph.text in _BETWEEN)


def _may_cite(segment: Segment, at: int) -> bool:
    """True if what stands before a raised number is a word or the end of a clause."""
    if at and segment.glyphs[at - 1].text in _AFTER:
        return True
    begin = at
    while begin and segment.glyphs[begin - 1].text.isalpha() and (begin == at or not segment.blanks[begin]):
        begin -= 1
    return at - begin >= _LEAST_LETTERS
