"""Tests for entries in which a dash stands for the authors of the entry above."""

import pytest

from indexer.bibliography.entries import parse_references
from kutip.text.reading import source_of
from kutip.types import Block, Document, Kind, Reference, Span


def read(*entries: str) -> tuple[Document, tuple[Reference, ...]]:
    source = "\n".join(entries)
    blocks, at = [], 0
    for entry in entries:
        blocks.append(Block(Kind.REFERENCE, (), (Span(at, at + len(entry)),), entry))
        at += len(entry) + 1
    document = Document("paper", source, "00" * 32, {})
    return document, parse_references(document, blocks)


@pytest.mark.parametrize("dash", ["———", "---", "____", "–––", "———————", "— — —", "--"])
@pytest.mark.parametrize("mark", [". 2004. ", " (2004). "])
def test_a_dash_stands_for_the_authors_above_and_has_their_place(dash: str, mark: str) -> None:
    document, (above, below) = read(
        "Holm, A., & Day, B. (2001). The quiet weir. Sund.", f"{dash}{mark}The loud weir. Sund."
    )
    assert [one.listed for one in below.authors] == [one.listed for one in above.authors]
    assert all(one.repeated for one in below.authors)
    assert not any(one.repeated for one in above.authors)
    assert {source_of(document.source_text, one.spans) for one in below.authors} == {dash}
    assert below.year is not None
    assert below.year.text == "2004"
    assert below.title is not None
    assert below.title.text == "The loud weir"
    assert below.text.startswith(dash)


def test_authors_after_the_dash_are_the_entry_s_own() -> None:
    document, (_, second, third) = read(
        "Holm, Ane. 2001. The Quiet Weir. Oslo: Sund.",
        "———, and Bo Roe. 2006. “Weirs of the North.” Journal of Water 12 (3): 4–9.",
        "———. 2008. Weirs. Oslo: Sund.",
    )
    assert [(one.listed, one.repeated) for one in second.authors] == [("Holm, Ane", True), ("Roe, Bo", False)]
    assert source_of(document.source_text, second.authors[1].spans) == "Bo Roe"
    assert [(one.listed, one.repeated) for one in third.authors] == [("Holm, Ane", True), ("Roe, Bo", True)]


def test_a_dash_without_an_entry_above_stands_for_nobody() -> None:
    _, (only,) = read("———. 2004. The Loud Weir. Oslo: Sund.")
    assert only.authors == ()


@pytest.mark.parametrize(
    "entry", ["- Lee, A. (2004). Mud. Press.", "– Lee, A. (2004). Mud. Press.", "-- Lee, A. (2004). Mud."]
)
def test_a_bullet_is_no_dash(entry: str) -> None:
    _, (_, below) = read("Holm, A. (2001). The quiet weir. Sund.", entry)
    assert not any(one.repeated for one in below.authors)
