"""Tests for citations by author and page, as the style of the MLA has them."""

import pytest

from indexer.bibliography.entries import parse_references
from indexer.bibliography.paged_mentions import cited_by_page
from kutip.types import Block, Document, Kind, Reference, Span

LIST = (
    "Holm, Ane. The Quiet Weir. Sund, 2001.",
    "Lee, Ann, and Bo Day. “Salt and Bread.” Journal of Mills, vol. 4, no. 2, 2014, pp. 12-33.",
    "van der Meer, Jan, et al. “Dunes after Storms.” Coast, vol. 9, no. 1, 2017, pp. 3-19.",
    "Roe, Ines. Ledgers. North Press, 1998.",
    "Roe, Ines. More Ledgers. North Press, 2003.",
)


def references(*entries: str) -> tuple[Reference, ...]:
    source = "\n".join(entries)
    blocks, at = [], 0
    for entry in entries:
        blocks.append(Block(Kind.REFERENCE, (), (Span(at, at + len(entry)),), entry))
        at += len(entry) + 1
    return parse_references(Document("paper", source, "00" * 32, {}), blocks)


def cited(text: str, *, by_name: int = 0, entries: tuple[str, ...] = LIST) -> list[str]:
    (found,) = cited_by_page([text], references(*entries), by_name=by_name)
    assert [text[one.start : one.end].startswith(one.who) for one in found] == [True] * len(found)
    return [f"{one.who} {one.year}" for one in found]


@pytest.mark.parametrize(
    ("text", "works"),
    [
        ("Weirs silt up (Holm 45).", ["Holm 2001"]),
        ("Bread was dear (Lee and Day 14-15).", ["Lee and Day 2014"]),
        ("Dunes return (van der Meer et al. 7; Holm 50, 52).", ["van der Meer et al. 2017", "Holm 2001"]),
        ("He doubts it (see Holm 3).", ["Holm 2001"]),
        ("He doubts it (qtd. in Holm 3).", ["Holm 2001"]),
    ],
)
def test_a_name_and_a_page_in_brackets_cite_the_one_entry_of_that_name(text: str, works: list[str]) -> None:
    assert cited(text) == works


@pytest.mark.parametrize(
    "text",
    [
        "The team (Team 12) won.",
        "It is shown below (Table 3).",
        "Ledgers were kept (Roe 12).",  # of two entries
        "Only one of them (Lee 12) agreed.",  # the entry has two authors
        "He left early (Holm).",
        "It was cold (Holm, 12 March).",
        "The weir (Holm 2001) is old.",
        "In May (May 12) it rained.",
    ],
)
def test_other_names_and_numbers_in_brackets_cite_nothing(text: str) -> None:
    assert cited(text) == []


def test_a_paper_that_cites_by_year_or_number_does_not_cite_by_page() -> None:
    assert cited("Weirs silt up (Holm 45).", by_name=1) == []
    dated = ("Holm, A. (2001). The quiet weir. Sund.", "Lee, A., & Day, B. (2014). Salt and bread. Mills, 4(2), 12–33.")
    assert cited("Weirs silt up (Holm 45).", entries=dated) == []
    numbered = tuple(f"[{n}] {entry}" for n, entry in enumerate(LIST, 1))
    assert cited("Weirs silt up (Holm 45).", entries=numbered) == []
    assert cited("Weirs silt up (Holm 45).", entries=()) == []
