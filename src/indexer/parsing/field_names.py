"""Knows what CSL-JSON calls a field that other programs, and people, call otherwise: `authors`, `year`, `Doi`."""

import re
from collections.abc import Mapping
from typing import Any

from kutip.metadata.csl import FIELDS

_JOINED = re.compile(r"[-_. ]")
_NAMED_BY_KUTIP = frozenset({"license", "provenance", "source_form", "sha256"})  # beside CSL-JSON's
_OTHER_NAMES = {
    "author": "authors creator creators writer writers authorlist",
    "editor": "editors",
    "title": "titles papertitle articletitle documenttitle",
    "issued": "year date published publicationyear publicationdate pubyear pubdate publishyear datepublished issuedate",
    "container-title": "journal journaltitle journalname booktitle publication periodical venue containertitles",
    "collection-title": "series",
    "volume": "vol volumes volumenumber",
    "issue": "issuenumber issueno",
    "page": "pages pp pagerange pagenumbers",
    "keyword": "keywords",
    "publisher-place": "address place location publisherlocation",
    "license": "licence licenses licences lisence lisense",
    "language": "lang languages",
    "URL": "uri website",
    "type": "entrytype itemtype documenttype",
}
_BY_OTHER = {other: field for field, others in _OTHER_NAMES.items() for other in others.split()}
_BY_JOINED = {_JOINED.sub("", field).casefold(): field for field in (*FIELDS, "license")}
_SHOWN_EVERYWHERE = ("author", "title", "issued", "container-title", "license", "language", "editor")
_PARTS_OF_NAMES = {
    "family": "last lastname surname familyname",
    "given": "first firstname forename givenname givennames",
}
_PART_BY_OTHER = {other: part for part, others in _PARTS_OF_NAMES.items() for other in others.split()}
_OF_CROSSREF = "published"  # which has it beside `issued`


def right_name(field: str, metadata: Mapping[str, Any]) -> str | None:
    """Return the name that CSL-JSON has for a field under another name; None if its name is right, or of no such field.

    Args:
        field: The name of a field.
        metadata: All fields.

    >>> [right_name(name, {}) for name in ("authors", "doi", "container_title", "titel", "provenance", "note-to-self")]
    ['author', 'DOI', 'container-title', 'title', None, None]
    """
    if field in FIELDS or field in _NAMED_BY_KUTIP:
        return None
    joined = _JOINED.sub("", field).casefold()
    if joined == _OF_CROSSREF and metadata.get("issued") is not None:
        return None
    known = _BY_JOINED.get(joined) or _BY_OTHER.get(joined)
    return known or next((one for one in _SHOWN_EVERYWHERE if _is_slip_of(one, joined)), None)


def right_part(name: object) -> tuple[str, str] | None:
    """Return a part of a person's name that is called otherwise than in CSL-JSON, and what that calls it.

    >>> right_part({"first": "Ana", "last": "Smith"}), right_part({"family": "Smith"})
    (('first', 'given'), None)
    """
    parts = name if isinstance(name, dict) else {}
    pairs = ((part, _PART_BY_OTHER.get(_JOINED.sub("", str(part)).casefold())) for part in parts)
    return next(((part, right) for part, right in pairs if right is not None), None)


def _is_slip_of(field: str, written: str) -> bool:
    """True if a word is a field's name with one letter too many, too few or wrong, or two that changed places."""
    if abs(len(field) - len(written)) > 1 or field == written:
        return False
    same = next((i for i, (a, b) in enumerate(zip(field, written, strict=False)) if a != b), len(written))
    left, right = field[same:], written[same:]
    changed_places = left[:2] == right[1::-1] and left[2:] == right[2:]
    return changed_places or left[1:] == right[1:] or left == right[1:] or left[1:] == right
