"""The commands of `kutip eval`. Each imports what it needs when it runs, so that no other command waits for it."""

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from eval.errors import EvaluationError
from kutip.settings import Settings

app = typer.Typer(help="Measure retrieval and answers, in this process or over HTTP.", no_args_is_help=True)

_NEEDED = ("httpx2", "ir_measures", "matplotlib")  # packages of the extra `eval`
_SYSTEMS = "bm25,dense,late,hybrid"
_Folder = Annotated[Path, typer.Argument(help="Folder of a run.")]
_Out = Annotated[Path, typer.Option("--out", help="Folder for the results.")]
_Force = Annotated[bool, typer.Option("--force", help="Replace the results already there.")]
_Index = Annotated[
    Path | None, typer.Option("--index", help="Folder of the index; by default $KUTIP_INDEX, else ./index.")
]


@app.callback()
def _require_extra() -> None:
    if missing := [name for name in _NEEDED if find_spec(name) is None]:
        raise EvaluationError(f"this needs {', '.join(missing)}; install them: pip install 'kutip[eval]'")


def _settings(index: Path | None) -> Settings:
    return Settings() if index is None else Settings(index=index)


def _names(systems: str) -> list[str]:
    names = [name.strip() for name in systems.split(",") if name.strip()]
    if not names or len(set(names)) < len(names):
        raise EvaluationError(f"--systems {systems!r} must name each system once, separated by commas")
    return names


@app.command()
def run(
    out: _Out,
    url: Annotated[
        str | None, typer.Option("--url", help="Ask the service at this address instead of this process.")
    ] = None,
    questions: Annotated[
        Path | None, typer.Option("--questions", help="Another file of questions, one JSON object per line.")
    ] = None,
    systems: Annotated[
        str | None,
        typer.Option("--systems", help=f"From {_SYSTEMS},baseline; by default {_SYSTEMS}, with --url hybrid."),
    ] = None,
    answers: Annotated[bool, typer.Option("--answers/--no-answers", help="Ask for answers too.")] = True,
    index: _Index = None,
    force: _Force = False,
) -> None:
    """Ask every question and score the rankings and answers."""
    from contextlib import ExitStack

    from eval.runs.harness import QuestionSet, evaluate
    from eval.runs.printing import bars, show_summary
    from eval.runs.records import claim_folder, write_run
    from eval.runs.remote import Http
    from eval.runs.services import InProcess, Service
    from eval.sets.questions import QUESTIONS

    names = _names(systems if systems is not None else _SYSTEMS if url is None else "hybrid")
    claim_folder(out, force=force)
    with ExitStack() as stack:
        service: Service = InProcess(_settings(index)) if url is None else stack.enter_context(Http(url))
        asked = QuestionSet.open(service.sources(), questions or QUESTIONS)
        summary, outcomes = evaluate(service, asked, names, bars, answers=answers)
    write_run(out, summary, outcomes, asked.raw)
    show_summary(summary)


@app.command()
def compare(
    one: Annotated[Path, typer.Argument(help="A run, or one system of it: DIR or DIR/hybrid.")],
    other: Annotated[Path, typer.Argument(help="The run or system to compare it with.")],
    moved: Annotated[int, typer.Option(min=0, help="Number of queries to list, those that changed most.")] = 10,
) -> None:
    """Test whether two runs, or two systems of one run, differ by more than chance."""
    from eval.runs.compare import compare_runs, show_comparison

    for comparison in compare_runs(one, other):
        show_comparison(comparison, moved=moved)


@app.command()
def report(
    folder: _Folder,
    out: Annotated[Path | None, typer.Option("--out", help="File to write; by default DIR/report.html.")] = None,
) -> None:
    """Write a report of a run: one HTML page with tables and plots."""
    from eval.runs.printing import console
    from eval.runs.records import KeptRun
    from eval.runs.report import write_report

    target = out or folder / "report.html"
    write_report(KeptRun.read(folder), target)
    console.print(f"wrote {target}", highlight=False)


@app.command()
def export(
    out: _Out,
    form: Annotated[str, typer.Option("--format", help="beir or trec.")] = "beir",
    index: _Index = None,
    force: _Force = False,
) -> None:
    """Write the passages, questions and judgements in a format that other tools read."""
    from eval.runs.export import export_set
    from eval.runs.harness import QuestionSet
    from eval.runs.printing import console
    from eval.runs.services import InProcess

    service = InProcess(_settings(index))
    written = export_set(service.retriever.passages, QuestionSet.open(service.sources()), form, out, force=force)
    console.print(f"wrote {', '.join(path.relative_to(out).as_posix() for path in written)} to {out}", highlight=False)


@app.command("import-beir")
def import_beir(
    collection: Annotated[Path, typer.Argument(help="Folder with corpus.jsonl, queries.jsonl and qrels/.")],
    out: _Out,
    systems: Annotated[str, typer.Option("--systems", help="Systems to score, separated by commas.")] = _SYSTEMS,
    split: Annotated[str, typer.Option("--split", help="Judgements to use: qrels/SPLIT.tsv.")] = "test",
    work: Annotated[Path, typer.Option("--work", help="Folder for the collection's corpus and index.")] = Path(
        ".public"
    ),
    force: _Force = False,
) -> None:
    """Index a public collection in BEIR's format and score the rankings on it."""
    from eval.runs.printing import bars, show_summary
    from eval.runs.records import claim_folder, write_run
    from eval.studies.beir import IndexedCollection, check_systems, evaluate_collection, read_beir

    names = _names(systems)
    check_systems(names)
    claim_folder(out, force=force)
    indexed = IndexedCollection(read_beir(collection, split), work, bars)
    summary, outcomes = evaluate_collection(indexed, names, bars)
    write_run(out, summary, outcomes)
    show_summary(summary)


@app.command()
def gate(
    folder: _Folder,
    baseline: Annotated[
        Path | None, typer.Option("--baseline", help="File of the baseline; by default eval/runs/baseline.json.")
    ] = None,
    move: Annotated[str | None, typer.Option("--move", help="Make this run the new baseline, for this reason.")] = None,
) -> None:
    """Fail if a run is worse than the baseline by more than chance, or if any text differs from its source."""
    from eval.runs.gate import BASELINE, check_gate, move_baseline
    from eval.runs.printing import console
    from eval.runs.records import KeptRun

    measured, path = KeptRun.read(folder), baseline or BASELINE
    if move is not None:
        move_baseline(measured, path, why=move)
        console.print(f"the baseline is now {folder}: {move}", highlight=False)
        return
    check_gate(measured, path)
    console.print(f"{folder} is not worse than {path}", highlight=False)
