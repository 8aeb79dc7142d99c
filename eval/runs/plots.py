"""The plots of a report, each as one SVG element to be placed in an HTML page."""

import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Literal
from xml.etree import ElementTree

import matplotlib.style
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from eval.scoring.statistics import Interval

# Okabe and Ito's colours, which colour-blind readers can tell apart; without their yellow, too faint on white.
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#000000", "#56b4e9")
_MARKERS = "osD^vPX*"  # one more than there are colours, so that a pair repeats only after 56 systems
_DASHES: tuple[Literal["--", ":", "-."], ...] = ("--", ":", "-.")
_INK, _RULE, _BAND = "#222222", "#d9d9d9", "#f4f5f7"
_LOOK = {
    "svg.fonttype": "none",  # keeps text as text: it can be searched, copied and read aloud
    "svg.hashsalt": "kutip",  # gives the same ids in every run
    "text.parse_math": False,  # a name may contain a dollar sign
    "font.sans-serif": ["DejaVu Sans", "sans-serif"],
    "font.size": 9,
    "text.color": _INK,
    "axes.labelcolor": _INK,
    "xtick.color": _INK,
    "ytick.color": _INK,
    "axes.edgecolor": "#888888",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.color": _RULE,
    "grid.linewidth": 0.6,
    "legend.frameon": False,
}
_WIDTH = 5.0  # inches; small enough that the text stays legible when scaled to a phone's width
_PER_SYSTEM, _PER_ROW, _AROUND = 0.095, 0.13, 0.95  # inches of height
_MICROSECOND = 0.001  # in ms; the least time drawn, since a logarithmic axis has no 0
_LEGEND = 62  # characters that fit in one line of a legend
_KEY = 6  # characters' width of an entry's marker and the space after it
_SVG, _XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"


@dataclass(frozen=True, slots=True)
class Mark:
    """Colour ("#0072b2") and marker ("o") of a system, the same in every plot of a page."""

    colour: str
    marker: str


def marks(names: Sequence[str]) -> dict[str, Mark]:
    """Assign each name a colour and a marker."""
    return {name: Mark(*look) for name, *look in zip(names, cycle(_COLOURS), cycle(_MARKERS), strict=False)}


def plot_intervals(
    rows: Mapping[str, Mapping[str, Interval]],
    looks: Mapping[str, Mark],
    *,
    name: str,
    label: str,
    published: Mapping[str, Mapping[str, float]] | None = None,
) -> str:
    """Draw a marker at the mean and a line over the interval, for each system in each row.

    Args:
        rows: Row label -> system -> interval; the first row is drawn on top.
        looks: Mark of each system.
        name: Name of the plot, unique in its page: letters, digits and hyphens.
        label: Text alternative for people who cannot see the plot.
        published: Row label -> name -> published value, drawn as a line across the row.

    Returns:
        The SVG element.
    """
    lines = published or {}
    systems = [system for system in looks if any(system in row for row in rows.values())]
    with matplotlib.style.context(["default", _LOOK]):
        height = len(rows) * (len(systems) * _PER_SYSTEM + _PER_ROW) + _AROUND
        figure = Figure(figsize=(_WIDTH, height), layout="constrained")
        axes = figure.subplots()
        for at, intervals in enumerate(rows.values()):
            _draw_row(axes, at, {system: intervals[system] for system in systems if system in intervals}, looks)
        drawn = _draw_published(axes, list(rows), lines)
        axes.set_yticks(range(len(rows)), list(rows))
        axes.tick_params("y", length=0)
        axes.set_ylim(len(rows) - 0.5, -0.5)  # the first row on top
        values = [value for row in rows.values() for one in row.values() for value in (one.low, one.high)]
        axes.set_xlim(*_limits([*values, *(value for own in lines.values() for value in own.values())]))
        axes.grid(axis="x")
        axes.set_axisbelow(True)
        _legend(figure, [*(_handle(system, looks[system]) for system in systems), *drawn])
        return _svg(figure, name, label)


