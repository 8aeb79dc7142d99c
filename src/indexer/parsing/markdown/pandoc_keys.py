"""Finds the citations of Pandoc's Markdown: "[@key; see @key2, p. 3]", "@key [p. 3]", "[-@key]", "@{key}"."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from indexer.parsing.front_matter import front_matter_citing, front_matter_end
from indexer.parsing.keyed_citations import KeyedCitation, KeyedCitations
from kutip.language.united import any_of
from kutip.text.reading import squeeze
from kutip.types import UNSEARCHED, Block, Form, Kind, Span

_Place = tuple[int, int]  # [start, end) in a source

# Before a key no letter, digit or stop, as in an address, no backslash, and no slash, as in a link.
_KEY = re.compile(
    r"(?<![^\W_])(?<![\\@./`])@(?:\{(?P<braced>[^{}\s]{1,200})\}|(?P<key>\w+(?:[:.#$%&+?<>~/-]\w+){0,30}))"
)
_CROSS_REFERENCE = re.compile(r"(?:fig|tbl|tab|eq|sec|lst|thm|lem|cor|def|exm|exr|alg)[:-]")
_LEAD = re.compile(rf"[\s(]*(?:{any_of('citing.leads')}[\s,.:]*)*-?", re.IGNORECASE)
_HAS_DIGIT = re.compile(r"\d")
_FENCE = re.compile(r"^ {0,3}(?P<fence>`{3,}|~{3,})(?P<rest>[^\n]*)$", re.MULTILINE)
_BLANK_LINE = r"\n[ \t\r]*+\n"
_TICKS = re.compile(rf"`+|{_BLANK_LINE}")
_MARK = re.compile(rf"(?<!\\)[\[\]@]|{_BLANK_LINE}")
_DEFINED = re.compile(r"^ {0,3}\[([^\[\]\n]{1,200})\]:", re.MULTILINE)
_LONGEST_PREFIX = 200  # characters between a bracket or semicolon and a key


def pandoc_citations(source: str, blocks: Sequence[Block]) -> KeyedCitations:
    """Return what a text in Markdown says of its citations; nothing is found in code, comments and addresses.

    A key outside of brackets may be a name on a website, so it is not sure; see `KeyedCitation`.

    Args:
        source: The text.
        blocks: Its blocks.
    """
    files, items, nocite = front_matter_citing(source)
    start = front_matter_end(source)
    if "@" not in source[start:]:
        return KeyedCitations(files=files, nocite=nocite, items=items)
    hidden = _Ranges([*_fenced(source), *_comments(source), *_code(source), (0, start)])
    groups = _groups(source)
    spans = (
        span
        for block in blocks
        if block.kind not in UNSEARCHED and block.kind is not Kind.REFERENCE
        for span in block.spans
    )
    found = (match for span in spans for match in _KEY.finditer(source, span.start, span.end))
    citations = [_citation(source, match, groups) for match in found if not hidden.hold(match.start())]
    sure = tuple(one for one in citations if not _CROSS_REFERENCE.match(one.key))
    return KeyedCitations(sure, files=files, nocite=nocite, items=items)


class _Ranges:
    """Ranges of a text, which may overlap."""

    def __init__(self, ranges: Sequence[_Place]) -> None:
        self._ranges: list[_Place] = []
        for start, end in sorted(ranges):
            if self._ranges and start <= self._ranges[-1][1]:
                self._ranges[-1] = self._ranges[-1][0], max(end, self._ranges[-1][1])
            else:
                self._ranges.append((start, end))

    def hold(self, at: int) -> bool:
        """True if an offset is in one."""
        i = bisect_right(self._ranges, at, key=lambda one: one[0]) - 1
        return i >= 0 and at < self._ranges[i][1]


def _citation(source: str, match: re.Match[str], groups: Mapping[int, int]) -> KeyedCitation:
    key, end = match["braced"] or match["key"], match.end()
    if match["key"] and source[match.start() - 1 : match.start()] == "_":
        bare = key.rstrip("_")  # emphasis: "_@key_"
        key, end = bare or key, end - len(key) + len(bare or key)
    group = groups.get(match.start())
    form = Form.NARRATIVE if group is None else Form.PARENTHETICAL
    return KeyedCitation(Span(match.start(), end), key, form, group is not None and _is_sure(source, group, match))


def _is_sure(source: str, group: int, match: re.Match[str]) -> bool:
    """True if what stands in brackets is surely a citation: a key, after nothing or "see", or a key with a number."""
    before = source[max(group, match.start() - _LONGEST_PREFIX) : match.start()]
    prefix = before.rpartition(";")[2]
    if "@" in prefix:
        return False
    return _LEAD.fullmatch(prefix) is not None or _HAS_DIGIT.search(match["braced"] or match["key"]) is not None


def _groups(source: str) -> dict[int, int]:
    """Return, for each "@" in square brackets that are no link, where the innermost brackets' content begins."""
    defined = {squeeze(label[1]).casefold() for label in _DEFINED.finditer(source)}  # "[@reed]: https://…" is a link
    opened: list[tuple[int, list[int]]] = []
    inside: dict[int, int] = {}
    for mark in _MARK.finditer(source):
        if mark[0] == "[":
            opened.append((mark.end(), []))
        elif mark[0] == "@" and opened:
            opened[-1][1].append(mark.start())
        elif mark[0] == "]" and opened:
            start, keys = opened.pop()
            label = source[start : min(mark.start(), start + _LONGEST_PREFIX)] if keys else ""
            if source[mark.end() : mark.end() + 1] != "(" and squeeze(label).casefold() not in defined:
                inside.update(dict.fromkeys(keys, start))
        elif mark[0].isspace():
            opened.clear()  # no bracket goes on in another paragraph
    return inside


def _code(source: str) -> Iterator[_Place]:
    """Yield the code spans of a text: in a paragraph, between two runs of equally many backticks."""
    runs = [run.span() for run in _TICKS.finditer(source)]  # and the blank lines between paragraphs
    following: dict[int, int] = {}  # by length, where the next run of this length is, up to the end of the paragraph
    closing: list[int | None] = [None] * len(runs)
    for i in range(len(runs) - 1, -1, -1):
        start, end = runs[i]
        if source[start] != "`":
            following.clear()
        else:
            closing[i] = following.get(end - start)
            following[end - start] = i
    i = 0
    while i < len(runs):
        last = closing[i]
        if last is not None:
            yield runs[i][0], runs[last][1]
            i = last
        i += 1


def _fenced(source: str) -> Iterator[_Place]:
    """Yield the fenced code of a text; one that is not closed ends with the text."""
    opening: re.Match[str] | None = None
    for fence in _FENCE.finditer(source):
        mark = fence["fence"]
        if opening is None:
            opening = fence if mark[0] == "~" or "`" not in fence["rest"] else None
        elif mark.startswith(opening["fence"]) and not fence["rest"].strip():
            yield opening.start(), fence.end()
            opening = None
    if opening is not None:
        yield opening.start(), len(source)


def _comments(source: str) -> Iterator[_Place]:
    start = source.find("<!--")
    while start >= 0:
        end = source.find("-->", start)
        if end < 0:
            return
        yield start, end
        start = source.find("<!--", end)
