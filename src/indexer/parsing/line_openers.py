"""Recognises from the start of a line what it begins: caption, note, list item, quotation, reference, front matter."""

import re

from kutip.language.united import any_of

_NUMBER = r"(?:\d{1,3}|[IVX]{1,5})(?:\.\d{1,2})*"
_TABLES = any_of("papers.tables", "papers.appendices")
TABLE_WORD = any_of("papers.tables")
_NOTES = any_of("papers.sources", "papers.notes")
FIGURE = re.compile(rf"{any_of('papers.figures')}\b\.?\s+{_NUMBER}\s*[.:]", re.IGNORECASE)
TABLE = re.compile(rf"{_TABLES}\s+(?:{_NUMBER}|[A-H])\s*[.:]", re.IGNORECASE)
APPENDIX = re.compile(rf"{any_of('papers.appendices')}\b", re.IGNORECASE)
NOTE = re.compile(rf"{_NOTES}\s*:", re.IGNORECASE)
LIST_ITEM = re.compile(r"(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|[-–•▪*])\s+(?=\S)")
SECTION_NUMBER = r"(?:(?:\d{1,2}|[IVX]{1,5})\.?\s+(?:\|\s+)?)?"
REFERENCES = re.compile(rf"{SECTION_NUMBER}{any_of('papers.references')}\s*:?", re.IGNORECASE)
OPENING = re.compile(rf"{SECTION_NUMBER}{any_of('papers.openings')}\s*:?", re.IGNORECASE)
RUN_IN_OPENING = re.compile(rf"{any_of('papers.openings')}\s?(?:[.:]\s|\s?[—–-]\s?)(?=\w)", re.IGNORECASE)
FRONT_MATTER = re.compile(rf"{any_of('papers.front_matter')}\b.*", re.IGNORECASE)
# The source of what is above it: a single bracket alone on its line.
LONE_CITATION = re.compile(r"\([^()]{3,80}(?:\d{4}[a-z]?|n\.d\.)\)\.?")
_QUOTES = {"“": "”", '"': '"', "«": "»", "‘": "’"}
# A reference begins with names, followed within 160 characters by its year or "n.d." in brackets.
_ENTRY = re.compile(r"[^\W\d_a-z][^<>]{1,160}?\((?:\d{4}[a-z]?|n\.\s?d\.)(?:,[^()]*)?\)\.")
_NUMBERED_ENTRY = re.compile(r"(?:\[\d{1,3}\]|\d{1,3}\.)\s+\S")


def is_quotation(text: str) -> bool:
    """True if a text is a single quotation from its first to its last character, except for a final full stop."""
    close = _QUOTES.get(text[:1])
    if close is None or len(text) < 3:
        return False
    ends = text.rstrip(".")[-1] == close
    return ends and close not in text[1:-2].replace("’s", "s")


def starts_entry(text: str) -> bool:
    """True if a line of a reference list begins an entry, dashed or not; False if it continues the one above.

    >>> starts_entry("- Archer, C. (2001). *International Organizations* (Third Edit). Routledge.")
    True
    >>> starts_entry("Methods Approaches. In H. Salmon (Ed.), *SAGE* (Fifth). SAGE Publications, Inc.")
    False
    """
    if re.match(r"[-–•*]\s+\S", text):
        return True
    return bool(_ENTRY.match(text) or _NUMBERED_ENTRY.match(text))
