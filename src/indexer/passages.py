"""Divides blocks into passages: whole sentences of one section, as many as the encoder can read."""

import hashlib
import itertools
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from indexer.abbreviations import spell_out
from kutip.metadata.facts import facts_of
from kutip.text.reading import align, spans_between
from kutip.text.sentences import sentence_bounds
from kutip.types import Block, Cell, Document, Kind, Passage, Span

FLOWING = frozenset({Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.QUOTE})  # kinds that consist of sentences
_CONTEXT_SHARE = 0.5  # largest share of the encoder's input; the longest context of the bundled papers takes a sixth
SEPARATOR = " · "  # between the parts of a context

Count = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class _Sentence:
    block: Block
    spans: tuple[Span, ...]
    text: str
    tokens: int
    opens_line: bool  # True if it follows a newline in its block: the text after a list item's title


def cut_passages(
    document: Document,
    blocks: Sequence[Block],
    count: Count,
    *,
    target: int,
    limit: int,
    long_forms: Mapping[str, str] | None = None,
) -> tuple[Passage, ...]:
    """Divide a document into passages, in reading order.

    Args:
        document: The document.
        blocks: Its blocks in reading order; headings become context but not passages.
        count: Returns the number of tokens of a text for the encoder, without special tokens.
        target: Sentences are combined up to this number of tokens; a single sentence may have more.
        limit: Longest input of the encoder in tokens, context included; longer sentences are divided at words.
        long_forms: Long forms by short form; they are added to a table row's context, which is far from where the short
            forms are introduced.

    Returns:
        Passages; each is within one section, and together they contain every block but the headings once.
    """
    passages: list[Passage] = []
    for run in _runs(blocks):
        context = shorten_context(
            _context_parts(document, run[0], long_forms or {}), count, int(limit * _CONTEXT_SHARE)
        )
        room = limit - count(context)
        sentences = [s for block in run for s in _sentences(document, block, count, room)]
        passages += [_passage(document, part, context) for part in _combine(sentences, min(target, room))]
    return tuple(sorted(passages, key=lambda passage: passage.spans))


def _context_parts(document: Document, block: Block, long_forms: Mapping[str, str]) -> tuple[str, ...]:
    """Return the headings above a block and a table row's own context; for front matter: title, authors and year."""
    if block.kind is Kind.FRONT_MATTER:
        facts = facts_of(document)
        parts = (facts.title, ", ".join(facts.authors), facts.year)
        return tuple(str(part) for part in parts if part)
    context: list[str] = []
    for part in block.context:
        context_so_far = " ".join(context).casefold()
        context.append(
            spell_out(
                part, {short: long for short, long in long_forms.items() if long.casefold() not in context_so_far}
            )
        )
    return (*block.heading, *context)


