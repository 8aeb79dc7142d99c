"""Takes out of the lines of a text what page layout put between them: page numbers, running heads and feet, footnotes.

A paragraph goes on after them, so each becomes a block of its own. Three things show them: their place at the edge of
pages, where the text shows pages; that they repeat, digits apart; and that they stand inside a sentence.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexer.parsing.draft import Draft, span_of
from indexer.parsing.footnotes import footnote_lines, opened_note
from indexer.parsing.furniture import Furniture, PagedLines, page_number, reads_on
from indexer.parsing.lines import Line
from kutip.types import Kind

_MOST_LINES = 8  # that stand inside a sentence at one place: a footnote or two, a page number, a running head
_LONGEST = 200  # characters of a line that is no paragraph of its own


def split_off_asides(lines: Sequence[Line]) -> tuple[list[Line], list[Draft]]:
    """Return the lines with blank ones in place of asides, and the asides as drafts of furniture and footnotes.

    A page that begins with an aside starts at the first line of its text that is left.
    """
    paged = PagedLines(lines)
    furniture = Furniture(paged).found()
    notes = footnote_lines(paged, furniture)
    for first, last in _interruptions(paged, furniture | notes):
        furniture |= frozenset(range(first, last + 1)) - notes
    kinds = {paged.places[at]: Kind.FURNITURE for at in furniture} | {paged.places[at]: Kind.FOOTNOTE for at in notes}
    return _without(lines, kinds), list(_drafts(lines, kinds))


def _interruptions(paged: PagedLines, known: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Yield first and last line of short runs inside a sentence that hold a page number or cut a word."""
    texts = paged.texts
    at = 1
    while at < len(texts) - 1:
        last = _end_of_interruption(paged, at, known)
        if last is None:
            at += 1
            continue
        yield at, last
        at = last + 2


def _end_of_interruption(paged: PagedLines, at: int, known: frozenset[int]) -> int | None:
    """Return the last line of what interrupts a sentence from line `at` on; None if nothing does."""
    above = next((line for line in range(at - 1, max(-1, at - _MOST_LINES), -1) if line not in known), None)
    if at in known or above is None or not paged.apart_from_above(at):
        return None
    before = paged.texts[above]
    if reads_on(before, paged.texts[at]):
        return None
    numbered = False
    for last in range(at, min(at + _MOST_LINES, len(paged.texts) - 1)):
        text = paged.texts[last]
        numbered = numbered or page_number(text) is not None or paged.starts_page(last + 1) or last in known
        if (
            len(text) > _LONGEST
            or not paged.may_be_aside(last)
            or (last > at and reads_on(paged.texts[last - 1], text))
        ):
            return None  # a sentence of the paper, which is never taken out
        if not paged.has_gaps and reads_on(text, paged.texts[last + 1]) == "sentence":
            continue
        if (cut := reads_on(before, paged.texts[last + 1])) and paged.apart_from_above(last + 1):
            return last if numbered or (cut == "word" and last - at < 3) else None
    return None


def _without(lines: Sequence[Line], kinds: dict[int, Kind]) -> list[Line]:
    left: list[Line] = []
    page_start = False
    for at, line in enumerate(lines):
        if at in kinds:
            page_start = page_start or line.page_start
            left.append(Line(line.start, ""))
            continue
        left.append(replace(line, page_start=True) if page_start and line.content else line)
        page_start = page_start and not line.content
    return left


def _drafts(lines: Sequence[Line], kinds: dict[int, Kind]) -> Iterator[Draft]:
    """Yield a draft for each line of furniture, and one for the adjacent lines of a footnote."""
    run: list[Line] = []
    for at in sorted(kinds):
        if kinds[at] is Kind.FURNITURE:
            yield Draft(Kind.FURNITURE, [lines[at].span])
            continue
        run.append(lines[at])
        if kinds.get(at + 1) is not Kind.FOOTNOTE or (len(run) > 1 and opened_note(lines[at + 1].content)):
            yield Draft(Kind.FOOTNOTE, [span_of(run)])
            run = []
