"""Reads the entries of a document's list of references, each divided into parts with their places in the source."""

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.bibliography.entry_authors import find_authors
from indexer.bibliography.entry_parts import find_parts
from indexer.bibliography.name_parts import name_places
from indexer.bibliography.personal_names import people
from indexer.bibliography.plain_entry import MARKUP, PlainEntry
from indexer.bibliography.repeated_names import RepeatedNames
from indexer.bibliography.tidied_parts import is_body
from indexer.passages import passage_id
from kutip.text.reading import align, spans_between, squeeze
from kutip.types import Author, Block, Document, Kind, Part, Reference, Span

_BULLET = re.compile(r"\s*[-–•·]\s+")
_LEAST_NATURAL = 2  # entries with several authors that show how a list has names
_MOST_SHOWN = 10  # references in one message
_SHOWN = 90  # longest text of a reference in a message, in characters


def shown(reference: Reference) -> str:
    """Return the start of a reference, without Markdown, for messages: “Archer, C. (2001). International …”."""
    start = reference.text[: 4 * _SHOWN]  # more than the characters without markup and blanks that are shown
    text = squeeze("".join(character for character in start if character not in MARKUP))
    return f"“{text}”" if len(text) <= _SHOWN else f"“{text[:_SHOWN].rsplit(' ', 1)[0]} …”"


def shown_each(references: Sequence[Reference]) -> tuple[str, ...]:
    """Return the starts of several references for a message; after the first ten only "…"."""
    return (*map(shown, references[:_MOST_SHOWN]), *(["…"] if len(references) > _MOST_SHOWN else []))


def parse_references(
    document: Document,
    blocks: Sequence[Block],
    keys: Sequence[tuple[int, str]] = (),
    numbered: Sequence[Span] = (),
) -> tuple[Reference, ...]:
    """Return the entries of a document's list of references in order, each divided into its parts.

    Args:
        document: The document.
        blocks: Its blocks.
        keys: (start of the block, key) of each entry that the source gives a key; of several the first counts.
        numbered: The places of raised numbers with which entries may begin.
    """
    labels = {span.start: span.end - span.start for span in numbered}
    by_start = dict(reversed(keys))
    references: list[Reference] = []
    above = ""
    for block in blocks:
        if block.kind is Kind.REFERENCE:
            reference, above = _read(document, block, above, labels.get(block.spans[0].start, 0))
            references.append(replace(reference, key=by_start.get(block.spans[0].start, "")))
    return tuple(references) if not _named_naturally(document, references) else tuple(map(_with_person, references))


def _named_naturally(document: Document, references: Sequence[Reference]) -> bool:
    """True if the first of several authors has the given names in front, throughout a list: "Ann Lee and Bo Day"."""
    firsts = [one.authors[0] for one in references if len(one.authors) > 1 and one.authors[0].given]
    printed = [document.source_text[one.spans[0].start :] for one in firsts if one.spans and not one.repeated]
    given = [one.given.split()[0] for one in firsts if one.spans and not one.repeated]
    return len(given) >= _LEAST_NATURAL and all(map(str.startswith, printed, given))


def _with_person(reference: Reference) -> Reference:
    """Part the one author of an entry in a list of such names; alone, the name could be a body's."""
    only = reference.authors[0] if len(reference.authors) == 1 else None
    if only is None or only.given or is_body(only.family):
        return reference
    found = people(only.family, (0, len(only.family)), among_persons=True)
    if found is None or len(found) != 1:
        return reference
    name = name_places(only.family, *found[0], len(only.family))
    parts = (only.family[slice(*part)] for part in (name.family, name.given, name.particle, name.suffix))
    family, given, particle, suffix = parts
    person = replace(only, family=family, given=given, particle=particle, suffix=suffix)
    return replace(reference, authors=(person,))


def parse_reference(document: Document, block: Block) -> Reference:
    """Divide a reference into its parts.

    Args:
        document: The document whose list contains it.
        block: The block of the reference.
    """
    return _read(document, block, "")[0]


def _read(document: Document, block: Block, above: str, label: int = 0) -> tuple[Reference, str]:
    """Return a reference and its authors as one text, for an entry below that has a dash in their place.

    Args:
        document: The document whose list contains it.
        block: The block of the reference.
        above: The authors of the entry above, for a dash.
        label: How many raised figures the entry begins with, which are its number.
    """
    offsets = align(document.source_text, block.spans, block.text)
    bullet = _BULLET.match(block.text)
    start = bullet.end() if bullet is not None else 0
    repeated = RepeatedNames.of(PlainEntry.of(block.text, max(start, label)), above)
    entry = repeated.entry

    def spans(where: tuple[int, int]) -> tuple[Span, ...]:
        runs: list[list[int]] = []
        for at in entry.places[where[0] : where[1]]:
            if runs and at == runs[-1][-1] + 1:
                runs[-1].append(at)
            else:
                runs.append([at])
        kept = [run for run in runs if block.text[run[0] : run[-1] + 1].strip()]
        pieces = (spans_between(document.source_text, block.spans, offsets, run[0], run[-1] + 1) for run in kept)
        return tuple(span for piece in pieces for span in piece)

    def part(where: tuple[int, int] | None) -> Part | None:
        where = repeated.own(where)
        return None if where is None else Part(squeeze(entry.plain[where[0] : where[1]]), spans(where))

    def names(where: tuple[int, int] | None) -> tuple[Author, ...]:
        end = where[1] if where is not None else 0
        parted = [name_places(entry.plain, *one, end) for one in find_authors(entry.plain, where)]
        parted = [one for one in parted if any(map(str.isalpha, entry.plain[slice(*one.family)]))]
        return tuple(
            Author(
                squeeze(entry.plain[slice(*one.family)]),
                squeeze(entry.plain[slice(*one.given)]),
                dash if repeated.is_repeated(one.whole) else spans(one.whole),
                squeeze(entry.plain[slice(*one.particle)]),
                squeeze(entry.plain[slice(*one.suffix)]),
                repeated.is_repeated(one.whole),
            )
            for one in parted
        )

    dash = spans_between(document.source_text, block.spans, offsets, *repeated.dash) if repeated.dash[1] else ()
    found = find_parts(entry.plain, entry)
    first = spans_between(document.source_text, block.spans, offsets, 0, label) if label else ()
    reference = Reference(
        passage_id(document.sha256, block.spans),
        document.id,
        squeeze(block.text[start:]),
        spans_between(document.source_text, block.spans, offsets, start, len(block.text)),
        names(found.authors),
        editors=names(found.editors),
        year=part(found.year),
        number=part(found.number) if not label else Part(block.text[:label], first),
        title=part(found.title),
        container=part(found.container),
        doi=part(found.doi),
        url=part(found.url),
        volume=part(found.volume),
        issue=part(found.issue),
        pages=part(found.pages),
        publisher=part(found.publisher),
        place=part(found.place),
        edition=part(found.edition),
        accessed=part(found.accessed),
    )
    return reference, squeeze(entry.plain[slice(*found.authors)]) if found.authors is not None else ""
