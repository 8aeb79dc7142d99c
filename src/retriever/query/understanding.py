"""Reads a query before the search: translates it and rewrites names, dates and spellings to the papers' forms.

Every step can be switched off by a setting, and every change is reported as an expansion.
"""

import itertools
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kutip.language import PAPERS_LANGUAGE
from kutip.settings import SearchSettings
from kutip.text.reading import squeeze
from kutip.text.terms import terms
from kutip.types import Expansion
from retriever.query.abbreviations import Abbreviations
from retriever.query.forms import Rewriter, rewrite_dates, rewrite_laws, rewrite_numbers, rewrite_ordinals
from retriever.query.glossary import Glossary
from retriever.query.language import detect_language, language_of_talk
from retriever.query.plain_question import Plain, Plainly, as_typed
from retriever.query.question_type import QuestionType, question_type
from retriever.query.speaking_authors import AuthorsNamed
from retriever.query.spelling import rewrite_spelling
from retriever.query.unsaid import Unsaid
from retriever.query.wishes import comparison

Holders = Callable[[Sequence[str]], Collection[int]]  # returns the passages that contain every one of the given terms


@dataclass(frozen=True, slots=True)
class Understood:
    """A query prepared for the search stages.

    Attributes:
        language: A code of `kutip.language.LANGUAGES`, such as "en".
        counted: The terms for BM25: those typed and those of all other forms.
        encoded: The text for the encoder: English, each name, date and number in the form that most passages use; in
            the query's own language where that says more to the papers.
        expansions: The changes, in the order of the steps.
        kind: The kind of answer that the query asks for.
        compares: True if it asks what each of several papers says.
        words: The pieces of the query as typed, each with its English, such as ("kerja sama", "cooperation");
            the English is "" for a piece without a meaning.
        plain: The query as it would be asked plainly, in its own language.
        unsaid: What it leaves unsaid, so that no paper can answer it; None for a query that can be looked up.
        read_in: The language of `encoded`, a code.
        document: Id of the paper whose authors it asks about; "" if it names none.
    """

    language: str
    counted: tuple[str, ...]
    encoded: str
    expansions: tuple[Expansion, ...] = ()
    kind: QuestionType = QuestionType.WHICH
    compares: bool = False
    words: tuple[tuple[str, str], ...] = ()
    plain: str = ""
    unsaid: Unsaid | None = None
    read_in: str = PAPERS_LANGUAGE.code
    document: str = ""


