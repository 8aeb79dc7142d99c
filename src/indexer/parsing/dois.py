"""Reads DOIs, but not what templates have in their place."""

import re

from kutip.metadata.csl import bare_doi

_DOI = re.compile(r"10\.\d{4,9}/\S+")
_PLACEHOLDER = re.compile(r"([xyn])\1\1|yy\b|\bdoi\b", re.IGNORECASE)


def stated_doi(text: str) -> str | None:
    """Return the DOI that a text is, with or without an address; None for none, and for a template's.

    >>> [stated_doi(text) for text in ("https://doi.org/10.1000/wear", "10.1145/XXXXXXX.XXXXXXX", "10.1007/DOI-NUMBER")]
    ['10.1000/wear', None, None]
    """
    doi = bare_doi(text)
    return doi if doi and _DOI.fullmatch(doi) and not _PLACEHOLDER.search(doi) else None
