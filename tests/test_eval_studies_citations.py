"""Scoring of references and mentions, on small lists whose counts can be checked by hand."""

import gzip
import json
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from eval.studies.citations import (
    Agreement,
    callouts_found,
    mentions_agreement,
    parts_found,
    show_papers,
    show_public,
    wrong_fields,
)
from kutip.types import Author, Bibliography, Form, Mention, Part, Reference, Span

HERE = (Span(0, 1),)


# --- Precision, recall, F1 --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "wanted", "right", "precision", "recall", "f1"),
    [
        (4, 8, 2, 0.5, 0.25, 1 / 3),
        (5, 5, 5, 1.0, 1.0, 1.0),
        (5, 5, 0, 0.0, 0.0, 0.0),
        (0, 5, 0, 1.0, 0.0, 0.0),  # nothing found, so nothing found wrongly
        (5, 0, 0, 0.0, 1.0, 0.0),
        (0, 0, 0, 1.0, 1.0, 1.0),
    ],
)
def test_precision_recall_and_f1_of_given_counts(
    found: int, wanted: int, right: int, precision: float, recall: float, f1: float
) -> None:
    agreement = Agreement(found, wanted, right)
    assert (agreement.precision, agreement.recall) == (precision, recall)
    assert agreement.f1 == pytest.approx(f1)


@given(right=st.integers(0, 9), others=st.integers(0, 9), missed=st.integers(0, 9))
def test_f1_lies_between_precision_and_recall(right: int, others: int, missed: int) -> None:
    agreement = Agreement(right + others, right + missed, right)
    low, high = sorted((agreement.precision, agreement.recall))
    assert 0 <= low <= high <= 1
    assert agreement.f1 == 0 if right == 0 and (others or missed) else low - 1e-9 <= agreement.f1 <= high + 1e-9


# --- Mentions ---------------------------------------------------------------------------------------------------------


def mention(start: int, end: int, year: str, entry: str | None = None) -> Mention:
    """A mention with two spans, cut at its middle as by a line end."""
    middle = (start + end) // 2
    spans = (Span(start, middle), Span(middle + 1, end))
    return Mention(f"m{start}", "paper", Form.PARENTHETICAL, "Kim, 2023", spans, "It is so.", "Kim", year, entry)


def by_hand(start: int, end: int, year: str, entry: int | None = None) -> dict[str, Any]:
    return {"start": start, "end": end, "year": year, "entry": entry}


def bibliography(*mentions: Mention) -> Bibliography:
    """A bibliography with two entries, r1 and r2, and these mentions."""
    entries = tuple(Reference(id_, "paper", f"{id_}.", HERE) for id_ in ("r1", "r2"))
    return Bibliography(entries, mentions, ())


def test_mentions_agree_by_place_and_year_links_by_entry() -> None:
    own = bibliography(mention(0, 9, "2001", "r1"), mention(20, 29, "2002", "r2"), mention(40, 49, "2003"))
    golden = [by_hand(0, 9, "2001", 1), by_hand(20, 29, "2002", 2), by_hand(40, 49, "2003")]
    assert mentions_agreement(own, golden) == (Agreement(3, 3, 3), Agreement(2, 2, 2))


@pytest.mark.parametrize(
    ("found", "mentions", "links"),
    [
        (mention(0, 9, "2001", "r1"), Agreement(1, 1, 1), Agreement(1, 1, 1)),
        (mention(0, 9, "2001", "r2"), Agreement(1, 1, 1), Agreement(1, 1, 0)),
        (mention(0, 9, "2001"), Agreement(1, 1, 1), Agreement(0, 1, 0)),
        (mention(0, 9, "2001a", "r1"), Agreement(1, 1, 0), Agreement(1, 1, 0)),
        (mention(1, 9, "2001", "r1"), Agreement(1, 1, 0), Agreement(1, 1, 0)),
        (mention(0, 8, "2001", "r1"), Agreement(1, 1, 0), Agreement(1, 1, 0)),
    ],
)
def test_a_mention_with_another_place_year_or_entry_is_wrong(
    found: Mention, mentions: Agreement, links: Agreement
) -> None:
    assert mentions_agreement(bibliography(found), [by_hand(0, 9, "2001", 1)]) == (mentions, links)


