"""The Protocol that every exporter keeps to."""

from typing import Protocol

from kutip.types import Document, Passage
from retriever.citations.locators import Paragraphs


class Exporter(Protocol):
    """Writes a passage, or the reference of its document, in one format.

    Attributes:
        name: How the format is asked for, over HTTP and on the command line: "bibtex".
        media_type: The type of the file, for HTTP: "application/x-bibtex".
        suffix: The end of the file's name, with its dot: ".bib".
        on_page: Whether a page links to the export of each passage that it shows.
    """

    name: str
    media_type: str
    suffix: str
    on_page: bool

    def write(self, document: Document, passage: Passage, paragraphs: Paragraphs | None) -> str:
        """The file, with a line end at its end. Whatever the metadata of the document hold, this does not fail.

        Args:
            document: The document.
            passage: A passage of it.
            paragraphs: Where in its section the passage stands, as `paragraphs_of` counts; None if it cannot be told.
        """
        ...
