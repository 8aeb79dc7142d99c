"""Disagreement between papers: which statements are compared, and which are not."""

from collections.abc import Mapping

import numpy as np
import pytest

from kutip.text.terms import terms
from kutip.types import Cell, Hit, Kind, Passage, Span
from retriever.answers.asked_question import AskedQuestion
from retriever.answers.disagreement import differing, may_differ
from retriever.answers.evidence import Evidence
from retriever.answers.facts import facts
from retriever.lookup import HitSentence
from retriever.query.question_type import question_type

CASES = "How many cases were there in 2023?"
RUNS = "Who organises the AMMTC?"


def asked(question: str, names: str = "") -> AskedQuestion:
    weights = dict.fromkeys(terms(question), 1.0)
    return AskedQuestion(question_type(question), question.casefold(), weights, frozenset(terms(names)), ())


def evidence_of(
    question: AskedQuestion, document: str, text: str, lacking: Mapping[str, float], *, row: bool = False
) -> Evidence:
    cells = (Cell("cases", text, ()),) if row else ()
    hit = Hit(Passage(document, document, Kind.PARAGRAPH, (), "", 1, (Span(0, len(text)),), text, cells), 1, 1.0)
    new = tuple(fact for fact in facts(text) if not question.says(fact.text))
    sentence = HitSentence(hit, 0, len(text), text, np.zeros(0, dtype=np.float32), 0.0)
    return Evidence(sentence, new, {"coverage": 1.0, "numbers": 1.0, "names": 1.0, **lacking})


def values(
    question: AskedQuestion, *texts: str, lacking: Mapping[str, float] | None = None, row: bool = False
) -> list[str]:
    """The differing values that are found if each paper has one of these sentences."""
    evidence = [evidence_of(question, f"paper-{at}", text, lacking or {}, row=row) for at, text in enumerate(texts)]
    return [short for _, short in differing(question, evidence, least_coverage=0.25)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("In 2023 there were 998 cases.", "It rose in 2023 to 1,061 reported cases with 3,363 victims."),
        ("In 2023 there were 998 cases.", "There were 1,061 cases in 2023, 752 cases in 2022."),
        ("There were 998 cases (2023).", "In 2023, 1,061 cases were told of (Police, 2024)."),
    ],
)
def test_two_counts_of_the_same_thing_and_year_differ(first: str, second: str) -> None:
    assert values(asked(CASES), first, second) == ["998", "1,061"]
    assert values(asked(CASES), second, first) == ["1,061", "998"]


@pytest.mark.parametrize(
    "second",
    [
        "In 2023 there were 998 cases in all.",
        "In 2022 there were 752 cases.",
        "Of 2021 it had 361 cases, as was said on Tuesday (4/4/2023).",
        "Between July 5 and August 14, 2023, there were 757 cases.",
        "In 2023 there were 3,363 victims.",
        "In 2023 there were more than 900 cases.",
        "In 2023 there were 700 cases of theft and 361 cases of fraud.",
        "In 2023 there were cases.",
    ],
)
def test_counts_of_another_year_or_thing_or_rough_ones_do_not_differ(second: str) -> None:
    assert values(asked(CASES), "In 2023 there were 998 cases.", second) == []


def test_papers_differ_if_each_names_another_organiser_of_a_meeting() -> None:
    question = asked(RUNS, "AMMTC")
    texts = ("The AMMTC is organised by ASEANAPOL.", "ASEAN speaks of crime in platforms like the AMMTC.")
    assert values(question, *texts) == ["ASEANAPOL", "ASEAN"]
    assert values(question, "ASEANAPOL conducts the AMMTC.", texts[1]) == ["ASEANAPOL", "ASEAN"]
    assert values(question, texts[0], "ASEANAPOL conducts two forums, namely AMMTC.") == []


@pytest.mark.parametrize(
    "second",
    [
        "The ASEANAPOL Secretariat conducts the AMMTC.",  # a part of ASEANAPOL
        "ASEAN has ministers who go to the AMMTC.",
        "ASEAN conducts exercises with Japan before the AMMTC.",
        "The AMMTC was conducted.",
    ],
)
def test_a_part_of_the_same_body_or_a_participant_does_not_differ(second: str) -> None:
    assert values(asked(RUNS, "AMMTC"), "The AMMTC is organised by ASEANAPOL.", second) == []


def test_table_rows_and_sentences_off_the_question_are_left_out() -> None:
    texts = ("In 2023 there were 998 cases.", "In 2023 there were 1,061 cases.")
    for lacking in ({"coverage": 0.2}, {"names": 0.5}, {"numbers": 0.0}):
        assert values(asked(CASES), *texts, lacking=lacking) == []
    assert values(asked(CASES), *texts, row=True) == []


def test_the_first_sentence_of_each_paper_with_a_value_counts() -> None:
    question = asked(CASES)
    texts = ("In 2023 there were ships.", "In 2023 there were 998 cases.", "In 2023 there were 5 cases.")
    of_one = [evidence_of(question, "one", text, {}) for text in texts]
    assert differing(question, of_one, least_coverage=0.25) == []
    two = [*of_one, evidence_of(question, "other", texts[2], {})]
    assert [short for _, short in differing(question, two, least_coverage=0.25)] == ["998", "5"]


@pytest.mark.parametrize(
    ("question", "names", "may"),
    [
        (CASES, "", True),
        ("Do the two papers report the same number of cases for 2023?", "", True),
        (RUNS, "AMMTC", True),
        ("Siapa yang menyelenggarakan AMMTC?", "AMMTC", True),
        ("How many cases were there?", "", False),
        ("How many cases were there in 2022 and 2023?", "", False),
        ("What share of the cases was solved in 2023?", "", False),
        ("Who organised the 9th AMMTC in 2013?", "AMMTC", False),
        ("Who organises it?", "", False),
        ("Who attends the AMMTC?", "AMMTC", False),
    ],
)
def test_only_a_count_of_one_year_or_who_runs_a_meeting_may_differ(question: str, names: str, may: bool) -> None:
    assert may_differ(asked(question, names)) is may
