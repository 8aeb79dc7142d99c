"""Gives a question in capitals, or without any, the capitals that it has in plain writing."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from kutip.language.numbers import NUMBER_WORDS
from kutip.language.united import STOP_WORDS, any_of, union
from retriever.query.written_words import WORD, WrittenWords

_LEAST_WORDS = 2  # one word in capitals is an abbreviation
_LEAST_LETTERS = 7  # of one of two words; two short ones may both be abbreviations
_TITLE_WORDS, _TITLE_SMALL = 4, 2  # words, and among them small ones, that a question needs to have been given capitals
_PLAIN_WORDS = 3  # words that a question without a capital needs: of fewer, each may be a word in its own right
_ASKING = re.compile(rf"(?:\w+ ){{0,2}}?{any_of('questions.asking')}\b", re.IGNORECASE)
_BEGINS = re.compile(rf"{any_of('questions.asking', 'dress.begins')}\b", re.IGNORECASE)
_OFTEN = 5  # passages that have a word; of a common one in fewer, a capital may be that of a single name
_PART = re.compile(r"[^\W_]+")
_ENDED = re.compile(r"[.?!:;…]\W*$")
_DATES = {word.casefold(): word for word in union("dates.months", "dates.weekdays")}
_FUNCTION = STOP_WORDS | NUMBER_WORDS | union("unsaid.empty", "function_words.small_words")


@dataclass(frozen=True, slots=True)
class Capitals:
    """Writes words with the capitals that the papers give them.

    Attributes:
        words: The words of the papers.
        knows: Whether a word in small letters is one; of one that is not, a capital says that it may be a name.
        is_common: Whether a dictionary has it as a word that is no name.
    """

    words: WrittenWords
    knows: Callable[[str], bool]
    is_common: Callable[[str], bool]

    def restored(self, question: str) -> str:
        """A question all in capitals, with one in each word or with none, in plain writing; others as typed."""
        typed = [word for word in WORD.findall(question) if any(map(str.isalpha, word))]
        if len(typed) >= _PLAIN_WORDS and question.islower():
            return WORD.sub(lambda word: self._named(word[0]), question)
        if not _is_shouted(typed) and not _is_titled(typed):
            return question
        restored = WORD.sub(lambda word: self._usual(word[0]), question)
        begins = _BEGINS.match(restored) is not None or _ENDED.search(restored) is not None
        return restored[:1].upper() + restored[1:] if begins else restored

    def _usual(self, word: str) -> str:
        small = word.casefold()
        if small in _FUNCTION or _BEGINS.fullmatch(small):
            return word.lower()
        if small in _DATES:
            return _DATES[small]
        written = self._written(word)
        if written is None and not word.isalnum():
            return _PART.sub(lambda part: self._usual(part[0]), word)
        if written is not None and (self.words.is_certain(word) or not written.istitle() or not self.knows(small)):
            return written
        return word.lower() if self.knows(small) else word.capitalize()

    def _named(self, word: str) -> str:
        """A name as the papers write it; other words stay."""
        written = None if word in _FUNCTION or not self.words.is_certain(word) else self._written(word)
        return word if written is None else written

    def _written(self, word: str) -> str | None:
        """How the papers write a word; a common one that they rarely have is small outside of their names."""
        written, small = self.words.written(word), word.casefold()
        rare = self.words.held(word) < _OFTEN and self.is_common(small)
        return small if written is not None and written.istitle() and rare else written


def as_question(text: str) -> str:
    """A text that begins as a question with its capital and its mark, since encoders read them too; others as they are.

    >>> as_question("in which city is it"), as_question("list the cities"), as_question("Why not?")
    ('In which city is it?', 'list the cities', 'Why not?')
    """
    if len(text.split()) < _PLAIN_WORDS or not _BEGINS.match(text) or not _ASKING.match(text):
        return text
    return f"{text[:1].upper()}{text[1:]}{'' if _ENDED.search(text) else '?'}"


def _is_shouted(typed: list[str]) -> bool:
    is_long = len(typed) > _LEAST_WORDS or any(len(word) >= _LEAST_LETTERS for word in typed)
    return len(typed) >= _LEAST_WORDS and is_long and all(word.isupper() for word in typed)


def _is_titled(typed: list[str]) -> bool:
    small = sum(word.casefold() in _FUNCTION for word in typed[1:])
    every = all(not word[0].islower() for word in typed)
    return every and len(typed) >= _TITLE_WORDS and small >= _TITLE_SMALL
