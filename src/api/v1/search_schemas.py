"""Schemas of searches, passages and documents, version 1."""

from collections.abc import Iterable
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from api.v1.examples import NEUTRAL
from api.v1.message_schemas import MessageOut
from api.v1.page_schemas import BoxOut
from api.v1.stated_limits import SEARCHABLE, limited
from kutip.metadata.facts import facts_of
from kutip.text.page_boxes import is_recognised, label_of
from kutip.types import Document, Expansion, FactOrigin, FactStanding, Hit, Kind, Passage, SearchResult, Span
from retriever.citations.apa import FormattedCitation, cite
from retriever.search import Retriever, System

_QUERY = Field(
    description="A question or keywords, with a letter or digit in it.",
    examples=[NEUTRAL.question],
    json_schema_extra={**SEARCHABLE, **limited(maxLength="max_query_characters")},
)
_K = Field(default=10, ge=1, description="Maximum number of hits, from 1.", json_schema_extra=limited(maximum="max_k"))
_SYSTEM = Field(default=System.HYBRID, description="Stages that rank: all (hybrid), or one alone for comparison.")


def _whole(given: Any) -> Any:
    """A number such as 5.0 as 5, which JSON does not tell apart; any other value as it is."""
    return int(given) if isinstance(given, float) and given.is_integer() else given


class StrictRequest(BaseModel):
    """A request body; unknown fields and values of other types are refused."""

    model_config = ConfigDict(extra="forbid", strict=True)


class SearchQuery(BaseModel):
    """The query string of a search."""

    model_config = ConfigDict(extra="forbid")

    q: str = _QUERY
    k: int = _K
    document: list[str] = Field(default=[], description="Search only these documents; may be repeated.")
    kind: list[Kind] = Field(default=[], description="Search only these kinds of passages; may be repeated.")
    system: System = _SYSTEM


class SearchRequest(StrictRequest):
    """The body of a search."""

    q: str = _QUERY
    k: Annotated[int, BeforeValidator(_whole)] = _K
    documents: list[str] = Field(default=[], description="Search only these documents; none means all.")
    kinds: list[Annotated[Kind, Field(strict=False)]] = Field(
        default=[], description="Search only these kinds of passages; none means all."
    )
    system: Annotated[System, Field(strict=False)] = _SYSTEM


class SpanOut(BaseModel):
    """The code points `[start, end)` of the source text."""

    start: int
    end: int

    @classmethod
    def of(cls, span: Span) -> Self:
        """Convert a span."""
        return cls(start=span.start, end=span.end)

    @classmethod
    def all(cls, spans: Iterable[Span]) -> list[Self]:
        """Convert several spans."""
        return [cls.of(span) for span in spans]


class CellOut(BaseModel):
    """A cell of a table row. A cell that spans several rows is listed in each of them, with the same spans."""

    column: str
    text: str
    spans: list[SpanOut]


class PassageOut(BaseModel):
    """A passage of a document.

    `text` is the source text at `spans`, character for character, with lines joined and line-end hyphens removed.
    """

    id: str
    document_id: str
    source_sha256: str
    kind: Kind
    heading: list[str] = Field(description="Headings above the passage, outermost first.")
    context: str = Field(
        description="Heading path, and for a table row its caption and columns; searched with the text, not part of it."
    )
    page: int | None = Field(description="Page counted in the supplied text, from 1; null if the text has no pages.")
    page_label: str | None = Field(
        default=None, description="The number that is printed on that page of a PDF; absent if it is not known."
    )
    text: str
    spans: list[SpanOut]
    cells: list[CellOut] | None = Field(default=None, description="Cells of a table row; absent for other kinds.")
    boxes: list[BoxOut] | None = Field(
        default=None, description="Where it stands on the pages of a PDF, a rectangle a line; absent for other forms."
    )
    read_by_ocr: bool | None = Field(
        default=None,
        description="True if OCR read it from a picture of its page, so that letters may be wrong; absent otherwise.",
    )

    @classmethod
    def of(cls, passage: Passage, document: Document) -> Self:
        """Convert a passage of a document."""
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
        if passage.page is not None and (label := label_of(document, passage.page)):
            out.page_label = label
        if (boxes := BoxOut.at(document, passage.spans)) is not None:
            out.boxes = boxes
        if is_recognised(document, passage.spans):
            out.read_by_ocr = True
        return out


class CitationOut(BaseModel):
    """The citation of a passage, APA 7."""

    in_text: str = Field(examples=[NEUTRAL.in_text])
    reference: str
    locator: str

    @classmethod
    def of(cls, citation: FormattedCitation) -> Self:
        """Convert a citation."""
        return cls(in_text=citation.in_text, reference=citation.reference, locator=citation.locator)


