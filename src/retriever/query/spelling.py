"""British and American spelling: how a word may be spelt on the other side."""

import re
from collections.abc import Iterator

from kutip.language import CARRIED_TO
from retriever.query.forms import Rewriting

_WORD = re.compile(r"[^\W\d_]{5,}")  # shorter words that look alike are other words: hour, four
_RULES = tuple((re.compile(pattern), ending) for pattern, ending in CARRIED_TO.respellings)


def spellings(word: str) -> list[str]:
    """How else a word may be spelt. Most of what comes is no word: take only what the papers hold.

    >>> spellings("organisation"), spellings("center"), spellings("program")
    (['organization'], ['centre'], ['programme'])
    """
    if word.isupper():
        return [other.upper() for other in spellings(word.lower())]
    return [other for pattern, ending in _RULES if (other := pattern.sub(ending, word, count=1)) != word]


def rewrite_spelling(text: str) -> Iterator[Rewriting]:
    """Words of a text in other spellings."""
    for match in _WORD.finditer(text):
        for other in spellings(match.group()):
            yield Rewriting(match.start(), match.end(), other, "spelling")
