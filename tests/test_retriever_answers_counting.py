"""Which thing a number counts, to which date it belongs."""

from dataclasses import replace

import pytest

from retriever.answers.counting import (
    asks_for_share,
    asks_to_count,
    counting,
    date_of,
    is_rough,
    says_what_was_done,
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
        ("How many victims of such cases were there?", (), ["80"]),
        ("How many fraud cases were there in 2022?", ("2022",), ["752"]),
        ("How many fraud victims were there?", (), ["80"]),
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


@pytest.mark.parametrize(
    ("before", "rough"), [("more than", True), ("about", True), ("a total of", False), ("", False)]
)
def test_a_number_after_words_such_as_about_is_rough(before: str, rough: bool) -> None:
    text = f"There were {before} 900 cases."
    (number,) = numbers(text)
    assert is_rough(text, number) is rough


@pytest.mark.parametrize(
    ("done", "text", "says"),
    [
        ((), "There were 752 cases.", True),
        ((("solv",),), "There were 752 cases.", False),
        ((("solv",),), "Of them 300 were solved.", True),
        ((("solv",), ("prosecut",)), "Of them 300 were solved.", False),
    ],
)
def test_a_sentence_has_to_say_what_was_done_with_the_things_counted(
    done: tuple[tuple[str, ...], ...], text: str, says: bool
) -> None:
    question = replace(a_question("How many cases were there?"), done=tuple(map(frozenset, done)))
    assert says_what_was_done(question, text) is says
