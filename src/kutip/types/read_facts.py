"""Types of facts about a paper that were read from its own files, such as its title, and of how sure they are."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class FactOrigin(StrEnum):
    """Where a fact was read."""

    FRONT_MATTER = "front_matter"
    MARKUP = "markup"
    LOOK = "look"
    PDF = "pdf"
    FIRST_PAGE = "first_page"


class FactStanding(StrEnum):
    """What metadata.json make of a fact that was read elsewhere."""

    USED = "used"
    CONFIRMED = "confirmed"
    OVERRULED = "overruled"


@dataclass(frozen=True, slots=True)
class ReadFact:
    """A fact about a paper that was read from one of its files.

    Attributes:
        field: The field of CSL-JSON, such as "title", "author", "issued", "container-title" or "DOI".
        value: Its value, as in CSL-JSON.
        origin: Where it was read: the YAML front matter of its source, the source's own markup, such as the `<front>`
            of JATS, the largest text of a PDF's first page, what the PDF beside the source, or the first page.
        standing: Used, since metadata.json do not have the field; or confirmed or overruled by what they have.
    """

    field: str
    value: Any
    origin: FactOrigin
    standing: FactStanding = FactStanding.USED
