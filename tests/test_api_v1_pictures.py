"""Over HTTP, each page of a PDF has a picture, and what the API says of places is where the picture has its ink."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from made_pdfs import drawn
from page_pictures import A_PAGE, Edges, one_page, opened
from reportlab.pdfgen.canvas import Canvas
from serving import LOCAL

from api.app import create_app
from indexer.build import build_index
from kutip.messages.catalogue import Catalogue, languages
from kutip.settings import Settings
from kutip.types import Message

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no process can be limited there")

WORDS = ("Eel ladders help young eels to pass weirs.", "Nobody has counted how many eels use them.")
CROPS: dict[str, Edges] = {"whole": A_PAGE, "cut": (40, 60, 500, 700)}
TURNED = {f"turned-{turn}-{name}": (turn, crop) for turn in (0, 90, 180, 270) for name, crop in CROPS.items()}
TEXT = "# A note\n\nIda Holm, 2020\n\n## Methods\n\nThe pumps ran from May to September in both years.\n"


def written(canvas: Canvas) -> None:
    canvas.setFont("Times-Roman", 14)
    for at, line in enumerate(WORDS):
        canvas.drawString(90, 500 - 40 * at, line)


def also_written(canvas: Canvas) -> None:
    canvas.drawString(90, 700, "A ladder without water was used by no eel at all.")


def slow_to_draw(canvas: Canvas) -> None:
    """A page that is read in a moment, since its letters are few, and whose colours take long to lay on one another."""
    written(canvas)
    canvas.setFillAlpha(0.01)
    for _ in range(30_000):
        canvas.circle(300, 420, 290, stroke=0, fill=1)


@pytest.fixture(scope="module")
def app_settings(tmp_path_factory: pytest.TempPathFactory, lay_encoder: Callable[[Path], None]) -> Settings:
    folder = tmp_path_factory.mktemp("pictures")
    pdfs = {
        "paper": drawn(written, also_written),
        "slow": drawn(written, slow_to_draw),
        **{name: one_page(written, turn=turn, crop=crop) for name, (turn, crop) in TURNED.items()},
    }
    for name, data in pdfs.items():
        (folder / "corpus" / name).mkdir(parents=True)
        (folder / "corpus" / name / "source.pdf").write_bytes(data)
    (folder / "corpus" / "note").mkdir()
    (folder / "corpus" / "note" / "source.md").write_text(TEXT, encoding="utf-8")
    lay_encoder(folder / "index")
    settings = Settings(corpus=folder / "corpus", index=folder / "index", pictures={"picture_seconds": 2})
    build_index(settings)
    return settings


@pytest.fixture(scope="module")
def papers(app_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(app_settings), base_url=LOCAL) as client:
        yield client


@pytest.mark.parametrize(("form", "magic"), [("webp", b"RIFF"), ("png", b"\x89PNG")])
def test_each_page_has_a_picture_of_its_shape(papers: TestClient, form: str, magic: bytes) -> None:
    pages = papers.get("/v1/documents/paper/pages").json()
    found = set()
    for page in pages:
        response = papers.get(f"/v1/documents/paper/pages/{page['number']}.{form}?width=500")
        assert response.status_code == 200
        assert response.headers["content-type"] == f"image/{form}"
        assert response.content.startswith(magic)
        assert opened(response.content).size == (500, round(500 * page["height"] / page["width"]))
        found.add(response.content)
    assert len(found) == len(pages) > 1


def test_a_picture_is_kept_by_clients_who_ask_whether_it_is_still_right(papers: TestClient) -> None:
    path = "/v1/documents/paper/pages/1.webp"
    first = papers.get(path, headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in first.headers  # it is compressed already
    assert opened(first.content).width == 1000
    assert first.headers["cache-control"] == "private, no-cache"
    again = papers.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = papers.head(path)
    assert (head.status_code, head.headers["etag"], head.content) == (200, first.headers["etag"], b"")


def test_widths_between_two_steps_are_one_picture(papers: TestClient) -> None:
    tags = {papers.get(f"/v1/documents/paper/pages/1.webp?width={wide}").headers["etag"] for wide in (501, 550, 600)}
    assert len(tags) == 1
    assert opened(papers.get("/v1/documents/paper/pages/1.webp?width=501").content).width == 600


@pytest.mark.parametrize("width", ["99", "0", "-500", "2001", "1e9", "wide", ""])
def test_a_width_out_of_bounds_is_refused(papers: TestClient, width: str) -> None:
    response = papers.get(f"/v1/documents/paper/pages/1.webp?width={width}")
    assert response.status_code == 422
    assert response.json()["type"] == "urn:kutip:problem:bad-request"


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("nothing/pages/1.webp", 404, "the index holds no document 'nothing'"),
        ("paper/pages/0.webp", 404, "has no page 0"),
        ("paper/pages/-1.png", 404, "has no page -1"),
        ("paper/pages/99.png", 404, "has no page 99"),
        ("note/pages/1.webp", 404, "the source of 'note' is no PDF, so its pages have no pictures"),
        ("paper/pages/one.webp", 422, "path.number"),
        ("paper/pages/1.5.webp", 422, "path.number"),
        ("paper/pages/1.jpg", 422, "path.number"),
    ],
)
def test_what_has_no_picture_is_told(papers: TestClient, path: str, status: int, told: str) -> None:
    response = papers.get(f"/v1/documents/{path}")
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert told in response.json()["detail"]


def test_a_page_that_cannot_be_drawn_costs_its_own_picture_alone(papers: TestClient) -> None:
    slow: list[Any] = []
    thread = threading.Thread(target=lambda: slow.append(papers.get("/v1/documents/slow/pages/2.webp?width=2000")))
    thread.start()
    time.sleep(0.3)
    assert papers.get("/v1/search?q=eels&k=3").json()["hits"]
    assert papers.get("/v1/documents/slow/pages/1.webp?width=700").status_code == 200
    thread.join()
    problem = slow[0].json()
    assert (slow[0].status_code, problem["type"]) == (422, "urn:kutip:problem:no-picture")
    assert problem["detail"].startswith("page 2 is not drawn, since it takes more than 2 seconds")
    assert slow[0].headers["cache-control"] == "no-store"
    again = papers.get("/v1/documents/slow/pages/2.webp?width=100")
    assert again.json() == problem  # it is not tried again
    assert papers.get("/v1/documents/slow/pages/1.webp?width=800").status_code == 200


def test_many_clients_get_their_pictures_and_the_same_one_each_time(papers: TestClient) -> None:
    paths = [f"/v1/documents/{name}/pages/1.webp?width=300" for name in (*TURNED, "paper")] * 4
    with ThreadPoolExecutor(12) as threads:
        found = list(threads.map(papers.get, paths))
    assert {response.status_code for response in found} == {200}
    by_path = {(path, response.content) for path, response in zip(paths, found, strict=True)}
    assert len(by_path) == len({*paths})


def dark(papers: TestClient, name: str) -> tuple[Any, float]:
    """A page's picture in black (255) and white, and how many of its pixels a point takes."""
    page = papers.get(f"/v1/documents/{name}/pages").json()[0]
    picture = opened(papers.get(f"/v1/documents/{name}/pages/1.png?width=2000").content)
    assert picture.height / picture.width == pytest.approx(page["height"] / page["width"], abs=0.001)
    return picture.convert("L").point(lambda value: 255 * (value < 128)), picture.width / page["width"]


