"""Reads a question as it would be asked plainly: without its dress, in standard words, without typing slips."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from kutip.language import LANGUAGES, PAPERS_LANGUAGE
from kutip.settings import SearchSettings
from kutip.text.reading import squeeze
from kutip.text.terms import terms
from kutip.types import Expansion
from retriever.query.capitals import Capitals, as_question
from retriever.query.corrections import Spellings
from retriever.query.dress import undressed
from retriever.query.forms import Rewriting
from retriever.query.glossary import Glossary
from retriever.query.informal import rewrite_informal
from retriever.query.language import detect_language
from retriever.query.unsaid import Unsaid, unsaid_in
from retriever.query.written_words import WrittenWords

_BEFORE_MARK = re.compile(r" (?=[?!.,])")


@dataclass(frozen=True, slots=True)
class Plain:
    """A question in plain words.

    Attributes:
        text: The question.
        expansions: What was changed or left out.
        unsaid: What it leaves unsaid, so that it cannot be looked up; None for a question that can be.
    """

    text: str
    expansions: tuple[Expansion, ...] = ()
    unsaid: Unsaid | None = None


@dataclass(frozen=True, slots=True)
class PlainReading:
    """Reads questions over some papers; safe to share between threads.

    Attributes:
        words: The words of the papers.
        spellings: Tells words from slips, in the papers' language.
        glossaries: Glossary of each language that is translated to the papers' language, by language code.
    """

    words: WrittenWords
    spellings: Spellings
    glossaries: Mapping[str, Glossary]

    def of(self, question: str, settings: SearchSettings) -> Plain:
        """Read a question by the steps that the settings switch on."""
        plain = Plain(question)
        if settings.undress:
            plain = self._informal(self._undressed(question))
        if settings.corrections:
            plain = self._corrected(plain)
        if settings.undress:
            plain = replace(plain, text=as_question(plain.text))
        return replace(plain, unsaid=unsaid_in(plain.text, self._knows))

    def _knows(self, word: str) -> bool:
        return self.spellings.knows(word.lower()) or self._translates(word)

    def _undressed(self, question: str) -> Plain:
        bare = undressed(question)
        text = Capitals(self.words, self._is_word, self._is_common).restored(bare.text)
        left_out = (Expansion(piece, "", "not part of the question") for piece in bare.left_out if terms(piece))
        return Plain(text, tuple(left_out))

    def _informal(self, plain: Plain) -> Plain:
        """The question in standard words, if that makes it one in a language that has informal forms."""
        for code, glossary in self.glossaries.items():
            translating = LANGUAGES[code].translating
            if translating is None or not translating.informal:
                continue
            standard = _rewritten(plain, rewrite_informal(plain.text, translating, glossary))
            if self._language(standard.text) == code and terms(standard.text):
                return standard
        return plain

    def _corrected(self, plain: Plain) -> Plain:
        language = self._language(plain.text)
        glossary = self.glossaries.get(language)
        if glossary is None and language != PAPERS_LANGUAGE.code:
            return plain
        spellings = self.spellings if glossary is None else replace(self.spellings, entry_of=glossary.entry_of)
        return _rewritten(plain, spellings.corrections(plain.text))

    def _language(self, text: str) -> str:
        return detect_language(text, {code: one.translates for code, one in self.glossaries.items()})

    def _is_word(self, word: str) -> bool:
        """Whether the encoder or a glossary knows a word, whatever the papers hold."""
        return self.spellings.is_usual_form(word) or self._translates(word)

    def _is_common(self, word: str) -> bool:
        return any(glossary.gives(word) for glossary in self.glossaries.values())

    def _translates(self, word: str) -> bool:
        return any(glossary.entry_of(word) is not None for glossary in self.glossaries.values())


def _rewritten(plain: Plain, rewritings: Iterable[Rewriting]) -> Plain:
    text, done, expansions, drops = "", 0, list(plain.expansions), False
    for one in rewritings:
        drops = drops or not one.target
        typed = plain.text[one.start : one.end]
        text += plain.text[done : one.start] + one.target
        done = one.end
        if terms(typed) != terms(one.target):
            expansions.append(Expansion(typed, one.target, one.why))
    whole = squeeze(text + plain.text[done:])
    if drops:  # the blank before a particle stands there still
        whole = _BEFORE_MARK.sub("", whole)
    return Plain(whole, tuple(dict.fromkeys(expansions)))


Plainly = Callable[[str, SearchSettings], Plain]


def as_typed(question: str, settings: SearchSettings) -> Plain:
    """A question as it was typed."""
    return Plain(question)
