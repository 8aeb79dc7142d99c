"""The summary of a run: every figure with its interval, and the code and machine that produced it."""

import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

import kutip
from eval.runs.records import ANSWERS, Outcome, Record
from eval.scoring.answers import area, risk_coverage
from eval.scoring.statistics import bootstrap

_ROOT = Path(__file__).parents[2]
_SECONDS = 10  # timeout of a git command


def provenance() -> dict[str, object]:
    """Time, version, commit and machine of a run; `changed` is True if the checkout had uncommitted changes."""
    commit, changes = _git("rev-parse", "HEAD"), _git("status", "--porcelain")
    return {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "kutip": kutip.__version__,
        "commit": commit,
        "changed": None if changes is None else bool(changes),
        "machine": {
            "processor": platform.machine(),
            "cores": os.cpu_count(),
            "system": platform.system(),
            "python": platform.python_version(),
        },
    }


def _git(*arguments: str) -> str | None:
    """Output of a git command in Kutip's own checkout; None if Kutip is not in a checkout or git fails."""
    if not (_ROOT / ".git").exists():
        return None
    try:
        done = subprocess.run(  # noqa: S603  # all arguments are constants of this module
            ["git", "-C", str(_ROOT), *arguments],  # noqa: S607
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def summarise(outcomes: Mapping[str, Outcome]) -> dict[str, Any]:
    """Figures by system: means over all queries and by group, times, and for answers the risk-coverage curve."""
    return {name: _figures(name, outcome.records) for name, outcome in outcomes.items()}


def _figures(name: str, records: Sequence[Record]) -> dict[str, Any]:
    fields = dict.fromkeys(field for record in records for field in record.groups)
    groups: dict[str, dict[str, Any]] = {}
    for field in fields:
        values = sorted({record.groups[field] for record in records if field in record.groups})
        groups[field] = {value: means([r for r in records if r.groups.get(field) == value]) for value in values}
    times = [record.ms for record in records]
    figures: dict[str, Any] = {
        "queries": len(records),
        "all": means(records),
        "groups": groups,
        "ms": {f"p{q}": round(float(np.quantile(times, q / 100)), 3) for q in (50, 95, 100)} if times else {},
    }
    if name == ANSWERS:
        asked = [record for record in records if record.groups["topic"] == "papers"]
        curve = risk_coverage([(r.said["confidence"], r.metrics.get("KeyAccuracy") == 1) for r in asked])
        figures["risk_coverage"] = {"area": area(curve), "curve": curve}
    return figures


def means(records: Sequence[Record]) -> dict[str, dict[str, float]]:
    """Mean of each metric over the records that have it, with its 95 % interval (`low`, `high`) and their count `n`."""
    figures = {}
    for metric in dict.fromkeys(name for record in records for name in record.metrics):
        values = [record.metrics[metric] for record in records if metric in record.metrics]
        found = bootstrap(values)
        figures[metric] = {"mean": found.mean, "low": found.low, "high": found.high, "n": len(values)}
    return figures
