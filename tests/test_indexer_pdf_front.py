"""What the first page of a PDF says of it: title, authors and year where they are sure, nothing where they are not."""

from collections.abc import Sequence
from typing import Any

import pytest
from made_pdfs import BODY, BOLD, HEIGHT, ITALIC, WIDTH, drawn
from reportlab.pdfgen.canvas import Canvas

from indexer.parsing.pdf.pdf_reader import PDF
from indexer.parsing.reader import ReadSource

TITLE = "Ice in the Harbours of the North"
Line = tuple[str, str, float]  # text, font, size


def page(
    *lines: Line | Sequence[tuple[str, Line]], title: str = "", author: str = "", opening: str = "Abstract"
) -> ReadSource:
    """Read a page with lines in the middle, or words at the left and at the right, above an abstract."""

    def draw(canvas: Canvas) -> None:
        canvas.setTitle(title)
        canvas.setAuthor(author)
        y = HEIGHT - 90
        for line in lines:
            for at, (text, font, size) in line if isinstance(line, list) else [("middle", line)]:
                canvas.setFont(font, size)
                place = {"middle": WIDTH / 2, "left": WIDTH / 4, "right": 3 * WIDTH / 4}[at]
                canvas.drawCentredString(place, y, text)
            y -= 26
        canvas.setFont(BOLD, 12)
        canvas.drawString(72, y, opening)
        canvas.setFont(BODY, 10)
        for at in range(14):
            canvas.drawString(
                72, y - 20 - 12 * at, "the ice was thick in spring and ships had to wait for it to melt, " * 1
            )

    return PDF.read(drawn(draw))


def large(text: str) -> Line:
    return text, BODY, 18


def plain(text: str) -> Line:
    return text, BODY, 12


def names(read: ReadSource) -> list[str]:
    stated = {**read.stated, **(read.properties or {})}
    return [f"{one['given']} {one['family']}" for one in stated.get("author", [])]


def title(read: ReadSource) -> str | None:
    stated: dict[str, Any] = {**read.stated, **(read.properties or {})}
    return stated.get("title")


# --- Title ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lines",
    [
        [large(TITLE)],
        [("Journal of Cold Seas", BODY, 26), ("May 2019, Volume 3, Issue 2", ITALIC, 9), large(TITLE)],
        [("PROC2019-1234", BOLD, 24), large(TITLE)],
        [("University of the North", BOLD, 22), large(TITLE)],
        [large("Ice in the Harbours"), large("of the North")],
        [large(f"{TITLE} ∗".replace(" ∗", "*"))],
        [(TITLE, BOLD, 10), ("Ana Okafor", BODY, 10)],
        [("Research Article", BODY, 20), large(TITLE)],
    ],
)
def test_the_title_is_the_largest_text_that_can_be_one(lines: list[Line]) -> None:
    assert title(page(*lines)) == TITLE


@pytest.mark.parametrize(
    "lines",
    [
        [large("Contents")],
        [large("3 The Harbour")],
        [("May 2019", BODY, 18)],
    ],
)
def test_what_is_no_title_is_not_taken(lines: list[Line]) -> None:
    assert title(page(*lines)) is None


def test_two_lines_that_may_both_be_the_title_give_none() -> None:
    read = page(("Ships of the North", BODY, 18), ("A Second Report on Ice", ITALIC, 18))
    assert title(read) is None


def test_a_title_that_announces_its_rest_has_it() -> None:
    assert (
        title(page(large("Ice in the North:"), plain("A Review of Harbours")))
        == "Ice in the North: A Review of Harbours"
    )


@pytest.mark.parametrize(
    "stated", ["Microsoft Word - draft3.doc", "untitled", "ice.dvi", "Journal Paper Template", "No Title Given", "x"]
)
def test_a_title_of_the_properties_that_the_page_does_not_show_is_not_used(stated: str) -> None:
    read = page(large(TITLE), title=stated)
    assert title(read) == TITLE
    assert "title" not in (read.properties or {})


def test_a_stated_title_on_lines_of_its_own_is_believed_before_the_largest() -> None:
    read = page(("Cold Seas Quarterly", BODY, 24), plain("ICE IN THE HARBOURS"), plain("OF THE NORTH"), title=TITLE)
    assert (read.properties or {})["title"] == TITLE


def test_a_title_that_breaks_off_is_not_taken() -> None:
    assert title(page(large("Instructions for the Preparation of"), ("the Journal of Ice", ITALIC, 12))) is None


