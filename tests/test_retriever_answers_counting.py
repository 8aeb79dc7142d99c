"""Which thing a number counts, to which date it belongs."""

from dataclasses import replace

import numpy as np
import pytest

from kutip.types import Cell, Hit, Kind, Passage, Span
from retriever.answers.asked_question import AskedQuestion
from retriever.answers.counting import (
    asks_for_share,
    asks_to_count,
    counting,
    counts_several,
    counts_the_thing,
    date_of,
    is_rough,
    says_what_was_done,
)
from retriever.answers.evidence import Evidence
from retriever.answers.facts import Fact, FactKind, facts
from retriever.lookup import HitSentence
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


@pytest.mark.parametrize(
    ("question", "text", "counts"),
    [
        ("How many bees were there?", "There were 40 bees.", True),
        ("How many bees were there?", "There were bees in 4 hives.", False),
        ("How many bees were there?", "Bees dance in spring.", False),
        ("How long is the dance?", "The dance is 40 metres long.", True),
        ("How long is the dance?", "The dance is long.", False),
        ("Pasal berapa yang mengatur lebah?", "The 4th article is of bees.", True),
        ("Berapa jumlah bees?", "Some keepers have hives.", False),
        ("Alinea berapa dari naskah ini?\nparagraph how many bees of", "It is in the 4th paragraph.", True),
        ("Berapa besar denda bagi lebah?\nhow much fine bees", "Keepers pay 30-50 million Rupiah.", True),
        ("Berapa besar denda bagi lebah?\nhow much fine bees", "Keepers pay a fine.", False),
        ("Berapa lebah di sini?\nhow many bees here", "There were 4 hives.", False),
        ("Berapa lebah di sini?\nhow many bees here", "There were 4 bees.", True),
        ("Berapa denda paling banyak?\nfine most", "They paid 4 kroner.", True),
    ],
)
def test_a_sentence_counts_what_is_asked_for_or_does_not(question: str, text: str, counts: bool) -> None:
    asked = a_question(question, "bee")
    passage = Passage("p", "d", Kind.PARAGRAPH, (), "", None, (Span(0, len(text)),), text)
    sentence = HitSentence(Hit(passage, 1, 1.0), 0, len(text), text, np.zeros(0, dtype=np.float32), 0.0)
    assert counts_the_thing(asked, Evidence(sentence, facts(text), {"uncounted": 1.0})) is counts


@pytest.mark.parametrize(
    ("question", "several"),
    [
        ("How many bees and wasps were there?", True),
        ("Berapa lebah dan tawon di sini?\nhow many bees and wasps", True),
        ("How many bees were there?", False),
        ("Do bees and wasps dance?", False),
    ],
)
def test_a_question_may_count_several_things(question: str, several: bool) -> None:
    assert counts_several(a_question(question, "bee")) is several


@pytest.mark.parametrize(("value", "counts"), [("4,200", True), ("Bergen", False), ("-", False)])
def test_a_row_counts_by_a_cell_that_is_a_number_and_not_its_own(value: str, counts: bool) -> None:
    cells = (Cell("No", "1", ()), Cell("Bees", value, ()))
    text = f"1 {value}"
    passage = Passage("p", "d", Kind.TABLE_ROW, (), "", None, (Span(0, len(text)),), text, cells)
    sentence = HitSentence(Hit(passage, 1, 1.0), 0, len(text), text, np.zeros(0, dtype=np.float32), 0.0)
    asked = a_question("How many bees were there?", "bee")
    assert counts_the_thing(asked, Evidence(sentence, facts(text), {"uncounted": 0.0})) is counts
