"""Says what the elements of an HTML page are for: hidden, navigation, footnotes, and which of them hold the article."""

import re
from collections.abc import Iterator

from indexer.parsing.markup.markup_tree import Element

HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer"
    " form header hgroup hr html legend li main menu nav ol optgroup option p pre search section summary table tbody td"
    " tfoot th thead tr ul caption noframes".split()
) | frozenset(HEADINGS)
HTML_TAGS = BLOCKS | frozenset(("b", "em", "font", "head", "i", "meta", "span", "strong", "title"))
_UNSEEN = frozenset(
    "audio button canvas datalist del embed frame frameset head iframe img input link map meta noscript object param"
    " picture progress script select source style svg template textarea title track video".split()
)
REPLACED = frozenset(
    "audio button canvas iframe img input object select svg textarea video".split()
)  # a picture, a box
_UNSEEN_CLASSES = frozenset(
    "anchor-link backlink footnote-back footnote-backref headerlink mw-cite-backlink mw-editsection noprint"
    " screen-reader-text sr-only visually-hidden visuallyhidden".split()
)
_NAVIGATION = frozenset({"navigation", "banner", "contentinfo", "search", "menu", "menubar", "doc-toc", "toolbar"})
_CONTENTS = frozenset({"toc", "table-of-contents", "tableofcontents", "breadcrumb", "breadcrumbs", "navbar"})
_NOTE_ROLES = frozenset({"doc-footnote", "doc-endnote"})
_NOTE_CLASSES = frozenset({"footnote", "endnote", "sidenote", "marginnote", "footnote-text"})
_NOTES_CLASSES = frozenset({"footnotes", "endnotes", "footnote-list", "fn-group"})
_NOTE_ID = re.compile(r"(?:user-content-)?(?:fn|ftn|edn|footnote|endnote)[-_:.]?\w{0,4}\d{1,4}", re.IGNORECASE)
_UNSEEN_STYLE = re.compile(r"(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden)", re.IGNORECASE)
_SYMBOLS = frozenset("¶#§^↩↑⇧⤴🔗\ufe0e\ufe0f ")
_LONGEST_UNREAD = 500  # characters that are left out because screen readers leave them out: more may be the article
_LONGEST_MENU = 500  # characters beside the links of a navigation
_MOST_IN_MENU = 5_000  # texts and elements of a navigation or of what is hidden; what has more is kept
_MOST_IS_IN = 0.6  # share of a page's text that its main part has, if that is marked rightly


def classes_of(element: Element) -> frozenset[str]:
    """Return the classes of an element in lower case."""
    return frozenset(element.get("class").lower().split())


def is_unseen(element: Element) -> bool:
    """True for an element that no reader sees, or that is a control of the page."""
    if element.tag in _UNSEEN:
        return True
    if not element.attributes:
        return False
    if "hidden" in element.attributes and element.get("hidden").lower() != "until-found":
        return True
    if _UNSEEN_STYLE.search(element.get("style")) or not _UNSEEN_CLASSES.isdisjoint(classes_of(element)):
        return True
    if element.get("role") == "doc-backlink" or _is_symbol_link(element):
        return True
    return element.get("aria-hidden") == "true" and not has_more_than(element, _LONGEST_UNREAD)


def is_navigation(element: Element) -> bool:
    """True for a part of a page that leads to other parts or pages: menus, tables of contents."""
    named = element.tag == "nav" or element.get("role") in _NAVIGATION
    listed = element.tag in BLOCKS and not _CONTENTS.isdisjoint(classes_of(element) | {element.get("id").lower()})
    if not named and not listed:
        return False
    total = linked = 0
    for seen, (text, is_link) in enumerate(_texts(element)):
        if seen >= _MOST_IN_MENU:
            return False
        size = sum(map(len, text.split()))
        total, linked = total + size, linked + size * is_link
    return total - linked <= max(_LONGEST_MENU, linked)


def is_note(element: Element) -> bool:
    """True for a footnote."""
    if element.get("role") in _NOTE_ROLES:
        return True
    if element.tag in ("a", "sup", "label", "input"):
        return False  # what calls it
    in_its_class = not _NOTE_CLASSES.isdisjoint(classes_of(element)) and element.tag not in ("section", "ol", "dl")
    return in_its_class or (element.tag in ("li", "p", "div", "dd") and bool(_NOTE_ID.fullmatch(element.get("id"))))


def holds_notes(element: Element) -> bool:
    """True for an element whose items are footnotes."""
    if element.get("role") in ("doc-endnotes", "doc-footnotes"):
        return True
    classes = classes_of(element)
    return not _NOTES_CLASSES.isdisjoint(classes) or (element.tag in ("section", "ol", "dl") and "footnote" in classes)


def has_more_than(element: Element, length: int) -> bool:
    """True if an element has more text than that, white space left out, or more parts than are looked at."""
    for seen, (text, _) in enumerate(_texts(element)):
        length -= sum(map(len, text.split()))
        if length < 0 or seen >= _MOST_IN_MENU:
            return True
    return length < 0


def main_part(body: Element) -> Element | None:
    """Return the element that the page marks as its article, if that has most of its text; None if it is not sure."""
    candidates = [one for one in body.within() if one.tag == "main" or one.get("role") == "main"]
    if len(candidates) != 1:
        candidates = _outermost(body, "article")
    if len(candidates) != 1:
        return None
    [candidate] = candidates
    return candidate if seen_characters(candidate) >= _MOST_IS_IN * seen_characters(body) else None


def seen_characters(element: Element) -> int:
    """Return how many characters of an element's text a reader sees, without navigation and white space."""
    total = 0
    waiting: list[str | Element] = [element]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            total += sum(map(len, one.split()))
        elif not is_unseen(one) and not is_navigation(one):
            waiting += reversed(one.parts)
    return total


def _texts(element: Element) -> Iterator[tuple[str, bool]]:
    """Yield what is in an element, in order: each text, "" for each element, and whether a link is around it."""
    waiting: list[tuple[Iterator[str | Element], bool]] = [(iter(element.parts), element.tag == "a")]
    while waiting:
        parts, is_link = waiting[-1]
        part = next(parts, None)
        if part is None:
            waiting.pop()
        elif isinstance(part, str):
            yield part, is_link
        else:
            waiting.append((iter(part.parts), is_link or part.tag == "a"))
            yield "", is_link


def _outermost(root: Element, tag: str) -> list[Element]:
    found: list[Element] = []
    waiting = [root]
    while waiting:
        one = waiting.pop()
        if one.tag == tag:
            found.append(one)
        else:
            waiting += reversed(one.children())
    return found


def _is_symbol_link(element: Element) -> bool:
    """True for a link within the page that shows a symbol only, as beside headings and below footnotes."""
    if element.tag != "a" or not element.get("href").startswith("#") or has_more_than(element, 3):
        return False
    text = element.squeezed()
    return bool(text) and _SYMBOLS.issuperset(text)
