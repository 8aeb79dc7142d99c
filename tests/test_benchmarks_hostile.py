"""The benchmark of hostile documents prints a line per document, also of one that does not end in time."""

import json
from pathlib import Path

import pytest

from benchmarks import hostile
from kutip.settings import Settings


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The file to which `hostile.main` adds its figures."""
    monkeypatch.setenv("KUTIP_INDEX", str(settings.index))
    return tmp_path / "figures.jsonl"


def test_a_document_has_its_seconds_by_stage_and_its_memory(
    run: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["hostile", "dots-markdown", "--size", "2000", "--json", str(run)])
    hostile.main()
    (figures,) = map(json.loads, run.read_text(encoding="utf-8").splitlines())
    assert figures["end"] == "read"
    assert figures["stages"].keys() >= {"parse", "sentences", "bibliography", "abbreviations", "passages", "examples"}
    assert figures["seconds"] == pytest.approx(sum(figures["stages"].values()))
    assert 20 < figures["mib"] < 1_000
    assert capsys.readouterr().out.startswith("dots-markdown ")


def test_a_document_that_does_not_end_in_time_is_stopped(
    run: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["dots-markdown", "--size", "30000000", "--seconds", "2", "--json", str(run)]
    monkeypatch.setattr("sys.argv", ["hostile", *arguments])
    hostile.main()
    (figures,) = map(json.loads, run.read_text(encoding="utf-8").splitlines())
    assert (figures["seconds"], figures["end"]) == (2, "stopped")
    assert " stopped " in capsys.readouterr().out
