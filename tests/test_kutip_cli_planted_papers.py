"""A paper, its metadata and a question that hold what a terminal obeys: no command's output lets it through."""

import json
from pathlib import Path

import pytest
from test_kutip_cli_terminal import ATTACKS, BIDI, CONTROLS
from typer.testing import CliRunner

from kutip.cli import citation_commands
from kutip.cli.commands import app
from kutip.settings import Settings

RUN = CliRunner()
PLANTED = [one for one in ATTACKS.values() if "\r" not in one]  # Markdown takes a carriage return as an end of line
OBEYED = {*CONTROLS, *BIDI}


def printed(*arguments: str) -> str:
    result = RUN.invoke(app, list(arguments))
    return result.output + str(result.exception or "")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    paper = tmp_path / "corpus" / "planted"
    paper.mkdir(parents=True)
    paragraphs = "\n\n".join(f"The police {attack} met in Hanoi." for attack in PLANTED)
    table = f"| a | {PLANTED[0]} |\n| --- | --- |\n| {PLANTED[1]} | [/mg] |\n"
    (paper / "source.md").write_text(f"# Title {PLANTED[0]} [/mg]\n\n{paragraphs}\n\n{table}", encoding="utf-8")
    return tmp_path / "corpus"


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_parse_shows_what_is_planted_in_a_source(form: list[str], corpus: Path) -> None:
    shown = printed("parse", "planted", "--corpus", str(corpus), *form)
    assert not {*shown} & OBEYED
    assert "met in Hanoi." in shown
    assert ("\\u202e" if form else "<U+202E>") in shown
    if form:
        texts = [json.loads(line)["text"] for line in shown.splitlines()]
        assert sum("\u202e" in text for text in texts) == 1


@pytest.mark.parametrize("form", ["ris", "csl-json"])
def test_cite_shows_what_is_planted_in_an_export(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Planted:
        def export(self, passage: str, name: str) -> str:
            planted = "".join(ATTACKS.values())
            return json.dumps({"title": planted}, ensure_ascii=False) if name == "csl-json" else f"TI  - {planted}\n"

    monkeypatch.setattr(citation_commands, "open_papers", lambda index: Planted())
    shown = printed("cite", "abc", "--format", form)
    assert not {*shown} & OBEYED
    if form == "csl-json":
        assert json.loads(shown) == {"title": "".join(ATTACKS.values())}


@pytest.mark.parametrize("command", ["search", "ask", "quote"])
@pytest.mark.parametrize("attack", [ATTACKS["clears the screen"], ATTACKS["goes backwards"], "[/mg] [link=x]"])
def test_a_question_or_quotation_is_not_obeyed(command: str, attack: str, settings: Settings) -> None:
    shown = printed(command, f"the police {attack} in Hanoi", "--index", str(settings.index))
    assert not {*shown} & OBEYED


@pytest.mark.parametrize(
    "arguments", [["parse", "\x1b[2J"], ["refs", "\u202ea"], ["search", "x", "--document", "\x9b31m"]]
)
def test_an_unknown_name_is_not_obeyed(
    arguments: list[str], settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from kutip.cli.edge import run_app

    monkeypatch.setenv("KUTIP_INDEX", str(settings.index))
    with pytest.raises(SystemExit):
        run_app(lambda: app(arguments))
    complained = capsys.readouterr().err
    assert complained.startswith("kutip: ")
    assert not {*complained} & OBEYED
