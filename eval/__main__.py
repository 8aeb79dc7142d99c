"""Scores BM25, dense, hybrid and a plain baseline on the hand-written questions: python -m eval."""

from collections.abc import Mapping, Sequence

import numpy as np
from rich.console import Console
from rich.table import Table

from eval.evaluation import Evaluation
from eval.metrics import METRICS, bootstrap
from eval.questions import Question
from eval.systems import Kutip, PlainBaseline, Scored
from kutip.encoder import QueryEncoder
from kutip.settings import Settings
from kutip.store import open_generation
from retriever.search import System

Scores = Mapping[str, Mapping[str, float]]


def main() -> None:
    """Print every metric by system, language, wording and type, and the gains of the hybrid with their intervals."""
    settings = Settings()
    evaluation = Evaluation.open(settings)
    retriever, asked = evaluation.retriever, evaluation.asked
    generation = open_generation(settings.index)
    encoder = QueryEncoder(generation.folder, max_tokens=int(generation.facts["max_tokens"]))
    systems: list[Scored] = [PlainBaseline(list(retriever.documents.values()), encoder)]
    systems += [Kutip(retriever, system) for system in System]
    scores: dict[str, Scores] = {system.name: evaluation.score(system, asked) for system in systems}

    console = Console(width=160)
    console.print(
        f"{len(evaluation.questions)} questions, {len(asked)} of them answered in the papers; "
        f"index {retriever.version}, {len(retriever.passages)} passages; means with 95 % bootstrap intervals"
    )
    console.print(_table("all", asked, scores))
    for field in ("language", "wording", "type"):
        for value in sorted({getattr(question, field) for question in asked}):
            chosen = [question for question in asked if getattr(question, field) == value]
            console.print(_table(f"{field} {value}", chosen, scores))
    for other in ("bm25", "dense", "baseline"):
        for metric in ("nDCG@10", "Success@5"):
            gain = [scores["hybrid"][q.id][metric] - scores[other][q.id][metric] for q in asked]
            console.print(f"hybrid minus {other}, {metric}: {bootstrap(gain)}")


def _table(title: str, questions: Sequence[Question], scores: Mapping[str, Scores]) -> Table:
    table = Table("system", *METRICS, title=f"{title} ({len(questions)} questions)", title_justify="left")
    small = len(questions) < 2
    for name, own in scores.items():
        cells = []
        for metric in METRICS:
            values = [own[question.id][metric] for question in questions]
            cells.append(f"{np.mean(values):.3f}" if small else str(bootstrap(values)))
        table.add_row(name, *cells)
    return table


if __name__ == "__main__":
    main()
