"""Comparisons of made-up runs, with figures computed by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from eval.errors import EvaluationError
from eval.runs.compare import Comparison, MetricDifference, compare_records, compare_runs, show_comparison
from eval.runs.records import Outcome, Record, write_run
from eval.scoring.statistics import Interval, bootstrap

FACTS = {"corpus": {"paper": "00"}, "questions": {"sha256": "11"}, "judged": "22", "depth": 100, "measures": {"a": "b"}}
GROUPS = [
    {"language": "en", "type": "when", "wording": "near", "difficulty": "easy"},
    {"language": "id", "type": "when", "wording": "near", "difficulty": "easy"},
    {"language": "en", "type": "who", "wording": "near", "difficulty": "hard"},
    {"language": "id", "type": "who", "wording": "near", "difficulty": "hard"},
]
NDCG = "nDCG@10"


def records(metrics: Mapping[str, Sequence[float | None]]) -> list[Record]:
    """Records of four queries with these metric values; None: the record lacks the metric."""
    by_query = [{name: own for name, values in metrics.items() if (own := values[n]) is not None} for n in range(4)]
    return [Record(f"q{n}", f"Question {n}?", GROUPS[n], own, 1.0) for n, own in enumerate(by_query)]


def ungrouped(records: Sequence[Record]) -> list[Record]:
    return [replace(record, groups={}) for record in records]


def run(folder: Path, systems: Mapping[str, list[Record]], **facts: object) -> Path:
    folder.mkdir()
    outcomes = {name: Outcome(own) for name, own in systems.items()}
    write_run(folder, {**FACTS, **facts, "systems": {name: {} for name in systems}}, outcomes)
    return folder


HYBRID = records({NDCG: [1.0, 0.5, 0.0, 1.0], "AP": [1.0, 1.0, 1.0, 1.0]})
BM25 = records({NDCG: [0.5, 0.5, 0.25, 0.875], "AP": [0.0, 0.0, 0.0, 0.0]})
ANSWERS = records({"KeyAccuracy": [1.0, 0.0, 1.0, 1.0]})
GAINS = [0.5, 0.0, -0.25, 0.125]


# --- Which runs and systems are compared ----------------------------------------------------------------------------


def test_two_systems_of_one_run_are_compared(tmp_path: Path) -> None:
    folder = run(tmp_path / "run", {"bm25": BM25, "hybrid": HYBRID})
    (found,) = compare_runs(folder / "hybrid", folder / "bm25")
    assert (found.one, found.other) == (f"{folder}/hybrid", f"{folder}/bm25")
    assert found == compare_records(found.one, found.other, HYBRID, BM25)


def test_two_runs_are_compared_on_each_system_that_both_have(tmp_path: Path) -> None:
    one = run(tmp_path / "one", {"dense": BM25, "hybrid": HYBRID, "answers": ANSWERS})
    other = run(tmp_path / "other", {"answers": ANSWERS, "hybrid": BM25, "bm25": BM25})
    found = compare_runs(one, other)
    assert [(own.one, own.other) for own in found] == [
        (f"{one}/hybrid", f"{other}/hybrid"),
        (f"{one}/answers", f"{other}/answers"),
    ]
    assert [own.differences[0].gain.mean for own in found] == [pytest.approx(sum(GAINS) / 4), 0]


def test_systems_of_two_runs_may_have_different_names(tmp_path: Path) -> None:
    one, other = run(tmp_path / "one", {"hybrid": HYBRID}), run(tmp_path / "other", {"bm25": BM25})
    (found,) = compare_runs(one / "hybrid", other / "bm25")
    assert found.differences[0].gain.mean == pytest.approx(sum(GAINS) / 4)
    with pytest.raises(EvaluationError, match="have no system in common; name one of each"):
        compare_runs(one, other)


@pytest.mark.parametrize("fact", FACTS)
def test_runs_that_differ_in_a_comparable_fact_are_refused_by_its_name(tmp_path: Path, fact: str) -> None:
    one, other = run(tmp_path / "one", {"hybrid": HYBRID}), run(tmp_path / "other", {"hybrid": BM25}, **{fact: "new"})
    for pair in ((one, other), (one / "hybrid", other / "hybrid")):
        with pytest.raises(EvaluationError, match=f"cannot be compared: they differ in {fact}; run both on the same"):
            compare_runs(*pair)


def test_runs_of_other_commits_and_indexes_are_compared(tmp_path: Path) -> None:
    one = run(tmp_path / "one", {"hybrid": HYBRID}, commit="a", index_version="1")
    other = run(tmp_path / "other", {"hybrid": HYBRID}, commit="b", index_version="2")
    assert len(compare_runs(one, other)) == 1


def test_a_run_is_not_compared_with_a_system(tmp_path: Path) -> None:
    folder = run(tmp_path / "run", {"hybrid": HYBRID, "bm25": BM25})
    for pair in ((folder, folder / "bm25"), (folder / "bm25", folder)):
        with pytest.raises(EvaluationError, match="one is a run and one is a system; name two runs or two systems"):
            compare_runs(*pair)


def test_an_unknown_system_is_refused_with_a_list_of_the_known_ones(tmp_path: Path) -> None:
    folder = run(tmp_path / "run", {"hybrid": HYBRID, "bm25": BM25})
    with pytest.raises(EvaluationError, match="has no system 'dense'; it has hybrid, bm25"):
        compare_runs(folder / "hybrid", folder / "dense")
    with pytest.raises(EvaluationError, match="none contains no run; make one: kutip eval run"):
        compare_runs(folder, tmp_path / "none")


def test_a_ranking_is_not_compared_with_answers(tmp_path: Path) -> None:
    folder = run(tmp_path / "run", {"hybrid": HYBRID, "answers": ANSWERS})
    with pytest.raises(EvaluationError, match="have no metric in common: one ranks and one is answers"):
        compare_runs(folder / "hybrid", folder / "answers")


# --- The figures ----------------------------------------------------------------------------------------------------


def of(comparison: Comparison, metric: str) -> MetricDifference:
    return next(own for own in comparison.differences if own.metric == metric)


def test_a_difference_has_means_paired_interval_and_p_value() -> None:
    found = of(compare_records("one", "other", HYBRID, BM25), NDCG)
    assert (found.n, found.one, found.other) == (4, 0.625, 0.53125)
    assert found.gain == bootstrap(GAINS)
    assert found.gain.mean == 0.09375
    assert found.p == 6 / 8  # of the 8 sums of ±.5 ±.25 ±.125, only ±.125 are nearer to 0 than .375


def test_the_order_of_records_does_not_matter() -> None:
    assert compare_records("one", "other", HYBRID, BM25[::-1]) == compare_records("one", "other", HYBRID, BM25)


def test_exactly_the_metrics_that_both_have_are_compared() -> None:
    found = compare_records("one", "other", HYBRID, BM25)
    assert [own.metric for own in found.differences] == [NDCG, "AP"]
    assert of(found, "AP").gain == Interval(1, 1, 1)
    assert of(found, "AP").p == 2 / 2**4
    alone = records({NDCG: [1.0] * 4, "RR@10": [1.0] * 4})
    assert [own.metric for own in compare_records("one", "other", alone, BM25).differences] == [NDCG]


def test_a_metric_is_compared_on_queries_for_which_both_have_it() -> None:
    one = records({"KeyAccuracy": [1.0] * 4, "AnswerWords": [4.0, None, 10.0, 8.0]})
    other = records({"KeyAccuracy": [1.0] * 4, "AnswerWords": [2.0, 100.0, 10.0, None]})
    found = of(compare_records("one", "other", one, other), "AnswerWords")
    assert (found.n, found.one, found.other, found.gain.mean, found.p) == (2, 7, 6, 1, 1)


def test_queries_that_only_one_system_has_are_left_out() -> None:
    one, other = ungrouped(HYBRID), ungrouped(BM25)
    found = of(compare_records("one", "other", one[:2], other), NDCG)
    assert (found.n, found.one, found.other) == (2, 0.75, 0.5)
    assert of(compare_records("one", "other", one, other[:2]), NDCG) == found


def test_abstention_precision_is_not_compared() -> None:
    one = records({"KeyAccuracy": [1.0] * 4, "AbstentionPrecision": [1.0] * 4, "AbstentionRecall": [1.0] * 4})
    other = records({"KeyAccuracy": [1.0] * 4, "AbstentionPrecision": [0.0] * 4, "AbstentionRecall": [0.0] * 4})
    found = compare_records("one", "other", one, other)
    assert [own.metric for own in found.differences] == ["KeyAccuracy", "AbstentionRecall"]


# --- By group and query ---------------------------------------------------------------------------------------------


def test_chief_metrics_are_compared_by_language_type_and_wording() -> None:
    found = compare_records("one", "other", HYBRID, BM25).by_group
    assert list(found) == ["language en", "language id", "type when", "type who", "wording near"]
    assert {own.metric for by in found.values() for own in by} == {NDCG}  # AP is not a chief metric
    figures = {name: (own.n, own.one, own.other, own.gain.mean, own.p) for name, (own,) in found.items()}
    assert figures == {
        "language en": (2, 0.5, 0.375, 0.125, 1),
        "language id": (2, 0.75, 0.6875, 0.0625, 1),
        "type when": (2, 0.75, 0.5, 0.25, 1),
        "type who": (2, 0.5, 0.5625, -0.0625, 1),
        "wording near": (4, 0.625, 0.53125, 0.09375, 0.75),
    }


def test_chief_metrics_of_answers_are_key_accuracy_and_evidence_cited() -> None:
    names = ["WrongRefusals", "EvidenceCited", "KeyAccuracy"]
    answers = records({name: [1.0] * 4 for name in names})
    found = compare_records("one", "other", answers, answers).by_group["type who"]
    assert [own.metric for own in found] == ["KeyAccuracy", "EvidenceCited"]


def test_moved_queries_are_sorted_by_size_and_unchanged_ones_left_out() -> None:
    moved = compare_records("one", "other", HYBRID, BM25).moved
    assert moved == [("q0", "Question 0?", 0.5), ("q2", "Question 2?", -0.25), ("q3", "Question 3?", 0.125)]
    back = compare_records("other", "one", BM25, HYBRID).moved
    assert back == [(name, query, -gain) for name, query, gain in moved]
    assert compare_records("one", "one", HYBRID, HYBRID).moved == []


def test_a_query_without_the_chief_metric_in_the_second_system_has_not_moved() -> None:
    other = records({NDCG: [0.5, None, 0.25, 0.875]})
    found = compare_records("one", "other", ungrouped(HYBRID), ungrouped(other))
    assert of(found, NDCG).n == 3
    assert [name for name, _, _ in found.moved] == ["q0", "q2", "q3"]


def test_a_query_without_the_chief_metric_in_the_first_system_has_not_moved() -> None:
    one = records({NDCG: [1.0, None, 0.0, 1.0]})
    found = compare_records("one", "other", ungrouped(one), ungrouped(BM25))
    assert [name for name, _, _ in found.moved] == ["q0", "q2", "q3"]


def test_without_a_chief_metric_no_group_is_compared() -> None:
    refusals = records({"AbstentionRecall": [1.0] * 4, "WrongRefusals": [0.0] * 4})
    by_group = compare_records("one", "other", refusals, refusals).by_group
    assert not any(by_group.values())


def test_a_group_of_one_query_is_compared_too() -> None:
    found = compare_records("one", "other", HYBRID[:3], BM25)  # q0 and q1 are of type when, q2 of type who
    (own,) = found.by_group["type who"]
    assert (own.n, own.gain.mean, own.p) == (1, -0.25, 1)


# --- Printed --------------------------------------------------------------------------------------------------------


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """The printed text as a pipe would receive it: plain lines of 180 characters."""
    out = StringIO()
    own = Console(file=out, width=180, force_terminal=False, color_system=None)
    monkeypatch.setattr("eval.runs.printing.console", own)
    monkeypatch.setattr("eval.runs.compare.console", own)
    return out


def rows(printed: StringIO) -> list[list[str]]:
    """The cells of all rows of the printed tables, without headings."""
    lines = [line for line in printed.getvalue().splitlines() if line.startswith("│")]
    return [[cell.strip() for cell in line.strip("│").split("│")] for line in lines]


def test_every_figure_is_printed(printed: StringIO) -> None:
    found = compare_records("DIR/hybrid", "DIR/bm25", HYBRID, BM25)
    show_comparison(found)
    table = rows(printed)
    assert table[:2] == [
        [NDCG, "4", "0.625", "0.531", str(of(found, NDCG).gain), "0.750"],
        ["AP", "4", "1.000", "0.000", "1.000 [1.000, 1.000]", "0.125"],
    ]
    assert table[2][:4] == ["language en, nDCG@10", "2", "0.500", "0.375"]
    assert len(table) == 2 + 5 + 3
    assert table[-3:] == [
        ["q0", "+0.500", "Question 0?"],
        ["q2", "-0.250", "Question 2?"],
        ["q3", "+0.125", "Question 3?"],
    ]
    text = printed.getvalue()
    assert "DIR/hybrid against DIR/bm25: paired" in text
    assert "3 queries moved; most of all" in text
    assert "p values are not corrected" in text


def test_at_most_the_requested_number_of_moved_queries_is_printed(printed: StringIO) -> None:
    found = compare_records("one", "other", HYBRID, BM25)
    show_comparison(found, moved=1)
    assert rows(printed)[-1][0] == "q0"
    assert "3 queries moved" in printed.getvalue()  # the total is printed all the same
    printed.seek(printed.truncate(0))
    show_comparison(found, moved=0)
    assert "moved" not in printed.getvalue()


def test_without_groups_and_moved_queries_one_table_is_printed(printed: StringIO) -> None:
    plain = [Record("q0", "?", {}, {NDCG: 0.5}, 1.0)]
    show_comparison(compare_records("one", "other", plain, plain))
    assert rows(printed) == [[NDCG, "1", "0.500", "0.500", "0.000 [0.000, 0.000]", "1.000"]]
    assert "by group" not in printed.getvalue()
    assert "moved" not in printed.getvalue()


@pytest.mark.parametrize(("p", "text"), [(0.0002, "< 0.001"), (0.001, "0.001"), (0.0494, "0.049"), (1.0, "1.000")])
def test_a_p_value_below_0_001_is_printed_as_less_than(printed: StringIO, p: float, text: str) -> None:
    own = MetricDifference(NDCG, 9, 0.5, 0.25, Interval(0.25, 0.125, 0.375), p)
    show_comparison(Comparison("one", "other", [own], {}, []))
    assert rows(printed) == [[NDCG, "9", "0.500", "0.250", "0.250 [0.125, 0.375]", text]]


def test_a_long_query_is_cut_to_its_first_70_characters(printed: StringIO) -> None:
    show_comparison(Comparison("one", "other", [], {}, [("q0", f"{'x' * 70}y", 1.0)]))
    assert rows(printed) == [["q0", "+1.000", "x" * 70]]


@pytest.mark.parametrize("query", ["Why [sic] so?", "Is it [bold]?", "What is [/b]?"])
def test_brackets_in_a_query_are_printed_and_not_read_as_markup(printed: StringIO, query: str) -> None:
    show_comparison(Comparison("one", "other", [], {}, [("q0", query, 1.0)]))
    assert rows(printed) == [["q0", "+1.000", query]]
