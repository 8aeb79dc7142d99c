"""Reads what the front of a JATS article states of it."""

from collections.abc import Sequence
from typing import Any

from indexer.parsing.markup.jats_names import person_fact
from indexer.parsing.markup.markup_facts import date_fact, doi_fact, first_fact, kept_facts, text_fact
from indexer.parsing.markup.markup_tree import Element

_PRINTED_FIRST = ("ppub", "print", "collection", "pub", "epub", "epub-ppub", "electronic", "")


def jats_facts(article: Element, title: str) -> dict[str, Any]:
    """Return the fields of CSL-JSON that an article states.

    Args:
        article: The article.
        title: Its title as it is served.
    """
    front = article.child("front") or Element("front")
    meta = front.child("article-meta") or Element("article-meta")
    journal = front.child("journal-meta") or Element("journal-meta")
    first, last = _text(meta, "fpage"), _text(meta, "lpage")
    pages = f"{first}–{last}" if first and last and first != last else first or _text(meta, "elocation-id")
    dois = [one.squeezed() for one in meta.children("article-id") if one.get("pub-id-type") == "doi"]
    return kept_facts(
        {
            "title": text_fact(title),
            "author": _authors(meta),
            "issued": _date(meta),
            "container-title": text_fact(next((one.squeezed() for one in journal.within("journal-title")), "")),
            "volume": _text(meta, "volume"),
            "issue": _text(meta, "issue"),
            "page": pages,
            "DOI": first_fact(map(doi_fact, dois)),
        }
    )


def _text(meta: Element, tag: str) -> str | None:
    found = meta.child(tag)
    return text_fact(found.squeezed()) if found is not None else None


def _authors(meta: Element) -> list[dict[str, str]] | None:
    """The authors; None unless each of them is clear, since a list without one of them would be wrong."""
    contributors = [one for group in meta.children("contrib-group") for one in group.children("contrib")]
    authors = [one for one in contributors if one.get("contrib-type") in ("author", "")]
    people = [person_fact(one) for one in authors]
    return [one for one in people if one is not None] if people and None not in people else None


def _date(meta: Element) -> dict[str, Any] | None:
    """The year of publication: in print, of the volume, else on the web."""
    dates = sorted(meta.children("pub-date"), key=lambda one: _rank(_kinds(one)))
    years = (date_fact(one.squeezed()) for date in dates for one in date.children("year"))
    return next((year for year in years if year), None)


def _kinds(date: Element) -> tuple[str, ...]:
    return tuple(date.get(name) for name in ("pub-type", "publication-format", "date-type") if date.get(name)) or ("",)


def _rank(kinds: Sequence[str]) -> int:
    return min((_PRINTED_FIRST.index(kind) for kind in kinds if kind in _PRINTED_FIRST), default=len(_PRINTED_FIRST))
