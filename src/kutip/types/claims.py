"""Types of a checked text: its sentences, the evidence for each and the label it gets."""

from dataclasses import dataclass
from enum import StrEnum

from kutip.types.documents import Passage, Span
from kutip.types.quotations import QuoteCheck


class Label(StrEnum):
    """How well the papers cover a sentence; no label says that the sentence is true."""

    QUOTED = "quoted"
    SUPPORTED = "supported_by_wording"
    NUMBERS_DIFFER = "numbers_differ"
    RELATED = "related_only"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """Measurements that compare a sentence with a piece of evidence.

    Attributes:
        coverage: Share of the sentence's words, except numbers, that the evidence has, weighted by IDF; 0 to 1.
        similarity: Mean over the sentence's words of the encoder's cosine to the most similar word of the evidence.
        numbers_agree: Numbers and years of the sentence that the evidence has.
        numbers_lacking: Numbers and years of the sentence that the evidence does not have.
        names_agree: Names of the sentence that the evidence, its heading or its table has.
        names_lacking: Names of the sentence that none of these has.
        negation_differs: True if one of the two is negated and the other is not.
        sources: Works that the evidence itself cites, each as "author, year".
    """

    coverage: float
    similarity: float
    numbers_agree: tuple[str, ...]
    numbers_lacking: tuple[str, ...]
    names_agree: tuple[str, ...]
    names_lacking: tuple[str, ...]
    negation_differs: bool
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimEvidence:
    """A sentence or table row of a paper that concerns a sentence of the checked text.

    Attributes:
        passage: The passage that contains it.
        quote: The sentence or row as it reads.
        spans: Its place in the source.
        facts: How it compares with the sentence of the checked text.
    """

    passage: Passage
    quote: str
    spans: tuple[Span, ...]
    facts: ClaimFacts


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence of a checked text.

    Attributes:
        text: The sentence as given.
        start: Its offset in the checked text, in characters.
        label: How well the papers cover it.
        evidence: The most relevant evidence, best first.
        quotes: Checks of the quotations in it, and of the whole sentence if that is a quotation.
    """

    text: str
    start: int
    label: Label
    evidence: tuple[ClaimEvidence, ...]
    quotes: tuple[QuoteCheck, ...]
