"""The entry of a document in a list of references, in the style of APA 7."""

import re
from collections.abc import Sequence

from kutip.language.english import ENGLISH
from kutip.language.united import any_of
from kutip.metadata.csl import field_text
from kutip.metadata.facts import DocumentFacts
from kutip.metadata.names import PersonName
from kutip.text.reading import squeeze

_LISTED = 20  # authors that APA 7 lists; of more, the first 19 and the last
_RANGE = re.compile(r"(?<=\d)\s*[-–—]+\s*(?=\d)")
_UNDATED = re.compile("|".join(ENGLISH.citing.undated))  # "n.d.", "in press", "forthcoming"
_SEVERAL_PAGES = re.compile(r"[-–—,&]")
_ORDINAL = re.compile(rf"(\d{{1,4}}){any_of('numbers.ordinal_endings')}?\.?")
# Works that are parts of a book; a paper of a conference is one unless its proceedings are a journal, with a volume.
_IN_BOOK = frozenset({"chapter", "entry", "entry-dictionary", "entry-encyclopedia", "paper-conference"})


def reference_of(facts: DocumentFacts) -> str:
    """The entry of a document, made from its facts.

    Sources: Publication Manual of the American Psychological Association, 7th edition, chapters 9 and 10.
    """
    authors, issued = _listed_people(facts), f"({date_of(facts)})."
    title = _stopped(_title(facts))
    head = f"{authors} {issued} {title}" if authors else f"{title} {issued}"
    return " ".join(part for part in (head, _source(facts), _link(facts)) if part)


def date_of(facts: DocumentFacts) -> str:
    """The date in a citation: "2025" or "350 B.C.E."; without a year "in press" if the metadata say it, else "n.d."."""
    if facts.year is not None:
        return str(facts.year) if facts.year > 0 else f"{-facts.year} B.C.E."
    issued = facts.item.get("issued", {})
    words = (issued.get("literal"), issued.get("raw"), facts.item.get("status"))
    written = (squeeze(word).lower() for word in words if isinstance(word, str))
    return next((word for word in written if _UNDATED.fullmatch(word)), "n.d.")


