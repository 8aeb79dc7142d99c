"""The facts of a document that a reader is shown: the one place where they are read from its metadata.

The API, the pages, the exports, the citations and the command line all take them from here, so they cannot disagree.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kutip.language import LANGUAGES, PAPERS_LANGUAGE
from kutip.metadata.csl import csl_item, field_text
from kutip.metadata.dates import year_of
from kutip.metadata.names import PersonName, read_name
from kutip.metadata.rich_text import plain_text
from kutip.types import Document

_CODE = re.compile(r"[A-Za-z]{2}(?:[-_].*)?")  # of two letters, perhaps with a region: "id-ID"


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What is known of a document, in plain text; a fact that is not known is None or empty.

    Attributes:
        id: The document's id, such as "smith-2020".
        title: On one line, without tags: "Role of E. coli & friends".
        people: The names of the authors in parts, in order.
        editors: Likewise those of the editors, as of the book that a chapter is in.
        year: The year of issue, such as 2025; negative before Christ.
        doi: Without a resolver in front: "10.1000/j.19.466".
        licence: An SPDX identifier, such as "CC-BY-4.0".
        language: A code such as "en".
        item: The metadata as a valid item of CSL-JSON; what the facts above were read from, and the rest.
    """

    id: str
    title: str | None
    people: tuple[PersonName, ...]
    editors: tuple[PersonName, ...]
    year: int | None
    doi: str | None
    licence: str | None
    language: str | None
    item: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The title; without one, the id."""
        return self.title or self.id

    @property
    def authors(self) -> tuple[str, ...]:
        """Full names in order: ("Ludwig van Beethoven", "UNODC")."""
        return tuple(one.full for one in self.people)


def language_of(document: Document) -> str:
    """Return the language to read a document in, a code of `LANGUAGES`: that of the papers if its own is not known.

    >>> [language_of(Document("a", "", "00", {"language": code})) for code in ("id-ID", "en", "fr", None)]
    ['id', 'en', 'en', 'en']
    """
    stated = document.metadata.get("language")
    code = stated.strip().casefold()[:2] if isinstance(stated, str) and _CODE.fullmatch(stated.strip()) else ""
    return code if code in LANGUAGES else PAPERS_LANGUAGE.code


def facts_of(document: Document) -> DocumentFacts:
    """Read the facts of a document. Whatever its metadata hold, this does not fail.

    >>> facts = facts_of(Document("a", "", "00", {"title": "<i>E. coli</i>", "issued": {"literal": "circa 1990"}}))
    >>> facts.title, facts.year, facts.authors, facts.doi
    ('E. coli', 1990, (), None)
    """
    item = csl_item(document.id, document.metadata)
    licence = document.metadata.get("license")
    return DocumentFacts(
        id=document.id,
        title=field_text(item, "title") or None,
        people=tuple(map(read_name, item.get("author", []))),
        editors=tuple(map(read_name, item.get("editor", []))),
        year=year_of(item.get("issued", {})),
        doi=item.get("DOI"),
        licence=(plain_text(licence) or None) if isinstance(licence, str) else None,
        language=field_text(item, "language") or None,
        item=item,
    )
