"""Metadata as a valid item of CSL-JSON: only what its schema allows, each field as the schema has it."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from kutip.metadata.names import is_name
from kutip.metadata.rich_text import OBEYED, csl_text, plain_text

# Types and fields of CSL-JSON 1.0.2, https://resource.citationstyles.org/schema/v1.0/input/json/csl-data.json. Fields
# that speak of one citation and not of the work (locator, citation-number) are left out, and `custom` is.
_TYPES = frozenset(
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset"
    " document entry entry-dictionary entry-encyclopedia figure graphic hearing interview legal_case legislation"
    " manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical"
    " personal_communication post post-weblog regulation report review review-book software song speech standard"
    " thesis treaty webpage".split()
)
_NAMES = frozenset(
    "author chair collection-editor compiler composer container-author contributor curator director editor"
    " editorial-director executive-producer illustrator interviewer organizer original-author performer producer"
    " recipient reviewed-author translator".split()
)
_NAME_PARTS = frozenset("family given dropping-particle non-dropping-particle suffix literal".split())
_DATES = frozenset("accessed available-date event-date issued original-date submitted".split())
_NUMBERS = frozenset(
    "chapter-number collection-number edition issue number number-of-pages number-of-volumes page page-first part"
    " printing supplement volume".split()
)
_TEXTS = frozenset(
    "abstract annote archive archive_collection archive_location archive-place authority call-number collection-title"
    " container-title container-title-short dimensions division DOI event event-place genre ISBN ISSN"
    " journalAbbreviation jurisdiction keyword language medium note original-publisher original-publisher-place"
    " original-title part-title PMCID PMID publisher publisher-place references reviewed-title scale section shortTitle"
    " source status title title-short translated-title URL version".split()
)
FIELDS = frozenset({"id", "type", "categories", "custom", "citation-key"}) | _NAMES | _DATES | _NUMBERS | _TEXTS
# What Crossref calls the types of CSL.
_CROSSREF_TYPES = {
    "book-chapter": "chapter",
    "book-part": "chapter",
    "book-section": "chapter",
    "dissertation": "thesis",
    "edited-book": "book",
    "journal-article": "article-journal",
    "monograph": "book",
    "posted-content": "article",
    "proceedings-article": "paper-conference",
    "reference-book": "book",
    "reference-entry": "entry",
}
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_OPENED = frozenset("http https ftp urn doi hdl".split())  # schemes of addresses; javascript: and data: are none
# What stands in front of a DOI, one piece at a time: "doi: https://doi.org/10.1000/x" has two.
_DOI_PREFIX = re.compile(
    r"\s*(?:(?:https?://)?(?:www\.|dx\.)?doi\.org/|https?://\S*?[/=](?=10\.\d+/)|info:doi/|urn:doi:|doi(?::|\s)\s*)",
    re.IGNORECASE,
)


def bare_doi(written: str) -> str | None:
    """A DOI without the resolver or label that is often written in front of it; None for a blank text.

    >>> bare_doi("https://doi.org/10.1000/j.19.466"), bare_doi("doi:10.1000/x")
    ('10.1000/j.19.466', '10.1000/x')
    """
    rest = written
    while prefix := _DOI_PREFIX.match(rest):
        rest = rest[prefix.end() :]
    in_front = written[: len(written) - len(rest)].lower()
    is_address = "//" in in_front or "doi.org/" in in_front
    decoded = unquote(rest) if is_address else rest
    return plain_text(rest if OBEYED.search(decoded) else decoded) or None


def field_text(item: Mapping[str, Any], field: str) -> str:
    """A field of a CSL-JSON item as plain text on one line; "" where it has none."""
    return plain_text(str(item.get(field, "")))


def csl_item(document_id: str, metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Metadata as an item of CSL-JSON 1.0: its fields only, each as its schema has it; what is unknown is left out.

    Forms that Crossref writes are read: its types, its names of organisations, and a list of titles of the journal, of
    which the first is taken. A type that CSL does not know, or none, is "document": the schema wants one.

    >>> csl_item("a", {"title": "Tides", "volume": 19, "sha256": "00", "author": [{"family": "Smith", "orcid": "0"}]})
    {'id': 'a', 'type': 'document', 'title': 'Tides', 'volume': 19, 'author': [{'family': 'Smith'}]}
    """
    item: dict[str, Any] = {"id": document_id, "type": _valid_type(metadata.get("type"))}
    for field, value in metadata.items():
        if field in _NAMES:
            item[field] = _valid_names(value)
        elif field in _DATES:
            item[field] = _valid_date(value)
        elif field == "DOI":
            item[field] = bare_doi(value) if isinstance(value, str) else None
        elif field == "URL":
            item[field] = _valid_address(value)
        elif field in _TEXTS:
            item[field] = _valid_text(value)
        elif field in _NUMBERS and _is_number_or_text(value):
            item[field] = csl_text(value) if isinstance(value, str) else value
    return {field: value for field, value in item.items() if value not in (None, "", [], {})}


def _valid_type(kind: object) -> str:
    name = _CROSSREF_TYPES.get(str(kind), str(kind))
    return name if name in _TYPES else "document"


def _valid_text(value: object) -> str | None:
    """A text, or the first text of a list, as Crossref has `container-title`."""
    texts = value if isinstance(value, list) else [value]
    return next((csl_text(text) for text in texts if isinstance(text, str)), None)


def _valid_address(value: object) -> str | None:
    """An address that a reference manager may open; None for one that would run or show what it holds itself."""
    written = plain_text(value) if isinstance(value, str) else ""
    scheme = _SCHEME.match(written)
    opens = scheme is None or scheme[1].lower() in _OPENED
    return written if opens and not OBEYED.search(written) else None


def _is_number_or_text(value: object) -> bool:
    return isinstance(value, (str, int, float)) and not isinstance(value, bool)


def _valid_names(names: object) -> list[dict[str, str]]:
    entries = names if isinstance(names, list) else []
    valid = [_valid_name(entry) for entry in entries if isinstance(entry, dict)]
    return [name for name in valid if is_name(name)]


def _valid_name(name: Mapping[str, Any]) -> dict[str, str]:
    """The parts of a name that are texts. Crossref writes the `literal` of an organisation as `name`."""
    parts = {
        part: csl_text(text)
        for part, text in name.items()
        if part in _NAME_PARTS and isinstance(text, str) and text.strip()
    }
    organisation = name.get("name")
    return parts or ({"literal": csl_text(organisation)} if isinstance(organisation, str) else {})


def _valid_date(date: object) -> dict[str, Any]:
    """One date, or the two of a range, each of one to three parts; or as it was written."""
    if not isinstance(date, dict):
        return {}
    valid = {field: date[field] for field in ("literal", "raw") if isinstance(date.get(field), str)}
    valid |= {field: date[field] for field in ("season", "circa") if _is_number_or_text(date.get(field))}
    if date.get("circa") is True:
        valid["circa"] = True
    dates = date.get("date-parts")
    ends = [end for end in dates if _is_date(end)][:2] if isinstance(dates, list) else []
    return {**valid, "date-parts": ends} if ends else valid


def _is_date(parts: object) -> bool:
    return isinstance(parts, list) and 1 <= len(parts) <= 3 and all(map(_is_number_or_text, parts))
