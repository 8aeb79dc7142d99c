"""Splits reading text into sentences, following the habits of scholarly English and Indonesian.

A full stop ends a sentence unless an abbreviation, an initial or a list number precedes it, or the text after it cannot
begin a sentence. A source in brackets after the full stop belongs to the sentence before it.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from kutip.language.united import union

_NEVER_END = union("sentences.abbreviations")
_MAY_END = union("sentences.closing_abbreviations")  # these end a sentence if a capital follows
_BEFORE_NUMBERS = union("sentences.before_numbers")
_OPENERS = union("sentences.openers")
_WORD = re.compile(r"\S+")
_BLANKS = re.compile(r"\s*")
_STOP = re.compile(r"(?<![.!?…])(?P<mark>[.!?…]++)(?P<close>[\"'”’»)\]*_]*+)\Z")
_BRACKET = re.compile(r"\s++(\(([^()]*+)\)\.?)(?=\s|$)")
_YEAR = re.compile(r"\d{4}|n\.d\.")
_NAME_END = re.compile(r"(?<![^(\[\"“‘'*/])[^(\[\"“‘'*/]++\Z")  # the end of a word without what opens it
_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}|[a-z]|[ivxlIVXL]{1,5}|[A-Z])[.)]{1,2}")
_LONGEST_ENUMERATOR = 8  # characters: "(xviii))"
_DOTTED = re.compile(r"(?:[^\W\d_]{1,4}\.)+[^\W\d_]{1,4}")
_OPENING_MARKS = "\"'“‘«([*_¿<"


def sentence_bounds(text: str) -> list[tuple[int, int]]:
    """Return where the sentences of a reading text are.

    Args:
        text: Any text; a newline ends a sentence.

    Returns:
        (start, end) of each sentence in order, without white space at either end; together they cover all other text.

    >>> text = "See Kim et al. (2023). It was No. 5."
    >>> [text[a:b] for a, b in sentence_bounds(text)]
    ['See Kim et al. (2023).', 'It was No. 5.']
    """
    bounds = []
    line_start = 0
    for line in text.splitlines(keepends=True):
        for start, end in _bounds_in_line(line):
            bounds.append((line_start + start, line_start + end))
        line_start += len(line)
    return bounds


def _bounds_in_line(line: str) -> Iterator[tuple[int, int]]:
    """Yield the bounds of a line's sentences. Each word is read once, so that the time grows with the line's length."""
    start = _after_blanks(line, 0)
    for word, following in pairwise((*_WORD.finditer(line), None)):
        stop = _STOP.search(word.group()) if word is not None and word.start() >= start else None
        if word is None or stop is None:
            continue
        rest = following.group() if following is not None else ""
        if not _ends_here(stop, rest, is_first=word.start() == start):
            continue
        end = word.end()
        bracket = _BRACKET.match(line, end)
        if bracket and _YEAR.search(bracket[2]):
            end = bracket.end(1)
        elif not _may_start(rest):
            continue
        yield start, end
        start = _after_blanks(line, end)
    if start < len(line):
        yield start, len(line.rstrip())


def _after_blanks(line: str, at: int) -> int:
    blanks = _BLANKS.match(line, at)
    return blanks.end() if blanks is not None else at


def _may_start(word: str) -> bool:
    """True if the word after a full stop can begin a sentence: it does not start in lower case after opening marks."""
    if word.startswith("(") and _ENUMERATOR.match(word):
        return True
    bare = word.lstrip(_OPENING_MARKS)
    return not bare[:1].islower() or bare.startswith(("e-", "http"))


def _ends_here(stop: re.Match[str], following: str, *, is_first: bool) -> bool:
    """True if the words before a mark allow a sentence to end there.

    Args:
        stop: The mark, with what closes after it, at the end of a word.
        following: The word after it; "" at the end of the line.
        is_first: True if the word with the mark is the first of its sentence.
    """
    if stop["mark"] != ".":
        return True
    before = stop.string[: stop.start()]
    name = _NAME_END.search(before)
    if name is None:
        return True
    if is_first and len(before) < _LONGEST_ENUMERATOR and _ENUMERATOR.fullmatch(before + "."):
        return False
    if stop["close"]:
        return True
    word = name.group()
    bare = word.casefold()
    if bare in _MAY_END:
        return not following.startswith("(")  # "dkk. (2023)" is a name with its year
    if bare in _BEFORE_NUMBERS and (word.islower() or following[:1].isdigit()):
        return not following[:1].isdigit()
    if bare in _NEVER_END:
        return False
    opens = not following or following.strip(",") in _OPENERS
    if _DOTTED.fullmatch(word):  # "U.S", "S.H": not an end unless the next word usually opens a sentence
        return opens
    if len(word) == 1 and word.isalpha() and word.isupper():
        return not following[:1].isupper() or opens
    return True
