"""The served pages: their content, their language, and their errors."""

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from serving import LOCAL
from starlette.testclient import TestClient

from api.app import create_app
from api.http.headers import POLICY
from indexer.build import build_index
from kutip.settings import Settings
from retriever.search import Retriever

QUESTION = "Which meetings show ASEANAPOL acting as an arena?"
PAPERS = ["cakrawala-733", "najib-juned-2025"]
VOID = {"meta", "link", "input", "br", "hr", "img", "wbr"}


class Tags(HTMLParser):
    """A parsed HTML page: its ids, addresses and texts. Parsing fails if tags are not closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src", "action"):
                self.addresses.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def tags(client: TestClient, path: str, status: int = 200) -> Tags:
    response = client.get(path)
    assert response.status_code == status, response.text[:500]
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return Tags(response.text)


EVERY = ["/", f"/?q={QUESTION}", "/documents", *(f"/documents/{one}" for one in PAPERS), "/check"]
EVERY += [f"/documents/{one}/references" for one in PAPERS]


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("path", EVERY)
def test_every_page_is_well_formed_with_unique_ids_and_working_links(
    client: TestClient, path: str, language: str
) -> None:
    found = tags(client, path + ("&" if "?" in path else "?") + f"lang={language}")
    assert len(set(found.ids)) == len(found.ids)
    for address in found.addresses:
        if address.startswith("#"):
            assert address[1:] in found.ids, address
        else:
            assert address.startswith(("/", "https://doi.org/")), address
    inside = {one.partition("#")[0] for one in found.addresses if one.startswith("/")}
    assert {one for one in inside if client.get(one).status_code != 200} == set()


def test_the_page_shows_the_answer_with_numbered_sources(client: TestClient) -> None:
    answer = client.get("/v1/ask", params={"q": QUESTION}).json()
    found = tags(client, f"/?q={QUESTION}")
    texts = " ".join(" ".join(found.texts).split())
    assert answer["sentences"]
    for sentence in answer["sentences"]:
        assert " ".join(sentence["text"].split()) in texts
    numbers = {one for one in found.addresses if one.startswith("#source-")}
    assert numbers == {
        f"#source-{n}"
        for n, _ in enumerate({c["passage_id"] for s in answer["sentences"] for c in s["citations"]}, start=1)
    }


def test_a_refusal_shows_its_reason(client: TestClient) -> None:
    answer = client.get("/v1/ask", params={"q": "Who discovered penicillin?"}).json()
    found = tags(client, "/?q=Who discovered penicillin?")
    assert answer["reason"]
    assert answer["reason"] in " ".join(" ".join(found.texts).split())


@pytest.mark.parametrize("question", ["   ", "?!", "\u200b", "x" * 1001])
def test_an_invalid_question_gets_a_page_with_status_422(client: TestClient, question: str) -> None:
    response = client.get("/", params={"q": question})
    assert response.status_code == 422
    Tags(response.text)
    assert client.get("/v1/ask", params={"q": question}).status_code == 422


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/documents/smith-2020", 404),
        ("/documents/smith-2020/references", 404),
        ("/documents/..%2f..%2fetc", 404),
        ("/documents/najib-juned-2025?lit=9-3", 422),
        ("/documents/najib-juned-2025?lit=0-99999999", 422),
    ],
)
def test_missing_papers_and_invalid_spans_get_an_error_page(client: TestClient, path: str, status: int) -> None:
    response = client.get(path)
    assert response.status_code == status
    if "%2f" not in path:
        assert response.headers["content-type"] == "text/html; charset=utf-8"


def test_the_highlighted_words_are_those_of_the_spans(client: TestClient, retriever: Retriever) -> None:
    for passage in retriever.passages[::23]:
        words = ",".join(f"{span.start}-{span.end}" for span in passage.spans)
        text = client.get(f"/documents/{passage.document_id}?lit={words}").text
        lit = "".join(re.findall(r"<mark[^>]*>(.*?)</mark>", text, re.DOTALL))
        plain = "".join(Tags(f"<p>{lit}</p>").texts)
        assert "".join(plain.split()) == "".join(passage.text.split())
        assert 'id="lit"' in text


def test_a_chosen_language_is_kept_in_every_link(client: TestClient) -> None:
    found = tags(client, f"/?q={QUESTION}&lang=id")
    ours = [one for one in found.addresses if one.startswith(("/?", "/documents", "/check"))]
    assert ours
    assert {one for one in ours if "lang=" not in one} == set()
    preferred = client.get("/", headers={"Accept-Language": "id"})
    assert '<html lang="id"' in preferred.text
    assert preferred.headers["vary"] == "Accept-Language, Accept-Encoding"


def test_every_response_has_security_headers_and_no_cookie(client: TestClient) -> None:
    for path in (*EVERY, "/v1/documents", "/static/kutip.css", "/nowhere"):
        headers = client.get(path).headers
        assert headers["content-security-policy"] == POLICY
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "set-cookie" not in headers
    assert "unsafe" not in POLICY


def test_the_form_checks_quotations_and_texts(client: TestClient) -> None:
    form = {"mode": "quote", "text": "ASEANAPOL has been formed in Jakarta.\r\n\r\nThere is no such sentence here."}
    response = client.post("/check", data=form)
    assert response.status_code == 200
    texts = " ".join(" ".join(Tags(response.text).texts).split())
    assert "There is no such sentence here." in texts
    text = client.post("/check", data={"mode": "text", "text": "In 2023, 1,061 cases were reported."})
    assert "1,061" in text.text


@pytest.mark.parametrize(
    "form",
    [
        {"mode": "quote", "text": ""},
        {"mode": "quote", "text": " \n\n "},
        {"mode": "poem", "text": "x"},
        {"mode": "quote", "text": "x" * 5001},
        {"mode": "text", "text": "x" * 50_001},
        {"mode": "quote", "text": "\n\n".join(["a b"] * 101)},
        {},
    ],
)
def test_an_invalid_form_gets_a_page_with_status_422(client: TestClient, form: dict[str, str]) -> None:
    response = client.post("/check", data=form)
    assert response.status_code == 422
    Tags(response.text)


@pytest.mark.parametrize(
    "body",
    [
        b"text=%ED%A0%80&mode=quote",
        b"text=\xff\xfe",
        b"text=%00a&mode=text",
        b"&" * 2000,
        b"text",
        b"text=" + b"%" * 50,
    ],
)
def test_malformed_form_bodies_never_cause_a_server_error(client: TestClient, body: bytes) -> None:
    response = client.post("/check", content=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert response.status_code in (200, 422)
    Tags(response.text)


@pytest.mark.parametrize(
    "path", ["/?q=%ED%A0%80a", "/?q=a%00b", "/?q=a&q=b", "/?lang=%ff&q=a", "/documents/%00", "/documents/%ED%A0%80"]
)
def test_malformed_addresses_never_cause_a_server_error(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code in (200, 404)
    Tags(response.text)


def test_a_form_that_is_too_large_gets_a_413(client: TestClient) -> None:
    assert client.post("/check", data={"text": "x" * (1024 * 1024 + 1)}).status_code == 413


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory, lay_encoder: Callable[[Path], None]) -> Iterator[TestClient]:
    """The service over a paper with HTML and template markup in its title, headings, text and references."""
    corpus = tmp_path_factory.mktemp("planted") / "corpus"
    (corpus / "evil").mkdir(parents=True)
    evil = '<script>alert(1)</script><img src=x onerror="alert(2)">&amp;{{ 7 * 7 }}'
    (corpus / "evil" / "source.md").write_text(
        f"# Title {evil}\n\n## Section {evil}\n\nThe badger digs a burrow {evil} in the wood (Smith, 2020).\n\n"
        f"## References\n\nSmith, J. (2020). On burrows {evil}. Journal of Badgers, 3(1).\n",
        encoding="utf-8",
    )
    (corpus / "evil" / "metadata.json").write_text(
        '{"id": "evil", "title": "<script>alert(3)</script>", "source_form": "markdown"}', encoding="utf-8"
    )
    settings = Settings(corpus=corpus, index=corpus.parent / "index")
    lay_encoder(settings.index)
    build_index(settings)
    with TestClient(create_app(settings), base_url=LOCAL) as client:
        yield client


@pytest.mark.parametrize(
    "path",
    [
        "/?q=Where does the badger dig <script>alert(4)</script>?",
        "/documents",
        "/documents/evil",
        "/documents/evil/references",
    ],
)
def test_planted_markup_is_shown_as_text(planted: TestClient, path: str) -> None:
    text = planted.get(path).text
    assert "alert(" in text
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "49" not in re.findall(r"&amp;amp;(\S+)", text)


def said(client: TestClient, question: str) -> str:
    """The part of the page with what an answer quotes."""
    page = client.get("/", params={"q": question}).text
    return page[page.index('<div class="said">') : page.index("<section", page.index('<div class="said">'))]


def test_a_row_in_an_answer_is_shown_as_its_cells_with_their_columns(client: TestClient) -> None:
    question = "How many human trafficking cases were recorded in Indonesia in 2019?"
    shown = said(client, question)
    assert re.findall(r"<dt>(.*?)</dt><dd>([^<]*)", shown) == [("YEAR", "2019"), ("NUMBER OF CASES", "259 ")]
    assert "2019 259" not in shown
    assert 'href="#source-1"' in shown
    (sentence,) = client.get("/v1/ask", params={"q": question}).json()["sentences"]
    assert sentence["text"] == sentence["citations"][0]["quote"] == "2019 259"  # the API keeps the text as it stands


def test_the_copied_answer_names_the_columns_of_a_row(client: TestClient) -> None:
    page = client.get("/", params={"q": "Where was the last SOMTC held?"}).text
    copied = re.search(r'data-copy="([^"]*SOMTC[^"]*)"', page)
    assert copied is not None
    assert "SOMTC Chair: Lao PDR; Organizing: June 24 – 29, 2024 Vientiane [1]" in copied[1]


def test_a_label_without_a_columns_name_is_called_row_in_the_language_of_the_page(client: TestClient) -> None:
    question = "How many Indonesian suspects were there in 2021?"
    assert "<dt>Row</dt><dd>Number of Indonesian Suspects" in said(client, question)
    page = client.get("/", params={"q": question, "lang": "id"}).text
    assert "<dt>Baris</dt><dd>Number of Indonesian Suspects" in page


def test_prose_in_an_answer_is_shown_as_a_paragraph(client: TestClient) -> None:
    shown = said(client, QUESTION)
    assert "<p>" in shown
    assert "<dl" not in shown


def test_static_files_are_served_with_their_media_types(client: TestClient) -> None:
    for name, kind in (("kutip.css", "text/css"), ("kutip.js", "text/javascript"), ("icon.svg", "image/svg+xml")):
        response = client.get(f"/static/{name}")
        assert response.status_code == 200
        assert response.headers["content-type"].startswith(kind)
    assert client.get("/static/../pages.py").status_code == 404


def test_without_an_index_pages_name_the_command_to_run(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(index=tmp_path / "none")), base_url=LOCAL) as client:
        for path in ("/?q=a", "/documents"):
            response = client.get(path)
            assert response.status_code == 503
            assert "kutip index" in response.text


def test_papers_are_named_before_their_sentences_and_glosses_stand_apart(client: TestClient) -> None:
    page = client.get("/", params={"q": "Apa perbedaan kedua artikel tentang peran ASEANAPOL?", "lang": "id"}).text
    names, glosses = page.count('<h3 class="paper">'), re.findall(r'<p class="gloss" lang="id">([^<]*)</p>', page)
    assert names == 2
    assert "peran" in " ".join(glosses)
    assert all(one.startswith("Padanan dari Kutip: ") for one in glosses)
    fact = client.get("/", params={"q": "When was ASEANAPOL founded?", "lang": "en"}).text
    assert 'class="paper"' not in fact
    assert 'class="gloss"' not in fact
