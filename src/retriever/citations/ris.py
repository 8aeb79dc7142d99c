"""The export "ris": the reference of the document in RIS, with the place of the passage in a note."""

import re

import rispy  # type: ignore[import-untyped]

from kutip.metadata.csl import field_text
from kutip.metadata.facts import facts_of
from kutip.metadata.names import PersonName
from kutip.text.reading import squeeze
from kutip.types import Document, Passage
from retriever.citations.locators import Paragraphs, locator
from retriever.citations.work_types import work_type

_PAGES = re.compile(r"(\S+?)\s*[-–—]+\s*(\S+)")
_LONGEST_PAGES = 200  # characters; a longer text is no range of pages


class RisExporter:
    """Writes one record, as EndNote, Zotero and Mendeley read it; unknown fields are left out."""

    name = "ris"
    media_type = "application/x-research-info-systems"
    suffix = ".ris"
    on_page = True

    def write(self, document: Document, passage: Passage, paragraphs: Paragraphs | None) -> str:
        """The record; its id is the document's."""
        facts = facts_of(document)
        item, place = facts.item, squeeze(locator(document, passage, paragraphs))
        page = field_text(item, "page")
        pages = _PAGES.fullmatch(page) if len(page) <= _LONGEST_PAGES else None
        url = field_text(item, "URL").replace(";", "%3B")  # a semicolon would separate two URLs
        fields = {
            "id": document.id,
            "authors": [_ris_name(name) for name in facts.people],
            "title": facts.title,
            "secondary_title": field_text(item, "container-title"),
            "secondary_authors": [_ris_name(name) for name in facts.editors],
            "year": str(facts.year or ""),
            "volume": field_text(item, "volume"),
            "number": field_text(item, "issue"),
            "custom7": field_text(item, "number"),  # where EndNote and Zotero look for an article's number
            "start_page": pages[1] if pages else page,
            "end_page": pages[2] if pages else "",
            "publisher": field_text(item, "publisher"),
            "doi": facts.doi,
            "urls": [url] if url else [],
            "language": facts.language,
            "notes": [place] if place else [],
        }
        record = {
            "type_of_reference": work_type(item["type"]).ris,
            **{name: one for name, one in fields.items() if one},
        }
        return str(rispy.dumps([record])).removeprefix("1.\n")  # a number that RIS does not have


def _ris_name(name: PersonName) -> str:
    """A name, surname first, with its suffix: "Humboldt, Alexander von", "King, Martin Luther, Jr."."""
    first = f"{name.given} {name.particle}".strip()
    return ", ".join(part for part in (name.surname, first, name.suffix) if part)
