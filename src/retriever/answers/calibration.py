"""Turns features into probabilities, by logistic regressions whose weights stand in a readable file.

`python -m eval.studies.fit` makes the file.
"""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

FILE = Path(__file__).with_name("calibration.json")


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression.

    Attributes:
        bias: Log-odds where all features are 0.
        weights: What a unit of each feature adds, by name.
    """

    bias: float
    weights: Mapping[str, float]

    def probability(self, features: Mapping[str, float]) -> float:
        """The probability, 0 to 1. Features without a weight do not count, nor weights without a feature.

        >>> Logistic(0.0, {"late": 2.0}).probability({"late": 0.0, "other": 9.0})
        0.5
        """
        odds = self.odds(features)
        return odds / (1 + odds)

    def odds_of(self, rows: Iterable[Mapping[str, float]]) -> list[float]:
        """The odds for each of several rows of features."""
        return [self.odds(row) for row in rows]

    def odds(self, features: Mapping[str, float]) -> float:
        """The odds, p / (1 - p) for the probability p; above 0."""
        logarithm = self.bias + sum(weight * features.get(name, 0.0) for name, weight in self.weights.items())
        return math.exp(max(-30.0, min(30.0, logarithm)))


def right_features(odds: float, best: float) -> dict[str, float]:
    """Features of an answer from which the probability that it is right follows, by name.

    - answerable: the log-odds that the papers answer the question;
    - best: the probability of the best sentence, assuming that one of them answers.
    """
    return {"answerable": math.log(odds), "best": best}


@dataclass(frozen=True, slots=True)
class Fit:
    """Three regressions and a threshold, fitted together.

    Attributes:
        sentence: The probability that a sentence answers the question.
        question: The probability that the papers answer the question.
        right: The probability that the answer is right, from what the other two give; see `confidence`.
        refuse_below: Probability of `question` below which Kutip refuses.
    """

    sentence: Logistic
    question: Logistic
    right: Logistic
    refuse_below: float

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """Read a fit from its part of the file."""
        sentence, question, right = (Logistic(**data[name]) for name in ("sentence", "question", "right"))
        return cls(sentence, question, right, float(data["refuse_below"]))

    def confidence(self, features: Mapping[str, float], best: float) -> float:
        """The probability, 0 to 1, that an answer by the best sentences is right.

        Args:
            features: Of the question; see `retriever.answers.answerability`.
            best: The probability of the best sentence, assuming that one of them answers.
        """
        return self.right.probability(right_features(self.question.odds(features), best))

    def knows(self, features: Mapping[str, float]) -> bool:
        """Whether a question has all features that the fit needs."""
        return self.question.weights.keys() <= features.keys()


@dataclass(frozen=True, slots=True)
class Calibration:
    """Decides whether a question is answered, and by which sentences.

    Attributes:
        encoder: Fingerprint of the encoder that it was fitted for, as the index keeps it.
        reader: SHA-256 of the reader's network that it was fitted for.
        with_reader: For questions whose hits the reader has read.
        without_reader: For others.
    """

    encoder: str
    reader: str
    with_reader: Fit
    without_reader: Fit

    @classmethod
    def read(cls) -> Self:
        """Read the calibration that comes with Kutip."""
        data: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
        fits = (Fit.of(data[name]) for name in ("with_reader", "without_reader"))
        return cls(data["fitted_for"]["encoder"], data["fitted_for"]["reader"], *fits)
