"""Finds the entries of lists of references in an HTML page, and the keys by which its links cite them."""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from indexer.parsing import line_openers
from indexer.parsing.markup.html_roles import (
    HEADINGS,
    classes_of,
    has_more_than,
    holds_notes,
    is_navigation,
    is_note,
    is_unseen,
)
from indexer.parsing.markup.markup_tree import Element
from kutip.language.united import CITED_YEAR

_LISTS = frozenset(
    "references reference-list ref-list reflist bibliography csl-bib-body citation-list ltx_biblist ltx_bibliography"
    " c-article-references".split()
)
_ENTRIES = frozenset(
    {"csl-entry", "ltx_bibitem", "bibentry", "bib-entry", "reference-item", "c-article-references__item"}
)
_LIST_ROLES = frozenset({"doc-bibliography"})
_ENTRY_ROLES = frozenset({"doc-biblioentry"})
_PARAGRAPHS = frozenset({"p", "div", "dd", "blockquote"})
_YEAR = re.compile(rf"(?<![\w/.:–—-]){CITED_YEAR}(?![\w–—-]|[/.:]\d)", re.IGNORECASE)
_DATED = 0.6  # share of the paragraphs below the heading of a list that have a year, if they are its entries
_SHORTEST = 15  # characters of an entry
_LONGEST_HEADING = 100  # characters


@dataclass(slots=True)
class HtmlEntries:
    """The entries of a page.

    Attributes:
        keys: The key of each id of the page that stands for an entry.
    """

    keys: dict[str, str] = field(default_factory=dict)
    _key_of: dict[int, str] = field(default_factory=dict)  # by the identity of the element, which the tree keeps

    def has(self, element: Element) -> bool:
        """True if an element is an entry."""
        return id(element) in self._key_of

    def key(self, element: Element) -> str:
        """Return the key of an entry: the first id in it; "" if it has none."""
        return self._key_of[id(element)]

    def cited_by(self, link: Element) -> tuple[str, ...]:
        """Return the key of the entry to which a link leads; () if it leads elsewhere."""
        _, mark, target = link.get("href").partition("#")
        key = self.keys.get(unquote(target)) or self.keys.get(target) if mark else None
        return (key,) if key else ()

    def cited_in(self, citation: Element) -> tuple[str, ...]:
        """Return the keys that an element states as `data-cites`, if no link in it does."""
        stated = citation.get("data-cites").split()
        if not stated or any(self.cited_by(link) for link in citation.within("a")):
            return ()
        found = (self.keys.get(f"ref-{name}") or self.keys.get(name) for name in stated)
        return tuple(key for key in found if key)

    def add(self, element: Element, also: Element | None = None) -> None:
        """Add an entry, whose ids may stand in another element too."""
        ids = [name for one in (also, element) if one is not None for name in _ids(one)]
        key = ids[0] if ids else ""
        self._key_of[id(element)] = key
        for name in ids:
            self.keys.setdefault(name, key)


def find_entries(body: Element) -> HtmlEntries:
    """Find the entries of all lists of references of a page."""
    search = _Search()
    search.go_through(body, is_listed=False)
    search.end_list()
    return search.entries


class _Search:
    def __init__(self) -> None:
        self.entries = HtmlEntries()
        self._section: int | None = None  # the level of the heading of a list, below which this is
        self._paragraphs: list[Element] = []  # which may be entries of this list
        self._has_items = False

    def go_through(self, element: Element, *, is_listed: bool) -> None:
        last_term: Element | None = None
        for child in element.children():
            if is_unseen(child) or is_navigation(child) or is_note(child) or holds_notes(child):
                continue
            if child.tag in HEADINGS:
                self._take_heading(child)
                continue
            classes, role = classes_of(child), child.get("role")
            here = is_listed or self._section is not None
            if child.tag == "dt":
                last_term = child
            elif role in _ENTRY_ROLES or not _ENTRIES.isdisjoint(classes):
                self._add(child, None)
            elif here and child.tag in ("li", "dd") and has_more_than(child, _SHORTEST):
                self._add(child, last_term if child.tag == "dd" else None)
            elif here and child.tag in _PARAGRAPHS and _is_plain(child):
                self._paragraphs.append(child)
            else:
                opens = role in _LIST_ROLES or not _LISTS.isdisjoint(classes | {child.get("id").lower()})
                if opens:
                    self.end_list()
                section = self._section
                self.go_through(child, is_listed=is_listed or opens)
                if opens or (child.tag in ("section", "article") and self._section != section):
                    self.end_list()
                    self._section = section

    def end_list(self) -> None:
        """Take the paragraphs of a list without items for its entries, if most of them have a year."""
        found, self._paragraphs = self._paragraphs, []
        filled = [one for one in found if has_more_than(one, _SHORTEST)]
        dated = sum(_YEAR.search(one.text()) is not None for one in filled)
        if filled and not self._has_items and dated >= _DATED * len(filled):
            for one in filled:
                self.entries.add(one)
        self._has_items = False

    def _take_heading(self, heading: Element) -> None:
        level = HEADINGS[heading.tag]
        if self._section is not None and level > self._section:
            return  # a part of the list
        self.end_list()
        short = not has_more_than(heading, _LONGEST_HEADING)
        self._section = level if short and line_openers.REFERENCES.fullmatch(heading.squeezed()) else None

    def _add(self, element: Element, term: Element | None) -> None:
        self._has_items = True
        self.entries.add(element, term)


def _is_plain(element: Element) -> bool:
    """True for an element without paragraphs, items or headings in it."""
    blocks = ("p", "div", "li", "ol", "ul", "dl", "table", "section", "pre", *HEADINGS)
    return not any(one is not element for one in element.within(*blocks))


def _ids(element: Element) -> list[str]:
    found = (one.get("id") or (one.get("name") if one.tag == "a" else "") for one in element.within())
    return [name for name in found if name]
