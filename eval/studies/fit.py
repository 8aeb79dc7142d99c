"""Fits the calibration of answers and tests it on unseen questions: python -m eval.studies.fit [--write].

The calibration has three logistic regressions: one gives the probability that a sentence answers its question, one that
the papers answer the question at all, and one that the answer is right. For each of ten folds they are fitted on the
other nine, each on what the ones before it give to questions that they have not seen. Then the answers to the fold's
questions are scored; only these figures estimate how new questions fare. All of it is done twice, for answers with the
reader and for answers without it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from eval.runs.plots import as_file, marks, plot_reliability, plot_risk
from eval.scoring.answers import (
    ScoredAnswer,
    area,
    overlaps,
    reliability,
    risk_coverage,
    score_answer,
)
from eval.scoring.metrics import Unit
from eval.scoring.statistics import random_folds
from eval.sets.questions import Question
from eval.studies.answer_tables import judged, show_answers
from eval.studies.indexed_questions import IndexedQuestions
from kutip.models.lazy_reader import NETWORK, SHA256
from kutip.settings import Settings
from retriever.answers.answerability import answerability
from retriever.answers.calibration import FILE, Calibration, Fit, Logistic, right_features
from retriever.answers.composing import cite_sentence, compose, of_sentences
from retriever.answers.weighed import ReadQuestion, read, weigh

_FOLDS = 10


@dataclass(frozen=True, slots=True)
class FeatureNames:
    """The features that a fit weighs: those of a sentence, and those of a question."""

    sentence: tuple[str, ...]
    question: tuple[str, ...]


WITHOUT_READER = FeatureNames(
    sentence=("late", "cosine", "coverage", "standing"),
    question=(
        *("late", "cosine", "coverage", "unknown", "numbers", "names", "weakest", "untyped", "uncounted"),
        *("margin", "agreement", "together", "unlike"),
    ),
)
WITH_READER = FeatureNames(
    sentence=(*WITHOUT_READER.sentence, "read"),
    question=(*WITHOUT_READER.question, "certain_of_fact", "certain_of_other", "open"),
)
_WRONG_REFUSALS = 0.04  # fraction of the answerable questions that the threshold refuses; of unseen ones a bit more
_WRONG_PER_RIGHT = 3  # total weight of a question's wrong sentences, where its right ones have 1 in total
_OFF_TOPIC = 0.3  # weight of a question of another field, where others have 1: such questions are easy to refuse
_UNKNOWN = Logistic(0.0, {})  # a probability of one half, before one is fitted
# scikit-learn's C: the smaller, the closer to 0 the weights stay
_STRENGTH = {"sentence": 0.1, "question": 0.3, "right": 0.3}


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A question with its candidate sentences and their labels.

    Attributes:
        question: The question.
        reading: The reading of the question, with N candidate sentences.
        labels: (N,) 1 if the sentence overlaps a quote of grade 2, -1 if only one of grade 1, else 0.
    """

    question: Question
    reading: ReadQuestion
    labels: np.ndarray

    def without_reader(self) -> "Case":
        """The same as if there were no reader."""
        return replace(self, reading=replace(self.reading, readings=None))


def read_cases(indexed: IndexedQuestions) -> list[Case]:
    """Read all questions, unanswerable ones and those of other fields included, and label their sentences."""
    units: dict[tuple[str, int], Unit] = {}
    cases = []
    for question in indexed.questions:
        reading = read(
            indexed.retriever.look_up(question.text, k=indexed.settings.answers.hits_widely), with_reader=True
        )
        labels = []
        for one in reading.evidence:
            key = one.sentence.hit.passage.id, one.sentence.start
            if key not in units:
                citation = cite_sentence(one.sentence, reading.look_up)
                units[key] = Unit.of(citation)
            labels.append(1 if overlaps(units[key], question) else -1 if overlaps(units[key], question, grade=1) else 0)
        cases.append(Case(question, reading, np.asarray(labels, dtype=np.int64)))
    return cases


