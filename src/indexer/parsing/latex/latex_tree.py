"""Parses LaTeX into a tree by pylatexenc, and gives the characters that its commands stand for.

What is nested deeper than any paper is not parsed: it stays as it stands, paragraph by paragraph.
"""

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from indexer.parsing.latex import latex_commands as known
from indexer.parsing.latex.latex_symbols import QUANTITIES, SYMBOLS

CELL = "&&"
_ESCAPED = frozenset("%&$#_{}")
_DEEPEST = 40  # groups and environments, each within the other
_NESTING = re.compile(r"\\(?:begin|end)(?![a-zA-Z])|\\[a-zA-Z@]*+\*?+\[|\\.|[{}\]]", re.DOTALL)
_PARAGRAPHS = re.compile(r"(\n[ \t]*+\n\s*+)")
_SPECIALS = {"~": "\u00a0", "``": "“", "''": "”", "--": "–", "---": "—", "!`": "¡", "?`": "¿"}
_QUOTES = str.maketrans({"`": "‘", "'": "’"})
_WITH_SOURCE = known.MATHS | known.DRAWN


@dataclass(frozen=True, slots=True)
class Chars:
    """Characters of text, as they are printed."""

    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """What stands in braces, or an optional argument in brackets."""

    nodes: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class LatexCommand:
    """A command with those arguments that it is known to have; None for an optional one that is not given.

    Attributes:
        name: Its name without the backslash; `CELL` for the mark between two cells.
        arguments: Its arguments; a star is one.
        source: How it is written, arguments and the blanks behind it included.
    """

    name: str
    arguments: "tuple[Group | None, ...]"
    source: str


@dataclass(frozen=True, slots=True)
class Environment:
    """An environment.

    Attributes:
        name: Its name without a star.
        arguments: The arguments that it is known to have.
        nodes: Its content.
        source: How the content is written, for verbatim text, mathematics and drawings; else "".
    """

    name: str
    arguments: "tuple[Group | None, ...]"
    nodes: "tuple[Node, ...]"
    source: str


@dataclass(frozen=True, slots=True)
class Formula:
    """Mathematics in dollars or the like: how it is written, its content, and whether it is displayed."""

    source: str
    nodes: "tuple[Node, ...]"
    is_displayed: bool


Node = Chars | Group | LatexCommand | Environment | Formula


def parse(text: str) -> tuple[tuple[Node, ...], bool]:
    """Return the content of a text, and whether all of it could be parsed; what could not is characters."""
    if _depth(text) <= _DEEPEST:
        nodes = _parsed(text)
        if nodes is not None:
            return nodes, True
    found: list[Node] = []
    for part in _PARAGRAPHS.split(text):
        nodes = _parsed(part) if _depth(part) <= _DEEPEST else None
        found += (Chars(part),) if nodes is None else nodes
    return tuple(found), False


def plain(nodes: Iterable[Node]) -> str:
    """Return the characters of nodes without commands; for keys, names of files and numbers."""
    texts: list[str] = []
    for node in nodes:
        if isinstance(node, Chars):
            texts.append(node.text)
        elif isinstance(node, Group):
            texts.append(plain(node.nodes))
        elif isinstance(node, LatexCommand):
            texts.append(node.source if not node.name[:1].isalpha() else "")
    return "".join(texts)


def symbol(command: LatexCommand) -> str | None:
    r"""Return the characters that a command without text of its own stands for, such as "\'e"; None for another.

    >>> [symbol(parse(text)[0][0]) for text in (r"\'e", r"\alpha", r"\%", r"\LaTeX", r"\emph{a}")]
    ['é', 'α', '%', 'LaTeX', None]
    """
    if command.name in _ESCAPED:
        return command.name
    if command.name in SYMBOLS:
        return SYMBOLS[command.name]
    return _symbol(command.name, command.source) if len(command.source) <= 40 else None  # an accent has one letter


def is_known(name: str) -> bool:
    """True for a command whose arguments are known."""
    return _context().get_macro_spec(name) is not None


@cache
def _text_context() -> Any:
    from pylatexenc.latex2text import get_default_latex_context_db  # type: ignore[import-untyped]

    return get_default_latex_context_db().filter_context(
        keep_categories=["latex-base", "advanced-symbols", "nonascii-specials"]
    )


@cache
def _symbols() -> Any:
    from pylatexenc.latex2text import LatexNodes2Text

    return LatexNodes2Text(latex_context=_text_context(), keep_comments=False, strict_latex_spaces=True)


_ACCENTS = frozenset("` ' ^ \" ~ = . c H k b d u v r t".split())
_SHOWN = 2  # characters that a symbol or an accented letter may have


@lru_cache(maxsize=2_000)
def _symbol(name: str, source: str) -> str | None:
    spec = _text_context().get_macro_spec(name)
    if spec is None or (spec.simplify_repl is None and name not in _ACCENTS):
        return None
    if isinstance(spec.simplify_repl, str):
        text = spec.simplify_repl
        return text if text and not ("%" in text and text != "%") and "<" not in text[:-1] else None
    if name not in _ACCENTS:
        return None
    shown = str(_symbols().latex_to_text(source.rstrip())).strip()
    return shown if 0 < len(shown) <= _SHOWN else None


