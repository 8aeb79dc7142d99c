r"""Reads the macros that an author defines and what a use of one stands for: `\newcommand`, `\def`, `\let` and others.

Only simple ones: a body of text and other macros, with arguments #1 to #9. What calls itself, tests a condition or
changes how TeX reads is not.
"""

import re
from dataclasses import dataclass, field

from indexer.parsing.latex.latex_commands import STRUCTURAL

_BRACE = re.compile(r"\\.|[{}]|%[^\n]*+", re.DOTALL)
_BRACKET = re.compile(r"\\.|[{}\]]|%[^\n]*+", re.DOTALL)
_BLANKS = re.compile(r"\s*+")
_ONE = re.compile(r"\\(?:[a-zA-Z@]++|.)|[^\\{}]", re.DOTALL)
_NAME = re.compile(r"\s{0,99}+(?:\{\s{0,99}+(\\(?:[a-zA-Z@]++|.))\s{0,99}+\}|(\\(?:[a-zA-Z@]++|.)))", re.DOTALL)
_PARAMETERS = re.compile(r"((?:\s{0,9}+#[1-9]){0,9}+)\s{0,99}+(?=\{)")
_LET = re.compile(r"\s{0,99}+=?\s{0,99}+(\\(?:[a-zA-Z@]++|.))", re.DOTALL)
_USED = re.compile(r"\\[a-zA-Z@]++")
_PLACE = re.compile(r"#(#|[1-9])")
_PRIMITIVE = re.compile(r"\\(?:if(?!f\b)[a-zA-Z@]*|else|fi|csname|expandafter|futurelet|catcode|[a-zA-Z]*@[a-zA-Z@]*)")
_STAR = re.compile(r"\*?")
_SPACES = re.compile(r"[ \t]*+(?:\n[ \t]*+(?!\n))?")
_DEEPEST = 200  # texts of macros, each within the other
_LONGEST_OPTION = 2_000
_LONGEST_BODY = 20_000
_COMMANDS = frozenset(["\\newcommand", "\\renewcommand", "\\providecommand", "\\DeclareRobustCommand"])
_DEFINITIONS = frozenset(["\\def", "\\gdef", "\\edef", "\\xdef"])
_XPARSE = frozenset(["\\NewDocumentCommand", "\\RenewDocumentCommand", "\\ProvideDocumentCommand"])
_ENVIRONMENTS = frozenset(["\\newenvironment", "\\renewenvironment"])
_OTHERS = frozenset(["\\let", "\\DeclareMathOperator", "\\newtheorem"])
DEFINING = _COMMANDS | _DEFINITIONS | _XPARSE | _ENVIRONMENTS | _OTHERS


@dataclass(frozen=True, slots=True)
class Macro:
    """A simple macro.

    Attributes:
        body: What it stands for, with #1 to #9 in place of its arguments.
        arguments: How many arguments it has.
        default: What its first argument is where it is not given; None if it must be given.
    """

    body: str
    arguments: int = 0
    default: str | None = None


