"""Tests for the parts of names: particles and suffixes as CSL has them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.bibliography.entry_authors import find_authors
from indexer.bibliography.name_parts import name_places


def parted(text: str) -> list[tuple[str, str, str, str]]:
    """The particle, family name, given names and suffix of each author of a text."""
    found = [name_places(text, *one, len(text)) for one in find_authors(text, (0, len(text)))]
    return [tuple(text[slice(*one)] for one in (name.particle, name.family, name.given, name.suffix)) for name in found]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("van der Berg, J. P., Jr.", [("van der", "Berg", "J. P.", "Jr.")]),
        ("Berg, J. P. van der", [("van der", "Berg", "J. P.", "")]),
        ("De la Cruz, A., & d’Alembert, J.", [("De la", "Cruz", "A.", ""), ("d’", "Alembert", "J.", "")]),
        ("Marsh CT Jr, de Boer C", [("", "Marsh", "CT", "Jr"), ("de", "Boer", "C", "")]),
        ("Ann Lee, Colin T. Marsh Jr., and Rui da Silva", [
            ("", "Lee", "Ann", ""), ("", "Marsh", "Colin T.", "Jr."), ("da", "Silva", "Rui", ""),
        ]),
        ("Thornbury, Giles, III, and Ann Lee", [("", "Thornbury", "Giles", "III"), ("", "Lee", "Ann", "")]),
        ("MARSH JÚNIOR, Colin; SILVA, Rui da", [("", "MARSH", "Colin", "JÚNIOR"), ("da", "SILVA", "Rui", "")]),
        ("Holt, Mira, and Ahmad bin Yusuf", [("", "Holt", "Mira", ""), ("bin", "Yusuf", "Ahmad", "")]),
    ],
)  # fmt: skip
def test_particles_and_suffixes_are_parted_from_names(text: str, names: list[tuple[str, str, str, str]]) -> None:
    assert parted(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Banco de Alimentos",  # an organisation stays whole
        "Van Damme, J.",  # a capital alone is part of the surname
        "Petrov II, Ann Lee",  # initials, no suffix
        "Kim, Y., S.H",  # degrees are no suffix
        "De, A.",
    ],
)
def test_what_is_no_particle_or_suffix_stays_in_the_name(text: str) -> None:
    assert all(particle == suffix == "" for particle, _, _, suffix in parted(text))


@given(
    st.lists(
        st.sampled_from(("Holt", "M.", "JK", ",", "and", ";", "de", "van", "Jr.", "III", "bin", "d’Or")), max_size=9
    )
)
def test_the_parts_of_a_name_lie_in_it_and_do_not_overlap(words: list[str]) -> None:
    text = " ".join(words)
    for one in find_authors(text, (0, len(text))):
        name = name_places(text, *one, len(text))
        parts = sorted(part for part in (name.particle, name.family, name.given, name.suffix) if part[0] < part[1])
        assert all(first[1] <= second[0] for first, second in pairwise(parts))
        assert name.whole[0] <= parts[0][0]
        assert parts[-1][1] <= name.whole[1] <= len(text)
        assert text[slice(*name.family)].strip()
