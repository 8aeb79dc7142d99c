"""Tells the tags and comments of HTML in a Markdown text from what only looks like them."""

import re

from markdown_it.common.html_re import HTML_TAG_RE

from indexer.parsing.markdown.inline_marks import InlineMark, InlineMarks

# Their tags stand within words and sentences. "sup" is not among them: a raised number without its tags would join
# the word before it, and "10" and "3" become 103.
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd label mark nobr q rp rt ruby s samp small span"
    " strike strong sub tt u var wbr".split()
)
# Their tags part what is before from what is after.
_SEPARATING = frozenset(
    "address article aside audio blockquote body br button caption center col colgroup dd details dir div dl dt"
    " embed fieldset figcaption figure footer form frame h1 h2 h3 h4 h5 h6 head header hr html iframe img input legend"
    " li link main map menu meta nav noscript object ol optgroup option p param picture pre script section select"
    " source style summary svg table tbody td template textarea tfoot th thead title tr track ul video".split()
)
_ELEMENT = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
_PROGRAM = re.compile(r"<(script|style)\b", re.IGNORECASE)
_RAISED = re.compile(r"</?sup\b", re.IGNORECASE)


def html_marks(content: str) -> InlineMarks:
    """Find the tags and comments in raw HTML, and what is in it for programs only."""
    found: list[InlineMark] = []
    at, last_comment = content.find("<"), content.rfind("-->")
    while at >= 0:
        if content.startswith("<!--", at) and at < last_comment:
            end, joins = content.find("-->", at) + 3, True
        else:
            end, joins = _html_at(content, at)
        if end > at:
            found.append(InlineMark(at, end, joins))
        at = content.find("<", max(end, at + 1))
    return InlineMarks(found)


def _html_at(content: str, at: int) -> tuple[int, bool]:
    """Return where a tag, comment or script ends, and whether it joins; its start for what is none of them."""
    found = HTML_TAG_RE.match(content, at) if _ELEMENT.match(content, at) else None
    tag = found.group() if found is not None else ""
    program = _PROGRAM.match(tag)
    if program is not None:
        closed = content.find(f"</{program[1]}", at + len(tag))
        return (closed if closed >= 0 else len(content)), False
    joins = True if _RAISED.match(tag) else tag_joins(tag) if tag else None
    return (at + len(tag) if joins is not None else at), bool(joins)


def tag_joins(tag: str) -> bool | None:
    """Tell whether a tag joins what is on both sides of it; None for what is text, such as "<b and c>"."""
    named = _ELEMENT.match(tag)
    if named is None:
        return True  # a comment
    name, rest = named[1].casefold(), tag[named.end() : -1].strip(" /")
    if rest and "=" not in rest:
        return None
    return True if name in _INLINE else False if name in _SEPARATING else None