def fit_sentence(cases: Sequence[Case], names: FeatureNames) -> Logistic:
    """Fit the probability that a sentence answers its question.

    Every question has the same weight; in it, the wrong sentences together weigh `_WRONG_PER_RIGHT` times as much as
    the right ones. Sentences that only help, and questions with only right or only wrong sentences, are left out.
    """
    rows, labels, shares = [], [], []
    for case in cases:
        right, wrong = int((case.labels == 1).sum()), int((case.labels == 0).sum())
        if not right or not wrong:
            continue
        for one, label in zip(case.reading.evidence, case.labels.tolist(), strict=True):
            if label >= 0:
                rows.append(one.features)
                labels.append(label)
                shares.append(1 / right if label else _WRONG_PER_RIGHT / wrong)
    return _fit(rows, labels, names.sentence, strength=_STRENGTH["sentence"], shares=shares)


def fit_question(cases: Sequence[Case], sentences: Sequence[Logistic], names: FeatureNames) -> Logistic:
    """Fit the probability that the papers answer a question.

    Args:
        cases: N questions.
        sentences: For each case, a sentence model that was not fitted on it.
        names: The features.
    """
    known = [(case, one) for case, one in zip(cases, sentences, strict=True) if case.reading.evidence]
    rows = [answerability(weigh(case.reading, one)) for case, one in known]
    labels = [int(case.question.answerable) for case, _ in known]
    shares = [_OFF_TOPIC if case.question.topic == "other" else 1.0 for case, _ in known]
    return _fit(rows, labels, names.question, strength=_STRENGTH["question"], shares=shares)


def _fit(
    rows: Sequence[Mapping[str, float]],
    labels: Sequence[int],
    names: Sequence[str],
    *,
    strength: float,
    shares: Sequence[float],
) -> Logistic:
    values = np.asarray([[row[name] for name in names] for row in rows])
    scaler = StandardScaler().fit(values)
    model = LogisticRegression(C=strength, max_iter=5000).fit(scaler.transform(values), labels, sample_weight=shares)
    weights = model.coef_[0] / scaler.scale_
    bias = float(model.intercept_[0] - weights @ scaler.mean_)
    return Logistic(bias, dict(zip(names, weights.tolist(), strict=True)))


def fit_both(cases: Sequence[Case], names: FeatureNames) -> Fit:
    """Fit both models on all cases, and the thresholds on probabilities that models fitted on other cases give."""
    fold = random_folds(len(cases), seed=1, folds=_FOLDS)
    parts = [fit_sentence([one for at, one in enumerate(cases) if fold[at] != part], names) for part in range(_FOLDS)]
    sentences = [parts[part] for part in fold]
    by_part = []
    for part in range(_FOLDS):
        seen = [at for at in range(len(cases)) if fold[at] != part]
        by_part.append(fit_question([cases[at] for at in seen], [sentences[at] for at in seen], names))
    questions = [by_part[part] for part in fold]
    own = [
        questions[at].probability(answerability(weigh(case.reading, sentences[at])))
        for at, case in enumerate(cases)
        if case.question.answerable
    ]
    refuse = float(np.quantile(own, _WRONG_REFUSALS))
    unseen = [Fit(*models, _UNKNOWN, refuse) for models in zip(sentences, questions, strict=True)]
    return Fit(fit_sentence(cases, names), fit_question(cases, sentences, names), fit_right(cases, unseen), refuse)


def fit_right(cases: Sequence[Case], fits: Sequence[Fit]) -> Logistic:
    """Fit the probability that an answer is right: that it has the key, and cites the evidence.

    Two features make it, so that it holds for other papers too; with all features of the question, the expected
    calibration error of unseen answers was larger. Wrong refusals are left out.

    Args:
        cases: N questions.
        fits: For each case, a fit that has not seen it; its own `right` is not used.
    """
    rows, labels, shares = [], [], []
    for case, fit in zip(cases, fits, strict=True):
        if not case.reading.evidence:
            continue
        weighed = weigh(case.reading, fit.sentence)
        calibration = Calibration(case.reading.look_up.encoder, SHA256[NETWORK], fit, fit)
        scored = score_answer(case.question, of_sentences(case.reading, calibration))
        if scored.refused and case.question.answerable:
            continue
        rows.append(right_features(fit.question.odds(answerability(weighed)), weighed.probabilities[0]))
        labels.append(int(scored.key and scored.supported))
        shares.append(_OFF_TOPIC if case.question.topic == "other" else 1.0)
    return _fit(rows, labels, ("answerable", "best"), strength=_STRENGTH["right"], shares=shares)


