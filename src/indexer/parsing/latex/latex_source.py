r"""Prepares LaTeX for its parser: comments go out, simple macros of the author are replaced by what they stand for.

Verbatim text stays as it is. Everything is bounded: macros that call themselves, or that would make the text too long,
stay as they stand. A dollar that opens no mathematics within its paragraph is a dollar.
"""

import re
from dataclasses import dataclass, field

from indexer.parsing.latex.latex_commands import SECTIONS
from indexer.parsing.latex.latex_macros import DEFINING, Definitions, Frames

_MARK = re.compile(r"\\(?:[a-zA-Z@]++\*?|.|\Z)|%|\$|\n[ \t]*+(?=\n)", re.DOTALL)
_COMMENT = re.compile(r"[^\n]*+(?:\n[ \t]*+)?+")
_BEGIN = re.compile(r"[ \t]{0,99}+\{([a-zA-Z]++\*?)\}")
_VERBATIM = frozenset("verbatim verbatim* Verbatim Verbatim* BVerbatim lstlisting minted alltt spverbatim".split())
_NOT_TEXT = frozenset("comment filecontents filecontents*".split())
_VERB = re.compile(r"([^\sa-zA-Z*{])[^\n]*?\1")
_OPTIONS = re.compile(r"\A[ \t]*+\[[^\]]*+\]")
_LANGUAGE = re.compile(r"\A[ \t]*+\{[^}]*+\}")
_URL = re.compile(r"\s*+\{[^{}\n]*+\}")
_RAW = frozenset(["\\url", "\\href", "\\path", "\\nolinkurl"])
_CONDITION = re.compile(r"\\(?:if[a-zA-Z@]*+|else|fi)(?![a-zA-Z@])")
_RULE = re.compile(r"(?:\[[^\]\n]*+\])?(?:\([^)\n]*+\))?[ \t]*+(?=\{)")
_WORD_END = re.compile(r"\\[a-zA-Z@]+\Z")
_SETTLING = frozenset(["\\item", "\\par", "\\bibitem", *(f"\\{name}{star}" for name in SECTIONS for star in ("", "*"))])


@dataclass(frozen=True, slots=True)
class LatexSource:
    """A source that is ready for the parser.

    Attributes:
        preamble: What stands before the document begins; "" for a part of a document.
        body: The document itself.
        theorems: The printed names of environments such as theorems, by their own names.
        is_cut: True if macros stay as they stand because they would make the text too long.
    """

    preamble: str
    body: str
    theorems: dict[str, str] = field(default_factory=dict)
    is_cut: bool = False


def prepared(text: str) -> LatexSource:
    r"""Prepare a source.

    >>> prepared("\\newcommand{\\kg}[1]{#1 kg} A net of \\kg{5}. % or six").body
    ' A net of 5 kg. '
    """
    return _Preparing(text.replace("\r\n", "\n").replace("\r", "\n")).done()


class _Preparing:
    def __init__(self, text: str) -> None:
        self._frames = Frames(text)
        self._definitions = Definitions()
        self._out: list[str] = []
        self._dollars: list[int] = []  # those of the paragraph, as places in `_out`
        self._begin: int | None = None  # of the document, as a place in `_out`
        self._is_ended = False
        self._endless: set[str] = set()  # environments whose end does not follow

    def done(self) -> LatexSource:
        frames = self._frames
        while not (frames.is_at_end or self._is_ended):
            mark = _MARK.search(frames.text, frames.place)
            before = frames.text[frames.place : mark.start() if mark is not None else None]
            self._out.append(before)
            frames.place = mark.end() if mark is not None else len(frames.text)
            if mark is not None:
                self._take(mark[0])
        self._settle_dollars()
        begin = self._begin or 0
        preamble, body = "".join(self._out[:begin]), "".join(self._out[begin:])
        return LatexSource(preamble, body, self._definitions.theorems, frames.left <= 0)

    def _take(self, mark: str) -> None:
        frames = self._frames
        if mark == "%":
            self._skip_comment()
        elif mark == "$":
            self._dollars.append(len(self._out))
            self._out.append(mark)
        elif mark[0] == "\n":
            self._settle_dollars()
            self._out.append("\n")
        elif mark == "\\begin" or mark == "\\end":
            self._take_environment(mark)
        elif mark == "\\iffalse":
            self._skip_condition()
        elif mark in DEFINING or mark.rstrip("*") in DEFINING:
            if not self._definitions.take(mark.rstrip("*"), frames):
                self._out.append(mark)
        elif mark == "\\xspace":
            self._out.append(" " if frames.following().isalnum() or frames.following() == "(" else "")
        else:
            self._take_macro(mark)

    def _take_macro(self, mark: str) -> None:
        frames = self._frames
        name = mark.rstrip("*") if mark != "\\*" else mark
        if name in ("\\verb", "\\lstinline") and (shown := frames.match(_VERB)) is not None:
            self._out.append(f"\\verb{shown[0]}")
            return
        if mark in _SETTLING:
            self._settle_dollars()
        if name == "\\cmidrule":
            frames.match(_RULE)
            mark = "\\cline"
        if name in _RAW and (url := frames.match(_URL)) is not None:
            self._out += [mark, re.sub(r"(?<!\\)%", r"\\%", url[0])]
            return
        body = self._definitions.expanded(name, frames)
        if body is None:
            self._out.append(mark)
            return
        apart = _WORD_END.search(body[-50:]) is not None and frames.following().isalpha()
        frames.put(f"{body}{'*' * (len(mark) - len(name))}{' ' if apart else ''}")

    def _skip_comment(self) -> None:
        """Leave a comment out, with its line end: TeX joins the lines, but for a blank line that follows."""
        self._frames.match(_COMMENT)
        if self._frames.following() == "\n":
            self._out.append("\n")

    def _take_environment(self, mark: str) -> None:
        frames = self._frames
        found = _BEGIN.match(frames.text, frames.place)
        name = found[1] if found is not None else ""
        if name == "document" and found is not None:
            frames.place = found.end()
            self._settle_dollars()
            self._is_ended = mark == "\\end" and self._begin is not None
            if mark == "\\begin" and self._begin is None:
                self._begin = len(self._out)
            return
        self._out.append(mark)
        if mark == "\\begin" and found is not None and name in _VERBATIM | _NOT_TEXT and name not in self._endless:
            closing = f"\\end{{{name}}}"
            end = frames.text.find(closing, found.end())
            if end < 0:
                self._endless.add(name)
                return
            shown = _OPTIONS.sub("", frames.text[found.end() : end])
            shown = _LANGUAGE.sub("", shown) if name == "minted" else shown
            self._out[-1:] = [] if name in _NOT_TEXT else [f"\\begin{{verbatim}}{shown}\\end{{verbatim}}"]
            frames.place = end + len(closing)

    def _skip_condition(self) -> None:
        r"""Leave out what is never read: from \iffalse to its \else or \fi; only the command, if none follows."""
        frames, depth = self._frames, 0
        frames.left -= len(frames.text) - frames.place
        if frames.left < 0:
            return
        for found in _CONDITION.finditer(frames.text, frames.place):
            if depth == 0 and found[0] in ("\\else", "\\fi"):
                frames.left += len(frames.text) - found.end()
                frames.place = found.end()
                return
            depth += found[0].startswith("\\if") - (found[0] == "\\fi")

    def _settle_dollars(self) -> None:
        """At the end of a paragraph: an odd number of dollars is no mathematics."""
        if len(self._dollars) % 2:
            for at in self._dollars:
                self._out[at] = "\\$"
        self._dollars.clear()
