"""Raw text extracted from a PDF and the blocks that are found in it.

Soft line ends have a blank before them and hard ones do not, as in the text of the second bundled paper.
"""

from textwrap import dedent

import pytest

from indexer.parsing.pdf_text import read_pdf_text
from kutip.types import Block, Kind


def blocks_of(source: str) -> tuple[Block, ...]:
    """Return the blocks of a source; '~' is the blank before a soft line end."""
    return read_pdf_text(dedent(source).strip("\n").replace("~\n", " \n"))[0]


def read(source: str) -> list[str]:
    return [f"{block.kind}: {block.text}" for block in blocks_of(source)]


def headings(source: str) -> list[str]:
    return ["  " * (block.level - 1) + block.text for block in blocks_of(source) if block.kind is Kind.HEADING]


# --- Front matter and headings --------------------------------------------------------------------------------------


def test_title_and_authors_above_the_abstract_are_front_matter() -> None:
    source = """
        The Challenges of Organizations in~
        Combating Crime

        Mansur Juned

        ABSTRACT:
        Crime crosses borders and~
        police forces meet.
        Keywords: police

        INTRODUCTION
        Human trafficking is a~
        global concern.
    """
    assert read(source) == [
        "front_matter: The Challenges of Organizations in Combating Crime",
        "front_matter: Mansur Juned",
        "heading: ABSTRACT:",
        "paragraph: Crime crosses borders and police forces meet.",
        "front_matter: Keywords: police",
        "heading: INTRODUCTION",
        "paragraph: Human trafficking is a global concern.",
    ]


def test_a_heading_over_several_lines_with_a_cut_word_is_joined() -> None:
    source = """
        RESULTS
        Crime crosses~
        all borders of~
        the region.

        Role of the Police in Address-
        ing Human Trafficking~
        in Southeast Asia
        The police meet every~
        year and are~
        addressing it.
    """
    assert headings(source) == ["RESULTS", "  Role of the Police in Addressing Human Trafficking in Southeast Asia"]


def test_a_heading_in_capitals_may_have_two_lines() -> None:
    source = """
        THE ROLE OF THE~
        POLICE FORCES
        They meet every~
        year in Manila.
    """
    assert headings(source) == ["THE ROLE OF THE POLICE FORCES"]


def test_numbered_headings_are_nested_by_their_numbers() -> None:
    source = """
        1. INTRODUCTION
        Crime crosses~
        all borders of~
        the region.

        2.1 Sources of Data
        We read all~
        the papers~
        there are.
    """
    assert headings(source) == ["1. INTRODUCTION", "  2.1 Sources of Data"]


def test_a_colon_announces_sub_headings() -> None:
    source = """
        RESULTS
        Crime crosses~
        all borders~
        of the region.

        Strategies of the Police
        There are~
        two of them~
        in all, namely:

        Training Programmes
        They train~
        all their~
        people in~
        Manila.

        Exchange of Data
        They share~
        what they~
        all know~
        of it.

        CONCLUSION
        It works.
    """
    assert headings(source) == [
        "RESULTS",
        "  Strategies of the Police",
        "    Training Programmes",
        "    Exchange of Data",
        "CONCLUSION",
    ]


def test_capitals_are_a_heading_in_a_text_whose_line_ends_leave_no_blanks() -> None:
    source = """
        They are many.
        RESULTS AND
        DISCUSSION
        The police meet every
        year in one state.
    """
    assert read(source)[1:] == [
        "heading: RESULTS AND DISCUSSION",
        "paragraph: The police meet every year in one state.",
    ]


def test_capitals_followed_by_a_soft_line_end_are_not_a_heading() -> None:
    source = """
        They are~
        many.

        ASEANAPOL POLRI~
        BARESKRIM and the~
        others meet.
    """
    assert headings(source) == []


def test_a_line_in_title_case_within_a_sentence_is_not_a_heading() -> None:
    source = """
        The forum is held by the~
        Association of Southeast~
        Asian Nations

        Chiefs of Police

        and meets every year~
        in one of the states.
    """
    assert headings(source) == []


def test_a_last_line_is_not_a_heading_because_nothing_follows_it() -> None:
    assert read("Crime crosses~\nall borders.\n\nCONCLUSION\n") == [
        "paragraph: Crime crosses all borders.",
        "paragraph: CONCLUSION",
    ]


def test_a_text_without_headings_consists_of_paragraphs() -> None:
    source = """
        Crime crosses~
        all borders.
        Police forces~
        meet.

        They talk.
    """
    assert read(source) == [
        "paragraph: Crime crosses all borders.",
        "paragraph: Police forces meet.",
        "paragraph: They talk.",
    ]
    assert {block.heading for block in blocks_of(source)} == {()}


def test_a_single_line_is_a_paragraph() -> None:
    assert read("Polri") == ["paragraph: Polri"]


