"""Which entry has which key, and how a citation by key names the work: by its entry's authors and year."""

from collections.abc import Iterable, Mapping, Sequence

from indexer.bibliography.listed_names import ET_AL, year_of
from kutip.types import Block, Kind, Message, Reference

_UNDATED = "n.d."
_MOST_NAMED = 2  # authors that a citation names; of more, the first and "et al."


class KeyedEntries:
    """The entries that have keys."""

    def __init__(self, by_key: Mapping[str, Reference] | None = None, *, unread: Sequence[Message] = ()) -> None:
        """Take the entries by key.

        Args:
            by_key: The entries.
            unread: What could not be read of the files that should hold entries.
        """
        self._by_key = dict(by_key or {})
        self._is_whole = not unread
        self._by_folded: dict[str, dict[str, Reference]] = {}
        for key, entry in self._by_key.items():
            self._by_folded.setdefault(key.casefold(), {})[entry.id] = entry

    @property
    def are_known(self) -> bool:
        """True if there are any and all were read: then a key that no entry has is an error of the paper."""
        return bool(self._by_key) and self._is_whole

    def of(self, key: str) -> Reference | None:
        """Return the entry with a key; without one, the only one whose key differs in capitals, as in BibTeX."""
        alike = self._by_folded.get(key.casefold(), {})
        return self._by_key.get(key) or (next(iter(alike.values())) if len(alike) == 1 else None)


def keys_in_text(
    references: Sequence[Reference], blocks: Iterable[Block], entries: Iterable[tuple[int, str]]
) -> dict[str, Reference]:
    """Return the entries in the text by each key that the source gives them.

    Args:
        references: The entries, one for each REFERENCE block.
        blocks: The blocks of the document.
        entries: (start of the block, key) of each; what is no entry's start has no effect.
    """
    starts = [block.spans[0].start for block in blocks if block.kind is Kind.REFERENCE]
    by_start = dict(zip(starts, references, strict=True))
    found: dict[str, Reference] = {}
    for start, key in entries:
        if start in by_start:
            found.setdefault(key, by_start[start])
    return found


def cited_as(reference: Reference) -> tuple[str, str]:
    """Return how the text would name an entry, authors and year: ("Kim & Lee", "2020").

    A work without authors is named by its title, as APA has it.
    """
    names = [author.surname for author in reference.authors]
    year = year_of(reference) or _UNDATED
    if not names:
        return reference.title.text if reference.title is not None else "", year
    others = len(names) > _MOST_NAMED or (ET_AL.search(reference.text) is not None)
    return (f"{names[0]} et al." if others else " & ".join(names)), year
