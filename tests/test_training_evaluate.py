"""The figures of a reader are SQuAD's own, and the area under the ROC curve is scikit-learn's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from training.evaluate import ReaderResult, sampled, summary
from training.records import SourceQuestion
from training.squad_scores import exact_match, normalised, roc_area, word_f1

SCORES = st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.0]), min_size=1, max_size=20)


def result(
    certainty: float, *, answer: str = "", accepted: tuple[str, ...] = (), made: str = "", right: bool | None = None
) -> ReaderResult:
    place = (0, 1) if accepted else None
    question = SourceQuestion("q", "?", "p", bool(accepted), place, accepted, "test", made)
    return ReaderResult(question, answer, certainty, right)


@pytest.mark.parametrize(
    ("answer", "accepted", "exact", "f1"),
    [
        ("the Treaty of Paris", ["Treaty of Paris!"], True, 1.0),
        ("Paris", ["Rome", "Treaty of Paris"], False, 0.5),
        ("in in Paris", ["in Paris"], False, 0.8),
        ("Rome", ["Paris"], False, 0.0),
        ("the", ["a"], True, 0.0),
        ("Rome", [], False, 0.0),
    ],
)
def test_answers_are_compared_as_squad_does(answer: str, accepted: list[str], exact: bool, f1: float) -> None:
    assert exact_match(answer, accepted) is exact
    assert word_f1(answer, accepted) == pytest.approx(f1)


def test_an_article_within_a_word_stays() -> None:
    assert normalised("Another banana, then the end") == "another banana then end"


@given(positive=SCORES, negative=SCORES)
def test_the_area_under_the_roc_curve_is_that_of_scikit_learn(positive: list[float], negative: list[float]) -> None:
    labels = [1] * len(positive) + [0] * len(negative)
    assert roc_area(positive, negative) == pytest.approx(roc_auc_score(labels, positive + negative))


def test_each_kind_of_question_without_an_answer_has_its_own_area() -> None:
    figures = summary(
        [
            result(2.0, answer="Paris", accepted=("Paris",), right=True),
            result(0.0, answer="Rome", accepted=("Paris",), right=False),
            result(-1.0),
            result(1.0, made="entity"),
        ]
    )
    assert figures == {
        "answerable questions": 2.0,
        "EM": 0.5,
        "F1": 0.5,
        "right sentence": 0.5,
        "unanswerable, entity": 1.0,
        "AUROC, entity": 0.5,
        "unanswerable, written by people": 1.0,
        "AUROC, written by people": 1.0,
    }


def test_without_answerable_questions_there_is_no_area() -> None:
    assert summary([result(1.0)]) == {"answerable questions": 0.0}


def test_a_sample_takes_each_kind_evenly() -> None:
    questions = [SourceQuestion(str(n), "?", "p", n % 2 == 0, None, (), "test") for n in range(100)]
    chosen = sampled(questions, 5)
    assert [question.id for question in chosen] == ["0", "20", "40", "60", "80", "1", "21", "41", "61", "81"]
    assert len(sampled(questions, 1000)) == 100
