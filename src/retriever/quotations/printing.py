"""Finds how a quotation is printed differently from the papers although its words are the same."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from kutip.language.negations import denies
from kutip.types import Message, Span
from retriever.quotations.comparable import DASHES, INVISIBLE, LIGATURES, QUOTATION_MARKS, RAISED, Comparable, wording
from retriever.quotations.places import QuotePlace
from retriever.quotations.quotation import Quotation, QuotePiece

SPACES = Message("printing.spaces")
OCR = Message("printing.ocr")  # no difference, but a doubt: letters may not be those of the page
_LINE_BREAKS = Message("printing.line_breaks")
_ACCENTS = Message("printing.accents")
_LIGATURES = Message("printing.ligatures")
_QUOTATION_MARKS = Message("printing.quotation_marks")
_CLASSES = (
    (Message("printing.hyphens"), re.compile(f"[{DASHES}]")),
    (_QUOTATION_MARKS, re.compile(f"[{QUOTATION_MARKS}]")),
    (Message("printing.asterisks"), re.compile(r"[*\\]")),
    (_LIGATURES, re.compile(f"[{''.join(LIGATURES)}]")),
    (Message("printing.unseen"), re.compile(f"[{INVISIBLE}]")),
    (Message("printing.brackets"), re.compile(r"[\[\]]")),
    (Message("printing.dots"), re.compile("[.…]")),
)
_MARKS_AT_ENDS = (
    (Message("printing.end_punctuation"), re.compile("[.,;:!?…]")),
    (_QUOTATION_MARKS, re.compile(f"[{QUOTATION_MARKS}]")),
)
_SENTENCE_END = re.compile(r"[.!?]\s")
_WORD = re.compile(r"[\w'’]+")


def differing_print(
    quotation: Quotation, pieces: Sequence[QuotePiece], places: Iterable[QuotePlace]
) -> tuple[Message, ...]:
    """Find the differences in printing between a quotation and the place that is printed most like it.

    Args:
        quotation: The quotation.
        pieces: Its pieces between omission marks, or only the whole.
        places: The places where they occur, at least one.

    Returns:
        Kinds of difference, such as ``(Message("printing.line_breaks"), Message("printing.quotation_marks"))``.
    """
    fewest = min((_kinds(quotation, pieces, place) for place in places), key=len)
    return tuple(fewest) or (Message("printing.layout"),)


def _kinds(quotation: Quotation, pieces: Sequence[QuotePiece], place: QuotePlace) -> list[Message]:
    kinds = [_omission(place)] if len(pieces) > 1 else []
    for piece, (start, end) in zip(pieces, place.ranges, strict=True):
        spans = place.stream.spans(start, end)
        source = place.stream.document.source_text
        printed = _printed(source, spans)
        if RAISED.search(printed) and not RAISED.search(quotation.given):
            printed = RAISED.sub("", printed)
            kinds.append(Message("printing.raised"))
        kinds += _differing(quotation, piece, printed)
        between = [gap for a, b in pairwise(spans) if (gap := source[a.end : b.start]).strip()]
        kinds += [Message("printing.marks")] if any(map(_is_mark, between)) else []
        kinds += [Message("printing.break")] if not all(map(_is_mark, between)) else []
    return list(dict.fromkeys(kinds))


def _is_mark(gap: str) -> bool:
    """True for what stands between two words within a line, or has no letters: marks that the paper's form needs."""
    return "\n" not in gap or not any(map(str.isalnum, gap))


def _omission(place: QuotePlace) -> Message:
    """Return the kind of an omission; omitting a negation within a sentence may reverse its meaning."""
    left_out = [place.stream.text[before:after] for (_, before), (after, _) in pairwise(place.ranges)]
    negations = [
        word for text in left_out if not _SENTENCE_END.search(text) for word in _WORD.findall(text) if denies(word)
    ]
    return Message("printing.omitted_negation", {"word": negations[0]}) if negations else Message("printing.omissions")


def _printed(source: str, spans: Sequence[Span]) -> str:
    """Return the source of some spans with the white space between them.

    Other text between becomes a line break, but for marks within a line, such as those of emphasis.
    """
    text = source[spans[0].start : spans[0].end]
    for before, after in pairwise(spans):
        gap = source[before.end : after.start]
        if gap.strip():
            gap = "\n" if "\n" in gap else " " if gap[0].isspace() or gap[-1].isspace() else ""
        text += gap + source[after.start : after.end]
    return text


def _differing(quotation: Quotation, piece: QuotePiece, printed: str) -> list[Message]:
    """Return the kinds of difference between a piece as given and its printed text."""
    printed_wording, given_wording = wording(printed), piece.wording
    respaced = not any(variant in printed_wording.text for variant in piece.variants())
    if respaced:
        printed_wording, given_wording = printed_wording.joined(), given_wording.joined()
    start, variant = next(
        (
            (printed_wording.text.find(v), v)
            for v in replace(piece, wording=given_wording).variants()
            if v in printed_wording.text
        ),
        (0, printed_wording.text),
    )
    matched = printed_wording.cut(start, start + len(variant))
    cased = {i for i, (a, b) in enumerate(zip(given_wording.text, variant, strict=False)) if a != b}
    pairs = zip(_covered_parts(quotation.given, given_wording), _covered_parts(printed, matched), strict=False)
    kinds = [SPACES] if respaced else []
    kinds += [Message("printing.first_letter")] if cased else []
    kinds += _differing_classes([(a, b) for i, (a, b) in enumerate(pairs) if a != b and i not in cased])
    return (
        kinds + _differing_marks(_outer_marks(quotation.given, given_wording), _outer_marks(printed, matched))
        if piece is quotation.whole
        else kinds
    )


def _covered_parts(text: str, of: Comparable) -> list[str]:
    """Return the part of a text that each character of its comparable form covers, up to the next character."""
    return [text[start:end] for start, end in pairwise([*of.starts, of.ends[-1]])]


def _outer_marks(text: str, of: Comparable) -> tuple[str, str]:
    """Return the parts of a text before and after its comparable form."""
    return text[: of.starts[0]].strip(), text[of.ends[-1] :].strip()


def _differing_classes(pairs: Iterable[tuple[str, str]]) -> list[Message]:
    """Return the kinds of difference between texts, compared pair by pair."""
    blanks: set[Message] = set()
    changed: Counter[str] = Counter()
    for one, other in pairs:
        if _blank(one) != _blank(other):
            blanks.add(_LINE_BREAKS if "\n" in one + other else SPACES)
        changed.update(one)
        changed.subtract(other)
    seen = {c for c, count in changed.items() if count and not c.isspace()}
    kinds = [kind for kind, characters in _CLASSES if any(map(characters.match, seen))]
    letters = any(c.isalpha() or unicodedata.combining(c) for c in seen)
    accents = [_ACCENTS] if letters and _LIGATURES not in kinds else []
    return [*(kind for kind in (_LINE_BREAKS, SPACES) if kind in blanks), *kinds, *accents]


def _differing_marks(given: tuple[str, str], printed: tuple[str, str]) -> list[Message]:
    """Return the kinds of difference between the outer marks of a quotation and those printed there."""
    return [
        kind
        for kind, marks in _MARKS_AT_ENDS
        if any(marks.findall(one) != marks.findall(other) for one, other in zip(given, printed, strict=True))
    ]


def _blank(text: str) -> str:
    return "".join(character for character in text if character.isspace())