def _draw_row(axes: Axes, at: int, intervals: Mapping[str, Interval], looks: Mapping[str, Mark]) -> None:
    """Draw the systems of row `at` one below the other, centred on the row; rows 0, 2, 4 ... get a grey band."""
    if at % 2 == 0:
        axes.axhspan(at - 0.5, at + 0.5, color=_BAND, linewidth=0, zorder=0)
    places = np.linspace(-0.32, 0.32, len(intervals)) if len(intervals) > 1 else np.zeros(1)
    for place, (system, found) in zip(places, intervals.items(), strict=False):
        look, y = looks[system], at + float(place)
        axes.plot([found.low, found.high], [y, y], color=look.colour, linewidth=1.3, solid_capstyle="butt")
        axes.plot([found.mean], [y], color=look.colour, marker=look.marker, markersize=4.5, markeredgewidth=0)


def _draw_published(axes: Axes, labels: Sequence[str], lines: Mapping[str, Mapping[str, float]]) -> list[Line2D]:
    """Draw the published values as lines across their rows; returns one legend entry for each name."""
    dashes = dict(zip(dict.fromkeys(name for own in lines.values() for name in own), cycle(_DASHES), strict=False))
    for label, own in lines.items():
        at = labels.index(label)
        for name, value in own.items():
            axes.plot([value, value], [at - 0.48, at + 0.48], color=_INK, linestyle=dashes[name], linewidth=1.1)
    return [Line2D([], [], color=_INK, linestyle=dash, label=f"{name}, as published") for name, dash in dashes.items()]


def plot_times(times: Mapping[str, Sequence[float]], looks: Mapping[str, Mark], *, name: str, label: str) -> str:
    """Draw for each system the share of queries that took at most x milliseconds, with markers at p50 and p95.

    Args:
        times: System -> milliseconds of each query.
        looks: Mark of each system.
        name: Name of the plot, as in `plot_intervals`.
        label: Text alternative.

    Returns:
        The SVG element.
    """
    with matplotlib.style.context(["default", _LOOK]):
        figure = Figure(figsize=(_WIDTH, 3.4), layout="constrained")
        axes = figure.subplots()
        for system, own in times.items():
            look, taken = looks[system], [max(ms, _MICROSECOND) for ms in own]
            axes.ecdf(taken, color=look.colour, linewidth=1.3)
            marked = [float(np.quantile(taken, share)) for share in (0.5, 0.95)]
            axes.plot(marked, [0.5, 0.95], color=look.colour, marker=look.marker, markersize=5.5, linestyle="none")
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axes.xaxis.set_minor_locator(NullLocator())
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axes.tick_params("x", labelsize=8)
        axes.set_xlabel("milliseconds a query (logarithmic)")
        axes.set_ylabel("share of queries")
        axes.set_ylim(0, 1.02)
        axes.grid()
        _legend(figure, [_handle(system, looks[system]) for system in times])
        return _svg(figure, name, label)


def plot_risk(curve: Sequence[Sequence[float]], look: Mark, *, name: str, label: str) -> str:
    """Draw a risk-coverage curve and shade the area below it.

    Args:
        curve: Pairs (coverage, risk), each 0 to 1; see `eval.scoring.answers.risk_coverage`.
        look: Mark of the answers.
        name: Name of the plot, as in `plot_intervals`.
        label: Text alternative.

    Returns:
        The SVG element.
    """
    coverage, risk = [pair[0] for pair in curve], [pair[1] for pair in curve]
    with matplotlib.style.context(["default", _LOOK]):
        figure = Figure(figsize=(_WIDTH, 3.2), layout="constrained")
        axes = figure.subplots()
        axes.plot(coverage, risk, color=look.colour, linewidth=1.6)
        axes.fill_between(coverage, risk, color=look.colour, alpha=0.15, linewidth=0)
        axes.set_xlim(0, 1)
        axes.set_ylim(0, min(1.0, max(0.1, 1.15 * max(risk))))
        axes.set_xlabel("coverage: share of questions answered, the surest first")
        axes.set_ylabel("risk: share of them answered wrong")
        axes.grid()
        return _svg(figure, name, label)


