"""Finds a quotation that differs from the papers only in blanks that copying loses or adds.

Viewers lose the blank between two lines, or print one before a raised mark. Where blanks tell words from each other,
as in "not able" and "notable", or numbers, they are not ignored.
"""

from collections.abc import Iterator
from itertools import islice, pairwise

from kutip import budget
from kutip.language.negations import denies
from retriever.quotations.comparable import Comparable
from retriever.quotations.nearest import Nearest
from retriever.quotations.places import QuotePlace
from retriever.quotations.quotation import QuotePiece
from retriever.quotations.stream import Stream

_MARKS = "'.,;:!?()[]-"
_MOST_PLACES = 10  # near the likeliest one; more are a text that repeats itself


def respaced(near: Nearest) -> QuotePlace | None:
    """Return the place near which a quotation occurs but for such blanks; None if there is none.

    Args:
        near: The place most like the quotation. One with omission marks is not looked for.
    """
    if len(near.pieces) != 1:
        return None
    piece, stream = near.pieces[0].piece, near.pieces[0].stream
    tokens, room = near.pieces[0].source.tokens, len(piece.wording.text)
    region = stream.wording.cut(max(0, tokens[0][0] - room), tokens[-1][1] + room)
    place = next((place for place in _alike(piece, region, stream) if stream.whole_words(*place)), None)
    return None if place is None else QuotePlace(stream, (place,))


def _alike(piece: QuotePiece, region: Comparable, stream: Stream) -> Iterator[tuple[int, int]]:
    """Yield where in a stream's text a region of it is a piece of a quotation but for blanks that may differ."""
    source, source_blanks = region.joined(), _blanks(region.text)
    given_blanks = _blanks(piece.wording.text)
    for wanted in ("".join(variant.split()) for variant in piece.variants()):
        for at in islice(_found(wanted, source.text), _MOST_PLACES):
            budget.pause()
            end = at + len(wanted)
            here = {place - at: words for place, words in source_blanks.items() if at < place < end}
            gaps = [(gap, {**here, **given_blanks}[gap]) for gap in here.keys() ^ given_blanks.keys()]
            if all(_may_differ(source, at + gap, words, stream) for gap, words in gaps):
                yield source.place(stream.text, at, end)


def _found(wanted: str, text: str) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def _blanks(text: str) -> dict[int, tuple[str, str]]:
    """Return the words on both sides of each blank, by the number of other characters before it."""
    words, found, at = text.split(), {}, 0
    for before, after in pairwise(words):
        at += len(before)
        found[at] = before, after
    return found


def _may_differ(source: Comparable, at: int, words: tuple[str, str], stream: Stream) -> bool:
    """True if a blank may be there or not: at a line's end, between a letter and a figure, or beside a mark.

    Args:
        source: What the quotation is compared with, without blanks.
        at: The character of it before which only one of the two has a blank.
        words: The words that the blank parts.
        stream: What the source is of.
    """
    before, after = words[0].rstrip(_MARKS)[-1:], words[1].lstrip(_MARKS)[:1]
    if before.isdigit() and after.isdigit():
        return False
    if any(denies(word.strip(_MARKS)) for word in words):
        return False
    left, right = source.text[at - 1], source.text[at]
    if not (left.isalpha() and right.isalpha()):
        return True
    document = stream.document.source_text
    return "\n" in document[stream.first_offset(source.ends[at - 1] - 1) : stream.first_offset(source.starts[at])]
