"""How to cite a passage: in the text, in a list of references, and where in the paper it stands.

APA 7, from the CSL-JSON of the document. What the metadata do not say is not said: no author gives way to the title,
no year to "n.d.".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kutip.csl import year
from kutip.types import Document, Passage

_MANY = 3  # authors from which APA 7 writes "et al." in the text
_LISTED = 20  # authors that APA 7 lists; of more, the first 19 and the last
_TITLE_WORDS = 5  # of a title that stands for an author in the text


@dataclass(frozen=True, slots=True)
class FormattedCitation:
    """A citation ready to paste.

    Attributes:
        in_text: As it stands in the text, with its place: "(Najib & Juned, 2025, Role as an Arena section)".
        reference: The entry for a list of references.
        locator: The place alone; empty where the paper shows none.
    """

    in_text: str
    reference: str
    locator: str


def cite(document: Document, passage: Passage) -> FormattedCitation:
    """The citation of a passage of a document."""
    place = locator(passage)
    in_text = ", ".join(part for part in (author_and_year(document), place) if part)
    return FormattedCitation(f"({in_text})", reference(document), place)


def author_and_year(document: Document) -> str:
    """A document as it is named in the text: "Najib & Juned, 2025"."""
    parts = [part for part in (_in_text_author(document.metadata), year(document.metadata) or "n.d.") if part]
    return ", ".join(parts).replace("”, ", ",” ", 1)  # APA 7 has the comma inside the quotation marks


def locator(passage: Passage) -> str:
    """Where a passage stands: its page as counted in the supplied text, else its section.

    The supplied text of a PDF need not begin on page 1 of the journal, so the page is said to be the text's own.
    """
    if passage.page is not None:
        return f"p. {passage.page} of the text"
    return f"{passage.heading[-1].strip(': ')} section" if passage.heading else ""


def reference(document: Document) -> str:
    """The document's entry in a list of references."""
    data = document.metadata
    title = str(data.get("title") or document.id)
    issued = f"({year(data) or 'n.d.'})."
    authors = _listed_authors(data.get("author") or [])
    head = f"{authors} {issued} {_stopped(title)}" if authors else f"{_stopped(title)} {issued}"
    return " ".join(part for part in (head, _container(data), _link(data)) if part)


def _stopped(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _container(data: Mapping[str, Any]) -> str:
    if not data.get("container-title"):
        return ""
    volume = str(data.get("volume") or "")
    issue = f"({data['issue']})" if data.get("issue") else ""
    place = data.get("page") or (f"Article {data['number']}" if data.get("number") else "")
    parts = [str(data["container-title"]), f"{volume}{issue}", str(place)]
    return f"{', '.join(part for part in parts if part)}."


def _link(data: Mapping[str, Any]) -> str:
    return f"https://doi.org/{data['DOI']}" if data.get("DOI") else str(data.get("URL") or "")


def _surname(author: Mapping[str, str]) -> str:
    return author.get("literal") or author.get("family") or author.get("given") or ""


def _listed_authors(authors: Sequence[Mapping[str, str]]) -> str:
    """Authors as the list of references has them, with the stop that ends them."""
    names = [_listed_name(author) for author in authors]
    if len(names) > _LISTED:
        return _stopped(f"{', '.join(names[: _LISTED - 1])}, … {names[-1]}")
    if len(names) > 1:
        return _stopped(f"{', '.join(names[:-1])}, & {names[-1]}")
    return _stopped(names[0]) if names else ""


def _listed_name(author: Mapping[str, str]) -> str:
    """Surname and initials; an organisation, or a person of one name, as it is.

    >>> _listed_name({"family": "Najib", "given": "Gesang Qa'id Najibah"})
    'Najib, G. Q. N.'
    """
    if "literal" in author or not author.get("family"):
        return _surname(author)
    given = author.get("given", "").split()
    initials = ["-".join(f"{part[0]}." for part in name.split("-") if part) for name in given]
    return ", ".join([_surname(author), *([" ".join(initials)] if initials else [])])


def _in_text_author(data: Mapping[str, Any]) -> str:
    authors = data.get("author") or []
    if not authors:
        words = str(data.get("title") or "").split()
        return f"“{' '.join(words[:_TITLE_WORDS]).rstrip(',:')}”" if words else ""
    if len(authors) >= _MANY:
        return f"{_surname(authors[0])} et al."
    return " & ".join(_surname(author) for author in authors)