def shorten_context(parts: Sequence[str], count: Count, limit: int) -> str:
    """Join the parts; if that has more than `limit` tokens, drop the outermost parts, then words at the end."""
    kept = list(dict.fromkeys(parts))
    while len(kept) > 1 and count(SEPARATOR.join(kept)) > limit:
        kept.pop(0)
    words = SEPARATOR.join(kept).split()[:limit]  # every word is at least one token
    while len(words) > 1 and count(" ".join(words)) > limit:
        words.pop()
    text = " ".join(words)
    while count(text) > limit:
        text = text[: len(text) // 2]  # a single long word, as in scripts without spaces between words
    return text


def _runs(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Yield blocks whose sentences may share a passage: adjacent prose of one section; other blocks alone."""
    run: list[Block] = []
    for block in blocks:
        if block.kind in FLOWING and run and block.heading == run[0].heading:
            run.append(block)
        elif block.kind in FLOWING:
            if run:
                yield run
            run = [block]
        elif block.kind is Kind.HEADING:
            if run:
                yield run
            run = []
        else:
            yield [block]
    if run:
        yield run


def _sentences(document: Document, block: Block, count: Count, room: int) -> Iterator[_Sentence]:
    source = document.source_text
    offsets = align(source, block.spans, block.text)
    whole = block.kind not in FLOWING
    bounds = [(0, len(block.text))] if whole else sentence_bounds(block.text)
    for start, end in bounds:
        for a, b in _fitting_pieces(block.text, start, end, count, room):
            text = block.text[a:b]
            opens = block.text[:a].endswith("\n")
            yield _Sentence(block, spans_between(source, block.spans, offsets, a, b), text, count(text), opens)


def _fitting_pieces(text: str, start: int, end: int, count: Count, room: int) -> Iterator[tuple[int, int]]:
    """Yield a sentence, or its pieces if it has more than `room` tokens.

    A piece ends after ";" or "," in its second half if there is one, else between words.
    """
    while count(text[start:end]) > room:
        low, high = start + 1, end
        while high - low > 1:  # find the longest piece that fits
            middle = (low + high) // 2
            low, high = (middle, high) if count(text[start:middle]) <= room else (low, middle)
        half = (start + low) // 2
        marks = (text.rfind(mark, half, low) + 1 for mark in ("; ", ", ", " "))
        cut = next((at for at in marks if at > half), low)
        yield start, start + len(text[start:cut].rstrip())
        start = cut + len(text[cut:end]) - len(text[cut:end].lstrip())
    yield start, end


def _combine(sentences: Sequence[_Sentence], target: int) -> Iterator[list[_Sentence]]:
    """Combine sentences up to `target` tokens; keep blocks whole if they fit, else divide them about equally."""
    part: list[_Sentence] = []
    size = 0
    for group in _by_block(sentences):
        total = sum(s.tokens for s in group)
        if part and size + total > target:
            yield part
            part, size = [], 0
        if total <= target:
            part += group
            size += total
            continue
        pieces = -(-total // target)
        share = total / pieces
        for sentence in group:
            if part and (size + sentence.tokens > target or size + sentence.tokens / 2 > share):
                yield part
                part, size = [], 0
            part.append(sentence)
            size += sentence.tokens
        yield part
        part, size = [], 0
    if part:
        yield part


def _by_block(sentences: Sequence[_Sentence]) -> list[list[_Sentence]]:
    groups: list[list[_Sentence]] = []
    for sentence in sentences:
        if not groups or groups[-1][0].block is not sentence.block:
            groups.append([])
        groups[-1].append(sentence)
    return groups


def _passage(document: Document, part: Sequence[_Sentence], context: str) -> Passage:
    spans = _merged(document.source_text, [span for sentence in part for span in sentence.spans])
    text = part[0].text
    for before, sentence in itertools.pairwise(part):
        new_line = sentence.opens_line or sentence.block is not before.block
        text += ("\n" if new_line else " ") + sentence.text
    characters_of: Counter[Kind] = Counter()
    for sentence in part:
        characters_of[sentence.block.kind] += len(sentence.text)
    page = bisect_right(document.pages, spans[0].start) if document.pages else None
    block = part[0].block
    return Passage(
        id=passage_id(document.sha256, spans),
        document_id=document.id,
        kind=characters_of.most_common(1)[0][0],
        heading=block.heading,
        context=context,
        page=page,
        spans=spans,
        text=text,
        cells=tuple(cell for cell in block.cells if _is_shown(cell, block, spans)),
    )


def _is_shown(cell: Cell, block: Block, spans: Sequence[Span]) -> bool:
    """True if a cell is at least partly in a passage of its row, or is shared with a row above."""
    shared = not any(_overlap(cell_span, row_span) for cell_span in cell.spans for row_span in block.spans)
    return shared or any(_overlap(cell_span, span) for cell_span in cell.spans for span in spans)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _merged(source: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Join spans that are separated only by white space on one line or by one line end."""
    merged = [spans[0]]
    for span in spans[1:]:
        gap = source[merged[-1].end : span.start]
        if not gap.strip() and gap.count("\n") <= 1:
            merged[-1] = Span(merged[-1].start, span.end)
        else:
            merged.append(span)
    return tuple(merged)


def passage_id(sha256: str, spans: Sequence[Span]) -> str:
    """Return 16 hexadecimal digits computed from a document's SHA-256 and a passage's spans.

    >>> passage_id("00", [Span(0, 5)])
    '59ffa5f397ed870f'
    """
    key = sha256 + "".join(f":{span.start}-{span.end}" for span in spans)
    return hashlib.sha256(key.encode("ascii")).hexdigest()[:16]
