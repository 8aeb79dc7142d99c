"""Turns a tree of markup into blocks: text flows into one block until an element begins or ends one.

So each text of the tree is in one block, once. What an element is, the forms say: `html_article`, `jats_article`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from indexer.parsing.keyed_citations import KeyedCitation, KeyedCitations
from indexer.parsing.markup.markup_tree import Element
from indexer.parsing.markup.math_markup import has_math, math_text
from indexer.parsing.reader import ReadSource
from indexer.parsing.served_table import Piece, TableCell
from indexer.parsing.served_text import ServedText
from kutip.types import Kind

_BLANK = Piece(" ")
RAISED = str.maketrans("0123456789+-−–=", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼")
LOWERED = str.maketrans("0123456789+-−–=", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌")
_RAISED_LETTERS = str.maketrans("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")
_LOWERED_LETTERS = str.maketrans("aehijklmnoprstuvx", "ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
_LETTERS = re.compile(r"[^a-z]{0,9}[a-z](?:[^a-z]{1,3}[a-z]){0,9}[^a-z]{0,9}")  # "a,b", not "th"
_IN_BRACKETS = re.compile(r"\s*[\[(].*[\])]\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How the text in an element is set.

    Attributes:
        keys: The works that it cites, if it is a citation that the markup ties to an entry.
        script: The characters that stand for its digits, if it is raised or lowered: "10⁵" is not "105".
    """

    keys: tuple[str, ...] = ()
    script: dict[int, int] | None = None


PLAIN = TextStyle()


