"""Laws of the boxes of PDFs: what is drawn at a character's box is that character, as another library reads it."""

import math
import random
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

import made_pdfs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_pdfs import BODY, HEIGHT, WIDTH, drawn
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTComponent, LTContainer
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from indexer.parsing.pdf.pdf_reader import PDF
from kutip.text.page_boxes import boxes_at, page_of
from kutip.types import Box, Document, Edges, Kind, Span

_INTO = 1.0  # points into a line at which it is lit
_MOST_OUTSIDE = 1.0  # points by which the ink of a letter may stand outside the place that its font gives it
WORDS = "eel weirs, ladder pump (2010) 18,204 river's camera; fyke-net Aln: 4.5% summer wet no. brush".split()


@dataclass(frozen=True)
class Seen:
    """A character as pdfminer.six reads it."""

    text: str
    page: int
    edges: Edges


def seen_by_another_library(data: bytes) -> list[Seen]:
    """All characters of a PDF but white space, with their places on the pages as shown, from the upper left corner."""
    manager = PDFResourceManager()
    device = PDFPageAggregator(manager, laparams=None)
    interpreter = PDFPageInterpreter(manager, device)
    found = []
    for number, page in enumerate(PDFPage.get_pages(BytesIO(data)), start=1):
        interpreter.process_page(page)
        left, top = _corner(page)
        for one in _characters(device.get_result()):
            edges = one.x0 - left, top - one.y1, one.x1 - left, top - one.y0
            if not one.get_text().isspace():
                found.append(Seen(one.get_text(), number, edges))
    return found


def _corner(page: PDFPage) -> tuple[float, float]:
    """The upper left corner of the visible part of a page, where pdfminer.six has it after turning the whole."""
    x0, y0, x1, y1 = page.mediabox
    left, bottom, right, top = page.cropbox
    return {
        0: (left - x0, top - y0),
        90: (bottom - y0, x1 - left),
        180: (x1 - right, y1 - bottom),
        270: (y1 - top, right - x0),
    }[page.rotate]


def _characters(thing: LTComponent) -> Iterator[LTChar]:
    if isinstance(thing, LTChar):
        yield thing
    elif isinstance(thing, LTContainer):
        for one in thing:
            yield from _characters(one)


def document(data: bytes) -> Document:
    source = PDF.read(data)
    return Document("made", source.text, "00", {}, source.pages, page_shapes=source.page_shapes, boxes_of=source.boxes)


def boxes(held: Document) -> Sequence[Edges | None]:
    assert held.boxes_of is not None
    return held.boxes_of(0, len(held.source_text))


