"""The commands of `kutip eval`, run over the real index as a person or a script runs them."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import ir_measures
import pytest
from conftest import ROOT
from serving import HOST, free_port
from typer.testing import CliRunner

from eval.errors import EvaluationError, ServiceError
from eval.runs.gate import GateError
from eval.runs.records import KeptRun
from eval.sets.questions import QUESTIONS
from eval.studies.beir import read_beir
from kutip.cli.commands import app
from kutip.cli.edge import run_app
from kutip.errors import KutipError
from kutip.settings import Settings

RUN = CliRunner()
ANSWERABLE, UNANSWERABLE = ["q002", "q106", "q032", "q114"], ["q260", "q277"]
ASKED = [*ANSWERABLE, *UNANSWERABLE]


def output(*arguments: object) -> str:
    """Run a command that succeeds; returns its output on one line."""
    result = RUN.invoke(app, ["eval", *map(str, arguments)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def refused(error: type[KutipError], *arguments: object) -> str:
    """Run a command that raises this error; returns the message."""
    with pytest.raises(error) as found:
        RUN.invoke(app, ["eval", *map(str, arguments)], catch_exceptions=False)
    return str(found.value)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of six bundled questions in both languages: four answerable, one unanswerable, one of another field."""
    lines = {
        json.loads(line)["id"]: line for line in QUESTIONS.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    }
    path = tmp_path_factory.mktemp("questions") / "few.jsonl"
    path.write_text("".join(f"{lines[name]}\n" for name in ASKED), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def measured(settings: Settings, few: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of two systems and the answers. Tests must not change it."""
    out = tmp_path_factory.mktemp("runs") / "run"
    output("run", "--index", settings.index, "--questions", few, "--out", out, "--systems", "bm25, hybrid")
    return out


@pytest.fixture
def worse(measured: Path, tmp_path: Path) -> Path:
    """A copy of that run in which hybrid found nothing."""
    folder = Path(shutil.copytree(measured, tmp_path / "worse"))
    records = folder / "hybrid" / "queries.jsonl"
    lines = [json.loads(line) for line in records.read_text(encoding="utf-8").splitlines()]
    zeros = [line | {"metrics": dict.fromkeys(line["metrics"], 0.0) | {"OffsetsExact": 1.0}} for line in lines]
    records.write_text("".join(f"{json.dumps(line)}\n" for line in zeros), encoding="utf-8")
    return folder


# run


def test_a_run_of_one_system_writes_the_documented_files(settings: Settings, few: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "run"
    printed = output(
        "run", "--index", settings.index, "--questions", few, "--out", out, "--systems", "bm25", "--no-answers"
    )
    assert files(out).keys() == {
        "summary.json",
        "questions.jsonl",
        "bm25/queries.jsonl",
        "bm25/run.trec",
        "bm25/qrels.trec",
    }
    assert (out / "questions.jsonl").read_bytes() == few.read_bytes()
    run = KeptRun.read(out)
    assert run.records.keys() == {"bm25"}
    assert [record.id for record in run.records["bm25"]] == ANSWERABLE
    assert run.summary["questions"] == {
        "file": "few.jsonl",
        "sha256": sha256(few.read_bytes()).hexdigest(),
        "count": 6,
        "answerable": 4,
    }
    assert f"{run.summary['systems']['bm25']['all']['nDCG@10']['mean']:.3f} [" in printed
    assert "KeyAccuracy" not in printed


def test_a_run_has_records_of_each_system_and_of_the_answers_to_all_questions(measured: Path) -> None:
    run = KeptRun.read(measured)
    assert list(run.records) == ["bm25", "hybrid", "answers"]
    assert [record.id for record in run.records["answers"]] == ASKED
    first, *_, last = run.records["answers"]
    assert "AbstentionRecall" not in first.metrics
    assert "24 April 2025" in first.expected[0]
    assert last.groups["topic"] == "other"
    assert last.metrics["AbstentionRecall"] == float(last.said["status"] == "not_in_corpus")
    assert not (measured / "answers" / "run.trec").exists()


@pytest.mark.parametrize("system", ["bm25", "hybrid"])
def test_a_run_s_trec_files_give_the_scores_of_its_summary(measured: Path, system: str) -> None:
    run = KeptRun.read(measured)
    qrels = list(ir_measures.read_trec_qrels(str(measured / system / "qrels.trec")))
    ranked = list(ir_measures.read_trec_run(str(measured / system / "run.trec")))
    for name, form in run.summary["measures"].items():
        measure = ir_measures.parse_measure(form)
        found = ir_measures.calc_aggregate([measure], qrels, ranked)[measure]
        assert found == pytest.approx(run.summary["systems"][system]["all"][name]["mean"]), name


def test_run_replaces_an_earlier_run_only_with_force(settings: Settings, few: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    arguments = ("run", "--index", settings.index, "--out", out, "--no-answers", "--systems")
    output(*arguments, "bm25", "--questions", few)
    before = files(out)
    assert "contains a run already; name another folder, or replace it with --force" in refused(
        EvaluationError, *arguments, "dense", "--questions", few
    )
    assert files(out) == before
    one = tmp_path / "one.jsonl"
    one.write_bytes(few.read_bytes().split(b"\n")[0] + b"\n")
    output(*arguments, "dense", "--questions", one, "--force")
    replaced = KeptRun.read(out)
    assert {name: [r.id for r in records] for name, records in replaced.records.items()} == {"dense": ["q002"]}
    assert (out / "questions.jsonl").read_bytes() == one.read_bytes()


def test_run_with_force_removes_the_earlier_run_s_files(settings: Settings, few: Path, tmp_path: Path) -> None:
    arguments = ("run", "--index", settings.index, "--questions", few, "--out", tmp_path / "run", "--no-answers")
    output(*arguments, "--systems", "bm25")
    output(*arguments, "--systems", "dense", "--force")
    assert not any(name.startswith("bm25/") for name in files(tmp_path / "run"))


@pytest.mark.parametrize("force", [(), ("--force",)])
def test_run_refuses_a_folder_with_other_files_even_with_force(
    settings: Settings, tmp_path: Path, force: tuple[str, ...]
) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    assert "contains something else" in refused(
        EvaluationError, "run", "--index", settings.index, "--out", tmp_path, "--systems", "bm25", *force
    )
    assert files(tmp_path) == {"thesis.txt": b"mine"}


@pytest.mark.parametrize(
    ("systems", "says"),
    [
        (",", "--systems ',' must name each system once, separated by commas"),
        ("bm25,bm25", "must name each system once"),
        ("bm25, bm25", "must name each system once"),
        ("nope", "there is no system 'nope'; there are bm25, dense, late, multilingual, hybrid, baseline"),
        ("bm25,nope", "there is no system 'nope'"),
        pytest.param("", "must name each system once"),
    ],
)
def test_unknown_or_repeated_systems_are_refused_before_measuring(
    settings: Settings, few: Path, tmp_path: Path, systems: str, says: str
) -> None:
    arguments = ("--index", settings.index, "--questions", few, "--no-answers", "--systems", systems)
    assert says in refused(EvaluationError, "run", "--out", tmp_path / "run", *arguments)
    assert not (tmp_path / "run" / "summary.json").exists()


def test_an_unreachable_service_leaves_the_folder_usable_for_a_new_attempt(few: Path, tmp_path: Path) -> None:
    """The folder is created before the service is asked for the first time."""
    url = f"http://{HOST}:{free_port()}"
    arguments = ("run", "--url", url, "--questions", few, "--out", tmp_path / "run")
    for _ in range(2):
        assert "cannot be reached" in refused(ServiceError, *arguments)
    assert files(tmp_path / "run") == {}


# compare


def test_compare_prints_the_difference_of_two_systems_of_a_run(measured: Path) -> None:
    printed = output("compare", measured / "hybrid", measured / "bm25")
    one, other = (
        KeptRun.read(measured).summary["systems"][name]["all"]["nDCG@10"]["mean"] for name in ("hybrid", "bm25")
    )
    assert f"nDCG@10 │ 4 │ {one:.3f} │ {other:.3f} │ {one - other:.3f} [" in printed
    assert "language id, nDCG@10 │ 2 │" in printed


def test_compare_prints_each_system_that_two_runs_share(measured: Path, worse: Path) -> None:
    found = KeptRun.read(measured).summary["systems"]["hybrid"]["all"]["nDCG@10"]["mean"]
    printed = output("compare", measured, worse)
    assert printed.count("p values are not corrected") == 3  # bm25, hybrid, answers
    assert f"nDCG@10 │ 4 │ {found:.3f} │ 0.000 │" in printed
    assert "4 queries moved" in printed
    assert "queries moved" not in output("compare", measured, worse, "--moved", 0)


def test_runs_of_a_single_query_are_compared(measured: Path, worse: Path, tmp_path: Path) -> None:
    for folder in (shutil.copytree(measured, tmp_path / "single"), worse):
        records = Path(folder) / "hybrid" / "queries.jsonl"
        records.write_text(records.read_text(encoding="utf-8").split("\n")[0] + "\n", encoding="utf-8")
    assert "nDCG@10 │ 1 │" in output("compare", tmp_path / "single" / "hybrid", worse / "hybrid")


def test_compare_refuses_a_folder_without_a_run_and_an_unknown_system(measured: Path, tmp_path: Path) -> None:
    assert "contains no run; make one: kutip eval run --out" in refused(EvaluationError, "compare", measured, tmp_path)
    assert "has no system 'dense'; it has bm25, hybrid, answers" in refused(
        EvaluationError, "compare", measured / "dense", measured / "bm25"
    )


# gate


def test_gate_needs_a_baseline_then_passes_then_fails_for_a_worse_run(
    measured: Path, worse: Path, tmp_path: Path
) -> None:
    baseline = tmp_path / "baseline.json"
    gate = ("gate", "--baseline", baseline)
    assert "there is no baseline" in refused(EvaluationError, *gate, measured)
    assert "a baseline needs a reason to move" in refused(EvaluationError, *gate, measured, "--move", "")
    assert not baseline.exists()
    assert f"the baseline is now {measured}: the first one" in output(*gate, measured, "--move", "the first one")
    kept = baseline.read_bytes()
    printed = output(*gate, measured)
    assert f"{measured} is not worse than {baseline}" in printed
    assert "WORSE" not in printed
    assert "hybrid nDCG@10 is worse" in refused(GateError, *gate, worse)
    assert baseline.read_bytes() == kept


def test_gate_refuses_a_baseline_made_with_other_questions(measured: Path, tmp_path: Path) -> None:
    baseline = tmp_path / "baseline.json"
    output("gate", measured, "--baseline", baseline, "--move", "the first one")
    baseline.write_text(baseline.read_text(encoding="utf-8").replace("few.jsonl", "many.jsonl"), encoding="utf-8")
    assert "was made with other questions than" in refused(EvaluationError, "gate", measured, "--baseline", baseline)


# export and report


def test_the_bundled_set_exported_as_beir_is_read_back(settings: Settings, tmp_path: Path) -> None:
    out = tmp_path / "set"
    printed = output("export", "--index", settings.index, "--out", out)
    assert f"wrote corpus.jsonl, queries.jsonl, qrels/test.tsv, README.md to {out}" in printed
    found = read_beir(out)
    answerable = {
        own["id"]: own["question"]
        for own in map(json.loads, QUESTIONS.read_text(encoding="utf-8").removesuffix("\n").split("\n"))
        if own["evidence"]
    }
    assert found.queries == answerable
    assert {grade for own in found.qrels.values() for grade in own.values()} == {1, 2}
    assert any("24 April 2025" in found.texts[name][1] for name in found.qrels["q002"])


def test_the_bundled_set_exported_as_trec_includes_grade_0(settings: Settings, tmp_path: Path) -> None:
    arguments = ("export", "--index", settings.index, "--format", "trec", "--out", tmp_path)
    assert "wrote collection.tsv, topics.tsv, qrels.txt, README.md to" in output(*arguments)
    qrels = list(ir_measures.read_trec_qrels(str(tmp_path / "qrels.txt")))
    texts = dict(line.split("\t") for line in (tmp_path / "collection.tsv").read_text("utf-8").splitlines())
    assert {qrel.relevance for qrel in qrels} == {0, 1, 2}
    assert {qrel.doc_id for qrel in qrels} <= texts.keys()
    assert "is in use" in refused(EvaluationError, *arguments)
    assert "wrote" in output(*arguments, "--force")
    assert "there is no format 'csv'" in refused(
        EvaluationError, "export", "--format", "csv", "--index", settings.index, "--out", tmp_path / "csv"
    )


def test_report_writes_to_the_run_s_folder_or_to_out(measured: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(measured, tmp_path / "run"))
    assert f"wrote {folder / 'report.html'}" in output("report", folder)
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "few.jsonl" in page
    assert f"{KeptRun.read(folder).summary['systems']['hybrid']['all']['AP']['mean']:.3f}" in page
    output("report", folder, "--out", tmp_path / "pages" / "page.html")
    assert (tmp_path / "pages" / "page.html").read_text(encoding="utf-8") == page
    assert "contains no run" in refused(EvaluationError, "report", tmp_path)


# The command line itself


def test_missing_packages_are_named_with_the_command_to_install_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    without = {"ir_measures", "matplotlib"}
    monkeypatch.setattr("eval.cli.find_spec", lambda name: None if name in without else object())
    says = refused(EvaluationError, "report", tmp_path)
    assert says == "this needs ir_measures, matplotlib; install them: pip install 'kutip[eval]'"


def test_an_error_is_one_line_that_says_what_to_do(
    few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    unreachable = ["run", "--url", f"http://{HOST}:{free_port()}", "--questions", str(few)]
    for arguments, says in (
        ([*unreachable, "--out", str(tmp_path / "run")], "cannot be reached"),
        (["gate", str(tmp_path)], "contains no run"),
        (["compare", str(tmp_path / "a"), str(tmp_path / "b")], "kutip eval run --out"),
        (["run", "--index", str(tmp_path / "none"), "--out", str(tmp_path / "run")], "build it: kutip index"),
    ):
        monkeypatch.setattr(sys, "argv", ["kutip", "eval", *arguments])
        with pytest.raises(SystemExit) as stopped:
            run_app(app)
        printed = capsys.readouterr()
        assert (stopped.value.code, printed.out) == (1, "")
        assert says in printed.err
        assert printed.err.startswith("kutip: ")
        assert len(printed.err.splitlines()) == 1


@pytest.fixture(scope="module")
def script() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs Python with some arguments in a new process."""

    def called(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *arguments]
        return subprocess.run(command, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False)

    return called


def test_python_m_eval_is_kutip_eval(script: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path) -> None:
    shown = script("-m", "eval", "--help")
    assert shown.returncode == 0
    assert all(name in shown.stdout for name in ("run", "compare", "report", "export", "import-beir", "gate"))
    failed = script("-m", "eval", "gate", str(tmp_path))
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr == f"kutip: {tmp_path} contains no run; make one: kutip eval run --out {tmp_path}\n"


def test_other_commands_do_not_import_packages_of_the_evaluation(
    script: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    heavy = "{'ir_measures', 'matplotlib', 'jinja2', 'scipy', 'httpx2'}"
    done = script("-c", f"import sys, kutip.__main__; print(sorted({heavy} & set(sys.modules)))")
    assert (done.stdout, done.stderr) == ("[]\n", "")
