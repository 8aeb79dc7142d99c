"""The terms of a text that BM25 counts, and which text of a passage is counted and encoded."""

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import Stemmer

from kutip.language.united import STOP_WORDS, any_of
from kutip.types import Kind, Passage

_NEEDS_CONTEXT = frozenset({Kind.TABLE_ROW, Kind.FRONT_MATTER})
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*\d*|[^\W_]+")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_COMPOUND = re.compile(r"[^\W_]+(?:[-‐/][^\W_]+)+")
_NUMBERED = re.compile(
    rf"\b(\d+{any_of('numbers.ordinal_endings')})\s+([^\W\d_][^\W_]+)"
)  # which one of several: the 9th meeting


class _Stemmers(threading.local):
    """Stemmers of a thread's own: PyStemmer does not promise that one may be shared."""

    def __init__(self) -> None:
        self._by_name: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        """The stemmer of a language, by its name in Snowball."""
        if name not in self._by_name:
            self._by_name[name] = Stemmer.Stemmer(name)
        return self._by_name[name]


_STEMMERS = _Stemmers()


def _words(text: str) -> Iterator[str]:
    folded = unicodedata.normalize("NFKD", text.casefold())
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    for match in _WORD.finditer(folded):
        word = match.group().replace("’", "'").removesuffix("'s")
        yield re.sub(r"[.,]", "", word) if _THOUSANDS.fullmatch(word) else word
    for match in _COMPOUND.finditer(folded):
        yield re.sub(r"[-‐/]", "", match.group())
    for match in _NUMBERED.finditer(folded):
        yield f"{match[1]} {match[2]}"


def terms(text: str) -> list[str]:
    """The terms BM25 counts: folded, without function words, stemmed; a compound also as one word.

    >>> terms("The co-operation of 1,047 students")
    ['co', 'oper', '1047', 'student', 'cooper']
    """
    found: list[str] = _STEMMERS["english"].stemWords([word for word in _words(text) if word not in STOP_WORDS])
    return found


def term_sets(texts: Iterable[str]) -> list[frozenset[str]]:
    """The distinct terms of each of several texts; a text seen before is not read again."""
    return [_term_set(text) for text in texts]


@lru_cache(maxsize=8192)  # questions of one subject read the same sentences
def _term_set(text: str) -> frozenset[str]:
    return frozenset(terms(text))


def stem(word: str, stemmer: str) -> str:
    """The stem of a word in lower case, as a stemmer of Snowball cuts it.

    >>> stem("diselenggarakan", "indonesian")
    'selenggara'
    """
    return str(_STEMMERS[stemmer].stemWord(word))


def searchable(text: str) -> bool:
    """Whether a text has a letter or a digit in it, and so anything to search for."""
    return any(character.isalnum() for character in text)


def indexed_text(passage: Passage) -> str:
    """What BM25 sees of a passage: its context, then its text."""
    return f"{passage.context}\n{passage.text}" if passage.context else passage.text


def indexed_texts(passages: Iterable[Passage]) -> list[str]:
    """What BM25 sees of each of several passages."""
    return [indexed_text(passage) for passage in passages]


def encoded_text(passage: Passage) -> str:
    """What the encoder sees of a passage: of prose the innermost heading and the text, of all else the whole context.

    A pooled vector is an average: a long heading path draws it away from what a passage of prose says, while a table
    row says nothing without its caption and headers.
    """
    if passage.kind in _NEEDS_CONTEXT or not passage.heading or not passage.context.endswith(passage.heading[-1]):
        return indexed_text(passage)  # a heading that is not whole in the context was too long for the encoder
    return f"{passage.heading[-1]}\n{passage.text}"
