"""Secondary sources: whom a sentence of a paper itself cites, and how to cite that through the paper."""

import re

from kutip.types import Document, Passage
from kutip.words import MONTHS, MONTHS_INDONESIAN
from retriever.citation import cite

_YEAR = r"(?:(?:1[6-9]|20)\d{2}[a-z]?|n\.d\.)"
_PARTICLE = r"(?:(?:de|den|der|van|von|bin|binti|al|el)\s+)*"
_WORD = r"[^\W\d_a-z][\w’'.-]*"
_NAME = rf"{_PARTICLE}{_WORD}(?:\s+(?:(?:of|the|for|on|and|&)\s+)*{_PARTICLE}{_WORD})*"
_NAMES = rf"{_NAME}(?:(?:,\s+{_NAME})+,?\s+(?:and|&|dan)\s+{_NAME}|,?\s+dan\s+{_NAME})?(?:,?\s+(?:et\s+al|dkk)\b\.?)?"
_IN_BRACKETS = re.compile(rf"\(([^()]*\b{_YEAR}[^()]*)\)")
_SEE = r"(?:(?:see|cf\.?|e\.g\.,?|lihat)\s+)?"
_ENTRY = re.compile(rf"^(?i:{_SEE})(?P<who>\D*[^\W\d_]\D*?),?\s*(?P<years>{_YEAR}(?:,\s*{_YEAR})*)\s*(?:,.*)?$")
_NARRATIVE = re.compile(rf"(?<![\w-])(?P<who>{_NAMES})\s+\((?P<years>{_YEAR}(?:,\s*{_YEAR})*)(?:,[^()]*)?\)")
_POSSESSIVE = re.compile(r"['’]s?$")
_OPENERS = frozenset(
    "According to In However Meanwhile Then Research While For By The As And Also Moreover Furthermore Although Besides"
    " Thus Similarly Likewise Both But Since Because Following Per Menurut Namun Sementara".split()
)
_MONTHS = frozenset((*MONTHS, *MONTHS_INDONESIAN))
_PARTICLES = frozenset("de den der van von bin binti al el".split())


def sources_cited(sentence: str) -> tuple[str, ...]:
    """Whom a sentence cites by author and year, as "author, year", in its order.

    >>> sources_cited("Koster (2009) doubts it (UNODC, 2008; Kim et al., 2023), in 2021 (around 10.1%).")
    ('Koster, 2009', 'UNODC, 2008', 'Kim et al., 2023')
    """
    found = [(match.start(), match["years"], match["who"]) for match in _NARRATIVE.finditer(sentence)]
    for match in _IN_BRACKETS.finditer(sentence):
        for piece in match.group(1).split(";"):
            entry = _ENTRY.match(piece.strip())
            if entry is not None:
                found.append((match.start(), entry["years"], entry["who"]))
    found.sort(key=lambda one: one[0])
    named = [(author, years) for _, years, who in found if (author := _author(who))]
    return tuple(dict.fromkeys(f"{author}, {year.strip()}" for author, years in named for year in years.split(",")))


def without_citations(sentence: str) -> str:
    """A sentence without what it has in brackets to cite someone: the years there are not what it speaks of.

    >>> without_citations("It fell in 2021 (UNODC, 2008).")
    'It fell in 2021 .'
    """
    return _IN_BRACKETS.sub(lambda match: "" if sources_cited(match.group()) else match.group(), sentence)


def _author(who: str) -> str:
    """A name without what opens its sentence and without a possessive; "" where it is none."""
    words = who.split()
    while words and words[0].strip(",") in _OPENERS:
        words = words[1:]
    if not words or not (words[0][0].isupper() or words[0][0] in "\"“‘'" or words[0] in _PARTICLES):
        return ""
    if any(word.strip(",") in _MONTHS for word in words):
        return ""
    return _POSSESSIVE.sub("", " ".join(words).strip(" ,"))


def cite_through(source: str, document: Document, passage: Passage) -> str:
    """A source that was read in another, in the text, APA 7: "(UNODC, 2008, as cited in Najib & Juned, 2025, …)"."""
    return f"({source}, as cited in {cite(document, passage).in_text[1:-1]})"
