"""Tables in a source text, and the rows and cells that the readers find in them."""

from textwrap import dedent

import pytest

from indexer.parsing.lines import split_lines
from indexer.parsing.pdf_text import read_pdf_text
from indexer.parsing.tables import delimited_table
from kutip.text.reading import source_of
from kutip.types import Block, Kind

# Prose in which soft line ends have a blank, so that below it a line without a blank ends hard.
PROSE = "Crime crosses all \nof the borders \nin the region and \nmoves over seas \n" * 8 + "with boats.\n\n"


def blocks_below(table: str) -> list[Block]:
    """Return the blocks of a table below prose in PDF text; '~' is the blank before a soft line end."""
    return list(read_pdf_text(PROSE + dedent(table).strip("\n").replace("~\n", " \n"))[0][1:])


def read(table: str) -> list[str]:
    return [f"{block.kind}: {block.text}" for block in blocks_below(table)]


def rows(table: str) -> list[list[str]]:
    """Return the cells of each row as "column=text"."""
    found = [block for block in blocks_below(table) if block.kind is Kind.TABLE_ROW]
    return [[f"{cell.column}={cell.text}" for cell in row.cells] for row in found]


# --- Flattened by a PDF ---------------------------------------------------------------------------------------------


def test_a_table_of_numbers_has_a_cell_per_number() -> None:
    table = """
        Table 1. Cases in the region
        City Total
        Kuala Lumpur 1,047
        Manila -
        Hanoi 3.5%
        Source: Polri, 2024
    """
    assert rows(table) == [
        ["City=Kuala Lumpur", "Total=1,047"],
        ["City=Manila", "Total=-"],
        ["City=Hanoi", "Total=3.5%"],
    ]
    assert read(table) == [
        "caption: Table 1. Cases in the region",
        "caption: City Total",
        "table_row: Kuala Lumpur 1,047",
        "table_row: Manila -",
        "table_row: Hanoi 3.5%",
        "caption: Source: Polri, 2024",
    ]


def test_a_row_of_years_names_the_columns() -> None:
    table = """
        Table 2. Suspects
        Year 2020 2021 2022
        Number of suspects 163 165 159
    """
    assert rows(table) == [["=Number of suspects", "Year 2020=163", "Year 2021=165", "Year 2022=159"]]


def test_cells_that_wrap_over_lines_in_numbered_rows_are_joined() -> None:
    table = """
        Table 3. Officers
        No. Name Position Placement

        1. Gaspar Mikel Da~
        Costa, S.H. ATPOL Indonesian Embassy~

        Dili, Timor Leste

        2. Juliarman Putra, S.Sos. ATPOL

        Indonesian Embassy~
        Kuala Lumpur

        3. Agus Siswanto, S.H. STAFNISPOL Consulate General in~
        Tawao, Malaysia

        4. Indra Siregar, M.H. ATPOL Indonesian Embassy~

        Singapore

        5. Sofyan Arief, S.I.K. STAFNISPOL Consulate General in~
        Penang, Malaysia
        Source: Susilo, 2024
    """
    assert rows(table) == [
        [
            "No.=1.",
            "Name=Gaspar Mikel Da Costa, S.H.",
            "Position=ATPOL",
            "Placement=Indonesian Embassy Dili, Timor Leste",
        ],
        ["No.=2.", "Name=Juliarman Putra, S.Sos.", "Position=ATPOL", "Placement=Indonesian Embassy Kuala Lumpur"],
        ["No.=3.", "Name=Agus Siswanto, S.H.", "Position=STAFNISPOL", "Placement=Consulate General in Tawao, Malaysia"],
        ["No.=4.", "Name=Indra Siregar, M.H.", "Position=ATPOL", "Placement=Indonesian Embassy Singapore"],
        [
            "No.=5.",
            "Name=Sofyan Arief, S.I.K.",
            "Position=STAFNISPOL",
            "Placement=Consulate General in Penang, Malaysia",
        ],
    ]


FORUMS = """
    Appendix 1. Forums
    No. Forum Date

    1. First Forum December 18 – 20, 1997
    Manila

    2. Second Forum June 21, 1999
    Yangon
"""
MORE_FORUMS = """
    3. Third Forum 9 – 10 Juni 2003
    Hanoi

    4. Fourth Forum May 5, 2020.
"""
FORUM_ROWS = [
    ["No.=1.", "Forum=First Forum", "Date=December 18 – 20, 1997 Manila"],
    ["No.=2.", "Forum=Second Forum", "Date=June 21, 1999 Yangon"],
    ["No.=3.", "Forum=Third Forum", "Date=9 – 10 Juni 2003 Hanoi"],
    ["No.=4.", "Forum=Fourth Forum", "Date=May 5, 2020."],
]


def test_rows_with_dates_have_a_cell_for_each_column() -> None:
    assert rows(dedent(FORUMS) + dedent(MORE_FORUMS)) == FORUM_ROWS


def test_a_header_repeated_on_the_next_page_is_not_a_row() -> None:
    table = f"{dedent(FORUMS)}\n\fNo. Forum Date{dedent(MORE_FORUMS)}"
    assert rows(table) == FORUM_ROWS
    assert read(table)[4] == "caption: No. Forum Date"


def test_a_page_that_does_not_repeat_the_header_ends_the_table() -> None:
    table = f"{dedent(FORUMS)}\n\fThe forums are held every second year in a member state.\n"
    assert read(table)[4:] == ["paragraph: The forums are held every second year in a member state."]


