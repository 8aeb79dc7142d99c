"""Parses HTML and XML into plain trees of elements, with bounds on what a file may cost.

lxml reports what it reads piece by piece, and no tree of its own is built, so that depth and number are counted while
it reads. No DTD is loaded, no entity but a character is expanded, and no file or address is opened.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from indexer.parsing.markup.markup_encoding import decoded_html, decoded_xml
from indexer.parsing.markup.xml_text import BLANK, end_of_prolog, plain_xml
from kutip.errors import SourceError

MOST_DEPTH = 150  # elements inside of each other; a page of the web has up to 40
MOST_ELEMENTS = 400_000  # a long book has 100,000
MOST_CHARACTERS = 20_000_000  # of text, programs of a page included
_MOST_ATTRIBUTES = 1_000  # of one element
_NO_ATTRIBUTES: Mapping[str, str] = {}
_HEAD = 65_536  # bytes in which the first element stands
_HTML_DOCTYPE = re.compile(r"<!doctype\s{1,9}html\b", re.IGNORECASE)
_TAG = re.compile(r"<([A-Za-z][\w:.-]{0,60})[\s/>]")
_VOID = str.maketrans(dict.fromkeys(range(32), "\ufffd") | {9: "\t", 10: "\n", 12: "\f", 13: "\r", 127: "\ufffd"})


@dataclass(slots=True, eq=False)
class Element:
    """An element of a tree.

    Attributes:
        tag: Its name without namespace or prefix; of HTML in lower case.
        attributes: Its attributes by name, without prefixes.
        parts: Its texts and elements in order; no two texts follow each other.
    """

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    parts: "list[str | Element]" = field(default_factory=list)

    def get(self, name: str) -> str:
        """Return an attribute without white space at its ends; "" if it is missing."""
        return self.attributes.get(name, "").strip()

    def children(self, *tags: str) -> "list[Element]":
        """Return the elements directly in it with one of these names; all of them if none is given."""
        return [one for one in self.parts if isinstance(one, Element) and (not tags or one.tag in tags)]

    def child(self, *tags: str) -> "Element | None":
        """Return the first element directly in it with one of these names."""
        return next(iter(self.children(*tags)), None)

    def within(self, *tags: str) -> "Iterator[Element]":
        """Yield itself and all elements in it, in reading order, with one of these names; all if none is given."""
        waiting = [self]
        while waiting:
            one = waiting.pop()
            if not tags or one.tag in tags:
                yield one
            waiting += [part for part in reversed(one.parts) if isinstance(part, Element)]

    def text(self) -> str:
        """Return all text in it, as it stands."""
        texts: list[str] = []
        waiting: list[str | Element] = [self]
        while waiting:
            one = waiting.pop()
            if isinstance(one, str):
                texts.append(one)
            else:
                waiting += reversed(one.parts)
        return "".join(texts)

    def squeezed(self) -> str:
        """Return all text in it, each run of white space as one blank."""
        return " ".join(self.text().split())


def first_tag(data: bytes) -> str:
    r"""Return the name of the element with which a file begins, in lower case; "" for a file that is no markup.

    >>> first_tag(b'<?xml version="1.0"?>\n<!-- x --><jats:article>'), first_tag(b"# Title\n\n<p>Text.</p>")
    ('article', '')
    """
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    head = data[:_HEAD].decode(encoding, errors="replace").lstrip(BLANK)
    if _HTML_DOCTYPE.match(head):
        return "html"
    try:
        at = end_of_prolog(head)
    except SourceError:
        return ""
    tag = _TAG.match(head[at:].lstrip(BLANK))
    return _local(tag[1]).lower() if tag is not None else ""


def parse_html(data: bytes) -> Element:
    """Parse a file of HTML, however wrong its markup is.

    Raises:
        SourceError: It cannot be decoded, or has more of something than is read.
    """
    text = decoded_html(data).translate(_VOID)
    return _parsed(text, _html_parser, str.lower) or Element("html")


def parse_xml(data: bytes) -> Element:
    """Parse a file of XML.

    Characters by the names that HTML has for them are read; other entities are refused.

    Raises:
        SourceError: It cannot be decoded, is not well-formed, uses entities, or has more of something than is read.
    """
    root = _parsed(plain_xml(decoded_xml(data)), _xml_parser, lambda name: name)
    if root is None:
        raise SourceError("has no element; it is no XML")
    return root


def _html_parser(target: Any) -> Any:
    return etree.HTMLParser(target=target, no_network=True, huge_tree=False)


def _xml_parser(target: Any) -> Any:
    return etree.XMLParser(target=target, no_network=True, load_dtd=False, resolve_entities=False, huge_tree=False)


def _parsed(text: str, parser: Callable[[Any], Any], named: Callable[[str], str]) -> Element | None:
    growing = _GrowingTree(named)
    try:
        feeding = parser(growing)
        feeding.feed(text)
        feeding.close()
    except etree.LxmlError as error:
        raise SourceError(f"is not well-formed: {error.msg}; mend it") from error
    return growing.root


class _GrowingTree:
    """Grows a tree by what a parser reports."""

    def __init__(self, named: Callable[[str], str]) -> None:
        self.root: Element | None = None
        self._named = named
        self._open: list[Element] = []
        self._texts: list[str] = []
        self._count = 0
        self._characters = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS:
            raise SourceError(f"has more than {MOST_ELEMENTS:,} elements; divide it")
        if len(self._open) >= MOST_DEPTH:
            raise SourceError(f"has more than {MOST_DEPTH} elements inside of each other; make its markup simpler")
        if len(attributes) > _MOST_ATTRIBUTES:
            raise SourceError(f"has an element with more than {_MOST_ATTRIBUTES:,} attributes; remove them")
        own = {self._named(_local(name)): value for name, value in attributes.items()} or _NO_ATTRIBUTES
        element = Element(self._named(_local(tag)), own)
        self._end_text()
        if self._open:
            self._open[-1].parts.append(element)
        elif self.root is None:
            self.root = element
        self._open.append(element)

    def end(self, tag: str) -> None:
        self._end_text()
        self._open.pop()

    def data(self, text: str) -> None:
        self._characters += len(text)
        if self._characters > MOST_CHARACTERS:
            raise SourceError(f"has more than {MOST_CHARACTERS:,} characters of text; divide it")
        self._texts.append(text)

    def close(self) -> None:
        pass

    def _end_text(self) -> None:
        if self._texts and self._open:
            self._open[-1].parts.append("".join(self._texts))
        self._texts = []


def _local(name: str) -> str:
    """A name without its namespace or prefix: "math" for "{http://…}math" and for "mml:math"."""
    return name.rpartition("}")[2].rpartition(":")[2]
