"""Markdown-like texts and the blocks that are found in them."""

from textwrap import dedent

import pytest

from indexer.parsing.markdown.markdown_reader import read_markdown
from kutip.types import Block, Kind

# Long enough to count as a paragraph cut by a page or figure, since it has no full stop.
CUT = "Formed in 1981 in Manila by the heads of five police forces, ASEANAPOL aims to hold yearly"


def blocks_of(source: str) -> tuple[Block, ...]:
    return read_markdown(dedent(source))[0]


def read(source: str) -> list[str]:
    return [f"{block.kind}: {block.text}" for block in blocks_of(source)]


def headings(source: str) -> list[str]:
    return ["  " * (block.level - 1) + block.text for block in blocks_of(source) if block.kind is Kind.HEADING]


# --- Front matter and headings --------------------------------------------------------------------------------------


def test_text_above_the_abstract_is_front_matter() -> None:
    source = """
        The Role of ASEANAPOL

        Mansur Juned¹

        Abstract

        This research discusses the role.

        Keywords: police, ASEANAPOL

        INTRODUCTION

        Crime crosses borders.
    """
    assert read(source) == [
        "front_matter: The Role of ASEANAPOL",
        "front_matter: Mansur Juned¹",
        "heading: Abstract",
        "paragraph: This research discusses the role.",
        "front_matter: Keywords: police, ASEANAPOL",
        "heading: INTRODUCTION",
        "paragraph: Crime crosses borders.",
    ]


def test_marks_determine_the_level_of_headings() -> None:
    source = """
        # Report

        ## 2.1 Methods of work

        ### what we did

        We read.

        ## Results

        We saw.
    """
    assert headings(source) == ["# Report", "  ## 2.1 Methods of work", "    ### what we did", "  ## Results"]


def test_headings_without_marks_are_recognised() -> None:
    source = """
        INTRODUCTION

        Crime crosses borders.

        RESULTS

        Role of ASEANAPOL

        It has three roles.

        Role as an Instrument

        It serves its members.

        Role as an Arena

        It is where they meet.

        Limits

        Money is short.

        CONCLUSION

        It works.
    """
    assert headings(source) == [
        "INTRODUCTION",
        "RESULTS",
        "  Role of ASEANAPOL",
        "    Role as an Instrument",
        "    Role as an Arena",
        "  Limits",
        "CONCLUSION",
    ]


def test_a_colon_announces_sub_headings_in_prose_but_not_in_a_caption() -> None:
    source = """
        RESULTS

        Findings of the Study

        There are two programmes, namely:

        Training Programmes

        They train.

        Exchange of Data

        They share.

        Note:

        CONCLUSION

        It works.
    """
    assert headings(source) == [
        "RESULTS",
        "  Findings of the Study",
        "    Training Programmes",
        "    Exchange of Data",
        "CONCLUSION",
    ]


def test_a_last_line_is_not_a_heading_because_nothing_follows_it() -> None:
    assert read("It works.\n\nCONCLUSION") == ["paragraph: It works.", "paragraph: CONCLUSION"]


def test_a_text_without_headings_consists_of_paragraphs() -> None:
    source = "Crime crosses borders.\n\nPolice forces meet.\n"
    assert read(source) == ["paragraph: Crime crosses borders.", "paragraph: Police forces meet."]
    assert {block.heading for block in blocks_of(source)} == {()}


def test_a_link_continues_a_paragraph_but_never_a_heading() -> None:
    source = """
        INTRODUCTION
        <https://example.org/a>

        See the site
        <https://example.org/b>
    """
    assert read(source) == [
        "heading: INTRODUCTION",
        "paragraph: <https://example.org/a>",
        "paragraph: See the site <https://example.org/b>",
    ]


def test_a_single_word_is_a_paragraph() -> None:
    assert read("Polri") == ["paragraph: Polri"]


def test_pages_end_at_form_feeds_and_indents_show_none() -> None:
    assert read_markdown("One.\n\fTwo.\n\nThree.\n\fFour.\n\f")[1] == (0, 6, 20)
    assert read_markdown(" One\n" + "text of a page\n" * 30)[1] == ()


# --- Paragraphs, lists, quotations ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "between",
    [
        "Figure 1. Map of the members",
        "Table 1. Members\n\nState\tYear\nLaos\t1995",
        "Source: Polri, 2023",
        "(Polri, 2023)",
        "\f",
        "",
    ],
)
def test_a_paragraph_cut_by_another_block_is_joined_again(between: str) -> None:
    source = f"{CUT}\n\n{between}\n\nconferences and to train.\n\nAnother begins.\n"
    texts = [block.text for block in blocks_of(source) if block.kind is Kind.PARAGRAPH]
    assert texts == [f"{CUT} conferences and to train.", "Another begins."]


def test_a_cut_paragraph_may_continue_with_a_capital() -> None:
    assert read(f"{CUT}\n\nASEAN meetings.\n") == [f"paragraph: {CUT} ASEAN meetings."]


def test_a_paragraph_that_ends_with_a_full_stop_is_not_continued() -> None:
    assert read(f"{CUT} meetings.\n\nnamely in Manila.\n") == [
        f"paragraph: {CUT} meetings.",
        "paragraph: namely in Manila.",
    ]


def test_list_items_are_recognised_with_their_titles() -> None:
    source = """
        There are three:

        1. First, train the police of all member states.

        2. HIV/AIDS

        Many cases led to it.

        - Last, share data.
    """
    assert read(source) == [
        "paragraph: There are three:",
        "list_item: 1. First, train the police of all member states.",
        "list_item: 2. HIV/AIDS\nMany cases led to it.",
        "list_item: - Last, share data.",
    ]


