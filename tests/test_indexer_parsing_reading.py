import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.parsing.reading import SourceReading
from kutip.text.reading import align
from kutip.types import Span


def read(source: str, *, elsewhere: str = "") -> str:
    """Return the reading text of a source whose document also contains `elsewhere`."""
    return SourceReading(f"{source}\n\n{elsewhere}").read([Span(0, len(source))])


@pytest.mark.parametrize(
    ("source", "reading"),
    [
        ("two words on \none line", "two words on one line"),
        ("a  gap\tand\u00a0another", "a gap and another"),
        ("lines\r\nof another\r\nsystem", "lines of another system"),
        ("a blank\n\n \nline", "a blank line"),
    ],
)
def test_line_ends_and_gaps_are_read_as_single_spaces(source: str, reading: str) -> None:
    assert read(source) == reading


LINE_CUTS = ["-\n", "- \n", "-\t\n", "-\r\n", "\u00ad\n", "\u2010\n", "-\n\n", "\ufffe\n", "\ufffe"]


@pytest.mark.parametrize("end", LINE_CUTS)
def test_a_word_cut_at_a_line_end_is_joined(end: str) -> None:
    assert read(f"the frame{end}work") == "the framework"


@pytest.mark.parametrize(
    ("source", "elsewhere", "reading"),
    [
        # The document has the compound within a line: its hyphen stays.
        ("police co-\noperation", "co-operation of forces", "police co-operation"),
        # The document has the single word: the hyphen goes, even after a part that usually takes one.
        ("a cross-\nroad", "the crossroad", "a crossroad"),
        ("a cross-\nroad", "", "a cross-road"),
        # The document has both: the hyphen stays.
        ("a cross-\nroad", "the crossroad, the cross-road", "a cross-road"),
        # The document has neither: the hyphen goes, except after a first part that usually takes one.
        ("police co-\noperation", "", "police cooperation"),
        ("non-\ninterference", "", "non-interference"),
        # So does PDFium's mark for it, which mostly stands where the line end was.
        ("police co\ufffeoperation", "co-operation of forces", "police co-operation"),
        ("a cross\ufffe\nroad", "the crossroad", "a crossroad"),
        # Ligatures are no other words.
        ("con\ufffe\nﬁrmed", "conﬁrmed", "confirmed"),
        # Case is ignored.
        ("Inter-\nnational", "INTERNATIONAL LAW", "International"),
    ],
)
def test_the_document_s_own_words_decide_about_a_line_end_hyphen(source: str, elsewhere: str, reading: str) -> None:
    assert read(source, elsewhere=elsewhere) == reading


def test_a_reduplicated_word_keeps_its_hyphen() -> None:
    assert read("langkah-\nlangkah pencegahan") == "langkah-langkah pencegahan"


@pytest.mark.parametrize(
    ("source", "reading"),
    [
        ("COVID-\n19", "COVID-19"),
        ("2021-\n2023", "2021-2023"),
        ("the Sino-\nIndian border", "the Sino-Indian border"),
        ("POLRI-\nASEANAPOL", "POLRI-ASEANAPOL"),
    ],
)
def test_a_hyphen_before_a_capital_or_digit_stays(source: str, reading: str) -> None:
    assert read(source) == reading


def test_a_word_cut_in_a_heading_in_capitals_is_joined_if_the_document_has_it() -> None:
    assert read("RESULT AND DISCUS-\nSION", elsewhere="A discussion follows.") == "RESULT AND DISCUSSION"
    assert read("RESULT AND DISCUS-\nSION") == "RESULT AND DISCUS-SION"


@pytest.mark.parametrize(
    ("source", "reading"),
    [
        ("2020 -\n2021 -", "2020 - 2021 -"),
        ("as said –\nthus", "as said – thus"),
        ("pre- and post-\n(war)", "pre- and post- (war)"),
    ],
)
def test_a_dash_that_does_not_cut_a_word_keeps_its_space(source: str, reading: str) -> None:
    assert read(source) == reading


def test_a_line_end_after_a_slash_becomes_no_space() -> None:
    assert read("ATPOL/\nSTAFNISPOL personnel") == "ATPOL/STAFNISPOL personnel"


def test_a_hyphen_at_the_end_of_a_span_counts_as_a_line_end_hyphen() -> None:
    source = "inter-\nFigure 1. A map\nnational"
    assert SourceReading(source).read([Span(0, 6), Span(23, 31)]) == "international"


@given(st.text(alphabet="aB1-ﬁ \t\n\r\u00ad\ufffe\u2010é\u0301.", max_size=40))
def test_the_reading_text_is_a_valid_reading_of_its_source(source: str) -> None:
    text = read(source)
    assert len(align(source, [Span(0, len(source))], text)) == len(text)
    assert text == " ".join(text.split())
