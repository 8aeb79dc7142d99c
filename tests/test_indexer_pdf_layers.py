"""What stands beside, behind and above the text of a PDF: line numbers, watermarks, hanging capitals, heads, marks."""

from collections.abc import Callable, Container, Iterable

import pytest
from made_pdfs import BODY, BOLD, HEIGHT, WIDTH, drawn
from reportlab.pdfgen.canvas import Canvas

from indexer.parsing.pdf.glyphs import read_pages
from indexer.parsing.pdf.narrow_gutters import parted_at_gutters
from indexer.parsing.pdf.pdf_reader import PDF
from indexer.parsing.pdf.segments import segments_of
from kutip.types import Kind

LINES = [
    "The weirs of the lower river were let by lot each Easter, and he",
    "who drew the first lot had to keep the eel house dry until May. A",
    "fine of two marks was set for nets with narrow meshes, but only",
    "three fines are written down in forty years, and one of them was",
    "given back when the man had shown that his nets came from the",
    "town itself, which had bought them in the harbour of Vele.",
]
Drawing = Callable[[Canvas], None]


def lines(canvas: Canvas, texts: list[str], *, left: float = 90, top: float = HEIGHT - 150, size: float = 10) -> None:
    canvas.setFont(BODY, size)
    for number, text in enumerate(texts):
        canvas.drawString(left, top - 1.2 * size * number, text)


def texts(drawing: Drawing, kind: Kind = Kind.PARAGRAPH, *more: Drawing) -> list[str]:
    return [block.text for block in PDF.read(drawn(drawing, *more)).blocks if block.kind is kind]


@pytest.mark.parametrize(("step", "first"), [(1, 1), (1, 27), (5, 5)])
@pytest.mark.parametrize("flush", ["left", "right"])
def test_line_numbers_of_manuscripts_are_furniture(step: int, first: int, flush: str) -> None:
    own = LINES * 5

    def numbered(canvas: Canvas) -> None:
        lines(canvas, own)
        canvas.setFont(BODY, 7)
        for at in range(step - 1, len(own), step):
            draw = canvas.drawString if flush == "left" else canvas.drawRightString
            draw(70, HEIGHT - 150 - 12 * at, str(first + at + 1 - step))

    assert " ".join(texts(numbered)) == " ".join(own)
    numbers = [str(first + at) for at in range(0, len(own) - step + 1, step)]
    assert texts(numbered, Kind.FURNITURE) == numbers


def test_the_numbers_of_a_list_stay_with_its_items() -> None:
    items = ["Salt from Vele", "Nets of three kinds", "Two boats", "Rope", "Nails", "A lamp"]

    def listed(canvas: Canvas) -> None:
        canvas.setFont(BODY, 10)
        for at, item in enumerate(items):
            canvas.drawString(70, HEIGHT - 150 - 12 * at, str(at + 1))
            canvas.drawString(85, HEIGHT - 150 - 12 * at, item)

    assert texts(listed, Kind.FURNITURE) == []
    assert all(f"{at + 1} {item}" in " ".join(texts(listed)) for at, item in enumerate(items))


@pytest.mark.parametrize("before", [True, False])
def test_a_watermark_is_furniture(*, before: bool) -> None:
    def marked(canvas: Canvas) -> None:
        if not before:
            lines(canvas, LINES)
        canvas.setFont(BOLD, 90)
        canvas.setFillGray(0.9)
        canvas.drawString(80, HEIGHT - 205, "SAMPLE")
        canvas.setFillGray(0)
        if before:
            lines(canvas, LINES)

    assert texts(marked) == [" ".join(LINES)]
    assert texts(marked, Kind.FURNITURE) == ["SAMPLE"]


