"""Makes fields of CSL-JSON of what markup states of a paper; what is not clear is left out."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from indexer.parsing.author_line import person_named
from kutip.metadata.csl import bare_doi
from kutip.metadata.rich_text import OBEYED

_LONGEST = 1_000  # characters of a title or a name
_MOST_PEOPLE = 5_000
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d{2}(?!\d)")
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s?|info:doi/|urn:doi:)?10\.\d{4,9}/\S+", re.IGNORECASE)


def text_fact(text: str) -> str | None:
    """Return a text on one line; None if it is blank, too long, or holds characters that a terminal obeys."""
    squeezed = " ".join(text.split())
    return squeezed if squeezed and len(squeezed) <= _LONGEST and not OBEYED.search(squeezed) else None


def date_fact(text: str) -> dict[str, Any] | None:
    """Return the year of a date, as CSL-JSON has it; None unless there is one.

    >>> date_fact("2021/05/04"), date_fact("2020-2021")
    ({'date-parts': [[2021]]}, None)
    """
    years = set(_YEAR.findall(text[:_LONGEST]))
    return {"date-parts": [[int(years.pop())]]} if len(years) == 1 else None


def doi_fact(text: str) -> str | None:
    """Return a DOI without what stands in front of it; None if the text is none."""
    return bare_doi(text.strip()) if _DOI.fullmatch(text.strip()) and len(text) <= _LONGEST else None


def people_fact(names: Sequence[str]) -> list[dict[str, str]] | None:
    """Return persons by their names as one would write them; None unless each is clear."""
    people = [person_named(" ".join(name.split())) for name in names[:_MOST_PEOPLE]]
    return [one for one in people if one is not None] if people and None not in people else None


def kept_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts that have a value."""
    return {field: value for field, value in facts.items() if value}


def first_fact(values: Iterable[Any]) -> Any:
    """Return the first value that is one; None if none is."""
    return next((value for value in values if value), None)
