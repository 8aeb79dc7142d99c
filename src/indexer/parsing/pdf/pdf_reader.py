"""Reads PDFs: the text that their pages show, in reading order, and its blocks."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from indexer.parsing.pdf.glyphs import GlyphPage, read_pages
from indexer.parsing.pdf.page_blocks import PageBlocks
from indexer.parsing.pdf.page_front import front_facts
from indexer.parsing.pdf.page_layers import rows_of_page
from indexer.parsing.pdf.page_rows import furniture, placed
from indexer.parsing.pdf.page_runs import runs_of
from indexer.parsing.pdf.page_text import PageText
from indexer.parsing.reader import ReadSource
from kutip.errors import SourceError
from kutip.types import FactOrigin, Message

_SIGNATURE = b"%PDF-"
_FEW_UNMAPPED = 0.02  # of a page's characters
_BEFORE = 1024  # bytes that may stand before the signature


class PdfReader:
    """Reads PDFs that have a text layer; see `Reader`."""

    form = "pdf"
    suffixes = (".pdf",)

    def fits(self, data: bytes) -> bool:
        """True if the content has a PDF's signature."""
        return _SIGNATURE in data[:_BEFORE]

    def read(self, data: bytes) -> ReadSource:
        """Read the pages of a PDF.

        Raises:
            SourceError: It is no PDF that can be read, is encrypted, or has no text.
        """
        if not self.fits(data):
            raise SourceError("is no PDF, although its name says so; mend the file or its name")
        pages = list(read_pages(data))
        if not any(page.glyphs for page in pages):
            raise SourceError(_without_text(pages))
        rows = [placed(row, at) for at, page in enumerate(pages) for row in rows_of_page(page.glyphs)]
        heights = [page.height for page in pages]
        text = PageText()
        runs = runs_of(rows, furniture(rows, heights), len(pages), text)
        source = text.text()
        parts = PageBlocks(runs, heights, source)
        return ReadSource(
            source,
            parts.blocks(),
            tuple(text.pages),
            stated=front_facts(parts.front(), parts.look.size),
            stated_by=FactOrigin.LOOK,
            notices=tuple(_notices(pages)),
        )


def _without_text(pages: Sequence[GlyphPage]) -> str:
    if all(page.is_broken for page in pages):
        return "has no page that can be read; write the PDF anew"
    if any(page.unmapped for page in pages):
        return "has fonts that do not say which letters they draw; run OCR over it first (ocrmypdf --force-ocr)"
    shown = "page 1 is a picture" if len(pages) == 1 else f"pages 1 to {len(pages)} are pictures"
    return f"has no text: {shown}; run OCR over it first (ocrmypdf)"


def _notices(pages: Sequence[GlyphPage]) -> Iterable[Message]:
    numbered = list(enumerate(pages, start=1))
    for code, numbers in (
        ("notice.broken_pages", [at for at, page in numbered if page.is_broken]),
        ("notice.pictures", [at for at, page in numbered if not (page.glyphs or page.unmapped or page.is_broken)]),
        ("notice.unmapped", [at for at, page in numbered if page.unmapped > _FEW_UNMAPPED * len(page.glyphs)]),
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


PDF = PdfReader()
