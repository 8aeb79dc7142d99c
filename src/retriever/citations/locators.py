"""Locators: the place of a passage in its paper for a citation, by page or by section and paragraphs."""

import re
from collections.abc import Iterable
from typing import overload

from kutip.text.page_boxes import label_of, page_of
from kutip.text.reading import squeeze
from kutip.types import Document, Kind, Message, Passage

_PROSE = frozenset({Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.QUOTE})
# Start of a line that is not, or may not be, a paragraph: an item of a list, a block quotation.
_NO_PARAGRAPH = re.compile(r"[-*+•–>\"“]|\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)]\s")

Paragraphs = tuple[int, int]  # numbers of the first and the last paragraph in the section, from 1


def locator(document: Document, passage: Passage, paragraphs: Paragraphs | None = None) -> str:
    """The place of a passage: its page, else section and paragraphs, as "Results section, para. 2", else "".

    A page has the number that is printed on it, "p. 217". Where that is not known, pages are counted in what was
    supplied, "p. 3 of the PDF" or "p. 3 of the text", which may not begin on the journal's page 1.
    """
    if passage.page is not None:
        return _pages(document, passage, passage.page)
    section = f"{squeeze(passage.heading[-1]).strip(': ')} section" if passage.heading else ""
    return ", ".join(part for part in (section, _counted(paragraphs)) if part)


@overload
def page_said(document: Document | None, page: int) -> Message: ...
@overload
def page_said(document: Document | None, page: None) -> None: ...
def page_said(document: Document | None, page: int | None) -> Message | None:
    """A page of a document as Kutip says it, by its printed number if that is known; None for None.

    Args:
        document: The document; None if nothing is known of its pages.
        page: Number of the page, from 1.
    """
    if page is None:
        return None
    if document is None or not document.page_shapes:
        return Message("source.page", {"page": page})
    label = label_of(document, page)
    return Message("source.page_printed", {"page": label}) if label else Message("source.page_of_pdf", {"page": page})


def _pages(document: Document, passage: Passage, first: int) -> str:
    if not document.page_shapes:
        return f"p. {first} of the text"
    last = page_of(document, passage.spans[-1].end - 1) or first
    labels = [label_of(document, page) for page in (first, last)]
    named = labels if all(labels) else [str(first), str(last)]
    pages = f"p. {named[0]}" if first == last else f"pp. {named[0]}–{named[1]}"
    return pages if all(labels) else f"{pages} of the PDF"


def _counted(paragraphs: Paragraphs | None) -> str:
    if paragraphs is None:
        return ""
    first, last = paragraphs
    return f"para. {first}" if first == last else f"paras. {first}–{last}"


def paragraphs_of(passage: Passage, siblings: Iterable[Passage], document: Document) -> Paragraphs | None:
    """The numbers of the paragraphs, within its section, that a passage is in, as a reader would count them.

    A paragraph begins on a new line. One that was cut into several passages counts once.

    Args:
        passage: A passage of prose.
        siblings: All passages of the document, in any order; passages of other documents are ignored.
        document: The passage's document.

    Returns:
        The first and the last number; None if counting is not reliable: the passage is not prose, the section has a
        list or a block quotation before it, or the source has line breaks inside paragraphs, as that of a PDF.
    """
    own = sorted((one for one in siblings if _is_prose_of(document, one)), key=lambda one: one.spans)
    if passage not in own or any(_has_broken_lines(one, document.source_text) for one in own):
        return None
    begins = max((h.spans[-1].end for h in document.headings if h.spans[0] < passage.spans[0]), default=0)
    before = [one for one in own if begins <= one.spans[0].start <= passage.spans[0].start]
    if any(_NO_PARAGRAPH.match(line) for one in before for line in one.text.split("\n")):
        return None
    first = last = 0
    end = begins
    for one in before:
        continues = last > 0 and "\n" not in document.source_text[end : one.spans[0].start]
        first = last if continues else last + 1
        last = first + one.text.count("\n")
        end = one.spans[-1].end
    return first, last


def _is_prose_of(document: Document, passage: Passage) -> bool:
    return passage.document_id == document.id and passage.kind in _PROSE


def _has_broken_lines(passage: Passage, source: str) -> bool:
    """Whether the source has line breaks inside the passage's paragraphs, which its text has not."""
    ends = sum(source[span.start : span.end].count("\n") for span in passage.spans)
    return passage.kind is Kind.PARAGRAPH and ends > passage.text.count("\n")
