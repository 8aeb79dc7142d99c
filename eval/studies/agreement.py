"""Compares our metrics with the output of trec_eval, to the last printed digit: python -m eval.studies.agreement DATA.

DATA is the folder `test` of trec_eval's sources. It contains judgements, runs, and trec_eval's output for them.
`COMMANDS` lists which command printed which file, after trec_eval's own Makefile. Files of other features (preferences,
several judges, z-scores) are not read. Our values come from ir-measures, as in `eval.scoring.metrics.standard_metrics`.

Measures of trec_eval that ir-measures does not compute are listed as "not compared": gm_map, Rprec_mult, relstring and
others; rbp, whose provider is not installed; num_rel above grade 1; gains that replace the grades.

Three conventions differ, and our values are converted to trec_eval's:

- With -c, a query for which nothing was returned counts as 0 in a mean, but still counts as a query and has relevant
  documents.
- unj_k divides by k; Judged@k divides by the number of documents returned, if that is smaller.
- unj_k treats a negative grade as unjudged; Judged@k treats every line of the judgements as judged.

Three definitions differ, and the values that differ are printed:

- iprec_at_recall at recall x, with R relevant documents: newer trec_eval uses the first round(x * R) of them;
  pytrec_eval (terrier 0.5.11) and older trec_eval use floor(x * R + 0.9). We do not report IPrec.
- Documents with equal scores: Judged@k sorts their ids ascending; trec_eval and all other measures descending.
- Nearly equal scores: pytrec_eval rounds scores to 32 bits. Our own runs derive scores from ranks, so it cannot matter.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import ir_measures
import typer
from rich.console import Console
from rich.table import Table

from eval.errors import EvaluationError
from eval.scoring.metrics import Qrels, Run
from eval.studies.trec_eval_files import COMMANDS, Command, Printed, read_printed, read_qrels, read_run

# trec_eval's names for `eval.scoring.metrics.STANDARD`. Its recip_rank has no cut-off; unj_10 is 1 - Judged@10.
REPORTED = ("ndcg_cut_10", "recip_rank", "recall_5", "recall_10", "map", "success_1", "success_5", "unj_10")

ALL = "all"  # trec_eval's "query" for the sum or mean over all queries
_UNJUDGED = "unj_"
_CUTOFF = re.compile(r"_\d[\d.]*$")


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """The comparison of one file of trec_eval's output with our values.

    Attributes:
        command: The command that printed the file.
        compared: Number of values compared.
        differing: Lines that differ, each with our value.
        left_out: Lines of measures that ir-measures does not compute.
        reported: Number of compared values whose measure is in REPORTED.
    """

    command: Command
    compared: int
    differing: list[tuple[Printed, float]]
    left_out: list[Printed]
    reported: int

    @property
    def reported_agree(self) -> int:
        """Number of compared values whose measure is in REPORTED and that agree."""
        return self.reported - sum(line.measure in REPORTED for line, _ in self.differing)


def measure_of(name: str, *, rel: int = 1) -> ir_measures.Measure | None:
    """The measure of ir-measures for a measure of trec_eval; None if ir-measures has none or cannot compute it.

    >>> measure_of("map_cut_5", rel=2), measure_of("ndcg_cut_10", rel=2), measure_of("gm_map")
    (AP(rel=2)@5, nDCG@10, None)
    """
    if name.startswith(_UNJUDGED):
        return ir_measures.Judged @ int(name.removeprefix(_UNJUDGED))
    try:
        (measure,) = ir_measures.parse_trec_measure(name)
        if "rel" in measure.SUPPORTED_PARAMS and measure != ir_measures.NumRet:  # NumRet counts documents of any grade
            measure = measure(rel=rel)
        ir_measures.evaluator([measure], {})
    except ValueError:  # ir-measures has no such measure, several of them, or no provider
        return None
    return measure


def own_values(names: Collection[str], qrels: Qrels, run: Run, command: Command) -> dict[tuple[str, str], float]:
    """Our values by (trec_eval's name of the measure, query or ALL); measures that ir-measures lacks are left out."""
    measures = {name: own for name in names if (own := measure_of(name, rel=command.rel)) is not None}
    ranked = {query: _top(own, command.depth) for query, own in run.items() if query in qrels}
    computed = _computed(measures, qrels, ranked)
    values: dict[tuple[str, str], float] = {}
    for name, measure in measures.items():
        total = measure.aggregator()
        for query in sorted(qrels if command.complete else ranked):
            value = computed[name, query] if query in ranked else _value_if_empty(name, qrels[query], command.rel)
            values[name, query] = value
            total.add(value)
        values[name, ALL] = float(total.result())
    return values


def _computed(measures: Mapping[str, ir_measures.Measure], qrels: Qrels, ranked: Run) -> dict[tuple[str, str], float]:
    """The values of ir-measures by (trec_eval's name, query), Judged@k converted to unj_k."""
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


def _top(scores: Mapping[str, float], depth: int | None) -> dict[str, float]:
    """The `depth` best documents (None: all), best first; equal scores in trec_eval's order, descending by id."""
    return dict(sorted(scores.items(), key=lambda one: (one[1], one[0]), reverse=True)[:depth])


def _value_if_empty(name: str, grades: Mapping[str, int], rel: int) -> float:
    """The value of a measure for a judged query for which nothing was returned."""
    return {"num_q": 1, "num_rel": sum(grade >= rel for grade in grades.values())}.get(name, 0)


def compare(data: Path, command: Command) -> AgreementRow:
    """Compare one file of trec_eval's output with our values.

    Raises:
        EvaluationError: A file is not in TREC's format, or the output has a query that the run lacks.
    """
    printed = read_printed(data / command.printed)
    qrels, run = read_qrels(data / command.qrels), read_run(data / command.run)
    own = own_values({line.measure for line in printed}, qrels, run, command)
    names = {name for name, _ in own}
    known = [line for line in printed if line.measure in names]
    strays = [line.query for line in known if (line.measure, line.query) not in own]
    if strays:
        raise EvaluationError(f"{command.printed} has query {strays[0]!r}, {command.run} has not; fetch both again")
    pairs = [(line, own[line.measure, line.query]) for line in known]
    differing = [(line, value) for line, value in pairs if not line.agrees(value)]
    left_out = [line for line in printed if line.measure not in names]
    return AgreementRow(command, len(pairs), differing, left_out, sum(line.measure in REPORTED for line, _ in pairs))


def show(console: Console, comparisons: Sequence[AgreementRow]) -> None:
    """Print a table with a row for each file and the totals, then the values that differ and the measures left out."""
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
            text = f"{one.command.printed}: {line.measure} of {line.query}: {line.value}, ours {line.rounded(value)}"
            console.print(text, highlight=False, markup=False, soft_wrap=True)
    if left_out:
        names = ", ".join(f"{name} ({count})" for name, count in sorted(left_out.items()))
        console.print(f"not compared: {names}", highlight=False, markup=False, soft_wrap=True)


def main(data: Annotated[Path, typer.Argument(help="Folder `test` of trec_eval's sources.")]) -> None:
    """Print where our metrics differ from trec_eval's. Exits with 1 if a metric differs that Kutip reports."""
    console = Console(width=150)
    comparisons = []
    for command in COMMANDS:
        missing = [name for name in (command.printed, command.qrels, command.run) if not (data / name).is_file()]
        if missing:
            text = f"{command.printed} of {command.run} is skipped: {', '.join(missing)} is missing"
            console.print(text, highlight=False, markup=False, soft_wrap=True)
        else:
            comparisons.append(compare(data, command))
    if not comparisons:
        raise EvaluationError(f"{data} has none of trec_eval's test files; name the folder `test` of its sources")
    show(console, comparisons)
    if any(one.reported_agree < one.reported for one in comparisons):
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
