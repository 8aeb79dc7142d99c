"""PDFs are read by the places of their characters: columns, headings, tables, entries, and nothing lost or doubled."""

from collections import Counter
from io import BytesIO
from pathlib import Path

import made_pdfs
import pytest
from made_pdfs import BODY, ENTRIES, HEIGHT, SECTIONS, TITLE, WIDTH, drawn
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTContainer
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from indexer.parsing.corpus import read_document
from indexer.parsing.pdf.pdf_reader import PDF
from indexer.parsing.reader import ReadSource
from kutip.errors import SourceError
from kutip.text.reading import align
from kutip.types import Block, FactOrigin, Kind

HEADINGS = ["Abstract", *(heading for heading, *_ in SECTIONS), "References"]
PARAGRAPHS = [text for _, *texts in SECTIONS for text in texts]
LAYOUTS = [1, 2]  # columns


@pytest.fixture(scope="module", params=LAYOUTS)
def read(request: pytest.FixtureRequest) -> ReadSource:
    return PDF.read(made_pdfs.paper(columns=request.param))


def of(source: ReadSource, kind: Kind) -> list[Block]:
    return [block for block in source.blocks if block.kind is kind]


def bare(text: str) -> str:
    return "".join(text.split())


def by_pdfminer(data: bytes) -> Counter[str]:
    """All characters that another library reads, but white space."""

    def characters(part: object) -> list[str]:
        if isinstance(part, LTChar):
            return [part.get_text()]
        return [one for inner in part for one in characters(inner)] if isinstance(part, LTContainer) else []

    return Counter(one for page in extract_pages(BytesIO(data)) for one in characters(page) if not one.isspace())


# --- A paper --------------------------------------------------------------------------------------------------------


def test_headings_are_told_by_their_look(read: ReadSource) -> None:
    assert [(block.level, block.text) for block in of(read, Kind.HEADING)] == [(1, text) for text in HEADINGS]


def test_paragraphs_are_whole_over_lines_columns_and_pages(read: ReadSource) -> None:
    assert [bare(block.text) for block in of(read, Kind.PARAGRAPH)][1:] == [bare(text) for text in PARAGRAPHS]


def test_entries_are_parted(read: ReadSource) -> None:
    assert [bare(block.text) for block in of(read, Kind.REFERENCE)] == [bare(text) for text in ENTRIES]


def test_the_table_has_rows_with_named_cells(read: ReadSource) -> None:
    rows = [[(cell.column, cell.text) for cell in block.cells] for block in of(read, Kind.TABLE_ROW)]
    header, *values = made_pdfs.TABLE
    assert rows == [list(zip(header, row, strict=True)) for row in values]
    assert all("Table 1. Eels by river" in block.context for block in of(read, Kind.TABLE_ROW))


def test_running_heads_and_page_numbers_are_furniture(read: ReadSource) -> None:
    furniture = Counter(block.text for block in of(read, Kind.FURNITURE))
    pages = len(read.pages)
    numbers = {str(number): 1 for number in range(1, pages + 1)}
    assert furniture == numbers | ({"Eels at nine ladders": pages} if pages > 1 else {})


def test_the_title_is_the_largest_text_and_the_authors_stand_below_it(read: ReadSource) -> None:
    people = [{"given": "Ida", "family": "Holm"}, {"given": "Per", "family": "Quist"}]
    assert (read.stated, read.stated_by) == ({"title": TITLE, "author": people}, FactOrigin.LOOK)


def test_every_visible_character_is_in_the_text_once(read: ReadSource, request: pytest.FixtureRequest) -> None:
    columns = request.node.callspec.params["read"]
    assert Counter(bare(read.text)) == by_pdfminer(made_pdfs.paper(columns=columns))


def test_blocks_hold_the_text_once_and_are_readings_of_their_places(read: ReadSource) -> None:
    held = Counter(i for block in read.blocks for span in block.spans for i in range(span.start, span.end))
    assert {i for i, one in enumerate(read.text) if not one.isspace()} <= held.keys()
    assert max(held.values()) == 1
    assert all(align(read.text, block.spans, block.text) for block in read.blocks)


