"""Guards against fitting our own questions: the same pipeline on SciFact and SQuAD 2.0: python -m eval.public DATA.

DATA holds scifact/ in BEIR's form and squad20-dev/dev-v2.0.json.gz. Each text of theirs becomes a document of a corpus,
indexed under .public/ and searched as any other; a text ranks where its first passage does.
"""

import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import ir_measures
import numpy as np
import typer
from ir_measures import R, Success, nDCG
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from eval.answers import area, has_words, risk_coverage
from eval.metrics import bootstrap
from indexer.build import build_index
from kutip.settings import Settings
from kutip.types import Status
from retriever.answerer import Answerer
from retriever.calibration import Calibration
from retriever.search import Retriever, System

_MEASURES = (nDCG @ 10, Success @ 5, R @ 100)
_SAMPLE = 1000  # questions of SQuAD, evenly from all of them: enough for intervals of 0.02
_WORK = Path(".public")


@dataclass(frozen=True, slots=True)
class Collection:
    """Texts and questions about them.

    Attributes:
        name: What it is called.
        texts: Title and text by document id; a title may be "".
        queries: Text by query id.
        qrels: Grade by document id, by query id.
        answers: What an answer to a query may be, by query id; for a query that has none, empty.
    """

    name: str
    texts: dict[str, tuple[str, str]]
    queries: dict[str, str]
    qrels: dict[str, dict[str, int]]
    answers: dict[str, tuple[str, ...]] = field(default_factory=dict)