class Frames:
    """A text that is read from its start, into which other texts are put where it is read.

    Attributes:
        left: Characters that may still be put in or read ahead.
    """

    def __init__(self, text: str) -> None:
        self.left = 4 * len(text) + 200_000
        self._texts = [text]
        self._places = [0]

    @property
    def text(self) -> str:
        """The text that is read now; "" at the end of all."""
        while len(self._texts) > 1 and self._places[-1] >= len(self._texts[-1]):
            self._texts.pop()
            self._places.pop()
        return self._texts[-1]

    @property
    def place(self) -> int:
        """Where in it reading goes on."""
        return self._places[-1]

    @place.setter
    def place(self, place: int) -> None:
        self._places[-1] = place

    @property
    def is_at_end(self) -> bool:
        """True if everything has been read."""
        text = self.text
        return self.place >= len(text)

    def following(self) -> str:
        """Return the next character; "" at the end."""
        text = self.text
        return text[self.place : self.place + 1]

    @property
    def is_deep(self) -> bool:
        """True if so many texts wait to be read on that none should be put in."""
        return len(self._texts) > _DEEPEST

    def mark(self) -> tuple[list[str], list[int]]:
        """Return the place where reading goes on, for `reset`."""
        return self._texts[:], self._places[:]

    def reset(self, mark: tuple[list[str], list[int]]) -> None:
        """Go back to a place."""
        self._texts[:], self._places[:] = mark

    def put(self, text: str) -> None:
        """Have a text read before what is left."""
        self.left -= len(text)
        if self.text:
            self._texts.append(text)
            self._places.append(0)

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Match a pattern where reading goes on, and read what it matches."""
        found = pattern.match(self.text, self.place)
        if found is not None:
            self.place = found.end()
        return found

    def argument(self) -> str | None:
        """Read an argument: a group in braces, without these, or one character or macro; None if there is none."""
        self.match(_BLANKS)
        if self.following() == "{":
            return self._until(_BRACE, "}", len(self.text))
        one = self.match(_ONE)
        return None if one is None else one[0]

    def option(self) -> str | None:
        """Read an optional argument in brackets, without these; None if there is none."""
        before = self.place
        self.match(_BLANKS)
        found = self._until(_BRACKET, "]", self.place + _LONGEST_OPTION) if self.following() == "[" else None
        if found is None:
            self.place = min(before, len(self.text))
        return found

    def _until(self, pattern: re.Pattern[str], closing: str, end: int) -> str | None:
        """Read from an opening mark to its closing one; None, and nothing is read, if that does not follow."""
        text, start, depth = self.text, self.place + 1, 0
        if self.left <= 0:
            return None
        for mark in pattern.finditer(text, start, end):
            if mark[0] == closing and depth == 0:
                self.left -= mark.end() - start
                self.place = mark.end()
                return text[start : mark.start()]
            depth += (mark[0] == "{") - (mark[0] == "}")
        self.left -= min(end, len(text)) - start
        return None


@dataclass(slots=True)
class Definitions:
    """What a source defines, read in its order.

    Attributes:
        theorems: The printed names of environments such as theorems, by their own names.
    """

    theorems: dict[str, str] = field(default_factory=dict)
    _macros: dict[str, Macro] = field(default_factory=dict)
    _endless: dict[str, bool] = field(default_factory=dict)

    def take(self, command: str, frames: Frames) -> bool:
        """Read the definition that a command opens; False, and nothing is read, if it is none that can be read."""
        before = frames.mark()
        if command == "\\newtheorem":
            taken = self._take_theorem(frames)
        elif command in _ENVIRONMENTS:
            parts = [frames.argument(), frames.option(), frames.option(), frames.argument(), frames.argument()]
            taken = None not in (parts[0], *parts[3:])
        else:
            named = frames.match(_NAME)
            taken = named is not None and self._take_macro(command, named[1] or named[2], frames)
        if not taken:
            frames.reset(before)
        return taken

    def expanded(self, name: str, frames: Frames) -> str | None:
        """Return what a macro with the arguments that follow stands for; None, and nothing is read, if it is unknown.

        A macro that calls itself, or for which no characters are left, is unknown.
        """
        macro = self._macros.get(name)
        if macro is None or frames.left <= 0 or frames.is_deep or self._is_endless(name, frames):
            return None
        before = frames.mark()
        given: list[str | None] = []
        if macro.default is not None:
            option = frames.option()
            given.append(macro.default if option is None else option)
        while len(given) < macro.arguments:
            given.append(frames.argument())
        arguments = ["", *(one or "" for one in given)]
        too_long = sum(map(len, arguments)) * macro.body.count("#") > frames.left
        if None in given or too_long:
            frames.reset(before)
            frames.left = 0 if too_long else frames.left
            return None
        if not given and name[1:].isalpha():
            frames.match(_SPACES)  # TeX skips them behind a word
        return _PLACE.sub(lambda at: "#" if at[1] == "#" else (arguments[int(at[1]) :] or [""])[0], macro.body)

    def _take_theorem(self, frames: Frames) -> bool:
        frames.match(_STAR)
        name, _, title, _ = frames.argument(), frames.option(), frames.argument(), frames.option()
        if name is None or title is None:
            return False
        self.theorems[name.strip()] = title.strip()
        return True

    def _take_macro(self, command: str, name: str, frames: Frames) -> bool:
        count, default, body = 0, None, None
        if command == "\\let":
            other = frames.match(_LET)
            body = other[1] if other is not None else None
        elif command in _XPARSE:
            return frames.argument() is not None and frames.argument() is not None
        elif command in _DEFINITIONS:
            parameters = frames.match(_PARAMETERS)
            body = frames.argument() if parameters is not None else None
            count = parameters[1].count("#") if parameters is not None else 0
        elif command == "\\DeclareMathOperator":
            operator = frames.argument()
            body = None if operator is None else f"\\operatorname{{{operator}}}"
        else:
            stated, default, body = frames.option(), frames.option(), frames.argument()
            count = int(stated) if stated is not None and stated.strip() in set("123456789") else 0
        if body is None:
            return False
        is_simple = len(body) <= _LONGEST_BODY and _PRIMITIVE.search(body) is None
        if is_simple and name not in STRUCTURAL:
            self._macros[name] = Macro(body, count, default)
        else:
            self._macros.pop(name, None)
        self._endless.clear()
        return True

    def _is_endless(self, name: str, frames: Frames) -> bool:
        """True if a macro's body leads back to the macro."""
        if name not in self._endless:
            seen: set[str] = set()
            waiting = [name]
            while waiting and name not in seen and frames.left > 0:
                body = self._macros[waiting.pop()].body
                frames.left -= len(body)
                fresh = {one for one in _USED.findall(body) if one in self._macros} - seen
                seen |= fresh
                waiting += fresh
            self._endless[name] = name in seen
        return self._endless[name]
