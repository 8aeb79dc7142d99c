"""VariantScores questions in one language over texts in another: python -m eval.studies.crosslingual DATA.

DATA contains one or both of
- squad20-dev/dev-v2.0.json.gz; then `--questions FILE` names translations of its questions, one JSON object a line with
  `question` and `question_id` (or `id`), the id that the question has in SQuAD. Others of its questions are not asked.
- tico19-enid/pairs.tsv, with the columns `en` and `id`: each Indonesian sentence is to find its English one among all.

Each is scored with all parts of Kutip, without each learned part, with each alone and with none.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from pydantic import AliasChoices, BaseModel, Field, ValidationError

from eval.errors import EvaluationError
from eval.runs.harness import Bars
from eval.runs.printing import bars, console, show_table
from eval.runs.records import Record
from eval.scoring.statistics import PairedGain, bootstrap
from eval.studies.beir import Collection, IndexedCollection, rank_queries
from eval.studies.parts import part_variants
from eval.studies.public import WORK
from eval.studies.squad import read_squad_file
from retriever.search import System

METRICS = ("Success@1", "Success@5", "RR@10")
_ORIGINAL = "the English questions"


class _Line(BaseModel):
    question_id: str = Field(validation_alias=AliasChoices("question_id", "id"))
    question: str = Field(min_length=3)


def read_translations(path: Path) -> dict[str, str]:
    """Read a file of translated questions: the text of each by the id of the question that it translates.

    Raises:
        EvaluationError: The file cannot be read, a line is malformed, or a question is translated twice.
    """
    questions: dict[str, str] = {}
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"{path} cannot be read ({error}); name a file with one JSON object per line") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            read = _Line.model_validate_json(line)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            raise EvaluationError(f"{path}, line {number}: {first['msg']}") from error
        if read.question_id in questions:
            raise EvaluationError(f"{path}, line {number}: the question {read.question_id!r} is translated twice")
        questions[read.question_id] = read.question
    return questions


def translated(collection: Collection, questions: Mapping[str, str]) -> tuple[Collection, Collection]:
    """The collection with the translated questions, and with the same questions as they were.

    Raises:
        EvaluationError: A translation is of no answerable question of the collection.
    """
    if strays := [query for query in questions if query not in collection.qrels]:
        raise EvaluationError(f"{collection.name} has no answerable question {strays[0]!r}; name the file it came from")
    qrels = {query: collection.qrels[query] for query in questions}
    asked = [dict(questions), {query: collection.queries[query] for query in questions}]
    translations, originals = (Collection(collection.name, collection.texts, own, qrels) for own in asked)
    return translations, originals


def read_pairs(path: Path) -> Collection:
    """Read pairs of sentences: the text in the column `en` is to be found by the one in the column `id`.

    Raises:
        EvaluationError: The file cannot be read, or lacks one of the two columns.
    """
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines, dialect="excel-tab", quoting=csv.QUOTE_NONE))
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"{path} cannot be read ({error}); fetch it again") from error
    if not rows or not all(row.get("en") and row.get("id") for row in rows):
        raise EvaluationError(f"{path} needs the columns en and id in every line, parted by tabs")
    names = [f"s{number:05d}" for number in range(len(rows))]
    return Collection(
        path.parent.name,
        {name: ("", row["en"]) for name, row in zip(names, rows, strict=True)},
        {name: row["id"] for name, row in zip(names, rows, strict=True)},
        {name: {name: 1} for name in names},
    )


VariantScores = Mapping[str, Sequence[float]]  # by metric, a value for each query


def score_variants(indexed: IndexedCollection, shown: Bars) -> Iterator[tuple[str, VariantScores]]:
    """Yield a name and the scores of each query: with the settings as they are first, then of each variant of parts."""
    settings = indexed.retriever.settings
    for name, own in (("all", settings), *part_variants(settings)):
        with shown(f"{indexed.collection.name}: {name}", len(indexed.collection.qrels)) as tick:
            records = rank_queries(indexed.with_settings(own), System.HYBRID, tick).records
        yield name, _scores(records)


def _scores(records: Sequence[Record]) -> VariantScores:
    return {metric: [record.metrics[metric] for record in records] for metric in METRICS}


def as_rows(scored: Sequence[tuple[str, VariantScores]]) -> list[list[str]]:
    """A row for each variant: its name, and the mean of each metric, but for the first with the gain over the first."""
    (first, whole), *others = scored
    rows = [[first, *(str(bootstrap(whole[metric])) for metric in METRICS)]]
    for name, own in others:
        both = [(np.mean(own[metric]), PairedGain.of(own[metric], whole[metric])) for metric in METRICS]
        rows.append([name, *(f"{mean:.3f}: {gain}" for mean, gain in both)])
    return rows


def _show(indexed: IndexedCollection, more: Sequence[tuple[str, VariantScores]] = ()) -> None:
    collection = indexed.collection
    title = f"{collection.name}: {len(collection.qrels)} queries over {len(collection.texts)} texts"
    show_table(title, ("variant", *METRICS), as_rows([*score_variants(indexed, bars), *more]))


def main(
    data: Annotated[Path, typer.Argument(help="Folder that contains squad20-dev/, tico19-enid/ or both.")],
    questions: Annotated[Path | None, typer.Option(help="JSON lines: translated questions of SQuAD.")] = None,
    sample: Annotated[int | None, typer.Option(min=1, help="Most queries of each collection; by default all.")] = None,
    work: Annotated[Path, typer.Option(help="Folder that keeps the indexes.")] = WORK,
) -> None:
    """Print how often a query finds its text first, and among the first five, by variant."""
    squad, pairs = data / "squad20-dev" / "dev-v2.0.json.gz", data / "tico19-enid" / "pairs.tsv"
    if questions is not None:
        collection = read_squad_file(squad, "squad20-dev").as_collection()
        both = translated(collection, read_translations(questions))
        asked, originals = (one.sampled(sample or len(one.qrels)) for one in both)
        indexed = IndexedCollection(asked, work, bars)
        with bars(_ORIGINAL, len(originals.qrels)) as tick:
            records = rank_queries(indexed.asking(originals), System.HYBRID, tick).records
        _show(indexed, [(_ORIGINAL, _scores(records))])
    if pairs.is_file():
        collection = read_pairs(pairs)
        _show(IndexedCollection(collection.sampled(sample or len(collection.qrels)), work, bars))
    elif questions is None:
        console.print(f"nothing to score: {pairs} is missing, and --questions names no file")
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