def read_scifact(folder: Path) -> Collection:
    """SciFact as BEIR has it: claims, and the abstracts that speak of them."""
    texts = {line["_id"]: (line["title"], line["text"]) for line in _json_lines(folder / "corpus.jsonl.gz")}
    qrels: dict[str, dict[str, int]] = {}
    for line in (folder / "qrels" / "test.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, document, grade = line.split("\t")
        qrels.setdefault(query, {})[document] = int(grade)
    queries = {q["_id"]: q["text"] for q in _json_lines(folder / "queries.jsonl.gz") if q["_id"] in qrels}
    return Collection("scifact", texts, queries, qrels)


def read_squad(folder: Path) -> Collection:
    """SQuAD 2.0 dev: answerable questions with the paragraph that each was written about, and as many that no paragraph
    answers."""
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


def _json_lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


READERS: dict[str, Callable[[Path], Collection]] = {"scifact": read_scifact, "squad20-dev": read_squad}


def write_corpus(collection: Collection, folder: Path) -> None:
    """Write each text as a document of a corpus."""
    for document, (title, text) in collection.texts.items():
        own = folder / document
        own.mkdir(parents=True, exist_ok=True)
        source = " ".join(text.split())
        (own / "source.md").write_text(f"# {title}\n\n{source}\n" if title else f"{source}\n", encoding="utf-8")
        metadata = {"id": document, "title": title or document, "source_form": "markdown"}
        (own / "metadata.json").write_text(json.dumps(metadata), encoding="utf-8")


def rank_documents(retriever: Retriever, query: str, system: System) -> dict[str, float]:
    """Documents by the score of their best passage; minus its rank, so that equal scores keep their order."""
    ranked: dict[str, float] = {}
    for hit in retriever.search(query[: Settings().max_query_characters], k=100, system=system).hits:
        ranked.setdefault(hit.passage.document_id, -float(hit.rank))
    return ranked


def score(collection: Collection, retriever: Retriever, system: System, done: Callable[[], None]) -> list[list[float]]:
    """For each measure a value a query; a query that finds nothing counts 0."""
    run = {}
    for query in collection.qrels:
        text = collection.queries[query]
        run[query] = rank_documents(retriever, text, system)
        done()
    values = []
    for measure in _MEASURES:
        found = {m.query_id: m.value for m in ir_measures.iter_calc([measure], collection.qrels, run)}
        values.append([found.get(query, 0.0) for query in collection.qrels])
    return values


def main(
    data: Annotated[Path, typer.Argument(help="Folder that holds scifact/ and squad20-dev/.")],
    only: Annotated[list[str] | None, typer.Option(help="Collections to score; all without it.")] = None,
) -> None:
    """Print the measures of each system on each collection, and what the hybrid gains on each stage alone."""
    console = Console(width=120)
    for name in only or READERS:
        collection = READERS[name](data / name)
        with Progress(console=Console(stderr=True)) as progress:
            retriever = _indexed(collection, progress)
            scores = {}
            for system in System:
                task = progress.add_task(f"{name}: {system}", total=len(collection.qrels))
                scores[system] = score(collection, retriever, system, lambda task=task: progress.advance(task))
            task = progress.add_task(f"{name}: answers", total=len(collection.answers))
            asked = ask(collection, retriever, lambda task=task: progress.advance(task))
        _show(console, collection, retriever, scores)
        if asked:
            _show_answers(console, asked)


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of a question: whether it has an answer, whether that was said, whether it was refused, how sure."""

    answerable: bool
    right: bool
    refused: bool
    confidence: float


def ask(collection: Collection, retriever: Retriever, done: Callable[[], None]) -> list[Asked]:
    """Ask every question for which it is known what may be answered."""
    answerer = Answerer(retriever, Calibration.read())
    outcomes = []
    for query, accepted in collection.answers.items():
        answer = answerer.answer(collection.queries[query])
        right = any(has_words(answer.text or "", one) for one in accepted)
        outcomes.append(Asked(bool(accepted), right, answer.status is Status.NOT_IN_CORPUS, answer.confidence))
        done()
    return outcomes


def _show_answers(console: Console, asked: Sequence[Asked]) -> None:
    can, cannot = [one for one in asked if one.answerable], [one for one in asked if not one.answerable]
    console.print(f"answers to {len(can)} questions hold what was asked for: {bootstrap([one.right for one in can])}")
    console.print(f"wrong refusals: {bootstrap([one.refused for one in can])}")
    console.print(f"right refusals of {len(cannot)} others: {bootstrap([one.refused for one in cannot])}")
    curve = risk_coverage([(one.confidence, one.right) for one in asked])
    ranks = [np.mean([a.confidence > b.confidence for b in cannot]) for a in can]
    console.print(f"an answerable question has the higher confidence in {np.mean(ranks):.3f} of pairs;", end=" ")
    console.print(f"area under the risk-coverage curve {area(curve):.3f}")


def _indexed(collection: Collection, progress: Progress) -> Retriever:
    settings = Settings(corpus=_WORK / collection.name / "corpus", index=_WORK / collection.name / "index")
    write_corpus(collection, settings.corpus)
    tasks = {stage: progress.add_task(f"{collection.name}: {stage}", total=None) for stage in ("read", "encode")}
    build_index(
        settings, progress=lambda stage, done, total: progress.update(tasks[stage], completed=done, total=total)
    )
    return Retriever.open(settings.index, settings)


def _show(
    console: Console, collection: Collection, retriever: Retriever, scores: dict[System, list[list[float]]]
) -> None:
    title = f"{collection.name}: {len(collection.texts)} texts in {len(retriever.passages)} passages, "
    table = Table("system", *map(str, _MEASURES), title=f"{title}{len(collection.qrels)} queries")
    for system, values in scores.items():
        table.add_row(system.value, *(str(bootstrap(own)) for own in values))
    console.print(table)
    for system in (System.BM25, System.DENSE, System.LATE):
        gain = _differences(scores[System.HYBRID][0], scores[system][0])
        console.print(f"hybrid minus {system}, nDCG@10: {bootstrap(gain)}")


def _differences(one: Sequence[float], other: Sequence[float]) -> list[float]:
    return [a - b for a, b in zip(one, other, strict=True)]


if __name__ == "__main__":
    typer.run(main)
