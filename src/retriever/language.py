"""Tells English from Indonesian by the small words that every question has."""

import re

from kutip.words import ENGLISH, INDONESIAN

_WORD = re.compile(r"[^\W\d_]+")
# Prefix and suffix pairs of Indonesian word formation; they tell of a question without small words.
_INDONESIAN_FORM = re.compile(r"(?:meng|meny|mem|men|ber|ter|per|pem|pen|peng|ke|di)[^\W\d_]{3,}(?:kan|an|nya|i)")


def detect_language(text: str) -> str:
    """The language a question is in: "id" for Indonesian, else "en".

    Counts function words of either language, and, where those are even, words formed as Indonesian forms them; what
    shows neither (a name, a number) is taken for English, the language of both papers.

    >>> [detect_language(q) for q in ("Kapan AMMTC ke-5 diadakan?", "When was the 5th AMMTC?", "e-ADS")]
    ['id', 'en', 'en']
    """
    words = [word.casefold() for word in _WORD.findall(text)]
    english = sum(word in ENGLISH for word in words)
    indonesian = sum(word in INDONESIAN for word in words)
    if english == indonesian:
        indonesian += sum(bool(_INDONESIAN_FORM.fullmatch(word)) for word in words)
    return "id" if indonesian > english else "en"
