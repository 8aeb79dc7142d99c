"""The interface of exporters."""

from typing import Protocol

from kutip.types import Document, Passage
from retriever.citations.locators import Paragraphs


class Exporter(Protocol):
    """Writes a passage, or the reference of its document, in one format.

    Attributes:
        name: Name of the format, over HTTP and on the command line: "bibtex".
        media_type: Media type of the file, for HTTP: "application/x-bibtex".
        suffix: Suffix of the file's name: ".bib".
        on_page: Whether a page links to the export of each passage that it shows.
    """

    name: str
    media_type: str
    suffix: str
    on_page: bool

    def write(self, document: Document, passage: Passage, paragraphs: Paragraphs | None) -> str:
        """The content of the file, ending with a newline. It must not fail, whatever the document's metadata contain.

        Args:
            document: The document.
            passage: A passage of it.
            paragraphs: The passage's paragraphs from `paragraphs_of`; None if they are not known.
        """
        ...
