"""Tables and progress bars for a terminal."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from eval.runs.harness import Tick
from eval.runs.records import ANSWERS
from eval.scoring.statistics import Interval
from kutip.cli.terminal import VisibleConsole

SHOWN = ("nDCG@10", "RR@10", "R@5", "R@10", "AP", "Success@5", "EvidenceSuccess@5", "EvidenceSuccess@300w", "Judged@10")

# No markup: queries from other collections are printed and may contain brackets. A pipe gets lines of 180 characters.
console = VisibleConsole(width=None if Console().is_terminal else 180, markup=False, emoji=False, highlight=False)


@contextmanager
def bars(what: str, total: int) -> Iterator[Tick]:
    """Show a progress bar on standard error; yields the function to call after each of the `total` steps."""
    columns = (TextColumn("{task.description:24}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    shown = VisibleConsole(stderr=True)
    with Progress(*columns, console=shown, transient=True, disable=not shown.is_terminal) as progress:
        task = progress.add_task(what, total=total)
        yield lambda: progress.advance(task)


def show_summary(summary: Mapping[str, Any]) -> None:
    """Print the figures of a run: systems over all queries and by language, then answers."""
    questions = summary["questions"]
    made = f"{questions['answerable']} queries; index {summary['index_version']}, {summary['service']}"
    systems = {name: own for name, own in summary["systems"].items() if name != ANSWERS}
    if systems:
        _show_figures(
            f"all: {made}; means with 95 % bootstrap intervals", {n: own["all"] for n, own in systems.items()}
        )
        for language in next(iter(systems.values()))["groups"].get("language", {}):
            by_system = {name: own["groups"]["language"][language] for name, own in systems.items()}
            _show_figures(f"language {language}", by_system)
    if ANSWERS in summary["systems"]:
        _show_answers(summary["systems"][ANSWERS])
    for name, figure in summary.get("published", {}).items():
        console.print(f"published for {questions['file']}: {name}, nDCG@10 {figure:.3f}")


def _show_figures(title: str, figures: Mapping[str, Mapping[str, Any]]) -> None:
    present = [metric for metric in SHOWN if any(metric in own for own in figures.values())]
    table = Table("system", *present, title=title, title_justify="left")
    for name, own in figures.items():
        table.add_row(name, *(str(Interval.of(own[metric])) if metric in own else "" for metric in present))
    console.print(table)


def _show_answers(figures: Mapping[str, Any]) -> None:
    languages = figures["groups"]["language"]
    table = Table("answers", "all", *languages, "queries", title_justify="left")
    for metric, own in figures["all"].items():
        cells = [str(Interval.of(by[metric])) if metric in by else "" for by in languages.values()]
        table.add_row(metric, str(Interval.of(own)), *cells, str(own["n"]))
    table.add_row("risk-coverage area", f"{figures['risk_coverage']['area']:.3f}", *("" for _ in languages), "")
    console.print(table)


def show_table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table with a title, a row of headings, and rows of cells, all as plain text."""
    table = Table(*head, title=Text(title), title_justify="left")
    for row in rows:
        table.add_row(*map(Text, row))
    console.print(table)