class Understanding:
    """Reads queries; safe to share between threads."""

    def __init__(
        self,
        glossaries: Mapping[str, Glossary],
        abbreviations: Abbreviations,
        holders: Holders,
        languages: Iterable[str] = (PAPERS_LANGUAGE.code,),
        plainly: Plainly = as_typed,
        speaking: Callable[[str, str], AuthorsNamed | None] = lambda question, language: None,
    ) -> None:
        """Keep what the steps need.

        Args:
            glossaries: Glossary of each language that is translated to the papers' language, by language code.
            abbreviations: The abbreviations of the papers.
            holders: Returns the passages that contain every one of the given terms.
            languages: The languages that passages are in.
            plainly: Reads a query as it would be asked plainly.
            speaking: Recognises the authors of a paper in a question, whose language is the second argument.
        """
        self._speaking = speaking
        self._plainly = plainly
        self._languages = frozenset(languages)
        self._glossaries = glossaries
        self._translates = {code: glossary.translates for code, glossary in glossaries.items()}
        self._abbreviations = abbreviations
        self._holders = holders

    def of(
        self, query: str, settings: SearchSettings, *, is_statement: bool = False, is_asked: bool = False
    ) -> Understood:
        """Read a query by the steps that the settings switch on.

        Args:
            query: As it was typed.
            settings: Which steps to take.
            is_statement: True if it is a sentence to be checked, whose every word counts: nothing of it is taken away.
            is_asked: True if it is a question to be answered, which may ask what a paper's authors say.
        """
        plain = Plain(query) if is_statement else self._plainly(query, settings)
        read = self._read(plain.text, settings, is_asked=is_asked and settings.speakers)
        expansions = tuple(dict.fromkeys((*plain.expansions, *read.expansions)))
        if plain.unsaid is not None:
            read = replace(read, language=language_of_talk(plain.text) or read.language)
        return replace(read, expansions=expansions, unsaid=plain.unsaid)

    def _read(self, query: str, settings: SearchSettings, *, is_asked: bool) -> Understood:
        language, compared = detect_language(query, self._translates), comparison(query)
        kind = question_type(query, compares=bool(compared))
        read = Understood(language, tuple(terms(query)), query, kind=kind, plain=query)
        spoken = self._speaking(query, language) if is_asked and not compared else None
        if spoken is not None:
            read = _of_speakers(read, spoken)
        if settings.papers_in_turn:
            read = _without_comparison(read, compared)
        read = replace(read, words=tuple((word, word) for word in read.encoded.split()))
        if settings.number_forms:
            read = self._rewritten(read, rewrite_laws)
        if settings.glossary and read.language in self._glossaries and PAPERS_LANGUAGE.code in self._languages:
            read = self._translated(read)
        if settings.number_forms:
            for rewriter in (rewrite_dates, rewrite_numbers, rewrite_ordinals):
                read = self._rewritten(read, rewriter)
        if settings.abbreviations:
            read = self._rewritten(read, self._abbreviations.rewrite, only_better=True)
        if settings.spelling:
            read = self._rewritten(read, rewrite_spelling)
        # The papers' form may give a term of two words, such as "9th summit", that the query as typed lacks.
        numbered = [term for term in terms(read.encoded) if " " in term and term not in read.counted]
        # Passages in another language than the papers' have its stems.
        typed = query if spoken is None else spoken.text
        others = [terms(typed, code) for code in sorted(self._languages - {PAPERS_LANGUAGE.code})]
        own = [term for term in dict.fromkeys(itertools.chain(*others)) if term not in read.counted]
        return replace(read, counted=(*read.counted, *numbered, *own))

    def _translated(self, read: Understood) -> Understood:
        translation = self._glossaries[read.language].translate(read.encoded)
        if read.language in self._languages and self._is_nearer_as_typed(translation.words, read.language):
            return replace(read, read_in=read.language)
        return replace(
            read,
            counted=(*terms(translation.text), *read.counted),
            encoded=translation.text or read.encoded,
            expansions=(*read.expansions, *translation.expansions),
            words=translation.words,
        )

    def _is_nearer_as_typed(self, words: Sequence[tuple[str, str]], language: str) -> bool:
        """Whether some passage has more of a query's words as typed than any has of their translations."""
        meant = [(typed, english) for typed, english in words if english]
        of_typed = Counter(row for typed, _ in meant for row in self._holders(terms(typed, language)))
        of_english = Counter(row for _, english in meant for row in self._holders(terms(english)))
        return max(of_typed.values(), default=0) > max(of_english.values(), default=0)

    def _rewritten(self, read: Understood, rewriter: Rewriter, *, only_better: bool = False) -> Understood:
        """Add other forms of the query's pieces.

        BM25 counts every form that some passage has; the encoder reads the one that most passages have. With
        `only_better`, a form is ignored unless more passages have it than the one typed.
        """
        text = read.encoded
        counted = list(read.counted)
        expansions = list(read.expansions)
        encoded, done = "", 0
        in_order = sorted(rewriter(text), key=lambda form: (form.start, form.end))
        for (start, end), forms in itertools.groupby(in_order, key=lambda form: (form.start, form.end)):
            typed = text[start:end]
            best, best_count = typed, 0
            for form in forms:
                count, count_typed = (
                    self._count_passages(form.target, form.beside),
                    self._count_passages(typed, form.beside),
                )
                if not count or (only_better and count <= count_typed):
                    continue
                counted += [term for term in terms(form.target) if term not in counted]
                expansions.append(Expansion(typed, form.target, form.why))
                same_terms = terms(form.target) == terms(typed)
                if count > max(best_count, 0 if same_terms else count_typed) and start >= done:
                    best, best_count = form.target, count
            encoded += text[done:start] + best if start >= done else ""
            done = max(done, end)
        return replace(
            read, counted=tuple(counted), encoded=encoded + text[done:], expansions=tuple(dict.fromkeys(expansions))
        )

    def _count_passages(self, form: str, beside: Sequence[str]) -> int:
        """Count the passages that have a form, together with a word beside it if any passage has such a word."""
        known = [word for word in beside if len(self._holders(terms(word)))]
        return max(len(self._holders([*terms(form), *terms(word)])) for word in known or [""])


def _of_speakers(read: Understood, spoken: AuthorsNamed) -> Understood:
    replaced = Expansion(spoken.names, spoken.said, "authors of a paper")
    return replace(
        read, counted=tuple(terms(spoken.text)), encoded=spoken.text, expansions=(replaced,), document=spoken.document
    )


def _without_comparison(read: Understood, compared: Sequence[str]) -> Understood:
    """Remove the pieces that ask for each paper, because no paper answers in those words."""
    text = read.encoded
    for piece in compared:
        text = squeeze(text.replace(piece, " ", 1))
    if not compared or not terms(text):
        return replace(read, compares=bool(compared))
    dropped = tuple(Expansion(piece, "", "asks for each paper") for piece in compared)
    return replace(read, counted=tuple(terms(text)), encoded=text, expansions=dropped, compares=True)
