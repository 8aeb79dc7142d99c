"""The gate: what is chance holds, what is more fails, and a law holds for every query or not at all."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from eval.errors import EvaluationError
from eval.runs.gate import GateError, broken_laws, check_gate, move_baseline
from eval.runs.records import KeptRun, Outcome, Record, write_run

QUERIES = [f"q{number:02d}" for number in range(1, 21)]
ONE_NEAR, ONE_FAR = [0.5] * 19 + [0.4], [0.5] * 19 + [0.0]  # one query moved; drawn with replacement it may be missing
FACTS: dict[str, Any] = {
    "made": "2026-01-02T03:04:05+00:00",
    "commit": "abc123",
    "index_version": "v1",
    "corpus": {"paper": "c0ffee"},
    "questions": {"file": "questions.jsonl", "sha256": "beef", "count": 20, "answerable": 20},
    "judged": "cafe",
    "depth": 100,
    "measures": {"nDCG@10": "nDCG@10"},
}
HYBRID = {"nDCG@10": 0.5, "EvidenceSuccess@5": 0.5, "EvidenceSuccess@300w": 0.5, "OffsetsExact": 1.0}
ANSWERS = {
    "KeyAccuracy": 0.5,
    "EvidenceCited": 0.5,
    "WrongRefusals": 0.25,
    "AbstentionRecall": 0.5,
    "CitationsExact": 1.0,
}

Values = float | Sequence[float]


def run(
    tmp_path: Path,
    name: str = "run",
    *,
    changed: Mapping[str, Values] | None = None,
    facts: Mapping[str, Any] | None = None,
    queries: Sequence[str] = QUERIES,
    systems: Sequence[str] = ("hybrid", "answers"),
) -> KeptRun:
    """A run as it is read from disk, with some metrics changed for all queries or query by query."""
    outcomes = {}
    for system in systems:
        metrics: dict[str, Values] = {**(ANSWERS if system == "answers" else HYBRID)}
        metrics |= {metric: value for metric, value in (changed or {}).items() if metric in metrics}
        outcomes[system] = Outcome([_record(query, at, metrics) for at, query in enumerate(queries)])
    folder = tmp_path / name
    folder.mkdir()
    write_run(folder, {**FACTS, **(facts or {}), "systems": {system: {} for system in outcomes}}, outcomes)
    return KeptRun.read(folder)


def _record(query: str, at: int, metrics: Mapping[str, Values]) -> Record:
    own = {name: float(value) if isinstance(value, (int, float)) else value[at] for name, value in metrics.items()}
    return Record(query, f"What is {query}?", {}, own, 1.0)


@pytest.fixture
def baseline(tmp_path: Path) -> Path:
    path = tmp_path / "baseline.json"
    move_baseline(run(tmp_path, "kept"), path, why="the first one")
    return path


def test_a_run_holds_against_itself(tmp_path: Path, baseline: Path) -> None:
    held = check_gate(run(tmp_path), baseline)
    assert [(one.system, one.metric) for one in held] == [
        ("hybrid", "nDCG@10"),
        ("hybrid", "EvidenceSuccess@5"),
        ("hybrid", "EvidenceSuccess@300w"),
        ("answers", "KeyAccuracy"),
        ("answers", "EvidenceCited"),
        ("answers", "WrongRefusals"),
        ("answers", "AbstentionRecall"),
    ]
    assert {(one.now - one.baseline, one.change.mean, one.worse) for one in held} == {(0.0, 0.0, False)}


def test_a_baseline_says_why_and_what_it_was_made_from(baseline: Path) -> None:
    kept = json.loads(baseline.read_text(encoding="utf-8"))
    values = kept.pop("values")
    assert kept == {"why": "the first one", **FACTS}
    assert values["hybrid"]["nDCG@10"] == dict.fromkeys(QUERIES, 0.5)
    assert values["answers"]["WrongRefusals"] == dict.fromkeys(QUERIES, 0.25)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"nDCG@10": 0.9}, id="a rise"),
        pytest.param({"nDCG@10": ONE_NEAR}, id="one query of twenty fell"),
        pytest.param({"nDCG@10": ONE_FAR}, id="one query fell to nothing"),
        pytest.param({"nDCG@10": [0.4, 0.6] * 9 + [0.5, 0.4]}, id="ten fell and nine rose"),
        pytest.param({"WrongRefusals": 0.0}, id="no more wrong refusals"),
        pytest.param({"WrongRefusals": [0.25] * 19 + [1.0]}, id="one wrong refusal more"),
        pytest.param({"AbstentionRecall": 1.0}, id="all abstentions"),
    ],
)
def test_what_is_better_or_no_more_than_chance_holds(
    tmp_path: Path, baseline: Path, changed: dict[str, Values]
) -> None:
    (metric,) = changed
    held = check_gate(run(tmp_path, changed=changed), baseline)
    assert {one.metric for one in held if one.change.mean != 0} == {metric}
    assert not any(one.worse for one in held)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"nDCG@10": 0.45}, "hybrid nDCG@10 is worse: 0.500, now 0.450"),
        ({"nDCG@10": [0.4] * 6 + [0.5] * 14}, "hybrid nDCG@10 is worse: 0.500, now 0.470"),
        ({"EvidenceSuccess@5": 0.4}, "hybrid EvidenceSuccess@5 is worse: 0.500, now 0.400"),
        ({"EvidenceSuccess@300w": 0.4}, "hybrid EvidenceSuccess@300w is worse: 0.500, now 0.400"),
        ({"KeyAccuracy": 0.4}, "answers KeyAccuracy is worse: 0.500, now 0.400"),
        ({"EvidenceCited": 0.4}, "answers EvidenceCited is worse: 0.500, now 0.400"),
        ({"AbstentionRecall": 0.4}, "answers AbstentionRecall is worse: 0.500, now 0.400"),
    ],
)
def test_a_fall_beyond_chance_fails_by_name(
    tmp_path: Path, baseline: Path, changed: dict[str, Values], told: str
) -> None:
    with pytest.raises(GateError) as refused:
        check_gate(run(tmp_path, changed=changed), baseline)
    assert str(refused.value) == told


def test_more_wrong_refusals_beyond_chance_fail(tmp_path: Path, baseline: Path) -> None:
    with pytest.raises(GateError, match="answers WrongRefusals") as refused:
        check_gate(run(tmp_path, changed={"WrongRefusals": 0.5}), baseline)
    assert "is worse: 0.250, now 0.500" in str(refused.value)


def test_what_rose_is_not_said_to_have_fallen(tmp_path: Path, baseline: Path) -> None:
    with pytest.raises(GateError) as refused:
        check_gate(run(tmp_path, changed={"WrongRefusals": 0.5}), baseline)
    assert "fell" not in str(refused.value)


def test_all_that_fell_is_named_at_once(tmp_path: Path, baseline: Path) -> None:
    with pytest.raises(GateError, match=r"hybrid nDCG@10 is worse: .*; answers KeyAccuracy is worse: "):
        check_gate(run(tmp_path, changed={"nDCG@10": 0.1, "KeyAccuracy": 0.1, "EvidenceCited": 0.9}), baseline)


def test_last_digits_are_no_change(tmp_path: Path, baseline: Path) -> None:
    less = {"nDCG@10": 0.5 - 1e-9, "KeyAccuracy": 0.5 - 1e-9, "WrongRefusals": 0.25 + 1e-9}
    held = check_gate(run(tmp_path, changed=less), baseline)
    assert {one.change.mean for one in held} == {0.0}


def test_a_thousandth_on_every_query_is_a_change(tmp_path: Path, baseline: Path) -> None:
    with pytest.raises(GateError, match="nDCG@10"):
        check_gate(run(tmp_path, changed={"nDCG@10": 0.499}), baseline)


def test_what_stands_is_printed_metric_by_metric(
    tmp_path: Path, baseline: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(GateError):
        check_gate(run(tmp_path, changed={"nDCG@10": 0.4, "KeyAccuracy": 0.75}), baseline)
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in capsys.readouterr().out.splitlines()]
    assert ["hybrid", "nDCG@10", "0.500", "0.400", "-0.100 [-0.100, -0.100]", "WORSE"] in rows
    assert ["answers", "KeyAccuracy", "0.500", "0.750", "0.250 [0.250, 0.250]", "holds"] in rows


# Laws


def broken(at: int, value: float = 0.5) -> list[float]:
    return [value if number == at else 1.0 for number in range(len(QUERIES))]


@pytest.mark.parametrize(
    ("law", "told"),
    [
        ("OffsetsExact", "hybrid breaks OffsetsExact for q03 (1 queries)"),
        ("CitationsExact", "answers breaks CitationsExact for q03 (1 queries)"),
    ],
)
def test_a_law_that_one_query_breaks_fails_whatever_else_got_better(
    tmp_path: Path, baseline: Path, law: str, told: str
) -> None:
    better: dict[str, Values] = {"nDCG@10": 0.9, "KeyAccuracy": 0.9, law: broken(2, 0.999)}
    with pytest.raises(GateError) as refused:
        check_gate(run(tmp_path, changed=better), baseline)
    assert str(refused.value) == told


def test_a_law_holds_for_every_system_that_ran(tmp_path: Path, baseline: Path) -> None:
    measured = run(tmp_path, systems=("hybrid", "answers", "dense"))
    measured.records["dense"][4].metrics["OffsetsExact"] = 0.0
    with pytest.raises(GateError, match=r"dense breaks OffsetsExact for q05"):
        check_gate(measured, baseline)


def test_a_query_to_which_a_law_does_not_apply_does_not_break_it(tmp_path: Path) -> None:
    measured = run(tmp_path)
    del measured.records["answers"][0].metrics["CitationsExact"]  # a refusal cites nothing
    assert broken_laws(measured) == []


def test_of_many_that_break_a_law_the_first_five_are_named(tmp_path: Path) -> None:
    measured = run(tmp_path, changed={"OffsetsExact": 0.0})
    assert broken_laws(measured) == ["hybrid breaks OffsetsExact for q01, q02, q03, q04, q05 (20 queries)"]


# What cannot be held against one another


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("corpus", {"paper": "0ther"}),
        ("questions", FACTS["questions"] | {"sha256": "0ther"}),
        ("judged", None),
        ("depth", 10),
        ("measures", {"nDCG@10": "nDCG@20"}),
    ],
)
def test_what_is_of_other_facts_is_told_how_to_move(tmp_path: Path, baseline: Path, fact: str, value: object) -> None:
    measured = run(tmp_path, facts={fact: value})
    with pytest.raises(EvaluationError, match=f"is of other {fact} than") as refused:
        check_gate(measured, baseline)
    assert not isinstance(refused.value, GateError)
    assert f"kutip eval gate {measured.folder} --move 'why'" in str(refused.value)


@pytest.mark.parametrize("fact", ["made", "commit", "index_version"])
def test_another_commit_day_or_index_is_held_against_the_same_baseline(
    tmp_path: Path, baseline: Path, fact: str
) -> None:
    assert not any(one.worse for one in check_gate(run(tmp_path, facts={fact: "another"}), baseline))


@pytest.mark.parametrize("queries", [QUERIES[:-1], [*QUERIES, "q21"], [*QUERIES[:-1], "q21"]])
def test_values_of_other_queries_are_told(tmp_path: Path, baseline: Path, queries: list[str]) -> None:
    with pytest.raises(EvaluationError, match=r"hybrid nDCG@10 is there for other queries .* move it"):
        check_gate(run(tmp_path, queries=queries), baseline)


@pytest.mark.parametrize(
    ("systems", "told"),
    [
        (("hybrid",), "has no KeyAccuracy of answers; run answers too"),
        (("answers",), "has no nDCG@10 of hybrid; run hybrid too"),
        (("bm25", "answers"), "has no nDCG@10 of hybrid; run hybrid too"),
    ],
)
def test_a_run_that_lacks_a_headline_is_told_what_to_run(
    tmp_path: Path, baseline: Path, systems: tuple[str, ...], told: str
) -> None:
    measured = run(tmp_path, systems=systems)
    with pytest.raises(EvaluationError, match=told):
        check_gate(measured, baseline)
    with pytest.raises(EvaluationError, match=told):
        move_baseline(measured, tmp_path / "new.json", why="a new one")
    assert not (tmp_path / "new.json").exists()


def test_a_baseline_that_is_missing_is_told_how_to_make(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"there is no baseline .*nowhere\.json; make one: kutip eval gate DIR"):
        check_gate(run(tmp_path), tmp_path / "nowhere.json")


@pytest.mark.parametrize("contents", [b"", b"{", b"null", b"7", b"\xff"])
def test_a_damaged_baseline_is_told(tmp_path: Path, baseline: Path, contents: bytes) -> None:
    baseline.write_bytes(contents)
    with pytest.raises(EvaluationError, match=r"the baseline .*baseline\.json is damaged"):
        check_gate(run(tmp_path), baseline)


@pytest.mark.parametrize("lost", [("values",), ("values", "answers"), ("values", "hybrid", "nDCG@10")])
def test_a_baseline_that_lacks_a_headline_is_told(tmp_path: Path, baseline: Path, lost: tuple[str, ...]) -> None:
    kept = json.loads(baseline.read_text(encoding="utf-8"))
    part = kept
    for name in lost[:-1]:
        part = part[name]
    del part[lost[-1]]
    baseline.write_text(json.dumps(kept), encoding="utf-8")
    with pytest.raises(EvaluationError):
        check_gate(run(tmp_path), baseline)


# Moving it


@pytest.mark.parametrize("why", ["", "  \n"])
def test_a_baseline_does_not_move_without_a_reason(tmp_path: Path, baseline: Path, why: str) -> None:
    before = baseline.read_bytes()
    with pytest.raises(EvaluationError, match="--move"):
        move_baseline(run(tmp_path, changed={"nDCG@10": 0.9}), baseline, why=why)
    assert baseline.read_bytes() == before


def test_a_run_that_breaks_a_law_does_not_become_the_baseline(tmp_path: Path, baseline: Path) -> None:
    before = baseline.read_bytes()
    measured = run(tmp_path, changed={"CitationsExact": broken(0), "OffsetsExact": broken(1)})
    with pytest.raises(GateError, match=r"cannot become the baseline: .*OffsetsExact for q02.*CitationsExact for q01"):
        move_baseline(measured, baseline, why="it is better")
    assert baseline.read_bytes() == before


def test_a_moved_baseline_is_what_counts_from_then_on(tmp_path: Path, baseline: Path) -> None:
    worse = run(tmp_path, changed={"nDCG@10": 0.4}, facts={"judged": "other"})
    move_baseline(worse, baseline, why=" more was judged ")
    assert json.loads(baseline.read_text(encoding="utf-8"))["why"] == "more was judged"
    first = check_gate(worse, baseline)[0]
    assert (first.metric, first.baseline) == ("nDCG@10", pytest.approx(0.4))
    with pytest.raises(GateError, match="nDCG@10"):
        check_gate(run(tmp_path, "worse still", changed={"nDCG@10": 0.3}, facts={"judged": "other"}), baseline)


def test_a_moved_baseline_keeps_its_values_on_one_line(baseline: Path) -> None:
    """So that a diff shows what it was made from, and not hundreds of figures."""
    lines = baseline.read_text(encoding="utf-8").splitlines()
    assert [line.startswith(' "values": ') for line in lines].count(True) == 1
    assert lines[-2].startswith(' "values": ')
    assert lines[-1] == "}"
