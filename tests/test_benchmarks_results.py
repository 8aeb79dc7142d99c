"""The line that each benchmark run adds to results.jsonl, on made-up figures."""

import json
import platform
import socket
import time
from datetime import datetime
from pathlib import Path

import pytest

from benchmarks.figures import ROUNDS, Figure, seconds, times
from benchmarks.results import append_record, describe_machine, make_record

FIGURES = [Figure("search hybrid, p50", 15.02345, "ms"), Figure("size of the index", 8.5, "MiB")]
CORPUS = {"ships": "ab" * 32, "meetings": "cd" * 32}


def record(figures: list[Figure] = FIGURES) -> dict[str, object]:
    return make_record(figures, corpus=CORPUS, index_version="0123456789ab", passages=3, questions=2)


def test_a_record_names_the_code_the_machine_the_data_and_every_figure() -> None:
    made = record()
    assert list(made) == [
        "commit",
        "changed",
        "made",
        "kutip",
        "machine",
        "corpus",
        "index_version",
        "passages",
        "questions",
        "rounds",
        "figures",
    ]
    assert made["corpus"] == {"meetings": "cd" * 32, "ships": "ab" * 32}
    assert (made["index_version"], made["passages"], made["questions"], made["rounds"]) == (
        "0123456789ab",
        3,
        2,
        ROUNDS,
    )
    assert made["figures"] == {"search hybrid, p50 (ms)": 15.023, "size of the index (MiB)": 8.5}
    assert datetime.fromisoformat(str(made["made"])).utcoffset() is not None


def test_a_machine_is_described_without_its_host_name() -> None:
    machine = describe_machine()
    assert set(machine) == {"cpu", "architecture", "cores", "os", "python"}
    assert machine["python"] == platform.python_version()
    assert isinstance(machine["cores"], int)
    assert not {platform.node(), socket.gethostname()} & {str(value) for value in machine.values()}


def test_each_run_adds_one_line_and_keeps_the_lines_before(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    append_record(record(), path)
    before = path.read_bytes()
    append_record(record([Figure("naïve", 1, "s")]), path)
    assert path.read_bytes().startswith(before)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["figures"] for line in lines] == [record()["figures"], {"naïve (s)": 1}]


def test_times_are_percentiles_over_every_round(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, asked = [0.0], list[str]()

    def call(text: str) -> None:
        clock[0] += 0.001 * len(text)
        asked.append(text)

    monkeypatch.setattr(time, "perf_counter", lambda: clock[0])
    p50, p95 = times("search", ["a", "bb", "ccc"], call)
    assert asked == ["a", "bb", "ccc"] * (ROUNDS + 1)
    assert (p50.name, p50.unit, round(p50.value, 6)) == ("search, p50", "ms", 2)
    assert (p95.name, p95.unit, round(p95.value, 6)) == ("search, p95", "ms", 3)


def test_seconds_are_those_of_one_call(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter([10.0, 12.5])
    monkeypatch.setattr(time, "perf_counter", lambda: next(ticks))
    assert seconds("build", lambda: None) == Figure("build", 2.5, "s")
