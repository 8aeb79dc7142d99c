"""Opens PDFs by PDFium; nothing that they want to run, fetch or show is looked at."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2
from pypdfium2 import raw

from kutip.errors import SourceError

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
