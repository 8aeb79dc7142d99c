"""Reads entries in which a dash stands for the authors of the entry above: "———. 2004. Title"."""

import re
from dataclasses import dataclass, replace

from indexer.bibliography.plain_entry import PlainEntry, TextRange
from kutip.language.united import any_of

_LABEL = r"\s*(?:[\[(]\w{1,12}[\])]\s*|\d{1,3}[.)]?\s+)?"
# Two strokes may be a bullet and a single one a dash, so they need the mark behind a name.
_DASH = re.compile(
    rf"{_LABEL}(?P<dash>[—–―‒_-]{{3,}}|[—–―‒_-]{{2}}(?=\s?[.,;:(])|[—―_](?=\s?[.,;:(])|(?:[—–―_-]\s){{2,3}}[—–―_-])"
)
_SHORTENED = re.compile(rf"(?<![^\W_])(?:[^\W\d_a-z]|{any_of('names.suffixes')})$")  # its stop was trimmed
_MOST = 2_000  # characters of the names above


@dataclass(frozen=True, slots=True)
class RepeatedNames:
    """An entry with names in place of its dash.

    Attributes:
        entry: The entry; a character of the names has the place of the dash's first.
        names: [start, end) of the names in the entry; empty if there is no dash, or nothing above it.
        dash: [start, end) of the dash in the text with markup.
    """

    entry: PlainEntry
    names: TextRange
    dash: TextRange

    @classmethod
    def of(cls, entry: PlainEntry, above: str) -> "RepeatedNames":
        """Put the names of the entry above in place of a dash, if an entry begins with one."""
        found = _DASH.match(entry.plain)
        if found is None or not above or len(above) > _MOST:
            return cls(entry, (0, 0), (0, 0))
        start, end = found.span("dash")
        after = entry.plain[end : end + 1]
        names = f"{above}." if _SHORTENED.search(above) and after != "." else above
        names += " " if after.isalnum() else ""
        shift = len(names) - (end - start)
        where = entry.places[start], entry.places[end - 1] + 1
        whole = replace(
            entry,
            plain=entry.plain[:start] + names + entry.plain[end:],
            places=[*entry.places[:start], *[where[0]] * len(names), *entry.places[end:]],
            emphasised=[(one + shift, other + shift) for one, other in entry.emphasised if one >= end],
        )
        return cls(whole, (start, start + len(names)), where)

    def own(self, where: TextRange | None) -> TextRange | None:
        """Return a range without what is the entry's above; None if nothing is left."""
        if where is None or self.names[0] == self.names[1] or where[1] <= self.names[0]:
            return where
        start = max(where[0], self.names[1])
        return (start, where[1]) if start < where[1] else None

    def is_repeated(self, where: TextRange) -> bool:
        """True if a name begins in the names of the entry above."""
        return self.names[0] <= where[0] < self.names[1]
