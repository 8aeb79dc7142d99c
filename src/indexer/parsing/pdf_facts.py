"""Reads what a PDF beside a source says of itself: title, authors and DOI, from its XMP and its Info dictionary.

No page is read, and nothing is unpacked: XMP is stored plainly, so that any program finds it. What programs write there
is often wrong ("Microsoft Word - draft3.doc"), so `stated_facts` takes only what the paper's text has too.
"""

import html
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from indexer.parsing.author_line import person_named
from indexer.parsing.dois import stated_doi
from indexer.parsing.files import MOST_BYTES, read_file
from kutip.errors import CorpusError
from kutip.language.united import any_of
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
_JOURNAL = re.compile(r"<prism:publicationName>([^<>]{1,300})<")
_PUBLISHED = re.compile(r"<prism:(?:coverDate|publicationDate)>\s{0,4}((?:19|20)\d{2})(?!\d)")
_BODY = re.compile(rf"\b{any_of('papers.workplaces')}\b", re.IGNORECASE)
_IN_ANGLES = re.compile(r"\s?<[^<>]{0,100}>")  # an address
_BETWEEN = re.compile(" ?; ?| and | & ")


def properties_of(data: bytes, title: str, author: str) -> dict[str, Any]:
    """Return the fields of CSL-JSON that a PDF's XMP and its Info dictionary state.

    Args:
        data: The whole file.
        title: The title of its Info dictionary; "" for none.
        author: The authors there, as one text; "" for none.
    """
    return _stated(_xmp(data), _clean([title]), _clean([author]))


def pdf_facts(folder: Path) -> dict[str, Any]:
    """Return the fields of CSL-JSON that the one PDF in a document's folder states; {} if there is none, or several."""
    try:
        found = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".pdf")
        data = read_file(found[0], folder.parent, most=MOST_BYTES) if len(found) == 1 else b""
    except (CorpusError, OSError):
        return {}
    characters = data.decode("latin-1")
    return _stated(_xmp(data), _in_info(characters, *_TITLE), _in_info(characters, *_AUTHOR))


def _stated(xmp: str, titles: Sequence[str], authors: Sequence[str]) -> dict[str, Any]:
    title = next(iter(_in_xmp(xmp, "dc:title")[:1] or titles), None)
    names = _in_xmp(xmp, "dc:creator")
    people = _people(names) or _people([name for text in authors for name in _parted(text)])
    doi = _DOI.search(xmp)
    journal, published = _JOURNAL.search(xmp), _PUBLISHED.search(xmp)
    stated = {
        "title": title,
        "author": people,
        "issued": {"date-parts": [[int(published[1])]]} if published else None,
        "container-title": next(iter(_clean([html.unescape(journal[1])])), None) if journal else None,
        "DOI": stated_doi(html.unescape(doi[1])) if doi else None,
    }
    return {field: value for field, value in stated.items() if value}


def _people(names: Sequence[str]) -> list[dict[str, str]] | None:
    """Read names; a single text may hold several. None if one of them is not clear."""
    parts = [part for name in names for part in (_parted(name) if len(names) == 1 else [name])]
    people = [person_named(part) for part in parts if not _BODY.search(part)]
    known = [one for one in people if one is not None]
    return known if known and len(known) == len(parts) else None


def _parted(text: str) -> list[str]:
    """Part authors that stand in one text; commas part them unless they part family and given names."""
    parts = [_IN_ANGLES.sub("", part).strip() for part in _BETWEEN.split(text) if part.strip()]
    if len(parts) == 1 or all(part.count(",") != 1 for part in parts):
        commas = [one.strip() for part in parts for one in part.split(",") if one.strip()]
        if len(commas) > len(parts) and all(" " in one for one in commas):
            return commas
    return [part for part in parts if part]


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
