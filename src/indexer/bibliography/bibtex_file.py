"""Reads BibTeX and BibLaTeX files: only the entries that are asked for, so that a file of any kind costs little."""

import logging
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.model import DuplicateFieldKeyBlock, Entry

from indexer.bibliography.bibtex_fields import work_of
from indexer.bibliography.listed_work import ListedWork

_HEAD = re.compile(r"(?:^|(?<=[})]))[ \t]*+@(?P<type>[A-Za-z]+)\s*+[{(]\s*+(?P<key>[^\s,{}()\"#\\%]*+)", re.MULTILINE)
_NO_ENTRIES = frozenset({"comment", "preamble", "string"})
_MOST_ENTRIES = 200_000
_MOST_STRINGS = 5_000
_LONGEST_ENTRY = 100_000  # characters; with an abstract 5,000 are usual
_LONGEST_VALUE = 10_000  # characters of one field
_MOST_PARENTS = 8  # entries from which one inherits, and these in turn
_TOKEN = re.compile(r"[^\s#{}\"]+")
_IDS = re.compile(r"(?<![\w-])ids\s*+=\s*+[{\"]([^{}\"]{1,1000}+)[}\"]", re.IGNORECASE)
_MONTHS = dict.fromkeys("jan feb mar apr may jun jul aug sep oct nov dec".split(), "")
_OF_PARENT = {"title": "booktitle", "subtitle": "booksubtitle"}  # what the title of a book is to its chapters
_NOT_INHERITED = frozenset({"ids", "crossref", "xdata", "doi", "url", "pages", "author", "eprint"})


