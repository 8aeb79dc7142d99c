"""Reads RIS, as EndNote, Zotero, Mendeley and publishers write it: each record as CSL-JSON, and its files."""

import re
from collections.abc import Mapping
from typing import Any

import rispy  # type: ignore[import-untyped]

from indexer.linked_files import plain_path
from kutip.metadata.csl import bare_doi
from kutip.text.reading import squeeze

_MOST_RECORDS = 100_000
_MOST_PEOPLE = 5_000
_TYPES: Mapping[str, str] = {  # of RIS, as CSL-JSON calls them
    "ABST": "article-journal",
    "ADVS": "motion_picture",
    "BILL": "bill",
    "BLOG": "post-weblog",
    "BOOK": "book",
    "CASE": "legal_case",
    "CHAP": "chapter",
    "COMP": "software",
    "CONF": "paper-conference",
    "CPAPER": "paper-conference",
    "CTLG": "book",
    "DATA": "dataset",
    "DICT": "entry-dictionary",
    "EBOOK": "book",
    "ECHAP": "chapter",
    "EDBOOK": "book",
    "EJOUR": "article-journal",
    "ELEC": "webpage",
    "ENCYC": "entry-encyclopedia",
    "GOVDOC": "report",
    "INPR": "article-journal",
    "JFULL": "article-journal",
    "JOUR": "article-journal",
    "LEGAL": "legislation",
    "MANSCPT": "manuscript",
    "MAP": "map",
    "MGZN": "article-magazine",
    "NEWS": "article-newspaper",
    "PAMP": "pamphlet",
    "PAT": "patent",
    "PREPRINT": "article",
    "RPRT": "report",
    "SLIDE": "speech",
    "STAND": "standard",
    "STAT": "legislation",
    "THES": "thesis",
    "UNPB": "manuscript",
    "WEB": "webpage",
}
_FIELDS = {  # of CSL-JSON, each by the fields of a record that may have it; the first that does
    "title": ("title", "primary_title"),
    "container-title": ("secondary_title", "journal_name", "alternate_title3", "alternate_title2", "book_title"),
    "volume": ("volume",),
    "issue": ("number",),
    "number": ("custom7",),
    "publisher": ("publisher",),
    "publisher-place": ("place_published",),
    "edition": ("edition",),
    "abstract": ("abstract", "notes_abstract"),
    "language": ("language",),
}
_WHOLE = frozenset({"book", "report", "thesis"})  # the title beside theirs is that of a series
_PEOPLE = {"author": ("authors", "first_authors"), "editor": ("secondary_authors",)}
_TAGS = {**rispy.RisParser.DEFAULT_MAPPING, "BT": "book_title", "ED": "secondary_authors", "DI": "doi"}
_LISTED = [*rispy.RisParser.DEFAULT_LIST_TAGS, "L1", "L2", "ED"]
_OPENING = re.compile(r"^(TY  - )", re.MULTILINE)
_ENDED = re.compile(r"^ER  -[^\n]*+\n?", re.MULTILINE)
_LINE_ENDS = re.compile(r"\r\n?")
_DATE = re.compile(r"\s*(-?\d{3,4})(?:[/-](\d{1,2})(?:[/-](\d{1,2}))?)?(?!\d)")


def read_ris(text: str) -> list[tuple[str, dict[str, Any], tuple[str, ...]]]:
    """Return the records of a file: the key of each, its fields in CSL-JSON, and the paths of its files.

    Raises:
        ValueError: There are too many.
    """
    # Some programs leave out the end of a record; the library then takes two for one.
    bare = _OPENING.sub(r"ER  - \n\1", _ENDED.sub("", _LINE_ENDS.sub("\n", text))) + "\nER  - \n"
    records = rispy.loads(bare, mapping=_TAGS, list_tags=_LISTED, skip_unknown_tags=True)
    if len(records) > _MOST_RECORDS:
        raise ValueError("too many records")
    return [(_first(one, "id"), _item(one), _files(one)) for one in records]


def _item(record: Mapping[str, Any]) -> dict[str, Any]:
    item: dict[str, Any] = {"type": _TYPES.get(_first(record, "type_of_reference").upper(), "document")}
    for field, names in _FIELDS.items():
        if value := _first(record, *names):
            item["collection-title" if field == "container-title" and item["type"] in _WHOLE else field] = value
    for role, names in _PEOPLE.items():
        people = [_person(one) for name in names for one in _texts(record, name)][:_MOST_PEOPLE]
        if named := [one for one in people if any(one.values())]:
            item[role] = named
    if pages := _pages(_first(record, "start_page"), _first(record, "end_page")):
        item["page"] = pages
    if date := _date(record):
        item["issued"] = date
    if doi := bare_doi(_first(record, "doi")):
        item["DOI"] = doi
    if url := _first(record, "urls"):
        item["URL"] = url
    if standard := _first(record, "issn"):
        item["ISBN" if item["type"] in ("book", "chapter") else "ISSN"] = standard
    return item


def _pages(start: str, end: str) -> str:
    """The pages of a work: some programs write both into the field of the first."""
    return f"{start}-{end}" if start and end and start != end and "-" not in start else start or end


def _date(record: Mapping[str, Any]) -> dict[str, Any] | None:
    """The date of issue: the year, with month and day if they are stated of the same year; or as it was written."""
    written = [text for name in ("year", "publication_year", "date") if (text := _first(record, name))]
    dates = [_DATE.match(text) for text in written]
    found = [[int(part) for part in one.groups() if part] for one in dates if one is not None]
    if not found:
        return {"raw": written[0]} if written else None
    return {"date-parts": [max((one for one in found if one[0] == found[0][0]), key=len)]}


def _person(written: str) -> dict[str, str]:
    """A name as RIS has it, "van der Berg, Jan, Jr."; one without a comma is that of a body, or kept whole."""
    family, *rest = (part.strip() for part in written.split(",", maxsplit=2))
    if not any(rest):
        return {"literal": family}
    words = family.split()
    small = next((at for at, word in enumerate(words) if not word[0].islower()), 0)
    parts = {
        "family": " ".join(words[small:]),
        "given": rest[0],
        "non-dropping-particle": " ".join(words[:small]),
        "suffix": "".join(rest[1:]),
    }
    return {part: text for part, text in parts.items() if text}


def _files(record: Mapping[str, Any]) -> tuple[str, ...]:
    paths = [path for name in ("file_attachments1", "file_attachments2") for path in _texts(record, name)]
    return tuple(path for one in paths if (path := plain_path(one)))


def _first(record: Mapping[str, Any], *names: str) -> str:
    return next((text for name in names for text in _texts(record, name)), "")


def _texts(record: Mapping[str, Any], name: str) -> list[str]:
    """The texts of a field that may stand once or several times, without blank ones."""
    value = record.get(name, [])
    return [text for one in (value if isinstance(value, list) else [value]) if (text := squeeze(str(one)))]
