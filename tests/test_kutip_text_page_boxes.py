"""Text is lit where it stands on its page: one rectangle a line, around its characters and no others."""

import pickle

import made_pdfs
import pytest
from made_pdfs import HEIGHT, WIDTH, drawn
from reportlab.pdfgen.canvas import Canvas

from indexer.parsing.pdf.pdf_reader import PDF
from kutip.errors import NotFoundError
from kutip.text.page_boxes import boxes_at, label_of, lines_at, page_of, require_page
from kutip.types import Box, Document, Span


def document(data: bytes) -> Document:
    source = PDF.read(data)
    shapes = source.page_shapes
    return Document("paper", source.text, "00", {}, source.pages, page_shapes=shapes, boxes_of=source.boxes)


def place(held: Document, words: str) -> Span:
    start = held.source_text.index(words)
    return Span(start, start + len(words))


def written(canvas: Canvas) -> None:
    canvas.setFont("Courier", 10)  # each character 6 points wide
    canvas.drawString(72, HEIGHT - 100, "The first line of a text that")
    canvas.drawString(72, HEIGHT - 112, "goes on in a second line here.")


def test_a_word_has_the_rectangle_in_which_it_is_drawn() -> None:
    held = document(drawn(written))
    (box,) = boxes_at(held, [place(held, "first")])
    assert box.page == 1
    assert (box.x0, box.x1) == pytest.approx((72 + 4 * 6, 72 + 9 * 6), abs=1.5)
    assert (box.y0, box.y1) == pytest.approx((93, 100), abs=1.5)


def test_text_over_two_lines_has_a_rectangle_for_each() -> None:
    held = document(drawn(written))
    whole = Span(held.source_text.index("that"), held.source_text.index("on in"))
    first, second = boxes_at(held, [whole])
    assert first.x0 > second.x1
    assert first.y1 < second.y0


def test_lines_have_the_text_of_their_rectangles() -> None:
    held = document(drawn(written))
    lines = [held.source_text[span.start : span.end] for span, _ in lines_at(held, 0, len(held.source_text))]
    assert lines == ["The first line of a text that", "goes on in a second line here."]


def test_boxes_lie_on_the_pages_of_their_text() -> None:
    held = document(drawn(written, lambda _: None, written))
    assert len(held.page_shapes) == len(held.pages) == 3
    for shape in held.page_shapes:
        assert (shape.width, shape.height) == pytest.approx((WIDTH, HEIGHT), abs=0.01)
    lines = [*lines_at(held, 0, len(held.source_text))]
    assert [box.page for _, box in lines] == [1, 1, 3, 3]
    for span, box in lines:
        assert box.page == page_of(held, span.start) == page_of(held, span.end - 1)
        assert 0 <= box.x0 < box.x1 <= WIDTH + 0.01
        assert 0 <= box.y0 < box.y1 <= HEIGHT + 0.01


def test_all_but_the_white_space_has_a_box() -> None:
    held = document(made_pdfs.paper(columns=2))
    assert held.boxes_of is not None
    boxes = held.boxes_of(0, len(held.source_text))
    assert [box is None for box in boxes] == [one.isspace() for one in held.source_text]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_on_a_turned_page_boxes_are_where_a_reader_sees_the_words(turned: int) -> None:
    def turn(canvas: Canvas) -> None:
        canvas.setPageRotation(turned)  # reportlab lays the page on its side for a quarter turn
        canvas.setFont("Courier", 10)
        canvas.drawString(72, 500, "The first line of a text")

    width, height = (WIDTH, HEIGHT) if turned % 180 == 0 else (HEIGHT, WIDTH)
    held = document(drawn(turn))
    (box,) = boxes_at(held, [place(held, "first")])
    x0, x1, y0, y1 = 96.0, 126.0, height - 507, height - 500  # on the page before it is turned clockwise
    seen = {
        0: (x0, y0, x1, y1),
        90: (height - y1, x0, height - y0, x1),
        180: (width - x1, height - y1, width - x0, height - y0),
        270: (y0, width - x1, y1, width - x0),
    }[turned]
    assert (box.x0, box.y0, box.x1, box.y1) == pytest.approx(seen, abs=1.6)
    assert (held.page_shapes[0].width, held.page_shapes[0].height) == pytest.approx((WIDTH, HEIGHT), abs=0.01)


def test_a_text_without_pages_has_no_boxes_and_no_labels() -> None:
    held = Document("paper", "It is so.", "00", {})
    assert boxes_at(held, [Span(0, 5)]) == ()
    assert page_of(held, 0) is None
    assert label_of(held, 1) == ""


@pytest.mark.parametrize("number", [0, -1, 2])
def test_a_page_that_is_not_there_is_refused(number: int) -> None:
    held = document(drawn(written))
    assert require_page(held, 1) == 1
    with pytest.raises(NotFoundError, match=f"no page {number}"):
        require_page(held, number)


def test_boxes_go_from_process_to_process() -> None:
    held = document(drawn(written))
    assert pickle.loads(pickle.dumps(held.boxes_of)) == held.boxes_of
    assert boxes_at(held, [Span(0, 3)])[0] > Box(1, 0, 0, 0, 0)