def _stopped(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


# --- People -----------------------------------------------------------------------------------------------------------


def people_of(facts: DocumentFacts) -> Sequence[PersonName]:
    """The names by which the document is cited: its authors; for a whole book without authors, its editors."""
    return facts.people or (() if field_text(facts.item, "container-title") else facts.editors)


def _listed_people(facts: DocumentFacts) -> str:
    """Authors or editors with the full stop at their end; "" if there are none."""
    people = people_of(facts)
    if not people:
        return ""
    names = [_listed_name(name) for name in people]
    listed = f"{', '.join(names[:-1])}, & {names[-1]}" if len(names) > 1 else names[0]
    if len(names) > _LISTED:
        listed = f"{', '.join(names[: _LISTED - 1])}, … {names[-1]}"
    return _stopped(listed if facts.people else f"{listed} {_editors(people)}")


def _listed_name(name: PersonName) -> str:
    """Surname, initials and suffix; an organisation, or a person of one name, as it is.

    >>> _listed_name(PersonName("Singh", "Ravi Qa'id Noor")), _listed_name(PersonName("Humboldt", "A.", "von"))
    ('Singh, R. Q. N.', 'Humboldt, A. von')
    """
    first = f"{_initials(name.given)} {name.particle}".strip()
    return ", ".join(part for part in (name.surname, first, name.suffix) if part)


def _initials(given: str) -> str:
    """Initials of the given names.

    >>> _initials("Jean-Luc M.")
    'J.-L. M.'
    """
    return " ".join("-".join(f"{part[0]}." for part in one.split("-") if part) for one in given.split())


def _editors(editors: Sequence[PersonName]) -> str:
    return "(Ed.)" if len(editors) == 1 else "(Eds.)"


# --- Title and source -------------------------------------------------------------------------------------------------


def _title(facts: DocumentFacts) -> str:
    """The title and what APA 7 adds to it: a book's edition, a report's number, the kind of a thesis."""
    item, kind = facts.item, facts.item["type"]
    if kind == "thesis":
        parts = (field_text(item, "genre") or "Thesis", field_text(item, "publisher"))
        return f"{facts.name} [{', '.join(part for part in parts if part)}]"
    notes = []
    if kind == "report" and (number := field_text(item, "number")):
        notes = [f"{field_text(item, 'genre') or 'Report'} No. {number}"]
    elif kind == "book":
        notes = _edition_and_volume(facts)
    return f"{facts.name} ({', '.join(notes)})" if notes else facts.name


def _edition_and_volume(facts: DocumentFacts) -> list[str]:
    """The edition and the volume of a book: ["2nd ed.", "Vol. 3"]."""
    edition, volume = field_text(facts.item, "edition"), field_text(facts.item, "volume")
    number = _ORDINAL.fullmatch(edition)
    if number:
        edition = f"{_ordinal(int(number[1]))} ed."
    elif edition and not edition.endswith("ed."):
        edition = f"{edition} ed."
    return [part for part in (edition, f"Vol. {volume}" if volume else "") if part]


def _ordinal(number: int) -> str:
    """A number with its ending: "1st", "12th", "22nd"."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number % 100 not in (11, 12, 13) else "th"
    return f"{number}{ending}"


def _source(facts: DocumentFacts) -> str:
    """The journal or book that contains the document; for other works the publisher, unless it is an author."""
    item = facts.item
    publisher = field_text(item, "publisher")
    container = field_text(item, "container-title")
    is_paper_of_journal = item["type"] == "paper-conference" and bool(item.get("volume"))
    if container and item["type"] in _IN_BOOK and not is_paper_of_journal:
        return " ".join(part for part in (_book(facts, container), _stopped(publisher) if publisher else "") if part)
    if container:
        return _journal(facts, container)
    is_author = publisher in [author.surname for author in facts.people]
    return "" if is_author or not publisher or item["type"] == "thesis" else _stopped(publisher)


def _journal(facts: DocumentFacts, container: str) -> str:
    """A journal and the place in it: "Nature, 19(1), 3–9."."""
    item = facts.item
    issue, number = field_text(item, "issue"), field_text(item, "number")
    volume = f"{field_text(item, 'volume')}{f'({issue})' if issue else ''}"
    parts = (container, volume, _pages(facts) or (f"Article {number}" if number else ""))
    return f"{', '.join(part for part in parts if part)}."


def _book(facts: DocumentFacts, container: str) -> str:
    """A book and the place in it: "In Q. Ed (Ed.), The book (2nd ed., pp. 1–20)."."""
    names = [_spoken_name(name) for name in facts.editors]
    listed = " & ".join(names) if len(names) < 3 else f"{', '.join(names[:-1])}, & {names[-1]}"
    by = f"{listed} {_editors(facts.editors)}, " if names else ""
    pages = _pages(facts)
    numbered = f"{'pp.' if _SEVERAL_PAGES.search(pages) else 'p.'} {pages}" if pages else ""
    place = ", ".join(part for part in (*_edition_and_volume(facts), numbered) if part)
    return f"In {by}{container} ({place})." if place else f"In {by}{_stopped(container)}"


def _spoken_name(name: PersonName) -> str:
    """Initials before the surname: "Q. Ed", "A. von Humboldt"."""
    return ", ".join(part for part in (f"{_initials(name.given)} {name.last}".strip(), name.suffix) if part)


def _pages(facts: DocumentFacts) -> str:
    return _RANGE.sub("–", field_text(facts.item, "page"))


def _link(facts: DocumentFacts) -> str:
    return f"https://doi.org/{facts.doi}" if facts.doi else field_text(facts.item, "URL")
