"""The parser's rules for the text of a paragraph, made to tell which of its characters they take as marks."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from indexer.parsing.markdown.commonmark_html import tag_joins
from indexer.parsing.markdown.inline_marks import InlineMark, InlineMarks

TRACE = "trace"  # where the parser's environment has the trace of the paragraph
_VALUE = r"(?:\"[^\"{}]{0,200}\"|'[^'{}]{0,200}'|[^\s{}\"']{1,200})"
_ATTRIBUTE = rf"(?:[#.][^\s{{}}\"']{{1,80}}|-|=\w{{1,20}}|[\w:-]{{1,40}}={_VALUE})"
_ATTRIBUTES = re.compile(rf"\{{\s{{0,4}}{_ATTRIBUTE}(?:\s{{1,4}}{_ATTRIBUTE}){{0,12}}\s{{0,4}}\}}")
_MATH = re.compile(r"\$\$(?=[^$])[^$]{1,2000}\$\$|\$(?![\s$])(?:[^$\\]|\\[^\n]){0,1000}(?<!\s)\$(?!\d)")
_LOWERED = re.compile(r"~[^\s~]{1,20}~(?!~)")
_LABELS = re.compile(r"\s*\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\s*")

_Rule = Callable[[StateInline, bool], bool]


@dataclass(slots=True)
class Trace:
    """What the rules did so far; `signs` are the marks of emphasis, each with its place and its token."""

    found: InlineMarks = field(default_factory=InlineMarks)
    signs: list[tuple[int, Token]] = field(default_factory=list)

    def add(self, start: int, end: int, *, joins: bool = True) -> None:
        """Add a mark; nothing happens for an empty one."""
        if start < end:
            self.found.marks.append(InlineMark(start, end, joins))


def trace_inline(parser: MarkdownIt) -> None:
    """Have a parser's inline rules tell what they take, and add those of Pandoc."""
    ruler = parser.inline.ruler
    rules = dict(zip(ruler.get_active_rules(), ruler.getRules(""), strict=True))
    for name, told in _TOLD.items():
        ruler.at(name, _watched(rules[name], told, apart=name == "image"))
    ruler.before("escape", "math", _math)
    ruler.before("strikethrough", "lowered", _lowered)
    ruler.before("link", "note", _note)
    ruler.before("link", "attributes", _attributes)
    parser.inline.ruler2.disable("fragments_join")  # it would lose which characters are left of emphasis


def _watched(rule: _Rule, told: "_Told", *, apart: bool) -> _Rule:
    """A rule that tells what it took; one whose content is parsed apart does so without telling of that."""

    def watched(state: StateInline, silent: bool) -> bool:
        if silent:
            return rule(state, True)
        start, count, trace = state.pos, len(state.tokens), state.env[TRACE]
        state.env[TRACE] = Trace() if apart else trace
        taken = rule(state, False)
        state.env[TRACE] = trace
        if taken:
            told(trace, state, start, count)
        return taken

    return watched


# --- What the parser's own rules took: from `start` to where the state is, with the tokens from `count` on -----------

_Told = Callable[[Trace, StateInline, int, int], None]


def _escape(trace: Trace, state: StateInline, start: int, count: int) -> None:
    token = state.tokens[-1]
    if token.type == "hardbreak":
        trace.add(start, start + 1, joins=False)
    elif token.content != token.markup:
        trace.add(start, start + 1)


def _code(trace: Trace, state: StateInline, start: int, count: int) -> None:
    if len(state.tokens) > count and state.tokens[-1].type == "code_inline":
        width = len(state.tokens[-1].markup)
        trace.add(start, start + width)
        trace.add(state.pos - width, state.pos)


def _delimiters(trace: Trace, state: StateInline, start: int, count: int) -> None:
    at = state.pos
    for token in reversed(state.tokens[count:]):  # the text before the marks may have become a token, too
        at -= len(token.content)
        if at < start:
            return
        trace.signs.append((at, token))


