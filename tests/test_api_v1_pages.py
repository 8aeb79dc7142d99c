"""Over HTTP, passages and citations of a PDF have their boxes, and its pages are described."""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import made_pdfs
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from indexer.build import build_index
from kutip.errors import IndexDamagedError
from kutip.index.page_files import BOXES, ORIGINALS, write_page_files
from kutip.index.store import open_generation
from kutip.settings import Settings
from kutip.text.page_boxes import boxes_at
from retriever.contents import IndexContents
from retriever.search import Retriever

LOCAL = "http://127.0.0.1"
PAPERS = Path(__file__).parent / "papers"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Two PDFs with a text between them, so that the boxes of the second are not at the start of the file."""
    folder = tmp_path_factory.mktemp("pages")
    for name, columns in (("a-paper", 1), ("z-paper", 2)):
        (folder / "corpus" / name).mkdir(parents=True)
        (folder / "corpus" / name / "source.pdf").write_bytes(made_pdfs.paper(columns=columns))
    shutil.copytree(PAPERS / "strait-survey", folder / "corpus" / "strait-survey")
    settings = Settings(corpus=folder / "corpus", index=folder / "index")
    build_index(settings)
    return settings


@pytest.fixture(scope="module")
def client(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings), base_url=LOCAL) as client:
        yield client


@pytest.fixture(scope="module")
def retriever(settings: Settings) -> Retriever:
    return Retriever.open(settings.index, settings)


@pytest.mark.parametrize("name", ["a-paper", "z-paper"])
def test_the_index_holds_the_file_and_the_boxes_that_were_read(
    name: str, retriever: Retriever, settings: Settings
) -> None:
    document = retriever.document(name)
    data = (settings.corpus / name / "source.pdf").read_bytes()
    assert document.original is not None
    assert document.original() == data
    assert hashlib.sha256(data).hexdigest() == document.sha256
    for passage in retriever.passages:
        boxes = boxes_at(document, passage.spans) if passage.document_id == name else ()
        assert bool(boxes) is (passage.document_id == name)
        assert not boxes or boxes[0].page == passage.page


def test_passages_have_their_boxes(client: TestClient, retriever: Retriever) -> None:
    found = client.get("/v1/documents/z-paper/passages").json()
    assert found
    for passage in found:
        held = retriever.passage(passage["id"])
        boxes = boxes_at(retriever.document("z-paper"), held.spans)
        assert [box["page"] for box in passage["boxes"]] == [box.page for box in boxes]
        assert [box["x0"] for box in passage["boxes"]] == pytest.approx([box.x0 for box in boxes], abs=0.01)


def test_passages_of_other_forms_have_none(client: TestClient) -> None:
    for passage in client.get("/v1/documents/strait-survey/passages").json():
        assert "boxes" not in passage
    assert client.get("/v1/documents/strait-survey/pages").json() == []


def test_a_citation_has_boxes_within_those_of_its_passage(client: TestClient, retriever: Retriever) -> None:
    answer = client.post("/v1/ask", json={"q": made_pdfs.SECTIONS[0][1], "documents": ["a-paper"]}).json()
    cited = [one for sentence in answer["sentences"] for one in sentence["citations"]]
    assert cited
    for citation in cited:
        assert citation["boxes"]
        document, passage = retriever.document("a-paper"), retriever.passage(citation["passage_id"])
        lines = {(box.page, round(box.y1)) for box in boxes_at(document, passage.spans)}
        assert all(box["page"] in {page for page, _ in lines} for box in citation["boxes"])


def test_a_quotation_that_was_found_has_boxes(client: TestClient) -> None:
    quote = " ".join(made_pdfs.SECTIONS[0][1].split()[:12])
    (result,) = client.post("/v1/quotes", json={"quotes": [quote], "documents": ["a-paper"]}).json()["results"]
    assert result["matches"][0]["boxes"]


def test_pages_are_described_with_their_lines(client: TestClient, retriever: Retriever) -> None:
    document = retriever.document("z-paper")
    pages = client.get("/v1/documents/z-paper/pages").json()
    assert [page["number"] for page in pages] == [*range(1, len(document.pages) + 1)]
    assert [page["start"] for page in pages] == [*document.pages]
    text = client.get("/v1/documents/z-paper/text").text
    for page in pages:
        detail = client.get(f"/v1/documents/z-paper/pages/{page['number']}").json()
        assert {name: detail[name] for name in page} == page
        lines = "".join(text[line["start"] : line["end"]] for line in detail["lines"])
        assert "".join(lines.split()) == "".join(text[page["start"] : page["end"]].split())


@pytest.mark.parametrize("path", ["z-paper/pages/0", "z-paper/pages/999", "strait-survey/pages/1", "none/pages/1"])
def test_pages_that_are_not_there_are_not_found(client: TestClient, path: str) -> None:
    assert client.get(f"/v1/documents/{path}").status_code == 404


def test_the_reader_of_a_pdf_is_named(client: TestClient) -> None:
    source = client.get("/v1/documents/a-paper").json()["source"]
    assert "PDFium" in source["read_by"]
    assert source["pages"] == len(client.get("/v1/documents/a-paper/pages").json())
    assert client.get("/v1/documents/strait-survey").json()["source"]["read_by"] is None


def test_pages_are_named_as_those_of_a_pdf_in_citations_and_exports(client: TestClient, retriever: Retriever) -> None:
    passage = next(one for one in retriever.passages if one.document_id == "a-paper")
    hit = client.get(f"/v1/passages/{passage.id}/export", params={"format": "annotation"}).json()
    for target in hit["target"]:
        kinds = [one["type"] for one in target["selector"]]
        assert kinds == ["FragmentSelector", "TextQuoteSelector", "TextPositionSelector"]
        assert target["selector"][0]["value"] == f"page={passage.page}"
    assert f"p. {passage.page} of the PDF" in client.get(f"/v1/passages/{passage.id}/export?format=apa").text


@pytest.mark.parametrize("name", [BOXES, ORIGINALS])
def test_a_generation_without_its_boxes_or_files_is_damaged(settings: Settings, name: str) -> None:
    generation = open_generation(settings.index)
    held = generation.path(name).read_bytes()
    try:
        generation.path(name).write_bytes(held[:-16])
        with pytest.raises(IndexDamagedError):
            IndexContents.read(generation)
    finally:
        generation.path(name).write_bytes(held)


def test_boxes_that_no_reader_made_are_not_left_out_silently(retriever: Retriever, tmp_path: Path) -> None:
    document = retriever.document("a-paper")
    assert document.original is not None
    with pytest.raises(ValueError, match="a-paper has pages"):
        write_page_files(tmp_path, [document], lambda one: b"%PDF-")
