"""Divides blocks into passages: whole sentences of one section, as many as the encoder can read."""

import hashlib
import itertools
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from indexer.abbreviations import LongForms
from indexer.fitting import Count, fitting_pieces
from kutip.errors import CorpusError
from kutip.metadata.facts import facts_of
from kutip.text.page_boxes import page_of
from kutip.text.reading import align, spans_between
from kutip.text.sentences import sentence_bounds
from kutip.types import UNSEARCHED, Block, Cell, Document, Kind, Passage, Span

FLOWING = frozenset({Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.QUOTE})  # kinds that consist of sentences
_CONTEXT_SHARE = 0.5  # largest share of the encoder's input; the longest context of the bundled papers takes a sixth
SEPARATOR = " · "  # between the parts of a context
_LONGEST_CONTEXT = 4_000  # characters; only words that are longer than any of a language make more of 127 tokens
_LONGEST_REPEATED = 5_000  # characters of a cell that is shown with every passage of a divided row


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
    most_tokens: int | None = None,
) -> tuple[Passage, ...]:
    """Divide a document into passages, in reading order.

    Args:
        document: The document.
        blocks: Its blocks in reading order; headings become context but not passages, and `UNSEARCHED` kinds neither.
        count: Returns the number of tokens of a text for the encoder, without special tokens.
        target: Sentences are combined up to this number of tokens; a single sentence may have more.
        limit: Longest input of the encoder in tokens, context included; longer sentences are divided at words.
        long_forms: Long forms by short form; they are added to a table row's context, which is far from where the short
            forms are introduced.
        most_tokens: Tokens that a sentence may have; None for any number.

    Returns:
        Passages; each is within one section, and together they contain every block but headings and `UNSEARCHED` kinds
        once.

    Raises:
        CorpusError: A sentence or table row has more than `most_tokens` tokens.
    """
    passages: list[Passage] = []
    contexts = _Contexts(document, count, int(limit * _CONTEXT_SHARE), long_forms or {})
    for run in _runs(blocks):
        context, used = contexts.of(run[0])
        room = limit - used
        sentences = [s for block in run for s in _sentences(document, block, count, room, most_tokens)]
        parts = list(_combine(sentences, min(target, room)))
        cells = _CellsOfRow(run[0], divided=len(parts) > 1)
        passages += [_passage(document, part, context, cells) for part in parts]
    return tuple(sorted(passages, key=lambda passage: passage.spans))


class _Contexts:
    """The contexts of a document's blocks; those of blocks below the same headings or in the same table are equal."""

    def __init__(self, document: Document, count: Count, limit: int, long_forms: Mapping[str, str]) -> None:
        self._document = document
        self._count = count
        self._limit = limit
        self._long_forms = LongForms(long_forms)
        self._known: dict[tuple[bool, tuple[str, ...], tuple[str, ...]], tuple[str, int]] = {}

    def of(self, block: Block) -> tuple[str, int]:
        """Return the context of a block and its number of tokens."""
        key = (block.kind is Kind.FRONT_MATTER, block.heading, block.context)
        if key not in self._known:
            text = shorten_context(self._parts(block), self._count, self._limit)
            self._known[key] = text, self._count(text)
        return self._known[key]

    def _parts(self, block: Block) -> tuple[str, ...]:
        """Return the headings above a block and a row's own context; for front matter: title, authors and year."""
        if block.kind is Kind.FRONT_MATTER:
            facts = facts_of(self._document)
            parts = (facts.title, ", ".join(facts.authors), facts.year)
            return tuple(str(part) for part in parts if part)
        context: list[str] = []
        for part in block.context:
            context.append(self._long_forms.added_to(part, after=" ".join(context)))
        return (*block.heading, *context)


def shorten_context(parts: Sequence[str], count: Count, limit: int) -> str:
    """Join the parts; if that has more than `limit` tokens, drop the outermost parts, then words at the end."""
    kept = list(dict.fromkeys(part[:_LONGEST_CONTEXT] for part in parts))
    dropped = bisect_left(range(len(kept) - 1), 1, key=lambda n: count(SEPARATOR.join(kept[n:])) <= limit)
    words = SEPARATOR.join(kept[dropped:])[:_LONGEST_CONTEXT].split()[:limit]  # every word is at least one token
    most = bisect_left(range(2, len(words) + 1), 1, key=lambda n: count(" ".join(words[:n])) > limit)
    text = " ".join(words[: most + 1])
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
        elif block.kind not in UNSEARCHED:
            yield [block]
    if run:
        yield run


