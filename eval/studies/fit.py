"""Fits the calibration of answers and tests it on unseen questions: python -m eval.studies.fit [--write].

The calibration has two logistic regressions: one gives the probability that a sentence answers its question, the other
the probability that the papers answer the question at all. For each of ten folds both are fitted on the other nine, the
second one on probabilities that the first gives to questions it has not seen. Then the answers to the fold's questions
are scored; only these figures estimate how new questions fare. All of it is done twice, for answers with the reader and
for answers without it.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.table import Table
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from eval.runs.plots import as_file, marks, plot_risk
from eval.scoring.answers import FACTS, ScoredAnswer, area, overlaps, risk_coverage, score_answer
from eval.scoring.metrics import Unit
from eval.scoring.statistics import auroc, bootstrap, random_folds
from eval.sets.questions import Question
from eval.studies.indexed_questions import IndexedQuestions
from kutip.models.lazy_reader import NETWORK, SHA256
from kutip.settings import Settings
from retriever.answers.answerability import answerability
from retriever.answers.calibration import FILE, Calibration, Fit, Logistic
from retriever.answers.composing import cite_sentence, compose
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
_PARTIAL = 0.2  # fraction of the answerable questions, the least certain ones, that are called partial or refused
_WRONG_PER_RIGHT = 3  # total weight of a question's wrong sentences, where its right ones have 1 in total
_OFF_TOPIC = 0.3  # weight of a question of another field, where others have 1: such questions are easy to refuse
_STRENGTH = {"sentence": 0.1, "question": 0.3}  # scikit-learn's C: the smaller, the closer to 0 the weights stay


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
    confidences = []
    for part in range(_FOLDS):
        seen = [at for at in range(len(cases)) if fold[at] != part]
        confidences.append(fit_question([cases[at] for at in seen], [sentences[at] for at in seen], names))
    own = [
        confidences[fold[at]].probability(answerability(weigh(case.reading, sentences[at])))
        for at, case in enumerate(cases)
        if case.question.answerable
    ]
    refuse, sure = np.quantile(own, [_WRONG_REFUSALS, _PARTIAL])
    question = fit_question(cases, sentences, names)
    return Fit(fit_sentence(cases, names), question, float(refuse), float(sure))


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


_ROWS: Mapping[str, Callable[[Question], bool]] = {
    "all": lambda question: True,
    "English": lambda question: question.language == "en",
    "Indonesian": lambda question: question.language == "id",
    "near wording": lambda question: question.wording == "near",
    "other words": lambda question: question.wording == "far",
}


def show(console: Console, title: str, scored: Sequence[ScoredAnswer]) -> None:
    """Print a table of the scores of answers, over all questions, by language and by wording."""
    columns = ("n", "key", "evidence cited", "wrong refusals", "right: near", "right: other fields", "words, of fact")
    table = Table("", *columns, title=title)
    for name, belongs in _ROWS.items():
        own = [one for one in scored if belongs(one.question)]
        can = [one for one in own if one.question.answerable]
        other = [one for one in own if one.question.topic == "other"]
        near = [one for one in own if not one.question.answerable and one not in other]
        words = [one.words for one in can if one.question.type in FACTS and not one.refused]
        values = (
            [o.key for o in can],
            [o.supported for o in can],
            *([o.refused for o in g] for g in (can, near, other)),
        )
        table.add_row(
            name,
            f"{len(can)}, {len(near)}, {len(other)}",
            *(str(bootstrap(v)) if v else "" for v in values),
            f"{np.mean(words):.0f}",
        )
    console.print(table)
    answerable = [one for one in scored if one.question.answerable]
    apart = {
        name: auroc(_confidences(answerable), _confidences([one for one in scored if belongs(one)])).mean
        for name, belongs in (("look-alikes", _is_near), ("other fields", _is_other))
    }
    short = [one.short_right for one in answerable if one.short_right is not None]
    console.print(
        f"confidence tells answerable questions from {' and '.join(f'{k} with {v:.3f}' for k, v in apart.items())}"
        f" (area under the ROC curve); {len(short)} short answers, right for {np.mean(short):.3f}"
    )


def _confidences(scored: Sequence[ScoredAnswer]) -> list[float]:
    """The confidences of answers; none counts as 0."""
    return [one.confidence or 0.0 for one in scored]


def _is_other(one: ScoredAnswer) -> bool:
    return one.question.topic == "other"


def _is_near(one: ScoredAnswer) -> bool:
    return not one.question.answerable and not _is_other(one)


def main(
    write: Annotated[bool, typer.Option(help="Write the fitted calibration into the package.")] = False,
    plot_to: Annotated[Path | None, typer.Option("--plot", help="SVG file for the risk-coverage curve.")] = None,
) -> None:
    """Fit the calibration and print how well it answers questions it has not seen."""
    console = Console(width=170)
    indexed = IndexedQuestions.open(Settings())
    cases = read_cases(indexed)
    unread = [case.without_reader() for case in cases]
    unseen = cross_validate(cases)
    show(console, "with the reader, by calibrations that have not seen the question", unseen)
    show(console, "the same without the reader", cross_validate(unread))
    asked = [one for one in unseen if one.question.topic == "papers"]
    curve = risk_coverage([(one.confidence, one.key) for one in asked])
    console.print(f"area under the risk-coverage curve, questions of other fields left out: {area(curve):.3f}")
    if plot_to is not None:
        label = f"Share of {len(asked)} answers without the key, at each share of the questions answered"
        drawn = plot_risk(curve, marks(["answers"])["answers"], name="risk", label=label)
        plot_to.write_text(as_file(drawn), encoding="utf-8")
    calibration = calibrate(cases)
    show(console, "with the reader, by the calibration fitted on all questions", score(cases, calibration))
    show(console, "the same without the reader", score(unread, calibration))
    if write:
        FILE.write_text(_as_json(calibration, indexed.retriever.model), encoding="utf-8")


def _as_json(calibration: Calibration, model: str) -> str:
    data = asdict(calibration)
    for fit in (data["with_reader"], data["without_reader"]):
        for name in ("sentence", "question"):
            weights = {feature: round(weight, 4) for feature, weight in fit[name]["weights"].items()}
            fit[name] = {"bias": round(fit[name]["bias"], 4), "weights": weights}
    fitted_for = {"model": model, "encoder": data.pop("encoder"), "reader": data.pop("reader")}
    made = {"made by": "python -m eval.studies.fit --write", "fitted_for": fitted_for, **data}
    return json.dumps(made, indent=1) + "\n"


if __name__ == "__main__":
    typer.run(main)
