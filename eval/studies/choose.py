"""Chooses how the ranking stages are merged, by cross-validation: python -m eval.studies.choose.

Every weighting of a grid is scored on every question. For each of ten folds, the weighting that is best on the other
nine is scored on this one. The mean of these held-out scores estimates how well a weighting chosen from this grid does
on new questions. `weights` are chosen on English questions, the others on Indonesian ones: `weights_translated` and
`weights_multilingual` with the glossary, `weights_untranslated` without. What the multilingual encoder would add to
English questions is shown too. The weight of the reader, which ranks the first hits again where it is `on`, is chosen
on all questions, with the weights of the stages as the settings have them.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from rich.console import Console

from eval.runs.services import source_texts
from eval.runs.systems import DEPTH
from eval.scoring.metrics import Unit, score_questions
from eval.scoring.statistics import bootstrap, random_folds
from eval.studies.indexed_questions import HEADLINES, IndexedQuestions
from eval.studies.weighing import WeighedQuestion
from kutip.settings import Settings
from retriever.ranking.fusion import best_first
from retriever.ranking.rereading import ranked_again

_FOLDS = 10
READER_WEIGHTS = (0.0, 0.2, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0)
_SHOWN = 6  # best weightings printed for each setting

Weighting = tuple[float, ...]


def grid() -> Iterator[Weighting]:
    """The weights to choose from of BM25, dense vectors and late interaction, and 0 for the multilingual encoder's."""
    for bm25 in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6):
        for dense in (0.05, 0.1, 0.2, 0.3):
            yield bm25, dense, round(1 - bm25 - dense, 2), 0.0, 0.0


def multilingual_grid() -> Iterator[Weighting]:
    """The same with a part of the sum for the multilingual encoder, of which some is for its dense vectors."""
    for part in (0.2, 0.35, 0.5, 0.65, 0.8):
        for of_dense in (0.0, 0.2, 0.4, 1.0):
            for own in grid():
                shares = [(1 - part) * share for share in own[:3]]
                yield tuple(round(share, 4) for share in (*shares, part * of_dense, part * (1 - of_dense)))


def main() -> None:
    """Print the best weightings for each setting, and the held-out means."""
    console = Console(width=150)
    indexed = IndexedQuestions.open(Settings())
    with_glossary, without = (_weighed(indexed, glossary=glossary) for glossary in (True, False))
    console.print(f"chosen by the mean of {', '.join(HEADLINES)}")
    _choose(console, "weights: English", list(grid()), with_glossary["en"])
    _choose(console, "weights_translated: Indonesian, glossary", list(grid()), with_glossary["id"])
    if indexed.retriever.has_multilingual:
        found = list(multilingual_grid())
        _choose(console, "weights_multilingual: Indonesian, glossary", found, with_glossary["id"])
        _choose(console, "weights_untranslated: Indonesian, no glossary", found, without["id"])
        _choose(console, "for comparison: English with the multilingual encoder", found, with_glossary["en"])
    if indexed.retriever.reader_state == "ready":
        for hits in (indexed.settings.reading.reader_hits, 2 * indexed.settings.reading.reader_hits):
            choices, values = [(weight,) for weight in READER_WEIGHTS], reread_scores(indexed, hits, READER_WEIGHTS)
            _show_choice(console, f"reader_weight: all questions, {hits} hits", choices, values)


def _weighed(indexed: IndexedQuestions, *, glossary: bool) -> dict[str, list[WeighedQuestion]]:
    """The answerable questions, ranked by each stage, by language."""
    retriever = indexed.retriever.tuned(indexed.settings.changed(search={"glossary": glossary}))
    sources = source_texts(retriever)
    weighed: dict[str, list[WeighedQuestion]] = {"en": [], "id": []}
    for question in indexed.answerable:
        ranked = retriever.rank_stages(question.text)
        weighed[question.language].append(WeighedQuestion(question, ranked, retriever.passages, sources))
    return weighed


def _choose(console: Console, title: str, choices: Sequence[Weighting], asked: Sequence[WeighedQuestion]) -> None:
    """Print the best of some weightings for some questions."""
    _show_choice(console, title, choices, np.asarray([[one.scores(choice) for one in asked] for choice in choices]))


def reread_scores(indexed: IndexedQuestions, hits: int, weights: Sequence[float]) -> np.ndarray:
    """Score what the reader makes of the rankings: each question is searched and read once.

    Args:
        indexed: The index and its questions.
        hits: How many of the first hits it reads.
        weights: W weights of its certainty.

    Returns:
        (W, Q, M) the M headline metrics of the Q answerable questions.
    """
    rows = {passage.id: row for row, passage in enumerate(indexed.retriever.passages)}
    ranked: list[dict[str, list[int]]] = [{} for _ in weights]
    for question in indexed.answerable:
        found = indexed.retriever.look_up(question.text, k=DEPTH)
        certainties = [one.certainty for one in found.read_passages(hits) or ()]
        scores = {rows[hit.passage.id]: hit.score for hit in found.result.hits}
        read = dict(zip(scores, certainties, strict=False))
        for of_weight, weight in zip(ranked, weights, strict=True):
            of_weight[question.id] = best_first(ranked_again(scores, read, weight=weight))
    units, sources = [Unit.of(one) for one in indexed.retriever.passages], source_texts(indexed.retriever)
    scored = [score_questions(indexed.answerable, one, units, sources) for one in ranked]
    return np.asarray(
        [[[one[question.id][name] for name in HEADLINES] for question in indexed.answerable] for one in scored]
    )


def _show_choice(console: Console, title: str, choices: Sequence[Weighting], values: np.ndarray) -> None:
    """Print the best of some choices by their (S, Q, M) scores, and what the chosen ones have on held-out questions."""
    console.print(f"{title}; {values.shape[1]} questions, {len(choices)} weightings")
    for at in np.argsort(-values.mean(axis=(1, 2)), kind="stable")[:_SHOWN]:
        console.print("  fitted on all:", choices[at], values[at].mean(axis=0).round(3))
    folds = cross_validate(values.mean(axis=2))
    for at, n in Counter(folds).most_common(3):
        console.print(f"  chosen for {n} of them: {choices[at]}")
    held_out = np.asarray([values[chosen, at] for at, chosen in enumerate(folds)]).T
    named = zip(HEADLINES, held_out, strict=True)
    console.print("  held out:", ", ".join(f"{metric} {bootstrap(scores.tolist())}" for metric, scores in named))


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
