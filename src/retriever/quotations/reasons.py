"""Says in words why a quotation has its verdict."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from textwrap import shorten

from kutip.types import Difference, DifferenceKind, QuoteCheck, Span, Verdict
from retriever.quotations.comparable import DASHES, INVISIBLE, LIGATURES, QUOTATION_MARKS, Comparable, wording
from retriever.quotations.differences import denies
from retriever.quotations.places import QuotePlace
from retriever.quotations.quotation import Quotation, QuotePiece
from retriever.quotations.stretches import Parts

_SHOWN = 3  # differences that a reason names
_LETTERS_SHOWN = 60  # of each side of a difference
_GRAVEST_FIRST = tuple(DifferenceKind)
_CLASSES = {
    "hyphens": re.compile(f"[{DASHES}]"),
    "quotation marks": re.compile(f"[{QUOTATION_MARKS}]"),
    "asterisks and backslashes": re.compile(r"[*\\]"),
    "ligatures": re.compile(f"[{''.join(LIGATURES)}]"),
    "characters that are not seen": re.compile(f"[{INVISIBLE}]"),
    "brackets": re.compile(r"[\[\]]"),
    "dots": re.compile("[.…]"),
}
_SENTENCE_END = re.compile(r"[.!?]\s")
_WORD = re.compile(r"[\w'’]+")
_CLOSING = re.compile("[.,;:!?…]")
_NAMED = {
    DifferenceKind.NUMBER: "a number",
    DifferenceKind.NEGATION: "a negation",
    DifferenceKind.NAME: "a name",
    DifferenceKind.WORD: "wording",
    DifferenceKind.CASE: "capitals",
    DifferenceKind.PUNCTUATION: "punctuation",
}


def too_short(letters: int, least: int) -> str:
    """Why a quotation of so few letters and digits is not looked for."""
    if not letters:
        return "It has no letter and no digit in it, so there is nothing to look for."
    counted = f"{letters} letter{'s' * (letters != 1)}"
    return f"It has only {counted}; a quotation of fewer than {least} stands in too many places to prove anything."


def same_but_for(quotation: Quotation, pieces: Sequence[QuotePiece], places: Iterable[QuotePlace]) -> str:
    """In what a quotation's printing differs from that of the place most like it: "line breaks, quotation marks"."""
    fewest: list[str] = min((_kinds(quotation, pieces, place) for place in places), key=len)
    return ", ".join(fewest or ["the layout"])


def _kinds(quotation: Quotation, pieces: Sequence[QuotePiece], place: QuotePlace) -> list[str]:
    kinds = [_omission(place)] if len(pieces) > 1 else []
    for piece, (start, end) in zip(pieces, place.ranges, strict=True):
        spans = place.stream.spans(start, end)
        kinds += _differing(quotation, piece, _printed(place.stream.document.source_text, spans))
        if any(place.stream.document.source_text[a.end : b.start].strip() for a, b in pairwise(spans)):
            kinds.append("a break in the text")
    return list(dict.fromkeys(kinds))


def _omission(place: QuotePlace) -> str:
    """The kind of an omission; one within a sentence may turn its sense around."""
    left_out = [place.stream.text[before:after] for (_, before), (after, _) in pairwise(place.ranges)]
    denied = [
        word for text in left_out if not _SENTENCE_END.search(text) for word in _WORD.findall(text) if denies(word)
    ]
    return f'omissions (of "{denied[0]}" too)' if denied else "omissions"


def _printed(source: str, spans: Sequence[Span]) -> str:
    """What spans hold, with the white space between them; where more is between them, a line break."""
    text = source[spans[0].start : spans[0].end]
    for before, after in pairwise(spans):
        gap = source[before.end : after.start]
        text += (gap if not gap.strip() else "\n") + source[after.start : after.end]
    return text


def _differing(quotation: Quotation, piece: QuotePiece, printed: str) -> list[str]:
    """The kinds of characters in which a piece as it was given differs from what is printed."""
    found, own = wording(printed), piece.wording
    at, variant = next(((found.text.find(v), v) for v in piece.variants() if v in found.text), (0, found.text))
    there = found.cut(at, at + len(variant))
    cased = {i for i, (a, b) in enumerate(zip(own.text, variant, strict=False)) if a != b}
    pairs = zip(_parts(quotation.given, own), _parts(printed, there), strict=False)
    kinds = ["the case of its first letter"] if cased else []
    kinds += _classes([(a, b) for i, (a, b) in enumerate(pairs) if a != b and i not in cased])
    return kinds + _at_ends(_ends(quotation.given, own), _ends(printed, there)) if piece is quotation.whole else kinds


