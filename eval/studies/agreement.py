"""Holds our metrics against what trec_eval printed, to the printed digit: python -m eval.studies.agreement DATA.

DATA is the test folder of trec_eval's sources: judgements, runs, and what it prints for them. `COMMANDS` says which
file came of which command, after trec_eval's own Makefile; preferences, several judges at once and z-scores are no
metrics of ours and are not read. Ours are computed by ir-measures, as in `eval.metrics.standard_metrics`.

What trec_eval has and ir-measures has not is named and left out: gm_map, Rprec_mult, relstring and the like; rbp, for
which no provider is installed; num_rel above grade 1, which no provider computes; gains that are given for grades.

Three things are brought into trec_eval's terms, since they are a matter of use and not of a metric:

- With -c a query for which nothing was returned counts 0 in a mean, but still is a query and has relevant documents.
- unj_k has k as its denominator; Judged@k has what was returned, if that is less.
- unj_k takes a negative grade as unjudged; Judged@k takes every line of the judgements.

Three differ by definition, and are told:

- iprec_at_recall at recall x of R relevant documents: newer trec_eval takes xR of them, rounded to the nearest whole
  number; pytrec_eval (terrier 0.5.11), as older trec_eval, xR + 0.9 rounded down. IPrec is none of our metrics.
- Equal scores: Judged@k puts their documents in ascending order; all else, as trec_eval, in descending.
- Nearly equal scores: pytrec_eval rounds scores to 32 bits. Our runs score by rank, and have no such scores.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, nan
from pathlib import Path
from typing import Annotated

import ir_measures
import typer
from rich.console import Console
from rich.table import Table

from eval.errors import EvaluationError
from eval.scoring.metrics import Qrels, Run

# What `eval.metrics.STANDARD` is to trec_eval, which cuts no reciprocal rank and tells unjudged for judged.
REPORTED = ("ndcg_cut_10", "recip_rank", "recall_5", "recall_10", "map", "success_1", "success_5", "unj_10")

ALL = "all"  # what trec_eval calls the sum or the mean over queries
_UNJUDGED = "unj_"
_CUTOFF = re.compile(r"_\d[\d.]*$")


@dataclass(frozen=True, slots=True)
class Command:
    """What trec_eval was told when it printed a file.

    Attributes:
        printed: The file it printed.
        qrels: Its judgements.
        run: Its run.
        rel: The least grade that is relevant (-l).
        depth: How many documents of a query count, from the first (-M); None: all.
        complete: Whether means are over all judged queries (-c), not just those of the run.
    """

    printed: str
    qrels: str
    run: str
    rel: int = 1
    depth: int | None = None
    complete: bool = False

    @property
    def options(self) -> str:
        """Its options, as trec_eval takes them; -q and -m show in what was printed."""
        given = {f"-l {self.rel}": self.rel != 1, "-c": self.complete, f"-M {self.depth}": self.depth is not None}
        return " ".join(option for option, is_set in given.items() if is_set)


COMMANDS = (
    Command("out.test", "qrels.test", "results.test"),
    Command("out.test", "qrels.comment.test", "results.comment.test"),
    Command("out.test.a", "qrels.test", "results.test"),
    Command("out.test.aq", "qrels.test", "results.test"),
    Command("out.test.aqc", "qrels.test", "results.trunc", complete=True),
    Command("out.test.aqcM", "qrels.test", "results.trunc", complete=True, depth=100),
    Command("out.test.aql", "qrels.rel_level", "results.test", rel=2),
    Command("out.test.meas_params", "qrels.test", "results.test"),
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A line that trec_eval printed: of which measure, for which query or all, and the value's digits."""

    measure: str
    query: str
    value: str

    def agrees(self, value: float) -> bool:
        """Whether a number is this one when it is rounded to as many places."""
        return self.rounded(value) == self.value

    def rounded(self, value: float) -> str:
        """A number with as many places as were printed."""
        return f"{value:.{len(self.value.partition('.')[2])}f}"


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """How one file compares with ours.

    Attributes:
        command: What printed it.
        compared: How many values were compared.
        differing: Those that differ, with ours.
        left_out: Those of measures that ir-measures lacks.
        reported: How many of those compared are of measures that Kutip reports.
    """

    command: Command
    compared: int
    differing: list[tuple[Printed, float]]
    left_out: list[Printed]
    reported: int

    @property
    def reported_agree(self) -> int:
        """How many values of measures that Kutip reports agree."""
        return self.reported - sum(line.measure in REPORTED for line, _ in self.differing)


