"""The pages in the system's Chromium, served by the real server over the real index."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from serving import HOST, served

from kutip.settings import Settings
from kutip.text.reading import source_of
from kutip.types import Span
from retriever.search import Retriever

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"), reason="there is no Chromium; on Debian: apt-get install chromium"
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
QUESTION = "Which meetings show ASEANAPOL acting as an arena?"
INDONESIAN = "Siapa yang mengetuai AMMTC ke-9?"
PAGES = ["/", f"/?q={QUESTION}", "/documents", "/documents/najib-juned-2025", "/documents/cakrawala-733"]
PAGES += ["/documents/najib-juned-2025/references", "/check"]


@pytest.fixture(scope="module")
def site(settings: Settings) -> Iterator[str]:
    with served(settings.index) as (_, port):
        yield f"http://{HOST}:{port}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=20_000)  # a busy machine must not fail the test
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Visit:
    """A page in the browser that records its requests and its errors."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.page = context.new_page()
        self.site = site
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def to(self, path: str, status: int = 200) -> Page:
        response = self.page.goto(self.site + path)
        assert response is not None
        assert response.status == status
        return self.page

    def check(self) -> None:
        hosts = {urlsplit(url).netloc for url in self.requests if not url.startswith("data:")}
        assert hosts <= {urlsplit(self.site).netloc}
        assert self.errors == []


def visit(browser: Browser, site: str, **options: Any) -> Iterator[Visit]:
    context = browser.new_context(**options)
    context.set_default_timeout(20_000)
    found = Visit(context, site)
    yield found
    found.check()
    context.close()


@pytest.fixture
def desk(browser: Browser, site: str) -> Iterator[Visit]:
    yield from visit(browser, site, viewport={"width": 1200, "height": 900}, locale="en-GB")


@pytest.fixture
def plain(browser: Browser, site: str) -> Iterator[Visit]:
    """Without JavaScript."""
    yield from visit(browser, site, java_script_enabled=False, locale="en-GB")


def squeezed(text: str) -> str:
    return "".join(text.split())


def lit(page: Page, within: str = "main") -> str:
    return squeezed("".join(page.locator(f"{within} mark").all_text_contents()))


def clipboard(page: Page) -> str:
    """What the page has copied; the clipboard may be filled a moment after the click."""
    for _ in range(100):
        copied = str(page.evaluate("navigator.clipboard.readText()"))
        if copied:
            return copied
        page.wait_for_timeout(100)
    return ""


def highlighted_by(retriever: Retriever, address: str) -> tuple[str, str]:
    """The id of the paper at an address, and the source text that the address highlights, without line-end hyphens."""
    split = urlsplit(address)
    document = retriever.document(split.path.removeprefix("/documents/"))
    pairs = re.findall(r"(\d+)-(\d+)", split.query.replace("%2C", ","))
    spans = [Span(int(start), int(end)) for start, end in pairs]
    return document.id, re.sub(r"-\s*\n\s*", "", source_of(document.source_text, spans))


@pytest.mark.parametrize(("question", "expected"), [(QUESTION, "arena"), (INDONESIAN, "Lao PDR")])
def test_a_typed_question_is_answered(desk: Visit, question: str, expected: str) -> None:
    page = desk.to("/")
    page.locator("main form [name=q]").fill(question)
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=*")
    expect(page.locator("main")).to_contain_text(expected)
    expect(page.locator("#source-1")).to_be_attached()


def test_a_citation_number_opens_its_source_with_the_cited_words_marked(desk: Visit, retriever: Retriever) -> None:
    page = desk.to(f"/?q={QUESTION}")
    answer = page.request.get(f"{desk.site}/v1/ask", params={"q": QUESTION}).json()
    cited = [one for sentence in answer["sentences"] for one in sentence["citations"]]
    first = [one for one in cited if one["passage_id"] == cited[0]["passage_id"]]
    page.locator("a[href='#source-1']").first.click()
    source = page.locator("li:has(#source-1), details:has(#source-1), article:has(#source-1), #source-1").first
    expect(source.locator("mark").first).to_be_visible()
    quotes = squeezed("".join(one["quote"] for one in sorted(first, key=lambda one: one["spans"][0]["start"])))
    assert squeezed("".join(source.locator("mark").all_text_contents())) == quotes


def test_a_source_links_to_its_words_in_the_paper(desk: Visit, retriever: Retriever) -> None:
    page = desk.to(f"/?q={QUESTION}")
    address = page.locator("main a[href*='lit=']").first.get_attribute("href")
    assert address is not None
    document, words = highlighted_by(retriever, address)
    page = desk.to(address)
    assert lit(page) == squeezed(words)
    expect(page.locator("#lit")).to_be_in_viewport()
    assert document in page.url


def test_reloading_an_address_shows_the_same_page(desk: Visit) -> None:
    page = desk.to(f"/?q={INDONESIAN}&lang=id")
    before = page.locator("main").inner_text()
    page.reload()
    assert page.locator("main").inner_text() == before
    assert page.locator("main form [name=q]").input_value() == INDONESIAN
    assert page.locator("html").get_attribute("lang") == "id"


def test_an_unanswerable_question_is_refused_with_a_reason(desk: Visit) -> None:
    page = desk.to("/?q=Who discovered penicillin?")
    expect(page.locator("main")).to_contain_text("The papers nowhere have “discovered”, “penicillin”.")
    assert page.locator("#source-1").count() == 0


