"""The comparison with trec_eval's output, on small files with values computed by hand.

Rankings, best first; + is relevant, - judged not relevant, ? unjudged:

q1: d? a+ b- c+    AP (1/2 + 2/4) / 2 = 0.5, RR 1/2, P@5 2/5, R@5 2/2, Success@1 0
q2: f- e+ g+ (3 relevant)  AP (1/2 + 2/3) / 3 = 7/18 = 0.38889, RR 1/2, P@5 2/5, R@5 2/3, Success@1 0
q3: judged, with 2 relevant documents, but not in the run
"""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import ir_measures
import pytest
import typer
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from rich.console import Console

from eval.errors import EvaluationError
from eval.runs.records import QRELS, RUN, Outcome, write_run
from eval.scoring.metrics import STANDARD, standard_metrics
from eval.studies import agreement
from eval.studies.agreement import ALL, compare, measure_of, own_values
from eval.studies.trec_eval_files import COMMANDS, Command, read_qrels, read_run

QRELS_TEXT = "q1 0 a 1\nq1 0 b 0\nq1 0 c 1\nq2 0 e 1\nq2 0 f 0\nq2 0 g 1\nq2 0 h 1\n"
MISSED_TEXT = "q3 0 i 1\nq3 0 j 0\nq3 0 k 1\n"
RUN_TEXT = (  # the column of ranks is wrong on purpose: only scores count
    "q1 Q0 c 1 0.1 tag\nq1 Q0 b 2 0.2 tag\nq1 Q0 a 3 0.3 tag\nq1 Q0 d 4 0.4 tag\n"
    "q2 Q0 f 1 9e0 tag\nq2 Q0 e 2 8 tag\nq2 Q0 g 3 7.5 tag junk at the end\n"
)
PLAIN = Command("out.test.aq", "qrels.test", "results.test")
COMPLETE = Command("out.test.aqc", "qrels.test", "results.trunc", complete=True)

Folder = Callable[..., Path]
untimed = hypothesis_settings(deadline=None)  # a busy machine must not fail the test


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Writes the files of a command, with the given lines as trec_eval's output."""

    def write(printed: str, *, command: Command = PLAIN, qrels: str = QRELS_TEXT, run: str = RUN_TEXT) -> Path:
        lines = (line.split() for line in printed.splitlines())
        text = "".join(f"{name:<22}\t{query}\t{value}\n" for name, query, value in lines)
        (tmp_path / command.printed).write_text(text, encoding="utf-8")
        (tmp_path / command.qrels).write_text(qrels, encoding="utf-8")
        (tmp_path / command.run).write_text(run, encoding="utf-8")
        return tmp_path

    return write


# --- Names ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "measures"),
    [
        ("map map_cut_15 infAP", "AP AP@15 infAP"),
        ("P_5 recall_1000 success_5", "P@5 R@1000 Success@5"),
        ("recip_rank Rprec bpref", "RR Rprec Bpref"),
        ("ndcg ndcg_cut_10", "nDCG nDCG@10"),
        ("iprec_at_recall_0.25", "IPrec@0.25"),
        ("set_P set_relative_P set_recall set_map set_F", "SetP SetP(relative=True) SetR SetAP SetF"),
        ("num_ret num_rel_ret num_rel num_q", "NumRet NumRet(rel=1) NumRel NumQ"),
        ("unj_20", "Judged@20"),
    ],
)
def test_names_of_trec_eval_map_to_measures_of_ir_measures(names: str, measures: str) -> None:
    assert [measure_of(name) for name in names.split()] == [ir_measures.parse_measure(m) for m in measures.split()]


@pytest.mark.parametrize(
    "name",
    [
        *("gm_map", "gm_bpref", "Rprec_mult_0.20", "relative_P_5", "Rndcg", "ndcg_rel", "binG", "G", "utility"),
        *("11pt_avg", "11pt_avg_.25,.5,.75", "utility_2,-1,0,0", "ndcg_1=3,2=9,4=4.5", "rbp", "rbp_resid"),
        *("num_nonrel_judged_ret", "relstring", "relstring_20", "runid", "P", "Zmap"),
    ],
)
def test_measures_that_ir_measures_lacks_map_to_none(name: str) -> None:
    assert measure_of(name) is None


