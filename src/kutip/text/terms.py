"""The terms that BM25 counts, and the text of a passage that is indexed and encoded."""

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import Stemmer

from kutip.language import LANGUAGES, PAPERS_LANGUAGE
from kutip.language.record import Stemming
from kutip.language.united import STOP_WORDS, any_of
from kutip.types import Kind, Passage

_NEEDS_CONTEXT = frozenset({Kind.TABLE_ROW, Kind.FRONT_MATTER})
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*\d*|[^\W_]+")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_COMPOUND = re.compile(r"(?<![^\W_])[^\W_]++(?:[-‐/][^\W_]++)++")
# "the 9th meeting" gives the term "9th meeting".
_NUMBERED = re.compile(rf"\b(\d+{any_of('numbers.ordinal_endings')})\s+([^\W\d_][^\W_]+)")


class _Stemmers(threading.local):
    """One set of stemmers per thread, because PyStemmer does not promise that they can be shared."""

    def __init__(self) -> None:
        self._by_name: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        """Return the stemmer of a language by its Snowball name, such as "english"."""
        if name not in self._by_name:
            self._by_name[name] = Stemmer.Stemmer(name)
        return self._by_name[name]


_STEMMERS = _Stemmers()


class _Restored:
    """Gives words of a language the stems that its stemmer gets wrong."""

    def __init__(self, stemming: Stemming) -> None:
        self._irregular = dict(stemming.irregular)
        self._lost = [(re.compile(start), letter) for start, letter in stemming.lost_letters]

    def stems(self, word: str, stem: str) -> list[str]:
        """Return the possible stems of a word of which the stemmer gives one."""
        if word in self._irregular:
            return [self._irregular[word]]
        lost = [letter for start, letter in self._lost if (found := start.match(word)) and word[found.end()] == stem[0]]
        return [stem, *(letter + stem for letter in lost)]


_RESTORED = {
    code: _Restored(one.stemming)
    for code, one in LANGUAGES.items()
    if one.stemming.lost_letters or one.stemming.irregular
}


def _words(text: str) -> Iterator[str]:
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    for match in _WORD.finditer(folded):
        word = match.group().replace("’", "'").removesuffix("'s")
        yield re.sub(r"[.,]", "", word) if _THOUSANDS.fullmatch(word) else word
    for match in _COMPOUND.finditer(folded):
        yield re.sub(r"[-‐/]", "", match.group())
    for match in _NUMBERED.finditer(folded):
        yield f"{match[1]} {match[2]}"


def terms(text: str, language: str = PAPERS_LANGUAGE.code) -> list[str]:
    """Return the terms of a text for BM25: folded, stemmed, without stop words; a compound also as one word.

    A word with more than one possible stem gives them all.

    Args:
        text: The text.
        language: The language whose words are stemmed, a code of `kutip.language.LANGUAGES`. Stop words are those of
            all languages, since papers mix them.

    >>> terms("The co-operation of 1,047 students")
    ['co', 'oper', '1047', 'student', 'cooper']
    >>> terms("Polisi memerangi penyerangan", "id"), terms("perang dan serangan", "id")
    (['polisi', 'perang', 'serang'], ['perang', 'serang'])
    >>> terms("menulis", "id")
    ['ulis', 'tulis']
    """
    words = [word for word in _words(text) if word not in STOP_WORDS]
    stems: list[str] = _STEMMERS[LANGUAGES[language].stemming.stemmer].stemWords(words)
    read = _RESTORED.get(language)
    return stems if read is None else [term for pair in zip(words, stems, strict=True) for term in read.stems(*pair)]


_FAMILIES = {word: family for one in LANGUAGES.values() for family in one.stemming.families for word in family}


def other_forms(word: str) -> tuple[str, ...]:
    """All forms of a word, itself included, that a stemmer does not lead to the same stem; () for regular words.

    >>> other_forms("Brought")
    ('bring', 'brought')
    """
    return _FAMILIES.get(word.casefold(), ())


def term_sets(texts: Iterable[str], language: str = PAPERS_LANGUAGE.code) -> list[frozenset[str]]:
    """Return the distinct terms of each of several texts; terms of texts seen before are cached."""
    return [_term_set(text, language) for text in texts]


@lru_cache(maxsize=8192)  # questions of one subject read the same sentences
def _term_set(text: str, language: str) -> frozenset[str]:
    return frozenset(terms(text, language))


def stem(word: str, stemmer: str) -> str:
    """Return the stem of a word in lower case, computed by the Snowball stemmer of a language.

    >>> stem("diselenggarakan", "indonesian")
    'selenggara'
    """
    return str(_STEMMERS[stemmer].stemWord(word))


def searchable(text: str) -> bool:
    """True if a text has a letter or digit, so that there is something to search for."""
    return any(character.isalnum() for character in text)


def indexed_text(passage: Passage) -> str:
    """Return the text of a passage that BM25 indexes: its context, then its text."""
    return f"{passage.context}\n{passage.text}" if passage.context else passage.text


def indexed_texts(passages: Iterable[Passage]) -> list[str]:
    """Return the text that BM25 indexes of each of several passages."""
    return [indexed_text(passage) for passage in passages]


def encoded_text(passage: Passage) -> str:
    """Return the text of a passage to encode: innermost heading and text for prose, whole context for other kinds.

    A pooled vector is an average. A long heading path would dominate the vector of a short passage of prose, while a
    table row means nothing without its caption and headers.
    """
    # A context that lacks the innermost heading was shortened because that was too long for the encoder.
    if passage.kind in _NEEDS_CONTEXT or not passage.heading or not passage.context.endswith(passage.heading[-1]):
        return indexed_text(passage)
    return f"{passage.heading[-1]}\n{passage.text}"