def test_pages_start_where_their_text_does() -> None:
    source = PDF.read(made_pdfs.paper(columns=2))
    texts = [bare(source.text[a:b]) for a, b in zip(source.pages, [*source.pages[1:], None], strict=True)]
    per_page = [bare("".join(by_page)) for by_page in _texts_of_pages(made_pdfs.paper(columns=2))]
    assert [Counter(text) for text in texts] == [Counter(text) for text in per_page]


def _texts_of_pages(data: bytes) -> list[str]:
    return [
        "".join(by_pdfminer_page) for by_pdfminer_page in (_characters(page) for page in extract_pages(BytesIO(data)))
    ]


def _characters(part: object) -> list[str]:
    if isinstance(part, LTChar):
        return [part.get_text()]
    return [one for inner in part for one in _characters(inner)] if isinstance(part, LTContainer) else []


def test_the_same_bytes_give_the_same_text() -> None:
    data = made_pdfs.paper(columns=2)
    assert PDF.read(data) == PDF.read(data)


# --- Single pages ---------------------------------------------------------------------------------------------------

PROSE = [
    "The harbour of Skane was closed in the winter of 1871, when the",
    "ice lay between the moles for eleven weeks and no ship came in",
    "or went out. Bread was brought over the ice from the south, and",
    "the price of it was set by the town.",
]


def prose(canvas: Canvas, *, left: float = 72, top: float = HEIGHT - 100) -> None:
    canvas.setFont(BODY, 10)
    for number, line in enumerate(PROSE):
        canvas.drawString(left, top - 12 * number, line)


def test_three_columns_are_read_one_after_another() -> None:
    def columns(canvas: Canvas) -> None:
        canvas.setFont(BODY, 10)
        canvas.drawCentredString(WIDTH / 2, HEIGHT - 60, "A notice that stands over all three columns of this page")
        for column in range(3):
            for number, line in enumerate(PROSE):
                canvas.drawString(40 + 180 * column, HEIGHT - 100 - 12 * number, f"{column}{line[:36]}")

    text = bare(PDF.read(drawn(columns)).text)
    wanted = ["A notice that stands over all three columns of this page"]
    wanted += [f"{column}{line[:36]}" for column in range(3) for line in PROSE]
    assert text == bare("".join(wanted))


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_held(angle: int) -> None:
    def turned(canvas: Canvas) -> None:
        canvas.translate(WIDTH / 2, HEIGHT / 2)
        canvas.rotate(angle)
        prose(canvas, left=-200, top=100)

    assert bare(PDF.read(drawn(turned)).text) == bare("".join(PROSE))


def test_a_stamp_on_the_margin_is_left_out_and_told_of() -> None:
    def stamped(canvas: Canvas) -> None:
        prose(canvas)
        canvas.rotate(90)
        canvas.drawString(200, -30, "STAMP 2024")

    source = PDF.read(drawn(stamped))
    assert "STAMP" not in source.text
    assert [(notice.code, notice.values["n"]) for notice in source.notices] == [("notice.turned", len("STAMP2024"))]


def test_invisible_text_and_text_beside_the_page_are_left_out_and_told_of() -> None:
    def hidden(canvas: Canvas) -> None:
        prose(canvas)
        layer = canvas.beginText(72, 300)
        layer.setTextRenderMode(3)
        layer.textOut("unseen")
        canvas.drawText(layer)
        canvas.drawString(WIDTH + 50, 300, "outside")

    source = PDF.read(drawn(hidden))
    assert bare(source.text) == bare("".join(PROSE))
    assert [(notice.code, notice.values["n"]) for notice in source.notices] == [("notice.hidden", len("unseenoutside"))]


def test_a_word_cut_at_a_line_end_is_whole_in_its_block() -> None:
    def cut(canvas: Canvas) -> None:
        canvas.setFont(BODY, 10)
        canvas.drawString(72, 700, "The keepers of the weirs wrote down how many boats came through each sum-")
        canvas.drawString(72, 688, "mer, and what they carried, in books that lie in the archive of the county now.")

    (block,) = PDF.read(drawn(cut)).blocks
    assert "each summer, and" in block.text


