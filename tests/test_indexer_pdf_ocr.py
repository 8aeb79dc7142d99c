"""Pages that are pictures: read by tesseract where that is asked for, marked as such, and never quoted as exact."""

import shutil
import stat
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from made_pdfs import HEIGHT, WIDTH, drawn
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from indexer.limited import LimitedCalls
from indexer.papers import ReadPaper, read_paper
from indexer.parsing.pdf.page_ocr import OcrOptions
from indexer.parsing.pdf.pdf_reader import PdfReader
from indexer.parsing.reader import ReadSource
from kutip.errors import SourceError
from kutip.settings import BuildingLimits
from kutip.types import Document, Kind, Passage, Span, Verdict
from retriever.quotations.checker import QuoteChecker

SENTENCE = "The boats came in the evening and left at dawn."
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="the program that stands in for tesseract is a script")
REAL = pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not installed; apt-get install it")
OPTIONS = OcrOptions("eng", page_seconds=60, document_seconds=120)
# hOCR of a line of two words, with and without a place for each letter; 300 dots are an inch.
HOCR = """<html><body><div class='ocr_page' title='image "stdin"; bbox 0 0 2481 3508'>
<span class='ocr_line' title="bbox 300 300 900 360; baseline 0 -12; x_size 40">
 <span class='ocrx_word' title='bbox 300 300 600 360; x_wconf 96'>
  <span class='ocrx_cinfo' title='x_bboxes 300 300 450 360; x_conf 99'>A</span>
  <span class='ocrx_cinfo' title='x_bboxes 450 300 600 360; x_conf 99'>&amp;</span></span>
 <span class='ocrx_word' title='bbox 700 300 900 348; x_wconf 90'><em>no</em></span>
</span></div></body></html>"""


def picture(canvas: Canvas) -> None:
    """A page that is a picture with a dark bar."""
    image = Image.new("L", (800, 1100), 255)
    ImageDraw.Draw(image).rectangle((100, 100, 700, 140), fill=0)
    data = BytesIO()
    image.save(data, "PNG")
    canvas.drawImage(ImageReader(BytesIO(data.getvalue())), 0, 0, WIDTH, HEIGHT)


def words(canvas: Canvas) -> None:
    canvas.setFont("Times-Roman", 12)
    canvas.drawString(72, HEIGHT - 100, SENTENCE)


@pytest.fixture
def tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that stands in for tesseract and prints HOCR for any picture; a test may write another one."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return program(folder, f"assert sys.stdin.buffer.read().startswith(b'P5')\nprint({HOCR!r})")


def program(folder: Path, reading: str) -> Path:
    path = folder / "tesseract"
    path.write_text(
        f"#!{sys.executable}\nimport sys, time\n"
        "if '--version' in sys.argv:\n    print('tesseract 9.9')\n"
        "elif '--list-langs' in sys.argv:\n    print('List of languages:\\neng\\nosd')\n"
        "else:\n" + "".join(f"    {line}\n" for line in reading.splitlines()),
        encoding="utf-8",
    )
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def read(*pages: object, options: OcrOptions | None = OPTIONS) -> ReadSource:
    return PdfReader(ocr=options).read(drawn(*pages))  # type: ignore[arg-type]


# --- The program ----------------------------------------------------------------------------------------------------


@POSIX
@pytest.mark.usefixtures("tesseract")
def test_a_picture_has_the_text_and_boxes_that_the_program_tells() -> None:
    source = read(words, picture)
    assert source.text.split() == [*SENTENCE.split(), "A&", "no"]
    assert [shape.is_recognised for shape in source.page_shapes] == [False, True]
    start = source.text.index("A&")
    assert source.boxes is not None
    boxes = source.boxes(start, start + 5)
    assert boxes[0] == pytest.approx((72, 72, 108, 86.4))
    assert boxes[1] == pytest.approx((108, 72, 144, 86.4))
    assert boxes[2] is None
    assert boxes[3] == pytest.approx((168, 72, 192, 83.52))  # a word without places of its letters is divided
    assert [(one.code, one.values["pages"]) for one in source.notices] == [("notice.ocr", ("2",))]
    assert source.read_by.endswith(", tesseract 9.9")


