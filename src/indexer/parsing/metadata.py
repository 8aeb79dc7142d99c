"""Reads a document's metadata file and refuses fields whose shape or size differs from what CSL-JSON describes."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from indexer.parsing.faults import all_faults
from indexer.parsing.field_names import right_name, right_part
from indexer.parsing.files import read_file
from kutip.errors import CorpusError
from kutip.metadata.rich_text import OBEYED

_MOST_BYTES = 4 << 20  # of the file
_LONGEST = 100_000  # characters of a text, such as an abstract
_LONGEST_NAMING = 5_000  # characters of a title, a name, a DOI: what is shown in every list
_MOST_ENTRIES = 5_000  # entries of a list or an object; the paper on the Higgs boson's mass has 5,154 authors
_DEEPEST = 20  # lists and objects inside of each other; CSL-JSON has four
_LONGEST_NUMBER = 30  # digits of a whole number; a volume or a page has up to 10
_SHOWN = 80  # characters of a refused value in a message
_MOST_TOLD = 20  # wrong fields in a message


def read_metadata(path: Path, sha256: str | None) -> dict[str, Any]:
    """Return the metadata of a document; {} if there is no file.

    Args:
        path: The file metadata.json in the document's folder, which contains a JSON object.
        sha256: SHA-256 of the source file, in hexadecimal; None if that cannot be read.

    Raises:
        CorpusError: The file is not JSON in UTF-8 or not an object, a field has another shape than in CSL-JSON, is too
            large or holds control characters, or its SHA-256 is not that of the source file. The message has all
            faults.
    """
    try:
        data = read_file(path, path.parent.parent, most=_MOST_BYTES)
    except FileNotFoundError:
        return {}
    try:
        metadata = json.loads(data.decode("utf-8"), object_pairs_hook=_without_repeated)
        json.dumps(metadata, ensure_ascii=False, allow_nan=False).encode("utf-8")  # rejects NaN and lone surrogates
    except (ValueError, RecursionError) as error:  # JSON and UTF-8 errors are ValueErrors
        raise CorpusError(f"{path} is not JSON in UTF-8: {error}; mend it or remove it") from error
    if not isinstance(metadata, dict):
        raise CorpusError(f"{path} holds a {type(metadata).__name__}; it needs an object of CSL-JSON fields")
    with all_faults() as faults:
        with faults.noted():
            refuse_misshapen(metadata, path)
        stated = metadata.get("sha256")
        if None not in (stated, sha256) and stated != sha256:
            said = _short(stated).strip("'")
            faults.add(f"{path.parent}: the source has SHA-256 {sha256}, its metadata says {said}; mend one of them")
    return metadata


def refuse_misshapen(metadata: Mapping[str, Any], path: Path) -> None:
    """Check the name and size of all fields, and the shape of those that Kutip shows; null counts as a missing field.

    Args:
        metadata: The metadata of a document.
        path: Their file, for the message.

    Raises:
        CorpusError: Fields have another name or shape than in CSL-JSON, or are too large; the message names each and
            says what is wanted.
    """
    told = [fault for field in metadata if (fault := _fault_of(field, metadata)) is not None]
    if told:
        shown = told[:_MOST_TOLD] + ([f"and {more} more fields"] if (more := len(told) - _MOST_TOLD) > 0 else [])
        raise CorpusError(f"{path}: {'; '.join(shown)}")


def _fault_of(field: str, metadata: Mapping[str, Any]) -> str | None:
    """What is wrong with a field, first of all its name, and what to do about it; None if nothing is."""
    value = metadata[field]
    if (right := right_name(field, metadata)) is not None:
        return _misnamed(_short(field)[1:-1], right, metadata)
    for fault in _faults(value, _LONGEST_NAMING if field in _NAMING else _LONGEST):
        return f"{_short(field)[1:-1]} {fault}"
    for named, holds, example in _SHAPES:
        if field == named and value is not None and not holds(value):
            return f"{field} is {_short(value)}; write it as CSL-JSON does: {example}"
    parts = [right_part(name) for name in value] if field in _OF_PEOPLE and isinstance(value, list) else []
    for one in filter(None, parts):
        return f"{field} has a name with {one[0]!r}, which CSL-JSON calls {one[1]!r}"
    return None


def _misnamed(field: str, right: str, metadata: Mapping[str, Any]) -> str:
    if metadata.get(right) is not None:
        return f"{field} is no field of CSL-JSON, which calls it {right}, and {right} is there too: remove {field}"
    example = next((example for named, _, example in _SHAPES if named == right), None)
    return f"{field} is no field of CSL-JSON, which calls it {right}" + (f"; write {example}" if example else "")


def _without_repeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object of its fields; one that stands twice would hide the first."""
    fields = dict(pairs)
    if len(fields) < len(pairs):
        [(repeated, _)] = Counter(name for name, _ in pairs).most_common(1)
        raise ValueError(f"the field {_short(repeated)} stands twice")
    return fields


