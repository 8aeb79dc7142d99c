"""What requests and responses about citations look like, version 1: references, mentions, quotations, claims."""

from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import BaseModel, Field

from api.v1.search_schemas import PassageOut, SpanOut, StrictRequest
from kutip.types import (
    Bibliography,
    CheckedSentence,
    ClaimEvidence,
    Difference,
    DifferenceKind,
    Form,
    Label,
    Mention,
    Part,
    ProblemKind,
    QuoteCheck,
    QuoteMatch,
    Reference,
    ReferenceProblem,
    Span,
    Verdict,
)
from retriever.citations.apa import cite
from retriever.search import Retriever


def _spans(spans: Iterable[Span]) -> list[SpanOut]:
    return [SpanOut.of(span) for span in spans]


def _text(part: Part | None) -> str | None:
    return part.text if part is not None else None


class ReferenceOut(BaseModel):
    """An entry of a document's list of references; what it does not say is null or empty."""

    id: str
    text: str
    spans: list[SpanOut]
    authors: list[str] = Field(description="Surname, then given names or initials, as printed.")
    year: str | None
    title: str | None
    container: str | None
    doi: str | None
    url: str | None
    number: str | None = Field(description="What it is cited by in a numbered list.")
    parts: dict[str, list[SpanOut]] = Field(description="Where year, title, container, doi, url and number stand.")
    mentions: int = Field(description="How often the text cites it.")
    problems: list[str]

    @classmethod
    def of(cls, reference: Reference, bibliography: Bibliography) -> Self:
        """From an entry and the bibliography that it is in."""
        names = ("year", "title", "container", "doi", "url", "number")
        parts: dict[str, Part | None] = {name: getattr(reference, name) for name in names}
        return cls(
            id=reference.id,
            text=reference.text,
            spans=_spans(reference.spans),
            authors=[f"{one.family}, {one.given}" if one.given else one.family for one in reference.authors],
            **{name: _text(part) for name, part in parts.items()},
            parts={name: _spans(part.spans) for name, part in parts.items() if part is not None},
            mentions=sum(mention.reference_id == reference.id for mention in bibliography.mentions),
            problems=[one.message for one in bibliography.problems if reference.id in one.reference_ids],
        )


class MentionOut(BaseModel):
    """An in-text citation of one work."""

    id: str
    form: Form
    text: str
    spans: list[SpanOut]
    context: str = Field(description="The sentence that cites.")
    who: str
    year: str
    reference_id: str | None
    problem: str | None

    @classmethod
    def of(cls, mention: Mention) -> Self:
        """From a mention."""
        return cls(
            id=mention.id,
            form=mention.form,
            text=mention.text,
            spans=_spans(mention.spans),
            context=mention.context,
            who=mention.who,
            year=mention.year,
            reference_id=mention.reference_id,
            problem=mention.problem,
        )


class ReferenceProblemOut(BaseModel):
    """What does not fit between a document's text and its list of references."""

    kind: ProblemKind
    message: str = Field(description="A sentence that can be sent to the author.")
    in_text: list[SpanOut]
    in_list: list[SpanOut]
    mention_ids: list[str]
    reference_ids: list[str]

    @classmethod
    def of(cls, problem: ReferenceProblem) -> Self:
        """From a problem."""
        return cls(
            kind=problem.kind,
            message=problem.message,
            in_text=_spans(problem.in_text),
            in_list=_spans(problem.in_list),
            mention_ids=list(problem.mention_ids),
            reference_ids=list(problem.reference_ids),
        )


class BibliographyOut(BaseModel):
    """All that ties a document to the works it cites."""

    references: list[ReferenceOut]
    mentions: list[MentionOut]
    problems: list[ReferenceProblemOut]

    @classmethod
    def of(cls, bibliography: Bibliography) -> Self:
        """From a bibliography."""
        return cls(
            references=[ReferenceOut.of(reference, bibliography) for reference in bibliography.references],
            mentions=[MentionOut.of(mention) for mention in bibliography.mentions],
            problems=[ReferenceProblemOut.of(problem) for problem in bibliography.problems],
        )


class QuotesRequest(StrictRequest):
    """The body of a check of quotations."""

    quotes: Annotated[list[str], Field(min_length=1, max_length=100)] = Field(
        description="1 to 100 quotations of up to 5,000 characters.",
        examples=[["The trend of human trafficking continues to recede every year."]],
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
            spans=_spans(difference.spans),
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
            spans=_spans(match.spans),
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
    reason: str | None
    matches: list[QuoteMatchOut]

    @classmethod
    def of(cls, check: QuoteCheck) -> Self:
        """From a check."""
        return cls(
            quote=check.quote,
            verdict=check.verdict,
            similarity=check.similarity,
            reason=check.reason,
            matches=[QuoteMatchOut.of(match) for match in check.matches],
        )


class QuotesResponse(BaseModel):
    """What the papers hold of quotations, in the order in which they were sent."""

    results: list[QuoteCheckOut]


class ClaimsRequest(StrictRequest):
    """The body of a check of claims."""

    text: str = Field(
        description="A text of up to 50,000 characters.",
        examples=["ASEANAPOL was founded in Manila in 1981. It has its own army."],
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
            spans=_spans(evidence.spans),
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
    def of(cls, sentence: CheckedSentence, retriever: Retriever) -> Self:
        """From a checked sentence and the retriever that checked it."""
        return cls(
            text=sentence.text,
            start=sentence.start,
            label=sentence.label,
            evidence=[ClaimEvidenceOut.of(one, retriever) for one in sentence.evidence],
            quotes=[QuoteCheckOut.of(one) for one in sentence.quotes],
        )


class ClaimsResponse(BaseModel):
    """How the papers stand to each sentence of a text."""

    sentences: list[CheckedSentenceOut]
