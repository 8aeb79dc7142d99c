"""A word is explained by the sentence that has it as its subject and says what it is."""

import pytest
from looked_up import PAPERS, look_up, texts

from retriever.answers.asked_question import asked
from retriever.answers.defining import as_subject
from retriever.answers.definition import definition
from retriever.answers.planned import PlannedAnswer


def ask(question: str) -> PlannedAnswer | None:
    found = look_up(question, PAPERS)
    return definition(found, asked(found))


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("What is the Bee Council?", "The Bee Council (BC) is a body of keepers"),
        ("What is BC?", "The Bee Council (BC) is a body of keepers"),
        ("What does waggle mean?", "Ravn (2004) defined a waggle as a sentence"),
        ("What is a waggle according to Frisch?", "According to Frisch (1967), a waggle is a run"),
        ("How does Ravn define a waggle?", "Ravn (2004) defined a waggle as a sentence"),
        ("What is BC according to Holm and Lind?", "The Bee Council (BC) is a body of keepers"),
        ("Define waggles", "Ravn (2004) defined a waggle as a sentence"),
        ("Apa itu subak?", "Subak adalah kelompok petani"),
        ("Subak itu apa?", "Subak adalah kelompok petani"),
    ],
)
def test_the_sentence_that_says_what_it_is_comes_first(question: str, first: str) -> None:
    planned = ask(question)
    assert planned is not None
    assert texts(planned.places)[0].startswith(first)


def test_founding_and_functions_follow_and_nothing_that_leads_on_to_a_list() -> None:
    planned = ask("What is BC?")
    assert planned is not None
    assert texts(planned.places)[1:] == [
        "Founded in 1950 in Bergen, the BC holds a meeting each year.",
        "BC aims to protect wild bees.",
    ]
    assert str(planned.short).startswith("body of keepers")


def test_whose_definition_is_asked_for_is_the_only_one_given() -> None:
    planned = ask("What is a waggle according to Frisch?")
    assert planned is not None
    assert len(planned.places) == 1


@pytest.mark.parametrize(
    "question",
    [
        "What is a quasar?",
        "What is a hive?",
        "What is a waggle according to Lindauer?",
        "What is a waggle according to Sari?",
        "What is the budget of the Bee Council?",
        "Who is the Bee Council?",
        "What is the aim of the Bee Council?",
        "Apa itu terasering?",
        "When is a waggle?",
    ],
)
def test_without_a_sentence_that_defines_it_there_is_no_definition(question: str) -> None:
    assert ask(question) is None


@pytest.mark.parametrize(
    ("sentence", "strength"),
    [
        ("Moss refers to plants without roots that grow on walls.", 2.5),
        ("In general, moss is a plant that has no roots.", 2.25),
        ("Moss is the main plant that grows on walls.", 2.0),
        ("Plants without roots that grow on walls are called moss.", 2.0),
        ("The wall has a plant which is known as moss, not ivy.", 2.0),
        ("Moss, by contrast, means plants that have no roots.", 2.5),
        ("Moss, which many like, grew on each of the walls.", 0.0),
        ("Moss, like rain, is a wonder, as every child will tell.", 0.0),
        ("Moss is a wonder, as every child will tell.", 0.0),
        ("Moss is a global concern, the more so now.", 0.0),
        ("Moss grows on walls where water runs down.", 0.0),
    ],
)
def test_judgements_are_told_from_definitions(sentence: str, strength: float) -> None:
    subject = as_subject(sentence, ["moss"])
    assert subject is not None
    assert subject.strength == strength


@pytest.mark.parametrize(
    "sentence",
    [
        "Keepers say that moss is a plant that has no roots.",
        "In the case of moss on old walls, rain is what helps.",
        "A moss-grown wall is a wall that is old.",
        "Moss is old.",
        "He called moss a gift of the rain.",
    ],
)
def test_a_word_that_is_no_subject_is_not_explained(sentence: str) -> None:
    assert as_subject(sentence, ["moss"]) is None
