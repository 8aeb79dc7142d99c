"""Reads styles and numbering of a DOCX file: which paragraphs are headings, quotations, items, and their numbers."""

from collections import defaultdict
from dataclasses import dataclass

from indexer.parsing.markup.list_numbers import numeral
from indexer.parsing.markup.markup_tree import Element
from kutip.types import Kind

_DEEPEST = 20  # styles that are based on each other
_LEVELS = 9
# Word keeps the English names of its own styles in every language; the others are Pandoc's.
_KINDS = {
    "quote": Kind.QUOTE,
    "intense quote": Kind.QUOTE,
    "block text": Kind.QUOTE,
    "caption": Kind.CAPTION,
    "table caption": Kind.CAPTION,
    "image caption": Kind.CAPTION,
    "html preformatted": Kind.CODE,
    "source code": Kind.CODE,
    "bibliography": Kind.REFERENCE,
    "subtitle": Kind.FRONT_MATTER,
    "author": Kind.FRONT_MATTER,
    "date": Kind.FRONT_MATTER,
    "footnote text": Kind.FOOTNOTE,
    "endnote text": Kind.FOOTNOTE,
}
_LETTERS = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
_UNNUMBERED = frozenset({"bullet", "none"})


def value(element: Element | None, *path: str) -> str:
    """Return the `val` of an element within others; "" if it is not there.

    >>> value(Element("pPr", {}, [Element("pStyle", {"val": "Judul1"})]), "pStyle")
    'Judul1'
    """
    for tag in path:
        element = element.child(tag) if element is not None else None
    return element.get("val") if element is not None else ""


def is_on(element: Element | None, tag: str) -> bool:
    """True if properties have a switch, and it is not off."""
    switch = element.child(tag) if element is not None else None
    return switch is not None and switch.get("val").lower() not in ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str
    properties: Element | None


class WordStyles:
    """The styles of a document, by their ids, which differ between languages: "Heading1", "Judul1"."""

    def __init__(self, styles: Element) -> None:
        """Read the part `styles`."""
        self._styles: dict[str, _Style] = {}
        self._normal = ""
        for one in styles.children("style"):
            if one.get("type") in ("paragraph", ""):
                known = _Style(value(one, "name").lower(), value(one, "basedOn"), one.child("pPr"))
                self._styles.setdefault(one.get("styleId"), known)
                if one.get("default") in ("1", "true"):
                    self._normal = one.get("styleId")

    def _line(self, style: str) -> list[_Style]:
        """A style and those on which it is based, itself first."""
        line: list[_Style] = []
        at: str | None = style or self._normal
        while at and at in self._styles and len(line) < _DEEPEST:
            line.append(self._styles[at])
            at = line[-1].based_on
        return line

    def is_title(self, style: str) -> bool:
        """True for the style of the document's title."""
        return any(one.name == "title" for one in self._line(style))

    def is_author(self, style: str) -> bool:
        """True for the style of the names of authors."""
        return any(one.name == "author" for one in self._line(style))

    def is_contents(self, style: str) -> bool:
        """True for the style of a line of a table of contents."""
        return any(one.name.startswith(("toc ", "table of figures")) for one in self._line(style))

    def level(self, style: str, properties: Element | None) -> int:
        """Return the level of a heading, from 1; 0 for other paragraphs."""
        own = value(properties, "outlineLvl")
        for one in self._line(style):
            own = own or value(one.properties, "outlineLvl")
            last = one.name.removeprefix("heading ")
            if not own and last != one.name and last.isdecimal():
                own = str(int(last[:2]) - 1)
        return int(own) + 1 if own.isdecimal() and int(own[:3]) < _LEVELS else 0

    def kind(self, style: str) -> Kind | None:
        """Return the kind of block that a style stands for; None for ordinary text."""
        return next((_KINDS[one.name] for one in self._line(style) if one.name in _KINDS), None)

    def numbering(self, style: str, properties: Element | None) -> tuple[str, int]:
        """Return the id of the list to which a paragraph belongs and its level there; "" if it belongs to none."""
        levels = [properties, *(one.properties for one in self._line(style))]
        for one in levels:
            if one is not None and (held := one.child("numPr")) is not None:
                list_id, level = value(held, "numId"), value(held, "ilvl")
                if list_id:
                    return ("" if list_id == "0" else list_id), int(level) if level.isdecimal() else 0
        return "", 0


class WordNumbers:
    """Counts the items of a document's lists, as Word does."""

    def __init__(self, numbering: Element) -> None:
        """Read the part `numbering`."""
        formats = {one.get("abstractNumId"): _levels(one) for one in numbering.children("abstractNum")}
        self._list_of: dict[str, str] = {}
        self._starts: dict[str, dict[int, int]] = {}
        for one in numbering.children("num"):
            self._list_of[one.get("numId")] = value(one, "abstractNumId")
            overrides = ((held.get("ilvl"), value(held, "startOverride")) for held in one.children("lvlOverride"))
            self._starts[one.get("numId")] = {
                int(at): int(start) for at, start in overrides if at.isdecimal() and start.isdecimal()
            }
        self._formats = formats
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self._met: set[str] = set()

    def next_label(self, list_id: str, level: int) -> str:
        """Count an item and return what Word shows in front of it: "1.", "2.1", "b)"; "" for bullets."""
        abstract = self._list_of.get(list_id, "")
        levels = self._formats.get(abstract, {})
        counts = self._counts[abstract or f"num {list_id}"]
        if list_id not in self._met and self._starts.get(list_id):
            counts.update({at: start - 1 for at, start in self._starts[list_id].items()})
        self._met.add(list_id)
        start = levels[level].start if level in levels else 1
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        shown = levels.get(level)
        if shown is None or shown.style in _UNNUMBERED:
            return ""
        text = shown.text
        for at in range(min(level, _LEVELS - 1), -1, -1):
            held = levels.get(at)
            number = counts.get(at, held.start if held is not None else 1)
            style = "" if held is None or (shown.is_legal and at < level) else _LETTERS.get(held.style, "")
            text = text.replace(f"%{at + 1}", numeral(number, style))
        return text.strip()


@dataclass(frozen=True, slots=True)
class _Level:
    style: str
    text: str
    start: int
    is_legal: bool


def _levels(abstract: Element) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for one in abstract.children("lvl"):
        at, start = one.get("ilvl"), value(one, "start")
        if at.isdecimal():
            begin = int(start) if start.isdecimal() else 1
            found[int(at)] = _Level(value(one, "numFmt"), value(one, "lvlText")[:50], begin, is_on(one, "isLgl"))
    return found
