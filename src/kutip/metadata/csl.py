"""Facts out of CSL-JSON metadata; what is not there is None or empty."""

import re
from collections.abc import Mapping
from typing import Any

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
_DOI_PREFIX = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)


def year(metadata: Mapping[str, Any]) -> str | None:
    """The year a document was issued in, from the date parts.

    >>> year({"issued": {"date-parts": [[2025, 4, 24]]}})
    '2025'
    """
    parts = (metadata.get("issued") or {}).get("date-parts") or [[None]]
    return str(parts[0][0]) if parts[0] and parts[0][0] is not None else None


def author_names(metadata: Mapping[str, Any]) -> list[str]:
    """Full names, given name first, in order; organisations as they are.

    >>> author_names({"author": [{"given": "Mansur", "family": "Juned"}, {"literal": "UNODC"}]})
    ['Mansur Juned', 'UNODC']
    """
    return [
        author["literal"] if "literal" in author else f"{author.get('given', '')} {author.get('family', '')}".strip()
        for author in metadata.get("author") or []
    ]


def surname(name: Mapping[str, Any]) -> str:
    """What a name is listed under: an organisation, or a person of one name, as it is.

    >>> surname({"given": "Jan", "non-dropping-particle": "van", "family": "Goor"})
    'van Goor'
    """
    if name.get("literal") or not name.get("family"):
        return str(name.get("literal") or name.get("given") or "")
    return f"{name.get('non-dropping-particle') or ''} {name['family']}".strip()


def given_name(name: Mapping[str, Any]) -> str:
    """What stands besides the surname; "" for an organisation and for a person of one name."""
    return str(name.get("given") or "") if name.get("family") and not name.get("literal") else ""


def doi(metadata: Mapping[str, Any]) -> str | None:
    """A document's DOI without what is often written before it.

    >>> doi({"DOI": "https://doi.org/10.35879/jik.v19i1.466"})
    '10.35879/jik.v19i1.466'
    """
    return _DOI_PREFIX.sub("", str(metadata.get("DOI") or "").strip(), count=1) or None


def csl_item(document_id: str, metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Metadata as an item of CSL-JSON 1.0: its fields only, each as its schema has it; what is unknown is left out.

    A type that CSL does not know, or none, is "document": the schema wants one.

    >>> csl_item("a", {"title": "Police", "volume": 19, "sha256": "00", "author": [{"family": "Juned", "orcid": "0"}]})
    {'id': 'a', 'type': 'document', 'title': 'Police', 'volume': 19, 'author': [{'family': 'Juned'}]}
    """
    kind = str(metadata.get("type"))
    item: dict[str, Any] = {"id": document_id, "type": kind if kind in _TYPES else "document"}
    for field, value in metadata.items():
        if field in _NAMES:
            item[field] = _valid_names(value)
        elif field in _DATES:
            item[field] = _valid_date(value)
        elif field == "DOI":
            item[field] = doi(metadata)
        elif (field in _TEXTS and isinstance(value, str)) or (field in _NUMBERS and _is_number_or_text(value)):
            item[field] = value
    return {field: value for field, value in item.items() if value not in (None, "", [], {})}


def _is_number_or_text(value: object) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _valid_names(names: object) -> list[dict[str, str]]:
    entries = names if isinstance(names, list) else []
    valid = [
        {part: text for part, text in entry.items() if part in _NAME_PARTS and isinstance(text, str) and text.strip()}
        for entry in entries
        if isinstance(entry, dict)
    ]
    return [name for name in valid if name]


def _valid_date(date: object) -> dict[str, Any]:
    """One date, or the two of a range, each of one to three parts; or as it was written."""
    if not isinstance(date, dict):
        return {}
    valid = {field: date[field] for field in ("literal", "raw") if isinstance(date.get(field), str)}
    dates = date.get("date-parts")
    ends = [end for end in dates if _is_date(end)][:2] if isinstance(dates, list) else []
    return {**valid, "date-parts": ends} if ends else valid


def _is_date(parts: object) -> bool:
    return isinstance(parts, list) and 1 <= len(parts) <= 3 and all(map(_is_number_or_text, parts))
