"""Reads what a PDF states beside its pages: title and authors of its Info dictionary, and the labels of its pages."""

from dataclasses import dataclass

from indexer.parsing.pdf.pdf_file import opened_document


@dataclass(frozen=True, slots=True)
class PdfProperties:
    """What a PDF states beside its pages.

    Attributes:
        title: The title of its Info dictionary; "" for none.
        author: The authors, as one text; "" for none.
        labels: The label of each page; "" for a page without one.
    """

    title: str
    author: str
    labels: tuple[str, ...]


def read_properties(data: bytes) -> PdfProperties:
    """Read what a PDF states beside its pages.

    Raises:
        SourceError: It is no PDF that can be read, or is encrypted with a password.
    """
    with opened_document(data) as document:
        labels = tuple(document.get_page_label(at) for at in range(len(document)))
        return PdfProperties(document.get_metadata_value("Title"), document.get_metadata_value("Author"), labels)