def test_a_large_capital_begins_the_first_of_the_lines_that_it_hangs_over() -> None:
    def hanging(canvas: Canvas) -> None:
        canvas.setFont(BODY, 34)
        canvas.drawString(90, HEIGHT - 162, "T")
        lines(canvas, ["he weirs of the lower river were let by lot each Easter, and he", LINES[1]], left=114)
        lines(canvas, LINES[2:], top=HEIGHT - 174)

    assert texts(hanging) == [" ".join(LINES)]


def test_a_centred_line_above_three_columns_is_read_before_them() -> None:
    def columns(canvas: Canvas) -> None:
        canvas.setFont(BOLD, 18)
        canvas.drawCentredString(WIDTH / 2, HEIGHT - 80, "The Eel Houses of the Lower River")
        canvas.setFont(BODY, 9)
        canvas.drawCentredString(WIDTH / 2, HEIGHT - 105, "Ida Holm and Per Quist")
        for at, count in enumerate((6, 6, 3)):
            own = [line[:34] for line in LINES[:count]]
            lines(canvas, own, left=WIDTH / 2 - 64 + 165 * (at - 1), top=HEIGHT - 140, size=9)

    blocks = PDF.read(drawn(columns)).blocks
    assert [block.text for block in blocks][:2] == ["The Eel Houses of the Lower River", "Ida Holm and Per Quist"]


def test_authors_do_not_go_on_in_the_first_column() -> None:
    def columns(canvas: Canvas) -> None:
        lines(canvas, ["Ida Holm and Per Quist, of the school at Vele"], left=200, top=HEIGHT - 100)
        for at in range(2):
            lines(canvas, [line[:46] for line in LINES], left=50 + 255 * at)

    assert texts(columns)[0] == "Ida Holm and Per Quist, of the school at Vele"


@pytest.mark.parametrize("size", [5, 7, 8])
def test_a_raised_mark_begins_a_footnote_however_large(size: float) -> None:
    def noted(canvas: Canvas) -> None:
        lines(canvas, LINES)
        for at, note in enumerate(("Town book, leaf 12.", "Letters of the eel houses, box 3.")):
            canvas.setFont(BODY, size)
            canvas.drawString(90, 103 - 10 * at, str(at + 1))
            canvas.setFont(BODY, 8)
            canvas.drawString(95, 100 - 10 * at, note)

    notes = [note.replace(" ", "") for note in texts(noted, Kind.FOOTNOTE)]
    assert notes == ["1Townbook,leaf12.", "2Lettersoftheeelhouses,box3."]


def test_heads_that_name_each_section_are_furniture_by_their_running_number() -> None:
    def page(number: int, head: str) -> Drawing:
        def one(canvas: Canvas) -> None:
            lines(canvas, [f"{number} {head}" if number % 2 else f"{head} {number}"], top=HEIGHT - 50)
            lines(canvas, LINES)

        return one

    heads = ["Weirs", "Nets", "Fines", "The town"]
    pages = [page(at + 40, head) for at, head in enumerate(heads)]
    assert texts(pages[0], Kind.FURNITURE, *pages[1:]) == ["Weirs 40", "41 Nets", "Fines 42", "43 The town"]


def test_a_heading_in_small_capitals_is_as_large_as_its_capitals() -> None:
    def headed(canvas: Canvas) -> None:
        x = 90.0
        for text, size in (("T", 12), ("HE ", 9), ("W", 12), ("EIRS AND ", 9), ("N", 12), ("ETS OF THE TOWN", 9)):
            canvas.setFont(BODY, size)
            canvas.drawString(x, HEIGHT - 120, text)
            x += canvas.stringWidth(text, BODY, size)
        lines(canvas, LINES)

    assert texts(headed, Kind.HEADING) == ["THE WEIRS AND NETS OF THE TOWN"]


@pytest.mark.parametrize("font", ["Times-Roman", "Helvetica", "Courier"])
def test_narrow_figures_and_points_have_no_blanks_between_them(font: str) -> None:
    line = "In all 1,111.11 of 2.117 eels, from www.li.il and i.i.i/lil.il, came"

    def narrow(canvas: Canvas) -> None:
        canvas.setFont(font, 10)
        canvas.drawString(60, 700, line)

    assert texts(narrow) == [line]


