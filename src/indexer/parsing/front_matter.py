"""Reads the YAML front matter of a Markdown file: its title, authors, date and DOI."""

import datetime
import re
from collections.abc import Iterable, Mapping
from typing import Any

from indexer.parsing.author_line import person_named
from kutip.metadata.csl import bare_doi
from kutip.metadata.rich_text import OBEYED

_FENCED = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_LONGEST = 20_000  # characters; front matter of a hundred authors has 10,000
_MOST_AUTHORS = 500
_LONGEST_TEXT = 1_000  # characters of a title or name
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d{2}(?!\d)")
_NOCITE = re.compile(r"@(\*|[\w:.#$%&+?<>~/-]*\w)")
_DOI = re.compile(r"10\.\d{4,9}/\S+")


def front_matter_end(source: str) -> int:
    """Return the offset after the YAML front matter of a text; 0 if it has none."""
    found = _FENCED.match(source[:_LONGEST])
    return found.end() if found else 0


def front_matter_facts(source: str) -> dict[str, Any]:
    r"""Return the fields of CSL-JSON that the YAML front matter of a text states; what is not clear is left out.

    >>> front_matter_facts("---\ntitle: Tides\nauthor: [Ana Sea]\ndate: 2020-05-01\n---\n\nText.\n")
    {'title': 'Tides', 'author': [{'given': 'Ana', 'family': 'Sea'}], 'issued': {'date-parts': [[2020]]}}
    """
    found = _FENCED.match(source[:_LONGEST])
    held = _loaded(found[1]) if found else {}
    by_name = {str(name).casefold(): value for name, value in held.items()}
    doi = by_name.get("doi")
    stated = {
        "title": _text(by_name.get("title")),
        "author": _people(by_name.get("authors") or by_name.get("author")),
        "issued": _date(by_name.get("date") or by_name.get("year")),
        "DOI": bare_doi(doi) if isinstance(doi, str) and _DOI.search(doi) else None,
    }
    return {field: value for field, value in stated.items() if value}


def front_matter_citing(source: str) -> tuple[tuple[str, ...], tuple[Mapping[str, Any], ...], tuple[str, ...]]:
    r"""Return what the YAML front matter of a text says of its references, as Pandoc reads it; each may be empty.

    These are the names of the files that hold them, those that it holds itself (items of CSL-JSON), and the keys of
    those that are listed without being cited, "*" for all.

    >>> front_matter_citing("---\nbibliography: [a.bib, b.json]\nnocite: '@*'\n---\n")
    (('a.bib', 'b.json'), (), ('*',))
    """
    found = _FENCED.match(source[:_LONGEST])
    held = _loaded(found[1]) if found else {}
    by_name = {str(name).casefold(): value for name, value in held.items()}
    items = by_name.get("references")
    own = tuple(one for one in (items if isinstance(items, list) else []) if isinstance(one, dict))
    nocite = [key for text in _texts(by_name.get("nocite")) for key in _NOCITE.findall(text)]
    return tuple(_texts(by_name.get("bibliography"))), own, tuple(nocite)


def _texts(value: object) -> list[str]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str) and one]


def _loaded(yaml_text: str) -> Mapping[Any, Any]:
    """Read YAML without tags of programs; {} if it is none, or no mapping."""
    import yaml  # type: ignore[import-untyped]

    try:
        held = yaml.safe_load(yaml_text)
    except (yaml.YAMLError, ValueError, RecursionError):  # a date such as 2020-13-45 is a ValueError
        return {}
    return held if isinstance(held, dict) else {}


def _text(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    text = " ".join(value.split())
    return text if text and len(text) <= _LONGEST_TEXT and not OBEYED.search(text) else None


def _people(value: object) -> list[dict[str, str]] | None:
    """The authors; None unless each of them is clear, since a list without one of them would be wrong."""
    entries: Iterable[object] = value if isinstance(value, list) else [value]
    people = [_person(entry) for entry in list(entries)[:_MOST_AUTHORS]]
    return None if None in people else [person for person in people if person is not None]


def _person(entry: object) -> dict[str, str] | None:
    if isinstance(entry, dict):
        by_name = {re.sub(r"[-_ ]", "", str(name).casefold()): value for name, value in entry.items()}
        family, given = (_first(by_name, *names) for names in (("family", "surname", "familyname"), _GIVEN))
        if family is not None:
            return {"given": given, "family": family} if given is not None else {"family": family}
        return _person(by_name.get("name"))
    text = _text(entry)
    return None if text is None else person_named(text)


_GIVEN = ("given", "givennames", "givenname", "firstname", "first")


def _first(held: Mapping[str, object], *names: str) -> str | None:
    return next((text for name in names if (text := _text(held.get(name))) is not None), None)


def _date(value: object) -> dict[str, Any] | None:
    """The year of a date; its other parts are not cited."""
    if isinstance(value, datetime.date):
        return {"date-parts": [[value.year]]}
    years = _YEAR.findall(str(value)) if isinstance(value, (str, int)) else []
    return {"date-parts": [[int(years[0])]]} if len(set(years)) == 1 else None