def _columns(path: Path, least: int) -> Iterator[list[str]]:
    """The columns of each line that is neither empty nor a comment."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        columns = line.split()
        if not columns or columns[0].startswith("#"):
            continue
        if len(columns) < least:
            raise EvaluationError(f"{path} line {number} has {len(columns)} columns, not {least}; fetch the file again")
        yield columns


def _number(path: Path, text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = nan
    if not isfinite(number):
        raise EvaluationError(f"{path} has {text!r} where a number belongs; fetch the file again")
    return number


def read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """Grade by document, by query.

    Raises:
        EvaluationError: A line is none of TREC's form.
    """
    qrels: dict[str, dict[str, int]] = defaultdict(dict)
    for query, _, document, grade, *_ in _columns(path, 4):
        qrels[query][document] = int(_number(path, grade))
    return dict(qrels)


def read_run(path: Path) -> dict[str, dict[str, float]]:
    """Score by document, by query; ranks and what follows the tag are ignored, as trec_eval does.

    Raises:
        EvaluationError: A line is none of TREC's form.
    """
    run: dict[str, dict[str, float]] = defaultdict(dict)
    for query, _, document, _, score, *_ in _columns(path, 6):
        run[query][document] = _number(path, score)
    return dict(run)


def read_printed(path: Path) -> list[Printed]:
    """What trec_eval printed; EvaluationError for a line that is none of its form."""
    return [Printed(measure, query, value) for measure, query, value, *_ in _columns(path, 3)]


def measure_of(name: str, *, rel: int = 1) -> ir_measures.Measure | None:
    """What ir-measures computes for a measure of trec_eval's; None if it has none, or nothing that computes it.

    >>> measure_of("map_cut_5", rel=2), measure_of("ndcg_cut_10", rel=2), measure_of("gm_map")
    (AP(rel=2)@5, nDCG@10, None)
    """
    if name.startswith(_UNJUDGED):
        return ir_measures.Judged @ int(name.removeprefix(_UNJUDGED))
    try:
        (measure,) = ir_measures.parse_trec_measure(name)
        if "rel" in measure.SUPPORTED_PARAMS and measure != ir_measures.NumRet:  # which counts all
            measure = measure(rel=rel)
        ir_measures.evaluator([measure], {})
    except ValueError:  # it has none, or several, or no provider
        return None
    return measure


def own_values(names: Collection[str], qrels: Qrels, run: Run, command: Command) -> dict[tuple[str, str], float]:
    """Ours, by trec_eval's name and query, and over all queries; measures that ir-measures lacks are left out."""
    measures = {name: own for name in names if (own := measure_of(name, rel=command.rel)) is not None}
    ranked = {query: _first(own, command.depth) for query, own in run.items() if query in qrels}
    computed = _computed(measures, qrels, ranked)
    values: dict[tuple[str, str], float] = {}
    for name, measure in measures.items():
        total = measure.aggregator()
        for query in sorted(qrels if command.complete else ranked):
            value = computed[name, query] if query in ranked else _of_nothing(name, qrels[query], command.rel)
            values[name, query] = value
            total.add(value)
        values[name, ALL] = float(total.result())
    return values


def _computed(measures: Mapping[str, ir_measures.Measure], qrels: Qrels, ranked: Run) -> dict[tuple[str, str], float]:
    """What ir-measures gives, by trec_eval's name and query."""
    values: dict[tuple[str, str], float] = {}
    plain = {measure: name for name, measure in measures.items() if not name.startswith(_UNJUDGED)}
    for one in ir_measures.iter_calc(plain, {query: qrels[query] for query in ranked}, ranked) if plain else ():
        values[plain[one.measure], one.query_id] = float(one.value)
    rates = {measure: name for name, measure in measures.items() if name.startswith(_UNJUDGED)}
    judged = {query: {unit: grade for unit, grade in qrels[query].items() if grade >= 0} for query in ranked}
    for one in ir_measures.iter_calc(rates, judged, ranked) if rates else ():
        filled = min(1.0, len(ranked[one.query_id]) / one.measure["cutoff"])
        values[rates[one.measure], one.query_id] = (1 - float(one.value)) * filled
    return values


