"""Names in CSL-JSON: surname, given name, particles, suffix, and the full name."""

from typing import Any

import pytest

from kutip.metadata.names import PersonName, is_name, read_name


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
    assert (read_name(name).surname, read_name(name).given) == (listed, given)


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
    assert read_name(name).full == spoken
    assert is_name(name) == bool(spoken)


def test_only_a_name_of_two_parts_has_a_dropping_particle_or_suffix() -> None:
    parts = {"family": "Humboldt", "given": "Alexander", "dropping-particle": "von", "suffix": "Sr."}
    assert read_name(parts) == PersonName("Humboldt", "Alexander", "von", "Sr.")
    assert read_name({**parts, "literal": "UNODC"}) == PersonName("UNODC")
    assert read_name({**parts, "given": ""}) == PersonName("von Humboldt")
    assert read_name({**parts, "family": None}) == PersonName("Alexander")
