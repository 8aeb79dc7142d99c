"""A page of another site, in a real browser, reads nothing of the papers: by no way of asking and under no name."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from serving import HOST, served
from test_page_browser import CHROMIUM, FLAGS, pytestmark  # noqa: F401  # skips these tests too without Chromium

from kutip.settings import Settings

NAME = "evil.example"  # a name that its owner has pointed at this machine
SECRET = "ASEANAPOL"  # a word of the papers
ATTACK = """async ([target, own]) => {
  const got = {};
  const read = async (name, address, options) => {
    try {
      const response = await fetch(address, options);
      got[name] = [response.type, response.status, (await response.text()).slice(0, 100000)];
    } catch (error) { got[name] = ["refused", 0, String(error)]; }
  };
  const load = (name, tag, address) => new Promise((done) => {
    const element = document.createElement(tag);
    element.onload = () => { got[name] = ["loaded", 0, ""]; done(); };
    element.onerror = () => { got[name] = ["refused", 0, ""]; done(); };
    if (tag === "link") { element.rel = "stylesheet"; element.href = address; } else { element.src = address; }
    document.body.append(element);
  });
  await read("control", own + "/papers");
  await read("fetch", target + "/v1/documents");
  await read("fetch with credentials", target + "/v1/documents", {credentials: "include"});
  await read("fetch without cors", target + "/v1/documents", {mode: "no-cors"});
  await read("preflighted", target + "/v1/search",
    {method: "POST", headers: {"Content-Type": "application/json"}, body: '{"q": "ASEANAPOL"}'});
  await read("simple post", target + "/v1/search",
    {method: "POST", headers: {"Content-Type": "text/plain"}, body: '{"q": "ASEANAPOL"}'});
  await load("picture", "img", target + "/static/icon.svg");
  await load("script", "script", target + "/static/kutip.js");
  await load("style", "link", target + "/static/kutip.css");
  return got;
}"""


class _Attacker(BaseHTTPRequestHandler):
    """A web site whose pages the tests fill with scripts."""

    def __init__(self, target: str, *args: Any) -> None:
        self._target = target
        super().__init__(*args)

    def do_GET(self) -> None:
        field = '<input name="text" value="ASEANAPOL"><button>go</button>'
        form = f'<form method="post" action="{self._target}/check">{field}</form>'
        page = f'<!doctype html><title>a site</title><p>{SECRET}<a href="{self._target}/documents">papers</a>{form}'
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *args: object) -> None:
        return


@pytest.fixture(scope="module")
def target(settings: Settings) -> Iterator[int]:
    with served(settings.index, KUTIP_ORIGINS="http://notes.example:1") as (_, port):
        yield port


@pytest.fixture(scope="module")
def attacker(target: int) -> Iterator[int]:
    server = ThreadingHTTPServer((HOST, 0), partial(_Attacker, f"http://{HOST}:{target}"))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        rules = f"--host-resolver-rules=MAP *.example {HOST}"
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, rules])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("own", [f"http://{HOST}", "http://localhost", f"http://{NAME}"])
@pytest.mark.parametrize("kutip", [HOST, "localhost"])
def test_a_page_on_another_port_gets_nothing(page: Page, attacker: int, target: int, own: str, kutip: str) -> None:
    page.goto(f"{own}:{attacker}/")
    got = page.evaluate(ATTACK, [f"http://{kutip}:{target}", f"{own}:{attacker}"])
    kind, status, text = got.pop("control")
    assert (kind, status) == ("basic", 200)
    assert SECRET in text  # so the page can read what it may
    assert len(got) == 8
    opaque = got.pop("fetch without cors")
    assert opaque[0] in ("refused", "opaque")
    assert opaque[2] == "" or opaque[0] == "refused"
    assert {name: kind for name, (kind, *_) in got.items() if kind != "refused"} == {}


def test_a_name_pointed_at_this_machine_gets_nothing(page: Page, target: int) -> None:
    response = page.goto(f"http://{NAME}:{target}/")
    assert response is not None
    assert response.status == 421
    for path in ("/v1/documents", "/", "/documents", "/v1/search?q=ASEANAPOL", "/healthz"):
        status, text = page.evaluate(
            "async (path) => { const r = await fetch(path); return [r.status, await r.text()]; }", path
        )
        assert status == 421
        assert SECRET not in text


def test_a_form_of_another_site_is_refused(page: Page, attacker: int) -> None:
    page.goto(f"http://{HOST}:{attacker}/")
    with page.expect_navigation() as navigation:
        page.get_by_role("button").click()
    assert navigation.value.status == 403


def test_a_link_of_another_site_may_be_followed(page: Page, attacker: int) -> None:
    page.goto(f"http://{NAME}:{attacker}/")
    with page.expect_navigation() as navigation:
        page.get_by_role("link").click()
    assert navigation.value.status == 200


def test_no_other_site_can_show_a_page_in_a_frame(page: Page, attacker: int, target: int) -> None:
    page.goto(f"http://{NAME}:{attacker}/")
    with page.expect_response(f"http://{HOST}:{target}/") as refused:
        page.evaluate(
            f"document.body.append(Object.assign(document.createElement('iframe'), {{src: 'http://{HOST}:{target}/'}}))"
        )
    assert refused.value.status == 403


def test_a_site_that_is_named_may_read(settings: Settings, browser: Browser, attacker: int) -> None:
    origin = f"http://notes.example:{attacker}"
    with served(settings.index, KUTIP_ORIGINS=origin) as (_, port):
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{origin}/")
        got = page.evaluate(ATTACK, [f"http://{HOST}:{port}", origin])
        context.close()
    assert got["fetch"][:2] == ["cors", 200]
    assert got["preflighted"][:2] == ["cors", 200]
    assert SECRET in got["preflighted"][2]
    assert got["picture"][0] == "refused"  # which needs no leave of the site, and asks for none


def test_a_browser_asks_for_the_token_and_then_shows_the_pages(settings: Settings, browser: Browser) -> None:
    with served(settings.index, KUTIP_TOKEN="correct-horse") as (_, port):
        site = f"http://{HOST}:{port}"
        for password, status in (("wrong", 401), ("correct-horse", 200)):
            context = browser.new_context(http_credentials={"username": "me", "password": password})
            page = context.new_page()
            failed: list[str] = []
            page.on(
                "response",
                lambda response, failed=failed: failed.append(response.url) if response.status >= 400 else None,
            )
            response = page.goto(f"{site}/documents")
            assert response is not None
            assert response.status == status
            if status == 200:
                assert failed == []
                page.goto(f"{site}/check")
                page.locator("[name=text]").fill("poverty rate")
                with page.expect_navigation() as navigation:
                    page.locator("main form [type=submit]").click()
                assert navigation.value.status == 200
            context.close()
