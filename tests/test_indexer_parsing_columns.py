"""Flattened rows: splitting a header into column names and the rows into cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.parsing.columns import header_names, segment
from indexer.parsing.lines import Line
from indexer.parsing.row_tokens import RowToken, tokens_of


def row_of(text: str) -> list[RowToken]:
    """Build a row; before a word, '~' is a soft line end, '/' a hard one, '//' a hard one with blank lines."""
    lines: list[Line] = []
    at = 0
    for piece in text.replace("~", " \n").replace("//", "\n\n").replace("/", "\n").split("\n"):
        if piece.strip():
            lines.append(Line(at, piece, wraps=piece.endswith(" ")))
        at += len(piece) + 1
    return tokens_of(lines)


def cells(rows: list[str], names: list[str]) -> list[list[list[str]]]:
    """Return the cell texts of each row that each input row yields."""
    found = segment([row_of(row) for row in rows], names)
    return [[[" ".join(t.text for t in cell.tokens) for cell in row.cells] for row in several] for several in found]


def columns(rows: list[str], names: list[str]) -> list[list[str]]:
    return [
        [cell.column for cell in row.cells] for several in segment([row_of(r) for r in rows], names) for row in several
    ]


# --- Headers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("No. AMMTC Forum AMMTC Chair Organizing", ["No.", "AMMTC Forum", "AMMTC Chair", "Organizing"]),
        ("Country MoU Document Parties Involved Role", ["Country", "MoU Document", "Parties Involved", "Role"]),
        ("Name of the Agency Number of Cases", ["Name of the Agency", "Number of Cases"]),
        ("YEAR NUMBER OF CASES", ["YEAR", "NUMBER OF CASES"]),
        ("Year 2020 2021 2022", ["", "Year 2020", "Year 2021", "Year 2022"]),
        ("Year 2020", ["Year", "2020"]),
        ("Topic", ["Topic"]),
        ("Something Unheard", ["Something Unheard"]),
        ("", []),
    ],
)
def test_a_column_name_ends_at_a_noun_typical_of_headers(header: str, names: list[str]) -> None:
    assert header_names(header) == names


@given(st.lists(st.sampled_from(["No.", "Year", "Name", "of", "Cases", "2020", "involved"]), max_size=8))
def test_column_names_contain_every_word_of_the_header_once_in_order(words: list[str]) -> None:
    names = header_names(" ".join(words))
    years = len(words) > 2 and all(word == "2020" for word in words[1:])
    assert " ".join(names[1:2] if years else names) == " ".join(words[:2] if years else words)


# --- Words ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Manila May 5, 2020", ["Manila", "May 5, 2020"]),
        ("December 18 – 20, 1997 Manila", ["December 18 – 20, 1997", "Manila"]),
        ("9 – 10 Juni 2003 Hanoi", ["9 – 10 Juni 2003", "Hanoi"]),
        ("October 29 – November 1, 2018", ["October 29 – November 1, 2018"]),
        ("held (June 6, 2021), ended", ["held", "(June 6, 2021),", "ended"]),
        ("on May 5, 2020.", ["on", "May 5, 2020."]),
        ("may be 2020", ["may", "be", "2020"]),
        ("They May Be 12 in 2020", ["They", "May", "Be", "12", "in", "2020"]),
        ("Mayor 5, 2020", ["Mayor", "5,", "2020"]),
        ("XMay 5, 2020", ["XMay", "5,", "2020"]),
        ("in 12 June 2003 in", ["in", "12 June 2003", "in"]),
        ("May 2003", ["May 2003"]),
    ],
)
def test_a_date_with_its_punctuation_is_one_token(line: str, words: list[str]) -> None:
    assert [token.text for token in tokens_of([Line(0, line)])] == words


@given(st.lists(st.sampled_from(["May", "(May", "5,", "2020", "2020.", "June", "–", "7", "xMay", "10"]), max_size=10))
def test_tokens_contain_every_character_of_a_row_once(words: list[str]) -> None:
    text = "  ".join(words)
    tokens = tokens_of([Line(7, text)])
    assert [text[t.start - 7 : t.end - 7] for t in tokens] == [t.text for t in tokens]
    assert "".join("".join(t.text.split()) for t in tokens) == "".join(words)


def test_a_token_records_the_kind_of_line_end_before_it() -> None:
    tokens = row_of("Indonesian~Embassy/Dili//Timor Leste")
    assert [(t.text, t.soft, t.hard, t.gap) for t in tokens] == [
        ("Indonesian", False, False, False),
        ("Embassy", True, False, False),
        ("Dili", False, True, False),
        ("Timor", False, True, True),
        ("Leste", False, False, False),
    ]


# --- Columns --------------------------------------------------------------------------------------------------------


def test_numbers_at_the_end_of_a_row_are_single_cells() -> None:
    rows = ["Manila 12 3.5%", "San Juan 1,047 4%", "Lao PDR 7 -"]
    assert cells(rows, ["City", "Total", "Share"]) == [
        [["Manila", "12", "3.5%"]],
        [["San Juan", "1,047", "4%"]],
        [["Lao PDR", "7", "-"]],
    ]


def test_a_transposed_table_has_its_label_first() -> None:
    names = header_names("Year 2020 2021")
    assert cells(["Number of suspects 163 165"], names) == [[["Number of suspects", "163", "165"]]]
    assert columns(["Number of suspects 163 165"], names) == [["", "Year 2020", "Year 2021"]]


def test_a_date_starts_the_last_column_even_in_a_table_of_two_rows() -> None:
    rows = ["1. First Forum May 5, 2020/Manila", "2. Second Forum June 6 – 7, 2021/Hanoi"]
    assert cells(rows, ["No.", "Forum", "Date"]) == [
        [["1.", "First Forum", "May 5, 2020 Manila"]],
        [["2.", "Second Forum", "June 6 – 7, 2021 Hanoi"]],
    ]


def test_a_closed_set_of_words_and_line_ends_divides_three_columns() -> None:
    rows = [
        "1. Budi Santoso, S.H. ATPOL Indonesian Embassy~Manila",
        "2. Ani Dewi, S.I.K.~M.Si ATPOL/Indonesian Embassy~Hanoi",
        "3. Tono STAFNISPOL Consulate in~Penang",
        "4. Lina Sari, M.H. STAFNISPOL Consulate in~Davao",
        "5. Eka Putra ATPOL Indonesian Embassy~Bangkok",
    ]
    assert cells(rows, ["No.", "Name", "Position", "Placement"]) == [
        [["1.", "Budi Santoso, S.H.", "ATPOL", "Indonesian Embassy Manila"]],
        [["2.", "Ani Dewi, S.I.K. M.Si", "ATPOL", "Indonesian Embassy Hanoi"]],
        [["3.", "Tono", "STAFNISPOL", "Consulate in Penang"]],
        [["4.", "Lina Sari, M.H.", "STAFNISPOL", "Consulate in Davao"]],
        [["5.", "Eka Putra", "ATPOL", "Indonesian Embassy Bangkok"]],
    ]


SPANNING = [
    "1 Police Training Sends officers to the school./The Navy Sends ships to the sea.",
    "2 Police Meetings Hosts talks on the law./The Navy Hosts talks on the sea.",
    "3 Police Data Shares lists of the wanted./The Navy Shares maps of the sea.",
    "4 Police Borders Guards roads to the north./The Navy Guards ports on the coast.",
]


def test_a_cell_that_spans_two_rows_is_in_both() -> None:
    found = cells(SPANNING, ["No.", "Actor", "Strategy", "Role"])
    assert found[0] == [
        ["1", "Police", "Training", "Sends officers to the school."],
        ["1", "The Navy", "Training", "Sends ships to the sea."],
    ]
    assert [len(several) for several in found] == [2, 2, 2, 2]
    shared = [
        [cell.shared for cell in row.cells] for row in segment([row_of(r) for r in SPANNING], ["No.", "A", "B", "C"])[0]
    ]
    assert shared == [[False] * 4, [True, False, True, False]]


def test_a_table_with_one_column_is_not_divided() -> None:
    assert cells(SPANNING[:2], ["No.", "Duty"]) == [
        [["1", "Police Training Sends officers to the school. The Navy Sends ships to the sea."]],
        [["2", "Police Meetings Hosts talks on the law. The Navy Hosts talks on the sea."]],
    ]


# --- Coarse, never wrong --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        # No two rows have a word in common.
        (
            ["Budi Santoso Head of Police", "Ani Director Traffic", "Tono Inspector", "Lina Attache"],
            ["Name", "Position"],
        ),
        # What two or three rows have in common may be chance.
        (["Army trains The Navy", "Police meets The Navy"], ["Actor", "Role"]),
        (["Army Trains Hanoi Twice", "Police Trains Manila Once", "Navy Trains Dili Never"], ["Actor", "Role"]),
        # A cell would begin in lower case or end with a preposition.
        (["A x of B", "Ca y of D", "E z of Fa", "G zz of H"], ["Name", "Position"]),
        # A single row has nothing to be compared with.
        (["Budi Santoso leads The whole of it"], ["Name", "Role"]),
        # There are fewer words than columns.
        (["Budi", "Ani", "Tono", "Lina"], ["Name", "Position"]),
    ],
)
def test_rows_whose_columns_cannot_be_separated_have_one_cell(rows: list[str], names: list[str]) -> None:
    assert cells(rows, names) == [[[row]] for row in rows]
    assert columns(rows, names) == [[" · ".join(names)]] * len(rows)


def test_the_single_cell_of_a_row_does_not_include_its_number() -> None:
    assert cells(["1. Budi Head", "2. Ani Deputy"], ["No.", "Name", "Position"]) == [
        [["1.", "Budi Head"]],
        [["2.", "Ani Deputy"]],
    ]


def test_a_row_without_a_number_has_no_cell_for_one() -> None:
    assert cells(["Budi Head", "2. Ani Deputy"], ["No.", "Name", "Position"]) == [
        [["Budi Head"]],
        [["2.", "Ani Deputy"]],
    ]


def test_a_row_that_is_only_a_number_has_only_that_cell() -> None:
    assert cells(["1.", "2. Ani 5"], ["No.", "Name", "Total"]) == [[["1."]], [["2.", "Ani", "5"]]]


def test_without_a_header_a_row_is_one_cell_without_a_column_name() -> None:
    assert columns(["Manila 12", "Hanoi 13"], []) == [[""], [""]]


def test_too_many_combinations_of_cuts_are_not_tried() -> None:
    words = " ".join(f"Word{i}" for i in range(30))
    rows = [f"{words} Last{i}" for i in range(4)]
    assert cells(rows, [f"C{i}" for i in range(8)]) == [[[row]] for row in rows]


WORDS = ("Police", "Army", "of", "the", "goes", "(May", "5,", "2020", "2020.", "12", "-", "Manila", "No.", "x", "3.")
row_texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).flatmap(
    lambda words: st.lists(st.sampled_from([" ", "~", "/", "//"]), min_size=len(words), max_size=len(words)).map(
        lambda ends: "".join(word + end for word, end in zip(words, ends, strict=True))
    )
)


@given(
    texts=st.lists(row_texts, min_size=1, max_size=6),
    names=st.sampled_from(
        [[], ["Name"], ["No."], ["No.", "Name"], ["Name", "Date"], ["No.", "Actor", "Strategy", "Role"]]
    ),
)
def test_a_row_s_own_cells_contain_its_words_once_in_order(texts: list[str], names: list[str]) -> None:
    rows = [row_of(text) for text in texts]
    found = segment(rows, names)
    for row, several in zip(rows, found, strict=True):
        assert [t for part in several for cell in part.cells if not cell.shared for t in cell.tokens] == row
        assert all(cell.tokens for part in several for cell in part.cells)
        assert all(any(not cell.shared for cell in part.cells) for part in several)
