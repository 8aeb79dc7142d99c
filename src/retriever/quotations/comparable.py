"""What two texts may differ in and still be word for word the same: line breaks, marks of the same meaning, encoding.

A text is compared by its wording. Each character of it knows where it stands in the text, so that what was found can
be shown as it is printed.
"""

import re
import unicodedata
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

DASHES = "-‐‑‒–—―⁃−⸺⸻﹘﹣－"
QUOTATION_MARKS = "'\"`´«»‘’‚‛“”„‟′″‵‶‹›ʻʼʽˈ❛❜❝❞「」『』〝〞〟＂＇"
INVISIBLE = "\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"  # for a pattern
LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}

# A soft hyphen shows at a line's end, and only there. An asterisk or a backslash between two digits may be more than
# Markdown.
_UNSEEN = re.compile(rf"\u00ad[^\S\n]*\n\s*|[{INVISIBLE}]+|(?<![\d*\\])[*\\]++|[*\\]++(?!\d)")
_BULLET = re.compile(r"(?m:^)[ \t]*- +")
_LIGATURE = re.compile(f"[{''.join(LIGATURES)}]")
_BLANK = re.compile(r"\s{2,}|[^\S ]")
_DASH = re.compile(rf" ?(?:[{DASHES}] ?)+")
_MARK = re.compile(rf"[{QUOTATION_MARKS}]{{2,}}|[{QUOTATION_MARKS.replace(chr(39), '')}]")
_DOTS = re.compile("…")
_SPACED = re.compile(r"(?<=[(\[/]) | (?=[,.;:!?](?!\d)|[)\]%/])")
# Within a word they join: no word begins after one or ends before it. A dash that is longer parts words.
_JOINING = frozenset("-‐‑‒–−'’ʼ＇´`‘\u00ad\u200b\u200c\u200d\u2060")
_WRAPPING = frozenset("-‐\u00ad")  # what a line may end in within a word

Edit = tuple[int, int, str]  # a piece of a text, [start, end), and what takes its place


@dataclass(frozen=True, slots=True)
class Comparable:
    """A text as it is compared.

    Attributes:
        text: N characters.
        starts: N offsets: where in the text as given each one starts.
        ends: N offsets: where it ends there.
    """

    text: str
    starts: "array[int]"
    ends: "array[int]"

    def cut(self, start: int, end: int) -> "Comparable":
        """Characters [start, end) of it; they stand where they stood."""
        return Comparable(self.text[start:end], self.starts[start:end], self.ends[start:end])

    def place(self, printed: str, start: int, end: int) -> tuple[int, int]:
        """Where in the text as given characters [start, end) stand, not all blank; without blanks at the ends."""
        first, last = self.starts[start], self.ends[end - 1]
        found = printed[first:last]
        return last - len(found.lstrip()), first + len(found.rstrip())

    def edited(self, edits: Iterable[Edit]) -> "Comparable":
        """It with some pieces replaced, in rising order; what takes a piece's place stands where all of that stood."""
        pieces, starts, ends, at = [], array("I"), array("I"), 0
        for start, end, new in edits:
            pieces += [self.text[at:start], new]
            starts += self.starts[at:start]
            ends += self.ends[at:start]
            starts.extend([self.starts[start]] * len(new))
            ends.extend([self.ends[end - 1]] * len(new))
            at = end
        if not pieces:
            return self
        return Comparable("".join([*pieces, self.text[at:]]), starts + self.starts[at:], ends + self.ends[at:])


def wording(text: str) -> Comparable:
    r"""The wording of a text.

    Accents are composed, ligatures spelled out, white space is one space, and what is not seen is left out; so are
    Markdown's asterisks, backslashes and bullets. Quotation marks and apostrophes are all one. A dash between letters
    is left out with the white space around it, any other one is a hyphen without. No space stands inside of a bracket,
    beside a slash or before a mark.

    >>> wording("a *cross-\nborder*  “crime”, 2021 – 2023").text
    "a crossborder 'crime', 2021-2023"
    """
    found = Comparable(text, array("I", range(len(text))), array("I", range(1, len(text) + 1)))
    for step in _STEPS:
        found = found.edited(step(found.text))
    return found


def _replacing(pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> Callable[[str], Iterator[Edit]]:
    def edits(text: str) -> Iterator[Edit]:
        return ((match.start(), match.end(), new(match)) for match in pattern.finditer(text))

    return edits


def _composed(text: str) -> Iterator[Edit]:
    """Letters with their accents as one character wherever there is such a one."""
    if unicodedata.is_normalized("NFC", text):
        return
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and _goes_on(text[end]):
            continue
        cluster = text[start:end]
        if not unicodedata.is_normalized("NFC", cluster):
            yield start, end, unicodedata.normalize("NFC", cluster)
        start = end


def _goes_on(character: str) -> bool:
    """Whether a character may become one with what stands before it: an accent, a Korean vowel or final consonant."""
    return unicodedata.category(character)[0] == "M" or "\u1160" <= character <= "\u11ff"


def _dash(match: re.Match[str]) -> str:
    before = match.string[max(match.start() - 1, 0) : match.start()]
    after = match.string[match.end() : match.end() + 1]
    if before.isalpha() and after.isalpha():
        return ""
    alone = match[0][0] == match[0][-1] == " " and before and not before.isalnum() and after.isalpha()
    return " " if alone else "-"  # alone it is a bullet, or parts a sentence behind a bracket


_STEPS = (
    _replacing(_UNSEEN, lambda match: ""),
    _replacing(_BULLET, lambda match: ""),
    _composed,
    _replacing(_LIGATURE, lambda match: LIGATURES[match[0]]),
    _replacing(_BLANK, lambda match: " "),
    _replacing(_DASH, _dash),
    _replacing(_MARK, lambda match: "'"),
    _replacing(_DOTS, lambda match: "..."),
    _replacing(_SPACED, lambda match: ""),
)


def at_word_boundary(text: str, at: int) -> bool:
    """Whether no word and no number goes on across a place in a text.

    Args:
        text: As it is printed.
        at: The place before character `at`, 0 to len(text).

    >>> [at for at in range(12) if at_word_boundary("at 1,361 x-y", at)]
    [0, 2, 3, 8, 9]
    """
    if not 0 < at < len(text):
        return True
    before, after = text[at - 1], text[at]
    if _of_word(after) and (_of_word(before) or unicodedata.category(after)[0] == "M"):
        return False
    return not (_joined(text, at - 1) or _joined(text, at) or _wrapped(text, at))


def _of_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character)[0] == "M"


def _joined(text: str, at: int) -> bool:
    """Whether the character at a place joins those on its two sides to a word or a number."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if text[at] in ".,":
        return before.isdigit() and after.isdigit()
    return text[at] in _JOINING and before.isalnum() and after.isalnum()


def _wrapped(text: str, at: int) -> bool:
    """Whether a place is that of a hyphen, or of the line end behind it, that part a word into two lines."""
    end = at
    while end < len(text) and (text[end] in _WRAPPING or text[end].isspace()):
        end += 1
    start = at
    while start > 0 and (text[start - 1] in _WRAPPING or text[start - 1].isspace()):
        start -= 1
    gap = text[start:end]
    parts = gap[:1] in _WRAPPING and "\n" in gap and not gap[1:].strip()
    return parts and text[max(start - 1, 0) : start].isalpha() and text[end : end + 1].isalpha()
