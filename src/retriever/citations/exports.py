"""The list of export formats for passages and references.

HTTP, its OpenAPI document, the command line and the pages all offer the formats of this list. To add a format, see
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
    """Write a passage of a document, or the reference of the document, in a format.

    Args:
        document: The document.
        passage: A passage of it.
        name: Name of a format, such as "ris".
        paragraphs: The passage's paragraphs from `paragraphs_of`; without them the place names none.

    Returns:
        The content of a file of the exporter's media type, ending with a newline.

    Raises:
        QueryError: There is no format of this name.
    """
    return exporter(name).write(document, passage, paragraphs)