def test_missed_mentions_lower_recall_and_extra_ones_precision() -> None:
    nothing = mentions_agreement(bibliography(), [by_hand(0, 9, "2001", 1), by_hand(20, 29, "2002")])
    assert nothing == (Agreement(0, 2, 0), Agreement(0, 1, 0))
    extra = mentions_agreement(bibliography(mention(0, 9, "2001", "r1")), [])
    assert extra == (Agreement(1, 0, 0), Agreement(1, 0, 0))


# --- Fields -----------------------------------------------------------------------------------------------------------


def part(text: str) -> Part:
    return Part(text, HERE)


ARCHER = Reference(
    "r1",
    "paper",
    "Archer, C. (2001). International Organizations. Routledge.",
    HERE,
    (Author("Archer", "C.", HERE),),
    year=part("2001"),
    title=part("International Organizations"),
    container=part("Routledge"),
)
NOTHING: dict[str, Any] = dict.fromkeys(("year", "title", "container", "doi", "url"))
AS_READ = {
    **NOTHING,
    "authors": [{"family": "Archer", "given": "C."}],
    "year": "2001",
    "title": "International Organizations",
    "container": "Routledge",
}


def differing(*golden: Mapping[str, Any], own: Sequence[Reference] = (ARCHER,)) -> list[str]:
    return list(wrong_fields(Bibliography(tuple(own), (), ()), golden))


def test_an_entry_equal_to_the_hand_made_one_has_no_wrong_fields() -> None:
    assert differing(AS_READ) == []
    assert differing(own=()) == []
    bare = Reference("r1", "paper", "Somebody wrote.", HERE)
    assert differing({**NOTHING, "authors": []}, own=[bare]) == []


@pytest.mark.parametrize(
    "closed",
    [
        {"title": "International Organizations."},
        {"container": "Routledge. "},
        {"authors": [{"family": "Archer.", "given": "C"}]},
        {"doi": ""},
    ],
)
def test_full_stops_and_spaces_at_the_end_are_ignored(closed: Mapping[str, Any]) -> None:
    assert differing({**AS_READ, **closed}) == []


@pytest.mark.parametrize(
    ("other", "message"),
    [
        ({"year": "2002"}, "1 year: '2001' for '2002'"),
        ({"year": None}, "1 year: '2001' for ''"),
        ({"doi": "10.1/x"}, "1 doi: '' for '10.1/x'"),
        ({"title": "International. Organizations"}, "1 title: 'International Organizations' for"),
        ({"authors": []}, "1 authors: ['Archer|C'] for []"),
        ({"authors": [{"family": "Archer", "given": "D."}]}, "1 authors: ['Archer|C'] for ['Archer|D']"),
        ({"authors": [{"family": "C.", "given": "Archer"}]}, "1 authors: ['Archer|C'] for ['C|Archer']"),
    ],
)
def test_a_wrong_field_is_reported_with_both_values_and_the_entry(other: Mapping[str, Any], message: str) -> None:
    (line,) = differing({**AS_READ, **other})
    assert line.startswith(message)


def test_every_field_of_every_entry_is_compared() -> None:
    wrong = {**AS_READ, "year": "1999", "url": "https://a.b"}
    assert [line.split(":")[0] for line in differing(AS_READ, wrong, own=[ARCHER, ARCHER])] == ["2 year", "2 url"]


def test_a_different_number_of_entries_is_an_error() -> None:
    with pytest.raises(ValueError, match="zip"):
        differing(AS_READ, AS_READ)


# --- Public sets ------------------------------------------------------------------------------------------------------


def row(callout: str, *, left: str = "It was shown", right: str = "and so on.") -> dict[str, str]:
    return {"left": left, "callout": callout, "right": right}


