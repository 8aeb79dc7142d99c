"""Gives a question in capitals, or without any, the capitals that it has in plain writing."""

import re
from collections.abc import Callable

from kutip.language.numbers import NUMBER_WORDS
from kutip.language.united import STOP_WORDS, any_of, union
from retriever.query.written_words import WORD, WrittenWords

_LEAST_WORDS = 2  # one word in capitals is an abbreviation
_LEAST_LETTERS = 9  # so may two short ones be
_TITLE_WORDS, _TITLE_SMALL = 4, 2  # words, and among them small ones, that a question needs to have been given capitals
_PLAIN_WORDS = 3  # words that a question without a capital needs: of fewer, each may be a word in its own right
_ASKING = re.compile(any_of("questions.asking", "dress.begins"), re.IGNORECASE)
_DATES = {word.casefold(): word for word in union("dates.months", "dates.weekdays")}
_FUNCTION = STOP_WORDS | NUMBER_WORDS | union("unsaid.empty", "function_words.small_words")


def with_usual_capitals(question: str, words: WrittenWords, translates: Callable[[str], bool]) -> str:
    """A question that is all in capitals, has one in each word or none at all, as the papers would write it.

    Args:
        question: As it was typed. One with capitals here and there is returned as it is.
        words: The words of the papers. One that they do not hold gets a capital, since it may be a name.
        translates: Whether a glossary has a word; such a one gets none.
    """
    typed = [word for word in WORD.findall(question) if any(map(str.isalpha, word))]
    if len(typed) >= _PLAIN_WORDS and question.islower():
        return WORD.sub(lambda word: _named(word[0], words), question)
    if not _is_shouted(typed) and not _is_titled(typed):
        return question
    restored = WORD.sub(lambda word: _usual(word[0], words, translates), question)
    return restored[:1].upper() + restored[1:] if _ASKING.match(restored) else restored


def _is_shouted(typed: list[str]) -> bool:
    letters = sum(character.isalpha() for word in typed for character in word)
    return len(typed) >= _LEAST_WORDS and letters >= _LEAST_LETTERS and all(word.isupper() for word in typed)


def _is_titled(typed: list[str]) -> bool:
    small = sum(word.casefold() in _FUNCTION for word in typed[1:])
    every = all(not word[0].islower() for word in typed)
    return every and len(typed) >= _TITLE_WORDS and small >= _TITLE_SMALL


def _usual(word: str, words: WrittenWords, translates: Callable[[str], bool]) -> str:
    small = word.casefold()
    if small in _FUNCTION or _ASKING.fullmatch(small):
        return word.lower()
    if small in _DATES:
        return _DATES[small]
    written = words.written(word)
    if written is not None:
        return written
    if translates(small):
        return word.lower()
    return word.capitalize() if word.isalpha() else word


def _named(word: str, words: WrittenWords) -> str:
    """A name as the papers write it; other words stay."""
    small = word.casefold()
    written = None if small in _FUNCTION else words.written(word)
    return written if written is not None and not written.islower() and words.held(word) > 1 else word
