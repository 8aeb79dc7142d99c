"""Finds what a paper's own files state of it: title, authors, year and DOI; metadata.json confirm or overrule them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from indexer.parsing.first_page import first_page_facts
from indexer.parsing.front_matter import front_matter_end, front_matter_facts
from indexer.parsing.lines import split_lines
from indexer.parsing.pdf_facts import pdf_facts
from indexer.parsing.reader import ReadSource
from indexer.parsing.reading import SourceReading
from kutip.metadata.csl import bare_doi
from kutip.metadata.dates import year_of
from kutip.metadata.names import read_name
from kutip.types import FactOrigin, FactStanding, ReadFact

_FIELDS = ("title", "author", "issued", "container-title", "volume", "issue", "page", "DOI")
FIRST_PAGE = 10_000  # characters in which what a PDF says of itself has to stand


def stated_facts(folder: Path | None, source: ReadSource, metadata: Mapping[str, Any]) -> tuple[ReadFact, ...]:
    """Return the facts that a paper's files state, each from the first file that has it.

    Nothing is used of a file whose title is another than that in the metadata: it may speak of another work.

    Args:
        folder: The document's folder, which may have one PDF; None for a file of no such folder.
        source: Its source, as it was read.
        metadata: What metadata.json hold.
    """
    after = front_matter_end(source.text)
    begin = source.text[: after + FIRST_PAGE]
    lines = [line for line in split_lines(begin) if line.start >= after]
    looks = source.stated_by is FactOrigin.LOOK
    dated = {field: value for field, value in source.stated.items() if looks and field == "issued"}
    beside = pdf_facts(folder) if folder is not None and source.properties is None else {}
    found = (
        (FactOrigin.FRONT_MATTER, front_matter_facts(source.text)),
        (FactOrigin.PDF, source.properties or {}),
        (source.stated_by, {field: value for field, value in source.stated.items() if field not in dated}),
        (FactOrigin.PDF, confirmed_by(begin, beside)),
        (FactOrigin.FIRST_PAGE, first_page_facts(source.text, lines, SourceReading(source.text))),
        (source.stated_by, dated),  # a date below a title is less than a year beside a volume
    )
    facts: dict[str, ReadFact] = {}
    for origin, stated in found:
        standings = {field: _standing(field, value, metadata) for field, value in stated.items()}
        is_of_another = standings.get("title") is FactStanding.OVERRULED
        for field, standing in standings.items():
            if not (is_of_another and standing is FactStanding.USED):
                facts.setdefault(field, ReadFact(field, stated[field], origin, standing))
    return tuple(facts[field] for field in _FIELDS if field in facts)


def with_stated(metadata: Mapping[str, Any], facts: Sequence[ReadFact]) -> dict[str, Any]:
    """Return the metadata with those facts that they lack."""
    return {**metadata, **{fact.field: fact.value for fact in facts if fact.standing is FactStanding.USED}}


def _standing(field: str, value: Any, metadata: Mapping[str, Any]) -> FactStanding:
    known = metadata.get(field)
    if not known:
        return FactStanding.USED
    return FactStanding.CONFIRMED if _are_same(field, known, value) else FactStanding.OVERRULED


def _are_same(field: str, known: Any, value: Any) -> bool:
    if field == "author":
        return [read_name(one).surname.casefold() for one in known] == [
            read_name(one).surname.casefold() for one in value
        ]
    if field == "issued":
        return year_of(known) == year_of(value)
    if field == "DOI":
        return (bare_doi(known) or "").casefold() == (bare_doi(value) or "").casefold()
    one, other = _letters(_first(known)), _letters(_first(value))
    return one.startswith(other) or other.startswith(one)  # a subtitle may be left out


def confirmed_by(first_page: str, stated: Mapping[str, Any]) -> dict[str, Any]:
    """Return those facts of a file's properties that stand on the first page too: programs often write wrong ones.

    Args:
        first_page: The text of the first page.
        stated: Fields of CSL-JSON, as far as the properties have them.
    """
    text = _letters(first_page)
    return {field: value for field, value in stated.items() if all(one and one in text for one in _said(field, value))}


def _said(field: str, value: Any) -> list[str]:
    """What has to stand on a page that confirms a fact."""
    if field == "author":
        return [_letters(person["family"]) for person in value]
    return [str(year_of(value)) if field == "issued" else _letters(_first(value))]


def _first(value: Any) -> str:
    """A value as text; the first of several, such as the names of a journal."""
    return str(value[0] if isinstance(value, list) and value else value)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