@pytest.mark.parametrize(
    "found",
    [
        row("(Koster, 2009)"),
        row("Koster, 2009", left="It was shown (see", right=") here."),
        row("Koster (2009)", left="It was shown by"),
        row("(Koster, 2009; Kim et al., 2023a, 2024)"),
        row("(Koster, 2009)", left="", right=""),
        row("(Koster, 2009)", left="Others (Kim, 2023) saw it", right="as did more (Archer, 2001)."),
    ],
)
def test_a_callout_with_all_its_years_is_found(found: Mapping[str, str]) -> None:
    assert callouts_found([found]) == (Agreement(1, 1, 1), [])


@pytest.mark.parametrize(
    ("missed", "message"),
    [
        (row("(June 2009)"), "It was shown⟦(June 2009)⟧"),
        (row("It was shown 2009", left="(Koster, 2009)"), "(Koster, 2009)⟦It was shown 2009⟧"),
        (row("It was Koster (2009)", left=""), "⟦It was Koster (2009)⟧"),
        (row("(June 2009)", left="a" * 60), f"{'a' * 40}⟦(June 2009)⟧"),
    ],
)
def test_a_missed_callout_is_reported_with_the_text_before_it(missed: Mapping[str, str], message: str) -> None:
    assert callouts_found([missed]) == (Agreement(1, 1, 0), [message])


@pytest.mark.parametrize("callout", ["[12]", "[3, 5-7]", "(2009)", "(Koster)", ""])
def test_callouts_without_a_name_or_a_year_are_not_counted(callout: str) -> None:
    assert callouts_found([row(callout)]) == (Agreement(0, 0, 0), [])


def test_callouts_are_counted_together() -> None:
    agreement, failed = callouts_found([row("(Koster, 2009)"), row("[1]"), row("(June 2009)"), row("Kim (2023)")])
    assert agreement == Agreement(3, 3, 2)
    assert len(failed) == 1


ENTRY = "Koster, A. (2009). The art of doubt. Journal of Doubt, 3(1), 1-9."


def labelled(*labels: tuple[str, str], text: str = ENTRY) -> dict[str, Any]:
    return {"text": text, "labels": [list(label) for label in labels]}


def test_parts_of_a_reference_match_ignoring_case_and_punctuation() -> None:
    found = parts_found([labelled(("author", "KOSTER, A."), ("date", "(2009)."), ("title", "The Art, of Doubt"))])
    named = {"authors", "year", "title"}
    assert {name: agreement for name, (agreement, _) in found.items()} == {
        name: Agreement(1, 1, 1) if name in named else Agreement(0, 0, 0) for name in found
    }
    assert [failures for _, failures in found.values() if failures] == []


@pytest.mark.parametrize(
    ("label", "name", "message"),
    [
        (("author", "Kim, B."), "authors", "'Koster, A' for 'Kim, B.'"),
        (("date", "2010"), "year", "'2009' for '2010'"),
        (("title", "The art"), "title", "'The art of doubt' for 'The art'"),
        (("journal", "Journal of Faith"), "container", "'Journal of Doubt' for 'Journal of Faith'"),
        (("pages", "1-8"), "pages", "'1-9' for '1-8'"),
        (("doi", "10.1000/1"), "doi", "'' for '10.1000/1'"),
    ],
)
def test_a_wrong_part_is_reported_with_both_values(label: tuple[str, str], name: str, message: str) -> None:
    found = parts_found([labelled(label)])
    assert found.pop(name) == (Agreement(1, 1, 0), [message])
    assert [agreement for agreement, _ in found.values()] == [Agreement(0, 0, 0)] * 7


@pytest.mark.parametrize(
    ("label", "name"),
    [
        (("container-title", "In Journal of Doubt,"), "container"),
        (("pages", "pp. 1-9"), "pages"),
    ],
)
def test_what_stands_in_front_of_a_part_does_not_count(label: tuple[str, str], name: str) -> None:
    assert parts_found([labelled(label)])[name] == (Agreement(1, 1, 1), [])


