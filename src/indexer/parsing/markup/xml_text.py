"""Takes out of the text of an XML file what is no part of its content: declaration, document type, entities.

So nothing that a document type declares is ever read: no entity that expands to a million others, no file, no address.
"""

import html
import re
from html.entities import html5

from kutip.errors import SourceError

CLOSED_BY = {"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>"}  # what ends a comment, a section and an instruction
BLANK = "\ufeff \t\r\n\f"  # what may stand between the parts of a prolog
_DOCTYPE = "<!DOCTYPE"
_KEPT_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})  # the five that XML itself has
_LONGEST_ENTITY = 40  # characters of its name
_IN_DOCTYPE = re.compile(r"[\"'\[\]>]|<!--")


def plain_xml(text: str) -> str:
    """Return the text of an XML file without its prolog, and with the characters that HTML's names stand for.

    Raises:
        SourceError: Something in it does not end, or it uses another entity.

    >>> plain_xml('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a>caf&eacute; &amp; <![CDATA[&x;]]></a>')
    '<a>café &amp; <![CDATA[&x;]]></a>'
    """
    return _without_entities(text[end_of_prolog(text) :])


def end_of_prolog(text: str) -> int:
    """Return the offset at which the content of XML or HTML begins: behind declaration, document type and comments.

    Raises:
        SourceError: One of them does not end.
    """
    at = 0
    while (start := text.find("<", at)) >= 0 and text[start + 1 : start + 2] in ("?", "!"):
        opened = next((opened for opened in CLOSED_BY if text.startswith(opened, start)), None)
        if opened is None and text[start : start + len(_DOCTYPE)].upper() != _DOCTYPE:
            break
        if text[at:start].strip(BLANK):
            break
        at = _end_of_doctype(text, start) if opened is None else _after(text, CLOSED_BY[opened], start)
    return at


def _end_of_doctype(text: str, start: int) -> int:
    """The offset after a document type, past what stands in its brackets and quotation marks."""
    at, in_brackets = start, False
    while (found := _IN_DOCTYPE.search(text, at)) is not None:
        at = found.end()
        if found[0] in "\"'":
            at = _after(text, found[0], at)
        elif found[0] == "<!--":
            at = _after(text, "-->", at)
        elif found[0] != ">":
            in_brackets = found[0] == "["
        elif not in_brackets:
            return at
    raise SourceError("is not well-formed: its document type does not end; mend it")


def _after(text: str, mark: str, start: int) -> int:
    end = text.find(mark, start)
    if end < 0:
        raise SourceError(f"is not well-formed: {mark!r} is missing; mend it")
    return end + len(mark)


def _without_entities(text: str) -> str:
    """An XML text with the characters that HTML's names stand for in their places.

    Raises:
        SourceError: It uses another entity.
    """
    kept: list[str] = []
    at = 0
    opaque = _Opaque(text)
    while (found := text.find("&", at)) >= 0:
        if (end := opaque.end_around(found)) > 0:
            kept.append(text[at:end])
            at = end
            continue
        kept.append(text[at:found])
        end = text.find(";", found, found + _LONGEST_ENTITY)
        name = text[found + 1 : end] if end > 0 else ""
        if name.startswith("#") or name in _KEPT_ENTITIES or end < 0:
            kept.append("&")  # a parser reads it, or refuses it
            at = found + 1
            continue
        if f"{name};" not in html5:
            raise SourceError(f"uses the entity &{name};, and only names of characters are read; put its text there")
        kept.append(html.escape(html5[f"{name};"]))
        at = end + 1
    kept.append(text[at:])
    return "".join(kept)


class _Opaque:
    """The comments, instructions and CDATA sections of an XML text, in which "&" means itself; asked in order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._next = dict.fromkeys(CLOSED_BY, -1)
        self._end = 0

    def end_around(self, at: int) -> int:
        """Return the end of the one around an offset; 0 if there is none there. Offsets must not fall."""
        while True:
            for opened, start in self._next.items():
                if start < self._end:
                    found = self._text.find(opened, self._end)
                    self._next[opened] = found if found >= 0 else len(self._text)
            opened = min(self._next, key=lambda one: self._next[one])
            start = self._next[opened]
            if start > at:
                return 0
            self._end = _after(self._text, CLOSED_BY[opened], start)
            if self._end > at:
                return self._end
