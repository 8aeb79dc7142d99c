"""The shapes of a claim that was checked: what the papers offer for each of its sentences."""

from dataclasses import dataclass
from enum import StrEnum

from kutip.types.documents import Passage, Span
from kutip.types.quotations import QuoteCheck


class Label(StrEnum):
    """How the papers stand to a sentence; none of them says that it is true."""

    QUOTED = "quoted"
    SUPPORTED = "supported_by_wording"
    NUMBERS_DIFFER = "numbers_differ"
    RELATED = "related_only"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """What can be told of a piece of evidence beside a sentence that is to be checked.

    Attributes:
        coverage: Share of the sentence's words, numbers aside, weighted by IDF, that the evidence has, 0 to 1.
        similarity: Mean likeness of each of the sentence's words to the likest one of the evidence, by the encoder.
        numbers_agree: Numbers and years of the sentence that the evidence has.
        numbers_lacking: Those that it has not.
        names_agree: Names of the sentence that the evidence, its heading or its table has.
        names_lacking: Those that they have not.
        negation_differs: Whether one of the two is negated and the other is not.
        sources: Whom the evidence itself cites, each as "author, year".
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
    """A sentence or table row of a paper beside a sentence that is to be checked.

    Attributes:
        passage: Where it stands.
        quote: How it reads.
        spans: Of the quote in the source.
        facts: What can be told of the two.
    """

    passage: Passage
    quote: str
    spans: tuple[Span, ...]
    facts: ClaimFacts


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence of a text that was checked.

    Attributes:
        text: As it was given.
        start: Where it starts in the text, in characters.
        label: How the papers stand to it.
        evidence: The best of what they have, best first.
        quotes: What was found of the quotations in it, and of the whole if that is one.
    """

    text: str
    start: int
    label: Label
    evidence: tuple[ClaimEvidence, ...]
    quotes: tuple[QuoteCheck, ...]
