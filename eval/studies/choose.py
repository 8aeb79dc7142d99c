"""Chooses how the ranking stages are merged, by cross-validation: python -m eval.studies.choose.

Every setting of a grid is scored on every question, separately for English and Indonesian, which have weights of their
own. For each of ten folds, the setting that is best on the other nine is scored on this one. The mean of these held-out
scores estimates how well a setting chosen from this grid does on new questions.
"""

from collections import Counter
from collections.abc import Iterator

import numpy as np
from rich.console import Console

from eval.scoring.statistics import bootstrap, random_folds
from eval.studies.indexed_questions import HEADLINES, IndexedQuestions
from kutip.settings import Settings

_FOLDS = 10
_SHOWN = 6  # best settings printed for each language


def grid() -> Iterator[dict[str, object]]:
    """The settings to choose from, each as a mapping of setting names to values."""
    for k in (10, 60):
        yield {"fusion": "rrf", "rrf_k": k}
    for bm25 in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6):
        for dense in (0.05, 0.1, 0.2, 0.3):
            weights = (bm25, dense, round(1 - bm25 - dense, 2))
            yield {"fusion": "sum", "weights": weights, "weights_indonesian": weights}


def main() -> None:
    """Print the best settings for each language, and the held-out means."""
    console = Console(width=150)
    indexed = IndexedQuestions.open(Settings())
    asked = indexed.answerable
    choices = list(grid())
    console.print(f"{len(asked)} questions, {len(choices)} settings; chosen by the mean of {', '.join(HEADLINES)}")
    held_out: dict[str, list[float]] = {metric: [] for metric in HEADLINES}
    for language in ("en", "id"):
        own = [question for question in asked if question.language == language]
        values = np.asarray([indexed.score_settings(choice, own, metrics=HEADLINES) for choice in choices])
        console.print(f"{language}, {len(own)} questions: {', '.join(HEADLINES)} fitted on all of them")
        for at in np.argsort(-values.mean(axis=(1, 2)), kind="stable")[:_SHOWN]:
            console.print(f"  {values[at].mean(axis=1).round(3)}  {choices[at]}")
        folds = cross_validate(values.mean(axis=1))
        for metric, scores in zip(HEADLINES, values.transpose(1, 0, 2), strict=True):
            held_out[metric] += [scores[chosen, at] for at, chosen in enumerate(folds)]
        for at, n in Counter(folds).most_common(3):
            console.print(f"  chosen for {n} of them: {choices[at]}")
    for metric, scores in held_out.items():
        console.print(f"held-out {metric}, both languages: {bootstrap(scores)}")


def cross_validate(values: np.ndarray, *, folds: int = _FOLDS, seed: int = 0) -> list[int]:
    """For each question, the setting that is best on the questions of the other folds.

    Args:
        values: (S, Q) scores of S settings on Q questions.
        folds: Number of parts into which the questions are split at random.
        seed: Seed of the split.

    Returns:
        Q numbers of settings (0 to S - 1), in the order of the questions.
    """
    questions = values.shape[1]
    fold = random_folds(questions, seed=seed, folds=folds)
    best = [int(np.argmax(values[:, fold != part].mean(axis=1))) for part in range(folds)]
    return [best[part] for part in fold]


if __name__ == "__main__":
    main()
