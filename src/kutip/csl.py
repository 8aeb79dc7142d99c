"""Facts out of CSL-JSON metadata; what is not there is None or empty."""

from collections.abc import Mapping
from typing import Any


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
