"""What requests and responses look like, version 1."""

from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from api.v1.examples import NEUTRAL
from kutip.metadata.facts import facts_of
from kutip.types import Document, Expansion, Hit, Kind, Passage, SearchResult, Span
from retriever.citations.apa import FormattedCitation, cite
from retriever.search import Retriever, System

_QUERY = Field(description="A question or keywords; 1 to 1,000 characters.", examples=[NEUTRAL.question])
_K = Field(default=10, ge=1, description="How many hits at most; 1 to 100.")
_SYSTEM = Field(default=System.HYBRID, description="Which stages rank: all, or one alone for comparison.")


class StrictRequest(BaseModel):
    """A body: fields that are not known are refused, and values of other types."""

    model_config = ConfigDict(extra="forbid", strict=True)


class SearchQuery(BaseModel):
    """The query string of a search."""

    model_config = ConfigDict(extra="forbid")

    q: str = _QUERY
    k: int = _K
    document: list[str] = Field(default=[], description="Search only these documents; may be given several times.")
    kind: list[Kind] = Field(default=[], description="Search only these kinds of passages; likewise.")
    system: System = _SYSTEM


class SearchRequest(StrictRequest):
    """The body of a search."""

    q: str = _QUERY
    k: int = _K
    documents: list[str] = Field(default=[], description="Search only these documents; none means all.")
    kinds: list[Annotated[Kind, Field(strict=False)]] = Field(
        default=[], description="Search only these kinds of passages; none means all."
    )
    system: Annotated[System, Field(strict=False)] = _SYSTEM


class SpanOut(BaseModel):
    """Code points `[start, end)` of the source text."""

    start: int
    end: int

    @classmethod
    def of(cls, span: Span) -> Self:
        """From a span."""
        return cls(start=span.start, end=span.end)

    @classmethod
    def all(cls, spans: Iterable[Span]) -> list[Self]:
        """From several spans."""
        return [cls.of(span) for span in spans]


class CellOut(BaseModel):
    """A cell of a table row; one that spans several rows is listed in each, at its one place."""

    column: str
    text: str
    spans: list[SpanOut]


class PassageOut(BaseModel):
    """A passage, true to the character of its source: `text` is what `spans` hold, lines joined, hyphens mended."""

    id: str
    document_id: str
    source_sha256: str
    kind: Kind
    heading: list[str] = Field(description="The headings above it, outermost first.")
    context: str = Field(description="Searched and shown with the text, never part of it.")
    page: int | None = Field(description="Counted in the supplied text, from 1; null where it shows no pages.")
    text: str
    spans: list[SpanOut]
    cells: list[CellOut] | None = Field(default=None, description="Of a table row only.")

    @classmethod
    def of(cls, passage: Passage, document: Document) -> Self:
        """From a passage and its document."""
        out = cls(
            id=passage.id,
            document_id=passage.document_id,
            source_sha256=document.sha256,
            kind=passage.kind,
            heading=list(passage.heading),
            context=passage.context,
            page=passage.page,
            text=passage.text,
            spans=[SpanOut.of(span) for span in passage.spans],
        )
        if passage.cells:
            out.cells = [
                CellOut(column=cell.column, text=cell.text, spans=[SpanOut.of(span) for span in cell.spans])
                for cell in passage.cells
            ]
        return out


class CitationOut(BaseModel):
    """How to cite a passage, APA 7."""

    in_text: str = Field(examples=[NEUTRAL.in_text])
    reference: str
    locator: str

    @classmethod
    def of(cls, citation: FormattedCitation) -> Self:
        """From a citation."""
        return cls(in_text=citation.in_text, reference=citation.reference, locator=citation.locator)


class HitOut(BaseModel):
    """A passage that was found; scores by stage, higher is better, absent where the stage did not return it."""

    rank: int
    score: float
    scores: dict[str, float] = Field(examples=[{"bm25": 7.31, "dense": 0.62, "late": 0.58}])
    passage: PassageOut
    citation: CitationOut

    @classmethod
    def of(cls, hit: Hit, document: Document) -> Self:
        """From a hit and its document."""
        return cls(
            rank=hit.rank,
            score=hit.score,
            scores=dict(hit.scores),
            passage=PassageOut.of(hit.passage, document),
            citation=CitationOut.of(cite(document, hit.passage)),
        )


class ExpansionOut(BaseModel):
    """What was searched besides the words as typed, and why."""

    model_config = ConfigDict(serialize_by_alias=True)

    source: str = Field(serialization_alias="from")
    target: str = Field(serialization_alias="to")
    why: str = Field(examples=["glossary, as 'selenggara'"])

    @classmethod
    def of(cls, expansion: Expansion) -> Self:
        """From an expansion."""
        why = f"{expansion.why}, as {expansion.entry!r}" if expansion.entry else expansion.why
        return cls(source=expansion.source, target=expansion.target, why=why)


class SearchResponse(BaseModel):
    """The answer to a search."""

    query: str = Field(examples=[NEUTRAL.question])
    language: str = Field(description="en or id.")
    expansions: list[ExpansionOut]
    index_version: str
    took_ms: float
    hits: list[HitOut]

    @classmethod
    def of(cls, result: SearchResult, retriever: Retriever, took_ms: float) -> Self:
        """From a result, the retriever that gave it, and the time that took."""
        return cls(
            query=result.query,
            language=result.language,
            expansions=[ExpansionOut.of(expansion) for expansion in result.expansions],
            index_version=retriever.version,
            took_ms=round(took_ms, 3),
            hits=[HitOut.of(hit, retriever.document(hit.passage.document_id)) for hit in result.hits],
        )


class SourceOut(BaseModel):
    """The source file of a document."""

    file: str
    sha256: str
    characters: int = Field(description="Code points: what offsets count.")


class DocumentOut(BaseModel):
    """A document; what is not known of it is null or empty."""

    id: str = Field(examples=[NEUTRAL.document_id])
    title: str | None
    authors: list[str]
    year: int | None
    doi: str | None
    licence: str | None = Field(description="SPDX identifier.")
    language: str | None
    source: SourceOut
    passages: int
    references: int = Field(description="Entries of its reference list.")

    @classmethod
    def of(cls, document: Document, retriever: Retriever) -> Self:
        """From a document and the retriever that holds its passages."""
        return cls.model_validate(_facts(document, retriever))


class HeadingOut(BaseModel):
    """A heading; level 1 is outermost."""

    level: int
    text: str
    spans: list[SpanOut]


class DocumentDetail(DocumentOut):
    """A document with its headings."""

    headings: list[HeadingOut]

    @classmethod
    def of(cls, document: Document, retriever: Retriever) -> Self:
        """From a document and the retriever that holds its passages."""
        headings = [
            HeadingOut(level=h.level, text=h.text, spans=[SpanOut.of(span) for span in h.spans])
            for h in document.headings
        ]
        return cls.model_validate({**_facts(document, retriever), "headings": headings})


def _facts(document: Document, retriever: Retriever) -> dict[str, object]:
    facts = facts_of(document)
    own = [passage for passage in retriever.passages if passage.document_id == document.id]
    return {
        "id": document.id,
        "title": facts.title,
        "authors": list(facts.authors),
        "year": facts.year,
        "doi": facts.doi,
        "licence": facts.licence,
        "language": facts.language,
        "source": SourceOut(file=document.file, sha256=document.sha256, characters=len(document.source_text)),
        "passages": len(own),
        "references": sum(passage.kind is Kind.REFERENCE for passage in own),
    }