@POSIX
@pytest.mark.usefixtures("tesseract")
def test_a_page_with_text_is_left_alone_and_so_is_an_empty_one() -> None:
    source = read(words, lambda canvas: None)
    assert source.text.split() == SENTENCE.split()
    assert not any(shape.is_recognised for shape in source.page_shapes)
    assert "tesseract" not in source.read_by


@POSIX
@pytest.mark.usefixtures("tesseract")
def test_without_the_setting_no_picture_is_read() -> None:
    assert [one.code for one in read(words, picture, options=None).notices] == ["notice.pictures"]
    with pytest.raises(SourceError, match=r"page 1 is a picture; run OCR over it first \(ocrmypdf\)"):
        read(picture, options=None)


def test_a_program_that_is_not_there_is_told_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SourceError, match="KUTIP_OCR needs the program tesseract: install it"):
        read(picture)
    assert read(words).text.split() == SENTENCE.split()  # nobody needs it for this one


@POSIX
@pytest.mark.usefixtures("tesseract")
def test_a_language_that_it_lacks_is_told() -> None:
    with pytest.raises(SourceError, match="tesseract lacks ind: install tesseract-ocr-ind, or name other languages"):
        read(picture, options=OcrOptions("eng+ind", 60, 120))


@POSIX
@pytest.mark.parametrize("reading", ["time.sleep(60)", "sys.exit(3)"])
def test_a_page_that_takes_too_long_or_fails_stays_a_picture(tesseract: Path, reading: str) -> None:
    program(tesseract.parent, reading)
    options = OcrOptions("eng", page_seconds=1, document_seconds=2)
    source = read(words, picture, options=options)
    assert [(one.code, one.values["n"]) for one in source.notices] == [("notice.ocr_late", 1)]
    with pytest.raises(SourceError, match="that OCR could not read in time; raise KUTIP_OCR_SECONDS"):
        read(picture, options=options)


@POSIX
def test_the_pages_of_a_document_share_its_seconds(tesseract: Path) -> None:
    program(tesseract.parent, f"time.sleep(0.7)\nprint({HOCR!r})")
    source = read(words, *[picture] * 5, options=OcrOptions("eng", page_seconds=60, document_seconds=2))
    late = next(one for one in source.notices if one.code == "notice.ocr_late")
    assert 1 <= int(str(late.values["n"])) <= 4  # the last ones


@POSIX
@pytest.mark.parametrize(
    "hocr", ["", "<span class='ocrx_word'>a", "<<<>>>", "<span class='ocr_line' title='bbox x y'>"]
)
def test_what_no_program_should_say_is_no_error(tesseract: Path, hocr: str) -> None:
    program(tesseract.parent, f"print({hocr!r})")
    assert SENTENCE.split()[0] in read(words, picture).text


@POSIX
def test_in_the_bounded_process_it_has_no_network(tesseract: Path, tmp_path: Path) -> None:
    connected = HOCR.replace("A", "Z")
    code = f"import socket\ntry:\n    socket.socket()\n    print({connected!r})\nexcept OSError:\n    print({HOCR!r})"
    program(tesseract.parent, code)
    (tmp_path / "paper").mkdir()
    (tmp_path / "paper" / "source.pdf").write_bytes(drawn(words, picture))
    limits = BuildingLimits(ocr="tesseract", ocr_languages="eng")
    with LimitedCalls.within(limits) as calls:
        text = calls.call("paper", read_paper, tmp_path / "paper", limits).document.source_text
    assert text.split()[-2:] == (["A&", "no"] if sys.platform == "linux" else ["Z&", "no"])


# --- Scans that someone else read -----------------------------------------------------------------------------------


