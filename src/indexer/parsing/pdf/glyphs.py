"""Reads the characters of a PDF's pages with their boxes, through PDFium."""

import ctypes
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import pypdfium2
from pypdfium2 import raw

from indexer.parsing.pdf.character_codes import WITHOUT_INK, character_of, fonts_of_plain_codes, joined
from indexer.parsing.pdf.font_looks import looks_of_font
from indexer.parsing.pdf.page_drawings import NOTHING_DRAWN, Drawings, read_drawings, share_of, turned
from indexer.parsing.pdf.pdf_file import is_scanned, opened_document, opened_page
from kutip.errors import SourceError
from kutip.types import Edges, PageShape

_INVISIBLE = 3  # the mode of a text layer that lies under a scanned page
_HALVES = 0xD800  # from here on, a code may be half of a character
_WORD_GAP = 0.2  # of the font's size: more white space is a blank where the file has none
_UPRIGHT = 12  # degrees by which a character may lean
_PICTURES = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING)
_LAYER_RATIO = 4  # invisible characters of a scanned page for each that shows, as in a stamp at its foot
_DEPTH = 3  # of forms in which they are looked for
_MOST_CHARACTERS = 200_000  # of a page; a newspaper's has 50,000


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character as a page shows it, on the page turned so that most of its text reads from left to right.

    Attributes:
        text: The character; a hyphen for PDFium's mark of one at the end of a line.
        x0: Left edge in points from the left of the page.
        y0: Upper edge in points from the top.
        x1: Right edge.
        y1: Lower edge.
        base: Its baseline, in points from the top.
        size: Size of its font in points.
        is_bold: Whether its font is bold.
        is_italic: Whether its font is italic.
        is_fixed: Whether all letters of its font are as wide as each other, by what the file says of it.
        has_blank_before: Whether a blank, or white space as wide as one, stands before it in the file.
        shown: Its box on the page as it is shown, which a reader's eyes may have to turn.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float
    is_bold: bool
    is_italic: bool
    is_fixed: bool
    has_blank_before: bool
    shown: Edges


@dataclass(frozen=True, slots=True)
class GlyphPage:
    """A page of a PDF.

    Attributes:
        shape: The page as it is shown.
        height: In points, of the page as it is turned for its glyphs.
        glyphs: Its visible characters that read from left to right, in the order of the file.
        hidden: How many characters were left out as invisible or outside the page.
        unmapped: How many have no Unicode character, and were left out.
        by_code: How many have none, and were read as their codes, which are plain letters.
        has_picture: Whether a page without characters shows something else.
        is_late: Whether this is a picture that OCR could not read in its time.
        turned: How many read in another direction, such as a stamp on the margin, and were left out.
        drawings: Its rules and figures.
        is_broken: Whether the page could not be read at all; then it has no characters.
    """

    shape: PageShape
    height: float
    glyphs: tuple[Glyph, ...]
    hidden: int
    unmapped: int
    turned: int
    by_code: int = 0
    has_picture: bool = False
    is_late: bool = False
    drawings: Drawings = NOTHING_DRAWN
    is_broken: bool = False


_BROKEN = GlyphPage(PageShape(0.0, 0.0), 0.0, (), 0, 0, 0, is_broken=True)


def read_pages(data: bytes, *, most_pages: int | None = None) -> Iterator[GlyphPage]:
    """Yield the pages of a PDF in order.

    Args:
        data: The file.
        most_pages: Pages that it may have; None for any number.

    Raises:
        SourceError: It is no PDF that can be read, is encrypted with a password, or has too many pages or too much text
            on one page.
    """
    with opened_document(data) as document:
        if most_pages is not None and len(document) > most_pages:
            raise SourceError(
                f"has {len(document)} pages, over the limit of {most_pages}; divide it or raise KUTIP_DOCUMENT_PAGES"
            )
        for number in range(len(document)):
            try:
                with opened_page(document, number) as (page, text):
                    yield _PageReader(page, text, number).read()
            except pypdfium2.PdfiumError:
                yield _BROKEN


@dataclass(frozen=True, slots=True)
class _Style:
    """What the characters of one text object share."""

    size: float
    is_bold: bool
    is_italic: bool
    is_fixed: bool
    is_invisible: bool
    font: int = 0
    is_nameless: bool = False


@dataclass(frozen=True, slots=True)
class _Raw:
    """A character where the file has it: edges and origin in points from the lower left."""

    text: str
    box: Edges  # left, right, bottom, top
    origin: tuple[float, float]
    angle: int  # of its direction, in degrees: 0, 90, 180 or 270, or -1 for another
    style: _Style
    has_blank_before: bool
    unmapped: int  # the font, if that does not say which characters its codes are; else 0


