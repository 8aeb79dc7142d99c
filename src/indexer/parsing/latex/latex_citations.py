r"""Writes in-text citations of LaTeX as a reader of the paper sees them, as far as the source alone says how.

Entries of a `thebibliography` have numbers or labels of their own: "[3]", "(Goodman & Weare, 2010)". Keys whose entries
are in another file stand as they are: "[goodman10]".
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from indexer.parsing.served_table import Piece

_NATBIB = re.compile(r"(?P<who>[^()]++)\((?P<year>[^()]{1,20})\)")
_TEXTUAL = frozenset("citet textcite textcites citealt citen citea onlinecite".split())
_BARE = frozenset("citealp citealt citenum".split())
_AUTHOR, _YEAR, _YEAR_BRACKETED = frozenset(["citeauthor", "citeauthors"]), "citeyear", "citeyearpar"


@dataclass(frozen=True, slots=True)
class EntryLabel:
    """How an entry of the list is cited.

    Attributes:
        mark: Its number or printed label: "3", "HS97".
        who: Its authors in a citation; "" if the label names none.
        year: Its year there.
    """

    mark: str
    who: str = ""
    year: str = ""


@dataclass(frozen=True, slots=True)
class CitationStyle:
    """How a source's citations look.

    Attributes:
        labels: The entries that the source itself has, by key.
        by_name: True if they are cited by author and year, where their labels name these.
    """

    labels: Mapping[str, EntryLabel]
    by_name: bool

    @staticmethod
    def of(entries: Sequence[tuple[str, str]], *, numbered: bool) -> "CitationStyle":
        """Make the style of a list of entries.

        Args:
            entries: The key of each entry and its stated label, "" if it has none.
            numbered: True if the source asks for numbers.
        """
        labels: dict[str, EntryLabel] = {}
        named = 0
        for number, (key, label) in enumerate(entries, start=1):
            found = _NATBIB.match(label)
            named += found is not None
            who, year = (found["who"].strip(" ,"), found["year"].strip()) if found is not None else ("", "")
            mark = str(number) if found is not None or not label else label.strip("[]")
            labels.setdefault(key, EntryLabel(mark, who, year))
        return CitationStyle(labels, 2 * named > len(entries) and not numbered)

    def mark_before(self, key: str) -> str:
        """Return what stands before an entry of the list: "[3] "; "" where entries are cited by name."""
        label = self.labels.get(key)
        return "" if label is None or (self.by_name and label.who) else f"[{label.mark}] "

    def pieces(self, command: str, keys: Sequence[str], before: str, after: str) -> Iterator[Piece]:
        r"""Yield the text of a citation, each key's part with its key.

        Args:
            command: Its command, such as "citep".
            keys: The keys.
            before: What stands before the authors, such as "see".
            after: What stands behind the year, such as "p. 3".
        """
        name = command.casefold()
        labels = [self.labels.get(key) for key in keys]
        named = self.by_name and all(label is not None and label.who for label in labels)
        opening, closing, apart = ("(", ")", "; ") if named else ("[", "]", ", ")
        textual = named and (name in _TEXTUAL or name in _AUTHOR or name in (_YEAR, _YEAR_BRACKETED))
        is_bare = textual or (named and name in _BARE)
        yield Piece(f"{'' if is_bare else opening}{before}{' ' if before else ''}")
        for at, (key, label) in enumerate(zip(keys, labels, strict=True)):
            yield Piece(apart if at else "")
            yield Piece(self._one(name, key, label, named, after if textual and at + 1 == len(keys) else ""), (key,))
        ending = f", {after}" if after and not textual else ""
        yield Piece(f"{ending}{'' if is_bare else closing}")

    def _one(self, name: str, key: str, label: EntryLabel | None, named: bool, after: str) -> str:
        if label is None:
            return key
        if not named:
            return label.mark
        year = f"{label.year}, {after}" if after else label.year
        if name in _AUTHOR:
            return f"{label.who}, {after}" if after else label.who
        if name == _YEAR:
            return year
        if name == _YEAR_BRACKETED:
            return f"({year})"
        if name == "citealt":
            return f"{label.who} {year}"
        return f"{label.who} ({year})" if name in _TEXTUAL else f"{label.who}, {label.year}"


def taken_back(pieces: list[Piece], keys: tuple[str, ...]) -> list[Piece]:
    """Take the end of a text from a citation on, if that cites the same work and nothing is behind it but blanks."""
    at = next((n for n in range(len(pieces) - 1, -1, -1) if pieces[n].text.strip()), -1)
    if at < 0 or pieces[at].keys != keys or len(keys) != 1:
        return []
    taken, pieces[at:] = pieces[at:], []
    return taken
