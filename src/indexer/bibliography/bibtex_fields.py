"""Reads the fields of an entry of BibTeX or BibLaTeX: persons, dates and addresses, and LaTeX as plain text."""

import re
from collections.abc import Mapping, Sequence

from bibtexparser.library import Library
from bibtexparser.middlewares import LatexDecodingMiddleware
from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.model import Entry, Field

from indexer.bibliography.listed_work import ListedWork
from kutip.metadata.csl import bare_doi
from kutip.text.reading import squeeze
from kutip.types import Author

_DEEPEST = 30  # braces in braces; LaTeX in a field has three
_MOST_PEOPLE = 500
_YEAR = re.compile(r"-?\d{3,4}[a-z]?")
_URL = re.compile(r"\\url\s*\{([^{}]*)\}|(https?://\S+)")
_ESCAPED = re.compile(r"\\([_%#&$~])")
_RANGE = re.compile(r"(?<=[\w.])\s*(?:-{1,3}|[–—])\s*(?=[\w.])")
_PART = re.compile(r"\s*(family|given|prefix|suffix)\s*=\s*(.*)", re.DOTALL)
_BRACES = {ord("{"): None, ord("}"): None, ord("~"): " "}
_TEXTS: Mapping[str, tuple[str, ...]] = {  # of each the first field that an entry has
    "title": ("title",),
    "subtitle": ("subtitle",),
    "container": ("journaltitle", "journal", "booktitle", "eventtitle", "series"),
    "volume": ("volume",),
    "issue": ("number", "issue"),
    "pages": ("pages",),
    "publisher": ("publisher", "school", "institution", "organization"),
    "place": ("location", "address"),
    "edition": ("edition",),
    "accessed": ("urldate",),
}


def work_of(fields: Mapping[str, str]) -> ListedWork:
    """Return what the fields of an entry say of its work.

    Args:
        fields: The fields by name, in LaTeX, with abbreviations resolved.
    """
    raw = {name: _first(fields, *choices) for name, choices in _TEXTS.items()} | {"year": _year(fields)}
    if not raw["publisher"] and _URL.search(fields.get("howpublished", "")) is None:
        raw["publisher"] = fields.get("howpublished", "")
    people = {role: _people(fields.get(role, "")) for role in ("author", "editor")}
    names = [part for role in people.values() for name in role for part in name]
    plain = without_latex([*raw.values(), *names])
    texts, parts = dict(zip(raw, plain, strict=False)), plain[len(raw) :]
    persons = [Author(parts[at], parts[at + 1], (), parts[at + 2], parts[at + 3]) for at in range(0, len(parts), 4)]
    authors, editors = persons[: len(people["author"])], persons[len(people["author"]) :]
    others = any(one.family.casefold() == "others" for one in (authors or editors)[-1:])
    return ListedWork(
        authors=tuple(filter(_is_named, authors)),
        editors=tuple(filter(_is_named, editors)),
        others=others,
        year=texts["year"],
        title=": ".join(filter(None, (texts["title"], texts["subtitle"]))),
        container="" if texts["container"] == texts["title"] else texts["container"],
        volume=texts["volume"],
        issue=texts["issue"],
        pages=_RANGE.sub("–", texts["pages"]),
        publisher=texts["publisher"],
        place=texts["place"],
        edition=texts["edition"],
        accessed=texts["accessed"],
        doi=_doi(fields),
        url=_address(fields),
    )


def _is_named(author: Author) -> bool:
    return bool(author.family) and author.family.casefold() != "others"


def _first(fields: Mapping[str, str], *names: str) -> str:
    return next((fields[name] for name in names if fields.get(name, "").strip()), "")


def _year(fields: Mapping[str, str]) -> str:
    """The year, with the letter that BibLaTeX gives it; words such as "in press" where there is none."""
    stated = _first(fields, "date", "year", "issued")
    found = _YEAR.match(stated.strip("{} "))
    return found[0] if found is not None else stated or _first(fields, "pubstate")


def _doi(fields: Mapping[str, str]) -> str:
    written = _verbatim(fields.get("doi", ""))
    return bare_doi(written) or "" if written else ""


def _address(fields: Mapping[str, str]) -> str:
    stated = _verbatim(fields.get("url", ""))
    if stated:
        return stated
    for name in ("howpublished", "note"):
        if (found := _URL.search(fields.get(name, ""))) is not None:
            return _verbatim(found[1] or found[2])
    is_arxiv = "arxiv" in (fields.get("archiveprefix", "") + fields.get("eprinttype", "")).casefold()
    eprint = _verbatim(fields.get("eprint", ""))
    return f"https://arxiv.org/abs/{eprint}" if is_arxiv and eprint else ""


def _verbatim(value: str) -> str:
    """An address as it is meant: without braces, and with the characters that LaTeX writes with a backslash."""
    found = _URL.fullmatch(value.strip())
    inner = found[1] if found is not None and found[1] else value
    return _ESCAPED.sub(r"\1", inner).strip("{} \t\r\n")


def _people(names: str) -> list[tuple[str, str, str, str]]:
    """The persons of a field, each as family name, given names, particle and suffix, still in LaTeX."""
    try:
        each = list(split_multiple_persons_names(squeeze(names)))
    except (ValueError, IndexError, RecursionError):
        each = [names]
    return [_name(one) for one in each[:_MOST_PEOPLE] if one]


def _name(written: str) -> tuple[str, str, str, str]:
    found = [one for part in written.split(",") if (one := _PART.fullmatch(part)) is not None]
    parts = {one[1]: one[2].strip() for one in found}  # as BibLaTeX has them: "family=Berg, prefix=van der"
    if parts.get("family"):
        return parts["family"], parts.get("given", ""), parts.get("prefix", ""), parts.get("suffix", "")
    try:
        name = parse_single_name_into_parts(written, strict=False)
    except Exception:  # whatever the library raises for a name that is none: it is then kept whole
        return written, "", "", ""
    return " ".join(name.last), " ".join(name.first), " ".join(name.von), " ".join(name.jr)


def without_latex(texts: Sequence[str]) -> list[str]:
    """Return texts in LaTeX as plain text, each on one line; what cannot be read keeps its commands."""
    fields = [Field(str(at), text) for at, text in enumerate(texts) if "\\" in text or "$" in text or "{" in text]
    shallow = [one for one in fields if _depth(one.value) <= _DEEPEST]
    plain = {one.key: one.value for one in fields}
    if shallow:
        try:
            done = LatexDecodingMiddleware(keep_math_mode=False).transform_entry(
                Entry("misc", "one", shallow), Library()
            )
        except Exception:  # LaTeX that the library cannot read is kept, without its braces
            done = None
        if isinstance(done, Entry):
            plain |= {one.key: one.value for one in done.fields}
    return [squeeze(str(plain.get(str(at), text)).translate(_BRACES)) for at, text in enumerate(texts)]


def _depth(text: str) -> int:
    depth = most = 0
    for character in text:
        depth += (character == "{") - (character == "}")
        most = max(most, depth)
    return most
