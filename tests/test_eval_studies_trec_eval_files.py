"""Reading trec_eval's test files, and comparing a number with its printed digits."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.errors import EvaluationError
from eval.studies.agreement import ALL
from eval.studies.trec_eval_files import Command, Printed, read_printed, read_qrels, read_run

# --- Digits -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "value", "agrees"),
    [
        ("0.6667", 2 / 3, True),
        ("0.6666", 2 / 3, False),  # truncated, not rounded
        ("0.6667", 0.66665001, True),
        ("0.6667", 0.66675001, False),
        ("0.67", 2 / 3, True),  # two decimals were printed
        ("3", 3.0, True),
        ("3", 2.0, False),
        ("0.0000", 0.00006, False),
    ],
)
def test_a_value_agrees_if_it_rounds_to_the_printed_digits(printed: str, value: float, agrees: bool) -> None:
    assert Printed("map", "q1", printed).agrees(value) is agrees


@given(value=st.floats(0, 1), places=st.integers(1, 6))
def test_a_number_agrees_with_its_own_digits_only(value: float, places: int) -> None:
    own = Printed("map", "q1", f"{value:.{places}f}")
    assert own.agrees(value)
    assert own.rounded(value) == own.value
    assert not own.agrees(value + 2 * 10**-places)


# --- Files ------------------------------------------------------------------------------------------------------------


def test_comments_empty_lines_and_further_columns_are_ignored(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("# a comment\n\nq1 0 a 2 more\n  # more\nq1\t0\tb\t-1\n", encoding="utf-8")
    assert read_qrels(path) == {"q1": {"a": 2, "b": -1}}
    path.write_text("#\nq1 Q0 a 7 1e-2 tag and more\nq1\tQ0\tb\t1\t  3\ttag\n", encoding="utf-8")
    assert read_run(path) == {"q1": {"a": 0.01, "b": 3.0}}
    path.write_text("map                   \tall\t0.5000\n", encoding="utf-8")
    assert read_printed(path) == [Printed("map", ALL, "0.5000")]


@pytest.mark.parametrize(
    ("read", "text", "message"),
    [
        (read_qrels, "q1 0 a 1\nq1 0 a\n", "line 2 has 3 columns, not 4"),
        (read_qrels, "q1 0 a much\n", "has 'much' where a number belongs"),
        (read_run, "q1 Q0 a 1 0.5\n", "line 1 has 5 columns, not 6"),
        (read_run, "q1 Q0 a 1 nan tag\n", "has 'nan' where a number belongs"),
        (read_printed, "map all\n", "line 1 has 2 columns, not 3"),
    ],
)
def test_files_in_another_format_are_refused_with_the_line(
    read: Callable[[Path], object], text: str, message: str, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text(text, encoding="utf-8")
    with pytest.raises(EvaluationError, match=rf"file {message}.*; fetch the file again"):
        read(tmp_path / "file")


# --- Commands ---------------------------------------------------------------------------------------------------------


def test_options_are_shown_as_trec_eval_takes_them() -> None:
    assert [Command("", "", "", complete=True).options, Command("", "", "", rel=2, depth=100).options] == [
        "-c",
        "-l 2 -M 100",
    ]
