"""The year of a date in CSL-JSON: numbers, words, seasons, ranges, and dates without a year."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kutip.metadata.dates import year_of


@pytest.mark.parametrize(
    ("date", "year"),
    [
        ({"date-parts": [[2025, 4, 24]]}, 2025),
        ({"date-parts": [["2019"]]}, 2019),
        ({"date-parts": [[2019.0]]}, 2019),
        ({"date-parts": [["circa 1990"]]}, 1990),
        ({"date-parts": [["1990s"]]}, 1990),
        ({"date-parts": [[850]]}, 850),
        ({"date-parts": [[-44, 3, 15]]}, -44),
        ({"date-parts": [[1990], [1995]]}, 1990),
        ({"date-parts": [["n.d."]]}, None),
        ({"date-parts": [["n.d."]], "raw": "1999"}, 1999),
        ({"date-parts": [[0]]}, None),
        ({"date-parts": [[True]]}, None),
        ({"date-parts": [[20190315]]}, None),
        ({"raw": "2020-03-15"}, 2020),
        ({"raw": "15 March 2020"}, 2020),
        ({"raw": "2004-06/2006-08"}, 2004),
        ({"raw": "-0044-03-15"}, -44),
        ({"raw": "15/3/20"}, None),
        ({"literal": "Spring 2010"}, 2010),
        ({"literal": "circa 1990"}, 1990),
        ({"literal": "[1990?]"}, 1990),
        ({"literal": "©1990"}, 1990),
        ({"literal": "n.d."}, None),
        ({"season": "Winter 2011"}, 2011),
        ({"season": 1, "date-parts": [[2011]]}, 2011),
        ({"season": 1}, None),
        ({}, None),
    ],
)
def test_the_year_of_a_date_is_the_first_one_in_it(date: dict[str, Any], year: int | None) -> None:
    assert year_of(date) == year


@given(st.integers(1000, 9999), st.sampled_from(["{}", "{}-03-15", "March {}", "circa {}", "{}–2000", "[{}]", "({})"]))
def test_a_year_of_four_digits_is_found_among_any_words(year: int, words: str) -> None:
    written = words.format(year)
    assert year_of({"raw": written}) == year_of({"literal": written}) == year_of({"date-parts": [[written]]}) == year


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
)


@given(st.dictionaries(st.sampled_from(["date-parts", "raw", "literal", "season", "circa"]), ANYTHING))
def test_any_date_gives_a_year_or_none(date: dict[str, Any]) -> None:
    year = year_of(date)
    assert year is None or (isinstance(year, int) and 0 < abs(year) <= 9999)
