"""PDFs in two languages in the system's Chromium: the text, and beside it the pages with the same words lit."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from made_pdfs import BODY, BOLD, drawn, paper
from made_thesis import thesis
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from reportlab.pdfgen.canvas import Canvas
from serving import HOST, served
from test_page_browser import Visit, lit, serious, squeezed, visit
from test_page_browser import browser as browser
from test_page_browser import pytestmark as pytestmark
from tiny_models import write_tiny_model

from indexer.build import build_index
from kutip.settings import Settings
from kutip.text.page_boxes import boxes_at
from kutip.types import Document, Span
from retriever.search import Retriever

# What is between "|" is drawn in red. It goes on over a line end with a hyphen, and over the end of the page.
ENGLISH = [
    "The ladders of the north were built of wood and of stone. Each has a pump. |Young eels climb the lad-|",
    "|ders at night and rest by day.| Nobody has seen them climb in the light of the sun or of the moon.",
]
INDONESIAN = [
    "Tangga di utara dibuat dari kayu dan batu. Setiap tangga memakai pompa. |Sidat muda memanjat tang-|",
    "|ga pada malam hari dan beristirahat pada siang hari.| Tidak ada yang melihatnya memanjat di bawah matahari.",
]
FILLER = {
    "merah": "Air sungai di utara hangat pada musim kemarau dan dingin pada musim hujan yang panjang sekali.",
    "red": "The water of the rivers in the north is warm in summer and cold in the long winters of this land.",
}
RED = (200, 0, 0)


def coloured(lines: list[str], filler: str) -> bytes:
    """A page of text whose first lines are red between "|"; the first of them ends a page, the second begins one."""

    def page(canvas: Canvas, marked: str, *, at: int) -> None:
        if at:  # on the first page
            canvas.setFont(BOLD, 14)
            canvas.drawString(72, 780, "Eels and Ladders")
        canvas.setFont(BODY, 10)
        for number in range(30):
            x, text = 72.0, marked if number == at else filler
            for red, piece in enumerate(text.split("|")):
                canvas.setFillColorRGB(*(part / 255 for part in (RED if red % 2 else (0, 0, 0))))
                canvas.drawString(x, 740 - 13 * number, piece)
                x += canvas.stringWidth(piece, BODY, 10)
            canvas.setFillColorRGB(0, 0, 0)

    return drawn(lambda canvas: page(canvas, lines[0], at=29), lambda canvas: page(canvas, lines[1], at=0))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sides")
    files = {
        "eels": paper(columns=2),
        "sidat": thesis(10),
        "red": coloured(ENGLISH, FILLER["red"]),
        "merah": coloured(INDONESIAN, FILLER["merah"]),
    }
    for name, data in files.items():
        (folder / "corpus" / name).mkdir(parents=True)
        (folder / "corpus" / name / "source.pdf").write_bytes(data)
    (folder / "corpus" / "plain").mkdir()
    (folder / "corpus" / "plain" / "source.md").write_text("# Eels\n\nEels climb ladders.\n", encoding="utf-8")
    model = write_tiny_model(folder / "made")
    build_index(Settings(corpus=folder / "corpus", index=folder / "index", indexing={"model": str(model)}))
    return folder


@pytest.fixture(scope="module")
def site(made: Path) -> Iterator[str]:
    with served(made / "index", KUTIP_MODEL=str(made / "made" / "model")) as (_, port):
        yield f"http://{HOST}:{port}"


@pytest.fixture(scope="module")
def documents(made: Path) -> dict[str, Document]:
    settings = Settings(index=made / "index", indexing={"model": str(made / "made" / "model")})
    return dict(Retriever.open(settings.index, settings).documents)


@pytest.fixture
def desk(browser: Browser, site: str) -> Iterator[Visit]:
    yield from visit(browser, site, viewport={"width": 1280, "height": 900}, locale="en-GB")


@pytest.fixture
def plain(browser: Browser, site: str) -> Iterator[Visit]:
    """Without JavaScript."""
    yield from visit(browser, site, viewport={"width": 1280, "height": 900}, java_script_enabled=False, locale="en-GB")


@pytest.fixture
def phone(browser: Browser, site: str) -> Iterator[Visit]:
    yield from visit(browser, site, viewport={"width": 390, "height": 800}, has_touch=True, locale="id-ID")


def red_spans(document: Document, lines: list[str]) -> list[Span]:
    """The places of the red words of a made PDF."""
    found = []
    for piece in (line.split("|")[1] for line in lines):
        start = document.source_text.index(piece)
        found.append(Span(start, start + len(piece)))
    return found


def address(document: Document, spans: list[Span], **query: str) -> str:
    words = ",".join(f"{span.start}-{span.end}" for span in spans)
    return f"/documents/{document.id}?lit={words}" + "".join(f"&{name}={value}" for name, value in query.items())


def whole(page: Page) -> None:
    """Wait until the pictures of all pages that are shown are there."""
    for picture in page.locator(".picture img").all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("one => one.naturalWidth") > 0


def rectangles(page: Page, sheet: str = ".picture") -> list[tuple[float, float, float, float]]:
    """Left, top, right and bottom of each lit box, in pixels from the corner of its picture's frame."""
    found = page.locator(sheet).evaluate(
        """frame => {
          const from = frame.getBoundingClientRect();
          return [...frame.querySelectorAll('rect')].map(one => one.getBoundingClientRect()).map(
            one => [one.left - from.left, one.top - from.top, one.right - from.left, one.bottom - from.top]);
        }"""
    )
    return [(float(a), float(b), float(c), float(d)) for a, b, c, d in found]


