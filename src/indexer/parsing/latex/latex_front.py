r"""Reads what LaTeX states of the paper itself: \title, \author, \date, a DOI; what is not sure is no fact."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from indexer.parsing.author_line import read_author_line
from indexer.parsing.latex.latex_commands import NOTED
from indexer.parsing.latex.latex_inline import commands, last_text
from indexer.parsing.latex.latex_tree import Formula, Group, LatexCommand, Node
from indexer.parsing.served_table import Piece
from kutip.metadata.csl import bare_doi
from kutip.metadata.rich_text import OBEYED

_Read = Callable[[Sequence[Node]], list[Piece]]
_PEOPLE = frozenset("author date affil affiliation address institute email altaffiltext".split())
_APART = frozenset(["\\", "newline", "and", "And", "AND", "sep"])
_MARKS = frozenset(
    "textsuperscript inst footnotemark thanks orcidlink orcid corref fnref IEEEmembership altaffilmark".split()
)
_BLOCKS = ("IEEEauthorblockN", "IEEEauthorblockA")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d{2}(?!\d)")
_DOI = re.compile(r"10\.\d{4,9}/\S{1,300}")
_LONGEST = 1_000  # characters of a title or a line of names
_MOST_AUTHORS = 500


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a source states of its paper.

    Attributes:
        lines: The lines of its front, in order: title, authors and where they work, date.
        notes: The notes to them.
        facts: Fields of CSL-JSON.
    """

    lines: tuple[tuple[Piece, ...], ...]
    notes: tuple[tuple[Piece, ...], ...]
    facts: dict[str, Any]


def read_front(nodes: Iterable[Node], read: _Read) -> FrontMatter:
    """Read the front of a paper.

    Args:
        nodes: The preamble and the document.
        read: Returns the text of nodes.
    """
    found = list(commands(nodes))
    titles = [_last(one) for one in found if one.name == "title"]
    people = [one for one in found if one.name in _PEOPLE]
    lines = [line for one in people for line in _lines(_last(one))]
    wholes = [_without_notes(titles[0] if titles else ()), *map(_without_notes, lines)]
    read_lines = [tuple(read(line)) for line in wholes]
    noted = [note for nodes in [*titles[:1], *map(_last, people)] for note in commands(nodes) if note.name in NOTED]
    title = _text(read_lines[0])
    dates = [_text(read(_last(one))) for one in people if one.name == "date"]
    dois = [last_text(one) for one in found if one.name in ("doi", "DOI", "acmDOI")]
    facts = {
        "title": title if len(title) <= _LONGEST and not OBEYED.search(title) else None,
        "author": _authors([one for one in people if one.name == "author"], read),
        "issued": _year(dates),
        "DOI": bare_doi(dois[0]) if len(set(dois)) == 1 and _DOI.fullmatch(dois[0]) else None,
    }
    stated = {field: value for field, value in facts.items() if value}
    return FrontMatter(tuple(read_lines), tuple(tuple(read(_last(note))) for note in noted), stated)


def _last(command: LatexCommand) -> tuple[Node, ...]:
    last = command.arguments[-1] if command.arguments else None
    return () if last is None else last.nodes


def _lines(nodes: Sequence[Node]) -> Iterator[list[Node]]:
    r"""Part the content of \author into lines, at \\ and at \and."""
    line: list[Node] = []
    for node in nodes:
        if isinstance(node, LatexCommand) and node.name in _APART:
            yield line
            line = []
        elif isinstance(node, LatexCommand) and node.name in _BLOCKS:
            yield line
            yield from _lines(_last(node))
            line = []
        else:
            line.append(node)
    yield line


def _without_notes(nodes: Sequence[Node]) -> list[Node]:
    return [node for node in nodes if not (isinstance(node, LatexCommand) and node.name in NOTED)]


def _text(pieces: Iterable[Piece]) -> str:
    return " ".join("".join(piece.text for piece in pieces).split())


def _authors(stated: Sequence[LatexCommand], read: _Read) -> list[dict[str, str]] | None:
    r"""Return the authors; None unless each of them is clear.

    Of what \and parts, the first line is a name, or names; a further line that may be one leaves all in doubt.
    """
    people: list[dict[str, str]] = []
    for one in stated:
        for part in _parts(_last(one)):
            texts = [text for line in _lines(part) if (text := _text(read(_names(line))).strip(" ,;"))]
            if not texts:
                continue
            first = read_author_line(texts[0]) if len(texts[0]) <= _LONGEST else None
            if first is None or any(len(text) <= _LONGEST and read_author_line(text) for text in texts[1:]):
                return None
            people += first.people
    return people if 0 < len(people) <= _MOST_AUTHORS else None


def _parts(nodes: Sequence[Node]) -> Iterator[list[Node]]:
    part: list[Node] = []
    for node in nodes:
        if isinstance(node, LatexCommand) and node.name in ("and", "And", "AND"):
            yield part
            part = []
        else:
            part.append(node)
    yield part


def _names(nodes: Sequence[Node]) -> list[Node]:
    """Leave out what ties a name to a note or a place of work: raised marks, notes."""
    kept: list[Node] = []
    for node in nodes:
        if isinstance(node, LatexCommand) and node.name in _MARKS:
            continue
        if isinstance(node, Formula) and node.source.strip().startswith("^"):
            continue
        kept.append(Group(tuple(_names(node.nodes))) if isinstance(node, Group) else node)
    return kept


def _year(dates: Sequence[str]) -> dict[str, Any] | None:
    years = {int(year) for date in dates for year in _YEAR.findall(date)}
    return {"date-parts": [[years.pop()]]} if len(years) == 1 else None
