"""Gives pages of a PDF that are pictures the characters that OCR reads from them."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

from indexer.parsing.pdf.glyphs import Glyph, GlyphPage
from indexer.parsing.pdf.page_ocr import DOTS, OcrCharacter, PageRecogniser
from indexer.parsing.pdf.pdf_file import gray_picture, opened_document
from kutip.types import Edges


def recognised(data: bytes, pages: Iterable[GlyphPage], recogniser: PageRecogniser) -> Iterator[GlyphPage]:
    """Yield the pages of a PDF; those without characters that show something have what OCR reads there.

    Args:
        data: The file.
        pages: Its pages as they were read without OCR.
        recogniser: Reads one picture after the other.

    Raises:
        SourceError: The program is not installed, or lacks a language.
    """
    with ExitStack() as stack:
        document = None
        for number, page in enumerate(pages):
            if page.glyphs or page.is_broken or not (page.has_picture or page.unmapped):
                yield page
                continue
            document = document or stack.enter_context(opened_document(data))
            yield _read(document, number, page, recogniser)


def _read(document: Any, number: int, page: GlyphPage, recogniser: PageRecogniser) -> GlyphPage:
    """A page as OCR reads it; as it was, but late, if there was no time."""
    drawn = document[number]
    try:
        picture, points = gray_picture(drawn, DOTS)
    finally:
        drawn.close()
    found = recogniser.characters(picture)
    if found is None:
        return replace(page, is_late=True)
    shape = replace(page.shape, is_recognised=bool(found))
    glyphs = tuple(_glyph(one, points) for one in found)
    return replace(page, shape=shape, height=shape.height, glyphs=glyphs, has_picture=not found)


def _glyph(one: OcrCharacter, points: float) -> Glyph:
    left, upper, right, lower = one.box
    box: Edges = (left * points, upper * points, right * points, lower * points)
    return Glyph(one.text, *box, one.base * points, one.size * points, False, False, False, one.has_blank_before, box)
