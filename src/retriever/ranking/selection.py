"""Which kinds of passages rank last, and how papers take turns; `Retriever._select` applies both."""

from collections.abc import Mapping, Sequence

from kutip.types import Kind

# Kinds other than body text; they rank behind it unless the question asks for them.
SUPPLEMENTS = frozenset({Kind.REFERENCE, Kind.FRONT_MATTER, Kind.CAPTION})


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
