"""Checks a run against the stored baseline.

The check fails if a headline metric is worse by more than chance, or if a law is broken: a metric that must be 1 for
every query (`eval.runs.harness.LAWS`).
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.errors import EvaluationError
from eval.runs.harness import LAWS
from eval.runs.printing import show_table
from eval.runs.records import ANSWERS, COMPARABLE, KeptRun
from eval.scoring.statistics import Interval, bootstrap
from retriever.search import System

BASELINE = Path(__file__).with_name("baseline.json")
_HEADLINES = {  # system -> metric -> +1 if higher is better, -1 if lower is better
    System.HYBRID.value: {"nDCG@10": 1, "EvidenceSuccess@5": 1, "EvidenceSuccess@300w": 1},
    ANSWERS: {"KeyAccuracy": 1, "EvidenceCited": 1, "WrongRefusals": -1, "AbstentionRecall": 1},
}
_DIGITS = 6  # decimals kept of a value, so that rounding differences between machines are no change


class GateError(EvaluationError):
    """A run is worse than the baseline, or breaks a law."""


@dataclass(frozen=True, slots=True)
class GateRow:
    """One headline metric compared with the baseline.

    Attributes:
        system: For example "hybrid" or "answers".
        metric: For example "nDCG@10".
        baseline: Mean of the baseline.
        now: Mean of the run.
        change: Mean of (now - baseline) over the queries, with its paired 95 % interval.
        worse: True if the whole interval lies on the bad side of 0.
    """

    system: str
    metric: str
    baseline: float
    now: float
    change: Interval
    worse: bool


def move_baseline(run: KeptRun, path: Path, *, why: str) -> None:
    """Make a run the new baseline: write its headline values, query by query, and the reason to `path`.

    Raises:
        GateError: The run breaks a law.
        EvaluationError: The reason is empty, or the run lacks a headline metric.
    """
    if not why.strip():
        raise EvaluationError("a baseline needs a reason to move; give it with --move 'why'")
    if broken := broken_laws(run):
        raise GateError(f"{run.folder} cannot become the baseline: {'; '.join(broken)}")
    values = {system: {metric: _values(run, system, metric) for metric in own} for system, own in _HEADLINES.items()}
    made = {name: run.summary.get(name) for name in ("made", "commit", "index_version", *COMPARABLE)}
    kept = json.dumps({"why": why.strip(), **made}, ensure_ascii=False, indent=1).removesuffix("\n}")
    path.write_text(f'{kept},\n "values": {json.dumps(values)}\n}}\n', encoding="utf-8")


def check_gate(run: KeptRun, path: Path) -> list[GateRow]:
    """Compare a run with the baseline and print a table of the headline metrics.

    Raises:
        GateError: A headline metric is worse by more than chance, or a law is broken.
        EvaluationError: There is no baseline, or it was made with other questions, papers or judgements.
    """
    baseline = _read(path)
    for fact in COMPARABLE:
        if baseline.get(fact) != run.summary.get(fact):
            raise EvaluationError(
                f"the baseline in {path} was made with other {fact} than {run.folder}; move it, in a commit that says "
                f"why: kutip eval gate {run.folder} --move 'why'"
            )
    compared = [
        _compare(system, metric, baseline["values"][system][metric], _values(run, system, metric), direction)
        for system, own in _HEADLINES.items()
        for metric, direction in own.items()
    ]
    rows = [
        [
            one.system,
            one.metric,
            f"{one.baseline:.3f}",
            f"{one.now:.3f}",
            str(one.change),
            "WORSE" if one.worse else "holds",
        ]
        for one in compared
    ]
    show_table(f"{run.folder} against {path}", ("", "metric", "baseline", "now", "change", ""), rows)
    worse = [
        f"{one.system} {one.metric} is worse: {one.baseline:.3f}, now {one.now:.3f}" for one in compared if one.worse
    ]
    if faults := [*broken_laws(run), *worse]:
        raise GateError("; ".join(faults))
    return compared


def broken_laws(run: KeptRun) -> list[str]:
    """One message for each system and law that it breaks, with the first five queries concerned."""
    broken = []
    for system, records in run.records.items():
        for law in LAWS:
            faulty = [record.id for record in records if record.metrics.get(law, 1.0) != 1.0]
            if faulty:
                broken.append(f"{system} breaks {law} for {', '.join(faulty[:5])} ({len(faulty)} queries)")
    return broken


def _compare(system: str, metric: str, kept: dict[str, float], now: dict[str, float], direction: int) -> GateRow:
    if kept.keys() != now.keys():
        raise EvaluationError(f"{system} {metric} has values for other queries than the baseline; move the baseline")
    change = bootstrap([round(now[query] - value, _DIGITS) for query, value in kept.items()])
    worse = change.high < 0 if direction > 0 else change.low > 0
    means = sum(kept.values()) / len(kept), sum(now.values()) / len(now)
    return GateRow(system, metric, *means, change, worse)


def _values(run: KeptRun, system: str, metric: str) -> dict[str, float]:
    records = run.records.get(system, [])
    values = {r.id: round(r.metrics[metric], _DIGITS) for r in records if metric in r.metrics}
    if not values:
        raise EvaluationError(f"{run.folder} has no {metric} of {system}; run {system} too")
    return values


def _read(path: Path) -> dict[str, Any]:
    try:
        baseline = dict(json.loads(path.read_text(encoding="utf-8")))
        for system, metrics in _HEADLINES.items():
            for metric in metrics:
                dict(baseline["values"][system][metric])
        return baseline
    except FileNotFoundError as error:
        raise EvaluationError(f"there is no baseline {path}; make one: kutip eval gate DIR --move 'why'") from error
    except KeyError as error:
        raise EvaluationError(
            f"the baseline {path} lacks {error}; move it: kutip eval gate DIR --move 'why'"
        ) from error
    except (ValueError, TypeError) as error:
        raise EvaluationError(f"the baseline {path} is damaged: {error}") from error
