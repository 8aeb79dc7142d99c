"""Compares each sentence of the best hits with the question and gives features that a model can weigh."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from kutip import budget
from kutip.index.arrays import Floats
from kutip.language.united import any_of
from kutip.models.passage_reader import PassageReading
from kutip.text.callouts import callouts
from kutip.text.terms import indexed_texts, term_sets
from kutip.types import Kind
from retriever.answers.asked_question import AskedQuestion
from retriever.answers.facts import Fact, FactKind, facts, facts_of
from retriever.answers.papers_meant import speaks_of_a_paper
from retriever.answers.tables.cell_values import years_in
from retriever.citations.secondary import each_without_citations, without_citations
from retriever.lookup import HitSentence, LookUp
from retriever.query.question_type import QuestionType

# The facts that a sentence has if it answers a question of a type; other types may be answered by any sentence.
EXPECTED: Mapping[QuestionType, tuple[FactKind, ...]] = {
    QuestionType.WHEN: (FactKind.DATE,),
    QuestionType.WHERE: (FactKind.PLACE, FactKind.NAME),
    QuestionType.WHO: (FactKind.NAME,),
    QuestionType.SOURCE: (FactKind.NAME,),
    QuestionType.HOW_MANY: (FactKind.NUMBER,),
    QuestionType.LIST: (FactKind.ITEMS,),
    QuestionType.WHY: (FactKind.REASON,),
}
_WORD = re.compile(r"[^\W_]+")
_STEM = 5  # letters that a name needs for longer words with the same beginning to count: "Indonesian" for "Indonesia"
_PUBLISHING = re.compile(rf"\b{any_of('questions.publishing')}\b", re.IGNORECASE)
_LEAST_READ, _MOST_READ = -12.0, 6.0  # beyond them, a logit only says how far a network's training went
_ENDS = tuple(".!?)]”\"’'")  # of a sentence
COUNTED_WITHIN = 4  # words after a number that may name what it counts


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """A sentence of a hit.

    Attributes:
        sentence: The sentence.
        facts: What is found in it that the question does not say itself.
        features: How it fits the question, by name; see `gather`.
    """

    sentence: HitSentence
    facts: tuple[Fact, ...]
    features: Mapping[str, float]


def gather(
    question: AskedQuestion, look_up: LookUp, hits: int, readings: Sequence[PassageReading] | None = None
) -> list[Evidence]:
    """The sentences of the first hits of a look-up, in the hits' order, each with its features.

    A line of front matter that is no sentence, such as a name or an address, counts only where a question speaks of a
    paper: it says nothing of a paper's subject.

    Args:
        question: What was asked.
        look_up: Its look-up.
        hits: How many hits.
        readings: What the reader found in each of these hits; None without a reader.

    The features:

    - late: mean similarity of the question's tokens to the sentence's, weighted as in late interaction;
    - cosine: cosine of the question's vector and the sentence's;
    - coverage: fraction of the question's terms, weighted by IDF, that the sentence contains;
    - numbers: fraction of the question's numbers that the sentence contains;
    - names: fraction of the question's names found in the passage or its context;
    - together: the same for names and numbers;
    - weakest: similarity of the content word that is least similar to any word of the passage;
    - standing: the hit's score divided by the best hit's;
    - untyped: 1 if the question asks for a kind of fact, such as a date, and the sentence adds no such fact;
    - uncounted: for a question that asks for a number, 1 if no number of the sentence is followed by a term of the
      question, and less the more that term weighs; 0 for other questions;
    - off_year: 1 if the question names a single year and the sentence only others, from before or from after it;
    - read: with readings, the reader's mean logit that a token of it is of the sentence that answers, -12 to 6.
    """
    if look_up.encoded is None or not look_up.result.hits:
        return []
    weights = look_up.token_weights
    shares = weights / weights.sum() if weights.any() else np.full(len(weights), 1 / max(1, len(weights)))
    best = look_up.result.hits[0].score
    sentences = look_up.read_sentences(hits)
    read = _read(sentences, question)
    contexts = term_sets(indexed_texts(hit.passage for hit in look_up.result.hits[:hits]), question.language)
    plain = look_up.understood.plain
    evidence, of_a_paper, years = [], speaks_of_a_paper(plain), years_in(plain)
    for hit, group in groupby(zip(sentences, read, strict=True), key=lambda pair: pair[0].hit):
        budget.pause()
        pairs = list(group)
        of_passage = _of_passage(question, contexts[hit.rank - 1], [sentence for sentence, _ in pairs])
        of_passage["standing"] = hit.score / best if best > 0 else 0.0
        for sentence, one in pairs:
            if hit.passage.kind is Kind.FRONT_MATTER and not (of_a_paper or sentence.text.endswith(_ENDS)):
                continue
            features = {
                **of_passage,
                "late": float(shares @ sentence.similarities),
                "cosine": sentence.cosine,
                "coverage": _share(question.weights, one.terms),
                "numbers": _held(question.numbers, one.terms_not_cited),
                "untyped": _untyped(question, one.facts),
                "uncounted": _uncounted(question, sentence, one.facts),
                "off_year": float(len(years) == 1 and _is_of_others(years[0], sentence.text)),
            }
            if readings is not None:
                features["read"] = _as_read(readings[hit.rank - 1], sentence)
            evidence.append(Evidence(sentence, one.facts, features))
    return evidence


@dataclass(frozen=True, slots=True)
class _Read:
    """A sentence as it was read for a question.

    Attributes:
        terms: Its distinct terms.
        terms_not_cited: The same without the works that it cites in brackets; where the question has no number, all.
        facts: The facts in it that the question does not hold itself. The year of a work that it cites is none, unless
            the question asks when a work appeared.
    """

    terms: frozenset[str]
    terms_not_cited: frozenset[str]
    facts: tuple[Fact, ...]


def _read(sentences: Sequence[HitSentence], question: AskedQuestion) -> list[_Read]:
    texts = [sentence.text for sentence in sentences]
    own = term_sets(texts, question.language)
    not_cited = term_sets(each_without_citations(texts), question.language) if question.numbers else own
    stated = facts_of(texts) if _PUBLISHING.search(question.text) else [_stated(sentence) for sentence in sentences]
    new = [tuple(fact for fact in found if not question.says(fact.text)) for found in stated]
    return [_Read(*one) for one in zip(own, not_cited, new, strict=True)]


def _stated(sentence: HitSentence) -> tuple[Fact, ...]:
    """The facts of a sentence without the years of the works that it cites or, in a list of references, is."""
    found = facts(sentence.text)
    if sentence.hit.passage.kind is Kind.REFERENCE:
        return tuple(fact for fact in found if fact.kind is not FactKind.DATE)
    cited = callouts(sentence.text)
    return tuple(
        fact
        for fact in found
        if fact.kind is not FactKind.DATE or not any(one.start < fact.end and fact.start < one.end for one in cited)
    )


def _of_passage(question: AskedQuestion, context: frozenset[str], sentences: Sequence[HitSentence]) -> dict[str, float]:
    """The features that all sentences of a hit share, but for `standing`; `context` has the terms of its passage."""
    named = frozenset(name for name in question.names if _named(name, context))
    return {
        "names": _held(question.names, named),
        "together": _held(question.names | question.numbers, named | context),
        "weakest": float(likest_words(question, sentences).min(initial=1.0)),
    }


def likest_words(question: AskedQuestion, sentences: Sequence[HitSentence]) -> Floats:
    """For each of the question's W content words its similarity to the most similar word of some sentences, (W,)."""
    together = np.max([sentence.similarities for sentence in sentences], axis=0)
    return np.asarray([together[list(places)].mean() for places in question.words], dtype=np.float32)