def shot(page: Page, sheet: str) -> Image.Image:
    return Image.open(BytesIO(page.locator(sheet).screenshot())).convert("RGB")


def is_red(image: Image.Image) -> NDArray[np.bool_]:
    """Of (H, W) pixels those of red words, on yellow or on white: much less green than red, and hardly any blue."""
    red, green, blue = np.moveaxis(np.asarray(image, dtype=int), 2, 0)
    return (red - green > 110) & (red > 150) & (blue < 110)


@pytest.mark.parametrize(("name", "lines", "language"), [("red", ENGLISH, "en"), ("merah", INDONESIAN, "id")])
def test_the_boxes_on_the_picture_cover_the_lit_words_and_no_others(
    browser: Browser, site: str, documents: dict[str, Document], name: str, lines: list[str], language: str
) -> None:
    document = documents[name]
    spans = red_spans(document, lines)
    # The window is high enough for pages in their full width: thin letters need pixels to be red.
    view, scale = {"width": 1280, "height": 1500}, 2
    for found in visit(browser, site, viewport=view, device_scale_factor=scale, locale=language):
        page = found.to(address(document, spans))
        whole(page)
        assert lit(page).replace("-", "") == squeezed("".join(line.split("|")[1] for line in lines)).replace("-", "")
        assert page.locator(".sheet").evaluate_all("all => all.map(one => one.id)") == ["page-1", "page-2"]
        for sheet in ("#page-1 .picture", "#page-2 .picture"):
            page.locator(sheet).scroll_into_view_if_needed()
            [box] = rectangles(page, sheet)
            image = shot(page, sheet)
            left, top, right, bottom = (edge * scale for edge in box)
            tail = image.width / 595  # a point: the box ends where the font says that it does, a tail may hang below
            rows, columns = np.nonzero(is_red(image))
            assert len(rows) > 200
            # All red is within the box, to a pixel, and fills it from side to side.
            assert left - 1 <= columns.min() <= left + 3 * scale
            assert right - 3 * scale - 1 <= columns.max() <= right + 1
            assert top - 1 <= rows.min()
            assert rows.max() <= bottom + tail
            # No black ink, which other words have, is within it; and it is yellow where there is none.
            inside = np.asarray(image)[int(top) + 1 : int(bottom) - 1, int(left) + 1 : int(right) - 1].astype(int)
            assert inside.max(axis=2).min() > 90
            assert (inside[..., 2] < 200).mean() > 0.95


