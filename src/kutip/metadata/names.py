"""Names of people and organisations in CSL-JSON: the part that a list is sorted by, and the rest.

A particle that does not drop stays with the family name ("van Goor, J."); one that drops goes behind the given name in
a list and is left out in the text ("Humboldt, A. von"; "Humboldt, 1850").
"""

from collections.abc import Mapping
from typing import Any

from kutip.metadata.rich_text import plain_text

_JOINED = ("'", "’", "-")  # a particle that ends in one of these is written together with the name: d'Alembert

Name = Mapping[str, Any]


def surname(name: Name) -> str:
    """The name that a person is listed under, with its particle; the whole name of an organisation or of one name.

    >>> surname({"given": "Jan", "non-dropping-particle": "van", "family": "Goor"})
    'van Goor'
    """
    family = _part(name, "family")
    if _part(name, "literal") or not family:
        return _part(name, "literal") or _part(name, "given")
    whole = join_particle(_part(name, "non-dropping-particle"), family)
    return whole if _part(name, "given") else join_particle(_part(name, "dropping-particle"), whole)


def given_name(name: Name) -> str:
    """The given names; "" for an organisation and for a person of one name."""
    return _part(name, "given") if _has_two_parts(name) else ""


def dropping_particle(name: Name) -> str:
    """The particle that goes behind the given name in a list; "" without one or without a given name.

    >>> dropping_particle({"given": "Ludwig", "dropping-particle": "van", "family": "Beethoven"})
    'van'
    """
    return _part(name, "dropping-particle") if _has_two_parts(name) else ""


def suffix(name: Name) -> str:
    """What follows the name, such as "Jr."; "" without one or without a given name."""
    return _part(name, "suffix") if _has_two_parts(name) else ""


def full_name(name: Name) -> str:
    """A name as it is spoken; "" where it has neither a family nor a given name nor a literal.

    >>> full_name({"given": "Ludwig", "dropping-particle": "van", "family": "Beethoven"})
    'Ludwig van Beethoven'
    """
    last = join_particle(dropping_particle(name), surname(name))
    return " ".join(part for part in (given_name(name), last, suffix(name)) if part)


def join_particle(particle: str, name: str) -> str:
    """A particle in front of a name.

    >>> join_particle("d'", "Alembert"), join_particle("von", "Humboldt"), join_particle("", "Juned")
    ("d'Alembert", 'von Humboldt', 'Juned')
    """
    return f"{particle}{'' if particle.endswith(_JOINED) else ' '}{name}".strip()


def _has_two_parts(name: Name) -> bool:
    return bool(_part(name, "family") and _part(name, "given") and not _part(name, "literal"))


def _part(name: Name, part: str) -> str:
    text = name.get(part)
    return plain_text(text) if isinstance(text, str) else ""
