"""Scoring of the checks of quotations and claims, on small made-up sets; and the contents of the hand-written sets."""

from collections import Counter
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from conftest import ROOT, Parsed
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from eval.studies import quotations
from eval.studies.quotations import JudgedCheck, judge, main, read_rows, show
from kutip.types import CheckedSentence, Label, QuoteCheck, Verdict

QUOTATIONS = read_rows(ROOT / "eval" / "sets" / "quotations.jsonl")
CLAIMS = read_rows(ROOT / "eval" / "sets" / "claims.jsonl")


def judged(got: str, *wanted: str, kind: str = "none", seconds: float = 0.002, **more: Any) -> JudgedCheck:
    row = {"id": "Q001", "edit": kind, "quote": "It is so.", **more}
    return JudgedCheck(row, got, wanted, seconds)


# --- Judging ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("got", "wanted", "right"),
    [
        ("exact", ("exact",), True),
        ("normalised", ("exact", "normalised"), True),
        ("altered", ("exact", "normalised"), False),
        ("exact", (), False),
        (Verdict.EXACT, ("exact",), True),  # enums of verdicts and labels equal their text
        (Label.NOT_FOUND, ("not_found",), True),
    ],
)
def test_a_verdict_is_right_if_it_is_among_the_wanted_ones(got: str, wanted: tuple[str, ...], right: bool) -> None:
    assert judged(got, *wanted).right is right


@given(st.lists(st.integers(0, 9)))
def test_each_row_is_judged_once_in_order(numbers: list[int]) -> None:
    rows = [{"n": n} for n in numbers]
    found = judge(rows, lambda row: "even" if row["n"] % 2 == 0 else "odd", lambda _: ["even"])
    assert [one.row for one in found] == rows
    assert [one.right for one in found] == [n % 2 == 0 for n in numbers]
    assert all(one.wanted == ("even",) and one.seconds >= 0 for one in found)


def test_only_the_time_of_the_check_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([10.0, 10.5, 20.0, 20.25])
    monkeypatch.setattr(quotations, "time", SimpleNamespace(perf_counter=lambda: next(clock)))
    assert [one.seconds for one in judge([{}, {}], lambda _: "", lambda _: [])] == [0.5, 0.25]


def test_an_error_of_the_check_is_raised() -> None:
    def fail(row: Mapping[str, Any]) -> str:
        raise LookupError(row["id"])

    with pytest.raises(LookupError, match="Q001"):
        judge([{"id": "Q001"}], fail, lambda _: [])


# --- Showing ----------------------------------------------------------------------------------------------------------


def shown(found: Sequence[JudgedCheck], by: str = "edit") -> tuple[list[list[str]], list[str]]:
    """The rows of the table, and the lines below it."""
    console = Console(file=(written := StringIO()), width=150, force_terminal=False)
    show(console, found, by)
    printed = written.getvalue().splitlines()
    rows = [[cell.strip() for cell in line.strip("│").split("│")] for line in printed if line.startswith("│")]
    return rows, printed[next(at for at, line in enumerate(printed) if line.startswith("p50")) :]


def test_each_kind_has_counts_and_its_wrong_verdicts_by_frequency() -> None:
    found = [
        judged("exact", "exact"),
        judged("altered", "altered", kind="word"),
        judged("partial", "altered", kind="word"),
        judged("exact", "altered", kind="word"),
        judged("exact", "altered", kind="word"),
        judged("exact", "altered", kind="number"),
    ]
    rows, _ = shown(found)
    assert rows == [
        ["none", "1", "1", ""],
        ["number", "1", "0", "exact 1"],
        ["word", "4", "1", "exact 2, partial 1"],
        ["all", "6", "0.333", ""],
    ]


def test_median_and_95th_percentile_of_times_are_printed_in_ms() -> None:
    _, (times, *_) = shown([judged("exact", "exact", seconds=n / 1000) for n in range(101)])
    assert times == "p50 50.0 ms, p95 95.0 ms"


def test_each_wrong_row_is_printed_with_the_wanted_verdicts() -> None:
    _, (_, *wrong) = shown(
        [
            judged("exact", "exact", id="Q001"),
            judged("exact", "altered", "partial", id="Q002", quote="[bold]It[/bold] is [1] so."),
            judged("related_only", "quoted", id="C003", quote=None, text="A claim " * 40),
        ]
    )
    assert wrong[0] == "Q002: exact for altered/partial: '[bold]It[/bold] is [1] so.'"
    assert wrong[1].startswith("C003: related_only for quoted: 'A claim A claim ")
    assert len(wrong) == 2
    assert len(wrong[1]) < 150  # a long text is cut


