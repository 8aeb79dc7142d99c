"""Judges by how many characters the lines of a text hold whether a line was full, so that its end says nothing.

A line is wrapped where the next word no longer fits. So where a line ends although the next word would have fitted, its
end means something: a paragraph, a heading or a row of a table ends there. How much fits is measured on lines nearby
whose sentence surely goes on below them; type sizes and columns change within a paper. Letters are as wide as in print,
or all alike as in typescript, whichever makes those lines more alike.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cached_property

from indexer.parsing.lines import Line
from kutip.text.reading import HYPHENS, squeeze

_LEAST_WRAPS = 10  # lines that surely go on, from which a text's width is known
_NEAR = 20  # of them, the nearest, that tell how wide lines are at one place
_LOW = 0.1  # share of them that is left out: the last word before a very wide one
_WORDS = 4  # of a line that surely goes on
_PROSE_WIDE = 0.75  # of a line's width, from which a line is one of a paragraph
_LOWER = 0.5  # share of the words of prose that begin in lower case
_CLOSING = r"[\"'”’»)\]*_]*"
_ENDED = re.compile(rf"[.!?:…]{_CLOSING}$|[^\d\W][.!?]{_CLOSING}(?:\d{{1,2}}|\[\d[\d,; –-]*\])$")
# Widths of letters in print, as a share of an "n": about those that serif and sans-serif types share.
_PRINTED = (("ijlI.,:;'’|!()[] ", 0.55), ('tfr-“”"', 0.65), ("acesz", 0.9), ("mw", 1.5), ("MW%@—", 1.7))
_CAPITAL = 1.35
_LETTER_WIDTHS = {letter: width for letters, width in _PRINTED for letter in letters}
_OPENING_MARKS = "“\"‘'«([•▪–—-*"


def is_ended(text: str) -> bool:
    """True if a line ends like a sentence, also with the number of a footnote or a citation behind it.

    >>> [is_ended(text) for text in ("It ends.", "It ends.3", "of water.[2, 3]", "rose by 2.3", "and so")]
    [True, True, True, False, False]
    """
    return _ENDED.search(text) is not None


def begins_anew(text: str) -> bool:
    """True if a line may begin a paragraph: with a capital, a figure or a mark."""
    return text[0].isupper() or text[0].isdigit() or text[0] in _OPENING_MARKS


def printed_width(text: str) -> float:
    """Return about how wide a text is in print, in widths of an "n".

    >>> printed_width("nuns"), printed_width("Willi")
    (3.9, 3.9)
    """
    return round(sum(_LETTER_WIDTHS.get(one, _CAPITAL if one.isupper() else 1.0) for one in text), 2)


class LineWidths:
    """The lines of a text that are not blank, by number from 0, with what each of them could have held.

    Attributes:
        lines: The lines.
        texts: Their content, with single blanks.
        apart: Whether a blank line or the start of a page is above each.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        places = [at for at, line in enumerate(lines) if line.content]
        self.lines = [lines[at] for at in places]
        self.texts = [squeeze(line.content) for line in self.lines]
        self.apart = [
            not i or places[i] > places[i - 1] + 1 or self.lines[i].page_start for i in range(len(self.lines))
        ]

    @cached_property
    def is_known(self) -> bool:
        """True if enough lines surely go on to know how wide lines are."""
        return len(self._surely) >= _LEAST_WRAPS

    def had_room(self, at: int, share: float = 1.0) -> bool:
        """True if the first word of the next line would have fitted on a line, in a share of what lines hold there."""
        return self.is_known and at + 1 < len(self.texts) and self._measure.with_next(at) < share * self._held(at)

    def is_wide(self, at: int, share: float) -> bool:
        """True if a line has a share of the width of the lines there."""
        return self.is_known and self._measure.width(self.texts[at]) >= share * self._held(at)

    def is_prose(self, at: int) -> bool:
        """True if a line looks like one of a paragraph: wide, most of its words in lower case."""
        words = [word for word in self.texts[at].split() if word[0].isalnum()]
        lower = sum(word[0].islower() for word in words)
        return self.is_wide(at, _PROSE_WIDE) and len(words) > 2 and lower >= _LOWER * len(words)

    def _held(self, at: int) -> float:
        return self._measure.lows[min(bisect_left(self._surely, at), len(self._surely) - 1)]

    @cached_property
    def _surely(self) -> list[int]:
        """Numbers of the lines whose sentence goes on in the next line."""
        return [
            at
            for at in range(len(self.texts) - 1)
            if not self.apart[at + 1]
            and self.texts[at + 1][0].islower()
            and len(self.texts[at].split()) >= _WORDS
            and self.texts[at][-1] not in HYPHENS + "\ufffe.:;!?"
        ]

    @cached_property
    def _measure(self) -> "_Measure":
        measures = [_Measure(width, self.texts, self._surely) for width in (printed_width, len)]
        return min(measures, key=lambda one: one.misfits)


class _Measure:
    """The widths of lines by one way to measure them.

    Attributes:
        width: Measures a text.
        lows: Near each of the lines that surely go on, what hardly any of them would have held: one word more.
        misfits: How many of these lines are wider than that although they hold a word less.
    """

    def __init__(self, width: Callable[[str], float], texts: Sequence[str], surely: Sequence[int]) -> None:
        self.width = width
        self._texts = texts
        held = [self.with_next(at) for at in surely]
        self.lows = [_low(held, i) for i in range(len(held))]
        self.misfits = sum(width(texts[at]) >= low for at, low in zip(surely, self.lows, strict=True))

    def with_next(self, at: int) -> float:
        """Return the width of a line with the first word of the next one."""
        return self.width(f"{self._texts[at]} {self._texts[at + 1].split(maxsplit=1)[0]}")


def _low(held: Sequence[float], i: int) -> float:
    first = max(0, min(i - _NEAR // 2, len(held) - _NEAR))
    near = sorted(held[first : first + _NEAR])
    return near[int(_LOW * len(near))]
