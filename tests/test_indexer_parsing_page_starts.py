"""Where pages start, by the form feeds of various programs."""

from bisect import bisect_right

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.parsing.page_starts import page_starts


def pages_of(source: str) -> list[tuple[str, int]]:
    """The words of a text, each with the number of its page."""
    starts, found, at = page_starts(source), [], 0
    for word in source.split():
        at = source.index(word, at)
        found.append((word, bisect_right(starts, at)))
        at += len(word)
    return found


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("Oak\n\n\fElm\n\n\fAsh\n\n\f", [("Oak", 1), ("Elm", 2), ("Ash", 3)]),  # ended, as by pdftotext
        ("Oak\n\n\fElm\n\n\fAsh\n\n\f\n", [("Oak", 1), ("Elm", 2), ("Ash", 3)]),
        ("Oak\n\fElm\n\fAsh\n", [("Oak", 1), ("Elm", 2), ("Ash", 3)]),  # divided
        ("\fOak\n\fElm\n\fAsh\n", [("Oak", 1), ("Elm", 2), ("Ash", 3)]),  # started
        ("\n\fOak\n\fElm\n", [("Oak", 1), ("Elm", 2)]),
        ("Oak.\fElm.\f", [("Oak.", 1), ("Elm.", 2)]),  # in mid-line, where a page's last line has no end
        ("Oak\r\n\fElm\r\n\f", [("Oak", 1), ("Elm", 2)]),
        ("Oak\n\f", [("Oak", 1)]),
        ("Oak\n\f\fElm\n\f", [("Oak", 1), ("Elm", 3)]),  # a blank page between
        ("Oak\n\f\n \n\fElm\n", [("Oak", 1), ("Elm", 3)]),
        ("\fOak\n\fElm\n\f", [("Oak", 2), ("Elm", 3)]),  # the first page is a picture: its end is written too
        ("\f\fOak\n\fElm\n", [("Oak", 2), ("Elm", 3)]),  # started, the first page blank
    ],
)
def test_words_are_on_the_page_that_a_reader_of_the_pdf_counts(source: str, wanted: list[tuple[str, int]]) -> None:
    assert pages_of(source) == wanted


@pytest.mark.parametrize("source", ["", " \n", "\f", "\n\f\f\n", "Oak\nElm\n", "Oak\n\nElm"])
def test_a_text_that_shows_no_pages_has_none(source: str) -> None:
    assert page_starts(source) == ()


@given(st.text(alphabet="ab \n\f", max_size=30))
def test_every_word_of_a_text_with_pages_has_one(source: str) -> None:
    starts = page_starts(source)
    assert list(starts) == sorted(set(starts))
    assert all(number >= 1 for _, number in pages_of(source)) or not starts
    assert bool(starts) == ("\f" in source and bool(source.strip()))
