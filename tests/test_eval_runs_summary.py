"""The summary of a run: figures computed by hand, and the provenance."""

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kutip
from eval.runs.records import ANSWERS, Outcome, Record
from eval.runs.summary import means, provenance, summarise
from eval.scoring.statistics import bootstrap

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def record(
    metrics: Mapping[str, float], *, ms: float = 1.0, said: dict[str, Any] | None = None, **groups: str
) -> Record:
    return Record("q001", "When?", groups, dict(metrics), ms, said=said or {})


def figures(records: Sequence[Record], name: str = "hybrid") -> Any:
    return summarise({name: Outcome(list(records))})[name]


# --- Means ----------------------------------------------------------------------------------------------------------


def test_a_metric_is_averaged_over_the_records_that_have_it() -> None:
    found = means(
        [record({"RR@10": 1, "Words": 6}), record({"RR@10": 0.5}), record({"RR@10": 0}), record({"Words": 3})]
    )
    assert {name: (own["mean"], own["n"]) for name, own in found.items()} == {"RR@10": (0.5, 3), "Words": (4.5, 2)}
    assert list(found) == ["RR@10", "Words"]


def test_a_mean_has_its_bootstrap_interval() -> None:
    values = [0.0, 0.25, 1.0, 1.0, 0.5]
    interval = bootstrap(values)
    assert means([record({"AP": value}) for value in values]) == {
        "AP": {"mean": 0.55, "low": interval.low, "high": interval.high, "n": 5}
    }
    assert 0 < interval.low < 0.55 < interval.high < 1


def test_without_records_or_metrics_there_are_no_means() -> None:
    assert means([]) == {}
    assert means([record({}), record({})]) == {}


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.floats(0, 1)), max_size=6))
def test_no_value_is_lost_or_counted_twice(values: list[dict[str, float]]) -> None:
    found = means([record(own) for own in values])
    assert sum(own["n"] for own in found.values()) == sum(map(len, values))
    total = sum(own["mean"] * own["n"] for own in found.values())
    assert total == pytest.approx(sum(sum(own.values()) for own in values))


# --- Figures --------------------------------------------------------------------------------------------------------


def test_each_system_has_its_own_figures() -> None:
    found = summarise(
        {"bm25": Outcome([record({"AP": 0})]), "dense": Outcome([record({"AP": 1}), record({"AP": 0.5})])}
    )
    assert list(found) == ["bm25", "dense"]
    assert [(own["queries"], own["all"]["AP"]["mean"]) for own in found.values()] == [(1, 0), (2, 0.75)]


def test_every_value_of_every_group_has_means() -> None:
    records = [
        record({"AP": 1}, language="id", type="who"),
        record({"AP": 0.5}, language="en", type="who"),
        record({"AP": 0}, language="en"),
        record({"RR@10": 1}, topic="other"),
    ]
    groups = figures(records)["groups"]
    assert list(groups) == ["language", "type", "topic"]
    assert list(groups["language"]) == ["en", "id"]
    assert groups["language"] == {"en": means(records[1:3]), "id": means(records[:1])}
    assert groups["type"] == {"who": means(records[:2])}
    assert groups["topic"] == {"other": means(records[3:])}
    assert groups["language"]["en"]["AP"]["mean"] == 0.25


def test_times_are_summarised_by_percentile() -> None:
    times = [float(n) for n in range(101)]
    assert figures([record({}, ms=ms) for ms in times[::-1]])["ms"] == {"p50": 50, "p95": 95, "p100": 100}
    assert figures([record({}, ms=1.0), record({}, ms=2.0)])["ms"] == {"p50": 1.5, "p95": 1.95, "p100": 2}
    assert figures([record({}, ms=1.23456)])["ms"] == {"p50": 1.235, "p95": 1.235, "p100": 1.235}


def test_a_system_that_was_asked_nothing_has_no_figures() -> None:
    assert figures([]) == {"queries": 0, "all": {}, "groups": {}, "ms": {}}


# --- Answers --------------------------------------------------------------------------------------------------------


def answered(confidence: float, key: float | None, topic: str = "papers") -> Record:
    return record({} if key is None else {"KeyAccuracy": key}, said={"confidence": confidence}, topic=topic)


