"""Papers of many kinds are read as a person reads them: headings, paragraphs, entries and in-text citations.

Each folder of tests/papers with a golden.json is one kind of text. The file was written from the source by hand:
headings of sections with their level, the first and last three words of each paragraph, the start of each entry, and
each in-text citation with the start of the entry that it cites, or null.
"""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from conftest import ROOT

from indexer.bibliography.read import read_bibliography
from indexer.parsing.corpus import read_document
from kutip.types import Bibliography, Block, Document, Kind

FOLDERS = sorted(path.parent for path in (ROOT / "tests" / "papers").glob("*/golden.json"))


@dataclass(frozen=True, slots=True)
class Paper:
    document: Document
    blocks: tuple[Block, ...]
    bibliography: Bibliography
    golden: dict[str, list[Any]]


@pytest.fixture(scope="module", params=FOLDERS, ids=lambda folder: folder.name)
def paper(request: pytest.FixtureRequest) -> Paper:
    document, blocks, keyed = read_document(request.param)
    golden = json.loads((request.param / "golden.json").read_text(encoding="utf-8"))
    return Paper(document, blocks, read_bibliography(document, blocks, keyed), golden)


def letters(text: str) -> str:
    """Letters and digits only: marks around words differ between the kinds of text."""
    return "".join(filter(str.isalnum, text.casefold()))


def ends_of(text: str) -> tuple[str, str]:
    words = text.split()
    return letters("".join(words[:3])), letters("".join(words[-3:]))


def test_headings_are_those_of_the_paper(paper: Paper) -> None:
    found = [(block.level, letters(block.text)) for block in paper.blocks if block.kind is Kind.HEADING]
    found = [heading for heading in found if heading[1] != letters(str(paper.document.metadata.get("title", "")))]
    assert found == [(level, letters(text)) for level, text in paper.golden["headings"]]


def test_paragraphs_begin_and_end_where_those_of_the_paper_do(paper: Paper) -> None:
    found = [ends_of(block.text) for block in paper.blocks if block.kind is Kind.PARAGRAPH]
    assert found == [(letters(first), letters(last)) for first, last in paper.golden["paragraphs"]]


def test_entries_of_the_list_are_parted(paper: Paper) -> None:
    found = [letters(reference.text) for reference in paper.bibliography.references]
    wanted = [letters(start) for start in paper.golden["entries"]]
    assert len(found) == len(wanted)
    assert [text for text, start in zip(found, wanted, strict=True) if not text.startswith(start)] == []


def test_citations_in_the_text_lead_to_their_entries(paper: Paper) -> None:
    starts = [letters(start) for start in paper.golden["entries"]]
    start_of = dict(zip((one.id for one in paper.bibliography.references), starts, strict=True))
    found = [(letters(one.text), start_of.get(one.reference_id or "")) for one in paper.bibliography.mentions]
    assert found == [(letters(text), entry and letters(entry)) for text, entry in paper.golden["mentions"]]
