"""Dividing blocks into passages; tokens are words here, while test_indexer_laws.py counts the encoder's own tokens."""

import hashlib
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.parsing.markdown.markdown_reader import read_markdown
from indexer.passages import cut_passages, passage_id, shorten_context
from kutip.text.reading import source_of
from kutip.types import Block, Document, Kind, Passage, Span


def words(text: str) -> int:
    return len(text.split())


def cut(source: str, *, target: int = 10, limit: int = 40, metadata: Mapping[str, Any] | None = None) -> list[Passage]:
    blocks, pages = read_markdown(source)
    document = Document("paper", source, hashlib.sha256(source.encode()).hexdigest(), metadata or {}, pages)
    return list(cut_passages(document, blocks, words, target=target, limit=limit))


def texts(source: str, *, target: int = 10, limit: int = 40) -> list[str]:
    return [passage.text for passage in cut(source, target=target, limit=limit)]


# --- Combining and dividing -----------------------------------------------------------------------------------------


def test_sentences_and_paragraphs_are_combined_up_to_the_target() -> None:
    source = "One two three. Four five six.\n\nSeven eight.\n\nNine ten eleven.\n"
    assert texts(source, target=8) == ["One two three. Four five six.\nSeven eight.", "Nine ten eleven."]
    assert texts(source, target=100) == ["One two three. Four five six.\nSeven eight.\nNine ten eleven."]


def test_a_paragraph_that_fits_is_not_divided_to_fill_the_passage_before() -> None:
    assert texts("One two three.\n\nFour five. Six seven.\n", target=5) == ["One two three.", "Four five. Six seven."]


def test_a_long_paragraph_is_divided_between_sentences_into_equal_parts() -> None:
    source = "A one two. B one two. C one two. D one two.\n"
    assert texts(source, target=9) == ["A one two. B one two.", "C one two. D one two."]


def test_a_sentence_over_the_target_stays_whole() -> None:
    source = "One two three four five six seven eight. Nine.\n"
    assert texts(source, target=4) == ["One two three four five six seven eight.", "Nine."]


def test_no_passage_crosses_a_heading() -> None:
    passages = cut("METHOD\n\nWe read.\n\nRESULTS\n\nWe saw.\n")
    assert [(passage.heading, passage.text) for passage in passages] == [
        (("METHOD",), "We read."),
        (("RESULTS",), "We saw."),
    ]


def test_two_sections_with_the_same_heading_stay_separate() -> None:
    assert texts("METHOD\n\nWe read.\n\nMETHOD\n\nWe read on.\n") == ["We read.", "We read on."]


def test_headings_are_not_passages() -> None:
    assert texts("# One\n\n## Two\n") == []


def test_prose_continues_around_a_caption_which_is_a_passage_of_its_own() -> None:
    long = "Police forces meet every single year and talk about cases of trafficking in"
    assert texts(f"{long}\n\nFigure 1. A map\n\nthe region.\n", target=100) == [
        f"{long} the region.",
        "Figure 1. A map",
    ]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("- Archer, C. (2001). Book.", Kind.REFERENCE),
        ("Figure 1. A map", Kind.CAPTION),
        ("Keywords: police, crime", Kind.FRONT_MATTER),
    ],
)
def test_blocks_that_are_not_prose_are_passages_of_their_own(line: str, kind: Kind) -> None:
    opening = "REFERENCES" if kind is Kind.REFERENCE else "METHOD"
    passages = cut(f"{opening}\n\n{line}\n\n{line}\n", target=100)
    assert [(passage.kind, passage.text) for passage in passages] == [(kind, line), (kind, line)]


def test_a_reference_is_not_divided_into_sentences() -> None:
    source = "REFERENCES\n\n- Archer, C. (2001). Book. Third edition. Routledge. London. Print. Not online.\n"
    assert texts(source, target=4) == [
        "- Archer, C. (2001). Book. Third edition. Routledge. London. Print. Not online."
    ]


