"""Which thing a number counts, to which date it belongs, and numbers in one notation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retriever.answers.counting import (
    asks_for_share,
    asks_to_count,
    counting,
    date_of,
    is_rough,
    stated_numbers,
    years,
)
from retriever.answers.evidence import AskedQuestion
from retriever.answers.facts import Fact, FactKind, facts
from retriever.query.question_type import QuestionType


def numbers(text: str) -> list[Fact]:
    return [fact for fact in facts(text) if fact.kind is FactKind.NUMBER]


def a_question(text: str, *terms: str) -> AskedQuestion:
    return AskedQuestion(QuestionType.HOW_MANY, text.casefold(), dict.fromkeys(terms, 1.0), frozenset(), ())


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("In 2023 there were 998 cases, and 1,200 in 2022.", ["2023", "2022"]),
        ("There were 164 cases (2018), 259 cases (2019).", ["2018", "2019"]),
        ("It rose to 752 cases in 2022 from the year before, 2021, with 361 cases (Akbar, 2023).", ["2022", "2021"]),
        ("There were 1,061 cases in 2023, 752 cases in 2022.", ["2023", "2022"]),
        ("On Tuesday (4/4/2023) it told of 361 cases.", [None]),
        ("Between July 5 and August 14, 2023, it told of 757 cases.", ["August 14, 2023"]),
        ("There were 40 cases.", [None]),
    ],
)
def test_a_number_belongs_to_the_nearest_date_outside_brackets(text: str, dates: list[str | None]) -> None:
    assert [date_of(text, number) for number in numbers(text)] == dates


@pytest.mark.parametrize(
    ("question", "of", "found"),
    [
        ("How many cases were there in 2022?", ("2022",), ["752"]),
        ("How many cases were there in 2020?", ("2020",), []),
        ("How many cases were there?", (), ["752", "361"]),
        ("How many victims were there in 2022?", ("2022",), ["80"]),
        ("What was the number of cases?", (), ["752", "361"]),
        ("Berapa cases in 2021?", ("2021",), ["361"]),
        ("What share of cases had victims in 2022?", ("2022",), ["5%"]),
        ("How many ships?", (), []),
    ],
)
def test_counting_keeps_numbers_of_the_thing_and_year_asked_for(
    question: str, of: tuple[str, ...], found: list[str]
) -> None:
    text = "It rose to 752 cases in 2022 with 80 victims (5%), from 361 cases in 2021."
    assert [number.text for number in counting(a_question(question, *of), text, numbers(text))] == found


def test_questions_that_ask_for_a_count_or_a_share_are_recognised() -> None:
    assert asks_to_count("How many cases?")
    assert asks_to_count("Do both tell the same number of cases?")
    assert not asks_to_count("What share of the cases?")
    assert not asks_to_count("Who counts?")
    assert asks_for_share("Berapa persen korban?")


def test_years_are_separate_groups_of_four_digits() -> None:
    assert years(["in 2023", "4/4/2021", "2016-2020", "12345", "998"]) == {"2023", "2021", "2016", "2020"}


@pytest.mark.parametrize(
    ("before", "rough"), [("more than", True), ("about", True), ("a total of", False), ("", False)]
)
def test_a_number_after_words_such_as_about_is_rough(before: str, rough: bool) -> None:
    text = f"There were {before} 900 cases."
    (number,) = numbers(text)
    assert is_rough(text, number) is rough


# --- Numbers in one notation ------------------------------------------------------------------------------------------

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
        pytest.param(
            "twenty-one states",
            ("21",),
            marks=pytest.mark.xfail(strict=True, reason="a compound number word is not read"),
        ),
        ("two thousand cases", ("2000",)),
        ("dua puluh kasus", ("20",)),
        ("lima belas tahun", ("15",)),
        ("tiga ratus korban", ("300",)),
    ],
)
def test_a_number_of_several_words_is_read_whole_or_not_at_all(text: str, stated: tuple[str, ...]) -> None:
    assert stated_numbers(text) in (stated, ())


@pytest.mark.parametrize(
    ("text", "same"), [("eighteen states", "18"), ("twenty states", "20"), ("sebelas kasus", "11")]
)
def test_number_words_from_eleven_to_twenty_are_read(text: str, same: str) -> None:
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
