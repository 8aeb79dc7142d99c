"""Reads DOCX files: paragraphs by their styles, lists with the numbers that Word shows, tables, notes and formulas."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from indexer.parsing import line_openers
from indexer.parsing.markup.html_tables import read_table
from indexer.parsing.markup.markup_flow import LOWERED, RAISED, TextStyle
from indexer.parsing.markup.markup_tree import Element
from indexer.parsing.markup.titled_flow import TitledFlow
from indexer.parsing.served_table import Piece
from indexer.parsing.word.word_archive import WordArchive
from indexer.parsing.word.word_math import word_math
from indexer.parsing.word.word_styles import WordNumbers, WordStyles, is_on, value
from indexer.parsing.word.word_tables import as_table, is_layout
from kutip.language.united import CITED_YEAR
from kutip.types import Kind

_YEAR = re.compile(rf"(?<![\w/.:–—-]){CITED_YEAR}(?![\w–—-]|[/.:]\d)", re.IGNORECASE)
_DATED = 0.6  # share of the paragraphs below the heading of a list that have a year, if they are its entries
_LONGEST_HEADING = 100  # characters of the heading of a list of references
# What is no text of its own: deleted, moved away, the instruction of a field, properties, what older programs show.
_UNSEEN = frozenset(
    "del delInstrText delText fldData instrText moveFrom pPr rPr sdtPr sdtEndPr Fallback tblPr tblGrid trPr tcPr sectPr"
    " object control commentReference annotationRef footnoteRef endnoteRef separator continuationSeparator sym"
    " softHyphen docPr cNvPr blip rt".split()
)
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
_SCRIPTS = {"superscript": RAISED, "subscript": LOWERED}


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph and what its style says of it."""

    element: Element
    style: str
    level: int
    kind: Kind | None


