"""Tells the language of a question by the function words that every question has."""

import re
from collections.abc import Callable, Mapping

from kutip.language import CARRIED_TO, LANGUAGES

_WORD = re.compile(r"[^\W\d_]+")
_STOP_WORDS = {code: frozenset(one.function_words.stop_words) for code, one in LANGUAGES.items()}
_FORMS = {
    code: re.compile("|".join(one.carrying.word_forms) if one.carrying is not None else "(?!)")
    for code, one in LANGUAGES.items()
}


def detect_language(text: str, carries: Mapping[str, Callable[[str], bool]] | None = None) -> str:
    """The code of the language that a question is in.

    Counts the function words of each language and, if two have as many, words formed as only one of them forms words.
    If that decides nothing, the question is in a language whose glossary carries most of its words in lower case, and
    else, as names and numbers are, in the language of the papers.

    Args:
        text: A question or keywords.
        carries: Whether a word has an entry in the glossary of a language, by the language's code.

    >>> [detect_language(q) for q in ("Kapan AMMTC ke-5 diadakan?", "When was the 5th AMMTC?", "e-ADS")]
    ['id', 'en', 'en']
    """
    words = [word.casefold() for word in _WORD.findall(text)]
    counts = {code: sum(word in stop for word in words) for code, stop in _STOP_WORDS.items()}
    best = _best(counts)
    if len(best) > 1:
        best = _best({code: sum(bool(_FORMS[code].fullmatch(word)) for word in words) for code in best})
    if len(best) == 1:
        return best[0]
    plain = [word for word in _WORD.findall(text) if word.islower()]
    carried = {code: sum(map((carries or {})[code], plain)) for code in best if code in (carries or {})}
    most = max(carried, key=lambda code: carried[code], default=CARRIED_TO.code)
    return most if 2 * carried.get(most, 0) > len(plain) else CARRIED_TO.code


def _best(counts: Mapping[str, int]) -> list[str]:
    return [code for code, count in counts.items() if count == max(counts.values())]