class _PageReader:
    """Reads one page."""

    def __init__(self, page: Any, text: Any, number: int) -> None:
        self._page = page
        self._raw = text.raw
        self._edges = page.get_bbox()  # left, bottom, right, top
        self._rotation = page.get_rotation()  # clockwise, in degrees
        self._count = text.count_chars()
        if self._count > _MOST_CHARACTERS:
            raise SourceError(
                f"has a page {number + 1} with {self._count} characters, over the limit of {_MOST_CHARACTERS}; divide"
                " it"
            )
        self._styles: dict[int, _Style] = {}
        self._hidden = self._unmapped = self._by_code = 0
        self._last: tuple[int, float, float] | None = None  # index, right edge and baseline of the character before
        self._numbers = [ctypes.c_double() for _ in range(4)]
        self._matrix, self._loose = raw.FS_MATRIX(), raw.FS_RECTF()

    def read(self) -> GlyphPage:
        found, is_recognised = self._seen(self._without_riddles(list(_parted(self._characters()))))
        angles = Counter(one.angle for one in found if one.angle >= 0)
        angle = max(angles, key=lambda angle: (angles[angle], -angle), default=0)
        glyphs = tuple(self._turned(one, angle) for one in found if one.angle == angle)
        left, bottom, right, top = self._edges
        sizes = right - left, top - bottom
        width, shown = sizes if self._rotation in (0, 180) else sizes[::-1]
        shape = PageShape(width, shown, is_recognised=is_recognised)
        height = sizes[1] if angle in (0, 180) else sizes[0]
        pictured = not glyphs and any(True for _ in self._page.get_objects(filter=_PICTURES, max_depth=_DEPTH))
        drawings = read_drawings(self._page.raw, self._edges, angle)
        counts = self._hidden, self._unmapped, len(found) - len(glyphs), self._by_code
        return GlyphPage(shape, height, glyphs, *counts, pictured, drawings=drawings)

    def _seen(self, found: list[_Raw]) -> tuple[list[_Raw], bool]:
        """Return the visible characters, and False; for a scanned page those that OCR laid under it too, and True."""
        layer = [one for one in found if one.style.is_invisible]
        if len(layer) > _LAYER_RATIO * (len(found) - len(layer)) and is_scanned(self._page):
            return found, True
        self._hidden += len(layer)
        return [one for one in found if not one.style.is_invisible] if layer else found, False

    def _without_riddles(self, found: list[_Raw]) -> list[_Raw]:
        """Leave out characters that are codes of a font which does not say what they are, but for plain letters."""
        texts: dict[int, list[str]] = {}
        for one in found:
            if one.unmapped:
                texts.setdefault(one.unmapped, []).append(one.text)
        if not texts:
            return found
        nameless = frozenset(one.unmapped for one in found if one.unmapped and one.style.is_nameless)
        plain = fonts_of_plain_codes({font: "".join(text) for font, text in texts.items()}, nameless)
        kept = [one for one in found if one.unmapped == 0 or one.unmapped in plain]
        self._unmapped += len(found) - len(kept)
        self._by_code = sum(one.unmapped != 0 for one in kept)
        return kept

    def _characters(self) -> Iterator[_Raw]:
        blanks = {False: True, True: True}  # before the next visible and the next invisible character
        at = -1
        while (at := at + 1) < self._count:
            code = raw.FPDFText_GetUnicode(self._raw, at)
            first = at
            if code >= _HALVES and at + 1 < self._count:
                whole = joined(code, raw.FPDFText_GetUnicode(self._raw, at + 1))
                at, code = (at, code) if whole is None else (at + 1, whole)
            if raw.FPDFText_IsGenerated(self._raw, first) == 1 or (0 < code < 0x110000 and chr(code).isspace()):
                blanks = dict.fromkeys(blanks, True)
                continue
            is_mapped = raw.FPDFText_HasUnicodeMapError(self._raw, first) != 1
            is_hyphen = raw.FPDFText_IsHyphen(self._raw, first) == 1
            text = character_of(code, is_mapped=is_mapped, is_hyphen=is_hyphen)
            if not text:
                self._unmapped += 1
                continue
            style = self._style(first)
            box, origin = self._place(first)
            if text in WITHOUT_INK or not self._is_on_page(box):
                self._hidden += 1
                continue
            is_apart = blanks[style.is_invisible] or self._is_apart(first, box, origin, style)
            yield _Raw(text, box, origin, self._angle(first), style, is_apart, 0 if is_mapped else style.font)
            blanks[style.is_invisible] = False
            self._last = first, box[1], origin[1]

    def _is_apart(
        self, at: int, box: tuple[float, float, float, float], origin: tuple[float, float], style: _Style
    ) -> bool:
        """True if there is white space before a character on its line, beside what its font leaves around each one."""
        least = _WORD_GAP * style.size
        if self._last is None or box[0] - self._last[1] <= least or abs(origin[1] - self._last[2]) > style.size / 2:
            return False  # ink that is near, as nearly always, is not looked at further
        raw.FPDFText_GetLooseCharBox(self._raw, self._last[0], ctypes.byref(self._loose))
        return bool(origin[0] - max(self._last[1], self._loose.right) > least)

    def _place(self, at: int) -> tuple[tuple[float, float, float, float], tuple[float, float]]:
        numbers = self._numbers
        raw.FPDFText_GetCharOrigin(self._raw, at, ctypes.byref(numbers[0]), ctypes.byref(numbers[1]))
        origin = numbers[0].value, numbers[1].value
        raw.FPDFText_GetCharBox(self._raw, at, *map(ctypes.byref, numbers))
        left, right, bottom, top = (one.value for one in numbers)
        if right <= left or top <= bottom:  # without ink of its own, as an accent in some fonts
            raw.FPDFText_GetLooseCharBox(self._raw, at, ctypes.byref(self._loose))
            left, right, bottom, top = self._loose.left, self._loose.right, self._loose.bottom, self._loose.top
        return (left, right, bottom, top), origin

    def _is_on_page(self, box: Edges) -> bool:
        left, bottom, right, top = self._edges
        return bool(box[1] > left and box[0] < right and box[3] > bottom and box[2] < top)

    def _angle(self, at: int) -> int:
        degrees = -math.degrees(raw.FPDFText_GetCharAngle(self._raw, at)) % 360  # PDFium counts clockwise
        nearest = round(degrees / 90) * 90
        return nearest % 360 if abs(degrees - nearest) <= _UPRIGHT else -1

    def _style(self, at: int) -> _Style:
        thing = raw.FPDFText_GetTextObject(self._raw, at)
        key = ctypes.addressof(thing.contents) if thing else -at - 1
        if key not in self._styles:
            self._styles[key] = self._style_of(at, thing)
        return self._styles[key]

    def _style_of(self, at: int, thing: Any) -> _Style:
        flags = ctypes.c_int()
        name = ctypes.create_string_buffer(256)
        length = raw.FPDFText_GetFontInfo(self._raw, at, name, len(name), ctypes.byref(flags))
        called = name.value.decode("utf-8", errors="ignore").casefold() if 0 < length <= len(name) else ""
        looks = looks_of_font(called, flags.value, raw.FPDFText_GetFontWeight(self._raw, at))
        invisible = bool(thing) and raw.FPDFTextObj_GetTextRenderMode(thing) == _INVISIBLE
        size = float(raw.FPDFText_GetFontSize(self._raw, at))
        if raw.FPDFText_GetMatrix(self._raw, at, ctypes.byref(self._matrix)):
            size *= math.hypot(self._matrix.c, self._matrix.d)
        font = raw.FPDFTextObj_GetFont(thing) if thing else None
        held = ctypes.addressof(font.contents) if font else -1
        return _Style(size or 1.0, *looks, invisible, held, not called)

    def _turned(self, one: _Raw, angle: int) -> Glyph:
        """Place a character on the page, turned so that text of an angle reads from left to right."""
        left, bottom, right, top = self._edges
        x, y = one.origin
        base = {0: top - y, 90: x - left, 180: y - bottom, 270: right - x}[angle]
        x0, x1, y0, y1 = one.box
        shown, read = (turned((x0, y0, x1, y1), self._edges, by) for by in (self._rotation, angle))
        looks = one.style.is_bold, one.style.is_italic, one.style.is_fixed
        return Glyph(one.text, *read, base, one.style.size, *looks, one.has_blank_before, shown)


def _parted(found: Iterable[_Raw]) -> Iterator[_Raw]:
    """Part the letters of ligatures, all of which PDFium gives the place of the whole: each gets its share of it."""
    for _, group in groupby(found, key=lambda one: (one.box, one.origin, one.angle, id(one.style))):
        for at, one in enumerate(own := list(group)):
            yield one if len(own) == 1 else replace(one, box=share_of(one.box, one.angle, at, len(own)))
