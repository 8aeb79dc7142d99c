"""Reads what a PDF beside a source says of itself: title, authors and DOI, from its XMP and its Info dictionary.

No page is read, and nothing is unpacked: XMP is stored plainly, so that any program finds it. What programs write there
is often wrong ("Microsoft Word - draft3.doc"), so `stated_facts` takes only what the paper's text has too.
"""

import html
import re
from pathlib import Path
from typing import Any

from indexer.parsing.author_line import person_named
from indexer.parsing.files import MOST_BYTES, read_file
from kutip.errors import CorpusError
from kutip.metadata.csl import bare_doi
from kutip.metadata.rich_text import OBEYED

_XMP_START, _XMP_END = b"<x:xmpmeta", b"</x:xmpmeta>"
_MOST_XMP = 1 << 20  # bytes
_TEXT = re.compile(r"<rdf:li[^<>]{0,100}>([^<>]{1,1000})</rdf:li>")
_DOI = re.compile(r"<(?:prism|pdfx|crossmark):doi>([^<>]{1,300})<", re.IGNORECASE)
_LITERAL = r"\s{0,4}\(((?:\\.|[^\\()]){1,2000})\)"
_HEXADECIMAL = r"\s{0,4}<([0-9A-Fa-f\s]{1,8000})>"
_TITLE = (re.compile("/Title" + _LITERAL), re.compile("/Title" + _HEXADECIMAL))
_AUTHOR = (re.compile("/Author" + _LITERAL), re.compile("/Author" + _HEXADECIMAL))
_ESCAPED = re.compile(r"\\([0-7]{1,3}|[\s\S])")
_BETWEEN = re.compile(" ?; ?| and | & ")


def pdf_facts(folder: Path) -> dict[str, Any]:
    """Return the fields of CSL-JSON that the one PDF in a document's folder states; {} if there is none, or several."""
    try:
        found = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".pdf")
        data = read_file(found[0], folder.parent, most=MOST_BYTES) if len(found) == 1 else b""
    except (CorpusError, OSError):
        return {}
    xmp, characters = _xmp(data), data.decode("latin-1")
    title = _in_xmp(xmp, "dc:title")[:1] or _in_info(characters, *_TITLE)
    names = _in_xmp(xmp, "dc:creator") or [
        name for text in _in_info(characters, *_AUTHOR) for name in _BETWEEN.split(text) if name
    ]
    people = [person_named(name) for name in names]
    doi = _DOI.search(xmp)
    stated = {
        "title": next(iter(title), None),
        "author": people if people and None not in people else None,
        "DOI": bare_doi(html.unescape(doi[1])) if doi else None,
    }
    return {field: value for field, value in stated.items() if value}


def _xmp(data: bytes) -> str:
    """The XMP packet of the whole file: the last one, since programs append what they change."""
    start = data.rfind(_XMP_START)
    end = data.find(_XMP_END, start, start + _MOST_XMP) if start >= 0 else -1
    return data[start:end].decode("utf-8", errors="replace") if end >= 0 else ""


def _in_xmp(xmp: str, name: str) -> list[str]:
    """The texts of a property: those of a list, or of its first language."""
    start = xmp.find(f"<{name}>")
    end = xmp.find(f"</{name}>", start)
    texts = _TEXT.findall(xmp[start:end]) if 0 <= start < end else []
    return _clean(html.unescape(text) for text in texts)


def _in_info(data: str, in_brackets: re.Pattern[str], in_digits: re.Pattern[str]) -> list[str]:
    """The text of an entry of the Info dictionary, the last one of the file, whose bytes are given as characters."""
    literal = in_brackets.findall(data)
    if literal:
        return _clean([_decoded(_ESCAPED.sub(_unescaped, literal[-1]).encode("latin-1"))])
    encoded = in_digits.findall(data)
    digits = "".join(encoded[-1].split()) if encoded else ""
    return _clean([_decoded(bytes.fromhex(digits[: len(digits) // 2 * 2]))])


def _unescaped(escape: re.Match[str]) -> str:
    code = escape[1]
    return chr(int(code, 8) % 256) if code[:1].isdigit() else code


def _decoded(data: bytes) -> str:
    """A text string of PDF: UTF-16 if it says so, else the characters of Latin-1."""
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be", errors="replace")
    return data.decode("latin-1")


def _clean(texts: Any) -> list[str]:
    squeezed = (" ".join(text.split()) for text in texts)
    return [text for text in squeezed if text and not OBEYED.search(text) and "\ufffd" not in text]
