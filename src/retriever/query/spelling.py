"""British and American spelling: finds the other spelling of a word."""

import re
from collections.abc import Iterator

from kutip.language import PAPERS_LANGUAGE
from retriever.query.forms import Rewriting

_WORD = re.compile(r"[^\W\d_]{5,}")  # shorter words with these endings are other words: hour, four
_RULES = tuple((re.compile(pattern), ending) for pattern, ending in PAPERS_LANGUAGE.respellings)


def spellings(word: str) -> list[str]:
    """Return other spellings of a word. Most of them are not words: use only those that occur in the papers.

    >>> spellings("organisation"), spellings("center"), spellings("program")
    (['organization'], ['centre'], ['programme'])
    """
    if word.isupper() and not word.lower().isupper():  # some capitals have no small letter: the word stays as it is
        return [other.upper() for other in spellings(word.lower())]
    return [other for pattern, ending in _RULES if (other := pattern.sub(ending, word, count=1)) != word]


def rewrite_spelling(text: str) -> Iterator[Rewriting]:
    """Yield other spellings of each word of a text."""
    for match in _WORD.finditer(text):
        for other in spellings(match.group()):
            yield Rewriting(match.start(), match.end(), other, "spelling")
