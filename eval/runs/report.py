"""Writes the report of a run, one HTML page: tables, plots, times, and every query that failed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from eval.errors import EvaluationError
from eval.runs.plots import Mark, marks, plot_intervals, plot_risk, plot_times
from eval.runs.records import ANSWERS, KeptRun, Record
from eval.scoring.statistics import Interval

_TEMPLATE = "report.html.j2"
_CHIEF = "hybrid"  # the system whose failures are listed, if the run has it
_RANKED, _FOUND = "nDCG@10", "EvidenceSuccess@5"  # metrics shown by group; a query whose _FOUND is 0 has failed
_GROUPS = {"language": "language", "type": "type of question", "wording": "wording: near the papers' own, or far"}
_CHECKS = frozenset({"Judged@10", "OffsetsExact", "CitationsExact"})  # should be 1; they do not rank systems


@dataclass(frozen=True, slots=True)
class ReportCell:
    """A cell of a table: the mean ("0.712"), its interval ("[0.680, 0.744]" or ""), and whether it is the best."""

    mean: str
    beside: str
    best: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of figures. A row is (label, a cell or None per column, number of queries such as "234" or "30–41")."""

    caption: str
    corner: str
    columns: list[str]
    rows: list[tuple[str, list[ReportCell | None], str]]


@dataclass(frozen=True, slots=True)
class Plot:
    """An SVG element and the caption below it."""

    svg: Markup
    caption: str


@dataclass(frozen=True, slots=True)
class Cases:
    """Queries that failed in one way.

    Attributes:
        title: The kind of failure.
        records: The queries that failed.
        of: Number of queries that could have failed in this way.
        what: Plural noun for those, for example "answerable questions".
    """

    title: str
    records: list[Record]
    of: int
    what: str


Figures = Mapping[str, Mapping[str, float]]  # metric -> mean, low, high and n


def write_report(run: KeptRun, path: Path) -> None:
    """Write a run as one self-contained HTML page: no script, no other file, no network.

    The same run gives the same bytes, as long as matplotlib's version stays the same.

    Args:
        run: The run; it may have systems, answers, or both.
        path: File to write or replace; missing folders are created.

    Raises:
        EvaluationError: The file cannot be written.
    """
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template(_TEMPLATE).render(_content(run))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise EvaluationError(f"the page cannot be written to {path} ({error}); name another with --out") from error


def _content(run: KeptRun) -> dict[str, Any]:
    """The variables of the template."""
    summary = run.summary
    looks = marks(list(summary["systems"]))
    systems = {name: own for name, own in summary["systems"].items() if name != ANSWERS}
    answers = summary["systems"].get(ANSWERS)
    published = summary.get("published", {})
    return {
        "summary": summary,
        "systems": list(systems),
        "metrics": _metrics(own["all"] for own in summary["systems"].values()),
        "measured": _measured(systems, published) if systems else None,
        "plots": _system_plots(systems, looks, summary["measures"], published),
        "groups": _groups(systems, looks),
        "answers": _answers(answers) if answers else None,
        "risk": _risk(answers, looks) if answers else None,
        "times": {name: own["ms"] for name, own in summary["systems"].items()},
        "times_plot": _times(run, looks),
        "missed": _missed(run, list(systems)) if systems else None,
        "wrong": _wrong(run.records[ANSWERS]) if answers else [],
    }


def _metrics(figures: Iterable[Figures]) -> list[str]:
    """Names of all metrics, each once, in order of first appearance."""
    return list(dict.fromkeys(metric for own in figures for metric in own))


def _measured(systems: Mapping[str, Any], published: Mapping[str, float]) -> Table:
    """Table of every metric of every system, with a column for each published figure."""
    by_system = {name: own["all"] for name, own in systems.items()}
    table = _table("Mean and 95 % bootstrap interval", "metric", by_system)
    columns = [*table.columns, *(f"{name}, as published" for name in published)]
    rows = []
    for metric, cells, n in table.rows:
        known = [ReportCell(f"{value:.3f}", "") if metric == _RANKED else None for value in published.values()]
        rows.append((metric, [*cells, *known], n))
    return Table(table.caption, table.corner, columns, rows)


