"""Compares a text with the papers, sentence by sentence: the best evidence, and facts by which a reader can judge it.

Nothing here says that a sentence is true: words that agree may still mean something else. So the labels tell of
wording, numbers and names only.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kutip import budget
from kutip.errors import QueryError
from kutip.language.negations import count_negations
from kutip.language.numbers import stated_numbers
from kutip.language.united import any_of
from kutip.text.lookalikes import as_seen, is_raised
from kutip.text.sentences import sentence_bounds
from kutip.text.terms import indexed_text, searchable, terms
from kutip.types import CheckedSentence, ClaimEvidence, ClaimFacts, Expansion, Label, Message, QuoteCheck, Verdict
from retriever.answers.composing import cite_sentence
from retriever.answers.evidence import Evidence
from retriever.answers.facts import FactKind, facts
from retriever.answers.weighed import read
from retriever.citations.secondary import sources_cited, without_citations
from retriever.lookup import LookUp
from retriever.quotations.checker import LEAST_LETTERS, QuoteChecker
from retriever.search import Retriever

_SHOWN = 3  # pieces of evidence for a sentence
_SUPPORTED = 1.3  # sum of coverage and similarity from which the wording supports a sentence
_SAME_MATTER = 0.4  # coverage from which evidence with other numbers speaks of the same matter
_RELATED = 0.3  # coverage from which evidence is worth reading
_QUOTED = re.compile(r"“([^“”]+)”|\"([^\"]+)\"|«([^«»]+)»|„([^„“”]+)[“”]")
_NUMBERED = re.compile(r"\s+(?!\d{4}\b)\d")  # the number in "Article 2" does not make it a name
_STEM = 4  # letters of a name from which a longer one that begins with it may speak of the same
_ENDING = 2  # letters that it may have more
_LINE = re.compile(r"(?<!\n)\n(?![^\S\n]*+\n)")  # the end of a line, not of a paragraph
_PARTS = any_of(
    *("papers.tables", "papers.figures", "papers.appendices", "papers.sections", "papers.pages", "papers.notes")
)
_COUNTS_NOTHING = re.compile(rf"^\s*\(?\d{{1,3}}[.)]\s|\b{_PARTS}\b\.?\s*\d{{1,3}}\b", re.IGNORECASE)


def check_text(
    text: str, retriever: Retriever, quotations: QuoteChecker, *, most: int | None = None
) -> tuple[CheckedSentence, ...]:
    """Find for each sentence of a text what the papers have on it.

    Args:
        text: A paragraph, in English or Indonesian. What it cites in brackets is left aside.
        retriever: Over the papers.
        quotations: Over the same papers.
        most: Sentences that the text may have; None for any number.

    Raises:
        QueryError: It has more.
    """
    bounds = [bound for bound in sentence_bounds(_LINE.sub(" ", text)) if searchable(text[slice(*bound)])]
    if most is not None and len(bounds) > most:
        raise QueryError(Message("refused.too_many_sentences", {"n": len(bounds), "most": most}))
    return tuple(_check(text[start:end], start, retriever, quotations) for start, end in bounds)


def _check(sentence: str, start: int, retriever: Retriever, quotations: QuoteChecker) -> CheckedSentence:
    budget.pause()
    quotes = tuple(_quotes(sentence, quotations))
    evidence = _evidence(sentence, retriever)
    return CheckedSentence(sentence, start, _label(evidence, quotes), evidence, quotes)


def _quotes(sentence: str, quotations: QuoteChecker) -> Iterator[QuoteCheck]:
    """Check the quotations in a sentence; if the whole sentence stands in a paper, check only that."""
    whole = quotations.check(without_citations(sentence))
    if whole.verdict in (Verdict.EXACT, Verdict.NORMALISED):
        yield whole
        return
    checked: dict[str, QuoteCheck] = {}
    for marked in _QUOTED.finditer(sentence):
        quote = next(filter(None, marked.groups()))
        if sum(character.isalnum() for character in quote) >= LEAST_LETTERS:
            checked[quote] = checked[quote] if quote in checked else quotations.check(quote)
            yield checked[quote]


def _evidence(sentence: str, retriever: Retriever) -> tuple[ClaimEvidence, ...]:
    """The sentences of the papers that share most words with a sentence and are most similar to it, best first."""
    query = without_citations(sentence)
    searched = query.strip()[: retriever.longest_query]
    if not searchable(searched):
        return ()
    reading = read(retriever.look_up(searched, is_statement=True))
    weights = {term: weight for term, weight in reading.asked.weights.items() if not stated_numbers(term)}
    aside = [_numbers_aside(one, weights) for one in reading.evidence]
    best = sorted(aside, key=lambda one: -(one.features["coverage"] + one.features["late"]))
    near = [one for one in best[:_SHOWN] if one.features["coverage"] >= _RELATED]
    return tuple(_piece(query, reading.look_up, one) for one in near)


def _numbers_aside(one: Evidence, weights: Mapping[str, float]) -> Evidence:
    """Evidence whose `coverage` leaves the claim's numbers out; they are compared separately."""
    held = set(terms(one.sentence.text))
    total = sum(weights.values())
    coverage = sum(weight for term, weight in weights.items() if term in held) / total if total else 0.0
    return replace(one, features={**one.features, "coverage": coverage})


