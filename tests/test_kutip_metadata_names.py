"""Names in CSL-JSON: surname, given name, particles, suffix, and the full name."""

from typing import Any

import pytest

from kutip.metadata.names import dropping_particle, full_name, given_name, suffix, surname


@pytest.mark.parametrize(
    ("name", "listed", "given"),
    [
        ({"family": "Juned", "given": "Mansur"}, "Juned", "Mansur"),
        ({"family": "Goor", "given": "Jan", "non-dropping-particle": "van"}, "van Goor", "Jan"),
        ({"family": "Suharto"}, "Suharto", ""),
        ({"given": "Suharto"}, "Suharto", ""),
        ({"family": "Suharto", "given": None}, "Suharto", ""),
        ({"literal": "UNODC"}, "UNODC", ""),
        ({"literal": "UNODC", "family": "Juned", "given": "Mansur"}, "UNODC", ""),
        ({}, "", ""),
        ({"literal": 5, "family": ["x"]}, "", ""),
        ({"family": "Humboldt", "given": "Alexander", "dropping-particle": "von"}, "Humboldt", "Alexander"),
        ({"family": "Humboldt", "dropping-particle": "von"}, "von Humboldt", ""),
        ({"literal": "Johnson &amp; Johnson"}, "Johnson & Johnson", ""),
    ],
)
def test_a_name_has_a_surname_to_sort_by_and_a_given_name(name: dict[str, Any], listed: str, given: str) -> None:
    assert (surname(name), given_name(name)) == (listed, given)


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ({"family": "Juned", "given": "Mansur"}, "Mansur Juned"),
        ({"family": "Goor", "given": "Jan", "non-dropping-particle": "van"}, "Jan van Goor"),
        ({"family": "Beethoven", "given": "Ludwig", "dropping-particle": "van"}, "Ludwig van Beethoven"),
        ({"family": "Alembert", "given": "Jean", "dropping-particle": "d’"}, "Jean d’Alembert"),
        ({"family": "Khwarizmi", "given": "Musa", "non-dropping-particle": "al-"}, "Musa al-Khwarizmi"),
        (
            {"family": "Vega", "given": "Ana", "dropping-particle": "de", "non-dropping-particle": "la"},
            "Ana de la Vega",
        ),
        ({"family": "King", "given": "Martin Luther", "suffix": "Jr."}, "Martin Luther King Jr."),
        ({"family": "Suharto", "suffix": "Jr."}, "Suharto"),
        ({"literal": "UNODC", "suffix": "Jr."}, "UNODC"),
        ({"suffix": "Jr.", "dropping-particle": "von"}, ""),
    ],
)
def test_a_full_name_has_its_particles_and_suffix(name: dict[str, Any], spoken: str) -> None:
    assert full_name(name) == spoken


def test_only_a_name_of_two_parts_has_a_dropping_particle_or_suffix() -> None:
    parts = {"family": "Humboldt", "given": "Alexander", "dropping-particle": "von", "suffix": "Sr."}
    assert (dropping_particle(parts), suffix(parts)) == ("von", "Sr.")
    for other in ({**parts, "literal": "UNODC"}, {**parts, "given": ""}, {**parts, "family": None}):
        assert (dropping_particle(other), suffix(other)) == ("", "")
