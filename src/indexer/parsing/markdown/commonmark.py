"""The CommonMark parser: markdown-it with what Pandoc adds, as block tokens that know their lines."""

import re
from collections.abc import Callable
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from indexer.parsing.markdown.commonmark_grids import drawn_table
from indexer.parsing.markdown.commonmark_inline import marks_of
from indexer.parsing.markdown.commonmark_rules import trace_inline
from indexer.parsing.markdown.inline_marks import InlineMarks

_NESTING = 20  # blocks in blocks, and marks in marks; what is nested more deeply stays as it stands
_MOST_LINES = 400  # of a displayed equation or an environment; one that goes on longer was perhaps never closed
_MOST_RETRIES = 5
LISTS = frozenset({"bullet_list", "ordered_list", "dl"})  # names of the tokens of lists
_DIV = re.compile(r":{3,}\s{0,9}(?:\{[^{}]{0,200}\}|[\w.-]{0,60})\s{0,9}:{0,9}\s*")
EQUATION_END = re.compile(r"\$\$[ \t]{0,9}(?:\{[^{}]{0,200}\}|\([^()$]{0,60}\))?[ \t]*$")
_ENVIRONMENT = re.compile(r"\\begin\{([A-Za-z]{1,30}\*?)\}")
_UNTIL = (  # what opens raw HTML that goes on to its end, and that end
    (re.compile(r"<!--"), re.compile("-->")),
    (re.compile(r"<\?"), re.compile(r"\?>")),
    (re.compile(r"<!\[CDATA\["), re.compile(r"\]\]>")),
    (re.compile(r"<(?:script|pre|style|textarea)\b", re.IGNORECASE), re.compile(r"</\w+>")),
)


class CommonMark:
    """A parsed text: its block tokens, and what its inline marks are.

    Attributes:
        lines: The lines that were parsed; empty where a line opens what is never closed.
        tokens: The block tokens in order; `Token.map` are their lines.
        items: How many items each list has, by the index of the token that opens it.
    """

    def __init__(self, lines: list[str]) -> None:
        """Parse lines, which have no line ends and no character that CommonMark replaces."""
        self.lines = list(lines)
        self._env: dict[str, object] = {}
        for _ in range(_MOST_RETRIES):
            self.tokens = self._parse()
            end = max((at + 1 for at, line in enumerate(self.lines) if line.strip()), default=0)
            unclosed = [line for token in self.tokens if (line := self._unclosed(token, end)) is not None]
            if not unclosed:
                break
            self.lines[unclosed[0]] = ""
        self.items = _items_of_lists(self.tokens)

    def marks(self, content: str) -> InlineMarks:
        """Find the marks in the text of a paragraph, heading or cell."""
        return marks_of(_parser(), content, self._env)

    def _parse(self) -> list[Token]:
        self._env = {"references": {}, "footnotes": {"refs": {}, "list": {}}, "lines": self.lines}
        tokens: list[Token] = []
        parser = _parser()
        parser.block.parse("\n".join(self.lines), parser, self._env, tokens)
        return tokens

    def _unclosed(self, token: Token, end: int) -> int | None:
        """Return the first line of a fence or raw HTML that reaches the text's end because nothing closes it."""
        if token.map is None or token.level or token.map[1] < end:
            return None
        first, last = token.map[0], self.lines[token.map[1] - 1].strip()
        if token.type == "fence":
            closed = token.map[1] - first > 1 and len(last) >= len(token.markup) and not last.strip(token.markup[0])
            return None if closed else first
        if token.type == "html_block":
            ends = (end for start, end in _UNTIL if start.match(token.content.lstrip()))
            return first if any(end.search(token.content) is None for end in ends) else None
        return None


@cache
def _parser() -> MarkdownIt:
    """The parser; it keeps nothing of the texts that it parses."""
    parser = MarkdownIt("commonmark", {"maxNesting": _NESTING, "inline_definitions": True})
    parser.enable(["table", "strikethrough"])
    footnote_plugin(parser, inline=False, move_to_end=False)
    deflist_plugin(parser)
    interrupting: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    parser.block.ruler.before("table", "drawn_table", _drawn_table)
    parser.block.ruler.before("fence", "fenced_div", _fenced_div, interrupting)
    parser.block.ruler.before("fence", "equation", _equation, interrupting)
    parser.block.ruler.before("fence", "environment", _environment, interrupting)
    trace_inline(parser)
    return parser


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _push(state: StateBlock, kind: str, start: int, end: int, info: str = "") -> None:
    token = state.push(kind, "", 0)
    token.map = [start, end]
    token.info = info
    state.line = end


def _fenced_div(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line of colons that opens or closes a division of Pandoc."""
    if state.is_code_block(start) or _DIV.fullmatch(_line(state, start)) is None:
        return False
    if not silent:
        _push(state, "fenced_div", start, start + 1)
    return True


def _drawn_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A table of Pandoc that is drawn with dashes, outside of lists and quotations."""
    if silent or state.level or state.blkIndent or state.sCount[start] < 0:
        return False
    table = drawn_table(state.env["lines"], start)
    if table is None:
        return False
    _push(state, "drawn_table", start, table.end)
    state.tokens[-1].meta = {"table": table}
    return True


def _equation(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """An equation between two pairs of dollars, the last of which may be followed by a label."""
    first = _line(state, start)
    if state.is_code_block(start) or not first.startswith("$$"):
        return False
    last = start if EQUATION_END.search(first, 2) else None
    if last is None and "$$" in first[2:]:
        return False
    if last is None:
        last = _last_of(state, start, end, lambda text: EQUATION_END.search(text) is not None)
    if last is None:
        return False
    if not silent:
        _push(state, "equation", start, last + 1)
    return True


def _environment(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """An environment of LaTeX on lines of its own."""
    opened = _ENVIRONMENT.match(_line(state, start))
    if state.is_code_block(start) or opened is None:
        return False
    name = opened[1]

    def closes(text: str) -> bool:
        return text.rstrip().endswith(f"\\end{{{name}}}")

    last = start if closes(_line(state, start)) else _last_of(state, start, end, closes, may_be_blank=True)
    if last is None:
        return False
    if not silent:
        _push(state, "environment", start, last + 1, name)
    return True


def _last_of(
    state: StateBlock, start: int, end: int, closes: Callable[[str], bool], *, may_be_blank: bool = False
) -> int | None:
    """Return the line that closes what the first one opens."""
    for line in range(start + 1, min(end, start + _MOST_LINES)):
        text = _line(state, line)
        outside = bool(text) and state.sCount[line] < state.blkIndent
        if outside or (not text.strip() and not may_be_blank):
            return None
        if closes(text):
            return line
    return None


def _items_of_lists(tokens: list[Token]) -> dict[int, int]:
    """Return how many items each list has, by the token that opens it."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for at, token in enumerate(tokens):
        name = token.type.rpartition("_")[0]
        if name in LISTS and token.nesting > 0:
            opened.append(at)
            found[at] = 0
        elif name in LISTS:
            opened.pop()
        elif token.type == "list_item_open":
            found[opened[-1]] += 1
    return found
