r"""Serves the environments of a LaTeX document: lists, quotations, floats, tables, code, formulas, references."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from indexer.parsing.latex import latex_commands as known
from indexer.parsing.latex.latex_blocks import LatexBlocks, ListInside
from indexer.parsing.latex.latex_inline import commands, formula_text
from indexer.parsing.latex.latex_tables import table_rows
from indexer.parsing.latex.latex_tree import Chars, Environment, LatexCommand, Node
from indexer.parsing.served_table import Piece
from kutip.types import Kind

_NAME = re.compile(r"\s*\[([^\[\]]{1,200})\]")
_CAPTIONS = ("caption", "tablecaption")
_NOTES = ("tablecomments", "tablerefs", "tablenotetext")
_MATHS = known.MATHS | {"subequations"}


class LatexDocument(LatexBlocks):
    """Serves a document with its environments."""

    def _visit_environment(self, environment: Environment) -> None:
        name = environment.name
        serve = _BY_NAME.get(name)
        if name in self._theorems:
            self._serve_theorem(environment)
        elif serve is not None:
            serve(self, environment)
        else:
            self._flush()
            self._visit(environment.nodes)
            self._flush()

    def _serve_theorem(self, environment: Environment) -> None:
        """Serve a theorem with its printed name, and its own name in brackets, in front of its text."""
        self._flush()
        nodes: Sequence[Node] = environment.nodes
        own = next((one.nodes for one in environment.arguments if one is not None), ())
        title = "".join(piece.text for piece in self.inline(own)).strip()
        first = nodes[0] if nodes else None
        if not title and isinstance(first, Chars) and (found := _NAME.match(first.text)) is not None:
            title, nodes = found[1].strip(), (Chars(first.text[found.end() :]), *nodes[1:])
        label = self._theorems[environment.name] + (f" ({title})" if title else "")
        if self._inline:
            self._open.pieces.append(Piece(f"{label} "))
        else:
            self._open.label = [Piece(label)]
        self._visit(nodes)
        self._flush()

    def _serve_code(self, environment: Environment) -> None:
        if self._inline:
            self._open.pieces.append(Piece(environment.source))
            return
        self._flush()
        self.served.add_lines(Kind.CODE, environment.source)

    def _serve_formula(self, environment: Environment) -> None:
        if self._inline:
            self._open.pieces.append(Piece(formula_text(environment.nodes)))
        else:
            self._equation(environment.source)

    def _serve_list(self, environment: Environment) -> None:
        self._flush()
        self._lists.append(ListInside(known.LISTS[environment.name]))
        self._visit(environment.nodes)
        self._flush()
        self._lists.pop()

    def _serve_as(self, kind: Kind, nodes: Sequence[Node]) -> None:
        """Serve nodes whose paragraphs are of a kind."""
        self._flush()
        outer, self._kind = self._kind, kind
        self._open.kind = kind if not self._inline else self._open.kind
        self._visit(nodes)
        self._kind = outer
        self._flush()

    def _serve_quote(self, environment: Environment) -> None:
        self._serve_as(Kind.QUOTE, environment.nodes)

    def _serve_float(self, environment: Environment) -> None:
        outer = self._caption
        self._caption = self._caption_in(commands(environment.nodes)) or outer
        self._serve_as(Kind.CAPTION, environment.nodes)
        self._caption = outer

    def _caption_in(self, found: Iterable[LatexCommand]) -> str:
        """Return the text of the first caption; "" if there is none."""
        last = next((one.arguments[-1] for one in found if one.name in _CAPTIONS and one.arguments), None)
        notes = list(self._notes)
        text = "" if last is None else " ".join("".join(one.text for one in self.inline(last.nodes)).split())
        self._notes = notes  # they are served with the caption itself
        return text

    def _serve_notes(self, environment: Environment) -> None:
        self._serve_as(Kind.CAPTION, environment.nodes)

    def _serve_table(self, environment: Environment) -> None:
        if self._inline:
            self._visit(environment.nodes)
            return
        self._flush()
        captions = [one for one in environment.nodes if isinstance(one, LatexCommand) and one.name in _CAPTIONS]
        notes = [one for one in environment.nodes if isinstance(one, LatexCommand) and one.name in _NOTES]
        own = self._caption_in(captions)
        self._visit(captions)
        apart = set(map(id, [*captions, *notes]))
        rows, headers = table_rows([node for node in environment.nodes if id(node) not in apart], self.inline)
        self.served.add_table(rows, headers=headers, caption=own or self._caption)
        for note in notes:
            self._serve_as(Kind.CAPTION, [note])
        self._flush()

    def _serve_entries(self, environment: Environment) -> None:
        self._heading([Piece(self._names[1])], 1)
        self._serve_as(Kind.PARAGRAPH, environment.nodes)

    def _serve_abstract(self, environment: Environment) -> None:
        self._heading([Piece(self._names[0])], 1)
        self._serve_as(Kind.PARAGRAPH, environment.nodes)

    def _serve_keywords(self, environment: Environment) -> None:
        self._flush()
        if not self._inline:
            self._open.kind = Kind.FRONT_MATTER
        self._open.pieces.append(Piece(f"{self._names[2]}: "))
        self._visit(environment.nodes)
        self._flush()

    def _serve_algorithm(self, environment: Environment) -> None:
        """Serve the lines of an algorithm, each opened by a command."""
        nodes: list[Node] = []
        for node in environment.nodes:
            name = node.name.casefold() if isinstance(node, LatexCommand) else ""
            if name in known.ALGORITHM_LINES:
                word = "" if name.startswith("state") else name.replace("end", "end ") + " "
                nodes += [Chars("\n\n"), Chars(word)]
            else:
                nodes.append(node)
        self._serve_as(Kind.CODE, nodes)

    def _serve_drawing(self, environment: Environment) -> None:
        """Leave a drawing out."""


_BY_NAME: Mapping[str, Callable[[LatexDocument, Environment], None]] = MappingProxyType(
    {
        **dict.fromkeys(known.VERBATIM, LatexDocument._serve_code),
        **dict.fromkeys(_MATHS, LatexDocument._serve_formula),
        **dict.fromkeys(known.LISTS, LatexDocument._serve_list),
        **dict.fromkeys(known.ALGORITHMS, LatexDocument._serve_algorithm),
        **dict.fromkeys(known.QUOTES, LatexDocument._serve_quote),
        **dict.fromkeys(known.FLOATS, LatexDocument._serve_float),
        **dict.fromkeys(["tablenotes", "TableNotes"], LatexDocument._serve_notes),
        **dict.fromkeys((name.rstrip("*") for name in known.TABULARS), LatexDocument._serve_table),
        **dict.fromkeys(known.DRAWN, LatexDocument._serve_drawing),
        **dict.fromkeys(known.KEYWORDS, LatexDocument._serve_keywords),
        "thebibliography": LatexDocument._serve_entries,
        "abstract": LatexDocument._serve_abstract,
    }
)
