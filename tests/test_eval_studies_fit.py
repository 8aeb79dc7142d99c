"""Fitting the calibration, on made-up cases whose right model is known."""

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.scoring.answers import ScoredAnswer
from eval.sets.questions import GoldEvidence, Question
from eval.studies.fit import _as_json
from eval.studies.fitting import WITH_READER, WITHOUT_READER, Case, fit_all, fit_question, fit_right
from eval.studies.fitting import fit_sentence as fit_sentence_by
from kutip.settings import AnswerSettings
from kutip.types import Hit, Kind, Passage, SearchResult, Span
from retriever.answers.asked_question import AskedQuestion
from retriever.answers.calibration import Calibration, Fit, Logistic, right_features
from retriever.answers.evidence import Evidence
from retriever.answers.weighed import ReadQuestion
from retriever.lookup import HitSentence, LookUp
from retriever.query.question_type import QuestionType
from retriever.query.understanding import Understood

GATHERED = "late cosine coverage numbers names together weakest standing untyped uncounted off_year".split()
NEVER, HELPS, RIGHT = 0, -1, 1
SENTENCE = WITHOUT_READER.sentence
FLAT = Logistic(0.0, dict.fromkeys(SENTENCE, 0.0))


def fit_sentence(cases: Sequence[Case]) -> Logistic:
    return fit_sentence_by(cases, WITHOUT_READER)


def case(
    *sentences: tuple[int, float],
    topic: str = "papers",
    answerable: bool = True,
    weakest: float = 0.5,
    share: float = 1.0,
) -> Case:
    """A question with its sentences, each given as (label, late score); all their other features are equal."""
    passage = Passage("p1", "paper", Kind.PARAGRAPH, (), "", 1, (Span(0, 8),), "It is so", ())
    hit = Hit(passage, 1, 1.0, {"late": 1.0})
    evidence = [
        Evidence(
            HitSentence(hit, 0, 8, "It is so", np.zeros(0, dtype=np.float32), 0.0),
            (),
            dict.fromkeys(GATHERED, 0.0) | {"late": late, "weakest": weakest},
        )
        for _, late in sentences
    ]
    found = LookUp(
        result=SearchResult("Is it?", "en", (), (hit,)),
        understood=Understood("en", (), "Is it?"),
        encoded=None,
        token_weights=np.zeros(0, dtype=np.float32),
        settings=AnswerSettings(),
        encoder="a model",
        documents={},
        passages=1,
        count_holders=lambda term: 1,  # the passage contains every term
        read_sentences=lambda first: [],
    )
    reading = ReadQuestion(AskedQuestion(QuestionType.YES_NO, "is it?", {"so": 1.0}, frozenset(), ()), found, evidence)
    parts = ((GoldEvidence("paper", frozenset(range(8)), 2),),) if answerable else ()
    answer = ("yes",) if answerable else ()
    question = Question("q001", "Is it?", "en", "yes_no", "easy", "near", answer, parts, topic)
    return Case(question, reading, np.asarray([label for label, _ in sentences], dtype=np.int64), share)


# --- The sentence model ---------------------------------------------------------------------------------------------

SEPARATED = [case((RIGHT, 0.8), (NEVER, 0.3), (NEVER, 0.1)), case((NEVER, 0.4), (RIGHT, 0.9), (NEVER, 0.2))]


def as_numbers(model: Logistic) -> list[float]:
    return [model.bias, *(model.weights[name] for name in SENTENCE)]


def test_only_the_feature_that_separates_sentences_gets_a_weight() -> None:
    model = fit_sentence(SEPARATED)
    assert tuple(model.weights) == SENTENCE
    assert model.weights["late"] > 0
    assert [model.weights[name] for name in SENTENCE if name != "late"] == pytest.approx([0] * 4)
    reversed_ = fit_sentence([case((RIGHT, 0.1), (NEVER, 0.8)), case((NEVER, 0.9), (RIGHT, 0.2))])
    assert reversed_.weights["late"] < 0


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
def test_a_question_with_only_right_or_only_wrong_sentences_is_ignored(more: list[Case]) -> None:
    assert as_numbers(fit_sentence([*SEPARATED, *more])) == as_numbers(fit_sentence(SEPARATED))


