"""HTTP, OpenAPI, pages and the command line offer every exporter of the list, including one added by a test."""

import re
from types import ModuleType

import pytest
from conftest import ROOT
from starlette.testclient import TestClient
from typer.testing import CliRunner

from api.app import create_app
from kutip.cli.commands import app
from kutip.errors import QueryError
from kutip.settings import Settings
from retriever.citations.exporter import Exporter
from retriever.citations.exports import EXPORTERS, export, exporter, page_formats
from retriever.search import Retriever

QUESTION = "When was ASEANAPOL formed?"
RECIPE = ROOT / "docs" / "how-to" / "add-an-export.md"


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch) -> Exporter:
    """The exporter that the recipe writes, listed among the others."""
    code = re.search(r"```python\n(.*?)```", RECIPE.read_text(encoding="utf-8"), re.DOTALL)
    assert code is not None
    module = ModuleType("markdown_note")
    exec(compile(code[1], RECIPE, "exec"), module.__dict__)
    exporter: Exporter = module.MarkdownExporter()
    monkeypatch.setitem(EXPORTERS, exporter.name, exporter)
    return exporter


def enumerated(settings: Settings) -> list[str]:
    """The formats that the OpenAPI document offers."""
    operation = create_app(settings).openapi()["paths"]["/v1/passages/{passage_id}/export"]["get"]
    (schema,) = (one["schema"] for one in operation["parameters"] if one["name"] == "format")
    return list(schema["enum"])


def test_the_list_has_each_exporter_under_its_name() -> None:
    assert list(EXPORTERS) == ["csl-json", "bibtex", "ris", "apa", "annotation"]
    assert all(one.name == name for name, one in EXPORTERS.items())
    assert {one.suffix for one in EXPORTERS.values()} == {".json", ".bib", ".ris", ".txt", ".jsonld"}
    assert page_formats() == ["apa", "bibtex", "ris"]


def test_an_unknown_format_is_refused_with_the_names_of_all(retriever: Retriever) -> None:
    passage = retriever.passages[0]
    wanted = "there is no format 'doc'; there are csl-json, bibtex, ris, apa, annotation"
    with pytest.raises(QueryError, match=wanted):
        exporter("doc")
    with pytest.raises(QueryError, match=wanted):
        export(retriever.document(passage.document_id), passage, "doc")


@pytest.mark.parametrize("form", list(EXPORTERS))
def test_a_browser_saves_an_export_under_the_papers_name(client: TestClient, retriever: Retriever, form: str) -> None:
    passage = retriever.passages[0]
    sent = client.get(f"/v1/passages/{passage.id}/export", params={"format": form})
    saved = f"{passage.document_id}{EXPORTERS[form].suffix}"
    assert sent.headers["content-disposition"] == f'inline; filename="{saved}"'


def test_an_added_exporter_is_offered_over_http(client: TestClient, retriever: Retriever, added: Exporter) -> None:
    passage = next(one for one in retriever.passages if one.document_id == "cakrawala-733")
    sent = client.get(f"/v1/passages/{passage.id}/export", params={"format": "markdown"})
    assert sent.status_code == 200
    title = retriever.document("cakrawala-733").metadata["title"]
    assert sent.text == f"> {passage.text}\n\n{title}, n.d., p. {passage.page} of the text\n"
    assert sent.headers["content-type"] == added.media_type
    assert sent.headers["content-disposition"] == 'inline; filename="cakrawala-733.md"'


def test_an_added_exporter_is_in_the_openapi_document(settings: Settings, request: pytest.FixtureRequest) -> None:
    before = enumerated(settings)
    request.getfixturevalue("added")
    assert enumerated(settings) == [*before, "markdown"]
    assert before == list(EXPORTERS)[:-1]


def test_an_added_exporter_is_linked_on_the_page(client: TestClient, added: Exporter) -> None:
    assert page_formats() == ["apa", "bibtex", added.name, "ris"]
    page = client.get("/", params={"q": QUESTION}).text
    assert '/export?format=markdown">markdown</a>' in page
    assert page.count('format=markdown">') == page.count('format=ris">')


def test_an_added_exporter_is_offered_on_the_command_line(
    settings: Settings, retriever: Retriever, added: Exporter
) -> None:
    run, passage = CliRunner(), retriever.passages[0]
    cited = run.invoke(app, ["cite", passage.id, "--format", added.name, "--index", str(settings.index)])
    assert cited.exit_code == 0
    assert cited.output.startswith(f"> {passage.text.splitlines()[0]}\n")
    assert "annotation|markdown]" in run.invoke(app, ["cite", "--help"], env={"COLUMNS": "200"}).output


def test_a_request_for_an_unknown_format_gets_the_names_of_all(client: TestClient, retriever: Retriever) -> None:
    sent = client.get(f"/v1/passages/{retriever.passages[0].id}/export", params={"format": "doc"})
    assert sent.status_code == 422
    assert sent.json()["errors"] == [
        {
            "where": "query.format",
            "message": "Input should be 'csl-json', 'bibtex', 'ris', 'apa' or 'annotation'",
        }
    ]
