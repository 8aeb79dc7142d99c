"""British and American spelling: how a word may be spelt on the other side."""

import re
from collections.abc import Iterator

from retriever.query.forms import Rewriting

_WORD = re.compile(r"[^\W\d_]{5,}")  # shorter words that look alike are other words: hour, four
# What is replaced within a word, and by what.
_TO_AMERICAN = (
    (r"is(?=(?:e[ds]?|ers?|ing|ations?|ational)$)", "iz"),
    (r"ys(?=(?:e[ds]?|ers?|ing)$)", "yz"),
    (r"our(?=(?:s|ed|ing|al|able|ers?|ites?|hood)?$)", "or"),
    (r"(?<=[bt])re(?=s?$)", "er"),
    (r"(?<=n)ce(?=s?$)", "se"),
    (r"ogue(?=s?$)", "og"),
    (r"amme(?=s?$)", "am"),
    (r"ll(?=(?:ed|ing|ers?)$)", "l"),
    (r"(?<!l)l(?=ments?$)", "ll"),
    (r"(?<=g)e(?=ments?$)", ""),
)
_TO_BRITISH = (
    (r"iz(?=(?:e[ds]?|ers?|ing|ations?|ational)$)", "is"),
    (r"yz(?=(?:e[ds]?|ers?|ing)$)", "ys"),
    (r"or(?=(?:s|ed|ing|al|able|ers?|ites?|hood)?$)", "our"),
    (r"(?<=[bt])er(?=s?$)", "re"),
    (r"(?<=n)se(?=s?$)", "ce"),
    (r"og(?=s?$)", "ogue"),
    (r"am(?=s?$)", "amme"),
    (r"(?<!l)l(?=(?:ed|ing|ers?)$)", "ll"),
    (r"ll(?=ments?$)", "l"),
    (r"(?<=g)(?=ments?$)", "e"),
)
_RULES = tuple((re.compile(pattern), ending) for pattern, ending in (*_TO_AMERICAN, *_TO_BRITISH))


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
