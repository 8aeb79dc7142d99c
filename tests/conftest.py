"""Shared fixtures: the bundled corpus, read once, and its index, built once."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import hypothesis.internal.conjecture.optimiser  # loaded in a test, its recursion limit breaks Python's parser
import pytest
from filelock import FileLock
from pytest_socket import socket_allow_hosts
from serving import LOCAL
from starlette.testclient import TestClient
from workers import ONE_THREAD, FilesByNeed, in_order_of_need

from api.app import create_app
from indexer.build import build_index
from indexer.parsing.corpus import list_documents, read_document
from kutip.index.store import open_generation
from kutip.messages.catalogue import Catalogue
from kutip.messages.compiling import compile_catalogues
from kutip.settings import Settings
from kutip.types import Block, Document, Message
from retriever.search import Retriever

# No deadline, since the machine may be busy. In CI hypothesis draws the same examples every time, so that a failure is
# due to the change; other runs draw new ones.
hypothesis.settings.register_profile("kutip", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("kutip")


# The index of the papers has the multilingual encoder, which only its own tests use. Other indexes that tests build do
# without: its export takes half a minute.
os.environ["KUTIP_MULTILINGUAL"] = "off"


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues that were changed: a checkout needs no `make` before its tests.

    Parallel workers leave that to the process that starts them, whose environment gives each of them one thread.
    """
    for name in ("COLUMNS", "LINES"):  # readline, which pytest imports, gives the size of a terminal to workers
        os.environ.pop(name, None)
    if not hasattr(config, "workerinput"):
        compile_catalogues()
    if getattr(config.option, "numprocesses", None):
        for name, value in ONE_THREAD.items():
            os.environ.setdefault(name, value)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> FilesByNeed | None:
    return FilesByNeed(config, log) if config.getvalue("dist") == "load" else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        items[:] = in_order_of_need(items)


ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"

Parsed = dict[str, tuple[Document, tuple[Block, ...]]]


def golden(name: str) -> Any:
    return json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


DAMAGE = ("missing", "folder", "empty", "other text", "cut", "cut in the header", "another header")


def damage(path: Path, how: str) -> None:
    """Damage a file in one of the ways listed in DAMAGE."""
    whole = path.read_bytes()
    path.unlink()
    if how == "folder":
        path.mkdir()
    elif how != "missing":
        contents = {"empty": b"", "other text": b"{}", "cut": whole[:-1], "cut in the header": whole[:60]}
        path.write_bytes({**contents, "another header": b"XXXX" + whole[4:]}[how])


def english(message: Message | None) -> str:
    """The English sentence of a message; "" for none."""
    return "" if message is None else Catalogue.of("en").text(message)


@pytest.fixture(autouse=True)
def _no_network_but_loopback() -> None:
    """Connections to any other host raise an error, since Kutip works offline."""
    socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def parsed() -> Parsed:
    """Both papers with their blocks, by document id."""
    return {folder.name: read_document(folder)[:2] for folder in list_documents(ROOT / "corpus")}


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings with an index of the bundled corpus. Tests must not change the index, which is checked at the end.

    It is built once per run, by the first of the parallel workers. If the environment variable TEST_INDEX names a
    folder, the index is kept there and only updated, which saves encoding the corpus again.
    """
    kept, worker = os.environ.get("TEST_INDEX"), os.environ.get("PYTEST_XDIST_WORKER")
    run = tmp_path_factory.getbasetemp()
    folder = Path(kept) if kept else (run.parent if worker else run) / "bundled-index"
    folder.mkdir(parents=True, exist_ok=True)
    settings = Settings(corpus=ROOT / "corpus", index=folder)
    with FileLock(folder / "workers.lock"):
        version = build_index(settings.changed(indexing={"multilingual": "auto"})).generation.version
    yield settings
    assert open_generation(folder).version == version, "a test built the index that all tests share again"


@pytest.fixture(scope="session")
def lay_encoder(settings: Settings) -> Callable[[Path], None]:
    """Copies that index to a folder: a build of other papers there takes over its encoder, which is slow to export."""

    def lay(folder: Path) -> None:
        shutil.copytree(settings.index, folder, ignore=shutil.ignore_patterns("*.lock"))

    return lay


@pytest.fixture(scope="session")
def retriever(settings: Settings) -> Retriever:
    """The retriever over that index."""
    return Retriever.open(settings.index, settings)


@pytest.fixture(scope="session")
def client(settings: Settings) -> Iterator[TestClient]:
    """The application over that index."""
    with TestClient(create_app(settings), raise_server_exceptions=False, base_url=LOCAL) as client:
        yield client
