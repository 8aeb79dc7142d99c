"""Glosses a sentence of the papers for a reader of another language: a few of its words with what the glossary has.

A pair is given only if its word stands in the sentence, in this form or inflected: the words that the question asks
about first, then phrases, whose meaning is plainer than that of single words.
"""

import re
from collections.abc import Iterator, Sequence

from kutip.language import PAPERS_LANGUAGE
from kutip.text.terms import terms
from kutip.types import GlossedWord
from retriever.lookup import LookUp
from retriever.query.glossary import Glossary
from retriever.query.language import detect_language
from retriever.query.unsaid import content_words

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_MOST = 4  # words and phrases
_SHORTEST = 3  # letters of a word that may be inflected
_SAME = 5  # letters with which a word and its meaning begin alike, so that it needs none: "Indonesian", "indonesia"
_ENDINGS = frozenset(PAPERS_LANGUAGE.stemming.endings) | {""}

_Found = tuple[int, int, str]  # first and one past the last word of the sentence, and what the glossary has for them


def glossed(look_up: LookUp, sentence: str) -> tuple[GlossedWord, ...]:
    """The key words of a sentence with their meanings in the question's language; none where both are of one language.

    Args:
        look_up: Of the question.
        sentence: Of a paper, word for word.
    """
    glossary, language = look_up.glossary, look_up.understood.language
    if glossary is None or detect_language(sentence) != PAPERS_LANGUAGE.code or language == PAPERS_LANGUAGE.code:
        return ()
    words = list(_WORD.finditer(sentence))
    plain = [word.group().casefold() for word in words]
    chosen: list[_Found] = []
    for start, end, meaning in (*_asked(look_up, glossary, plain), *_phrases(glossary, plain)):
        is_free = all(end <= one or other <= start for one, other, _ in chosen)
        is_new = all(meaning != other and plain[start:end] != plain[one:past] for one, past, other in chosen)
        if is_free and is_new and len(chosen) < _MOST and not meaning.startswith(plain[start][:_SAME]):
            chosen.append((start, end, meaning))
    stretches = (sentence[words[start].start() : words[end - 1].end()] for start, end, _ in chosen)
    return tuple(_as_written(*pair) for pair in zip(stretches, (meaning for _, _, meaning in chosen), strict=True))


def _as_written(word: str, meaning: str) -> GlossedWord:
    """A pair, the meaning with capitals where the word has them, as names have: "Task Force", "role of NATO"."""
    written = {part.casefold(): part for part in word.split()}
    meaning = " ".join(written.get(part, part) for part in meaning.split())
    is_title = all(part[:1].isupper() for part in word.split() if terms(part)) and len(word.split()) > 1
    return GlossedWord(word, " ".join(part[:1].upper() + part[1:] for part in meaning.split()) if is_title else meaning)


def _asked(look_up: LookUp, glossary: Glossary, words: Sequence[str]) -> Iterator[_Found]:
    """What the question asks about, where the sentence has it."""
    pieces = (piece for typed, _ in look_up.understood.words for piece in dict.fromkeys((typed, *typed.split())))
    for typed in pieces:
        meaning = glossary.entry_of(typed)
        if meaning is None or not content_words(typed):
            continue
        for target in glossary.translations(typed):
            wanted = _WORD.findall(target.casefold())
            at = next((at for at in range(len(words)) if terms(target) and _stands_at(wanted, words, at)), None)
            if at is not None:
                yield at, at + len(wanted), meaning
                break


def _phrases(glossary: Glossary, words: Sequence[str]) -> Iterator[_Found]:
    """The phrases of the sentence that the glossary has as the first translation of an entry, longest first."""
    at = 0
    while at < len(words):
        found = next((one for one in glossary.phrases_with(words[at]) if _is_whole(*one, words, at)), None)
        if found is not None:
            yield at, at + len(found[0]), found[1]
        at += len(found[0]) if found is not None else 1


def _is_whole(phrase: Sequence[str], meaning: str, words: Sequence[str], at: int) -> bool:
    """Whether a phrase stands in a sentence, and no word of it is lost in its meaning."""
    return _stands_at(phrase, words, at) and len(meaning.split()) >= len(terms(" ".join(phrase)))


def _stands_at(wanted: Sequence[str], words: Sequence[str], at: int) -> bool:
    held = words[at : at + len(wanted)]
    return len(held) == len(wanted) and all(map(_is_form, wanted, held))


def _is_form(one: str, other: str) -> bool:
    """Whether two words are one, or inflected forms of one: "solve" and "solving", not "organ" and "organisation"."""
    if one == other:
        return True
    if terms(one) != terms(other) or min(len(one), len(other)) < _SHORTEST:
        return False
    same = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    same = min(len(one), len(other)) if same is None else same
    return one[same:] in _ENDINGS and other[same:] in _ENDINGS
