"""Finds footnotes in the lines of a text: they begin with a mark that the text above them has behind a word."""

import re

from indexer.parsing.furniture import PagedLines, page_number, reads_on
from indexer.parsing.lines import is_finished

_MARK = re.compile(r"(\d{1,2}|[*†‡§¶])(?:$|\s+(?=[^\W\d_a-z]|http|www))|([*†‡§¶])(?=[^\W\d_])")
_MOST_LINES = 8  # of one footnote
_ABOVE = 80  # lines above a footnote, a page or so, among which its mark stands
_BORNE = re.compile(r"(?:[^\W\d_]|[.,;:)\]”\"’])(\d{1,2}|[*†‡§¶])(?!\d|[.,]\d)")
_ADDRESSES = ("http://", "https://", "www.")


def opened_note(text: str) -> str:
    """Return the mark with which a line opens a footnote; "" if it opens none.

    >>> opened_note("2"), opened_note("3 The files are there."), opened_note("† On leave."), opened_note("2. Methods")
    ('2', '3', '†', '')
    """
    found = _MARK.match(text)
    return (found.group(1) or found.group(2)) if found else ""


def footnote_lines(paged: PagedLines, furniture: frozenset[int]) -> frozenset[int]:
    """Return the numbers of the lines of footnotes that stand inside a sentence or at the foot of a page."""
    found: set[int] = set()
    at = 1
    while at < len(paged.texts):
        end = _end_of_note(paged, at, furniture)
        if end is None or not _interrupts(paged, at, end, furniture):
            at += 1
            continue
        found |= set(range(at, end))
        at = end
    return frozenset(found)


def _end_of_note(paged: PagedLines, at: int, furniture: frozenset[int]) -> int | None:
    """Return the line after the footnote that begins at a line; None if none begins there."""
    mark = opened_note(paged.texts[at])
    if not mark or at in furniture or not paged.apart_from_above(at) or not _is_marked(paged, at, mark):
        return None
    alone = paged.texts[at] == mark
    end = at + 1
    most = min(at + _MOST_LINES + 1, len(paged.texts))
    while end < most and end not in furniture and not paged.starts_page(end):
        is_apart = paged.has_gaps and paged.apart_from_above(end) and not (alone and end == at + 1)
        if is_apart or (end > at + 1 and opened_note(paged.texts[end - 1]) == paged.texts[end - 1]):
            break
        if not paged.may_be_aside(end) or reads_on(paged.texts[at - 1], paged.texts[end]) == "word":
            break
        end += 1
    return None if end - at > _MOST_LINES or (alone and end == at + 1) else end


def _is_marked(paged: PagedLines, at: int, mark: str) -> bool:
    """True if the text above a line has a footnote's mark behind a word or a sentence."""
    near = paged.texts[max(0, at - _ABOVE) : at]
    return any(found.group(1) == mark for text in near for found in _BORNE.finditer(text))


def _interrupts(paged: PagedLines, at: int, end: int, furniture: frozenset[int]) -> bool:
    """True if the sentence above lines `at` to `end` goes on below them, or a page ends with them."""
    above = next((line for line in range(at - 1, max(-1, at - _MOST_LINES), -1) if line not in furniture), at - 1)
    below = end
    while below < min(end + _MOST_LINES, len(paged.texts)) and (
        below in furniture or page_number(paged.texts[below]) is not None
    ):
        below += 1
    if below < len(paged.texts) and reads_on(paged.texts[above], paged.texts[below]):
        return True
    ends_page = len(paged.pages) > 1 and any(paged.starts_page(line) for line in range(end, below + 1))
    text = paged.texts[end - 1]
    return ends_page and (is_finished(text) or text.split()[-1].startswith(_ADDRESSES))
