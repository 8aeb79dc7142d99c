"""The reader alone: SQuAD's normalisation and F1, and scores of made readings; then the real reader on a paragraph."""

import json
from pathlib import Path

import numpy as np
import pytest

from eval.studies.reading import ReadScore, f1, figures, normalised, read_all, score_reading
from eval.studies.squad import read_squad_file
from kutip.models.lazy_reader import LazyReader
from kutip.models.passage_reader import PassageReading, WindowReading

TEXT = "Bees dance. They show where flowers grow."
WORDS = [(0, 4), (5, 10), (12, 16), (17, 21), (22, 27), (28, 35), (36, 40)]  # bees dance they show where flowers grow


def reading(*, start: int, end: int, evidence: int, answerable: float = 1.0) -> PassageReading:
    """A reading whose best span is from one word to another, and whose likeliest sentence holds a third word."""
    rows = np.zeros((3, len(WORDS)), dtype=np.float32)
    for row, at in enumerate((start, end, evidence)):
        rows[row, at] = 8.0
    window = WindowReading(0, rows[0], rows[1], rows[2], 0.0, answerable)
    return PassageReading([window], np.asarray(WORDS, dtype=np.int64))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("The Normans!", ["normans"]),
        ("an E.U. law", ["eu", "law"]),
        ("theatre and a theme", ["theatre", "and", "theme"]),
        ("the", []),
    ],
)
def test_answers_are_compared_without_case_punctuation_and_articles(answer: str, words: list[str]) -> None:
    assert normalised(answer) == words


@pytest.mark.parametrize(
    ("given", "accepted", "value"),
    [
        ("10th century", "the 10th century", 1.0),
        ("in the 10th century", "10th century", 0.8),  # precision 2/3, recall 1
        ("a a a", "the", 1.0),
        ("Rollo", "the", 0.0),
        ("war war", "war", 2 / 3),
        ("Paris", "London", 0.0),
    ],
)
def test_f1_is_that_of_the_words_shared(given: str, accepted: str, value: float) -> None:
    assert f1(given, accepted) == pytest.approx(value)


def test_the_best_of_several_accepted_answers_counts() -> None:
    found = score_reading("q", TEXT, ("where", "flowers"), reading(start=5, end=6, evidence=4))
    assert (found.exact, found.f1, found.right_sentence) == (False, pytest.approx(2 / 3), True)
    assert score_reading("q", TEXT, ("grow", "Flowers grow."), reading(start=5, end=6, evidence=4)).exact


def test_a_wrong_sentence_is_told_from_a_right_one() -> None:
    assert score_reading("q", TEXT, ("dance",), reading(start=1, end=1, evidence=0)).right_sentence
    assert score_reading("q", TEXT, ("dance",), reading(start=1, end=1, evidence=5)).right_sentence is False


def test_an_answer_across_sentences_has_no_right_sentence() -> None:
    assert score_reading("q", TEXT, ("dance. They",), reading(start=1, end=2, evidence=0)).right_sentence is None


def test_an_unanswerable_question_has_a_certainty_alone() -> None:
    own = reading(start=1, end=1, evidence=0, answerable=-3.0)
    assert score_reading("q", TEXT, (), own) == ReadScore("q", False, own.certainty)


def test_figures_count_the_questions_that_have_them() -> None:
    scores = [
        ReadScore("a", True, 5.0, True, 1.0, None),
        ReadScore("b", True, 1.0, False, 0.5, True),
        ReadScore("c", False, 2.0),
    ]
    rows = {name: (n, value.split()[0]) for name, n, value in figures(scores)}
    assert rows == {
        "exact match": (2, "0.500"),
        "F1": (2, "0.750"),
        "right sentence": (1, "1.000"),
        "AUROC, answerable from others": (3, "0.500"),
    }
    assert [name for name, _, _ in figures(scores[:2])] == ["exact match", "F1", "right sentence"]


def test_the_reader_that_comes_with_kutip_finds_an_answer_and_doubts_another(tmp_path: Path) -> None:
    text = "The committee was founded in Lisbon in 1957. It has twelve members, who meet once a year."
    answered = {
        "id": "a",
        "question": "Where was the committee founded?",
        "answers": [{"text": "Lisbon", "answer_start": 0}],
    }
    other = {"id": "b", "question": "Who painted the ceiling?", "answers": [], "is_impossible": True}
    file = tmp_path / "set.json"
    file.write_text(json.dumps({"data": [{"paragraphs": [{"context": text, "qas": [answered, other]}]}]}))
    done: list[None] = []
    first, second = read_all(read_squad_file(file, "set"), LazyReader().get(), lambda: done.append(None))
    assert (first.exact, first.right_sentence) == (True, True)
    assert first.certainty > second.certainty
    assert len(done) == 2