def layer(canvas: Canvas, text: str = SENTENCE) -> None:
    """What OCR programs write: the picture of a page, and its text, invisible."""
    picture(canvas)
    canvas.saveState()
    writing = canvas.beginText(72, HEIGHT - 100)
    writing.setFont("Times-Roman", 12)
    writing.setTextRenderMode(3)
    writing.textLine(text)
    canvas.drawText(writing)
    canvas.restoreState()


def test_the_text_that_ocr_laid_under_a_scan_is_read_and_marked() -> None:
    source = read(layer, options=None)
    assert source.text.split() == SENTENCE.split()
    assert [shape.is_recognised for shape in source.page_shapes] == [True]
    assert [one.code for one in source.notices] == ["notice.ocr"]


def test_invisible_text_beside_what_is_written_is_left_out() -> None:
    def both(canvas: Canvas) -> None:
        layer(canvas, "Nobody sees this.")
        words(canvas)

    source = read(both, options=None)
    assert source.text.split() == SENTENCE.split()
    assert [one.code for one in source.notices] == ["notice.hidden"]


# --- Quotations -----------------------------------------------------------------------------------------------------


def checker(*, recognised: bool) -> QuoteChecker:
    source = read(layer if recognised else words, options=None)
    document = Document("boats", source.text, "0" * 64, {}, source.pages, page_shapes=source.page_shapes)
    span = source.blocks[0].spans[0]
    passage = Passage("p", "boats", Kind.PARAGRAPH, (), "", 1, (Span(span.start, span.end),), source.blocks[0].text)
    return QuoteChecker({"boats": document}, [passage])


def test_a_quotation_of_what_ocr_read_is_never_exact() -> None:
    assert checker(recognised=False).check(SENTENCE).verdict is Verdict.EXACT
    check = checker(recognised=True).check(SENTENCE)
    assert check.verdict is Verdict.NORMALISED
    assert check.reason is not None
    assert check.reason.code == "reason.same_but_for"
    assert [kind.code for kind in check.reason.values["kinds"]] == ["printing.ocr"]  # type: ignore[union-attr]


def test_a_changed_word_of_what_ocr_read_is_altered_as_in_any_text() -> None:
    assert checker(recognised=True).check(SENTENCE.replace("dawn", "noon")).verdict is Verdict.ALTERED


# --- The real program -----------------------------------------------------------------------------------------------


def scanned(canvas: Canvas) -> None:
    """A page of the words as a picture."""
    import pypdfium2

    with pypdfium2.PdfDocument(drawn(words)) as document:
        image = document[0].render(scale=300 / 72, grayscale=True).to_pil()
    canvas.drawImage(ImageReader(image), 0, 0, WIDTH, HEIGHT)


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReadPaper]:
    folder = tmp_path_factory.mktemp("scanned") / "paper"
    folder.mkdir()
    (folder / "source.pdf").write_bytes(drawn(scanned))
    limits = BuildingLimits(ocr="tesseract", ocr_languages="eng")
    with LimitedCalls.within(limits) as calls:
        yield calls.call("paper", read_paper, folder, limits)


@REAL
def test_tesseract_reads_a_scanned_page_in_the_bounded_process(paper: ReadPaper) -> None:
    assert paper.document.source_text.split() == SENTENCE.split()
    assert paper.document.page_shapes[0].is_recognised
    assert "tesseract" in paper.document.read_by


@REAL
def test_its_boxes_are_those_of_the_words_on_the_page(paper: ReadPaper) -> None:
    written = read(words, options=None)
    own = paper.document
    assert own.boxes_of is not None
    assert written.boxes is not None
    for word in SENTENCE.split():
        at, there = own.source_text.index(word), written.text.index(word)
        found, wanted = own.boxes_of(at, at + 1)[0], written.boxes(there, there + 1)[0]
        assert found == pytest.approx(wanted, abs=2.5)  # points
