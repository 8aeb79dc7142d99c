"""Cuts a text into pieces that fit the encoder, counting only the tokens near each cut.

The time grows with the text's length: no piece's length is found by counting the tokens of all the text after it.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Count = Callable[[str], int]
_USUAL_TOKEN = 4  # characters; the first guess of where a piece with so many tokens ends
_MARGIN = 8  # tokens; more than a word that is cut has in addition
_BLANKS = re.compile(r"\s*")


class TokenCounter:
    """Counts the tokens of texts without special tokens, for the encoder's tokenizer."""

    def __init__(self, tokenizer: "Tokenizer") -> None:
        """Count with a tokenizer."""
        self._tokenizer = tokenizer
        self._width = 0  # characters in which the last piece was found

    def __call__(self, text: str) -> int:
        """Return the number of tokens of a text."""
        return len(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def longest_fitting(self, text: str, start: int, end: int, room: int) -> tuple[int, int | None]:
        """Find the longest piece that fits; see `longest_fitting`. Tokens are counted word by word.

        The count may be wrong for a tokenizer whose tokens depend on other words.
        """
        width = self._width or _USUAL_TOKEN * room
        while True:
            window = min(end, start + width)
            encoding = self._tokenizer.encode(text[start:window], add_special_tokens=False)
            if window == end or len(encoding.ids) > room + _MARGIN:
                break
            width *= 2
        if len(encoding.ids) <= room:
            return end, len(encoding.ids)
        # Of each word: where it starts, where its first token is; and where the last one so far ends.
        starts, firsts, ends = [], [], []
        previous = None
        for token, ((first, last), word) in enumerate(zip(encoding.offsets, encoding.word_ids, strict=True)):
            if token == 0 or word != previous:
                starts.append(start + first)
                firsts.append(token)
                ends.append(start + last)
            ends[-1] = start + last
            previous = word
        firsts.append(len(encoding.ids))

        def fits(at: int) -> bool:
            word = bisect_right(starts, at - 1) - 1
            if at >= window or word < 0 or firsts[word] > room:
                return word < 0
            whole = at >= ends[word]
            return firsts[word + 1] <= room if whole else firsts[word] + self(text[starts[word] : at]) <= room

        low = _last_fitting(start + 1, end, fits)
        self._width = max(_USUAL_TOKEN * _MARGIN, 3 * (low - start) // 2)
        return low, None


def fitting_pieces(text: str, start: int, end: int, count: Count, room: int) -> Iterator[tuple[int, int, int]]:
    """Yield a sentence, or its pieces if it has more than `room` tokens.

    A piece ends after ";" or "," in its second half if there is one, else between words.

    Args:
        text: The text.
        start: Where the sentence starts, not at a blank.
        end: Where it ends, not after a blank.
        count: Returns the number of tokens of a text.
        room: Most tokens of a piece.

    Yields:
        (start, end, tokens) of each piece in order, without blanks at either end.
    """
    while True:
        low, tokens = longest_fitting(text, start, end, count, room)
        if low >= end:
            yield start, end, count(text[start:end]) if tokens is None else tokens
            return
        cut = _cut_before(text, start, low)
        stop = start + len(text[start:cut].rstrip())
        tokens = count(text[start:stop])
        if tokens > room:  # the tokenizer's tokens depend on other words
            low, _ = _longest_by_counting(text, start, end, count, room)
            cut = _cut_before(text, start, low)
            stop = start + len(text[start:cut].rstrip())
            tokens = count(text[start:stop])
        yield start, stop, tokens
        blanks = _BLANKS.match(text, cut, end)
        start = blanks.end() if blanks is not None else cut


def longest_fitting(text: str, start: int, end: int, count: Count, room: int) -> tuple[int, int | None]:
    """Return the end of the longest piece from `start` on that has at most `room` tokens; at least one character.

    Returns:
        Its end; and its number of tokens if it goes on to `end` and they were counted.
    """
    if isinstance(count, TokenCounter):
        return count.longest_fitting(text, start, end, room)
    return _longest_by_counting(text, start, end, count, room)


def _cut_before(text: str, start: int, low: int) -> int:
    half = (start + low) // 2
    marks = (text.rfind(mark, half, low) + 1 for mark in ("; ", ", ", " "))
    return next((at for at in marks if at > half), low)


def _longest_by_counting(text: str, start: int, end: int, count: Count, room: int) -> tuple[int, int | None]:
    """Do the same as `longest_fitting` by counting prefixes.

    A prefix cut within a word may have more tokens than a longer one, hence a margin in which every place is counted.
    """
    low, high = start, min(end, start + _USUAL_TOKEN * room)
    low_tokens, high_tokens = 0, count(text[start:high])
    while high < end and high_tokens <= room + _MARGIN:
        if high_tokens <= room - _MARGIN:
            low, low_tokens = high, high_tokens
        high = min(end, start + 2 * (high - start))
        high_tokens = count(text[start:high])
    if high_tokens <= room:
        return end, high_tokens
    for wanted in (room - 2 * _MARGIN, room + 2 * _MARGIN):  # two guesses narrow the range
        middle = low + (high - low) * max(0, wanted - low_tokens) // max(1, high_tokens - low_tokens)
        tokens = count(text[start:middle])
        if tokens <= room - _MARGIN:
            low, low_tokens = middle, tokens
        elif room + _MARGIN < tokens < high_tokens:
            high, high_tokens = middle, tokens
    fits = lambda at: at <= low or (at < high and count(text[start:at]) <= room)  # noqa: E731
    return _last_fitting(start + 1, end, fits), None


def _last_fitting(low: int, high: int, fits: Callable[[int], bool]) -> int:
    """Return by bisection the last place before `high` that fits; `low` if none after it does."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low
