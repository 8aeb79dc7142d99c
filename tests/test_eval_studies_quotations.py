"""How checks of quotations and claims are measured: on small made sets, and what the sets written by hand hold."""

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
        (Verdict.EXACT, ("exact",), True),  # verdicts and labels are read as they are written
        (Label.NOT_FOUND, ("not_found",), True),
    ],
)
def test_what_a_person_would_have_given_too_is_right(got: str, wanted: tuple[str, ...], right: bool) -> None:
    assert judged(got, *wanted).right is right


@given(st.lists(st.integers(0, 9)))
def test_each_row_is_judged_once_in_its_order(numbers: list[int]) -> None:
    rows = [{"n": n} for n in numbers]
    found = judge(rows, lambda row: "even" if row["n"] % 2 == 0 else "odd", lambda _: ["even"])
    assert [one.row for one in found] == rows
    assert [one.right for one in found] == [n % 2 == 0 for n in numbers]
    assert all(one.wanted == ("even",) and one.seconds >= 0 for one in found)


def test_what_finding_took_is_measured_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([10.0, 10.5, 20.0, 20.25])
    monkeypatch.setattr(quotations, "time", SimpleNamespace(perf_counter=lambda: next(clock)))
    assert [one.seconds for one in judge([{}, {}], lambda _: "", lambda _: [])] == [0.5, 0.25]


def test_a_failure_to_find_is_no_verdict() -> None:
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


def test_each_kind_has_its_count_and_what_it_was_taken_for_most_often_first() -> None:
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


def test_the_median_and_the_tail_of_the_times_are_shown_in_milliseconds() -> None:
    _, (times, *_) = shown([judged("exact", "exact", seconds=n / 1000) for n in range(101)])
    assert times == "p50 50.0 ms, p95 95.0 ms"


def test_each_that_is_judged_wrongly_is_shown_with_what_was_wanted() -> None:
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
    assert len(wrong[1]) < 150  # of a long one the beginning


def test_groups_are_by_any_field_of_the_rows() -> None:
    found = [judged("quoted", "quoted", label="quoted"), judged("quoted", "not_found", label="not_found")]
    rows, _ = shown(found, by="label")
    assert [row[0] for row in rows] == ["not_found", "quoted", "all"]


# --- The whole --------------------------------------------------------------------------------------------------------


class Checker:
    """Finds of a quotation the verdict that it begins with."""

    def __init__(self, documents: object, passages: object) -> None:
        pass

    def check(self, quote: str) -> QuoteCheck:
        return QuoteCheck(quote, Verdict(quote.split()[0]), 1.0, None, ())


def first_word(text: str, retriever: object, checker: object) -> tuple[CheckedSentence, ...]:
    return (CheckedSentence(text, 0, Label(text.split()[0]), (), ()),)


def test_both_sets_are_judged_with_what_passes_of_faithful_quotations_and_of_others(
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


# --- The sets written by hand -----------------------------------------------------------------------------------------


def test_the_set_of_quotations_is_whole(parsed: Parsed) -> None:
    assert len(QUOTATIONS) == 390
    assert Counter(row["faithful"] for row in QUOTATIONS) == {True: 202, False: 188}
    assert len({row["id"] for row in QUOTATIONS}) == len(QUOTATIONS)
    for row in QUOTATIONS:
        assert row["quote"].strip(), row["id"]
        assert row["expected"], row["id"]
        assert {*row["expected"]} <= {*Verdict}, row["id"]
        assert row["document"] in {*parsed, None}, row["id"]


def test_a_faithful_quotation_may_pass_and_no_other_must() -> None:
    accepted = {Verdict.EXACT, Verdict.NORMALISED}
    for row in QUOTATIONS:
        assert accepted.isdisjoint(row["expected"]) is not row["faithful"], row["id"]


def test_the_set_of_claims_is_whole() -> None:
    assert len(CLAIMS) == 100
    assert Counter(row["language"] for row in CLAIMS) == {"en": 80, "id": 20}
    assert {row["label"] for row in CLAIMS} == {*Label}
    assert {row.get("also") for row in CLAIMS} <= {*Label, None}
    for field in ("id", "text"):
        assert len({row[field] for row in CLAIMS}) == len(CLAIMS)


def test_each_label_is_asked_for_often_and_in_both_languages() -> None:
    assert min(Counter(row["label"] for row in CLAIMS).values()) >= 10
    assert {row["label"] for row in CLAIMS if row["language"] == "id"} == {*Label}


def letters(text: str) -> str:
    """A text without spaces and hyphens, so that the ends of lines do not matter."""
    return "".join(text.split()).replace("-", "")


def test_what_a_claim_rests_on_is_in_its_paper(parsed: Parsed) -> None:
    sources = {name: letters(document.source_text) for name, (document, _) in parsed.items()}
    for row in CLAIMS:
        assert (row["document"] is None) is (row["evidence"] is None) is (row["label"] == "not_found"), row["id"]
        if row["evidence"] is not None:
            assert letters(row["evidence"]) in sources[row["document"]], row["id"]
