"""Reads a question once, so that it can be compared with many sentences."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kutip.index.query_encoder import Encoded
from kutip.language import LANGUAGES, PAPERS_LANGUAGE
from kutip.language.united import STOP_WORDS, any_of, union
from kutip.text.terms import terms
from retriever.answers.facts import Fact, FactKind, facts
from retriever.lookup import LookUp
from retriever.query.question_type import QuestionType

# Questions about a fact; the others ask for an explanation, or for what holds.
FACTUAL = frozenset(QuestionType) - {QuestionType.WHY, QuestionType.HOW, QuestionType.COMPARE, QuestionType.YES_NO}
_WORD = re.compile(r"[^\W_]+")
_COUNT_WORDS = union(
    "questions.count_words"
)  # "many" in "how many": asks for a number, is not what the question is about
_DONE = re.compile(any_of("questions.participles"), re.IGNORECASE)
_DONE_WITH_ALL = re.compile(any_of("questions.participles_of_all"), re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class AskedQuestion:
    """A question, ready to be compared with sentences.

    Attributes:
        kind: What it asks for.
        text: As it was typed and as it was encoded, in lower case. A fact that it contains itself is no answer.
        weights: How much each of its terms counts, by term: BM25's IDF.
        names: Those of the terms that are of names.
        words: Of each content word, its tokens' places among the Q that stand for text.
        done: What is said to be done with the things asked for, such as "solved": the terms of each such word.
        language: By whose stems its terms are compared with sentences, a code.
    """

    kind: QuestionType
    text: str
    weights: Mapping[str, float]
    names: frozenset[str]
    words: tuple[tuple[int, ...], ...]
    done: tuple[frozenset[str], ...] = ()
    language: str = PAPERS_LANGUAGE.code

    def says(self, text: str) -> bool:
        """Whether the question contains a text, in whole words."""
        said = text.casefold()  # mostly not there at all; a pattern for each fact of each sentence costs more to make
        return said in self.text and re.search(rf"(?<!\w){re.escape(said)}(?!\w)", self.text) is not None

    @property
    def numbers(self) -> frozenset[str]:
        """The terms that are numbers."""
        return frozenset(term for term in self.weights if term[0].isdigit())


def asked(look_up: LookUp) -> AskedQuestion:
    """The question of a look-up, ready to be compared with sentences."""
    understood = look_up.understood
    read = understood.encoded
    language = understood.read_in
    names = {term for fact in facts(read) if _is_name(fact) for term in terms(fact.text, language)}
    counted = " ".join(word for word in read.split() if word.casefold() not in _COUNT_WORDS)
    # The glossary translates word by word, so an ordinal may stand before a word that it does not belong to.
    in_order = LANGUAGES[understood.language].translating is None
    weighed = [term for term in terms(counted, language) if in_order or " " not in term or look_up.holds(term)]
    if language != PAPERS_LANGUAGE.code:
        weighed = [term for word in counted.split() for term in _likeliest(terms(word, language), look_up)]
    return AskedQuestion(
        understood.kind,
        f"{understood.plain}\n{read}".casefold(),
        {term: look_up.term_weight(term) for term in weighed},
        frozenset(names),
        tuple(_content_words(look_up.encoded)) if look_up.encoded is not None else (),
        tuple(_done(understood.words)),
        language,
    )


def _likeliest(stems: Sequence[str], look_up: LookUp) -> Sequence[str]:
    """The stems of a word that some passage has; its first if none has any."""
    return [term for term in stems if look_up.holds(term)] or stems[:1]


def _done(words: Sequence[tuple[str, str]]) -> Iterator[frozenset[str]]:
    """The terms of the participles among the pieces of a question; each piece has its form in the papers' language."""
    for typed, english in words:
        done = [word for word in _WORD.findall(typed) if _DONE.fullmatch(word) and not _DONE_WITH_ALL.fullmatch(word)]
        own = frozenset(terms(english)) if done else frozenset()
        if own:
            yield own


def _is_name(fact: Fact) -> bool:
    """Whether a fact is a name; the first word of a question does not count for its capital alone."""
    begins = fact.start == 0 and len(fact.text.split()) == 1 and fact.text[1:].islower()
    return fact.kind is FactKind.NAME and not begins


def _content_words(encoded: Encoded) -> Iterator[tuple[int, ...]]:
    """The places of each content word's tokens among the Q tokens that stand for text.

    A word is a run of letters and digits in the text; a token belongs to the words that its characters overlap.
    """
    spans = [span for span, special in zip(encoded.offsets, encoded.special, strict=True) if not special]
    for word in _WORD.finditer(encoded.text):
        places = tuple(i for i, (start, end) in enumerate(spans) if start < word.end() and word.start() < end)
        if places and word.group().casefold() not in STOP_WORDS | _COUNT_WORDS:
            yield places
