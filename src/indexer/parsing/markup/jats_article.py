"""Reads articles in JATS, and in NLM's form before it: front, body and back, as their elements say."""

from collections.abc import Iterator, Sequence

from indexer.parsing.markup.html_tables import read_table, stray_parts
from indexer.parsing.markup.jats_references import entry_pieces
from indexer.parsing.markup.jats_text import JatsText
from indexer.parsing.markup.list_numbers import numeral
from indexer.parsing.markup.markup_flow import TextStyle
from indexer.parsing.markup.markup_tree import Element
from indexer.parsing.served_table import Piece
from kutip.types import Kind

# What is data about the article or a picture, and no text of it.
_UNSEEN = frozenset(
    "alt-text contrib-id custom-meta-group front graphic inline-graphic inline-media journal-meta long-desc media"
    " object-id processing-meta related-object".split()
)
_SECTIONS = frozenset("ack app bio boxed-text fn-group glossary notes ref-list sec statement".split())
_BLOCKS = frozenset(
    "address aff attrib body back caption contrib-group corresp def-item fig fig-group floats-group list list-item"
    " media-group p permissions speech supplementary-material table-wrap-group verse-group verse-line app-group"
    " def term table thead tbody tfoot tr td th front-stub copyright-statement license license-p".split()
)
_FORMULAS = frozenset({"disp-formula", "disp-formula-group"})
_LISTS = {"order": "1", "alpha-lower": "a", "alpha-upper": "A", "roman-lower": "i", "roman-upper": "I"}


