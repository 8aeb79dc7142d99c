"""The shapes of a quotation that was checked: its verdict, where it stands, and in what it differs."""

from dataclasses import dataclass
from enum import StrEnum

from kutip.types.documents import Span


class Verdict(StrEnum):
    """How a quotation stands to the papers."""

    EXACT = "exact"
    NORMALISED = "normalised"
    PARTIAL = "partial"
    ALTERED = "altered"
    NOT_FOUND = "not_found"


class DifferenceKind(StrEnum):
    """In what a quotation differs from its source."""

    NUMBER = "number"
    NEGATION = "negation"
    NAME = "name"
    WORD = "word"
    CASE = "case"
    PUNCTUATION = "punctuation"


@dataclass(frozen=True, slots=True)
class Difference:
    """Words in which a quotation differs from its source.

    Attributes:
        kind: The gravest way in which they differ: a number or a negation before a name, a name before a word.
        given: What the quotation has; empty where it left something out.
        source: What the source has; empty where the quotation added something.
        given_start: Where `given` starts in the quotation, in characters; where it would, if it is empty.
        spans: Where `source` stands; empty if it is.
    """

    kind: DifferenceKind
    given: str
    source: str
    given_start: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class QuoteMatch:
    """A place where a quotation, or what comes nearest to it, stands.

    Attributes:
        document_id: The document.
        spans: Where it stands, in reading order.
        text: What the spans hold, as it reads.
        page: Page of its first character, from 1, counted in the supplied text; None where it shows no pages.
        heading: The headings above it, outermost first.
        differences: In what the quotation differs; empty for one that is exact or normalised.
    """

    document_id: str
    spans: tuple[Span, ...]
    text: str
    page: int | None
    heading: tuple[str, ...]
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """What the papers hold of a quotation.

    Attributes:
        quote: As it was given.
        verdict: How it stands to its best match.
        similarity: Of its letters to those of the best match, 0 to 1; 0 without one.
        reason: What was normalised, what differs or why nothing was found; None for an exact one.
        matches: All places where it stands; where it stands nowhere, the one that comes nearest.
    """

    quote: str
    verdict: Verdict
    similarity: float
    reason: str | None
    matches: tuple[QuoteMatch, ...]