@pytest.mark.parametrize(
    "line", ['<match type="string" offset="0" />', "Weir ::= SEQUENCE {", "“Load all the <MIME> files” here"]
)
def test_code_stays_in_the_text_although_it_has_signs_of_formulas(line: str) -> None:
    def coded(canvas: Canvas) -> None:
        lines(canvas, LINES)
        lines(canvas, [line], left=130, top=HEIGHT - 240)
        lines(canvas, LINES, top=HEIGHT - 270)

    assert line in texts(coded)


@pytest.mark.parametrize("item", ["• INTEGER;", "• BIT STRING", "– ROPE"])
def test_items_in_capitals_are_no_headings(item: str) -> None:
    def listed(canvas: Canvas) -> None:
        lines(canvas, LINES)
        lines(canvas, [item], top=HEIGHT - 240)

    assert texts(listed, Kind.LIST_ITEM) == [item]


def test_the_mark_of_a_footnote_in_the_gutter_parts_no_columns() -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(20):
            canvas.setFont("Courier", 8)
            canvas.drawString(50, 700 - 12 * number, f"left line {number} of a column of plain words here")
            if number < 16:
                canvas.drawString(310, 700 - 12 * number, f"right line {number} of a column of plain words")
        canvas.line(310, 505, 400, 505)
        for number, text in enumerate(
            ("One note that is long enough to be wide", "goes on below it.", "Another note.")
        ):
            canvas.setFont("Courier", 6)
            canvas.drawString(310, 494 - 12 * number, text)
            if number != 1:
                canvas.setFont("Courier", 5.5)
                canvas.drawString(306, 497.5 - 12 * number, str(1 + number // 2))

    source = PDF.read(drawn(draw))
    text = source.text
    places = [text.index(f"left line {number} ") for number in range(20)]
    places += [text.index(f"right line {number} ") for number in range(16)]
    assert places == sorted(places)
    assert max(places) < text.index("One note") < text.index("Another note")
    assert all("left line" not in line or "note" not in line for line in text.splitlines())


@pytest.mark.parametrize("both", [2, 12])  # lines that stand beside one another on one baseline
def test_columns_as_near_as_words_are_parted(both: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Courier", 10)
        for number in range(12):
            canvas.drawString(50, 700 - 12 * number, f"left {number:2} of words in a column goes")  # 222 points wide
            shift = 0 if number < both else 6
            canvas.drawString(50 + 222 + 9, 700 - 12 * number - shift, f"right {number:2} of words in a column go")

    lines = PDF.read(drawn(draw)).text.split("\n")
    assert [line.split()[:2] for line in lines if line] == [
        *(["left", str(number)] for number in range(12)),
        *(["right", str(number)] for number in range(12)),
    ]


def set_words(canvas: Canvas, y: float, words: Iterable[str], wide: Container[int]) -> None:
    """Write words a blank apart; before those of `wide`, as far apart as narrow columns are."""
    x = 50.0
    for number, word in enumerate(words):
        x += 9 if number in wide else 6 if number else 0
        canvas.drawString(x, y, word)
        x += 6 * len(word)


@pytest.mark.parametrize(
    ("line", "wide"),
    [
        ("a line of words that fills {:2} the page from side to side", lambda number: {3 + number % 6}),
        ("chapter {:02} of the book" + 16 * " .", lambda number: ()),
    ],
)
def test_wide_blanks_are_no_gutter(line: str, wide: Callable[[int], Container[int]]) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Courier", 10)
        for number in range(12):
            set_words(canvas, 700 - 12 * number, line.format(number).split(), wide(number))

    (page,) = read_pages(drawn(draw))
    assert len(parted_at_gutters(segments_of(page.glyphs))) == 12
