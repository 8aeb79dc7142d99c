"""Types that connect a paper with the works it cites: references, in-text citations (mentions) and problems."""

from dataclasses import dataclass
from enum import StrEnum

from kutip.types.documents import Span
from kutip.types.messages import Message


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a reference, such as its year: its text and its place."""

    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Author:
    """An author or editor of a reference.

    Attributes:
        family: Surname without particle: "Berg"; for an organisation or a person with a single name, the whole name.
        given: Given names or initials as printed; empty if there are none.
        spans: Place of the name; of a repeated one, that of the dash.
        particle: What stands before the surname: "van der". May be empty.
        suffix: What follows the name: "Jr.". May be empty.
        repeated: True if a dash stands for the name, which is that of the entry above.
    """

    family: str
    given: str
    spans: tuple[Span, ...]
    particle: str = ""
    suffix: str = ""
    repeated: bool = False

    @property
    def surname(self) -> str:
        """The family name with its particle: "van der Berg", "d’Alembert"."""
        joined = "" if not self.particle or self.particle.endswith(("’", "'")) else " "
        return f"{self.particle}{joined}{self.family}"

    @property
    def listed(self) -> str:
        """The name as lists of references have it: "van der Berg, J., Jr."."""
        return ", ".join(part for part in (self.surname, self.given, self.suffix) if part)


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of a document's list of references; parts that are missing or cannot be recognised are None or empty.

    Attributes:
        id: Hash of the document's SHA-256 and the spans; stable across rebuilds.
        document_id: Id of the document whose list contains it.
        text: The entry as it reads.
        spans: Its place.
        authors: Its authors in order.
        year: Year with its letter ("2019a"), or "n.d." as printed.
        number: Its number in a numbered list ("12").
        title: Title of the work.
        container: The journal, book, site or publisher of the work.
        doi: DOI without "https://doi.org/" or the like.
        url: URL as printed.
        volume: Number of the volume, without "vol.".
        issue: Number of the issue within the volume.
        pages: Its pages, without "pp.": "60–78".
        publisher: Who published it; of a book it may be the container too.
        place: Where it was published.
        edition: Its edition as printed: "2nd ed.".
        accessed: The date on which it was read on the web, as printed: "12 March 2020".
        editors: Who edited the book that it is in, or the work itself.
        file: Name of the file beside the source that holds the entry; "" for an entry of the source. An entry of a file
            has no place in the source: it and its parts have no spans, and its text is written from its fields.
        key: The key by which the source cites it, such as "arden2019"; "" if it has none.
    """

    id: str
    document_id: str
    text: str
    spans: tuple[Span, ...]
    authors: tuple[Author, ...] = ()
    year: Part | None = None
    number: Part | None = None
    title: Part | None = None
    container: Part | None = None
    doi: Part | None = None
    url: Part | None = None
    volume: Part | None = None
    issue: Part | None = None
    pages: Part | None = None
    publisher: Part | None = None
    place: Part | None = None
    edition: Part | None = None
    accessed: Part | None = None
    editors: tuple[Author, ...] = ()
    file: str = ""
    key: str = ""


class Form(StrEnum):
    """The form of an in-text citation: (Kamal, 2020), Kamal (2020) or [12]."""

    PARENTHETICAL = "parenthetical"
    NARRATIVE = "narrative"
    NUMBERED = "numbered"


@dataclass(frozen=True, slots=True)
class Mention:
    """An in-text citation of one work; a bracket that cites several works gives several mentions.

    Attributes:
        id: Hash of the document's SHA-256 and the spans; stable across rebuilds.
        document_id: Id of the citing document.
        form: Its form.
        text: From the first author to the year, with the bracket around the year if there is one; for a further year
            of the same authors, only the year.
        spans: Its place.
        context: The sentence or table cell that contains it.
        who: The authors as the text names them; of a citation by key, those of its entry: "Kim & Lee".
        year: Year with its letter, or "n.d." as printed; in a numbered style, the number; of a citation by key, the
            year of its entry, or the key if there is no such entry.
        reference_id: Id of the reference that it cites; None if there is none or several fit equally well.
        problem: Why it has no reference, or how it differs from its reference; None if there is no problem.
        key: The key by which the source states which work it cites; "" if it has none.
    """

    id: str
    document_id: str
    form: Form
    text: str
    spans: tuple[Span, ...]
    context: str
    who: str
    year: str
    reference_id: str | None = None
    problem: Message | None = None
    key: str = ""


class ProblemKind(StrEnum):
    """The kind of a problem between a document's in-text citations and its list of references."""

    NOT_LISTED = "not_listed"
    NEVER_CITED = "never_cited"
    YEAR_DIFFERS = "year_differs"
    AUTHORS_DIFFER = "authors_differ"
    AMBIGUOUS = "ambiguous"
    MALFORMED_DOI = "malformed_doi"
    DUPLICATE = "duplicate"
    NO_LIST = "no_list"
    LIST_UNREAD = "list_unread"


@dataclass(frozen=True, slots=True)
class ReferenceProblem:
    """A problem for the author of a document to look at.

    Attributes:
        kind: The kind of problem.
        document_id: Id of the document.
        message: A sentence that can be sent to the author.
        in_text: Places of the in-text citations concerned.
        in_list: Places of the references concerned.
        mention_ids: Ids of these in-text citations.
        reference_ids: Ids of these references.
    """

    kind: ProblemKind
    document_id: str
    message: Message
    in_text: tuple[Span, ...] = ()
    in_list: tuple[Span, ...] = ()
    mention_ids: tuple[str, ...] = ()
    reference_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The references and in-text citations of a document.

    Attributes:
        references: The entries of its list in order; empty if it has none.
        mentions: Its in-text citations, in reading order.
        problems: Problems between the two.
    """

    references: tuple[Reference, ...]
    mentions: tuple[Mention, ...]
    problems: tuple[ReferenceProblem, ...]
