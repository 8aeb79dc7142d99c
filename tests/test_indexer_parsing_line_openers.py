"""Recognising from its first words what a line begins."""

import re

import pytest

from indexer.parsing import line_openers


@pytest.mark.parametrize(
    ("mark", "line"),
    [
        (line_openers.FIGURE, "Figure 1. Trafficking routes"),
        (line_openers.FIGURE, "Fig. 2: Routes"),
        (line_openers.FIGURE, "Gambar 3.1. Peta"),
        (line_openers.FIGURE, "Grafik IV: Kasus"),
        (line_openers.TABLE, "Table 2. Number of cases"),
        (line_openers.TABLE, "Tabel 2: Jumlah kasus"),
        (line_openers.TABLE, "APPENDIX A. Questions"),
        (line_openers.TABLE, "Lampiran 1. Daftar"),
        (line_openers.NOTE, "Source: Susilo, 2024"),
        (line_openers.NOTE, "Notes : all figures rounded"),
        (line_openers.NOTE, "Sumber: Polri"),
        (line_openers.LIST_ITEM, "1. HIV/AIDS"),
        (line_openers.LIST_ITEM, "(a) first"),
        (line_openers.LIST_ITEM, "iv) fourth"),
        (line_openers.LIST_ITEM, "b.\t SOMTC"),
        (line_openers.LIST_ITEM, "• a dot"),
        (line_openers.FRONT_MATTER, "Keywords: trafficking, police"),
        (line_openers.FRONT_MATTER, "Kata kunci: polisi"),
        (line_openers.FRONT_MATTER, "Copyright (c) 2025 The Authors"),
        (line_openers.FRONT_MATTER, "Received 12 August 2024"),
    ],
)
def test_lines_that_begin_a_caption_note_list_item_or_front_matter_match(mark: re.Pattern[str], line: str) -> None:
    assert mark.match(line)


@pytest.mark.parametrize(
    ("mark", "line"),
    [
        (line_openers.FIGURE, "Figure 1 shows the routes"),
        (line_openers.FIGURE, "Figures rose. In 2021"),
        (line_openers.TABLE, "Table 1 and Table 2 show"),
        (line_openers.TABLE, "Appendix. Questions"),
        (line_openers.NOTE, "Sources of law are many"),
        (line_openers.NOTE, "Noted: nothing"),
        (line_openers.LIST_ITEM, "1.5 million victims"),
        (line_openers.LIST_ITEM, "2021. A year"),
        (line_openers.LIST_ITEM, "a police force"),
        (line_openers.LIST_ITEM, "-5 degrees"),
        (line_openers.FRONT_MATTER, "Publisheds are no word"),
    ],
)
def test_lines_that_only_resemble_one_do_not_match(mark: re.Pattern[str], line: str) -> None:
    assert not mark.match(line)


@pytest.mark.parametrize("line", ["REFERENCES", "References:", "5. References", "Daftar Pustaka", "Works Cited"])
def test_headings_of_a_reference_list_are_recognised(line: str) -> None:
    assert line_openers.REFERENCES.fullmatch(line)


@pytest.mark.parametrize("line", ["ABSTRACT:", "Abstrak", "1. Introduction", "PENDAHULUAN"])
def test_headings_that_open_a_paper_are_recognised(line: str) -> None:
    assert line_openers.OPENING.fullmatch(line)


def test_a_sentence_about_references_is_not_a_heading() -> None:
    assert not line_openers.REFERENCES.fullmatch("References are listed below")
    assert not line_openers.OPENING.fullmatch("Introduction of the law")


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
def test_a_citation_alone_on_its_line_is_recognised(line: str, *, alone: bool) -> None:
    assert bool(line_openers.LONE_CITATION.fullmatch(line)) is alone


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
def test_a_text_that_is_one_quotation_is_recognised(text: str, *, quotation: bool) -> None:
    assert line_openers.is_quotation(text) is quotation


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
def test_the_first_line_of_a_reference_is_recognised(line: str, *, starts: bool) -> None:
    assert line_openers.starts_entry(line) is starts
