"""W3C's assertions: reading them from a folder, checking annotations against them, and printing the result."""

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from rich.console import Console

from eval.studies.annotations import Level, count_met, count_refused, exported_annotations, main, read_assertions, show
from kutip.types import Document, Kind, Passage, Span

DRAFT_4 = "http://json-schema.org/draft-04/schema#"


def assertion(level: str, **schema: Any) -> dict[str, Any]:
    return {"$schema": DRAFT_4, "id": "its-own-name.json", "assertionType": level, "type": "object", **schema}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Assertions: one must (which refers to a shared definition), two should, one may, and one on collections."""
    uri = {"$schema": DRAFT_4, "id": "id.json", "definitions": {"uri": {"type": "string", "format": "uri"}}}
    files = {
        "definitions/id.json": uri,
        "annotations/3.1-id.json": assertion(
            "must", required=["id"], properties={"id": {"$ref": "id.json#/definitions/uri"}}
        ),
        "annotations/3.1-body.json": assertion("should", required=["body"]),
        "annotations/3.3.5-motivation.json": assertion("should", required=["motivation"]),
        "annotations/specificResource/4.2-selector.json": assertion("may", required=["selector"]),
        "collections/5.1-first.json": assertion("must", required=["first"]),
    }
    for name, schema in files.items():
        path = tmp_path / "web-annotation" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(schema), encoding="utf-8")
    return tmp_path / "web-annotation"


def test_assertions_on_annotations_are_read_without_those_on_collections(folder: Path) -> None:
    assert {one.name: one.level for one in read_assertions(folder)} == {
        "3.1-body.json": Level.SHOULD,
        "3.1-id.json": Level.MUST,
        "3.3.5-motivation.json": Level.SHOULD,
        "specificResource/4.2-selector.json": Level.MAY,
    }


@pytest.mark.parametrize(
    ("annotation", "met"),
    [
        ({"id": "urn:uuid:4f0eb0c2-844b-5b4e-ab79-5b766a45d0d3"}, True),
        ({"id": "ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk"}, True),
        ({"id": "no IRI"}, False),
        ({"id": 7}, False),
        ({}, False),
    ],
)
def test_an_assertion_resolves_references_and_checks_formats(
    folder: Path, annotation: dict[str, Any], met: bool
) -> None:
    assert count_met(read_assertions(folder), [annotation])["3.1-id.json"] == met


def test_annotations_that_meet_an_assertion_are_counted(folder: Path) -> None:
    annotations = [{"id": "urn:a:1", "motivation": "linking"}, {"id": "urn:a:2"}, {"body": "urn:a:3"}]
    assert count_met(read_assertions(folder), annotations) == {
        "3.1-body.json": 1,
        "3.1-id.json": 2,
        "3.3.5-motivation.json": 1,
        "specificResource/4.2-selector.json": 0,
    }


def test_a_sample_is_refused_only_by_assertions_that_must_be_met(folder: Path, tmp_path: Path) -> None:
    samples = {"meets.json": '{"id": "urn:a:1"}', "lacks.json": "{}", "no-json.json": '{"id": "urn:a:1",}'}
    for name, text in samples.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert count_refused(read_assertions(folder), tmp_path) == (1, 2)


@pytest.mark.parametrize(
    ("annotations", "met", "count"),
    [
        ([{"id": "urn:a:1", "body": "b"}, {"id": "urn:a:2", "body": "b"}], True, "2 of 2"),
        ([{"id": "urn:a:1", "body": "b"}, {"body": "b"}], False, "1 of 2"),
    ],
)
def test_show_prints_counts_and_returns_whether_all_musts_are_met(
    folder: Path, annotations: list[Any], met: bool, count: str
) -> None:
    console = Console(record=True, quiet=False, width=120)
    assert show(console, read_assertions(folder), annotations) is met
    shown = console.export_text()
    assert count in shown
    assert f"{int(met)} of 1 assertions that must be met are met by all annotations\n" in shown
    assert "1 of 2 assertions that should be met are met by all annotations: 3.1-body.json" in shown
    assert "collections" not in shown


def test_annotations_are_those_that_export_writes(folder: Path) -> None:
    paper = Document("paper", "Police meet.", "00", {})
    passages = [Passage(str(i), "paper", Kind.PARAGRAPH, (), "", None, (Span(i, 12),), "…") for i in range(3)]
    made = exported_annotations({"paper": paper}, passages)
    assert [one["target"][0]["selector"][0]["exact"] for one in made] == ["Police meet.", "olice meet.", "lice meet."]
    assert count_met(read_assertions(folder), made) == {
        "3.1-body.json": 0,
        "3.1-id.json": 3,
        "3.3.5-motivation.json": 3,
        "specificResource/4.2-selector.json": 0,
    }


def test_a_folder_without_assertions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(typer.BadParameter, match=r"has no annotations/\*\.json"):
        main(tmp_path)
