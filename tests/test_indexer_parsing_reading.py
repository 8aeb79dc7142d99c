import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.parsing.reading import SourceReading
from kutip.text.reading import align
from kutip.types import Span


def read(source: str, *, elsewhere: str = "") -> str:
    """How a source reads, given what else its document says."""
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
def test_lines_and_gaps_read_as_single_blanks(source: str, reading: str) -> None:
    assert read(source) == reading


@pytest.mark.parametrize("end", ["-\n", "- \n", "-\t\n", "-\r\n", "\u00ad\n", "\u2010\n", "-\n\n"])
def test_a_word_cut_at_a_line_end_is_put_together(end: str) -> None:
    assert read(f"the frame{end}work") == "the framework"


@pytest.mark.parametrize(
    ("source", "elsewhere", "reading"),
    [
        # The document writes the compound where no line ends: its hyphen stays.
        ("police co-\noperation", "co-operation of forces", "police co-operation"),
        # It writes the one word: the hyphen goes, even after a part that usually takes one.
        ("a cross-\nroad", "the crossroad", "a crossroad"),
        ("a cross-\nroad", "", "a cross-road"),
        # It writes both: with the hyphen.
        ("a cross-\nroad", "the crossroad, the cross-road", "a cross-road"),
        # It writes neither: the hyphen goes, but after a first part that takes one.
        ("police co-\noperation", "", "police cooperation"),
        ("non-\ninterference", "", "non-interference"),
        # Case does not matter to it.
        ("Inter-\nnational", "INTERNATIONAL LAW", "International"),
    ],
)
def test_the_document_s_own_words_decide(source: str, elsewhere: str, reading: str) -> None:
    assert read(source, elsewhere=elsewhere) == reading


def test_a_doubled_word_keeps_its_hyphen() -> None:
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
def test_a_hyphen_before_a_capital_or_a_digit_stays(source: str, reading: str) -> None:
    assert read(source) == reading


def test_a_heading_in_capitals_is_put_together_if_the_document_has_the_word() -> None:
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
def test_a_dash_that_cuts_no_word_stays_apart(source: str, reading: str) -> None:
    assert read(source) == reading


def test_nothing_parts_what_a_line_end_cuts_after_a_slash() -> None:
    assert read("ATPOL/\nSTAFNISPOL personnel") == "ATPOL/STAFNISPOL personnel"


def test_a_hyphen_at_the_end_of_a_span_is_a_line_end_too() -> None:
    source = "inter-\nFigure 1. A map\nnational"
    assert SourceReading(source).read([Span(0, 6), Span(23, 31)]) == "international"


@given(st.text(alphabet="aB1- \t\n\r\u00ad\u2010é\u0301.", max_size=40))
def test_a_reading_is_one_of_its_source(source: str) -> None:
    text = read(source)
    assert len(align(source, [Span(0, len(source))], text)) == len(text)
    assert text == " ".join(text.split())
