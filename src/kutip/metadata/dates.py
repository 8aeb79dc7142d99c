"""The year of a date in CSL-JSON, however the date is written."""

import re
from collections.abc import Mapping
from typing import Any

_WORDS = ("raw", "literal", "season")  # the fields of a date that may hold words: "circa 1990", "Spring 2010"
_IN_WORDS = re.compile(r"\A-\d{4}(?!\d)|(?<!\d)\d{4}(?!\d)")
_ALONE = re.compile(r"\s*(-?\d{1,4})(?:\.0)?\s*")


def year_of(date: Mapping[str, Any]) -> int | None:
    """The year of a date, the first of a range; years before Christ are negative. None if it names no year.

    >>> year_of({"date-parts": [[2025, 4, 24]]}), year_of({"literal": "circa 1990"}), year_of({"raw": "n.d."})
    (2025, 1990, None)
    """
    dates = date.get("date-parts")
    starts = [end[0] for end in dates if isinstance(end, list) and end] if isinstance(dates, list) else []
    years = [_year_of_part(part) for part in starts if not isinstance(part, bool)]
    years += [_year_in(date[field]) for field in _WORDS if isinstance(date.get(field), str)]
    return next((year for year in years if year), None)  # there is no year 0


def _year_of_part(part: object) -> int | None:
    """The year that the first part of a date is: 2019, "2019", 850, or "c1990"."""
    alone = _ALONE.fullmatch(str(part))
    return int(alone[1]) if alone else _year_in(str(part))


def _year_in(text: str) -> int | None:
    """The first number of four digits in a text."""
    found = _IN_WORDS.search(text)
    return int(found[0]) if found else None
