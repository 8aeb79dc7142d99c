"""Tells a text in Markdown from other texts: by marks at the start of its lines that nobody makes by chance."""

import re
from collections.abc import Iterator, Sequence

from indexer.parsing.front_matter import front_matter_end
from indexer.parsing.lines import Line, split_lines

_MOST_LINES = 4_000  # from the start; a text in Markdown shows it sooner
_HEADING = re.compile(r"#{1,6}[ \t]+(?:[^\W_]|[*_`\"'“‘(\[])")
_UNDERLINE = re.compile(r"(?:={3,}|-{3,})")
_BOLD = re.compile(r"(?:\*\*|__)[^*_]{2,100}(?:\*\*|__)")
_FENCE = re.compile(r"(?:`{3,}|~{3,})[^`]*")
_TABLE_RULE = re.compile(r"\|?[ \t]*:?-{3,}:?[ \t]*(?:\|[ \t]*:?-{3,}:?[ \t]*)+\|?|\|[ \t]*:?-{3,}:?[ \t]*\|")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,40}\]:\s")
_SECTION = re.compile(r"#{2,6}[ \t]+[^\W\d_]")
_LONGEST_TITLE = 120
_ENOUGH = 2


def is_markdown(source: str) -> bool:
    r"""True if the lines of a text are marked up: by YAML above it, a heading between blank lines, or two other marks.

    >>> [is_markdown(text) for text in ("# Results\n\nThey\nwait.\n", "Results\n=======\n\nThey wait.", "# of\nx")]
    [True, True, False]
    """
    if front_matter_end(source):
        return True
    lines = split_lines(source.removeprefix("\ufeff"))[:_MOST_LINES]
    return sum(_signs(lines)) >= _ENOUGH


def _signs(lines: Sequence[Line]) -> Iterator[int]:
    """Yield how much each line says: 2 for a heading between blank lines or at the start, 1 for other marks."""
    before, fence = "", ""
    opening = next((line for line in lines if line.content), None)
    for at, line in enumerate(lines):
        text = line.content
        after = lines[at + 1].content if at + 1 < len(lines) else ""
        if fence:
            if text.startswith(fence) and not text.strip(fence[0]):
                fence = ""
                yield 1
        elif _FENCE.fullmatch(text):
            fence = text[:3]
        elif _TABLE_RULE.fullmatch(text) and "|" in before:
            yield 1
        elif text and len(text) <= _LONGEST_TITLE:
            yield _of_title(text, before, after, opens=line is opening)
        before = text


def _of_title(text: str, before: str, after: str, *, opens: bool) -> int:
    """How much a line says that may be a heading or a footnote."""
    if before:
        return int(_SECTION.match(text) is not None)
    underlined = _UNDERLINE.fullmatch(after) is not None and any(map(str.isalpha, text))
    if _HEADING.match(text) and not after:
        return _ENOUGH
    if underlined:
        return _ENOUGH if opens else 1
    return int(any(sign is not None for sign in (_HEADING.match(text), _BOLD.fullmatch(text), _FOOTNOTE.match(text))))