def test_the_relevance_level_is_passed_to_measures_that_take_one() -> None:
    names = ["map", "P_5", "success_1", "num_rel_ret", "num_ret", "ndcg_cut_5", "num_q"]
    assert [str(measure_of(name, rel=2)) for name in names] == [
        *("AP(rel=2)", "P(rel=2)@5", "Success(rel=2)@1", "NumRet(rel=2)", "NumRet", "nDCG@5", "NumQ"),
    ]
    assert measure_of("num_rel", rel=2) is None  # no provider computes it


# --- Values -----------------------------------------------------------------------------------------------------------


def test_totals_are_means_or_sums_over_the_queries_of_the_run(folder: Folder) -> None:
    data = folder(
        "map q1 0.5000\nmap q2 0.3889\nmap all 0.4444\n"  # (1/2 + 7/18) / 2 = 4/9
        "recall_5 q2 0.6667\nrecall_5 all 0.8333\nP_5 all 0.4000\nrecip_rank all 0.5000\n"
        "num_q all 2\nnum_ret q1 4\nnum_ret all 7\nnum_rel q2 3\nnum_rel all 5\nnum_rel_ret all 4\n"
        "unj_5 q1 0.2000\nunj_5 q2 0.0000\n",  # one of five, though only four were returned
        qrels=QRELS_TEXT + MISSED_TEXT,
    )
    found = compare(data, PLAIN)
    assert (found.compared, found.differing, found.left_out) == (15, [], [])


def test_with_c_totals_cover_all_judged_queries(folder: Folder) -> None:
    data = folder(
        "map q1 0.5000\nmap q3 0.0000\nmap all 0.2963\n"  # 8/9 over three
        "num_q all 3\nnum_ret all 7\nnum_rel all 7\nnum_rel q3 2\nnum_rel_ret all 4\nunj_5 all 0.0667\n",
        command=COMPLETE,
        qrels=QRELS_TEXT + MISSED_TEXT,
    )
    found = compare(data, COMPLETE)
    assert (found.compared, found.differing) == (9, [])


def test_depth_cuts_rankings_in_trec_eval_s_order() -> None:
    # equal scores rank descending by id: c, b; then a is cut off
    qrels, run = {"q": {"a": 1, "b": 1}}, {"q": {"a": 5.0, "b": 5.0, "c": 5.0}}
    found = own_values(["num_ret", "num_rel_ret", "recip_rank"], qrels, run, Command("", "", "", depth=2))
    assert [found[name, "q"] for name in ("num_ret", "num_rel_ret", "recip_rank")] == [2, 1, 0.5]


def test_documents_with_equal_scores_rank_descending_by_id() -> None:
    run = {"q": {"a": 1.0, "b": 1.0, "c": 1.0}}
    ranks = {name: next(ir_measures.iter_calc([ir_measures.RR], {"q": {name: 1}}, run)).value for name in "abc"}
    assert ranks == pytest.approx({"c": 1, "b": 1 / 2, "a": 1 / 3})


def test_the_relevance_level_does_not_change_the_gain_of_ndcg() -> None:
    # a has grade 1, b has grade 2: AP 1/2; nDCG (1/log2(2) + 2/log2(3)) / (2/log2(2) + 1/log2(3)) = 0.8597
    qrels, run = {"q": {"a": 1, "b": 2}}, {"q": {"a": 2.0, "b": 1.0}}
    found = own_values(["map", "ndcg", "num_rel"], qrels, run, Command("", "", "", rel=2))
    assert found["map", "q"] == 0.5
    assert found["ndcg", "q"] == pytest.approx(0.8597, abs=5e-5)
    assert {name for name, _ in found} == {"map", "ndcg"}


@pytest.mark.parametrize(("grades", "unjudged"), [((1, 0), 0), ((1, -1), 0.5), ((-1, -1), 1)])
def test_a_negative_grade_is_unjudged(grades: tuple[int, int], unjudged: float) -> None:
    qrels, run = {"q": dict(zip("ab", grades, strict=True))}, {"q": {"a": 2.0, "b": 1.0}}
    assert own_values(["unj_2"], qrels, run, PLAIN)["unj_2", "q"] == unjudged


def test_a_run_without_judged_queries_has_totals_only() -> None:
    found = own_values(["map", "num_ret", "unj_5"], {"q1": {"a": 1}}, {"q2": {"a": 1.0}}, PLAIN)
    assert {query for _, query in found} == {ALL}
    assert found["num_ret", ALL] == 0


