"""With papers on other subjects, Kutip's texts have no word of the bundled papers, and "both" only for two papers."""

import json
import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer
from conftest import ROOT
from serving import LOCAL
from starlette.testclient import TestClient
from typer.testing import CliRunner

from api.app import create_app
from indexer.build import build_index
from kutip.cli.commands import app as commands
from kutip.settings import Settings
from retriever.search import Retriever

PAPERS = ROOT / "tests" / "papers"
CORPORA = {"one": ["soil-microbes"], "three": ["salt-road", "strait-survey", "tidal-turbines"]}
QUESTIONS = {
    "one": ["Berapa contoh tanah yang diambil?", "Who was Napoleon?", "Do the two papers agree on shade?"],
    "three": [
        "How many turbines were there in the Kvalsund strait in 2019?",
        "Berapa turbin yang ada di selat Kvalsund pada tahun 2019?",
        "Berapa turbines di Kvalsund pada 2019?",
        "Do the papers agree on the wear of blades?",
        "Which convention names human traffickers?",
        "Siapa ketua polisi ASEAN?",
        "Why do blades wear?",
    ],
}
TEXT = "Cod were as dense within 40 metres of a rotor as elsewhere. The road was long. Kebun itu kecil (Halim, 2016)."
LANGUAGES = ("en", "id")

# --- Words of the bundled papers --------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W\d_][\w’'-]*[^\W_]")
SUBJECT = "trafficking traffickers asean jakarta manila palermo interpol archer unodc"  # names besides the short forms
TWO_PAPERS = re.compile(r"\b(?:both|two) (?:of the )?(?:papers|articles)\b|\b(?:ke)?dua (?:artikel|makalah)\b", re.I)


def words(text: str) -> set[str]:
    """Return the words of a text in lower case."""
    return {word.casefold() for word in _WORD.findall(text)}


@pytest.fixture(scope="module")
def foreign() -> frozenset[str]:
    """Names in the bundled papers: short forms of four letters or more, authors, the papers' ids."""
    lines = (ROOT / "corpus" / "abbreviations.tsv").read_text(encoding="utf-8").splitlines()
    shorts = words(" ".join(line.split("\t")[0] for line in lines if not line.startswith("#")))
    metadata = [json.loads(path.read_text(encoding="utf-8")) for path in (ROOT / "corpus").rglob("metadata.json")]
    authors = words(" ".join(author["family"] for one in metadata for author in one.get("author", ())))
    ids = words(" ".join(one["id"].replace("-", " ") for one in metadata))
    found = frozenset(word for word in shorts if len(word) > 3) | authors | ids | words(SUBJECT)
    assert found > {"aseanapol", "ammtc", "somtc", "polri", "najib", "juned", "cakrawala", "trafficking"}
    assert found & set().union(*(words(path.read_text(encoding="utf-8")) for path in PAPERS.rglob("source.*"))) == set()
    return found


# --- The other corpora -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Other:
    """A corpus on another subject, opened by a retriever and served by the API."""

    name: str
    settings: Settings
    retriever: Retriever
    client: TestClient

    @property
    def paper(self) -> str:
        return CORPORA[self.name][-1]


@pytest.fixture(scope="module", params=CORPORA)
def other(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Other]:
    folder = tmp_path_factory.mktemp(request.param)
    for name in CORPORA[request.param]:
        shutil.copytree(PAPERS / name, folder / "corpus" / name)
    settings = Settings(corpus=folder / "corpus", index=folder / "index")
    build_index(settings)
    with TestClient(create_app(settings), raise_server_exceptions=False, base_url=LOCAL) as client:
        yield Other(request.param, settings, Retriever.open(settings.index, settings), client)


def check(text: str, foreign: frozenset[str], *given: str) -> None:
    """Assert that a text has no word of the bundled papers and no "both papers", except in what the user gave."""
    by_user = " ".join(given)
    assert (words(text) & foreign) - words(by_user) == set()
    assert set(TWO_PAPERS.findall(text)) - set(TWO_PAPERS.findall(by_user)) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_have_no_word_of_the_bundled_papers(other: Other, foreign: frozenset[str], language: str) -> None:
    paths = ["/", "/documents", "/check", "/nowhere", "/documents/smith-2020", "/?q=?!"]
    paths += [f"/documents/{one}" for one in CORPORA[other.name]]
    paths += [f"/documents/{one}/references" for one in CORPORA[other.name]]
    for path in paths:
        check(other.client.get(path, params={"lang": language} | ({"q": "?!"} if "q=" in path else {})).text, foreign)
    for question in (*QUESTIONS[other.name], *(one.question for one in other.retriever.examples)):
        check(other.client.get("/", params={"q": question, "lang": language}).text, foreign, question)
    for mode in ("quote", "text"):
        page = other.client.post("/check", params={"lang": language}, data={"mode": mode, "text": TEXT}).text
        check(page, foreign)


