"""What requests and responses of checks look like, version 1: quotations and claims."""

from typing import Annotated, Self

from pydantic import BaseModel, Field

from api.v1.examples import NEUTRAL
from api.v1.message_schemas import SPOKEN, MessageOut
from api.v1.search_schemas import PassageOut, SpanOut, StrictRequest
from kutip.messages.catalogue import Catalogue
from kutip.types import (
    CheckedSentence,
    ClaimEvidence,
    Difference,
    DifferenceKind,
    Label,
    QuoteCheck,
    QuoteMatch,
    Verdict,
)
from retriever.citations.apa import cite
from retriever.search import Retriever


class QuotesRequest(StrictRequest):
    """The body of a check of quotations."""

    quotes: Annotated[list[str], Field(min_length=1, max_length=100)] = Field(
        description="1 to 100 quotations of up to 5,000 characters.",
        examples=[[NEUTRAL.quotation]],
    )
    documents: list[str] = Field(default=[], description="Documents that they are said to be from; none means any.")


class DifferenceOut(BaseModel):
    """Words in which a quotation differs from its source; one side is empty where words were added or left out."""

    kind: DifferenceKind
    given: str
    source: str
    given_start: int = Field(description="Where `given` starts in the quotation, in code points.")
    spans: list[SpanOut] = Field(description="Where `source` stands.")

    @classmethod
    def of(cls, difference: Difference) -> Self:
        """From a difference."""
        return cls(
            kind=difference.kind,
            given=difference.given,
            source=difference.source,
            given_start=difference.given_start,
            spans=SpanOut.all(difference.spans),
        )


class QuoteMatchOut(BaseModel):
    """A place where a quotation stands, or what comes nearest to it."""

    document_id: str
    spans: list[SpanOut]
    text: str
    page: int | None
    heading: list[str]
    differences: list[DifferenceOut]

    @classmethod
    def of(cls, match: QuoteMatch) -> Self:
        """From a match."""
        return cls(
            document_id=match.document_id,
            spans=SpanOut.all(match.spans),
            text=match.text,
            page=match.page,
            heading=list(match.heading),
            differences=[DifferenceOut.of(one) for one in match.differences],
        )


class QuoteCheckOut(BaseModel):
    """What the papers hold of a quotation."""

    quote: str
    verdict: Verdict
    similarity: float
    reason: str | None = Field(
        description=f"What was normalised, what differs or why nothing was found; null for an exact one. {SPOKEN}"
    )
    reason_code: MessageOut | None = Field(
        description="The same as a code: empty, too_short, same_but_for, altered, altered_in_more, out_of_order,"
        " too_far_apart, single_word, in_part, in_stretches, put_together, elsewhere, elsewhere_but_for,"
        " nearest_elsewhere, nowhere, nowhere_but_near, not_in, not_in_but_near.",
        examples=[{"code": "too_short", "n": 11, "least": 12}],
    )
    matches: list[QuoteMatchOut]

    @classmethod
    def of(cls, check: QuoteCheck, catalogue: Catalogue) -> Self:
        """From a check and the catalogue that has the sentences."""
        return cls(
            quote=check.quote,
            verdict=check.verdict,
            similarity=check.similarity,
            reason=catalogue.text(check.reason) if check.reason is not None else None,
            reason_code=MessageOut.maybe(check.reason),
            matches=[QuoteMatchOut.of(match) for match in check.matches],
        )


class QuotesResponse(BaseModel):
    """What the papers hold of quotations, in the order in which they were sent."""

    results: list[QuoteCheckOut]


class ClaimsRequest(StrictRequest):
    """The body of a check of claims."""

    text: str = Field(
        description="A text of up to 50,000 characters.",
        examples=[NEUTRAL.text],
    )


class ClaimFactsOut(BaseModel):
    """What can be told of a piece of evidence beside a sentence; that the sentence is true is not among it."""

    coverage: float = Field(description="Share of the sentence's words, numbers aside, that the evidence has.")
    similarity: float = Field(description="Mean likeness of each of its words to the evidence's, by the encoder.")
    numbers_agree: list[str]
    numbers_lacking: list[str]
    names_agree: list[str]
    names_lacking: list[str]
    negation_differs: bool
    sources: list[str] = Field(description="Whom the evidence itself cites.")


class ClaimEvidenceOut(BaseModel):
    """A sentence or table row of a paper beside a sentence of the text."""

    passage: PassageOut
    quote: str
    spans: list[SpanOut]
    in_text: str = Field(description="How to cite it in the text, APA 7.")
    facts: ClaimFactsOut

    @classmethod
    def of(cls, evidence: ClaimEvidence, retriever: Retriever) -> Self:
        """From a piece of evidence and the retriever that gave it."""
        document = retriever.document(evidence.passage.document_id)
        return cls(
            passage=PassageOut.of(evidence.passage, document),
            quote=evidence.quote,
            spans=SpanOut.all(evidence.spans),
            in_text=cite(document, evidence.passage).in_text,
            facts=ClaimFactsOut.model_validate(evidence.facts, from_attributes=True),
        )


class CheckedSentenceOut(BaseModel):
    """A sentence of the text and how the papers stand to it."""

    text: str
    start: int = Field(description="Where it starts in the text, in code points.")
    label: Label
    evidence: list[ClaimEvidenceOut]
    quotes: list[QuoteCheckOut]

    @classmethod
    def of(cls, sentence: CheckedSentence, retriever: Retriever, catalogue: Catalogue) -> Self:
        """From a checked sentence, the retriever that checked it, and the catalogue that has the sentences."""
        return cls(
            text=sentence.text,
            start=sentence.start,
            label=sentence.label,
            evidence=[ClaimEvidenceOut.of(one, retriever) for one in sentence.evidence],
            quotes=[QuoteCheckOut.of(one, catalogue) for one in sentence.quotes],
        )


class ClaimsResponse(BaseModel):
    """How the papers stand to each sentence of a text."""

    sentences: list[CheckedSentenceOut]
