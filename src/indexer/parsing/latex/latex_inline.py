"""Reads LaTeX within a line: formulas, as readable as they can be without changing them, and arguments."""

from collections.abc import Iterable, Iterator, Sequence

from indexer.parsing.latex.latex_symbols import QUANTITIES, UNITS
from indexer.parsing.latex.latex_tree import CELL, Chars, Environment, Formula, Group, LatexCommand, Node, plain, symbol

_PLAIN = frozenset(
    "mathrm text textrm textit textbf textsf texttt mathbf mathit mathsf mathtt mathcal mathbb boldsymbol bm mbox"
    " operatorname ensuremath mathop mathfrak mathscr textup textnormal hbox".split()
)
_NAMED = frozenset(
    "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max min"
    " sec sin sinh sup tan tanh Pr".split()
)
_SILENT = frozenset(
    "left right big Big bigg Bigg bigl bigr Bigl Bigr displaystyle textstyle limits nolimits nonumber notag"
    " label".split()
)


def formula_text(nodes: Iterable[Node]) -> str:
    r"""Return a formula with characters in place of simple commands; all else as it stands.

    >>> from indexer.parsing.latex.latex_tree import parse
    >>> formula_text(parse(r"\alpha_{ij} \leq 10{,}000 \times \frac{a}{b+c}")[0])
    'α_{ij} ≤ 10,000 × \\frac{a}{b+c}'
    """
    return " ".join("".join(_formula_parts(tuple(nodes))).split())


def _formula_parts(nodes: Sequence[Node]) -> Iterator[str]:
    for at, node in enumerate(nodes):
        before = nodes[at - 1] if at else None
        if isinstance(node, Chars):
            yield node.text.replace("’", "'").replace("‘", "`")
        elif isinstance(node, Group):
            inner = "".join(_formula_parts(node.nodes))
            yield (
                inner
                if inner == "," or (isinstance(before, LatexCommand) and before.name in _PLAIN)
                else f"{{{inner}}}"
            )
        elif isinstance(node, LatexCommand):
            yield _formula_command(node)
        elif isinstance(node, Formula):
            yield "".join(_formula_parts(node.nodes))
        else:
            yield f"\\begin{{{node.name}}}{''.join(_formula_parts(node.nodes))}\\end{{{node.name}}}"


def _formula_command(node: LatexCommand) -> str:
    blank = " " if node.source[-1:].isspace() else ""
    if node.name in _PLAIN:
        given = [one for one in node.arguments if one is not None]
        return "".join(_formula_parts(given[-1].nodes)) + blank if given else ""
    if node.name in _NAMED:
        return node.name + blank
    if node.name in _SILENT:
        return ""
    if node.name == CELL:
        return " & "
    character = symbol(node) if node.name != "\\" else None
    return node.source if character is None else character + blank


def quantity_text(command: LatexCommand) -> str:
    r"""Return a number with its unit: "5 km" for \SI{5}{\kilo\metre}; a unit that is not known stands as it is."""
    spec = QUANTITIES[command.name]
    given = [one.nodes for one, mark in zip(command.arguments, spec, strict=False) if one is not None and mark == "{"]
    return " ".join("".join(map(_unit, nodes)) for nodes in given)


def _unit(node: Node) -> str:
    if isinstance(node, LatexCommand) and node.name in UNITS:
        return UNITS[node.name]
    return formula_text([node])


def commands(nodes: Iterable[Node]) -> Iterator[LatexCommand]:
    """Yield all commands in reading order, those in arguments too."""
    for node in nodes:
        if isinstance(node, LatexCommand):
            yield node
            for argument in node.arguments:
                yield from commands(argument.nodes if argument is not None else ())
        elif isinstance(node, Group | Environment):
            yield from commands(node.nodes)


def last_text(command: LatexCommand) -> str:
    """Return the characters of a command's last argument, for keys and names of files; "" if it has none."""
    last = command.arguments[-1] if command.arguments else None
    return "" if last is None else " ".join(plain(last.nodes).replace("\u00a0", "~").split())


def keys_of(command: LatexCommand) -> tuple[str, ...]:
    r"""Return the keys that a command names: \cite{a, b} has two."""
    return tuple(key for part in last_text(command).split(",") if (key := part.strip()))


def options_of(command: LatexCommand) -> list[tuple[Node, ...]]:
    """Return the content of the optional arguments that are given, without a star."""
    given = [one.nodes for one in command.arguments[:-1] if one is not None]
    return [nodes for nodes in given if nodes != (Chars("*"),)]
