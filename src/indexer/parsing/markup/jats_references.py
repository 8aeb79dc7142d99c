"""Writes an entry of a JATS list of references on one line: as it is printed, or from its elements if it is not."""

from collections.abc import Callable, Iterable, Sequence

from indexer.parsing.markup.jats_names import person_listed
from indexer.parsing.markup.markup_tree import Element
from indexer.parsing.served_table import Piece

_PRINTED = ("mixed-citation", "citation", "nlm-citation")
_CITATIONS = (*_PRINTED, "element-citation", "note", "p")
_NUMBERED = 3  # digits of a label that stands with a full stop
_ENDS = ".?!"


def entry_pieces(ref: Element, text_of: Callable[[Element], list[Piece]]) -> list[Piece]:
    """Return the text of an entry: its label, then each of its citations.

    Args:
        ref: The entry.
        text_of: Returns the text of an element.
    """
    label = ref.child("label")
    pieces = [Piece(_label(label.squeezed()))] if label is not None else []
    holders = [ref, *ref.children("citation-alternatives")]
    found = [one for holder in holders for one in holder.children(*_CITATIONS)]
    printed = [one for one in found if _is_printed(one)]
    if ref.child("citation-alternatives") is not None:
        found = (printed or found)[:1]
    for one in found:
        pieces += [*(text_of(one) if one in printed else _written(one, text_of)), Piece(" ")]
    return pieces if found else [*pieces, *text_of(ref)]


def _label(text: str) -> str:
    """A label as it is printed: a bare number with a full stop."""
    return f"{text}. " if text.isdecimal() and len(text) <= _NUMBERED else f"{text} "


def _is_printed(citation: Element) -> bool:
    """True for a citation that has its punctuation, which stands between its elements."""
    if citation.tag == "element-citation":
        return False
    if citation.tag in ("note", "p"):
        return True
    between = "".join(part for part in citation.parts if isinstance(part, str)).split()
    return bool(between) or len(citation.children()) < 2


def _written(citation: Element, text_of: Callable[[Element], list[Piece]]) -> list[Piece]:
    """An entry written from its elements, in the order of APA, whatever is in none of its places at the end."""
    used: list[Element] = []

    def text(*tags: str) -> str:
        found = [one for tag in tags for one in citation.children(tag)][:1]
        used.extend(found)
        return " ".join("".join(piece.text for one in found for piece in text_of(one)).split())

    people = _people(citation, "author", used)
    editors = _people(citation, "editor", used)
    year = text("year")
    title = text("article-title", "chapter-title", "part-title", "data-title")
    source, edition = text("source"), text("edition")
    volume, issue = text("volume"), text("issue")
    pages = "–".join(filter(None, dict.fromkeys((text("fpage"), text("lpage"))))) or text("page-range", "elocation-id")
    place, publisher = text("publisher-loc"), text("publisher-name")
    where = f"{volume}({issue})" if volume and issue else volume or issue
    container = ", ".join(filter(None, (source, edition, where, pages)))
    if editors and title:
        container = f"In {editors} (Eds.), {container}"
    stated = [
        f"{people or editors if not title else people} ({year})".strip() if year else people,
        title,
        container,
        ": ".join(filter(None, (place, publisher))),
        *_identifiers(citation, used),
    ]
    rest = [one for one in citation.children() if one not in used and one.squeezed()]
    stated += [" ".join("".join(piece.text for piece in text_of(one)).split()) for one in rest]
    return [Piece(_joined(filter(None, stated)))]


def _people(citation: Element, role: str, used: list[Element]) -> str:
    """The names of the authors or editors, with "et al." where it stands."""
    groups = [one for one in citation.children("person-group") if one.get("person-group-type") in (role, "")]
    groups = [one for one in groups if one not in used]
    used += groups
    loose = citation.children("name", "string-name", "collab", "etal") if role == "author" and not groups else []
    used += loose
    names = [name for one in groups for name in one.children()] + loose
    listed = [
        "et al." if one.tag == "etal" else (person_listed(one) or one.squeezed()) for one in names if one.tag != "role"
    ]
    listed = [one for one in listed if one]
    parted = "; " if any("," in one for one in listed) and len(listed) > 1 else ", "
    return parted.join(listed)


def _identifiers(citation: Element, used: list[Element]) -> Sequence[str]:
    found: list[str] = []
    for one in citation.children("pub-id", "ext-link", "uri"):
        used.append(one)
        text = one.squeezed()
        is_doi = one.get("pub-id-type") == "doi" and text.startswith("10.")
        kind = one.get("pub-id-type").upper()
        named = f"https://doi.org/{text}" if is_doi else f"{kind} {text}" if kind and one.tag == "pub-id" else text
        found.append(named)
    return list(dict.fromkeys(found))


def _joined(parts: Iterable[str]) -> str:
    """Sentences with a full stop between them; none after an address."""
    text = ""
    for part in parts:
        text += f" {part}" if text else part
        if part[-1] not in _ENDS and "://" not in part:
            text += "."
    return text
