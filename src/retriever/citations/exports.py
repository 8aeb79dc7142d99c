"""The formats in which a passage can be taken along, and the one list of them.

HTTP, its OpenAPI document, the command line and the pages offer what this list holds. How to add a format is written in
docs/how-to/add-an-export.md.
"""

from kutip.errors import QueryError
from kutip.types import Document, Passage
from retriever.citations.annotation import AnnotationExporter
from retriever.citations.apa_export import ApaExporter
from retriever.citations.bibtex import BibtexExporter
from retriever.citations.csl_json import CslJsonExporter
from retriever.citations.exporter import Exporter
from retriever.citations.locators import Paragraphs
from retriever.citations.ris import RisExporter

_ALL: tuple[Exporter, ...] = (
    CslJsonExporter(),
    BibtexExporter(),
    RisExporter(),
    ApaExporter(),
    AnnotationExporter(),
)
EXPORTERS: dict[str, Exporter] = {one.name: one for one in _ALL}


def exporter(name: str) -> Exporter:
    """The exporter of a format.

    Raises:
        QueryError: There is no format of this name.
    """
    if name not in EXPORTERS:
        raise QueryError(f"there is no format {name!r}; there are {', '.join(EXPORTERS)}")
    return EXPORTERS[name]


def page_formats() -> list[str]:
    """The names of the formats that a page links to, in alphabetical order: ["apa", "bibtex", "ris"]."""
    return sorted(name for name, one in EXPORTERS.items() if one.on_page)


def export(document: Document, passage: Passage, name: str, paragraphs: Paragraphs | None = None) -> str:
    """A passage of a document, or the reference of the document, in a format.

    Args:
        document: The document.
        passage: A passage of it.
        name: A name of the list above, such as "ris".
        paragraphs: What `paragraphs_of` gave for the passage; without it, the place has no paragraphs.

    Returns:
        A file of the exporter's media type, with a line end at its end.

    Raises:
        QueryError: There is no format of this name.
    """
    return exporter(name).write(document, passage, paragraphs)
