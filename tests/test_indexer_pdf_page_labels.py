"""The printed number of each page of a PDF: stated, or told by heads and feet that run on; else none."""

from collections.abc import Sequence
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_pdfs import BODY, HEIGHT, WIDTH, drawn
from reportlab.pdfgen.canvas import Canvas

from indexer.parsing.pdf.glyphs import read_pages
from indexer.parsing.pdf.page_labels import labels_of
from indexer.parsing.pdf.page_layers import rows_of_page
from indexer.parsing.pdf.page_rows import furniture, placed
from indexer.parsing.pdf.pdf_properties import read_properties
from indexer.parsing.pdf.pdf_reader import PDF

ROMANS = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"]


def labels(feet: Sequence[str], stated: Sequence[str] = ()) -> list[str]:
    """The labels of pages with some text each, and these feet."""

    def draw(canvas: Canvas, foot: str) -> None:
        canvas.setFont(BODY, 10)
        for number in range(20):
            canvas.drawString(
                72, HEIGHT - 100 - 12 * number, f"Line {number} tells of ships that came in {1900 + number}."
            )
        canvas.setFont(BODY, 9)
        canvas.drawCentredString(WIDTH / 2, 40, foot)

    data = drawn(*(partial(draw, foot=foot) for foot in feet))
    pages = list(read_pages(data))
    rows = [placed(row, at) for at, page in enumerate(pages) for row in rows_of_page(page)]
    known = stated or read_properties(data).labels
    return list(labels_of(known, rows, furniture(rows, [page.height for page in pages])))


@pytest.mark.parametrize(
    ("feet", "wanted"),
    [
        (["217", "218", "219", "220"], ["217", "218", "219", "220"]),
        (["", "218", "219", "220"], ["217", "218", "219", "220"]),  # the first page has no number
        (["217", "218", "", "220", "221"], ["217", "218", "219", "220", "221"]),  # a figure over the whole page
        (["217", "218", "12", "220", "221"], ["217", "218", "219", "220", "221"]),  # one out of step
        (["- 5 -", "- 6 -", "- 7 -"], ["5", "6", "7"]),
        (["Page 3 of 9", "Page 4 of 9", "Page 5 of 9"], ["3", "4", "5"]),
        ([f"Ice in the Harbour {at}" for at in (31, 32, 33)], ["31", "32", "33"]),
        (["S1", "S2", "S3", "S4"], ["S1", "S2", "S3", "S4"]),
        (["Ships 111:7", "Ships 111:8", "Ships 111:9"], ["111:7", "111:8", "111:9"]),
        ([*ROMANS[:4], "1", "2", "3"], [*ROMANS[:4], "1", "2", "3"]),
        (["", "ii", "iii", "iv", "", "2", "3", "4"], ["i", "ii", "iii", "iv", "1", "2", "3", "4"]),
        (["XI", "XII", "XIII"], ["XI", "XII", "XIII"]),
        (["", "8", ""], ["", "", ""]),  # a single number may be anything
    ],
)
def test_numbers_that_run_on_over_the_pages_are_their_labels(feet: list[str], wanted: list[str]) -> None:
    assert labels(feet) == wanted


@pytest.mark.parametrize(
    "feet",
    [
        ["", "", ""],
        ["217"],
        ["3", "17", "8", "90"],
        ["2019", "2019", "2019"],  # a year
        ["Volume 12", "Volume 12", "Volume 12"],
        ["4", "3", "2", "1"],
    ],
)
def test_numbers_that_do_not_run_on_are_no_labels(feet: list[str]) -> None:
    assert labels(feet) == [""] * len(feet)


def test_stated_labels_are_believed_unless_they_only_count() -> None:
    printed = ["217", "218", "219"]
    assert labels(printed, stated=["a", "b", ""]) == ["a", "b", "219"]
    assert labels(printed, stated=["1", "2", "3"]) == printed
    assert labels(["", "", ""], stated=["1", "2", "3"]) == ["1", "2", "3"]
    assert labels(["", ""], stated=["x" * 99, "a\x07"]) == ["", ""]


def test_labels_that_the_file_states_are_read() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.addPageLabel(0, style="ROMAN_LOWER", start=4)
        canvas.drawString(72, 700, "A page.")

    assert read_properties(drawn(draw)).labels == ("iv",)


@settings(max_examples=15, deadline=None)
@given(start=st.integers(1, 900), pages=st.integers(3, 8), hole=st.integers(1, 6))
def test_one_page_without_its_number_breaks_no_run(start: int, pages: int, hole: int) -> None:
    feet = [str(start + at) for at in range(pages)]
    shown = ["" if at == hole and pages > 3 and hole < pages - 1 else foot for at, foot in enumerate(feet)]
    assert labels(shown) == feet


def test_there_is_a_label_for_each_page() -> None:
    assert labels_of(["", ""], [], frozenset()) == ("", "")


def test_pages_have_their_labels() -> None:
    def draw(canvas: Canvas, foot: str) -> None:
        canvas.drawString(72, 700, "A page of the harbour's book.")
        canvas.drawString(290, 40, foot)

    read = PDF.read(drawn(*(partial(draw, foot=str(number)) for number in (41, 42, 43))))
    assert [shape.label for shape in read.page_shapes] == ["41", "42", "43"]
