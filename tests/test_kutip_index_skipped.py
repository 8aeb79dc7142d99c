"""Papers that a build skipped are named wherever the index is served: terminal, monitoring, pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import LOCAL
from starlette.testclient import TestClient
from tiny_models import write_tiny_model
from typer.testing import CliRunner

from api.app import create_app
from indexer.build import build_index
from kutip.cli.commands import app
from kutip.settings import Settings

KEEPERS = "INTRODUCTION\n\nBees live in hives. A keeper opens them in spring.\n"


def write_paper(corpus: Path, name: str, source: bytes) -> None:
    (corpus / name).mkdir(parents=True, exist_ok=True)
    (corpus / name / "source.txt").write_bytes(source)


@pytest.fixture(scope="module")
def lacking(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings for an index that had the paper "wasps" and lacks it now, and never had "b<i>rds"."""
    folder = tmp_path_factory.mktemp("lacking")
    model = write_tiny_model(folder / "model")
    settings = Settings(corpus=folder / "corpus", index=folder / "index", indexing={"model": str(model)})
    write_paper(settings.corpus, "bees", KEEPERS.encode())
    write_paper(settings.corpus, "wasps", b"INTRODUCTION\n\nWasps build with paper.\n")
    assert build_index(settings).skipped == ()
    write_paper(settings.corpus, "wasps", b"\xff\xfe")
    write_paper(settings.corpus, "b<i>rds", KEEPERS.encode())
    build_index(settings)
    return settings


@pytest.fixture(scope="module")
def served(lacking: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(lacking), base_url=LOCAL) as client:
        yield client


def test_serve_names_them_with_the_reasons_before_it_begins(lacking: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.server.run", lambda *_, **__: None)
    monkeypatch.setenv("KUTIP_MODEL", lacking.indexing.model)
    done = CliRunner().invoke(app, ["serve", "--index", str(lacking.index), "--port", "0"])
    assert done.exit_code == 0
    birds, wasps = done.stderr.splitlines()
    assert birds.startswith("kutip: skipped b<i>rds: 'b<i>rds' is no document id")
    assert wasps.endswith("; the index had it before and no longer has it")
    assert "Kutip: open http://" in done.stdout


def test_monitoring_and_pages_name_them_but_not_the_folders_of_the_machine(
    served: TestClient, lacking: Settings
) -> None:
    assert served.get("/readyz").json()["skipped"] == ["b<i>rds", "wasps"]
    page = served.get("/documents").text
    assert "could not be read: b&lt;i&gt;rds, wasps." in page
    assert str(lacking.corpus) not in page
    assert "tidak dapat dibaca: b&lt;i&gt;rds" in served.get("/documents", headers={"accept-language": "id"}).text


def test_the_papers_that_could_be_read_are_served(served: TestClient) -> None:
    assert [one["id"] for one in served.get("/v1/documents").json()] == ["bees"]


def test_nothing_is_said_where_no_paper_was_skipped(client: TestClient) -> None:
    assert client.get("/readyz").json()["skipped"] == []
    assert "could not be read" not in client.get("/documents").text
