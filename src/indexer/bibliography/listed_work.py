"""A work as a file of references states it, field by field, and the entry of a list that Kutip writes from it."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kutip.types import Author, Part, Reference

_UNDATED = "n.d."
_STOPS = (".", "?", "!", "…")


@dataclass(frozen=True, slots=True)
class ListedWork:
    """What a file states of a work, in plain text; what it does not state is "" or empty.

    Attributes:
        authors: Its authors.
        editors: Who edited it, or the book that it is in.
        others: True if it has more authors, or without authors more editors, than the file names.
        year: Year of issue, perhaps with a letter, or words such as "in press".
        title: Its title, with its subtitle.
        container: The journal, book or site that it is in.
        volume: Number of the volume.
        issue: Number of the issue.
        pages: Its pages: "60–78".
        publisher: Who published it, or the university of a thesis.
        place: Where.
        edition: Its edition, as the file has it.
        accessed: When it was read on the web.
        doi: Without a resolver in front.
        url: Where it is on the web.
    """

    authors: tuple[Author, ...] = ()
    editors: tuple[Author, ...] = ()
    others: bool = False
    year: str = ""
    title: str = ""
    container: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    place: str = ""
    edition: str = ""
    accessed: str = ""
    doi: str = ""
    url: str = ""


def reference_to(work: ListedWork, *, document_id: str, sha256: str, file: str, key: str) -> Reference:
    """Return the entry of a work that is listed in a file beside a document.

    Args:
        work: The work.
        document_id: Id of the document.
        sha256: That of the document.
        file: Name of the file.
        key: The work's key in it.
    """

    def part(text: str) -> Part | None:
        return Part(text, ()) if text else None

    return Reference(
        id_beside(sha256, file, key),
        document_id,
        entry_text(work),
        (),
        work.authors or work.editors,  # a work without authors is cited by its editors
        part(work.year),
        title=part(work.title),
        container=part(work.container),
        doi=part(work.doi),
        url=part(work.url),
        volume=part(work.volume),
        issue=part(work.issue),
        pages=part(work.pages),
        publisher=part(work.publisher),
        place=part(work.place),
        edition=part(work.edition),
        accessed=part(work.accessed),
        editors=work.editors,
        file=file,
        key=key,
    )


def id_beside(sha256: str, file: str, key: str) -> str:
    """Return the id of an entry of a file: 16 hexadecimal digits from the document's SHA-256, file and key."""
    return hashlib.sha256("\0".join((sha256, file, key)).encode()).hexdigest()[:16]


def entry_text(work: ListedWork) -> str:
    """Return a work as a line of a list of references.

    >>> reed = Author("Reed", "Paula", ())
    >>> entry_text(ListedWork((reed,), year="2019", title="Why kites fly?", container="Kites", volume="3", issue="2"))
    'Reed, Paula (2019). Why kites fly? Kites, 3(2).'
    """
    return " ".join(filter(None, [_head(work), *map(_stopped, _tail(work)), _address(work)]))


def _head(work: ListedWork) -> str:
    """Authors or editors and year; without them, title and year."""
    names = _names(work) or work.title or work.container
    return f"{names} ({work.year or _UNDATED})."


def _names(work: ListedWork) -> str:
    names = [one.listed for one in work.authors or work.editors]
    if work.others:
        joined = ", ".join([*names, "et al."])
    else:
        joined = ", & ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
    return f"{joined} {_role(work.editors)}" if work.editors and not work.authors else joined


def _role(editors: Sequence[Author]) -> str:
    return "(Eds.)" if len(editors) > 1 else "(Ed.)"


def _tail(work: ListedWork) -> Iterator[str]:
    """Yield the pieces behind the year, each to be ended by a full stop."""
    has_names = bool(work.authors or work.editors or work.others)
    edition = f" ({work.edition} ed.)" if work.edition.isdecimal() else f" ({work.edition})" if work.edition else ""
    yield f"{work.title}{edition}" if has_names else edition.strip()
    issue = f"({work.issue})" if work.issue else ""
    container = work.container if has_names or work.title else ""
    if container and work.authors and work.editors:
        spoken = [" ".join(filter(None, [one.given, one.surname, one.suffix])) for one in work.editors]
        container = f"In {', '.join(spoken)} {_role(work.editors)}, {container}"
    yield ", ".join(filter(None, [container, f"{work.volume}{issue}", work.pages]))
    yield ": ".join(_distinct([work.place, work.publisher]))


def _distinct(texts: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(filter(None, texts))


def _address(work: ListedWork) -> str:
    return f"https://doi.org/{work.doi}" if work.doi else work.url


def _stopped(text: str) -> str:
    return text if not text or text.endswith(_STOPS) else f"{text}."