def _first(scores: Mapping[str, float], depth: int | None) -> dict[str, float]:
    """The best of a ranking; equal scores as trec_eval orders them."""
    return dict(sorted(scores.items(), key=lambda one: (one[1], one[0]), reverse=True)[:depth])


def _of_nothing(name: str, grades: Mapping[str, int], rel: int) -> float:
    """What a judged query counts for which nothing was returned; it still is a query and has relevant documents."""
    return {"num_q": 1, "num_rel": sum(grade >= rel for grade in grades.values())}.get(name, 0)


def compare(data: Path, command: Command) -> AgreementRow:
    """Hold one file against ours.

    Raises:
        EvaluationError: A file is none of TREC's form.
    """
    printed = read_printed(data / command.printed)
    qrels, run = read_qrels(data / command.qrels), read_run(data / command.run)
    own = own_values({line.measure for line in printed}, qrels, run, command)
    names = {name for name, _ in own}
    known = [line for line in printed if line.measure in names]
    strays = [line.query for line in known if (line.measure, line.query) not in own]
    if strays:
        raise EvaluationError(f"{command.printed} has query {strays[0]!r}, {command.run} not; fetch both again")
    pairs = [(line, own[line.measure, line.query]) for line in known]
    differing = [(line, value) for line, value in pairs if not line.agrees(value)]
    left_out = [line for line in printed if line.measure not in names]
    return AgreementRow(command, len(pairs), differing, left_out, sum(line.measure in REPORTED for line, _ in pairs))


def show(console: Console, comparisons: Sequence[AgreementRow]) -> None:
    """A row a file, the totals, what differs, and what was not compared."""
    table = Table("printed", "qrels", "run", "options", "compared", "agree", "not compared", "reported", "agree")
    for one in comparisons:
        command, agree = one.command, one.compared - len(one.differing)
        counts = [str(count) for count in (one.compared, agree, len(one.left_out), one.reported, one.reported_agree)]
        table.add_row(command.printed, command.qrels, command.run, command.options, *counts)
    compared, differing = sum(one.compared for one in comparisons), sum(len(one.differing) for one in comparisons)
    left_out = Counter(_CUTOFF.sub("_k", line.measure) for one in comparisons for line in one.left_out)
    table.add_section()
    reported, alike = sum(one.reported for one in comparisons), sum(one.reported_agree for one in comparisons)
    totals = (compared, compared - differing, left_out.total(), reported, alike)
    table.add_row("total", "", "", "", *map(str, totals))
    console.print(table)
    for one in comparisons:
        for line, value in one.differing:
            said = f"{one.command.printed}: {line.measure} of {line.query}: {line.value}, ours {line.rounded(value)}"
            console.print(said, highlight=False, markup=False, soft_wrap=True)
    if left_out:
        names = ", ".join(f"{name} ({count})" for name, count in sorted(left_out.items()))
        console.print(f"not compared: {names}", highlight=False, markup=False, soft_wrap=True)


def main(data: Annotated[Path, typer.Argument(help="Folder of trec_eval's own test files.")]) -> None:
    """Print where our metrics and trec_eval's differ; exit code 1 if one does that Kutip reports."""
    console = Console(width=150)
    comparisons = []
    for command in COMMANDS:
        missing = [name for name in (command.printed, command.qrels, command.run) if not (data / name).is_file()]
        if missing:
            said = f"{command.printed} of {command.run} is skipped: {', '.join(missing)} is not there"
            console.print(said, highlight=False, markup=False, soft_wrap=True)
        else:
            comparisons.append(compare(data, command))
    if not comparisons:
        raise EvaluationError(f"{data} holds none of trec_eval's test files; name the folder `test` of its sources")
    show(console, comparisons)
    if any(one.reported_agree < one.reported for one in comparisons):
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
