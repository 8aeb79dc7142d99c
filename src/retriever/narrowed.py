"""Narrows a look-up to some papers: what is answered from it then knows of no other."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import cache

from kutip.types import Passage
from retriever.lookup import LookUp


def narrowed(
    look_up: LookUp,
    documents: Collection[str],
    passages: Sequence[Passage],
    holders: Callable[[Sequence[str]], Iterable[int]],
) -> LookUp:
    """Return a look-up that knows of some papers only.

    Args:
        look_up: A look-up whose hits are from these papers already.
        documents: Their ids.
        passages: The passages of the whole index; a passage's number is its place here.
        holders: Returns the passages of the whole index that contain every one of the given terms.
    """
    numbers = frozenset(row for row, one in enumerate(passages) if one.document_id in documents)

    def among_them(terms: Sequence[str]) -> frozenset[int]:
        return numbers.intersection(map(int, holders(terms)))

    held = look_up.held_words
    return replace(
        look_up,
        documents={name: one for name, one in look_up.documents.items() if name in documents},
        passages=len(numbers),
        count_holders=cache(lambda term: len(among_them([term]))),
        held_words=held.of_passages(among_them) if held is not None else None,
        passages_of={name: own for name, own in look_up.passages_of.items() if name in documents},
        bibliographies={name: own for name, own in look_up.bibliographies.items() if name in documents},
    )
