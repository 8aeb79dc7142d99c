"""The export "apa": the reference of the document in APA 7, and below it the citation for the text."""

from kutip.types import Document, Passage
from retriever.citations.apa import cite
from retriever.citations.locators import Paragraphs


class ApaExporter:
    """Writes the entry for a list of references, a blank line, and the citation in the text."""

    name = "apa"
    media_type = "text/plain; charset=utf-8"
    suffix = ".txt"
    on_page = True

    def write(self, document: Document, passage: Passage, paragraphs: Paragraphs | None) -> str:
        """Both forms of the citation, a line each."""
        cited = cite(document, passage, paragraphs)
        return f"{cited.reference}\n\n{cited.in_text}\n"
