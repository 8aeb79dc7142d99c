"""The study of papers of other fields: its scores, its table, and the questions that it asks."""

import json
import re
from collections import Counter
from dataclasses import replace

import pytest
from conftest import ROOT

from eval.errors import QuestionError
from eval.sets.questions import GoldEvidence, Question, load_questions
from eval.studies.other_fields import FieldAnswer, ask_all, figures, main, rows
from kutip.types import Answer, AnswerSentence, Citation, Span, Status

PAPERS = ROOT / "tests" / "papers"
WRITTEN = ("kepiting-bubu", "lamp-oil", "leaf-counting", "stair-asthma")
FREE = re.compile(r"CC0-1\.0|CC-BY-4\.0")


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    sources = {path.parent.name: path.read_text(encoding="utf-8") for path in PAPERS.glob("*/source.*")}
    return load_questions(sources, PAPERS / "questions.jsonl")


def question(name: str, *starts: int, answer: tuple[str, ...] = ("two",)) -> Question:
    """A question whose evidence is ten characters from each start."""
    parts = tuple((GoldEvidence("a", frozenset(range(at, at + 10)), 2),) for at in starts)
    return Question(name, name, "en", "list", "easy", "near", answer if parts else (), parts)


def answered(*starts: int, text: str = "one, two", status: Status = Status.ANSWERED, confidence: float = 0.9) -> Answer:
    """An answer that cites ten characters from each start."""
    cited = [Citation("a-1", "a", (Span(at, at + 10),), text) for at in starts]
    sentences = tuple(AnswerSentence(text, (one,)) for one in cited)
    return Answer("?", "en", status, None, text, sentences, confidence, None, (), None, (), ())


def test_an_answer_is_scored_by_the_parts_that_it_cites() -> None:
    scored = FieldAnswer.of(question("salt.03.list", 0, 20), answered(0))
    assert (scored.paper, scored.kind, scored.is_open) == ("salt", "list", True)
    assert (scored.key, scored.scored.supported, scored.parts) == (True, True, 0.5)
    assert FieldAnswer.of(question("salt.04.list", 0, 20), answered(20, 0)).parts == 1
    assert FieldAnswer.of(question("salt.04.list", 0), answered(40)).parts == 0


def test_every_second_question_is_held_apart() -> None:
    assert [FieldAnswer.of(question(f"salt.{n:02}.who", 0), answered(0)).is_open for n in range(1, 5)] == [
        *(True, False),
        *(True, False),
    ]


def test_a_sum_in_words_of_kutips_own_is_a_right_answer() -> None:
    told = replace(answered(0, text="Row"), text="Together 184.")
    assert FieldAnswer.of(question("salt.03.total", 0, answer=("184",)), told).key
    assert not FieldAnswer.of(question("salt.03.total", 0, answer=("18",)), told).key


def test_an_id_of_another_form_is_refused() -> None:
    for name in ("q001", "salt.list", "salt.one.list"):
        with pytest.raises(QuestionError, match=r"paper\.07\.kind"):
            FieldAnswer.of(question(name, 0), answered(0))


def test_wrong_and_false_answers_are_counted_apart() -> None:
    refused = answered(text="none", status=Status.NOT_IN_CORPUS, confidence=0.1)
    unsure = answered(40, status=Status.PARTIAL, confidence=0.4)
    given = {"a.01.who": answered(0), "a.02.who": refused, "b.01.none": unsure, "b.02.none": answered(0)}
    can, cannot = (
        [question(name, 0) for name in ("a.01.who", "a.02.who")],
        [question("b.01.none"), question("b.02.none")],
    )
    asked = list(ask_all([*can, *cannot], given.__getitem__))
    of, key, _, _, wrong, others, false, called, words, error = figures(asked)
    assert (of, key[:5], wrong[:5], others, false[:5], called[:5]) == ("2", "0.500", "0.500", "2", "1.000", "0.500")
    assert (words, error) == ("2", "0.400")  # a right and a false one at 0.9, a false one at 0.4
    names = [row[0] for row in rows(asked)]
    assert names == ["all", "half open", "half apart", "paper a", "paper b", "language en", "kind who", "kind none"]
    assert figures([]) == ["0", "-", "-", "-", "-", "0", "-", "-", "-", "-"]


def test_each_written_paper_has_questions_of_every_sort_in_both_halves(questions: list[Question]) -> None:
    papers = Counter(one.id.split(".")[0] for one in questions)
    assert set(papers) == set(WRITTEN)
    assert min(papers.values()) >= 25
    for half in (0, 1):
        own = [one for one in questions if int(one.id.split(".")[1]) % 2 == half]
        lacking = Counter(one.id.split(".")[0] for one in own if not one.answerable)
        assert min(lacking[paper] for paper in WRITTEN) >= 3
    assert sum(one.language == "id" for one in questions) * 3 >= len(questions)


def test_unanswerable_questions_are_named_so(questions: list[Question]) -> None:
    assert {one.id for one in questions if not one.answerable} == {
        one.id for one in questions if one.id.endswith(".none")
    }


@pytest.mark.parametrize("paper", WRITTEN)
def test_each_written_paper_says_that_it_is_invented_and_is_free(paper: str) -> None:
    held = json.loads((PAPERS / paper / "metadata.json").read_text(encoding="utf-8"))
    licence = (PAPERS / paper / "LICENSE").read_text(encoding="utf-8")
    (source,) = (PAPERS / paper).glob("source.*")
    text = source.read_text(encoding="utf-8")
    assert FREE.fullmatch(held["license"])
    assert held["license"] in licence
    assert re.search(r"invented|rekaan", text[:400])
    assert len(text.split()) >= 1000


def test_a_half_that_there_is_not_is_refused() -> None:
    with pytest.raises(QuestionError, match="both, open, apart"):
        main(half="other")
