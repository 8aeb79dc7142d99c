"""Reads the metadata that a person gives with a paper: the entry of it in a .bib file, in RIS or in CSL-JSON."""

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.bibliography.bibtex_file import BibtexFile
from indexer.bibliography.listed_work import ListedWork
from indexer.linked_files import file_name, is_at, linked_files, plain_path, same_name
from indexer.parsing.files import read_file
from indexer.ris_file import read_ris
from kutip.errors import CorpusError
from kutip.metadata.csl import bare_doi, csl_item, field_text
from kutip.metadata.facts import DocumentFacts
from kutip.types import Author

_MOST_BYTES = 1 << 24  # 16 MiB: what a reference manager with 10,000 works writes
_YEAR = re.compile(r"(-?\d{3,4})[a-z]?")
_NO_LETTERS = re.compile(r"[\W_]+")
_TYPES: Mapping[str, str] = {  # of BibTeX and BibLaTeX, as CSL-JSON calls them
    "article": "article-journal",
    "book": "book",
    "booklet": "pamphlet",
    "collection": "book",
    "conference": "paper-conference",
    "dataset": "dataset",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "manual": "report",
    "mastersthesis": "thesis",
    "mvbook": "book",
    "online": "webpage",
    "patent": "patent",
    "phdthesis": "thesis",
    "proceedings": "book",
    "report": "report",
    "software": "software",
    "techreport": "report",
    "thesis": "thesis",
    "unpublished": "manuscript",
}
# What belongs to the file, not to the work: `custom` is where Kutip itself notes where facts are from.
_NOT_OF_WORK = frozenset({"id", "custom", "citation-key"})
_FIELDS = {  # of CSL-JSON, by those of a work
    "title": "title",
    "container": "container-title",
    "volume": "volume",
    "issue": "issue",
    "pages": "page",
    "publisher": "publisher",
    "place": "publisher-place",
    "edition": "edition",
    "doi": "DOI",
    "url": "URL",
}


@dataclass(frozen=True, slots=True)
class GivenItem:
    """An entry of a file.

    Attributes:
        key: Its key; may be "".
        fields: Its fields in CSL-JSON, without an id.
        files: The paths of the files that it names, as they are written there.
    """

    key: str
    fields: Mapping[str, Any]
    files: tuple[str, ...] = ()


class GivenMetadata:
    """The entries of a file: one paper's, or those of several."""

    def __init__(self, file: Path, items: Iterable[GivenItem]) -> None:
        """Keep the entries.

        Args:
            file: Where they are from.
            items: The entries.
        """
        self._file = file
        self._items = tuple(items)

    def item_of(self, facts: DocumentFacts, keys: Collection[str], path: Path | None, *, is_alone: bool) -> GivenItem:
        """Return a paper's entry: that which names its file, else by key, DOI, the file's name alone, or title.

        Args:
            facts: What the paper says of itself.
            keys: Keys that it may have: its id and the name of its file.
            path: The paper's file; None for standard input.
            is_alone: True if it is the only paper that the file is given for, so that an only entry is of it.

        Raises:
            CorpusError: No entry, or more than one, is that paper's.
        """
        if is_alone and len(self._items) == 1:
            return self._items[0]
        found: list[GivenItem] = []
        for own in (
            self._at(path),
            self._by_key(keys),
            self._by_doi(facts.doi),
            self._by_name(path),
            self._by_title(facts.title),
        ):
            found = found or own
        if len(found) == 1:
            return found[0]
        what = f"{len(found)} entries" if found else "no entry"
        raise CorpusError(
            f"{self._file} has {what} for this paper; name the paper's file or --id as the entry's key, or give a file"
            " with its entry alone"
        )

    def origin_of(self, item: GivenItem) -> str:
        """Return where the facts of an entry are from: "refs.bib, entry holm2019"."""
        return f"{self._file.name}, entry {item.key}" if item.key else self._file.name

    def rank_of(self, path: Path) -> int:
        """Return the place of a file among those of its entry, from 0: what comes behind the first may be no paper."""
        ranks = (at for one in self._items for at, file in enumerate(one.files) if is_at([file], self._folder, path))
        return next(ranks, 0)

    @property
    def _folder(self) -> Path:
        return self._file.parent

    def _at(self, path: Path | None) -> list[GivenItem]:
        return [] if path is None else [one for one in self._items if is_at(one.files, self._folder, path)]

    def _by_name(self, path: Path | None) -> list[GivenItem]:
        """The entries that name a file of this name elsewhere, as one exported on another machine."""
        if path is None:
            return []
        return [one for one in self._items if any(same_name(file_name(file), path.name) for file in one.files)]

    def _by_key(self, keys: Collection[str]) -> list[GivenItem]:
        wanted = {key.casefold() for key in keys if key}
        return [one for one in self._items if one.key.casefold() in wanted]

    def _by_doi(self, doi: str | None) -> list[GivenItem]:
        if doi is None:
            return []
        return [one for one in self._items if (_doi(one) or "").casefold() == doi.casefold()]

    def _by_title(self, title: str | None) -> list[GivenItem]:
        wanted = bare_title(title or "")
        return [
            one for one in self._items if wanted and bare_title(field_text(csl_item("", one.fields), "title")) == wanted
        ]


