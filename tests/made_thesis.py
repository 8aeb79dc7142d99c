"""A PDF in Indonesian that the tests write: of many pages, with printed numbers that do not begin at 1."""

from io import BytesIO

from made_pdfs import BODY, BOLD, Column
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
FIRST = 217  # the number that is printed on its first page
TITLE = "Tangga Sidat di Sungai-Sungai Utara"
# The first paragraph of a chapter has a word that is cut at a line end, and the last goes on over the page.
CUT = ("Tangga sidat membantu sidat muda melewati bendung. Sebuah kamera meng-", "hitung setiap sidat yang lewat.")
LONG = (
    "Pada musim ke-{n} kami menghitung {eels} ekor sidat di tangga bendung nomor {n}. Air yang hangat mendorong sidat"
    " untuk naik, dan tangga yang kering tidak dipakai oleh seekor sidat pun. "
)


def thesis(chapters: int) -> bytes:
    """A thesis; each chapter is about one and a half pages long."""
    data = BytesIO()
    canvas = Canvas(data, pagesize=A4, invariant=True, lang="id")
    canvas.setTitle(TITLE)
    pages: list[int] = []

    def place() -> tuple[float, float]:
        if pages:
            canvas.showPage()
        number = FIRST + len(pages)
        canvas.addPageLabel(len(pages), "ARABIC_NUMBERS", number)
        canvas.setFont(BODY, 8)
        canvas.drawCentredString(WIDTH / 2, 40, str(number))
        pages.append(number)
        return 72, HEIGHT - 90

    text = Column(canvas, place, WIDTH - 144)
    text.line(TITLE, BOLD, 16, lead=40)
    for number in range(1, chapters + 1):
        text.line(f"{number} Musim ke-{number}", BOLD, 12, lead=16)
        text.line(CUT[0], indent=12)
        text.line(CUT[1])
        for part in range(7):
            text.paragraph((LONG * 5).format(n=number, eels=1000 * number + part))
        text.skip(10)
    canvas.save()
    return data.getvalue()