def _sentences(
    document: Document, block: Block, count: Count, room: int, most_tokens: int | None
) -> Iterator[_Sentence]:
    source = document.source_text
    offsets = align(source, block.spans, block.text)
    whole = block.kind not in FLOWING
    bounds = [(0, len(block.text))] if whole else sentence_bounds(block.text)
    for start, end in bounds:
        total = 0
        for a, b, tokens in fitting_pieces(block.text, start, end, count, room):
            total += tokens
            if most_tokens is not None and total > most_tokens:
                raise CorpusError(
                    f"{document.id} has a sentence of more than {most_tokens} tokens at offset {offsets[start]}; remove"
                    " that text or raise KUTIP_SENTENCE_TOKENS"
                )
            spans = spans_between(source, block.spans, offsets, a, b)
            yield _Sentence(block, spans, block.text[a:b], tokens, opens_line=block.text[max(0, a - 1) : a] == "\n")


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


def _passage(document: Document, part: Sequence[_Sentence], context: str, cells: "_CellsOfRow") -> Passage:
    spans = _merged(document.source_text, [span for sentence in part for span in sentence.spans])
    pieces = [part[0].text]
    for before, sentence in itertools.pairwise(part):
        new_line = sentence.opens_line or sentence.block is not before.block
        pieces += ["\n" if new_line else " ", sentence.text]
    characters_of: Counter[Kind] = Counter()
    for sentence in part:
        characters_of[sentence.block.kind] += len(sentence.text)
    page = page_of(document, spans[0].start)
    return Passage(
        id=passage_id(document.sha256 + document.read_by, spans),
        document_id=document.id,
        kind=characters_of.most_common(1)[0][0],
        heading=part[0].block.heading,
        context=context,
        page=page,
        spans=spans,
        text="".join(pieces),
        cells=cells.shown(spans),
    )


class _CellsOfRow:
    """The cells of a table row, to be shown with the passages of the row."""

    def __init__(self, row: Block, *, divided: bool) -> None:
        """Sort the cells.

        Args:
            row: The row; a block of another kind has no cells.
            divided: True if the row has several passages. Cells that are too long to repeat with each are left out.
        """
        self._cells = row.cells
        shared = [n for n, cell in enumerate(row.cells) if not _any_overlap(cell.spans, row.spans)]
        sizes = itertools.accumulate(len(row.cells[n].text) for n in shared)
        self._shared = [n for n, size in zip(shared, sizes, strict=True) if not divided or size <= _LONGEST_REPEATED]
        own = sorted(frozenset(range(len(row.cells))).difference(shared), key=lambda n: row.cells[n].spans[0].start)
        self._own = [n for n in own if not divided or len(row.cells[n].text) <= _LONGEST_REPEATED]
        self._starts = [row.cells[n].spans[0].start for n in self._own]
        self._ends = list(itertools.accumulate((row.cells[n].spans[-1].end for n in self._own), max))

    def shown(self, spans: Sequence[Span]) -> tuple[Cell, ...]:
        """Return the cells that are at least partly in a passage of the row, or are shared with a row above."""
        near = range(bisect_right(self._ends, spans[0].start), bisect_left(self._starts, spans[-1].end))
        own = [self._own[i] for i in near if _any_overlap(self._cells[self._own[i]].spans, spans)]
        return tuple(self._cells[n] for n in sorted([*self._shared, *own]))


def _any_overlap(some: Sequence[Span], others: Sequence[Span]) -> bool:
    return any(one.start < other.end and other.start < one.end for one in some for other in others)


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


def passage_id(text: str, spans: Sequence[Span]) -> str:
    """Return 16 hexadecimal digits computed from a passage's spans and what names the text that they are of.

    This is the SHA-256 of the document's file, and for a text that a reader made also which reader.

    >>> passage_id("00", [Span(0, 5)])
    '59ffa5f397ed870f'
    """
    key = text + "".join(f":{span.start}-{span.end}" for span in spans)
    return hashlib.sha256(key.encode("utf-8")).hexdigest()[:16]