@pytest.mark.parametrize(
    "printed", ["https://doi.org/10.1000/a.b(1)", "DOI:http://doi.org/10.1000/a.b(1).", "(10.1000/a.b)"]
)
def test_a_doi_is_right_only_whole(printed: str) -> None:
    entry = f"{ENTRY} {printed}"
    assert parts_found([labelled(("doi", printed), text=entry)])["doi"][0] == Agreement(1, 1, 1)
    cut = labelled(("doi", printed), text=entry.replace("a.b", "a.c"))
    assert parts_found([cut])["doi"][0] == Agreement(1, 1, 0)


def test_the_first_of_two_equal_labels_counts() -> None:
    found = parts_found([labelled(("title", "The art of doubt"), ("title", "Another one"))])
    assert found["title"][0] == Agreement(1, 1, 1)


@pytest.mark.parametrize("date", ["n.d.", "in press", "March"])
def test_a_date_without_a_year_is_not_counted(date: str) -> None:
    assert parts_found([labelled(("date", date))])["year"] == (Agreement(0, 0, 0), [])


def test_a_year_with_a_letter_or_month_counts_as_the_year() -> None:
    for date in ("2009a", "2009, March", "1999/2009"):
        assert parts_found([labelled(("date", date))])["year"][0] == Agreement(1, 1, 1)


def test_parts_of_an_unreadable_entry_are_not_found() -> None:
    nonsense = labelled(("author", "Koster"), ("date", "2009"), ("title", "Doubt"), text="nothing to be read")
    scored = [agreement for agreement, _ in parts_found([nonsense]).values() if agreement.wanted]
    assert scored == [Agreement(1, 1, 0)] * 3


# --- Printing ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def console() -> Console:
    return Console(file=StringIO(), width=150, force_terminal=False)


def printed(console: Console) -> str:
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def rows_of(table: str) -> dict[str, list[str]]:
    """The rows of a printed table: first cell -> the other cells."""
    cells = [[cell.strip() for cell in line.strip("│").split("│")] for line in table.splitlines() if "│" in line]
    return {first: rest for first, *rest in cells}


def test_both_papers_agree_with_the_hand_made_lists(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    show_papers(console)
    rows = rows_of(printed(console))
    assert rows["cakrawala-733"] == ["48", "1.000", "1.000", "1.000", "0", "1.000", "0", "0"]
    assert rows["najib-juned-2025"] == ["62", "1.000", "1.000", "1.000", "62", "1.000", "53", "0"]
    assert "cakrawala-733 no_list: The text cites 39 works" in printed(console)


def packed(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    path.parent.mkdir()
    path.write_bytes(gzip.compress("\n".join(json.dumps(one) for one in rows).encode("utf-8")))


def test_public_sets_are_read_gzipped_and_their_failures_printed(console: Console, tmp_path: Path) -> None:
    packed(tmp_path / "callouts" / "callouts.jsonl.gz", [row("(Koster, 2009)"), row("(June 2009)")])
    packed(tmp_path / "references" / "gold.jsonl.gz", [labelled(("author", "Koster, A."), ("title", "[Other]"))])
    show_public(console, tmp_path)
    shares = [line.split("│")[1:-1] for line in printed(console).splitlines() if "│" in line]
    assert [[cell.strip() for cell in line] for line in shares] == [
        ["callouts", "by author and year", "2", "0.500"],
        ["references", "authors", "1", "1.000"],
        ["references", "year", "0", "1.000"],
        ["references", "title", "1", "0.000"],
        *(["references", name, "0", "1.000"] for name in ("container", "pages", "publisher", "place", "doi")),
    ]
    assert "callouts: It was shown⟦(June 2009)⟧" in printed(console)
    assert "title: 'The art of doubt' for '[Other]'" in printed(console)  # not read as markup


def test_only_a_few_of_many_failures_are_printed(console: Console, tmp_path: Path) -> None:
    months = [row("(June 2009)", left=f"case {n}") for n in range(50)]
    packed(tmp_path / "callouts" / "callouts.jsonl.gz", months)
    packed(tmp_path / "references" / "gold.jsonl.gz", [])
    show_public(console, tmp_path)
    failures = [line for line in printed(console).splitlines() if line.startswith("callouts: ")]
    assert len(failures) == 8
    assert failures[0] != failures[-1]