class MarkupFlow:
    """Goes through elements in order and adds what it finds to a served text; each form has a subclass.

    Attributes:
        served: The text that grows.
        kind: The kind of the block that text becomes where no element says another.
        marker: What stands in front of the next text, such as the number of a list's item.
    """

    def __init__(self) -> None:
        """Begin an empty text."""
        self.served = ServedText()
        self.kind = Kind.PARAGRAPH
        self.marker = ""
        self._pieces: list[Piece] = []
        self._label: list[Piece] = []
        self._gathering = 0  # elements around this one that are one piece of text, whatever is in them
        self._notes: list[tuple[Kind, list[Piece], str]] = []  # which stand after the block that they interrupt

    # --- What a form says ---

    def take(self, element: Element, style: TextStyle) -> None:
        """Add what an element holds; a form knows its elements, here each is a part of the text around it."""
        self.walk(element.parts, style)

    def source(self, stated: Mapping[str, Any]) -> ReadSource:
        """Return what was added as the result of reading a file.

        Args:
            stated: What the file's markup states of the paper; see `ReadSource`.
        """
        self.cut()
        served = self.served.finish()
        cited = tuple(KeyedCitation(span, key) for span, keys in served.cited for key in keys)
        keyed = KeyedCitations(cited, served.entries)
        return ReadSource(served.text, served.blocks, stated=stated, keyed=keyed)

    # --- Text ---

    def walk(self, parts: Iterable[str | Element], style: TextStyle = PLAIN) -> None:
        """Add texts and elements in order."""
        for part in parts:
            if isinstance(part, str):
                self.put(part, style)
            else:
                self.take(part, style)

    def put(self, text: str, style: TextStyle = PLAIN) -> None:
        """Add a text to the block that is open."""
        self._pieces.append(Piece(text if style.script is None else text.translate(style.script), style.keys))

    def put_citation(self, element: Element, style: TextStyle, keys: tuple[str, ...]) -> None:
        """Add a citation that the markup ties to entries with these keys."""
        text = "".join(piece.text for piece in self.gathered(element, style))
        self._pieces.append(Piece(text, keys))

    def put_script(self, element: Element, style: TextStyle, *, is_raised: bool) -> None:
        """Add a raised or lowered text, which must not read as a part of the word or number before it.

        That holds for digits, signs and single letters; what stands in brackets is apart as it is.
        """
        text = element.text()
        script = None if _IN_BRACKETS.fullmatch(text) else RAISED if is_raised else LOWERED
        if script is not None and _LETTERS.fullmatch(text):
            script = script | (_RAISED_LETTERS if is_raised else _LOWERED_LETTERS)
        self.walk(element.parts, replace(style, script=script))

    def cut(self) -> None:
        """End the block that is open."""
        if self._gathering:
            self._pieces.append(_BLANK)
            return
        pieces, label = self._pieces, self._label
        self._pieces = []
        if any(not piece.text.isspace() for piece in pieces if piece.text):
            self._label = []
            pieces = self.with_marker(pieces)
            self.served.add(self.kind, pieces, label=label)
        notes, self._notes = self._notes, []
        for kind, noted, key in notes:
            self.served.add(kind, noted, key=key)

    @contextmanager
    def block(self, kind: Kind | None = None) -> Iterator[None]:
        """Keep what is added meanwhile in blocks of its own, of a kind if one is given."""
        self.cut()
        before = self.kind
        self.kind = kind if kind is not None else before
        try:
            yield
            self.cut()
        finally:
            self.kind = before

    def gathered(self, element: Element, style: TextStyle = PLAIN) -> list[Piece]:
        """Return what an element holds as one piece of text, with blanks where blocks in it begin and end."""
        outer, self._pieces = self._pieces, []
        self._gathering += 1
        self.walk(element.parts, style)
        self._gathering -= 1
        inner, self._pieces = self._pieces, outer
        return inner

    # --- Blocks ---

    def add_whole(self, kind: Kind, pieces: Sequence[Piece], *, key: str = "") -> None:
        """Add one block; within a block, its text."""
        self.cut()
        if self._gathering:
            self._pieces += [*pieces, _BLANK]
        else:
            self.served.add(kind, pieces, key=key)

    def add_note(self, kind: Kind, pieces: list[Piece], *, key: str = "") -> None:
        """Add a block that interrupts another one, after that."""
        self._notes.append((kind, pieces, key))

    def add_title(self, pieces: Sequence[Piece], level: int) -> None:
        """Add a heading."""
        self.cut()
        if self._gathering:
            self._pieces += [*pieces, _BLANK]
        else:
            self.served.add_heading(pieces, level)

    def set_label(self, pieces: Sequence[Piece]) -> None:
        """Set the title in front of the next block's text; one that waits already is joined with it."""
        self.cut()
        if self._gathering:
            self._pieces += pieces
        else:
            self._label += [_BLANK, *pieces] if self._label else pieces

    def taken_label(self) -> list[Piece]:
        """Return the title that waits for a text, which then waits no longer."""
        self.cut()
        label, self._label = self._label, []
        return label

    def with_marker(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Return a text with the number of its item in front of it, which then waits no longer."""
        marked = [Piece(self.marker), *pieces] if self.marker else [*pieces]
        self.marker = ""
        return marked

    def drop_label(self) -> None:
        """End the wait for a text behind a title: one that has none is a block of its own."""
        if label := self.taken_label():
            self.add_whole(self.kind, label)

    def add_code(self, text: str) -> None:
        """Add a listing, whose lines count."""
        self.cut()
        if self._gathering:
            self.put(text)
        else:
            self.served.add_lines(Kind.CODE, text)

    def add_equation(self, pieces: Sequence[Piece]) -> None:
        """Add a formula that stands alone."""
        self.add_whole(Kind.EQUATION, pieces)

    def put_math(self, element: Element, style: TextStyle) -> None:
        """Add a formula of MathML to the text around it."""
        self._pieces.append(Piece(f" {math_text(element)} " if has_math(element) else "", style.keys))

    def add_rows(self, rows: Sequence[Sequence[TableCell]], *, headers: int, caption: Sequence[Piece] = ()) -> None:
        """Add a table below its caption, which is a block of its own."""
        self.cut()
        text = " ".join("".join(piece.text for piece in caption).split())
        if self._gathering:
            self._pieces += [one for row in rows for cell in row for one in (*cell.pieces, _BLANK)]
            return
        self.served.add_table(rows, headers=headers, caption=text)