def test_the_risk_coverage_curve_leaves_out_questions_of_other_fields() -> None:
    found = figures(
        [
            answered(0.4, 1),
            answered(0.9, 1),
            answered(0.99, None, topic="other"),  # of another field, so not in the curve
            answered(0.8, 0),
            answered(0.2, None),  # unanswerable, so any answer is wrong
        ],
        ANSWERS,
    )["risk_coverage"]
    assert found["curve"] == [(1 / 4, 0), (2 / 4, 1 / 2), (3 / 4, 1 / 3), (1, 1 / 2)]
    assert found["area"] == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 2) / 4)


def test_without_questions_about_the_papers_the_risk_curve_is_empty() -> None:
    assert figures([answered(0.9, None, topic="other")], ANSWERS)["risk_coverage"] == {"area": 0, "curve": []}
    assert figures([], ANSWERS)["risk_coverage"] == {"area": 0, "curve": []}


def test_a_ranking_has_no_risk_coverage_curve() -> None:
    assert "risk_coverage" not in figures([answered(0.9, 1)])


def test_answers_have_the_figures_of_rankings_too() -> None:
    records = [answered(0.9, 1), answered(0.5, 0)]
    found = figures(records, ANSWERS)
    del found["risk_coverage"]
    assert found == figures(records)


# --- Provenance -----------------------------------------------------------------------------------------------------


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A git repository whose HEAD names a commit that does not exist."""
    if which("git") is None:
        pytest.skip("needs git")
    for name in [name for name in os.environ if name.startswith("GIT_")]:  # set if the tests run in a git hook
        monkeypatch.delenv(name)
    for folder in ("objects", "refs/heads"):
        (tmp_path / ".git" / folder).mkdir(parents=True)
    (tmp_path / ".git" / "HEAD").write_text(f"{COMMIT}\n")
    monkeypatch.setattr("eval.runs.summary._ROOT", tmp_path)
    return tmp_path


def test_the_commit_is_that_of_the_checkout(checkout: Path) -> None:
    assert provenance()["commit"] == COMMIT
    (checkout / ".git" / "HEAD").write_text(f"{COMMIT[::-1]}\n")
    assert provenance()["commit"] == COMMIT[::-1]


def test_provenance_has_a_commit_or_none() -> None:
    found = provenance()
    assert found["commit"] is None or re.fullmatch("[0-9a-f]{40}", str(found["commit"]))
    assert isinstance(found["changed"], bool) is (found["commit"] is not None)


@pytest.mark.parametrize(("status", "changed"), [("", False), (" M eval/summary.py\n", True), ("?? new\n", True)])
def test_changed_says_whether_the_checkout_has_uncommitted_files(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, status: str, changed: bool
) -> None:
    def git(words: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        assert words[:3] == ["git", "-C", str(tmp_path)]
        return subprocess.CompletedProcess(words, 0, stdout=status if "status" in words else f"{COMMIT}\n")

    (tmp_path / ".git").mkdir()
    monkeypatch.setattr("eval.runs.summary._ROOT", tmp_path)
    monkeypatch.setattr("eval.runs.summary.subprocess.run", git)
    found = provenance()
    assert (found["commit"], found["changed"]) == (COMMIT, changed)


def test_a_checkout_in_a_folder_above_gives_no_commit(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = checkout / "site-packages"  # Kutip installed in another project's checkout
    installed.mkdir()
    monkeypatch.setattr("eval.runs.summary._ROOT", installed)
    found = provenance()
    assert (found["commit"], found["changed"]) == (None, None)


@pytest.mark.parametrize(
    "failure",
    [FileNotFoundError("git"), subprocess.TimeoutExpired("git", 10), subprocess.CalledProcessError(128, "git")],
)
def test_the_commit_is_none_if_git_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, failure: Exception) -> None:
    def git(*_: object, **__: object) -> None:
        raise failure

    (tmp_path / ".git").mkdir()
    monkeypatch.setattr("eval.runs.summary._ROOT", tmp_path)
    monkeypatch.setattr("eval.runs.summary.subprocess.run", git)
    found = provenance()
    assert (found["commit"], found["changed"]) == (None, None)


def test_changed_is_none_if_git_status_fails(checkout: Path) -> None:
    found = provenance()  # the commit of HEAD is missing, so `git status` fails
    assert (found["commit"], found["changed"]) == (COMMIT, None)


def test_provenance_has_time_version_and_machine() -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    found = provenance()
    made = datetime.fromisoformat(str(found["made"]))
    assert before <= made <= datetime.now(UTC)
    assert made.utcoffset() is not None
    assert found["kutip"] == kutip.__version__
    machine = found["machine"]
    assert isinstance(machine, dict)
    assert machine.keys() == {"processor", "cores", "system", "python"}
