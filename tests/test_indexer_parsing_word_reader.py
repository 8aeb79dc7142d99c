"""DOCX files: what styles, lists, tables, notes and revisions become, and archives that are wrong or too large."""

import io
import zipfile
from collections import Counter
from collections.abc import Callable

import docx
import pytest
from docx.document import Document
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from markup_words import plain_words_of_xml
from test_indexer_laws import check_blocks

from indexer.parsing.reader import ReadSource
from indexer.parsing.word.word_reader import DOCX
from kutip.errors import SourceError
from kutip.types import Kind

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def saved(document: Document) -> bytes:
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def made(fill: Callable[[Document], object]) -> ReadSource:
    """Return how a document is read that a function has filled."""
    document = docx.Document()
    fill(document)
    return checked(saved(document))


def checked(data: bytes) -> ReadSource:
    result = DOCX.read(data)
    check_blocks(result.text, result.blocks)
    return result


def archive(**parts: str) -> bytes:
    """Return an archive with these parts of Word, each the inside of its root."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as files:
        for name, inside in parts.items():
            files.writestr(f"word/{name}.xml", f"<w:{name} {W} {M}>{inside}</w:{name}>")
    return kept.getvalue()


def body(inside: str, **parts: str) -> ReadSource:
    return checked(archive(document=f"<w:body>{inside}</w:body>", **parts))


def kinds(result: ReadSource) -> list[tuple[str, str]]:
    return [(str(block.kind), block.text) for block in result.blocks]


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(inside: str, style: str = "") -> str:
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{styled}{inside}</w:p>"


# --- Styles and lists -----------------------------------------------------------------------------------------------


def fill_article(document: Document) -> None:
    document.core_properties.title = "Document1"
    document.core_properties.author = "Ana Okafor"
    document.add_heading("Moss on roofs", 0)
    document.add_paragraph("Ana Okafor, University of Vik")
    document.add_heading("Methods", 1)
    document.add_paragraph("We count moss on every roof of the town.")
    document.add_heading("Slate", 2)
    document.add_paragraph("It is dry.", style="Quote")
    document.add_paragraph("Wash it.", style="List Bullet")
    document.add_paragraph("Dry it.", style="List Number")
    document.add_paragraph("Keep it.", style="List Number")
    document.add_paragraph("Table 1. Roofs", style="Caption")
    rows = (("Town", "Moss"), ("Vik", "3"), ("Bo", "4"))
    table = document.add_table(rows=3, cols=2)
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_heading("References", 1)
    document.add_paragraph("Kim, A. (2020). Moss on walls. Roof Journal, 2, 1-3.")
    document.add_paragraph("Lee, B. (2019). Wet towns. Vik Press.")


def test_an_article_is_read_by_its_styles() -> None:
    result = made(fill_article)
    assert kinds(result) == [
        ("heading", "Moss on roofs"),
        ("front_matter", "Ana Okafor, University of Vik"),
        ("heading", "Methods"),
        ("paragraph", "We count moss on every roof of the town."),
        ("heading", "Slate"),
        ("quote", "It is dry."),
        ("list_item", "Wash it."),
        ("list_item", "1. Dry it."),
        ("list_item", "2. Keep it."),
        ("caption", "Table 1. Roofs"),
        ("caption", "Town Moss"),
        ("table_row", "Vik 3"),
        ("table_row", "Bo 4"),
        ("heading", "References"),
        ("reference", "Kim, A. (2020). Moss on walls. Roof Journal, 2, 1-3."),
        ("reference", "Lee, B. (2019). Wet towns. Vik Press."),
    ]
    assert [block.level for block in result.blocks if block.level] == [1, 2, 3, 2]
    row = next(block for block in result.blocks if block.kind is Kind.TABLE_ROW)
    assert (row.context[0], [cell.column for cell in row.cells]) == ("Table 1. Roofs", ["Town", "Moss"])
    assert result.stated == {"title": "Moss on roofs", "author": [{"given": "Ana", "family": "Okafor"}]}


def test_properties_that_the_text_does_not_confirm_are_left_out() -> None:
    def fill(document: Document) -> None:
        document.core_properties.title, document.core_properties.author = "Moss on walls", "Word User"
        document.add_paragraph("Moss grows on the walls of Vik.")

    assert made(fill).stated == {}


def style(style_id: str, name: str, inside: str = "") -> str:
    return f'<w:style w:type="paragraph" w:styleId="{style_id}"><w:name w:val="{name}"/>{inside}</w:style>'


def test_headings_are_known_by_name_or_outline_level_in_any_language() -> None:
    styles = (
        style("Judul1", "heading 1")
        + style("Milik", "Bab Saya", '<w:basedOn w:val="Judul1"/>')
        + style("Lain", "Lain", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>')
        + style("Isi", "Isi", '<w:basedOn w:val="Isi"/>')
    )
    own = '<w:p><w:pPr><w:pStyle w:val="Isi"/><w:outlineLvl w:val="2"/></w:pPr><w:r><w:t>Tiga</w:t></w:r></w:p>'
    styled = (("Satu", "Judul1"), ("Juga satu", "Milik"), ("Dua", "Lain"))
    inside = "".join(paragraph(run(text), name) for text, name in styled) + own
    result = body(inside + paragraph(run("Teks."), "Isi"), styles=styles)
    assert [(one.level, one.text) for one in result.blocks] == [
        (1, "Satu"), (1, "Juga satu"), (2, "Dua"), (3, "Tiga"), (0, "Teks."),
    ]  # fmt: skip


def test_numbers_of_lists_are_those_that_word_shows() -> None:
    def level(at: int, kind: str, text: str, start: int = 1) -> str:
        shown = f'<w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>'
        return f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/>{shown}</w:lvl>'

    def item(text: str, at: int = 0, number: int = 1) -> str:
        held = f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>'
        return f"<w:p><w:pPr>{held}</w:pPr>{run(text)}</w:p>"

    numbering = (
        f'<w:abstractNum w:abstractNumId="7">{level(0, "decimal", "%1.")}'
        f"{level(1, 'lowerLetter', '%1.%2)', 2)}</w:abstractNum>"
        f'<w:abstractNum w:abstractNumId="8">{level(0, "bullet", "*")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
        "</w:lvlOverride></w:num>"
    )
    inside = item("a") + item("b", 1) + item("c", 1) + item("d") + item("e", 1) + item("dot", 0, 2) + item("f", 0, 3)
    result = body(inside + item("none", 0, 0) + item("lost", 3, 99), numbering=numbering)
    assert [block.text for block in result.blocks] == [
        "1. a", "1.b) b", "1.c) c", "2. d", "2.b) e", "dot", "5. f", "none", "lost",
    ]  # fmt: skip


# --- Within paragraphs ----------------------------------------------------------------------------------------------


def test_insertions_are_read_and_what_is_deleted_or_hidden_is_not() -> None:
    inside = (
        run("It ")
        + f"<w:ins>{run('was ')}</w:ins><w:del><w:r><w:delText>is </w:delText></w:r></w:del>"
        + f"<w:moveFrom>{run('x')}</w:moveFrom>"
        + run("hid", "<w:vanish/>")
        + run("seen", '<w:vanish w:val="0"/>')
        + "<w:r><w:tab/><w:t>and</w:t><w:br/><w:t>well</w:t><w:noBreakHyphen/><w:t>known</w:t></w:r>"
        + f"<w:hyperlink>{run(' here.')}</w:hyperlink>"
    )
    assert kinds(body(paragraph(inside))) == [("paragraph", "It was seen and well-known here.")]


def test_fields_are_read_as_they_show() -> None:
    inside = (
        run("As ")
        + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        + '<w:r><w:instrText> ADDIN ZOTERO_ITEM {"x": 1} </w:instrText></w:r>'
        + f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("(Kim, 2020)")}'
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        + f'<w:fldSimple w:instr=" REF x ">{run(", Table 1")}</w:fldSimple><w:sdt><w:sdtPr/><w:sdtContent>{run(".")}'
        + "</w:sdtContent></w:sdt>"
    )
    assert kinds(body(paragraph(inside))) == [("paragraph", "As (Kim, 2020), Table 1.")]


def test_notes_stand_after_their_paragraph_and_raised_digits_are_kept_apart() -> None:
    inside = (
        run("Moss") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run(" weighs 10")
        + run("5", '<w:vertAlign w:val="superscript"/>') + run(" g of CO")
        + run("2", '<w:vertAlign w:val="subscript"/>')
        + '<w:r><w:endnoteReference w:id="2"/></w:r>' + run(".")
    )  # fmt: skip
    note = f'<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>{run(" A plant.")}</w:p></w:footnote>'
    end = f'<w:endnote w:id="2"><w:p>{run("A gas.")}</w:p></w:endnote>'
    unused = f'<w:footnote w:id="-1" w:type="separator"><w:p>{run("no")}</w:p></w:footnote>'
    result = body(paragraph(inside) + paragraph(run("So.")), footnotes=unused + note, endnotes=end)
    assert kinds(result) == [
        ("paragraph", "Moss¹ weighs 10⁵ g of CO₂²."),
        ("footnote", "1. A plant."),
        ("footnote", "2. A gas."),
        ("paragraph", "So."),
    ]


def test_formulas_and_text_boxes_are_read_once() -> None:
    formula = (
        "<m:oMath><m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup><m:f>"
        "<m:num>"
        "<m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>c</m:t></m:r></m:den></m:f></m:oMath>"
    )
    box = f"<w:txbxContent>{paragraph(run('In a box.'))}</w:txbxContent>"
    drawn = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice>'
        f"<w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    inside = paragraph(run("Let ") + formula + run(" be.") + drawn) + paragraph(f"<m:oMathPara>{formula}</m:oMathPara>")
    assert kinds(body(inside)) == [
        ("paragraph", "Let x^2(a+b)/c be."),
        ("paragraph", "In a box."),
        ("equation", "x^2(a+b)/c"),
    ]


# --- Tables ---------------------------------------------------------------------------------------------------------


def test_cells_that_span_columns_and_rows_have_their_headers() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(run(text))}</w:tc>"

    head = "<w:trPr><w:tblHeader/></w:trPr>"
    down, on, wide = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'
    rows = (
        f"<w:tr>{head}{cell('Town', down)}{cell('Moss', wide)}</w:tr>"
        f"<w:tr>{head}{cell('', on)}{cell('2019')}{cell('2020')}</w:tr>"
        f"<w:tr>{cell('Vik', down)}{cell('3')}{cell('4')}</w:tr><w:tr>{cell('', on)}{cell('5')}{cell('6')}</w:tr>"
    )
    blocks = [block for block in body(f"<w:tbl><w:tblPr/>{rows}</w:tbl>").blocks if block.kind is Kind.TABLE_ROW]
    assert [[(one.column, one.text) for one in block.cells] for block in blocks] == [
        [("Town", "Vik"), ("Moss · 2019", "3"), ("Moss · 2020", "4")],
        [("Town", "Vik"), ("Moss · 2019", "5"), ("Moss · 2020", "6")],
    ]


def test_a_table_that_only_lays_out_a_page_is_none() -> None:
    def fill(document: Document) -> None:
        document.add_table(rows=1, cols=1).cell(0, 0).text = "In a frame."

    assert kinds(made(fill)) == [("paragraph", "In a frame.")]


# --- Archives -------------------------------------------------------------------------------------------------------


def test_files_that_are_no_document_are_refused() -> None:
    whole = saved(docx.Document())
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as files:
        files.writestr("content.xml", "<office/>")
    for data, told in (
        (b"PK", "is no whole DOCX file"),
        (whole[: len(whole) // 2], "is no whole DOCX file"),
        (other.getvalue(), "holds no document of Word"),
        (archive(document="<w:body>"), "not well-formed"),
    ):
        with pytest.raises(SourceError, match=told):
            DOCX.read(data)


@pytest.mark.parametrize("byte", [0x00, 0xFF])
def test_a_damaged_archive_is_read_or_refused(byte: int) -> None:
    whole = saved(docx.Document())
    refused = 0
    for at in range(0, len(whole), len(whole) // 60):
        try:
            DOCX.read(whole[:at] + bytes([byte]) * 40 + whole[at + 40 :])
        except SourceError:
            refused += 1
    assert refused >= 2  # its end, and its document


def test_what_unpacks_to_too_much_is_refused_before_it_is_read() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as files, files.open("word/document.xml", "w") as part:
        for _ in range(66):
            part.write(b" " * (1 << 20))
    assert len(kept.getvalue()) < 100_000
    with pytest.raises(SourceError, match=r"more than 67,108,864 bytes in word/document.xml"):
        DOCX.read(kept.getvalue())


def test_entities_and_deep_nesting_are_refused() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as files:
        files.writestr(
            "word/document.xml", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x><body>&e;</body></x>'
        )
    with pytest.raises(SourceError, match="uses the entity &e;"):
        DOCX.read(kept.getvalue())
    with pytest.raises(SourceError, match="inside of each other"):
        body("<w:sdt>" * 1_000 + "</w:sdt>" * 1_000)


# --- The law --------------------------------------------------------------------------------------------------------

TEXTS = st.sampled_from(["WORD", " WORD ", "WORD WORD", " "])
RUNS = st.builds(lambda text: run(text), TEXTS)
AROUND = st.sampled_from(["ins", "hyperlink", "smartTag", "fldSimple"])
WRAPPED = st.builds(lambda tag, inner: f"<w:{tag}>{inner}</w:{tag}>", AROUND, RUNS)
CONTROLS = st.builds(lambda inner: f"<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>", RUNS)
INLINE = st.lists(RUNS | WRAPPED | CONTROLS, max_size=4).map("".join)
STYLED = st.sampled_from(["", "Heading1", "Title", "Quote", "Caption", "SourceCode", "Bibliography", "Author"])
PARAGRAPHS = st.builds(paragraph, INLINE, STYLED)
CELLS = st.lists(PARAGRAPHS, max_size=2).map("".join)
ROWS = st.lists(CELLS.map(lambda inner: f"<w:tc>{inner}</w:tc>"), max_size=3).map(
    lambda cells: f"<w:tr>{''.join(cells)}</w:tr>"
)
TABLES = st.lists(ROWS, max_size=3).map(lambda tr: f"<w:tbl>{''.join(tr)}</w:tbl>")
NAMES = ("Heading1", "heading 1"), ("Title", "Title"), ("Quote", "Quote"), ("Caption", "caption"), ("Author", "Author")
STYLES = "".join(style(*names) for names in (*NAMES, ("SourceCode", "Source Code"), ("Bibliography", "Bibliography")))


@given(blocks=st.lists(PARAGRAPHS | TABLES, max_size=6))
@examples(max_examples=200, deadline=None)
def test_every_word_of_a_document_is_in_the_text_once(blocks: list[str]) -> None:
    pieces = "".join(blocks).split("WORD")
    words = [f"w{'abcdefghij'[n % 10]}{chr(97 + n // 10)}x" for n in range(len(pieces) - 1)]
    inside = "".join(piece + word for piece, word in zip(pieces, [*words, ""], strict=True))
    result = body(inside, styles=STYLES)
    parted = f"<w:body {W} {M}>{inside.replace('</w:p>', '</w:p> ')}</w:body>"
    assert Counter(result.text.split()) == plain_words_of_xml(parted.encode())
