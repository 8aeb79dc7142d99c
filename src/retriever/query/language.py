"""Tells English from Indonesian by the small words that every question has."""

import re
from collections.abc import Callable

from kutip.language.english import ENGLISH
from kutip.language.indonesian import INDONESIAN

_WORD = re.compile(r"[^\W\d_]+")
# Prefix and suffix pairs of Indonesian word formation; they tell of a question without small words.
_INDONESIAN_FORM = re.compile(r"(?:meng|meny|mem|men|ber|ter|per|pem|pen|peng|ke|di)[^\W\d_]{3,}(?:kan|an|nya|i)")


def detect_language(text: str, is_indonesian: Callable[[str], bool] = lambda word: False) -> str:
    """The language a question is in: "id" for Indonesian, else "en".

    Counts function words of either language, and, where those are even, words formed as Indonesian forms them. What
    shows neither is Indonesian if most of its words in lower case are, and else, as names and numbers are, taken for
    English, the language of both papers.

    Args:
        text: A question or keywords.
        is_indonesian: Whether a word is known as an Indonesian one.

    >>> [detect_language(q) for q in ("Kapan AMMTC ke-5 diadakan?", "When was the 5th AMMTC?", "e-ADS")]
    ['id', 'en', 'en']
    """
    words = [word.casefold() for word in _WORD.findall(text)]
    english = sum(word in ENGLISH.function_words.stop_words for word in words)
    indonesian = sum(word in INDONESIAN.function_words.stop_words for word in words)
    if english == indonesian:
        indonesian += sum(bool(_INDONESIAN_FORM.fullmatch(word)) for word in words)
    if english == indonesian:
        plain = [word for word in _WORD.findall(text) if word.islower()]
        return "id" if 2 * sum(map(is_indonesian, plain)) > len(plain) else "en"
    return "id" if indonesian > english else "en"
