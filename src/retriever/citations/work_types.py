"""The types of works in BibTeX and RIS for each type in CSL."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class WorkType:
    """A type of works in BibTeX and RIS.

    Attributes:
        bibtex: Type of the entry in BibTeX: "article".
        container: BibTeX's field for the journal or book that contains the work: "journal".
        publisher: BibTeX's field for the publisher: "institution" for a report.
        ris: Type in RIS: "JOUR".
    """

    bibtex: str
    container: str
    publisher: str
    ris: str


_OTHER = WorkType("misc", "howpublished", "publisher", "GEN")
_BY_CSL: Mapping[str, WorkType] = MappingProxyType(
    {
        "article-journal": WorkType("article", "journal", "publisher", "JOUR"),
        "article-magazine": WorkType("article", "journal", "publisher", "MGZN"),
        "article-newspaper": WorkType("article", "journal", "publisher", "NEWS"),
        "book": WorkType("book", "series", "publisher", "BOOK"),
        "chapter": WorkType("incollection", "booktitle", "publisher", "CHAP"),
        "paper-conference": WorkType("inproceedings", "booktitle", "publisher", "CPAPER"),
        "report": WorkType("techreport", "series", "institution", "RPRT"),
        "thesis": WorkType("phdthesis", "series", "school", "THES"),
        "webpage": WorkType("misc", "howpublished", "publisher", "ELEC"),
    }
)


def work_type(csl: str) -> WorkType:
    """The type in BibTeX and RIS for a type in CSL; "misc" and "GEN" if they have none for it."""
    return _BY_CSL.get(csl, _OTHER)