def test_a_mixed_passage_has_the_kind_with_the_most_text() -> None:
    mostly_prose = cut("There are several of them, namely:\n\n1. Train.\n", target=100)
    mostly_list = cut("Namely:\n\n1. Train the police of all states.\n", target=100)
    assert [passage.kind for passage in mostly_prose + mostly_list] == [Kind.PARAGRAPH, Kind.LIST_ITEM]


def test_a_newline_separates_a_list_item_s_title_from_its_text() -> None:
    assert texts("2. HIV/AIDS\n\nMany cases led to it. They rose.\n") == [
        "2. HIV/AIDS\nMany cases led to it. They rose."
    ]


# --- Limits of the encoder ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "pieces"),
    [
        ("a b c d e; f g, h i j k l m.", ["a b c d e;", "f g, h i j k l", "m."]),
        ("a b c d e, f g h i j k l m.", ["a b c d e,", "f g h i j k l", "m."]),
        ("a b c d e f g h i j.", ["a b c d e f g", "h i j."]),
        ("a; b c d e f g h i j.", ["a; b c d e f g", "h i j."]),
    ],
)
def test_a_sentence_over_the_limit_is_divided_at_marks_or_words(sentence: str, pieces: list[str]) -> None:
    assert texts(f"{sentence}\n", target=7, limit=7) == pieces


def test_a_long_row_is_divided_and_each_part_has_its_own_cells() -> None:
    source = "| Actor | Role |\n| Police | Trains officers, talks to states and hosts many of the yearly meetings |\n"
    parts = [passage for passage in cut(source, target=10, limit=12) if passage.kind is Kind.TABLE_ROW]
    assert [part.text for part in parts] == [
        "| Police | Trains officers,",
        "talks to states and hosts many of the yearly",
        "meetings |",
    ]
    assert [[cell.column for cell in part.cells] for part in parts] == [["Actor", "Role"], ["Role"], ["Role"]]
    assert {part.context for part in parts} == {"Actor · Role"}


def test_the_context_is_the_heading_path_and_a_row_s_caption_and_columns() -> None:
    source = "# Results\n\n## Cases\n\nThey rose.\n\nTable 1. Cases\n\n| City | Total |\n| Hanoi | 12 |\n"
    contexts = {passage.text: passage.context for passage in cut(source)}
    assert contexts["They rose."] == "Results · Cases"
    assert contexts["| Hanoi | 12 |"] == "Results · Cases · Table 1. Cases · City · Total"


def test_front_matter_has_title_authors_and_year_as_context() -> None:
    metadata = {"title": "Meetings", "author": [{"given": "A.", "family": "B"}], "issued": {"date-parts": [[2025]]}}
    passage = cut("Email: ab@example.org\n\nAbstract\n\nThey meet.\n", metadata=metadata)[0]
    assert (passage.kind, passage.heading, passage.context) == (Kind.FRONT_MATTER, (), "Meetings · A. B · 2025")


@pytest.mark.parametrize(
    ("parts", "most", "context"),
    [
        (["one", "two three"], 4, "one · two three"),
        (["one", "two three"], 3, "two three"),
        (["one", "two three four"], 2, "two three"),
        (["same", "same", "other"], 9, "same · other"),
        ([], 5, ""),
    ],
)
def test_a_context_that_is_too_long_loses_its_outermost_parts_first(parts: list[str], most: int, context: str) -> None:
    assert shorten_context(parts, words, most) == context


@given(
    parts=st.lists(st.text(alphabet="ab ก", min_size=1, max_size=30), max_size=4),
    most=st.integers(0, 12),
    count=st.sampled_from([words, len]),
)
def test_a_shortened_context_never_exceeds_its_limit(parts: list[str], most: int, count: Any) -> None:
    assert count(shorten_context(parts, count, most)) <= most