class BibtexFile:
    """The entries of a BibTeX file by key."""

    def __init__(self, text: str) -> None:
        """Find where the entries are; each is parsed only when it is asked for.

        Args:
            text: The file's text. An entry that is broken does not hinder the others.

        Raises:
            ValueError: It has more entries than any list of references.
        """
        self._text = text
        self._places: dict[str, tuple[int, int]] = {}
        strings: list[tuple[int, int]] = []
        heads = list(_heads(text))
        for (kind, key, start), end in zip(
            heads, [*(head[2] for head in heads[1:]), *[len(text)][: len(heads)]], strict=True
        ):
            if kind == "string":
                strings.append((start, end))
            elif kind not in _NO_ENTRIES and key and not key.endswith("="):  # "@misc{title={T}}" has no key
                self._places.setdefault(key, (start, end))
        self._strings = self._read_strings(strings[:_MOST_STRINGS])
        self._by_alias: dict[str, str] | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of its entries, in order."""
        return tuple(self._places)

    def key_of(self, key: str) -> str | None:
        """Return the key of the entry that has this key, or this one beside its own (`ids` of BibLaTeX)."""
        if key in self._places:
            return key
        if self._by_alias is None:
            self._by_alias = dict(self._aliases())
        return self._by_alias.get(key)

    def work(self, key: str) -> ListedWork | None:
        """Return what the file says of the work with a key of its own; None if its entry cannot be read."""
        fields = self._fields_of(key)
        if fields is None:
            return None
        return work_of(self._with_inherited(fields, [key]))

    def entry_type(self, key: str) -> str:
        """Return the type of the entry with a key of its own, in lower case: "article"; "" if it cannot be read."""
        return (self._fields_of(key) or {}).get("entrytype", "")

    def field(self, key: str, name: str) -> str:
        """Return a field, in lower case, of the entry with a key of its own, as it was written; "" if it has none."""
        return (self._fields_of(key) or {}).get(name, "")

    def _aliases(self) -> Iterator[tuple[str, str]]:
        places = sorted((start, end, key) for key, (start, end) in self._places.items())
        for found in _IDS.finditer(self._text):
            at = bisect_right(places, found.start(), key=lambda place: place[0]) - 1
            if at >= 0 and found.start() < places[at][1]:
                yield from ((alias.strip(), places[at][2]) for alias in found[1].split(","))

    def _read_strings(self, places: Sequence[tuple[int, int]]) -> Mapping[str, str]:
        """Resolve the abbreviations in order; one may use those above it, so none can use itself."""
        known: dict[str, str] = dict(_MONTHS)
        for start, end in places:
            for one in _parsed(self._text[start : min(end, start + _LONGEST_VALUE)]).strings:
                known[one.key.casefold()] = _value(str(one.value), known)
        return known

    def _fields_of(self, key: str) -> dict[str, str] | None:
        place = self._places.get(key)
        if place is None or place[1] - place[0] > _LONGEST_ENTRY:
            return None
        head = _HEAD.match(self._text, place[0])
        after = head.end() if head is not None else place[0]
        # The library takes no key with "=", as addresses have, so that all have the same one.
        library = _parsed(f"{self._text[place[0] : after - len(key)]}key{self._text[after : place[1]]}")
        doubled = [one.ignore_error_block for one in library.failed_blocks if isinstance(one, DuplicateFieldKeyBlock)]
        entry = next((one for one in [*library.entries, *doubled] if isinstance(one, Entry)), None)
        if entry is None:
            return None
        fields = {"entrytype": entry.entry_type.casefold()}
        for field in entry.fields:
            fields.setdefault(field.key.casefold(), _value(str(field.value), self._strings))
        return fields

    def _with_inherited(self, fields: dict[str, str], seen: list[str]) -> dict[str, str]:
        """Add what an entry takes from those that it names as its book (crossref) or as shared data (xdata).

        Args:
            fields: The entry's own fields.
            seen: Keys of the entries that were read for it, to which those that are read now are added.
        """
        whole = dict(fields)
        for name in ("xdata", "crossref"):
            for key in (one.strip() for one in fields.get(name, "").split(",")):
                if key in seen or len(seen) > _MOST_PARENTS:
                    continue
                seen.append(key)
                parent = self._fields_of(key) or {}
                for field, value in self._with_inherited(parent, seen).items():
                    as_its = _OF_PARENT.get(field, field) if name == "crossref" else field
                    if name == "xdata" or field not in _NOT_INHERITED:
                        whole.setdefault(as_its, value)
        return whole


def _parsed(text: str) -> Library:
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # it logs what is returned as failed blocks, too
    return parse_string(text, parse_stack=[])


def _heads(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield the type, key and place of each entry, also of comments and abbreviations."""
    for number, head in enumerate(_HEAD.finditer(text)):
        if number >= _MOST_ENTRIES:
            raise ValueError("too many entries")
        yield head["type"].casefold(), head["key"], head.start()


def _value(raw: str, strings: Mapping[str, str]) -> str:
    r"""Return the value of a field: its pieces joined, abbreviations resolved, without the outer braces or quotes.

    >>> _value('jok # " and {DNA} " # 12', {"jok": "Journal of Kites"})
    'Journal of Kites and {DNA} 12'
    """
    pieces: list[str] = []
    at = 0
    while at < len(raw):
        if raw[at] == "{" or raw[at] == '"':
            end = _end_of_group(raw, at)
            pieces.append(raw[at + 1 : end])
            at = end + 1
        elif (token := _TOKEN.match(raw, at)) is not None:
            pieces.append(strings.get(token[0].casefold(), token[0]))
            at = token.end()
        else:
            at += 1
    return "".join(pieces)[:_LONGEST_VALUE]


def _end_of_group(raw: str, start: int) -> int:
    """Return where the group that begins at a brace or a quotation mark ends."""
    depth, at = 0, start
    quoted = raw[start] == '"'
    while at < len(raw):
        character = raw[at]
        if character == "\\":
            at += 1
        elif character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
            if depth == 0 and not quoted:
                return at
        elif character == '"' and quoted and depth == 0 and at > start:
            return at
        at += 1
    return len(raw)
