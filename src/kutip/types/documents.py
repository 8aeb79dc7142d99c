"""Types of documents, search and answers: document, block, passage, hit, answer.

Every offset counts code points of the unchanged source text; every interval is half-open: ``[start, end)``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from kutip.types.messages import Message
from kutip.types.pages import BoxesOf, PageShape
from kutip.types.read_facts import ReadFact


class Kind(StrEnum):
    """The role of a block or a passage in its paper."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    CAPTION = "caption"
    QUOTE = "quote"
    REFERENCE = "reference"
    FRONT_MATTER = "front_matter"
    FOOTNOTE = "footnote"
    FURNITURE = "furniture"  # page numbers, running heads and feet: no part of the text
    CODE = "code"  # its lines are kept, with their indents
    EQUATION = "equation"  # one that is displayed, on lines of its own


# Kinds that are kept and shown, and are in no passage: nobody searches for them, nor are they sentences that answer.
UNSEARCHED = frozenset({Kind.FURNITURE, Kind.CODE, Kind.EQUATION})


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Code points ``[start, end)`` of a source text; 0 <= start < end."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table row.

    Attributes:
        column: The column's name from header and legend; empty for the row's own label in a transposed table.
        text: The text of the cell as it reads, wrapped lines joined.
        spans: Its place in the source. A cell that spans several rows is in each of them, with the same spans.
    """

    column: str
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, table row or similar unit, reassembled from its pieces in the source.

    Attributes:
        kind: Its role in the paper.
        heading: The headings above it, outermost first; a heading's own text comes last.
        spans: Its pieces in reading order; several if a figure, table, column or page break interrupts it.
        text: Its reading text: lines joined, line-end hyphens removed. A newline separates a list item's title.
        level: Depth of a heading, from 1; 0 for other kinds.
        context: For a table row: its caption, column headers and the values of cells that it shares with a row above.
        cells: For a table row: its cells in column order.
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
    """A heading of a document: its depth (1 for the outermost), its reading text and its place in the source."""

    level: int
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A paper, with its source text unchanged.

    Attributes:
        id: Name of its folder in the corpus.
        source_text: Text that all offsets refer to; for a text file its content, decoded as UTF-8 and unchanged.
        sha256: SHA-256 of the file's bytes, in hexadecimal.
        metadata: CSL-JSON with Kutip's additions; an unknown fact has no entry.
        pages: Offsets at which pages start, ascending; empty if the source does not show them.
        file: Name of the source file.
        headings: Its headings in reading order.
        read_facts: What its own files state of it; the metadata have those of them that metadata.json lack.
        notices: What a person should know of how its files were read, such as a part that could not be.
        page_shapes: The pages of a PDF, as many as `pages` has; empty for other forms.
        read_by: The reader that made the text of a PDF, and its library, with versions: another version may read
            another text. May be empty: the text is the file.
        boxes_of: The place of each code point on the pages of a PDF; None for other forms.
        original: Returns the bytes of a PDF as they were indexed; None for other forms, and outside an index.
    """

    id: str
    source_text: str = field(hash=False)
    sha256: str
    metadata: Mapping[str, Any] = field(hash=False)
    pages: tuple[int, ...] = field(default=(), hash=False)
    file: str = "source.txt"
    headings: tuple[Heading, ...] = field(default=(), hash=False)
    read_facts: tuple[ReadFact, ...] = field(default=(), hash=False)
    notices: tuple[Message, ...] = field(default=(), hash=False)
    page_shapes: tuple[PageShape, ...] = field(default=(), hash=False)
    read_by: str = ""
    boxes_of: BoxesOf | None = field(default=None, hash=False, compare=False, repr=False)
    original: Callable[[], bytes] | None = field(default=None, hash=False, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is searched and shown: whole sentences of one section, a table row, a reference or a caption.

    Attributes:
        id: Hash of the document's SHA-256 and the spans; stable across rebuilds.
        document_id: Id of the document that contains it.
        kind: Kind of its blocks; if they differ, the kind with the most text.
        heading: The headings above it, outermost first.
        context: Text that is indexed, encoded and shown with the passage but is not part of it: the heading path, and
            for a table row its caption and column headers.
        page: Page of its first character, from 1, counted in the supplied text; None if that shows no pages.
        spans: Its place in the source, in reading order.
        text: The reading text of the spans and nothing else.
        cells: For a table row: its cells.
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
    """A passage in the result of a search.

    Attributes:
        passage: The passage.
        rank: Its rank, from 1.
        score: Combined score of all stages; not higher than that of the hit before it.
        scores: Score of each stage by name ("bm25", "dense", "late"); absent for a stage that did not return it.
    """

    passage: Passage
    rank: int
    score: float
    scores: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExampleQuestion:
    """A question that shows a newcomer what a corpus can be asked.

    Attributes:
        language: A code of `kutip.language.LANGUAGES`, such as "en".
        question: One line of text, for example "When was it built?".
    """

    language: str
    question: str


@dataclass(frozen=True, slots=True)
class Expansion:
    """A replacement in the query and the reason for it.

    Attributes:
        source: A piece of the query, as typed.
        target: The text searched for instead; empty if the piece was not searched for.
        why: The kind of reason, such as "glossary", "abbreviation" or "law".
        entry: The form that the glossary has of it, if another: "selenggara" for "diselenggarakan"; else empty.
    """

    source: str
    target: str
    why: str
    entry: str = ""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The hits of one query, best first, and how the query was understood."""

    query: str
    language: str
    expansions: tuple[Expansion, ...]
    hits: tuple[Hit, ...]


class Polarity(StrEnum):
    """What the papers say to a question that asks whether something is so."""

    YES = "yes"
    CONTRARY = "contrary"
    UNCLEAR = "unclear"


class Status(StrEnum):
    """How far the papers answer a question."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    NOT_IN_CORPUS = "not_in_corpus"


@dataclass(frozen=True, slots=True)
class Citation:
    """The place of a sentence of an answer.

    Attributes:
        passage_id: Id of the retrieved passage.
        document_id: Id of its document.
        spans: Place of the sentence, within the passage's spans.
        quote: The sentence as it reads there.
        secondary: Works that the sentence itself cites, each as "author, year".
    """

    passage_id: str
    document_id: str
    spans: tuple[Span, ...]
    quote: str
    secondary: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GlossedWord:
    """A word or phrase of a quoted sentence with its meaning in the question's language, which Kutip adds."""

    word: str
    meaning: str


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence of an answer with its citations: a quoted sentence, or one that a language model wrote from them.

    Attributes:
        text: The sentence.
        citations: Where it stands, or what it was written from.
        gloss: For a sentence in another language than the question: some of its words with their meanings. They are
            Kutip's and no part of the quotation.
    """

    text: str
    citations: tuple[Citation, ...]
    gloss: tuple[GlossedWord, ...] = ()

    @property
    def gloss_said(self) -> Message | None:
        """The gloss as Kutip says it below the sentence; None without one."""
        words = tuple(f"{one.word} = {one.meaning}" for one in self.gloss)
        return Message("source.gloss", {"words": words}) if words else None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question, or the reason why the papers give none.

    Attributes:
        question: The question as asked.
        language: Language of the question and of Kutip's own words, a code such as "en".
        status: How far the papers answer the question.
        short: A number, date, name or similar, verbatim; None if the question asks for none or none was found.
        text: The full text for reading: short answer and numbered sentences; None without an answer.
        sentences: The sentences of the answer, each with its citations.
        confidence: Probability, 0 to 1, that the answer is right; below 0.5 it is at most partial. Of a refusal, that
            the best sentences would answer all the same. None if the calibration was fitted for another encoder.
        reason: Why the answer is partial or missing; None if the question is answered.
        reason_codes: The messages that `reason` consists of.
        missing: Words of the question that occur nowhere in the papers.
        note: What else the reader should know, such as that papers differ; None if nothing.
        note_codes: The messages that `note` consists of.
        hits: The passages that were searched for the answer, best first.
        expansions: How the question was understood.
        asked_as: The whole question that was asked for one that goes on from another; None for other questions.
        polarity: What the papers say to a question that asks whether something is so; None for other questions.
        is_planned: Whether it was put together by what is asked, so that it needs all of its sentences, and no others.
    """

    question: str
    language: str
    status: Status
    short: str | None
    text: str | None
    sentences: tuple[AnswerSentence, ...]
    confidence: float | None
    reason: str | None
    missing: tuple[str, ...]
    note: str | None
    hits: tuple[Hit, ...]
    expansions: tuple[Expansion, ...]
    reason_codes: tuple[Message, ...] = ()
    note_codes: tuple[Message, ...] = ()
    asked_as: str | None = None
    polarity: Polarity | None = None
    is_planned: bool = False
