"""The record of one benchmark run: a line of results.jsonl, to which every run adds one.

Each line is a JSON object: `commit`, `changed` (whether files differed from it), `made`, `machine`, `corpus` (SHA-256
of each source text), `index_version`, `passages`, `questions`, `rounds`, and `figures`, each under its name and unit.
"""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from benchmarks.figures import ROUNDS, Figure
from eval.runs.summary import provenance

RESULTS = Path(__file__).parent / "results.jsonl"
_DIGITS = 3  # after the point


def describe_machine() -> dict[str, object]:
    """Describe processor, cores, operating system and Python; never with the name of the machine."""
    return {
        "cpu": _cpu_model(),
        "architecture": platform.machine(),
        "cores": os.cpu_count(),
        "os": _operating_system(),
        "python": platform.python_version(),
    }


def _cpu_model() -> str:
    """Return the name of the processor; "" if it is unknown."""
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor()


def _operating_system() -> str:
    with suppress(OSError):
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    return platform.system()


def make_record(
    figures: Sequence[Figure], *, corpus: Mapping[str, str], index_version: str, passages: int, questions: int
) -> dict[str, Any]:
    """All that one run measured, and where.

    Args:
        figures: What was measured, no name twice.
        corpus: SHA-256 of each document's source text, by document id.
        index_version: The version of the index that was searched.
        passages: How many passages it holds.
        questions: How many questions were asked, ROUNDS times each.
    """
    origin = provenance()
    return {
        **{name: origin[name] for name in ("commit", "changed", "made", "kutip")},
        "machine": describe_machine(),
        "corpus": dict(sorted(corpus.items())),
        "index_version": index_version,
        "passages": passages,
        "questions": questions,
        "rounds": ROUNDS,
        "figures": {figure.key: round(figure.value, _DIGITS) for figure in figures},
    }


def append_record(record: Mapping[str, Any], path: Path = RESULTS) -> None:
    """Add a record as one more line; the lines before it stay as they are."""
    with path.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(record, ensure_ascii=False) + "\n")
