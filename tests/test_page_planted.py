"""A corpus with planted scripts, links and marks, read in the system's Chromium: all of it is text on every page."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Page, Request, sync_playwright
from serving import HOST, served
from test_page_browser import CHROMIUM, FLAGS
from test_page_browser import pytestmark as pytestmark
from tiny_models import write_tiny_model

from indexer.build import build_index
from kutip.settings import Settings

EVIL = "https://evil.example"
# Each says `pwned` somewhere where it would run or load if it were more than text.
MARKS = [
    "<script>window.pwned=1;alert(1)</script>",
    "</script><script>window.pwned=2</script>",
    "<img src=x onerror=\"window.pwned=3;alert('img')\">",
    f"<svg onload=window.pwned=4><image href={EVIL}/pwned.svg></svg>",
    f"<iframe src={EVIL}/pwned></iframe><base href={EVIL}/pwned/>",
    f"<meta http-equiv=refresh content=0;url={EVIL}/pwned><link rel=stylesheet href={EVIL}/pwned.css>",
    f"<style>*{{background:url({EVIL}/pwned.png)}}</style>",
    "\"><b onmouseover=window.pwned=5 autofocus onfocus=window.pwned=6 tabindex=0>pwned</b>",
    "'-alert(`pwned`)-' {{7*7}} {% import os %} ${7*7} #{7*7} <%= 7*7 %>",
    "&lt;script&gt;window.pwned=7&lt;/script&gt; &#60;img src=x onerror=window.pwned=8&#62;",
    f"[link](javascript:window.pwned=9) ![image]({EVIL}/pwned.png) <{EVIL}/pwned> [d](data:text/html,pwned)",
    "<!-- pwned --> <![CDATA[pwned]]> <form action=/check><input name=q autofocus onfocus=window.pwned=10></form>",
    "\u202epwned\u202c \u2066pwned <a href=javascript:window.pwned=11>click</a>",
]  # fmt: skip
ALL = " ".join(MARKS)
METADATA = {
    "type": "article-journal",
    "title": f"Harbour police {MARKS[0]} {MARKS[2]} {MARKS[8]} {MARKS[9]}",
    "author": [{"family": f"Smith {MARKS[1]}", "given": MARKS[7]}, {"literal": MARKS[3]}],
    "editor": [{"family": MARKS[12].translate(dict.fromkeys(map(ord, "\u202e\u202c\u2066")))}],
    "issued": {"date-parts": [[2020]], "raw": MARKS[0]},
    "container-title": f"Journal {MARKS[4]}",
    "publisher": MARKS[5],
    "volume": MARKS[6],
    "page": "1-2\"><img src=x onerror=window.pwned=12>",
    "DOI": "10.1000/x\"><script>window.pwned=13</script>",
    "URL": "javascript:window.pwned=14",
    "license": MARKS[2],
    "language": "en\" onmouseover=\"window.pwned=15",
}  # fmt: skip
MARKDOWN = f"""# Harbour police {MARKS[0]} {MARKS[8]}

The harbour police catch thieves in Manila (Smith, 2020) {ALL}. Police met in 2013 {MARKS[2]}.

## Methods of police {MARKS[2]} {MARKS[7]}

> “Police quote {MARKS[1]} {MARKS[10]}”

- Police list {MARKS[3]}
- Police list {MARKS[11]}

Table 1. Police boats {MARKS[2]}

| Harbour {MARKS[2]} | Boats {MARKS[7]} |
|---|---|
| Manila {MARKS[0]} | 12 {MARKS[5]} |
| Cebu {MARKS[6]} | 13 {MARKS[4]} |

The abbreviation Harbour Police Force (HPF) {MARKS[9]} was founded by Jones ({MARKS[2]}, 2019).

## References

- Smith, J. {MARKS[0]} (2020). Thieves {MARKS[2]}. https://doi.org/10.1000/a"><img src=x onerror=window.pwned=16>
- Jones, K. (2021). Boats. <javascript:window.pwned=17>
"""
PLAIN = f"""HARBOUR POLICE IN PLAIN TEXT

