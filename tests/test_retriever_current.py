"""Replacing the index while it is used: an open retriever keeps the old one, the shared retriever opens the new one."""

import errno
import gc
import logging
import os
import shutil
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from kutip.errors import IndexDamagedError, IndexMissingError, IndexUnreadableError
from kutip.index.layout import PASSAGES
from kutip.index.store import MANIFEST, Generation, new_generation, open_generation
from kutip.settings import Settings
from retriever.current import CurrentRetriever
from retriever.quotations.checker import QuoteChecker
from retriever.search import Retriever

QUERIES = ["Which meetings show ASEANAPOL acting as an arena?", "AMMTC", "Negara mana yang menjadi tuan rumah AMMTC?"]


@pytest.fixture
def index(settings: Settings, tmp_path: Path) -> Path:
    """A copy of the real index by hard links: the files are shared, so tests must not write to them."""
    shutil.copytree(settings.index, tmp_path / "index", copy_function=os.link)
    return tmp_path / "index"


def rebuild(index: Path, *, last: Generation | None = None) -> None:
    """Add a generation that differs from the last only by a blank at the end of one file, and make it current."""
    last = open_generation(index) if last is None else last
    with new_generation(index) as writer:
        for path in last.folder.rglob("*"):
            if path.is_file() and path.name != MANIFEST:
                os.link(path, writer.path(path.relative_to(last.folder).as_posix()))
        passages = writer.path(PASSAGES)
        content = passages.read_bytes()
        passages.unlink()
        passages.write_bytes(content + b" ")
        writer.facts = dict(last.facts)


def damage(index: Path) -> None:
    path = open_generation(index).path(PASSAGES)
    path.unlink()
    path.write_bytes(b"[]")


def test_an_open_retriever_still_answers_after_new_builds(index: Path) -> None:
    reader = Retriever.open(index, Settings())
    before = [reader.search(query) for query in QUERIES]
    rebuild(index)
    rebuild(index)
    assert not (index / "gen-1").exists()
    assert [reader.search(query) for query in QUERIES] == before


def test_the_shared_retriever_is_opened_once_and_again_after_a_build(index: Path) -> None:
    shared = CurrentRetriever(Settings(index=index))
    first = shared.get()
    assert shared.get() is first
    rebuild(index)
    second = shared.get()
    assert second.version == open_generation(index).version != first.version
    assert shared.get() is second
    assert first.search("AMMTC") == second.search("AMMTC")


def test_concurrent_threads_get_the_same_retriever(index: Path) -> None:
    shared = CurrentRetriever(Settings(index=index))
    with ThreadPoolExecutor(4) as pool:
        got = list(pool.map(lambda _: shared.get(), range(8)))
    assert all(one is got[0] for one in got)


def test_the_shared_retriever_uses_its_settings(index: Path) -> None:
    as_typed = CurrentRetriever(Settings(index=index, search={"spelling": False})).get()
    assert as_typed.search("organisation").expansions == ()
    assert CurrentRetriever(Settings(index=index)).get().search("organisation").expansions != ()