def test_a_sentence_that_only_helps_is_ignored() -> None:
    helped = [case((RIGHT, 0.8), (HELPS, 0.9), (NEVER, 0.3), (NEVER, 0.1)), SEPARATED[1]]
    assert as_numbers(fit_sentence(helped)) == as_numbers(fit_sentence(SEPARATED))


@given(times=st.integers(2, 9))
def test_a_question_with_more_sentences_has_no_more_weight(times: int) -> None:
    # The second question is the opposite of the first, so that equal weights cancel out.
    one, other = [(RIGHT, 0.8), (NEVER, 0.2)], [(RIGHT, 0.2), (NEVER, 0.8)]
    even = fit_sentence([case(*one), case(*other)])
    assert even.weights["late"] == pytest.approx(0, abs=1e-6)
    longer = fit_sentence([case(*one * times), case(*other)])
    assert longer.weights["late"] == pytest.approx(0, abs=1e-6)


@given(factor=st.floats(0.05, 20), shift=st.floats(-5, 5))
def test_scale_and_offset_of_a_feature_do_not_matter(factor: float, shift: float) -> None:
    scores = [[(RIGHT, 0.8), (NEVER, 0.3), (NEVER, 0.1)], [(NEVER, 0.4), (RIGHT, 0.9), (NEVER, 0.2)]]
    plain = fit_sentence([case(*own) for own in scores])
    other = fit_sentence([case(*((label, factor * late + shift) for label, late in own)) for own in scores])
    for late in (0.0, 0.5, 1.0):
        features = dict.fromkeys(SENTENCE, 0.0)
        as_other = other.probability({**features, "late": factor * late + shift})
        assert as_other == pytest.approx(plain.probability({**features, "late": late}), abs=1e-3)


def test_with_the_reader_a_sentence_is_weighed_by_what_it_read_too() -> None:
    for one in SEPARATED:
        for evidence in one.reading.evidence:
            assert isinstance(evidence.features, dict)
            evidence.features["read"] = 0.0
    assert fit_sentence_by(SEPARATED, WITH_READER).weights.keys() - fit_sentence(SEPARATED).weights.keys() == {"read"}


# --- The question model ---------------------------------------------------------------------------------------------


def asked(*, answerable: bool, weakest: float, share: float = 1.0) -> Case:
    return case((NEVER, 0.5), answerable=answerable, weakest=weakest, share=share)


NEAR = [
    asked(answerable=True, weakest=0.9),
    asked(answerable=True, weakest=0.8),
    asked(answerable=False, weakest=0.3),
    asked(answerable=False, weakest=0.2),
]


def fitted(cases: Sequence[Case]) -> Logistic:
    return fit_question(cases, [FLAT] * len(cases), WITHOUT_READER)


def test_only_the_feature_that_separates_questions_gets_a_weight() -> None:
    model = fitted(NEAR)
    assert model.weights["weakest"] > 0
    assert all(weight == pytest.approx(0) for name, weight in model.weights.items() if name != "weakest")


def test_a_question_weighs_by_its_share() -> None:
    near, off = (fitted([*NEAR, asked(answerable=False, weakest=0.55, share=share)]) for share in (1.0, 0.3))
    middle = dict.fromkeys(near.weights, 0.0) | {"weakest": 0.55}
    assert near.probability(middle) < off.probability(middle)


def test_each_case_needs_a_sentence_model() -> None:
    with pytest.raises(ValueError, match="zip"):
        fit_question(NEAR, [FLAT], WITHOUT_READER)


# --- The model of right answers ---------------------------------------------------------------------------------------

