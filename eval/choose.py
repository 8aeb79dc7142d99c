"""Chooses how BM25 and dense are merged, by nested cross-validation: python -m eval.choose.

Every setting of the grid is scored on every question. In each of ten folds the best setting is chosen on the other
nine and scored on the one left out: the held-out mean is what choosing from this grid is worth on new questions.
"""

import itertools
from collections import Counter
from collections.abc import Iterator

import numpy as np
from rich.console import Console

from eval.metrics import bootstrap, score_questions
from eval.questions import load_questions
from eval.systems import Kutip
from kutip.settings import Settings
from retriever.search import Retriever, System

_FOLDS = 10
_METRIC = "nDCG@10"
_SHOWN = 8


def grid() -> Iterator[dict[str, object]]:
    """The settings to choose from."""
    for k, supplement in itertools.product((10, 60), (0.5, 1.0)):
        yield {"fusion": "rrf", "rrf_k": k, "supplement_weight": supplement}
    for dense, indonesian, supplement in itertools.product((0.3, 0.5, 0.7), (0.1, 0.2, 0.3, 0.5), (0.5, 0.7, 1.0)):
        yield {
            "fusion": "sum",
            "dense_weight": dense,
            "dense_weight_indonesian": indonesian,
            "supplement_weight": supplement,
        }


def main() -> None:
    """Print the best settings, and the held-out mean of choosing among them, for each fusion and for both."""
    console = Console(width=150)
    settings = Settings()
    retriever = Retriever.open(settings.index, settings)
    sources = {document.id: document.source_text for document in retriever.documents.values()}
    asked = [question for question in load_questions(sources) if question.answerable]
    choices = list(grid())
    rows = []
    for choice in choices:
        system = Kutip(retriever.tuned(settings.model_copy(update=choice)), System.HYBRID)
        ranked = {question.id: system.rank(question.text) for question in asked}
        scores = score_questions(asked, ranked, system.units, sources)
        rows.append([scores[question.id][_METRIC] for question in asked])
    values = np.asarray(rows)
    console.print(f"{len(asked)} questions, {len(choices)} settings, {_METRIC}; index {retriever.version}")
    for at in np.argsort(-values.mean(axis=1), kind="stable")[:_SHOWN]:
        console.print(f"  {values[at].mean():.3f}  {choices[at]}")
    for name in ("rrf", "sum", "both"):
        among = [i for i, choice in enumerate(choices) if name in (choice["fusion"], "both")]
        held_out, chosen = cross_validate(values[among])
        picks = ", ".join(f"{choices[among[at]]} in {n}" for at, n in Counter(chosen).most_common(2))
        console.print(f"{name}: held-out {bootstrap(held_out)}; chosen: {picks} of {_FOLDS} folds")


def cross_validate(values: np.ndarray, *, folds: int = _FOLDS, seed: int = 0) -> tuple[list[float], list[int]]:
    """Scores of the settings that were chosen without the questions they are scored on.

    Args:
        values: (S, Q) scores of S settings on Q questions.
        folds: Into how many parts the questions are dealt, at random.
        seed: Of the dealing.

    Returns:
        Q held-out scores in the questions' order, and the setting chosen in each fold.
    """
    questions = values.shape[1]
    fold = np.random.default_rng(seed).permutation(questions) % folds
    held_out = np.zeros(questions)
    chosen = []
    for part in range(folds):
        best = int(np.argmax(values[:, fold != part].mean(axis=1)))
        held_out[fold == part] = values[best, fold == part]
        chosen.append(best)
    return held_out.tolist(), chosen


if __name__ == "__main__":
    main()