def test_words_of_a_stretched_line_are_no_cells() -> None:
    def stretched(canvas: Canvas) -> None:
        prose(canvas)
        for at, word in enumerate("Boats with salt came later".split()):
            canvas.drawString(72 + 62 * at, HEIGHT - 100 - 48, word)
        canvas.drawString(72, HEIGHT - 100 - 60, "than those with corn, since the salt was kept in Lund until May.")

    assert "Boats with salt came later than those with corn" in " ".join(
        b.text for b in PDF.read(drawn(stretched)).blocks
    )


def test_pages_without_text_are_named() -> None:
    def picture(canvas: Canvas) -> None:
        canvas.rect(100, 100, 300, 300, fill=1)

    source = PDF.read(drawn(prose, picture, picture, prose, picture))
    assert [(one.code, one.values) for one in source.notices] == [("notice.pictures", {"n": 3, "pages": ("2–3", "5")})]
    assert len(source.pages) == 5
    with pytest.raises(SourceError, match=r"has no text: pages 1–2 are pictures; run OCR over it first"):
        PDF.read(drawn(picture, picture))
    with pytest.raises(SourceError, match=r"page 1 is a picture"):
        PDF.read(drawn(picture))


# --- What cannot be read --------------------------------------------------------------------------------------------


def test_an_encrypted_file_is_refused_with_advice() -> None:
    locked = drawn(prose, encrypt=StandardEncryption("secret", "owner"))
    with pytest.raises(SourceError, match="encrypted with a password; save a copy without one"):
        PDF.read(locked)


def test_a_file_that_anybody_may_open_is_read_although_it_is_encrypted() -> None:
    assert bare(PDF.read(drawn(prose, encrypt=StandardEncryption("", "owner"))).text) == bare("".join(PROSE))


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\nxref\n0 1\ntrailer <<>>\n%%EOF", made_pdfs.paper()[:900]])
def test_a_broken_file_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"is no PDF that can be read|has no text|without pages"):
        PDF.read(data)


@pytest.mark.parametrize("data", [b"", b"<html></html>", b"PK\x03\x04"])
def test_another_file_is_not_taken_for_a_pdf(data: bytes) -> None:
    assert not PDF.fits(data)
    with pytest.raises(SourceError, match="is no PDF"):
        PDF.read(data)


# --- In a corpus ----------------------------------------------------------------------------------------------------


def test_a_pdf_is_a_source_and_beside_another_source_only_names_the_paper(tmp_path: Path) -> None:
    folder = tmp_path / "eels"
    folder.mkdir()
    (folder / "source.pdf").write_bytes(made_pdfs.paper())
    document, blocks, _ = read_document(folder)
    assert (document.file, document.metadata["title"], len(document.pages)) == ("source.pdf", TITLE, 1)
    assert sum(block.kind is Kind.REFERENCE for block in blocks) == len(ENTRIES)
    (folder / "source.txt").write_text("ABSTRACT\n\nA text about eels.\n", encoding="utf-8")
    assert read_document(folder)[0].file == "source.txt"


@pytest.mark.parametrize("below", ["Institute of River Life, University of Aln", "A Report to the County", "1893"])
def test_what_is_below_the_title_and_no_list_of_names_is_no_author(below: str) -> None:
    def report(canvas: Canvas) -> None:
        canvas.setFont(BODY, 18)
        canvas.drawString(72, HEIGHT - 60, "Ice in the Harbour")
        canvas.setFont(BODY, 10)
        canvas.drawString(72, HEIGHT - 80, below)
        canvas.setFont(made_pdfs.BOLD, 12)
        canvas.drawString(72, HEIGHT - 100, "Abstract")
        prose(canvas, top=HEIGHT - 120)

    assert PDF.read(drawn(report)).stated == {"title": "Ice in the Harbour"}
