"""Checks the annotations that `export` writes against W3C's JSON schemas: python -m eval.studies.annotations DATA.

DATA contains web-annotation/, a copy of https://github.com/w3c/web-annotation-tests: schemas ("assertions") that an
annotation must, should or may meet. Assertions on collections of annotations are skipped, since Kutip writes none. The
incorrect samples of W3C show that the assertions can fail.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from jsonschema_rs import Draft4Validator
from rich.console import Console
from rich.table import Table

from kutip.settings import Settings
from kutip.types import Document, Passage
from retriever.citations.exports import export
from retriever.search import Retriever

_WRONG = Path("tools/samples/incorrect")


class Level(StrEnum):
    """Whether an annotation must, should or may meet an assertion."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"


@dataclass(frozen=True, slots=True, eq=False)
class Assertion:
    """A schema that annotations are checked against.

    Attributes:
        name: Path of its file below annotations/; it begins with the section of the data model that it is about.
        level: Must, should or may.
        schema: The validator.
    """

    name: str
    level: Level
    schema: Draft4Validator


def read_assertions(folder: Path) -> list[Assertion]:
    """Read all assertions on annotations, sorted by path.

    Args:
        folder: Folder with annotations/ (the assertions) and definitions/ (schemas that they refer to by file name).
    """
    shared = {path.name: _read(path) for path in (folder / "definitions").glob("*.json")}

    def look_up(uri: str) -> Any:
        return shared[uri.rpartition("/")[2]]

    assertions = []
    for path in sorted((folder / "annotations").rglob("*.json")):
        content = _read(path)
        schema = Draft4Validator(content, retriever=look_up, validate_formats=True)
        name = path.relative_to(folder / "annotations").as_posix()
        assertions.append(Assertion(name, Level(content["assertionType"]), schema))
    return assertions


def count_met(assertions: Iterable[Assertion], annotations: Sequence[Any]) -> dict[str, int]:
    """Number of annotations that meet each assertion, by the assertion's name."""
    return {one.name: sum(map(one.schema.is_valid, annotations)) for one in assertions}


def count_refused(assertions: Sequence[Assertion], samples: Path) -> tuple[int, int]:
    """Count incorrect samples: (refused by at least one assertion that must be met, all).

    Args:
        assertions: All assertions.
        samples: Folder of JSON files; files that are not valid JSON, as some of W3C's, are skipped.
    """
    musts = [one.schema for one in assertions if one.level is Level.MUST]
    found = [sample for path in sorted(samples.glob("*.json")) if (sample := _read_if_json(path)) is not None]
    return sum(not all(schema.is_valid(sample) for schema in musts) for sample in found), len(found)


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _read_if_json(path: Path) -> Any | None:
    try:
        return _read(path)
    except json.JSONDecodeError:
        return None


def exported_annotations(documents: Mapping[str, Document], passages: Iterable[Passage]) -> list[Any]:
    """The annotation that `export` writes for each passage, parsed from its JSON."""
    return [json.loads(export(documents[p.document_id], p, "annotation")) for p in passages]


def main(data: Annotated[Path, typer.Argument(help="Folder that contains web-annotation/.")]) -> None:
    """Print how many annotations meet each assertion that must be met, and which advisory ones all of them meet.

    Exits with 1 if an annotation fails an assertion that it must meet.
    """
    folder = data / "web-annotation"
    assertions = read_assertions(folder)
    if not assertions:
        raise typer.BadParameter(f"{folder} has no annotations/*.json")
    settings = Settings()
    retriever = Retriever.open(settings.index, settings)
    annotations = exported_annotations(retriever.documents, retriever.passages)
    met_by_all = show(Console(width=120), assertions, annotations)
    refused, samples = count_refused(assertions, folder / _WRONG)
    print(f"{refused} of W3C's {samples} incorrect samples that are JSON fail an assertion that must be met")
    if not met_by_all:
        raise typer.Exit(code=1)


def show(console: Console, assertions: Sequence[Assertion], annotations: Sequence[Any]) -> bool:
    """Print which assertions are met; returns True if every annotation meets every assertion that it must."""
    met, total = count_met(assertions, annotations), len(annotations)
    table = Table("must", "met", title=f"{total} annotations")
    for one in assertions:
        if one.level is Level.MUST:
            table.add_row(one.name, f"{met[one.name]} of {total}")
    console.print(table)
    for level in (Level.MUST, Level.SHOULD):
        own = [one.name for one in assertions if one.level is level]
        by_all = [name for name in own if met[name] == total]
        named = "" if level is Level.MUST else f": {', '.join(by_all)}"
        console.print(f"{len(by_all)} of {len(own)} assertions that {level} be met are met by all annotations{named}")
    return all(met[one.name] == total for one in assertions if one.level is Level.MUST)


if __name__ == "__main__":
    typer.run(main)
