"""Turns spans of a source text into reading text: lines joined with spaces, words cut at a line end made whole."""

import re
from collections import Counter
from collections.abc import Sequence

from kutip.language.united import union
from kutip.text.reading import HYPHENS, squeeze
from kutip.types import Span

_WORD = re.compile(r"[^\W_]+(?:[-‐][^\W_]+)*")
_LAST_WORD = re.compile(rf"(?<![^\W_])(?<![^\W_][-‐]){_WORD.pattern}$")  # from the start of the word only
_COMPOUND_FIRSTS = union("function_words.compound_firsts")


class SourceReading:
    """Reads spans of one source text; its own vocabulary decides which line-end hyphens belong to a word."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._words = Counter(word.casefold() for word in _WORD.findall(source))

    def read(self, spans: Sequence[Span]) -> str:
        """Return the reading text of the spans, joined in order; lines and spans are joined by a space."""
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
        left = _LAST_WORD.search(text, 0, len(text) - 1)
        right = re.match(r"[^\W_]+", piece)
        if left is None or right is None:
            return True
        first, second = left.group().casefold(), right.group().casefold()
        if not piece[0].islower():
            # A range, an acronym or a name, such as "COVID-" "19" or "Sino-" "Indian"; or a heading in capitals.
            return not (left.group().isupper() and right.group().isupper() and self._words[first + second])
        if first == second:
            return True  # Indonesian reduplication: "langkah-" "langkah"
        if self._words[f"{first}-{second}"]:
            return True  # the document writes it with a hyphen elsewhere within a line
        return not self._words[first + second] and first in _COMPOUND_FIRSTS
