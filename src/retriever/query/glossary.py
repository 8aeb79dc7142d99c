"""Carries an Indonesian question to English, word by word, with a hand-written glossary of this field.

No grammar: retrieval needs the words. Phrases come before words, a word's own form before its stem; names, numbers and
what the glossary lacks stay as they are.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kutip.text.terms import indonesian_stem
from kutip.types import Expansion

FILE = Path(__file__).with_name("glossary_id_en.tsv")
_WORD = re.compile(r"[^\W_]+(?:[-'’/.][^\W_]+)*")
_CLITICS = ("nya", "kah", "lah", "pun", "ku", "mu")  # what is written on to a word and is no part of it
_SHORTEST_STEMMED = 5  # letters; the stems of shorter words are often other words


@dataclass(frozen=True, slots=True)
class Carried:
    """A question in English words.

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
    """Indonesian words and phrases with their English ones."""

    def __init__(self, entries: Mapping[str, Sequence[str]]) -> None:
        """Make one.

        Args:
            entries: English translations by Indonesian word or phrase in lower case, best first; none for a word that
                carries nothing.
        """
        self._entries = {key: tuple(english) for key, english in entries.items()}
        self._longest = max((len(key.split()) for key in self._entries), default=1)
        self._by_stem: dict[str, str] = {}
        for key in sorted(self._entries):
            if " " not in key and len(key) >= _SHORTEST_STEMMED:
                self._by_stem.setdefault(indonesian_stem(key), key)

    @classmethod
    def read(cls, path: Path = FILE) -> "Glossary":
        """The glossary in a file of tab-separated lines: Indonesian, English between bars, a note."""
        entries = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                indonesian, english, *_ = line.split("\t")
                entries[indonesian] = [part.strip() for part in english.split("|") if part.strip()]
        return cls(entries)

    def __len__(self) -> int:
        return len(self._entries)

    def carry(self, question: str) -> Carried:
        """A question carried to English.

        >>> Glossary({"kota": ["city"], "kerja sama": ["cooperation"]}).carry("Kerja sama kota").text
        'cooperation city'
        """
        words: list[tuple[str, str]] = []
        expansions: list[Expansion] = []
        lacking: list[str] = []
        found: list[str] = []
        for source, key in self._matches(_WORD.findall(question)):
            english = source if key is None else next(iter(self._entries[key]), "")
            (lacking if key is None else found).append(source)
            words.append((source, english))
            if english and key is not None and english.casefold() != source.casefold():
                entry = key if key != source.casefold() else ""
                expansions.append(Expansion(source, english, "glossary", entry))
        text = " ".join(english for _, english in words if english)
        return Carried(text, tuple(expansions), tuple(words), tuple(found), tuple(lacking))

    def carries(self, word: str) -> bool:
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
        for form in _forms(word):
            if form in self._entries:
                return form
        for form in _forms(word):
            if len(form) >= _SHORTEST_STEMMED and form.isalpha():
                stem = indonesian_stem(form)
                if stem in self._entries or stem in self._by_stem:
                    return stem if stem in self._entries else self._by_stem[stem]
        return None


def _forms(word: str) -> Iterator[str]:
    yield word
    half, _, other = word.partition("-")
    single = half if half == other else word
    if single != word:
        yield single
    for clitic in _CLITICS:
        if single.endswith(clitic) and len(single) - len(clitic) >= 3:
            yield single.removesuffix(clitic)
