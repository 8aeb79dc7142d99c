"""Cells of tables: numbers with either decimal mark, ranges, shares, dates in both languages, ordinals, no value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retriever.answers.tables.cell_values import (
    CellNumber,
    Marks,
    Moment,
    cell_number,
    date_and_rest,
    is_not_given,
    moment,
    months_in,
    ordinals_in,
    years_in,
)


def value(text: str, *column: str, usual: str = ",") -> float | None:
    """The number of a cell in a column with other cells."""
    found = cell_number(text, Marks.of([text, *column], usual=usual))
    return None if found is None else found.low


@pytest.mark.parametrize(
    ("text", "column", "usual", "expected"),
    [
        ("1,234.5", [], ",", 1234.5),
        ("1.234,5", [], ".", 1234.5),
        ("1.234,5", [], ",", 1234.5),  # two marks: the last one stands before decimals, whatever is usual
        ("1,234,567", [], ".", 1234567),
        ("7,073,4", [], ",", 7073.4),  # a slip of the paper's: the last group is too short for thousands
        ("504,3", [], ",", 504.3),
        ("8,4", ["5.6"], ",", 8.4),
        ("5,200", [], ",", 5200),
        ("5.200", [], ".", 5200),
        ("5.200", [], ",", 5.2),
        ("2,324", ["2,259.1", "504,3"], ",", 2324),  # the column has a full stop before decimals
        ("2.324", ["2.259,1"], ",", 2324),
        ("2,324", ["0,5"], ".", 2.324),
        ("0,125", [], ",", 0.125),
        ("711", ["504,3"], ",", 711),
        ("-5", [], ",", -5),
        ("−5.5", [], ",", -5.5),
        ("478*", [], ",", 478),
        ("Rp 600.000", [], ".", 600000),
        ("$12", [], ",", 12),
    ],
)
def test_a_number_is_read_by_the_marks_of_its_column(text: str, column: list[str], usual: str, expected: float) -> None:
    assert value(text, *column, usual=usual) == expected


@pytest.mark.parametrize("text", ["Manila", "-", "", "12 and 14", "5th", "May 2019", "1/2", "3 x 4 m wide"])
def test_a_cell_with_something_else_is_no_number(text: str) -> None:
    assert value(text) is None


def test_shares_units_and_ranges_are_told_apart() -> None:
    marks = Marks.of([], usual=",")
    assert cell_number("9.8%", marks) == CellNumber(9.8, 9.8, "%")
    assert cell_number("9.8 persen", marks) == cell_number("9.8 percent", marks) == CellNumber(9.8, 9.8, "%")
    assert cell_number("12 ha", marks) == CellNumber(12, 12, "ha")
    span = cell_number("30 – 50", marks)
    assert span == CellNumber(30, 50, "")
    assert span is not None
    assert span.is_range
    assert cell_number("50-30", marks) is None  # no range: perhaps a score


@given(st.floats(min_value=0.01, max_value=9_999_999).map(lambda number: round(number, 2)))
def test_a_number_is_the_same_in_english_and_indonesian_writing(number: float) -> None:
    english = f"{number:,.2f}"
    indonesian = english.translate(str.maketrans(",.", ".,"))
    assert value(english) == value(indonesian, usual=".") == number


@given(st.integers(0, 10**9))
def test_whole_numbers_keep_their_value_with_and_without_marks(number: int) -> None:
    assert value(str(number)) == value(f"{number:,}") == value(f"{number:,}".replace(",", "."), usual=".") == number


@pytest.mark.parametrize("text", ["-", "–", "—", "...", "n/a", "N.A.", "", "tidak tersedia", "no data"])
def test_marks_for_no_value_are_known(text: str) -> None:
    assert is_not_given(text)


@pytest.mark.parametrize("text", ["0", "-5", "none of them", "A-1"])
def test_other_cells_have_a_value(text: str) -> None:
    assert not is_not_given(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("June 30 – July 3, 2009 Nuuk", Moment(2009, 6, 30)),
        ("9 – 10 Juni 2003 Aarhus", Moment(2003, 6, 9)),
        ("September, 28 – 30 2021 In Online Networking", Moment(2021, 9, 28)),
        ("Mei 2019", Moment(2019, 5)),
        ("2016", Moment(2016)),
        ("2016 - 2018", Moment(2016)),
        ("Oslo", None),
        ("12,019", None),
    ],
)
def test_the_start_of_a_time_is_read_in_both_languages(text: str, expected: Moment | None) -> None:
    assert moment(text) == expected


def test_times_are_ordered_by_year_month_and_day() -> None:
    texts = ["June 5, 2006", "10 Juni 2006", "December 2005", "January 1, 2007"]
    ordered = sorted(texts, key=lambda text: moment(text) or Moment(0))
    assert ordered == ["December 2005", "June 5, 2006", "10 Juni 2006", "January 1, 2007"]


def test_a_cell_is_parted_into_its_date_and_its_place() -> None:
    assert date_and_rest("November 28 – December 1, 2005 Hobart") == ("November 28 – December 1, 2005", "Hobart")
    assert date_and_rest("Lima, May 2019") == ("May 2019", "Lima")
    assert date_and_rest("Hobart") == ("", "Hobart")
    assert date_and_rest("in Lima on May 3, 2019 with guests") == ("May 3, 2019", "")  # words on both sides: neither


def test_years_months_and_ordinals_are_found() -> None:
    assert years_in("Year 2020, 2021 and 20201; 2,020; 2020%") == (2020, 2021)
    assert months_in("May and Agustus") == {5, 8}
    assert ordinals_in("the 2nd, the 13th and the ke-5; 14 of them") == (2, 13, 5)
