"""What a line begins, by its first words: cases that a reader would agree on."""

import re

import pytest

from indexer import marks


@pytest.mark.parametrize(
    ("mark", "line"),
    [
        (marks.FIGURE, "Figure 1. Trafficking routes"),
        (marks.FIGURE, "Fig. 2: Routes"),
        (marks.FIGURE, "Gambar 3.1. Peta"),
        (marks.FIGURE, "Grafik IV: Kasus"),
        (marks.TABLE, "Table 2. Number of cases"),
        (marks.TABLE, "Tabel 2: Jumlah kasus"),
        (marks.TABLE, "APPENDIX A. Questions"),
        (marks.TABLE, "Lampiran 1. Daftar"),
        (marks.NOTE, "Source: Susilo, 2024"),
        (marks.NOTE, "Notes : all figures rounded"),
        (marks.NOTE, "Sumber: Polri"),
        (marks.LIST_ITEM, "1. HIV/AIDS"),
        (marks.LIST_ITEM, "(a) first"),
        (marks.LIST_ITEM, "iv) fourth"),
        (marks.LIST_ITEM, "b.\t SOMTC"),
        (marks.LIST_ITEM, "• a dot"),
        (marks.FRONT_MATTER, "Keywords: trafficking, police"),
        (marks.FRONT_MATTER, "Kata kunci: polisi"),
        (marks.FRONT_MATTER, "Copyright (c) 2025 The Authors"),
        (marks.FRONT_MATTER, "Received 12 August 2024"),
    ],
)
def test_lines_that_open_something(mark: re.Pattern[str], line: str) -> None:
    assert mark.match(line)


@pytest.mark.parametrize(
    ("mark", "line"),
    [
        (marks.FIGURE, "Figure 1 shows the routes"),
        (marks.FIGURE, "Figures rose. In 2021"),
        (marks.TABLE, "Table 1 and Table 2 show"),
        (marks.TABLE, "Appendix. Questions"),
        (marks.NOTE, "Sources of law are many"),
        (marks.NOTE, "Noted: nothing"),
        (marks.LIST_ITEM, "1.5 million victims"),
        (marks.LIST_ITEM, "2021. A year"),
        (marks.LIST_ITEM, "a police force"),
        (marks.LIST_ITEM, "-5 degrees"),
        (marks.FRONT_MATTER, "Publisheds are no word"),
    ],
)
def test_lines_that_only_look_like_it(mark: re.Pattern[str], line: str) -> None:
    assert not mark.match(line)


@pytest.mark.parametrize("line", ["REFERENCES", "References:", "5. References", "Daftar Pustaka", "Works Cited"])
def test_headings_of_a_reference_list(line: str) -> None:
    assert marks.REFERENCES.fullmatch(line)


@pytest.mark.parametrize("line", ["ABSTRACT:", "Abstrak", "1. Introduction", "PENDAHULUAN"])
def test_headings_that_open_a_paper(line: str) -> None:
    assert marks.OPENING.fullmatch(line)


def test_a_sentence_about_references_is_no_heading() -> None:
    assert not marks.REFERENCES.fullmatch("References are listed below")
    assert not marks.OPENING.fullmatch("Introduction of the law")


@pytest.mark.parametrize(
    ("line", "alone"),
    [
        ("(UNODC, 2023)", True),
        ("(Kim et al., n.d.).", True),
        ("(BPS 2021b)", True),
        ("See (UNODC, 2023)", False),
        ("(no year given)", False),
    ],
)
def test_a_source_alone_on_its_line(line: str, *, alone: bool) -> None:
    assert bool(marks.LONE_CITATION.fullmatch(line)) is alone


@pytest.mark.parametrize(
    ("text", "quotation"),
    [
        ("“Any person who recruits is guilty.”", True),
        ('"Any person who recruits is guilty".', True),
        ("«Toute personne.»", True),
        ("‘One of the state’s duties.’", True),
        ("“One” and “two”", False),
        ("“Opened and never closed", False),
        ("He said “no.”", False),
        ("“”", False),
        ("", False),
    ],
)
def test_one_quotation_from_first_to_last(text: str, *, quotation: bool) -> None:
    assert marks.is_quotation(text) is quotation


@pytest.mark.parametrize(
    ("line", "starts"),
    [
        ("- Archer, C. (2001). *International Organizations* (Third Edit). Routledge.", True),
        ("Archer, C. (2001). International Organizations.", True),
        ("Kim, Y. K., Lee, H., & Park, J. (2023a). Joint investigation.", True),
        ("UNODC. (n.d.). Global report.", True),
        ("Kompas. (2023, June 5). Polisi tangkap pelaku.", True),
        ("[12] C. Archer, Organizations, 2001.", True),
        ("7. Archer, C. Organizations. 2001.", True),
        ("Methods Approaches. In H. Salmon (Ed.), *SAGE* (Fifth). SAGE Publications, Inc.", False),
        ("https://doi.org/10.35879/jik.v19i1.466", False),
        ("and Human Rights, 12(3), 45–67.", False),
        ("Policy (2nd ed.). Routledge.", False),
    ],
)
def test_where_an_entry_of_a_reference_list_begins(line: str, *, starts: bool) -> None:
    assert marks.starts_entry(line) is starts