def test_the_page_says_which_facts_were_read_from_the_paper_itself(other: Other) -> None:
    for paper in CORPORA[other.name]:
        read = other.client.get(f"/v1/documents/{paper}").json()["read_facts"]
        used = [one["field"] for one in read if one["standing"] == "used"]
        page = other.client.get(f"/documents/{paper}", params={"lang": "id"}).text
        assert ("Dibaca dari halaman pertama: " in page) is bool(used)
        assert ("judul" in page) is ("title" in used)


def test_the_start_page_offers_questions_that_the_papers_answer(other: Other) -> None:
    page = other.client.get("/").text
    asked = [one.question for one in other.retriever.examples]
    statuses = [other.client.get("/v1/ask", params={"q": question}).json()["status"] for question in asked]
    assert [question for question in asked if question not in page] == []
    assert statuses.count("not_in_corpus") * 2 < len(statuses)


# Each operation of the API -> the parameter that it needs besides those in its path.
OPERATIONS = {
    "GET /healthz": "",
    "GET /readyz": "",
    "GET /v1/corpus": "",
    "GET /v1/documents": "",
    "GET /v1/documents/{document_id}": "",
    "GET /v1/documents/{document_id}/text": "",
    "GET /v1/documents/{document_id}/pages": "",
    "GET /v1/documents/{document_id}/pages/{number}": "",
    "GET /v1/documents/{document_id}/pages/{number}.webp": "",
    "GET /v1/documents/{document_id}/pages/{number}.png": "",
    "GET /v1/documents/{document_id}/passages": "",
    "GET /v1/documents/{document_id}/references": "",
    "GET /v1/documents/{document_id}/mentions": "",
    "GET /v1/documents/{document_id}/problems": "",
    "GET /v1/passages/{passage_id}": "",
    "GET /v1/passages/{passage_id}/export": "format",
    "GET /v1/search": "q",
    "POST /v1/search": "q",
    "GET /v1/ask": "q",
    "POST /v1/ask": "q",
    "POST /v1/quotes": "quotes",
    "POST /v1/claims": "text",
}


