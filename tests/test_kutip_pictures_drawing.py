"""A picture shows the whole page as it is turned and cut, so that shares of the page are shares of the picture."""

import math
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_pdfs import drawn, paper
from page_pictures import A_PAGE, Edges, ink, one_page, opened, shown
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTTextContainer
from reportlab.pdfgen.canvas import Canvas

from kutip.pictures.drawing import PictureForm, draw_page, picture_size

CROPS = {"whole": A_PAGE, "cut": (40.0, 60.0, 500.0, 700.0)}
BOX: Edges = (120.0, 400.0, 320.0, 424.0)


def picture(data: bytes, width: int = 1000, form: PictureForm = PictureForm.WEBP, page: int = 1) -> bytes:
    found = draw_page(data, page, width, form)
    assert found is not None
    return found


def word_box(data: bytes) -> Edges:
    """The box around the letters of a page's only word, as another library reads it."""
    letters = [
        letter
        for layout in extract_pages(BytesIO(data))
        for box in layout
        if isinstance(box, LTTextContainer)
        for line in box
        for letter in line  # type: ignore[attr-defined]
        if isinstance(letter, LTChar)
    ]
    assert "".join(letter.get_text() for letter in letters) == "Hxnx"
    return (
        min(letter.x0 for letter in letters),
        min(letter.y0 for letter in letters),
        max(letter.x1 for letter in letters),
        max(letter.y1 for letter in letters),
    )


@pytest.mark.parametrize("crop", CROPS.values(), ids=CROPS)
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_box_is_drawn_where_its_shares_of_the_page_say(turn: int, crop: Edges) -> None:
    x0, y0, x1, y1 = BOX
    data = one_page(lambda canvas: canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=0, fill=1), turn=turn, crop=crop)
    for width in (300, 1000):
        found = ink(picture(data, width))
        assert found == pytest.approx(shown(BOX, turn, crop), abs=1.5 / width)


@pytest.mark.parametrize("crop", CROPS.values(), ids=CROPS)
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_box_that_another_library_reads_covers_the_ink(turn: int, crop: Edges) -> None:
    def write(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 30)
        canvas.drawString(150, 500, "Hxnx")

    upright = word_box(one_page(write))
    left, upper, right, lower = shown(upright, turn, crop)
    found = ink(picture(one_page(write, turn=turn, crop=crop), 2000))
    slack = 1.5 / 2000
    assert left - slack <= found[0] < found[2] <= right + slack
    assert upper - slack <= found[1] < found[3] <= lower + slack
    long = max(right - left, lower - upper)  # along the word, ink fills nearly all of its box
    assert max(found[2] - found[0], found[3] - found[1]) > 0.85 * long


@pytest.mark.parametrize("form", PictureForm)
def test_a_picture_is_as_wide_as_asked_and_the_same_each_time(form: PictureForm) -> None:
    data = paper(columns=2)
    first = picture(data, 700, form)
    assert opened(first).size == (700, 990)
    assert picture(data, 700, form) == first
    assert first[:4] == (b"RIFF" if form is PictureForm.WEBP else b"\x89PNG")


def test_each_page_is_drawn_alone() -> None:
    data = drawn(
        lambda canvas: canvas.rect(100, 100, 50, 50, fill=1), lambda canvas: canvas.rect(300, 600, 50, 50, fill=1)
    )
    first, second = (ink(picture(data, page=page)) for page in (1, 2))
    assert first[0] < 0.2 < 0.8 < first[3]
    assert second[0] > 0.5
    assert second[3] < 0.3


@pytest.mark.parametrize(
    ("wide", "high"), [(2384, 3370), (14_400, 14_400), (14_400, 30), (30, 14_400), (3, 3)], ids=str
)
def test_pages_of_any_size_have_a_picture_within_bounds(wide: int, high: int) -> None:
    size = (0.0, 0.0, float(wide), float(high))
    data = one_page(lambda canvas: canvas.rect(0, 0, wide, high, fill=1), crop=size, size=size)
    image = opened(picture(data, 2000))
    assert image.size == picture_size(wide, high, 2000)
    assert image.convert("L").getextrema()[1] < 50


@given(st.floats(0.01, 1e6), st.floats(0.01, 1e6), st.integers(100, 2000))
def test_no_picture_is_wider_than_asked_or_has_too_many_pixels(wide: float, high: float, width: int) -> None:
    size = picture_size(wide, high, width)
    assert 1 <= size[0] <= width
    assert 1 <= size[1] <= 16_383
    assert size[0] * size[1] <= 8_010_000
    if wide / 3 <= high <= 1.4 * wide:
        assert size == (width, round(width * high / wide))


@pytest.mark.parametrize("sides", [(0, 10), (10, 0), (-5, 10), (math.nan, 10), (10, math.inf)])
def test_a_page_without_size_is_refused(sides: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="a page of"):
        picture_size(*sides, 1000)


@pytest.mark.parametrize("page", [3, 99])
def test_a_page_that_is_not_there_has_no_picture(page: int) -> None:
    assert draw_page(drawn(lambda canvas: canvas.drawString(10, 10, "one")), page, 500, PictureForm.WEBP) is None


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n" + bytes(1000), paper()[:900]])
def test_what_is_no_whole_pdf_has_no_picture(data: bytes) -> None:
    assert draw_page(data, 1, 500, PictureForm.WEBP) is None


def test_an_encrypted_pdf_has_no_picture() -> None:
    locked = drawn(lambda canvas: canvas.drawString(10, 10, "one"), encrypt="secret")
    assert draw_page(locked, 1, 500, PictureForm.WEBP) is None


def test_annotations_and_what_is_filled_into_forms_are_not_drawn() -> None:
    def noted(canvas: Canvas) -> None:
        canvas.drawString(100, 800, "word")
        canvas.linkURL("http://127.0.0.1:9/", (100, 100, 300, 200), thickness=5)
        canvas.freeTextAnnotation("A reader's note", "0 g /Helv 12 Tf", Rect=(100, 300, 300, 350))
        canvas.acroForm.textfield(name="name", value="filled in", x=100, y=500, width=200, height=40)

    assert ink(picture(one_page(noted)))[3] < 0.1  # the word at the top is all there is


def test_an_invisible_text_layer_leaves_no_ink() -> None:
    def hidden(canvas: Canvas) -> None:
        text = canvas.beginText(100, 400)
        text.setTextRenderMode(3)
        text.textLine("under a scan")
        canvas.drawText(text)
        canvas.rect(100, 700, 50, 50, fill=1)

    assert ink(picture(one_page(hidden)))[3] < 0.2
