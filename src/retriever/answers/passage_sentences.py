"""The sentences of a paper's passages, as places that a plan may quote."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from kutip.text.sentences import sentence_bounds
from kutip.types import Kind, Passage
from retriever.answers.planned import QuotedPlace

PROSE = frozenset({Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.QUOTE})
_LEADS_ON = (":", ",")  # a sentence that ends so says little without what follows


def sentences_of(passages: Iterable[Passage]) -> Iterator[QuotedPlace]:
    """Yield the sentences of passages of prose, in order."""
    for passage in passages:
        if passage.kind in PROSE:
            yield from (QuotedPlace(passage, start, end) for start, end in _bounds(passage.text))


def is_whole(sentence: QuotedPlace) -> bool:
    """Whether a sentence says something by itself: it neither leads on to a list nor is a title or a fragment."""
    text = sentence.text
    return len(text.split()) > 3 and not text.endswith(_LEADS_ON) and text[-1:] in ".!?)]”\"’'*"


@lru_cache(maxsize=8192)  # all questions read the same passages
def _bounds(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(sentence_bounds(text))