def test_boxes_stand_where_the_index_says_whatever_the_size(desk: Visit, documents: dict[str, Document]) -> None:
    document = documents["eels"]
    start = document.source_text.index("A camera took")
    spans = [Span(start, start + 120)]
    expected = [box for box in boxes_at(document, spans) if box.page == 1]
    for width, height in ((1280, 900), (1100, 1600), (390, 800)):
        desk.page.set_viewport_size({"width": width, "height": height})
        page = desk.to(address(document, spans))
        frame = page.locator(".picture").bounding_box()
        assert frame is not None
        shape = document.page_shapes[0]
        scale = min(frame["width"] / shape.width, frame["height"] / shape.height)
        margin = (frame["width"] - shape.width * scale) / 2
        found = rectangles(page)
        assert len(found) == len(expected) > 1
        for (left, top, right, bottom), box in zip(found, expected, strict=True):
            assert left == pytest.approx(margin + box.x0 * scale, abs=0.5)
            assert right == pytest.approx(margin + box.x1 * scale, abs=0.5)
            assert (top, bottom) == pytest.approx((box.y0 * scale, box.y1 * scale), abs=0.5)


def test_a_passage_that_was_found_is_lit_in_the_text_and_on_its_page(desk: Visit) -> None:
    page = desk.to("/?q=How many eels use the ladders?&document=eels")
    link = page.locator("main a[href*='lit=']").first.get_attribute("href")
    assert link is not None
    page = desk.to(link)
    expect(page.locator("#lit")).to_be_in_viewport()
    expect(page.locator(".picture rect").first).to_be_in_viewport()
    whole(page)


def test_of_a_thesis_only_the_lit_pages_are_loaded(desk: Visit, documents: dict[str, Document]) -> None:
    document = documents["sidat"]
    assert len(document.page_shapes) > 11
    start = document.source_text.index("kami menghitung 8003 ekor")
    page = desk.to(address(document, [Span(start, start + 20)]) + "#lit")
    whole(page)
    pictures = {urlsplit(url).path for url in desk.requests if ".webp" in url}
    [box] = boxes_at(document, [Span(start, start + 20)])
    assert pictures == {f"/v1/documents/sidat/pages/{box.page}.webp"}
    expect(page.locator("#lit")).to_be_in_viewport()
    expect(page.locator(".picture rect")).to_be_in_viewport()


def test_pages_are_turned_and_lit_without_javascript(plain: Visit, documents: dict[str, Document]) -> None:
    document = documents["sidat"]
    start = document.source_text.index("kami menghitung 3001 ekor")
    spans = [Span(start, start + 20)]
    first = boxes_at(document, spans)[0].page
    page = plain.to(address(document, spans))
    expect(page.locator(".picture rect")).to_have_count(1)
    page.locator("a[rel=next]").click()
    expect(page.locator(f"#page-{first + 1}")).to_be_attached()
    expect(page.locator(".picture rect")).to_have_count(0)
    page.locator("a[rel=prev]").click()
    expect(page.locator(f"#page-{first} rect")).to_have_count(1)
    page.locator("[name=page]").fill("11")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#page-11")).to_be_attached()
    assert lit(page) == squeezed(document.source_text[start : start + 20])
    link = page.locator(".k-paragraph .on-page").first
    words = squeezed(link.evaluate("one => one.parentElement.firstElementChild.textContent"))
    link.click()
    expect(page.locator("#page-1 rect").first).to_be_attached()
    assert lit(page).startswith(words)


