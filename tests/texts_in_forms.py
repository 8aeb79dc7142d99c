"""Texts as files of the forms that have no text without markup, for tests that hold for every reader."""

import io
import zipfile
from functools import partial
from html import escape

from made_pdfs import drawn
from reportlab.pdfgen.canvas import Canvas

_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def in_form(form: str, text: str) -> bytes:
    """Return a file of a form with this text: itself, or a paragraph with it."""
    if form == "pdf":
        return _drawn(text)
    if form not in ("jats", "docx"):
        return text.encode("utf-8")
    shown = escape("".join(one if one.isprintable() or one in "\t\r\n" else " " for one in text))
    if form == "jats":
        return f"<article><body><p>{shown}</p></body></article>".encode()
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as files:
        inside = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in shown.splitlines())
        files.writestr("word/document.xml", f"<w:document {_WORD}><w:body>{inside}</w:body></w:document>")
    return kept.getvalue()


def _drawn(text: str) -> bytes:
    """A PDF with the lines of a text, or what a Latin font has of them; a form feed starts a page."""

    def pages(canvas: Canvas, lines: list[str]) -> None:
        canvas.setFont("Times-Roman", 10)
        for number, line in enumerate(lines[:60]):
            shown = "".join(one for one in line if one.isprintable()).encode("cp1252", errors="ignore").decode("cp1252")
            canvas.drawString(72, 780 - 12 * number, shown)

    whole = text.replace("\r\n", "\n") if text.strip() else "."
    return drawn(*(partial(pages, lines=page.split("\n")) for page in f"A. {whole}".split("\f")))