def requests(other: Other, operation: str) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield (path, parameters) of several requests of an operation; some of them are errors."""
    path = operation.split()[1]
    passages = [one.id for one in other.retriever.passages][::5]
    ids = {
        "{document_id}": [*CORPORA[other.name], "smith-2020"],
        "{passage_id}": [*passages, "none"],
        "{number}": ["1"],
    }
    paths = [path]
    for name, values in ids.items():
        paths = [one.replace(name, value) for one in paths for value in (values if name in one else [""])]
    given: dict[str, list[dict[str, object]]] = {
        "": [{}],
        "format": [{"format": form} for form in ("csl-json", "bibtex", "ris", "apa", "annotation", "doc")],
        "q": [{"q": question} for question in (*QUESTIONS[other.name], "", "x" * 1001)],
        "quotes": [{"quotes": TEXT.split(". ")}, {}],
        "text": [{"text": TEXT}, {"text": 3}],
    }
    yield from ((one, values) for one in paths for values in given[OPERATIONS[operation]])


@pytest.mark.parametrize("operation", OPERATIONS)
def test_json_has_no_word_of_the_bundled_papers(other: Other, foreign: frozenset[str], operation: str) -> None:
    method = operation.split()[0]
    for path, values in requests(other, operation):
        sent = {"params": values} if method == "GET" else {"json": values}
        response = other.client.request(method, path, **sent)  # type: ignore[arg-type]  # query or body
        assert response.status_code < 500
        check(response.text, foreign, json.dumps(values))


def test_the_list_of_operations_is_complete(other: Other) -> None:
    paths = other.client.get("/openapi.json").json()["paths"]
    assert {f"{method.upper()} {path}" for path, item in paths.items() for method in item} == set(OPERATIONS)


def test_the_openapi_document_and_metrics_have_no_word_of_the_bundled_papers(
    other: Other, foreign: frozenset[str]
) -> None:
    for path in ("/openapi.json", "/docs", "/metrics"):
        check(other.client.get(path).text, foreign)


def test_without_an_index_there_is_no_word_of_the_bundled_papers(foreign: frozenset[str], tmp_path: Path) -> None:
    with TestClient(create_app(Settings(index=tmp_path / "none")), base_url=LOCAL) as client:
        for path in ("/", "/check", "/documents", "/v1/search?q=a", "/openapi.json", "/readyz"):
            check(client.get(path).text, foreign)


# --- The command line ------------------------------------------------------------------------------------------------


def run(*arguments: str) -> str:
    """Return the output and the exception of a command."""
    result = CliRunner().invoke(commands, arguments)
    return f"{result.output}\n{result.exception}"


def commands_of(group: typer.Typer) -> set[str]:
    return {one.name or one.callback.__name__ for one in group.registered_commands if one.callback is not None}


LINES = """
index
serve
version
settings
ask
ask --json
documents
documents --json
documents --corpus {file}
parse {paper}
parse {paper} --json
parse none
refs
refs --json
refs --problems
refs none
quote '{quotation}'
quote '{quotation}' --json
quote
check {file}
check {file} --json
cite {passage}
cite none
cite {passage} --format doc
add none
add {file} --id added --corpus {copy} --no-index
remove none
remove added --corpus {copy} --no-index --yes
"""


def test_commands_print_no_word_of_the_bundled_papers(
    other: Other, foreign: frozenset[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KUTIP_INDEX", str(other.settings.index))
    monkeypatch.setenv("KUTIP_CORPUS", str(other.settings.corpus))
    monkeypatch.setattr("api.server.run", lambda settings, host, port, sockets: None)
    text = tmp_path / "text.md"
    text.write_text(TEXT, encoding="utf-8")
    copy = shutil.copytree(other.settings.corpus, tmp_path / "copy")
    given = {"paper": other.paper, "passage": other.retriever.passages[0].id, "file": text, "quotation": TEXT}
    given["copy"] = copy
    lines = [shlex.split(line.format(**given)) for line in LINES.splitlines() if line]
    for question in QUESTIONS[other.name]:
        lines += [[command, question, *form] for command in ("search", "ask") for form in ([], ["--json"])]
    for line in lines:
        check(run(*line), foreign, *line)
    assert {line[0] for line in lines} == commands_of(commands)


BAD_FIELDS = ("title", "author", "editor", "issued", "container-title", "DOI", "license", "language", "source_form")
BAD_METADATA = [*(json.dumps({name: 3}) for name in BAD_FIELDS), "["]


@pytest.mark.parametrize("held", BAD_METADATA)
def test_refused_metadata_print_no_word_of_other_papers(foreign: frozenset[str], tmp_path: Path, held: str) -> None:
    shutil.copytree(PAPERS / "strait-survey", tmp_path / "strait-survey")
    (tmp_path / "strait-survey" / "metadata.json").write_text(held, encoding="utf-8")
    told = run("index", "--corpus", str(tmp_path), "--index", str(tmp_path / "index"))
    assert "metadata.json" in told
    assert "Kepolisian" not in told
    check(told, foreign)


def test_help_texts_have_no_word_of_the_bundled_papers(foreign: frozenset[str]) -> None:
    for group in commands.registered_groups:
        assert group.typer_instance is not None
        for name in commands_of(group.typer_instance):
            check(run(str(group.name), name, "--help"), foreign)
    for name in ("--help", *commands_of(commands)):
        check(run(name, "--help"), foreign)


def test_serve_prints_an_example_question_of_the_papers(other: Other, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.server.run", lambda settings, host, port, sockets: None)
    printed = run("serve", "--index", str(other.settings.index))
    address = re.search(r"curl 'http://127.0.0.1:8000(.+?)'", printed)
    assert address is not None
    assert other.client.get(address[1]).json()["query"] == other.retriever.examples[0].question


def test_ask_without_a_question_asks_the_first_example(other: Other) -> None:
    question = other.retriever.examples[0].question
    assert run("ask", "--index", str(other.settings.index)).startswith(question)
    printed = run("ask", "--index", str(other.settings.index), "--json")
    assert json.loads(printed.removesuffix("\nNone"))["question"] == question


POLARITIES = {
    "Were 12 turbines running in the Kvalsund strait in 2019?": "yes",
    "Were 30 turbines running in the Kvalsund strait in 2019?": "contrary",
    "Were 12 turbines running in the Kvalsund strait in 1999?": "unclear",
    "Is wear of the blades the main reason for repair?": "unclear",  # "by sand" is what the paper says of it
    "Did salt follow the price of herring?": "unclear",
    "Did the price of salt follow the herring?": "yes",
    "Was a toll of nine pence due for each cart?": "contrary",
    "Were the keepers of the toll chosen by the merchants?": "unclear",
    "Was the town council chosen by the keepers of the toll?": "unclear",
    "Apakah 30 turbin berjalan di selat Kvalsund pada tahun 2019?": "unclear",
}


@pytest.mark.parametrize("other", ["three"], indirect=True)
def test_yes_and_the_contrary_are_told_apart_on_any_subject(other: Other) -> None:
    got = {q: other.client.get("/v1/ask", params={"q": q}).json()["polarity"] for q in POLARITIES}
    assert {q: polarity or "unclear" for q, polarity in got.items()} == POLARITIES
