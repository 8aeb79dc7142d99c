"""The lists of references of PDFs, by their layout, and the raised numbers that cite their entries."""

from collections.abc import Callable, Sequence

import pytest
from made_pdfs import BODY, BOLD, HEIGHT, drawn
from reportlab.pdfgen.canvas import Canvas

from indexer.bibliography.read import read_bibliography
from indexer.parsing.corpus import read_document
from indexer.parsing.pdf.pdf_reader import PDF
from kutip.types import Bibliography, Kind

ENTRIES = [
    [
        "Brandt, L. (2009). Eels on the move: ladders and weirs in small",
        "rivers of the north. Journal of River Life, 12, 201-219.",
    ],
    ["Osei, K. and Lund, M. (2015). Counting by camera. Tidewater", "Press, Aln."],
    ["Tamm, R. (1998). Weirs. Harbour Board, Wend."],
    ["Vik, S. (2011). On nets with narrow meshes, and on who may set", "them in spring. River Quarterly, 3, 4-9."],
]
WHOLE = [" ".join(lines) for lines in ENTRIES]
PROSE = "the ice was thick in spring and ships had to wait for it to melt in the harbour"


def page(*rows: tuple[str, float, float, str], size: float = 10) -> Callable[[Canvas], None]:
    """A page with rows of (text, left edge, distance from the top, font)."""

    def draw(canvas: Canvas) -> None:
        for text, x, y, font in rows:
            canvas.setFont(font, size)
            canvas.drawString(x, HEIGHT - y, text)

    return draw


def prose(top: float = 80, lines: int = 8) -> list[tuple[str, float, float, str]]:
    return [(PROSE, 72, top + 12 * at, BODY) for at in range(lines)]


def listed(
    entries: Sequence[Sequence[str]],
    *,
    top: float = 230,
    left: float = 72,
    hang: float = 14,
    apart: float = 0,
    step: float = 12,
) -> list[tuple[str, float, float, str]]:
    rows: list[tuple[str, float, float, str]] = []
    y = top
    for entry in entries:
        for at, line in enumerate(entry):
            rows.append((line, left + (hang if at else 0), y, BODY))
            y += step
        y += apart
    return rows


def heading(text: str = "References", top: float = 205) -> tuple[str, float, float, str]:
    return (text, 72, top, BOLD)


def found(*pages: Callable[[Canvas], None]) -> list[str]:
    return [block.text for block in PDF.read(drawn(*pages)).blocks if block.kind is Kind.REFERENCE]


@pytest.mark.parametrize(("hang", "apart"), [(14, 0), (14, 8), (0, 8), (-14, 0)])
def test_entries_are_told_by_indentation_or_white_space(hang: float, apart: float) -> None:
    rows = listed(ENTRIES, left=90, hang=hang, apart=apart)
    assert found(page(*prose(), heading(), *rows)) == WHOLE


@pytest.mark.parametrize("label", ["[{}] ", "{}. ", "({}) "])
def test_entries_are_told_by_numbers_that_count_on(label: str) -> None:
    entries = [[label.format(at) + lines[0], *lines[1:]] for at, lines in enumerate(ENTRIES, start=1)]
    assert found(page(*prose(), heading(), *listed(entries))) == [" ".join(lines) for lines in entries]


def test_a_year_at_the_beginning_of_a_line_is_no_number() -> None:
    entries = [["[1] Brandt, L. Eels on the move, Aln,", "2. edition, 2009."], ["[2] Osei, K. Counting, 2015."]]
    assert found(page(*prose(), heading(), *listed(entries))) == [" ".join(lines) for lines in entries]


def test_a_list_goes_on_over_pages_and_past_figures() -> None:
    figure = page(("north", 200, 200, BODY), ("south", 260, 300, BODY), size=6)
    caption = page(("Figure 3: Eels by month, as they were counted.", 72, 400, BODY))
    first = page(*prose(), heading(), *listed(ENTRIES[:2]), ("Tamm, R. (1998). Weirs and what they", 72, 278, BODY))
    last = page(("cost. Harbour Board, Wend.", 86, 80, BODY), *listed(ENTRIES[3:], top=92))

    def between(canvas: Canvas) -> None:
        figure(canvas)
        caption(canvas)

    assert found(first, between, last) == [
        *WHOLE[:2],
        "Tamm, R. (1998). Weirs and what they cost. Harbour Board, Wend.",
        WHOLE[3],
    ]


