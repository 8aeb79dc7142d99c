"""Reads the metadata that a person gives with a paper: the entry of it in a .bib file or in CSL-JSON."""

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from indexer.bibliography.bibtex_file import BibtexFile
from indexer.bibliography.listed_work import ListedWork
from indexer.parsing.files import read_file
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


class GivenMetadata:
    """The items of a file, each with its key: one paper's, or those of several."""

    def __init__(self, file: Path, items: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
        """Keep the items.

        Args:
            file: Where they are from, for messages.
            items: Key and fields of each in CSL-JSON; a key may be "".
        """
        self._file = file
        self._items = tuple(items)

    def item_of(self, facts: DocumentFacts, keys: Collection[str], *, is_alone: bool) -> Mapping[str, Any]:
        """Return the fields of a paper's item: by key, else by DOI, else by title.

        Args:
            facts: What the paper says of itself.
            keys: Keys that it may have: its id and the name of its file.
            is_alone: True if it is the only paper that the file is given for, so that an only item is of it.

        Raises:
            CorpusError: No item, or more than one, is that paper's.
        """
        if is_alone and len(self._items) == 1:
            return self._items[0][1]
        found: list[Mapping[str, Any]] = []
        for own in (self._by_key(keys), self._by_doi(facts.doi), self._by_title(facts.title)):
            found = found or own
        if len(found) == 1:
            return found[0]
        what = f"{len(found)} entries" if found else "no entry"
        raise CorpusError(
            f"{self._file} has {what} for this paper; name the paper's file or --id as the entry's key, or give a file"
            " with its entry alone"
        )

    def _by_key(self, keys: Collection[str]) -> list[Mapping[str, Any]]:
        wanted = {key.casefold() for key in keys if key}
        return [item for key, item in self._items if key.casefold() in wanted]

    def _by_doi(self, doi: str | None) -> list[Mapping[str, Any]]:
        if doi is None:
            return []
        return [item for _, item in self._items if str(csl_item("", item).get("DOI", "")).casefold() == doi.casefold()]

    def _by_title(self, title: str | None) -> list[Mapping[str, Any]]:
        wanted = _bare(title or "")
        return [one for _, one in self._items if wanted and _bare(field_text(csl_item("", one), "title")) == wanted]


def read_given_metadata(file: Path) -> GivenMetadata:
    """Read a .bib file or CSL-JSON.

    Raises:
        CorpusError: It is of another form, cannot be read or has no entry.
    """
    read = {".bib": _of_bibtex, ".json": _of_json}.get(file.suffix.lower())
    if read is None:
        raise CorpusError(f"{file} is neither a .bib file nor CSL-JSON (.json); export the entry as one of these")
    try:
        text = read_file(file, file.resolve().parent, most=_MOST_BYTES).decode("utf-8-sig")
        items = read(text)
    except FileNotFoundError as error:
        raise CorpusError(f"there is no file {file}") from error
    except (ValueError, RecursionError) as error:
        raise CorpusError(f"{file} cannot be read as {file.suffix.lower()}: {error}; mend it") from error
    if not items:
        raise CorpusError(f"{file} has no entry; export the paper's entry into it")
    return GivenMetadata(file, items)


def _of_bibtex(text: str) -> Sequence[tuple[str, Mapping[str, Any]]]:
    held = BibtexFile(text)
    works = [(key, held.work(key)) for key in held.keys]
    return [(key, csl_of(work, held.entry_type(key))) for key, work in works if work is not None]


def _of_json(text: str) -> Sequence[tuple[str, Mapping[str, Any]]]:
    held = json.loads(text)
    within = next((held[name] for name in ("items", "references") if name in held), held) if _is_object(held) else held
    items = within if isinstance(within, list) else [within]
    if not all(map(_is_object, items)):
        raise ValueError("it holds no items of CSL-JSON")
    return [(str(item.get("id", "")), {name: item[name] for name in item if name != "id"}) for item in items]


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


def _bare(title: str) -> str:
    return _NO_LETTERS.sub(" ", title.casefold()).strip()
