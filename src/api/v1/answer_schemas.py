"""Schemas of questions and answers, version 1."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from api.v1.examples import NEUTRAL
from api.v1.message_schemas import MessageOut
from api.v1.page_schemas import BoxOut
from api.v1.search_schemas import ExpansionOut, HitOut, SpanOut, StrictRequest
from api.v1.stated_limits import SEARCHABLE, limited
from kutip.text.page_boxes import is_recognised
from kutip.types import Answer, AnswerSentence, Citation, Polarity, Status
from retriever.citations.apa import cite
from retriever.citations.secondary import cite_through
from retriever.search import Retriever

_QUESTION = Field(
    description="A question in English or Indonesian, with a letter or digit in it.",
    examples=[NEUTRAL.question],
    json_schema_extra={**SEARCHABLE, **limited(maxLength="max_query_characters")},
)


_PREVIOUS = Field(
    default="",
    description="The question before this one, from which one such as “And in 2023?” goes on; empty for none.",
    examples=[NEUTRAL.question],
    json_schema_extra=limited(maxLength="max_query_characters"),
)


class AskQuery(BaseModel):
    """The query string of a question."""

    model_config = ConfigDict(extra="forbid")

    q: str = _QUESTION
    previous: str = _PREVIOUS
    document: list[str] = Field(default=[], description="Ask only these documents; may be repeated.")

    @property
    def documents(self) -> list[str]:
        """The documents to ask, under the name that they have in a body."""
        return self.document


class AskRequest(StrictRequest):
    """The body of a question."""

    q: str = _QUESTION
    previous: str = _PREVIOUS
    documents: list[str] = Field(default=[], description="Ask only these documents; none means all.")


class SecondaryOut(BaseModel):
    """A work that the quoted sentence, in turn, cites."""

    source: str = Field(examples=[NEUTRAL.source])
    in_text: str = Field(description="In-text citation of the work through the paper: “as cited in”.")


class AnswerCitationOut(BaseModel):
    """A citation of a sentence of an answer.

    `quote` is the source text at `spans`, with lines joined and line-end hyphens removed.
    """

    passage_id: str
    document_id: str
    spans: list[SpanOut]
    quote: str
    in_text: str = Field(examples=[NEUTRAL.in_text])
    reference: str
    secondary: list[SecondaryOut]
    boxes: list[BoxOut] | None = Field(
        description="Where it stands on the pages of a PDF, a rectangle a line; null for other forms."
    )
    read_by_ocr: bool = Field(
        description="Whether OCR read it from a picture of its page, so that letters may be wrong."
    )

    @classmethod
    def of(cls, citation: Citation, retriever: Retriever) -> Self:
        """Convert a citation; the retriever has its passage and document."""
        document, passage = retriever.document(citation.document_id), retriever.passage(citation.passage_id)
        how = cite(document, passage)
        return cls(
            passage_id=citation.passage_id,
            document_id=citation.document_id,
            spans=[SpanOut.of(span) for span in citation.spans],
            quote=citation.quote,
            in_text=how.in_text,
            reference=how.reference,
            secondary=[
                SecondaryOut(source=source, in_text=cite_through(source, document, passage))
                for source in citation.secondary
            ],
            boxes=BoxOut.at(document, citation.spans),
            read_by_ocr=is_recognised(document, citation.spans),
        )


class GlossedWordOut(BaseModel):
    """A word or phrase of a sentence with its meaning in the language of the question."""

    word: str = Field(examples=["law enforcement"])
    meaning: str = Field(examples=["penegakan hukum"])


class AnswerSentenceOut(BaseModel):
    """A sentence of an answer with its citations.

    `gloss` is Kutip's, from its glossary, for a sentence in another language than the question; it is not quoted.
    """

    text: str
    citations: list[AnswerCitationOut]
    gloss: list[GlossedWordOut]

    @classmethod
    def of(cls, sentence: AnswerSentence, retriever: Retriever) -> Self:
        """Convert a sentence; the retriever has the passages that it cites."""
        return cls(
            text=sentence.text,
            citations=[AnswerCitationOut.of(one, retriever) for one in sentence.citations],
            gloss=[GlossedWordOut(word=one.word, meaning=one.meaning) for one in sentence.gloss],
        )


class AskResponse(BaseModel):
    """The answer to a question, or why there is none."""

    question: str = Field(examples=[NEUTRAL.question])
    asked_as: str | None = Field(
        description="The whole question that was asked for one that goes on from `previous`; null for other questions."
    )
    language: str = Field(description="en or id.")
    status: Status
    polarity: Polarity | None = Field(
        description="What the papers say to a question that asks whether something is so: yes, contrary, or unclear;"
        " null for other questions and for refusals."
    )
    answer: str | None = Field(description="The whole answer as text; null if the papers do not answer the question.")
    short: str | None = Field(description="A number, date, name or the like, verbatim; null if none was found.")
    confidence: Annotated[float, Field(ge=0, le=1)] | None = Field(
        description="Probability that the answer is right; below 0.5 it is at most partial. Of a refusal, that the best"
        " sentences would answer all the same. Null if Kutip was calibrated with another model."
    )
    reason: str | None = Field(
        description="Why there is no answer or possibly only a partial one, in the language of the question."
    )
    reason_codes: list[MessageOut] = Field(
        description="The reason as codes: not_found, not_given, doubtful, polarity_unclear, one_paper, part_missing,"
        " not_stated, not_spelled_out, which_paper, no_such_sentence, items_missing; of words that the papers lack or"
        " have apart: speaks_not_of, lacking, apart; of a year: number_untold, year_untold; of the most or a sum:"
        " extreme_untold, sum_untold. For what asks nothing of the papers:"
        " greeting, of_kutip, no_content, no_subject, no_known_word. Of a table that lacks what is asked for:"
        " table_no_row, table_other, table_ends_with, table_ends, table_begins, table_not_given; and table_nearest.",
        examples=[[{"code": "speaks_not_of", "held": ["Vale Guild"], "words": ["budget"]}]],
    )
    missing: list[str] = Field(description="Words of the question that occur nowhere in the papers.")
    note: str | None = Field(
        description="A remark, for example that the papers differ, in the language of the question."
    )
    note_codes: list[MessageOut] = Field(
        description="The remark as codes: both_papers_differ, papers_differ, polarity_yes, polarity_contrary,"
        " model_failed, model_unsupported, model_incomplete, uncalibrated, paper_facts, facts_of_metadata,"
        " no_such_sentence,"
        " items_complete, only_among. Of an answer from a table: table_cell, table_most, table_fewest,"
        " table_some_not_given, table_total, table_rose, table_fell,"
        " table_counted, table_counted_of, table_different, table_remote."
    )
    sentences: list[AnswerSentenceOut]
    expansions: list[ExpansionOut]
    hits: list[HitOut]
    index_version: str
    took_ms: float

    @classmethod
    def of(cls, answer: Answer, retriever: Retriever, took_ms: float) -> Self:
        """Convert an answer of a retriever that took so many milliseconds."""
        return cls(
            question=answer.question,
            asked_as=answer.asked_as,
            language=answer.language,
            status=answer.status,
            polarity=answer.polarity,
            answer=answer.text,
            short=answer.short,
            confidence=answer.confidence,
            reason=answer.reason,
            reason_codes=[MessageOut.of(message) for message in answer.reason_codes],
            missing=list(answer.missing),
            note=answer.note,
            note_codes=[MessageOut.of(message) for message in answer.note_codes],
            sentences=[AnswerSentenceOut.of(sentence, retriever) for sentence in answer.sentences],
            expansions=[ExpansionOut.of(expansion) for expansion in answer.expansions],
            hits=[HitOut.of(hit, retriever.document(hit.passage.document_id)) for hit in answer.hits],
            index_version=retriever.version,
            took_ms=round(took_ms, 3),
        )
