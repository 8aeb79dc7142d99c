"""Whether two runs, or two systems of one run, differ by more than chance, query by query."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.errors import EvaluationError
from eval.runs.printing import console, show_table
from eval.runs.records import ANSWERS, COMPARABLE, SUMMARY, KeptRun, Record
from eval.scoring.statistics import Interval, bootstrap, randomisation_test

UNPAIRED = frozenset({"AbstentionPrecision"})  # its queries are those refused, which differ from run to run
_CHIEF = ("nDCG@10", "EvidenceSuccess@5", "KeyAccuracy", "EvidenceCited")  # what is told by group, where there is it
_BY = ("language", "type", "wording")
_BEGINNING = 70  # characters of a query


@dataclass(frozen=True, slots=True)
class MetricDifference:
    """A metric of two systems over the queries that both have it for.

    Attributes:
        metric: Its name.
        n: How many queries.
        one, other: The means.
        gain: Of one over the other, with its paired bootstrap interval.
        p: Of a two-sided paired randomisation test; not corrected for how many metrics are tested.
    """

    metric: str
    n: int
    one: float
    other: float
    gain: Interval
    p: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two systems on the same queries.

    Attributes:
        one, other: What they are called.
        differences: For every metric that both have.
        by_group: The chief metrics for each language, type and wording, as "type who".
        moved: Queries with the gain in the first chief metric, the largest first; those that stayed are left out.
    """

    one: str
    other: str
    differences: list[MetricDifference]
    by_group: dict[str, list[MetricDifference]]
    moved: list[tuple[str, str, float]]


def compare_runs(one: Path, other: Path) -> list[Comparison]:
    """Compare two runs by each system that both have, or one system with another.

    Args:
        one: A run's folder, or that of a system in it.
        other: Likewise.

    Raises:
        EvaluationError: They are not runs, of other questions, papers or judgements, or have no system in common.
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
        raise EvaluationError(f"one of {one} and {other} is a run and one a system of a run; name two of a kind")
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
    """A run, and which of its systems is meant."""
    if not (path / SUMMARY).is_file() and (path.parent / SUMMARY).is_file():
        run = KeptRun.read(path.parent)
        if path.name not in run.records:
            raise EvaluationError(f"{path.parent} has no system {path.name!r}; it has {', '.join(run.records)}")
        return run, path.name
    return KeptRun.read(path), None


def compare_records(one: str, other: str, first: Sequence[Record], second: Sequence[Record]) -> Comparison:
    """Compare the records of two systems.

    Raises:
        EvaluationError: They have no metric in common.
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
    """Print a comparison."""
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
    console.print("p values are not corrected for how many are told.\n")


def _row(name: str, own: MetricDifference) -> list[str]:
    p = "< 0.001" if own.p < 0.001 else f"{own.p:.3f}"
    return [name, str(own.n), f"{own.one:.3f}", f"{own.other:.3f}", str(own.gain), p]
