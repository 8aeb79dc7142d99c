"""Takes a passage along: its paper's reference in formats that other programs keep, or the passage as an annotation.

What the metadata do not say is left out of each.
"""

import base64
import json
import re
import uuid
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

import rispy  # type: ignore[import-untyped]
from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.model import Entry, Field

from kutip.metadata.csl import csl_item, doi, given_name, surname, year
from kutip.text.reading import squeeze
from kutip.types import Document, Passage, Span
from retriever.citations.apa import Paragraphs, cite, locator


class Format(StrEnum):
    """What a passage can be taken along as."""

    CSL_JSON = "csl-json"
    BIBTEX = "bibtex"
    RIS = "ris"
    APA = "apa"
    ANNOTATION = "annotation"


MEDIA_TYPES: Mapping[Format, str] = MappingProxyType(
    {
        Format.CSL_JSON: "application/vnd.citationstyles.csl+json",
        Format.BIBTEX: "application/x-bibtex",
        Format.RIS: "application/x-research-info-systems",
        Format.APA: "text/plain; charset=utf-8",
        Format.ANNOTATION: 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"',
    }
)

_CONTEXT = 32  # characters of the source on each side of a quotation, by which a changed text can be searched

_IN_DOI = "/:;()!$&*+,=@"  # characters that stand for themselves in the path of an IRI

# By the type in CSL: BibTeX's type, its fields for the container and for the publisher; the type in RIS.
_OTHER = ("misc", "howpublished", "publisher", "GEN")
_TYPES = {
    "article-journal": ("article", "journal", "publisher", "JOUR"),
    "article-magazine": ("article", "journal", "publisher", "MGZN"),
    "article-newspaper": ("article", "journal", "publisher", "NEWS"),
    "book": ("book", "series", "publisher", "BOOK"),
    "chapter": ("incollection", "booktitle", "publisher", "CHAP"),
    "paper-conference": ("inproceedings", "booktitle", "publisher", "CPAPER"),
    "report": ("techreport", "series", "institution", "RPRT"),
    "thesis": ("phdthesis", "series", "school", "THES"),
    "webpage": ("misc", "howpublished", "publisher", "ELEC"),
}
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",  # BibTeX counts braces even behind a backslash
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{special: f"\\{special}" for special in "$&%#_"},
    }
)
_VERBATIM = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})  # what would end or break \url{…}
_LIGATURE = re.compile(r"(?<=([-'`<>,]))(?=\1)|(?<=[?!])(?=`)")  # LaTeX makes one character of these two
_WORD = re.compile(r"([^\W_]+(?:[-.'’][^\W_]+)*)")
_NAME_BREAK = re.compile(r",|\b(?:and|others)\b", re.IGNORECASE)  # what BibTeX parts names and their pieces at
_PAGES = re.compile(r"(\S+?)\s*[-–—]+\s*(\S+)")


def export(document: Document, passage: Passage, form: Format, paragraphs: Paragraphs | None = None) -> str:
    """A passage of a document, or the reference of the document, in a format.

    Args:
        document: The document.
        passage: A passage of it.
        form: What to make of it. CSL-JSON is of the document alone; BibTeX and RIS have the passage's place in a note.
        paragraphs: What `paragraphs_of` told, for the place.

    Returns:
        A file of type ``MEDIA_TYPES[form]``, with a line end at its end.
    """
    if form is Format.CSL_JSON:
        return _json([csl_item(document.id, document.metadata)])
    if form is Format.ANNOTATION:
        return _json(annotation(document, passage))
    if form is Format.APA:
        cited = cite(document, passage, paragraphs)
        return f"{cited.reference}\n\n{cited.in_text}\n"
    place = locator(passage, paragraphs)
    return _bibtex(document, place) if form is Format.BIBTEX else _ris(document, place)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def annotation(document: Document, passage: Passage) -> dict[str, Any]:
    """A passage as a W3C Web Annotation, in JSON-LD: a target for each span, selected by its characters and by offset.

    Its id and, without a DOI, its source are IRIs that need no host; the id is the same as long as the passage's is.

    Source: https://www.w3.org/TR/annotation-model/, sections 4.2.4 and 4.2.5; RFC 6920 for ni.
    """
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": uuid.uuid5(uuid.NAMESPACE_URL, f"urn:kutip:passage:{passage.id}").urn,
        "type": "Annotation",
        "motivation": "highlighting",
        "target": [_target(document, span) for span in passage.spans],
    }


def _target(document: Document, span: Span) -> dict[str, Any]:
    """A span of a document. Offsets count in the supplied text; in other copies the quotation finds the place."""
    text, named = document.source_text, doi(document.metadata)
    return {
        "type": "SpecificResource",
        "source": f"https://doi.org/{quote(named, safe=_IN_DOI)}" if named else _named_by_hash(document.sha256),
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": text[span.start : span.end],
                "prefix": text[max(0, span.start - _CONTEXT) : span.start],
                "suffix": text[span.end : span.end + _CONTEXT],
            },
            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
        ],
    }


