"""The types of works in BibTeX and in RIS, by their type in CSL."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class WorkType:
    """A type of works in the formats of reference managers.

    Attributes:
        bibtex: The type of the entry in BibTeX: "article".
        container: BibTeX's field for what the work is a part of: "journal".
        publisher: BibTeX's field for who published it: "institution" for a report.
        ris: The type in RIS: "JOUR".
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
    """The type of a work whose type in CSL is given; "misc" and "GEN" for one that the formats do not know."""
    return _BY_CSL.get(csl, _OTHER)
