"""What may be citations by label: numbers in brackets, raised or grown together with a word, and keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kutip.text.label_callouts import LabelStyle, marks_in, numbered_callouts
from kutip.types import Form


def marks(text: str, style: LabelStyle) -> list[str]:
    """Return the labels of each mark of a style, joined by commas."""
    return [",".join(one.labels) for one in marks_in(text) if one.style is style and not one.is_interval]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("It was shown [2].", [("2", "2")]),
        ("It was shown [2, 5].", [("2", "2"), ("5", "5")]),
        ("It was shown [2,5; 9].", [("2", "2"), ("5", "5"), ("9", "9")]),
        ("It was shown [5-7].", [("5-7", "5"), ("5-7", "6"), ("5-7", "7")]),
        ("It was shown [5–7].", [("5–7", "5"), ("5–7", "6"), ("5–7", "7")]),
        ("It was shown [ 2, 5 — 6 ].", [("2", "2"), ("5 — 6", "5"), ("5 — 6", "6")]),
        ("It was shown [1][12] and [120].", [("1", "1"), ("12", "12"), ("120", "120")]),
        ("Archer [3] says so.", [("3", "3")]),
        ("It was shown [7-5].", []),
        ("It was shown (2), [2019], [1234], [a] and [2a].", []),
        ("It was shown [].", []),
    ],
)
def test_citations_by_number_are_found(text: str, numbers: list[tuple[str, str]]) -> None:
    found = numbered_callouts(text)
    assert [(text[one.start : one.end], one.year) for one in found] == numbers
    assert {(one.form, one.who) for one in found} <= {(Form.NUMBERED, "")}


def test_a_range_cites_at_most_a_hundred_works() -> None:
    assert [one.year for one in numbered_callouts("[3-999]")] == [str(number) for number in range(3, 103)]


@given(st.lists(st.tuples(st.integers(1, 990), st.integers(0, 9)), min_size=1, max_size=6))
def test_lists_and_ranges_cite_each_number_in_them(ranges: list[tuple[int, int]]) -> None:
    written = ", ".join(str(first) if more == 0 else f"{first}–{first + more}" for first, more in ranges)
    numbers = [str(number) for first, more in ranges for number in range(first, first + more + 1)]
    assert [one.year for one in numbered_callouts(f"It was shown [{written}].")] == numbers


@pytest.mark.parametrize(
    "text",
    [
        "Scores lie in [0-100].",
        "Scores in the range [10-20] are kept.",
        "Nilai berada pada rentang [60-80].",
        "The odds rose (95% CI [2, 7]).",
        "The value of x[3] is kept.",
        "The first of row_of[2] is read.",
        "See [4](https://example.org/four) for it.",
        "A picture ![5] of it.",
        "A footnote[^6] says so.",
        "They met on [12-05-2020] and on [12-05-20].",
        "It has [1.5, 3.5] and [12 %].",
    ],
)
def test_what_else_stands_in_brackets_is_no_citation(text: str) -> None:
    assert numbered_callouts(text) == []


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("It is known [3, p. 15].", ["3"]),
        ("It is known [see 3, 7].", ["3,7"]),
        ("It is known [12: 40-44].", ["12"]),
        ("Several agree [5]–[7].", ["5,6,7"]),
        ("Several agree [5], [7].", ["5", "7"]),
        ("A range of studies [2, 4] shows it.", ["2,4"]),
        ("A link to the list [3](#entry-3).", ["3"]),
    ],
)
def test_pages_leads_and_ranges_of_brackets_are_read(text: str, labels: list[str]) -> None:
    assert marks(text, LabelStyle.BRACKETS) == labels


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Waves were seen^1,2^ before.", ["1,2"]),
        ("Waves were seen.<sup>4-6</sup> Others doubt it.", ["4,5,6"]),
        ("Waves were seen¹˒²⁻⁴ before.", ["1,2,3,4"]),
        ("Waves were seen.¹² Others doubt it.", ["12"]),
        ("Waves were seen$^{3}$ before.", ["3"]),
        ("An area of 5 km² and 3 m^2^, with x² and 10^3^.", []),
        ("The 19^th^ and 10⁻³.", []),
    ],
)
def test_raised_numbers_after_words_are_found_and_exponents_are_not(text: str, labels: list[str]) -> None:
    assert marks(text, LabelStyle.RAISED) == labels


def test_numbers_grown_together_with_a_word_or_in_round_brackets_are_told_apart() -> None:
    text = "Seen in glia1,2 and nerves.3 Others doubt (4, 5-6). See Table (7), step (8) and 12 (kg)."
    assert marks(text, LabelStyle.GLUED) == ["1,2", "3"]
    assert marks(text, LabelStyle.PARENTHESES) == ["4,5,6"]


def test_keys_in_brackets_are_found() -> None:
    assert marks("Known since [HS97; ABC+19a], not [sic], [A] or [2019].", LabelStyle.KEYS) == ["HS97,ABC+19a"]
    assert marks("Known [see Joh16, p. 4].", LabelStyle.KEYS) == ["Joh16"]


@given(st.text(alphabet="[]()^<sup>/12,-–¹² aB", max_size=60))
def test_marks_are_in_order_and_hold_their_callouts(text: str) -> None:
    found = marks_in(text)
    assert [one.start for one in found] == sorted(one.start for one in found)
    for mark in found:
        assert 0 <= mark.start < mark.end <= len(text)
        assert all(mark.start <= one.start < one.end <= mark.end for one in mark.callouts)


@pytest.mark.parametrize(
    "unit", ["[", "[1,", "[1-9] ", "[1]-", "1,", "a1,", "^1", "<sup>1", "¹,", "(1) ", "[A19, ", " "]
)
def test_very_long_runs_are_read_in_reasonable_time(unit: str) -> None:
    text = (unit * 20_000)[:20_000]
    assert all(0 <= one.start < one.end <= len(text) for one in marks_in(text))
