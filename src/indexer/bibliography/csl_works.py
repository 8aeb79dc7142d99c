"""Reads works in CSL-JSON: a file beside the source, or the `references` of YAML front matter, as Pandoc has them."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from indexer.bibliography.listed_work import ListedWork
from kutip.metadata.csl import csl_item, field_text
from kutip.metadata.dates import year_of
from kutip.types import Author

_MOST = 200_000
_DASH = re.compile(r"(?<=\w)\s*-\s*(?=\w)")


class CslWorks:
    """Items of CSL-JSON by their ids."""

    def __init__(self, items: Iterable[object]) -> None:
        """Keep the items that have an id; of several with one id, the first."""
        self._items: dict[str, Mapping[str, Any]] = {}
        for item in items:
            if isinstance(item, dict) and isinstance(item.get("id"), (str, int)):
                self._items.setdefault(str(item["id"]), item)

    @classmethod
    def of_json(cls, text: str) -> "CslWorks":
        """Read a file.

        Raises:
            ValueError: It is no JSON, or no list of items with ids.
        """
        try:
            held = json.loads(text)
        except RecursionError as error:
            raise ValueError("too deep") from error
        items = held.get("items", held.get("references")) if isinstance(held, dict) else held
        if not isinstance(items, list) or len(items) > _MOST:
            raise ValueError("no list of items")
        works = cls(items)
        if items and not works.keys:
            raise ValueError("no item has an id")
        return works

    @property
    def keys(self) -> tuple[str, ...]:
        """The ids of its items, in order."""
        return tuple(self._items)

    def key_of(self, key: str) -> str | None:
        """Return the id of the item with a key."""
        return key if key in self._items else None

    def work(self, key: str) -> ListedWork | None:
        """Return what an item says of its work."""
        stated = {**self._items[key], "issued": _date(self._items[key].get("issued"))}
        item = csl_item(key, stated)
        year = year_of(item.get("issued", {}))
        return ListedWork(
            authors=tuple(_name(one) for one in item.get("author", [])),
            editors=tuple(_name(one) for one in item.get("editor", [])),
            year=str(year) if year is not None else field_text(item, "status"),
            title=field_text(item, "title"),
            container=field_text(item, "container-title"),
            volume=field_text(item, "volume"),
            issue=field_text(item, "issue"),
            pages=_DASH.sub("–", field_text(item, "page")),
            publisher=field_text(item, "publisher"),
            edition=field_text(item, "edition"),
            place=field_text(item, "publisher-place"),
            doi=item.get("DOI", ""),
            url=field_text(item, "URL"),
        )


def _name(name: Mapping[str, str]) -> Author:
    family = field_text(name, "family")
    particle = field_text(name, "non-dropping-particle") or field_text(name, "dropping-particle")
    if not family:
        return Author(field_text(name, "literal") or field_text(name, "given"), "", ())
    return Author(family, field_text(name, "given"), (), particle, field_text(name, "suffix"))


def _date(stated: object) -> Mapping[str, Any]:
    """A date as CSL-JSON has it; YAML may have a year, a text, or a list of years, months and days by name."""
    first = stated[0] if isinstance(stated, list) and stated else stated
    if isinstance(first, dict):
        return {"date-parts": [[first["year"]]]} if "year" in first else first
    return {"raw": str(first)} if first is not None and not isinstance(first, list) else {}
