"""The fit of the calibration: on made-up cases whose right model can be foreseen."""

from collections.abc import Sequence
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.sets.questions import GoldEvidence, Question
from eval.studies.fit import _SENTENCE, Case, _as_json, dealt, fit_question, fit_sentence
from kutip.types import Hit, Kind, Passage, SearchResult, Span
from retriever.answers.calibration import Calibration, Logistic
from retriever.answers.composing import ReadQuestion
from retriever.answers.evidence import AskedQuestion, Evidence
from retriever.answers.question_type import QuestionType
from retriever.lookup import HitSentence, LookUp
from retriever.query.understanding import Understood
from retriever.search import Retriever

GATHERED = "late cosine coverage numbers names together weakest standing untyped uncounted".split()
NEVER, HELPS, RIGHT = 0, -1, 1
FLAT = Logistic(0.0, dict.fromkeys(_SENTENCE, 0.0))


class KnowsAll:
    """Of a retriever what answerability asks for: every term is in a passage."""

    def holds(self, term: str) -> bool:
        return True


RETRIEVER = cast(Retriever, KnowsAll())


def case(*sentences: tuple[int, float], topic: str = "papers", answerable: bool = True, weakest: float = 0.5) -> Case:
    """A question with its sentences, each as label and late score; nothing else tells them apart."""
    passage = Passage("p1", "paper", Kind.PARAGRAPH, (), "", 1, (Span(0, 8),), "It is so", ())
    hit = Hit(passage, 1, 1.0, {"late": 1.0})
    evidence = [
        Evidence(
            HitSentence(hit, 0, 8, np.zeros(0, dtype=np.float32), 0.0),
            (),
            dict.fromkeys(GATHERED, 0.0) | {"late": late, "weakest": weakest},
        )
        for _, late in sentences
    ]
    found = LookUp(SearchResult("Is it?", "en", (), (hit,)), Understood("en", (), "Is it?"), None, (0,))
    reading = ReadQuestion(AskedQuestion(QuestionType.YES_NO, "is it?", {"so": 1.0}, frozenset(), ()), found, evidence)
    parts = ((GoldEvidence("paper", frozenset(range(8)), 2),),) if answerable else ()
    answer = ("yes",) if answerable else ()
    question = Question("q001", "Is it?", "en", "yes_no", "easy", "near", answer, parts, topic)
    return Case(question, reading, np.asarray([label for label, _ in sentences], dtype=np.int64))


# --- Folds and questions --------------------------------------------------------------------------------------------


@given(n=st.integers(0, 300), seed=st.integers(0, 99), folds=st.integers(1, 12))
def test_folds_differ_by_one_at_most_and_take_everything(n: int, seed: int, folds: int) -> None:
    fold = dealt(n, seed=seed, folds=folds)
    sizes = np.bincount(fold, minlength=folds)
    assert fold.shape == (n,)
    assert len(sizes) == folds
    assert sizes.max() - sizes.min() <= 1


def test_a_seed_deals_the_same_every_time_and_another_one_otherwise() -> None:
    assert dealt(100, seed=0).tolist() == dealt(100, seed=0).tolist()
    assert dealt(100, seed=0).tolist() != dealt(100, seed=1).tolist()
    assert dealt(100, seed=0).tolist() != sorted(dealt(100, seed=0).tolist())


# --- The model of sentences -----------------------------------------------------------------------------------------

TELLING = [case((RIGHT, 0.8), (NEVER, 0.3), (NEVER, 0.1)), case((NEVER, 0.4), (RIGHT, 0.9), (NEVER, 0.2))]


def as_numbers(model: Logistic) -> list[float]:
    return [model.bias, *(model.weights[name] for name in _SENTENCE)]


def test_a_feature_that_tells_right_from_wrong_sentences_gets_a_weight_and_others_get_none() -> None:
    model = fit_sentence(TELLING)
    assert tuple(model.weights) == _SENTENCE
    assert model.weights["late"] > 0
    assert [model.weights[name] for name in _SENTENCE if name != "late"] == pytest.approx([0, 0, 0])
    turned = fit_sentence([case((RIGHT, 0.1), (NEVER, 0.8)), case((NEVER, 0.9), (RIGHT, 0.2))])
    assert turned.weights["late"] < 0


@pytest.mark.parametrize(
    "more",
    [
        [case((RIGHT, 0.1), (RIGHT, 0.0))],
        [case((NEVER, 0.9), (NEVER, 1.0))],
        [case((RIGHT, 0.1), (HELPS, 1.0))],
        [case()],
    ],
    ids=["all right", "none right", "none wrong", "no sentences"],
)
def test_a_question_without_right_or_without_wrong_sentences_teaches_nothing(more: list[Case]) -> None:
    assert as_numbers(fit_sentence([*TELLING, *more])) == as_numbers(fit_sentence(TELLING))


