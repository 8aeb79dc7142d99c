"""What a terminal obeys is made visible: control characters, and marks that change the direction of text or hide it."""

import io
import json
import re
import sys
import unicodedata
from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

_OBEYED = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # controls, format characters, lone surrogates, separators of lines
_JOINERS = "\u200c\u200d"  # ordinary inside words of many scripts and in emoji, a trick between Latin letters
_SOFT_HYPHEN = "\u00ad"
# Nothing is seen of these either, though Unicode counts them as letters, marks or unassigned. A variation selector is
# ordinary after the ideograph that it varies.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u2065\u3164\uffa0\ufff0-\ufff8]|[\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
    "|(?<![\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\U000e0100-\U000e01ef]"
)


class VisibleConsole(Console):
    """A console that prints of any text only what can be seen; escape sequences are its own styles and nothing else."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Render as Rich does, then make visible what the text holds."""
        for text, style, control in super().render(renderable, options):
            yield Segment(text if control else visible(text), style, control)


def visible(text: str) -> str:
    r"""Replace each character that a terminal obeys, or shows nothing of, by its number; line ends and tabs stay.

    >>> visible("red: \x1b[31m, backwards: \u202e")
    'red: <U+001B>[31m, backwards: <U+202E>'
    """
    if text.isascii() and text.isprintable():
        return text
    text = _UNSEEN.sub(lambda found: _number(found[0]), text)
    if text.isprintable():
        return text
    return "".join(_number(one) if _is_obeyed(text, at) else one for at, one in enumerate(text))


def _is_obeyed(text: str, at: int) -> bool:
    one = text[at]
    if one.isprintable() or one in f"\n\t{_SOFT_HYPHEN}" or unicodedata.category(one) not in _OBEYED:
        return False
    around = text[max(at - 1, 0) : at], text[at + 1 : at + 2]
    return one not in _JOINERS or not all(side and not side.isascii() for side in around)


def _number(character: str) -> str:
    return f"<U+{ord(character):04X}>"


def in_one_line(text: str) -> str:
    r"""Make a text visible and put it into one line: "a\nb" becomes "a b"."""
    return visible(" ".join(line.strip() for line in text.split("\n") if line.strip()))


def json_text(value: object, *, indent: int | None = 1) -> str:
    r"""Write a value as JSON in which the characters that a terminal obeys are escaped: "\u202e".

    Letters stay as they are where standard output can show them, and are escaped too where it cannot.
    """
    separators = (",", ":") if indent is None else None
    return _escaped(json.dumps(value, ensure_ascii=not _shows_letters(), indent=indent, separators=separators))


def escaped(text: str) -> str:
    r"""Escape in a JSON text what a terminal obeys, and what standard output cannot show; its value stays the same."""
    text = _escaped(text)
    return text if _shows_letters() else "".join(one if one.isascii() else json.dumps(one)[1:-1] for one in text)


def _escaped(text: str) -> str:
    if text.isascii():  # json itself escapes the other controls
        return text.replace("\x7f", "\\u007f")
    return "\n".join(line if line.isprintable() else "".join(map(_in_json, line)) for line in text.split("\n"))


def _in_json(character: str) -> str:
    if character.isprintable() or unicodedata.category(character) not in _OBEYED:
        return character
    return json.dumps(character)[1:-1] if character != "\x7f" else "\\u007f"


def _shows_letters() -> bool:
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return encoding.lower().replace("-", "").startswith("utf")


def prepare_streams() -> None:
    r"""Let standard output write what its encoding lacks as an escape, "\u2019", and do without a closed one."""
    if sys.stdout is None:
        sys.stdout = io.StringIO()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
