"""Finds every regular expression of our code, and how each is used.

Modules are imported for the expressions that they hold, also in tuples, dictionaries and classes, and their source is
parsed for the methods that they call. Expressions that functions build from what they are given need an example here.
"""

import ast
import importlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

from benchmarks.rooms import modules_of


class Use(StrEnum):
    """Where an expression is tried in a text: at its start, on the whole of it, or from every character."""

    START = "match"
    WHOLE = "fullmatch"
    ANYWHERE = "finditer"


@dataclass(frozen=True, slots=True)
class FoundPattern:
    """A regular expression and how our code uses it.

    Attributes:
        name: Where it is, for example "retriever.claims._QUOTED".
        pattern: The expression.
        uses: How it is used.
        window: Most characters that it is given at once; None if it is given whole texts.
    """

    name: str
    pattern: re.Pattern[str]
    uses: frozenset[Use]
    window: int | None = None


class UnreadPatternError(Exception):
    """The source has a regular expression of which no example or no use can be found; the message says what to do."""


_FUNCTIONS = ("compile", "search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn", "template")
_METHODS = {
    **dict.fromkeys(("search", "finditer", "findall", "sub", "subn", "split"), Use.ANYWHERE),
    "match": Use.START,
    "fullmatch": Use.WHOLE,
}
_FORMS = "|".join(map(re.escape, ["United Nations", "UN", "e-ID", "U.S.", "A A A A", "(A)", "A"]))
# Functions that call `match` from places further and further on, which are never within what a call before has read:
# it is enough that one such call takes linear time. Everything else is expected to call it from every character.
ONWARD = frozenset(
    {
        "indexer.bibliography.entry_authors",  # each author where the last one ended
        "indexer.bibliography.ruled_parts",  # each name where the last one ended; every other part once an entry
        "kutip.text.callouts._narrative",  # the years at the start of a bracket
        "kutip.text.callouts._start_of_names",  # from one year to the next
        "kutip.text.reading.optional_hyphens",  # the blanks after a hyphen
        "kutip.text.reading._places",  # where the last word ended
        "kutip.text.sentences._bounds_in_line",  # the bracket after a full stop, which holds no other such bracket
        "retriever.claims._names",  # the number after a name
        "retriever.query.forms._beside",  # the word after an ordinal
    }
)
# Functions that give an expression at most so many characters of a text at once.
WINDOWS: Mapping[str, int] = {
    "kutip.text.callouts._names_before": 201,  # the characters before a bracket, and the bracket
    "retriever.citations.ris.RisExporter.write": 200,  # the pages of a paper
}
# What an expression that a function builds depends on: by module and function, an example of each name in it.
GIVEN: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("indexer.abbreviations", "spell_out"): {"shorts": _FORMS},
    ("retriever.query.abbreviations", "Abbreviations.__init__"): {"any_form": _FORMS},
    ("retriever.query.abbreviations", "Abbreviations.rewrite"): {"form": "A A"},
    ("retriever.answers.about_paper", "_word"): {"fields": ("paper_facts.works",)},
    ("retriever.answers.asked_question", "AskedQuestion.says"): {"said": "a a"},
    ("retriever.answers.study_parts", "_Headed.__init__"): {"field": "study.aims"},
    ("retriever.answers.summary", "_words"): {"field": "study.asked_aim"},
    ("retriever.query.speaking_authors", "_pattern"): {"known": "Ana Maria|Lind"},
    ("retriever.claims", "_carried"): {"one": SimpleNamespace(source="A A")},
    ("kutip.text.terms", "_Restored.__init__"): {"start": "[mp]eng(?=[aeiou])"},
}


def find_patterns(root: Path, packages: Iterable[str]) -> list[FoundPattern]:
    """Find all expressions of some packages under a folder, sorted by name.

    Raises:
        UnreadPatternError: An expression cannot be read, or nothing uses it.
    """
    names = modules_of(root, tuple(packages))
    modules = {name: importlib.import_module(name) for name in names if not name.endswith("__main__")}
    found: dict[re.Pattern[str], str] = {}
    uses: defaultdict[re.Pattern[str], set[tuple[Use, int | None]]] = defaultdict(set)
    for name, module in modules.items():
        for where, pattern in _held(vars(module), name):
            found.setdefault(pattern, where)
    unread: list[str] = []
    for name, module in modules.items():
        source = _Source(name, module, ast.parse(names[name].read_text(encoding="utf-8")), unread)
        for where, pattern, use, window in source.patterns_and_uses():
            found.setdefault(pattern, where)
            uses[pattern].update(() if use is None else ((use, window),))
    if unread:
        raise UnreadPatternError("; ".join(unread))
    unused = [where for pattern, where in found.items() if not uses[pattern] and not _is_part(pattern, found)]
    if unused:
        raise UnreadPatternError(f"nothing uses {', '.join(sorted(unused))}; remove them, or mend {__name__}")
    results = []
    for pattern, where in found.items():
        windows = [window for _, window in uses[pattern]]
        window = None if None in windows else max((one for one in windows if one is not None), default=None)
        if uses[pattern]:
            results.append(FoundPattern(where, pattern, frozenset(use for use, _ in uses[pattern]), window))
    return sorted(results, key=lambda one: one.name)