def _table(caption: str, corner: str, figures: Mapping[str, Figures], *, compared: bool = True) -> Table:
    """A table with a row for each metric and a column for each key of `figures`; `compared` as in `_row`."""
    rows = [
        _row(metric, metric, {name: own.get(metric) for name, own in figures.items()}, compared=compared)
        for metric in _metrics(figures.values())
    ]
    return Table(caption, corner, list(figures), rows)


def _row(
    label: str, metric: str, figures: Mapping[str, Mapping[str, float] | None], *, compared: bool = True
) -> tuple[str, list[ReportCell | None], str]:
    """A row of a table: its label, its cells, and the number of queries.

    With `compared`, the columns are systems: the highest mean is marked as best, unless all are equal or the metric is
    a check. Without, the first column covers all queries and the others are groups of them: nothing is marked, and the
    number of queries is that of the first column.
    """
    present = [own for own in figures.values() if own is not None]
    means = {own["mean"] for own in present}
    highest = max(means) if compared and len(means) > 1 and metric not in _CHECKS else None
    cells = [None if own is None else _cell(metric, own, best=own["mean"] == highest) for own in figures.values()]
    counts = sorted({int(own["n"]) for own in present}) if compared else [int(present[0]["n"])]
    return label, cells, "–".join(dict.fromkeys((str(counts[0]), str(counts[-1]))))


def _cell(metric: str, figure: Mapping[str, float], *, best: bool) -> ReportCell:
    digits = 1 if metric == "AnswerWords" else 3
    mean, low, high = (f"{figure[part]:.{digits}f}" for part in ("mean", "low", "high"))
    return ReportCell(mean, f"[{low}, {high}]", best)


def _system_plots(
    systems: Mapping[str, Any], looks: Mapping[str, Mark], measures: Mapping[str, str], published: Mapping[str, float]
) -> list[Plot]:
    """One plot of ir-measures' metrics, one of Kutip's own. Checks, which are near 1, would squeeze the axis."""
    names = [name for name in _metrics(own["all"] for own in systems.values()) if name not in _CHECKS]
    plots: list[Plot] = []
    for kind, metrics in (
        ("rankings, by ir-measures", [name for name in names if name in measures]),
        ("evidence, by Kutip's own metrics", [name for name in names if name not in measures]),
    ):
        rows = {
            metric: {name: Interval.of(own["all"][metric]) for name, own in systems.items() if metric in own["all"]}
            for metric in metrics
        }
        if rows:
            known = {_RANKED: published} if published and _RANKED in rows else {}
            caption = f"{kind[0].upper()}{kind[1:]}: mean (marker) and 95 % interval (line) of each system."
            svg = plot_intervals(rows, looks, name=f"all-{len(plots)}", label=caption, published=known)
            plots.append(Plot(_trusted(svg), caption))
    return plots


def _groups(systems: Mapping[str, Any], looks: Mapping[str, Mark]) -> list[dict[str, Any]]:
    """For each grouping that the run has (language, type, wording): title, and a plot and a table per chief metric."""
    groups = []
    for field, title in _GROUPS.items():
        grouped = {name: own["groups"][field] for name, own in systems.items() if field in own["groups"]}
        pairs = [_by_group(field, metric, grouped, looks) for metric in (_RANKED, _FOUND)]
        if shown := [pair for pair in pairs if pair is not None]:
            plots, tables = zip(*shown, strict=True)
            groups.append({"name": field, "title": title, "plots": plots, "tables": tables})
    return groups