def _as_read(reading: PassageReading, sentence: HitSentence) -> float:
    logit = reading.evidence(sentence.start, sentence.end)
    return _LEAST_READ if logit is None else max(_LEAST_READ, min(_MOST_READ, logit))


def _share(weights: Mapping[str, float], held: frozenset[str]) -> float:
    total = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in held) / total if total else 0.0


def _held(wanted: frozenset[str], held: frozenset[str]) -> float:
    return len(wanted & held) / len(wanted) if wanted else 1.0


def _named(name: str, held: frozenset[str]) -> bool:
    """Whether some terms contain a name or a longer form of it ("indonesian" for "indonesia")."""
    return name in held or (len(name) >= _STEM and any(term.startswith(name) for term in held))


def _untyped(question: AskedQuestion, found: Sequence[Fact]) -> float:
    kinds = EXPECTED.get(question.kind, ())
    return float(bool(kinds) and not any(fact.kind in kinds for fact in found))


def _is_of_others(year: int, text: str) -> bool:
    """Whether a sentence names years, all of them before or all after one; those of cited works do not count."""
    named = years_in(without_citations(text))
    return bool(named) and not min(named) <= year <= max(named)


def _uncounted(question: AskedQuestion, sentence: HitSentence, found: Sequence[Fact]) -> float:
    if question.kind is not QuestionType.HOW_MANY:
        return 0.0
    numbers = [fact for fact in found if fact.kind is FactKind.NUMBER]
    if numbers and sentence.hit.passage.cells:
        return 0.0  # the column says what is counted
    if not numbers:
        return 1.0
    followed = [word for number in numbers for word in sentence.text[number.end :].split()[:COUNTED_WITHIN]]
    counted = max(
        (question.weights.get(term, 0.0) for own in term_sets(followed, question.language) for term in own), default=0.0
    )
    return 1 - counted / max(question.weights.values(), default=1.0)
