"""Corrects typing slips: a word that nobody knows becomes the one word that is a slip away from it.

A word is known if the papers hold it in any form, if a glossary or a word list of `kutip.language` has it, or if the
encoder reads it or its stem as one piece: its vocabulary has the frequent words of its language. That keeps "planet"
from becoming "plant". A word with a capital within a sentence may be a name, and a name is never made another.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kutip.language import PAPERS_LANGUAGE
from kutip.language.numbers import NUMBER_WORDS
from kutip.language.united import STOP_WORDS, in_order, union
from kutip.text.terms import stem, terms
from retriever.query.forms import Rewriting
from retriever.query.slips import one_slip_from, swapped_or_missed
from retriever.query.written_words import WrittenWords

_WORD = re.compile(r"(?<![\w@#/.'’-])[^\W\d_]{3,30}(?![\w@/'’-]|\.\w)")
_LEAST_ASKING, _LEAST = 3, 4  # letters of a slip that may be a question word, and of others
_SHORTEST = 5  # letters of a word other than a function word that a slip may lead to
_LEAST_TRANSLATED = 6  # Indonesian has many shorter words that are one letter apart: dalam, malam
_TWO_SLIPS = 8  # letters of a word with two slips
_HELD, _HELD_TWICE = 2, 3  # passages that hold a word that one slip, and two, may lead to
_FEW = 30  # passages of an index in which a word that one passage holds is frequent enough
_ASKING = frozenset(word for word in in_order("questions.asking") if word.isalpha())
_LISTED = ("rewording.reporting", "rewording.governing", "rewording.qualifiers", "papers.section_words", "unsaid.empty")
_KNOWN = STOP_WORDS | _ASKING | NUMBER_WORDS | union(*_LISTED)


@dataclass(frozen=True, slots=True)
class Spellings:
    """What tells a word from a slip.

    Attributes:
        words: The words of the papers.
        passages: How many passages they have.
        holds: Whether any passage has a form of a word.
        is_usual: Whether the encoder reads a word as one piece.
        entry_of: The entry that the glossary of the question's language has for a word, or None; None for a question in
            the papers' language.
    """

    words: WrittenWords
    passages: int
    holds: Callable[[str], bool]
    is_usual: Callable[[str], bool]
    entry_of: Callable[[str], str | None] | None = None

    def corrections(self, text: str) -> Iterator[Rewriting]:
        """Yield the correction of each word of a text that is a slip."""
        for match in _WORD.finditer(text):
            word, is_first = match.group(), not any(map(str.isalnum, text[: match.start()]))
            small = word.lower()
            is_small = word.islower() or (is_first and word[1:].islower())
            if not is_small or len(word) < (_LEAST_ASKING if is_first else _LEAST) or self.knows(small):
                continue
            target = self._corrected(small, is_first=is_first)
            if target is not None:
                yield Rewriting(*match.span(), target.capitalize() if word[0].isupper() else target, "typing")

    def knows(self, word: str) -> bool:
        """Whether a word in small letters is one, as far as the papers, the word lists and the encoder tell."""
        if word in _KNOWN or self.holds(word) or (self.entry_of is not None and self.entry_of(word) is not None):
            return True
        return self.is_usual_form(word)

    def is_usual_form(self, word: str) -> bool:
        """Whether the encoder reads a word, or what it is a form of, as one piece."""
        if self.is_usual(word):
            return True
        root = stem(word, PAPERS_LANGUAGE.stemming.stemmer)
        return root in _KNOWN or (root != word and (self.is_usual(root) or self.is_usual(f"{root}e")))

    def _corrected(self, word: str, *, is_first: bool) -> str | None:
        moved, changed = (list(one_slip_from(word, changed=changed)) for changed in (False, True))
        asking = _only({one: one for one in (*moved, *changed) if is_first and one in _ASKING})
        if asking is not None:
            return asking
        if len(word) < _LEAST:
            return None
        if self.entry_of is not None:
            return self._written(_only(self._translated(word, moved)))
        for near in (moved, changed):
            found = {one: _stem_of(one) for one in near if self._is_target(one, _HELD)}
            if found:
                return self._written(_only(found))
        if len(word) < _TWO_SLIPS:
            return None
        alike = (one for one in self.words.alike(word, within=2) if self._is_frequent(one, _HELD_TWICE))
        return self._written(_only({one: _stem_of(one) for one in alike if swapped_or_missed(word, one)}))

    def _translated(self, word: str, near: Iterable[str]) -> Mapping[str, str]:
        """The words of another language that its glossary or the papers have, each with what it is a form of."""
        if len(word) < _LEAST_TRANSLATED:
            return {}
        # A form of an entry that is none itself may be a word that nobody writes; an ending more is another form.
        inside = [one for one in near if one[-1] == word[-1]]
        entries = {one: one for one in inside if self.entry_of is not None and self.entry_of(one) == one}
        held = (one for one in inside if one not in STOP_WORDS and self._is_target(one, _HELD))
        return entries or {one: _stem_of(one) for one in held}

    def _is_target(self, word: str, least: int) -> bool:
        """Whether a word is frequent: in the papers, or in its language if the papers hold a form of it."""
        if word in STOP_WORDS or word in NUMBER_WORDS:
            return True
        if len(word) < _SHORTEST:
            return False
        return self._is_frequent(word, least) or (self.is_usual(word) and self.holds(word))

    def _is_frequent(self, word: str, least: int) -> bool:
        return self.words.held(word) >= (1 if self.passages < _FEW else least)

    def _written(self, word: str | None) -> str | None:
        return None if word is None else (self.words.written(word) or word)


def _stem_of(word: str) -> str:
    return " ".join(terms(word)) or word


def _only(found: Mapping[str, str]) -> str | None:
    """The first of some words if all are forms of one."""
    return next(iter(found)) if len(set(found.values())) == 1 else None
