"""Where in its paper a passage stands, for a citation: its page, or its section and paragraphs."""

import re
from collections.abc import Iterable

from kutip.types import Document, Kind, Passage

_PROSE = frozenset({Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.QUOTE})
# What begins a line that is no paragraph of its own, or may be none: an item of a list, a block quotation.
_NO_PARAGRAPH = re.compile(r"[-*+•–>\"“]|\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)]\s")

Paragraphs = tuple[int, int]  # the first and the last, counted in their section from 1


def locator(passage: Passage, paragraphs: Paragraphs | None = None) -> str:
    """Where a passage stands: its page as counted in the supplied text, else its section and, if told, paragraphs.

    The supplied text of a PDF need not begin on page 1 of the journal, so the page is said to be the text's own.
    """
    if passage.page is not None:
        return f"p. {passage.page} of the text"
    section = f"{passage.heading[-1].strip(': ')} section" if passage.heading else ""
    return ", ".join(part for part in (section, _counted(paragraphs)) if part)


def _counted(paragraphs: Paragraphs | None) -> str:
    if paragraphs is None:
        return ""
    first, last = paragraphs
    return f"para. {first}" if first == last else f"paras. {first}–{last}"


def paragraphs_of(passage: Passage, siblings: Iterable[Passage], document: Document) -> Paragraphs | None:
    """Which paragraphs of its section a passage stands in, as a reader counts them.

    A paragraph begins on a line of its own, and one that was cut into several passages counts once.

    Args:
        passage: Prose of a document.
        siblings: The passages of the index, or at least all of this document, in any order.
        document: What the passage is of.

    Returns:
        The first and the last; None where counting would be guessing: the passage is no prose, its section has a list
        or a block quotation up to there, or the text has its paragraphs in lines, as a PDF's has.
    """
    own = sorted((one for one in siblings if _is_prose_of(document, one)), key=lambda one: one.spans)
    if passage not in own or any(_is_in_lines(one, document.source_text) for one in own):
        return None
    begins = max((h.spans[-1].end for h in document.headings if h.spans[0] < passage.spans[0]), default=0)
    before = [one for one in own if begins <= one.spans[0].start <= passage.spans[0].start]
    if any(_NO_PARAGRAPH.match(line) for one in before for line in one.text.split("\n")):
        return None
    first = last = 0
    end = begins
    for one in before:
        goes_on = last > 0 and "\n" not in document.source_text[end : one.spans[0].start]
        first = last if goes_on else last + 1
        last = first + one.text.count("\n")
        end = one.spans[-1].end
    return first, last


def _is_prose_of(document: Document, passage: Passage) -> bool:
    return passage.document_id == document.id and passage.kind in _PROSE


def _is_in_lines(passage: Passage, source: str) -> bool:
    """Whether a line end of the source is none of the reading: there a line is no paragraph."""
    ends = sum(source[span.start : span.end].count("\n") for span in passage.spans)
    return passage.kind is Kind.PARAGRAPH and ends > passage.text.count("\n")