def test_a_title_within_a_longer_line_is_not_confirmed() -> None:
    assert "title" not in (page(large(f"{TITLE} and of the South"), title=TITLE).properties or {})


# --- Authors --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lines",
    [
        [plain("Ana Okafor and Bo Lind")],
        [plain("ANA OKAFOR and BO LIND")],
        [plain("Dr. Ana Okafor, Bo Lind")],
        [plain("Ana Okafor,"), plain("Bo Lind")],
        [[("left", plain("Ana Okafor")), ("right", plain("Bo Lind"))], [("left", ("Port University", ITALIC, 10))]],
        [[("left", plain("Ana Okafor")), ("right", plain("Bo Lind"))], [("left", ("Cold Sea", ITALIC, 10))]],
        [plain("Ana Okafor, Port University, Aln"), plain("Bo Lind, Institute of Ice, Wend")],
        [plain("Ana Okafor"), ("Port University", ITALIC, 10), plain("Bo Lind"), ("Institute of Ice", ITALIC, 10)],
        [plain("Ana Okafor"), ("a.okafor@port.example", BODY, 12), plain("Bo Lind"), plain("3 May 2019")],
    ],
)
def test_names_below_the_title_are_the_authors(lines: list[Any]) -> None:
    assert names(page(large(TITLE), *lines)) == ["Ana Okafor", "Bo Lind"]


@pytest.mark.parametrize(
    "lines",
    [
        [plain("Port University, Aln")],
        [plain("Society for Ice"), ("Technical Support", ITALIC, 12)],  # a body, and where to ask
        [plain("Ana Okafor and the Harbour Board")],
        [plain("Ana Okafor"), plain("Cold Bay")],  # another author, or a place?
        [plain("Thick Spring")],  # of which the text speaks
        [plain("Northern Harbours")],  # of which the title speaks
        [plain("15 Harbour Street")],
        [plain("a.okafor@port.example")],
    ],
)
def test_what_may_be_no_name_is_no_author(lines: list[Any]) -> None:
    assert names(page(large(TITLE), *lines)) == []


def test_raised_marks_are_no_part_of_names() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(BODY, 18)
        canvas.drawString(72, HEIGHT - 60, TITLE)
        x = 72.0
        for name, mark in (("Ana Authora", "a"), (" and Bo Lind", "b")):
            canvas.setFont(BODY, 12)
            canvas.drawString(x, HEIGHT - 90, name)
            x += canvas.stringWidth(name, BODY, 12)
            canvas.setFont(BODY, 8)
            canvas.drawString(x, HEIGHT - 85, mark)
            x += canvas.stringWidth(mark, BODY, 8)
        canvas.setFont(BOLD, 12)
        canvas.drawString(72, HEIGHT - 120, "Abstract")
        canvas.setFont(BODY, 10)
        for at in range(9):
            canvas.drawString(72, HEIGHT - 140 - 12 * at, "the ice was thick in spring and ships had to wait")

    assert names(PDF.read(drawn(draw))) == ["Ana Authora", "Bo Lind"]


def test_stated_authors_count_only_if_the_page_shows_them_all() -> None:
    shown = [plain("Written by Okafor, Ana (editor) with Lind, Bo in 2019")]
    assert names(page(large(TITLE), *shown, author="Bo Lind; Ana Okafor")) == ["Ana Okafor", "Bo Lind"]
    assert names(page(large(TITLE), *shown, author="Bo Lind; Ana Okafor; Cy Marsh")) == []
    assert names(page(large(TITLE), author="Bo Lind")) == []


# --- Year -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "date", ["May 3, 2019", "3 May 2019", "2019-05-03", "Version 2.1, 2019/05/03", "(Dated: May 2019)"]
)
def test_a_date_below_the_title_tells_the_year(date: str) -> None:
    assert page(large(TITLE), plain("Ana Okafor"), plain(date)).stated["issued"] == {"date-parts": [[2019]]}


@pytest.mark.parametrize(
    "lines", [["Received May 3, 2019"], ["May 3, 2019, revised June 4, 2021"], ["Grant 2019-7731"], ["Room 2019"]]
)
def test_other_numbers_and_steps_tell_no_year(lines: list[str]) -> None:
    assert "issued" not in page(large(TITLE), plain("Ana Okafor"), *map(plain, lines)).stated