@given(
    parts=st.lists(st.text(alphabet="ab ", max_size=12), max_size=8),
    most=st.integers(1, 12),
)
def test_a_context_keeps_as_many_inner_parts_as_fit(parts: list[str], most: int) -> None:
    kept = list(dict.fromkeys(parts))
    while len(kept) > 1 and words(" · ".join(kept)) > most:
        kept.pop(0)
    assert shorten_context(parts, words, most) == " ".join(" · ".join(kept).split()[:most])


def test_cells_too_long_to_repeat_are_left_out_of_a_divided_row() -> None:
    source = f"Name\tText\nAna\t{'word ' * 1200}end\nBo\t{'word ' * 60}end\n"
    divided = [passage for passage in cut(source) if passage.kind is Kind.TABLE_ROW]
    shown = {cell.text[:4] for passage in divided for cell in passage.cells}
    assert shown == {"Ana", "Bo", "word"}
    assert max(len(cell.text) for passage in divided for cell in passage.cells) == 60 * 5 + 3


# --- Place of a passage ---------------------------------------------------------------------------------------------


def test_pages_count_from_1_and_are_none_if_the_source_shows_none() -> None:
    paged = cut("\fOne page.\n\nMETHOD\n\nTwo.\n\n\fRESULTS\n\nThree.\n")
    assert [(passage.text, passage.page) for passage in paged] == [("One page.", 1), ("Two.", 1), ("Three.", 2)]
    assert [one.page for one in cut("One page.\n\n\fRESULTS\n\nThree.\n\f")] == [1, 2]
    assert {passage.page for passage in cut("One.\n\nMETHOD\n\nTwo.\n")} == {None}


def test_spans_are_divided_at_blank_lines_and_at_other_blocks() -> None:
    source = "One.  Two.\n\nThree.\n\nFigure 1. A map\n\nFour.\n"
    passage = cut(source, target=100)[0]
    assert [source_of(source, [span]) for span in passage.spans] == ["One.  Two.", "Three.", "Four."]
    assert passage.text == "One. Two.\nThree.\nFour."


def test_passages_are_in_reading_order() -> None:
    long = "Police forces meet every single year and talk about cases of trafficking in"
    starts = [
        p.spans[0].start for p in cut(f"{long}\n\nFigure 1. A map\n\nthe region. They share.\n\nEnd.\n", target=6)
    ]
    assert starts == sorted(starts)


def test_a_passage_id_depends_only_on_the_source_and_the_place() -> None:
    one = passage_id("ab", [Span(0, 5)])
    assert one == passage_id("ab", (Span(0, 5),))
    assert len({one, passage_id("ac", [Span(0, 5)]), passage_id("ab", [Span(0, 6)])}) == 3
    assert passage_id("ab", [Span(0, 5), Span(6, 7)]) != passage_id("ab", [Span(0, 5), Span(6, 8)])


def test_a_passage_id_does_not_depend_on_its_context() -> None:
    source = "# A very long heading of many words\n\nThey meet.\n"
    short, long = cut(source, limit=8)[0], cut(source, limit=100)[0]
    assert short.context != long.context
    assert short.id == long.id


@pytest.mark.parametrize("kind", [Kind.CODE, Kind.EQUATION, Kind.FURNITURE])
def test_what_nobody_searches_is_in_no_passage_and_parts_none(kind: Kind) -> None:
    source = "One two.\n\ny = x\n\nThree four.\n"
    said, shown, more = Span(0, 8), Span(10, 15), Span(17, 28)
    blocks = [
        Block(Kind.PARAGRAPH, (), (said,), "One two."),
        Block(kind, (), (shown,), "y = x"),
        Block(Kind.PARAGRAPH, (), (more,), "Three four."),
    ]
    passages = cut_passages(Document("paper", source, "0" * 64, {}), blocks, words, target=10, limit=40)
    assert [(passage.text, passage.spans) for passage in passages] == [("One two.\nThree four.", (said, more))]
