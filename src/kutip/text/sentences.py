"""Cuts reading text into sentences, as scholarly English and Indonesian write them.

A full stop ends a sentence unless what stands before it is an abbreviation, an initial or a list number, or what
follows it cannot begin one. A source in brackets after the full stop belongs to the sentence before it.
"""

import re
from collections.abc import Iterator

from kutip.language.united import union

_GOES_ON = union("sentences.abbreviations")
_MAY_END = union("sentences.closing_abbreviations")  # they do so before a capital
_BEFORE_NUMBERS = union("sentences.before_numbers")
_OPENERS = union("sentences.openers")
_STOP = re.compile(r"(?P<mark>[.!?…]+)(?P<close>[\"'”’»)\]*_]*)(?=\s|$)")
_CITATION = re.compile(r"\s+(\((?:[^()]*?)(?:\d{4}[a-z]?|n\.d\.)[^()]*\)\.?)(?=\s|$)")
_LAST_WORD = re.compile(r"[^\s(\[\"“‘'*/]+$")
_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}|[a-z]|[ivxlIVXL]{1,5}|[A-Z])[.)]{1,2}")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,4}\.)+[^\W\d_]{1,4}")
_OPENING_MARKS = "\"'“‘«([*_¿<"


def sentence_bounds(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a reading text stand.

    Args:
        text: Any text; a newline ends a sentence.

    Returns:
        (start, end) of each in order, white space at the ends left out; together they hold all that is not blank.

    >>> text = "See Kim et al. (2023). It was No. 5."
    >>> [text[a:b] for a, b in sentence_bounds(text)]
    ['See Kim et al. (2023).', 'It was No. 5.']
    """
    bounds = []
    at = 0
    for line in text.splitlines(keepends=True):
        for start, end in _in_line(line):
            bounds.append((at + start, at + end))
        at += len(line)
    return bounds


def _in_line(line: str) -> Iterator[tuple[int, int]]:
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
    """Whether what follows can begin a sentence: not lower case, behind any opening marks."""
    rest = line[end:].lstrip()
    enumerated = _ENUMERATOR.match(rest)
    if enumerated and rest.startswith("("):
        return True
    first = rest.lstrip(_OPENING_MARKS)[:1]
    return not first.islower() or rest.lstrip(_OPENING_MARKS).startswith(("e-", "http"))


def _ends_here(line: str, start: int, match: re.Match[str]) -> bool:
    """Whether the mark ends a sentence, as far as the words before it tell."""
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
        return not rest.startswith("(")  # "dkk. (2023)" is a name and its year
    if bare in _BEFORE_NUMBERS and (word.islower() or rest[:1].isdigit()):
        return not rest[:1].isdigit()
    if bare in _GOES_ON:
        return False
    if _DOTTED.fullmatch(word):  # "U.S", "S.H": goes on unless the next word is one that opens sentences
        return not rest or rest.split()[0].strip(",") in _OPENERS
    if len(word) == 1 and word.isalpha() and word.isupper():
        return not rest[:1].isupper() or rest.split()[0].strip(",") in _OPENERS
    return True
