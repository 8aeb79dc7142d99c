"""What a run leaves on disk: a line a query, TREC's run and qrels, and a summary that says what it was made from.

DIR/summary.json             what was run, on what, and every figure with its interval
DIR/questions.jsonl          the questions as they were asked
DIR/SYSTEM/queries.jsonl     a record a query: metrics, time, what was expected and what came
DIR/SYSTEM/run.trec, qrels.trec    as trec_eval and ir-measures read them
DIR/answers/queries.jsonl    the same for answers; no rankings
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from pydantic import TypeAdapter, ValidationError

from eval.errors import EvaluationError

SUMMARY, QUESTIONS, QUERIES, RUN, QRELS = "summary.json", "questions.jsonl", "queries.jsonl", "run.trec", "qrels.trec"
COMPARABLE = ("corpus", "questions", "judged", "depth", "measures")  # facts of a summary that runs to compare share
ANSWERS = "answers"  # the name that answers have among the systems
_TAG = "kutip"


@dataclass(frozen=True, slots=True)
class Came:
    """What came for a query, and what it is worth.

    Attributes:
        id: A passage's or a document's.
        grade: As it was judged; None if it was not.
        text: Its beginning, or what was cited.
    """

    id: str
    grade: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Record:
    """What one query came to.

    Attributes:
        id: The query's.
        query: What was asked.
        groups: What it is one of: language, type and the like.
        metrics: Those that mean something for it; a refusal has no words, an unanswerable question no rank.
        ms: How long it took.
        expected: What should have come: quotes or ids of documents; of an answer, its short forms before them.
        came: What came first.
        said: Of an answer, its status, confidence, text and reason.
    """

    id: str
    query: str
    groups: dict[str, str]
    metrics: dict[str, float]
    ms: float
    expected: list[str] = field(default_factory=list)
    came: list[Came] = field(default_factory=list)
    said: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """All records of a system, and its rankings where it ranks.

    Attributes:
        records: In the order of the queries.
        ranked: Ids, best first, by query id.
        qrels: Grade by id, by query id.
    """

    records: list[Record]
    ranked: Mapping[str, Sequence[str]] = field(default_factory=dict)
    qrels: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KeptRun:
    """A run as it lies in a folder: its summary and the records of each system."""

    folder: Path
    summary: dict[str, Any]
    records: dict[str, list[Record]]

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read a run.

        Raises:
            EvaluationError: The folder holds none, or one that is damaged.
        """
        path = folder / SUMMARY
        if not path.is_file():
            raise EvaluationError(f"{folder} holds no run; make one: kutip eval run --out {folder}")
        try:
            summary = json.loads(path.read_text(encoding="utf-8"))
            records = {name: _read_records(folder / name / QUERIES) for name in summary["systems"]}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise EvaluationError(f"the run in {folder} is damaged ({error}); make it again") from error
        return cls(folder, summary, records)


def _read_records(path: Path) -> list[Record]:
    *lines, rest = path.read_text(encoding="utf-8").split("\n")  # a string may hold other line ends
    if rest:
        raise ValueError(f"{path.name}: its last line has no end")
    try:
        return [TypeAdapter(Record).validate_json(line) for line in lines]
    except ValidationError as error:
        raise ValueError(f"{path.name}: {error}") from error


def claim_folder(folder: Path, *, force: bool) -> None:
    """Make sure that a run may be written to a folder, before anything is measured.

    Raises:
        EvaluationError: Something lies there already that would be lost.
    """
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir()) and not (folder / SUMMARY).is_file()):
        raise EvaluationError(f"{folder} holds something else; name an empty or a new folder")
    if (folder / SUMMARY).is_file() and not force:
        raise EvaluationError(f"{folder} holds a run already; name another folder, or replace it with --force")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EvaluationError(f"{folder} cannot be made: {error.strerror}; name another folder") from error


def write_run(
    folder: Path, summary: Mapping[str, Any], outcomes: Mapping[str, Outcome], questions: bytes | None = None
) -> None:
    """Write a run; the summary last, so that a folder with one is whole."""
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
    """Remove what a run wrote before, and nothing else; of one that is damaged, what its summary still names."""
    for own in (folder / name for name in _systems(folder / SUMMARY)):
        for file in (QUERIES, RUN, QRELS):
            (own / file).unlink(missing_ok=True)
        if own.is_dir() and not any(own.iterdir()):
            own.rmdir()
    (folder / SUMMARY).unlink(missing_ok=True)
    (folder / QUESTIONS).unlink(missing_ok=True)


def _systems(summary: Path) -> list[str]:
    """The systems that a summary names, as far as it can be read, each a folder right beside it."""
    try:
        named = json.loads(summary.read_text(encoding="utf-8"))["systems"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [name for name in named if isinstance(name, str) and name not in ("", "..") and Path(name).name == name]


def check_ids(ids: Iterable[str]) -> None:
    """Refuse ids that TREC's files, whose columns are parted by blanks, cannot hold.

    Raises:
        EvaluationError: One is empty or has white space in it.
    """
    for name in ids:
        if not name or len(name.split()) != 1 or name != name.strip():
            raise EvaluationError(f"{name!r} cannot be an id: TREC's files part their columns by blanks; rename it")


def _trec_run(ranked: Mapping[str, Sequence[str]]) -> str:
    """TREC's form of rankings; scores are 1 / rank, so that sorting by them, as trec_eval does, changes nothing."""
    return "".join(
        f"{query} Q0 {name} {rank} {1 / rank!r} {_TAG}\n"
        for query, names in ranked.items()
        for rank, name in enumerate(names, start=1)
    )


def trec_qrels(qrels: Mapping[str, Mapping[str, int]]) -> str:
    """TREC's form of judgements."""
    return "".join(f"{query} 0 {name} {grade}\n" for query, own in qrels.items() for name, grade in own.items())
