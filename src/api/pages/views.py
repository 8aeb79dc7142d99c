"""What the pages show, put together before a template lays it out: texts in pieces, addresses, numbers.

Addresses are whole paths with their query, in the language of the page. Nothing here is markup: templates escape all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kutip.types import Expansion, Kind, Message, Status


@dataclass(frozen=True, slots=True)
class MarkedPiece:
    """A run of a text that is shown alike; the pieces of a text, joined, are the text.

    Attributes:
        text: What it says.
        lit: Whether it is of the words that are pointed at.
        passage: The passage that it is of; None outside of a document's page.
        begins: Whether that passage begins here, so that its anchor, `p-` and its id, stands here.
        mention: The in-text citation that it is of; its anchor, `m-` and its id, stands at the first piece of it.
        reference: The entry that this citation means; None if there is none in the list.
        opens: Whether that citation begins here.
    """

    text: str
    lit: bool = False
    passage: str | None = None
    begins: bool = False
    mention: str | None = None
    reference: str | None = None
    opens: bool = False


Pieces = Sequence[MarkedPiece]


@dataclass(frozen=True, slots=True)
class Source:
    """A passage that is cited or found.

    Attributes:
        number: Of a cited one, as it stands in the answer; of a hit, its rank.
        passage_id: Its id.
        document_id: Its paper.
        title: The paper's.
        language: The paper's, "" where it is not known.
        in_text: How to cite it.
        reference: The entry for a list of references, APA 7.
        heading: The headings above it, outermost first.
        page: From 1, counted in the supplied text; None where it shows none.
        kind: What it is in its paper.
        context: Of a table row, its caption and columns; else what it is searched with.
        pieces: Its text, the cited words lit; of a hit, nothing is.
        cells: Of a table row, its columns with their pieces.
        read: Where the paper shows it, lit.
        exports: Format and address of each form to cite it by: text, apa, bibtex, ris.
        secondary: Whom the cited sentence cites itself, as "as cited in".
        scores: What each stage gave it: name, value, and share of what it gave the best hit, 0 to 1.
    """

    number: int
    passage_id: str
    document_id: str
    title: str
    language: str
    in_text: str
    reference: str
    heading: tuple[str, ...]
    page: int | None
    kind: Kind
    context: str
    pieces: Pieces
    cells: tuple[tuple[str, Pieces], ...]
    read: str
    exports: tuple[tuple[str, str], ...]
    secondary: tuple[str, ...] = ()
    scores: tuple[tuple[str, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of an answer and the numbers of what it cites."""

    text: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, or why there is none.

    Attributes:
        status: Answered, partial, not in corpus.
        language: Of the reason and the note.
        short: The short answer, where there is one.
        sentences: What it says.
        sources: What it cites, by number.
        reason: Why there is no answer, or a part of one only.
        note: What else the reader is to know.
        missing: Words of the question that the papers lack.
        confidence: 0 to 1; None if it is not known.
        expansions: What was searched for what, and why.
        hits: What was looked at, best first.
        copied: The answer and its sources as plain text, to be copied.
    """

    status: Status
    language: str
    short: str | None
    sentences: tuple[Said, ...]
    sources: tuple[Source, ...]
    reason: str | None
    note: str | None
    missing: tuple[str, ...]
    confidence: float | None
    expansions: tuple[Expansion, ...]
    hits: tuple[Source, ...]
    copied: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper in the list, and at the head of its page; what is not known of it is None or empty."""

    id: str
    title: str
    language: str
    authors: tuple[str, ...]
    year: int | None
    doi: str | None
    licence: str | None
    reference: str
    read: str
    references: str
    entries: int


@dataclass(frozen=True, slots=True)
class HeadingView:
    """A heading of a paper: `level` from 1, and the anchor that the contents link to."""

    level: int
    anchor: str
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class TextView:
    """A paragraph, quotation, caption or piece of front matter."""

    kind: Kind
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class Items:
    """List items that follow one another."""

    items: tuple[Pieces, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one table: its caption, its columns, and the pieces of each cell; a cell that a row lacks is empty.

    A cell that spans several rows has its pieces in the first and `spanned` empty ones below.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Pieces, ...], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a list of references.

    Attributes:
        id: The reference's id; the anchor is `r-` and it. Empty for a block of the list that is no entry.
        pieces: Its text.
        mentions: The address of each in-text citation of it in the paper's page, and the sentence that cites.
        problems: What does not fit.
    """

    id: str
    pieces: Pieces
    mentions: tuple[tuple[str, str], ...]
    problems: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Entries:
    """Entries of a list of references that follow one another."""

    entries: tuple[Entry, ...]


PartView = HeadingView | TextView | Items | Rows | Entries


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper as a page.

    Attributes:
        paper: Its head.
        contents: Level, text and anchor of each heading.
        parts: All of it, in reading order.
        found: Whether something on the page is lit: what `lit` or `passage` asked for.
    """

    paper: Paper
    contents: tuple[tuple[int, str, str], ...]
    parts: tuple[PartView, ...]
    found: bool


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that an author should look at: its kind, what is wrong, and addresses of places in the paper's page."""

    kind: str
    message: Message
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReferenceList:
    """What a paper lists and what does not fit: its entries, and the in-text citations that no entry is found for."""

    paper: Paper
    entries: tuple[Entry, ...]
    unlisted: tuple[tuple[str, str, str], ...]  # text, address, the sentence that cites
    troubles: tuple[Trouble, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A run of a quotation beside its source: `same`, `given` (only in the quotation) or `source` (only there)."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class PlaceView:
    """Where a quotation or a piece of evidence stands."""

    title: str
    in_text: str
    heading: tuple[str, ...]
    page: int | None
    text: str
    read: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation that was checked.

    Attributes:
        quote: As it was given.
        verdict: exact, normalised, partial, altered or not_found.
        similarity: 0 to 1, to what comes nearest.
        reason: What was normalised, what differs, or why nothing was found.
        changes: The quotation against its best match, where it differs from one; else it alone.
        places: Where it stands, or what comes nearest.
    """

    quote: str
    verdict: str
    similarity: float
    reason: Message | None
    changes: tuple[Change, ...]
    places: tuple[PlaceView, ...]


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A piece of evidence beside a sentence, and the numbers and names that agree or are lacking."""

    place: PlaceView
    agree: tuple[str, ...]
    lacking: tuple[str, ...]
    negation_differs: bool


@dataclass(frozen=True, slots=True)
class Claimed:
    """A sentence that was held against the papers: its label, the evidence, and the quotations in it."""

    text: str
    label: str
    evidence: tuple[EvidenceView, ...]
    quotes: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What was pasted, as what, and what came of it."""

    text: str
    mode: str  # quote or text
    quotes: tuple[Quoted, ...] = ()
    sentences: tuple[Claimed, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page has.

    Attributes:
        language: "en" or "id", of the page.
        path: The page's own path, for the mark in the navigation: /, /documents or /check.
        ask, documents, check: Addresses of the three views, in the page's language.
        other: The page's own address in the other language.
        version: Of the index; None where there is none.
    """

    language: str
    path: str
    ask: str
    documents: str
    check: str
    other: str
    version: str | None
