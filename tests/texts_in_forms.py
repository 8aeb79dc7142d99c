"""Texts as files of the forms that have no text without markup, for tests that hold for every reader."""

import io
import zipfile
from html import escape

_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def in_form(form: str, text: str) -> bytes:
    """Return a file of a form with this text: itself, or a paragraph with it."""
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
