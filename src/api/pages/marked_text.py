"""Cuts a text into pieces by passage, by in-text citation (mention), and by whether it is highlighted."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from kutip.text.reading import align
from kutip.types import Mention, Passage, Span

_Mark = tuple[bool, str | None, str | None]  # of a character: highlighted, id of its passage, id of its mention

_UNMARKED: _Mark = (False, None, None)


@dataclass(frozen=True, slots=True)
class MarkedPiece:
    """A run of characters of a text that are marked alike. All pieces of a text, joined, give the text.

    Attributes:
        text: The characters.
        lit: True if they are highlighted.
        passage: Id of the passage they belong to; None except on a paper's page.
        begins: True if that passage begins here; its anchor "p-<id>" is put here.
        mention: Id of the in-text citation they belong to, or None.
        reference: Id of the entry that this citation refers to; None if the list has none for it.
        opens: True if that citation begins here; its anchor "m-<id>" is put here.
        places: (where in the piece, offset in the source, length) of each run of characters that follow each other in
            the source as they do here; of the page of a PDF, so that a selection can be found on it. Else empty.
    """

    text: str
    lit: bool = False
    passage: str | None = None
    begins: bool = False
    mention: str | None = None
    reference: str | None = None
    opens: bool = False
    places: tuple[tuple[int, int, int], ...] = ()


Pieces = Sequence[MarkedPiece]


def pieces(
    source: str,
    spans: Sequence[Span],
    text: str,
    *,
    lit: Sequence[Span] = (),
    passages: Sequence[Passage] = (),
    mentions: Sequence[Mention] = (),
    placed: bool = False,
) -> tuple[MarkedPiece, ...]:
    r"""Cut a text into runs of characters with the same passage, the same mention and the same highlighting.

    Each character belongs to the passage whose spans cover it. If several do, it belongs to the one that starts last;
    of those that start at the same place, to the first in `passages`. The same holds for mentions. White space belongs
    only to what both neighbouring characters belong to.

    Args:
        source: A document's source text.
        spans: Spans of the text in the source, ascending.
        text: The text as it is shown, N characters: lines joined, line-end hyphens removed.
        lit: Spans of the source to highlight.
        passages: Passages that may cover some of the text; for example all of the document.
        mentions: Mentions, likewise.
        placed: Whether to say where each piece stands in the source.

    Returns:
        At most N pieces; joined, they give the text.

    Raises:
        ReadingError: The text does not match the source at the spans.

    >>> [(piece.text, piece.lit) for piece in pieces("so it\nis.", [Span(0, 9)], "so it is.", lit=[Span(3, 8)])]
    [('so ', False), ('it is', True), ('.', False)]
    """
    offsets = align(source, spans, text)
    solid = [at for at, character in enumerate(text) if not character.isspace()]
    places = [offsets[at] for at in solid]
    marks = zip(_lit(places, lit), _owners(places, passages), _owners(places, mentions), strict=True)
    begins = {passage.id: passage.spans[0].start for passage in passages}
    of_mention = {mention.id: mention for mention in mentions}
    found, end = [], 0
    for (is_lit, passage_id, mention_id), run in groupby(_every_mark(len(text), solid, list(marks))):
        start, end = end, end + len(list(run))
        mention = of_mention[mention_id] if mention_id is not None else None
        found.append(
            MarkedPiece(
                text[start:end],
                is_lit,
                passage_id,
                passage_id is not None and offsets[start] == begins[passage_id],
                mention_id,
                mention.reference_id if mention is not None else None,
                mention is not None and offsets[start] == mention.spans[0].start,
                _runs_in_source(source, text[start:end], offsets[start:end]) if placed else (),
            )
        )
    return tuple(found)


def overlap(some: Sequence[Span], others: Sequence[Span]) -> bool:
    """Whether some character is in both lists of spans.

    >>> overlap([Span(0, 2), Span(8, 9)], [Span(2, 8)])
    False
    """
    return any(one.start < other.end and other.start < one.end for one in some for other in others)


def _runs_in_source(source: str, text: str, offsets: Sequence[int]) -> tuple[tuple[int, int, int], ...]:
    r"""The runs of a text's N characters that follow each other in the source; blanks at their ends are left out.

    >>> _runs_in_source("a cross-\nroad", "a crossroad", [0, 2, 2, 3, 4, 5, 6, 9, 10, 11, 12])
    ((0, 0, 7), (7, 9, 4))
    """
    runs: list[tuple[int, int, int]] = []
    for at, (character, offset) in enumerate(zip(text, offsets, strict=True)):
        if character.isspace():
            continue
        start, of_start, length = runs[-1] if runs else (at, offset, 0)
        # A blank may stand for something else that the text leaves out.
        if runs and offset - at == of_start - start and not source[of_start + length : offset].strip():
            runs[-1] = (start, of_start, at + 1 - start)
        else:
            runs.append((at, offset, 1))
    return tuple(runs)


def _lit(places: Sequence[int], spans: Sequence[Span]) -> list[bool]:
    """For each of N ascending offsets, whether one of the spans covers it."""
    lit = [False] * len(places)
    for span in spans:
        start, end = bisect_left(places, span.start), bisect_left(places, span.end)
        lit[start:end] = [True] * (end - start)
    return lit


def _owners(places: Sequence[int], marked: Sequence[Passage | Mention]) -> list[str | None]:
    """For each of N ascending offsets, the id of the passage or mention it belongs to, as `pieces` defines it."""
    owners: list[str | None] = [None] * len(places)
    if not places:
        return owners
    near = [one for one in reversed(marked) if one.spans[0].start <= places[-1] and places[0] < one.spans[-1].end]
    for one in sorted(near, key=lambda one: one.spans[0].start):
        for span in one.spans:
            start, end = bisect_left(places, span.start), bisect_left(places, span.end)
            owners[start:end] = [one.id] * (end - start)
    return owners


def _every_mark(length: int, solid: Sequence[int], marks: Sequence[_Mark]) -> list[_Mark]:
    """The mark of each of `length` characters; `marks` are those of the characters at `solid`, which are no blanks."""
    every = [_UNMARKED] * length
    for at, mark in zip(solid, marks, strict=True):
        every[at] = mark
    for (at, before), (following, after) in pairwise(zip(solid, marks, strict=True)):
        if at + 1 < following:
            every[at + 1 : following] = [_shared(before, after)] * (following - at - 1)
    return every


def _shared(one: _Mark, other: _Mark) -> _Mark:
    """The mark of white space between two characters: what both have in common."""
    return one[0] and other[0], one[1] if one[1] == other[1] else None, one[2] if one[2] == other[2] else None
