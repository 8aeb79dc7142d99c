"""Reads names of persons and bodies in JATS: as one would write them, and as CSL-JSON has them."""

from indexer.parsing.markup.markup_facts import people_fact, text_fact
from indexer.parsing.markup.markup_tree import Element

_PARTS = ("given-names", "surname", "suffix")


def _part(name: Element, tag: str) -> str:
    found = name.child(tag)
    return found.squeezed() if found is not None else ""


def person_written(name: Element) -> str:
    """Return a name as one would write it: "Ana Okafor", in the East family name first; "" if no part of it is told."""
    given, family, suffix = (_part(name, tag) for tag in _PARTS)
    ordered = [family, given] if name.get("name-style") == "eastern" else [given, family]
    return " ".join(part for part in (_part(name, "prefix"), *ordered, suffix) if part)


def person_listed(name: Element) -> str:
    """Return a name as a list of references has it: "Okafor A"; "" if no part of it is told."""
    given, family, suffix = (_part(name, tag) for tag in _PARTS)
    return ", ".join(part for part in (family, given, suffix) if part)


def person_fact(contrib: Element) -> dict[str, str] | None:
    """Return a contributor as CSL-JSON has it; None if that is not clear."""
    for name in contrib.within("name", "string-name", "collab"):
        if name.tag == "collab":
            text = text_fact("".join(part for part in name.parts if isinstance(part, str)) or name.text())
            return {"literal": text} if text else None
        given, family, suffix = (text_fact(_part(name, tag)) for tag in _PARTS)
        if family:
            return _named(given, family, suffix)
        found = people_fact([name.squeezed()])
        return found[0] if found else None
    return None


def _named(given: str | None, family: str, suffix: str | None) -> dict[str, str]:
    named = {"given": given} if given else {}
    named["family"] = family
    return {**named, "suffix": suffix} if suffix else named
