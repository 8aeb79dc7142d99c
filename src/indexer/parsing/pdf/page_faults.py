"""Says what of a PDF's pages could not be read, and what to do about it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from indexer.parsing.pdf.glyphs import GlyphPage
from kutip.types import Message

_FEW_UNMAPPED = 0.02  # of a page's characters


def without_text(pages: Sequence[GlyphPage]) -> str:
    """Say why none of the pages has text."""
    if all(page.is_broken for page in pages):
        return "has no page that can be read; write the PDF anew"
    if any(page.unmapped for page in pages):
        return "has fonts that do not say which letters they draw; run OCR over it first (ocrmypdf --force-ocr)"
    pictures = [number for number, page in enumerate(pages, start=1) if page.has_picture]
    if hidden := sum(page.hidden for page in pages):
        what = f"{hidden} characters are" if hidden > 1 else "1 character is"
        return f"shows no text: {what} invisible or outside the pages; run OCR over it first (ocrmypdf --force-ocr)"
    if not pictures:
        return "has no text: its pages show nothing; mend the file or remove it"
    if any(page.is_late for page in pages):
        return "has pictures of pages that OCR could not read in time; raise KUTIP_OCR_SECONDS"
    shown = ", ".join(_ranges(pictures))
    are = f"page {shown} is a picture" if len(pictures) == 1 else f"pages {shown} are pictures"
    return f"has no text: {are}; run OCR over it first (ocrmypdf)"


def notices_of(pages: Sequence[GlyphPage]) -> Iterator[Message]:
    """Say what a person should know of how the pages were read."""
    numbered = list(enumerate(pages, start=1))
    for code, numbers in (
        ("notice.broken_pages", [at for at, page in numbered if page.is_broken]),
        ("notice.pictures", [at for at, page in numbered if page.has_picture and not (page.unmapped or page.is_late)]),
        ("notice.ocr_late", [at for at, page in numbered if page.is_late]),
        ("notice.ocr", [at for at, page in numbered if page.shape.is_recognised]),
        ("notice.unmapped", [at for at, page in numbered if page.unmapped > _FEW_UNMAPPED * len(page.glyphs)]),
        ("notice.by_code", [at for at, page in numbered if page.by_code > _FEW_UNMAPPED * len(page.glyphs)]),
    ):
        if numbers:
            yield Message(code, {"n": len(numbers), "pages": tuple(_ranges(numbers))})
    if hidden := sum(page.hidden for page in pages):
        yield Message("notice.hidden", {"n": hidden})
    if turned := sum(page.turned for page in pages):
        yield Message("notice.turned", {"n": turned})


def _ranges(numbers: Sequence[int]) -> Iterable[str]:
    for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        own = [number for _, number in run]
        yield str(own[0]) if len(own) == 1 else f"{own[0]}–{own[-1]}"
