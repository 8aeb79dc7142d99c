r"""Goes through the tree of a LaTeX document and serves what a reader of the paper reads, block by block.

Commands that lay out are left out, those that Kutip does not know are read as their arguments and told of.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from indexer.parsing.latex import latex_commands as known
from indexer.parsing.latex.latex_citations import CitationStyle, taken_back
from indexer.parsing.latex.latex_front import FrontMatter
from indexer.parsing.latex.latex_inline import formula_text, keys_of, last_text, options_of, quantity_text
from indexer.parsing.latex.latex_symbols import QUANTITIES
from indexer.parsing.latex.latex_tree import (
    CELL,
    Chars,
    Environment,
    Formula,
    Group,
    LatexCommand,
    Node,
    is_known,
    symbol,
)
from indexer.parsing.served_table import Piece
from indexer.parsing.served_text import ServedText
from kutip.types import Kind

_PARAGRAPH = re.compile(r"\n[ \t]*+\n\s*+")
_LABELS = re.compile(r"\\(?:label\{[^{}]*\}|nonumber|notag)(?![a-zA-Z])")
_URL = re.compile(r"\\([%#&_{}~$])(?:\{\})?")
_LONGEST_TITLE = 500  # characters of a heading; what is longer was never closed


@dataclass(slots=True)
class _Open:
    """The block that is being read: its kind, what stands in front of it, its text."""

    kind: Kind = Kind.PARAGRAPH
    label: list[Piece] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)  # commands in it that stand as they are
    key: str = ""


@dataclass(slots=True)
class ListInside:
    """A list that is open: how its items are marked, and how many there were."""

    marks: str
    count: int = 0


class LatexBlocks:
    """Serves a document.

    Attributes:
        served: What has been served so far.
        unknown: Commands that are not known, in order.
        files: Names of files that the source asks to be read in its place.
    """

    def __init__(
        self,
        style: CitationStyle,
        *,
        names: Sequence[str] = ("", "", ""),
        sections: Sequence[str] = (),
        theorems: Mapping[str, str] | None = None,
        numbers: Mapping[str, str] | None = None,
    ) -> None:
        """Begin.

        Args:
            style: How citations look.
            names: What typesetting prints; see `PaperWords.printed`.
            sections: The commands for headings that the source uses, outermost first.
            theorems: The printed names of environments such as theorems.
            numbers: The numbers of labels, where they are sure.
        """
        self.served = ServedText()
        self.unknown: dict[str, None] = {}
        self.files: dict[str, None] = {}
        self._style = style
        self._names = names
        self._sections = sections
        self._theorems = theorems or {}
        self._numbers = numbers or {}
        self._open = _Open()
        self._kind = Kind.PARAGRAPH
        self._lists: list[ListInside] = []
        self._notes: list[tuple[Piece, ...]] = []
        self._inline = 0
        self._caption = ""
        self._front: FrontMatter | None = None

    def serve(self, nodes: Sequence[Node], front: FrontMatter, *, at_start: bool) -> None:
        """Serve a document; its front stands at the start, or where the source asks for it."""
        self._front = front
        if at_start:
            self._serve_front()
        self._visit(nodes)
        self._flush()

    def inline(self, nodes: Sequence[Node]) -> list[Piece]:
        """Return the text of nodes, as one line; notes in it are served after the block that is open."""
        outer, self._open = self._open, _Open()
        self._inline += 1
        self._visit(nodes)
        self._inline -= 1
        found, self._open = self._open.pieces, outer
        return found

    # --- Blocks -------------------------------------------------------------------------------------------------------

    def _flush(self) -> None:
        """End the block that is open."""
        if self._inline:
            self._open.pieces.append(Piece(" "))
            return
        done, self._open = self._open, _Open(self._kind)
        if "".join(piece.text for piece in done.pieces).split() == " ".join(done.unknown).split():
            done.pieces = []  # commands alone lay out the page
        self.served.add(done.kind, done.pieces, label=done.label, key=done.key)
        notes, self._notes = self._notes, []
        for note in notes:
            self.served.add(Kind.FOOTNOTE, note)

    def _serve_front(self) -> None:
        front, self._front = self._front, None
        for line in front.lines if front is not None else ():
            self.served.add(Kind.FRONT_MATTER, line)
        for note in front.notes if front is not None else ():
            self.served.add(Kind.FOOTNOTE, note)

    def _heading(self, pieces: list[Piece], level: int) -> None:
        if self._inline:
            self._open.pieces += [Piece(" "), *pieces, Piece(" ")]
            return
        self._flush()
        self.served.add_heading(pieces, level)
        self._flush()

    def _visit(self, nodes: Sequence[Node]) -> None:
        for at, node in enumerate(nodes):
            if isinstance(node, Chars):
                self._visit_chars(node.text)
            elif isinstance(node, Group):
                self._visit(node.nodes)
            elif isinstance(node, LatexCommand):
                self._visit_command(node, nodes[at + 1] if at + 1 < len(nodes) else None)
            elif isinstance(node, Formula):
                self._visit_formula(node)
            else:
                self._visit_environment(node)

    def _visit_chars(self, text: str) -> None:
        for at, part in enumerate(_PARAGRAPH.split(text)):
            if at:
                self._flush()
            self._open.pieces.append(Piece(part))

    def _visit_formula(self, formula: Formula) -> None:
        if formula.is_displayed and not self._inline:
            self._equation(formula.source)
        else:
            self._open.pieces.append(Piece(formula_text(formula.nodes)))

    def _equation(self, source: str) -> None:
        self._flush()
        self.served.add(Kind.EQUATION, [Piece(_LABELS.sub("", source))])

    # --- Commands -----------------------------------------------------------------------------------------------------

    def _visit_command(self, command: LatexCommand, following: Node | None) -> None:
        name = command.name
        last = command.arguments[-1] if command.arguments else None
        within: Sequence[Node] = last.nodes if last is not None else ()
        if name in known.SECTIONS:
            self._section(command, within)
        elif name in known.CITING:
            self._cite(command)
        elif name in known.NOTED:
            self._notes.append(tuple(self.inline(within)))
        elif name in known.LINKED:
            self._open.pieces.append(
                Piece(_URL.sub(r"\1", command.source.partition("{")[2].rstrip().removesuffix("}")))
            )
        elif name in known.FILES:
            self.files[last_text(command)] = None
        elif name in _STRUCTURE:
            _STRUCTURE[name](self, command, within)
        elif name in known.READ_AS_LAST:
            self._visit(within)
        elif name in known.READ_WHOLE:
            for one in command.arguments[-2:]:
                self._visit(one.nodes if one is not None else ())
        elif name in QUANTITIES:
            self._open.pieces.append(Piece(quantity_text(command)))
        elif name in known.REFERRING:
            labels = [self._numbers.get(key, key) for key in keys_of(command)]
            self._open.pieces.append(Piece(f"({', '.join(labels)})" if name == "eqref" else ", ".join(labels)))
        elif (text := symbol(command)) is not None:
            self._open.pieces.append(Piece(text))
        elif name not in known.LEFT_OUT:
            self._unknown(command, following)

    def _section(self, command: LatexCommand, title: Sequence[Node]) -> None:
        pieces = self.inline(title)
        if sum(len(piece.text) for piece in pieces) > _LONGEST_TITLE:
            self._flush()
            self._visit(title)
            return
        self._heading(pieces, self._sections.index(command.name) + 1 if command.name in self._sections else 1)

    def _cite(self, command: LatexCommand) -> None:
        keys = keys_of(command)
        notes = [" ".join("".join(one.text for one in self.inline(nodes)).split()) for nodes in options_of(command)]
        before, after = ("", *notes)[-2:] if notes else ("", "")
        pieces = list(self._style.pieces(command.name, keys, before, after)) if keys else []
        if command.name.startswith("citeyear"):
            pieces = [*taken_back(self._open.pieces, keys), *pieces]
            whole = "".join(piece.text for piece in pieces)
            pieces = [Piece(whole, keys)] if pieces[0].keys == keys else pieces
        self._open.pieces += pieces

    def _unknown(self, command: LatexCommand, following: Node | None) -> None:
        """Read a command that is not known as its arguments; without any, it stands as it is."""
        given = [one for one in command.arguments if one is not None]
        if not is_known(command.name):
            self.unknown[command.name] = None
        for argument in given:
            self._visit(argument.nodes)
        if not given and not isinstance(following, Group) and command.name != CELL:
            self._open.unknown.append(command.source)
            self._open.pieces.append(Piece(command.source))
        elif command.name == CELL:
            self._open.pieces.append(Piece(" & "))

    def _item(self, command: LatexCommand, within: Sequence[Node]) -> None:
        self._flush()
        marks = self._lists[-1] if self._lists else ListInside("none")
        marks.count += 1
        label = self.inline(within)
        if self._inline:
            self._open.pieces += [*label, Piece(" ")]
            return
        self._open = _Open(Kind.LIST_ITEM if self._lists else self._kind)
        if label and marks.marks == "terms":
            self._open.label = label
        elif label:
            self._open.pieces = [*label, Piece(" ")]
        elif marks.marks in ("bullets", "numbers"):
            self._open.pieces = [Piece("• " if marks.marks == "bullets" else f"{marks.count}. ")]

    def _caption_command(self, command: LatexCommand, within: Sequence[Node]) -> None:
        self._flush()
        pieces = self.inline(within)
        if self._inline:
            self._open.pieces += pieces
        else:
            self.served.add(Kind.CAPTION, pieces)
            self._flush()

    def _entry(self, command: LatexCommand, within: Sequence[Node]) -> None:
        self._flush()
        if self._inline:
            return
        key = last_text(command)
        self._open = _Open(Kind.REFERENCE, pieces=[Piece(self._style.mark_before(key))], key=key)

    def _make_title(self, command: LatexCommand, within: Sequence[Node]) -> None:
        self._flush()
        self._serve_front()

    def _break(self, command: LatexCommand, within: Sequence[Node]) -> None:
        self._flush()

    def _abstract(self, command: LatexCommand, within: Sequence[Node]) -> None:
        self._heading([Piece(self._names[0])], 1)
        self._visit(within)
        self._flush()

    def _keywords(self, command: LatexCommand, within: Sequence[Node]) -> None:
        self._flush()
        self.served.add(Kind.FRONT_MATTER, [Piece(f"{self._names[2]}: "), *self.inline(within)])

    def _math(self, command: LatexCommand, within: Sequence[Node]) -> None:
        self._open.pieces.append(Piece(formula_text(within)))

    def _label(self, command: LatexCommand, within: Sequence[Node]) -> None:
        """Read the label of an entry: authors in full, in short, and the year."""
        short = command.arguments[1] if len(command.arguments) > 1 else None
        self._visit(short.nodes if short is not None else ())
        self._open.pieces += [Piece("("), *self.inline(within), Piece(")")]

    def _ignore(self, command: LatexCommand, within: Sequence[Node]) -> None:
        """Leave out what stands elsewhere: the front, names of files, settings."""

    def _visit_environment(self, environment: Environment) -> None:
        """Read an environment; see `LatexDocument`."""
        self._visit(environment.nodes)


_STRUCTURE: Mapping[str, Callable[[LatexBlocks, LatexCommand, Sequence[Node]], None]] = MappingProxyType(
    {
        "item": LatexBlocks._item,
        "bibitem": LatexBlocks._entry,
        "caption": LatexBlocks._caption_command,
        "captionof": LatexBlocks._caption_command,
        "tablecaption": LatexBlocks._caption_command,
        "ensuremath": LatexBlocks._math,
        "citeauthoryear": LatexBlocks._label,
        "maketitle": LatexBlocks._make_title,
        "par": LatexBlocks._break,
        "abstract": LatexBlocks._abstract,
        "keywords": LatexBlocks._keywords,
        **dict.fromkeys(
            "title subtitle author date affil affiliation address institute email altaffiltext doi DOI acmDOI".split(),
            LatexBlocks._ignore,
        ),
    }
)