def _doi(one: GivenItem) -> str | None:
    return csl_item("", one.fields).get("DOI")


def read_given_metadata(file: Path) -> GivenMetadata:
    """Read a .bib file, RIS or CSL-JSON.

    Raises:
        CorpusError: It is of another form, cannot be read or has no entry.
    """
    read = {".bib": _of_bibtex, ".ris": _of_ris, ".json": _of_json}.get(file.suffix.lower())
    if read is None:
        raise CorpusError(
            f"{file} is neither a .bib file nor RIS (.ris) nor CSL-JSON (.json); export the entry as one of these"
        )
    try:
        text = read_file(file, file.resolve().parent, most=_MOST_BYTES).decode("utf-8-sig")
        items = read(text)
    except FileNotFoundError as error:
        raise CorpusError(f"there is no file {file}") from error
    except UnicodeDecodeError as error:
        raise CorpusError(f"{file} is not UTF-8 text (its byte {error.start}); save it as UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise CorpusError(f"{file} cannot be read as {file.suffix.lower()}: {error}; mend it") from error
    if not items:
        raise CorpusError(f"{file} has no entry; export the paper's entry into it")
    return GivenMetadata(file, items)


def _of_bibtex(text: str) -> Sequence[GivenItem]:
    held = BibtexFile(text)
    works = [(key, held.work(key)) for key in held.keys]
    return [
        GivenItem(
            key, csl_of(work, held.entry_type(key)), tuple(map(plain_path, linked_files(held.field(key, "file"))))
        )
        for key, work in works
        if work is not None
    ]


def _of_ris(text: str) -> Sequence[GivenItem]:
    return [GivenItem(*record) for record in read_ris(text)]


def _of_json(text: str) -> Sequence[GivenItem]:
    held = json.loads(text)
    within = next((held[name] for name in ("items", "references") if name in held), held) if _is_object(held) else held
    items = within if isinstance(within, list) else [within]
    if not all(map(_is_object, items)):
        raise ValueError("it holds no items of CSL-JSON")
    return [
        GivenItem(str(item.get("id", "")), {name: item[name] for name in item if name not in _NOT_OF_WORK})
        for item in items
    ]


def csl_of(work: ListedWork, entry_type: str) -> dict[str, Any]:
    """Return a work of a BibTeX file as fields of CSL-JSON.

    >>> csl_of(ListedWork((Author("Holm", "Ida", ()),), year="2019a", title="Salt"), "article")["issued"]
    {'date-parts': [[2019]]}
    """
    item: dict[str, Any] = {"type": _TYPES.get(entry_type, "document")}
    for name, field in _FIELDS.items():
        value = str(getattr(work, name))
        if value:
            item[field] = value.replace("–", "-") if name == "pages" else value
    for role, people in (("author", work.authors), ("editor", work.editors)):
        if people:
            item[role] = [_csl_name(one) for one in people]
    year = _YEAR.fullmatch(work.year)
    if year is not None:
        item["issued"] = {"date-parts": [[int(year[1])]]}
    elif work.year:
        item["status"] = work.year  # "in press"
    if doi := bare_doi(work.doi):
        item["DOI"] = doi
    return item


def _csl_name(name: Author) -> dict[str, str]:
    if not name.given and not name.particle and not name.suffix:
        return {"literal": name.family}
    parts = {"family": name.family, "given": name.given}
    parts |= {"non-dropping-particle": name.particle, "suffix": name.suffix}
    return {part: text for part, text in parts.items() if text}


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


def bare_title(title: str) -> str:
    """Return the letters and digits of a title, with one blank between words, in lower case.

    >>> bare_title("Salt & Roads: a History")
    'salt roads a history'
    """
    return _NO_LETTERS.sub(" ", title.casefold()).strip()
