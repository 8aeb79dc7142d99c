"""Carries a question to the language of the papers, word by word, with a hand-written glossary of this field.

No grammar: retrieval needs the words. Phrases come before words, a word's own form before its stem; names, numbers and
what the glossary lacks stay as they are.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kutip.language import LANGUAGES
from kutip.language.record import Carrying
from kutip.text.terms import stem
from kutip.types import Expansion

_WORD = re.compile(r"[^\W_]+(?:[-'’/.][^\W_]+)*")
_SHORTEST_STEMMED = 5  # letters; the stems of shorter words are often other words


@dataclass(frozen=True, slots=True)
class Translation:
    """A question in words of the papers' language.

    Attributes:
        text: The question with the best translation of each word or phrase.
        expansions: What was carried to what.
        words: The question's words and phrases in order, each with its English; "" for one that carries nothing.
        found: Words and phrases that have an entry, those that carry nothing included.
        lacking: Words that have none: names, numbers, and what the glossary lacks.
    """

    text: str
    expansions: tuple[Expansion, ...]
    words: tuple[tuple[str, str], ...]
    found: tuple[str, ...]
    lacking: tuple[str, ...]


class Glossary:
    """Words and phrases of one language with their translations to the language of the papers."""

    def __init__(self, entries: Mapping[str, Sequence[str]], carrying: Carrying) -> None:
        """Make one.

        Args:
            entries: Translations by word or phrase in lower case, best first; none for a word that carries nothing.
            carrying: How the language writes its words: its stemmer and clitics.
        """
        self._stemmer, self._clitics = carrying.stemmer, carrying.clitics
        self._entries = {key: tuple(translations) for key, translations in entries.items()}
        self._longest = max((len(key.split()) for key in self._entries), default=1)
        self._by_stem: dict[str, str] = {}
        for key in sorted(self._entries):
            if " " not in key and len(key) >= _SHORTEST_STEMMED:
                self._by_stem.setdefault(stem(key, self._stemmer), key)

    @classmethod
    def read(cls, carrying: Carrying) -> "Glossary":
        """The glossary of a language, from a file of tab-separated lines: a word, translations between bars, a note."""
        entries = {}
        for line in Path(__file__).with_name(carrying.glossary).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                word, translations, *_ = line.split("\t")
                entries[word] = [part.strip() for part in translations.split("|") if part.strip()]
        return cls(entries, carrying)

    def __len__(self) -> int:
        return len(self._entries)

    def translate(self, question: str) -> Translation:
        """A question carried to the language of the papers.

        >>> indonesian = Carrying(glossary="", stemmer="indonesian", clitics=("nya",), word_forms=())
        >>> Glossary({"kota": ["city"], "kerja sama": ["cooperation"]}, indonesian).translate("Kerja sama kota").text
        'cooperation city'
        """
        words: list[tuple[str, str]] = []
        expansions: list[Expansion] = []
        lacking: list[str] = []
        found: list[str] = []
        for source, key in self._matches(_WORD.findall(question)):
            target = source if key is None else next(iter(self._entries[key]), "")
            (lacking if key is None else found).append(source)
            words.append((source, target))
            if target and key is not None and target.casefold() != source.casefold():
                entry = key if key != source.casefold() else ""
                expansions.append(Expansion(source, target, "glossary", entry))
        text = " ".join(target for _, target in words if target)
        return Translation(text, tuple(expansions), tuple(words), tuple(found), tuple(lacking))

    def translates(self, word: str) -> bool:
        """Whether a word has an entry that makes another word of it."""
        key = self._entry(word.casefold())
        return key is not None and word.casefold() not in self._entries[key]

    def _matches(self, words: Sequence[str]) -> Iterator[tuple[str, str | None]]:
        """Pieces of the question with the entry for each, the longest phrase first."""
        at = 0
        while at < len(words):
            for length in range(min(self._longest, len(words) - at), 1, -1):
                phrase = " ".join(words[at : at + length])
                if phrase.casefold() in self._entries:
                    yield phrase, phrase.casefold()
                    at += length
                    break
            else:
                yield words[at], self._entry(words[at].casefold())
                at += 1

    def _entry(self, word: str) -> str | None:
        """The entry for a word: its own, or that of the word without a clitic, said once, or with the same stem."""
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
        """A word; if it is doubled, as "negara-negara" is, its half; and what is left without a clitic."""
        yield word
        half, _, other = word.partition("-")
        single = half if half == other else word
        if single != word:
            yield single
        for clitic in self._clitics:
            if single.endswith(clitic) and len(single) - len(clitic) >= 3:
                yield single.removesuffix(clitic)


def read_glossaries() -> dict[str, Glossary]:
    """The glossaries of all languages that are carried to that of the papers, by the languages' codes."""
    return {code: Glossary.read(one.carrying) for code, one in LANGUAGES.items() if one.carrying is not None}
