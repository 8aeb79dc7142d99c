"""Says where each fact of a paper was read, in the same words in metadata.json and to a person."""

from collections.abc import Mapping
from typing import Any

from kutip.messages.catalogue import Catalogue
from kutip.types import Document, FactStanding, Message, ReadFact

# In CSL-JSON's field for what others do not know: {"custom": {"read_from": {"title": "refs.bib, entry holm2019"}}}.
_CUSTOM, _READ_FROM = "custom", "read_from"
_SHOWN = ("title", "author", "issued", "DOI")
_LONGEST = 200  # characters of an origin that is shown


def with_sources(fields: Mapping[str, Any], origin: str) -> dict[str, Any]:
    """Return metadata with a note for each field of where it is from.

    Args:
        fields: The metadata.
        origin: Where they are from: "refs.bib, entry holm2019".
    """
    noted = {field: origin for field in fields if field != "type"}
    return {**fields, _CUSTOM: {_READ_FROM: noted}}


def fact_sources(document: Document) -> tuple[tuple[str, str], ...]:
    """Return where the main facts of a paper were read: pairs of a field and a sentence without a subject.

    A field has several if several files state it.
    """
    noted = _noted(document.metadata)
    by_field: dict[str, list[str]] = {field: [] for field in _SHOWN}
    for field, origin in noted.items():
        if field in by_field and document.metadata.get(field):
            by_field[field].append(f"read from {origin}")
    for fact in document.read_facts:
        by_field.setdefault(fact.field, []).append(_told(fact))
    for field in _SHOWN:
        if document.metadata.get(field) and not any(map(_is_used, by_field[field])):
            by_field[field].insert(0, "read from metadata.json")
    return tuple((field, told) for field, several in by_field.items() for told in several)


def _told(fact: ReadFact) -> str:
    by = "" if fact.standing is FactStanding.USED else f", {fact.standing} by metadata.json"
    where = Catalogue.of("en").text(Message(f"read_from.{fact.origin}"))
    return f"{where[:1].lower()}{where[1:]}{by}"


def _is_used(told: str) -> bool:
    return not told.endswith("by metadata.json")


def _noted(metadata: Mapping[str, Any]) -> dict[str, str]:
    """The notes that `with_sources` made, whatever else a person has put there."""
    custom = metadata.get(_CUSTOM)
    noted = custom.get(_READ_FROM) if isinstance(custom, dict) else None
    pairs = noted.items() if isinstance(noted, dict) else ()
    return {field: origin[:_LONGEST] for field, origin in pairs if isinstance(origin, str) and origin}
