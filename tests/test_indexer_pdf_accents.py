"""Accents that a PDF draws on their own, as old fonts of TeX have them, are written in their letters."""

import pytest
from made_pdfs import BODY, HEIGHT, drawn
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from indexer.parsing.pdf.pdf_reader import PDF

SIZE = 12


def over(canvas: Canvas, accent: str, x: float, letter: str, y: float, *, raised: float = 0) -> None:
    aside = (stringWidth(letter, BODY, SIZE) - stringWidth(accent, BODY, SIZE)) / 2
    canvas.drawString(x + aside, y + raised, accent)


def written(before: str, letter: str, after: str, accent: str, *, when: str, raised: float = 0) -> str:
    """The text of a line with an accent over a letter, drawn before the letter, behind it or behind the line."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(BODY, SIZE)
        x, y = 72.0, HEIGHT - 100
        at = x + stringWidth(before, BODY, SIZE)
        for number, part in enumerate((before, letter, after)):
            if (when, number) == ("before", 1):
                over(canvas, accent, at, letter, y, raised=raised)
            canvas.drawString(x, y, part)
            if (when, number) in (("behind", 1), ("last", 2)):
                over(canvas, accent, at, letter, y, raised=raised)
            x += stringWidth(part, BODY, SIZE)

    return PDF.read(drawn(draw)).text.strip()


@pytest.mark.parametrize("when", ["before", "behind", "last"])
@pytest.mark.parametrize(
    ("before", "letter", "after", "accent", "raised", "expected"),
    [
        ("by Sch", "o", "lkopf in 2002", "¨", 0, "by Schölkopf in 2002"),
        ("by Rev", "e", "chon and Ray", "ˆ", 0, "by Revêchon and Ray"),
        ("on G", "e", "otechnique", "´", 0, "on Géotechnique"),
        ("the ", "U", "bung of May", "¨", 2.6, "the Übung of May"),
        ("Fran", "c", "ois and Ann", "¸", 0, "François and Ann"),
        ("the conclus", "a", "o of it", "˜", 0, "the conclusão of it"),
    ],
)
def test_an_accent_is_written_in_its_letter(
    before: str, letter: str, after: str, accent: str, raised: float, expected: str, when: str
) -> None:
    assert written(before, letter, after, accent, when=when, raised=raised) == expected


@pytest.mark.parametrize(
    ("before", "letter", "after", "accent", "expected"),
    [
        ("a value of ", "x", " is it", "ˆ", "ˆ"),  # no letter of any language
        ("a vari", "o", "us one", "•", "•"),
    ],
)
def test_other_marks_over_letters_stay(before: str, letter: str, after: str, accent: str, expected: str) -> None:
    text = written(before, letter, after, accent, when="behind")
    assert expected in text
    assert letter in text


def test_accents_beside_letters_stay() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(BODY, SIZE)
        canvas.drawString(72, HEIGHT - 100, "the marks ´ and ¨ and ` of a` and o´ stand beside letters")

    assert PDF.read(drawn(draw)).text.strip() == "the marks ´ and ¨ and ` of a` and o´ stand beside letters"