def test_rows_can_be_grouped_by_any_field() -> None:
    found = [judged("quoted", "quoted", label="quoted"), judged("quoted", "not_found", label="not_found")]
    rows, _ = shown(found, by="label")
    assert [row[0] for row in rows] == ["not_found", "quoted", "all"]


# --- The command ------------------------------------------------------------------------------------------------------


class Checker:
    """A checker whose verdict is the first word of the quotation."""

    def __init__(self, documents: object, passages: object) -> None:
        pass

    def check(self, quote: str) -> QuoteCheck:
        return QuoteCheck(quote, Verdict(quote.split()[0]), 1.0, None, ())


def first_word(text: str, retriever: object, checker: object) -> tuple[CheckedSentence, ...]:
    """A check of a claim whose label is the claim's first word."""
    return (CheckedSentence(text, 0, Label(text.split()[0]), (), ()),)


def test_main_scores_both_sets_and_counts_passing_quotations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    written = tmp_path / "quotations.jsonl"
    written.write_text(
        '{"id": "Q1", "quote": "exact this", "edit": "none", "faithful": true, "expected": ["exact"]}\n'
        '{"id": "Q2", "quote": "altered this", "edit": "none", "faithful": true, "expected": ["normalised"]}\n'
        '{"id": "Q3", "quote": "normalised that", "edit": "word", "faithful": false, "expected": ["altered"]}\n'
        '{"id": "Q4", "quote": "partial that", "edit": "word", "faithful": false, "expected": ["altered", "partial"]}\n'
    )
    claims = tmp_path / "claims.jsonl"
    claims.write_text(
        '{"id": "C1", "text": "quoted this", "label": "quoted"}\n'
        '{"id": "C2", "text": "not_found that", "label": "related_only", "also": "not_found"}\n'
        '{"id": "C3", "text": "quoted that", "label": "related_only", "also": null}\n'
    )
    opened = SimpleNamespace(documents={}, passages=())
    for name, value in {
        "_QUOTATIONS": written,
        "_CLAIMS": claims,
        "Retriever": SimpleNamespace(open=lambda index, settings: opened),
        "QuoteChecker": Checker,
        "check_text": first_word,
    }.items():
        monkeypatch.setattr(quotations, name, value)
    main()
    printed = capsys.readouterr().out
    assert "faithful ones that pass: 0.500 of 2; others that pass: 1 of 2" in printed
    assert "Q2: altered for normalised: 'altered this'" in printed
    assert "Q4: " not in printed
    assert "C2: " not in printed
    assert "C3: quoted for related_only: 'quoted that'" in printed


# --- The hand-written sets --------------------------------------------------------------------------------------------


def test_the_set_of_quotations_is_complete_and_valid(parsed: Parsed) -> None:
    assert len(QUOTATIONS) == 390
    assert Counter(row["faithful"] for row in QUOTATIONS) == {True: 202, False: 188}
    assert len({row["id"] for row in QUOTATIONS}) == len(QUOTATIONS)
    for row in QUOTATIONS:
        assert row["quote"].strip(), row["id"]
        assert row["expected"], row["id"]
        assert {*row["expected"]} <= {*Verdict}, row["id"]
        assert row["document"] in {*parsed, None}, row["id"]


def test_only_faithful_quotations_may_be_accepted() -> None:
    accepted = {Verdict.EXACT, Verdict.NORMALISED}
    for row in QUOTATIONS:
        assert accepted.isdisjoint(row["expected"]) is not row["faithful"], row["id"]


def test_the_set_of_claims_is_complete_and_valid() -> None:
    assert len(CLAIMS) == 100
    assert Counter(row["language"] for row in CLAIMS) == {"en": 80, "id": 20}
    assert {row["label"] for row in CLAIMS} == {*Label}
    assert {row.get("also") for row in CLAIMS} <= {*Label, None}
    for field in ("id", "text"):
        assert len({row[field] for row in CLAIMS}) == len(CLAIMS)


def test_each_label_occurs_often_and_in_both_languages() -> None:
    assert min(Counter(row["label"] for row in CLAIMS).values()) >= 10
    assert {row["label"] for row in CLAIMS if row["language"] == "id"} == {*Label}


def letters(text: str) -> str:
    """The text without white space and hyphens, so that line ends do not matter."""
    return "".join(text.split()).replace("-", "")


def test_the_evidence_of_a_claim_is_in_its_paper(parsed: Parsed) -> None:
    sources = {name: letters(document.source_text) for name, (document, _) in parsed.items()}
    for row in CLAIMS:
        assert (row["document"] is None) is (row["evidence"] is None) is (row["label"] == "not_found"), row["id"]
        if row["evidence"] is not None:
            assert letters(row["evidence"]) in sources[row["document"]], row["id"]
