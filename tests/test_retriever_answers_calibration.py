"""Probabilities from features: laws of the logistic formula, and the bundled weights."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kutip.models.lazy_reader import NETWORK, SHA256
from retriever.answers.calibration import Calibration, Fit, Logistic

# The features that `evidence.gather` computes for a sentence, and what `answerability.answerability` adds or replaces.
OF_A_SENTENCE = frozenset(
    "late cosine coverage numbers names together weakest standing untyped uncounted off_year".split()
)
OF_A_QUESTION = OF_A_SENTENCE | frozenset("margin lacking apart unknown agreement together unlike uncounted".split())

READ, CERTAIN = frozenset({"read"}), frozenset("certain_of_fact certain_of_other open".split())

MODERATE = st.floats(-3, 3)
FEATURES = st.dictionaries(st.sampled_from(sorted(OF_A_SENTENCE)), MODERATE, min_size=1)


@st.composite
def models(draw: st.DrawFn) -> tuple[Logistic, dict[str, float]]:
    """A model, and values for all features that it weighs."""
    features = draw(FEATURES)
    return Logistic(draw(MODERATE), {name: draw(MODERATE) for name in features}), features


@pytest.mark.parametrize(
    ("late", "cosine", "probability"),
    [
        (0.0, 0.0, 0.2),  # the bias alone: odds of 1 to 4
        (1.0, 0.0, 0.5),  # times 4
        (1.0, 1.0, 1 / 3),  # times 4, by 2
        (2.0, 0.0, 0.8),  # times 16
        (0.5, 1.0, 0.2),  # times 2, by 2
    ],
)
def test_each_unit_of_a_feature_multiplies_the_odds(late: float, cosine: float, probability: float) -> None:
    model = Logistic(-math.log(4), {"late": math.log(4), "cosine": -math.log(2)})
    assert model.probability({"late": late, "cosine": cosine}) == pytest.approx(probability)


@given(models())
def test_a_probability_follows_from_the_odds(drawn: tuple[Logistic, dict[str, float]]) -> None:
    model, features = drawn
    odds, probability = model.odds(features), model.probability(features)
    assert odds > 0
    assert 0 < probability < 1
    assert probability == pytest.approx(odds / (1 + odds))
    logarithm = model.bias + math.fsum(model.weights[name] * value for name, value in features.items())
    if abs(logarithm) < 30:
        assert probability == pytest.approx(1 / (1 + math.exp(-logarithm)))


@given(drawn=models(), weight=st.floats(0.01, 3), low=MODERATE, more=st.floats(0.01, 3))
def test_probability_rises_with_positive_and_falls_with_negative_weights(
    drawn: tuple[Logistic, dict[str, float]], weight: float, low: float, more: float
) -> None:
    model, features = drawn
    for_it = Logistic(model.bias, {**model.weights, "own": weight})
    against = Logistic(model.bias, {**model.weights, "own": -weight})
    less_of_it, more_of_it = {**features, "own": low}, {**features, "own": low + more}
    assert for_it.odds(less_of_it) <= for_it.odds(more_of_it)
    assert against.odds(less_of_it) >= against.odds(more_of_it)
    if abs(math.log(for_it.odds(less_of_it))) < 20:
        assert for_it.odds(less_of_it) < for_it.odds(more_of_it)
        assert for_it.probability(less_of_it) < for_it.probability(more_of_it)


@given(drawn=models(), other=st.floats())
def test_a_feature_without_a_weight_is_ignored(drawn: tuple[Logistic, dict[str, float]], other: float) -> None:
    model, features = drawn
    assert model.probability({**features, "unheard of": other}) == model.probability(features)


@pytest.mark.parametrize("value", [1e3, 1e6, 1e300, math.inf])
def test_extreme_values_do_not_overflow(value: float) -> None:
    model = Logistic(0.0, {"late": 2.0})
    assert 1 - 1e-9 < model.probability({"late": value}) <= 1
    assert 0 <= model.probability({"late": -value}) < 1e-9
    assert math.isfinite(model.odds({"late": value}))
    assert model.odds({"late": -value}) > 0


def test_confidence_adds_up_log_odds_of_the_question_and_the_best_sentence() -> None:
    own = Fit(Logistic(0.0, {}), Logistic(0.0, {"late": 1.0}), Logistic(0.5, {"answerable": 1.0, "best": 2.0}), 0.1)
    assert own.confidence({"late": 1.0}, 0.25) == pytest.approx(1 / (1 + math.exp(-2)))


# --- The bundled weights --------------------------------------------------------------------------------------------


@pytest.fixture(params=["with_reader", "without_reader"])
def fit(request: pytest.FixtureRequest) -> Fit:
    found = getattr(Calibration.read(), request.param)
    assert isinstance(found, Fit)
    return found


def test_it_was_fitted_for_the_reader_that_comes_with_kutip() -> None:
    assert Calibration.read().reader == SHA256[NETWORK]


def test_every_weight_belongs_to_a_computed_feature() -> None:
    calibration = Calibration.read()
    assert set() < calibration.without_reader.sentence.weights.keys() <= OF_A_SENTENCE
    assert set() < calibration.without_reader.question.weights.keys() <= OF_A_QUESTION
    assert READ <= calibration.with_reader.sentence.weights.keys() <= OF_A_SENTENCE | READ
    assert CERTAIN <= calibration.with_reader.question.weights.keys() <= OF_A_QUESTION | READ | CERTAIN


def test_biases_and_weights_are_finite(fit: Fit) -> None:
    for model in (fit.sentence, fit.question, fit.right):
        assert all(math.isfinite(value) for value in (model.bias, *model.weights.values()))


def test_an_answer_is_the_likelier_right_the_surer_sentence_and_question_are(fit: Fit) -> None:
    likely = {name: 1.0 if weight > 0 else 0.0 for name, weight in fit.question.weights.items()}
    unlikely = {name: 1.0 - value for name, value in likely.items()}
    assert fit.confidence(likely, 0.9) > fit.confidence(unlikely, 0.9)
    assert fit.confidence(likely, 0.9) > fit.confidence(likely, 0.1)
    assert 0 <= fit.refuse_below <= 1


def test_a_sentence_with_all_good_features_beats_one_with_all_bad_ones(fit: Fit) -> None:
    bad = dict.fromkeys(OF_A_SENTENCE, 0.0) | {"untyped": 1.0, "uncounted": 1.0, "read": -12.0}
    good = dict.fromkeys(OF_A_SENTENCE, 1.0) | {"untyped": 0.0, "uncounted": 0.0, "read": 6.0}
    assert fit.sentence.probability(bad) < 0.5 < fit.sentence.probability(good)


def test_a_question_whose_words_the_papers_lack_is_refused(fit: Fit) -> None:
    nothing = dict.fromkeys(OF_A_QUESTION, 0.0) | {
        "untyped": 1.0,
        "uncounted": 1.0,
        "lacking": 1.0,
        "apart": 1.0,
        "unlike": 1.0,
    }
    assert fit.question.probability(nothing | {"certain_of_fact": -12.0}) < fit.refuse_below


def test_the_more_certain_the_reader_the_likelier_the_papers_answer() -> None:
    question = Calibration.read().with_reader.question
    assert question.weights["certain_of_fact"] > 0
    assert question.weights["certain_of_other"] > 0
