"""Source text and reading text: how one is read as the other, and where each character of it stands.

The source is never changed. Its reading joins lines and mends hyphens; `align` is the proof that a reading holds
nothing else, and the map back.
"""

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

import Stemmer

from kutip.errors import ReadingError
from kutip.types import Kind, Passage, Span
from kutip.words import ENGLISH, INDONESIAN

HYPHENS = "-\u00ad\u2010"  # hyphen-minus, soft hyphen, hyphen: what a line may end in within a word
_LINE_END = re.compile(r"[^\S\n]*(?:\n|\Z)")
_NEEDS_CONTEXT = frozenset({Kind.TABLE_ROW, Kind.FRONT_MATTER})
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
    # Of hyphens in a row, which were dropped may show only further on: so all ways are followed at once. A step is one
    # character of the text: how many places may be used up after it, and how many then were before it.
    steps: list[dict[int, int]] = [{0: 0}]
    for at, character in enumerate(text):
        if character.isspace():
            continue
        step: dict[int, int] = {}
        for used in steps[-1]:
            for i in range(used, len(places)):
                if source[places[i]] == character:
                    step.setdefault(i + 1, used)
                if places[i] not in optional:
                    break
        if not step:
            here = next(iter(places[max(steps[-1]) :]), None)
            there = "the end" if here is None else f"{source[here]!r} at offset {here}"
            raise ReadingError(f"the text has {character!r} at {at} where its spans hold {there}")
        steps.append(step)
    ends = [used for used in steps[-1] if optional.issuperset(places[used:])]
    if not ends:
        here = next(i for i in places[max(steps[-1]) :] if i not in optional)
        raise ReadingError(f"the text ends before its spans do: {source[here]!r} at offset {here} is missing")
    used, taken = ends[0], []
    for step in reversed(steps[1:]):
        taken.append(places[used - 1])
        used = step[used]
    return taken[::-1]


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


_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*\d*|[^\W_]+")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_COMPOUND = re.compile(r"[^\W_]+(?:[-‐/][^\W_]+)+")
_NUMBERED = re.compile(r"\b(\d+(?:st|nd|rd|th))\s+([^\W\d_][^\W_]+)")  # which one of several: the 9th meeting
_STOP = ENGLISH | INDONESIAN


class _Stemmers(threading.local):
    """Stemmers of a thread's own: PyStemmer does not promise that one may be shared."""

    def __init__(self) -> None:
        self.english = Stemmer.Stemmer("english")
        self.indonesian = Stemmer.Stemmer("indonesian")


_STEMMERS = _Stemmers()


def _words(text: str) -> Iterator[str]:
    folded = unicodedata.normalize("NFKD", text.casefold())
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    for match in _WORD.finditer(folded):
        word = match.group().replace("’", "'").removesuffix("'s")
        yield re.sub(r"[.,]", "", word) if _THOUSANDS.fullmatch(word) else word
    for match in _COMPOUND.finditer(folded):
        yield re.sub(r"[-‐/]", "", match.group())
    for match in _NUMBERED.finditer(folded):
        yield f"{match[1]} {match[2]}"


def terms(text: str) -> list[str]:
    """The terms BM25 counts: folded, without function words, stemmed; a compound also as one word.

    >>> terms("The co-operation of 1,047 students")
    ['co', 'oper', '1047', 'student', 'cooper']
    """
    found: list[str] = _STEMMERS.english.stemWords([word for word in _words(text) if word not in _STOP])
    return found


def indonesian_stem(word: str) -> str:
    """The stem of an Indonesian word in lower case, as Snowball cuts it.

    >>> indonesian_stem("diselenggarakan")
    'selenggara'
    """
    return str(_STEMMERS.indonesian.stemWord(word))


def searchable(text: str) -> bool:
    """Whether a text has a letter or a digit in it, and so anything to search for."""
    return any(character.isalnum() for character in text)


def indexed_text(passage: Passage) -> str:
    """What BM25 sees of a passage: its context, then its text."""
    return f"{passage.context}\n{passage.text}" if passage.context else passage.text


def encoded_text(passage: Passage) -> str:
    """What the encoder sees of a passage: of prose the innermost heading and the text, of all else the whole context.

    A pooled vector is an average: a long heading path draws it away from what a passage of prose says, while a table
    row says nothing without its caption and headers.
    """
    if passage.kind in _NEEDS_CONTEXT or not passage.heading or not passage.context.endswith(passage.heading[-1]):
        return indexed_text(passage)  # a heading that is not whole in the context was too long for the encoder
    return f"{passage.heading[-1]}\n{passage.text}"
