"""Names parted into persons where their form shows that they are persons, and left whole where it does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.bibliography.entry_authors import find_authors
from indexer.bibliography.personal_names import people


def read(text: str) -> list[str]:
    """The authors of a text as "family|given"."""
    found = find_authors(text, (0, len(text)))
    return [f"{text[slice(*family)]}|{text[slice(*given)]}".strip() for _, family, given in found]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mira Holt, Jonas Vik, and Clara B. Nunn", ["Holt|Mira", "Vik|Jonas", "Nunn|Clara B."]),
        ("M. Holt and J. K. Vik", ["Holt|M.", "Vik|J. K."]),
        ("M. Holt", ["Holt|M."]),
        ("M.-L. de la Rue, J. van der Meer", ["de la Rue|M.-L.", "van der Meer|J."]),
        ("Holt M, Vik JK, de Boer C", ["Holt|M", "Vik|JK", "de Boer|C"]),
        ("Holt M.B., Vik J.", ["Holt|M.B.", "Vik|J."]),
        ("Holt, Mira, and Jonas Vik", ["Holt|Mira", "Vik|Jonas"]),
        ("Holt, Mira dan Jonas Vik", ["Holt|Mira", "Vik|Jonas"]),
        ("Holt, Mira", ["Holt|Mira"]),
        ("Holt, Mira B., Vik, Jonas", ["Holt|Mira B.", "Vik|Jonas"]),
        ("HOLT, M.; VIK, Jonas Karl", ["HOLT|M.", "VIK|Jonas Karl"]),
        ("Holt, M. B., and Jonas Vik", ["Holt|M. B.", "Vik|Jonas"]),
        ("Holt, Mira, Jr., and Jonas Vik", ["Holt|Mira, Jr.", "Vik|Jonas"]),
        ("Holt M, Vik J, et al.", ["Holt|M", "Vik|J"]),
    ],
)
def test_persons_in_any_order_have_family_and_given_names(text: str, names: list[str]) -> None:
    assert read(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Mira Holt",  # may be a person or a body: nothing shows which
        "Port Authority",
        "Ministry of Ports and Harbours",
        "Harbour Board of the North and Bureau of Tides",
        "IOM UN Migration",
        "UNESCO",
        "王芳",
        "harbour watch",
    ],
)
def test_what_may_be_an_organisation_stays_whole(text: str) -> None:
    assert read(text) == [f"{text}|"]


pieces = st.sampled_from(
    ["Holt", "M.", "JK", ",", ", ", " and ", " & ", ";", " ", "de", "et al.", "Jr.", "(Eds.)", "of", "1"]
)


@given(st.lists(pieces, max_size=12).map("".join))
def test_names_are_pieces_of_the_text_in_order(text: str) -> None:
    found = people(text, (0, len(text))) or []
    for whole, family, given_names in found:
        assert whole[0] == min(family[0], given_names[0]) < whole[1] == max(family[1], given_names[1]) <= len(text)
        assert text[slice(*family)].strip()
        assert text[slice(*given_names)].strip()
    assert [whole for whole, _, _ in found] == sorted(whole for whole, _, _ in found)


@pytest.mark.parametrize("unit", ["A, ", "A and ", "Holt; ", "Holt M, ", "& ", " ,", "Aa "])
def test_very_many_names_are_no_list_of_authors(unit: str) -> None:
    text = unit * 5000
    assert people(text, (0, len(text))) is None
