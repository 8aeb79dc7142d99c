"""The comparable form of a text, which is the same for two texts that are word for word the same.

It ignores line breaks, character encoding and the choice among marks of the same meaning, such as " and “. Each of its
characters keeps its place in the original text, so that a match can be shown as it is printed.
"""

import re
import unicodedata
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

LINE_CUTS = "\ufffe\x02"  # what viewers with PDFium copy for the hyphen at the end of a line, without the line end
DASHES = f"-‐‑‒–—―⁃−⸺⸻﹘﹣－{LINE_CUTS}"
QUOTATION_MARKS = "'\"`´«»‘’‚‛“”„‟′″‵‶‹›ʻʼʽˈ❛❜❝❞「」『』〝〞〟＂＇"
# For use in a character class.
INVISIBLE = "\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}

# Numbers that Markdown raises behind a word or a full stop, not x^2^: whoever quotes leaves such a reference out.
RAISED = re.compile(r"(?:(?<=[^\W\d_]{3})|(?<=[.,;:!?)\]”\"'’]))(?:<sup>[\d,;–\- ]{1,20}</sup>|\^[\d,;–-]{1,20}\^)")
# What is never printed: a soft hyphen at the end of a line together with the line break, invisible characters, and
# Markdown's asterisks and backslashes. Between two digits an asterisk or a backslash may mean more: both stay.
_UNSEEN = re.compile(rf"\u00ad[^\S\n]*\n\s*|[{INVISIBLE}]+|(?<![\d*\\])[*\\]++|[*\\]++(?!\d)|{RAISED.pattern}")
# Accents that viewers copy beside their letters, from PDFs that draw them on their own.
_ACCENTS = dict(
    zip("´`¨ˆ˜¯˘˙˚˝ˇ¸˛", "\u0301\u0300\u0308\u0302\u0303\u0304\u0306\u0307\u030a\u030b\u030c\u0327\u0328", strict=True)
)
_APART = re.compile(r"([^\W\d_]?)([´`¨ˆ˜¯˘˙˚˝ˇ¸˛])([^\W\d_]?)")
_VOWELS = frozenset("aeiouyAEIOUYı")
_DOTLESS = {"ı": "i", "ȷ": "j"}
_BULLET = re.compile(r"(?m:^)[ \t]*- +")
_LIGATURE = re.compile(f"[{''.join(LIGATURES)}]")
_BLANK = re.compile(r"\s{2,}|[^\S ]")
_BLANKS = re.compile(r"\s+")
_DASH = re.compile(rf" ?(?:[{DASHES}] ?)+")
_MARK = re.compile(rf"[{QUOTATION_MARKS}]{{2,}}|[{QUOTATION_MARKS.replace(chr(39), '')}]")
_DOTS = re.compile("…")
_SPACED = re.compile(r"(?<=[(\[/]) | (?=[,.;:!?](?!\d)|[)\]%/])")
# Characters that join the letters on both sides into one word. Longer dashes separate words and are not among them.
_JOINING = frozenset("-‐‑‒–−'’ʼ＇´`‘\u00ad\u200b\u200c\u200d\u2060")
_WRAPPING = frozenset("-‐\u00ad")  # a line may end in one of these within a word

Edit = tuple[int, int, str]  # (start, end, new): text[start:end] is replaced by `new`


@dataclass(frozen=True, slots=True)
class Comparable:
    """The comparable form of a text, with the place of each of its characters in that text.

    Attributes:
        text: The comparable form, N characters.
        starts: (N,) offset in the original text where each character starts.
        ends: (N,) offset in the original text where it ends.
    """

    text: str
    starts: "array[int]"
    ends: "array[int]"

    def cut(self, start: int, end: int) -> "Comparable":
        """Return characters [start, end) with their places unchanged."""
        return Comparable(self.text[start:end], self.starts[start:end], self.ends[start:end])

    def place(self, printed: str, start: int, end: int) -> tuple[int, int]:
        """Return where characters [start, end) are in the original text, without blanks at either end.

        Args:
            printed: The original text.
            start: First character of the comparable form.
            end: One past the last; the characters between must not all be blank.
        """
        first, last = self.starts[start], self.ends[end - 1]
        covered = printed[first:last]
        return last - len(covered.lstrip()), first + len(covered.rstrip())

    def joined(self) -> "Comparable":
        """Return it without its blanks."""
        return self.edited((match.start(), match.end(), "") for match in _BLANKS.finditer(self.text))

    def edited(self, edits: Iterable[Edit]) -> "Comparable":
        """Apply edits in ascending order; each new character gets the place of the whole text that it replaces."""
        pieces, starts, ends, done = [], array("I"), array("I"), 0
        for start, end, new in edits:
            pieces += [self.text[done:start], new]
            starts += self.starts[done:start]
            ends += self.ends[done:start]
            starts.extend([self.starts[start]] * len(new))
            ends.extend([self.ends[end - 1]] * len(new))
            done = end
        if not pieces:
            return self
        return Comparable("".join([*pieces, self.text[done:]]), starts + self.starts[done:], ends + self.ends[done:])


