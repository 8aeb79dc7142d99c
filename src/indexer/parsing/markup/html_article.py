"""Reads articles in HTML: headings, paragraphs, lists, tables, notes and references, without the page around them."""

from collections.abc import Iterator
from dataclasses import replace

from indexer.parsing.markup.html_references import HtmlEntries, find_entries
from indexer.parsing.markup.html_roles import (
    BLOCKS,
    HEADINGS,
    REPLACED,
    classes_of,
    holds_notes,
    is_navigation,
    is_note,
    is_unseen,
    main_part,
    seen_characters,
)
from indexer.parsing.markup.html_tables import is_layout, read_table, stray_parts
from indexer.parsing.markup.list_numbers import item_numbers
from indexer.parsing.markup.markup_flow import TextStyle
from indexer.parsing.markup.markup_tree import Element
from indexer.parsing.markup.math_markup import math_text
from indexer.parsing.markup.titled_flow import TitledFlow
from indexer.parsing.served_table import Piece
from kutip.types import Kind

_BREAK = Piece("\n")
_DISPLAYED = frozenset({"katex-display", "ltx_equation", "ltx_equationgroup", "mathjax_display", "math-display"})
_TEX_SCRIPT = "math/tex"
_PROSE_IN_PRE = 0.5  # share of an article's text that is no listing, however it is marked
_ALWAYS = frozenset({Kind.FURNITURE, Kind.FOOTNOTE, Kind.QUOTE})  # kinds that items of lists in them have too


