"""Finds the marks in a paragraph of Markdown with their places, by watching the parser's rules as they succeed.

Tokens inside a paragraph have no places. Each rule takes a piece of the text, so its place is known while it does so.
What no rule takes as a mark is text, and stays as it stands.
"""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from indexer.parsing.markdown.commonmark_rules import TRACE, Trace
from indexer.parsing.markdown.inline_marks import InlineMark, InlineMarks

_LONGEST = 60_000  # characters of a paragraph; what is longer is read as it stands
_MOST_OPENERS = 3_000  # brackets and the like in one paragraph; what has more is no text
_MOST_UNCLOSED = 200  # brackets
_OPENERS = re.compile(r"[\[<*_~`^]")


def marks_of(parser: MarkdownIt, content: str, env: dict[str, object]) -> InlineMarks:
    """Find the marks in the text of a paragraph.

    Args:
        parser: A parser whose rules are watched; see `commonmark_rules`.
        content: The text, with line ends.
        env: What its document defines: targets of links and footnotes.
    """
    if _is_hostile(content):
        return InlineMarks()
    trace = Trace()
    parser.inline.parse(content, parser, {**env, TRACE: trace}, [])
    for sign in _emphasis(content, trace.signs):
        trace.add(*sign)
    marks = sorted(trace.found.marks)
    kept: list[InlineMark] = []
    for mark in marks:  # a mark may lie within another, as one in the target of a link
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return InlineMarks(kept, trace.found.notes, trace.found.pictures)


def _is_hostile(content: str) -> bool:
    """True for what would take the parser more than linear time: nobody writes so many marks into one paragraph."""
    opened = content.count("[")
    unclosed = opened > _MOST_UNCLOSED and opened > 2 * content.count("]")
    openers = sum(1 for _ in _OPENERS.finditer(content))
    return len(content) > _LONGEST or openers > _MOST_OPENERS or unclosed or content.count("^[") > _MOST_UNCLOSED


def _emphasis(content: str, signs: list[tuple[int, Token]]) -> Iterator[tuple[int, int]]:
    """Yield the marks of emphasis; those between figures or single letters may be signs of sums, and stay."""
    opened: list[tuple[int, int]] = []
    for at, token in sorted(signs, key=lambda sign: sign[0]):
        width = len(token.markup)
        if token.nesting > 0:
            opened.append((at + (width if token.type == "s_open" else 1) - width, width))  # "**" has its token last
        elif token.nesting < 0 and opened:
            start, width = opened.pop()
            if not any(_is_sum(content, one, one + width) for one in (start, at)) and not _is_name(content, start, at):
                yield start, start + width
                yield at, at + width


def _is_name(content: str, start: int, end: int) -> bool:
    """True for underscores that belong to a name of a program: __init__.py, self.__dict__."""
    if content[start] != "_":
        return False
    after = content[end : end + 4].lstrip("_")
    inside = content[start:end].strip("_")
    called = after[:1] == "(" or (after[:1] == "." and after[1:2].isalnum())
    return inside.isidentifier() and (called or (content[max(0, start - 1) : start] in (".", "/") and start > 0))


def _is_sum(content: str, start: int, end: int) -> bool:
    """True if a mark stands in a word, beside a figure or a letter that is a word of its own: 2*3, a*b."""
    before, after = content[max(0, start - 2) : start], content[end : end + 2]
    if not (before[-1:].isalnum() and after[:1].isalnum()):
        return False
    alone = not before[:-1].isalnum() or not after[1:2].isalnum()
    return alone or before[-1].isdigit() or after[0].isdigit()
