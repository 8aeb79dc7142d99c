"""Finds the in-text citations of a document, each where it stands."""

from collections.abc import Sequence

from indexer.passages import passage_id
from kutip.text.callouts import Callout, callouts, numbered_callouts
from kutip.text.reading import align, spans_between, squeeze
from kutip.text.sentences import sentence_bounds
from kutip.types import Block, Document, Kind, Mention, Reference

_NOT_CITING = frozenset({Kind.REFERENCE, Kind.HEADING, Kind.FRONT_MATTER})


def find_mentions(document: Document, blocks: Sequence[Block], references: Sequence[Reference]) -> tuple[Mention, ...]:
    """The mentions in a document's text, in reading order, not yet tied to entries.

    Bracketed numbers are mentions only where the list of references is numbered.

    Args:
        document: What is read.
        blocks: Its blocks. Headings, front matter and the list itself do not cite.
        references: Its list of references.
    """
    numbered = any(reference.number is not None for reference in references)
    found: dict[str, Mention] = {}
    for block in blocks:
        if block.kind not in _NOT_CITING:
            for mention in _of_block(document, block, numbered=numbered):
                found.setdefault(mention.id, mention)  # rows of a table may share a cell
    return tuple(found.values())


def _of_block(document: Document, block: Block, *, numbered: bool) -> list[Mention]:
    found = [*callouts(block.text), *(numbered_callouts(block.text) if numbered else ())]
    if not found:
        return []
    offsets = align(document.source_text, block.spans, block.text)
    bounds = sentence_bounds(block.text)

    def mention(one: Callout) -> Mention:
        spans = spans_between(document.source_text, block.spans, offsets, one.start, one.end)
        context = next((block.text[start:end] for start, end in bounds if start <= one.start < end), block.text)
        key = passage_id(f"{document.sha256}{one.year}", spans)  # the numbers of a range stand in one place
        text = squeeze(block.text[one.start : one.end])
        return Mention(key, document.id, one.form, text, spans, squeeze(context), one.who, one.year)

    return [mention(one) for one in sorted(found, key=lambda one: one.start)]
