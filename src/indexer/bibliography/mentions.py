"""Finds the in-text citations of a document with their places."""

import hashlib
from bisect import bisect_right
from collections.abc import Sequence, Set

from indexer.bibliography.keyed_mentions import KeyedCallout, StatedKeys, joined, keyed_callouts
from indexer.bibliography.labels import cited_by_label
from indexer.bibliography.listed_names import words_of_name
from indexer.bibliography.paged_mentions import cited_by_page
from indexer.bibliography.raised_marks import RaisedMarks
from indexer.parsing.keyed_citations import KeyedCitation
from indexer.passages import passage_id
from kutip.text.callouts import Callout, callouts, callouts_or_events
from kutip.text.label_callouts import LabelMark, LabelStyle, marks_in
from kutip.text.reading import align, spans_between, squeeze
from kutip.text.sentences import sentence_bounds
from kutip.types import UNSEARCHED, Block, Document, Kind, Mention, Reference, Span

_LONGEST_CONTEXT = 1_500  # characters; of a longer sentence only the text around the mention is its context
_WITHOUT_KEYS = UNSEARCHED | {Kind.REFERENCE}
_WITHOUT_MENTIONS = _WITHOUT_KEYS | {Kind.HEADING, Kind.FRONT_MATTER}


def find_mentions(
    document: Document,
    blocks: Sequence[Block],
    references: Sequence[Reference],
    stated: Sequence[KeyedCitation] = (),
    raised: Sequence[Span] | None = None,
) -> tuple[Mention, ...]:
    """Find the mentions in a document's text, in reading order, not yet linked to references.

    Numbers and labels are mentions only if the list of references explains them. What the source states is not found a
    second time by its words.

    Args:
        document: The document.
        blocks: Its blocks; headings and front matter contain only mentions that the source states, references none.
        references: Its list of references.
        stated: The in-text citations that the source states by keys.
        raised: The places of raised numbers; None if the source does not show what is raised.
    """
    listed = {word for one in references for author in one.authors for word in words_of_name(author.family)}
    citing = [block for block in blocks if block.kind not in _WITHOUT_MENTIONS]
    named = [_by_name(block.text, listed) for block in citing]
    shown = RaisedMarks(document.source_text, raised) if raised is not None else None
    marked = [(block.text, _marks(block, shown) if references else ()) for block in citing]
    by_name = sum(map(len, named))
    labelled = cited_by_label(marked, references, by_name=by_name)
    paged = cited_by_page([block.text for block in citing], references, by_name=by_name)
    each = zip(citing, named, labelled, paged, strict=True)
    found = {id(block): [*one, *two, *three] for block, one, two, three in each}
    keys = StatedKeys(stated)
    by_id: dict[str, Mention] = {}
    for block in blocks:
        stated_here = keys.within(block.spans) if block.kind not in _WITHOUT_KEYS else []
        for mention in _mentions_of_block(document, block, found.get(id(block), []), stated_here):
            by_id.setdefault(mention.id, mention)  # rows of a table may share a cell
    return tuple(by_id.values())


def _marks(block: Block, shown: RaisedMarks | None) -> Sequence[LabelMark]:
    """Return what may cite by label; where the source shows what is raised, only that counts as raised."""
    found = marks_in(block.text)
    if shown is None:
        return found
    kept = [mark for mark in found if mark.style is not LabelStyle.GLUED]
    return sorted([*kept, *shown.within(block)], key=lambda mark: mark.start)


def _by_name(text: str, listed: Set[str]) -> list[Callout]:
    """Return the citations by author and year; "the meeting (Hanoi, 2005)" is one if the list has an author Hanoi."""
    sure = set(callouts(text))
    return [one for one in callouts_or_events(text) if one in sure or not listed.isdisjoint(words_of_name(one.who))]


def _mentions_of_block(
    document: Document, block: Block, callouts_found: Sequence[Callout], stated: Sequence[KeyedCitation]
) -> list[Mention]:
    if not callouts_found and not stated:
        return []
    offsets = align(document.source_text, block.spans, block.text)
    bounds = sentence_bounds(block.text)

    def mention(one: KeyedCallout) -> Mention:
        callout = one.callout
        spans = spans_between(document.source_text, block.spans, offsets, callout.start, callout.end)
        text = squeeze(block.text[callout.start : callout.end])
        # The numbers of a range have the same spans, and so may several keys.
        which = hashlib.sha256(one.key.encode()).hexdigest() if one.key else callout.year
        return Mention(
            passage_id(f"{document.sha256}{which}", spans),
            document.id,
            callout.form,
            text,
            spans,
            _context(block.text, bounds, callout),
            callout.who,
            callout.year,
            key=one.key,
        )

    own = sorted(callouts_found, key=lambda callout: callout.start)
    return [mention(one) for one in joined(own, list(keyed_callouts(block.text, offsets, stated)))]


def _context(text: str, bounds: Sequence[tuple[int, int]], callout: Callout) -> str:
    """Return the sentence of a citation; of a very long one, the words around the citation."""
    i = bisect_right(bounds, callout.start, key=lambda bound: bound[0]) - 1
    start, end = bounds[i] if i >= 0 and callout.start < bounds[i][1] else (0, len(text))
    if end - start > _LONGEST_CONTEXT:
        start, end = max(start, callout.start - _LONGEST_CONTEXT // 2), min(end, callout.start + _LONGEST_CONTEXT // 2)
    return squeeze(text[start:end])
