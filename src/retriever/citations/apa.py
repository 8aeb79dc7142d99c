"""Citations in the style of APA 7: in the text, and the entry for a list of references.

Both are made from the facts of the document. A document without an author is cited by its title, or by its id if it
has none; one without a year has "n.d.".
"""

from dataclasses import dataclass
from functools import lru_cache

from kutip.metadata.facts import DocumentFacts, facts_of
from kutip.types import Document, Passage
from retriever.citations.apa_reference import date_of, people_of, reference_of
from retriever.citations.locators import Paragraphs, locator

_MANY = 3  # authors from which APA 7 writes "et al." in the text
_TITLE_WORDS = 5  # of the title that an in-text citation has instead of an author


@dataclass(frozen=True, slots=True)
class FormattedCitation:
    """A citation ready to paste.

    Attributes:
        in_text: The citation in the text, with its place: "(Smith & Lee, 2020, Blade Wear section)".
        reference: The entry for a list of references.
        locator: The place alone, such as "p. 217" or "p. 3 of the text"; empty where the paper shows none.
    """

    in_text: str
    reference: str
    locator: str


def cite(document: Document, passage: Passage, paragraphs: Paragraphs | None = None) -> FormattedCitation:
    """Cite a passage of a document; with the paragraphs that `paragraphs_of` found, if they are given."""
    (named, entry), place = _of_document(document), locator(document, passage, paragraphs)
    in_text = ", ".join(part for part in (named, place) if part)
    return FormattedCitation(f"({in_text})", entry, place)


def author_and_year(document: Document) -> str:
    """Author and year as in an in-text citation: "Smith & Lee, 2020"."""
    return _of_document(document)[0]


def reference(document: Document) -> str:
    """The document's entry in a list of references."""
    return _of_document(document)[1]


@lru_cache(maxsize=256)  # all hits of a search are from a few documents
def _of_document(document: Document) -> tuple[str, str]:
    """Return author and year, and the entry for a list of references."""
    facts = facts_of(document)
    return _author_and_year(facts), reference_of(facts)


def _author_and_year(facts: DocumentFacts) -> str:
    parts = [part for part in (_in_text_author(facts), date_of(facts)) if part]
    return ", ".join(parts).replace("”, ", ",” ", 1)  # APA 7 puts the comma inside the quotation marks


def _in_text_author(facts: DocumentFacts) -> str:
    people = people_of(facts)
    if not people:
        words = facts.name.split()
        return f"“{' '.join(words[:_TITLE_WORDS]).rstrip(',:')}”"
    if len(people) >= _MANY:
        return f"{people[0].surname} et al."
    return " & ".join(one.surname for one in people)
