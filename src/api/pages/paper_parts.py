"""The parts of a paper's page and of the page with its references, which the templates lay out.

Addresses are paths with their query, in the language of the page. No text is markup: the templates escape everything.
"""

from dataclasses import dataclass

from api.pages.marked_text import Pieces
from api.pages.page_side import PagePlace, PageSide
from kutip.types import Kind, Message


@dataclass(frozen=True, slots=True)
class Paper:
    """The facts of a paper for the list of papers and for the head of its page; unknown facts are None or empty.

    Attributes:
        id: Id of the document.
        title: Title, or else the id.
        language: Language of the text, such as "en".
        authors: Full names.
        year: Year of publication.
        doi: DOI without a prefix.
        licence: SPDX identifier.
        reference: Entry for a list of references, APA 7.
        read: Address of the paper's page.
        references: Address of the page with its references.
        entries: Number of entries in its list of references.
        notes: What to know of how it was read: which facts are from its own files, and what could not be read.
        pages: Number of pages of a PDF; 0 for other forms.
    """

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
    notes: tuple[Message, ...] = ()
    pages: int = 0


@dataclass(frozen=True, slots=True)
class HeadingView:
    """A heading of a paper, with its level from 1 and the anchor to which the table of contents links."""

    level: int
    anchor: str
    pieces: Pieces
    place: PagePlace | None = None


@dataclass(frozen=True, slots=True)
class TextView:
    """A paragraph, quotation, caption, piece of front matter, code or displayed equation."""

    kind: Kind
    pieces: Pieces
    place: PagePlace | None = None


@dataclass(frozen=True, slots=True)
class Items:
    """Consecutive list items, and for the text of a PDF the place of each."""

    items: tuple[Pieces, ...]
    places: tuple[PagePlace | None, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """Consecutive rows of one table.

    Attributes:
        caption: Caption of the table, or "".
        columns: Names of the columns.
        rows: For each row the pieces of each cell; () for a cell that the row lacks, and for a cell that spans several
            rows in all rows but its first.
        place: Place in the PDF, or None.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Pieces, ...], ...]
    place: PagePlace | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a list of references.

    Attributes:
        id: Id of the reference; its anchor is "r-<id>". Empty for a block of the list that is not an entry.
        pieces: Text of the entry.
        mentions: (address on the paper's page, sentence) of each in-text citation of the entry.
        problems: Problems with the entry.
        beside: For an entry that a file beside the source holds: which file, and by which key.
        place: Place in the PDF, or None.
    """

    id: str
    pieces: Pieces
    mentions: tuple[tuple[str, str], ...]
    problems: tuple[Message, ...]
    beside: Message | None = None
    place: PagePlace | None = None


@dataclass(frozen=True, slots=True)
class Entries:
    """Consecutive entries of a list of references, or those that files beside the source hold."""

    entries: tuple[Entry, ...]


PartView = HeadingView | TextView | Items | Rows | Entries


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper's page.

    Attributes:
        paper: Facts for the head of the page.
        contents: (level, text, anchor) of each heading.
        parts: The whole text in reading order.
        found: True if something on the page is highlighted.
        side: Pictures of the PDF's pages; None if the paper is no PDF.
    """

    paper: Paper
    contents: tuple[tuple[int, str, str], ...]
    parts: tuple[PartView, ...]
    found: bool
    side: PageSide | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """A problem with citations or references: its kind, the message, and addresses of places on the paper's page."""

    kind: str
    message: Message
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReferenceList:
    """The page with a paper's references: entries, in-text citations without an entry, and problems."""

    paper: Paper
    entries: tuple[Entry, ...]
    unlisted: tuple[tuple[str, str, str], ...]  # (text, address, sentence) of each in-text citation without an entry
    troubles: tuple[Trouble, ...]
