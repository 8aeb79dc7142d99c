"""Finds where the papers hold a word in any form: inflected, spelled otherwise, within another word, translated."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TypeAlias

from kutip.language import LANGUAGES
from kutip.text.terms import other_forms, terms
from retriever.query.glossary import Glossary
from retriever.query.spelling import spellings
from retriever.query.written_words import WrittenWords

Numbers: TypeAlias = frozenset[int]  # of passages
FindsHolders = Callable[[Sequence[str]], Iterable[int]]  # the passages that contain every one of the given terms
_NONE: Numbers = frozenset()
_MOST_KEPT = 4096  # words whose passages are kept
_SHORTEST_START = 4  # letters of a stem with which other words may begin: "thai" in "Thailand"
_SHORTEST_BEGUN = 5  # letters of a word with which it may itself begin: "Vietnam" in "Vietnamese"
_SHORTEST_WITHIN = 6  # of one that may stand within them: "prison" in "imprisonment"


class HeldWords:
    """The words that some papers hold; safe to share between threads."""

    def __init__(self, holders: FindsHolders, words: WrittenWords, glossaries: Mapping[str, Glossary]) -> None:
        """Keep what the forms of a word are found with.

        Args:
            holders: Returns the passages that contain every one of the given terms.
            words: The words of the papers.
            glossaries: Glossary of each language that is translated to the papers' language, by language code.
        """
        self._holders = holders
        self._words = words
        self._by_language = glossaries
        self._glossaries = tuple(glossaries.values())
        self._kept: dict[tuple[str, bool], Numbers] = {}

    def of_passages(self, holders: FindsHolders) -> "HeldWords":
        """The same for some of the passages, of which another function finds those that contain terms."""
        return HeldWords(holders, self._words, self._by_language)

    def holders(self, piece: str, *, widely: bool = False) -> Numbers:
        """The numbers of the passages that hold a word, or all words of a phrase, in any form or translation.

        Args:
            piece: The word or phrase.
            widely: Whether a word of the papers' language is also held within a longer one, as "prison" is in
                "imprisonment": who says that the papers lack a word should not be proved wrong by its kin.
        """
        # No cached method: that would keep a closed index in memory until the next full collection.
        key = piece.casefold(), widely
        found = self._kept.get(key)
        if found is None:
            found = self._of_piece(*key)
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[key] = found
        return found

    def is_in(self, piece: str, text: str) -> bool:
        """Whether a text holds a word, or all words of a phrase, in any form or translation."""
        held = _all_stems(text)
        return any(
            all(not held.isdisjoint(_forms(word)) for word in form.split() if terms(word))
            for form in self._forms_of(piece.casefold())
            if terms(form)
        )

    def _of_piece(self, piece: str, widely: bool) -> Numbers:
        found = _NONE.union(*(self._of_phrase(form.split()) for form in self._forms_of(piece)))
        return found | self._within(piece) if widely else found

    def _forms_of(self, piece: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(form for one in _with_parts(piece) for form in (one, *self._translations(one))))

    def _of_phrase(self, words: Sequence[str]) -> Numbers:
        held = [_NONE.union(*map(self._passages, _forms(word))) for word in words if terms(word)]
        return held[0].intersection(*held[1:]) if held else _NONE

    def _passages(self, term: str) -> Numbers:
        return frozenset(map(int, self._holders([term])))

    def _within(self, piece: str) -> Numbers:
        """The passages with words that begin with the words of a piece, have long ones in them, or begin them."""
        held = []
        for word in piece.split():
            stems = [one for one in terms(word) if len(one) >= _SHORTEST_START and one.isalpha()]
            kin = {one for part in stems for one in self._written_with(part) if _is_kin(part, one)}
            kin |= {word[:end] for end in range(_SHORTEST_BEGUN, len(word)) if self._words.held(word[:end])}
            held.append(self._of_phrase([word]).union(*(self._of_phrase([one]) for one in kin)))
        return held[0].intersection(*held[1:]) if held else _NONE

    def _written_with(self, part: str) -> Iterator[str]:
        """The words of the papers that contain some letters."""
        start = self._text.find(part)
        while start >= 0:
            first, last = self._text.rfind("\n", 0, start) + 1, self._text.find("\n", start)
            yield self._text[first:last]
            start = self._text.find(part, last)

    @cached_property
    def _text(self) -> str:
        """All words of the papers, one in a line."""
        return "".join(f"{word}\n" for word in self._words.all)

    def _translations(self, piece: str) -> Iterator[str]:
        for glossary in self._glossaries:
            yield from glossary.translations(piece)
            yield from glossary.sources(piece)


def _with_parts(piece: str) -> tuple[str, ...]:
    """A piece, and a compound as words of its own: "Secretary-General" may stand there as "Secretary General"."""
    parts = piece.replace("-", " ").replace("/", " ")
    return (piece, parts) if parts != piece else (piece,)


@lru_cache(maxsize=4096)
def _forms(word: str) -> frozenset[str]:
    """The stems of a word's forms and spellings, in every language."""
    return frozenset(term for form in (word, *spellings(word), *other_forms(word)) for term in _all_stems(form))


@lru_cache(maxsize=8192)  # questions of one subject read the same sentences
def _all_stems(text: str) -> frozenset[str]:
    return frozenset(term for code in LANGUAGES for term in terms(text, code))


def _is_kin(part: str, word: str) -> bool:
    return word.startswith(part) or len(part) >= _SHORTEST_WITHIN
