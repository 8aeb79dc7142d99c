"""The shapes of what flows through Kutip: document, block, passage, hit, answer.

Every offset is a code point of the unchanged source text, every interval half-open: ``[start, end)``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a block or a passage is in its paper."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    CAPTION = "caption"
    QUOTE = "quote"
    REFERENCE = "reference"
    FRONT_MATTER = "front_matter"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Code points ``[start, end)`` of a source text; 0 <= start < end."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table row.

    Attributes:
        column: The column's name as header and legend give it; empty for a row's own label in a transposed table.
        text: The cell as it reads, wrapped pieces put together.
        spans: Where it stands. A cell that spans several rows is listed in each, always at its one place.
    """

    column: str
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, row or the like, put together again from wherever its pieces stand.

    Attributes:
        kind: What it is.
        heading: The headings above it, outermost first; for a heading, those above and its own text last.
        spans: Its pieces in reading order; several where a figure, table, column or page cut it.
        text: How it reads: lines joined, line-end hyphens mended. A newline parts a list item's title from its text.
        level: Depth of a heading, from 1; 0 for all else.
        context: For a table row its caption and column headers, and the values of cells it shares with a row above.
        cells: For a table row its cells in column order.
    """

    kind: Kind
    heading: tuple[str, ...]
    spans: tuple[Span, ...]
    text: str
    level: int = 0
    context: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a document: its depth from 1, how it reads, and where it stands."""

    level: int
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A paper as its file holds it.

    Attributes:
        id: Name of its folder under the corpus.
        source_text: Its text, in which offsets count; of a text file the file itself, decoded as UTF-8 and untouched.
        sha256: Of the file's bytes, in hexadecimal.
        metadata: CSL-JSON and what we add to it; a fact that is not known has no entry.
        pages: Offsets where pages start, ascending; empty where the source does not show them.
        file: The source file's name.
        headings: Its headings in reading order.
    """

    id: str
    source_text: str
    sha256: str
    metadata: Mapping[str, Any]
    pages: tuple[int, ...] = ()
    file: str = "source.txt"
    headings: tuple[Heading, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """What is searched and shown: whole sentences of one section, or a table row, a reference, a caption.

    Attributes:
        id: Hash of the document's SHA-256 and the spans; stable across rebuilds.
        document_id: The document it stands in.
        kind: Kind of its blocks; of several kinds, the one with the most text.
        heading: The headings above it, outermost first.
        context: What is encoded, indexed and shown with the text and is not part of it: the heading path, and for a
            table row its caption and column headers.
        page: Page of its first character, from 1, counted in the supplied text; None where it shows no pages.
        spans: Where the text stands, in reading order.
        text: Only what the spans hold, as it reads.
        cells: For a table row its cells.
    """

    id: str
    document_id: str
    kind: Kind
    heading: tuple[str, ...]
    context: str
    page: int | None
    spans: tuple[Span, ...]
    text: str
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a query found.

    Attributes:
        passage: What was found.
        rank: From 1.
        score: Of all stages together; it never rises with the rank, so that one put behind others has at most theirs.
        scores: Each stage's own score by its name ("bm25", "dense", "late"); a stage that did not return it is absent.
    """

    passage: Passage
    rank: int
    score: float
    scores: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Expansion:
    """What was searched for a piece of the query, and why; an empty target was left out of the search."""

    source: str
    target: str
    why: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits of one query, best first, and how the query was understood."""

    query: str
    language: str
    expansions: tuple[Expansion, ...]
    hits: tuple[Hit, ...]


class Status(StrEnum):
    """Whether the papers answer a question."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    NOT_IN_CORPUS = "not_in_corpus"


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a sentence of an answer stands.

    Attributes:
        passage_id: The passage that was retrieved.
        document_id: Its document.
        spans: Of the sentence, within those of the passage.
        quote: What the spans hold, as it reads.
        secondary: Whom the sentence itself cites, each as "author, year".
    """

    passage_id: str
    document_id: str
    spans: tuple[Span, ...]
    quote: str
    secondary: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence of an answer and what it rests on: its own words, or, if a language model wrote it, other ones."""

    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the papers say to a question, or that they do not.

    Attributes:
        question: As it was asked.
        language: Of the question, "en" or "id"; the words around the quotations are in it.
        status: Whether the papers answer it.
        short: A number, date, name or the like, verbatim; None where the question asks for none or none was found.
        text: All of it, to be read: short answer and sentences with their numbers; None where nothing is answered.
        sentences: What it says, each with its citations.
        confidence: Probability, 0 to 1, that the papers answer the question.
        reason: Why there is no answer, or a part of one only; None where it is answered.
        missing: Words of the question that occur nowhere in the papers.
        note: What else the reader is to know, such as that two papers speak; None if nothing.
        hits: The passages that were looked at, best first.
        expansions: How the question was understood.
    """

    question: str
    language: str
    status: Status
    short: str | None
    text: str | None
    sentences: tuple[AnswerSentence, ...]
    confidence: float
    reason: str | None
    missing: tuple[str, ...]
    note: str | None
    hits: tuple[Hit, ...]
    expansions: tuple[Expansion, ...]