def _is_part(pattern: re.Pattern[str], others: Iterable[re.Pattern[str]]) -> bool:
    return any(pattern.pattern in other.pattern for other in others if other is not pattern)


def _held(values: Mapping[str, Any], where: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield the expressions in a module's or a class's values, also those in its collections."""
    for key, value in values.items():
        for inner in _spread(value):
            yield f"{where}.{key}", inner
        if isinstance(value, type) and value.__module__ == where:
            yield from _held(vars(value), f"{where}.{key}")


def _spread(value: Any) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Mapping):
        for inner in (*value.keys(), *value.values()):
            yield from _spread(inner)
    elif isinstance(value, tuple | list | set | frozenset):
        for inner in value:
            yield from _spread(inner)


_Seen = tuple[str, re.Pattern[str], Use | None, int | None]  # as in FoundPattern: name, pattern, use, window


@dataclass(frozen=True, slots=True)
class _Source:
    """A module and its parsed source."""

    name: str
    module: ModuleType
    tree: ast.Module
    unread: list[str]  # what could not be read, for the error's message

    def patterns_and_uses(self) -> Iterator[_Seen]:
        """Yield the expressions that the source builds or uses; the use of one that is only built is None."""
        loose: set[Use] = set()
        owners = {id(node.value) for node in ast.walk(self.tree) if isinstance(node, ast.Attribute)}
        for function, call in _calls(self.tree, ""):
            if not isinstance(call.func, ast.Attribute):
                continue
            where, method = call.func.value, call.func.attr
            if isinstance(where, ast.Name) and where.id == "re" and method in _FUNCTIONS:
                kept = function and method == "compile" and id(call) not in owners  # an attribute, used we know not how
                yield from self._built(function, call, method, Use.ANYWHERE if kept else _METHODS.get(method))
            elif method in _METHODS:
                pattern = self._value(where)
                use = _METHODS[method]
                onward = not ONWARD.isdisjoint((self.name, f"{self.name}.{function}"))
                use = Use.ANYWHERE if use is Use.START and len(call.args) > 1 and not onward else use
                if isinstance(pattern, re.Pattern):
                    name = f"{self.name}.{ast.unparse(where)}"
                    yield name, pattern, use, WINDOWS.get(f"{self.name}.{function}")
                elif not isinstance(pattern, str):
                    loose.add(use)
        # A loop or a call may give an expression another name, which is then used in one of these ways.
        names = [n for n in ast.walk(self.tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)]
        passed = {node.id for node in names if id(node) not in owners}
        loaded = {node.id for node in names}
        for key, value in vars(self.module).items():
            if isinstance(value, type) and value.__module__ == self.name:
                yield from ((*held, use, None) for held in _held(vars(value), f"{self.name}.{key}") for use in loose)
            if key in (passed if isinstance(value, re.Pattern) else loaded):
                yield from ((f"{self.name}.{key}", pattern, use, None) for pattern in _spread(value) for use in loose)

    def _built(self, function: str, call: ast.Call, method: str, use: Use | None) -> Iterator[_Seen]:
        """Yield what a call such as `re.sub(…)` builds; the use of `re.compile` is seen where its result is used."""
        where = f"{self.name}.{function}" if function else self.name
        if method == "compile" and not function:
            return  # a value of the module, or of a collection in it
        flags = self._value(next((word.value for word in call.keywords if word.arg == "flags"), None) or _flags(call))
        given = self._value(call.args[0], GIVEN.get((self.name, function), {}))
        if isinstance(given, re.Pattern):
            given, flags = given.pattern, given.flags
        if not isinstance(given, str):
            self.unread.append(
                f"{where}, line {call.lineno}: {ast.unparse(call.args[0])} depends on what the function is given; "
                f"write examples of its names to {__name__}.GIVEN"
            )
            return
        yield where, re.compile(given, flags if isinstance(flags, int) else 0), use, None

    def _value(self, node: ast.expr | None, given: Mapping[str, Any] | None = None) -> Any:
        """Return the value of an expression of names that the module has; None if it has others."""
        if node is None:
            return None
        try:
            return eval(compile(ast.Expression(node), self.name, "eval"), {**vars(self.module), **(given or {})})  # noqa: S307
        except Exception:  # of whatever kind: the expression needs what only a call of its function has
            return None


def _flags(call: ast.Call) -> ast.expr | None:
    """Return the flags of a call that gives them by position."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    at = {"compile": 1, "sub": 4, "subn": 4, "split": 3}.get(name, 2)
    return call.args[at] if len(call.args) > at else None


def _calls(node: ast.AST, function: str) -> Iterator[tuple[str, ast.Call]]:
    """Yield each call in a source with the outermost function or method around it; "" outside of functions."""
    for child in ast.iter_child_nodes(node):
        inside = function
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inside = f"{function}.{child.name}".lstrip(".")
        if isinstance(child, ast.Call):
            yield function, child
        yield from _calls(child, inside)