SELECT = """([from, to]) => {
  const range = document.createRange();
  const nodes = document.createTreeWalker(document.querySelector('.paper'), NodeFilter.SHOW_TEXT);
  const find = (words, end) => {
    nodes.currentNode = nodes.root;
    while (nodes.nextNode()) {
      const at = nodes.currentNode.data.indexOf(words);
      if (at >= 0) return range[end ? 'setEnd' : 'setStart'](nodes.currentNode, at + (end ? words.length : 0));
    }
    throw new Error(words);
  };
  find(from, false); find(to, true);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


def test_selected_words_are_lit_on_their_page(desk: Visit, documents: dict[str, Document]) -> None:
    for name, lines, ends in (
        ("red", ENGLISH, ("Young", "by day.")),
        ("merah", INDONESIAN, ("Sidat muda", "hari.")),
    ):
        page = desk.to(f"/documents/{name}")
        expect(page.locator(".picture rect")).to_have_count(0)
        before = page.evaluate("scrollY")
        page.evaluate(SELECT, list(ends))
        expect(page.locator("#page-2 rect")).to_have_count(1)
        assert page.evaluate("scrollY") == before
        expected = boxes_at(documents[name], red_spans(documents[name], lines))
        shown = page.locator(".picture rect").evaluate_all(
            "all => all.map(one => ['x', 'y', 'width', 'height'].map(name => +one.getAttribute(name)))"
        )
        for (x, y, width, height), box in zip(shown, expected, strict=True):
            assert (x, y) == pytest.approx((box.x0, box.y0), abs=0.01)
            assert (x + width, y + height) == pytest.approx((box.x1, box.y1), abs=0.03)


def test_an_anchor_of_a_passage_lights_its_page(desk: Visit) -> None:
    page = desk.to("/documents/sidat")
    anchor = page.locator(".paper [id^='p-']").last.get_attribute("id")
    page = desk.to(f"/documents/sidat?lang=en#{anchor}")
    expect(page.locator(".picture rect").first).to_be_in_viewport()
    assert page.locator(".sheet").first.get_attribute("id") != "page-1"


def test_turning_pages_with_javascript_keeps_the_place_in_the_text(desk: Visit) -> None:
    page = desk.to("/documents/sidat#h-9")
    page.wait_for_timeout(200)
    before = page.evaluate("scrollY")
    assert before > 1000
    page.locator("a[rel=next]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#page-2")).to_be_visible()
    page.locator("[name=page]").fill("10")
    page.keyboard.press("Enter")
    expect(page.locator("#page-10")).to_be_visible()
    assert page.evaluate("document.activeElement.id") == "pages"
    assert page.evaluate("scrollY") == before
    page.locator("#page-10 figcaption a").click()
    expect(page.locator("#text-10")).to_be_in_viewport()


def test_on_a_phone_the_picture_is_reached_from_the_words_and_back(
    phone: Visit, documents: dict[str, Document]
) -> None:
    document = documents["merah"]
    page = phone.to(address(document, red_spans(document, INDONESIAN)[:1]) + "#lit")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page.locator("#lit")).to_be_in_viewport()
    page.locator(".k-paragraph:has(mark) .on-page, p:has(mark) .on-page").first.click()
    expect(page.locator(".picture rect")).to_be_in_viewport()
    page.locator("figcaption a[href^='#text-']").click()
    expect(page.locator("#text-1")).to_be_in_viewport()
    page.evaluate(SELECT, ["Sidat muda", "memanjat"])
    page.get_by_role("link", name="Lihat di halaman").click()
    expect(page.locator(".picture rect")).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (390, "id")])
def test_axe_finds_no_fault_beside_a_page(
    browser: Browser, site: str, documents: dict[str, Document], scheme: Any, width: int, language: str
) -> None:
    view = {"width": width, "height": 900}
    for found in visit(browser, site, viewport=view, color_scheme=scheme, locale=language):
        page = found.to(address(documents["red"], red_spans(documents["red"], ENGLISH)))
        faults = serious(page)
        page = found.to("/documents/sidat?page=9")
        faults += serious(page)
        assert faults == []
        alts = page.locator(".picture img").evaluate_all("all => all.map(one => one.alt)")
        assert all(re.search("225|9", alt) for alt in alts)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_list_says_form_and_pages_and_other_papers_have_no_side(plain: Visit) -> None:
    page = plain.to("/documents")
    told = page.locator(".papers > li").all_inner_texts()
    assert sum("PDF, 2 pages" in one for one in told) >= 2
    assert sum("PDF, " in one for one in told) == 4
    page = plain.to("/documents/plain?page=3&lit=0-4")
    assert page.locator(".pages, .on-page, .page-start, [data-at], .sided").count() == 0
    response = page.request.get(f"{plain.site}/documents/eels?page=99")
    assert response.status == 404


def test_an_address_with_a_query_of_a_page_is_shared_by_links(plain: Visit) -> None:
    page = plain.to("/documents/sidat?page=5&lang=id")
    link = page.locator("a[rel=next]").get_attribute("href") or ""
    assert parse_qs(urlsplit(link).query) == {"page": ["6"], "lang": ["id"]}
    assert page.locator(".go [name=lang]").get_attribute("value") == "id"
