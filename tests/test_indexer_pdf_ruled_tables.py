"""Tables of PDFs that rules part: grids, headers of two lines, over two columns; and frames that are no tables."""

from collections.abc import Sequence

from made_pdfs import BODY, HEIGHT, drawn
from reportlab.pdfgen.canvas import Canvas

from indexer.parsing.pdf.pdf_reader import PDF
from kutip.types import Kind

PROSE = [
    "The weirs of the lower river were let by lot each",
    "Easter, and he who drew the first lot had to keep",
    "the eel house dry until May. A fine of two marks",
    "was set for nets with narrow meshes, but only few",
]


def write(canvas: Canvas, texts: Sequence[str], left: float, top: float, step: float = 12) -> None:
    canvas.setFont(BODY, 10)
    for number, text in enumerate(texts):
        canvas.drawString(left, HEIGHT - top - step * number, text)


def across(canvas: Canvas, left: float, right: float, *heights: float) -> None:
    for height in heights:
        canvas.line(left, HEIGHT - height, right, HEIGHT - height)


def rows(data: bytes) -> list[dict[str, str]]:
    return [{cell.column: cell.text for cell in block.cells} for block in PDF.read(data).blocks if block.cells]


def test_a_row_of_a_grid_is_what_stands_between_two_rules() -> None:
    def grid(canvas: Canvas) -> None:
        write(canvas, ["River", "Aln", "Wend", "Loxe", "Vele"], 94, 112, 30)
        write(canvas, ["What", "a long tale of", "nets", "eels", "salt"], 154, 112, 30)
        write(canvas, ["eels and salt"], 154, 154)
        across(canvas, 90, 240, *(100 + 30 * at for at in range(6)))
        for left in (90, 150, 240):
            canvas.line(left, HEIGHT - 100, left, HEIGHT - 250)

    assert rows(drawn(grid)) == [
        {"River": "Aln", "What": "a long tale of eels and salt"},
        {"River": "Wend", "What": "nets"},
        {"River": "Loxe", "What": "eels"},
        {"River": "Vele", "What": "salt"},
    ]


def test_what_stands_above_the_second_rule_names_the_columns() -> None:
    def table(canvas: Canvas) -> None:
        across(canvas, 90, 300, 100, 130, 172)
        write(canvas, ["Name of", "river", "Aln", "Wend", "Loxe"], 94, 112)
        write(canvas, ["Eels", "1787", "901", "72", "8"], 164, 112)
        write(canvas, ["Nets", "1788", "14", "15", "16"], 234, 112)

    named = {"Name of · river": "Aln", "Eels · 1787": "901", "Nets · 1788": "14"}
    assert rows(drawn(table))[0] == named
    assert len(rows(drawn(table))) == 3


def test_a_ruled_table_over_two_columns_is_read_across_them() -> None:
    def page(canvas: Canvas) -> None:
        across(canvas, 90, 520, 100, 116, 156)
        for left, texts in ((94, "River Aln Wend Loxe"), (264, "Eels 901 72 8"), (434, "Nets 14 15 16")):
            write(canvas, texts.split(), left, 111)
        write(canvas, PROSE * 4, 90, 190)
        write(canvas, PROSE * 4, 315, 190)

    data = drawn(page)
    assert rows(data)[1] == {"River": "Wend", "Eels": "72", "Nets": "15"}
    prose = " ".join(block.text for block in PDF.read(data).blocks if block.kind is Kind.PARAGRAPH)
    assert prose == " ".join(PROSE * 8)


def test_words_in_a_frame_are_no_table() -> None:
    def plot(canvas: Canvas) -> None:
        canvas.rect(90, HEIGHT - 300, 200, 200)
        for number in range(6):
            write(canvas, ["+"], 100 + 25 * number, 130 + 20 * number)
            write(canvas, ["o"], 130 + 22 * number, 130 + 20 * number)

    assert rows(drawn(plot)) == []


def test_prose_between_two_rules_is_no_table() -> None:
    def page(canvas: Canvas) -> None:
        across(canvas, 90, 400, 100, 160)
        write(canvas, [line + " years were kept in all" for line in PROSE], 92, 112)
        across(canvas, 90, 400, 220)
        write(canvas, [line + " years were kept in all" for line in PROSE], 92, 170)

    assert rows(drawn(page)) == []
