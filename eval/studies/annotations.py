"""Holds what `export` makes of every passage against the W3C's assertions: python -m eval.studies.annotations DATA.

DATA holds web-annotation/, a copy of https://github.com/w3c/web-annotation-tests: JSON schemas that an annotation must
meet, should or may. Those for collections of annotations are left out: Kutip makes none. That the assertions do refuse
is seen on W3C's own wrong samples.
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
from retriever.citations.exports import Format, export
from retriever.search import Retriever

_WRONG = Path("tools/samples/incorrect")


class Level(StrEnum):
    """What an assertion is: a condition, an advice, or a thing that is allowed."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"


@dataclass(frozen=True, slots=True, eq=False)
class Assertion:
    """A schema that an annotation is held against.

    Attributes:
        name: Its file, from annotations/ on; it begins with the section of the model that it is about.
        level: What it is.
        schema: Meets or does not meet.
    """

    name: str
    level: Level
    schema: Draft4Validator


def read_assertions(folder: Path) -> list[Assertion]:
    """The assertions on annotations, by name.

    Args:
        folder: Holds annotations/, and in definitions/ what they refer to by the file's name.
    """
    shared = {path.name: _read(path) for path in (folder / "definitions").glob("*.json")}

    def look_up(uri: str) -> Any:
        return shared[uri.rpartition("/")[2]]

    assertions = []
    for path in sorted((folder / "annotations").rglob("*.json")):
        stated = _read(path)
        schema = Draft4Validator(stated, retriever=look_up, validate_formats=True)
        name = path.relative_to(folder / "annotations").as_posix()
        assertions.append(Assertion(name, Level(stated["assertionType"]), schema))
    return assertions


def count_met(assertions: Iterable[Assertion], annotations: Sequence[Any]) -> dict[str, int]:
    """How many of the annotations meet each assertion, by its name."""
    return {one.name: sum(map(one.schema.is_valid, annotations)) for one in assertions}


def count_refused(assertions: Sequence[Assertion], samples: Path) -> tuple[int, int]:
    """How many samples are refused by an assertion that they must meet, and how many there are.

    Args:
        assertions: All of them.
        samples: A folder of JSON files; one that is no JSON, as some of W3C's are, is passed over.
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


def made_by_export(documents: Mapping[str, Document], passages: Iterable[Passage]) -> list[Any]:
    """The annotation of each passage, read back from what `export` wrote."""
    return [json.loads(export(documents[p.document_id], p, Format.ANNOTATION)) for p in passages]


def main(data: Annotated[Path, typer.Argument(help="Folder that holds web-annotation/.")]) -> None:
    """Print how many annotations meet each assertion that must be met, and which of those that should be all meet.

    Exits with 1 if an annotation does not meet what it must.
    """
    folder = data / "web-annotation"
    assertions = read_assertions(folder)
    if not assertions:
        raise typer.BadParameter(f"{folder} holds no annotations/*.json")
    settings = Settings()
    retriever = Retriever.open(settings.index, settings)
    annotations = made_by_export(retriever.documents, retriever.passages)
    met_by_all = show(Console(width=120), assertions, annotations)
    refused, samples = count_refused(assertions, folder / _WRONG)
    print(f"of W3C's {samples} wrong samples that are JSON, those that must be met refuse {refused}")
    if not met_by_all:
        raise typer.Exit(code=1)


def show(console: Console, assertions: Sequence[Assertion], annotations: Sequence[Any]) -> bool:
    """Print what is met; tells whether all annotations meet all that they must."""
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