def test_the_shared_retriever_keeps_the_old_index_if_the_new_is_damaged(
    index: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shared = CurrentRetriever(Settings(index=index))
    first = shared.get()
    rebuild(index)
    good = (index / "CURRENT").read_text()
    damage(index)
    with caplog.at_level(logging.ERROR):
        assert shared.get() is shared.get() is first
    (record,) = caplog.records  # logged once, not at every query
    assert "going on with the index as loaded" in record.getMessage()
    assert "passages.json is damaged" in record.getMessage()
    (index / "CURRENT").write_text("")
    assert shared.get() is first
    (index / "CURRENT").unlink()
    assert shared.get() is first
    (index / "CURRENT").write_text(good)
    assert shared.get() is first


def test_the_loaded_index_goes_on_while_the_system_refuses_to_read(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded, empty = CurrentRetriever(Settings(index=index)), CurrentRetriever(Settings(index=index))
    before = loaded.get()

    def refuse(*_: object, **__: object) -> str:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    monkeypatch.setattr(Path, "read_text", refuse)
    assert loaded.get() is before
    assert loaded.in_force().result() is before
    with pytest.raises(IndexUnreadableError, match="Too many open files; raise the limit"):
        empty.in_force()


def test_the_shared_retriever_raises_without_a_first_usable_index(index: Path, tmp_path: Path) -> None:
    shared = CurrentRetriever(Settings(index=tmp_path / "none"))
    for _ in range(2):
        with pytest.raises(IndexMissingError):
            shared.get()
    index.rename(tmp_path / "none")
    assert shared.get().search("police").hits
    damage(tmp_path / "none")
    for _ in range(2):
        with pytest.raises(IndexDamagedError):
            CurrentRetriever(Settings(index=tmp_path / "none")).get()


def test_the_shared_retriever_opens_a_sound_build_after_a_damaged_one(index: Path) -> None:
    sound = open_generation(index)
    shared = CurrentRetriever(Settings(index=index))
    first = shared.get()
    rebuild(index)
    damage(index)
    assert shared.get() is first
    rebuild(index, last=sound)
    second = shared.get()
    assert second is not first
    assert second.version == open_generation(index).version


# --- Quotations -------------------------------------------------------------------------------------------------------


class Counted:
    """Stands in for the quote checker and counts how often it is made: the real one reads all papers."""

    made = 0

    def __init__(self, documents: object, passages: object) -> None:
        type(self).made += 1
        self.papers = (documents, passages)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> type[Counted]:
    """Puts `Counted` in place of the quote checker."""
    monkeypatch.setattr("retriever.current.QuoteChecker", Counted)
    monkeypatch.setattr(Counted, "made", 0)
    return Counted


def of_version(version: str) -> Retriever:
    """Stands in for a retriever, with the attributes from which a quote checker is made."""
    papers = {"documents": {version: f"document {version}"}, "passages": (f"passage {version}",)}
    return cast(Retriever, SimpleNamespace(version=version, **papers))


def papers(checker: QuoteChecker) -> object:
    return cast(Counted, checker).papers


def test_the_quote_checker_is_made_once_for_each_index(counted: type[Counted]) -> None:
    shared = CurrentRetriever(Settings())
    assert counted.made == 0
    first = shared.quotations(of_version("1"))
    assert shared.quotations(of_version("1")) is first  # another retriever of the same index
    assert papers(first) == ({"1": "document 1"}, ("passage 1",))
    assert counted.made == 1


def test_the_quote_checker_is_made_anew_after_a_build(counted: type[Counted]) -> None:
    shared = CurrentRetriever(Settings())
    first = shared.quotations(of_version("1"))
    second = shared.quotations(of_version("2"))
    assert second is not first
    assert papers(second) == ({"2": "document 2"}, ("passage 2",))
    assert shared.quotations(of_version("2")) is second
    assert counted.made == 2


def test_a_request_begun_before_a_build_uses_its_own_index_s_checker(counted: type[Counted]) -> None:
    shared = CurrentRetriever(Settings())
    before, after = of_version("1"), of_version("2")
    shared.quotations(after)
    assert papers(shared.quotations(before)) == ({"1": "document 1"}, ("passage 1",))


def test_concurrent_threads_get_the_same_quote_checker(counted: type[Counted]) -> None:
    shared, retriever = CurrentRetriever(Settings()), of_version("1")
    with ThreadPoolExecutor(4) as pool:
        got = list(pool.map(lambda _: shared.quotations(retriever), range(8)))
    assert all(one is got[0] for one in got)
    assert counted.made == 1


def test_two_shared_retrievers_have_separate_quote_checkers(counted: type[Counted]) -> None:
    first, second = (CurrentRetriever(Settings()).quotations(of_version("1")) for _ in range(2))
    assert first is not second
    assert counted.made == 2


# --- Files that change while they are used ----------------------------------------------------------------------------


@pytest.fixture
def own_index(settings: Settings, tmp_path: Path) -> Path:
    """A copy of the real index whose files tests may change."""
    shutil.copytree(settings.index, tmp_path / "own")
    return tmp_path / "own"


def spoil(folder: Path, how: str) -> None:
    """Cut every file of a generation short, or overwrite it, in place."""
    for path in folder.rglob("*"):
        if path.is_file():
            size = path.stat().st_size
            with path.open("r+b") as file:
                if how == "cut short":
                    file.truncate(size // 3)
                else:
                    file.write(b"\xff" * size)


@pytest.mark.parametrize("how", ["cut short", "overwritten"])
def test_an_index_in_memory_outlives_any_change_of_its_files(own_index: Path, how: str) -> None:
    reader = Retriever.open(own_index, Settings())
    before = [reader.search(query) for query in QUERIES]
    spoil(open_generation(own_index).folder, how)
    reader.check_files()
    assert [reader.search(query) for query in QUERIES] == before


@pytest.mark.parametrize("how", ["cut short", "overwritten"])
def test_an_index_read_from_disk_reports_a_change_of_its_files(own_index: Path, how: str) -> None:
    large = Settings(search={"memory_bytes": 0, "late_exact_up_to": 0})
    reader = Retriever.open(own_index, large)
    assert [hit.passage for hit in reader.search(QUERIES[0]).hits]
    reader.check_files()
    spoil(open_generation(own_index).folder, how)
    with pytest.raises(IndexDamagedError):
        reader.check_files()
    with pytest.raises(IndexDamagedError):
        reader.search(QUERIES[0])


def test_requests_go_on_while_a_new_index_is_opened(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shared = CurrentRetriever(Settings(index=index))
    first = shared.in_force().result(timeout=60)
    rebuild(index)
    gate, opened = threading.Event(), []
    open_index = Retriever.open

    def slowly(*given: object, **more: object) -> Retriever:
        opened.append(given)
        gate.wait(60)
        return open_index(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Retriever, "open", slowly)
    for _ in range(20):
        assert shared.in_force().result(timeout=0) is first
    gate.set()
    second = shared.get()
    assert second is not first
    assert shared.in_force().result(timeout=0) is second
    assert len(opened) == 1


def test_without_an_index_each_call_says_so_and_a_later_index_is_found(index: Path, tmp_path: Path) -> None:
    shared = CurrentRetriever(Settings(index=tmp_path / "none"))
    for _ in range(3):
        with pytest.raises(IndexMissingError):
            shared.in_force().result(timeout=60)
    index.rename(tmp_path / "none")
    assert shared.in_force().result(timeout=60).search("police").hits


def test_a_closed_shared_retriever_lets_go_of_its_index_and_opens_it_again(index: Path) -> None:
    shared = CurrentRetriever(Settings(index=index))
    held = weakref.ref(shared.get())
    shared.close()
    gc.collect()
    assert held() is None
    assert shared.in_force().result(timeout=60).documents


def test_a_service_that_ends_closes_its_retriever(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[CurrentRetriever] = []
    close = CurrentRetriever.close

    def noted(shared: CurrentRetriever) -> None:
        closed.append(shared)
        close(shared)

    monkeypatch.setattr(CurrentRetriever, "close", noted)
    app = create_app(Settings(index=index))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        assert client.get("/v1/documents").status_code == 200
        assert not closed
    assert closed == [app.state.retriever]
