"""Turns spans of a source text into reading text: lines joined with spaces, words cut at a line end made whole."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from kutip.language.united import union
from kutip.text.reading import HYPHENS, LINE_CUT, squeeze, write_out
from kutip.types import Span

_WORD = re.compile(r"[^\W_]++(?:[-‐][^\W_]++)*+")
_LAST_WORD = re.compile(rf"(?<![^\W_])(?<![^\W_][-‐]){_WORD.pattern}\Z")
_FIRST_WORD = re.compile(r"[^\W_]+")
_COMPOUND_FIRSTS = union("function_words.compound_firsts")
_LINES = re.compile(rf"\n|(?<={LINE_CUT})(?!\n)")
_LONGEST_WORD = 200  # in characters; longer ones are no words of a language, and their hyphens are dropped


class SourceReading:
    """Reads spans of one source text; its own vocabulary decides which line-end hyphens belong to a word.

    Attributes:
        source: The source text.
    """

    def __init__(self, source: str, joints: Sequence[Span] = ()) -> None:
        """Prepare to read a source.

        Args:
            source: The source text.
            joints: Marks within words, ascending, such as those of emphasis: white space in them parts no words.
        """
        self.source = source
        self._joints = joints
        self._words = Counter(word.casefold() for word in _WORD.findall(write_out(source)))

    def read(self, spans: Sequence[Span]) -> str:
        """Return the reading text of the spans, joined in order; lines and spans are joined by a space."""
        pieces: list[str] = []
        end = ""  # the last characters of the text so far, enough for its last word
        before: Span | None = None
        for span in spans:
            joined, before = before is not None and self._are_joined(before.end, span.start), span
            for line in _LINES.split(self.source[span.start : span.end]):
                piece = write_out(squeeze(line))
                if not piece:
                    continue
                joint, joined = "" if joined else self._joint(end, piece), False
                if joint is None:
                    pieces[-1] = pieces[-1][:-1]
                    end = end[:-1]
                pieces.append((joint or "") + piece)
                end = (end + pieces[-1])[-_LONGEST_WORD - 2 :]
        return "".join(pieces)

    def _are_joined(self, start: int, end: int) -> bool:
        """True if all between two offsets is marks within words."""
        if start == end:
            return False
        at = bisect_left(self._joints, start, key=lambda joint: joint.start)
        while start < end and at < len(self._joints) and self._joints[at].start <= start:
            start = max(start, self._joints[at].end)
            at += 1
        return start == end

    def _joint(self, end: str, piece: str) -> str | None:
        """Return what stands between a text and the next piece: a space or nothing; None to drop the text's hyphen."""
        if not end or end.endswith("/"):
            return ""
        if end[-1] not in HYPHENS or len(end) < 2 or not end[-2].isalnum() or not piece[0].isalnum():
            return " "
        return "" if self._keeps_hyphen(end[:-1], piece) else None

    def _keeps_hyphen(self, end: str, piece: str) -> bool:
        left = _LAST_WORD.search(end)
        right = _FIRST_WORD.match(piece)
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
