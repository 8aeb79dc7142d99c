"""States in the OpenAPI document which requests are refused by settings: how long a text may be, how many hits."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI

from kutip.settings import LimitSettings

_KEY = "x-limited-by"  # in a schema, while the document is made: keyword of JSON Schema -> field of the settings
# What `kutip.text.terms.searchable` wants: a letter or digit of any script. Put as what may not be, since tools that
# make requests from the document then find both kinds.
SEARCHABLE: dict[str, Any] = {"not": {"pattern": r"^[^\p{L}\p{N}]*$"}}


def limited(**fields: str) -> dict[str, Any]:
    """What a schema holds for keywords whose values are settings, such as `maxLength="max_query_characters"`."""
    return {_KEY: fields}


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
    own = {key: _filled(item, limits) for key, item in value.items() if key != _KEY}
    stated: Mapping[str, str] = value.get(_KEY, {})
    filled = {**own, **{keyword: getattr(limits, field) for keyword, field in stated.items()}}
    if "default" in filled and "maximum" in stated:
        filled["default"] = min(filled["default"], filled["maximum"])
    return filled