def plot_reliability(
    parts: Mapping[str, Sequence[tuple[float, float, int]]], looks: Mapping[str, Mark], *, name: str, label: str
) -> str:
    """Draw the fraction of right answers against their confidence, beside the diagonal on which the two agree.

    Args:
        parts: By name, what `eval.scoring.answers.reliability` returns.
        looks: Mark of each name.
        name: Name of the plot, as in `plot_intervals`.
        label: Text alternative.

    Returns:
        The SVG element.
    """
    with matplotlib.style.context(["default", _LOOK]):
        figure = Figure(figsize=(_WIDTH, 3.6), layout="constrained")
        axes = figure.subplots()
        axes.plot([0, 1], [0, 1], color="0.6", linewidth=1, linestyle=":")
        for of, points in parts.items():
            look = looks[of]
            axes.plot([c for c, _, _ in points], [right for _, right, _ in points], color=look.colour, linewidth=1)
            axes.scatter(
                [c for c, _, _ in points],
                [right for _, right, _ in points],
                s=[8 + 120 * n / sum(n for _, _, n in points) for _, _, n in points],
                color=look.colour,
                marker=look.marker,
            )
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1)
        axes.set_xlabel("confidence")
        axes.set_ylabel("share of the answers that are right")
        axes.grid()
        _legend(figure, [_handle(of, looks[of]) for of in parts])
        return _svg(figure, name, label)


def as_file(svg: str) -> str:
    """The content of an SVG file for a plot: adds the namespace, which an HTML page does not need."""
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def _handle(system: str, look: Mark) -> Line2D:
    return Line2D([], [], color=look.colour, marker=look.marker, markersize=5, linestyle="-", label=system)


def _legend(figure: Figure, handles: Sequence[Line2D]) -> None:
    """Draw a legend above the plot, in as many columns as fit."""
    sizes = [len(str(handle.get_label())) + _KEY for handle in handles]
    fitting = (count for count in range(len(handles), 1, -1) if _legend_width(sizes, count) <= _LEGEND)
    columns = next(fitting, 1)
    figure.legend(handles=list(handles), loc="outside upper center", ncols=columns, columnspacing=1.4, handlelength=1.8)


def _legend_width(sizes: Sequence[int], columns: int) -> int:
    """Width of a legend in characters; its entries of these sizes fill one column after the other."""
    return sum(max(part) for part in np.array_split(sizes, columns))


def _limits(values: Sequence[float]) -> tuple[float, float]:
    """Limits of an axis: the nearest tenths below and above all values, plus a margin so that no marker is cut off."""
    low, high = math.floor(min(values) * 10) / 10, math.ceil(max(values) * 10) / 10
    margin = 0.02 * max(high - low, 0.1)
    return low - margin, high + margin


def _svg(figure: Figure, name: str, label: str) -> str:
    """The figure as an SVG element for HTML: scalable, with a text alternative, and with ids unique in the page."""
    buffer = io.StringIO()
    metadata = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    # savefig would draw the figure twice
    FigureCanvasSVG(figure).print_svg(buffer, metadata=metadata)  # type: ignore[no-untyped-call]
    root = ElementTree.fromstring(buffer.getvalue())  # noqa: S314  # matplotlib has just written it
    used = {value for element in root.iter() for value in _references(element)}
    for element in root.iter():
        element.tag = element.tag.removeprefix(_SVG)  # HTML knows SVG elements without a namespace
        if element.get("id") not in used:
            element.attrib.pop("id", None)
        for key, value in list(element.attrib.items()):
            del element.attrib[key]
            element.set(key.removeprefix(_XLINK), _renamed(key, value, name))
    for defs in root.findall("defs"):
        for style in defs.findall("style"):
            defs.remove(style)  # its selector is `*`, which would style the whole page
    for key in ("width", "height", "version"):
        root.attrib.pop(key)
    root.attrib |= {"role": "img", "aria-label": label}
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=False)


def _references(element: ElementTree.Element) -> list[str]:
    """Ids that an element refers to by href or clip-path."""
    clip = element.get("clip-path", "").removeprefix("url(#").removesuffix(")")
    return [one for one in (element.get(f"{_XLINK}href", "").removeprefix("#"), clip) if one]


def _renamed(key: str, value: str, name: str) -> str:
    """The value of attribute `key`, with the plot's name put before the id if it is an id or refers to one."""
    if key == "id":
        return f"{name}-{value}"
    if key == f"{_XLINK}href":
        return f"#{name}-{value.removeprefix('#')}"
    return value.replace("url(#", f"url(#{name}-") if key == "clip-path" else value
