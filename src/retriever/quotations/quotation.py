"""A quotation as the user gave it: the text to look for, its pieces between omission marks, and its words."""

import re
from dataclasses import dataclass
from functools import cached_property

from retriever.quotations.comparable import Comparable, wording

# In order: a web address; a number with its separators and %; a word with its apostrophes; any other mark.
_TOKEN = re.compile(r"https?:[^\s>]*[\w/]|\d\w*(?:[.,:/'-]\w+)*%?|[^\W_]+(?:['_-][^\W_]+)*|\S")
_BRACKETED = re.compile(r"\[(\w)\](?=\w)")  # "[T]he": the writer changed the letter's case
_OMISSION = re.compile(r"\[ ?\.{3,} ?\]|\( ?\.{3,} ?\)|\.{3,}")
_OPENING = re.compile(rf"(?:['\s]|-(?!\d)|{_OMISSION.pattern})*")
_MOST_OMISSIONS = 20  # with more of them, dots are treated as ordinary marks
_CLOSING = " '.,;:!?-"
_CLOSING_MARKS = ("[...]", "[ ... ]", "(...)", "( ... )")

Token = tuple[int, int]  # [start, end) of a word or mark in a text


def tokens(text: str) -> list[Token]:
    """Return where the words, numbers and marks of a comparable form are in it.

    >>> [text[a:b] for text in ["in 2023, 10.1% of it"] for a, b in tokens(text)]
    ['in', '2023', ',', '10.1%', 'of', 'it']
    """
    return [match.span() for match in _TOKEN.finditer(text)]


def is_word(token: str) -> bool:
    """True if a token is a word or a number, False if it is a punctuation mark."""
    return any(character.isalnum() for character in token)


def count_words(text: str) -> int:
    """Count the words and numbers of a comparable form."""
    return sum(is_word(text[start:end]) for start, end in tokens(text))


@dataclass(frozen=True, slots=True)
class QuotePiece:
    """A part of a quotation that has no omission mark.

    Attributes:
        wording: Its comparable form; the places of its characters are offsets in the quotation as given.
        either_case: True if its first letter may be upper or lower case.
    """

    wording: Comparable
    either_case: bool

    def variants(self) -> tuple[str, ...]:
        """Return the texts that match it: itself and, if `either_case`, itself with its first letter's case swapped."""
        text = self.wording.text
        at = next((i for i, character in enumerate(text) if character.isalnum()), len(text))
        changed = text[at : at + 1].swapcase()
        if not self.either_case or len(changed) != 1 or changed == text[at]:
            return (text,)
        return text, text[:at] + changed + text[at + 1 :]


@dataclass(frozen=True)
class Quotation:
    """A quotation to look up.

    Attributes:
        given: The text as the user gave it.
    """

    given: str

    @cached_property
    def _bounds(self) -> tuple[int, int]:
        return core_bounds(self._wording.text)

    @cached_property
    def _wording(self) -> Comparable:
        return wording(self.given)

    @property
    def letters(self) -> int:
        """The number of letters and digits."""
        return sum(character.isalnum() for character in self.given)

    @property
    def head(self) -> str:
        """The text before the first word, which may be the user's own quotation marks."""
        return self.given[: self.whole.wording.starts[0]]

    @property
    def tail(self) -> str:
        """The text after the last word, which may be the user's own marks."""
        return self.given[self.whole.wording.ends[-1] :]

    @cached_property
    def whole(self) -> QuotePiece:
        """The quotation without head and tail."""
        return _piece(self._wording.cut(*self._bounds), first=True)

    @cached_property
    def pieces(self) -> tuple[QuotePiece, ...]:
        """The parts before, between and after its omission marks; the whole if it has none or more than 20."""
        core = self._wording.cut(*self._bounds)
        marks = [match.span() for match in _OMISSION.finditer(core.text)]
        if not 0 < len(marks) <= _MOST_OMISSIONS:
            return (self.whole,)
        starts, ends = [0, *(end for _, end in marks)], [*(start for start, _ in marks), len(core.text)]
        cuts = [core.cut(start, end) for start, end in zip(starts, ends, strict=True)]
        trimmed = [cut.cut(*core_bounds(cut.text)) for cut in cuts]
        return tuple(_piece(cut, first=i == 0) for i, cut in enumerate(trimmed) if is_word(cut.text))


def core_bounds(text: str) -> tuple[int, int]:
    """Return the range of a comparable form without outer quotation marks, omission marks and closing punctuation.

    >>> text = "'... he said so.'"
    >>> text[slice(*core_bounds(text))]
    'he said so'
    """
    end = len(text)
    while True:
        end = len(text[:end].rstrip(_CLOSING))
        mark = next((mark for mark in _CLOSING_MARKS if text.endswith(mark, 0, end)), None)
        if mark is None:
            break
        end -= len(mark)
    opening = _OPENING.match(text, 0, end)
    return (opening.end() if opening else 0), end


def _piece(cut: Comparable, *, first: bool) -> QuotePiece:
    bracketed = _BRACKETED.match(cut.text)
    if bracketed is None:
        return QuotePiece(cut, either_case=first)
    return QuotePiece(cut.edited([(0, bracketed.end(), bracketed[1])]), either_case=True)