@pytest.mark.parametrize("name", TURNED)
def test_lit_lines_cover_all_ink_and_each_covers_its_own(papers: TestClient, name: str) -> None:
    image, scale = dark(papers, name)
    text = papers.get(f"/v1/documents/{name}/text").text
    lines = papers.get(f"/v1/documents/{name}/pages/1").json()["lines"]
    assert [text[line["start"] : line["end"]].strip() for line in lines] == [*WORDS]
    for line in lines:
        edges = [round(line[edge] * scale) for edge in ("x0", "y0", "x1", "y1")]
        box = (max(0, edges[0] - 2), max(0, edges[1] - 2), edges[2] + 2, edges[3] + 2)
        inner = image.crop(box).getbbox()
        assert inner is not None
        wide, high = box[2] - box[0], box[3] - box[1]  # ink fills the box along the line and across it
        assert max(inner[2] - inner[0], inner[3] - inner[1]) > 0.97 * max(wide, high) - 6
        assert min(inner[2] - inner[0], inner[3] - inner[1]) > 0.6 * min(wide, high)
        image.paste(0, box)
    assert image.getbbox() is None, "there is ink outside of every line"


@pytest.mark.parametrize("language", languages())
def test_each_reason_for_no_picture_is_said_in_each_language(language: str) -> None:
    values = {"page": 2, "seconds": 5, "megabytes": 400, "id": "note"}
    said = {
        Catalogue.of(language).text(Message(code, values))
        for code in ("picture.broken", "picture.too_slow", "picture.too_large", "picture.no_process")
    }
    assert len(said) == 4
    assert not any("{" in one for one in said)
