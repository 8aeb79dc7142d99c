"""Schemas of references, mentions and their problems, version 1."""

from collections.abc import Iterable
from typing import Self

from pydantic import BaseModel, Field

from api.v1.message_schemas import SPOKEN, MessageOut
from api.v1.search_schemas import SpanOut
from kutip.messages.catalogue import Catalogue
from kutip.types import Author, Bibliography, Form, Mention, Part, ProblemKind, Reference, ReferenceProblem

_PARTS = (
    *("year", "title", "container", "doi", "url", "number", "volume", "issue", "pages", "publisher", "place"),
    *("edition", "accessed"),
)


def _text(part: Part | None) -> str | None:
    return part.text if part is not None else None


class NameOut(BaseModel):
    """The name of an author or editor of a reference in the parts that CSL has; those that it lacks are empty."""

    family: str = Field(description="Surname without particle; the whole name of an organisation.")
    given: str = Field(description="Given names or initials, as printed. May be empty.")
    particle: str = Field(description='Before the surname: "van der". May be empty.')
    suffix: str = Field(description='Behind the name: "Jr.". May be empty.')
    repeated: bool = Field(description="True if a dash in the entry stands for the name, which the entry above has.")
    spans: list[SpanOut]

    @classmethod
    def all(cls, names: Iterable[Author]) -> list[Self]:
        """Convert names."""
        return [
            cls(
                family=one.family,
                given=one.given,
                particle=one.particle,
                suffix=one.suffix,
                repeated=one.repeated,
                spans=SpanOut.all(one.spans),
            )
            for one in names
        ]


class ReferenceOut(BaseModel):
    """An entry of a document's list of references; fields that it does not have are null or empty.

    An entry that a file beside the source holds, such as paper.bib, has no place in the text: it and its parts have no
    spans. Of these files only the entries that the text cites are listed.
    """

    id: str
    text: str = Field(
        description="The entry as it reads; of an entry of a file, a line that Kutip writes from its fields."
    )
    spans: list[SpanOut] = Field(description="Its place in the source. Empty for an entry of a file.")
    file: str | None = Field(description='The file that holds it: "paper.bib"; null for an entry of the source.')
    key: str | None = Field(description='The key by which the source cites it: "arden2019".')
    authors: list[str] = Field(
        description="Surname with its particle, then given names or initials as printed, then the suffix."
    )
    author_names: list[NameOut] = Field(description="The same authors, each name in its parts.")
    editors: list[NameOut] = Field(description="Who edited the book that it is in, or the work itself. May be empty.")
    year: str | None
    title: str | None
    container: str | None
    doi: str | None
    url: str | None
    number: str | None = Field(description="Number by which the text cites it, in a numbered list.")
    volume: str | None
    issue: str | None
    pages: str | None
    publisher: str | None
    place: str | None
    edition: str | None = Field(description='As printed: "2nd ed.".')
    accessed: str | None = Field(description='Date on which it was read on the web, as printed: "12 March 2020".')
    parts: dict[str, list[SpanOut]] = Field(
        description="Spans of all these fields but the authors and editors. Empty for an entry of a file."
    )
    mentions: int = Field(description="Number of times that the text cites it.")
    problems: list[str] = Field(description=f"Problems with the entry, in sentences. {SPOKEN}")
    problem_codes: list[MessageOut] = Field(
        description="The problems as codes; the route for a document's problems lists them."
    )

    @classmethod
    def of(cls, reference: Reference, bibliography: Bibliography, catalogue: Catalogue) -> Self:
        """Convert an entry of a bibliography, with sentences from the catalogue."""
        own = [one.message for one in bibliography.problems if reference.id in one.reference_ids]
        parts: dict[str, Part | None] = {name: getattr(reference, name) for name in _PARTS}
        return cls(
            id=reference.id,
            text=reference.text,
            spans=SpanOut.all(reference.spans),
            file=reference.file or None,
            key=reference.key or None,
            authors=[one.listed for one in reference.authors],
            author_names=NameOut.all(reference.authors),
            editors=NameOut.all(reference.editors),
            **{name: _text(part) for name, part in parts.items()},
            parts={name: SpanOut.all(part.spans) for name, part in parts.items() if part is not None and part.spans},
            mentions=sum(mention.reference_id == reference.id for mention in bibliography.mentions),
            problems=[catalogue.text(message) for message in own],
            problem_codes=[MessageOut.of(message) for message in own],
        )


class MentionOut(BaseModel):
    """An in-text citation of one work."""

    id: str
    form: Form
    text: str
    spans: list[SpanOut]
    context: str = Field(description="The sentence that contains the citation.")
    who: str = Field(description="The authors as the text names them; of a citation by key, as its entry does.")
    year: str = Field(
        description="Year, or the number or label in a numbered style; of a citation by key, the year of its entry, or"
        " the key if it has none."
    )
    key: str | None = Field(description='The key by which the source says which work it cites: "arden2019".')
    reference_id: str | None
    problem: str | None = Field(
        description="Why the citation has no entry, or what differs between text and entry; null if nothing does."
        f" {SPOKEN}"
    )
    problem_code: MessageOut | None = Field(
        description="The problem as a code: no_list, no_entries_of_keys, not_listed, ambiguous, year_differs, no_year,"
        " authors_differ."
    )

    @classmethod
    def of(cls, mention: Mention, catalogue: Catalogue) -> Self:
        """Convert a mention, with sentences from the catalogue."""
        return cls(
            id=mention.id,
            form=mention.form,
            text=mention.text,
            spans=SpanOut.all(mention.spans),
            context=mention.context,
            who=mention.who,
            year=mention.year,
            key=mention.key or None,
            reference_id=mention.reference_id,
            problem=catalogue.text(mention.problem) if mention.problem is not None else None,
            problem_code=MessageOut.maybe(mention.problem),
        )


class ReferenceProblemOut(BaseModel):
    """A mismatch between a document's text and its list of references."""

    kind: ProblemKind
    message: str = Field(description=f"The problem in a sentence that can be sent to the author. {SPOKEN}")
    message_code: MessageOut = Field(
        description="The problem as a code: its kind, or perhaps_never_cited. `n` is how often the text cites the work."
    )
    in_text: list[SpanOut]
    in_list: list[SpanOut]
    mention_ids: list[str]
    reference_ids: list[str]

    @classmethod
    def of(cls, problem: ReferenceProblem, catalogue: Catalogue) -> Self:
        """Convert a problem, with sentences from the catalogue."""
        return cls(
            kind=problem.kind,
            message=catalogue.text(problem.message),
            message_code=MessageOut.of(problem.message),
            in_text=SpanOut.all(problem.in_text),
            in_list=SpanOut.all(problem.in_list),
            mention_ids=list(problem.mention_ids),
            reference_ids=list(problem.reference_ids),
        )


class BibliographyOut(BaseModel):
    """The references, mentions and problems of a document."""

    references: list[ReferenceOut]
    mentions: list[MentionOut]
    problems: list[ReferenceProblemOut]

    @classmethod
    def of(cls, bibliography: Bibliography, catalogue: Catalogue) -> Self:
        """Convert a bibliography, with sentences from the catalogue."""
        return cls(
            references=[ReferenceOut.of(reference, bibliography, catalogue) for reference in bibliography.references],
            mentions=[MentionOut.of(mention, catalogue) for mention in bibliography.mentions],
            problems=[ReferenceProblemOut.of(problem, catalogue) for problem in bibliography.problems],
        )
