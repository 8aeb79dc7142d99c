"""Reads what the head of an HTML page states of the article: Highwire's and Dublin Core's `<meta>`, and JSON-LD."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from indexer.parsing.markup.markup_facts import date_fact, doi_fact, first_fact, kept_facts, people_fact, text_fact
from indexer.parsing.markup.markup_tree import Element

_TITLES = ("citation_title", "dc.title", "dcterms.title", "eprints.title", "bepress_citation_title")
_AUTHORS = ("citation_author", "dc.creator", "dcterms.creator", "bepress_citation_author", "dc.contributor.author")
_AUTHOR_LISTS = ("citation_authors",)
_PLAIN_AUTHORS = ("author",)
_DATES = (
    "citation_publication_date citation_date citation_year citation_cover_date citation_online_date"
    " bepress_citation_date dc.date dcterms.issued dc.date.issued dcterms.date prism.publicationdate"
    " article:published_time"
).split()
_DOIS = (
    "citation_doi",
    "bepress_citation_doi",
    "dc.identifier",
    "dc.identifier.doi",
    "dcterms.identifier",
    "prism.doi",
)
_JOURNALS = ("citation_journal_title", "prism.publicationname", "bepress_citation_journal_title")
_ARTICLES = frozenset({"ScholarlyArticle", "MedicalScholarlyArticle", "Article", "TechArticle", "Report"})
_MOST_JSON = 500_000  # characters


def html_facts(root: Element, heading: str) -> dict[str, Any]:
    """Return the fields of CSL-JSON that a page states.

    Args:
        root: The page.
        heading: The only main heading of its article; "" if there is none, or several. It counts as the title if the
            page's `<title>` begins with it.
    """
    held: defaultdict[str, list[str]] = defaultdict(list)
    for meta in root.within("meta"):
        name = (meta.get("name") or meta.get("property")).lower()
        if name and meta.get("content"):
            held[name].append(meta.get("content"))
    linked = next(_linked_articles(root), {})
    first, last = held.get("citation_firstpage", [""])[0], held.get("citation_lastpage", [""])[0]
    return kept_facts(
        {
            "title": first_fact(
                (*_texts(held, _TITLES), _of_json(linked, "headline", "name"), _heading(root, heading))
            ),
            "author": _authors(held, linked),
            "issued": first_fact(date_fact(one) for one in (*_all(held, _DATES), str(linked.get("datePublished", "")))),
            "container-title": first_fact(_texts(held, _JOURNALS)),
            "volume": first_fact(_texts(held, ("citation_volume",))),
            "issue": first_fact(_texts(held, ("citation_issue",))),
            "page": text_fact(f"{first}–{last}" if first and last and first != last else first),
            "DOI": first_fact(doi_fact(one) for one in (*_all(held, _DOIS), *_identifiers(linked))),
        }
    )


def _all(held: Mapping[str, Sequence[str]], names: Sequence[str]) -> Iterator[str]:
    for name in names:
        yield from held.get(name, ())


def _texts(held: Mapping[str, Sequence[str]], names: Sequence[str]) -> Iterator[str | None]:
    return (text_fact(one) for one in _all(held, names))


def _heading(root: Element, heading: str) -> str | None:
    """The main heading, if the page is named after it; names of sites stand beside it there."""
    named = next((one.squeezed() for one in root.within("title")), "")
    title = text_fact(heading)
    return title if title and named.casefold().startswith(title.casefold()) else None


def _authors(held: Mapping[str, Sequence[str]], linked: Mapping[str, Any]) -> list[dict[str, str]] | None:
    named = next((list(held[name]) for name in _AUTHORS if name in held), [])
    if not named:
        named = [name for text in _all(held, _AUTHOR_LISTS) for name in text.split(";") if name.strip()]
    stated = _people_of_json(linked.get("author"))
    plain = [name for text in _all(held, _PLAIN_AUTHORS) for name in text.split(";")]
    return people_fact(named) if named else stated or people_fact(plain)


# --- JSON-LD --------------------------------------------------------------------------------------------------------


def _linked_articles(root: Element) -> Iterator[Mapping[str, Any]]:
    """Yield the articles that the page describes in JSON-LD."""
    for script in root.within("script"):
        if script.get("type").lower() != "application/ld+json" or len(text := script.text()) > _MOST_JSON:
            continue
        try:
            held = json.loads(text)
        except (ValueError, RecursionError):
            continue
        graph = held.get("@graph") if isinstance(held, dict) else held
        for one in graph if isinstance(graph, list) else [held]:
            kinds = one.get("@type") if isinstance(one, dict) else None
            if not _ARTICLES.isdisjoint(str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])):
                yield one


def _of_json(held: Mapping[str, Any], *names: str) -> str | None:
    texts = (text_fact(held[name]) for name in names if isinstance(held.get(name), str))
    return next((text for text in texts if text), None)


def _people_of_json(stated: object) -> list[dict[str, str]] | None:
    people: list[dict[str, str]] = []
    for one in stated if isinstance(stated, list) else [stated]:
        if not isinstance(one, dict):
            return None
        family, given = _of_json(one, "familyName"), _of_json(one, "givenName")
        named = people_fact([_of_json(one, "name") or ""])
        if family:
            people.append({"given": given, "family": family} if given else {"family": family})
        elif named:
            people += named
        else:
            return None
    return people or None


def _identifiers(held: Mapping[str, Any]) -> Iterator[str]:
    for one in (held.get("identifier"), held.get("@id"), held.get("sameAs")):
        for value in one if isinstance(one, list) else [one]:
            named = value.get("value") if isinstance(value, dict) else value
            if isinstance(named, str):
                yield named
