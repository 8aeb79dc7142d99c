"""Nothing that a paper, a file name or a question holds reaches a terminal as something that it obeys."""

import io
import json
import sys
import unicodedata
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.table import Table

from kutip.cli import terminal
from kutip.cli.printing import escape
from kutip.cli.terminal import VisibleConsole, escaped, in_one_line, json_text, prepare_streams, visible

EVERY = [chr(number) for number in range(sys.maxunicode + 1)]
CONTROLS = [one for one in EVERY if unicodedata.category(one) in {"Cc", "Zl", "Zp", "Cs"} and one not in "\n\t"]
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
HIDDEN = ["\u200b", "\u2060", "\ufeff", "\u180e", "\u2065", "\u3164", "\U000e0001", "\U000e0041", "\U000e0100"]
ATTACKS = {
    "clears the screen": "\x1b[2J",
    "sets the title": "\x1b]0;owned\x07",
    "links elsewhere": "\x1b]8;;https://evil.example\x1b\\here\x1b]8;;\x1b\\",
    "C1 introducer": "\x9b31m",
    "C1 command": "\x9d52;c;aGk=\x9c",
    "overwrites the line": "safe\rowned",
    "rubs out": "bad\x08\x08\x08good",
    "rings": "\x07",
    "goes backwards": "\u202etxt.exe",
}


@pytest.mark.parametrize("one", [*CONTROLS[:100], *BIDI, *HIDDEN], ids=lambda one: f"U+{ord(one):04X}")
def test_a_character_that_a_terminal_obeys_or_hides_is_shown_by_number(one: str) -> None:
    assert visible(f"a{one}b") == f"a<U+{ord(one):04X}>b"


def test_no_character_of_these_kinds_is_left_among_all_of_unicode() -> None:
    left = [one for one in CONTROLS if visible(f"a{one}b") == f"a{one}b"]
    formats = [one for one in EVERY if unicodedata.category(one) == "Cf" and visible(f"a{one}b") == f"a{one}b"]
    assert left == []
    assert formats == ["\u00ad"]  # a soft hyphen is ordinary in the text of a PDF


@pytest.mark.parametrize(
    "text",
    [
        "Café – “naïve”\n\tok",
        "می\u200cخواهم",
        "👩\u200d🔬",
        "क्\u200dष",
        "葛\U000e0100城市",
        "co\u00adoperate",
        "10\u00a0%",
        "e\u0301",
        "❤️",
    ],
)
def test_ordinary_text_of_any_script_stays_as_it_is(text: str) -> None:
    assert visible(text) == text


@given(st.text())
def test_making_a_text_visible_twice_changes_nothing_more(text: str) -> None:
    assert visible(visible(text)) == visible(text)


def test_a_text_of_several_lines_becomes_one_line() -> None:
    assert in_one_line("it failed:\n\n  bad\x1bly\n") == "it failed: bad<U+001B>ly"


# Consoles


def printed(*values: object, terminal: bool = False, markup: bool = True) -> str:
    written = StringIO()
    VisibleConsole(file=written, force_terminal=terminal, width=300, emoji=False, markup=markup, highlight=False).print(
        *values
    )
    return written.getvalue()


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_a_console_shows_what_a_text_would_have_a_terminal_do(attack: str) -> None:
    table = Table(attack)
    table.add_row(attack)
    for shown in (printed(attack, markup=False), printed(escape(attack)), printed(table)):
        assert not {*shown} & {*CONTROLS, *BIDI}


def test_a_console_still_writes_its_own_styles() -> None:
    assert printed(f"[red]{escape('it is')}[/red]", terminal=True) == "\x1b[31mit is\x1b[0m\n"
    assert "\x1b" not in printed(escape("\x1b[31mit is"), terminal=False)


@pytest.mark.parametrize("title", ["[/mg]", "[link=https://evil.example]here[/link]", "[bold]x", "[red]", ":warning:"])
def test_what_looks_like_markup_in_a_title_is_printed_as_it_stands(title: str) -> None:
    table = Table("title")
    table.add_row(escape(title))
    assert title in printed(table, terminal=True)
    assert printed(escape(title), terminal=True) == f"{title}\n"


# JSON


@pytest.mark.parametrize("attack", [*ATTACKS.values(), *HIDDEN[:4], "\ud800", "\x7f", "\u2028"])
def test_json_escapes_what_a_terminal_obeys_and_keeps_the_value(attack: str) -> None:
    text = json_text({"title": attack, attack: "é"})
    assert json.loads(text) == {"title": attack, attack: "é"}
    assert not {*text} & {*CONTROLS, *BIDI, *HIDDEN[:4]}
    assert "é" in text


def test_a_written_json_text_is_escaped_in_the_same_way() -> None:
    assert escaped('{"a": "\u202eé"}') == '{"a": "\\u202eé"}'


@given(st.text())
def test_any_text_is_read_back_from_its_json(text: str) -> None:
    assert json.loads(escaped(json.dumps(text, ensure_ascii=False))) == text
    assert json.loads(json_text(text)) == text


def test_json_for_a_terminal_without_letters_is_all_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal.sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    assert json_text({"a": "é😀"}, indent=None) == '{"a":"\\u00e9\\ud83d\\ude00"}'
    assert escaped('"é"') == '"\\u00e9"'


# Streams


def test_a_letter_that_the_terminal_lacks_is_written_as_an_escape(monkeypatch: pytest.MonkeyPatch) -> None:
    bytes_written = io.BytesIO()
    monkeypatch.setattr(terminal.sys, "stdout", io.TextIOWrapper(bytes_written, encoding="ascii"))
    prepare_streams()
    terminal.sys.stdout.write("it’s")
    terminal.sys.stdout.flush()
    assert bytes_written.getvalue() == b"it\\u2019s"


def test_a_closed_standard_output_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal.sys, "stdout", None)
    prepare_streams()
    terminal.sys.stdout.write("nobody reads this")