def _piece(claim: str, look_up: LookUp, one: Evidence) -> ClaimEvidence:
    citation = cite_sentence(one.sentence, look_up)
    compared = compare(claim, look_up.result.expansions, one)
    stated = replace(compared, sources=citation.secondary)  # with those that it cites by keys
    return ClaimEvidence(one.sentence.hit.passage, citation.quote, citation.spans, stated)


def compare(claim: str, expansions: Sequence[Expansion], one: Evidence) -> ClaimFacts:
    """Compare a claim with a piece of evidence: words, numbers, names, negations.

    Args:
        claim: The sentence, without what it cites in brackets.
        expansions: What was searched for words of it: an Indonesian name agrees with what it was carried to.
        one: The evidence.
    """
    negated = _negated(as_seen(claim)) or _negated(as_seen(claim, unseen=" "))
    text, claim = as_seen(without_citations(one.sentence.text)), as_seen(claim)
    numbers, own = (
        stated_numbers(_COUNTS_NOTHING.sub(" ", claim)),
        stated_numbers(f"{one.sentence.hit.passage.context} {text}"),
    )
    held = frozenset(terms(indexed_text(one.sentence.hit.passage)))
    names = _names(claim)
    lacking = tuple(name for name in names if not _holds(held, name) and not _holds(held, _carried(name, expansions)))
    return ClaimFacts(
        coverage=round(one.features["coverage"], 4),
        similarity=round(one.features["late"], 4),
        numbers_agree=tuple(number for number in numbers if number in own),
        numbers_lacking=(*(number for number in numbers if number not in own), *_odd_numbers(claim, text)),
        names_agree=tuple(name for name in names if name not in lacking),
        names_lacking=lacking,
        negation_differs=negated is not _negated(text),
        sources=sources_cited(one.sentence.text),
    )


def _odd_numbers(claim: str, text: str) -> Iterator[str]:
    """The signs for numbers that are no digits, such as "፲", which a claim has and its evidence lacks."""
    signs = (one for one in dict.fromkeys(claim) if one.isnumeric() and not (one.isdecimal() or is_raised(one)))
    return (one for one in signs if one not in text)


def _names(text: str) -> list[str]:
    """The names in a text. Its first word alone is no name unless it has a second capital, such as "ASEAN"."""
    found = [fact for fact in facts(text) if fact.kind is FactKind.NAME and not _NUMBERED.match(text, fact.end)]
    first = next((at for at, character in enumerate(text) if character.isalnum()), len(text))
    sure = (one for one in found if first < one.start or " " in one.text or not one.text[1:].islower())
    return list(dict.fromkeys(one.text for one in sure if terms(one.text)))


def _carried(name: str, expansions: Sequence[Expansion]) -> str:
    """A name with each word replaced by what was searched for it."""
    for one in expansions:
        # What is not in the name is passed over, since `re` compiles each word; other letters may fold in odd ways.
        if name.isascii() and one.source.isascii() and one.source.lower() not in name.lower():
            continue
        target = one.target.replace("\\", r"\\")
        name = re.sub(rf"(?<!\w){re.escape(one.source)}(?!\w)", target, name, flags=re.IGNORECASE)
    return name


def _holds(held: frozenset[str], name: str) -> bool:
    """Whether some terms contain each word of a name or a form of it ("Asian" for "Asia"); number words are ignored."""
    words = (terms(word) for word in name.split() if not stated_numbers(word))
    return all(any(_form(term, held) for term in word) for word in words if word)


def _form(term: str, held: frozenset[str]) -> bool:
    return term in held or any(_akin(term, one) for one in held)


def _akin(one: str, other: str) -> bool:
    """Whether the longer of two terms is the shorter with an ending: Asian and Asia, not Southeast and South."""
    short, long = sorted((one, other), key=len)
    return len(short) >= _STEM and len(long) - len(short) <= _ENDING and long.startswith(short)


def _negated(text: str) -> bool:
    """Whether a text is negated; two negations cancel out."""
    return count_negations(text) % 2 == 1


def _label(evidence: tuple[ClaimEvidence, ...], quotes: tuple[QuoteCheck, ...]) -> Label:
    """The strongest label that holds. A sentence is `quoted` only if all its quotations stand word for word."""
    if quotes and all(quote.verdict in (Verdict.EXACT, Verdict.NORMALISED) for quote in quotes):
        return Label.QUOTED
    if any(_supports(one.facts) for one in evidence):
        return Label.SUPPORTED
    same_matter = next((one.facts for one in evidence if one.facts.coverage >= _SAME_MATTER), None)
    if same_matter is not None and same_matter.numbers_lacking:
        return Label.NUMBERS_DIFFER
    return Label.RELATED if evidence else Label.NOT_FOUND


def _supports(found: ClaimFacts) -> bool:
    agrees = not found.numbers_lacking and not found.names_lacking and not found.negation_differs
    return found.coverage + found.similarity >= _SUPPORTED and agrees
