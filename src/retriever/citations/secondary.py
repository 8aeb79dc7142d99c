"""Secondary sources: works that a sentence of a paper, in turn, cites, and how to cite them through the paper."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from kutip.text.callouts import callouts
from kutip.types import Document, Mention, Passage, Span
from retriever.citations.apa import cite

_IN_BRACKETS = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*\]")


def sources_cited(sentence: str) -> tuple[str, ...]:
    """The works that a sentence cites, as "author, year", each once and in order.

    >>> sources_cited("Koster (2009) doubts it (UNODC, 2008; Kim et al., 2023), in 2021 (around 10.1%).")
    ('Koster, 2009', 'UNODC, 2008', 'Kim et al., 2023')
    """
    return tuple(dict.fromkeys(f"{one.who}, {one.year}" for one in callouts(sentence)))


def sources_keyed(spans: Sequence[Span], mentions: Iterable[Mention]) -> tuple[str, ...]:
    """The works that a part of a paper cites by keys, as "author, year" of their entries, each once and in order.

    Args:
        spans: The places of the part.
        mentions: The in-text citations of the paper; those without a key or an entry are left out.
    """
    tied = (one for one in mentions if one.key and one.who and one.reference_id is not None)
    within = (
        one for one in tied if any(span.start <= one.spans[0].start and one.spans[-1].end <= span.end for span in spans)
    )
    return tuple(dict.fromkeys(f"{one.who}, {one.year}" for one in within))


def without_citations(sentence: str) -> str:
    """The sentence without brackets that contain a citation, so that a cited year is not taken for one of its facts.

    >>> without_citations("Koster (2009) says that it fell in 2021 (UNODC, 2008).")
    'Koster  says that it fell in 2021 .'
    """
    if "(" not in sentence and "[" not in sentence:
        return sentence
    ends = sorted(one.end for one in callouts(sentence))

    def without(bracket: re.Match[str]) -> str:
        after = bisect_right(ends, bracket.start())
        return "" if after < len(ends) and ends[after] <= bracket.end() else bracket.group()

    return _IN_BRACKETS.sub(without, sentence)


def each_without_citations(sentences: Iterable[str]) -> list[str]:
    """Several sentences, each without what it has in brackets to cite someone; see `without_citations`."""
    return [without_citations(sentence) for sentence in sentences]


def cite_through(source: str, document: Document, passage: Passage) -> str:
    """In-text citation, APA 7, of a source through the paper: "(UNESCO, 2008, as cited in Smith, 2020, …)"."""
    return f"({source}, as cited in {cite(document, passage).in_text[1:-1]})"