def letters(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKD", text) if not one.isspace())


def assert_proved(held: Document, seen: Sequence[Seen]) -> None:
    """Each character has the page and the place at which another library reads it; none is lost, none twice."""
    places = boxes(held)
    assert [box is None for box in places] == [one.isspace() for one in held.source_text]
    ours: Counter[tuple[int, str]] = Counter()
    for at, (character, box) in enumerate(zip(held.source_text, places, strict=True)):
        if box is None:
            continue
        page = page_of(held, at) or 0
        shape = held.page_shapes[page - 1]
        assert -0.5 <= box[0] < box[2] <= shape.width + 0.5
        assert -0.5 <= box[1] < box[3] <= shape.height + 0.5
        ours.update((page, one) for one in letters(character))
        drawn_there = [one for one in seen if one.page == page and _is_drawn_at(one, box)]
        assert any(letters(character) in letters(one.text) for one in drawn_there), (character, page, box)
    assert ours == Counter((one.page, letter) for one in seen for letter in letters(one.text))


def _is_drawn_at(one: Seen, box: Edges) -> bool:
    """True if the middle of a box is within the place of a character, and the box nearly so."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    x0, y0, x1, y1 = (edge + side for edge, side in zip(one.edges, (-1, -1, 1, 1), strict=True))
    inside = x0 - _MOST_OUTSIDE <= box[0] and box[2] <= x1 + _MOST_OUTSIDE
    return inside and x0 <= x <= x1 and y0 - _MOST_OUTSIDE <= y <= y1 + _MOST_OUTSIDE


def assert_lights_only(held: Document, span: Span, seen: Sequence[Seen], *, across: bool = True) -> None:
    """The rectangles of a span have all of its characters in them, and the middle of no other character.

    Args:
        held: The document.
        span: The span.
        seen: What another library reads.
        across: Whether lines run from left to right on the page as it is shown, not up or down.
    """
    rectangles = boxes_at(held, [span])
    lit = Counter(letter for one in seen if _is_lit(one, rectangles, across=across) for letter in letters(one.text))
    assert lit == Counter(letters(held.source_text[span.start : span.end])), held.source_text[span.start : span.end]


def _is_lit(one: Seen, rectangles: Sequence[Box], *, across: bool = True) -> bool:
    """True if the middle of a character is lit; rectangles are as high as ink, its place as high as its line."""
    return any(
        box.page == one.page
        and _in_line(one.edges if across else turned(one.edges), edges if across else turned(edges))
        for box in rectangles
        for edges in [(box.x0, box.y0, box.x1, box.y1)]
    )


def turned(edges: Edges) -> Edges:
    x0, y0, x1, y1 = edges
    return y0, x0, y1, x1


def _in_line(character: Edges, lit: Edges) -> bool:
    left, upper, right, lower = character
    return lit[0] <= (left + right) / 2 <= lit[2] and lit[1] < lower - _INTO and upper + _INTO < lit[3]


# --- Made PDFs --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Layout:
    """How the pages of a made PDF look."""

    columns: int
    turned: int
    cut: tuple[int, int]  # points that the visible part of a page lacks at the left and below
    lines: tuple[str, ...]
    a_page: int  # lines of a column
    has_note: bool
    has_table: bool


def laid_out(layout: Layout) -> bytes:
    data = BytesIO()
    canvas = Canvas(data, pagesize=(WIDTH, HEIGHT), invariant=True)
    on_page = layout.columns * layout.a_page
    for page in range(math.ceil(len(layout.lines) / on_page)):
        canvas.setPageSize((WIDTH, HEIGHT) if layout.turned in (0, 180) else (HEIGHT, WIDTH))  # reportlab swaps them
        canvas.setPageRotation(layout.turned)
        left, below = layout.cut
        canvas.setCropBox((left, below, WIDTH, HEIGHT))
        canvas.setFont(BODY, 10)
        for at, line in enumerate(layout.lines[page * on_page : (page + 1) * on_page]):
            column, row = divmod(at, layout.a_page)
            canvas.drawString(72 + column * (WIDTH - 144) / layout.columns, HEIGHT - 100 - 12 * row, line)
        if layout.has_note:
            canvas.setFont(BODY, 6)
            canvas.drawString(72, 92, "1")
            canvas.setFont(BODY, 8)
            canvas.drawString(76, 90, "Counted by night only.")
        if layout.has_table:
            canvas.setFont(BODY, 9)
            canvas.drawString(72, 200, "Table 1. Eels by river")
            for row, cells in enumerate(made_pdfs.TABLE):
                for number, cell in enumerate(cells):
                    canvas.drawString(72 + 80 * number, 180 - 13 * row, cell)
        canvas.showPage()
    canvas.save()
    return data.getvalue()


LINES = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join), min_size=4, max_size=50)
LAYOUTS = st.builds(
    Layout,
    columns=st.integers(1, 3),
    turned=st.sampled_from([0, 90, 180, 270]),
    cut=st.sampled_from([(0, 0), (30, 0), (0, 40), (20, 25)]),
    lines=LINES.map(tuple),
    a_page=st.integers(5, 30),
    has_note=st.booleans(),
    has_table=st.booleans(),
)


@settings(max_examples=12)
@given(LAYOUTS)
def test_what_stands_at_a_box_is_its_character_however_pages_are_laid_out(layout: Layout) -> None:
    data = laid_out(layout)
    assert_proved(document(data), seen_by_another_library(data))


@settings(max_examples=12)
@given(LAYOUTS, st.data())
def test_no_rectangle_covers_a_character_that_is_not_of_its_words(layout: Layout, drawing: st.DataObject) -> None:
    data = laid_out(layout)
    held, seen = document(data), seen_by_another_library(data)
    starts = [at for at, one in enumerate(held.source_text) if not one.isspace()]
    for _ in range(8):
        first = drawing.draw(st.integers(0, len(starts) - 1))
        last = drawing.draw(st.integers(first, min(first + 120, len(starts) - 1)))
        across = layout.turned in (0, 180)
        assert_lights_only(held, Span(starts[first], starts[last] + 1), seen, across=across)


def flowing(columns: int) -> bytes:
    """One long paragraph over the columns of three pages."""
    width = (WIDTH - 144) / columns - 18
    words = [one for one in WORDS if one.isalpha()]
    text = "Here " + " ".join(random.Random(19).choices(words, k=2_500))
    lines = simpleSplit(text, BODY, 10, width)[: 3 * 20 * columns]
    return laid_out(Layout(columns, 0, (0, 0), tuple(lines), 20, has_note=True, has_table=False))


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_a_paragraph_is_lit_on_each_of_its_pages_and_nothing_beside_it(columns: int) -> None:
    data = flowing(columns)
    held, seen = document(data), seen_by_another_library(data)
    assert_proved(held, seen)
    paragraphs = [block for block in PDF.read(data).blocks if block.kind is Kind.PARAGRAPH]
    (longest,) = (block for block in paragraphs if len(block.text) > 1_000)
    rectangles = boxes_at(held, longest.spans)
    assert {box.page for box in rectangles} == {1, 2, 3}
    assert len(rectangles) == 3 * 20 * columns
    assert all(box.x1 - box.x0 <= (WIDTH - 144) / columns for box in rectangles)
    for span in longest.spans:
        assert_lights_only(held, span, seen)


@pytest.mark.parametrize("columns", [1, 2])
def test_blocks_of_a_paper_light_their_own_characters_only(columns: int) -> None:
    data = made_pdfs.paper(columns=columns)
    held, seen = document(data), seen_by_another_library(data)
    assert_proved(held, seen)
    for block in PDF.read(data).blocks:
        for span in block.spans:
            assert_lights_only(held, span, seen)


def test_a_large_first_letter_lights_no_line_beside_it() -> None:
    lines = [
        "els climb ladders at weirs in summer",
        "and are counted there by a camera that",
        "takes a picture of each.",
    ]

    def draw(canvas: Canvas) -> None:
        canvas.setFont(BODY, 34)
        canvas.drawString(72, HEIGHT - 124, "E")
        canvas.setFont(BODY, 10)
        for at, line in enumerate(lines):
            canvas.drawString(96 if at < 2 else 72, HEIGHT - 110 - 12 * at, line)
        canvas.drawString(72, HEIGHT - 160, "Another paragraph that has nothing large in it stands below.")

    data = drawn(draw)
    held, seen = document(data), seen_by_another_library(data)
    first = held.source_text.index("Eels")
    rectangles = boxes_at(held, [Span(first, first + len("Eels climb"))])
    lit = {letter for one in seen if _is_lit(one, rectangles) for letter in letters(one.text)}
    assert lit <= set("Eelsclimb")