def test_a_sentence_that_only_helps_is_neither_right_nor_wrong() -> None:
    helped = [case((RIGHT, 0.8), (HELPS, 0.9), (NEVER, 0.3), (NEVER, 0.1)), TELLING[1]]
    assert as_numbers(fit_sentence(helped)) == as_numbers(fit_sentence(TELLING))


@given(times=st.integers(2, 9))
def test_a_question_does_not_count_more_for_having_more_sentences(times: int) -> None:
    # The second question says the opposite of the first; the scale of the feature stays as it is.
    one, other = [(RIGHT, 0.8), (NEVER, 0.2)], [(RIGHT, 0.2), (NEVER, 0.8)]
    even = fit_sentence([case(*one), case(*other)])
    assert even.weights["late"] == pytest.approx(0, abs=1e-6)
    longer = fit_sentence([case(*one * times), case(*other)])
    assert longer.weights["late"] == pytest.approx(0, abs=1e-6)


@given(factor=st.floats(0.05, 20), shift=st.floats(-5, 5))
def test_the_unit_and_the_zero_of_a_feature_do_not_matter(factor: float, shift: float) -> None:
    scores = [[(RIGHT, 0.8), (NEVER, 0.3), (NEVER, 0.1)], [(NEVER, 0.4), (RIGHT, 0.9), (NEVER, 0.2)]]
    plain = fit_sentence([case(*own) for own in scores])
    other = fit_sentence([case(*((label, factor * late + shift) for label, late in own)) for own in scores])
    for late in (0.0, 0.5, 1.0):
        features = dict.fromkeys(_SENTENCE, 0.0)
        as_other = other.probability({**features, "late": factor * late + shift})
        assert as_other == pytest.approx(plain.probability({**features, "late": late}), abs=1e-3)


# --- The model of questions -----------------------------------------------------------------------------------------


def asked(*, topic: str = "papers", answerable: bool, weakest: float) -> Case:
    return case((NEVER, 0.5), topic=topic, answerable=answerable, weakest=weakest)


NEAR = [
    asked(answerable=True, weakest=0.9),
    asked(answerable=True, weakest=0.8),
    asked(answerable=False, weakest=0.3),
    asked(answerable=False, weakest=0.2),
]


def fitted(cases: Sequence[Case]) -> Logistic:
    return fit_question(cases, [FLAT] * len(cases), RETRIEVER)


def test_a_feature_that_tells_which_questions_are_answered_gets_a_weight() -> None:
    model = fitted(NEAR)
    assert model.weights["weakest"] > 0
    assert all(weight == pytest.approx(0) for name, weight in model.weights.items() if name != "weakest")


def test_a_question_of_another_field_counts_less_than_one_near_to_the_papers() -> None:
    near, off = (fitted([*NEAR, asked(topic=topic, answerable=False, weakest=0.55)]) for topic in ("papers", "other"))
    middle = dict.fromkeys(near.weights, 0.0) | {"weakest": 0.55}
    assert near.probability(middle) < off.probability(middle)


def test_each_case_needs_a_model_of_sentences() -> None:
    with pytest.raises(ValueError, match="zip"):
        fit_question(NEAR, [FLAT], RETRIEVER)


# --- The file -------------------------------------------------------------------------------------------------------

NUMBERS = st.floats(-20, 20)
MODELS = st.builds(Logistic, NUMBERS, st.dictionaries(st.sampled_from(GATHERED), NUMBERS, min_size=1))


@given(calibration=st.builds(Calibration, MODELS, MODELS, st.floats(0, 1), st.floats(0, 1)))
def test_what_is_written_is_read_again_to_four_places(
    tmp_path_factory: pytest.TempPathFactory, calibration: Calibration
) -> None:
    file = tmp_path_factory.mktemp("calibration") / "calibration.json"
    file.write_text(_as_json(calibration), encoding="utf-8")
    again = read(file)
    assert (again.refuse_below, again.sure_from) == (calibration.refuse_below, calibration.sure_from)
    for written, model in ((again.sentence, calibration.sentence), (again.question, calibration.question)):
        assert written.bias == pytest.approx(model.bias, abs=5.1e-5)
        assert dict(written.weights) == pytest.approx(dict(model.weights), abs=5.1e-5)


def read(file: Path) -> Calibration:
    """What Kutip reads where this file is the one that comes with it."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("retriever.answers.calibration.FILE", file)
        return Calibration.read()
