"""Types of a checked quotation: its verdict, its places and its differences from the source."""

from dataclasses import dataclass
from enum import StrEnum

from kutip.types.documents import Span
from kutip.types.messages import Message


class Verdict(StrEnum):
    """How well a quotation matches the papers."""

    EXACT = "exact"
    NORMALISED = "normalised"
    PARTIAL = "partial"
    ALTERED = "altered"
    NOT_FOUND = "not_found"


class DifferenceKind(StrEnum):
    """The kind of a difference between a quotation and its source, the most serious kind first."""

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
        kind: The most serious way in which they differ.
        given: The words of the quotation; empty if it omits something.
        source: The words of the source; empty if the quotation adds something.
        given_start: Offset in the quotation at which `given` starts, or would start if it is empty, in characters.
        spans: Place of `source`; empty if `source` is.
    """

    kind: DifferenceKind
    given: str
    source: str
    given_start: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class QuoteMatch:
    """A place in a paper that has the quotation or resembles it most.

    Attributes:
        document_id: Id of the document.
        spans: The place in the source, in reading order.
        text: The reading text of the spans.
        page: Page of its first character, from 1, counted in the supplied text; None if that shows no pages.
        heading: The headings above it, outermost first.
        differences: Differences of the quotation from `text`; empty for an exact or normalised quotation.
    """

    document_id: str
    spans: tuple[Span, ...]
    text: str
    page: int | None
    heading: tuple[str, ...]
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """The result of checking a quotation.

    Attributes:
        quote: The quotation as given.
        verdict: How well it matches; what OCR read is at most normalised, since letters may be wrong.
        similarity: Share of its letters that agree with the best match, 0 to 1; 0 without a match.
        reason: What was normalised, what differs or why nothing was found; None for an exact quotation.
        matches: All places that have the quotation; if there is none, the most similar place.
    """

    quote: str
    verdict: Verdict
    similarity: float
    reason: Message | None
    matches: tuple[QuoteMatch, ...]