SURE, TORN = case((RIGHT, 0.9), (NEVER, 0.1)), case((RIGHT, 0.5), (NEVER, 0.45))
UNFITTED = Fit(Logistic(0.0, {"late": 4.0}), Logistic(0.0, {"late": 1.0}), Logistic(0.0, {}), 0.0)


def scored_as(one: ReadQuestion, *, refused: bool = False) -> ScoredAnswer:
    """The scores of an answer that is right where the best sentence stands out."""
    right = one is SURE.reading and not refused
    return ScoredAnswer(SURE.question, refused, right, right, 3, 0.5)


@pytest.fixture
def _given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eval.studies.fitting.of_sentences", lambda reading, calibration: reading)
    monkeypatch.setattr("eval.studies.fitting.score_answer", lambda question, reading: scored_as(reading))


@pytest.mark.usefixtures("_given")
def test_an_answer_is_likelier_right_if_such_answers_were(monkeypatch: pytest.MonkeyPatch) -> None:
    model = fit_right([SURE, TORN] * 20, [UNFITTED] * 40)
    assert set(model.weights) == {"answerable", "best"}
    sure, torn = right_features(math.exp(0.9), 0.96), right_features(math.exp(0.5), 0.55)
    assert model.probability(sure) > 0.5 > model.probability(torn)
    monkeypatch.setattr(
        "eval.studies.fitting.score_answer",
        lambda question, reading: scored_as(reading, refused=reading is TORN.reading),
    )
    with pytest.raises(ValueError, match="class"):  # wrong refusals are left out, so only right answers are left
        fit_right([SURE, TORN] * 20, [UNFITTED] * 40)


@pytest.mark.usefixtures("_given")
def test_an_answer_counts_by_the_share_of_its_question() -> None:
    torn = right_features(math.exp(0.5), 0.55)
    models = [fit_right([SURE, replace(TORN, share=share)] * 20, [UNFITTED] * 40) for share in (1.0, 0.1)]
    heavy, light = (model.probability(torn) for model in models)
    assert heavy < light


@pytest.mark.usefixtures("_given")
def test_questions_of_other_texts_change_only_how_likely_an_answer_is_right() -> None:
    ours = [one for _ in range(10) for one in (SURE, replace(TORN, question=replace(TORN.question, parts=())))]
    alone, beside = (fit_all(ours, WITHOUT_READER, [replace(TORN, share=0.5)] * more) for more in (0, 10))
    assert (alone.sentence, alone.question, alone.refuse_below) == (
        beside.sentence,
        beside.question,
        beside.refuse_below,
    )
    assert alone.right != beside.right


# --- The file -------------------------------------------------------------------------------------------------------

NUMBERS = st.floats(-20, 20)
MODELS = st.builds(Logistic, NUMBERS, st.dictionaries(st.sampled_from(GATHERED), NUMBERS, min_size=1))


FITS = st.builds(Fit, MODELS, MODELS, MODELS, st.floats(0, 1))


@given(calibration=st.builds(Calibration, st.text(), st.text(), FITS, FITS))
def test_a_written_calibration_is_read_back_to_four_decimals(
    tmp_path_factory: pytest.TempPathFactory, calibration: Calibration
) -> None:
    file = tmp_path_factory.mktemp("calibration") / "calibration.json"
    file.write_text(_as_json(calibration, "its name"), encoding="utf-8")
    again = read(file)
    assert (again.encoder, again.reader) == (calibration.encoder, calibration.reader)
    fits = (again.with_reader, calibration.with_reader), (again.without_reader, calibration.without_reader)
    for written, fit in fits:
        assert written.refuse_below == fit.refuse_below
        for name in ("sentence", "question", "right"):
            one, model = getattr(written, name), getattr(fit, name)
            assert one.bias == pytest.approx(model.bias, abs=5.1e-5)
            assert dict(one.weights) == pytest.approx(dict(model.weights), abs=5.1e-5)


def read(file: Path) -> Calibration:
    """The calibration that Kutip reads if this file replaces the bundled one."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("retriever.answers.calibration.FILE", file)
        return Calibration.read()