def _by_group(
    field: str, metric: str, systems: Mapping[str, Mapping[str, Figures]], looks: Mapping[str, Mark]
) -> tuple[Plot, Table] | None:
    """Plot and table of a metric by the values of a field such as "language"; None if no query has both."""
    values = sorted({value for own in systems.values() for value, figures in own.items() if metric in figures})
    if not values:
        return None
    figures = {
        value: {name: own[value].get(metric) if value in own else None for name, own in systems.items()}
        for value in values
    }
    rows = [_row(value, metric, own) for value, own in figures.items()]
    plotted = {
        f"{value} (n = {n})": {name: Interval.of(own) for name, own in figures[value].items() if own is not None}
        for value, _, n in rows
    }
    caption = f"{metric} by {field}: mean (marker) and 95 % interval (line) of each system."
    svg = plot_intervals(plotted, looks, name=f"{field}-{metric.partition('@')[0].lower()}", label=caption)
    return Plot(_trusted(svg), caption), Table(f"{metric} by {field}", field, list(systems), rows)


def _answers(figures: Mapping[str, Any]) -> Table:
    """Table of every metric of the answers, over all questions and by language."""
    columns = {"all": figures["all"], **figures["groups"].get("language", {})}
    return _table("Answers: mean and 95 % bootstrap interval", "metric", columns, compared=False)


def _risk(figures: Mapping[str, Any], looks: Mapping[str, Mark]) -> dict[str, Any] | None:
    """The risk-coverage plot with its area; None if no question was about the papers' subject."""
    curve, area = figures["risk_coverage"]["curve"], figures["risk_coverage"]["area"]
    if not curve:
        return None
    caption = f"Risk at each coverage: the area is {area:.3f}, and at full coverage the risk is {curve[-1][1]:.3f}."
    svg = plot_risk(curve, looks[ANSWERS], name="risk", label=caption)
    return {"plot": Plot(_trusted(svg), caption), "area": f"{area:.3f}", "count": len(curve)}


def _times(run: KeptRun, looks: Mapping[str, Mark]) -> Plot:
    """Plot of the time of the queries, by system."""
    times = {name: [record.ms for record in run.records[name]] for name in run.summary["systems"]}
    caption = "Times by system: share of queries that took at most this long; markers at p50 and p95."
    return Plot(_trusted(plot_times(times, looks, name="times", label=caption)), caption)


def _missed(run: KeptRun, systems: Sequence[str]) -> Cases:
    """The queries whose evidence the chief system did not find, lowest nDCG@10 first."""
    chief = _CHIEF if _CHIEF in systems else systems[-1]
    records = run.records[chief]
    metric = _FOUND if any(_FOUND in record.metrics for record in records) else _RANKED
    scored = [record for record in records if metric in record.metrics]
    failed = [record for record in scored if record.metrics[metric] == 0]
    failed.sort(key=lambda record: (record.metrics.get(_RANKED, 0.0), record.id))
    return Cases(f"{chief}: {metric} is 0", failed, len(scored), "queries")


def _wrong(records: Sequence[Record]) -> list[Cases]:
    """Answers that failed: refused though answerable, given though unanswerable, or without the key."""
    answerable = [record for record in records if "WrongRefusals" in record.metrics]
    others = [record for record in records if "AbstentionRecall" in record.metrics]
    answered = [record for record in answerable if record.metrics["WrongRefusals"] == 0]
    refused = [record for record in answerable if record.metrics["WrongRefusals"] == 1]
    invented = [record for record in others if record.metrics["AbstentionRecall"] == 0]
    keyless = [record for record in answered if record.metrics["KeyAccuracy"] == 0]
    return [
        Cases("Refused, although the papers answer it", refused, len(answerable), "answerable questions"),
        Cases("Answered, although the papers do not", invented, len(others), "unanswerable questions"),
        Cases("Answered without the key", keyless, len(answered), "answers to answerable questions"),
    ]


def _trusted(svg: str) -> Markup:
    """Mark an SVG as safe to insert unescaped: the names in it, which come from the run, are escaped already."""
    return Markup(svg)  # noqa: S704  # written by ElementTree, which escapes texts and attributes
