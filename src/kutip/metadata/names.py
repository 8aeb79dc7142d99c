"""Names of people and organisations in CSL-JSON: the part that a list is sorted by, and the rest.

A particle that does not drop stays with the family name: "van Goor, J.". One that drops goes behind the given name in
a list, "Humboldt, A. von", and is left out in the text, "Humboldt, 1850".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kutip.metadata.rich_text import plain_text

_JOINED = ("'", "’", "-")  # a particle that ends in one of these is written together with the name: d'Alembert


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in parts, in plain text; all but the surname are "" for an organisation and for a person of one name.

    Attributes:
        surname: What the person is listed under, such as "van Goor"; an organisation's whole name.
        given: The given names: "Alexander".
        particle: The particle that goes behind them in a list: "von".
        suffix: What follows the name: "Jr.".
    """

    surname: str
    given: str = ""
    particle: str = ""
    suffix: str = ""

    @property
    def last(self) -> str:
        """The surname with the dropping particle in front: "von Humboldt"."""
        return _joined(self.particle, self.surname)

    @property
    def full(self) -> str:
        """The name as it is spoken: "Alexander von Humboldt", "Martin King Jr."."""
        return " ".join(part for part in (self.given, self.last, self.suffix) if part)


def read_name(name: Mapping[str, Any]) -> PersonName:
    """The parts of a name of CSL-JSON; without a family name, a given name or a literal, the surname is "".

    >>> read_name({"given": "Jan", "non-dropping-particle": "van", "family": "Goor"})
    PersonName(surname='van Goor', given='Jan', particle='', suffix='')
    """
    literal, family, given = (_part(name, part) for part in ("literal", "family", "given"))
    if literal or not family:
        return PersonName(literal or given)
    surname = _joined(_part(name, "non-dropping-particle"), family)
    particle = _part(name, "dropping-particle")
    if not given:
        return PersonName(_joined(particle, surname))
    return PersonName(surname, given, particle, _part(name, "suffix"))


def is_name(name: Mapping[str, Any]) -> bool:
    """Whether a name of CSL-JSON names anyone: a suffix or a particle alone does not."""
    return any(_part(name, part) for part in ("family", "literal", "given"))


def _joined(particle: str, name: str) -> str:
    if not particle:
        return name
    return f"{particle}{name}" if particle.endswith(_JOINED) else f"{particle} {name}"


def _part(name: Mapping[str, Any], part: str) -> str:
    text = name.get(part)
    return plain_text(text) if isinstance(text, str) else ""
