"""What is no running text on a PDF's pages: code, contents, footnotes, formulas, figures; and what only looks so."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest
from made_pdfs import BODY, BOLD, HEIGHT, WIDTH, drawn
from reportlab.pdfgen.canvas import Canvas

from indexer.parsing.pdf.glyphs import read_pages
from indexer.parsing.pdf.pdf_reader import PDF
from kutip.types import Block, Kind

PROSE = [
    "The weirs of the lower river were let by lot each Easter, and he who drew the first lot",
    "had to keep the eel house dry until May. A fine of two marks was set for narrow meshes,",
    "but only three fines are written down in forty years, and one of them was given back.",
]
LISTING = ["def weigh(eels, fine=2):", "    for one in eels:", "        if one.length < 30:", "            pay(fine)"]


def write(
    canvas: Canvas, texts: Sequence[str], top: float, *, font: str = BODY, size: float = 10, left: float = 90
) -> None:
    canvas.setFont(font, size)
    for number, text in enumerate(texts):
        canvas.drawString(left, HEIGHT - top - 1.2 * size * number, text)


def blocks(*pages: Callable[[Canvas], None]) -> list[Block]:
    return list(PDF.read(drawn(*pages)).blocks)


def texts(found: Sequence[Block], kind: Kind) -> list[str]:
    return [block.text for block in found if block.kind is kind]


# --- Code -------------------------------------------------------------------------------------------------------------


def test_a_listing_is_one_block_with_its_lines_and_indents() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, PROSE, 150)
        write(canvas, LISTING, 210, font="Courier", size=9)
        write(canvas, PROSE, 280)

    found = blocks(page)
    assert texts(found, Kind.CODE) == ["\n".join(LISTING)]
    assert texts(found, Kind.PARAGRAPH) == [" ".join(PROSE)] * 2


def test_an_address_in_letters_of_one_width_is_no_code() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, PROSE[:2], 150)
        write(canvas, ["http://example.org/eels/weirs_of_the_lower_river?year=1787"], 174, font="Courier", size=9)
        write(canvas, PROSE[2:], 186)

    assert texts(blocks(page), Kind.CODE) == []


def test_a_paper_that_is_typewritten_is_no_code() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, PROSE, 150, font="Courier", size=8)
        write(canvas, PROSE, 220, font="Courier", size=8)

    assert texts(blocks(page), Kind.CODE) == []


# --- Footnotes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [8, 10])
def test_what_is_below_a_short_rule_at_the_foot_is_footnotes(size: float) -> None:
    notes = [
        "* The lots were of bone, and some of them are kept in the town hall, where",
        "they may be seen on request.",
    ]

    def first(canvas: Canvas) -> None:
        write(canvas, PROSE * 3 + PROSE[:1], 600)
        canvas.line(90, HEIGHT - 735, 200, HEIGHT - 735)
        write(canvas, [*notes, "† A mark was worth eight eels."], 748, size=size)

    def second(canvas: Canvas) -> None:
        write(canvas, PROSE[1:], 100)

    found = blocks(first, second)
    assert texts(found, Kind.FOOTNOTE) == [" ".join(notes), "† A mark was worth eight eels."]
    assert texts(found, Kind.PARAGRAPH) == [" ".join(PROSE * 4)]


def test_a_numbered_list_at_the_foot_is_no_footnotes() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, PROSE, 640)
        write(canvas, ["1. Salt from Vele came first.", "2. Nets came in spring."], 700)

    assert texts(blocks(page), Kind.FOOTNOTE) == []


def test_what_is_below_a_table_at_the_foot_is_no_footnotes() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, PROSE * 3, 520)
        for height in (640, 655, 690):
            canvas.line(90, HEIGHT - height, 200, HEIGHT - height)
        write(canvas, ["Eels  9", "Nets  3"], 668)
        write(canvas, PROSE, 710)

    assert texts(blocks(page), Kind.FOOTNOTE) == []


# --- Contents ---------------------------------------------------------------------------------------------------------


def test_a_list_of_contents_is_no_part_of_the_text() -> None:
    def page(canvas: Canvas) -> None:
        entries = ["1 The weirs", "1.1 Who let them", "1.2 Who drew the lots", "2 The fines"]
        for number, entry in enumerate(entries):
            write(canvas, [entry + " ." * 40], 150 + 14 * number)
            canvas.drawRightString(WIDTH - 90, HEIGHT - 150 - 14 * number, str(number + 3))
        write(canvas, PROSE, 260)

    found = blocks(page)
    assert len(texts(found, Kind.FURNITURE)) == 4
    assert texts(found, Kind.HEADING) == []
    assert texts(found, Kind.PARAGRAPH) == [" ".join(PROSE)]


def test_things_with_their_prices_are_no_contents() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, PROSE, 150)
        for number, (thing, price) in enumerate([("Eels", 9), ("Nets of rope", 3), ("Salt", 12), ("Lamps", 1)]):
            write(canvas, [thing], 220 + 14 * number)
            canvas.drawRightString(WIDTH - 90, HEIGHT - 220 - 14 * number, str(price))

    assert texts(blocks(page), Kind.FURNITURE) == []


# --- Formulas ---------------------------------------------------------------------------------------------------------


def test_the_rows_of_a_displayed_formula_are_one_block() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, PROSE, 150)
        write(canvas, ["a + b"], 206, left=260)
        write(canvas, ["w(x) = c"], 212, left=200)
        write(canvas, ["(3)"], 212, left=500)
        write(canvas, ["2n"], 218, left=264)
        write(canvas, PROSE, 250)

    found = blocks(page)
    assert len(texts(found, Kind.EQUATION)) == 1
    assert {*texts(found, Kind.EQUATION)[0].split()} == {*"a + b w(x) = c (3) 2n".split()}
    assert texts(found, Kind.PARAGRAPH) == [" ".join(PROSE)] * 2


@pytest.mark.parametrize("line", ["Eels, nets, salt", "One mark = eight eels of good length, as the council said"])
def test_words_that_are_set_in_are_no_formula(line: str) -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, PROSE, 150)
        write(canvas, [line], 212, left=150)
        write(canvas, PROSE, 250)

    assert texts(blocks(page), Kind.EQUATION) == []


# --- Figures ----------------------------------------------------------------------------------------------------------


def test_words_in_a_drawing_are_no_part_of_the_text() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, PROSE, 150)
        canvas.circle(250, HEIGHT - 300, 60)
        write(canvas, ["Eel house"], 300, left=230)
        write(canvas, ["0.5"], 340, left=240)
        write(canvas, PROSE, 400)

    found = blocks(page)
    assert texts(found, Kind.PARAGRAPH) == [" ".join(PROSE)] * 2
    assert texts(found, Kind.FURNITURE) == ["Eel house", "0.5"]


def test_text_in_a_frame_with_round_corners_is_text() -> None:
    def page(canvas: Canvas) -> None:
        canvas.roundRect(80, HEIGHT - 200, WIDTH - 120, 70, 8)
        write(canvas, PROSE, 150)

    assert texts(blocks(page), Kind.PARAGRAPH) == [" ".join(PROSE)]


# --- Headings ---------------------------------------------------------------------------------------------------------


def outlined(canvas: Canvas) -> None:
    for number, title in enumerate(["Weirs", "Lots", "Fines", "Nets", "Eels"]):
        canvas.bookmarkPage(title)
        canvas.addOutlineEntry(title, title, level=min(number, 1))
        write(canvas, [title], 90 + 120 * number, font=BOLD)
        write(canvas, PROSE, 110 + 120 * number)
        write(canvas, [f"Take note of {title.casefold()}"], 156 + 120 * number, font="Times-BoldItalic", size=9.5)
        write(canvas, PROSE, 170 + 120 * number)


def test_an_outline_names_the_headings_and_their_levels() -> None:
    found = [(block.level, block.text) for block in blocks(outlined) if block.kind is Kind.HEADING]
    assert found == [(1, "Weirs"), (2, "Lots"), (2, "Fines"), (2, "Nets"), (2, "Eels")]


def test_an_outline_of_main_sections_leaves_the_numbered_ones_below_them() -> None:
    def page(canvas: Canvas) -> None:
        outlined(canvas)
        write(canvas, ["2.1 Nets of rope"], 700, font=BOLD)
        write(canvas, PROSE, 714)

    found = [(block.level, block.text) for block in blocks(page) if block.kind is Kind.HEADING]
    assert found[-1] == (2, "2.1 Nets of rope")
    assert len(found) == 6


def test_authors_in_large_letters_are_no_heading() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, ["Weirs of the lower river"], 90, font=BOLD, size=18)
        write(canvas, ["Marta Quill and Per Lindqvist"], 120, size=13)
        write(canvas, ["The first lots"], 150, font=BOLD, size=12)
        write(canvas, PROSE, 170)
        write(canvas, ["The last lots"], 220, font=BOLD, size=12)
        write(canvas, PROSE, 240)

    found = blocks(page)
    assert texts(found, Kind.FRONT_MATTER) == ["Weirs of the lower river", "Marta Quill and Per Lindqvist"]
    assert texts(found, Kind.HEADING) == ["The first lots", "The last lots"]


# --- Pages ------------------------------------------------------------------------------------------------------------


def test_a_title_that_the_running_heads_repeat_is_no_furniture() -> None:
    def first(canvas: Canvas) -> None:
        write(canvas, ["Weirs of the lower river"], 60, font=BOLD, size=18)
        write(canvas, ["Abstract"], 100, font=BOLD)
        write(canvas, PROSE, 120)

    def later(canvas: Canvas) -> None:
        write(canvas, ["Weirs of the lower river"], 50, size=8)
        write(canvas, PROSE, 200)

    found = blocks(first, later, later, later)
    assert texts(found, Kind.FRONT_MATTER) == ["Weirs of the lower river"]
    assert texts(found, Kind.FURNITURE) == ["Weirs of the lower river"] * 3


@pytest.mark.parametrize(("number", "top", "kind"), [("7", 690, Kind.FURNITURE), ("7", 650, Kind.PARAGRAPH)])
def test_a_page_number_far_below_the_text_is_furniture_where_margins_are_wide(
    number: str, top: int, kind: Kind
) -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, PROSE, 150)
        write(canvas, PROSE, 610)
        write(canvas, [number], top, left=290)

    assert number in texts(blocks(page), kind)


def test_a_page_number_between_two_columns_does_not_join_them() -> None:
    left = [
        "The weirs of the lower river were let by",
        "lot each Easter, and he who drew the",
        "first lot had to keep it dry until May.",
    ]
    right = [
        "A fine of two marks was set for a net",
        "with narrow meshes, but only three are",
        "written down in forty years of records.",
    ]

    def page(canvas: Canvas) -> None:
        write(canvas, left * 3, 100, left=90)
        write(canvas, right * 3, 100, left=299)
        write(canvas, ["2"], 780, left=286)

    assert " ".join(texts(blocks(page), Kind.PARAGRAPH)) == " ".join([*left * 3, *right * 3])


# A font whose character M stands for three letters, as that of a ligature does.
LIGATURE = b"""%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]
/Contents 4 0 R/Rotate ANGLE/Resources<</Font<</F 5 0 R>>>>>> endobj
4 0 obj <</Length 43>> stream
BT /F 10 Tf 20 50 Td (an eMcient weir) Tj ET
endstream endobj
5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>> endobj
6 0 obj <</Length 138>> stream
/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange
1 beginbfchar <4D> <006600660069> endbfchar endcmap end
endstream endobj
trailer <</Root 1 0 R>>
"""


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_the_letters_of_a_ligature_share_its_place(angle: int) -> None:
    data = LIGATURE.replace(b"ANGLE", str(angle).encode())
    (page,) = read_pages(data)
    assert "".join(one.text for one in page.glyphs) == "anefficientweir"
    assert all(before.x1 <= after.x0 + 1 for before, after in pairwise(page.glyphs))
    assert PDF.read(data).text.strip() == "an efficient weir"
