"""Tests for what marks in an entry tell beside the model: quotation marks, brackets, bodies, kinds of theses, keys."""

import pytest

from indexer.bibliography.entry_parts import find_parts
from indexer.bibliography.tidied_parts import is_body


def read(text: str) -> dict[str, str]:
    parts = find_parts(text)
    names = ("authors", "year", "title", "container", "pages", "publisher", "place")
    found = {name: getattr(parts, name) for name in names}
    return {name: text[slice(*where)] for name, where in found.items() if where is not None}


@pytest.mark.parametrize(
    ("text", "title", "container"),
    [
        (
            "Holm, A. (2019) ‘How a village repaired its mill’, Rural Works. Available at: https://x.ex (30 May)",
            "How a village repaired its mill", "Rural Works",
        ),
        (
            "Holm, Ane. 2019. “How a Village Repaired Its Mill.” Rural Works. Accessed May 1, 2020. https://x.example.",
            "How a Village Repaired Its Mill", "Rural Works",
        ),
    ],
)  # fmt: skip
def test_a_closing_quotation_mark_ends_a_title(text: str, title: str, container: str) -> None:
    found = read(text)
    assert (found["title"], found["container"]) == (title, container)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Holm, A. (1999). “Mud is” sentences: what mud is in the north. Language of Mills, 3, 335-352.",
         "Mud is” sentences: what mud is in the north"),
        ("Holm, Ane. “‘Mud’ and the Making of Roads.” Roads and Mills 1 (1993): 130–70.",
         "Mud’ and the Making of Roads"),
    ],
)  # fmt: skip
def test_a_quotation_within_a_title_does_not_end_it(text: str, title: str) -> None:
    assert read(text)["title"] == title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Holm A. How a village repaired its mill [Internet]. Rural Works; 2019. Available from: https://x.example",
         "How a village repaired its mill"),
        ("Holm A. Night shifts and sleep [dissertation]. Porto: University of Porto; 2020.", "Night shifts and sleep"),
        ("Holm A. Night shifts and sleep. Doctoral dissertation. University of Porto; 2020.", "Night shifts and sleep"),
        ("Holm, Ane. 2018. Pola Tidur Sopir Angkutan. Skripsi. Universitas Muara.", "Pola Tidur Sopir Angkutan"),
    ],
)  # fmt: skip
def test_a_bracket_and_the_kind_of_a_thesis_end_a_title(text: str, title: str) -> None:
    assert read(text)["title"] == title


@pytest.mark.parametrize(
    "text",
    [
        "Ministry of Mills and Rivers. Annual Review of Weirs. Bergen: Ministry of Mills and Rivers, 2016.",
        "Ministry of Mills and Rivers. Annual review of weirs. Bergen: Ministry of Mills and Rivers; 2016.",
        "Ministry of Mills and Rivers, Annual Review of Weirs, Bergen, 2016.",
        "[MMR16] Ministry of Mills and Rivers. Annual review of weirs. Technical report, Bergen, 2016.",
    ],
)
def test_a_body_in_front_of_a_title_wrote_it(text: str) -> None:
    found = read(text)
    assert found["authors"] == "Ministry of Mills and Rivers"
    assert found["title"].casefold() == "annual review of weirs"


@pytest.mark.parametrize("name", ["Ministry of Mills", "World Mill Association", "Dewan Sungai Nasional", "Mill Trust"])
def test_bodies_are_known_by_their_words(name: str) -> None:
    assert is_body(name)


@pytest.mark.parametrize("name", ["Ane Holm", "Rain and Bread", "The association of ideas in rain", "Association", ""])
def test_other_names_and_titles_are_no_bodies(name: str) -> None:
    assert not is_body(name)


def test_a_key_and_a_title_behind_the_editor_are_no_authors() -> None:
    assert read("[Hol11] Ane Holm. Tides of the North. Sund, Bergen, second edition, 2011.")["authors"] == "Ane Holm"
    assert read("Holm, Ane, ed. Salt Roads. Leiden: Meridian, 2003.")["authors"] == "Holm, Ane"


def test_pages_behind_the_year_are_read() -> None:
    found = read(
        "Holm A, Day B. Ledgers as records. In: Roe I, Cole SR, eds. Rain and Drought. North Press; 2014:88-117."
    )
    assert (found["year"], found["pages"]) == ("2014", "88-117")
