"""Draws one page through PDFium and encodes it; runs in a limited process alone, as pages may be hostile.

A picture shows what the page itself draws. Annotations are left out, with them notes, stamps, boxes around links and
what was filled into forms: none of them is in the text that Kutip reads, nor the authors' words. No form is opened,
so that no script or action of the file runs; attachments and links are never followed.
"""

import io
import math
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfPage

_MOST_PIXELS = 8_000_000  # an A4 page 2,000 pixels wide has 5.7 million
_LONGEST_SIDE = 16_383  # pixels that WebP can have
_WHITE = (255, 255, 255, 255)
_QUALITY, _METHOD = (
    80,
    2,
)  # of WebP, 0-100 and 0-6: letters stay sharp, half of the time and 1.1 of the size of method 4
_PNG_LEVEL = 3  # of zlib


class PictureForm(StrEnum):
    """How a picture is encoded."""

    WEBP = "webp"
    PNG = "png"


def prepare() -> None:
    """Load the libraries, and draw and encode a page, so that later calls open no file."""
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    picture = _drawn(document.new_page(10, 10), 10)
    for form in PictureForm:
        _encoded(picture, form)
    document.close()


def draw_page(data: bytes, page: int, width: int, form: PictureForm) -> bytes | None:
    """Draw a page of a PDF; None if the file or the page is broken.

    Args:
        data: The PDF.
        page: Its number, from 1.
        width: Pixels from left to right of the page as it is shown; fewer if the page is many times as high as wide.
        form: How to encode the picture.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        try:
            return _encoded(_drawn(document[page - 1], width), form)
        finally:
            document.close()
    except (pypdfium2.PdfiumError, IndexError, ValueError):  # ValueError: sides that are no numbers
        return None


def picture_size(page_width: float, page_height: float, width: int) -> tuple[int, int]:
    """The pixels of a picture: as wide as asked, or less if it would have too many; each side has one at least.

    Raises:
        ValueError: The page has no size.

    >>> picture_size(612, 792, 1000)
    (1000, 1294)
    """
    if not (0 < page_width < math.inf and 0 < page_height < math.inf):
        raise ValueError(f"a page of {page_width} by {page_height} points")
    height = width * page_height / page_width
    share = min(1.0, math.sqrt(_MOST_PIXELS / (width * height)), _LONGEST_SIDE / height)
    return max(1, round(width * share)), max(1, round(height * share))


def _drawn(page: "PdfPage", width: int) -> "Image":
    """The whole page, and nothing else, in a picture: a share of its width is the same share of the picture's."""
    import pypdfium2
    from PIL import Image
    from pypdfium2 import raw

    page_width, page_height = page.get_size()
    size = picture_size(page_width, page_height, width)
    bitmap = pypdfium2.PdfBitmap.new_native(*size, raw.FPDFBitmap_BGR)
    bitmap.fill_rect(_WHITE, 0, 0, *size)
    raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, *size, 0, 0)  # no turn beside the page's own, no annotations
    return Image.frombuffer("RGB", size, bitmap.buffer, "raw", "BGR", bitmap.stride, 1)


def _encoded(picture: "Image", form: PictureForm) -> bytes:
    # Each of these modules makes Pillow able to write its form; else it would look for all that it knows.
    from PIL import PngImagePlugin, WebPImagePlugin  # noqa: F401

    written = io.BytesIO()
    if form is PictureForm.WEBP:
        picture.save(written, "WEBP", quality=_QUALITY, method=_METHOD)
    else:
        picture.save(written, "PNG", compress_level=_PNG_LEVEL)
    return written.getvalue()
