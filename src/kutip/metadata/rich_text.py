"""Marks inside the texts of metadata: tags such as `<i>`, and character references such as `&amp;`.

CSL-JSON allows a few tags in a title. Metadata that were pasted from Crossref or a publisher's page have others, and
`&amp;` where a reader expects "&".
"""

import html
import re
from collections import defaultdict
from collections.abc import Callable
from html.entities import html5

from kutip.text.reading import squeeze

Tag = re.Match[str]

_TAG = re.compile(r"<(/?)(?:jats:)?(i|b|u|em|strong|italic|bold|sub|sup|sc|scp|span)((?:\s[^<>]*)?)>", re.IGNORECASE)
# Control characters but white space, and marks that turn round the text behind them, on a page or in a terminal.
OBEYED = re.compile("[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|(\w{2,32}));", re.IGNORECASE)
# The tags of CSL, https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html#html-like-formatting-tags, and the
# tags of HTML and JATS that mean the same.
_IN_CSL = {**dict.fromkeys(("i", "em", "italic"), "i"), **dict.fromkeys(("b", "strong", "bold"), "b")} | {
    name: name for name in ("sub", "sup", "sc")
}
_SPAN_IN_CSL = re.compile(r"""\s+(?:style=["']font-variant:\s*small-caps;?["']|class=["']nocase["'])\s*""")


def plain_text(text: str) -> str:
    """A text on one line, without its tags and with the characters that its references stand for.

    A tag without its other half is a part of the text.

    >>> plain_text("Role of <i>E. coli</i> &amp; friends: the <b> tag")
    'Role of E. coli & friends: the <b> tag'
    """
    if _has_marks(text):
        text = _without_references(_with_tags(text, lambda tag: ("", "")))
    return squeeze(text)


def csl_text(text: str) -> str:
    """A text with the tags that CSL-JSON allows; it has the same plain text.

    >>> csl_text("Role of <em>E. coli</em> &amp; <font>friends</font>")
    'Role of <i>E. coli</i> & <font>friends</font>'
    """
    if not _has_marks(text):
        return text
    tagged = _with_tags(text, _tags_of_csl)
    # "&lt;i&gt;" must not become a tag, nor "&amp;amp;" a reference: then the text stays as it is.
    same = (one for one in (_without_references(tagged), tagged) if plain_text(one) == plain_text(text))
    return next(same, text)


def _has_marks(text: str) -> bool:
    return "<" in text or "&" in text


def _tags_of_csl(opening: Tag) -> tuple[str, str]:
    name = opening[2].lower()
    if name == "span" and _SPAN_IN_CSL.fullmatch(opening[3]):
        return opening[0], "</span>"
    return (f"<{_IN_CSL[name]}>", f"</{_IN_CSL[name]}>") if name in _IN_CSL else ("", "")


def _with_tags(text: str, written: Callable[[Tag], tuple[str, str]]) -> str:
    """A text with other tags: `written` gives for the first tag of a pair what stands for both."""
    unpaired: defaultdict[str, list[Tag]] = defaultdict(list)
    replaced: dict[int, tuple[int, str]] = {}  # by the offset where a tag starts: where it ends, what stands for it
    for tag in _TAG.finditer(text):
        same = unpaired[tag[2].lower()]
        if not tag[1]:
            same.append(tag)
        elif same:
            opening = same.pop()
            first, last = written(opening)
            replaced[opening.start()], replaced[tag.start()] = (opening.end(), first), (tag.end(), last)
    pieces, at = [], 0
    for start, (end, instead) in sorted(replaced.items()):
        pieces += [text[at:start], instead]
        at = end
    return "".join([*pieces, text[at:]])


def _without_references(text: str) -> str:
    return _REFERENCE.sub(_meant, text)


def _meant(reference: re.Match[str]) -> str:
    """What a character reference stands for; it stays as it is if unknown, or if it means a control character."""
    known = reference[1] is None or f"{reference[1]};" in html5
    meant = html.unescape(reference[0]) if known else reference[0]
    return reference[0] if OBEYED.search(meant) else meant