def test_a_printed_query_that_the_run_lacks_is_refused(folder: Folder) -> None:
    with pytest.raises(EvaluationError, match=r"out\.test\.aq has query 'q9', results\.test has not; fetch both again"):
        compare(folder("map q9 0.5000\n"), PLAIN)


# --- The command ------------------------------------------------------------------------------------------------------


def shown(folder: Path) -> str:
    """What `show` prints for the files of the command PLAIN."""
    console = Console(width=150, file=StringIO())
    agreement.show(console, [compare(folder, PLAIN)])
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_show_prints_counts_differences_and_measures_left_out(folder: Folder) -> None:
    text = shown(folder("map q1 0.5000\nP_5 q1 0.4001\nRprec_mult_0.20 q1 1\nRprec_mult_0.40 q1 1\nrunid all tag\n"))
    cells = [[cell.strip() for cell in line.split("│")[1:-1]] for line in text.splitlines() if line.startswith("│")]
    assert cells == [
        ["out.test.aq", "qrels.test", "results.test", "", "2", "1", "3", "1", "1"],
        ["total", "", "", "", "2", "1", "3", "1", "1"],
    ]
    assert "out.test.aq: P_5 of q1: 0.4001, ours 0.4000\n" in text
    assert text.endswith("not compared: Rprec_mult_k (2), runid (1)\n")


def test_missing_files_are_named_and_skipped(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    agreement.main(folder("map q1 0.5000\n"))  # the one file that exists agrees
    out = capsys.readouterr().out
    assert "out.test.aqc of results.trunc is skipped: out.test.aqc, results.trunc is missing\n" in out
    assert out.count("is skipped") == len(COMMANDS) - 1


def test_a_difference_in_a_reported_metric_exits_with_1(folder: Folder) -> None:
    with pytest.raises(typer.Exit) as ended:
        agreement.main(folder("map q1 0.5000\nmap q2 0.5000\n"))
    assert ended.value.exit_code == 1


def test_a_folder_without_trec_eval_s_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"has none of trec_eval's test files; name the folder"):
        agreement.main(tmp_path)


# --- The files that we write ------------------------------------------------------------------------------------------

DOCUMENTS = st.lists(st.sampled_from("abcdefghijklmno"), unique=True, max_size=15)
GRADES = st.dictionaries(st.sampled_from("abcdefghijklmno"), st.integers(0, 2), min_size=1)
QUERIES = st.sampled_from(["q1", "q2", "q3"])


@untimed
@given(
    judged=st.dictionaries(QUERIES, GRADES, min_size=3),
    ranked=st.dictionaries(QUERIES, DOCUMENTS, min_size=1),
    rel=st.integers(1, 2),
)
def test_metrics_equal_those_computed_from_the_written_files(
    judged: dict[str, dict[str, int]], ranked: dict[str, list[str]], rel: int
) -> None:
    run = {query: {name: float(-rank) for rank, name in enumerate(names)} for query, names in ranked.items()}
    measures = {ir_measures.parse_measure(form.format(rel=rel)): ours for ours, form in STANDARD.items()}
    found = {query: dict.fromkeys(STANDARD, 0.0) for query in judged}
    with TemporaryDirectory() as name:
        write_run(Path(name), {}, {"own": Outcome([], ranked, judged)})
        qrels, read = Path(name, "own", QRELS), Path(name, "own", RUN)
        assert (read_qrels(qrels), read_run(read).keys()) == (judged, {query for query in ranked if ranked[query]})
        files = ir_measures.read_trec_qrels(str(qrels)), ir_measures.read_trec_run(str(read))
        for one in ir_measures.iter_calc(measures, *files):
            found[one.query_id][measures[one.measure]] = float(one.value)
    assert standard_metrics(judged, run, rel=rel) == found


def test_metrics_equal_values_computed_by_hand(folder: Folder) -> None:
    data = folder("map q1 0.5000\n")
    ours = standard_metrics(read_qrels(data / "qrels.test"), read_run(data / "results.test"))
    assert [ours[query]["AP"] for query in ("q1", "q2")] == pytest.approx([1 / 2, 7 / 18])
    assert [ours[query]["RR@10"] for query in ("q1", "q2")] == [1 / 2, 1 / 2]
    assert [ours[query]["R@5"] for query in ("q1", "q2")] == pytest.approx([1, 2 / 3])
    assert [ours[query]["Judged@10"] for query in ("q1", "q2")] == [3 / 4, 1]
