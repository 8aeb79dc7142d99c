"""Tests for entries of invented works in fourteen styles, with their fields: tests/golden/entries_by_style.jsonl.

Half of the works were looked at while the rules were written ("read_before"); the others show what those are worth.
"""

import json
import re
import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from indexer.bibliography.entries import parse_references
from indexer.parsing.corpus import read_alone
from kutip.types import Author, Block, Document, Kind, Reference, Span

ROWS = [json.loads(line) for line in (ROOT / "tests/golden/entries_by_style.jsonl").read_text("utf-8").splitlines()]
STYLES = list(dict.fromkeys(row["style"] for row in ROWS))
NAMES = ("authors", "editors")
PARTS = (
    *("year", "title", "container", "volume", "issue", "pages", "publisher", "place", "doi", "url", "edition"),
    "accessed",
)
NUMBERED = ("Vancouver", "IEEE", "AMA", "Nature")
HEADINGS = (
    "References Cited",
    "LITERATURE CITED",
    "Works Cited",
    "Daftar Pustaka",
    "**Bibliography**",
    "7. References",
)
BODY = "Salt and mills\n\nThe study began in a dry spring, and the first visits to the ponds were made on foot.\n\n"


def bare(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


def name(author: Author) -> list[str]:
    return [bare(part) for part in (author.family, author.given, author.particle, author.suffix)]


def is_right(reference: Reference, field: str, wanted: Any) -> bool:
    if field in NAMES:
        return [name(one) for one in getattr(reference, field)] == [list(map(bare, one)) for one in wanted]
    part = getattr(reference, field)
    found = part.text if part is not None else ""
    if field in ("doi", "url"):
        return bool(found == wanted)
    return counted(found) == counted(wanted)


def counted(text: str) -> str:
    """A part in lower case without marks, an edition without its word."""
    return bare(text).removesuffix(" edition").removesuffix(" ed")


def listed(style: str, *, read_before: bool) -> list[dict[str, Any]]:
    return [row for row in ROWS if row["style"] == style and row["read_before"] is read_before]


def checked(style: str, *, read_before: bool) -> Iterator[tuple[str, bool]]:
    """The fields of a list in one style, and whether each is right."""
    rows = listed(style, read_before=read_before)
    source, blocks = "\n".join(row["text"] for row in rows), []
    at = 0
    for row in rows:
        blocks.append(Block(Kind.REFERENCE, (), (Span(at, at + len(row["text"])),), row["text"]))
        at += len(row["text"]) + 1
    for row, reference in zip(rows, parse_references(Document("x", source, "00" * 32, {}), blocks), strict=True):
        yield from ((field, is_right(reference, field, row[field])) for field in (*NAMES, *PARTS) if field in row)


@cache
def shares(*, read_before: bool) -> tuple[dict[str, float], dict[str, float], float]:
    """The share of right fields by style, by field and of all."""
    by_style: dict[str, list[bool]] = defaultdict(list)
    by_field: dict[str, list[bool]] = defaultdict(list)
    for style in STYLES:
        for field, right in checked(style, read_before=read_before):
            by_style[style].append(right)
            by_field[field].append(right)
    every = [right for rights in by_style.values() for right in rights]
    styles, fields = ({key: sum(one) / len(one) for key, one in by.items()} for by in (by_style, by_field))
    return styles, fields, sum(every) / len(every)


@pytest.mark.parametrize(("read_before", "least"), [(True, 0.96), (False, 0.93)])
def test_most_fields_of_entries_in_all_styles_are_right(read_before: bool, least: float) -> None:
    assert shares(read_before=read_before)[2] >= least


@pytest.mark.parametrize("style", STYLES)
def test_no_style_is_read_badly(style: str) -> None:
    assert shares(read_before=True)[0][style] >= 0.8
    assert shares(read_before=False)[0][style] >= 0.8


@pytest.mark.parametrize(
    ("field", "least"),
    [
        ("authors", 0.97),
        ("year", 0.99),
        ("doi", 1.0),
        ("url", 1.0),
        ("accessed", 1.0),
        ("edition", 1.0),
        ("volume", 0.97),
    ],
)
def test_what_entries_are_cited_by_is_right(field: str, least: float) -> None:
    assert shares(read_before=True)[1][field] >= least
    assert shares(read_before=False)[1][field] >= least


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("layout", ["unwrapped", "wrapped", "hanging", "blank lines"])
def test_lists_in_any_style_and_layout_are_parted(style: str, layout: str, tmp_path: Path) -> None:
    texts = sorted(row["text"] for row in ROWS if row["style"] == style)
    texts = [f"{at}. {text}" for at, text in enumerate(texts, 1)] if style in NUMBERED else texts
    indent = "    " if layout == "hanging" else ""
    wrapped = [textwrap.fill(text, 72, subsequent_indent=indent, break_on_hyphens=False) for text in texts]
    entries = texts if layout == "unwrapped" else wrapped
    heading = HEADINGS[STYLES.index(style) % len(HEADINGS)]
    path = tmp_path / "source.txt"
    path.write_text(
        f"{BODY}{heading}\n\n" + ("\n\n" if layout == "blank lines" else "\n").join(entries) + "\n", "utf-8"
    )
    _, blocks, _ = read_alone(path)
    found = Counter(unspaced(block.text) for block in blocks if block.kind is Kind.REFERENCE)
    right = sum((found & Counter(map(unspaced, texts))).values())
    assert 2 * right / (found.total() + len(texts)) >= 0.85


def unspaced(text: str) -> str:
    return re.sub(r"[\s-]", "", text)