class JatsArticle(JatsText):
    """Goes through an article.

    Attributes:
        title: Its title; "" if it has none.
    """

    def __init__(self, article: Element, printed: Sequence[str]) -> None:
        """Find the article's references.

        Args:
            article: The article.
            printed: What is printed above an abstract and a list of references, and before keywords.
        """
        super().__init__(article)
        self._article = article
        self._printed = printed
        self._level = 1
        self.title = ""
        self._caption_above: list[Piece] = []

    def read(self) -> None:
        """Add all that a reader of the article sees."""
        self._take_article(self._article)

    def take(self, element: Element, style: TextStyle) -> None:
        """Add what an element holds, by what it is."""
        tag = element.tag
        if tag in _UNSEEN:
            return
        if tag in _SECTIONS:
            self._take_section(element)
        elif tag in ("sub-article", "response"):
            self._take_article(element)
        elif tag in ("fig", "supplementary-material"):
            self._take_figure(element)
        elif tag == "table-wrap":
            self._take_table(element)
        elif tag == "table" and not self._gathering:
            self._take_rows(element)
        elif tag == "table-wrap-foot":
            with self.block(Kind.CAPTION):
                self._take_notes(element)
        elif tag in _FORMULAS:
            self.add_equation(self.gathered(element))
        elif tag in ("code", "preformat"):
            self.add_code(element.text())
        elif tag == "ref":
            self.add_whole(Kind.REFERENCE, entry_pieces(element, self.gathered), key=element.get("id"))
        elif tag == "fn":
            self.add_note(Kind.FOOTNOTE, self.labelled(element))
        elif tag == "list":
            self._take_list(element, style)
        elif tag in ("def-list", "def-item"):
            self._take_terms(element, style)
        elif tag in _BLOCKS or tag == "disp-quote":
            with self.block(Kind.QUOTE if tag == "disp-quote" else None):
                self.walk(element.parts, style)
        elif tag in ("title", "label"):
            self.add_whole(self.kind, self.gathered(element, style))
        else:
            self.take_inline(element, style)

    # --- Front ---

    def _take_article(self, article: Element) -> None:
        """Add an article, or one within another, such as a translation."""
        front = article.child("front", "front-stub")
        meta = front.child("article-meta") if front is not None else None
        self._take_front(meta if meta is not None else front)
        self._level += 1
        with self.block(Kind.PARAGRAPH):
            for part in article.children():
                if part.tag != "front-stub":
                    self.take(part, TextStyle())
        self._level -= 1

    def _take_front(self, meta: Element | None) -> None:
        if meta is None:
            return
        titles = meta.child("title-group") or meta
        title = titles.child("article-title")
        if title is not None:
            subtitle = [piece for one in titles.children("subtitle") for piece in (Piece(": "), *self.gathered(one))]
            whole = [*self.gathered(title), *subtitle]
            self.title = self.title or " ".join("".join(piece.text for piece in whole).split())
            self.add_title(whole, self._level)
        for one in titles.children("trans-title-group", "trans-title"):
            self.add_whole(Kind.FRONT_MATTER, self.gathered(one))
        self.kind = Kind.FRONT_MATTER
        for part in meta.children():
            if part.tag in ("contrib-group", "collab"):
                self._take_people(part)
            elif part.tag in ("aff", "aff-alternatives"):
                self.add_whole(Kind.FRONT_MATTER, self.labelled(part))
            elif part.tag == "author-notes":
                self._take_notes(part)
            elif part.tag in ("abstract", "trans-abstract"):
                self._take_abstract(part)
            elif part.tag == "kwd-group":
                self._take_keywords(part)
            elif part.tag in ("permissions", "notes", "funding-group", "supplementary-material", "support-group"):
                self.take(part, TextStyle())
                self.cut()
        self.kind = Kind.PARAGRAPH

    def _take_people(self, group: Element) -> None:
        """Add the names of the authors as one line, then what else their group holds."""
        line: list[Piece] = []
        for contrib in group.children("contrib"):
            name = next(contrib.within("name", "string-name", "collab", "anonymous"), None)
            named = self.named(name) if name is not None else []
            marks = [piece for link in contrib.children("xref") for piece in self.raised(link)]
            line += [Piece(", ")] * bool(line and named) + named + marks
        self.add_whole(Kind.FRONT_MATTER, line)
        affiliations = [aff for contrib in group.children("contrib") for aff in contrib.children("aff", "bio")]
        for one in (*affiliations, *group.children("aff", "aff-alternatives")):
            self.add_whole(Kind.FRONT_MATTER, self.labelled(one))

    def _take_notes(self, notes: Element) -> None:
        """Add notes, each with its label; what else stands among them is text."""
        for part in notes.parts:
            if isinstance(part, Element) and part.tag in ("fn", "corresp"):
                self.add_whole(Kind.FOOTNOTE, self.labelled(part))
            elif isinstance(part, Element) and part.tag == "fn-group":
                self._take_notes(part)
            else:
                self.walk([part])

    def _take_abstract(self, abstract: Element) -> None:
        title = abstract.child("title")
        self.add_title(self.gathered(title) if title is not None else [Piece(self._printed[0])], self._level + 1)
        self._level += 2
        with self.block(Kind.PARAGRAPH):
            self.walk(part if part is not title else " " for part in abstract.parts)
        self._level -= 2

    def _take_keywords(self, group: Element) -> None:
        title = group.child("title", "label")
        pieces = self.gathered(title) if title is not None else [Piece(self._printed[2])]
        ended = "".join(piece.text for piece in pieces).rstrip().endswith(":")
        pieces.append(Piece(" " if ended else ": "))
        for at, word in enumerate(group.children("kwd", "compound-kwd", "nested-kwd")):
            pieces += [Piece(", ")] * bool(at) + self.gathered(word)
        self.add_whole(Kind.FRONT_MATTER, pieces)

    # --- Blocks ---

    def _take_section(self, section: Element) -> None:
        """Add a section: its title with its label, then what it holds, one level deeper."""
        before = self.kind
        self.cut()
        title = section.child("title") or (section.child("caption") or section).child("title")
        label = section.child("label")
        heading = [] if title is None else self.gathered(title)
        printed = [Piece(self._printed[1])] if section.tag == "ref-list" and self._level <= 2 else []
        if label is not None and section.tag != "fn-group":
            heading = [*self.gathered(label), Piece(" "), *heading]
        self.add_title(heading or printed, self._level)
        self._level += 1
        self.kind = Kind.FOOTNOTE if section.tag == "fn-group" else Kind.PARAGRAPH
        for part in section.parts:
            if part is title or part is label:
                self.cut()
                continue
            if isinstance(part, Element) and part.tag == "fn" and section.tag == "fn-group":
                self.add_whole(Kind.FOOTNOTE, self.labelled(part))
            elif isinstance(part, Element) and part.tag == "caption":
                self.cut()
                self.walk(one if one is not title else " " for one in part.parts)
                self.cut()
            else:
                self.walk([part])
        self.cut()
        self._level -= 1
        self.kind = before

    def _take_figure(self, figure: Element) -> None:
        self.add_whole(Kind.CAPTION, self.captioned(figure))
        with self.block(Kind.CAPTION):
            self.walk(_beside(figure, "label", "caption", "permissions"))

    def _take_table(self, wrap: Element) -> None:
        caption = self.captioned(wrap)
        self.add_whole(Kind.CAPTION, caption)
        before, self._caption_above = self._caption_above, caption
        with self.block(Kind.CAPTION):
            self.walk(_beside(wrap, "label", "caption", "permissions"))
        self._caption_above = before

    def _take_rows(self, table: Element) -> None:
        with self.block():
            self.walk(stray_parts(table))
        caption = self._caption_above
        for own in table.children("caption"):
            caption = self.gathered(own)
            self.add_whole(Kind.CAPTION, caption)
        rows, headers = read_table(table, self.gathered, lambda _: False)
        self.add_rows(rows, headers=headers, caption=caption)

    def _take_list(self, element: Element, style: TextStyle) -> None:
        self.cut()
        count = 0
        before = self.kind
        for part in element.parts:
            if not isinstance(part, Element) or part.tag != "list-item":
                self.walk([part], style)
                self.cut()
                continue
            count += 1
            label = part.child("label")
            self.kind = Kind.LIST_ITEM if before is Kind.PARAGRAPH else before
            if label is not None:
                self.marker = f"{label.squeezed()} "
            elif (numbering := _LISTS.get(element.get("list-type"))) is not None:
                self.marker = f"{numeral(count, numbering)}. "
            self.walk((one if one is not label else " " for one in part.parts), style)
            self.cut()
            self.marker, self.kind = "", before

    def _take_terms(self, element: Element, style: TextStyle) -> None:
        self.cut()
        for part in element.parts:
            if isinstance(part, Element) and part.tag == "term":
                self.set_label(self.gathered(part, style))
            else:
                with self.block(Kind.LIST_ITEM):
                    self.walk([part], style)
        self.drop_label()


def _beside(element: Element, *tags: str) -> Iterator[str | Element]:
    """What is in an element beside the elements with these names, with blanks in their places."""
    return (part if isinstance(part, str) or part.tag not in tags else " " for part in element.parts)
