"""The way in from Python: what is public, that its import is light, and that it says what the API says."""

import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from starlette.testclient import TestClient

import retriever as public
from kutip.errors import IndexMissingError, NotFoundError, QueryError
from kutip.settings import Settings
from kutip.types import Kind
from retriever import OpenIndex, System, open_index

SURFACE = {
    "EXPORTERS": None,
    "Answerer": "(retriever, calibration, model=None)",
    "OpenIndex": "(retriever)",
    "QuoteChecker": "(documents, passages)",
    "Retriever": "(generation, settings, open_first_stage=LocalFirstStage, *, reader=None)",
    "System": None,
    "check_text": "(text, retriever, quotations, *, most=None)",
    "export": "(document, passage, name, paragraphs=None)",
    "open_index": "(index=None, settings=None)",
}
METHODS = {
    "ask": "(self, question, previous='', *, documents=())",
    "check_quotes": "(self, quotes, *, documents=())",
    "check_text": "(self, text)",
    "export": "(self, passage_id, form='apa')",
    "search": "(self, query, *, k=10, documents=(), kinds=(), system=<System.HYBRID: 'hybrid'>)",
}


def signature(function: object) -> str:
    """A signature without its annotations."""
    assert callable(function)
    own = inspect.signature(function)
    bare = [one.replace(annotation=inspect.Parameter.empty) for one in own.parameters.values()]
    shown = str(own.replace(parameters=bare, return_annotation=inspect.Signature.empty))
    return re.sub(r"<class '[\w.]*?(\w+)'>", r"\1", shown)


@pytest.fixture(scope="module")
def papers(settings: Settings) -> OpenIndex:
    return open_index(settings.index)


# --- The surface ----------------------------------------------------------------------------------------------------


def test_the_public_names_and_their_signatures_are_these() -> None:
    assert sorted(public.__all__) == sorted(SURFACE)
    wanted = {name: form for name, form in SURFACE.items() if form is not None}
    assert {name: signature(getattr(public, name)) for name in wanted} == wanted


def test_an_open_index_has_these_methods() -> None:
    methods = {name: one for name, one in vars(OpenIndex).items() if inspect.isfunction(one) and name[0] != "_"}
    assert {name: signature(method) for name, method in methods.items()} == METHODS
    assert {name for name, one in vars(OpenIndex).items() if isinstance(one, property)} == {"documents"}


def test_all_public_names_are_listed_before_they_are_imported() -> None:
    assert set(public.__all__) <= set(dir(public))
    with pytest.raises(AttributeError, match="module 'retriever' has no attribute 'answer'"):
        _ = public.answer


@pytest.mark.parametrize("name", ["OpenIndex", "open_index", *METHODS])
def test_a_public_name_is_documented(name: str) -> None:
    described = getattr(OpenIndex, name, None) or getattr(public, name)
    assert described.__doc__


LIGHT = """
import sys
before = set(sys.modules)
import retriever
print(sorted(name for name in set(sys.modules) - before if not name.startswith("_")))
retriever.System
print(sorted({"faiss", "onnxruntime", "torch"} & set(sys.modules)))
"""


def test_importing_the_package_imports_nothing_else() -> None:
    ran = subprocess.run([sys.executable, "-c", LIGHT], capture_output=True, text=True, check=True)
    imported = ran.stdout.splitlines()[0]
    assert not re.search(r"numpy|pydantic|faiss|onnxruntime|retriever\.\w", imported), imported
    assert "torch" not in ran.stdout.splitlines()[1]


# --- What it says ---------------------------------------------------------------------------------------------------


def test_the_example_in_the_readme_runs(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    example = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert example is not None
    assert len([line for line in example[1].splitlines() if line]) == 5
    (tmp_path / "index").symlink_to(settings.index)
    monkeypatch.chdir(tmp_path)
    exec(example[1], {})
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].startswith("1981 ['")
    assert printed[1] in ("exact", "normalised")


def test_it_says_what_the_api_says(papers: OpenIndex, client: TestClient) -> None:
    question = "When was ASEANAPOL formed?"
    told = client.get("/v1/ask", params={"q": question}).json()
    answer = papers.ask(question)
    assert (answer.text, answer.short, answer.confidence) == (told["answer"], told["short"], told["confidence"])
    asked = {"q": question, "k": 3, "kind": "paragraph", "system": "late"}
    found = client.get("/v1/search", params=asked).json()["hits"]
    hits = papers.search(question, k=3, kinds=[Kind.PARAGRAPH], system=System.LATE).hits
    assert [hit.passage.id for hit in hits] == [hit["passage"]["id"] for hit in found]
    quotes = ["formed in 1981", "formed in 1891"]
    results = client.post("/v1/quotes", json={"quotes": quotes}).json()["results"]
    assert [one.verdict for one in papers.check_quotes(quotes)] == [one["verdict"] for one in results]
    text = "ASEANAPOL was formed in 1981. It rained."
    sentences = client.post("/v1/claims", json={"text": text}).json()["sentences"]
    assert [one.label for one in papers.check_text(text)] == [one["label"] for one in sentences]


@pytest.mark.parametrize("form", public.EXPORTERS)
def test_it_exports_what_the_api_exports(papers: OpenIndex, client: TestClient, form: str) -> None:
    passage = papers.search("When was ASEANAPOL formed?", k=1).hits[0].passage.id
    assert papers.export(passage, form) == client.get(f"/v1/passages/{passage}/export", params={"format": form}).text


def test_it_lists_the_documents(papers: OpenIndex) -> None:
    assert list(papers.documents) == ["cakrawala-733", "najib-juned-2025"]


def test_a_quotation_can_be_looked_for_in_one_document(papers: OpenIndex) -> None:
    sentence = "Formed in 1981 in Manila by the heads of police department from five Southeast Asian countries"
    here, elsewhere = (papers.check_quotes([sentence], documents=[one])[0] for one in sorted(papers.documents)[::-1])
    assert here.matches[0].document_id == "najib-juned-2025"
    assert here.verdict in ("exact", "normalised")
    assert elsewhere.verdict == "not_found"


def test_errors_are_kutip_s_own(papers: OpenIndex, tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError):
        open_index(str(tmp_path / "none"))
    with pytest.raises(QueryError):
        papers.ask("?!")
    with pytest.raises(NotFoundError):
        papers.check_quotes(["a"], documents=["smith-2020"])
    with pytest.raises(NotFoundError):
        papers.export("none")
    with pytest.raises(QueryError, match="there is no format 'doc'"):
        papers.export(papers.search("police", k=1).hits[0].passage.id, "doc")


def test_without_a_folder_the_index_of_the_settings_is_opened(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KUTIP_INDEX", str(settings.index))
    assert open_index().retriever.version == open_index(settings=settings).retriever.version
