"""The list of settings: the page made from the code, and the values in force."""

import re
from pathlib import Path

import pytest
from conftest import ROOT
from typer.testing import CliRunner

from kutip.cli.commands import app
from kutip.settings import Settings
from kutip.settings.environment import fields, variable
from kutip.settings.listing import as_markdown, in_force, listed_groups

VARIABLES = [variable(group, field) for group, field in fields(Settings)]
PAGE = ROOT / "docs" / "settings.md"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.fixture(autouse=True)
def _no_settings_around(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


def printed(*options: str) -> str:
    result = CliRunner(env={"COLUMNS": "160"}).invoke(app, ["settings", *options], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_the_page_in_docs_is_what_the_command_prints() -> None:
    assert PAGE.read_text(encoding="utf-8") == as_markdown(), (
        "run: python -m kutip settings --markdown > docs/settings.md"
    )
    assert printed("--markdown") == as_markdown()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_document_names_only_settings_that_there_are(page: Path) -> None:
    named = set(re.findall(r"\bKUTIP_[A-Z0-9_]*[A-Z0-9]\b", page.read_text(encoding="utf-8")))
    assert named - {*VARIABLES, "KUTIP_PORT"} == set()  # KUTIP_PORT is the example of a refused one


def test_every_setting_is_listed_once_with_its_meaning_and_its_range() -> None:
    listed = [one for group in listed_groups() for one in group.settings]
    assert sorted(one.variable for one in listed) == sorted(VARIABLES)
    assert all(one.meaning and one.allowed for one in listed)
    assert all(group.about.endswith(".") for group in listed_groups())


def test_a_listed_default_is_taken_from_the_environment_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Settings()
    for group in listed_groups():
        for one in group.settings:
            monkeypatch.setenv(one.variable, one.default)
    assert Settings() == before


def test_the_list_shows_what_is_in_force_and_where_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUTIP_WEIGHTS", "[1, 0, 0]")
    rows = [line.split() for line in printed().splitlines()]
    assert next(row for row in rows if row[:1] == ["KUTIP_WEIGHTS"])[1:7] == [
        *("[1.0,", "0.0,", "0.0,", "0.0,", "0.0]", "environment")
    ]
    assert next(row for row in rows if row[:1] == ["KUTIP_RRF_K"])[1:3] == ["60", "default"]
    assert {row[0] for row in rows if row and row[0].startswith("KUTIP_")} == set(VARIABLES)


@pytest.mark.parametrize(
    ("group", "field", "given", "written"),
    [
        ("search", "glossary", False, "false"),
        ("search", "weights", (0.5, 0.3, 0.2), "[0.5, 0.3, 0.2, 0.0, 0.0]"),
        ("indexing", "k1", 0.9, "0.9"),
        ("language_model", "api_key", "secret", "hidden"),
        ("language_model", "api_key", "", ""),
    ],
)
def test_a_value_in_force_is_written_as_the_environment_gives_it(
    group: str, field: str, given: object, written: str
) -> None:
    assert in_force(Settings(**{group: {field: given}}), group, field) == (written, False)
