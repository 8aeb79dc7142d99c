"""Finds the abbreviations that a text introduces.

This is Schwartz and Hearst's algorithm (Pacific Symposium on Biocomputing 2003, pages 451 to 462): a short form in
brackets after its long form, or the reverse, is accepted if its characters occur in the long form in order, the first
one at the start of a word.
"""

import re
from collections.abc import Iterator

_BRACKETS = re.compile(r"\(([^()]{2,120})\)")
_SHORT = re.compile(r"[^\W_][\w.&/-]{1,9}")
_PARTS = re.compile(r"[;,]")
_FURTHEST = 1_000  # characters before a bracket in which its long form is looked for; a long form has 15 words at most


def find_abbreviations(text: str) -> Iterator[tuple[str, str]]:
    """Yield pairs of short form and long form, as a text introduces them.

    >>> list(find_abbreviations("the ASEAN Training Cooperation Meeting (ATCM) and the ATC (air traffic control)"))
    [('ATCM', 'ASEAN Training Cooperation Meeting'), ('ATC', 'air traffic control')]
    """
    for match in _BRACKETS.finditer(text):
        inside = _PARTS.split(match.group(1))[0].strip(" *_")  # without Markdown emphasis
        words = _words_before(text, match.start())
        if _is_short(inside):
            max_words = min(len(inside) + 5, 2 * len(inside))  # most words of a long form
            long = long_form(inside, " ".join(words[-max_words:]))
            if long is not None:
                yield inside, long
        elif words and _is_short(words[-1]) and long_form(words[-1], inside) == inside:
            yield words[-1], inside


def _words_before(text: str, end: int) -> list[str]:
    """Return the last words of text[:end], up to a number of characters; a word that is not whole is left out."""
    start = max(0, end - _FURTHEST)
    words = text[start:end].split()
    return words[1:] if start and not text[start].isspace() and not text[start - 1].isspace() else words


def _is_short(text: str) -> bool:
    """True if a text can be a short form: a single word with a capital letter after the first character."""
    return bool(_SHORT.fullmatch(text)) and any(c.isupper() for c in text[1:]) and not text.isdigit()


def long_form(short: str, before: str) -> str | None:
    """Return the long form at the end of a text for a short form; None if there is none.

    >>> long_form("e-TDS", "the so-called Electronic Tide Data System")
    'Electronic Tide Data System'
    """
    letters = [c for c in short.casefold() if c.isalnum()]
    text = "".join(c.lower() if len(c.lower()) == 1 else c for c in before)  # keeps the length
    at = len(text)
    for i in range(len(letters) - 1, -1, -1):
        at = text.rfind(letters[i], 0, at)
        while at > 0 and i == 0 and text[at - 1].isalnum():  # must start a word
            at = text.rfind(letters[i], 0, at)
        if at < 0:
            return None
    form = before[at:].strip(" ,;:\"'“”‘’")
    is_itself = short.casefold() in form.casefold().split()
    return None if is_itself or len(form) <= len(short) or len(form.split()) < 2 else form
