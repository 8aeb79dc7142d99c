"""Secondary sources: whom a sentence of a paper itself cites, and how to cite that through the paper."""

import re
from collections.abc import Iterable

from kutip.text.callouts import callouts
from kutip.types import Document, Passage
from retriever.citations.apa import cite

_IN_BRACKETS = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*\]")


def sources_cited(sentence: str) -> tuple[str, ...]:
    """Whom a sentence cites by author and year, as "author, year", in its order.

    >>> sources_cited("Koster (2009) doubts it (UNODC, 2008; Kim et al., 2023), in 2021 (around 10.1%).")
    ('Koster, 2009', 'UNODC, 2008', 'Kim et al., 2023')
    """
    return tuple(dict.fromkeys(f"{one.who}, {one.year}" for one in callouts(sentence)))


def without_citations(sentence: str) -> str:
    """A sentence without what it has in brackets to cite someone: the years there are not what it speaks of.

    >>> without_citations("Koster (2009) says that it fell in 2021 (UNODC, 2008).")
    'Koster  says that it fell in 2021 .'
    """
    if "(" not in sentence and "[" not in sentence:
        return sentence
    ends = {one.end for one in callouts(sentence)}
    return _IN_BRACKETS.sub(
        lambda match: "" if any(match.start() < end <= match.end() for end in ends) else match.group(), sentence
    )


def each_without_citations(sentences: Iterable[str]) -> list[str]:
    """Several sentences, each without what it has in brackets to cite someone; see `without_citations`."""
    return [without_citations(sentence) for sentence in sentences]


def cite_through(source: str, document: Document, passage: Passage) -> str:
    """A source that was read in another, in the text, APA 7: "(UNODC, 2008, as cited in Najib & Juned, 2025, …)"."""
    return f"({source}, as cited in {cite(document, passage).in_text[1:-1]})"
