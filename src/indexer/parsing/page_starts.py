r"""Finds where the pages of a text start, so that a page's number is the one that a reader of the PDF sees counted.

`pdftotext` ends every page with a form feed, the last one too; other programs write one between two pages, or before
each. Whether form feeds end pages or start them shows at both ends of the text.
"""

from collections.abc import Sequence
from itertools import accumulate

from indexer.parsing.lines import Line

_FEED = "\f"


def page_starts(source: str, lines: Sequence[Line] = ()) -> tuple[int, ...]:
    r"""Return the offset at which each page starts, blank pages included, ascending; none if the text shows no pages.

    Args:
        source: The text.
        lines: Its lines, where layout may show pages: in a text without form feeds, those with `page_start` start
            pages, if the first one does.

    >>> page_starts("One\n\fTwo\n\f")
    (0, 5)
    """
    if not source.strip():
        return ()
    if _FEED not in source:
        marked = [line.start for line in lines if line.page_start]
        first = next(line for line in lines if line.content) if marked else None
        return tuple(marked) if first is not None and first.page_start else ()
    lengths = [len(page) + 1 for page in source.split(_FEED)]
    starts = [0, *accumulate(lengths[:-1])]
    if _starts_pages(source):
        starts = starts[1:]
    last = len(source.rstrip())
    return tuple(start for start in starts if start < last)


def _starts_pages(source: str) -> bool:
    """True if a form feed stands before the first page and none behind the last: each starts a page."""
    before, behind = source[: -len(source.lstrip())], source[len(source.rstrip()) :]
    return _FEED in before and _FEED not in behind
