"""Detects the language of a question by its function words, which nearly every question has."""

import re
from collections.abc import Callable, Mapping

from kutip.language import LANGUAGES, PAPERS_LANGUAGE

_WORD = re.compile(r"[^\W\d_]+")
_STOP_WORDS = {code: frozenset(language.function_words.stop_words) for code, language in LANGUAGES.items()}
_FORMS = {
    code: re.compile("|".join(language.translating.word_forms) if language.translating is not None else "(?!)")
    for code, language in LANGUAGES.items()
}

_TALK = {
    code: re.compile(rf"\W*(?:(?:{'|'.join(pieces)})(?!\w)\W*)+", re.IGNORECASE)
    for code, pieces in (
        (code, (*one.dress.greetings, *one.dress.thanks, *one.dress.endings, *one.unsaid.empty, *one.unsaid.of_kutip))
        for code, one in LANGUAGES.items()
    )
}


def detect_language(text: str, translates: Mapping[str, Callable[[str], bool]] | None = None) -> str:
    """Return the code of the language of a question.

    The function words of each language are counted, and on a tie words formed as only one of the languages forms them.
    If that is a tie too, the question is in the language whose glossary translates the most of its lower-case words, if
    that is over half of them; else in the language of the papers, as names and numbers count; else in the first of the
    tied ones.

    Args:
        text: A question or keywords.
        translates: By language code, a function that returns True for a word that the language's glossary translates.

    >>> [detect_language(q) for q in ("Kapan KTT ke-5 diadakan?", "When was the 5th summit?", "e-ID")]
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
    translated = {code: sum(map((translates or {})[code], plain)) for code in best if code in (translates or {})}
    other = PAPERS_LANGUAGE.code if PAPERS_LANGUAGE.code in best else best[0]
    most = max(translated, key=lambda code: translated[code], default=other)
    return most if 2 * translated.get(most, 0) > len(plain) else other


def language_of_talk(text: str) -> str | None:
    """The one language with all words of a text among those that ask nothing, such as greetings; None if none is.

    >>> language_of_talk("Hello!"), language_of_talk("Oke kak"), language_of_talk("Hello, when was it built?")
    ('en', 'id', None)
    """
    held = [code for code, talk in _TALK.items() if talk.fullmatch(text)]
    return held[0] if len(held) == 1 else None


def _best(counts: Mapping[str, int]) -> list[str]:
    return [code for code, count in counts.items() if count == max(counts.values())]
