"""Fits the regressions of the calibration on questions whose sentences were labelled; see `eval.studies.fit`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from eval.scoring.answers import ScoredAnswer, score_answer
from eval.scoring.statistics import random_folds
from eval.sets.questions import Question
from kutip.models.lazy_reader import NETWORK, SHA256
from retriever.answers.answerability import answerability
from retriever.answers.calibration import Calibration, Fit, Logistic, right_features
from retriever.answers.composing import compose, of_sentences
from retriever.answers.weighed import ReadQuestion, weigh

_FOLDS = 10


@dataclass(frozen=True, slots=True)
class FeatureNames:
    """The features that a fit weighs: those of a sentence, and those of a question."""

    sentence: tuple[str, ...]
    question: tuple[str, ...]


WITHOUT_READER = FeatureNames(
    sentence=("late", "cosine", "coverage", "standing", "off_year"),
    question=(
        *("late", "cosine", "coverage", "numbers", "names", "weakest", "untyped", "uncounted"),
        *("margin", "agreement", "together", "unlike", "lacking", "apart"),
    ),
)
WITH_READER = FeatureNames(
    sentence=(*WITHOUT_READER.sentence, "read"),
    question=(*WITHOUT_READER.question, "certain_of_fact", "certain_of_other", "open"),
)
_WRONG_REFUSALS = 0.04  # fraction of the answerable questions that the threshold refuses; of unseen ones a bit more
_WRONG_PER_RIGHT = 3  # total weight of a question's wrong sentences, where its right ones have 1 in total
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
        share: Weight of the question in the fits.
    """

    question: Question
    reading: ReadQuestion
    labels: np.ndarray
    share: float = 1.0

    def without_reader(self) -> "Case":
        """The same as if there were no reader."""
        return replace(self, reading=replace(self.reading, readings=None))


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
                shares.append(case.share * (1 / right if label else _WRONG_PER_RIGHT / wrong))
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
    shares = [case.share for case, _ in known]
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


def fit_all(cases: Sequence[Case], names: FeatureNames, public: Sequence[Case] = ()) -> Fit:
    """Fit the models on all cases, and the threshold on probabilities that models fitted on other cases give.

    Args:
        cases: Our own questions.
        names: The features.
        public: Questions of other texts, for the probability that an answer is right.
    """
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
    sentence, question = fit_sentence(cases, names), fit_question(cases, sentences, names)
    unseen += [Fit(sentence, question, _UNKNOWN, refuse)] * len(public)
    return Fit(sentence, question, fit_right([*cases, *public], unseen), refuse)


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
        shares.append(case.share)
    return _fit(rows, labels, ("answerable", "best"), strength=_STRENGTH["right"], shares=shares)


def calibrate(cases: Sequence[Case], public: Sequence[Case] = ()) -> Calibration:
    """Fit what decides with the reader, and what decides without it, on all cases; see `fit_all`.

    If the reader has read none of them, what decides without it stands for both.
    """
    unread, unread_public = ([case.without_reader() for case in own] for own in (cases, public))
    without = fit_all(unread, WITHOUT_READER, unread_public)
    is_read = any(case.reading.readings is not None for case in cases)
    encoder = cases[0].reading.look_up.encoder
    return Calibration(encoder, SHA256[NETWORK], fit_all(cases, WITH_READER, public) if is_read else without, without)


def score(cases: Sequence[Case], calibration: Calibration) -> list[ScoredAnswer]:
    """Score the answer to each case."""
    return [score_answer(case.question, compose(case.reading, calibration)) for case in cases]


def cross_validate(cases: Sequence[Case], public: Sequence[Case] = ()) -> tuple[list[ScoredAnswer], list[ScoredAnswer]]:
    """Score each case's answer with a calibration that was not fitted on it.

    Returns:
        The scores of our own cases, and those of the public ones.
    """
    groups = cases, public
    folds = [random_folds(len(own), seed=0, folds=_FOLDS) for own in groups]
    scored: list[dict[int, ScoredAnswer]] = [{}, {}]
    for part in range(_FOLDS):
        rest = [np.flatnonzero(fold != part).tolist() for fold in folds]
        calibration = calibrate(*([own[at] for at in seen] for own, seen in zip(groups, rest, strict=True)))
        for own, fold, found in zip(groups, folds, scored, strict=True):
            unseen = np.flatnonzero(fold == part).tolist()
            found |= dict(zip(unseen, score([own[at] for at in unseen], calibration), strict=True))
    ours, others = ([found[at] for at in range(len(own))] for own, found in zip(groups, scored, strict=True))
    return ours, others