def _faults(value: object, longest: int) -> Iterator[str]:
    """Yield what is wrong with the size or the characters of a value, and what to do about it."""
    waiting = [(value, 1)]
    while waiting:
        one, depth = waiting.pop()
        if depth > _DEEPEST:
            yield f"is nested more than {_DEEPEST} deep; make it simpler"
        elif isinstance(one, (list, dict)):
            if len(one) > _MOST_ENTRIES:
                yield f"has {len(one):,} entries; list at most {_MOST_ENTRIES:,}"
            inner = [*one, *one.values()] if isinstance(one, dict) else one
            waiting += [(part, depth + 1) for part in inner[: 2 * _MOST_ENTRIES]]
        elif isinstance(one, str):
            if len(one) > longest:
                yield f"has {len(one):,} characters; shorten it to {longest:,}"
            obeyed = OBEYED.search(one)
            if obeyed is not None:
                yield f"holds the control character U+{ord(obeyed[0]):04X}; remove it"
        elif isinstance(one, int) and abs(one) >= 10**_LONGEST_NUMBER:
            yield f"is a number of more than {_LONGEST_NUMBER} digits; write it as text"


def _short(value: object) -> str:
    """A value as Python writes it, cut to the length of a line."""
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_text_or_list(value: object) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and all(map(_is_text, value)))


def _are_names(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(name, dict) and _has_text_parts(name) for name in value)


def _has_text_parts(name: Mapping[str, object]) -> bool:
    return all(name.get(part) is None or _is_text(name[part]) for part in _NAME_PARTS)


def _is_date(value: object) -> bool:
    parts = value.get("date-parts", []) if isinstance(value, dict) else None
    return isinstance(parts, list) and all(isinstance(part, list) for part in parts)


_NAME_PARTS = ("family", "given", "literal", "dropping-particle", "non-dropping-particle", "suffix")
# The metadata fields that Kutip uses: name, check of the value, and an example for the error message.
_SHAPES: tuple[tuple[str, Callable[[object], bool], str], ...] = (
    ("title", _is_text, '"title": "The Wear of Blades"'),
    ("author", _are_names, '"author": [{"given": "Ana", "family": "Smith"}]'),
    ("editor", _are_names, '"editor": [{"given": "Ana", "family": "Smith"}]'),
    ("issued", _is_date, '"issued": {"date-parts": [[2025, 4, 24]]}'),
    ("container-title", _is_text_or_list, '"container-title": "Journal of Ocean Energy"'),
    ("DOI", _is_text, '"DOI": "10.1000/j.19.466"'),
    ("license", _is_text, '"license": "CC-BY-4.0"'),
    ("language", _is_text, '"language": "en"'),
)
_OF_PEOPLE = ("author", "editor")
_NAMING = frozenset(field for field, _, _ in _SHAPES)
