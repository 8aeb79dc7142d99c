"""`kutip add` and `kutip remove`: what they print, and that corpus and index stay as they were when one fails."""

import json
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from made_pdfs import paper as pdf
from tiny_models import write_tiny_model
from typer.testing import CliRunner

import indexer.build
from indexer.planned import NotIndexedError, Planned
from kutip.cli.commands import app
from kutip.errors import CorpusError, KutipError, QueryError
from kutip.index.layout import read_records
from kutip.index.skipped import Skipped
from kutip.index.store import open_generation
from kutip.settings import Settings
from retriever.search import Retriever

PAPER = """---
title: Tolls of the {place}
author: [Ana Okafor]
date: {year}
doi: 10.1234/{place}
---

## Abstract

Tolls of the {place} were paid in salt (Brandt, 1988).

## References

Brandt, A. (1988). Tolls. Town Press.
"""
Build = Callable[..., Any]


def text(place: str = "North", year: int = 2019) -> str:
    return PAPER.format(place=place, year=year)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    for name in ("KUTIP_CORPUS", "KUTIP_INDEX"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The papers of the corpus at each build; nothing is built."""
    seen: list[list[str]] = []

    def build(settings: Any, *, planned: Planned, **_: Any) -> Any:
        seen.append([folder.name for folder in planned.folders])
        assert all((folder / "source.md").exists() or (folder / "source.txt").exists() for folder in planned.folders)
        return report_of(seen[-1])

    monkeypatch.setattr(indexer.build, "build_index", build)
    return seen


def report_of(ids: list[str], *skipped: Skipped) -> Any:
    generation = SimpleNamespace(version="v1")
    counts = {"documents": len(ids), "passages": len(ids), "encoded": 0}
    return SimpleNamespace(generation=generation, is_new=True, skipped=skipped, lacks_multilingual=False, **counts)


def ran(*arguments: str, given: str | None = None) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, arguments, input=given)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout, done.stderr


def held(here: Path) -> set[str]:
    """The files of the corpus, hidden ones too."""
    corpus = here / "corpus"
    return {path.relative_to(corpus).as_posix() for path in corpus.rglob("*") if path.is_file()}


def test_what_is_believed_of_a_paper_is_shown(here: Path, builds: list[list[str]]) -> None:
    (here / "My Tolls.md").write_text(text(), encoding="utf-8")
    status, out, err = ran("add", "My Tolls.md")
    assert (status, err) == (0, "")
    assert "added okafor-2019 from My Tolls.md" in out
    assert "Tolls of the North; authors: Ana Okafor; year: 2019; DOI: 10.1234/North" in out
    assert "title, authors, year, DOI read from the front matter of the file" in out
    assert "headings: 2 (sure to 1.00); tables: 0; references: 1 (sure to 0." in out
    assert "citations: 1, 1 of them tied to an entry" in out
    assert "index v1 built: 1 documents" in out
    assert builds == [["okafor-2019"]]
    assert held(here) == {"okafor-2019/source.md"}


def test_of_a_folder_bad_files_are_told_of_and_the_others_added(here: Path, builds: list[list[str]]) -> None:
    (here / "papers").mkdir()
    for name, content in (("a.md", text().encode()), ("b.txt", b"\xff"), ("c.md", text("South", 2020).encode())):
        (here / "papers" / name).write_bytes(content)
    status, out, err = ran("add", "papers")
    assert status == 1
    assert f"{Path('papers/b.txt')} is not UTF-8" in err
    assert ".adding" not in out + err
    assert builds == [["okafor-2019", "okafor-2020"]]
    status, out, _ = ran("add", str(Path("papers/a.md")))
    assert status == 0
    assert "is in the corpus already, as okafor-2019" in out
    assert len(builds) == 1  # nothing was to be built


def test_without_the_index_the_corpus_changes_only(here: Path, builds: list[list[str]]) -> None:
    (here / "a.md").write_text(text(), encoding="utf-8")
    assert ran("add", "a.md", "--no-index", "--id", "tolls")[0] == 0
    assert held(here) == {"tolls/source.md"}
    assert ran("remove", "tolls", "--no-index", "--yes")[0] == 0
    assert (held(here), builds) == (set(), [])


def test_metadata_are_given_beside(here: Path, builds: list[list[str]]) -> None:
    (here / "a.txt").write_text("Salt was dear in the north.\n", encoding="utf-8")
    (here / "a.bib").write_text("@book{x, author={Lind, Bo}, title={Salt}, year={2001}}", encoding="utf-8")
    status, out, _ = ran("add", "a.txt", "--metadata", "a.bib")
    assert status == 0
    assert "Salt; authors: Bo Lind; year: 2001" in out
    assert held(here) == {"lind-2001/source.txt", "lind-2001/metadata.json"}
    assert len(builds) == 1


def test_an_id_is_for_one_paper(here: Path) -> None:
    for name in ("a.md", "b.md"):
        (here / name).write_text(text(name), encoding="utf-8")
    with pytest.raises(QueryError, match="--id names one paper, and these are 2"):
        ran("add", "a.md", "b.md", "--id", "x")
    with pytest.raises(CorpusError, match="no document id"):
        ran("add", "a.md", "--id", "No Id")
    assert not (here / "corpus").exists()


def interrupt(*_: Any, **__: Any) -> Any:
    raise KeyboardInterrupt


def end(*_: Any, **__: Any) -> Any:
    signal.raise_signal(signal.SIGTERM)


def fail(*_: Any, **__: Any) -> Any:
    raise KutipError("the model is missing")


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGTERM")
@pytest.mark.parametrize("build", [interrupt, end, fail])
@pytest.mark.parametrize(
    "command",
    [("add", "b.md"), ("add", "c.md", "--replace"), ("remove", "okafor-2019", "--yes")],
)
def test_a_build_that_fails_leaves_the_corpus_as_it_was(
    here: Path, builds: list[list[str]], monkeypatch: pytest.MonkeyPatch, build: Build, command: tuple[str, ...]
) -> None:
    (here / "a.md").write_text(text(), encoding="utf-8")
    (here / "b.md").write_text(text("South", 2020), encoding="utf-8")
    (here / "c.md").write_text(text() + "\nMore.\n", encoding="utf-8")
    (here / "d.md").write_text(text("West", 2021), encoding="utf-8")
    assert ran("add", "a.md", "d.md")[0] == 0
    before = held(here)
    monkeypatch.setattr(indexer.build, "build_index", build)
    done = CliRunner().invoke(app, command)
    assert done.exit_code != 0
    assert held(here) == before
    assert (here / "corpus/okafor-2019/source.md").read_text(encoding="utf-8") == text()
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    assert len(builds) == 1


def test_a_paper_that_cannot_be_indexed_is_taken_out_again(
    here: Path, builds: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = indexer.build.build_index

    def build(settings: Any, **given: Any) -> Any:
        report = plain(settings, **given)
        lost = [Skipped(one, f"{one} has no text below its headings") for one in builds[-1] if one == "okafor-2020"]
        if lost:
            raise NotIndexedError(lost)
        return report

    monkeypatch.setattr(indexer.build, "build_index", build)
    (here / "a.md").write_text(text(), encoding="utf-8")
    (here / "b.md").write_text(text("South", 2020), encoding="utf-8")
    status, _, err = ran("add", "a.md", "b.md")
    assert status == 1
    assert "okafor-2020 is not added after all: okafor-2020 has no text below its headings" in err
    assert builds == [["okafor-2019", "okafor-2020"], ["okafor-2019"]]
    assert held(here) == {"okafor-2019/source.md"}


def test_removing_asks_and_knows_what_may_be_meant(here: Path, builds: list[list[str]]) -> None:
    (here / "a.md").write_text(text(), encoding="utf-8")
    (here / "b.md").write_text(text("South", 2020), encoding="utf-8")
    ran("add", "a.md", "b.md")
    with pytest.raises(QueryError, match="did you mean okafor-2019"):
        ran("remove", "okafor2019", "--yes")
    with pytest.raises(QueryError, match="--yes"):
        ran("remove", "okafor-2019", given="y\n")  # this is no terminal
    with pytest.raises(QueryError, match="these are all"):
        ran("remove", "okafor-2019", "okafor-2020", "--yes")
    status, out, _ = ran("remove", "okafor-2019", "okafor-2019", "--yes")
    assert status == 0
    assert "removed okafor-2019\n" in out
    assert builds[1:] == [["okafor-2020"]]
    assert held(here) == {"okafor-2020/source.md"}


@pytest.mark.parametrize("answer", ["y", "n"])
def test_what_a_person_answers_is_done(
    here: Path, builds: list[list[str]], monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    for name, content in (("a.md", text()), ("b.md", text("South", 2020))):
        (here / name).write_text(content, encoding="utf-8")
    ran("add", "a.md", "b.md")
    monkeypatch.setattr("kutip.cli.remove_command.sys", SimpleNamespace(stdin=SimpleNamespace(isatty=lambda: True)))
    done = CliRunner().invoke(app, ["remove", "okafor-2019"], input=f"{answer}\n")
    assert str(Path("corpus/okafor-2019")) in done.stdout
    assert (done.exit_code == 0) == (answer == "y")
    assert ("okafor-2019/source.md" in held(here)) == (answer == "n")
    assert len(builds) == (2 if answer == "y" else 1)


def test_a_paper_comes_into_the_index_and_goes_out_of_it(
    here: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setenv("KUTIP_MODEL", str(write_tiny_model(tmp_path_factory.mktemp("model"))))
    (here / "a.md").write_text(text(), encoding="utf-8")
    (here / "b.md").write_text(text("South", 2020), encoding="utf-8")
    (here / "bare.md").write_text("# Only a title\n", encoding="utf-8")
    status, out, err = ran("add", "a.md", "b.md", "bare.md")
    assert status == 1
    assert "index " in out
    assert "bare is not added after all: bare has no text below its headings" in err
    indexed = read_records(open_generation(here / "index").folder)[0]
    assert list(indexed) == ["okafor-2019", "okafor-2020"]
    assert {path.partition("/")[0] for path in held(here)} == set(indexed)
    # A DOI that only the text states is known of the index.
    (here / "c.md").write_text(text() + "\nMore.\n", encoding="utf-8")
    status, _, err = ran("add", "c.md")
    assert status == 1
    assert "has okafor-2019 with the DOI 10.1234/North; --replace" in err
    assert ran("remove", "okafor-2019", "--yes")[0] == 0
    assert list(read_records(open_generation(here / "index").folder)[0]) == ["okafor-2020"]


def test_a_pdf_comes_into_the_index_with_its_pages(
    here: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setenv("KUTIP_MODEL", str(write_tiny_model(tmp_path_factory.mktemp("model"))))
    (here / "no suffix").write_bytes(pdf())
    (here / "tolls.md").write_text(text(), encoding="utf-8")
    status, out, err = ran("add", "no suffix", "tolls.md", "--json")
    assert (status, err) == (0, "")
    told = json.loads(out)
    one, other = told["papers"]
    assert (one["outcome"], other["outcome"]) == ("added", "added")
    assert one["pages"] > 0
    assert one["sections"] > 0
    assert told["index"]["documents"] == 2
    added = Retriever.open(here / "index", Settings()).documents[one["id"]]
    assert added.original is not None
    assert added.original() == pdf() == (here / "corpus" / one["id"] / "source.pdf").read_bytes()
    assert ran("index")[1].startswith(f"index {told['index']['version']} is up to date")
    assert ran("index", "--force")[1].startswith(f"index {told['index']['version']} built")  # the same to the last bit
