"""Source text and reading text: how one is read as the other, and where each character of it stands.

The source is never changed. Its reading joins lines and mends hyphens; `align` is the proof that a reading holds
nothing else, and the map back.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from kutip.errors import ReadingError
from kutip.types import Span

HYPHENS = "-\u00ad\u2010"  # hyphen-minus, soft hyphen, hyphen: what a line may end in within a word
_RUN = re.compile(rf"[{HYPHENS}]*")
_PIECE = re.compile(rf"([{HYPHENS}]*)([^{HYPHENS}]+|\Z)")
_LINE_END = re.compile(r"[^\S\n]*(?:\n|\Z)")
_SPACES = re.compile(r"\s+")


def source_of(source: str, spans: Iterable[Span]) -> str:
    """The source under spans, joined as it is.

    >>> source_of("one, two, three", [Span(0, 3), Span(8, 9)])
    'one,'
    """
    return "".join(source[span.start : span.end] for span in spans)


def squeeze(text: str) -> str:
    r"""Every run of white space as one space, none at the ends.

    >>> squeeze(" a\n b ")
    'a b'
    """
    return _SPACES.sub(" ", text).strip()


def line_break_hyphens(source: str, spans: Iterable[Span]) -> frozenset[int]:
    """Offsets of the hyphens that end a line or a span: those which a reading may keep or drop."""
    found = set()
    for span in spans:
        for i in range(span.start, span.end):
            if source[i] in HYPHENS and _LINE_END.match(source, i + 1, span.end):
                found.add(i)
    return frozenset(found)


def align(source: str, spans: Sequence[Span], text: str) -> list[int]:
    r"""The source offset of each character of a reading text.

    A reading keeps every character but white space, and may drop a hyphen that ends a line.

    Args:
        source: A document's source text.
        spans: What the text claims to be a reading of.
        text: N characters.

    Returns:
        N offsets; white space gets that of the character that follows it.

    Raises:
        ReadingError: The text is no reading of the spans: it has a character they lack, or lacks one.

    >>> align("a cross-\nroad", [Span(0, 13)], "a crossroad")
    [0, 2, 2, 3, 4, 5, 6, 9, 10, 11, 12]
    """
    places = _places(source, spans, text)
    offsets: list[int] = []
    following = spans[-1].end if spans else 0
    for character in reversed(text):
        if not character.isspace():
            following = places.pop()
        offsets.append(following)
    return offsets[::-1]


def _places(source: str, spans: Sequence[Span], text: str) -> list[int]:
    """The source offset of each character of a reading text that is not white space; see `align`."""
    optional = line_break_hyphens(source, spans)
    places = [i for span in spans for i in range(span.start, span.end) if not source[i].isspace()]
    held, wanted = "".join(source[i] for i in places), "".join(text.split())
    free = [i in optional for i in places]
    taken: list[int] = []
    # What is no hyphen has to be kept. So the hyphens between two such characters stand against those between them in
    # the text, whatever was dropped before.
    for piece in _PIECE.finditer(held):
        hyphens, word = piece.groups()
        between = _RUN.match(wanted, len(taken))
        run = between.group() if between is not None else ""
        kept = _kept(hyphens, free[slice(*piece.span(1))], run)
        after = len(taken) + len(run)
        if kept is None or not wanted.startswith(word, after) or (not word and after < len(wanted)):
            raise _refusal(source, text, places, free, piece, len(taken))
        taken += (piece.start() + i for i in kept)
        taken += range(*piece.span(2))
    return [places[i] for i in taken]


def _kept(held: str, free: Sequence[bool], wanted: str) -> list[int] | None:
    """Which hyphens of a row a text has kept, each the earliest it can be; None if no choice leaves what is wanted.

    Args:
        held: The hyphens in a row.
        free: Which of them may be dropped.
        wanted: The hyphens that the text has in their place.
    """
    at, kept = -1, []
    for character in wanted:
        at = held.find(character, at + 1)
        if at < 0:
            return None
        kept.append(at)
    # None can stand earlier than that. A hyphen that must stay and was passed over takes the last one before it.
    last = len(kept) - 1
    for at in range(len(held) - 1, -1, -1):
        if free[at]:
            continue
        while last >= 0 and kept[last] > at:
            last -= 1
        if last < 0:
            return None
        if held[at] != wanted[last]:
            return _kept_among_kinds(held, free, wanted)
        kept[last] = at
        last -= 1
    return kept


def _kept_among_kinds(held: str, free: Sequence[bool], wanted: str) -> list[int] | None:
    """As `_kept`, of hyphens of several kinds: by all ways there are, which is slower and takes more memory."""
    ways = [1, *(ways for _, ways in _followed(held, free, wanted))]
    left, kept = len(wanted), []
    if not ways[-1] >> left & 1:
        return None
    for at in range(len(held) - 1, -1, -1):
        if not (free[at] and ways[at] >> left & 1):
            kept.append(at)
            left -= 1
    return kept[::-1]


def _followed(held: str, free: Sequence[bool], wanted: str) -> Iterator[tuple[int, int]]:
    """After each hyphen of a row, how many of those wanted may have been met: if it is kept, and if it is kept or not.

    Numbers as sets: n is in one whose bit n is set.
    """
    where = {kind: int("0" + "".join("01"[one == kind] for one in reversed(wanted)), 2) for kind in HYPHENS}
    ways = 1
    for one, may_go in zip(held, free, strict=True):
        kept = (ways & where[one]) << 1
        ways = kept | ways if may_go else kept
        yield kept, ways


def _refusal(
    source: str, text: str, places: Sequence[int], free: Sequence[bool], piece: re.Match[str], met: int
) -> ReadingError:
    """What keeps a text from being a reading.

    Args:
        source: As in `align`.
        text: As in `align`.
        places: The offsets of what the text has to hold.
        free: Which of them it may leave out.
        piece: The hyphens and the word, counted in places, at which it fails.
        met: How many characters of the text, without white space, come before them.
    """
    found = [(at, character) for at, character in enumerate(text) if not character.isspace()]
    rest = "".join(character for _, character in found[met:])
    hyphens, word = piece.groups()
    run = rest[: len(rest) - len(rest.lstrip(HYPHENS))]
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, rest[len(run) :], strict=False)))
    if same and _kept(hyphens, free[slice(*piece.span(1))], run) is not None:
        used, met = piece.start(2) + same, met + len(run) + same
    else:
        steps = enumerate(_followed(hyphens, free[slice(*piece.span(1))], run), start=1)
        furthest, used = max([(0, 0), *((kept.bit_length() - 1, step) for step, (kept, _) in steps)])
        used, met = piece.start() + used, met + furthest
    if met < len(found):
        at, character = found[met]
        there = f"{source[places[used]]!r} at offset {places[used]}" if used < len(places) else "the end"
        return ReadingError(f"the text has {character!r} at {at} where its spans hold {there}")
    here = next(place for place, may_go in zip(places[used:], free[used:], strict=True) if not may_go)
    return ReadingError(f"the text ends before its spans do: {source[here]!r} at offset {here} is missing")


def spans_between(source: str, spans: Sequence[Span], offsets: Sequence[int], start: int, end: int) -> tuple[Span, ...]:
    """The spans of ``text[start:end]``, given the text's `align` offsets and the spans of the whole text.

    A result is cut where the whole is cut and never begins or ends in white space.

    Raises:
        ReadingError: The piece has no character that stands in the source.
    """
    # White space has the offset of what follows it, which may be outside the piece.
    onward = [*offsets[start + 1 : end + 1], *(whole.end for whole in spans[-1:])]
    own = [o for o, following in zip(offsets[start:end], onward, strict=False) if o != following]
    pieces: list[Span] = []
    for whole in spans:
        inside = [o for o in own if whole.start <= o < whole.end]
        if inside:
            pieces.append(Span(inside[0], inside[-1] + 1))
    if not pieces:
        raise ReadingError(f"characters {start} to {end} of the text are blank")
    return tuple(pieces)