@cache
def _context() -> Any:
    from pylatexenc.latexwalker import get_default_latex_context_db  # type: ignore[import-untyped]
    from pylatexenc.macrospec import EnvironmentSpec, MacroSpec  # type: ignore[import-untyped]

    macros = {
        **known.READ_AS_LAST,
        **known.LEFT_OUT,
        **known.NOTED,
        **known.LINKED,
        **dict.fromkeys(known.CITING, "*[[{"),
        **dict.fromkeys(known.REFERRING, "*{"),
        **dict.fromkeys(known.FILES, "{"),
        **dict.fromkeys(known.SECTIONS, "*[{"),
        **dict.fromkeys(SYMBOLS, ""),
        "\\": "*[",
        "caption": "*[{",
        "captionof": "*{[{",
        "tablecaption": "{",
        "tablehead": "{",
        "ensuremath": "{",
        "citeauthoryear": "{{{",
        **known.READ_WHOLE,
        **QUANTITIES,
        "enddata": "",
        "item": "[",
        "bibitem": "[{",
        "author": "[{",
        "date": "{",
        "bibliography": "{",
        "addbibresource": "[{",
        "nocite": "{",
        **dict.fromkeys(["doi", "DOI", "acmDOI", "keywords", "abstract", "abstracts"], "{"),
        **dict.fromkeys(["label", "title", "paragraph*"], "{"),
        "title": "[{",
    }
    environments = dict(known.ENVIRONMENT_ARGUMENTS)
    starred = {f"{name}*": spec for name, spec in environments.items() if not name.endswith("*")}
    db = get_default_latex_context_db()
    db.add_context_category(
        "kutip",
        macros=[MacroSpec(name, spec) for name, spec in macros.items()],
        environments=[EnvironmentSpec(name, spec) for name, spec in {**starred, **environments}.items()],
        prepend=True,
    )
    return db


def _depth(text: str) -> int:
    """Return how deep a text is nested, at most; what is not closed counts to the end."""
    depth = deepest = 0
    for mark in _NESTING.finditer(text):
        if mark[0] in ("{", "\\begin") or mark[0][-1] == "[":
            depth += 1
            deepest = max(deepest, depth)
        elif mark[0] in ("}", "]", "\\end"):
            depth = max(0, depth - 1)
    return deepest


def _parsed(text: str) -> tuple[Node, ...] | None:
    from pylatexenc.latexwalker import LatexWalker, LatexWalkerError

    logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)  # it prints what it tolerates
    try:
        nodes, start, length = LatexWalker(text, latex_context=_context(), tolerant_parsing=True).get_latex_nodes(pos=0)
        return (*_converted(nodes, text), *((Chars(text[start + length :]),) if start + length < len(text) else ()))
    except (LatexWalkerError, RecursionError, ValueError, IndexError, AttributeError, TypeError):
        return None


def _converted(nodes: Sequence[Any] | None, text: str) -> Iterator[Node]:
    for node in nodes or ():
        kind = type(node).__name__
        if node is None:
            continue
        if kind == "LatexCharsNode":
            yield Chars(node.chars.translate(_QUOTES))
        elif kind == "LatexGroupNode":
            yield Group(tuple(_converted(node.nodelist, text)))
        elif kind == "LatexMacroNode":
            yield _command(node, text)
        elif kind == "LatexEnvironmentNode":
            yield _environment(node, text)
        elif kind == "LatexMathNode":
            source = text[node.pos : node.pos + node.len]
            opening, closing = node.delimiters
            inside = source.removeprefix(opening).removesuffix(closing)
            yield Formula(inside, tuple(_converted(node.nodelist, text)), node.displaytype == "display")
        elif kind == "LatexSpecialsNode":
            mark = node.specials_chars
            yield LatexCommand(CELL, (), mark) if mark == "&" else Chars(_SPECIALS.get(mark, mark))


def _command(node: Any, text: str) -> Node:
    source = text[node.pos : node.pos + node.len]
    if node.macroname == "verb" and hasattr(node.nodeargd, "verbatim_text"):
        return Group((Chars(str(node.nodeargd.verbatim_text)),))
    return LatexCommand(node.macroname, _arguments(node.nodeargd, text), source)


def _arguments(stated: Any, text: str) -> tuple[Group | None, ...]:
    arguments = getattr(stated, "argnlist", None) or ()
    return tuple(None if one is None else _as_group(one, text) for one in arguments)


def _as_group(node: Any, text: str) -> Group:
    found = tuple(_converted([node], text))
    return found[0] if len(found) == 1 and isinstance(found[0], Group) else Group(found)


def _environment(node: Any, text: str) -> Node:
    name = node.environmentname
    bare = name.rstrip("*")
    if hasattr(node.nodeargd, "verbatim_text"):
        return Environment(bare, (), (), str(node.nodeargd.verbatim_text))
    source = text[node.pos : node.pos + node.len] if bare in _WITH_SOURCE else ""
    inside = source.removeprefix(f"\\begin{{{name}}}").removesuffix(f"\\end{{{name}}}")
    return Environment(bare, _arguments(node.nodeargd, text), tuple(_converted(node.nodelist, text)), inside)
