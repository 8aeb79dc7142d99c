"""Opens PDFs by PDFium; nothing that they want to run, fetch or show is looked at."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2
from pypdfium2 import raw

from kutip.errors import SourceError

_MOST_DOTS = 25_000_000  # of a picture: an A3 page at 300 dots an inch has 17
_POINTS = 72  # an inch
_SCAN_SHARE = 0.5  # of a page that one picture takes, if it is scanned
_DEPTH = 3  # of forms in which pictures are looked for

LIBRARY = f"PDFium {'.'.join(map(str, pypdfium2.PDFIUM_INFO.api_tag))}"  # another version may read another text


@contextmanager
def opened_document(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF, and close it at the end of the `with` block.

    Raises:
        SourceError: It is no PDF that can be read, or is encrypted so that it cannot.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "password" in str(error).casefold():
            raise SourceError("is encrypted with a password; save a copy without one, then run kutip index") from error
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_SECURITY or "security" in str(error).casefold():
            raise SourceError("is encrypted in a way that cannot be read; save a copy without encryption") from error
        raise SourceError(f"is no PDF that can be read ({error}); mend the file") from error
    try:
        yield document
    finally:
        document.close()


@contextmanager
def opened_page(document: pypdfium2.PdfDocument, number: int) -> Iterator[tuple[Any, Any]]:
    """Open a page of a PDF and its text, and close both at the end of the `with` block.

    Raises:
        PdfiumError: It cannot be read.
    """
    page = document[number]
    try:
        text = page.get_textpage()
        try:
            yield page, text
        finally:
            text.close()
    finally:
        page.close()


def is_scanned(page: Any) -> bool:
    """Whether one picture takes most of a page."""
    left, bottom, right, top = page.get_bbox()
    for one in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=_DEPTH):
        x0, y0, x1, y1 = one.get_bounds()
        wide, high = min(x1, right) - max(x0, left), min(y1, top) - max(y0, bottom)
        if min(wide, high) > 0 and wide * high > _SCAN_SHARE * (right - left) * (top - bottom):
            return True
    return False


def gray_picture(page: Any, dots: int) -> tuple[bytes, float]:
    """Draw a page as it is shown.

    Args:
        page: The page.
        dots: Dots an inch; a page that would have too many has fewer.

    Returns:
        The picture as PNM in shades of gray, and how many points wide a dot is.
    """
    width, height = page.get_size()
    scale = min(dots / _POINTS, math.sqrt(_MOST_DOTS / max(width * height, 1)))
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        picture = bitmap.to_numpy()
        rows, columns = picture.shape[:2]
        return b"P5\n%d %d\n255\n" % (columns, rows) + picture.tobytes(), 1 / scale
    finally:
        bitmap.close()
