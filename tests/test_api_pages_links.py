"""Addresses of pages, and parsing of their parameter `lit`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.pages.links import Links, read_spans
from kutip.errors import QueryError
from kutip.types import Span


def test_an_address_contains_the_question_and_the_language() -> None:
    assert Links().to("/") == "/"
    assert Links().to("/", q="who & when?") == "/?q=who+%26+when%3F"
    assert Links("id").to("/check") == "/check?lang=id"
    assert Links("en").to("/", anchor="a b", q="x") == "/?q=x&lang=en#a%20b"


def test_a_paper_s_address_has_spans_to_highlight_or_an_anchor() -> None:
    links = Links()
    assert links.document("smith-2020") == "/documents/smith-2020"
    assert links.document("smith-2020", lit=[Span(3, 9), Span(12, 20)]) == "/documents/smith-2020?lit=3-9%2C12-20#lit"
    assert links.document("smith-2020", anchor="m-7") == "/documents/smith-2020#m-7"
    assert links.references("smith-2020", anchor="r-1") == "/documents/smith-2020/references#r-1"


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(1, 100)), max_size=5))
def test_read_spans_inverts_links_document(pairs: list[tuple[int, int]]) -> None:
    spans = tuple(Span(start, start + length) for start, length in pairs)
    words = ",".join(f"{span.start}-{span.end}" for span in spans)
    assert read_spans(words, 1000) == spans


@pytest.mark.parametrize(
    "words", ["1", "a-b", "9-3", "5-5", "0-1001", "-1-4", "1-2-3", "1-²", "9" * 40 + "-1", "<script>", "٣-٤٤٤٤٤٤"]
)
def test_invalid_spans_are_refused(words: str) -> None:
    with pytest.raises(QueryError, match="is not a list of places"):
        read_spans(words, 1000)