def wording(text: str) -> Comparable:
    r"""Return the comparable form of a text.

    Accents are composed, ligatures spelled out, every run of white space becomes one space. Invisible characters,
    Markdown's asterisks and backslashes, and bullets are dropped. Every quotation mark and apostrophe becomes '. A dash
    between letters is dropped with the spaces around it; any other dash becomes a hyphen without spaces. Spaces inside
    brackets, beside a slash and before a punctuation mark are dropped.

    >>> wording("a *cross-\nborder*  “crime”, 2021 – 2023").text
    "a crossborder 'crime', 2021-2023"
    """
    comparable = Comparable(text, array("I", range(len(text))), array("I", range(1, len(text) + 1)))
    for step in _STEPS:
        comparable = comparable.edited(step(comparable.text))
    return comparable


def _replacing(pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> Callable[[str], Iterator[Edit]]:
    def edits(text: str) -> Iterator[Edit]:
        return ((match.start(), match.end(), new(match)) for match in pattern.finditer(text))

    return edits


def _composed(text: str) -> Iterator[Edit]:
    """Yield an edit for each letter that Unicode can write with its accents as one character (NFC)."""
    if unicodedata.is_normalized("NFC", text):
        return
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and _may_combine(text[end]):
            continue
        cluster = text[start:end]
        if not unicodedata.is_normalized("NFC", cluster):
            yield start, end, unicodedata.normalize("NFC", cluster)
        start = end


def _may_combine(character: str) -> bool:
    """True for a character that may combine with the one before it: an accent, a Korean vowel or final consonant."""
    return unicodedata.category(character)[0] == "M" or "\u1160" <= character <= "\u11ff"


def _dash(match: re.Match[str]) -> str:
    before = match.string[max(match.start() - 1, 0) : match.start()]
    after = match.string[match.end() : match.end() + 1]
    if before.isalpha() and after.isalpha():
        return ""
    alone = match[0][0] == match[0][-1] == " " and before and not before.isalnum() and after.isalpha()
    return " " if alone else "-"  # it is a bullet, or separates clauses after a bracket


def _accented(match: re.Match[str]) -> str:
    """Write an accent in the letter behind it, or else in the one before it; ´ and ` may be apostrophes ("eel´s")."""
    before, accent, after = match.groups()
    as_mark = accent in "´`"
    if as_mark and not (after in _VOWELS and match.string[max(0, match.start(2) - 1) : match.start(2)].isalpha()):
        return match[0]
    if len(written := _with_accent(after, accent)) == 1:
        return before + written
    return match[0] if as_mark or len(written := _with_accent(before, accent)) != 1 else written + after


def _with_accent(letter: str, accent: str) -> str:
    return unicodedata.normalize("NFC", _DOTLESS.get(letter, letter) + _ACCENTS[accent]) if letter else ""


_STEPS = (
    _replacing(_UNSEEN, lambda match: ""),
    _replacing(_BULLET, lambda match: ""),
    _composed,
    _replacing(_APART, _accented),
    _replacing(_LIGATURE, lambda match: LIGATURES[match[0]]),
    _replacing(_BLANK, lambda match: " "),
    _replacing(_DASH, _dash),
    _replacing(_MARK, lambda match: "'"),
    _replacing(_DOTS, lambda match: "..."),
    _replacing(_SPACED, lambda match: ""),
)


def at_word_boundary(text: str, at: int) -> bool:
    """True if no word or number continues across a position in a text.

    Args:
        text: A text as it is printed.
        at: The position before character `at`, 0 to len(text).

    >>> [at for at in range(12) if at_word_boundary("at 1,361 x-y", at)]
    [0, 2, 3, 8, 9]
    """
    if not 0 < at < len(text):
        return True
    before, after = text[at - 1], text[at]
    if _is_word_part(after) and (_is_word_part(before) or unicodedata.category(after)[0] == "M"):
        return False
    return not (_joins_neighbours(text, at - 1) or _joins_neighbours(text, at) or _in_line_wrap(text, at))


def _is_word_part(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character)[0] == "M"


def _joins_neighbours(text: str, at: int) -> bool:
    """True if the character at this position joins its two neighbours into one word or number, as in "1,361"."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if text[at] in ".,":
        return before.isdigit() and after.isdigit()
    return text[at] in _JOINING and before.isalnum() and after.isalnum()


def _in_line_wrap(text: str, at: int) -> bool:
    """True if this position is in a word split across two lines: at its hyphen or at the line break after it."""
    end = at
    while end < len(text) and (text[end] in _WRAPPING or text[end].isspace()):
        end += 1
    start = at
    while start > 0 and (text[start - 1] in _WRAPPING or text[start - 1].isspace()):
        start -= 1
    gap = text[start:end]
    parts = gap[:1] in _WRAPPING and "\n" in gap and not gap[1:].strip()
    return parts and text[max(start - 1, 0) : start].isalpha() and text[end : end + 1].isalpha()
