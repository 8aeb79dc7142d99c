"""Numbers of a text in one notation, however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kutip.language.numbers import NUMBER_WORDS, stated_numbers, years

COUNTS = st.integers(0, 10**12)


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("1,061 cases", ["1061"]),
        ("1.061 kasus", ["1061"]),
        ("1061 cases", ["1061"]),
        ("12,345,678 people", ["12345678"]),
        ("10.1% of them", ["10.1"]),
        ("10,1% dari mereka", ["10.1"]),
        ("22.9 percent", ["22.9"]),
        ("0,05", ["0.05"]),
        ("Seven states, SEVEN ways, 7 times", ["7"]),
        ("dua, Tiga dan sepuluh", ["2", "3", "10"]),
        ("seventeen of two", ["17", "2"]),
        ("In 2023, it rose.", ["2023"]),
        ("It rose in 2023.", ["2023"]),
        ("(2021)", ["2021"]),
        ("2016–2020", ["2016", "2020"]),
        ("July 5 and August 14, 2023", ["5", "14", "2023"]),
        ("Law No. 21 of 2007", ["21", "2007"]),
        ("US$500 or $5", ["500", "5"]),
        ("5 (five) officers", ["5"]),
        ("a ten-year plan", ["10"]),
        ("one of them", []),  # "one" is usually not a number
        ("I-24/7, COVID-19, G20, the 1980s, 5kg", []),  # parts of names and of other words
        ("sevenths of a tendency", []),
        ("", []),
        ("., -/", []),
    ],
)
def test_stated_numbers_lists_each_number_once_in_one_form(text: str, stated: list[str]) -> None:
    assert list(stated_numbers(text)) == stated


@given(COUNTS)
def test_separators_of_thousands_do_not_change_a_number(n: int) -> None:
    for written in (str(n), f"{n:,}", f"{n:,}".replace(",", ".")):
        for text in (
            written,
            f"In all {written} cases.",
            f"There were {written}.",
            f"({written})",
            f"{written}, or so",
        ):
            assert stated_numbers(text) == (str(n),)


@given(whole=st.integers(0, 999), after=st.text("0123456789", min_size=1, max_size=2))
def test_a_decimal_comma_equals_a_decimal_point(whole: int, after: str) -> None:
    assert stated_numbers(f"{whole},{after}%") == stated_numbers(f"{whole}.{after}%") == (f"{whole}.{after}",)


@given(st.lists(COUNTS, max_size=6))
def test_numbers_are_listed_once_in_the_order_of_the_text(numbers: list[int]) -> None:
    assert stated_numbers(" and ".join(map(str, numbers))) == tuple(dict.fromkeys(map(str, numbers)))


@given(st.text() | st.text("0123456789.,-–/% ()two²½①٣፩"))
def test_any_text_gives_distinct_nonblank_numbers(text: str) -> None:
    stated = stated_numbers(text)
    assert len(set(stated)) == len(stated)
    assert all(number and not number.isspace() for number in stated)


@pytest.mark.parametrize("text", ["It was seven. It was 1,061, in 2023.", "10,1% of 27.6 million", "20–22 August"])
def test_case_and_extra_spaces_do_not_change_the_numbers(text: str) -> None:
    assert stated_numbers(text.upper()) == stated_numbers(text.replace(" ", " \n ")) == stated_numbers(text)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        pytest.param(
            "1,061.5 and 1.061,5",
            "1061.5",
            id="thousands and decimals",
            marks=pytest.mark.xfail(strict=True, reason="a number with thousands and decimals is not read whole"),
        ),
        pytest.param("20-22 August", "20–22 August", id="a range by hyphen"),
        pytest.param("Law No. 21/2007", "Law No. 21 of 2007", id="a law by slash"),
        pytest.param(
            "No.5",
            "No. 5",
            id="no space after No.",
            marks=pytest.mark.xfail(strict=True, reason="a number joined to “No.” is not read"),
        ),
        pytest.param(
            "Rp500",
            "Rp 500",
            id="rupiahs",
            marks=pytest.mark.xfail(strict=True, reason="an amount joined to “Rp” is not read"),
        ),
        pytest.param(
            "1 061 cases",
            "1,061 cases",
            id="thousands by spaces",
            marks=pytest.mark.xfail(strict=True, reason="thousands parted by spaces are read as several numbers"),
        ),
    ],
)
def test_a_number_is_read_alike_in_different_notations(text: str, same: str) -> None:
    assert stated_numbers(text) == stated_numbers(same)


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("twenty-seven states", ("27",)),
        ("twenty-one states", ("21",)),
        ("thirty-one states", ("31",)),
        ("one hundred and one states", ("101",)),
        ("two thousand cases", ("2000",)),
        ("dua puluh kasus", ("20",)),
        ("lima belas tahun", ("15",)),
        ("tiga ratus korban", ("300",)),
    ],
)
def test_a_number_of_several_words_is_read_whole_or_not_at_all(text: str, stated: tuple[str, ...]) -> None:
    assert stated_numbers(text) in (stated, ())


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("eighteen states", "18"),
        ("twenty states", "20"),
        ("ninety states", "90"),
        ("Forty-two states", "42"),
        ("sebelas kasus", "11"),
    ],
)
def test_number_words_are_read(text: str, same: str) -> None:
    assert stated_numbers(text) == (same,)


@pytest.mark.parametrize(
    "text",
    [
        "the 9th AMMTC",
        "AMMTC ke-9",
        pytest.param(
            "the ninth AMMTC",
            marks=pytest.mark.xfail(strict=True, reason="an ordinal in words is not read as a number"),
        ),
    ],
)
def test_ordinals_are_read_as_numbers(text: str) -> None:
    assert stated_numbers(text) != ()


def test_years_are_separate_groups_of_four_digits() -> None:
    assert years(["in 2023", "4/4/2021", "2016-2020", "12345", "998"]) == {"2023", "2021", "2016", "2020"}


def test_number_words_are_of_every_kind_and_language() -> None:
    assert {"seven", "forty", "million", "half", "third", "tujuh", "juta", "ratusan", "ketiga"} <= NUMBER_WORDS
    assert NUMBER_WORDS.isdisjoint({"number", "many", "angka"})
