"""The export "csl-json": the document as an item of CSL-JSON, which most reference managers and Pandoc read."""

import json

from kutip.metadata.csl import csl_item
from kutip.types import Document, Passage
from retriever.citations.locators import Paragraphs


class CslJsonExporter:
    """Writes a list with one item, the document. The passage is not in it: CSL-JSON has no field for a place."""

    name = "csl-json"
    media_type = "application/vnd.citationstyles.csl+json"
    suffix = ".json"
    on_page = False

    def write(self, document: Document, passage: Passage, paragraphs: Paragraphs | None) -> str:
        """The item as JSON, with fields of CSL only."""
        return json.dumps([csl_item(document.id, document.metadata)], ensure_ascii=False, indent=2) + "\n"