def calibrate(cases: Sequence[Case]) -> Calibration:
    """Fit what decides with the reader, and what decides without it, on all cases.

    If the reader has read none of them, what decides without it stands for both.
    """
    without = fit_both([case.without_reader() for case in cases], WITHOUT_READER)
    is_read = any(case.reading.readings is not None for case in cases)
    encoder = cases[0].reading.look_up.encoder
    return Calibration(encoder, SHA256[NETWORK], fit_both(cases, WITH_READER) if is_read else without, without)


def score(cases: Sequence[Case], calibration: Calibration) -> list[ScoredAnswer]:
    """Score the answer to each case."""
    return [score_answer(case.question, compose(case.reading, calibration)) for case in cases]


def cross_validate(cases: Sequence[Case]) -> list[ScoredAnswer]:
    """Score each case's answer with a calibration that was not fitted on it."""
    fold = random_folds(len(cases), seed=0, folds=_FOLDS)
    scored: dict[int, ScoredAnswer] = {}
    for part in range(_FOLDS):
        calibration = calibrate([case for at, case in enumerate(cases) if fold[at] != part])
        own = np.flatnonzero(fold == part).tolist()
        scored |= dict(zip(own, score([cases[at] for at in own], calibration), strict=True))
    return [scored[at] for at in range(len(cases))]


def main(
    write: Annotated[bool, typer.Option(help="Write the fitted calibration into the package.")] = False,
    plot_to: Annotated[Path | None, typer.Option("--plot", help="SVG file for the risk-coverage curve.")] = None,
    reliability_to: Annotated[Path | None, typer.Option("--reliability", help="SVG file for the reliability.")] = None,
) -> None:
    """Fit the calibration and print how well it answers questions it has not seen."""
    console = Console(width=170)
    indexed = IndexedQuestions.open(Settings())
    cases = read_cases(indexed)
    unread = [case.without_reader() for case in cases]
    unseen = cross_validate(cases)
    show_answers(console, "with the reader, by calibrations that have not seen the question", unseen)
    unread_scores = cross_validate(unread)
    show_answers(console, "the same without the reader", unread_scores)
    asked = [one for one in unseen if one.question.topic == "papers"]
    curve = risk_coverage([(one.confidence, one.key) for one in asked])
    console.print(f"area under the risk-coverage curve, questions of other fields left out: {area(curve):.3f}")
    if reliability_to is not None:
        parts = {"with the reader": reliability(judged(unseen)), "without": reliability(judged(unread_scores))}
        label = "Share of right answers by their confidence, of questions that the calibration had not seen"
        drawn = plot_reliability(parts, marks(list(parts)), name="reliability", label=label)
        reliability_to.write_text(as_file(drawn), encoding="utf-8")
    if plot_to is not None:
        label = f"Share of {len(asked)} answers without the key, at each share of the questions answered"
        drawn = plot_risk(curve, marks(["answers"])["answers"], name="risk", label=label)
        plot_to.write_text(as_file(drawn), encoding="utf-8")
    calibration = calibrate(cases)
    show_answers(console, "with the reader, by the calibration fitted on all questions", score(cases, calibration))
    show_answers(console, "the same without the reader", score(unread, calibration))
    if write:
        FILE.write_text(_as_json(calibration, indexed.retriever.model), encoding="utf-8")


def _as_json(calibration: Calibration, model: str) -> str:
    data = asdict(calibration)
    for fit in (data["with_reader"], data["without_reader"]):
        for name in ("sentence", "question", "right"):
            weights = {feature: round(weight, 4) for feature, weight in fit[name]["weights"].items()}
            fit[name] = {"bias": round(fit[name]["bias"], 4), "weights": weights}
    fitted_for = {"model": model, "encoder": data.pop("encoder"), "reader": data.pop("reader")}
    made = {"made by": "python -m eval.studies.fit --write", "fitted_for": fitted_for, **data}
    return json.dumps(made, indent=1) + "\n"


if __name__ == "__main__":
    typer.run(main)
