"""In-text citations of whole documents: the 110 of both bundled papers, and small examples."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from conftest import GOLDEN, Parsed
from hypothesis import given
from hypothesis import strategies as st

from indexer.bibliography.entries import parse_references
from indexer.bibliography.mentions import find_mentions
from kutip.text.callouts import callouts
from kutip.text.reading import source_of, squeeze
from kutip.types import Author, Block, Document, Form, Kind, Mention, Part, Reference, Span

PAPERS = ["najib-juned-2025", "cakrawala-733"]
MENTIONS = [json.loads(line) for line in (GOLDEN / "mentions.jsonl").read_text(encoding="utf-8").splitlines()]


def golden_of(paper: str) -> list[dict[str, Any]]:
    return [mention for mention in MENTIONS if mention["document"] == paper]


def unspaced(text: str) -> str:
    return "".join(text.split())


def paper(*blocks: tuple[Kind, str]) -> tuple[Document, list[Block]]:
    """Make a document of blocks, one below the other."""
    source = "\n\n".join(text for _, text in blocks)
    made, at = [], 0
    for kind, text in blocks:
        made.append(Block(kind, (), (Span(at, at + len(text)),), squeeze(text)))
        at += len(text) + 2
    return Document("paper", source, "00" * 32, {}), made


def mentions(*blocks: tuple[Kind, str], references: Sequence[Reference] = ()) -> tuple[Mention, ...]:
    return find_mentions(*paper(*blocks), references)


def entry(number: str | None) -> Reference:
    spans = (Span(0, 1),)
    return Reference(
        f"entry {number}", "paper", "Archer, C. (2001).", spans, number=Part(number, spans) if number else None
    )


def works(found: Sequence[Mention]) -> list[str]:
    return [f"{one.who} {one.year}".strip() for one in found]


# --- The papers -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def found(parsed: Parsed) -> dict[str, tuple[Mention, ...]]:
    return {paper: find_mentions(*parsed[paper], parse_references(*parsed[paper])) for paper in PAPERS}


@pytest.mark.parametrize("paper", PAPERS)
def test_every_citation_of_a_paper_is_found_and_nothing_else(found: dict[str, tuple[Mention, ...]], paper: str) -> None:
    fields = [(one.spans[0].start, one.spans[-1].end, one.form.value, one.who, one.year) for one in found[paper]]
    golden = [(one["start"], one["end"], one["form"], one["who"], one["year"]) for one in golden_of(paper)]
    assert sorted(fields) == sorted(golden)


def test_the_golden_file_covers_both_papers() -> None:
    assert {paper: len(golden_of(paper)) for paper in PAPERS} == {"najib-juned-2025": 62, "cakrawala-733": 48}


@pytest.mark.parametrize("paper", PAPERS)
def test_the_text_of_every_mention_is_the_reading_of_its_spans(
    parsed: Parsed, found: dict[str, tuple[Mention, ...]], paper: str
) -> None:
    source = parsed[paper][0].source_text
    texts = {one["start"]: squeeze(one["text"]) for one in golden_of(paper)}
    for one in found[paper]:
        assert one.text == texts[one.spans[0].start]
        assert unspaced(source_of(source, one.spans)) == unspaced(one.text)
        assert one.document_id == paper


@pytest.mark.parametrize("paper", PAPERS)
def test_every_mention_is_within_its_context(parsed: Parsed, found: dict[str, tuple[Mention, ...]], paper: str) -> None:
    texts = [squeeze(block.text) for block in parsed[paper][1]]
    for one in found[paper]:
        assert one.text in one.context
        assert any(one.context in text for text in texts)


def test_a_context_is_a_single_sentence(found: dict[str, tuple[Mention, ...]]) -> None:
    (susilo, *_) = [one for one in found["cakrawala-733"] if one.who == "Susilo"]
    assert susilo.context.startswith("In addition, the government’s policy on human trafficking")
    assert susilo.context.endswith("human trafficking (Susilo, 2024).")


@pytest.mark.parametrize("paper", PAPERS)
def test_mention_ids_are_distinct_and_stable(parsed: Parsed, found: dict[str, tuple[Mention, ...]], paper: str) -> None:
    ids = [one.id for one in found[paper]]
    assert len(set(ids)) == len(ids)
    document, blocks = parsed[paper]
    assert [one.id for one in find_mentions(document, blocks, ())] == ids
    other = find_mentions(replace(document, sha256="00" * 32), blocks, ())
    assert set(ids).isdisjoint(one.id for one in other)


@pytest.mark.parametrize("paper", PAPERS)
def test_mentions_are_not_yet_linked_to_references(found: dict[str, tuple[Mention, ...]], paper: str) -> None:
    assert {(one.reference_id, one.problem) for one in found[paper]} == {(None, None)}


# --- Which blocks cite ------------------------------------------------------------------------------------------------

CITING = [Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.QUOTE, Kind.CAPTION, Kind.TABLE_ROW, Kind.FOOTNOTE]


@pytest.mark.parametrize("kind", CITING)
def test_paragraphs_table_rows_and_captions_contain_mentions(kind: Kind) -> None:
    assert works(mentions((kind, "Routes grew (Archer, 2001)."))) == ["Archer 2001"]


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in CITING])
def test_headings_front_matter_and_references_contain_no_mentions(kind: Kind) -> None:
    assert mentions((kind, "Routes grew (Archer, 2001).")) == ()


def test_mentions_are_in_reading_order() -> None:
    found = mentions(
        (Kind.PARAGRAPH, "Koster (2009) doubts it (Boer, 2010; Archer, 2001)."),
        (Kind.CAPTION, "Source: Susilo, 2024"),
        (Kind.LIST_ITEM, "1. Kim et al. (2019a, 2019b) agree."),
    )
    assert works(found) == [
        "Koster 2009",
        "Boer 2010",
        "Archer 2001",
        "Susilo 2024",
        "Kim et al. 2019a",
        "Kim et al. 2019b",
    ]
    assert [one.text for one in found][-2:] == ["Kim et al. (2019a, 2019b)", "2019b"]


def test_a_work_cited_twice_has_two_mentions() -> None:
    one, other = mentions((Kind.PARAGRAPH, "It grew (Archer, 2001). It fell (Archer, 2001)."))
    assert (one.who, one.year) == (other.who, other.year)
    assert one.id != other.id
    assert [one.context, other.context] == ["It grew (Archer, 2001).", "It fell (Archer, 2001)."]


def test_a_mention_at_the_start_of_a_sentence_has_that_sentence_as_context() -> None:
    (one,) = mentions((Kind.PARAGRAPH, "It grew. Koster (2009) doubts it. It fell."))
    assert one.context == "Koster (2009) doubts it."


# --- Numbers ----------------------------------------------------------------------------------------------------------

NUMBERED = (Kind.PARAGRAPH, "Archer (2001) doubts it [2, 4–5]. It fell (Boer, 2010) [2].")


def test_numbers_in_brackets_are_mentions_if_the_list_is_numbered() -> None:
    found = mentions(NUMBERED, references=[entry("2"), entry("4"), entry("5"), entry(None)])
    assert works(found) == ["Archer 2001", "2", "4", "5", "Boer 2010", "2"]
    assert [one.form for one in found if not one.who] == [Form.NUMBERED] * 4
    assert [one.text for one in found if not one.who] == ["2", "4–5", "4–5", "2"]


@pytest.mark.parametrize("references", [[], [entry(None)]], ids=["no list", "a list without numbers"])
def test_numbers_in_brackets_are_not_mentions_without_a_numbered_list(references: list[Reference]) -> None:
    assert works(mentions(NUMBERED, references=references)) == ["Archer 2001", "Boer 2010"]


def test_a_place_and_year_after_an_event_is_a_mention_only_of_a_listed_author() -> None:
    meeting = (Kind.PARAGRAPH, "The meeting (Hanford, 2005) agreed.")
    listed = replace(entry(None), authors=(Author("Hanford", "C.", (Span(0, 1),)),))
    assert works(mentions(meeting, references=[entry(None)])) == []
    assert works(mentions(meeting, references=[listed])) == ["Hanford 2005"]


def test_the_numbers_of_a_range_share_spans_but_have_their_own_ids() -> None:
    found = mentions((Kind.PARAGRAPH, "It grew [3-6]."), references=[entry(str(number)) for number in range(1, 8)])
    assert [one.year for one in found] == ["3", "4", "5", "6"]
    assert {one.spans for one in found} == {(Span(9, 12),)}
    assert len({one.id for one in found}) == 4


# --- Places -----------------------------------------------------------------------------------------------------------


def test_rows_that_share_a_cell_give_one_mention() -> None:
    source = "Laos 12 (Kim, 2021)\nNepal 13"
    laos, cell, nepal = Span(0, 7), Span(8, 19), Span(20, 28)
    rows = [
        Block(Kind.TABLE_ROW, (), (laos, cell), "Laos 12 (Kim, 2021)"),
        Block(Kind.TABLE_ROW, (), (nepal, cell), "Nepal 13 (Kim, 2021)"),
    ]
    (one,) = find_mentions(Document("paper", source, "00" * 32, {}), rows, ())
    assert (one.spans, one.context) == ((Span(9, 18),), "Laos 12 (Kim, 2021)")


def test_a_mention_cut_by_a_page_break_has_two_spans() -> None:
    source = "It grew (van der\n\nTable 1\n\nBerg, 2019) again."
    first, second = Span(0, 16), Span(27, len(source))
    block = Block(Kind.PARAGRAPH, (), (first, second), "It grew (van der Berg, 2019) again.")
    (one,) = find_mentions(Document("paper", source, "00" * 32, {}), [block], ())
    assert (one.text, one.who) == ("van der Berg, 2019", "van der Berg")
    assert [source[span.start : span.end] for span in one.spans] == ["van der", "Berg, 2019"]


def test_a_name_cut_by_a_line_end_is_joined_and_its_span_has_the_hyphen() -> None:
    source = "As Cunning-\nham (2009) says, it grew."
    block = Block(Kind.PARAGRAPH, (), (Span(0, len(source)),), "As Cunningham (2009) says, it grew.")
    (one,) = find_mentions(Document("paper", source, "00" * 32, {}), [block], ())
    assert (one.text, one.who) == ("Cunningham (2009)", "Cunningham")
    assert source_of(source, one.spans) == "Cunning-\nham (2009)"


def test_a_line_end_within_a_mention_is_read_as_a_space() -> None:
    (one,) = mentions((Kind.PARAGRAPH, "It grew (Coyne &\n Bell, \n2011)."))
    assert (one.text, one.who, one.year) == ("Coyne & Bell, 2011", "Coyne & Bell", "2011")
    assert one.context == "It grew (Coyne & Bell, 2011)."


def test_a_text_without_citations_has_no_mentions() -> None:
    assert mentions((Kind.PARAGRAPH, "It grew in 2001."), (Kind.CAPTION, "Table 1. Cases in 2020")) == ()
    assert mentions() == ()


SENTENCES = (
    "Koster (2009) doubts it.", "It grew (Coyne &\nBell, 2011; IOM, n.d.).", "Kim et al. (2019a,\n2019b) agree [3].",
    "It fell [1–3].", "It grew in 2001.", "See Table 1.", "“It is,” they say (van der\nBerg, 2019, p. 3).",
)  # fmt: skip
paragraphs = st.lists(
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4).map(" ".join), min_size=1, max_size=4
)


@given(paragraphs, st.booleans())
def test_a_document_has_the_mentions_of_its_blocks_at_their_places(texts: list[str], numbered: bool) -> None:
    document, blocks = paper(*((Kind.PARAGRAPH, text) for text in texts))
    found = find_mentions(document, blocks, [entry("1")] if numbered else ())
    by_name = [(one.who, one.year) for block in blocks for one in callouts(block.text)]
    assert [(one.who, one.year) for one in found if one.form is not Form.NUMBERED] == by_name
    assert len({one.id for one in found}) == len(found)
    assert list(found) == sorted(found, key=lambda one: one.spans[0])
    for one in found:
        assert unspaced(source_of(document.source_text, one.spans)) == unspaced(one.text)
        assert one.text in one.context