def _parts(text: str, of: Comparable) -> list[str]:
    """What of a text each character of a wording stands for, with what was left out behind it."""
    return [text[start:end] for start, end in pairwise([*of.starts, of.ends[-1]])]


def _ends(text: str, of: Comparable) -> tuple[str, str]:
    """What of a text stands before a wording, and what behind it."""
    return text[: of.starts[0]].strip(), text[of.ends[-1] :].strip()


def _classes(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """The kinds of characters in which texts differ, pair by pair."""
    blanks: set[str] = set()
    changed: Counter[str] = Counter()
    for one, other in pairs:
        if _blank(one) != _blank(other):
            blanks.add("line breaks" if "\n" in one + other else "spaces")
        changed.update(one)
        changed.subtract(other)
    seen = {c for c, count in changed.items() if count and not c.isspace()}
    kinds = [kind for kind, characters in _CLASSES.items() if any(map(characters.match, seen))]
    letters = any(c.isalpha() or unicodedata.combining(c) for c in seen)
    return [*sorted(blanks), *kinds, *(["accents"] if letters and "ligatures" not in kinds else [])]


def _at_ends(given: tuple[str, str], printed: tuple[str, str]) -> list[str]:
    """In what the marks before and behind a quotation differ from those that are printed there."""
    kinds = {
        kind
        for one, other in zip(given, printed, strict=True)
        for kind, marks in (("quotation marks", _CLASSES["quotation marks"]), ("punctuation at its end", _CLOSING))
        if marks.findall(one) != marks.findall(other)
    }
    return sorted(kinds)


def _blank(text: str) -> str:
    return "".join(character for character in text if character.isspace())


def elsewhere(asked: Iterable[str], there: QuoteCheck) -> str:
    """Why a quotation counts for nothing that, by its verdict, stands in other papers than those asked for."""
    found = _joined(dict.fromkeys(match.document_id for match in there.matches))
    not_in = f"Not in {_joined(asked)}"
    if there.verdict is Verdict.EXACT:
        return f"{not_in}; it stands word for word in {found}."
    if there.verdict is Verdict.NORMALISED and there.reason:
        return f"{not_in}; it stands the {there.reason[0].lower()}{there.reason[1:-1]} in {found}."
    return f"{not_in}; what comes nearest stands in {found}. {there.reason}"


def altered(differences: Sequence[Difference]) -> str:
    """What was changed, the gravest first."""
    ordered = sorted(differences, key=lambda difference: _GRAVEST_FIRST.index(difference.kind))
    shown = [f"{_NAMED[d.kind]} ({_change(d)})" for d in ordered[:_SHOWN]]
    more = len(ordered) - len(shown)
    others = f" and {more} more place{'s' * (more > 1)}" if more else ""
    return f"It differs from the source in {', '.join(shown)}{others}."


def _change(difference: Difference) -> str:
    given, source = (shorten(text, _LETTERS_SHOWN, placeholder=" …") for text in (difference.given, difference.source))
    if not given:
        return f'without "{source}"'
    return f'"{given}" for "{source}"' if source else f'"{given}" added'


def out_of_order(document_id: str) -> str:
    """Why a quotation is altered whose pieces stand in the paper in another order."""
    return f"What its omission marks part stands in another order in {document_id}."


def too_far_apart(document_id: str) -> str:
    """Why a quotation is found in part only whose pieces stand in the paper, but not near each other."""
    return f"What its omission marks part stands too far apart in {document_id} to be one quotation."


def single_word() -> str:
    """Why a quotation is found in part only that has an omission mark before or behind a single word."""
    return "A single word between omission marks stands in too many places to prove anything; the rest of it stands."


def in_part(held: Parts) -> str:
    """What of a quotation stands in the papers, and in how many places."""
    counted = f"{held.found} of its {held.words} words stand"
    papers = _joined(sorted({match.document_id for match in held.matches}))
    if len(held.matches) == 1:
        return f"Only {counted} in {papers}; the rest does not stand with them."
    if held.found < held.words:
        return f"Only {counted} in {papers}, in {len(held.matches)} stretches that stand apart."
    return (
        f"It is put together from {len(held.matches)} stretches that stand apart in {papers}, with nothing to show it."
    )


def nowhere(asked: Iterable[str], similarity: float | None) -> str:
    """Why a quotation was not found, and how like it what comes nearest is."""
    where = _joined(asked) or "the papers"
    nearest = "" if similarity is None else f"; what comes nearest shares {similarity:.0%} of its letters"
    return f"It does not stand in {where}{nearest}."


def _joined(ids: Iterable[str]) -> str:
    *others, last = [*ids] or [""]
    return f"{', '.join(others)} and {last}" if others else last
