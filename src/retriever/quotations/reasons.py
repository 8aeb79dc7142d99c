"""The reasons for verdicts on quotations, as codes with values; the catalogue has the sentences."""

from collections.abc import Iterable, Mapping, Sequence
from textwrap import shorten

from kutip.types import Difference, DifferenceKind, Message, QuoteCheck, Value, Verdict
from retriever.quotations.stretches import Parts

_SHOWN = 3  # largest number of differences in a reason
_LETTERS_SHOWN = 60  # longest text of each side of a difference, in characters
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
    """Say that the quotation has too few letters and digits to be looked up: 5, for example, where 12 are needed."""
    return Message("reason.too_short", {"n": letters, "least": least}) if letters else Message("reason.empty")


def same_but_for(kinds: tuple[Message, ...]) -> Message:
    """Say that the quotation differs only in printing; `kinds` are from `retriever.quotations.printing`."""
    return Message("reason.same_but_for", {"kinds": kinds})


def elsewhere(requested: Iterable[str], check: QuoteCheck) -> Message:
    """Say that the quotation is not in the papers asked for, but that `check` found it or a similar place in others."""
    papers = tuple(dict.fromkeys(match.document_id for match in check.matches))
    values: Mapping[str, Value] = {"asked": tuple(requested), "papers": papers}
    if check.reason is None:
        return Message("reason.elsewhere", values)
    if check.verdict is Verdict.NORMALISED:
        return Message("reason.elsewhere_but_for", {**values, **check.reason.values})
    return Message("reason.nearest_elsewhere", {**values, "why": check.reason})


def altered(differences: Sequence[Difference]) -> Message:
    """Say how the quotation was changed, the most serious differences first."""
    ordered = sorted(differences, key=lambda difference: _GRAVEST_FIRST.index(difference.kind))
    shown = tuple(Message(_NAMED[difference.kind], {"change": _change(difference)}) for difference in ordered[:_SHOWN])
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
    """Say that the pieces of the quotation occur in the paper in another order."""
    return Message("reason.out_of_order", {"paper": document_id})


def too_far_apart(document_id: str) -> Message:
    """Say that the pieces of the quotation occur in the paper, but too far apart."""
    return Message("reason.too_far_apart", {"paper": document_id})


def single_word() -> Message:
    """Say that an omission mark leaves a single word of the quotation, which is too little to look up."""
    return Message("reason.single_word")


def in_part(parts: Parts) -> Message:
    """Say how many words of the quotation occur in the papers, and in how many places."""
    papers = tuple(sorted({match.document_id for match in parts.matches}))
    counted: Mapping[str, Value] = {"found": parts.found, "words": parts.words, "papers": papers}
    if len(parts.matches) == 1:
        return Message("reason.in_part", counted)
    if parts.found < parts.words:
        return Message("reason.in_stretches", {**counted, "n": len(parts.matches)})
    return Message("reason.put_together", {"n": len(parts.matches), "papers": papers})


def nowhere(requested: Iterable[str], similarity: float | None) -> Message:
    """Say that the quotation does not occur; `similarity`, 0 to 1, is that of the nearest place if there is one."""
    papers = tuple(requested)
    score: Mapping[str, Value] = {} if similarity is None else {"similarity": similarity}
    if not papers:
        return Message("reason.nowhere_but_near", score) if score else Message("reason.nowhere")
    values: Mapping[str, Value] = {"papers": papers, **score}
    return Message("reason.not_in_but_near", values) if score else Message("reason.not_in", values)
