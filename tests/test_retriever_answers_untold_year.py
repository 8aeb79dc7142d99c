"""A question for a year beyond those that the papers tell of is refused with the nearest year, and no other is."""

import pytest
from looked_up import Paper, look_up

from kutip.types import Kind, Status
from retriever.answers.asked_question import asked
from retriever.answers.planned import PlannedAnswer
from retriever.answers.untold_year import untold_year

LAKES = Paper(
    "voss-2022",
    {},
    [
        (Kind.FRONT_MATTER, (), "Submitted 2 May 2026"),
        (Kind.PARAGRAPH, (), "In 2015, 40 swans nested on the lake (Lund, 2024). The number rose to 52 swans in 2017."),
        (Kind.PARAGRAPH, (), "Between 2018 and 2021 the lake was closed. There were 61 swans. In 2023 a dam broke."),
        (Kind.TABLE_ROW, (), "2022 60 herons"),
        (Kind.REFERENCE, (), "Lund, A. (2025). Swans of 2025. Pond Press."),
    ],
)


def plan(question: str) -> PlannedAnswer | None:
    found = look_up(question, [LAKES])
    return untold_year(found, asked(found))


@pytest.mark.parametrize(
    ("question", "code", "year", "nearest"),
    [
        ("How many swans were there in 2024?", "answer.number_untold", "2024", "2017"),
        ("How many swans nested on the lake in 1990?", "answer.number_untold", "1990", "2015"),
        ("How many herons were there in 2010?", "answer.number_untold", "2010", "2022"),
        ("Which dam broke in 2025?", "answer.year_untold", "2025", "2023"),
        ("What happened to the swans in 2026?", "answer.year_untold", "2026", "2017"),
    ],
)
def test_a_year_beyond_those_told_is_refused_with_the_nearest(
    question: str, code: str, year: str, nearest: str
) -> None:
    found = plan(question)
    assert found is not None
    assert found.status is Status.NOT_IN_CORPUS
    (reason,) = found.reason
    assert (reason.code, reason.values["year"], reason.values["nearest"]) == (code, year, nearest)


@pytest.mark.parametrize(
    "question",
    [
        "How many swans were there in 2017?",
        "How many swans were there in 2020?",  # within a time that is told
        "Which dam broke in 2023?",
        "How many swans were there?",
        "How many swans were there in 2017 and in 2024?",
        "What did Lund publish in 2025?",
        "What does the paper of 2025 say of swans?",
        "How many eagles were there in 2024?",  # they tell of no year of it
        "What does Lund (2025) say of swans?",
    ],
)
def test_other_questions_are_left_to_others(question: str) -> None:
    assert plan(question) is None
