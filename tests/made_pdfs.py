"""PDFs that the tests write, by reportlab: a small paper in several layouts, and files with faults."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
BODY, BOLD, ITALIC = "Times-Roman", "Times-Bold", "Times-Italic"
SECTIONS = (
    (
        "1 Introduction",
        (
            "Eel ladders help young eels to pass weirs. Nobody has counted how many eels use them in the rivers of the"
            " north, although ladders have been built there since 1994."
        ),
        (
            "We counted eels at nine ladders for two summers. A camera took a picture each time that an eel passed,"
            " and two of us looked at all pictures."
        ),
    ),
    (
        "2 Methods",
        (
            "The ladders stand at weirs of one to four metres. Each has a bed of brushes and a pump that keeps it wet."
            " The pumps ran from May to September in both years."
        ),
    ),
    (
        "3 Results",
        "In all, 18,204 eels passed. Most came in July, when the water was warmest, and hardly any came by day.",
        "Steep ladders were used as often as flat ones. A ladder without water was used by no eel at all.",
    ),
)
ENTRIES = (
    (
        "Brandt, L. (2009). Eels on the move: Ladders and weirs in small rivers of the north. Journal of River Life,"
        " 12(3), 201-219."
    ),
    "Osei, K., & Lund, M. (2015). Counting by camera. Tidewater Press.",
)
TABLE = (("River", "Ladders", "Eels"), ("Aln", "4", "9,310"), ("Wend", "3", "6,004"), ("Loxe", "2", "2,890"))
TITLE = "Eels at Nine Ladders in Rivers of the North"


@dataclass(slots=True)
class Column:
    """A column of a page into which text flows, from `top` down; a full one calls for the next."""

    canvas: Canvas
    place: Callable[[], tuple[float, float]]  # left edge and top of the next column
    width: float
    left: float = 0
    y: float = 0
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.left, self.y = self.place()

    def line(self, text: str, font: str = BODY, size: float = 10, indent: float = 0, lead: float = 12) -> None:
        if self.y < 80:
            self.left, self.y = self.place()
        self.canvas.setFont(font, size)
        self.canvas.drawString(self.left + indent, self.y, text)
        self.lines.append(text)
        self.y -= lead

    def paragraph(self, text: str, *, first: float = 12, hanging: float = 0) -> None:
        words, indent = text, first
        while words:
            line = simpleSplit(words, BODY, 10, self.width - indent)[0]
            self.line(line, indent=indent)
            words, indent = words[len(line) :].strip(), hanging

    def skip(self, points: float) -> None:
        self.y -= points


def paper(*, columns: int = 1, heads: bool = True) -> bytes:
    """A paper with title, abstract, sections, a table, a list of references, running heads and page numbers."""
    data = BytesIO()
    canvas = Canvas(data, pagesize=A4, invariant=True)
    gap = 24
    width = (WIDTH - 144 - gap * (columns - 1)) / columns
    begun: list[int] = []

    def place() -> tuple[float, float]:
        at = len(begun) % columns
        if begun and at == 0:
            canvas.showPage()
        if at == 0 and heads:
            number = len(begun) // columns + 1
            canvas.setFont(ITALIC, 8)
            canvas.drawString(72, HEIGHT - 40, "Eels at nine ladders")
            canvas.drawCentredString(WIDTH / 2, 40, str(number))
        begun.append(at)
        return 72 + at * (width + gap), HEIGHT - (160 if len(begun) <= columns else 80)

    text = Column(canvas, place, width)
    canvas.setFont(BOLD, 16)
    canvas.drawCentredString(WIDTH / 2, HEIGHT - 90, TITLE)
    canvas.setFont(BODY, 11)
    canvas.drawCentredString(WIDTH / 2, HEIGHT - 115, "Ida Holm and Per Quist")
    text.line("Abstract", BOLD, 12, lead=16)
    text.paragraph("Young eels climb ladders at weirs. We counted them by camera, and found that water matters most.")
    for heading, *paragraphs in SECTIONS:
        text.skip(10)
        text.line(heading, BOLD, 12, lead=16)
        for one in paragraphs:
            text.paragraph(one)
    _table(text)
    text.skip(10)
    text.line("References", BOLD, 12, lead=16)
    for entry in ENTRIES:
        text.paragraph(entry, first=0, hanging=12)
    canvas.save()
    return data.getvalue()


def _table(text: Column) -> None:
    if text.y < 200:
        text.left, text.y = text.place()
    text.skip(12)
    text.line("Table 1. Eels by river", size=9, lead=16)
    for row in TABLE:
        for at, cell in enumerate(row):
            text.canvas.drawString(text.left + 70 * at, text.y, cell)
        text.y -= 13
    text.skip(8)


def drawn(*draw: Callable[[Canvas], Any], pages: Sequence[int] = (), **given: Any) -> bytes:
    """A PDF of which each function draws a page."""
    data = BytesIO()
    canvas = Canvas(data, pagesize=A4, invariant=True, **given)
    for one in draw:
        one(canvas)
        canvas.showPage()
    canvas.save()
    return data.getvalue()
