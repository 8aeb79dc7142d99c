"""What the lines of a part of a Markdown text are, where its marks alone do not say so."""

import re
from collections.abc import Iterator

from indexer.parsing.lines import is_finished
from indexer.parsing.markdown.markdown_part import MarkdownPart
from kutip.text.reading import write_out
from kutip.types import Span

_WHOLE_PARAGRAPH = 250  # characters of a line that is a paragraph of its own, if it holds several sentences
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]?\s+(?=[^\W\d_a-z])")
_TEXT_SHARE = 0.95  # of an indented block's characters, from which it is a paragraph whose first line is indented
_TEXT = re.compile(r"[^\W_]|[\s.,;:()'’“”\"%–-]")
_MOST_BLANK = 1  # blank lines that are shown between two lines of code
_SENTENCE_WORDS = 8  # words that an indented paragraph has at least


def is_rows(part: MarkdownPart) -> bool:
    """True for lines with tabs or pipes between cells, and no rule below the first."""
    texts = [one.line.content for one in part.lines]
    return len(texts) > 1 and all("\t" in text or (text[0] == text[-1] == "|" and len(text) > 1) for text in texts)


def paragraphs(part: MarkdownPart) -> Iterator[list[Span]]:
    """Yield the spans of a paragraph; one whose lines are each a whole paragraph is parted at its lines."""
    spans: list[Span] = []
    for at, one in enumerate(part.lines):
        spans += one.spans
        text = one.line.content
        whole = len(text) >= _WHOLE_PARAGRAPH and len(_SENTENCE_END.findall(text)) > 0 and is_finished(text)
        if whole or at == len(part.lines) - 1:
            yield spans
            spans = []


def is_prose(text: str) -> bool:
    """True for an indented block that is a paragraph: sentences, and none of the signs of programs."""
    fits = len(text.split()) >= _SENTENCE_WORDS and text[0].isupper() and is_finished(text)
    return fits and len(_TEXT.findall(text)) >= _TEXT_SHARE * len(text)


def lines_text(part: MarkdownPart, source: str) -> str:
    """Return the lines of code or an equation with their indents, but for what all of them have; blank lines stay."""
    texts = [(one.indent, source[one.spans[0].start : one.spans[-1].end]) for one in part.lines if one.spans]
    common = min(len(indent) for indent, _ in texts)
    numbers = [one.number for one in part.lines if one.spans]
    found: list[str] = []
    for (indent, text), number, before in zip(texts, numbers, [numbers[0] - 1, *numbers], strict=False):
        found += [""] * min(number - before - 1, _MOST_BLANK)
        found.append(indent[common:] + write_out(text))
    return "\n".join(found).strip()