The harbour police of Cebu catch 13 thieves \nin 2014 {ALL} \nand more.

METHODS {MARKS[0]}

The police of Cebu have 14 boats {MARKS[2]}.
"""
QUESTIONS = [
    *("Where do the harbour police catch thieves?", "How many boats do police have?", MARKS[8]),
    ALL[:900],
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("planted")
    for name, file, text in (("evil.md", "source.md", MARKDOWN), ("evil_plain", "source.txt", PLAIN)):
        (folder / "corpus" / name).mkdir(parents=True)
        (folder / "corpus" / name / file).write_text(text, encoding="utf-8")
        (folder / "corpus" / name / "metadata.json").write_text(json.dumps(METADATA), encoding="utf-8")
    examples = [{"language": "en", "question": f"Who? {MARKS[0]} {MARKS[2]}"}]
    (folder / "corpus" / "examples.json").write_text(json.dumps(examples), encoding="utf-8")
    abbreviation = f"HPF\tHarbour Police {MARKS[2]}\t{MARKS[0]}\tpwned\n"
    (folder / "corpus" / "abbreviations.tsv").write_text(abbreviation, encoding="utf-8")
    model = write_tiny_model(folder / "model")
    build_index(Settings(corpus=folder / "corpus", index=folder / "index", indexing={"model": str(model)}))
    with served(folder / "index", KUTIP_MODEL=str(model)) as (_, port):
        yield f"http://{HOST}:{port}"


@dataclass
class Reading:
    """A page in the browser, and everything that it must not do."""

    page: Page
    site: str
    faults: list[str] = field(default_factory=list)
    status: int = 200  # of the page that is read; Chromium reports the error of an error page itself

    def __post_init__(self) -> None:
        self.page.on("dialog", self._dialog)
        self.page.on("request", self._request)
        self.page.on("console", lambda said: self._console(said.type, said.text))
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))

    def _dialog(self, dialog: object) -> None:
        self.faults.append(f"dialog: {dialog}")
        getattr(dialog, "dismiss")()  # noqa: B009

    def _request(self, request: Request) -> None:
        """Only the address that was asked for and the files of the page may be requested."""
        split = urlsplit(request.url)
        ours = split.netloc == urlsplit(self.site).netloc
        expected = request.is_navigation_request() or split.path.startswith(("/static", "/openapi.json"))
        if not request.url.startswith("data:image/") and not (ours and expected):
            self.faults.append(f"request: {request.url}")

    def _console(self, kind: str, text: str) -> None:
        expected = self.status >= 400 and "Failed to load resource" in text
        if kind in ("error", "warning") and not expected:
            self.faults.append(f"{kind}: {text}")

    def to(self, path: str, *statuses: int) -> Page:
        """Open a page, with one of these statuses, and see that nothing was planted in it."""
        self.status = max(statuses or (200,))
        response = self.page.goto(self.site + path)
        assert response is not None
        assert response.status in (statuses or (200,)), path
        self.check(path)
        return self.page

    def check(self, path: str) -> None:
        self.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        over = "one => one.dispatchEvent(new MouseEvent('mouseover'))"
        self.page.evaluate(f"document.querySelectorAll('*').forEach({over})")
        assert self.page.evaluate("window.pwned") is None, path
        planted = self.page.evaluate(
            """() => [...document.querySelectorAll('*')].filter(one =>
                one.matches('script:not([src]), iframe, object, embed, base, style, svg, image, meta[http-equiv]')
                || [...one.attributes].some(held => /^on/i.test(held.name) || held.name === 'style')
                || (one.matches('img') && !one.src.endsWith('/static/icon.svg'))
                || (one.matches('form') && new URL(one.action).origin !== location.origin)
                || (one.matches('a, area') && one.href && !/^https?:/.test(one.href))
            ).map(one => one.outerHTML.slice(0, 200))"""
        )
        assert planted == [], path
        outside = "a => a.map(one => one.href).filter(href => !href.startsWith(location.origin + '/'))"
        links = self.page.locator("a").evaluate_all(outside)
        assert [link for link in links if not re.fullmatch(r"https://doi\.org/10\.1000/[\w%/.~-]+", link)] == [], path
        assert self.faults == [], path


@pytest.fixture(scope="module")
def reading(site: str) -> Iterator[Reading]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(locale="en-GB")
        context.set_default_timeout(20_000)
        yield Reading(context.new_page(), site)
        browser.close()


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one[:20])
def test_answers_show_planted_marks_as_text(reading: Reading, question: str) -> None:
    page = reading.to(f"/?q={quote(question)}")
    assert page.locator("main form [name=q]").input_value() == question
    reading.to(f"/?q={quote(question)}&lang=id")


def test_lists_and_papers_show_planted_marks_as_text(reading: Reading) -> None:
    page = reading.to("/documents")
    assert "{{7*7}} {% import os %}" in page.locator("main").inner_text()
    for path in ("/", "/documents/evil.md/references", "/documents/evil_plain", "/documents/evil_plain/references"):
        reading.to(path)
    page = reading.to("/documents/evil.md?lit=0-300,400-900#lit")
    text = page.locator("main").inner_text()
    for mark in ("<script>window.pwned=1;alert(1)</script>", "{{7*7}} {% import os %} ${7*7}", "&lt;script&gt;"):
        assert mark in text
    assert page.locator("main mark").count() > 0


@pytest.mark.parametrize("mode", ["quote", "text"])
def test_checks_show_planted_marks_as_text(reading: Reading, mode: str) -> None:
    page = reading.to("/check")
    text = f"The harbour police catch thieves in Manila (Smith, 2020) {MARKS[0]} {MARKS[2]} {MARKS[8]}."
    page.locator("[name=text]").fill(text)
    page.locator(f"[name=mode][value={mode}]").check()
    page.locator("main form [type=submit]").click()
    page.wait_for_selector("main .results, main #results")
    reading.check(f"/check {mode}")
    assert page.locator("[name=text]").input_value() == text


def test_error_pages_show_planted_addresses_as_text(reading: Reading) -> None:
    for mark in (MARKS[0], MARKS[2], MARKS[8]):
        reading.to(f"/documents/{quote(mark, safe='')}", 404, 422)
        reading.to(f"/documents/evil.md?lit={quote(mark)}", 422)
        reading.to(f"/?lang={quote(mark)}&q=police")
    reading.to(f"/?q={'a' * 1100}{quote(MARKS[0])}", 422)


def test_the_page_of_the_api_shows_planted_examples_as_text(reading: Reading) -> None:
    page = reading.page
    reading.status = 200
    response = page.goto(f"{reading.site}/docs")
    assert response is not None
    assert response.status == 200
    page.wait_for_selector(".opblock")
    for block in page.locator(".opblock-summary-control").all()[:3]:
        block.click()
    assert page.evaluate("window.pwned") is None
    assert reading.faults == []


@pytest.mark.parametrize("mark", [MARKS[0], MARKS[2], MARKS[7], MARKS[12]])
def test_the_check_of_a_page_sees_marks_that_are_more_than_text(reading: Reading, mark: str) -> None:
    page = reading.to("/check")
    page.evaluate("mark => { document.querySelector('main').innerHTML += mark; }", mark)
    with pytest.raises(AssertionError):
        reading.check("/check")
    page.wait_for_load_state("networkidle")  # an image that is not there may be reported late, on the next page
    page.goto("about:blank")
    reading.faults.clear()  # the page's policy refuses to run it, and says so


def test_no_response_about_a_planted_paper_is_html_but_the_pages(reading: Reading) -> None:
    for path in ("/v1/documents", "/v1/documents/evil.md", "/v1/documents/evil.md/text", "/v1/search?q=police"):
        response = reading.page.request.get(f"{reading.site}{path}")
        assert response.status == 200
        assert "html" not in response.headers["content-type"]
        assert response.headers["x-content-type-options"] == "nosniff"
