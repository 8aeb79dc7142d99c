"""Reading text and source text: laws over random sources; and the index terms of words as the papers write them."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest
from conftest import Parsed
from hypothesis import HealthCheck, assume, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from kutip.errors import ReadingError
from kutip.text.reading import align, optional_hyphens, source_of, spans_between, squeeze, write_out
from kutip.text.terms import encoded_text, indexed_text, searchable, terms
from kutip.types import Kind, Passage, Span

# A busy machine may be slow, and many short sources have no letter that a test can change.
untimed = hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.filter_too_much])

SOURCES = st.text(alphabet="abﬃ-\u00ad\ufffe‐\n  ", min_size=1, max_size=40)
WRITTEN = {"ﬃ": "ffi", "\u00ad": "-", "\ufffe": "-"}


def written(character: str) -> str:
    """A character of the source as a reading text has it, if it has it."""
    return WRITTEN.get(character, character)


def bare(text: str) -> str:
    return "".join(text.split())


@st.composite
def cut_sources(draw: st.DrawFn) -> tuple[str, list[Span]]:
    """Draw a source and spans in it that ascend and do not overlap."""
    source = draw(SOURCES)
    cuts = sorted(draw(st.sets(st.integers(0, len(source)), max_size=6)))
    return source, [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]


@st.composite
def readings(draw: st.DrawFn) -> tuple[str, list[Span], str]:
    """Draw a source, spans and one of their readings: line-end hyphens kept or dropped, lines joined or not."""
    source, spans = draw(cut_sources())
    optional = optional_hyphens(source, spans)
    pieces = []
    for span in spans:
        for at in range(span.start, span.end):
            if source[at].isspace():
                pieces.append(draw(st.sampled_from(["", " ", "\n"])))
            elif at not in optional or draw(st.booleans()):
                pieces.append(written(source[at]))
    return source, spans, "".join(pieces)


@untimed
@given(readings())
def test_a_reading_aligns_whichever_line_end_hyphens_it_keeps(reading: tuple[str, list[Span], str]) -> None:
    source, spans, text = reading
    offsets = align(source, spans, text)
    assert len(offsets) == len(text)
    assert all(c in written(source[o]) for o, c in zip(offsets, text, strict=True) if not c.isspace())


@untimed
@given(readings())
def test_offsets_ascend_and_skip_only_blanks_and_line_end_hyphens(
    reading: tuple[str, list[Span], str],
) -> None:
    source, spans, text = reading
    taken = [o for o, c in zip(align(source, spans, text), text, strict=True) if not c.isspace()]
    assert taken == sorted(taken)
    assert all(taken.count(o) == len(written(source[o])) for o in taken)
    left_out = {i for span in spans for i in range(span.start, span.end)} - set(taken)
    assert {i for i in left_out if not source[i].isspace()} <= optional_hyphens(source, spans)


@untimed
@given(readings(), st.data())
def test_white_space_has_the_offset_of_the_next_character(
    reading: tuple[str, list[Span], str], data: st.DataObject
) -> None:
    source, spans, text = reading
    assume(bare(text))
    last = max(i for i, c in enumerate(text) if not c.isspace())
    offsets = align(source, spans, text)
    assert all(offsets[i] == offsets[i + 1] for i in range(last) if text[i].isspace())


@untimed
@given(readings(), st.data())
def test_a_changed_character_is_refused(reading: tuple[str, list[Span], str], data: st.DataObject) -> None:
    source, spans, text = reading
    places = [i for i, c in enumerate(text) if not c.isspace()]
    assume(places)
    at = data.draw(st.sampled_from(places))
    with pytest.raises(ReadingError):
        align(source, spans, f"{text[:at]}x{text[at + 1 :]}")


@untimed
@given(readings(), st.data())
def test_an_added_character_is_refused(reading: tuple[str, list[Span], str], data: st.DataObject) -> None:
    source, spans, text = reading
    at = data.draw(st.integers(0, len(text)))
    with pytest.raises(ReadingError):
        align(source, spans, f"{text[:at]}x{text[at:]}")


@untimed
@given(readings(), st.data())
def test_a_dropped_letter_is_refused(reading: tuple[str, list[Span], str], data: st.DataObject) -> None:
    source, spans, text = reading
    letters = [i for i, c in enumerate(text) if c.isalpha()]
    assume(letters)
    at = data.draw(st.sampled_from(letters))
    with pytest.raises(ReadingError):
        align(source, spans, text[:at] + text[at + 1 :])


@pytest.mark.parametrize(
    ("source", "text", "why"),
    [
        ("cross-border", "crossborder", "'b' at 5 where its spans hold '-' at offset 5"),
        ("co-\noperation", "cooperatio", "'n' at offset 12 is missing"),
        ("one two", "one two three", "'t' at 8 where its spans hold the end"),
        ("AMMTC", "ammtc", "'a' at 0"),
    ],
)
def test_the_error_says_where_a_reading_fails(source: str, text: str, why: str) -> None:
    with pytest.raises(ReadingError, match=why):
        align(source, [Span(0, len(source))], text)


@pytest.mark.parametrize(
    ("source", "text", "offsets"),
    [
        ("cross-\n-er", "cross-er", [0, 1, 2, 3, 4, 7, 8, 9]),  # the first hyphen may be dropped, the second may not
        ("a--\nb", "a-b", [0, 1, 4]),  # the first hyphen must stay, the second may be dropped
        ("a-\n-\nb", "a-b", [0, 1, 5]),  # either may be dropped: the first one is kept
        ("a -\nb", "a b", [0, 4, 4]),
        ("a-\n", "a ", [0, 3]),
    ],
)
def test_a_hyphen_may_be_dropped_only_at_a_line_end(source: str, text: str, offsets: list[int]) -> None:
    assert align(source, [Span(0, len(source))], text) == offsets


def alignments(source: str, spans: list[Span], text: str) -> Iterator[list[int]]:
    """Yield the offsets of every way to read a text by dropping some line-end hyphens."""
    held = [i for span in spans for i in range(span.start, span.end) if not source[i].isspace()]
    optional = sorted(optional_hyphens(source, spans))
    for number in range(len(optional) + 1):
        for dropped in combinations(optional, number):
            kept = [i for i in held if i not in dropped]
            if "".join(written(source[i]) for i in kept) == bare(text):
                yield [i for i in kept for _ in written(source[i])]


hyphened = st.text(alphabet="a-\u2010\u00ad \n", max_size=12)


def check_against_every_way(source: str, spans: list[Span], text: str) -> None:
    ways = list(alignments(source, spans, text))
    if not ways:
        with pytest.raises(ReadingError):
            align(source, spans, text)
        return
    offsets = align(source, spans, text)
    assert [o for o, c in zip(offsets, text, strict=True) if not c.isspace()] == min(ways)


@untimed
@given(hyphened.filter(bool), hyphened)
def test_a_text_aligns_if_some_choice_of_hyphens_fits_and_then_the_earliest(source: str, text: str) -> None:
    check_against_every_way(source, [Span(0, len(source))], text)


@untimed
@given(st.text(alphabet="-\u2010\u00ad \n", min_size=1, max_size=12), st.data())
def test_hyphens_in_a_row_align_as_early_as_possible(source: str, data: st.DataObject) -> None:
    spans = [Span(0, len(source))]
    optional = optional_hyphens(source, spans)
    text = "".join(written(c) for i, c in enumerate(source) if i not in optional or data.draw(st.booleans()))
    check_against_every_way(source, spans, text)


MANY = 10_000


@pytest.mark.parametrize(
    ("source", "text", "offsets"),
    [
        ("-\n" * MANY, "", []),
        ("-\n" * MANY, "-" * MANY, list(range(0, 2 * MANY, 2))),
        ("-\n" * MANY, "-" * (MANY // 2), list(range(0, MANY, 2))),  # the first of equal hyphens are kept
        ("-\n" * MANY + "-x", "-x", [2 * MANY, 2 * MANY + 1]),
        ("a-\n" * MANY, "a" * MANY, list(range(0, 3 * MANY, 3))),
        ("a-\n" * MANY, "a-" * MANY, [i for i in range(3 * MANY) if i % 3 < 2]),
        ("-\n\u2010\n" * MANY, "\u2010" * MANY, list(range(2, 4 * MANY, 4))),
        ("-\n\u2010\n" * MANY + "-\u2010x", "-\u2010" * 2 + "x", [0, 2, *range(4 * MANY, 4 * MANY + 3)]),
        ("-\n\u2010\n" * MANY + "-x", "-\u2010x", None),  # the last one must stay, but is needed too early
    ],
)
def test_thousands_of_line_end_hyphens_align(source: str, text: str, offsets: list[int] | None) -> None:
    if offsets is None:
        with pytest.raises(ReadingError, match="where its spans hold"):
            align(source, [Span(0, len(source))], text)
    else:
        assert align(source, [Span(0, len(source))], text) == offsets


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("-" * MANY + "x", f"'x' at {MANY} where its spans hold the end"),
        ("-" * (MANY + 1), f"'-' at {MANY} where its spans hold the end"),
        ("x", "'x' at 0 where its spans hold '-' at offset 0"),
    ],
)
def test_thousands_of_line_end_hyphens_do_not_hide_a_missing_character(text: str, why: str) -> None:
    with pytest.raises(ReadingError, match=why):
        align("-\n" * MANY, [Span(0, 2 * MANY)], text)


def test_optional_hyphens_are_soft_ones_and_those_at_the_end_of_a_line_or_span() -> None:
    source = "a-b-\nc- \nd-e"
    assert optional_hyphens(source, [Span(0, 12)]) == {3, 6}
    assert optional_hyphens(source, [Span(0, 2), Span(9, 11)]) == {1, 10}
    assert optional_hyphens("a\u00adb‐c\ufffed", [Span(0, 7)]) == {1, 5}


@untimed
@given(readings(), st.data())
def test_the_spans_of_a_piece_contain_that_piece_only(
    reading: tuple[str, list[Span], str], data: st.DataObject
) -> None:
    source, spans, text = reading
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    offsets = align(source, spans, text)
    assume(not any(_cuts_a_ligature(text, offsets, at) for at in (start, end)))
    if not bare(text[start:end]):
        with pytest.raises(ReadingError, match="blank"):
            spans_between(source, spans, offsets, start, end)
        return
    pieces = spans_between(source, spans, offsets, start, end)
    align(source, pieces, text[start:end])
    assert all(not source[p.start].isspace() and not source[p.end - 1].isspace() for p in pieces)
    assert all(any(s.start <= p.start and p.end <= s.end for s in spans) for p in pieces)


def _cuts_a_ligature(text: str, offsets: list[int], at: int) -> bool:
    blank = text[at - 1 : at].isspace()
    return 0 < at < len(text) and offsets[at - 1] == offsets[at] and not blank


@pytest.mark.parametrize(
    ("start", "end", "piece"),
    [
        (0, 2, "af"),
        (0, 3, "aff"),
        (0, 4, "affi"),
        (2, 4, "fi"),
        (0, 1, "a"),
        (0, 5, "affi "),
        (5, 8, "ffi"),
        (4, 6, " f"),
    ],
)
def test_a_piece_that_cuts_a_ligature_has_all_of_it(start: int, end: int, piece: str) -> None:
    source, text = "aﬃ ﬃ", "affi ffi"
    offsets = align(source, [Span(0, 4)], text)
    assert text[start:end] == piece
    spanned = spans_between(source, [Span(0, 4)], offsets, start, end)
    assert [source[one.start : one.end] for one in spanned] == [
        {"a": "a", " f": "ﬃ"}.get(piece, "aﬃ" if start == 0 else "ﬃ")
    ]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("the oﬃcer’s ﬂat ﬁle eﬀect of waﬄes, faﬅ laﬆ", "the officer’s flat file effect of waffles, fast last"),
        ("the har\u00adbour\u00admaster", "the harbourmaster"),
        ("plain æ œ ß ĳ", "plain æ œ ß ĳ"),  # letters of languages, which no font joined
    ],
)
def test_what_layout_made_of_letters_is_written_out(source: str, text: str) -> None:
    assert write_out(source) == text
    assert len(align(source, [Span(0, len(source))], text)) == len(text)


def test_a_ligature_s_letters_have_its_offset() -> None:
    assert align("oﬃce", [Span(0, 4)], "office") == [0, 1, 1, 1, 2, 3]


@pytest.mark.parametrize("text", ["ofce", "ofice", "offfice", "oﬃce", "ofﬁce"])
def test_a_ligature_s_letters_must_all_be_there(text: str) -> None:
    with pytest.raises(ReadingError):
        align("oﬃce", [Span(0, 4)], text)


def test_a_piece_across_a_gap_has_two_spans() -> None:
    source = "The police of [FIGURE] each state meet."
    spans = [Span(0, 14), Span(23, 39)]
    text = "The police of each state meet."
    pieces = spans_between(source, spans, align(source, spans, text), 4, 18)
    assert [source[p.start : p.end] for p in pieces] == ["police of", "each"]


def test_a_blank_at_the_end_of_a_piece_is_not_in_its_span() -> None:
    source = "Bali\nProcess"
    offsets = align(source, [Span(0, 12)], "Bali Process")
    assert spans_between(source, [Span(0, 12)], offsets, 0, 5) == (Span(0, 4),)


@untimed
@given(cut_sources())
def test_source_of_joins_the_source_text_of_the_spans(case: tuple[str, list[Span]]) -> None:
    source, spans = case
    assert source_of(source, spans) == "".join(source[i] for s in spans for i in range(s.start, s.end))


@untimed
@given(st.text())
def test_squeezing_keeps_the_words_with_single_spaces(text: str) -> None:
    assert squeeze(text).split(" ") == (text.split() or [""])
    assert squeeze(squeeze(text)) == squeeze(text)


def test_every_block_of_both_papers_is_a_reading_of_its_spans(parsed: Parsed) -> None:
    for document, blocks in parsed.values():
        for block in blocks:
            assert len(align(document.source_text, block.spans, block.text)) == len(block.text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("e-ADS", "eADS"),
        ("co-operation", "cooperation"),
        ("co‐operation", "cooperation"),  # U+2010
        ("co\u2011operation", "cooperation"),  # non-breaking hyphen
        ("Communiqué", "communique"),
        ("Communique\u0301", "Communiqué"),
        ("1,047 cases", "1.047 cases"),
        ("1,047", "1047"),
        ("ASEANAPOL's", "ASEANAPOL"),
        ("ASEANAPOL’s", "aseanapol"),
        ("countries'", "country"),
        ("trafficking", "Trafficked"),
        ("ﬁnance", "finance"),  # a ligature from a PDF
    ],
)
def test_two_spellings_have_a_term_in_common(one: str, other: str) -> None:
    assert set(terms(one)) & set(terms(other))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I-24/7", ["24", "7", "i247"]),
        ("e-ADS", ["e", "ad", "ead"]),
        ("2021-2023", ["2021", "2023", "20212023"]),
        ("Rp 1.500.000", ["rp", "1500000"]),
        ("3.14", ["3.14"]),
        ("May 2019", ["may", "2019"]),
        ("Qa'id", ["qa'id"]),
        ("AMMTC+3", ["ammtc", "3"]),
        ("What is the role of it?", ["role"]),
        ("Who's at it, and what’s ASEANAPOL's role?", ["aseanapol", "role"]),
        ("Apa yang dimaksud dengan peran itu?", ["dimaksud", "peran"]),
        ("the of and yang di dan", []),
        ("... !?", []),
        ("", []),
    ],
)
def test_terms_of_words_as_the_papers_write_them(text: str, found: list[str]) -> None:
    assert terms(text) == found


def test_different_numbers_and_names_have_different_terms() -> None:
    assert not set(terms("1,047")) & set(terms("1,048"))
    assert not set(terms("AMMTC")) & set(terms("ATCM"))


@untimed
@given(st.text())
def test_terms_ignore_case_and_contain_no_blanks(text: str) -> None:
    found = terms(text)
    assert all(term and not any(c.isspace() for c in term) for term in found)
    assert found == terms(text.casefold())


@pytest.mark.parametrize("text", ["a", "½", "7", "é", "？ab"])
def test_a_text_with_a_letter_or_digit_is_searchable(text: str) -> None:
    assert searchable(text)


@pytest.mark.parametrize("text", ["", " \n", "?!… —", "\u200b\u200d\ufeff", "\u0301", "🙂"])
def test_blanks_marks_and_invisible_characters_are_not_searchable(text: str) -> None:
    assert not searchable(text)


ROW = Passage(
    "1", "paper", Kind.TABLE_ROW, ("RESULT",), "RESULT · Table 1. Meetings · Year", None, (Span(0, 4),), "2019"
)
PROSE = Passage("2", "paper", Kind.PARAGRAPH, ("RESULT", "Police"), "RESULT · Police", None, (Span(5, 9),), "They met.")


def test_bm25_indexes_the_context_and_the_text() -> None:
    assert indexed_text(PROSE) == "RESULT · Police\nThey met."
    assert indexed_text(replace(PROSE, context="")) == "They met."


def test_prose_is_encoded_with_its_heading_and_a_row_with_its_whole_context() -> None:
    assert encoded_text(PROSE) == "Police\nThey met."
    assert encoded_text(ROW) == "RESULT · Table 1. Meetings · Year\n2019"
    assert encoded_text(replace(PROSE, heading=(), context="")) == "They met."
