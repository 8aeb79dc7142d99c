"""PDFs whose pictures tests look at, and where the ink of a picture is."""

from collections.abc import Callable
from io import BytesIO

from made_pdfs import drawn
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

Edges = tuple[float, float, float, float]
A_PAGE: Edges = (0, 0, 595, 842)
DARK = 128  # of 255: half of a letter's edge or more


def opened(picture: bytes) -> Image.Image:
    return Image.open(BytesIO(picture)).convert("RGB")


def ink(picture: bytes) -> Edges:
    """Left, upper, right and lower edge of all that is dark, as shares of the picture's sides."""
    image = opened(picture)
    found = image.convert("L").point(lambda value: 255 * (value < DARK)).getbbox()
    assert found is not None, "nothing is drawn"
    left, upper, right, lower = found
    return left / image.width, upper / image.height, right / image.width, lower / image.height


def shown(box: Edges, turn: int, crop: Edges) -> Edges:
    """Where a box of a page's own coordinates (left, bottom, right, top) is shown, as `ink` tells it."""
    x0, y0, x1, y1 = box
    left, bottom, right, top = crop
    wide, high = right - left, top - bottom
    if turn in (90, 270):
        wide, high = high, wide
    places = {
        0: (x0 - left, top - y1, x1 - left, top - y0),
        90: (y0 - bottom, x0 - left, y1 - bottom, x1 - left),
        180: (right - x1, y0 - bottom, right - x0, y1 - bottom),
        270: (top - y1, right - x1, top - y0, right - x0),
    }
    a, b, c, d = places[turn]
    return a / wide, b / high, c / wide, d / high


def one_page(draw: Callable[[Canvas], object], *, turn: int = 0, crop: Edges = A_PAGE, size: Edges = A_PAGE) -> bytes:
    """A PDF of one page, turned clockwise by so many degrees and cut to its crop box."""

    def page(canvas: Canvas) -> None:
        sides = (size[2], size[3])
        canvas.setPageSize(sides if turn in (0, 180) else sides[::-1])  # reportlab takes them of the turned page
        canvas.setPageRotation(turn)
        canvas.setCropBox(crop)
        draw(canvas)

    return drawn(page)


def nested_forms(depth: int) -> bytes:
    """A page that draws a form, which draws another one ten times, which draws another one ten times, and so on."""

    def page(canvas: Canvas) -> None:
        for at in reversed(range(depth)):
            canvas.beginForm(f"form{at}")
            for _ in range(10):
                if at + 1 < depth:
                    canvas.doForm(f"form{at + 1}")
                else:
                    canvas.rect(100, 100, 50, 50, fill=1)
            canvas.endForm()
        canvas.doForm("form0")

    return drawn(page)


def many_letters(count: int) -> bytes:
    """A page of so many letters upon each other, which takes a few kilobytes."""

    def page(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 300)
        for _ in range(count // 1000):
            canvas.drawString(10, 10, "W" * 1000)

    return drawn(page, pageCompression=1)


def many_blanks(count: int) -> bytes:
    """A page whose content is so many blanks, packed."""
    return drawn(lambda canvas: canvas.addLiteral(" " * count), pageCompression=1)
