"""Papers that were changed since they were indexed, are new, gone or skipped, are told of where papers are listed."""

import json
import os
import shutil
import sys
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
from kutip.index.corpus_view import PaperState, corpus_view, folder_mark
from kutip.settings import Settings

PAPER = "INTRODUCTION\n\nThe {name} live in hives. A keeper opens them in spring.\n"


def write_paper(corpus: Path, name: str, source: str | bytes = PAPER) -> Path:
    (corpus / name).mkdir(parents=True, exist_ok=True)
    data = source if isinstance(source, bytes) else source.format(name=name).encode()
    (corpus / name / "source.txt").write_bytes(data)
    return corpus / name


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus of two papers."""
    for name in ("bees", "wasps"):
        write_paper(tmp_path / "corpus", name)
    return tmp_path / "corpus"


def marks(corpus: Path) -> dict[str, str]:
    return {one.name: folder_mark(one) for one in corpus.iterdir()}


def test_a_mark_changes_with_every_file_of_a_paper(corpus: Path) -> None:
    folder, seen = corpus / "bees", []

    def note() -> None:
        seen.append(folder_mark(folder))
        assert folder_mark(folder) == seen[-1]

    note()
    (folder / "metadata.json").write_text('{"title": "Bees"}', encoding="utf-8")
    note()
    (folder / "metadata.json").write_text('{"title": "Beet"}', encoding="utf-8")  # as long as before
    note()
    (folder / "metadata.json").rename(folder / "other.json")
    note()
    (folder / "source.txt").write_bytes(b"")
    note()
    assert len(set(seen)) == len(seen)
    shutil.copytree(folder, corpus / "copy")
    assert folder_mark(corpus / "copy") == seen[-1]  # not its place, not its time


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes")
def test_what_is_no_file_is_neither_followed_nor_waited_for(corpus: Path) -> None:
    os.mkfifo(corpus / "bees" / "pipe")
    (corpus / "bees" / "link").symlink_to("/dev/zero")
    assert folder_mark(corpus / "bees") != folder_mark(corpus / "wasps")
    assert folder_mark(corpus / "none") == folder_mark(corpus / "nothing")


def test_papers_are_changed_new_gone_or_skipped(corpus: Path) -> None:
    bad = write_paper(corpus, "bad", b"\xff")
    before = marks(corpus)

    def states() -> dict[str, str]:
        view = corpus_view(corpus, indexed=["bees", "wasps"], skipped=["bad"], marks=before)
        assert view.is_seen
        return {one: state.value for one, state in view.states.items()}

    assert states() == {"bad": "skipped", "bees": "indexed", "wasps": "indexed"}
    write_paper(corpus, "bees", "Other.\n")
    write_paper(corpus, "ants")
    write_paper(corpus, ".adding")
    shutil.rmtree(corpus / "wasps")
    (bad / "source.txt").write_text("Mended.\n", encoding="utf-8")
    assert states() == {"ants": "new", "bad": "new", "bees": "changed", "wasps": "gone"}
    shutil.rmtree(bad)
    assert "bad" not in states()


def test_another_corpus_or_none_says_nothing(corpus: Path, tmp_path: Path) -> None:
    before = marks(corpus)
    write_paper(tmp_path / "other", "ants")
    for folder in (tmp_path / "other", tmp_path / "none"):
        view = corpus_view(folder, indexed=["bees", "wasps"], skipped=["bad"], marks=before)
        assert not view.is_seen
        assert view.having(PaperState.INDEXED) == ("bees", "wasps")
        assert view.having(PaperState.SKIPPED) == ("bad",)
        assert view.having(PaperState.NEW, PaperState.GONE, PaperState.CHANGED) == ()


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings for an index whose corpus was changed: bees as they were, wasps changed, flies gone, ants new."""
    folder = tmp_path_factory.mktemp("changed")
    model = write_tiny_model(folder / "model")
    settings = Settings(corpus=folder / "corpus", index=folder / "index", indexing={"model": str(model)})
    for name in ("bees", "wasps", "flies"):
        write_paper(settings.corpus, name)
    write_paper(settings.corpus, "bad", b"\xff")
    build_index(settings)
    write_paper(settings.corpus, "wasps", "Other.\n")
    write_paper(settings.corpus, "a<b>nts")
    shutil.rmtree(settings.corpus / "flies")
    return settings


@pytest.fixture(scope="module")
def served(changed: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(changed), base_url=LOCAL) as client:
        yield client


def test_the_service_tells_of_them(served: TestClient) -> None:
    listed = {one["id"]: one["state"] for one in served.get("/v1/documents").json()}
    assert listed == {"bees": "indexed", "flies": "gone", "wasps": "changed"}
    told = served.get("/v1/corpus").json()
    assert told["is_seen"]
    assert {one["id"]: one["state"] for one in told["papers"]} == listed | {"bad": "skipped", "a<b>nts": "new"}
    page = served.get("/documents", params={"lang": "en"}).text
    for line in (
        "Changed in the corpus folder since they were indexed: wasps.",
        "In the corpus folder, but not yet in the index: a&lt;b&gt;nts.",
        "In the index, but no longer in the corpus folder: flies.",
        "Not in the index, since they could not be read: bad.",
    ):
        assert line in page
    assert "Berubah di folder korpus sejak diindeks: wasps." in served.get("/documents", params={"lang": "id"}).text


def test_a_service_without_the_corpus_tells_of_the_index_alone(changed: Settings, tmp_path: Path) -> None:
    alone = Settings(corpus=tmp_path / "none", index=changed.index, indexing={"model": changed.indexing.model})
    with TestClient(create_app(alone), base_url=LOCAL) as client:
        assert {one["state"] for one in client.get("/v1/documents").json()} == {"indexed"}
        assert client.get("/v1/corpus").json()["is_seen"] is False
        assert "corpus folder" not in client.get("/documents", params={"lang": "en"}).text


def test_the_command_tells_of_them(changed: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUTIP_MODEL", changed.indexing.model)
    monkeypatch.setenv("COLUMNS", "140")
    folders = ("--index", str(changed.index), "--corpus", str(changed.corpus))
    done = CliRunner().invoke(app, ["documents", *folders])
    assert done.exit_code == 0
    assert f"a<b>nts: in {changed.corpus}, but not in the index; run kutip index" in done.stdout
    assert [line for line in done.stdout.splitlines() if "wasps" in line and "changed" in line]
    assert "skipped bad: " in done.stderr
    listed = json.loads(CliRunner().invoke(app, ["documents", "--json", *folders]).stdout)
    assert {one["id"]: one["state"] for one in listed} == {"bees": "indexed", "flies": "gone", "wasps": "changed"}
