"""Maps between source text and reading text.

The source is never changed. Its reading text joins lines, removes line-end hyphens and writes out what layout made of
letters: ligatures and soft hyphens. `align` proves that a reading text contains nothing else and maps each of its
characters to the source.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from kutip.errors import ReadingError
from kutip.types import Span

LINE_CUT = "\ufffe"  # what PDFium reads for the hyphen at the end of a line, mostly without the line end
_SOFT = f"\u00ad{LINE_CUT}"
_WRITTEN_HYPHENS = "-\u2010"  # hyphen-minus, hyphen
HYPHENS = _WRITTEN_HYPHENS + _SOFT  # characters with which a line may cut a word
_LIGATURES = {chr(at): unicodedata.normalize("NFKD", chr(at)) for at in range(0xFB00, 0xFB07)}  # from ﬀ to ﬆ
_WRITTEN = _LIGATURES | dict.fromkeys(_SOFT, "-")
_LAYOUT = re.compile(f"[{''.join(_WRITTEN)}]")
_SOFT_WITHIN = re.compile(rf"[{_SOFT}](?=\S)")
_HYPHEN = re.compile(rf"[{HYPHENS}]")
_RUN = re.compile(rf"[{_WRITTEN_HYPHENS}]*")
_PIECE = re.compile(rf"([{_WRITTEN_HYPHENS}]*)([^{_WRITTEN_HYPHENS}]+|\Z)")
_LINE_END = re.compile(r"[^\S\n]*(?:\n|\Z)")


def source_of(source: str, spans: Iterable[Span]) -> str:
    """Return the source characters of some spans, joined without a separator.

    >>> source_of("one, two, three", [Span(0, 3), Span(8, 9)])
    'one,'
    """
    return "".join(source[span.start : span.end] for span in spans)


def squeeze(text: str) -> str:
    r"""Replace every run of white space by one space and strip both ends.

    >>> squeeze(" a\n b ")
    'a b'
    """
    return " ".join(text.split())


def write_out(text: str) -> str:
    r"""Write the letters of ligatures, leave out soft hyphens within a line, and write one at its end as a hyphen.

    >>> write_out("scienti\ufb01c har\u00adbour re\u00ad")
    'scientific harbour re-'
    """
    if not _LAYOUT.search(text):
        return text
    return _LAYOUT.sub(lambda found: _WRITTEN[found.group()], _SOFT_WITHIN.sub("", text))


def optional_hyphens(source: str, spans: Iterable[Span]) -> frozenset[int]:
    """Return the offsets of hyphens that a reading text may drop: soft ones, and any at the end of a line or span."""
    hyphens = set()
    for span in spans:
        for hyphen in _HYPHEN.finditer(source, span.start, span.end):
            if hyphen.group() in _SOFT or _LINE_END.match(source, hyphen.end(), span.end):
                hyphens.add(hyphen.start())
    return frozenset(hyphens)


def align(source: str, spans: Sequence[Span], text: str) -> list[int]:
    r"""Map each character of a reading text to its source offset.

    A reading text keeps every character but white space, except that it may drop hyphens at line ends and soft ones. It
    has the letters of a ligature, each with the ligature's offset, and a hyphen-minus for a soft hyphen that it keeps.

    Args:
        source: A document's source text.
        spans: The spans that the text is a reading of.
        text: The reading text, N characters.

    Returns:
        N offsets; white space gets the offset of the next other character.

    Raises:
        ReadingError: The text is not a reading of the spans: it has a character that they lack, or lacks one.

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
    """Return the source offset of each character of a reading text that is not white space; see `align`."""
    optional = optional_hyphens(source, spans)
    places = [i for span in spans for i in range(span.start, span.end) if not source[i].isspace()]
    spanned, wanted = "".join(source[i] for i in places), "".join(text.split())
    if _LAYOUT.search(spanned):
        written = [_WRITTEN.get(character, character) for character in spanned]
        places = [i for i, letters in zip(places, written, strict=True) for _ in letters]
        spanned = "".join(written)
    free = [i in optional for i in places]
    taken: list[int] = []
    # Characters other than hyphens must all be kept, so the hyphens between two of them can be matched with those in
    # the text independently of all others.
    for piece in _PIECE.finditer(spanned):
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


def _kept(hyphens: str, free: Sequence[bool], wanted: str) -> list[int] | None:
    """Choose which hyphens of a row a text has kept, each as early as possible; None if no choice fits.

    Args:
        hyphens: The hyphens of a row in the source.
        free: For each of them, True if it may be dropped.
        wanted: The hyphens that the text has in their place.

    Returns:
        Indices into `hyphens`, ascending, one per wanted hyphen.
    """
    at, kept = -1, []
    for character in wanted:
        at = hyphens.find(character, at + 1)
        if at < 0:
            return None
        kept.append(at)
    # No hyphen can be matched earlier. If one that must stay was skipped, the nearest earlier match moves to it.
    last = len(kept) - 1
    for at in range(len(hyphens) - 1, -1, -1):
        if free[at]:
            continue
        while last >= 0 and kept[last] > at:
            last -= 1
        if last < 0:
            return None
        if hyphens[at] != wanted[last]:
            return _kept_among_kinds(hyphens, free, wanted)
        kept[last] = at
        last -= 1
    return kept


