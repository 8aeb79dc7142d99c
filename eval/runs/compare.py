"""Compares two runs, or two systems of one run, query by query, and tests whether they differ by more than chance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.errors import EvaluationError
from eval.runs.printing import console, show_table
from eval.runs.records import ANSWERS, COMPARABLE, SUMMARY, KeptRun, Record
from eval.scoring.statistics import Interval, bootstrap, randomisation_test

UNPAIRED = frozenset({"AbstentionPrecision"})  # defined for refused queries only, and those differ between runs
_CHIEF = ("nDCG@10", "EvidenceSuccess@5", "KeyAccuracy", "EvidenceCited")  # metrics shown by group, if present
_BY = ("language", "type", "wording")
_BEGINNING = 70  # characters of a query that are printed


@dataclass(frozen=True, slots=True)
class MetricDifference:
    """One metric of two systems, over the queries for which both have it.

    Attributes:
        metric: Name of the metric, for example "nDCG@10".
        n: Number of queries.
        one: Mean of the first system.
        other: Mean of the second system.
        gain: Mean of (one - other), with its paired bootstrap interval.
        p: p value of a two-sided paired randomisation test, not corrected for testing several metrics.
    """

    metric: str
    n: int
    one: float
    other: float
    gain: Interval
    p: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two systems compared on the same queries.

    Attributes:
        one: Name of the first system, for example "runs/a/hybrid".
        other: Name of the second system.
        differences: One entry for every metric that both have.
        by_group: The same for the chief metrics, by group, for example "type who".
        moved: (query id, query, gain) of every query whose first chief metric changed, the largest change first.
    """

    one: str
    other: str
    differences: list[MetricDifference]
    by_group: dict[str, list[MetricDifference]]
    moved: list[tuple[str, str, float]]


def compare_runs(one: Path, other: Path) -> list[Comparison]:
    """Compare two runs on each system that both have, or one system with one other.

    Args:
        one: Folder of a run, or of a system in it.
        other: Likewise.

    Raises:
        EvaluationError: A folder is not a run; the runs differ in questions, papers or judgements; they have no system
            in common; or only one of the two names a system.
    """
    (first, chosen), (second, against) = _open(one), _open(other)
    for fact in COMPARABLE:
        if first.summary.get(fact) != second.summary.get(fact):
            raise EvaluationError(
                f"{one} and {other} cannot be compared: they differ in {fact}; run both on the same questions, papers "
                "and judgements"
            )
    if chosen is not None and against is not None:
        pairs = [(chosen, against)]
    elif chosen is None and against is None:
        pairs = [(name, name) for name in first.records if name in second.records]
    else:
        raise EvaluationError(f"of {one} and {other}, one is a run and one is a system; name two runs or two systems")
    if not pairs:
        raise EvaluationError(f"{one} and {other} have no system in common; name one of each, as DIR/hybrid")
    return [
        compare_records(
            f"{one}" if chosen else f"{one}/{a}",
            f"{other}" if against else f"{other}/{b}",
            first.records[a],
            second.records[b],
        )
        for a, b in pairs
    ]


def _open(path: Path) -> tuple[KeptRun, str | None]:
    """The run at a path, and the name of the system if the path is that of one, else None."""
    if not (path / SUMMARY).is_file() and (path.parent / SUMMARY).is_file():
        run = KeptRun.read(path.parent)
        if path.name not in run.records:
            raise EvaluationError(f"{path.parent} has no system {path.name!r}; it has {', '.join(run.records)}")
        return run, path.name
    return KeptRun.read(path), None


def compare_records(one: str, other: str, first: Sequence[Record], second: Sequence[Record]) -> Comparison:
    """Compare two systems by their records; queries that only one of them has are ignored.

    Raises:
        EvaluationError: The two have no metric in common.
    """
    by_id = {record.id: record for record in second}
    pairs = [(record, by_id[record.id]) for record in first if record.id in by_id]
    differences = _differences(pairs)
    if not differences:
        raise EvaluationError(f"{one} and {other} have no metric in common: one ranks and one is {ANSWERS}")
    chief = [metric for metric in _CHIEF if any(metric == own.metric for own in differences)]
    by_group = {}
    for field in _BY:
        for value in sorted({record.groups[field] for record, _ in pairs if field in record.groups}):
            group = [pair for pair in pairs if pair[0].groups.get(field) == value]
            by_group[f"{field} {value}"] = _differences(group, only=chief)
    moved = [
        (a.id, a.query, a.metrics[chief[0]] - b.metrics[chief[0]])
        for a, b in pairs
        if chief and a.metrics.get(chief[0]) != b.metrics.get(chief[0]) and {*a.metrics} & {*b.metrics} & {chief[0]}
    ]
    return Comparison(one, other, differences, by_group, sorted(moved, key=lambda move: -abs(move[2])))


def _differences(pairs: Sequence[tuple[Record, Record]], only: Sequence[str] | None = None) -> list[MetricDifference]:
    metrics = (
        only if only is not None else list(dict.fromkeys(metric for record, _ in pairs for metric in record.metrics))
    )
    found = []
    for metric in metrics:
        both = [(a.metrics[metric], b.metrics[metric]) for a, b in pairs if metric in a.metrics and metric in b.metrics]
        if both and metric not in UNPAIRED:
            one, other = [a for a, _ in both], [b for _, b in both]
            gain = bootstrap([a - b for a, b in both])
            means = sum(one) / len(one), sum(other) / len(other)
            found.append(MetricDifference(metric, len(both), *means, gain, randomisation_test(one, other)))
    return found


def show_comparison(comparison: Comparison, *, moved: int = 10) -> None:
    """Print a comparison as tables, with up to `moved` of the queries that changed most."""
    title = f"{comparison.one} against {comparison.other}: paired, 95 % bootstrap intervals, randomisation test"
    head = ("metric", "n", "one", "other", "gain", "p")
    show_table(title, head, [_row(own.metric, own) for own in comparison.differences])
    groups: Mapping[str, list[MetricDifference]] = comparison.by_group
    rows = [_row(f"{name}, {own.metric}", own) for name, by in groups.items() for own in by]
    if rows:
        show_table("by group", head, rows)
    if comparison.moved[:moved]:
        rows = [[name, f"{gain:+.3f}", query[:_BEGINNING]] for name, query, gain in comparison.moved[:moved]]
        show_table(f"{len(comparison.moved)} queries moved; most of all", ("query", "gain", ""), rows)
    console.print("p values are not corrected for the number of metrics.\n")


def _row(name: str, own: MetricDifference) -> list[str]:
    p = "< 0.001" if own.p < 0.001 else f"{own.p:.3f}"
    return [name, str(own.n), f"{own.one:.3f}", f"{own.other:.3f}", str(own.gain), p]
