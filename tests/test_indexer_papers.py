"""The two bundled papers compared with golden files, which were written by people reading the papers."""

import pytest
from conftest import Parsed, golden

from kutip.text.reading import squeeze
from kutip.types import Block, Kind

TABLES = [(doc, i) for doc, tables in golden("tables").items() for i in range(len(tables))]


def rows_of(blocks: tuple[Block, ...], caption: str) -> list[Block]:
    return [b for b in blocks if b.kind is Kind.TABLE_ROW and b.context[0] == caption]


@pytest.mark.parametrize(("doc", "i"), TABLES)
def test_every_table_row_has_the_text_and_cells_of_the_golden_file(parsed: Parsed, doc: str, i: int) -> None:
    table = golden("tables")[doc][i]
    rows = rows_of(parsed[doc][1], table["caption"])
    assert [row.text for row in rows] == [row["text"] for row in table["rows"]]
    cells = [[[cell.column, cell.text] for cell in row.cells] for row in rows]
    assert cells == [row["cells"] for row in table["rows"]]


@pytest.mark.parametrize("doc", ["najib-juned-2025", "cakrawala-733"])
def test_headings_and_their_levels_equal_the_golden_file(parsed: Parsed, doc: str) -> None:
    headings = [[b.level, b.text] for b in parsed[doc][1] if b.kind is Kind.HEADING]
    assert headings == golden("headings")[doc]


def test_every_reference_is_one_block(parsed: Parsed) -> None:
    blocks = parsed["najib-juned-2025"][1]
    entries = [b.text.removeprefix("- ") for b in blocks if b.kind is Kind.REFERENCE]
    assert entries == golden("references")["najib-juned-2025"]


def test_the_paper_without_a_reference_list_has_no_references(parsed: Parsed) -> None:
    assert not [b for b in parsed["cakrawala-733"][1] if b.kind is Kind.REFERENCE]


@pytest.mark.parametrize("doc", ["najib-juned-2025", "cakrawala-733"])
def test_sentences_cut_by_other_blocks_are_in_one_block_again(parsed: Parsed, doc: str) -> None:
    texts = [b.text for b in parsed[doc][1]]
    lost = [cut for cut in golden("joined")[doc] if not any(" ".join(cut) in text for text in texts)]
    assert lost == []


def test_line_end_hyphens_are_removed_only_within_one_word(parsed: Parsed) -> None:
    document, blocks = parsed["cakrawala-733"]
    text = " ".join(b.text for b in blocks)
    source = squeeze(document.source_text)
    for left, right, word in golden("hyphens")["cakrawala-733"]:
        assert f"{left} {right}" in source
        assert word in text
        assert f"{left} {right}" not in text


def test_the_quoted_wording_of_the_law_is_a_quotation(parsed: Parsed) -> None:
    quotes = [b for b in parsed["najib-juned-2025"][1] if b.kind is Kind.QUOTE]
    assert [q.text[:25] for q in quotes] == ["“Any person who recruits,"]


def test_list_items_of_both_papers_are_recognised(parsed: Parsed) -> None:
    items = {doc: [b.text[:24] for b in blocks if b.kind is Kind.LIST_ITEM] for doc, (_, blocks) in parsed.items()}
    assert len(items["najib-juned-2025"]) == 8 + 5
    assert items["najib-juned-2025"][1].startswith("2. HIV/AIDS\nMany cases")
    assert [text[:2] for text in items["cakrawala-733"]] == ["a.", "b.", "a.", "b."]


def test_pages_of_the_second_paper_start_at_lines_indented_by_one(parsed: Parsed) -> None:
    document = parsed["cakrawala-733"][0]
    assert len(document.pages) == 20
    assert document.pages[0] == 0
    assert all(document.source_text[page] == " " for page in document.pages)
    assert parsed["najib-juned-2025"][0].pages == ()


def test_appendices_are_not_below_the_conclusion(parsed: Parsed) -> None:
    blocks = parsed["cakrawala-733"][1]
    assert all(row.heading == () for row in rows_of(blocks, "Appendix 1. Organizing of AMMTC"))
