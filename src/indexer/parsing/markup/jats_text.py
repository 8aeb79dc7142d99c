"""Reads what stands within the blocks of a JATS article: links, formulas, names, labels and captions."""

import re
from collections.abc import Iterable, Iterator

from indexer.parsing.markup.jats_names import person_written
from indexer.parsing.markup.markup_flow import MarkupFlow, TextStyle
from indexer.parsing.markup.markup_tree import Element
from indexer.parsing.markup.math_markup import math_text
from indexer.parsing.served_table import Piece

_TEX_BODY = re.compile(r"\\begin\{document\}(.{0,20000}?)\\end\{document\}", re.DOTALL)
_ENDS = ".:?!)"


class JatsText(MarkupFlow):
    """Adds text of an article, and gathers the texts of which a block is made."""

    def __init__(self, article: Element) -> None:
        """Find the article's references, which links cite by their ids."""
        super().__init__()
        refs = [one for one in article.within("ref") if one.get("id")]
        self._keys = {one.get("id"): one.get("id") for one in refs}
        self._keys |= {inner.get("id"): ref.get("id") for ref in refs for inner in ref.within() if inner.get("id")}

    def take_inline(self, element: Element, style: TextStyle) -> None:
        """Add what stands within a line."""
        tag = element.tag
        if tag in ("sup", "sub"):
            self.put_script(element, style, is_raised=tag == "sup")
        elif tag == "xref":
            self._take_link(element, style)
        elif tag == "alternatives":
            self._take_first_of(element, style)
        elif tag == "math":
            self.put(math_text(element))
        elif tag == "tex-math":
            self.put(_tex(element))
        elif tag == "break":
            self.put(" ")
        elif tag in ("string-name", "name") and not any(isinstance(one, str) and one.strip() for one in element.parts):
            self.put(" ".join(one.squeezed() for one in element.children()))
        else:
            self.walk(element.parts, style)

    def _take_link(self, link: Element, style: TextStyle) -> None:
        """Add a link; one to entries is a citation, and one to a note in plain digits is raised."""
        keys = tuple(self._keys[one] for one in link.get("rid").split() if one in self._keys)
        if keys:
            self.put_citation(link, style, keys)
        elif link.get("ref-type") in ("fn", "table-fn", "aff") and link.child("sup") is None and style.script is None:
            self.put_script(link, style, is_raised=True)
        else:
            self.walk(link.parts, style)

    def _take_first_of(self, element: Element, style: TextStyle) -> None:
        """Add one of several forms of the same thing: TeX before MathML, both before others."""
        forms = element.children("tex-math") or element.children("math") or element.children("textual-form", "table")
        for form in forms[:1] or element.children()[:1]:
            self.take(form, style)

    def named(self, name: Element) -> list[Piece]:
        """The name of a person, or of a body without that of its members."""
        own = [
            part for part in name.parts if isinstance(part, str) or part.tag not in ("contrib-group", "aff", "address")
        ]
        written = person_written(name)
        return [Piece(written)] if written else self.gathered(Element(name.tag, {}, own))

    def raised(self, link: Element) -> list[Piece]:
        """What stands raised behind a name."""
        before, self._pieces = self._pieces, []
        self.put_script(link, TextStyle(), is_raised=True)
        mark, self._pieces = self._pieces, before
        return mark

    def labelled(self, element: Element) -> list[Piece]:
        """What an element holds as one text, its label in front."""
        label = element.child("label")
        if label is None:
            return self.gathered(element)
        rest = Element(element.tag, element.attributes, [part if part is not label else " " for part in element.parts])
        return [*self.gathered(label), Piece(" "), *self.gathered(rest)]

    def captioned(self, element: Element) -> list[Piece]:
        """The label and the caption of a figure or table: "Table 1. Catches"."""
        label, caption = element.child("label"), element.child("caption")
        named = self.gathered(label) if label is not None else []
        text = "".join(piece.text for piece in named).strip()
        said = self._titled(caption) if caption is not None else []
        between = [Piece(" " if text.endswith(tuple(_ENDS)) else ". ")] if text and any(_words(said)) else []
        return [*named, *between, *said]

    def _titled(self, caption: Element) -> list[Piece]:
        title = caption.child("title")
        head = self.gathered(title) if title is not None else []
        text = "".join(piece.text for piece in head).strip()
        rest = self.gathered(Element("caption", {}, [part if part is not title else " " for part in caption.parts]))
        ends = not text or text.endswith(tuple(_ENDS)) or not any(_words(rest))
        return [*head, Piece(" " if ends else ". "), *rest]


def _words(pieces: Iterable[Piece]) -> Iterator[str]:
    return (word for piece in pieces for word in piece.text.split())


def _tex(element: Element) -> str:
    """A formula's TeX without the document around it."""
    text = element.text()
    found = _TEX_BODY.search(text)
    return " ".join((found[1] if found is not None else text).split()).strip("$ ")