def _autolink(trace: Trace, state: StateInline, start: int, count: int) -> None:
    trace.add(start, start + 1)
    trace.add(state.pos - 1, state.pos)


def _link(trace: Trace, state: StateInline, start: int, count: int) -> None:
    """Brackets and target of a link; "[3](#entry)" keeps its brackets, and "[3](https://...)" is as it stands."""
    after, label_end = state.pos, _label_end(state, start)
    if not _LABELS.fullmatch(state.src, start + 1, label_end):
        trace.add(start, start + 1)
        trace.add(label_end, after)
    elif state.src.startswith("](#", label_end):
        trace.add(label_end + 1, after)


def _label_end(state: StateInline, start: int) -> int:
    """Return where the bracket at a place is closed."""
    after = state.pos
    end: int = state.md.helpers.parseLinkLabel(state, start)
    state.pos = after
    return end


def _image(trace: Trace, state: StateInline, start: int, count: int) -> None:
    label_end = start + 2 + len(state.tokens[-1].content)
    trace.add(start, state.pos, joins=False)
    trace.found.pictures.append((start, state.pos, start + 2, label_end))


def _element(trace: Trace, state: StateInline, start: int, count: int) -> None:
    """A tag of HTML or a comment; raised text keeps its tags, and what only looks like a tag is text."""
    joins = tag_joins(state.src[start : state.pos])
    if joins is not None:
        trace.add(start, state.pos, joins=joins)


def _whole(trace: Trace, state: StateInline, start: int, count: int) -> None:
    trace.add(start, state.pos)


_TOLD: dict[str, _Told] = {
    "escape": _escape,
    "backticks": _code,
    "strikethrough": _delimiters,
    "emphasis": _delimiters,
    "link": _link,
    "image": _image,
    "autolink": _autolink,
    "html_inline": _element,
    "footnote_ref": _whole,
}


# --- Rules of Pandoc --------------------------------------------------------------------------------------------------


def _math(state: StateInline, silent: bool) -> bool:
    """Mathematics between dollars stays as it stands; none of its characters is a mark."""
    taken = _MATH.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "$" else None
    return _as_text(state, taken.end() if taken is not None else None, silent)


def _as_text(state: StateInline, end: int | None, silent: bool) -> bool:
    if end is None:
        return False
    if not silent:
        state.append_pending(state.src[state.pos : end])
    state.pos = end
    return True


def _lowered(state: StateInline, silent: bool) -> bool:
    """Lowered text, as in H~2~O."""
    if state.src[state.pos] != "~":
        return False
    taken = _LOWERED.match(state.src, state.pos, state.posMax)
    if taken is None:
        return False
    if not silent:
        trace = state.env[TRACE]
        trace.add(taken.start(), taken.start() + 1)
        trace.add(taken.end() - 1, taken.end())
    return _as_text(state, taken.end(), silent)


def _note(state: StateInline, silent: bool) -> bool:
    """A footnote in the text: ^[what it says]."""
    start, most = state.pos, state.posMax
    if not state.src.startswith("^[", start):
        return False
    end = state.md.helpers.parseLinkLabel(state, start + 1)
    if end < 0:
        return False
    if not silent:
        trace = state.env[TRACE]
        trace.add(start, start + 2)
        trace.add(end, end + 1)
        trace.found.notes.append((start + 2, end))
        state.pos, state.posMax = start + 2, end
        state.md.inline.tokenize(state)
    state.pos, state.posMax = end + 1, most
    return True


def _attributes(state: StateInline, silent: bool) -> bool:
    """Attributes of Pandoc behind a link, a picture, code or a title: {#id .class key="value"}."""
    start = state.pos
    if state.src[start] != "{":
        return False
    taken = _ATTRIBUTES.match(state.src, start, state.posMax)
    if taken is None:
        return False
    at_end = not state.src[taken.end() :].strip() and start > 0
    if not at_end and state.src[start - 1 : start] not in (")", "]", "`"):
        return False
    if not silent:
        state.env[TRACE].add(start, taken.end())
    return _as_text(state, taken.end(), silent)
