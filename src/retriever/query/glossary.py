"""Translates a question to the language of the papers, word by word, with a hand-written glossary of this field.

There is no grammar, because retrieval needs only the words. Phrases are looked up before words, and a word before its
stem. Names, numbers and words without an entry are kept.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kutip.index.layout import read_glossaries
from kutip.language import LANGUAGES
from kutip.language.glossary_file import read_glossary
from kutip.language.record import Translating
from kutip.text.terms import searchable, stem, terms
from kutip.types import Expansion

_WORD = re.compile(r"[^\W_]+(?:[-'’/.][^\W_]+)*")
_SHORTEST_STEMMED = 5  # in letters; shorter words often share their stem with other words


@dataclass(frozen=True, slots=True)
class Translation:
    """A question translated word by word to the papers' language.

    Attributes:
        text: The question with the best translation of each word or phrase.
        expansions: The translations that changed something.
        words: The words and phrases of the question in order, each with its translation; "" for one without a meaning.
        found: Words and phrases with an entry in the glossary, also those without a meaning.
        lacking: Words without an entry: names, numbers and words that the glossary lacks.
    """

    text: str
    expansions: tuple[Expansion, ...]
    words: tuple[tuple[str, str], ...]
    found: tuple[str, ...]
    lacking: tuple[str, ...]


class Glossary:
    """Words and phrases of one language with their translations to the papers' language."""

    def __init__(self, entries: Mapping[str, Sequence[str]], translating: Translating) -> None:
        """Index the entries by word and by stem.

        Args:
            entries: Translations by word or phrase in lower case, best first; an empty list for one without a meaning.
            translating: Stemmer and clitics of the language.
        """
        self._stemmer, self._clitics = translating.stemmer, translating.clitics
        self._entries = {key: tuple(translations) for key, translations in entries.items()}
        self._given = {word for targets in self._entries.values() for target in targets for word in target.split()}
        self._longest = max((len(key.split()) for key in self._entries), default=1)
        self._by_stem: dict[str, str] = {}
        for key in sorted(self._entries):
            if " " not in key and len(key) >= _SHORTEST_STEMMED:
                self._by_stem.setdefault(stem(key, self._stemmer), key)

    @classmethod
    def read(cls, translating: Translating, more: Mapping[str, Sequence[str]] | None = None) -> "Glossary":
        """Kutip's own glossary of a language, and more translations, which replace its own of the same words."""
        own = read_glossary(Path(__file__).with_name(translating.glossary))
        return cls({**own, **(more or {})}, translating)

    def __len__(self) -> int:
        return len(self._entries)

    def translate(self, question: str) -> Translation:
        """Translate a question to the papers' language.

        >>> indonesian = Translating(glossary="", stemmer="indonesian", clitics=("nya",), word_forms=())
        >>> Glossary({"kota": ["city"], "kerja sama": ["cooperation"]}, indonesian).translate("Kerja sama kota").text
        'cooperation city'
        """
        words: list[tuple[str, str]] = []
        expansions: list[Expansion] = []
        lacking: list[str] = []
        found: list[str] = []
        for source, key in self._matches(_words(question)):
            target = source if key is None else next(iter(self._entries[key]), "")
            (lacking if key is None else found).append(source)
            words.append((source, target))
            if target and key is not None and target.casefold() != source.casefold():
                entry = key if key != source.casefold() else ""
                expansions.append(Expansion(source, target, "glossary", entry))
        text = " ".join(target for _, target in words if target)
        return Translation(text, tuple(expansions), tuple(words), tuple(found), tuple(lacking))

    def entry_of(self, word: str) -> str | None:
        """The entry for a word, which may be that of a form of it; None if there is none."""
        return self._entry(word.casefold())

    def translations(self, piece: str) -> tuple[str, ...]:
        """All translations of a word or phrase, best first; () for one without an entry."""
        key = self._entry(piece.casefold())
        return self._entries[key] if key is not None else ()

    def sources(self, piece: str) -> tuple[str, ...]:
        """The words and phrases that have a piece of the papers' language, in any form, among their translations."""
        return tuple(self._sources.get(tuple(terms(piece)), ()))

    def phrases_with(self, word: str) -> Sequence[tuple[tuple[str, ...], str]]:
        """The phrases of the papers' language that begin with a word in lower case and are the best translation of an
        entry, longest first, each as its words and that entry; of several entries, the first in the glossary.
        """
        return self._phrases.get(word, ())

    @cached_property
    def _phrases(self) -> Mapping[str, Sequence[tuple[tuple[str, ...], str]]]:
        best: dict[tuple[str, ...], str] = {}
        for key, targets in self._entries.items():
            words = tuple(_WORD.findall(targets[0].casefold())) if targets else ()
            if len(terms(" ".join(words))) > 1:
                best.setdefault(words, key)
        found: defaultdict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for words, key in sorted(best.items(), key=lambda one: -len(one[0])):
            found[words[0]].append((words, key))
        return found

    @cached_property
    def _sources(self) -> Mapping[tuple[str, ...], Sequence[str]]:
        found: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
        for key, targets in self._entries.items():
            for own in dict.fromkeys(tuple(terms(target)) for target in targets):
                if own:
                    found[own].append(key)
        return found

    def gives(self, word: str) -> bool:
        """Whether a translation has a word in small letters, so that it is no name alone."""
        return word in self._given

    def translates(self, word: str) -> bool:
        """True if a word has an entry and its translation differs from it."""
        key = self._entry(word.casefold())
        return key is not None and word.casefold() not in self._entries[key]

    def _matches(self, words: Sequence[str]) -> Iterator[tuple[str, str | None]]:
        """Yield the pieces of the question with their entries, longest phrases first."""
        place = 0
        while place < len(words):
            for length in range(min(self._longest, len(words) - place), 1, -1):
                phrase = " ".join(words[place : place + length])
                if phrase.casefold() in self._entries:
                    yield phrase, phrase.casefold()
                    place += length
                    break
            else:
                yield words[place], self._entry(words[place].casefold())
                place += 1

    def _entry(self, word: str) -> str | None:
        """Return the entry for a word: its own, that of the word without clitic or reduplication, or of its stem."""
        for form in self._forms(word):
            if form in self._entries:
                return form
        for form in self._forms(word):
            if len(form) >= _SHORTEST_STEMMED and form.isalpha():
                stemmed = stem(form, self._stemmer)
                if stemmed in self._entries or stemmed in self._by_stem:
                    return stemmed if stemmed in self._entries else self._by_stem[stemmed]
        return None

    def _forms(self, word: str) -> Iterator[str]:
        """Yield a word, its half if it is reduplicated ("negara-negara"), and the rest if it ends with a clitic."""
        yield word
        half, _, other = word.partition("-")
        single = half if half == other else word
        if single != word:
            yield single
        for clitic in self._clitics:
            if single.endswith(clitic) and len(single) - len(clitic) >= 3:
                yield single.removesuffix(clitic)


def open_glossaries(folder: Path) -> dict[str, Glossary]:
    """The glossaries for questions to a generation of the index, by language: Kutip's own and those of its corpus.

    Raises:
        IndexDamagedError: The generation's glossaries cannot be read.
    """
    of_corpus = read_glossaries(folder)
    return {
        code: Glossary.read(language.translating, of_corpus.get(code))
        for code, language in LANGUAGES.items()
        if language.translating is not None
    }


def _words(text: str) -> list[str]:
    """The words of a text, cut as `terms` cuts them: combining marks and signs such as "™" belong to the word."""
    joined = "".join("x" if _is_part_of_word(one) else one for one in text)
    words = (text[match.start() : match.end()] for match in _WORD.finditer(joined))
    return [word for word in words if searchable(unicodedata.normalize("NFKD", word))]


def _is_part_of_word(character: str) -> bool:
    return unicodedata.combining(character) > 0 or searchable(unicodedata.normalize("NFKD", character))
