"""How a query is read before it is searched: carried to English, and its names, dates and spellings to the forms that
the papers use. Each step is a setting, and all it changes is told."""

import itertools
from collections.abc import Callable, Mapping, Sequence, Sized
from dataclasses import dataclass, replace

from kutip.settings import SearchSettings
from kutip.text.reading import squeeze
from kutip.text.terms import terms
from kutip.types import Expansion
from retriever.query.abbreviations import Abbreviations
from retriever.query.forms import Rewriter, rewrite_dates, rewrite_laws, rewrite_numbers, rewrite_ordinals
from retriever.query.glossary import Glossary
from retriever.query.language import detect_language
from retriever.query.question_type import QuestionType, question_type
from retriever.query.spelling import rewrite_spelling
from retriever.query.wishes import comparison

Holders = Callable[[Sequence[str]], Sized]  # the passages that contain all of some terms


@dataclass(frozen=True, slots=True)
class Understood:
    """A query as the stages see it.

    Attributes:
        language: "en" or "id".
        counted: The terms that BM25 counts: of what was typed, and of all that it was carried to.
        encoded: What the encoder reads: English, each name, date and number in the form that the papers use most.
        expansions: What was carried to what, in the order of the steps.
        kind: What kind of answer the query asks for.
        compares: Whether it asks what each of several papers says.
        words: The query piece by piece, each as it was typed and in the English that it was carried to; for example
            ("perdagangan orang", "human trafficking"). A piece that carries nothing has "" there.
    """

    language: str
    counted: tuple[str, ...]
    encoded: str
    expansions: tuple[Expansion, ...] = ()
    kind: QuestionType = QuestionType.WHICH
    compares: bool = False
    words: tuple[tuple[str, str], ...] = ()


class Understanding:
    """Reads queries; safe to share between threads."""

    def __init__(self, glossaries: Mapping[str, Glossary], abbreviations: Abbreviations, holders: Holders) -> None:
        """Make one.

        Args:
            glossaries: Of the languages that are carried to that of the papers, by their codes.
            abbreviations: Of the papers.
            holders: Gives the passages that contain all of some terms.
        """
        self._glossaries = glossaries
        self._carries = {code: glossary.translates for code, glossary in glossaries.items()}
        self._abbreviations = abbreviations
        self._holders = holders

    def of(self, query: str, settings: SearchSettings) -> Understood:
        """A query, read by the steps that the settings ask for."""
        language, compared = detect_language(query, self._carries), comparison(query)
        kind = question_type(query, compares=bool(compared))
        read = Understood(language, tuple(terms(query)), query, kind=kind)
        if settings.both_papers:
            read = _without_comparison(read, compared)
        read = replace(read, words=tuple((word, word) for word in read.encoded.split()))
        if settings.number_forms:
            read = self._rewritten(read, rewrite_laws)
        if settings.glossary and read.language in self._glossaries:
            read = self._carried(read)
        if settings.number_forms:
            for rewriter in (rewrite_dates, rewrite_numbers, rewrite_ordinals):
                read = self._rewritten(read, rewriter)
        if settings.abbreviations:
            read = self._rewritten(read, self._abbreviations.rewrite, only_better=True)
        if settings.spelling:
            read = self._rewritten(read, rewrite_spelling)
        # The papers' own forms bring terms of two words, "9th ammtc", that what was typed need not have.
        numbered = [term for term in terms(read.encoded) if " " in term and term not in read.counted]
        return replace(read, counted=(*read.counted, *numbered))

    def _carried(self, read: Understood) -> Understood:
        translation = self._glossaries[read.language].translate(read.encoded)
        return replace(
            read,
            counted=(*terms(translation.text), *read.counted),
            encoded=translation.text or read.encoded,
            expansions=(*read.expansions, *translation.expansions),
            words=translation.words,
        )

    def _rewritten(self, read: Understood, rewriter: Rewriter, *, only_better: bool = False) -> Understood:
        """A query with the ways of writing that the papers use.

        BM25 counts every way that a passage has; the encoder reads the one that most passages have. Where
        `only_better`, a way that fewer passages have than the one typed is left alone.
        """
        text = read.encoded
        counted = list(read.counted)
        expansions = list(read.expansions)
        encoded, at = "", 0
        in_order = sorted(rewriter(text), key=lambda way: (way.start, way.end))
        for (start, end), ways in itertools.groupby(in_order, key=lambda way: (way.start, way.end)):
            typed = text[start:end]
            best, used = typed, 0
            for way in ways:
                held, own = self._held(way.target, way.beside), self._held(typed, way.beside)
                if not held or (only_better and held <= own):
                    continue
                counted += [term for term in terms(way.target) if term not in counted]
                expansions.append(Expansion(typed, way.target, way.why))
                alike = terms(way.target) == terms(typed)
                if held > max(used, 0 if alike else own) and start >= at:
                    best, used = way.target, held
            encoded += text[at:start] + best if start >= at else ""
            at = max(at, end)
        return replace(
            read, counted=tuple(counted), encoded=encoded + text[at:], expansions=tuple(dict.fromkeys(expansions))
        )

    def _held(self, form: str, beside: Sequence[str]) -> int:
        """How many passages have a form, together with a word that stands beside it where one tells its meaning."""
        known = [word for word in beside if len(self._holders(terms(word)))]
        return max(len(self._holders([*terms(form), *terms(word)])) for word in known or [""])


def _without_comparison(read: Understood, compared: Sequence[str]) -> Understood:
    """A query without the pieces by which it asks for each paper: no paper answers with those words."""
    text = read.encoded
    for piece in compared:
        text = squeeze(text.replace(piece, " ", 1))
    if not compared or not terms(text):
        return replace(read, compares=bool(compared))
    dropped = tuple(Expansion(piece, "", "asks for each paper") for piece in compared)
    return replace(read, counted=tuple(terms(text)), encoded=text, expansions=dropped, compares=True)