class HtmlArticle(TitledFlow):
    """Goes through a page."""

    def __init__(self, body: Element) -> None:
        """Find the page's article, and its references."""
        super().__init__()
        self._body = body
        self._main = main_part(body)
        self._entries: HtmlEntries = find_entries(body)
        self._is_outside = self._main is not None
        self._in_notes = False
        self._caption: list[Piece] = []
        self._length = seen_characters(self._main or body)
        self._top = frozenset(id(one) for one in body.children())
        self._titles: list[str] = []

    @property
    def only_title(self) -> str:
        """The text of the only heading of the first level; "" if there are none, or several."""
        return self._titles[0] if len(self._titles) == 1 else ""

    def read(self) -> None:
        """Add all that a reader of the page sees."""
        if self._main is self._body:
            self._is_outside = False
        with self.block(Kind.FURNITURE if self._is_outside else None):
            self.walk(self._body.parts)

    def take(self, element: Element, style: TextStyle) -> None:
        """Add what an element holds, by what it is."""
        if element.tag == "script" and element.get("type").lower().startswith(_TEX_SCRIPT):
            self._take_formula(element, element.squeezed(), "display" in element.get("type"), style)
        elif is_unseen(element) or is_navigation(element):
            self.put(" " if element.tag in REPLACED else "")
        elif element is self._main:
            self._take_main(element)
        elif self._entries.has(element):
            pieces = self.with_marker(self.gathered(element))
            self.add_whole(Kind.REFERENCE, pieces, key=self._entries.key(element))
        elif is_note(element) and not self._gathering:
            self._take_note(element)
        elif element.tag in HEADINGS or element.get("role") == "heading":
            self._take_heading(element)
        elif element.tag in BLOCKS:
            self._take_block(element, style)
        else:
            self._take_inline(element, style)

    # --- Inline ---

    def _take_inline(self, element: Element, style: TextStyle) -> None:
        tag = element.tag
        if tag == "br":
            self._break()
        elif tag in ("sup", "sub"):
            self.put_script(element, style, is_raised=tag == "sup")
        elif tag == "math":
            self._take_formula(element, math_text(element), element.get("display") == "block", style)
        elif not _DISPLAYED.isdisjoint(classes := classes_of(element)) or classes >= {"math", "display"}:
            self.add_equation(self.gathered(element))
        elif tag == "q":
            self.walk(["“", *element.parts, "”"], style)
        else:
            keys = self._entries.cited_by(element) if tag == "a" else self._entries.cited_in(element)
            if keys:
                self.put_citation(element, style, keys)
            else:
                self.walk(element.parts, style)

    def _take_formula(self, element: Element, text: str, is_displayed: bool, style: TextStyle) -> None:
        if is_displayed:
            self.add_equation([Piece(text)])
        else:
            self.put(text, replace(style, script=None))

    def _break(self) -> None:
        """Add a line end; a second one ends the block."""
        for piece in reversed(self._pieces):
            if piece is _BREAK:
                self.cut()
                return
            if piece.text and not piece.text.isspace():
                break
        self._pieces.append(_BREAK)

    # --- Blocks ---

    def _take_main(self, element: Element) -> None:
        self.cut()
        self._is_outside, before = False, self.kind
        self.kind = Kind.PARAGRAPH
        self.walk(element.parts)
        self.cut()
        self._is_outside, self.kind = True, before

    def _take_heading(self, element: Element) -> None:
        level = HEADINGS.get(element.tag) or int("".join(filter(str.isdecimal, element.get("aria-level")[:2])) or 2)
        pieces = self.gathered(element)
        if self._is_outside:
            self.add_whole(Kind.FURNITURE, pieces)
            return
        self.cut()
        if text := " ".join("".join(piece.text for piece in pieces).split()):
            self.in_front = level == 1
            self._titles += [text] if level == 1 else []
        self.add_title(pieces, level)

    def _take_note(self, element: Element) -> None:
        pieces = self.with_marker(self.gathered(element))
        if element.tag in BLOCKS:
            self.add_whole(Kind.FOOTNOTE, pieces)
        else:
            self.add_note(Kind.FOOTNOTE, pieces)

    def _take_block(self, element: Element, style: TextStyle) -> None:
        tag = element.tag
        if tag == "table":
            self._take_table(element, style)
        elif tag == "pre":
            self._take_listing(element, style)
        elif tag in ("ol", "ul", "menu", "dir"):
            self._take_list(element, style)
        elif tag == "dl":
            self._take_terms(element, style)
        elif tag == "figure":
            before, caption = self._caption, element.child("figcaption")
            self._caption = self.gathered(caption) if caption is not None else []
            self._take_part(element, style)
            self._caption = before
        elif not _DISPLAYED.isdisjoint(classes_of(element)):
            self.add_equation(self.gathered(element))
        else:
            self._take_part(element, style)

    def _take_part(self, element: Element, style: TextStyle) -> None:
        """Add a part of the page that is a block, or holds some."""
        kinds = {"blockquote": Kind.QUOTE, "figcaption": Kind.CAPTION, "caption": Kind.CAPTION, "li": Kind.LIST_ITEM}
        kind = kinds.get(element.tag)
        if self.kind in _ALWAYS or (kind is None and self._is_beside(element)):
            kind = self.kind if self.kind in _ALWAYS else Kind.FURNITURE
        was_in_notes = self._in_notes
        self._in_notes = was_in_notes or holds_notes(element)
        with self.block(Kind.FOOTNOTE if self._in_notes else kind):
            self.walk(element.parts, style)
        self._in_notes = was_in_notes

    def _is_beside(self, element: Element) -> bool:
        """True for the head or foot of a page that does not mark its article, unless it may be a part of that."""
        if self._main is not None or element.tag not in ("footer", "aside", "header"):
            return False
        return id(element) in self._top and not any(True for _ in element.within("h1", "h2", "h3"))

    def _take_list(self, element: Element, style: TextStyle) -> None:
        was_in_notes = self._in_notes
        self._in_notes = was_in_notes or holds_notes(element)
        numbers = item_numbers(element)
        self.cut()
        for part in element.parts:
            if not isinstance(part, Element) or part.tag != "li":
                self.walk([part], style)
                continue
            self.marker = next(numbers)
            if self._in_notes and not self._entries.has(part) and not self._gathering:
                self._take_note(part)
            else:
                self.take(part, style)
            self.cut()
            self.marker = ""
        self.cut()

    def _take_terms(self, element: Element, style: TextStyle) -> None:
        in_notes = self._in_notes or holds_notes(element)
        self.cut()
        for part in _without_wrappers(element):
            if not isinstance(part, Element) or part.tag not in ("dt", "dd") or is_unseen(part):
                self.walk([part], style)
            elif part.tag == "dt":
                self.set_label(self.gathered(part))
            elif self._entries.has(part) or in_notes:
                kind = Kind.REFERENCE if self._entries.has(part) else Kind.FOOTNOTE
                key = self._entries.key(part) if self._entries.has(part) else ""
                self.add_whole(kind, [*self.taken_label(), Piece(" "), *self.gathered(part)], key=key)
            else:
                with self.block(self.kind if self.kind in _ALWAYS else Kind.LIST_ITEM):
                    self.walk(part.parts, style)
        self.drop_label()

    def _take_table(self, element: Element, style: TextStyle) -> None:
        if not _DISPLAYED.isdisjoint(classes_of(element)):
            self.add_equation(self.gathered(element))
            return
        if self._is_outside or self._gathering or is_layout(element):
            self._take_part(element, style)
            return
        self.cut()
        caption = self._caption or self.caption_above()
        self.walk(stray_parts(element), style)
        for own in element.children("caption"):
            caption = self.gathered(own)
            self.add_whole(Kind.CAPTION, caption)
        rows, headers = read_table(element, self.gathered, is_unseen)
        self.add_rows(rows, headers=headers, caption=caption)

    def _take_listing(self, element: Element, style: TextStyle) -> None:
        """Add a listing; where it is most of the article, it is no listing but a text with its own line ends."""
        text = "".join(_lines_of(element))
        prose = element.child("code") is None and len("".join(text.split())) > _PROSE_IN_PRE * self._length
        if self._is_outside or self._gathering or prose:
            for paragraph in text.replace("\r\n", "\n").split("\n\n"):
                self.cut()
                self.put(paragraph, style)
            self.cut()
        else:
            self.add_code(text)


def _without_wrappers(terms: Element) -> Iterator[str | Element]:
    """The parts of a list of terms, those in a `<div>` around a term and its text too."""
    for part in terms.parts:
        if isinstance(part, Element) and part.tag == "div" and part.child("dt", "dd") is not None:
            yield from part.parts
        else:
            yield part


def _lines_of(element: Element) -> Iterator[str]:
    for part in element.parts:
        if isinstance(part, str):
            yield part
        elif part.tag == "br":
            yield "\n"
        elif not is_unseen(part) and not is_navigation(part):
            between = "\n" if part.tag in BLOCKS else ""
            yield between
            yield from _lines_of(part)
            yield between
        elif part.tag in REPLACED:
            yield " "
