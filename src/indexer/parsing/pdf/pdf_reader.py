"""Reads PDFs: the text that their pages show, in reading order, and its blocks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from indexer.parsing.keyed_citations import KeyedCitations
from indexer.parsing.pdf.front_lines import front_lines
from indexer.parsing.pdf.glyphs import GlyphPage, read_pages
from indexer.parsing.pdf.page_blocks import PageBlocks
from indexer.parsing.pdf.page_faults import notices_of, without_text
from indexer.parsing.pdf.page_front import FrontFacts, front_facts
from indexer.parsing.pdf.page_headings import HeadingLooks
from indexer.parsing.pdf.page_labels import labels_of
from indexer.parsing.pdf.page_layers import rows_of_page
from indexer.parsing.pdf.page_ocr import OcrOptions, PageRecogniser
from indexer.parsing.pdf.page_outline import read_outline
from indexer.parsing.pdf.page_parts import DrawnPages
from indexer.parsing.pdf.page_rows import furniture, placed
from indexer.parsing.pdf.page_runs import runs_of
from indexer.parsing.pdf.page_text import PageText
from indexer.parsing.pdf.pdf_file import LIBRARY
from indexer.parsing.pdf.pdf_properties import read_properties
from indexer.parsing.pdf.raised_numbers import raised_numbers
from indexer.parsing.pdf.recognised_pages import recognised
from indexer.parsing.pdf_facts import properties_of
from indexer.parsing.reader import ReadSource
from indexer.parsing.stated_facts import confirmed_by
from kutip.errors import SourceError
from kutip.types import FactOrigin

_SIGNATURE = b"%PDF-"
_VERSION = 2  # raised with every change of the text that is read from a PDF: its passages then have other ids
_BEFORE = 1024  # bytes that may stand before the signature


@dataclass(frozen=True, slots=True)
class PdfReader:
    """Reads PDFs that have a text layer; see `Reader`.

    Attributes:
        most_pages: Pages that a PDF may have; None for any number.
        most_characters: Characters that it may have; None for any number.
        ocr: How pages are read that are pictures; None to leave them.
    """

    most_pages: int | None = None
    most_characters: int | None = None
    ocr: OcrOptions | None = None
    form: ClassVar[str] = "pdf"
    suffixes: ClassVar[tuple[str, ...]] = (".pdf",)

    def fits(self, data: bytes) -> bool:
        """True if the content has a PDF's signature."""
        return _SIGNATURE in data[:_BEFORE]

    def read(self, data: bytes) -> ReadSource:
        """Read the pages of a PDF.

        Raises:
            SourceError: It is no PDF that can be read, is encrypted, has no text, or too many pages or characters.
        """
        if not self.fits(data):
            raise SourceError("is no PDF, although its name says so; mend the file or its name")
        recogniser = None if self.ocr is None else PageRecogniser(self.ocr)
        pages = list(self._within_limits(data, recogniser))
        if not any(page.glyphs for page in pages):
            raise SourceError(without_text(pages))
        rows = [placed(row, at) for at, page in enumerate(pages) for row in rows_of_page(page)]
        heights = [page.height for page in pages]
        text = PageText()
        aside = furniture(rows, heights)
        drawn = DrawnPages(heights, [page.drawings for page in pages])
        runs = runs_of(rows, aside, drawn, text)
        source = text.text()
        headings = HeadingLooks(runs, read_outline(data))
        parts = PageBlocks(runs, heights, source, headings)
        raised = raised_numbers(runs, heights, headings.look.size)
        properties = read_properties(data)
        stated = properties_of(data, properties.title, properties.author)
        labels = labels_of(properties.labels, rows, aside)
        first = front_lines([row for row in rows if row.page == 0], heights[0])
        front = front_facts(first, headings.look.size, source, stated)
        return ReadSource(
            source,
            parts.blocks(),
            tuple(text.pages),
            stated=front.by_look,
            stated_by=FactOrigin.LOOK,
            properties=_confirmed(front, stated, source[: text.pages[1]] if len(pages) > 1 else source),
            notices=tuple(notices_of(pages)),
            keyed=KeyedCitations(raised=raised.behind, numbered=raised.before),
            page_shapes=tuple(replace(one.shape, label=label) for one, label in zip(pages, labels, strict=True)),
            boxes=text.boxes(),
            read_by=f"PDF reader {_VERSION}, {LIBRARY}{self._ocr_program(pages, recogniser)}",
        )

    @staticmethod
    def _ocr_program(pages: Sequence[GlyphPage], recogniser: PageRecogniser | None) -> str:
        is_used = recogniser is not None and any(page.shape.is_recognised for page in pages)
        return f", {recogniser.version()}" if recogniser is not None and is_used else ""

    def _within_limits(self, data: bytes, recogniser: PageRecogniser | None) -> Iterator[GlyphPage]:
        characters = 0
        pages = read_pages(data, most_pages=self.most_pages)
        for page in pages if recogniser is None else recognised(data, pages, recogniser):
            characters += len(page.glyphs)
            if self.most_characters is not None and characters > self.most_characters:
                raise SourceError(
                    f"has more than {self.most_characters} characters; divide it or raise KUTIP_DOCUMENT_CHARACTERS"
                )
            yield page


def _confirmed(front: FrontFacts, stated: Mapping[str, Any], first_page: str) -> dict[str, Any]:
    """Return what the properties of a PDF state and its first page has too."""
    others = {field: value for field, value in stated.items() if field not in ("title", "author")}
    return {**confirmed_by(first_page, others), **front.confirmed}


PDF = PdfReader()
