"""How to cite a passage: in the text, in a list of references, and where in the paper it stands.

APA 7, from the CSL-JSON of the document. What the metadata do not say is not said: no author gives way to the title,
no year to "n.d.".
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kutip.metadata.csl import doi, given_name, surname, year
from kutip.types import Document, Kind, Passage

_MANY = 3  # authors from which APA 7 writes "et al." in the text
_LISTED = 20  # authors that APA 7 lists; of more, the first 19 and the last
_TITLE_WORDS = 5  # of a title that stands for an author in the text
_RANGE = re.compile(r"(?<=\d)\s*[-–—]+\s*(?=\d)")
_PROSE = frozenset({Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.QUOTE})
# What begins a line that is no paragraph of its own, or may be none: an item of a list, a block quotation.
_NO_PARAGRAPH = re.compile(r"[-*+•–>\"“]|\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)]\s")

Paragraphs = tuple[int, int]  # the first and the last, counted in their section from 1


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


def cite(document: Document, passage: Passage, paragraphs: Paragraphs | None = None) -> FormattedCitation:
    """The citation of a passage of a document; where `paragraphs_of` told them, with its paragraphs."""
    place = locator(passage, paragraphs)
    in_text = ", ".join(part for part in (author_and_year(document), place) if part)
    return FormattedCitation(f"({in_text})", reference(document), place)


def author_and_year(document: Document) -> str:
    """A document as it is named in the text: "Najib & Juned, 2025"."""
    parts = [part for part in (_in_text_author(document.metadata), year(document.metadata) or "n.d.") if part]
    return ", ".join(parts).replace("”, ", ",” ", 1)  # APA 7 has the comma inside the quotation marks


def locator(passage: Passage, paragraphs: Paragraphs | None = None) -> str:
    """Where a passage stands: its page as counted in the supplied text, else its section and, if told, paragraphs.

    The supplied text of a PDF need not begin on page 1 of the journal, so the page is said to be the text's own.
    """
    if passage.page is not None:
        return f"p. {passage.page} of the text"
    section = f"{passage.heading[-1].strip(': ')} section" if passage.heading else ""
    return ", ".join(part for part in (section, _counted(paragraphs)) if part)


def _counted(paragraphs: Paragraphs | None) -> str:
    if paragraphs is None:
        return ""
    first, last = paragraphs
    return f"para. {first}" if first == last else f"paras. {first}–{last}"


def paragraphs_of(passage: Passage, siblings: Iterable[Passage], document: Document) -> Paragraphs | None:
    """Which paragraphs of its section a passage stands in, as a reader counts them.

    A paragraph begins on a line of its own, and one that was cut into several passages counts once.

    Args:
        passage: Prose of a document.
        siblings: The passages of the index, or at least all of this document, in any order.
        document: What the passage is of.

    Returns:
        The first and the last; None where counting would be guessing: the passage is no prose, its section has a list
        or a block quotation up to there, or the text has its paragraphs in lines, as a PDF's has.
    """
    own = sorted((one for one in siblings if _is_prose_of(document, one)), key=lambda one: one.spans)
    if passage not in own or any(_is_in_lines(one, document.source_text) for one in own):
        return None
    begins = max((h.spans[-1].end for h in document.headings if h.spans[0] < passage.spans[0]), default=0)
    before = [one for one in own if begins <= one.spans[0].start <= passage.spans[0].start]
    if any(_NO_PARAGRAPH.match(line) for one in before for line in one.text.split("\n")):
        return None
    first = last = 0
    end = begins
    for one in before:
        goes_on = last > 0 and "\n" not in document.source_text[end : one.spans[0].start]
        first = last if goes_on else last + 1
        last = first + one.text.count("\n")
        end = one.spans[-1].end
    return first, last


def _is_prose_of(document: Document, passage: Passage) -> bool:
    return passage.document_id == document.id and passage.kind in _PROSE


def _is_in_lines(passage: Passage, source: str) -> bool:
    """Whether a line end of the source is none of the reading: there a line is no paragraph."""
    ends = sum(source[span.start : span.end].count("\n") for span in passage.spans)
    return passage.kind is Kind.PARAGRAPH and ends > passage.text.count("\n")


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
    """The journal and the place in it; of a work that stands in none, its publisher, unless that is its author."""
    if not data.get("container-title"):
        publisher = str(data.get("publisher") or "")
        is_author = publisher in [surname(author) for author in data.get("author") or []]
        return _stopped(publisher) if publisher and not is_author else ""
    volume = str(data.get("volume") or "")
    issue = f"({data['issue']})" if data.get("issue") else ""
    pages = _RANGE.sub("–", str(data.get("page") or ""))
    place = pages or (f"Article {data['number']}" if data.get("number") else "")
    parts = [str(data["container-title"]), f"{volume}{issue}", place]
    return f"{', '.join(part for part in parts if part)}."


def _link(data: Mapping[str, Any]) -> str:
    return f"https://doi.org/{doi(data)}" if doi(data) else str(data.get("URL") or "")


def _listed_authors(authors: Sequence[Mapping[str, str]]) -> str:
    """Authors as the list of references has them, with the stop that ends them."""
    names = [_listed_name(author) for author in authors]
    if len(names) > _LISTED:
        return _stopped(f"{', '.join(names[: _LISTED - 1])}, … {names[-1]}")
    if len(names) > 1:
        return _stopped(f"{', '.join(names[:-1])}, & {names[-1]}")
    return _stopped(names[0]) if names else ""


def _listed_name(author: Mapping[str, str]) -> str:
    """Surname, initials and suffix; an organisation, or a person of one name, as it is.

    >>> _listed_name({"family": "Najib", "given": "Gesang Qa'id Najibah"})
    'Najib, G. Q. N.'
    """
    initials = ["-".join(f"{part[0]}." for part in name.split("-") if part) for name in given_name(author).split()]
    suffix = str(author.get("suffix") or "") if initials else ""
    return ", ".join(part for part in (surname(author), " ".join(initials), suffix) if part)


def _in_text_author(data: Mapping[str, Any]) -> str:
    authors = data.get("author") or []
    if not authors:
        words = str(data.get("title") or "").split()
        return f"“{' '.join(words[:_TITLE_WORDS]).rstrip(',:')}”" if words else ""
    if len(authors) >= _MANY:
        return f"{surname(authors[0])} et al."
    return " & ".join(surname(author) for author in authors)
