"""SQuAD's own measures of an answer, and the area under the ROC curve."""

import re
import string
from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.stats import rankdata

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_MARKS = str.maketrans("", "", string.punctuation)


def normalised(answer: str) -> str:
    """An answer without case, punctuation, articles and superfluous white space, as SQuAD compares it.

    >>> normalised("The  Treaty, of Paris.")
    'treaty of paris'
    """
    return " ".join(_ARTICLES.sub(" ", answer.lower().translate(_MARKS)).split())


def exact_match(answer: str, accepted: Sequence[str]) -> bool:
    """Whether an answer equals one of those that are accepted."""
    return any(normalised(answer) == normalised(one) for one in accepted)


def word_f1(answer: str, accepted: Sequence[str]) -> float:
    """The highest F1 of an answer's words with those of an accepted one.

    >>> round(word_f1("in Paris in 1783", ["Paris", "Paris, 1783"]), 3)
    0.667
    """
    return max((_f1(normalised(answer).split(), normalised(one).split()) for one in accepted), default=0.0)


def _f1(words: Sequence[str], wanted: Sequence[str]) -> float:
    shared = sum((Counter(words) & Counter(wanted)).values())
    return 2 * shared / (len(words) + len(wanted)) if shared else 0.0


def roc_area(positive: Sequence[float], negative: Sequence[float]) -> float:
    """The probability that a positive has a higher score than a negative; equal scores count half.

    >>> roc_area([0.9, 0.4], [0.4, 0.1])
    0.875
    """
    ranks = rankdata(np.concatenate([positive, negative]))
    above = ranks[: len(positive)].sum() - len(positive) * (len(positive) + 1) / 2
    return float(above / (len(positive) * len(negative)))