# --- What cuts a paragraph ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("between", "parts"),
    [
        ("\n", []),
        ("\n\n\n", []),
        ("\f", []),
        ("\nFigure 1. Routes of crime\n\n", ["caption: Figure 1. Routes of crime"]),
        ("\nSource: Polri, 2023\n\n", ["caption: Source: Polri, 2023"]),
        (
            "\nTable 1. Cases~\nby year\nYear Total\n2020 12\n2021 13\nSource: Polri\n\f",
            [
                "caption: Table 1. Cases by year",
                "caption: Year Total",
                "table_row: 2020 12",
                "table_row: 2021 13",
                "caption: Source: Polri",
            ],
        ),
    ],
    ids=["column", "blank", "page", "figure", "note", "table"],
)
def test_a_paragraph_cut_by_another_block_is_joined_again(between: str, parts: list[str]) -> None:
    source = (
        f"Crime in the region~\ncrosses all of~\nits borders and~\nmoves over its~\n{between}seas with many~\nboats.\n"
    )
    assert read(source) == [
        "paragraph: Crime in the region crosses all of its borders and moves over its seas with many boats.",
        *parts,
    ]


def test_a_word_cut_by_a_page_break_is_joined_again() -> None:
    assert read("A framework over~\nborders is a frame-\n\fwork for all.\n") == [
        "paragraph: A framework over borders is a framework for all."
    ]


def test_a_caption_ends_at_its_hard_line_end() -> None:
    source = """
        Figure 2. Routes of crime~
        over the sea
        The sea is wide and~
        has many islands.
    """
    assert read(source) == [
        "caption: Figure 2. Routes of crime over the sea",
        "paragraph: The sea is wide and has many islands.",
    ]


def test_list_items_and_a_quotation_are_recognised() -> None:
    source = """
        There are two of~
        them, namely:
        a.\t First, training of~
        the police.
        b.\t Then, data.

        “Any person who recruits~
        another is guilty.”
    """
    assert read(source) == [
        "paragraph: There are two of them, namely:",
        "list_item: a. First, training of the police.",
        "list_item: b. Then, data.",
        "quote: “Any person who recruits another is guilty.”",
    ]


def test_references_are_joined_across_lines_and_pages() -> None:
    source = """
        REFERENCES
        Archer, C. (2001). International~
        Organizations. Routledge.
        Kim, Y. K. (2023). Joint work over~
        \fall borders. Journal, 1(2).

        UNODC. (n.d.). Global report.
    """
    assert read(source)[1:] == [
        "reference: Archer, C. (2001). International Organizations. Routledge.",
        "reference: Kim, Y. K. (2023). Joint work over all borders. Journal, 1(2).",
        "reference: UNODC. (n.d.). Global report.",
    ]


def test_pages_are_divided_by_form_feeds() -> None:
    assert read_pdf_text("One page.\n\fAnother page.\nIt ends.\n")[1] == (0, 11)


def test_pages_start_at_indented_lines_if_the_first_line_is_one() -> None:
    body = "text of a page\n" * 30
    assert read_pdf_text(f" One\n{body} Two\n{body}")[1] == (0, 455)
    assert read_pdf_text(f"One\n{body} Two\n{body}")[1] == ()


# --- Where a table ends ---------------------------------------------------------------------------------------------

PROSE = """
Human trafficking is a problem that~
needs many police forces to work~
together over the borders of all the~
states of the region and beyond them,~
every year and in every place.
"""


def kinds(source: str) -> list[Kind]:
    return [block.kind for block in blocks_of(source)]


def test_a_table_that_is_a_picture_does_not_absorb_the_prose_below() -> None:
    assert kinds(f"{PROSE}\nTable 1. Cases\n\n{PROSE}") == [Kind.PARAGRAPH, Kind.CAPTION, Kind.PARAGRAPH]


@pytest.mark.parametrize("gap", ["", "\n"])
def test_a_table_that_is_a_picture_does_not_absorb_the_next_heading(gap: str) -> None:
    source = f"{PROSE}\nTable 1. Cases\n\nCONCLUSION OF ALL\n{gap}{PROSE.strip()}"
    assert kinds(source) == [Kind.PARAGRAPH, Kind.CAPTION, Kind.HEADING, Kind.PARAGRAPH]


def test_prose_ends_a_table_without_row_numbers() -> None:
    source = f"{PROSE}\nTable 1. Cases\nYear Total\n2020 12\n2021 13\n\n{PROSE}"
    assert kinds(source)[1:] == [Kind.CAPTION, Kind.CAPTION, Kind.TABLE_ROW, Kind.TABLE_ROW, Kind.PARAGRAPH]


def test_a_caption_at_the_end_has_no_rows() -> None:
    assert kinds(f"{PROSE}\nTable 1. Cases\n") == [Kind.PARAGRAPH, Kind.CAPTION]


def test_an_appendix_has_no_headings_above_it() -> None:
    source = f"CONCLUSION\n{PROSE.strip()}\n{PROSE}\nAppendix 1. Cases\nYear Total\n2020 12\n2021 13\n"
    assert [block.heading for block in blocks_of(source)] == [("CONCLUSION",)] * 3 + [()] * 4


def test_numbered_sections_are_headings_if_the_opening_was_numbered() -> None:
    source = "1. Introduction\nIt begins here and \ngoes on.\n\n2. Methods and Data\nWe read what \nthere was.\n"
    blocks, _ = read_pdf_text(source)
    assert [block.text for block in blocks if block.kind is Kind.HEADING] == ["1. Introduction", "2. Methods and Data"]
