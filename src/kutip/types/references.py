"""The shapes of what ties a paper to the works it cites: entries of its list, mentions in its text, and problems."""

from dataclasses import dataclass
from enum import StrEnum

from kutip.types.documents import Span


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a reference: how it reads, and where it stands."""

    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Author:
    """An author of a reference.

    Attributes:
        family: Surname; an organisation, or a person of one name, whole.
        given: Given names or initials as printed; empty where there are none.
        spans: Where the name stands.
    """

    family: str
    given: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of a document's list of references; what it does not say, or cannot be told, is None or empty.

    Attributes:
        id: Hash of the document's SHA-256 and the spans; stable across rebuilds.
        document_id: The document whose list it is in.
        text: How it reads.
        spans: Where it stands.
        authors: In their order.
        year: With its letter ("2019a"); "n.d." as printed.
        number: What it is cited by in a numbered list ("12").
        title: Of the work.
        container: The journal, book, site or publisher that it stands in.
        doi: Without a resolver before it.
        url: As printed.
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


class Form(StrEnum):
    """How a text cites."""

    PARENTHETICAL = "parenthetical"
    NARRATIVE = "narrative"
    NUMBERED = "numbered"


@dataclass(frozen=True, slots=True)
class Mention:
    """An in-text citation of one work: several in one bracket are several mentions.

    Attributes:
        id: Hash of the document's SHA-256 and the spans; stable across rebuilds.
        document_id: The document that cites.
        form: How it cites.
        text: From the first author to the year, with the bracket around the year if there is one; of a further year of
            the same authors the year alone.
        spans: Where it stands.
        context: The sentence or table cell that cites.
        who: The authors as the text names them.
        year: With its letter; "n.d." as printed; the number of one in a numbered list.
        reference_id: The entry of the list that it means; None if there is none, or if that cannot be told.
        problem: Why there is none, or what differs between text and entry; None if all is well.
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
    problem: str | None = None


class ProblemKind(StrEnum):
    """What is wrong between a document's text and its list of references."""

    NOT_LISTED = "not_listed"
    NEVER_CITED = "never_cited"
    YEAR_DIFFERS = "year_differs"
    AUTHORS_DIFFER = "authors_differ"
    AMBIGUOUS = "ambiguous"
    MALFORMED_DOI = "malformed_doi"
    DUPLICATE = "duplicate"
    NO_LIST = "no_list"


@dataclass(frozen=True, slots=True)
class ReferenceProblem:
    """Something that an author should look at.

    Attributes:
        kind: What is wrong.
        document_id: In which document.
        message: A sentence that one can send to its author.
        in_text: Where the text cites.
        in_list: Where the entries stand.
        mention_ids: The mentions that it is about.
        reference_ids: The entries that it is about.
    """

    kind: ProblemKind
    document_id: str
    message: str
    in_text: tuple[Span, ...] = ()
    in_list: tuple[Span, ...] = ()
    mention_ids: tuple[str, ...] = ()
    reference_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bibliography:
    """What ties a document to the works it cites.

    Attributes:
        references: The entries of its list, in their order; empty where it has none.
        mentions: Its in-text citations, in reading order.
        problems: What does not fit between the two.
    """

    references: tuple[Reference, ...]
    mentions: tuple[Mention, ...]
    problems: tuple[ReferenceProblem, ...]
