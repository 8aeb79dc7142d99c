"""Writes and reads the folder of a run.

DIR/summary.json             code, corpus, questions and machine of the run; every figure with its interval
DIR/questions.jsonl          a copy of the questions that were asked
DIR/SYSTEM/queries.jsonl     one record per query: metrics, time, expected evidence, first results
DIR/SYSTEM/run.trec, qrels.trec    rankings and judgements in TREC's formats, for trec_eval and ir-measures
DIR/answers/queries.jsonl    one record per query for the answers, which have no rankings
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from pydantic import TypeAdapter, ValidationError

from eval.errors import EvaluationError

SUMMARY, QUESTIONS, QUERIES, RUN, QRELS = "summary.json", "questions.jsonl", "queries.jsonl", "run.trec", "qrels.trec"
COMPARABLE = ("corpus", "questions", "judged", "depth", "measures")  # summary keys that must agree to compare two runs
ANSWERS = "answers"  # name of the answers among the systems
_TAG = "kutip"


@dataclass(frozen=True, slots=True)
class Returned:
    """A passage or document that was returned or cited for a query.

    Attributes:
        id: Id of the passage or document.
        grade: Its grade, 0 to 2; None if it is unjudged.
        text: Its beginning, or the cited quote.
    """

    id: str
    grade: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Record:
    """The result of one query.

    Attributes:
        id: Id of the query.
        query: Text of the query.
        groups: Its groups, for example {"language": "en", "type": "who"}.
        metrics: Metrics that apply to it: a refusal has no AnswerWords, an unanswerable question no nDCG@10.
        ms: Milliseconds that it took.
        expected: Expected quotes or ids of documents; for an answer, preceded by its accepted short forms.
        came: The first results, or the citations of an answer.
        said: For an answer: its `status`, `confidence`, `answer` (the text) and `reason`; for a ranking empty.
    """

    id: str
    query: str
    groups: dict[str, str]
    metrics: dict[str, float]
    ms: float
    expected: list[str] = field(default_factory=list)
    came: list[Returned] = field(default_factory=list)
    said: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """All results of one system; the answers have no `ranked` and no `qrels`.

    Attributes:
        records: One record per query, in the order of the queries.
        ranked: Query id -> passage or document ids, best first.
        qrels: Query id -> passage or document id -> grade.
    """

    records: list[Record]
    ranked: Mapping[str, Sequence[str]] = field(default_factory=dict)
    qrels: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KeptRun:
    """A run read from its folder: the summary, and the records of each system by name."""

    folder: Path
    summary: dict[str, Any]
    records: dict[str, list[Record]]

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read a run.

        Raises:
            EvaluationError: The folder contains no run, or a damaged one.
        """
        path = folder / SUMMARY
        if not path.is_file():
            raise EvaluationError(f"{folder} contains no run; make one: kutip eval run --out {folder}")
        try:
            summary = json.loads(path.read_text(encoding="utf-8"))
            records = {name: _read_records(folder / name / QUERIES) for name in summary["systems"]}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise EvaluationError(f"the run in {folder} is damaged ({error}); make it again") from error
        return cls(folder, summary, records)


def _read_records(path: Path) -> list[Record]:
    *lines, rest = path.read_text(encoding="utf-8").split("\n")  # not splitlines: a string may contain other line ends
    if rest:
        raise ValueError(f"{path.name}: its last line is cut off")
    try:
        return [TypeAdapter(Record).validate_json(line) for line in lines]
    except ValidationError as error:
        raise ValueError(f"{path.name}: {error}") from error


def claim_folder(folder: Path, *, force: bool) -> None:
    """Create the folder for a run, or check that the run there may be replaced; call it before measuring.

    Raises:
        EvaluationError: The folder contains other files, or a run and `force` is False, or it cannot be created.
    """
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir()) and not (folder / SUMMARY).is_file()):
        raise EvaluationError(f"{folder} contains something else; name an empty or a new folder")
    if (folder / SUMMARY).is_file() and not force:
        raise EvaluationError(f"{folder} contains a run already; name another folder, or replace it with --force")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EvaluationError(f"{folder} cannot be made: {error.strerror}; name another folder") from error


def write_run(
    folder: Path, summary: Mapping[str, Any], outcomes: Mapping[str, Outcome], questions: bytes | None = None
) -> None:
    """Write a run, replacing one that is there. The summary is written last: a folder that has one is complete."""
    _remove_run(folder)
    if questions is not None:
        (folder / QUESTIONS).write_bytes(questions)
    for name, outcome in outcomes.items():
        own = folder / name
        own.mkdir(exist_ok=True)
        lines = (json.dumps(asdict(record), ensure_ascii=False) + "\n" for record in outcome.records)
        (own / QUERIES).write_text("".join(lines), encoding="utf-8")
        if outcome.ranked:
            (own / RUN).write_text(_trec_run(outcome.ranked), encoding="utf-8")
            (own / QRELS).write_text(trec_qrels(outcome.qrels), encoding="utf-8")
    (folder / SUMMARY).write_text(json.dumps(summary, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _remove_run(folder: Path) -> None:
    """Remove the files of an earlier run and nothing else; of a damaged run, those that its summary still names."""
    for own in (folder / name for name in _systems(folder / SUMMARY)):
        for file in (QUERIES, RUN, QRELS):
            (own / file).unlink(missing_ok=True)
        if own.is_dir() and not any(own.iterdir()):
            own.rmdir()
    (folder / SUMMARY).unlink(missing_ok=True)
    (folder / QUESTIONS).unlink(missing_ok=True)


def _systems(summary: Path) -> list[str]:
    """Systems named by a summary, except names that are not plain folder names (".."); [] if it cannot be read."""
    try:
        named = json.loads(summary.read_text(encoding="utf-8"))["systems"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [name for name in named if isinstance(name, str) and name not in ("", "..") and Path(name).name == name]


def check_ids(ids: Iterable[str]) -> None:
    """Refuse ids that cannot be written to TREC's files, whose columns are separated by blanks.

    Raises:
        EvaluationError: An id is empty or contains white space.
    """
    for name in ids:
        if not name or len(name.split()) != 1 or name != name.strip():
            raise EvaluationError(f"{name!r} cannot be an id: TREC's files separate columns by blanks; rename it")


def _trec_run(ranked: Mapping[str, Sequence[str]]) -> str:
    """Rankings in TREC's run format; scores are 1 / rank, so that trec_eval, which sorts by score, keeps the order."""
    return "".join(
        f"{query} Q0 {name} {rank} {1 / rank!r} {_TAG}\n"
        for query, names in ranked.items()
        for rank, name in enumerate(names, start=1)
    )


def trec_qrels(qrels: Mapping[str, Mapping[str, int]]) -> str:
    """Judgements in TREC's qrels format: "query 0 id grade" per line."""
    return "".join(f"{query} 0 {name} {grade}\n" for query, own in qrels.items() for name, grade in own.items())
