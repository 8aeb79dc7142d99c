"""Schemas of checks of quotations and claims, version 1."""

from typing import Annotated, Self

from pydantic import BaseModel, Field

from api.v1.examples import NEUTRAL
from api.v1.message_schemas import SPOKEN, MessageOut
from api.v1.page_schemas import BoxOut
from api.v1.search_schemas import PassageOut, SpanOut, StrictRequest
from api.v1.stated_limits import limited
from kutip.messages.catalogue import Catalogue
from kutip.text.page_boxes import is_recognised
from kutip.types import (
    CheckedSentence,
    ClaimEvidence,
    Difference,
    DifferenceKind,
    Document,
    Label,
    QuoteCheck,
    QuoteMatch,
    Verdict,
)
from retriever.citations.apa import cite
from retriever.search import Retriever


class QuotesRequest(StrictRequest):
    """The body of a check of quotations."""

    quotes: Annotated[
        list[Annotated[str, Field(json_schema_extra=limited(maxLength="max_quote_characters"))]],
        Field(min_length=1, max_length=100),
    ] = Field(
        description="1 to 100 quotations.",
        examples=[[NEUTRAL.quotation]],
    )
    documents: list[str] = Field(
        default=[], description="Ids of the documents that the quotations should be from; none means any."
    )


class DifferenceOut(BaseModel):
    """Words in which a quotation differs from its source; one side is empty if words were added or left out."""

    kind: DifferenceKind
    given: str
    source: str
    given_start: int = Field(description="Offset of `given` in the quotation, in code points.")
    spans: list[SpanOut] = Field(description="Spans of `source` in the source text.")

    @classmethod
    def of(cls, difference: Difference) -> Self:
        """Convert a difference."""
        return cls(
            kind=difference.kind,
            given=difference.given,
            source=difference.source,
            given_start=difference.given_start,
            spans=SpanOut.all(difference.spans),
        )


class QuoteMatchOut(BaseModel):
    """A place in a paper that has the quotation, or the place most similar to it."""

    document_id: str
    spans: list[SpanOut]
    text: str
    page: int | None
    heading: list[str]
    differences: list[DifferenceOut]
    boxes: list[BoxOut] | None = Field(
        description="Where it stands on the pages of a PDF, a rectangle a line; null for other forms."
    )
    read_by_ocr: bool = Field(
        description="Whether OCR read it from a picture of its page, so that letters may be wrong."
    )

    @classmethod
    def of(cls, match: QuoteMatch, document: Document) -> Self:
        """Convert a match in a document."""
        return cls(
            document_id=match.document_id,
            spans=SpanOut.all(match.spans),
            text=match.text,
            page=match.page,
            heading=list(match.heading),
            differences=[DifferenceOut.of(one) for one in match.differences],
            boxes=BoxOut.at(document, match.spans),
            read_by_ocr=is_recognised(document, match.spans),
        )


class QuoteCheckOut(BaseModel):
    """The check of one quotation against the papers."""

    quote: str
    verdict: Verdict
    similarity: float
    reason: str | None = Field(
        description="What was normalised, what differs, or why nothing was found; null if the quotation is exact."
        f" {SPOKEN}"
    )
    reason_code: MessageOut | None = Field(
        description="The reason as a code: empty, too_short, same_but_for, altered, altered_in_more, out_of_order,"
        " too_far_apart, single_word, in_part, in_stretches, put_together, elsewhere, elsewhere_but_for,"
        " nearest_elsewhere, nowhere, nowhere_but_near, not_in, not_in_but_near.",
        examples=[{"code": "too_short", "n": 11, "least": 12}],
    )
    matches: list[QuoteMatchOut]

    @classmethod
    def of(cls, check: QuoteCheck, retriever: Retriever, catalogue: Catalogue) -> Self:
        """Convert a check; the retriever has the papers, the catalogue the sentences of its reasons."""
        return cls(
            quote=check.quote,
            verdict=check.verdict,
            similarity=check.similarity,
            reason=catalogue.text(check.reason) if check.reason is not None else None,
            reason_code=MessageOut.maybe(check.reason),
            matches=[QuoteMatchOut.of(match, retriever.document(match.document_id)) for match in check.matches],
        )


class QuotesResponse(BaseModel):
    """The checks of quotations, in the order in which they were sent."""

    results: list[QuoteCheckOut]


class ClaimsRequest(StrictRequest):
    """The body of a check of claims."""

    text: str = Field(
        description="A text whose sentences are to be checked.",
        examples=[NEUTRAL.text],
        json_schema_extra=limited(maxLength="max_text_characters"),
    )


class ClaimFactsOut(BaseModel):
    """How a piece of evidence compares with a sentence. No fact says that the sentence is true."""

    coverage: float = Field(description="Share of the sentence's words, without numbers, that the evidence contains.")
    similarity: float = Field(
        description="Mean, over the sentence's words, of the best similarity to a word of the evidence, by the encoder."
    )
    numbers_agree: list[str]
    numbers_lacking: list[str]
    names_agree: list[str]
    names_lacking: list[str]
    negation_differs: bool
    sources: list[str] = Field(description="Works that the evidence itself cites.")


class ClaimEvidenceOut(BaseModel):
    """A sentence or table row of a paper that is evidence for or against a sentence of the text."""

    passage: PassageOut
    quote: str
    spans: list[SpanOut]
    in_text: str = Field(description="In-text citation, APA 7.")
    facts: ClaimFactsOut

    @classmethod
    def of(cls, evidence: ClaimEvidence, retriever: Retriever) -> Self:
        """Convert a piece of evidence; the retriever has its document."""
        document = retriever.document(evidence.passage.document_id)
        return cls(
            passage=PassageOut.of(evidence.passage, document),
            quote=evidence.quote,
            spans=SpanOut.all(evidence.spans),
            in_text=cite(document, evidence.passage).in_text,
            facts=ClaimFactsOut.model_validate(evidence.facts, from_attributes=True),
        )


class CheckedSentenceOut(BaseModel):
    """A sentence of the text with its label and its evidence."""

    text: str
    start: int = Field(description="Offset of the sentence in the text, in code points.")
    label: Label
    evidence: list[ClaimEvidenceOut]
    quotes: list[QuoteCheckOut]

    @classmethod
    def of(cls, sentence: CheckedSentence, retriever: Retriever, catalogue: Catalogue) -> Self:
        """Convert a checked sentence; the retriever has its evidence, the catalogue the sentences of its reasons."""
        return cls(
            text=sentence.text,
            start=sentence.start,
            label=sentence.label,
            evidence=[ClaimEvidenceOut.of(one, retriever) for one in sentence.evidence],
            quotes=[QuoteCheckOut.of(one, retriever, catalogue) for one in sentence.quotes],
        )


class ClaimsResponse(BaseModel):
    """The check of each sentence of a text."""

    sentences: list[CheckedSentenceOut]