class WordDocument(TitledFlow):
    """Goes through a document.

    Attributes:
        title: The text of its title; "" if no style marks one.
        authors: The texts of its paragraphs in the style of authors.
    """

    def __init__(self, archive: WordArchive) -> None:
        """Read the styles, the numbering and the notes of a document."""
        super().__init__()
        self.title = ""
        self.authors: list[str] = []
        self._body = archive.document().child("body") or Element("body")
        self._styles = WordStyles(archive.beside("styles"))
        self._numbers = WordNumbers(archive.beside("numbering"))
        parts = {kind: archive.beside(name) for kind, name in _NOTES.items()}
        self._by_id = {(kind, one.get("id")): one for kind, part in parts.items() for one in part.children()}
        self._count = 0  # notes met
        self._entries = frozenset(id(one) for one in self._listed())
        styles = (value(one.child("pPr"), "pStyle") for one in self._body.within("p"))
        self._deeper = int(any(map(self._styles.is_title, styles)))

    def read(self) -> None:
        """Add all that a reader of the document sees."""
        self.walk(self._body.parts)
        self.cut()

    def take(self, element: Element, style: TextStyle) -> None:
        """Add what an element holds, by what it is."""
        tag = element.tag
        if tag in _UNSEEN:
            return
        if tag == "p":
            self._take_paragraph(element, style)
        elif tag == "tbl":
            self._take_table(element, style)
        elif tag == "r":
            self._take_run(element, style)
        elif tag in ("tab", "br", "cr", "ptab"):
            self.put(" ")
        elif tag == "noBreakHyphen":
            self.put("-")
        elif tag in _NOTES:
            self._take_note(element)
        elif tag == "oMathPara":
            self.add_equation([Piece(word_math(element))])
        elif tag == "oMath":
            self.put(f" {word_math(element)} ")
        elif tag == "txbxContent":
            self.add_note(Kind.PARAGRAPH, self.gathered(element))
        elif tag == "AlternateContent":
            self.walk(element.children("Choice")[:1] or element.children("Fallback")[:1], style)
        elif tag == "sdt" and _gallery(element).startswith("Table of"):
            return
        else:
            self.walk(element.parts, style)

    # --- Within a paragraph ---

    def _take_run(self, run: Element, style: TextStyle) -> None:
        properties = run.child("rPr")
        if is_on(properties, "vanish"):
            return
        script = _SCRIPTS.get(value(properties, "vertAlign"))
        self.walk(run.parts, style if script is None else replace(style, script=script))

    def _take_note(self, reference: Element) -> None:
        """Add the mark of a note, and the note after the paragraph."""
        note = self._by_id.pop((reference.tag, reference.get("id")), None)  # shown once, even if it calls itself
        if note is None:
            return
        self._count += 1
        self.put(str(self._count), TextStyle(script=RAISED))
        self.add_note(Kind.FOOTNOTE, [Piece(f"{self._count}. "), *self.gathered(note)])

    # --- Blocks ---

    def _of(self, element: Element) -> _Paragraph:
        properties = element.child("pPr")
        style = value(properties, "pStyle")
        level = 1 if self._styles.is_title(style) else self._styles.level(style, properties)
        return _Paragraph(element, style, level, self._styles.kind(style))

    def _take_paragraph(self, element: Element, style: TextStyle) -> None:
        if self._gathering:
            self.cut()
            self.walk(element.parts, style)
            self.cut()
            return
        one = self._of(element)
        list_id, depth = self._styles.numbering(one.style, element.child("pPr"))
        label = self._numbers.next_label(list_id, depth) if list_id and _has_text(element) else ""
        if self._styles.is_contents(one.style):
            return
        pieces = self.gathered(element) if one.level or one.kind in (Kind.CODE, Kind.REFERENCE) else []
        labelled = [Piece(f"{label} "), *pieces] if label else pieces
        if one.level:
            self._take_heading(one, labelled)
        elif id(element) in self._entries:
            self.add_whole(Kind.REFERENCE, [Piece(f"{label} ")] * bool(label) + self.gathered(element))
        elif one.kind is Kind.CODE:
            self.add_code("".join(piece.text for piece in pieces))
        else:
            self._take_text(one, label, in_list=bool(list_id), style=style)

    def _take_text(self, one: _Paragraph, label: str, *, in_list: bool, style: TextStyle) -> None:
        kind = one.kind if one.kind is not Kind.REFERENCE else None
        if kind is None and in_list and self.kind is Kind.PARAGRAPH:
            kind = Kind.LIST_ITEM
        with self.block(kind):
            self.marker = f"{label} " if label else ""
            self.walk(one.element.parts, style)
        self.marker = ""
        if kind is Kind.FRONT_MATTER:
            self.authors += [self.text_before] if self._styles.is_author(one.style) else []

    def _take_heading(self, one: _Paragraph, pieces: list[Piece]) -> None:
        text = " ".join("".join(piece.text for piece in pieces).split())
        is_title = self._styles.is_title(one.style)
        if not text:
            self.cut()
            return
        if is_title:
            self.title = self.title or text
        self.cut()
        self.in_front = is_title
        self.text_before = text
        self.add_title(pieces, 1 if is_title else one.level + self._deeper)

    def _take_table(self, table: Element, style: TextStyle) -> None:
        if self._gathering or is_layout(table, lambda paragraph: self._of(paragraph).level > 0):
            self.cut()
            self.walk((part for part in table.parts), style)
            self.cut()
            return
        self.cut()
        caption = self.caption_above()
        rows, headers = read_table(as_table(table), self.gathered, lambda _: False)
        self.add_rows(rows, headers=headers, caption=caption)

    # --- References ---

    def _listed(self) -> Iterator[Element]:
        """Yield the paragraphs that are entries of references: by their style, or below the heading of a list."""
        section: int | None = None
        below: list[Element] = []
        for element in _paragraphs(self._body):
            one = self._of(element)
            if one.kind is Kind.REFERENCE:
                yield element
            elif one.level and _has_text(element):
                if section is None or one.level <= section:
                    yield from _dated(below)
                    below = []
                    text = _shown(element)
                    is_list = len(text) <= _LONGEST_HEADING and line_openers.REFERENCES.fullmatch(text) is not None
                    section = one.level if is_list else None
            elif section is not None and _has_text(element):
                below.append(element)
        yield from _dated(below)


def _paragraphs(body: Element) -> Iterator[Element]:
    """Yield the paragraphs of a document that stand in no table."""
    for one in body.children():
        if one.tag == "p":
            yield one
        elif one.tag in ("sdt", "sdtContent", "customXml", "smartTag", "ins"):
            yield from _paragraphs(one)


def _dated(paragraphs: list[Element]) -> list[Element]:
    """The paragraphs, if they are the entries of a list."""
    dated = sum(_YEAR.search(_shown(one)) is not None for one in paragraphs)
    return paragraphs if paragraphs and dated >= _DATED * len(paragraphs) else []


def _shown(paragraph: Element) -> str:
    return " ".join("".join(one.text() for one in paragraph.within("t")).split())


def _has_text(paragraph: Element) -> bool:
    return any(not one.text().isspace() for one in paragraph.within("t") if one.parts)


def _gallery(part: Element) -> str:
    return next((one.get("val") for one in part.within("docPartGallery")), "")
