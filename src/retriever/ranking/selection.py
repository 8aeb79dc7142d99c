"""Which kinds of passages rank last, and how papers take turns."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from kutip.index.arrays import Integers
from kutip.types import Kind, Passage
from retriever.query.understanding import Understood
from retriever.query.wishes import kinds_asked_for

# Kinds other than body text; they rank behind it unless the question asks for them.
SUPPLEMENTS = frozenset({Kind.REFERENCE, Kind.FRONT_MATTER, Kind.CAPTION})


class Selection:
    """Orders ranked passages as hits: supplements last, papers in turn if the question compares them."""

    def __init__(self, passages: Sequence[Passage], holders: Callable[[Sequence[str]], Integers]) -> None:
        """Keep what the order depends on.

        Args:
            passages: All passages of the index, in the order of their numbers.
            holders: Gives the numbers of the passages that contain all of some terms.
        """
        self._passages = passages
        self._holders = holders
        self._is_supplement = np.asarray([passage.kind in SUPPLEMENTS for passage in passages])

    def order(self, rows: Sequence[int], understood: Understood, *, supplements_last: bool) -> list[int]:
        """Order the passages with these numbers, best first, as hits; the setting says whether supplements go last."""
        last = self.last(rows, understood) if supplements_last else set()
        body = [row for row in rows if row not in last]
        if understood.compares:
            body = in_turn(body, {row: self._passages[row].document_id for row in body})
        return [*body, *(row for row in rows if row in last)]

    def last(self, rows: Sequence[int], understood: Understood) -> set[int]:
        """The passages that rank behind all others: supplements that the question does not ask for."""
        return {row for row in rows if self._is_supplement[row]} - self._asked_for(rows, understood)

    def _asked_for(self, rows: Sequence[int], understood: Understood) -> set[int]:
        """The supplements that a question asks for, by naming their kind or by a word that only supplements contain."""
        kinds = kinds_asked_for(understood.plain)
        asked = {row for row in rows if self._passages[row].kind in kinds}
        for term in set(understood.counted):
            holders = self._holders([term])
            if self._is_supplement[holders].all():
                asked.update(holders.tolist())
        return asked


def in_turn(rows: Sequence[int], group: Mapping[int, str]) -> list[int]:
    """Reorder rows, best first, by taking one from each group in turn, starting with the group of the best row.

    >>> in_turn([1, 2, 3, 8, 9], {1: "a", 2: "a", 3: "a", 8: "b", 9: "b"})
    [1, 8, 2, 9, 3]
    """
    turns: dict[str, int] = {}
    first_seen: dict[str, int] = {}
    keyed = []
    for place, row in enumerate(rows):
        name = group[row]
        first_seen.setdefault(name, place)
        turns[name] = turns.get(name, -1) + 1
        keyed.append((turns[name], first_seen[name], row))
    return [row for _, _, row in sorted(keyed)]