def test_an_altered_quotation_shows_the_changed_words(desk: Visit) -> None:
    page = desk.to("/check")
    page.locator("[name=text]").fill(
        "capacity building through training (ATCM), international meetings (AMMTC and SOMTC), "
        "electronic-based monthly information exchange (System e-ADS)"
    )
    page.locator("main form [type=submit]").click()
    # A text for screen readers precedes the word.
    expect(page.locator("main blockquote del")).to_have_text([re.compile(r": monthly$")])
    expect(page.locator("main blockquote ins")).to_have_text([re.compile(r": real-time$")])
    address = page.locator("main a[href*='lit=']").first.get_attribute("href")
    assert address is not None
    assert "cakrawala-733" in address


def test_a_mention_links_to_its_entry_and_back(desk: Visit) -> None:
    page = desk.to("/documents/najib-juned-2025")
    mention = page.locator("main a[href^='#r-']").first
    target = mention.get_attribute("href")
    assert target is not None
    mention.click()
    entry = page.locator(target.replace("#", "[id='", 1) + "']")
    expect(entry).to_be_in_viewport()
    back = entry.locator("a[href*='#m-']").first
    anchor = (back.get_attribute("href") or "").partition("#")[2]
    back.click()
    expect(page.locator(f"[id='{anchor}']")).to_be_in_viewport()


def test_the_page_can_be_used_by_keyboard_alone(desk: Visit) -> None:
    page = desk.to("/")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "q":
            break
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=*")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('href')") == "#source-1":
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    expect(page.locator("main mark").first).to_be_visible()


def test_asking_and_reading_work_without_javascript(plain: Visit, retriever: Retriever) -> None:
    page = plain.to("/")
    page.locator("main form [name=q]").fill(QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=*")
    page.locator("a[href='#source-1']").first.click()
    expect(page.locator("main mark").first).to_be_visible()
    address = page.locator("main a[href*='lit=']").first.get_attribute("href")
    assert address is not None
    page = plain.to(address)
    assert lit(page) == squeezed(highlighted_by(retriever, address)[1])


def test_an_anchor_of_a_passage_highlights_the_whole_passage(desk: Visit, retriever: Retriever) -> None:
    passage = max(retriever.passages, key=lambda one: len(one.spans))
    assert len(passage.spans) > 1
    for anchor in (f"p-{passage.id}", passage.id):
        page = desk.to(f"/documents/{passage.document_id}#{anchor}")
        pieces = page.locator(f"[data-passage='{passage.id}']")
        assert squeezed("".join(pieces.all_text_contents())) == squeezed(passage.text)
        colours = pieces.evaluate_all("all => all.map(one => getComputedStyle(one).backgroundColor)")
        assert "rgba(0, 0, 0, 0)" not in colours
        expect(pieces.first).to_be_in_viewport()
        page.goto("about:blank")


def test_selecting_words_offers_their_citation_to_copy(browser: Browser, site: str) -> None:
    for found in visit(browser, site, permissions=["clipboard-read", "clipboard-write"], locale="en-GB"):
        page = found.to("/documents/najib-juned-2025")
        page.evaluate(
            """() => {
              const all = [...document.querySelectorAll('main p [data-passage]')];
              const piece = all.find(one => one.textContent.length > 80);
              piece.scrollIntoView();
              const range = document.createRange();
              range.selectNodeContents(piece);
              getSelection().removeAllRanges();
              getSelection().addRange(range);
              document.dispatchEvent(new Event('selectionchange'));
              piece.dispatchEvent(new MouseEvent('mouseup', {bubbles: true}));
              piece.dispatchEvent(new KeyboardEvent('keyup', {bubbles: true}));
            }"""
        )
        page.get_by_role("button", name=re.compile("citation", re.IGNORECASE)).first.click()
        copied = clipboard(page)
        assert "Najib" in copied
        assert "2025" in copied


@pytest.mark.parametrize("width", [320, 390])
def test_no_page_is_wider_than_a_phone(browser: Browser, site: str, width: int) -> None:
    for found in visit(browser, site, viewport={"width": width, "height": 800}, locale="id-ID"):
        for path in PAGES:
            page = found.to(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert page.locator("html").get_attribute("lang") == "id"


def serious(page: Page) -> list[tuple[str, str, str]]:
    """Serious violations of WCAG 2.2 level AA and of good practice that axe finds, with all details opened."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = Axe().run(page, options={"runOnly": rules}).response["violations"]
    grave = [one for one in found if one["impact"] in ("serious", "critical")]
    return [(page.url, one["id"], node["html"][:120]) for one in grave for node in one["nodes"][:3]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_accessibility_problem(browser: Browser, site: str, scheme: Any) -> None:
    for found in visit(browser, site, color_scheme=scheme, locale="en-GB"):
        faults = []
        for path in PAGES:
            faults += serious(found.to(path))
        page = found.to("/check")
        for mode in ("quote", "text"):
            page.locator("[name=text]").fill("In 2024, ASEANAPOL was formed. It aims to enhance police professionalism")
            page.locator(f"[name=mode][value={mode}]").check()
            page.locator("main form [type=submit]").click()
            page.wait_for_selector("main blockquote")
            faults += serious(page)
        assert faults == []


def test_a_page_loads_only_its_three_static_files(desk: Visit) -> None:
    page = desk.to(f"/?q={QUESTION}")
    sizes = page.evaluate("performance.getEntriesByType('resource').map(one => one.name)")
    assert {Path(urlsplit(name).path).name for name in sizes} <= {"kutip.css", "kutip.js", "icon.svg"}