class HitOut(BaseModel):
    """A passage that was found. `scores` has a score for each stage that returned it; higher is better."""

    rank: int
    score: float
    scores: dict[str, float] = Field(examples=[{"bm25": 7.31, "dense": 0.62, "late": 0.58}])
    passage: PassageOut
    citation: CitationOut

    @classmethod
    def of(cls, hit: Hit, document: Document) -> Self:
        """Convert a hit in a document."""
        return cls(
            rank=hit.rank,
            score=hit.score,
            scores=dict(hit.scores),
            passage=PassageOut.of(hit.passage, document),
            citation=CitationOut.of(cite(document, hit.passage)),
        )


class ExpansionOut(BaseModel):
    """A replacement or addition that was searched for words of the query, and why."""

    model_config = ConfigDict(serialize_by_alias=True)

    source: str = Field(serialization_alias="from")
    target: str = Field(serialization_alias="to")
    why: str = Field(examples=["glossary, as 'selenggara'"])

    @classmethod
    def of(cls, expansion: Expansion) -> Self:
        """Convert an expansion."""
        why = f"{expansion.why}, as {expansion.entry!r}" if expansion.entry else expansion.why
        return cls(source=expansion.source, target=expansion.target, why=why)


class SearchResponse(BaseModel):
    """The result of a search."""

    query: str = Field(examples=[NEUTRAL.question])
    language: str = Field(description="en or id.")
    expansions: list[ExpansionOut]
    index_version: str
    took_ms: float
    hits: list[HitOut]

    @classmethod
    def of(cls, result: SearchResult, retriever: Retriever, took_ms: float) -> Self:
        """Convert a result of a retriever that took so many milliseconds."""
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
    characters: int = Field(description="Length in code points; all offsets count code points.")
    pages: int | None = Field(description="Number of pages of a PDF; null for other forms.")
    read_by: str | None = Field(
        description="Reader of a PDF's text and its library, with versions: others may read another text. Else null."
    )


class DocumentOut(BaseModel):
    """A document; unknown facts are null or empty."""

    id: str = Field(examples=[NEUTRAL.document_id])
    title: str | None
    authors: list[str]
    year: int | None
    doi: str | None
    licence: str | None = Field(description="SPDX identifier.")
    language: str | None
    source: SourceOut
    passages: int
    references: int = Field(description="Number of entries of its reference list.")

    @classmethod
    def of(cls, document: Document, retriever: Retriever) -> Self:
        """Convert a document; the retriever has its passages."""
        return cls.model_validate(_facts(document, retriever))


class HeadingOut(BaseModel):
    """A heading; level 1 is outermost."""

    level: int
    text: str
    spans: list[SpanOut]


class ReadFactOut(BaseModel):
    """A fact that the document's own files state, and what metadata.json make of it."""

    field: str = Field(examples=["title"], description="A field of CSL-JSON.")
    value: Any = Field(description="Its value, as in CSL-JSON.")
    origin: FactOrigin = Field(
        description="YAML front matter of the source, its own markup, the PDF beside it, or its first page."
    )
    standing: FactStanding = Field(
        description="Used, since metadata.json lack the field; or confirmed or overruled by what they have."
    )


class DocumentDetail(DocumentOut):
    """A document with its headings, and what its own files state of it."""

    headings: list[HeadingOut]
    read_facts: list[ReadFactOut]
    notices: list[MessageOut] = Field(
        description="What to know of how its files were read, such as a part that could not be; mostly empty."
    )

    @classmethod
    def of(cls, document: Document, retriever: Retriever) -> Self:
        """Convert a document; the retriever has its passages."""
        headings = [
            HeadingOut(level=h.level, text=h.text, spans=[SpanOut.of(span) for span in h.spans])
            for h in document.headings
        ]
        stated = [
            ReadFactOut(field=one.field, value=one.value, origin=one.origin, standing=one.standing)
            for one in document.read_facts
        ]
        notices = [MessageOut.of(notice) for notice in document.notices]
        own = {"headings": headings, "read_facts": stated, "notices": notices}
        return cls.model_validate({**_facts(document, retriever), **own})


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
        "source": SourceOut(
            file=document.file,
            sha256=document.sha256,
            characters=len(document.source_text),
            pages=len(document.page_shapes) or None,
            read_by=document.read_by or None,
        ),
        "passages": len(own),
        "references": len(retriever.bibliography(document.id).references),
    }