def _named_by_hash(sha256: str) -> str:
    """The IRI of just these bytes, wherever they are.

    >>> _named_by_hash("7f83b1657ff1fc53b92dc18148a1d65dfc2d4b1fa3d677284addd200126d9069")
    'ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk'
    """
    return f"ni:///sha-256;{base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode('ascii').rstrip('=')}"


def _bibtex(document: Document, place: str) -> str:
    data = csl_item(document.id, document.metadata)
    kind, container, publisher, _ = _TYPES.get(data["type"], _OTHER)
    is_article = kind == "article"
    fields = {
        "author": _bibtex_names(data.get("author", [])),
        "title": _bibtex_title(_read(data, "title")),
        container: _latex(_read(data, "container-title")),
        "editor": _bibtex_names(data.get("editor", [])),
        publisher: _latex(_read(data, "publisher")),
        "year": _latex(squeeze(year(data) or "")),
        "volume": _latex(_read(data, "volume")),
        "number": _latex(_read(data, "issue" if is_article else "number")),
        "pages": _PAGES.sub(r"\1--\2", _latex(_read(data, "page"))),
        "eid": _latex(_read(data, "number")) if is_article else "",
        "doi": _read(data, "DOI").translate(_VERBATIM),
        "url": _read(data, "URL").translate(_VERBATIM),
        "note": _latex(squeeze(place)),
    }
    entry = Entry(kind, document.id, [Field(name, value) for name, value in fields.items() if value])
    return write_string(Library([entry]))


def _read(data: Mapping[str, Any], field: str) -> str:
    """A field on one line; "" where there is none."""
    return squeeze(str(data.get(field, "")))


def _latex(text: str) -> str:
    r"""Text that LaTeX prints as it is.

    >>> _latex("5 % of R&D--_")
    '5 \\% of R\\&D-{}-\\_'
    """
    return _LIGATURE.sub("{}", text.translate(_LATEX))


def _bibtex_title(title: str) -> str:
    """A title, with braces around the words whose capitals must stay.

    >>> _bibtex_title("The Role of ASEANAPOL in the COVID-19 Crisis")
    'The Role of {ASEANAPOL} in the {COVID-19} Crisis'
    """
    pieces = _WORD.split(title)  # every second is a word
    return "".join(
        f"{{{piece}}}" if i % 2 and _keeps_capitals(piece) else _latex(piece) for i, piece in enumerate(pieces)
    )


def _keeps_capitals(word: str) -> bool:
    """Whether a style that writes titles in small letters must not change a word: McDonald, COVID-19, G20, U.S."""
    inner = any(part[1:] != part[1:].lower() for part in re.split(r"[-.'’]", word))
    return inner or (word[0].isupper() and any(map(str.isdigit, word))) or ("." in word and word.isupper())


def _bibtex_names(names: list[dict[str, str]]) -> str:
    return " and ".join(_bibtex_name(name) for name in names)


def _bibtex_name(name: Mapping[str, str]) -> str:
    """A name as BibTeX parts it again: family, suffix, given; braces keep whole what it would part elsewhere."""
    family, given = squeeze(surname(name)), squeeze(given_name(name))
    if not given:
        return f"{{{_latex(family)}}}"
    return ", ".join(_name_part(part) for part in (family, squeeze(name.get("suffix", "")), given) if part)


def _name_part(part: str) -> str:
    latex = _latex(part)
    return f"{{{latex}}}" if latex != part or _NAME_BREAK.search(part) else part


def _ris(document: Document, place: str) -> str:
    data = csl_item(document.id, document.metadata)
    pages = _PAGES.fullmatch(_read(data, "page"))
    fields = {
        "id": document.id,
        "authors": [_ris_name(name) for name in data.get("author", [])],
        "title": _read(data, "title"),
        "secondary_title": _read(data, "container-title"),
        "secondary_authors": [_ris_name(name) for name in data.get("editor", [])],
        "year": squeeze(year(data) or ""),
        "volume": _read(data, "volume"),
        "number": _read(data, "issue"),
        "custom7": _read(data, "number"),  # where EndNote and Zotero look for an article's number
        "start_page": pages[1] if pages else _read(data, "page"),
        "end_page": pages[2] if pages else "",
        "publisher": _read(data, "publisher"),
        "doi": _read(data, "DOI"),
        "urls": [_read(data, "URL").replace(";", "%3B")] if data.get("URL") else [],  # a bare one would part two URLs
        "language": _read(data, "language"),
        "notes": [squeeze(place)] if place else [],
    }
    kind = _TYPES.get(data["type"], _OTHER)[3]
    record = {"type_of_reference": kind, **{name: value for name, value in fields.items() if value}}
    return str(rispy.dumps([record])).removeprefix("1.\n")  # a number that RIS does not have


def _ris_name(name: Mapping[str, str]) -> str:
    parts = (surname(name), given_name(name), name.get("suffix", "") if given_name(name) else "")
    return ", ".join(squeeze(part) for part in parts if part)
