"""Gives the reason of a quotation's verdict as a code with values; the catalogue has the sentences."""

from collections.abc import Iterable, Mapping, Sequence
from textwrap import shorten

from kutip.types import Difference, DifferenceKind, Message, QuoteCheck, Value, Verdict
from retriever.quotations.stretches import Parts

_SHOWN = 3  # differences that a reason names
_LETTERS_SHOWN = 60  # of each side of a difference
_GRAVEST_FIRST = tuple(DifferenceKind)
_NAMED = {
    DifferenceKind.NUMBER: "difference.number",
    DifferenceKind.NEGATION: "difference.negation",
    DifferenceKind.NAME: "difference.name",
    DifferenceKind.WORD: "difference.word",
    DifferenceKind.CASE: "difference.case",
    DifferenceKind.PUNCTUATION: "difference.punctuation",
}


def too_short(letters: int, least: int) -> Message:
    """Why a quotation of so few letters and digits is not looked for: 5, where 12 are the least."""
    return Message("reason.too_short", {"n": letters, "least": least}) if letters else Message("reason.empty")


def same_but_for(kinds: tuple[Message, ...]) -> Message:
    """In what the printing differs; `kinds` as `retriever.quotations.printing` finds them."""
    return Message("reason.same_but_for", {"kinds": kinds})


def elsewhere(asked: Iterable[str], there: QuoteCheck) -> Message:
    """Why a quotation is not found in the papers asked for, given what was found in others."""
    papers = tuple(dict.fromkeys(match.document_id for match in there.matches))
    values: Mapping[str, Value] = {"asked": tuple(asked), "papers": papers}
    if there.reason is None:
        return Message("reason.elsewhere", values)
    if there.verdict is Verdict.NORMALISED:
        return Message("reason.elsewhere_but_for", {**values, **there.reason.values})
    return Message("reason.nearest_elsewhere", {**values, "why": there.reason})


def altered(differences: Sequence[Difference]) -> Message:
    """What was changed, the gravest first."""
    ordered = sorted(differences, key=lambda difference: _GRAVEST_FIRST.index(difference.kind))
    shown = tuple(Message(_NAMED[one.kind], {"change": _change(one)}) for one in ordered[:_SHOWN])
    more = len(ordered) - len(shown)
    if more:
        return Message("reason.altered_in_more", {"differences": shown, "n": more})
    return Message("reason.altered", {"differences": shown})


def _change(difference: Difference) -> Message:
    given, source = (shorten(text, _LETTERS_SHOWN, placeholder=" …") for text in (difference.given, difference.source))
    if not given:
        return Message("change.left_out", {"source": source})
    if not source:
        return Message("change.added", {"given": given})
    return Message("change.replaced", {"given": given, "source": source})


def out_of_order(document_id: str) -> Message:
    """Why a quotation is altered whose pieces stand in the paper in another order."""
    return Message("reason.out_of_order", {"paper": document_id})


def too_far_apart(document_id: str) -> Message:
    """Why a quotation is found in part only whose pieces stand in the paper, but not near each other."""
    return Message("reason.too_far_apart", {"paper": document_id})


def single_word() -> Message:
    """Why a quotation is found in part only that has an omission mark before or behind a single word."""
    return Message("reason.single_word")


def in_part(held: Parts) -> Message:
    """How many words of a quotation stand in the papers, and in how many places."""
    papers = tuple(sorted({match.document_id for match in held.matches}))
    counted: Mapping[str, Value] = {"found": held.found, "words": held.words, "papers": papers}
    if len(held.matches) == 1:
        return Message("reason.in_part", counted)
    if held.found < held.words:
        return Message("reason.in_stretches", {**counted, "n": len(held.matches)})
    return Message("reason.put_together", {"n": len(held.matches), "papers": papers})


def nowhere(asked: Iterable[str], similarity: float | None) -> Message:
    """Why a quotation was not found, and how like it the nearest place is, from 0 to 1."""
    papers = tuple(asked)
    like: Mapping[str, Value] = {} if similarity is None else {"similarity": similarity}
    if not papers:
        return Message("reason.nowhere_but_near", like) if like else Message("reason.nowhere")
    values: Mapping[str, Value] = {"papers": papers, **like}
    return Message("reason.not_in_but_near", values) if like else Message("reason.not_in", values)
