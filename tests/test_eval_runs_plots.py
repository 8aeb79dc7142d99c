"""The plots of a report: their texts, marks, axes and ids."""

import re

from eval.runs.plots import Mark, marks, plot_intervals, plot_reliability, plot_risk, plot_times
from eval.scoring.statistics import Interval

LOOK = marks(["one", "other"])


def drawn(svg: str) -> list[str]:
    """The texts in a plot."""
    return re.findall(r">([^<>]+)</text>", svg)


def test_thirty_systems_get_different_marks() -> None:
    looks = marks([f"s{n}" for n in range(30)])
    assert len(set(looks.values())) == 30
    assert looks["s0"] == Mark("#0072b2", "o")


def test_a_plot_keeps_text_as_text_and_dollar_signs_literal() -> None:
    rows = {"price $x$ & <b>": {"one": Interval(0.5, 0.4, 0.6)}}
    svg = plot_intervals(rows, LOOK, name="p", label='of "one"')
    assert "price $x$ &amp; &lt;b&gt;" in drawn(svg)
    assert "one" in drawn(svg)
    assert "other" not in drawn(svg)  # a system without values is not in the legend
    assert 'aria-label="of &quot;one&quot;"' in svg


def test_an_axis_covers_every_interval() -> None:
    svg = plot_intervals({"row": {"one": Interval(0.5, 0.31, 0.78)}}, LOOK, name="p", label="")
    numbers = [float(text) for text in drawn(svg) if re.fullmatch(r"[\d.]+", text)]
    assert (min(numbers), max(numbers)) == (0.3, 0.8)


def test_a_system_without_a_value_is_not_drawn_in_that_row() -> None:
    both = {"one": Interval(0.5, 0.4, 0.6), "other": Interval(0.2, 0.1, 0.3)}
    whole = plot_intervals({"a": both, "b": both}, LOOK, name="p", label="")
    partly = plot_intervals({"a": both, "b": {"one": both["one"]}}, LOOK, name="p", label="")
    colour = f"stroke: {LOOK['other'].colour}"
    assert whole.count(colour) == partly.count(colour) + 2  # a line and a marker


def test_times_of_0_ms_can_be_drawn() -> None:
    svg = plot_times({"one": [0.0, 0.0]}, LOOK, name="t", label="")  # the logarithm of 0 would warn
    assert {"one", "0.001"} <= {*drawn(svg)}


def test_two_plots_of_the_same_data_have_different_ids() -> None:
    curve = [(0.5, 0.0), (1.0, 0.5)]
    one, other = (plot_risk(curve, LOOK["one"], name=name, label="") for name in ("one", "other"))
    ids = [set(re.findall(r' id="([^"]+)"', svg)) for svg in (one, other)]
    assert ids[0]
    assert ids[0].isdisjoint(ids[1])
    assert one.replace('"one-', '"other-').replace("#one-", "#other-") == other


def test_the_reliability_of_several_calibrations_is_drawn_in_one_plot() -> None:
    parts = {"one": [(0.2, 0.25, 4), (0.9, 0.5, 2)], "other": [(0.5, 0.5, 1)]}
    svg = plot_reliability(parts, LOOK, name="reliability", label="how sure, how right")
    assert {"one", "other", "confidence"} <= set(drawn(svg))
    assert "how sure, how right" in svg