@pytest.mark.parametrize(
    "below",
    [
        [heading("Appendix", 350), *prose(370)],
        [heading("Acknowledgement", 350), *prose(370)],
        [("Ida Holm, River Station, Aln", 82, 340, BODY), ("i.holm@river.example", 82, 352, BODY)],
    ],
)
def test_what_follows_a_list_is_not_of_it(below: list[tuple[str, float, float, str]]) -> None:
    assert found(page(*prose(), heading(), *listed(ENTRIES), *below)) == WHOLE


def test_an_address_below_a_list_whose_lines_begin_as_entries_do_is_not_of_it() -> None:
    address = ["Ida Holm", "River Station", "Aln", "i.holm@river.example"]
    rows = [(line, 72, 360 + 12 * at, BODY) for at, line in enumerate(address)]
    assert found(page(*prose(), heading(), *listed(ENTRIES, apart=8), *rows)) == WHOLE


def test_lines_without_entries_below_a_heading_are_no_list() -> None:
    rows = [(PROSE, 72 + (14 if at % 3 else 0), 230 + 12 * at, BODY) for at in range(9)]
    assert found(page(*prose(), heading(), *rows)) == []


# --- Raised numbers -------------------------------------------------------------------------------------------------

Piece = str | tuple[str]  # a tuple: raised


def raised_page(
    *lines: Sequence[Piece], foot: Sequence[Piece] = (), title: str = "References"
) -> Callable[[Canvas], None]:
    def write(canvas: Canvas, pieces: Sequence[Piece], y: float, size: float) -> None:
        x = 72.0
        for piece in pieces:
            text, high = (piece, False) if isinstance(piece, str) else (piece[0], True)
            canvas.setFont(BODY, 0.7 * size if high else size)
            canvas.drawString(x, y + (0.35 * size if high else 0), text)
            x += canvas.stringWidth(text, BODY, 0.7 * size if high else size)

    def draw(canvas: Canvas) -> None:
        for text, x, y, font in prose(80, 20):
            canvas.setFont(font, 10)
            canvas.drawString(x, HEIGHT - y, text)
        y = HEIGHT - 340
        for line in lines:
            write(canvas, line, y, 10)
            y -= 12
        canvas.setFont(BOLD, 10)
        canvas.drawString(72, y - 14, title)
        y -= 34
        for at, entry in enumerate(ENTRIES, start=1):
            for number, line in enumerate(entry):
                write(canvas, [(str(at),), line] if number == 0 else [f"   {line}"], y, 10)
                y -= 12
        write(canvas, foot, 60, 8)

    return draw


def bibliography(tmp_path_factory: pytest.TempPathFactory, *pages: Callable[[Canvas], None]) -> Bibliography:
    folder = tmp_path_factory.mktemp("corpus") / "eels"
    folder.mkdir()
    (folder / "source.pdf").write_bytes(drawn(*pages))
    return read_bibliography(*read_document(folder))


def cited(read: Bibliography) -> list[tuple[str, str]]:
    numbers = {one.id: one.number.text for one in read.references if one.number is not None}
    return [(one.year, numbers.get(one.reference_id or "", "")) for one in read.mentions]


@pytest.mark.parametrize("title", ["References", ""])
def test_raised_numbers_cite_the_entries_with_raised_numbers(
    tmp_path_factory: pytest.TempPathFactory, title: str
) -> None:
    lines = [
        ["Eels pass weirs by ladders", ("1,3",), " where there are some."],
        ["Many were counted.", ("2–4",), " None was lost."],
    ]
    read = bibliography(tmp_path_factory, raised_page(*lines, title=title))
    if title:
        assert [one.number.text for one in read.references if one.number] == ["1", "2", "3", "4"]
        assert [one.authors[0].family for one in read.references] == ["Brandt", "Osei", "Tamm", "Vik"]
        assert cited(read) == [(one, one) for one in ("1", "3", "2", "3", "4")]


def test_a_raised_number_with_a_footnote_cites_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    lines = [
        ["Eels pass weirs by ladders", ("2",), " and with nets", ("3",), " too."],
        ["Many were seen", ("4",), " and lost", ("1",), "."],
    ]
    read = bibliography(tmp_path_factory, raised_page(*lines, foot=[("4",), " In both years that were warm."]))
    assert cited(read) == [("2", "2"), ("3", "3"), ("1", "1")]


def test_powers_and_units_cite_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    lines = [
        ["An area of 4 km", ("2",), " and x", ("3",), " and 10", ("4",), " eels."],
        ["Ladders help", ("1",), " and nets", ("2",), "."],
    ]
    read = bibliography(tmp_path_factory, raised_page(*lines))
    assert cited(read) == [("1", "1"), ("2", "2")]
