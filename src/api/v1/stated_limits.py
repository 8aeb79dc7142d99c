"""States in the OpenAPI document which requests are refused by settings: how long a text may be, how many hits."""

import unicodedata
from collections.abc import Mapping
from functools import cache
from itertools import groupby
from typing import Any

from fastapi import FastAPI

from kutip.settings import LimitSettings

_KEY = "x-limited-by"  # in a schema, while the document is made: keyword of JSON Schema -> field of the settings
_SEARCHABLE_KEY = "x-searchable"  # likewise: a text with a letter or digit in it
SEARCHABLE: dict[str, Any] = {_SEARCHABLE_KEY: True}
_SHORTEST = 64  # code points of a range that `unsearchable_pattern` names; shorter ones have 33 of the newer letters
_LAST = 0x3FFFF  # letters have been given to the planes up to this code point


def limited(**fields: str) -> dict[str, Any]:
    """What a schema holds for keywords whose values are settings, such as `maxLength="max_query_characters"`."""
    return {_KEY: fields}


@cache
def unsearchable_pattern() -> str:
    """The regular expression of ECMA 262 for texts without a letter or digit, as `kutip.text.terms.searchable` sees it.

    It names the code points that this Python does not know: a newer Unicode, by which a client may read the pattern,
    has letters there. Each character fits one alternative only, so that no text takes long to compare.
    """
    unknown = [unicodedata.category(chr(code)) == "Cn" for code in range(_LAST + 1)]
    ranges, first = [], 0
    for is_unknown, run in groupby(unknown):
        length = sum(1 for _ in run)
        if is_unknown and length >= _SHORTEST:
            ranges.append(f"{chr(first)}-{chr(first + length - 1)}")
        first += length
    return rf"^(?:[^\p{{L}}\p{{N}}]|(?=[\p{{L}}\p{{N}}])[{''.join(ranges)}])*$"


def with_limits(schema: Mapping[str, Any], limits: LimitSettings) -> dict[str, Any]:
    """Return a copy of an OpenAPI document in which the settings' values stand.

    >>> with_limits({"type": "integer", **limited(maximum="max_k")}, LimitSettings(max_k=50))
    {'type': 'integer', 'maximum': 50}
    """
    copied: dict[str, Any] = _filled(schema, limits)
    return copied


def install(app: FastAPI, limits: LimitSettings) -> None:
    """Make an application state its limits in /openapi.json."""
    without = app.openapi

    def document() -> dict[str, Any]:
        return with_limits(without(), limits)

    app.openapi = document  # type: ignore[method-assign]  # as FastAPI's documentation does it


def _filled(value: Any, limits: LimitSettings) -> Any:
    if isinstance(value, list):
        return [_filled(item, limits) for item in value]
    if not isinstance(value, Mapping):
        return value
    own = {key: _filled(item, limits) for key, item in value.items() if key not in (_KEY, _SEARCHABLE_KEY)}
    if _SEARCHABLE_KEY in value:
        own["not"] = {"pattern": unsearchable_pattern()}
    stated: Mapping[str, str] = value.get(_KEY, {})
    filled = {**own, **{keyword: getattr(limits, field) for keyword, field in stated.items()}}
    if "default" in filled and "maximum" in stated:
        filled["default"] = min(filled["default"], filled["maximum"])
    return filled
