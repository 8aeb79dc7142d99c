"""Reads a document's metadata file and refuses fields whose shape differs from CSL-JSON."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kutip.errors import CorpusError


def read_metadata(path: Path, sha256: str) -> dict[str, Any]:
    """Return the metadata of a document; {} if there is no file.

    Args:
        path: The file metadata.json, which contains a JSON object.
        sha256: SHA-256 of the source file, in hexadecimal.

    Raises:
        CorpusError: The file is not JSON in UTF-8 or not an object, a field has another shape than in CSL-JSON, or its
            SHA-256 is not that of the source file.
    """
    try:
        metadata = json.loads(path.read_text(encoding="utf-8"))
        json.dumps(metadata, ensure_ascii=False, allow_nan=False).encode("utf-8")  # rejects NaN and lone surrogates
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:  # JSON and UTF-8 errors are ValueErrors
        raise CorpusError(f"{path} is not JSON in UTF-8: {error}; mend it or remove it") from error
    if not isinstance(metadata, dict):
        raise CorpusError(f"{path} holds a {type(metadata).__name__}; it needs an object of CSL-JSON fields")
    refuse_misshapen(metadata, path)
    stated = metadata.get("sha256")
    if stated is not None and stated != sha256:
        raise CorpusError(
            f"{path.parent}: the source has SHA-256 {sha256}, its metadata says {stated}; mend one of them"
        )
    return metadata


def refuse_misshapen(metadata: Mapping[str, Any], path: Path) -> None:
    """Check the shape of every field that Kutip shows; null counts as a missing field.

    Args:
        metadata: The metadata of a document.
        path: Their file, for the message.

    Raises:
        CorpusError: A field has another shape; the message names it and gives an example.
    """
    for field, holds, example in _SHAPES:
        value = metadata.get(field)
        if value is not None and not holds(value):
            raise CorpusError(f"{path}: {field} is {value!r}; write it as CSL-JSON does: {example}")


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