def _kept_among_kinds(hyphens: str, free: Sequence[bool], wanted: str) -> list[int] | None:
    """Do the same as `_kept` for hyphens of several kinds, trying all choices; slower and with more memory."""
    states = [1, *(states for _, states in _reachable_states(hyphens, free, wanted))]
    remaining, kept = len(wanted), []
    if not states[-1] >> remaining & 1:
        return None
    for place in range(len(hyphens) - 1, -1, -1):
        if not (free[place] and states[place] >> remaining & 1):
            kept.append(place)
            remaining -= 1
    return kept[::-1]


def _reachable_states(hyphens: str, free: Sequence[bool], wanted: str) -> Iterator[tuple[int, int]]:
    """Yield the reachable states after each hyphen of a row, as a dynamic programme over all choices.

    Bit n of a state is set if n of the wanted hyphens can have been matched so far. Yields (states if this hyphen is
    kept, all states).
    """
    places_of = {
        kind: int("0" + "".join("01"[character == kind] for character in reversed(wanted)), 2)
        for kind in _WRITTEN_HYPHENS
    }
    states = 1
    for hyphen, droppable in zip(hyphens, free, strict=True):
        kept = (states & places_of[hyphen]) << 1
        states = kept | states if droppable else kept
        yield kept, states


def _refusal(
    source: str, text: str, places: Sequence[int], free: Sequence[bool], piece: re.Match[str], met: int
) -> ReadingError:
    """Build the error that says where a text stops being a reading.

    Args:
        source: As in `align`.
        text: As in `align`.
        places: The offsets of the characters that the text must contain.
        free: For each of them, True if it may be left out.
        piece: The hyphens and the word, as indices into `places`, at which it fails.
        met: Number of characters of the text, white space excluded, before them.
    """
    characters = [(at, character) for at, character in enumerate(text) if not character.isspace()]
    rest = "".join(character for _, character in characters[met:])
    hyphens, word = piece.groups()
    run = rest[: len(rest) - len(rest.lstrip(_WRITTEN_HYPHENS))]
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, rest[len(run) :], strict=False)))
    if same and _kept(hyphens, free[slice(*piece.span(1))], run) is not None:
        used, met = piece.start(2) + same, met + len(run) + same
    else:
        steps = enumerate(_reachable_states(hyphens, free[slice(*piece.span(1))], run), start=1)
        furthest, used = max([(0, 0), *((kept.bit_length() - 1, step) for step, (kept, _) in steps)])
        used, met = piece.start() + used, met + furthest
    if met < len(characters):
        at, character = characters[met]
        found_instead = f"{source[places[used]]!r} at offset {places[used]}" if used < len(places) else "the end"
        return ReadingError(f"the text has {character!r} at {at} where its spans hold {found_instead}")
    missing = next(place for place, may_go in zip(places[used:], free[used:], strict=True) if not may_go)
    return ReadingError(f"the text ends before its spans do: {source[missing]!r} at offset {missing} is missing")


def spans_between(source: str, spans: Sequence[Span], offsets: Sequence[int], start: int, end: int) -> tuple[Span, ...]:
    """Return the spans of ``text[start:end]``, given the text's `align` offsets and the spans of the whole text.

    The spans are divided where those of the whole text are, and have no white space at either end. The time grows with
    the length of the piece, not of the text.

    Args:
        source: A document's source text.
        spans: The spans of the whole text, ascending.
        offsets: The offset of each character of the text.
        start: First character of the piece.
        end: The character after the piece.

    Raises:
        ReadingError: The piece is blank.
    """
    # A blank has the offset of the next character, which may be outside the piece.
    onward = [*offsets[start + 1 : end + 1], *(whole.end for whole in spans[-1:])]
    in_source = [o for o, following in zip(offsets[start:end], onward, strict=False) if o != following]
    if _ends_in_ligature(source, offsets, end):
        in_source.append(offsets[end - 1])
    if not in_source:
        raise ReadingError(f"characters {start} to {end} of the text are blank")
    pieces: list[Span] = []
    first = 0
    while first < len(in_source):
        whole = spans[bisect_right(spans, in_source[first], key=lambda span: span.start) - 1]
        after = bisect_right(in_source, whole.end - 1, first)
        pieces.append(Span(in_source[first], in_source[after - 1] + 1))
        first = after
    return tuple(pieces)


def _ends_in_ligature(source: str, offsets: Sequence[int], end: int) -> bool:
    """True if the characters before `end` and at it are of one ligature; a blank before one has its offset too."""
    if not 0 < end < len(offsets) or offsets[end] != offsets[end - 1]:
        return False
    letters = len(_LIGATURES.get(source[offsets[end] : offsets[end] + 1], ""))
    after = sum(1 for _ in takewhile(lambda offset: offset == offsets[end], offsets[end : end + letters]))
    return after < letters
