"""Answers drawn by a seed, printed in full."""

from dataclasses import replace

import pytest

from eval.sets.questions import GoldEvidence, Question
from eval.studies.sampled_answers import as_lines, drawn
from kutip.types import Answer, Status


def question(name: str, language: str, topic: str = "papers") -> Question:
    part = (GoldEvidence("bees", frozenset({1}), 2),)
    return Question(name, f"Is it {name}?", language, "which", "easy", "near", ("yes",), (part,), topic)


ALL = [
    *(question(f"e{n}", "en") for n in range(9)),
    *(question(f"i{n}", "id") for n in range(5)),
    *(question(f"o{n}", "en", "other") for n in range(50)),
]
GIVEN = Answer(
    *("Is it e1?", "en", Status.ANSWERED, "yes", "yes\nIt is so. [1]", (), 0.875, None),
    missing=(),
    note="Kutip counted.",
    hits=(),
    expansions=(),
)


@pytest.mark.parametrize("seed", range(5))
def test_a_seed_draws_the_same_questions_of_both_languages_and_none_of_other_fields(seed: int) -> None:
    first, again = (drawn(ALL, seed=seed, english=4, indonesian=2) for _ in range(2))
    assert first == again
    assert [one.language for one in first] == ["en"] * 4 + ["id"] * 2
    assert {one.topic for one in first} == {"papers"}
    assert len({one.id for one in first}) == 6


def test_other_seeds_draw_other_questions() -> None:
    assert len({tuple(one.id for one in drawn(ALL, seed=seed, english=4, indonesian=2)) for seed in range(9)}) > 1


def test_an_answer_is_printed_with_all_that_its_reader_sees() -> None:
    assert list(as_lines(3, ALL[1], GIVEN)) == [
        "**3. Is it e1?** (e1; expected: yes)",
        "",
        "answered, 0.88",
        "",
        "> yes",
        "> It is so. [1]",
        "",
        "> Kutip counted.",
        "",
    ]


def test_a_refusal_is_printed_with_its_reason() -> None:
    refused = replace(
        GIVEN, status=Status.NOT_IN_CORPUS, text=None, short=None, note=None, confidence=None, reason="Not there."
    )
    lines = list(as_lines(1, replace(ALL[0], parts=(), answer=()), refused))
    assert lines == [
        "**1. Is it e0?** (e0; expected: the papers do not say)",
        "",
        "not_in_corpus",
        "",
        "> Not there.",
        "",
    ]
