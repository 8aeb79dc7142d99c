"""The export "bibtex": the reference of the document in BibTeX, with the place of the passage in a note."""

import re
from collections.abc import Sequence

from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.model import Entry, Field

from kutip.metadata.csl import field_text
from kutip.metadata.facts import facts_of
from kutip.metadata.names import PersonName
from kutip.text.reading import squeeze
from kutip.types import Document, Passage
from retriever.citations.locators import Paragraphs, locator
from retriever.citations.work_types import work_type

_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",  # not \{: BibTeX counts braces even after a backslash
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{special: f"\\{special}" for special in "$&%#_"},
    }
)
_VERBATIM = str.maketrans(
    {"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"}
)  # characters that would end or break \url{…}
_LIGATURE = re.compile(r"(?<=([-'`<>,]))(?=\1)|(?<=[?!])(?=`)")  # between two characters that LaTeX joins to one
_WORD = re.compile(r"([^\W_]+(?:[-.'’][^\W_]+)*)")
_NAME_BREAK = re.compile(r",|\b(?:and|others)\b", re.IGNORECASE)  # at these BibTeX splits names
_PAGES = re.compile(r"(?<!\S)(\S+?)\s*[-–—]+\s*(\S+)")


class BibtexExporter:
    """Writes one entry, escaped so that LaTeX prints the metadata's text; unknown fields are left out."""

    name = "bibtex"
    media_type = "application/x-bibtex"
    suffix = ".bib"
    on_page = True

    def write(self, document: Document, passage: Passage, paragraphs: Paragraphs | None) -> str:
        """The entry; its key is the document's id."""
        facts = facts_of(document)
        item, kind = facts.item, work_type(facts.item["type"])
        is_article = kind.bibtex == "article"
        fields = {
            "author": _bibtex_names(facts.people),
            "title": _bibtex_title(facts.title or ""),
            kind.container: _latex(field_text(item, "container-title")),
            "editor": _bibtex_names(facts.editors),
            kind.publisher: _latex(field_text(item, "publisher")),
            "year": str(facts.year or ""),
            "volume": _latex(field_text(item, "volume")),
            "number": _latex(field_text(item, "issue" if is_article else "number")),
            "pages": _PAGES.sub(r"\1--\2", _latex(field_text(item, "page"))),
            "eid": _latex(field_text(item, "number")) if is_article else "",
            "doi": (facts.doi or "").translate(_VERBATIM),
            "url": field_text(item, "URL").translate(_VERBATIM),
            "note": _latex(squeeze(locator(document, passage, paragraphs))),
        }
        entry = Entry(kind.bibtex, document.id, [Field(name, value) for name, value in fields.items() if value])
        return write_string(Library([entry]))


def _latex(text: str) -> str:
    r"""The text escaped so that LaTeX prints it unchanged.

    >>> _latex("5 % of R&D--_")
    '5 \\% of R\\&D-{}-\\_'
    """
    return _LIGATURE.sub("{}", text.translate(_LATEX))


def _bibtex_title(title: str) -> str:
    """The title with braces around the words whose capitals must be kept.

    >>> _bibtex_title("The Role of UNESCO in the COVID-19 Crisis")
    'The Role of {UNESCO} in the {COVID-19} Crisis'
    """
    pieces = _WORD.split(title)  # every second piece is a word
    return "".join(
        f"{{{piece}}}" if i % 2 and _keeps_capitals(piece) else _latex(piece) for i, piece in enumerate(pieces)
    )


def _keeps_capitals(word: str) -> bool:
    """Whether a style that writes titles in lower case must keep the word: McDonald, COVID-19, G20, U.S."""
    inner = any(part[1:] != part[1:].lower() for part in re.split(r"[-.'’]", word))
    return inner or (word[0].isupper() and any(map(str.isdigit, word))) or ("." in word and word.isupper())


def _bibtex_names(names: Sequence[PersonName]) -> str:
    return " and ".join(_bibtex_name(name) for name in names)


def _bibtex_name(name: PersonName) -> str:
    """A name in BibTeX's form "family, suffix, given"; braces protect parts that BibTeX would split."""
    if not name.given:
        return f"{{{_latex(name.surname)}}}"
    return ", ".join(_name_part(part) for part in (name.last, name.suffix, name.given) if part)


def _name_part(part: str) -> str:
    latex = _latex(part)
    return f"{{{latex}}}" if latex != part or _NAME_BREAK.search(part) else part
