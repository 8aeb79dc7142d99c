"""Tables of PDFs: wrapped cells, narrow columns, without a caption, over two columns; and what is none."""

from collections.abc import Sequence

import pytest
from made_pdfs import BODY, HEIGHT, WIDTH, drawn
from reportlab.pdfgen.canvas import Canvas

from indexer.parsing.pdf.pdf_reader import PDF
from kutip.types import Kind

PROSE = [
    "The smoke houses stood behind the wall, where the wind seldom",
    "came from the town. Each had a number, and the number was cut",
    "into the lintel; of the eleven that are listed in 1808, seven can",
    "still be seen, though none of them has kept its door.",
]
HEADER = ("House", "Built", "Herring")
ROWS = [("One", "1771", "3,040"), ("Four", "1785", "12,118"), ("Nine", "1802", "940")]


def prose(canvas: Canvas, top: float, left: float = 80) -> None:
    canvas.setFont(BODY, 10)
    for number, line in enumerate(PROSE):
        canvas.drawString(left, top - 12 * number, line)


def table(canvas: Canvas, rows: Sequence[Sequence[str]], top: float, edges: Sequence[float], step: float = 16) -> None:
    canvas.setFont(BODY, 10)
    for number, row in enumerate(rows):
        for left, cell in zip(edges, row, strict=True):
            canvas.drawString(left, top - step * number, cell)


def cells(data: bytes) -> list[list[tuple[str, str]]]:
    return [[(cell.column, cell.text) for cell in block.cells] for block in PDF.read(data).blocks if block.cells]


def named(rows: Sequence[Sequence[str]]) -> list[list[tuple[str, str]]]:
    return [list(zip(HEADER, row, strict=True)) for row in rows]


def test_a_table_without_a_caption_is_told_by_equal_rows_with_figures() -> None:
    def page(canvas: Canvas) -> None:
        prose(canvas, HEIGHT - 100)
        table(canvas, [HEADER, *ROWS], HEIGHT - 170, (90, 200, 310))
        prose(canvas, HEIGHT - 250)

    assert cells(drawn(page)) == named(ROWS)
    assert [block.text for block in PDF.read(drawn(page)).blocks if block.kind is Kind.PARAGRAPH] == [
        " ".join(PROSE),
        " ".join(PROSE),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [("Ida Holm", "Per Quist", "Mads Vik"), ("Vele", "Lowen", "Vele"), ("School", "Archive", "School")],
        [HEADER, ROWS[0]],
        [*ROWS, ("Ten", "1804", "7,000")],
    ],
)
def test_rows_without_names_or_figures_are_no_table_without_a_caption(
    rows: list[tuple[str, ...]],
) -> None:
    def page(canvas: Canvas) -> None:
        prose(canvas, HEIGHT - 100)
        table(canvas, rows, HEIGHT - 170, (90, 200, 310))

    assert cells(drawn(page)) == []


def test_the_caption_of_another_table_is_not_that_of_one_without() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont(BODY, 10)
        canvas.drawString(90, HEIGHT - 80, "Table 1. Smoke houses by year")
        table(canvas, [HEADER, *ROWS], HEIGHT - 100, (90, 200, 310))
        prose(canvas, HEIGHT - 190)
        table(canvas, [HEADER, *ROWS], HEIGHT - 260, (90, 200, 310))

    rows = [block for block in PDF.read(drawn(page)).blocks if block.cells]
    assert [("Table 1. Smoke houses by year" in row.context) for row in rows] == [True] * 3 + [False] * 3


def test_wrapped_cells_and_cells_wider_than_their_header_are_whole() -> None:
    header = ("House", "Toll", "Remark")
    rows = [
        ("Fourteen", "3,040", "Burned in the year after the war and was built anew of brick"),
        ("", "", "with a loft of oak"),
        ("One", "12,118", "None"),
        ("Seventeen", "940", "Sold to the town, which kept nets and sails in it until the"),
        ("", "", "harbour was dug"),
    ]

    def page(canvas: Canvas) -> None:
        canvas.setFont(BODY, 10)
        canvas.drawString(90, HEIGHT - 80, "Table 1. Smoke houses and their tolls")
        y = HEIGHT - 100
        table(canvas, [header], y, (90, 137, 180))
        for row in rows:
            y -= 12 if not row[0] else 18
            table(canvas, [row], y, (90, 137, 180))
        prose(canvas, y - 40)

    joined = [
        ("Fourteen", "3,040", rows[0][2] + " " + rows[1][2]),
        rows[2],
        ("Seventeen", "940", rows[3][2] + " " + rows[4][2]),
    ]
    assert cells(drawn(page)) == [list(zip(header, row, strict=True)) for row in joined]


def two_columns(canvas: Canvas, top: float) -> None:
    for left in (50, WIDTH / 2 + 10):
        canvas.setFont(BODY, 9)
        for number, line in enumerate(PROSE * 3):
            canvas.drawString(left, top - 11 * number, line[:56])


def test_a_table_over_two_columns_is_read_across_them() -> None:
    header = (*HEADER, "Cod")
    rows = [(*row, str(17 * at)) for at, row in enumerate(ROWS, start=1)]

    def page(canvas: Canvas) -> None:
        canvas.setFont(BODY, 9)
        canvas.drawString(50, HEIGHT - 80, "Table 1. Smoke houses by year")
        table(canvas, [header, *rows], HEIGHT - 100, (50, 180, 340, 480))
        two_columns(canvas, HEIGHT - 180)

    assert cells(drawn(page)) == [list(zip(header, row, strict=True)) for row in rows]


def test_two_tables_side_by_side_stay_apart() -> None:
    def page(canvas: Canvas) -> None:
        for left in (50, WIDTH / 2 + 10):
            canvas.setFont(BODY, 9)
            canvas.drawString(left, HEIGHT - 80, f"Table {1 if left == 50 else 2}. Smoke houses")
            table(canvas, [HEADER, *ROWS], HEIGHT - 100, (left, left + 80, left + 160))
        two_columns(canvas, HEIGHT - 180)

    assert cells(drawn(page)) == named(ROWS) * 2