def test_a_note_between_two_rows_is_not_a_row() -> None:
    note = "Since 2002 the host follows the chair of the summit"
    table = f"{dedent(FORUMS)}\n{note}\n\n{dedent(MORE_FORUMS).strip()}"
    assert rows(table) == FORUM_ROWS
    assert read(table)[4] == f"caption: {note}"


def test_a_numbered_row_of_many_words_is_not_a_note() -> None:
    table = """
        Table 4. Duties
        No. Duty

        1. Meets every year with all of its members

        2. Sends people to schools and to the sea

        3. Shares lists of the wanted with its members
    """
    assert [row[0] for row in rows(table)] == ["No.=1.", "No.=2.", "No.=3."]


SHARED = """
    Table 5. Roles
    No. Actor Strategy Role

    1 Police Training Sends officers~
    to the school.
    The Navy Sends ships to the sea.

    2 Police Meetings Hosts talks on the law.
    The Navy Hosts talks on the sea.

    3 Police Data Shares lists of the wanted.
    The Navy Shares maps of the sea.

    4 Police Borders Guards roads to the north.
    The Navy Guards ports on the coast.
"""


def test_cells_that_span_two_rows_are_listed_in_both() -> None:
    assert rows(SHARED)[:2] == [
        ["No.=1", "Actor=Police", "Strategy=Training", "Role=Sends officers to the school."],
        ["No.=1", "Actor=The Navy", "Strategy=Training", "Role=Sends ships to the sea."],
    ]
    first, second = (block for block in blocks_below(SHARED) if "ships" in block.text or "officers" in block.text)
    assert first.context == ("Table 5. Roles", "Actor", "Strategy", "Role")
    assert second.context == ("Table 5. Roles", "Actor", "Strategy", "Role", "Strategy: Training")
    assert second.text == "The Navy Sends ships to the sea."
    assert first.cells[2].spans == second.cells[2].spans


def test_rows_whose_columns_cannot_be_separated_have_one_complete_cell() -> None:
    table = """
        Table 6. Persons
        Name Position
        Budi Santoso Head of Police
        Ani Director General Traffic
        Tono Chief Inspector
        Lina Attaché Jakarta
    """
    assert rows(table) == [
        ["Name · Position=Budi Santoso Head of Police"],
        ["Name · Position=Ani Director General Traffic"],
        ["Name · Position=Tono Chief Inspector"],
        ["Name · Position=Lina Attaché Jakarta"],
    ]


def test_a_table_may_lack_a_header() -> None:
    table = """
        Table 7. Steps

        1. Train the police
        2. Share the data
    """
    assert rows(table) == [["=1. Train the police"], ["=2. Share the data"]]


def test_a_header_without_rows_yields_no_rows() -> None:
    assert read("Table 8. Cases\nCity Total") == ["caption: Table 8. Cases", "caption: City Total"]


def test_two_tables_in_a_row_are_separated() -> None:
    table = """
        Table 1. Cases
        City Total
        Manila 12

        Table 2. Victims
        City Total
        Manila 13
    """
    assert [block.context[0] for block in blocks_below(table) if block.kind is Kind.TABLE_ROW] == [
        "Table 1. Cases",
        "Table 2. Victims",
    ]
    assert rows(table) == [["City=Manila", "Total=12"], ["City=Manila", "Total=13"]]


# --- Delimited ------------------------------------------------------------------------------------------------------


def delimited(table: str, legend: str = "") -> list[list[str]]:
    lines = [line for line in split_lines(table) if line.content]
    notes = [line for line in split_lines(legend) if line.content]
    return [[f"{c.column}={c.text}" for c in d.cells] for d in delimited_table(lines, "", notes) if d.cells]


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        ("City\tTotal\nHanoi\t12", ["City=Hanoi", "Total=12"]),
        ("City\tTotal\n Hanoi \t 12 ", ["City=Hanoi", "Total=12"]),
        ("City\tTotal\tShare\nHanoi\t\t3%", ["City=Hanoi", "Share=3%"]),
        ("|City|Total|\n|Hanoi|12|", ["City=Hanoi", "Total=12"]),
        ("  | City | Total |\n  | Hanoi | 12 |", ["City=Hanoi", "Total=12"]),
        ("City\t2020\t\nHanoi\t12\t3%", ["City=Hanoi", "2020=12", "2020=3%"]),
        ("City\tTotal\r\nHanoi\t12\r", ["City=Hanoi", "Total=12"]),
    ],
)
def test_tabs_and_pipes_separate_cells(table: str, cells: list[str]) -> None:
    assert delimited(table) == [cells]


def test_a_legend_names_columns_only_if_it_has_one_line_per_column() -> None:
    table = "City\t2020\t\nHanoi\t12\t3%"
    assert delimited(table, "in thousands\nin percent") == [
        ["City=Hanoi", "2020 · in thousands=12", "2020 · in percent=3%"]
    ]
    assert delimited(table, "one\ntwo\nthree") == [["City=Hanoi", "2020=12", "2020=3%"]]


def test_cells_are_at_their_spans() -> None:
    table = "City\tTotal\nHo Chi Minh City\t 12 \n"
    row = delimited_table([line for line in split_lines(table) if line.content], "Table 1. Cases", [])[1]
    assert [source_of(table, cell.spans) for cell in row.cells] == ["Ho Chi Minh City", "12"]
    assert row.context == ("Table 1. Cases", "City", "Total")
