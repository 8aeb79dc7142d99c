"""Scores rankings and answers on SciFact and SQuAD 2.0: python -m eval.studies.public DATA.

DATA contains scifact/ in BEIR's format and squad20-dev/dev-v2.0.json.gz. The indexes are kept in .public/.
"""

import gzip
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from eval.runs.compare import compare_records, show_comparison
from eval.runs.harness import Tick
from eval.runs.printing import bars, console, show_summary
from eval.scoring.answers import area, has_words, risk_coverage
from eval.scoring.statistics import bootstrap
from eval.studies.beir import Collection, IndexedCollection, evaluate_collection, read_beir
from kutip.types import Status
from retriever.answers.answerer import Answerer
from retriever.answers.calibration import Calibration
from retriever.search import Retriever, System

_SAMPLE = 1000  # questions of SQuAD of each kind, evenly spaced; enough for intervals of about 0.02
_WORK = Path(".public")


def read_squad(folder: Path) -> Collection:
    """Read a sample of SQuAD 2.0's development set: up to 1,000 answerable and 1,000 unanswerable questions.

    Each paragraph becomes a text. For an answerable question, the relevant text is the paragraph it was written about.
    """
    articles = json.loads(gzip.decompress((folder / "dev-v2.0.json.gz").read_bytes()))["data"]
    ids: dict[str, str] = {}
    asked: dict[bool, list[tuple[str, str, str, tuple[str, ...]]]] = {True: [], False: []}
    for paragraph in (paragraph for article in articles for paragraph in article["paragraphs"]):
        document = ids.setdefault(paragraph["context"], f"p{len(ids):05d}")
        for q in paragraph["qas"]:
            answers = tuple(answer["text"] for answer in q["answers"])
            asked[not q["is_impossible"]].append((q["id"], q["question"], document, answers))
    chosen = {can: own[:: max(1, len(own) // _SAMPLE)][:_SAMPLE] for can, own in asked.items()}
    return Collection(
        "squad20-dev",
        {document: ("", text) for text, document in ids.items()},
        {query: question for query, question, _, _ in (*chosen[True], *chosen[False])},
        {query: {document: 1} for query, _, document, _ in chosen[True]},
        {query: answers for own in chosen.values() for query, _, _, answers in own},
    )


READERS: dict[str, Callable[[Path], Collection]] = {"scifact": read_beir, "squad20-dev": read_squad}


def main(
    data: Annotated[Path, typer.Argument(help="Folder that contains scifact/ and squad20-dev/.")],
    only: Annotated[list[str] | None, typer.Option(help="Collections to score; by default all.")] = None,
) -> None:
    """Print the metrics of each system on each collection, and compare the hybrid with each stage alone."""
    for name in only or READERS:
        collection = READERS[name](data / name)
        indexed = IndexedCollection(collection, _WORK, bars)
        summary, outcomes = evaluate_collection(indexed, list(System), bars)
        show_summary(summary)
        for stage in (System.BM25, System.DENSE, System.LATE):
            both = outcomes[System.HYBRID].records, outcomes[stage].records
            show_comparison(compare_records(f"{name}/hybrid", f"{name}/{stage}", *both), moved=0)
        if collection.answers:
            with bars(f"{name}: answers", len(collection.answers)) as tick:
                _show_answers(ask(collection, indexed.retriever, tick))


@dataclass(frozen=True, slots=True)
class PublicQuestion:
    """The result of one question.

    Attributes:
        answerable: The collection has an answer to it.
        right: Our answer contains one of the accepted answers.
        refused: We said that the texts do not answer it.
        confidence: Our confidence, 0 to 1, that they do.
    """

    answerable: bool
    right: bool
    refused: bool
    confidence: float | None


def ask(collection: Collection, retriever: Retriever, tick: Tick) -> list[PublicQuestion]:
    """Ask every query in `collection.answers`; `tick` is called after each."""
    answerer = Answerer(retriever, Calibration.read())
    outcomes = []
    for query, accepted in collection.answers.items():
        answer = answerer.answer(collection.queries[query])
        right = any(has_words(answer.text or "", one) for one in accepted)
        outcomes.append(PublicQuestion(bool(accepted), right, answer.status is Status.NOT_IN_CORPUS, answer.confidence))
        tick()
    return outcomes


def _show_answers(asked: Sequence[PublicQuestion]) -> None:
    can, cannot = [one for one in asked if one.answerable], [one for one in asked if not one.answerable]
    console.print(f"{len(can)} answerable questions; answered right: {bootstrap([one.right for one in can])}")
    console.print(f"wrong refusals: {bootstrap([one.refused for one in can])}")
    console.print(f"{len(cannot)} unanswerable ones; refused: {bootstrap([one.refused for one in cannot])}")
    curve = risk_coverage([(one.confidence, one.right) for one in asked])
    sure = [[one.confidence for one in group if one.confidence is not None] for group in (can, cannot)]
    if all(sure):
        ranks = [np.mean([a > b for b in sure[1]]) for a in sure[0]]
        console.print(f"an answerable question has the higher confidence in {np.mean(ranks):.3f} of pairs;", end=" ")
    console.print(f"area under the risk-coverage curve {area(curve):.3f}")


if __name__ == "__main__":
    typer.run(main)
