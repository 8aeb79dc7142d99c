"""What a question asks of a table: an operation, years, ordinals, a noun behind "which", words that name things."""

import pytest
from made_tables import PAPERS, look_up

from retriever.answers.tables.table_question import TableQuestion


def read(question: str) -> TableQuestion:
    found = TableQuestion.of(question, look_up(question, PAPERS, []).understood)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("question", "operation"),
    [
        ("Where was the last HPF held?", "latest"),
        ("Where was the most recent HPF held?", "latest"),
        ("Di mana HPF terakhir diadakan?", "latest"),
        ("When was the very first HPF held?", "earliest"),
        ("Kapan HPF pertama diadakan?", "earliest"),
        ("Which strait has the most turbines?", "most"),
        ("In which year did blades peak?", "most"),
        ("Tahun berapa jumlah bilah paling banyak?", "most"),
        ("Which strait has the fewest turbines?", "fewest"),
        ("Tahun berapa kasus terendah?", "fewest"),
        ("How many blades were there in total?", "total"),
        ("By how much did the blades fall?", "difference"),
        ("Berapa selisih jumlah bilah?", "difference"),
        ("How many times was the HPF held?", "times"),
        ("Berapa kali HPF diadakan?", "times"),
        ("How many blades were there?", "look_up"),
        ("At least how many blades were there?", "look_up"),
        ("Where was the twenty-first HPF held?", "look_up"),
        ("Where was the 21st HPF held?", "look_up"),
    ],
)
def test_the_words_of_an_operation_are_recognised(question: str, operation: str) -> None:
    assert read(question).operation == operation


@pytest.mark.parametrize("question", ["Which strait has the most and the fewest turbines?", "The first and last HPF?"])
def test_a_question_for_two_operations_is_not_read(question: str) -> None:
    assert TableQuestion.of(question, look_up(question, PAPERS, []).understood) is None


@pytest.mark.parametrize(
    ("question", "inside", "outside"),
    [
        ("How many blades in 2016?", [2016], [2015, 2017]),
        ("How many blades from 2015 to 2017?", [2015, 2016, 2017], [2014, 2018]),
        ("How many blades between 2015 and 2017?", [2015, 2016, 2017], [2014, 2018]),
        ("How many blades in 2015-2017?", [2016], [2018]),
        ("How many blades in 2015 and 2017?", [2015, 2017], [2016]),
        ("How many HPF since 2015?", [2015, 2030], [2014]),
        ("How many HPF after 2015?", [2016], [2015]),
        ("How many HPF before 2015?", [2014, 1990], [2015]),
        ("How many HPF by mid-2015?", [2015, 1990], [2016]),
        ("Berapa bilah dari tahun 2015 sampai 2017?", [2015, 2016, 2017], [2018]),
        ("Berapa kali HPF sejak 2015?", [2015, 2016], [2014]),
    ],
)
def test_years_are_single_or_a_span(question: str, inside: list[int], outside: list[int]) -> None:
    years = read(question).years
    assert years is not None
    assert [year for year in (*inside, *outside) if year in years] == inside


def test_numbers_that_are_no_years_are_none() -> None:
    assert read("How many of the 2,016 blades broke?").years is None


@pytest.mark.parametrize(
    "question",
    [
        "Where was the 5th HPF held?",
        "Where was the fifth HPF held?",
        "Di mana HPF ke-5?",
        "Di mana HPF kelima diadakan?",
    ],
)
def test_ordinals_are_read_however_they_are_written(question: str) -> None:
    assert read(question).ordinals == {5}


def test_the_first_is_an_operation_and_no_ordinal() -> None:
    assert read("Where was the first HPF held?").ordinals == frozenset()


def words(question: str) -> list[str]:
    return [word.typed for word in read(question).words]


def test_words_that_name_nothing_are_left_out() -> None:
    assert words("How many turbines were there in the Kvalsund strait in May 2016?") == [
        "turbines",
        "Kvalsund",
        "strait",
    ]
    assert words("Where was the 5th HPF held?") == ["HPF"]
    assert words("How many MoUs are still in force?") == ["MoUs", "force"]


def test_the_plural_of_a_short_name_is_that_name() -> None:
    (word, *_) = read("How many MoUs are there?").words
    assert word.is_in(frozenset({"mou"}))


def test_a_word_stands_for_its_translation_and_for_itself() -> None:
    (city,) = [word for word in read("Di kota mana HPF diadakan?").words if word.typed != "HPF"]
    assert city.is_in(frozenset({"citi"}))


@pytest.mark.parametrize(
    ("question", "head"),
    [
        ("Which country chaired the HPF?", "countri"),
        ("Negara mana yang mengetuai HPF?", "countri"),
        ("Menhir mana yang memiliki turbin?", "menhir"),  # no glossary has it
        ("In which city was it?", "citi"),
        ("Where was it?", ""),
    ],
)
def test_the_noun_behind_which_is_found(question: str, head: str) -> None:
    assert read(question).head == (frozenset({head}) if head else frozenset())


def test_a_named_table_is_read() -> None:
    assert read("How many straits are in Table 1?").label == "1"
    assert read("Berapa selat dalam Lampiran B?").label == "B"
    assert read("How many straits are there?").label is None


def test_verbs_of_change_name_nothing_beside_a_difference() -> None:
    assert words("By how much did blades fall from 2015 to 2016?") == ["blades"]
    assert words("How many blades fall from ships?") == ["blades", "fall", "ships"]
