"""Spans of source text, as they read: lines joined with a space, words that a line end cut put together."""

import re
from collections import Counter
from collections.abc import Sequence

from kutip.language.united import union
from kutip.text.reading import HYPHENS, squeeze
from kutip.types import Span

_WORD = re.compile(r"[^\W_]+(?:[-‐][^\W_]+)*")
_COMPOUND_FIRSTS = union("function_words.compound_firsts")


class SourceReading:
    """Reads spans of one source text; its own vocabulary decides which line-end hyphens are part of a word."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._words = Counter(word.casefold() for word in _WORD.findall(source))

    def read(self, spans: Sequence[Span]) -> str:
        """How the spans read; a span of its own line for a title is joined by a space like any other."""
        pieces = [line for span in spans for line in self._source[span.start : span.end].split("\n") if line.strip()]
        text = ""
        for piece in pieces:
            text = self._join(text, squeeze(piece))
        return text

    def _join(self, text: str, piece: str) -> str:
        if not text or text.endswith("/"):
            return text + piece
        if text[-1] not in HYPHENS or len(text) < 2 or not text[-2].isalnum() or not piece[0].isalnum():
            return f"{text} {piece}"
        return text + piece if self._keeps_hyphen(text, piece) else text[:-1] + piece

    def _keeps_hyphen(self, text: str, piece: str) -> bool:
        left = re.search(r"[^\W_]+(?:[-‐][^\W_]+)*$", text[:-1])
        right = re.match(r"[^\W_]+", piece)
        if left is None or right is None:
            return True
        first, second = left.group().casefold(), right.group().casefold()
        if not piece[0].islower():
            # A range, an acronym or a name: "COVID-" "19", "Sino-" "Indian"; or a word of a heading in capitals.
            return not (left.group().isupper() and right.group().isupper() and self._words[first + second])
        if first == second:
            return True  # reduplication, as Indonesian has it: "langkah-" "langkah"
        if self._words[f"{first}-{second}"]:
            return True  # the document writes it so where no line ends
        return not self._words[first + second] and first in _COMPOUND_FIRSTS
