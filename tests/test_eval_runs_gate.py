"""The gate: a change within chance passes, a drop beyond chance fails, and so does a law that one query breaks."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from eval.errors import EvaluationError
from eval.runs.gate import GateError, broken_laws, check_gate, move_baseline
from eval.runs.records import KeptRun, Outcome, Record, write_run

QUERIES = [f"q{number:02d}" for number in range(1, 21)]
ONE_NEAR, ONE_FAR = [0.5] * 19 + [0.4], [0.5] * 19 + [0.0]  # one query dropped; many bootstrap samples do not have it
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
    """A run read from disk; `changed` gives a metric another value for all queries, or a list with one for each."""
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


def test_a_run_compared_with_itself_passes(tmp_path: Path, baseline: Path) -> None:
    rows = check_gate(run(tmp_path), baseline)
    assert [(one.system, one.metric) for one in rows] == [
        ("hybrid", "nDCG@10"),
        ("hybrid", "EvidenceSuccess@5"),
        ("hybrid", "EvidenceSuccess@300w"),
        ("answers", "KeyAccuracy"),
        ("answers", "EvidenceCited"),
        ("answers", "WrongRefusals"),
        ("answers", "AbstentionRecall"),
    ]
    assert {(one.now - one.baseline, one.change.mean, one.worse) for one in rows} == {(0.0, 0.0, False)}


def test_a_baseline_stores_the_reason_and_the_run_s_facts(baseline: Path) -> None:
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
def test_a_better_run_or_a_change_within_chance_passes(
    tmp_path: Path, baseline: Path, changed: dict[str, Values]
) -> None:
    (metric,) = changed
    rows = check_gate(run(tmp_path, changed=changed), baseline)
    assert {one.metric for one in rows if one.change.mean != 0} == {metric}
    assert not any(one.worse for one in rows)


@pytest.mark.parametrize(
    ("changed", "message"),
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
def test_a_drop_beyond_chance_fails_and_names_the_metric(
    tmp_path: Path, baseline: Path, changed: dict[str, Values], message: str
) -> None:
    with pytest.raises(GateError) as refused:
        check_gate(run(tmp_path, changed=changed), baseline)
    assert str(refused.value) == message


def test_more_wrong_refusals_beyond_chance_fail(tmp_path: Path, baseline: Path) -> None:
    with pytest.raises(GateError, match="answers WrongRefusals") as refused:
        check_gate(run(tmp_path, changed={"WrongRefusals": 0.5}), baseline)
    assert "is worse: 0.250, now 0.500" in str(refused.value)


def test_a_rise_of_wrong_refusals_is_not_reported_as_a_fall(tmp_path: Path, baseline: Path) -> None:
    with pytest.raises(GateError) as refused:
        check_gate(run(tmp_path, changed={"WrongRefusals": 0.5}), baseline)
    assert "fell" not in str(refused.value)


def test_all_metrics_that_dropped_are_named_in_one_error(tmp_path: Path, baseline: Path) -> None:
    with pytest.raises(GateError, match=r"hybrid nDCG@10 is worse: .*; answers KeyAccuracy is worse: "):
        check_gate(run(tmp_path, changed={"nDCG@10": 0.1, "KeyAccuracy": 0.1, "EvidenceCited": 0.9}), baseline)


def test_differences_below_a_millionth_are_ignored(tmp_path: Path, baseline: Path) -> None:
    less = {"nDCG@10": 0.5 - 1e-9, "KeyAccuracy": 0.5 - 1e-9, "WrongRefusals": 0.25 + 1e-9}
    rows = check_gate(run(tmp_path, changed=less), baseline)
    assert {one.change.mean for one in rows} == {0.0}


def test_a_drop_of_a_thousandth_on_every_query_fails(tmp_path: Path, baseline: Path) -> None:
    with pytest.raises(GateError, match="nDCG@10"):
        check_gate(run(tmp_path, changed={"nDCG@10": 0.499}), baseline)


def test_each_headline_is_printed_even_if_the_gate_fails(
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
    ("law", "message"),
    [
        ("OffsetsExact", "hybrid breaks OffsetsExact for q03 (1 queries)"),
        ("CitationsExact", "answers breaks CitationsExact for q03 (1 queries)"),
    ],
)
def test_one_query_that_breaks_a_law_fails_the_run(tmp_path: Path, baseline: Path, law: str, message: str) -> None:
    better: dict[str, Values] = {"nDCG@10": 0.9, "KeyAccuracy": 0.9, law: broken(2, 0.999)}
    with pytest.raises(GateError) as refused:
        check_gate(run(tmp_path, changed=better), baseline)
    assert str(refused.value) == message


def test_laws_are_checked_for_every_system_of_the_run(tmp_path: Path, baseline: Path) -> None:
    measured = run(tmp_path, systems=("hybrid", "answers", "dense"))
    measured.records["dense"][4].metrics["OffsetsExact"] = 0.0
    with pytest.raises(GateError, match=r"dense breaks OffsetsExact for q05"):
        check_gate(measured, baseline)


def test_a_query_to_which_a_law_does_not_apply_does_not_break_it(tmp_path: Path) -> None:
    measured = run(tmp_path)
    del measured.records["answers"][0].metrics["CitationsExact"]  # a refusal cites nothing
    assert broken_laws(measured) == []


def test_the_first_five_queries_that_break_a_law_are_named(tmp_path: Path) -> None:
    measured = run(tmp_path, changed={"OffsetsExact": 0.0})
    assert broken_laws(measured) == ["hybrid breaks OffsetsExact for q01, q02, q03, q04, q05 (20 queries)"]


# Runs that cannot be compared with the baseline


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
def test_a_baseline_of_other_facts_is_refused_with_the_command_to_move_it(
    tmp_path: Path, baseline: Path, fact: str, value: object
) -> None:
    measured = run(tmp_path, facts={fact: value})
    with pytest.raises(EvaluationError, match=f"was made with other {fact} than") as refused:
        check_gate(measured, baseline)
    assert not isinstance(refused.value, GateError)
    assert f"kutip eval gate {measured.folder} --move 'why'" in str(refused.value)


@pytest.mark.parametrize("fact", ["made", "commit", "index_version"])
def test_commit_date_and_index_may_differ_from_the_baseline(tmp_path: Path, baseline: Path, fact: str) -> None:
    assert not any(one.worse for one in check_gate(run(tmp_path, facts={fact: "another"}), baseline))


@pytest.mark.parametrize("queries", [QUERIES[:-1], [*QUERIES, "q21"], [*QUERIES[:-1], "q21"]])
def test_a_run_with_other_queries_than_the_baseline_is_refused(
    tmp_path: Path, baseline: Path, queries: list[str]
) -> None:
    with pytest.raises(EvaluationError, match=r"hybrid nDCG@10 has values for other queries .* move the baseline"):
        check_gate(run(tmp_path, queries=queries), baseline)


@pytest.mark.parametrize(
    ("systems", "message"),
    [
        (("hybrid",), "has no KeyAccuracy of answers; run answers too"),
        (("answers",), "has no nDCG@10 of hybrid; run hybrid too"),
        (("bm25", "answers"), "has no nDCG@10 of hybrid; run hybrid too"),
    ],
)
def test_a_run_without_a_headline_is_refused_with_what_to_run(
    tmp_path: Path, baseline: Path, systems: tuple[str, ...], message: str
) -> None:
    measured = run(tmp_path, systems=systems)
    with pytest.raises(EvaluationError, match=message):
        check_gate(measured, baseline)
    with pytest.raises(EvaluationError, match=message):
        move_baseline(measured, tmp_path / "new.json", why="a new one")
    assert not (tmp_path / "new.json").exists()


def test_a_missing_baseline_is_reported_with_the_command_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"there is no baseline .*nowhere\.json; make one: kutip eval gate DIR"):
        check_gate(run(tmp_path), tmp_path / "nowhere.json")


@pytest.mark.parametrize("contents", [b"", b"{", b"null", b"7", b"\xff"])
def test_a_damaged_baseline_is_refused(tmp_path: Path, baseline: Path, contents: bytes) -> None:
    baseline.write_bytes(contents)
    with pytest.raises(EvaluationError, match=r"the baseline .*baseline\.json is damaged"):
        check_gate(run(tmp_path), baseline)


@pytest.mark.parametrize("lost", [("values",), ("values", "answers"), ("values", "hybrid", "nDCG@10")])
def test_a_baseline_without_a_headline_is_refused(tmp_path: Path, baseline: Path, lost: tuple[str, ...]) -> None:
    kept = json.loads(baseline.read_text(encoding="utf-8"))
    part = kept
    for name in lost[:-1]:
        part = part[name]
    del part[lost[-1]]
    baseline.write_text(json.dumps(kept), encoding="utf-8")
    with pytest.raises(EvaluationError):
        check_gate(run(tmp_path), baseline)


# Moving the baseline


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


def test_a_moved_baseline_replaces_the_earlier_one(tmp_path: Path, baseline: Path) -> None:
    worse = run(tmp_path, changed={"nDCG@10": 0.4}, facts={"judged": "other"})
    move_baseline(worse, baseline, why=" more was judged ")
    assert json.loads(baseline.read_text(encoding="utf-8"))["why"] == "more was judged"
    first = check_gate(worse, baseline)[0]
    assert (first.metric, first.baseline) == ("nDCG@10", pytest.approx(0.4))
    with pytest.raises(GateError, match="nDCG@10"):
        check_gate(run(tmp_path, "worse still", changed={"nDCG@10": 0.3}, facts={"judged": "other"}), baseline)


def test_a_moved_baseline_keeps_its_values_on_one_line(baseline: Path) -> None:
    """A diff then shows the changed facts line by line, and hundreds of values as one line."""
    lines = baseline.read_text(encoding="utf-8").splitlines()
    assert [line.startswith(' "values": ') for line in lines].count(True) == 1
    assert lines[-2].startswith(' "values": ')
    assert lines[-1] == "}"
