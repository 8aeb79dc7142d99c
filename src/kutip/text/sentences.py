"""Splits reading text into sentences, following the habits of scholarly English and Indonesian.

A full stop ends a sentence unless an abbreviation, an initial or a list number precedes it, or the text after it cannot
begin a sentence. A source in brackets after the full stop belongs to the sentence before it.
"""

import re
from collections.abc import Iterator

from kutip.language.united import union

_NEVER_END = union("sentences.abbreviations")
_MAY_END = union("sentences.closing_abbreviations")  # these end a sentence if a capital follows
_BEFORE_NUMBERS = union("sentences.before_numbers")
_OPENERS = union("sentences.openers")
_STOP = re.compile(r"(?<![.!?…])(?P<mark>[.!?…]++)(?P<close>[\"'”’»)\]*_]*+)(?=\s|$)")
_CITATION = re.compile(r"\s++(\((?=[^()]*+\)\.?(?:\s|$))[^()]*?(?:\d{4}|n\.d\.)[^()]*+\)\.?)(?=\s|$)")
_LAST_WORD = re.compile(r"(?<![^\s(\[\"“‘'*/])[^\s(\[\"“‘'*/]++$")
_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}|[a-z]|[ivxlIVXL]{1,5}|[A-Z])[.)]{1,2}")
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
    start = len(line) - len(line.lstrip())
    for match in _STOP.finditer(line):
        if match.end() <= start:
            continue
        end = match.end()
        cited = _CITATION.match(line, end)
        if cited and _ends_here(line, start, match):
            end = cited.end(1)
        elif not _ends_here(line, start, match) or not _may_start(line, end):
            continue
        yield start, end
        start = end + len(line[end:]) - len(line[end:].lstrip())
    if line[start:].strip():
        yield start, len(line.rstrip())


def _may_start(line: str, end: int) -> bool:
    """True if the text after a full stop can begin a sentence: it does not start in lower case after opening marks."""
    rest = line[end:].lstrip()
    enumerated = _ENUMERATOR.match(rest)
    if enumerated and rest.startswith("("):
        return True
    first = rest.lstrip(_OPENING_MARKS)[:1]
    return not first.islower() or rest.lstrip(_OPENING_MARKS).startswith(("e-", "http"))


def _ends_here(line: str, start: int, match: re.Match[str]) -> bool:
    """True if the words before a mark allow a sentence to end there."""
    mark = match["mark"]
    if mark != ".":
        return True
    before = line[start : match.start()]
    word_match = _LAST_WORD.search(before)
    word = word_match.group() if word_match else ""
    rest = line[match.end() :].lstrip()
    if not word:
        return True
    if _ENUMERATOR.fullmatch(before.strip() + "."):
        return False
    if match["close"]:
        return True
    bare = word.casefold()
    if bare in _MAY_END:
        return not rest.startswith("(")  # "dkk. (2023)" is a name with its year
    if bare in _BEFORE_NUMBERS and (word.islower() or rest[:1].isdigit()):
        return not rest[:1].isdigit()
    if bare in _NEVER_END:
        return False
    if _DOTTED.fullmatch(word):  # "U.S", "S.H": not an end unless the next word usually opens a sentence
        return not rest or rest.split()[0].strip(",") in _OPENERS
    if len(word) == 1 and word.isalpha() and word.isupper():
        return not rest[:1].isupper() or rest.split()[0].strip(",") in _OPENERS
    return True