def test_quotations_are_recognised_by_marks_and_by_quoted_lines() -> None:
    source = """
        “Any person who recruits another is guilty.”

        > The law says so,
        > and says it twice.

        He said “no” and left.
    """
    assert read(source) == [
        "quote: “Any person who recruits another is guilty.”",
        "quote: > The law says so, > and says it twice.",
        "paragraph: He said “no” and left.",
    ]


# --- References -----------------------------------------------------------------------------------------------------


def test_references_with_dashes_are_joined_across_pages() -> None:
    source = """
        REFERENCES

        - Archer, C. (2001). *International

        Organizations* (Third Edit). Routledge.

        - Kim, Y. K. (2023). Joint work.
        <https://doi.org/10.1/2>
    """
    assert read(source)[1:] == [
        "reference: - Archer, C. (2001). *International Organizations* (Third Edit). Routledge.",
        "reference: - Kim, Y. K. (2023). Joint work. <https://doi.org/10.1/2>",
    ]


def test_references_without_dashes_are_recognised() -> None:
    source = """
        Daftar Pustaka

        Archer, C. (2001). International Organizations. Routledge.

        UNODC. (n.d.). Global report on
        trafficking.
    """
    assert read(source)[1:] == [
        "reference: Archer, C. (2001). International Organizations. Routledge.",
        "reference: UNODC. (n.d.). Global report on trafficking.",
    ]


def test_a_heading_ends_the_references() -> None:
    source = "REFERENCES\n\n- Archer, C. (2001). Book.\n\nAPPENDIX\n\nThe questions were these.\n"
    assert read(source)[2:] == ["heading: APPENDIX", "paragraph: The questions were these."]


# --- Tables ---------------------------------------------------------------------------------------------------------


def rows(source: str) -> list[dict[str, str]]:
    found = [block for block in blocks_of(source) if block.kind is Kind.TABLE_ROW]
    return [{cell.column: cell.text for cell in row.cells} for row in found]


def test_a_table_with_pipes_has_named_cells() -> None:
    source = """
        Table 1. Members

        | State | Joined |
        |-------|:------:|
        | Laos  | 1995   |
        | Burma | -      |
        | Siam  |        |
        | -     | -      |
    """
    assert rows(source) == [
        {"State": "Laos", "Joined": "1995"},
        {"State": "Burma", "Joined": "-"},
        {"State": "Siam"},
        {"State": "-", "Joined": "-"},
    ]
    contexts = {block.context for block in blocks_of(source) if block.kind is Kind.TABLE_ROW}
    assert contexts == {("Table 1. Members", "State", "Joined")}


def test_a_legend_names_the_columns_under_a_spanning_header() -> None:
    source = (
        "Table 1. Poverty\n\nCountry\t2018\t\t2019\t\nLaos\t9%\t12\t8%\t11\nSiam\t-\t7\t\t6\n\n"
        "Source: Yearbook\n\nNote:\n\n Below poverty\n Without work\n\nAfter the table comes prose.\n"
    )
    assert rows(source) == [
        {
            "Country": "Laos",
            "2018 · Below poverty": "9%",
            "2018 · Without work": "12",
            "2019 · Below poverty": "8%",
            "2019 · Without work": "11",
        },
        {"Country": "Siam", "2018 · Below poverty": "-", "2018 · Without work": "7", "2019 · Without work": "6"},
    ]
    assert read(source)[-3:] == [
        "caption: Source: Yearbook",
        "caption: Note: Below poverty Without work",
        "paragraph: After the table comes prose.",
    ]


@pytest.mark.parametrize("following", ["CONCLUSION", "## Results", "Table 2. More", "| a | b |\n| c | d |", "1. One"])
def test_a_note_does_not_absorb_a_following_block(following: str) -> None:
    source = f"| State | Joined |\n| Laos | 1995 |\n\nNote:\n\nin full years\n\n{following}\n\nIt works.\n"
    assert "caption: Note: in full years" in read(source)


def test_a_document_may_consist_of_a_table_only() -> None:
    assert read("State\tJoined\nLaos\t1995\n") == ["caption: State Joined", "table_row: Laos 1995"]
    assert rows("State\tJoined\nLaos\t1995\n") == [{"State": "Laos", "Joined": "1995"}]


def test_extra_cells_of_a_row_have_no_column_name() -> None:
    source = "State\tJoined\nLaos\t1995\tVientiane\n"
    row = blocks_of(source)[1]
    assert [(cell.column, cell.text) for cell in row.cells] == [
        ("State", "Laos"),
        ("Joined", "1995"),
        ("", "Vientiane"),
    ]


def test_an_appendix_has_no_headings_above_it() -> None:
    source = "CONCLUSION\n\nIt works.\n\nAppendix 1. Members\n\n| State | Joined |\n| Laos | 1995 |\n"
    assert [(block.kind, block.heading) for block in blocks_of(source)][-1] == (Kind.TABLE_ROW, ())


def test_numbered_sections_are_headings_and_numbered_lists_are_not() -> None:
    source = "\n\n".join(
        ("1. Introduction", "It begins.", "2. Methods", "Two:", "1. Reading Papers", "2. Asking", "3. Results", "None.")
    )
    blocks, _ = read_markdown(source)
    assert [block.text for block in blocks if block.kind is Kind.HEADING] == [
        "1. Introduction",
        "2. Methods",
        "3. Results",
    ]
    assert blocks[-1].heading == ("3. Results",)


def test_the_marks_of_a_heading_are_not_part_of_its_name() -> None:
    blocks, _ = read_markdown("# Paper\n\n## Results\n\nNone.")
    assert [block.text for block in blocks] == ["# Paper", "## Results", "None."]
    assert blocks[-1].heading == ("Paper", "Results")
